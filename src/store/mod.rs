//! The store: one `SQLite` file. The only module that knows `SQLite`.
//!
//! Promises. What [`Store::change`], [`Store::undo`] and [`Store::redo`] return from is on the disk
//! (`synchronous=FULL`): no kill and no power cut takes it back. A batch of [`Store::add`] is wholly there or not
//! at all. Several processes may read and write the same file at once. Nothing derived ([`upkeep`]) is needed to
//! keep what the reader did, and nothing that is derived again touches it.
//!
//! An article without a date is numbered by the second in which it was loaded, so it stands where it came in; it
//! is an answer to no question for a date. A later version of an article keeps its number, and with it its place.
//!
//! The list of any question is computed from its end, in numbers, never by counting rows from the top; see
//! [`search`] for how. The text index is FTS5 in the same file and the same transaction as the articles.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;

use rusqlite::{Connection, InterruptHandle, Transaction};

use crate::article::{Article, ArticleId};
use crate::ask::{Answer, Ask, Opened};
use crate::change::{Change, Which};
use crate::highlight::{EntityKey, Highlights};
use crate::query::Query;
use crate::say::Said;

mod again;
mod anchor;
mod briefing;
mod cast;
#[cfg(test)]
mod checks;
mod counts;
mod entities;
mod failure;
mod feeds;
mod index;
mod journal;
mod known;
mod list;
mod look;
mod mend;
mod naming;
mod open;
mod opened;
mod pack;
mod passage;
mod plan;
mod retain;
mod salvage;
mod schema;
mod search;
mod shelves;
mod stories;
mod upkeep;
mod why;
mod write;

pub use failure::Failure;
pub use known::{Fate, Known};
pub use mend::Standing;
pub use retain::{Leaving, Rules};
pub use salvage::Salvaged;

use pack::Packer;

/// An article on its way into the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// What makes two deliveries the same article (`load::identity`).
    pub identity: String,
    /// The article.
    pub article: Article,
    /// What was recognised in it.
    pub highlights: Highlights,
}

/// What became of incoming articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// New ones.
    pub new: u64,
    /// Ones that replaced an earlier version.
    pub replaced: u64,
    /// Ones that were there already.
    pub known: u64,
    /// Ones that the rules of the reader dropped once; they were left out.
    pub dropped: u64,
}

impl Added {
    /// How many there were in all.
    pub fn all(self) -> u64 {
        self.new + self.replaced + self.known + self.dropped
    }
}

impl std::ops::AddAssign for Added {
    fn add_assign(&mut self, more: Self) {
        self.new += more.new;
        self.replaced += more.replaced;
        self.known += more.known;
        self.dropped += more.dropped;
    }
}

/// What doctor found: a sentence, and whether it was or can be repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// One sentence.
    pub message: Said,
    /// Whether it is trouble rather than a fact.
    pub trouble: bool,
}

/// An open store; one connection, for one thread. Open another for another thread or process.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    packer: Packer,
    /// Numbers of entities met before.
    remembered: HashMap<EntityKey, i64>,
    /// The version of the recogniser that incoming articles went through.
    recogniser: u32,
    /// Whether articles that were dropped once may come back.
    returning: bool,
    interrupted: Arc<AtomicBool>,
    /// How often this connection wrote.
    writes: Cell<u64>,
    /// Who is named where, while it is held.
    cast: RefCell<cast::Cast>,
}

/// Interrupts a running question of a store from another thread.
#[derive(Clone)]
pub struct Interrupter {
    handle: Arc<InterruptHandle>,
    interrupted: Arc<AtomicBool>,
}

impl std::fmt::Debug for Interrupter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interrupter")
    }
}

impl Interrupter {
    /// Ends the question that runs now, if any; it answers with [`Answer::Interrupted`].
    pub fn interrupt(&self) {
        self.interrupted.store(true, Ordering::SeqCst);
        self.handle.interrupt();
    }
}

impl Store {
    /// Opens the store, makes or migrates it where needed, under a lock against other processes that start now.
    ///
    /// # Errors
    /// When the file cannot be opened, is no store, is newer than this program, or the disk refuses.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        Self::with(open::open(path)?)
    }

    /// A store in memory, gone when dropped.
    ///
    /// # Errors
    /// When memory is refused.
    pub fn in_memory() -> Result<Self, Failure> {
        Self::with(open::in_memory()?)
    }

    fn with(connection: Connection) -> Result<Self, Failure> {
        Ok(Self {
            connection,
            packer: Packer::new()?,
            remembered: HashMap::new(),
            recogniser: 0,
            returning: false,
            interrupted: Arc::new(AtomicBool::new(false)),
            writes: Cell::new(0),
            cast: RefCell::default(),
        })
    }

    /// Says which version of the recogniser made the highlights that come in from now on. Without it they count
    /// as made by version 0 and are recognised again.
    pub fn set_recogniser(&mut self, version: u32) {
        self.recogniser = version;
    }

    /// Says whether articles that were dropped by the reader's rules are added again when they come; otherwise they
    /// stay away.
    pub fn let_return(&mut self, returning: bool) {
        self.returning = returning;
    }

    /// Adds articles in one transaction; says what became of them. Incoming articles keep the reader's state.
    ///
    /// A known article is replaced by a higher version of it, or by its whole text where only a part was known.
    ///
    /// # Errors
    /// When the disk refuses; then none of them is added.
    pub fn add(&mut self, incoming: Vec<Incoming>) -> Result<Added, Failure> {
        self.wrote();
        write::add(self, incoming)
    }

    /// Puts the whole text of an article in the place of what was known of it; says whether that was done.
    ///
    /// It is not when the article is gone or the text is another one's. The reader's state stays.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn complete(&mut self, id: ArticleId, whole: Incoming) -> Result<bool, Failure> {
        self.wrote();
        write::complete(self, id, whole)
    }

    /// Answers a question. One that is interrupted answers so, it does not fail.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn answer(&self, ask: &Ask) -> Result<Answer, Failure> {
        self.interrupted.store(false, Ordering::SeqCst);
        match self.answer_now(ask) {
            Err(Failure::Interrupted) => Ok(Answer::Interrupted),
            other => other,
        }
    }

    /// Everything read until it is dropped is of one moment, whatever others write; so shelves and what stands on
    /// them fit together.
    fn moment(&self) -> Result<Transaction<'_>, Failure> {
        Ok(self.connection.unchecked_transaction()?)
    }

    fn answer_now(&self, ask: &Ask) -> Result<Answer, Failure> {
        let _moment = self.moment()?;
        Ok(match ask {
            Ask::Rows {
                query,
                window,
                limit,
                stories,
            } => Answer::Rows(list::rows(self, query, *window, *limit, *stories)?),
            Ask::Count(query) => Answer::Count(counts::count(self, query)?),
            Ask::Facets {
                query,
                kinds,
                limit,
            } => Answer::Facets(counts::facets(self, query, kinds, *limit)?),
            Ask::Named {
                query,
                kinds,
                written,
                limit,
            } => Answer::Facets(naming::named(self, query, kinds, written, *limit)?),
            Ask::Values { query, field } => Answer::Values(counts::values(self, query, *field)?),
            Ask::Article(id) => Answer::Article(opened::opened(self, *id)?.map(Box::new)),
            Ask::Entity(key) => Answer::Entity(counts::portrait(self, key)?.map(Box::new)),
            Ask::Watched => Answer::Watched(counts::watched(self)?),
            Ask::Briefing => Answer::Briefing(Box::new(briefing::briefing(self)?)),
            Ask::Notes(limit) => Answer::Notes(opened::all_notes(self, *limit)?),
            Ask::Why(id, query) => Answer::Why(why::why(self, *id, query)?),
            Ask::Passages(query, ids) => Answer::Passages(passage::passages(self, query, ids)?),
        })
    }

    /// Carries a change out durably; returns how many articles it touched. On return it is on disk.
    ///
    /// # Errors
    /// When the disk refuses; then nothing is changed.
    pub fn change(&mut self, change: &Change, today: Date) -> Result<u64, Failure> {
        self.interrupted.store(false, Ordering::SeqCst);
        self.wrote();
        journal::change(self, change, today)
    }

    /// Takes back the last change that was not taken back yet; says in words what it was.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn undo(&mut self) -> Result<Option<Said>, Failure> {
        self.wrote();
        journal::undo(self)
    }

    /// Does the change last taken back again; says in words what it was.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn redo(&mut self) -> Result<Option<Said>, Failure> {
        self.wrote();
        journal::redo(self)
    }

    /// Remembers that the reader has seen a briefing as far as it went.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn looked(&mut self, upto: i64) -> Result<(), Failure> {
        self.wrote();
        briefing::looked(self, upto)
    }

    /// Calls with every article of a query in list order until told to stop (`false`); holds one article at a time in memory.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn each(
        &self,
        query: &Query,
        visit: &mut dyn FnMut(Opened) -> bool,
    ) -> Result<(), Failure> {
        /// Articles whose numbers are fetched at once; between them other processes may write.
        const STEP: usize = 256;
        self.interrupted.store(false, Ordering::SeqCst);
        let page = |search: &search::Search, bound| {
            let _moment = self.moment()?;
            list::page(self, search, bound, true, STEP)
        };
        let search = search::Search::new(&self.connection, query)?;
        let mut go = |ids: &[ArticleId]| -> Result<bool, Failure> {
            for id in ids {
                if let Some(opened) = opened::opened(self, *id)?
                    && !visit(opened)
                {
                    return Ok(false);
                }
            }
            Ok(true)
        };
        if search.has_ranking() {
            go(&list::best(self, &search)?)?;
            return Ok(());
        }
        let mut ids = page(&search, None)?;
        while let Some(last) = ids.last().copied() {
            if !go(&ids)? {
                break;
            }
            ids = page(&search, Some(("<", last.0)))?;
        }
        Ok(())
    }

    /// The articles meant, in list order; `today` is what a query counts days from.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn all(&self, which: &Which, today: Date) -> Result<Vec<ArticleId>, Failure> {
        self.interrupted.store(false, Ordering::SeqCst);
        list::all(self, which, today)
    }

    /// A number that differs from the last one whenever any connection or process changed the store.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn version(&self) -> Result<u64, Failure> {
        // `data_version` moves when others write, never when this connection does.
        let others: i64 = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))?;
        Ok(others as u64 + self.writes.get())
    }

    /// A handle by which another thread ends the question that runs now.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter {
            handle: Arc::new(self.connection.get_interrupt_handle()),
            interrupted: Arc::clone(&self.interrupted),
        }
    }

    /// Articles whose highlights an older recogniser made, at most `limit`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn stale(
        &self,
        recogniser: u32,
        limit: usize,
    ) -> Result<Vec<(ArticleId, Article)>, Failure> {
        upkeep::stale(self, recogniser, limit)
    }

    /// Replaces the highlights of articles in one transaction, leaving everything the reader did.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn recognised(
        &mut self,
        recogniser: u32,
        found: Vec<(ArticleId, Highlights)>,
    ) -> Result<(), Failure> {
        self.wrote();
        upkeep::recognised(self, recogniser, found)
    }

    /// Checks integrity, indexes and counts; with `repair`, rebuilds what can be rebuilt.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn check(&mut self, repair: bool) -> Result<Vec<Finding>, Failure> {
        self.wrote();
        upkeep::check(self, repair)
    }

    /// Saves what can be read of a damaged store into this one, which must be new and empty.
    ///
    /// # Errors
    /// When this store is not empty, or the disk refuses; damage of the other file is no error.
    pub fn salvage(&mut self, damaged: &Path) -> Result<Salvaged, Failure> {
        self.wrote();
        salvage::salvage(damaged, self)
    }

    fn wrote(&self) {
        self.writes.set(self.writes.get() + 1);
    }

    /// Fails where the question was interrupted between two statements.
    fn go_on(&self) -> Result<(), Failure> {
        if self.interrupted.load(Ordering::SeqCst) {
            return Err(Failure::Interrupted);
        }
        Ok(())
    }
}
