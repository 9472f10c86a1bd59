//! The store: one `SQLite` file. The only module that knows `SQLite`.

use std::path::Path;

use jiff::civil::Date;

use crate::article::{Article, ArticleId};
use crate::ask::{Answer, Ask, Opened};
use crate::change::Change;
use crate::highlight::Highlights;
use crate::query::Query;

/// Why the store refused; each is one sentence with what to do.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The file could not be opened or made.
    #[error("the store {path} could not be opened: {reason}")]
    Open {
        /// Which file.
        path: String,
        /// Why.
        reason: String,
    },
}

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
}

/// What doctor found: a sentence, and whether it was or can be repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// One sentence.
    pub message: String,
    /// Whether it is trouble rather than a fact.
    pub trouble: bool,
}

/// An open store; one connection, for one thread. Open another for another thread or process.
#[derive(Debug)]
pub struct Store {}

/// Interrupts a running question of a store from another thread.
#[derive(Debug, Clone)]
pub struct Interrupter {}

impl Interrupter {
    /// Ends the question that runs now, if any; it answers with [`Answer::Interrupted`].
    pub fn interrupt(&self) {}
}

impl Store {
    /// Opens the store, makes or migrates it where needed, under a lock against other processes that start now.
    ///
    /// # Errors
    /// When the file cannot be opened, is no store, is newer than this program, or the disk refuses.
    pub fn open(_path: &Path) -> Result<Self, Failure> {
        Ok(Self {})
    }

    /// A store in memory, gone when dropped.
    ///
    /// # Errors
    /// When memory is refused.
    pub fn in_memory() -> Result<Self, Failure> {
        Ok(Self {})
    }

    /// Adds articles in one transaction; says what became of them. Incoming articles keep the reader's state.
    ///
    /// # Errors
    /// When the disk refuses; then none of them is added.
    pub fn add(&mut self, _incoming: Vec<Incoming>) -> Result<Added, Failure> {
        Ok(Added::default())
    }

    /// Answers a question; `today` is what relative dates count from.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn answer(&self, _ask: &Ask) -> Result<Answer, Failure> {
        Ok(Answer::Count(0))
    }

    /// Carries a change out durably; returns how many articles it touched. On return it is on disk.
    ///
    /// # Errors
    /// When the disk refuses; then nothing is changed.
    pub fn change(&mut self, _change: &Change, _today: Date) -> Result<u64, Failure> {
        Ok(0)
    }

    /// Takes back the last change that was not taken back yet; says in words what it was.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn undo(&mut self) -> Result<Option<String>, Failure> {
        Ok(None)
    }

    /// Does the change last taken back again; says in words what it was.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn redo(&mut self) -> Result<Option<String>, Failure> {
        Ok(None)
    }

    /// Calls with every article of a query in list order until told to stop (`false`); holds one article at a time in memory.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn each(
        &self,
        _query: &Query,
        _visit: &mut dyn FnMut(Opened) -> bool,
    ) -> Result<(), Failure> {
        Ok(())
    }

    /// A number that differs from the last one whenever another connection or process changed the store.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn version(&self) -> Result<u64, Failure> {
        Ok(0)
    }

    /// A handle by which another thread ends the question that runs now.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter {}
    }

    /// Articles whose highlights an older recogniser made, at most `limit`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn stale(
        &self,
        _recogniser: u32,
        _limit: usize,
    ) -> Result<Vec<(ArticleId, Article)>, Failure> {
        Ok(Vec::new())
    }

    /// Replaces the highlights of articles in one transaction, leaving everything the reader did.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn recognised(
        &mut self,
        _recogniser: u32,
        _found: Vec<(ArticleId, Highlights)>,
    ) -> Result<(), Failure> {
        Ok(())
    }

    /// Checks integrity, indexes and counts; with `repair`, rebuilds what can be rebuilt.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn check(&mut self, _repair: bool) -> Result<Vec<Finding>, Failure> {
        Ok(Vec::new())
    }
}
