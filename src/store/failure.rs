//! Why the store refused, in sentences.

use std::fmt;
use std::path::Path;

use rusqlite::{Error, ErrorCode};

use crate::say::{Said, say};

/// Why the store refused; each is one sentence with what to do.
#[derive(Debug)]
pub enum Failure {
    /// The file could not be opened or made.
    Open {
        /// Which file.
        path: String,
        /// Why.
        reason: String,
    },
    /// The file belongs to something else.
    Foreign {
        /// Which file.
        path: String,
    },
    /// The file was written by a later version.
    Newer {
        /// Which file.
        path: String,
        /// The version of its schema.
        found: i32,
        /// The version this program knows.
        known: i32,
    },
    /// The contents are damaged.
    Damaged {
        /// Where.
        reason: String,
    },
    /// The file or its folder may not be written.
    ReadOnly,
    /// The disk is full.
    Full,
    /// Another process has it locked for too long.
    Busy,
    /// A running question was ended by a newer one.
    Interrupted,
    /// The disk refused in another way.
    Disk {
        /// What it said.
        reason: String,
    },
}

impl Failure {
    /// What is said of it.
    pub fn said(&self) -> Said {
        match self {
            Self::Open { path, reason } => say!(
                "the store {path} could not be opened: {reason}",
                path,
                reason
            ),
            Self::Foreign { path } => say!(
                "{path} is no depesche store; name another file with --store",
                path
            ),
            Self::Newer { path, found, known } => say!(
                "the store {path} was written by a newer depesche (its schema is {found}, this one knows {known}); update depesche or name another file with --store",
                path,
                found,
                known
            ),
            Self::Damaged { reason } => say!(
                "the store is damaged ({reason}); `depesche --store NEW doctor --salvage DAMAGED` saves what can be read into a new one",
                reason
            ),
            Self::ReadOnly => {
                say!("the store cannot be written; it can be read, but nothing new is kept")
            }
            Self::Full => {
                say!("the disk is full; nothing of this was kept, everything before it is safe")
            }
            Self::Busy => say!("another depesche is writing to the store; try again in a moment"),
            Self::Interrupted => say!("the question was interrupted"),
            Self::Disk { reason } => {
                say!("the store could not be read or written: {reason}", reason)
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    pub(super) fn open(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::Open {
            path: path.display().to_string(),
            reason: reason.to_string(),
        }
    }

    pub(super) fn damaged(reason: impl std::fmt::Display) -> Self {
        Self::Damaged {
            reason: reason.to_string(),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::damaged(error),
            _ => Self::Disk {
                reason: error.to_string(),
            },
        }
    }
}

impl From<rusqlite::types::FromSqlError> for Failure {
    fn from(error: rusqlite::types::FromSqlError) -> Self {
        Self::damaged(error)
    }
}
