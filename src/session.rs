//! The loop: draw, wait, drain. Owns the terminal, the application and the desks of one sitting.

use std::path::PathBuf;

use crate::config::Config;
use crate::store::Store;

/// Where the session's articles come from.
#[derive(Debug)]
pub enum Shelf {
    /// The store at this path; desks open their own connections to it.
    File(PathBuf),
    /// A store in memory, filled by loading these paths (`depesche read`).
    Memory(Box<Store>),
}

/// Runs the reader until the user leaves; gives the terminal back in every case.
///
/// # Errors
/// One sentence: when there is no terminal, or the store refuses.
pub fn run(_config: Config, _shelf: Shelf, _query: &str) -> anyhow::Result<()> {
    Ok(())
}
