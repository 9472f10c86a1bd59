//! Whether articles are in the store already, asked beside the connection that writes: before they are recognised.

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::failure::Failure;
use super::write::{Standing, identity, replaces};
use super::{Store, open};
use crate::article::Article;

/// What adding an article would come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It would be added, or replace an earlier version.
    Wanted,
    /// It is there already.
    Known,
    /// The reader's rules dropped it once.
    Dropped,
}

/// A connection of its own that only looks; for one thread, as [`Store`] is.
#[derive(Debug)]
pub struct Known {
    connection: Connection,
    returning: bool,
}

impl Store {
    /// A look at what is there from another thread; none for a store in memory, which has one connection.
    ///
    /// # Errors
    /// When the file cannot be opened once more.
    pub fn known(&self) -> Result<Option<Known>, Failure> {
        let Some(path) = self.connection.path().filter(|path| !path.is_empty()) else {
            return Ok(None);
        };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(open::PATIENCE)?;
        Ok(Some(Known {
            connection,
            returning: self.returning,
        }))
    }
}

impl Known {
    /// What adding this article with this identity (`load::identity`) would come to, as the store is now.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn fate(&self, article: &Article, written: &str) -> Result<Fate, Failure> {
        let identity = identity(written);
        let found: Option<Standing> = self
            .connection
            .prepare_cached("SELECT version, extent, status FROM article WHERE identity = ?1")?
            .query_row([&identity[..]], Standing::read)
            .optional()?;
        if let Some(standing) = found {
            return Ok(if replaces(article, standing) {
                Fate::Wanted
            } else {
                Fate::Known
            });
        }
        let dropped = !self.returning
            && self
                .connection
                .prepare_cached("SELECT 1 FROM dropped WHERE identity = ?1")?
                .exists([&identity[..]])?;
        Ok(if dropped { Fate::Dropped } else { Fate::Wanted })
    }
}
