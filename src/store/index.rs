//! The text index: how text becomes words, how words become a question to FTS5, and the shelves it stands on.
//!
//! Text is folded before it is indexed, and questions are folded the same way, so the index itself knows
//! nothing of languages. A hyphen separates, so `Siemens-Chef` is found by both its parts and, asked as a
//! whole, by the two beside each other. An English genitive loses its `'s`; a German one is found because a
//! question for a word of four letters or more (or of capitals only) also asks for it with an `s`.
//!
//! The index is cut into shelves, each an FTS5 table of its own that holds a stretch of dates. Newest-first
//! answers then need the upper shelves only, and FTS5, which gathers every posting of a prefix before it gives
//! the first, gathers at most one shelf's worth.

use rusqlite::{Connection, OptionalExtension, params};

use super::failure::Failure;
use crate::article::ArticleId;
use crate::text::fold;

/// What FTS5 tables of this version hold; another number in the file means the index is to be rebuilt.
pub(super) const INDEX: i64 = 1;

/// From this many articles on, later ones start a new shelf.
pub(super) const SHELF: i64 = if cfg!(test) { 40 } else { 20_000 };

/// Text as it is indexed: folded words with one space between them.
pub(super) fn words(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    // Whether nothing but one apostrophe stands between the last word and this place.
    let mut apostrophe = false;
    let mut start = 0;
    let mut chars = folded.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !c.is_alphanumeric() {
            apostrophe = is_apostrophe(c) && !out.is_empty() && !apostrophe && at == start;
            start = at + c.len_utf8();
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, c)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
            end = next + c.len_utf8();
        }
        let word = &folded[at..end];
        if !(apostrophe && word == "s") {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        apostrophe = false;
        start = end;
    }
    out
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´')
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

impl Words {
    /// A word as the reader wrote it; none when it has nothing to look for.
    pub(super) fn word(written: &str, prefix: bool) -> Option<Self> {
        let Self::Run { words, .. } = Self::phrase(written)? else {
            return None;
        };
        let last = words.last()?;
        let letters = last.chars().count();
        let capitals = letters > 1 && !written.chars().any(char::is_lowercase);
        let inflected = !prefix
            && last.chars().all(char::is_alphabetic)
            && !last.ends_with('s')
            && (letters >= 4 || capitals);
        Some(Self::Run {
            words,
            prefix,
            inflected,
        })
    }

    /// Words that follow each other, exactly so.
    pub(super) fn phrase(written: &str) -> Option<Self> {
        let folded = words(written);
        let words: Vec<String> = folded.split_whitespace().map(ToOwned::to_owned).collect();
        (!words.is_empty()).then_some(Self::Run {
            words,
            prefix: false,
            inflected: false,
        })
    }

    /// The same as a question to FTS5; every word is quoted, whatever it is.
    pub(super) fn question(&self) -> String {
        let joined = |all: &[Self], word: &str| {
            let parts: Vec<String> = all
                .iter()
                .map(|one| format!("({})", one.question()))
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
                match (prefix, inflected) {
                    (true, _) => format!("\"{run}\" *"),
                    (_, true) => format!("(\"{run}\" OR \"{run}s\")"),
                    _ => format!("\"{run}\""),
                }
            }
            Self::Title(inner) => format!("{{title}} : ({})", inner.question()),
            Self::All(all) => joined(all, " AND "),
            Self::Any(any) => joined(any, " OR "),
        }
    }

    /// Whether FTS5 would have to gather the postings of every word that begins so.
    pub(super) fn has_prefix(&self) -> bool {
        match self {
            Self::Run { prefix, .. } => *prefix,
            Self::Title(inner) => inner.has_prefix(),
            Self::All(all) | Self::Any(all) => all.iter().any(Self::has_prefix),
        }
    }

    /// Whether a prefix in it is so short that it says nothing about what fits best.
    pub(super) fn is_vague(&self) -> bool {
        match self {
            Self::Run { words, prefix, .. } => {
                *prefix && words.last().is_some_and(|last| last.len() < 3)
            }
            Self::Title(inner) => inner.is_vague(),
            Self::All(all) | Self::Any(all) => all.iter().any(Self::is_vague),
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

/// A shelf and the article numbers it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shelf {
    pub(super) number: i64,
    pub(super) lowest: i64,
    pub(super) highest: i64,
    pub(super) articles: i64,
}

/// All shelves, newest first.
pub(super) fn shelves(connection: &Connection) -> Result<Vec<Shelf>, Failure> {
    let mut statement = connection
        .prepare_cached("SELECT number, floor, articles FROM shelf ORDER BY floor DESC")?;
    let mut above = i64::MAX;
    let mut out = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let lowest: i64 = row.get(1)?;
        out.push(Shelf {
            number: row.get(0)?,
            lowest,
            highest: above,
            articles: row.get(2)?,
        });
        above = lowest - 1;
    }
    Ok(out)
}

/// The number of the shelf an article belongs on; begins a new one above a full one.
pub(super) fn shelf_for(connection: &Connection, id: ArticleId) -> Result<i64, Failure> {
    let found: Option<(i64, i64, i64)> = connection
        .prepare_cached(
            "SELECT number, floor, articles FROM shelf WHERE floor <= ?1 ORDER BY floor DESC LIMIT 1",
        )?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    match found {
        None => new_shelf(connection, 0),
        Some((number, floor, articles)) if articles >= SHELF => {
            let highest: i64 = connection
                .prepare_cached("SELECT coalesce(max(floor), 0) FROM shelf")?
                .query_row([], |row| row.get(0))?;
            let newest: i64 = connection
                .prepare_cached("SELECT coalesce(max(id), 0) FROM article WHERE id <> ?1")?
                .query_row([id.0], |row| row.get(0))?;
            if floor == highest && id.0 > newest {
                new_shelf(connection, id.0)
            } else {
                Ok(number)
            }
        }
        Some((number, ..)) => Ok(number),
    }
}

fn new_shelf(connection: &Connection, floor: i64) -> Result<i64, Failure> {
    connection.execute("INSERT INTO shelf (floor) VALUES (?1)", [floor])?;
    let number = connection.last_insert_rowid();
    connection.execute_batch(&format!(
        "CREATE VIRTUAL TABLE words_{number} USING fts5 (title, body, content = '', columnsize = 0, tokenize = 'ascii');
         INSERT INTO words_{number} (words_{number}, rank) VALUES ('rank', 'bm25(5.0, 1.0)');"
    ))?;
    Ok(number)
}

/// Notes that the whole index is of this version.
pub(super) fn mark_current(connection: &Connection) -> Result<(), Failure> {
    connection.execute(
        "INSERT INTO fact (name, value) VALUES ('index', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [INDEX],
    )?;
    Ok(())
}

/// Puts an article's words on its shelf.
pub(super) fn put(
    connection: &Connection,
    id: ArticleId,
    title: &str,
    body: &str,
) -> Result<(), Failure> {
    let shelf = shelf_for(connection, id)?;
    connection
        .prepare_cached(&format!(
            "INSERT INTO words_{shelf} (rowid, title, body) VALUES (?1, ?2, ?3)"
        ))?
        .execute(params![id.0, words(title), words(body)])?;
    connection
        .prepare_cached("UPDATE shelf SET articles = articles + 1 WHERE number = ?1")?
        .execute([shelf])?;
    Ok(())
}

/// Takes an article's words off its shelf; they must be those that were put there.
pub(super) fn take(
    connection: &Connection,
    id: ArticleId,
    title: &str,
    body: &str,
) -> Result<(), Failure> {
    let Some(shelf) = connection
        .prepare_cached("SELECT number FROM shelf WHERE floor <= ?1 ORDER BY floor DESC LIMIT 1")?
        .query_row([id.0], |row| row.get::<_, i64>(0))
        .optional()?
    else {
        return Ok(());
    };
    connection
        .prepare_cached(&format!(
            "INSERT INTO words_{shelf} (words_{shelf}, rowid, title, body) VALUES ('delete', ?1, ?2, ?3)"
        ))?
        .execute(params![id.0, words(title), words(body)])?;
    connection
        .prepare_cached("UPDATE shelf SET articles = articles - 1 WHERE number = ?1")?
        .execute([shelf])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_english_genitive_loses_its_s_and_a_hyphen_separates() {
        assert_eq!(
            words("Apple’s Siemens-Chef, Siemens' 3,5"),
            "apple siemens chef siemens 3 5"
        );
        assert_eq!(words("  'S' s "), "s s");
    }

    #[test]
    fn a_question_is_quoted_whatever_was_written() {
        let word_question =
            |written: &str, prefix| Words::word(written, prefix).map(|words| words.question());
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
