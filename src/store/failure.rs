//! Why the store refused, in sentences.

use std::path::Path;

use rusqlite::{Error, ErrorCode};

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
    /// The file belongs to something else.
    #[error("{path} is no depesche store; name another file with --store")]
    Foreign {
        /// Which file.
        path: String,
    },
    /// The file was written by a later version.
    #[error(
        "the store {path} was written by a newer depesche (its schema is {found}, this one knows {known}); update depesche or name another file with --store"
    )]
    Newer {
        /// Which file.
        path: String,
        /// The version of its schema.
        found: i32,
        /// The version this program knows.
        known: i32,
    },
    /// The contents are damaged.
    #[error(
        "the store is damaged ({reason}); `depesche --store NEW doctor --salvage DAMAGED` saves what can be read into a new one"
    )]
    Damaged {
        /// Where.
        reason: String,
    },
    /// The file or its folder may not be written.
    #[error("the store cannot be written; it can be read, but nothing new is kept")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full; nothing of this was kept, everything before it is safe")]
    Full,
    /// Another process has it locked for too long.
    #[error("another depesche is writing to the store; try again in a moment")]
    Busy,
    /// A running question was ended by a newer one.
    #[error("the question was interrupted")]
    Interrupted,
    /// The disk refused in another way.
    #[error("the store could not be read or written: {reason}")]
    Disk {
        /// What it said.
        reason: String,
    },
}

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
