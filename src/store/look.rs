//! Looking into articles themselves, where the text index would take longer to begin than they take to read.
//!
//! FTS5 gathers all postings of all words that begin with a few letters before it gives the first, tens of
//! milliseconds where such words are common. But then most articles have one, and the newest fifty are found in
//! the newest sixty. So the beginnings that would be gathered are left out of the question, and the articles that
//! answer the rest are read until fifty have such words, or until it shows that they are rare: then the index is
//! asked after all, from there on.

use rusqlite::OptionalExtension;

use super::failure::Failure;
use super::index::{self, Layout, Words};
use super::list::page;
use super::search::{Cond, Search};
use super::{Store, opened, shelves, write};
use crate::article::ArticleId;

/// So many articles are looked into at once; the first time for nothing if the words are rare.
const AT_ONCE: usize = 24;
/// The same where headlines suffice, which are read twenty times as fast as texts.
const TITLES_AT_ONCE: usize = 400;

/// What is left of a search without the beginnings that would be gathered, and what is to be tested instead.
struct Loosened {
    search: Search,
    /// Words, and whether they are to be there or not.
    tests: Vec<(Words, bool)>,
}

/// None if there is nothing to gain: nothing would be gathered, or it stands where it cannot be left out.
fn loosened(search: &Search, layout: Layout) -> Option<Loosened> {
    let mut conds = Vec::new();
    let mut tests = Vec::new();
    for cond in &search.conds {
        match cond {
            Cond::Text(words) if words.gathers(layout) => {
                conds.extend(words.without_gathering(layout).map(Cond::Text));
                tests.push((words.clone(), true));
            }
            Cond::Not(inner)
                if let Cond::Text(words) = &**inner
                    && words.gathers(layout) =>
            {
                tests.push((words.clone(), false));
            }
            _ if gathers(cond, layout) => return None,
            _ => conds.push(cond.clone()),
        }
    }
    (!tests.is_empty()).then(|| Loosened {
        search: search.with(conds),
        tests,
    })
}

fn gathers(cond: &Cond, layout: Layout) -> bool {
    match cond {
        Cond::Text(words) => words.gathers(layout),
        Cond::Not(inner) => gathers(inner, layout),
        Cond::Any(conds) | Cond::All(conds) => conds.iter().any(|cond| gathers(cond, layout)),
        _ => false,
    }
}

/// Looks into the newest (or oldest) articles themselves as long as most of them answer; adds those that do.
///
/// Returns the last article looked into, none if none was.
pub(super) fn look_into(
    store: &Store,
    search: &Search,
    layout: Layout,
    (bound, descending): (Option<(&str, i64)>, bool),
    limit: usize,
    out: &mut Vec<ArticleId>,
) -> Result<Option<ArticleId>, Failure> {
    let Some(loosened) = loosened(search, layout) else {
        return Ok(None);
    };
    let titles = loosened.tests.iter().all(|(words, _)| words.is_of_titles());
    // At least one in so many must answer for going on.
    let (at_once, one_in) = if titles {
        (TITLES_AT_ONCE, 20.0)
    } else {
        (AT_ONCE, 1.5)
    };
    let mut bound = bound;
    let mut last = None;
    while out.len() < limit {
        store.go_on()?;
        let candidates = page(store, &loosened.search, bound, descending, at_once)?;
        let all = candidates.len() < at_once;
        let mut hits = 0_u32;
        for id in candidates {
            // What cannot be read is left to the index.
            let Some(holds) = holds(store, &loosened.tests, id, titles)? else {
                return Ok(last);
            };
            last = Some(id);
            if holds {
                hits += 1;
                out.push(id);
                if out.len() == limit {
                    return Ok(last);
                }
            }
        }
        if all || f64::from(hits) * one_in < at_once as f64 {
            return Ok(last);
        }
        let beyond = if descending { "<" } else { ">" };
        bound = last.map(|id| (beyond, id.0));
    }
    Ok(last)
}

/// Whether one article is an answer; where much would have to be gathered to know it, the article is read.
pub(super) fn is_answer(store: &Store, search: &Search, id: ArticleId) -> Result<bool, Failure> {
    if let Some(shelf) = shelves::shelf_of(&store.connection, id)?
        && let Some(loosened) = loosened(search, shelf.layout)
        && let Some(holds) = holds(store, &loosened.tests, id, false)?
    {
        return Ok(holds && opened::holds(store, &loosened.search, id)?);
    }
    opened::holds(store, search, id)
}

/// Whether an article passes the tests; none if it cannot be read.
fn holds(
    store: &Store,
    tests: &[(Words, bool)],
    id: ArticleId,
    titles: bool,
) -> Result<Option<bool>, Failure> {
    let (title, body) = if titles {
        let title: Option<String> = store
            .connection
            .prepare_cached("SELECT title FROM article WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let Some(title) = title else {
            return Ok(None);
        };
        (index::words(&title), String::new())
    } else {
        let Ok(article) = write::body(&store.connection, &store.packer, id) else {
            return Ok(None);
        };
        (
            index::words(&article.title),
            index::words(article.body.text()),
        )
    };
    let title: Vec<&str> = title.split(' ').collect();
    let body: Vec<&str> = body.split(' ').collect();
    Ok(Some(tests.iter().all(|(words, wanted)| {
        words.holds(&title, &body) == *wanted
    })))
}
