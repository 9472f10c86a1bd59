//! The query language: one for the filter line, saved views and the command line.
//!
//! [`parse`] never fails: what it cannot understand it returns as [`Complaint`]s beside the query, with their
//! place and what was probably meant. [`Query`] writes itself back as words that parse to the same query.
//! Pure: "today" is handed in.
//!
//! What the words mean where there is a choice: terms beside each other must all hold; `OR` joins its two
//! neighbours and binds closer than that, so `a b OR c` is a and one of b, c. `date:` and `after:` begin with the
//! first day of their value, `before:` ends on the day before it. A field that is not known is left out and
//! complained about, so that a query narrows only by what was understood. `@name` stands for the terms of the saved
//! view of that name ([`parse_with`]), as if they were written there in parentheses.

use std::ops::Range;

use jiff::civil::Date;

use crate::article::Language;
use crate::highlight::Kind;
use crate::say::Said;

mod complete;
mod days;
mod edit;
mod parse;
mod words;

pub use complete::{Completion, OpenValue, complete, open_value};
pub use parse::{parse, parse_with};
pub use words::write_value;

/// What narrows the list: all of its terms must hold. The empty query is every article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Each must hold; the last is the one `x` drops.
    pub terms: Vec<Term>,
    /// In which order the answer comes.
    pub order: Order,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// A single condition.
    Is(Atom),
    /// The condition must not hold.
    Not(Box<Term>),
    /// One of them must hold.
    Any(Vec<Term>),
    /// All of them must hold (a group in parentheses).
    All(Vec<Term>),
}

/// A single condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atom {
    /// A word in headline or text; as a prefix when it ends in `*`.
    Word {
        /// The word as written, without the star.
        text: String,
        /// Whether it may go on.
        prefix: bool,
    },
    /// Words that follow each other in headline or text.
    Phrase(String),
    /// Words of the headline (`title:`).
    Title(String),
    /// Mentions an entity (`company:`, `person:`, `entity:`); `about` asks that the article be about it.
    Entity {
        /// Only of this kind; any for `entity:` and `about:`.
        kind: Option<Kind>,
        /// Name or alias as written.
        name: String,
        /// `about:` rather than mentioned.
        about: bool,
    },
    /// Quotes a person (`said:`).
    Said(String),
    /// From a source whose name or address holds this (`source:`).
    Source(String),
    /// In this language (`lang:`).
    Lang(Language),
    /// Tagged with this (`tag:`).
    Tag(String),
    /// Has a note or own highlight with these words (`note:`).
    Note(String),
    /// Published in these days (`date:`, `after:`, `before:`).
    Date(Span),
    /// In this state (`is:`).
    State(State),
    /// Has this (`has:`).
    Has(Has),
}

/// Days, both ends included; open where none is given. `text` is how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
    /// Field and value as written, for writing the query back ("after:7d").
    pub text: String,
}

/// A state the reader or the machine has put an article in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not read yet.
    Unread,
    /// Read.
    Read,
    /// Kept.
    Bookmarked,
    /// With a note or own highlight.
    Noted,
    /// Mentions a watched entity.
    Watched,
}

/// Something an article may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    /// A direct quotation.
    Quote,
    /// A note.
    Note,
}

/// The order of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Newest first.
    #[default]
    Date,
    /// Best match first (BM25).
    Relevance,
}

/// A part of the written query that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Bytes of the written query.
    pub range: Range<usize>,
    /// One sentence: what is wrong and what was probably meant.
    pub message: Said,
}

/// A query and what could not be understood of its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// What was understood.
    pub query: Query,
    /// What was not.
    pub complaints: Vec<Complaint>,
}
