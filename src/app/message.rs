//! What comes in and what goes out: closed enums without closures, so that a test can compare them.
//!
//! [`Msg`] is everything that can happen to the application; [`Effect`] everything it can ask of the world.
//! Questions to the store are numbered; an answer whose number is not the newest of its kind is dropped.

use crate::article::{Article, ArticleId, Link};
use crate::change::{Change, Note};
use crate::highlight::{EntityKey, Highlights, Kind};
use crate::query::Query;
use crate::row::{Facet, Listing, Window};

/// The number of a question; answers carry it back.
pub type Number = u64;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The reader pressed a key (from the terminal).
    Key(crate::keymap::Key),
    /// The reader pasted text (from the terminal).
    Paste(String),
    /// A click, drag or turn of the wheel (from the terminal).
    Mouse(crate::keymap::Mouse),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// The store answered (from the store desk).
    Answer(Number, Answer),
    /// A change is on disk (from the store desk).
    Kept {
        /// What was changed.
        change: Change,
        /// How many articles it touched.
        articles: u64,
    },
    /// An undo or redo is on disk; `None` when there was nothing left to take back (from the store desk).
    Undone {
        /// What was taken back or done again, in words; none if there was nothing.
        what: Option<String>,
        /// A redo rather than an undo.
        redo: bool,
    },
    /// Articles were loaded by this or another process, or states changed there: answers may be stale (from the store desk).
    StoreChanged,
    /// A background job goes on (from a desk).
    Progress {
        /// What is going on, in a few words.
        what: String,
        /// Steps done.
        done: u64,
        /// Steps in all, when known.
        total: Option<u64>,
    },
    /// A background job ended; the sentence says how (from a desk).
    Done(String),
    /// An edge refused (from a desk): one sentence, what happened and what to do.
    Failed(String),
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Rows for [`Ask::Rows`].
    Rows(Listing),
    /// The exact number of articles for [`Ask::Count`].
    Count(u64),
    /// Names with counts for [`Ask::Facets`], most frequent first.
    Facets(Vec<Facet>),
    /// Plain values with counts for [`Ask::Values`], most frequent first.
    Values(Vec<(String, u64)>),
    /// An article for [`Ask::Article`]; none if it is gone.
    Article(Option<Box<Opened>>),
    /// An entity for [`Ask::Entity`]; none if no article names it.
    Entity(Option<Box<Portrait>>),
    /// Watched entities with unread counts for [`Ask::Watched`].
    Watched(Vec<(Facet, u64)>),
    /// Why an article is in the view, for [`Ask::Why`]: one sentence per term.
    Why(Vec<String>),
}

/// An article with everything the reader pane shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its number.
    pub id: ArticleId,
    /// The article.
    pub article: Article,
    /// What was recognised in it, with the reader's repairs applied.
    pub highlights: Highlights,
    /// Whether it is read.
    pub read: bool,
    /// Whether it is kept.
    pub bookmarked: bool,
    /// The reader's tags.
    pub tags: Vec<String>,
    /// The reader's notes and own highlights, in order of their place.
    pub notes: Vec<Note>,
}

/// An entity across the store: what the entity page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Portrait {
    /// Which entity, with its count.
    pub facet: Facet,
    /// Whether it is watched.
    pub watched: bool,
    /// Months ("2024-03") with the number of articles, oldest first, without gaps.
    pub months: Vec<(String, u64)>,
    /// Entities named in the same articles, strongest first.
    pub together: Vec<Facet>,
    /// Offices held, with their number.
    pub roles: Vec<(String, u64)>,
    /// Quotes by it, newest first: article and words.
    pub quotes: Vec<(ArticleId, String)>,
    /// Sources with counts.
    pub sources: Vec<(String, u64)>,
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the store (store desk answers with [`Msg::Answer`]).
    Ask(Number, Ask),
    /// Change the reader's state durably (store desk answers with [`Msg::Kept`] or [`Msg::Failed`]).
    Change(Change),
    /// Take back the last change (store desk answers with [`Msg::Undone`]).
    Undo,
    /// Do the last undone change again (store desk answers with [`Msg::Undone`]).
    Redo,
    /// Open a link in the reader's browser.
    Open(Link),
    /// Put text on the clipboard (OSC 52, then the configured command).
    Copy(String),
    /// Load a file, folder or address into the store (load desk).
    Load(String),
    /// Write text to a file the reader named; never over an existing one.
    Save {
        /// Where.
        path: String,
        /// What.
        text: String,
    },
    /// Suspend to the shell (Ctrl-Z).
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave the program.
    Quit,
}

/// A question to the store.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// A window of the answer to a query.
    Rows {
        /// The query.
        query: Query,
        /// Which part.
        window: Window,
        /// At most this many rows.
        limit: usize,
    },
    /// The exact number of articles of a query.
    Count(Query),
    /// Entities of these kinds in the articles of a query, with counts.
    Facets {
        /// The query.
        query: Query,
        /// Which kinds.
        kinds: Vec<Kind>,
        /// At most this many.
        limit: usize,
    },
    /// The values of a plain field in the articles of a query, with counts.
    Values {
        /// The query.
        query: Query,
        /// Which field.
        field: Field,
    },
    /// One article whole.
    Article(ArticleId),
    /// One entity whole.
    Entity(EntityKey),
    /// The watch list.
    Watched,
    /// Why an article is among the answers of a query.
    Why(ArticleId, Query),
}

/// A plain field that has values to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Where articles come from.
    Source,
    /// Languages.
    Language,
    /// The reader's tags.
    Tag,
    /// Months.
    Month,
}
