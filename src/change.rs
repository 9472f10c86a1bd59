//! What the reader does to articles and entities: closed, plain, journalled, undoable.
//!
//! The store carries a [`Change`] out durably and remembers what it takes to undo it; nothing else alters the
//! reader's state.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::article::ArticleId;
use crate::highlight::{EntityKey, Kind};

/// One act of the reader. Undo takes back a whole change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Marks articles read or unread.
    Read {
        /// Which articles.
        ids: Vec<ArticleId>,
        /// Read, or unread again.
        read: bool,
    },
    /// Marks articles and whatever is the same piece read or unread.
    ReadStory {
        /// Of each story one article.
        ids: Vec<ArticleId>,
        /// Read, or unread again.
        read: bool,
    },
    /// Does one thing to many articles, in one step that is taken back as one.
    Many {
        /// To which.
        which: Which,
        /// What is done.
        deed: Deed,
    },
    /// Keeps an article or lets it go.
    Bookmark {
        /// Which article.
        id: ArticleId,
        /// Keep, or let go.
        keep: bool,
    },
    /// Adds a note or own highlight, or replaces it.
    Note(Note),
    /// Removes a note or own highlight.
    DropNote {
        /// The note's number.
        note: i64,
    },
    /// Sets the tags of articles.
    Tag {
        /// Which articles.
        ids: Vec<ArticleId>,
        /// Tags to add.
        add: Vec<String>,
        /// Tags to remove.
        remove: Vec<String>,
    },
    /// Follows an entity or no longer.
    Watch {
        /// Which entity.
        key: EntityKey,
        /// Its name as shown.
        name: String,
        /// Follow, or no longer.
        watch: bool,
    },
    /// Corrects the recogniser for the whole store.
    Repair(Repair),
}

/// Which articles of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// These, in this order.
    Articles(Vec<ArticleId>),
    /// Those that answer a query, in its order.
    Query {
        /// The query as written.
        query: String,
        /// Only from one of its articles to another, both included.
        between: Option<(ArticleId, ArticleId)>,
    },
}

/// What can be done to many articles at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Marks them read, or unread again.
    Read(bool),
    /// Keeps them, or lets them go.
    Bookmark(bool),
    /// Sets their tags.
    Tag {
        /// Tags to add.
        add: Vec<String>,
        /// Tags to remove.
        remove: Vec<String>,
    },
}

/// The reader's words on an article or a passage of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its number; 0 before it is stored.
    pub number: i64,
    /// Which article.
    pub id: ArticleId,
    /// The passage it is on, in the body; none for the whole article.
    pub range: Option<Range<usize>>,
    /// The words of the passage, by which it is found again in a changed text.
    pub passage: String,
    /// The note; empty for a mere highlight.
    pub text: String,
    /// The colour of the highlight, 0 to 4, by the theme.
    pub colour: u8,
}

impl Note {
    /// Whether its words can no longer be found: it was written on a passage that a corrected text lacks.
    pub fn is_lost(&self) -> bool {
        self.range.is_none() && !self.passage.is_empty()
    }
}

/// A correction of the recogniser, for all articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Repair {
    /// These are the same; the second name is the one shown.
    Merge {
        /// What it was taken for.
        from: EntityKey,
        /// What it is.
        into: EntityKey,
    },
    /// It is to be shown under another name.
    Rename {
        /// Which entity.
        key: EntityKey,
        /// The name to show.
        name: String,
    },
    /// It is of another kind.
    Kind {
        /// Which entity.
        key: EntityKey,
        /// What it is.
        kind: Kind,
    },
    /// It is no entity at all.
    Hide {
        /// Which entity.
        key: EntityKey,
    },
}
