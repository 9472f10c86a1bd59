//! Bytes become articles: sniffing, formats, cleaning, dates, identity. Pure: no file, no network, no clock.

use crate::article::Article;

/// What is known about bytes before they are looked at.
#[derive(Debug, Clone, Default)]
pub struct Hint {
    /// The file name or address they came from, for messages and as a weak sign of the format.
    pub name: String,
    /// A declared media type ("text/html; charset=utf-8"), a weak sign too.
    pub media_type: Option<String>,
    /// How the columns of a table map to an article, where the reader said so.
    pub mapping: Option<Mapping>,
}

/// Which columns of CSV, TSV or JSON Lines hold what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Field of the article ("title", "body", "published", "source", "url", "language", "byline", "id") to column name or number from 1.
    pub columns: Vec<(String, String)>,
    /// The separator; found by looking when not given.
    pub separator: Option<char>,
    /// The quote character; `"` when not given.
    pub quote: Option<char>,
    /// Whether the first line names the columns; found by looking when not given.
    pub header: Option<bool>,
}

/// What loading made of some bytes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// The good items.
    pub articles: Vec<Article>,
    /// The bad ones, one sentence each.
    pub complaints: Vec<Complaint>,
}

/// Odd data: what, and where in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where: file name, item number, line.
    pub place: String,
    /// One sentence: what is wrong and what was done about it.
    pub message: String,
}

/// Makes articles of bytes, whatever their format.
pub fn load(_bytes: &[u8], _hint: &Hint) -> Loaded {
    Loaded::default()
}
