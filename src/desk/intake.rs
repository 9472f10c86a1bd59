//! From paths to the store: reads files and folders, loads, recognises in parallel, adds in batches.

use std::ops::ControlFlow;

use crate::load::{Complaint, Loaded, Mapping};
use crate::recognise::Recogniser;
use crate::store::{Added, Failure, Store};

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// The file at hand.
    pub name: String,
    /// Bytes read and bytes in all, as far as known.
    pub bytes: (u64, u64),
    /// Articles loaded so far.
    pub articles: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// What the store made of the articles.
    pub added: Added,
    /// Bad items, one sentence each.
    pub complaints: Vec<Complaint>,
    /// Paths that could not be read at all, one sentence each.
    pub unreadable: Vec<String>,
}

/// Loads paths (`-` is standard input) one file at a time and hands over what each gave; for looking without storing.
pub fn visit(
    _paths: &[String],
    _mapping: Option<&Mapping>,
    _each: &mut dyn FnMut(&str, Loaded) -> ControlFlow<()>,
) -> Vec<String> {
    Vec::new()
}

/// Loads paths into the store with bounded memory; `progress` is called now and then and may stop it.
///
/// # Errors
/// When the store refuses; what was reported as loaded stays.
pub fn add(
    _paths: &[String],
    _mapping: Option<&Mapping>,
    _recogniser: &Recogniser,
    _store: &mut Store,
    _progress: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
) -> Result<Summary, Failure> {
    Ok(Summary::default())
}
