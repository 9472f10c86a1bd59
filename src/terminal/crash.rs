//! What happens when the program panics: the terminal first, then a short message and a note without article text.

use std::backtrace::Backtrace;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::panic::{self, PanicHookInfo};
use std::path::PathBuf;

/// From now on a panic gives the terminal back, says so in two sentences and ends the program with status 101.
///
/// A note with place and stack goes to `folder`. The message of a panic may quote what was being worked on,
/// which may be an article or a query, so only its beginning up to the first quotation is kept.
pub fn restore_on_panic(folder: Option<PathBuf>) {
    panic::set_hook(Box::new(move |info| {
        super::give_back();
        let note = note(info);
        let told = match folder.as_ref().and_then(|folder| keep(folder, &note)) {
            Some(path) => format!("what is known about it is in {}", path.display()),
            None => note.lines().take(2).collect::<Vec<_>>().join(" "),
        };
        // Standard error may be gone; there is nobody left to tell.
        let _ = writeln!(
            std::io::stderr(),
            "depesche stopped because of a bug in it. What you kept is on disk; {told}."
        );
        std::process::exit(101);
    }));
}

fn note(info: &PanicHookInfo<'_>) -> String {
    let message = info
        .payload_as_str()
        .map(|message| without_quotations(message).to_owned())
        .unwrap_or_default();
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let thread = std::thread::current();
    format!(
        "depesche {} panicked in {place}\n{message}\nthread {}\n{}\n",
        env!("CARGO_PKG_VERSION"),
        thread.name().unwrap_or("without name"),
        Backtrace::force_capture()
    )
}

/// Messages of the standard library quote values after a colon, in backticks or in quotation marks.
fn without_quotations(message: &str) -> &str {
    let end = message
        .find(['"', '`', '\'', ':', '“', '\n'])
        .unwrap_or(message.len());
    message[..end].trim_end()
}

fn keep(folder: &PathBuf, note: &str) -> Option<PathBuf> {
    fs::create_dir_all(folder).ok()?;
    for number in 1..100 {
        let path = folder.join(format!("crash-{number}.txt"));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        if let Ok(mut file) = options.open(&path) {
            file.write_all(note.as_bytes()).ok()?;
            return Some(path);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_message_quotes_is_kept() {
        for (message, kept) in [
            ("index out of bounds", "index out of bounds"),
            (
                "byte index 1 is not a char boundary; it is inside 'ä' (bytes 0..2) of `Ämter`",
                "byte index 1 is not a char boundary; it is inside",
            ),
            ("called with: secret", "called with"),
        ] {
            assert_eq!(without_quotations(message), kept);
        }
    }

    #[test]
    fn notes_are_numbered_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("state");
        let first = keep(&inner, "one").unwrap();
        let second = keep(&inner, "two").unwrap();
        assert_eq!(fs::read_to_string(first).unwrap(), "one");
        assert_eq!(fs::read_to_string(second).unwrap(), "two");
    }
}
