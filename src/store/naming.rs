//! Entities by the beginning of their names, however many there are: what a picker or a completion cannot hold.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Store;
use super::counts;
use super::entities;
use super::failure::Failure;
use super::search::Search;
use crate::highlight::Kind;
use crate::query::Query;
use crate::row::Facet;

/// Entities of these kinds in the articles of a query whose names or aliases have the words written, the last of them as
/// a beginning; most frequent first.
pub(super) fn named(
    store: &Store,
    query: &Query,
    kinds: &[Kind],
    written: &str,
    limit: usize,
) -> Result<Vec<Facet>, Failure> {
    let connection = &store.connection;
    let search = Search::new(connection, query)?;
    let entities = entities::begun(connection, &search.repairs, written)?;
    let within = if search.conds.is_empty() {
        None
    } else {
        let counts = counts::tally(store, &search)?;
        Some(counts.into_iter().collect::<HashMap<i64, u64>>())
    };
    let mut out: Vec<Facet> = Vec::new();
    for entity in entities {
        store.go_on()?;
        let count = within.as_ref().map(|counts| counts.get(&entity).copied());
        // Within a query only those that its articles name are worth the names they have.
        if count == Some(None) {
            continue;
        }
        let Some(mut facet) = counts::facet(store, &search.repairs, entity)? else {
            continue;
        };
        if let Some(Some(count)) = count {
            facet.articles = count;
        }
        if kinds.contains(&facet.key.kind) && facet.articles > 0 {
            out.push(facet);
            // They come in order of their count over all articles.
            if out.len() == limit && within.is_none() {
                break;
            }
        }
    }
    out.sort_by_key(|facet| Reverse(facet.articles));
    out.truncate(limit);
    Ok(out)
}
