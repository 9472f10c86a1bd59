//! The file in which what is remembered stands: JSON, beside the notes of crashes, readable by its owner alone.

use std::path::PathBuf;

use super::notes_folder;
use crate::app::Memory;

fn path() -> Option<PathBuf> {
    Some(notes_folder()?.join("memory.json"))
}

/// What is remembered; nothing where there is no file, or one that cannot be read.
pub(super) fn read() -> Memory {
    let text = path().and_then(|path| std::fs::read_to_string(path).ok());
    text.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Where and what to write: this memory over the one that another sitting may have written meanwhile.
pub(super) fn kept(memory: Memory) -> Option<(PathBuf, String)> {
    let text = serde_json::to_string_pretty(&memory.over(read())).ok()?;
    Some((path()?, text + "\n"))
}
