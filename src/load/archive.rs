//! Tar archives: every file in them is loaded under its name. Nothing is ever written to disk.

use std::io::Read as _;

use super::{Hint, Input, Loaded, load_into};
use crate::say::say;
use crate::text::Clean;

/// A file in an archive may be this large.
const MAX_FILE: u64 = 256 << 20;
const MAX_FILES: usize = 500_000;

/// Whether the bytes are a tar archive (POSIX.1-1988 and later).
pub(super) fn looks(input: &Input) -> bool {
    input.bytes.get(257..262) == Some(b"ustar")
}

/// Reads the files of an archive.
pub(super) fn read(input: &Input, loaded: &mut Loaded) {
    let mut archive = tar::Archive::new(input.bytes);
    let Ok(entries) = archive.entries() else {
        loaded.complain(
            &input.hint.name,
            say!("is a damaged archive; it was left out"),
        );
        return;
    };
    for entry in entries.take(MAX_FILES) {
        let Ok(entry) = entry else {
            loaded.complain(
                &input.hint.name,
                say!("is a damaged archive; what came before the damage was read"),
            );
            return;
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = Clean::line(&String::from_utf8_lossy(&entry.path_bytes())).to_string();
        let name = path.rsplit('/').next().unwrap_or(&path);
        // What file managers and backup programs leave behind.
        if name.starts_with('.') || path.starts_with("__MACOSX") {
            continue;
        }
        let place = format!("{}/{path}", input.hint.name);
        let mut bytes = Vec::new();
        // The archive lies in memory; only sparse files can be larger than it.
        let limit = MAX_FILE.min(input.bytes.len() as u64);
        if entry.take(limit).read_to_end(&mut bytes).is_err() {
            loaded.complain(
                &place,
                say!("is damaged; what could be read of it was read"),
            );
        }
        if bytes.is_empty() {
            continue;
        }
        let hint = Hint {
            name: place,
            media_type: None,
            mapping: input.hint.mapping.clone(),
        };
        load_into(&bytes, &hint, input.depth + 1, loaded);
    }
}
