//! The text index: how text becomes words, how words become a question to FTS5, and the shelves it stands on.
//!
//! Text is folded before it is indexed, and questions are folded the same way, so the index itself knows
//! nothing of languages. A hyphen separates, so `Siemens-Chef` is found by both its parts and, asked as a
//! whole, by the two beside each other. An English genitive loses its `'s`; a German one is found because a
//! question for a word of four letters or more (or of capitals only) also asks for it with an `s`.
//!
//! The index is cut into shelves ([`super::shelves`]), each an FTS5 table of its own that holds a stretch of dates.
//! Newest-first answers then need the upper shelves only, and FTS5, which gathers every posting of a prefix before
//! it gives the first, gathers at most one shelf's worth.
//!
//! That is still a tenth of a second for a single letter, and seconds for its count. So the beginnings of one and
//! two letters are indexed as words of their own, once for each article that has them, beside the headline: `·s`
//! for a word of headline or text, `«s` for one of the headline. They are answered like any common word. Longer
//! ones that are common are found by looking into the newest articles ([`super::look`]).
//!
//! What was weighed, at 100,000 articles (`benches/store.rs`, CPU; every beginning of six questions as typed):
//!
//! | | first 50 rows, 99 % | count, 99 % | bytes an article |
//! |---|---:|---:|---:|
//! | words only, looking into the newest articles | 58 ms | 1,000 ms | 5,800 |
//! | the same and beginnings of two letters | 9.6 ms | 183 ms | 6,660 |
//! | FTS5's own `prefix = '2 3'` | 15 ms | 31 ms | 9,677 |
//!
//! (The first was measured in an earlier run; the last before it, with one table for all and other questions; its bytes
//! are what decided.)
//!
//! FTS5's own prefix index repeats the place of every word, which is more than the 8,000 bytes an article may take;
//! beginnings of three letters would come close to it. What remains slow is counting a common beginning of three
//! letters ("sch", 80 ms a shelf): it is counted shelf by shelf and interrupted between them when a newer question
//! comes. A small table for the newest articles alone would have to be moved into the others again and again, and
//! would help neither counts nor the oldest first. Shelves half as large halve the gathering and double the time
//! for a word that nearly no article has, which looks at every shelf.

use std::collections::HashSet;

use rusqlite::Connection;

use super::failure::Failure;
use crate::text::{Sought, fold, words_of};

/// What FTS5 tables of this version hold; another number in the file means the index is to be rebuilt.
pub(super) const INDEX: i64 = 1;

/// Beginnings of words up to so many letters are indexed as words of their own.
const BEGINNING: usize = 2;

/// Before the beginning of a word of headline or text, and of the headline alone; no word has such a letter.
const ANYWHERE: char = '·';
const IN_TITLE: char = '«';

/// Text as it is indexed: folded words with one space between them.
pub(super) fn words(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    for word in words_of(&folded) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&folded[word]);
    }
    out
}

/// What is asked of an article's words; as a question to FTS5, or of one article's words themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Words {
    /// Folded words that follow each other; the last may go on, or have a genitive s.
    Run {
        words: Vec<String>,
        prefix: bool,
        inflected: bool,
    },
    /// Of the headline only.
    Title(Box<Words>),
    All(Vec<Words>),
    Any(Vec<Words>),
}

impl From<Sought> for Words {
    fn from(sought: Sought) -> Self {
        Self::Run {
            words: sought.words,
            prefix: sought.prefix,
            inflected: sought.inflected,
        }
    }
}

impl Words {
    /// A word as the reader wrote it; none when it has nothing to look for.
    pub(super) fn word(written: &str, prefix: bool) -> Option<Self> {
        Sought::word(written, prefix).map(Self::from)
    }

    /// Words that follow each other, exactly so.
    pub(super) fn phrase(written: &str) -> Option<Self> {
        Sought::phrase(written).map(Self::from)
    }

    /// The same as a question to FTS5 for tables of this layout; every word is quoted, whatever it is.
    pub(super) fn question(&self, layout: Layout) -> String {
        self.question_of(layout, ANYWHERE)
    }

    fn question_of(&self, layout: Layout, mark: char) -> String {
        let joined = |all: &[Self], word: &str| {
            let parts: Vec<String> = all
                .iter()
                .map(|one| format!("({})", one.question_of(layout, mark)))
                .collect();
            parts.join(word)
        };
        match self {
            Self::Run {
                words,
                prefix,
                inflected,
            } => {
                let run = words.join(" ");
                if layout.has_beginnings() && self.is_beginning() {
                    return format!("\"{mark}{run}\"");
                }
                match (prefix, inflected) {
                    (true, _) => format!("\"{run}\" *"),
                    (_, true) => format!("(\"{run}\" OR \"{run}s\")"),
                    _ => format!("\"{run}\""),
                }
            }
            Self::Title(inner) => {
                format!("{{title}} : ({})", inner.question_of(layout, IN_TITLE))
            }
            Self::All(all) => joined(all, " AND "),
            Self::Any(any) => joined(any, " OR "),
        }
    }

    /// Whether it is a beginning so short that it is indexed as a word of its own.
    fn is_beginning(&self) -> bool {
        match self {
            Self::Run { words, prefix, .. } => {
                *prefix && words.len() == 1 && words[0].chars().count() <= BEGINNING
            }
            _ => false,
        }
    }

    /// Whether FTS5 would have to gather the postings of every word that begins so.
    pub(super) fn gathers(&self, layout: Layout) -> bool {
        match self {
            Self::Run { prefix, .. } => {
                *prefix && !(layout.has_beginnings() && self.is_beginning())
            }
            Self::Title(inner) => inner.gathers(layout),
            Self::All(all) | Self::Any(all) => all.iter().any(|one| one.gathers(layout)),
        }
    }

    /// Whether it is so short a beginning that it says nothing about what fits best.
    pub(super) fn is_vague(&self) -> bool {
        match self {
            Self::Run { .. } => self.is_beginning(),
            Self::Title(inner) => inner.is_vague(),
            Self::All(all) => all.iter().all(Self::is_vague),
            Self::Any(any) => any.iter().any(Self::is_vague),
        }
    }

    /// What is left without the beginnings that would have to be gathered: it holds wherever this holds, and
    /// elsewhere too. None if nothing is left.
    pub(super) fn without_gathering(&self, layout: Layout) -> Option<Self> {
        if !self.gathers(layout) {
            return Some(self.clone());
        }
        match self {
            Self::Run { words, .. } => {
                let (_, first) = words.split_last()?;
                (!first.is_empty()).then(|| Self::Run {
                    words: first.to_vec(),
                    prefix: false,
                    inflected: false,
                })
            }
            Self::Title(inner) => Some(Self::Title(Box::new(inner.without_gathering(layout)?))),
            Self::All(all) => {
                let mut rest: Vec<Self> = all
                    .iter()
                    .filter_map(|one| one.without_gathering(layout))
                    .collect();
                match rest.len() {
                    0 | 1 => rest.pop(),
                    _ => Some(Self::All(rest)),
                }
            }
            Self::Any(any) => any
                .iter()
                .map(|one| one.without_gathering(layout))
                .collect::<Option<_>>()
                .map(Self::Any),
        }
    }

    /// Whether only the headline is asked for.
    pub(super) fn is_of_titles(&self) -> bool {
        match self {
            Self::Run { .. } => false,
            Self::Title(_) => true,
            Self::All(all) | Self::Any(all) => all.iter().all(Self::is_of_titles),
        }
    }

    /// Whether it holds of the words of a headline and a text.
    pub(super) fn holds(&self, title: &[&str], body: &[&str]) -> bool {
        match self {
            Self::Run {
                words,
                prefix,
                inflected,
            } => [title, body].into_iter().any(|text| {
                text.windows(words.len()).any(|run| {
                    let last = words.len() - 1;
                    let fits = run[last] == words[last]
                        || (*prefix && run[last].starts_with(words[last].as_str()))
                        || (*inflected
                            && run[last].strip_suffix('s') == Some(words[last].as_str()));
                    fits && run[..last].iter().zip(words).all(|(a, b)| a == b)
                })
            }),
            Self::Title(inner) => inner.holds(title, &[]),
            Self::All(all) => all.iter().all(|one| one.holds(title, body)),
            Self::Any(any) => any.iter().any(|one| one.holds(title, body)),
        }
    }
}

/// How an article's text stands in a table of the index. Older tables stay as they are until their articles are moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Layout(pub(super) i64);

impl Layout {
    /// Words only; a beginning is answered by gathering all words that begin so.
    #[cfg(test)]
    pub(super) const WORDS: Self = Self(1);
    /// Words, and after those of the headline the short beginnings of all words.
    pub(super) const NEWEST: Self = Self(2);

    fn has_beginnings(self) -> bool {
        self >= Self::NEWEST
    }

    /// Headline and text as they are put into a table and taken out of it.
    pub(super) fn entry(self, title: &str, body: &str) -> (String, String) {
        let (title, body) = (words(title), words(body));
        if !self.has_beginnings() {
            return (title, body);
        }
        let mut entry = title.clone();
        for (text, mark) in [(title.as_str(), IN_TITLE), (body.as_str(), ANYWHERE)] {
            let mut beginnings: HashSet<&str> = HashSet::new();
            beginnings.extend(text.split(' ').flat_map(beginnings_of));
            if mark == ANYWHERE {
                beginnings.extend(title.split(' ').flat_map(beginnings_of));
            }
            // In a fixed order: what is taken out must be what was put in.
            let mut beginnings: Vec<&str> = beginnings.into_iter().collect();
            beginnings.sort_unstable();
            for beginning in beginnings {
                entry.push(' ');
                entry.push(mark);
                entry.push_str(beginning);
            }
        }
        (entry, body)
    }
}

/// The beginnings of a word that are indexed, the whole word too where it is that short.
fn beginnings_of(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices()
        .take(BEGINNING)
        .map(|(at, c)| &word[..at + c.len_utf8()])
}

/// Notes that the whole index is of this version.
pub(super) fn mark_current(connection: &Connection) -> Result<(), Failure> {
    connection.execute(
        "INSERT INTO fact (name, value) VALUES ('index', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [INDEX],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_quoted_whatever_was_written() {
        let word_question = |written: &str, prefix| {
            Words::word(written, prefix).map(|words| words.question(Layout::NEWEST))
        };
        assert_eq!(
            word_question("NEAR(\"x\" OR y)", false).as_deref(),
            Some("\"near x or y\"")
        );
        assert_eq!(
            word_question("musk", false).as_deref(),
            Some("(\"musk\" OR \"musks\")")
        );
        assert_eq!(
            word_question("VW", false).as_deref(),
            Some("(\"vw\" OR \"vws\")")
        );
        assert_eq!(word_question("siem", true).as_deref(), Some("\"siem\" *"));
        assert_eq!(word_question("&", false), None);
    }
}
