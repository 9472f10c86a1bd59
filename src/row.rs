//! What the list shows: rows, windows of rows, and the counts beside names. Plain values between store and panes.

use std::ops::Range;

use crate::article::{ArticleId, Extent, Language, Published, Status};
use crate::highlight::{EntityKey, Kind};
use crate::text::Clean;

/// One article's line in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number; newest have the highest.
    pub id: ArticleId,
    /// The headline.
    pub title: Clean,
    /// When it was published, if known.
    pub published: Option<Published>,
    /// Where it is from.
    pub source: Option<Clean>,
    /// The language of the text.
    pub language: Option<Language>,
    /// Whether the reader has read it.
    pub read: bool,
    /// Whether the reader keeps it.
    pub bookmarked: bool,
    /// How many notes and own highlights it has.
    pub notes: u32,
    /// The reader's tags, sorted.
    pub tags: Vec<String>,
    /// Whether the body is all of it.
    pub extent: Extent,
    /// Not for publication before this moment.
    pub embargo: Option<Published>,
    /// Whether its source still stands by it.
    pub status: Status,
    /// Its most salient companies and persons, those the query asks for first; at most six.
    pub entities: Vec<(Kind, String)>,
    /// How many articles this row stands for when stories are grouped; 1 otherwise.
    pub copies: u32,
}

/// A piece of text in one line, with the places in it that answer a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// The text.
    pub text: Clean,
    /// Byte ranges of it, in order, without overlaps.
    pub marks: Vec<Range<usize>>,
}

/// Which part of the answer to a query to fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// The first rows.
    Top,
    /// The last rows.
    Bottom,
    /// The rows that follow this article in list order.
    After(ArticleId),
    /// The rows that come before this article in list order (still returned in list order).
    Before(ArticleId),
    /// Rows around this article or, if it is not in the answer, around where it would stand.
    Around(ArticleId),
}

/// A window of rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listing {
    /// In list order.
    pub rows: Vec<Row>,
    /// Whether there are rows before the first.
    pub above: bool,
    /// Whether there are rows after the last.
    pub below: bool,
}

/// How often an entity occurs in the articles of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Facet {
    /// Which entity.
    pub key: EntityKey,
    /// The name most articles use.
    pub name: String,
    /// Other names it is found by.
    pub aliases: Vec<String>,
    /// Articles of the query that mention it.
    pub articles: u64,
}
