//! The German of every sentence: `assets/german.toml`, compiled in and looked up without being read first.
//!
//! It is TOML for whoever edits it, and more than that is asked of it: a line for each sentence, in the order of their
//! bytes, so that a sentence is found by halving. A test holds it to that; `BLESS=1 cargo test` puts lines in order.

use std::borrow::Cow;
use std::cmp::Ordering;

/// The catalogue as it stands in its file.
pub const CATALOGUE: &str = include_str!("../../assets/german.toml");

/// The German of an English sentence.
pub(super) fn german(key: &str) -> Option<Cow<'static, str>> {
    let key = escaped(key);
    let (mut low, mut high) = (0, CATALOGUE.len());
    while low < high {
        let middle = CATALOGUE.floor_char_boundary(low + (high - low) / 2);
        let start = CATALOGUE[low..middle]
            .rfind('\n')
            .map_or(low, |at| low + at + 1);
        let end = CATALOGUE[middle..high]
            .find('\n')
            .map_or(high, |at| middle + at);
        let (found, german) = entry(&CATALOGUE[start..end])?;
        match found.cmp(key.as_ref()) {
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start.saturating_sub(1).max(low),
            Ordering::Equal => return Some(plain(german)),
        }
    }
    None
}

/// The two sides of a line, as they are written between quotation marks.
fn entry(line: &'static str) -> Option<(&'static str, &'static str)> {
    let inner = line.strip_prefix('"')?.strip_suffix('"')?;
    inner.split_once("\" = \"")
}

/// A sentence as it is written between quotation marks in the catalogue.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['"', '\\', '\n']) {
        return Cow::Borrowed(text);
    }
    let text = text.replace('\\', "\\\\");
    Cow::Owned(text.replace('"', "\\\"").replace('\n', "\\n"))
}

fn plain(text: &'static str) -> Cow<'static, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => out.push('\n'),
                other => out.extend(other),
            },
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
