//! What may stand at the cursor of a query line: names of fields and their closed values.

use std::ops::Range;

use super::parse::{FIELDS, HAVINGS, ORDERS, SORT, STATES, VIEW, ends_word, is_quote};
use super::words::write_value;
use crate::text::fold;

/// Something that may be put at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Bytes of the line it replaces.
    pub range: Range<usize>,
    /// What to put there.
    pub text: String,
}

/// A value being written for a field whose values only the store knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenValue {
    /// The field: company, person, entity, about, said, source, lang or tag; date, after or before where a number is
    /// being written.
    pub field: &'static str,
    /// Bytes of the line that the value takes, with its quotation marks.
    pub range: Range<usize>,
    /// What is written of it so far.
    pub text: String,
}

/// Field names, closed values and names of saved views that go on from what stands before the cursor at byte `at`, best
/// first.
pub fn complete(text: &str, at: usize, views: &[(String, String)]) -> Vec<Completion> {
    let (start, word) = word_before(text, at);
    if let Some(written) = word.strip_prefix(VIEW) {
        let written = fold(written);
        return views
            .iter()
            .filter(|(name, _)| fold(name).starts_with(&written))
            .map(|(name, _)| Completion {
                range: start..at,
                text: format!("{VIEW}{}", write_value(name)),
            })
            .collect();
    }
    let Some((name, value)) = word.split_once(':') else {
        let word = word.to_lowercase();
        if word.is_empty() {
            return Vec::new();
        }
        return FIELDS
            .into_iter()
            .chain([SORT])
            .filter(|field| field.starts_with(&word))
            .map(|field| Completion {
                range: start..at,
                text: format!("{field}:"),
            })
            .collect();
    };
    let value = value.to_lowercase();
    let from = start + name.len() + 1;
    values(&name.to_lowercase())
        .into_iter()
        .filter(|known| known.starts_with(&value) && **known != value)
        .map(|known| Completion {
            range: from..at,
            text: known.to_owned(),
        })
        .collect()
}

/// The value of an open field that is being written at byte `at`, if that is what the cursor is in.
pub fn open_value(text: &str, at: usize) -> Option<OpenValue> {
    let before = text.get(..at)?;
    // Inside quotation marks the value began at the last one that opened.
    let quotes: Vec<usize> = before
        .char_indices()
        .filter(|(_, c)| is_quote(*c))
        .map(|(i, _)| i)
        .collect();
    let (head, value, from) = match quotes.last() {
        Some(&quote) if quotes.len() % 2 == 1 => {
            let inner = before[quote..].trim_start_matches(is_quote);
            (&before[..quote], inner, quote)
        }
        _ => {
            let (start, word) = word_before(text, at);
            let (name, value) = word.split_once(':')?;
            let from = start + name.len() + 1;
            (&before[..from], value, from)
        }
    };
    let head = head.strip_suffix(':')?;
    let name = head.rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
    let name = name.to_ascii_lowercase();
    let field = FIELDS.iter().find(|field| **field == name)?;
    let open = match *field {
        "date" | "after" | "before" => value.starts_with(|c: char| c.is_ascii_digit()),
        _ => !matches!(*field, "title" | "is" | "has"),
    };
    open.then(|| OpenValue {
        field,
        range: from..at,
        text: value.to_owned(),
    })
}

impl OpenValue {
    /// Whether a name goes on from what is written: one of its words begins with it.
    pub fn fits(&self, name: &str) -> bool {
        let wanted = fold(&self.text);
        let name = fold(name);
        name.starts_with(&wanted) || name.split([' ', '-']).any(|word| word.starts_with(&wanted))
    }
}

/// Where the word before the cursor begins, and the word without leading dashes.
fn word_before(text: &str, at: usize) -> (usize, &str) {
    let before = text.get(..at).unwrap_or("");
    let start = before
        .char_indices()
        .rev()
        .find(|(_, c)| ends_word(*c))
        .map_or(0, |(i, c)| i + c.len_utf8());
    let word = &before[start..];
    let bare = word.trim_start_matches('-');
    (start + word.len() - bare.len(), bare)
}

fn values(field: &str) -> Vec<&'static str> {
    match field {
        "is" => STATES.iter().map(|(name, _)| *name).collect(),
        "has" => HAVINGS.iter().map(|(name, _)| *name).collect(),
        "lang" => vec!["de", "en"],
        "date" | "after" => vec!["today", "yesterday", "7d", "2w", "3m", "1y"],
        "before" => vec!["today", "yesterday", "7d", "1m", "1y"],
        field if field == SORT => ORDERS.iter().map(|(name, _)| *name).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(line: &str) -> Vec<String> {
        let at = line.find('|').unwrap();
        let text = line.replace('|', "");
        let views = ["morning", "früh am Tag"].map(|name| (name.to_owned(), String::new()));
        complete(&text, at, &views)
            .into_iter()
            .map(|one| {
                format!(
                    "{}{}{}",
                    &text[..one.range.start],
                    one.text,
                    &text[one.range.end..]
                )
            })
            .collect()
    }

    #[test]
    fn fields_and_closed_values_go_on_from_what_is_written() {
        assert_eq!(completed("x -comp| y"), ["x -company: y"]);
        assert_eq!(completed("(is:un|)"), ["(is:unread)"]);
        assert_eq!(completed("ta|"), ["tag:"]);
        assert_eq!(completed("sort:r|"), ["sort:relevance"]);
        assert_eq!(completed("a |"), Vec::<String>::new());
        assert_eq!(completed("-@mo|"), ["-@morning"]);
        assert_eq!(completed("x @fru|"), ["x @\"früh am Tag\""]);
        assert_eq!(completed("x @|").len(), 2);
    }

    #[test]
    fn an_open_value_is_found_with_and_without_quotation_marks() {
        let open = open_value("x company:\"Stabil", 17).unwrap();
        assert_eq!(
            (open.field, open.range.clone(), open.text.as_str()),
            ("company", 10..17, "Stabil")
        );
        let open = open_value("-person:Mos y", 11).unwrap();
        assert_eq!(
            (open.field, open.range.clone(), open.text.as_str()),
            ("person", 8..11, "Mos")
        );
        assert!(open.fits("Emad Mostaque"));
        assert!(!open.fits("Kosmos"));
        assert_eq!(open_value("is:un", 5), None);
        assert_eq!(open_value("date:to", 7), None);
        let open = open_value("after:2024-0", 12).unwrap();
        assert_eq!((open.field, open.text.as_str()), ("after", "2024-0"));
        assert!(open.fits("2024-03") && !open.fits("2023-12"));
        assert_eq!(open_value("word", 4), None);
    }
}
