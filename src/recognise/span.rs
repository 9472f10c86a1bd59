//! A stretch of text that names something.

use std::ops::Range;

use crate::highlight::Kind;

/// A stretch of text that names something, before it is known what else names the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What kind of thing it names.
    pub kind: Kind,
    /// How sure that is, 0 to 1.
    pub score: f32,
    /// How likely it names a thing of each kind, in the order of [`Kind::ALL`].
    pub odds: [f32; 5],
}
