//! Windows of rows: found by number (never by counting from the top), then filled.

use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::entities::{self, kind_from};
use super::failure::Failure;
use super::look::look_into;
use super::pack::read_named;
use super::search::Search;
use super::write::{extent_from, status_from};
use super::{Store, stories};
use crate::article::{ArticleId, Language};
use crate::change::Which;
use crate::highlight::Kind;
use crate::query::{Query, parse};
use crate::row::{Listing, Row, Window};
use crate::text::Clean;

/// By relevance, so many articles are put in order; what comes after them is not listed.
pub(super) const BEST: usize = 1000;

/// So many of the newest articles that answer are weighed for relevance: a word that stands in most articles of a
/// large store ranks nothing, and weighing all of them would take seconds.
const WEIGHED: usize = 10_000;

/// So many entities a row shows.
const SHOWN: usize = 6;

/// The rows of a window.
pub(super) fn rows(
    store: &Store,
    query: &Query,
    window: Window,
    limit: usize,
    stories: bool,
) -> Result<Listing, Failure> {
    let search = Search::new(&store.connection, query)?;
    let (found, above, below) = if search.has_ranking() {
        ranked_window(store, &search, window, limit, stories)?
    } else {
        dated_window(store, &search, window, limit, stories)?
    };
    let mut rows = Vec::with_capacity(found.len());
    for (id, copies) in found {
        let row = row(&store.connection, &search, id)?;
        rows.extend(row.map(|row| Row { copies, ..row }));
    }
    Ok(Listing { rows, above, below })
}

/// Articles with how many each stands for, and whether there are more before and after.
type Found = (Vec<(ArticleId, u32)>, bool, bool);

fn dated_window(
    store: &Store,
    search: &Search,
    window: Window,
    limit: usize,
    stories: bool,
) -> Result<Found, Failure> {
    // One more than asked for says whether it goes on.
    let more = limit + 1;
    let page = |bound, descending, limit| {
        if stories {
            return stories::page(store, search, bound, descending, limit);
        }
        let ids = page(store, search, bound, descending, limit)?;
        Ok(ids.into_iter().map(|id| (id, 1)).collect())
    };
    let cut = |mut ids: Vec<(ArticleId, u32)>| {
        let goes_on = ids.len() > limit;
        ids.truncate(limit);
        (ids, goes_on)
    };
    Ok(match window {
        Window::Top => {
            let (ids, below) = cut(page(None, true, more)?);
            (ids, false, below)
        }
        Window::Bottom => {
            let (mut ids, above) = cut(page(None, false, more)?);
            ids.reverse();
            (ids, above, false)
        }
        Window::After(id) => {
            let (ids, below) = cut(page(Some(("<", id.0)), true, more)?);
            let above = !page(Some((">=", id.0)), false, 1)?.is_empty();
            (ids, above, below)
        }
        Window::Before(id) => {
            let (mut ids, above) = cut(page(Some((">", id.0)), false, more)?);
            ids.reverse();
            let below = !page(Some(("<=", id.0)), true, 1)?.is_empty();
            (ids, above, below)
        }
        Window::Around(id) => {
            let half = limit / 2;
            let mut older = page(Some(("<=", id.0)), true, more)?;
            let mut newer = page(Some((">", id.0)), false, more)?;
            // Where one side is short, the other fills the window.
            let up = newer.len().min(half.max(limit.saturating_sub(older.len())));
            let down = older.len().min(limit - up);
            let (above, below) = (newer.len() > up, older.len() > down);
            newer.truncate(up);
            older.truncate(down);
            newer.reverse();
            newer.extend(older);
            (newer, above, below)
        }
    })
}

/// Numbers from one end or beyond a bound, at most `limit`.
pub(super) fn page(
    store: &Store,
    search: &Search,
    bound: Option<(&str, i64)>,
    descending: bool,
    limit: usize,
) -> Result<Vec<ArticleId>, Failure> {
    let mut stretches = search.stretches(&store.connection)?;
    if !descending {
        stretches.reverse();
    }
    let (mut out, mut bound) = (Vec::new(), bound);
    if let Some(layout) = stretches.iter().map(|shelf| shelf.layout).min()
        && let Some(last) = look_into(store, search, layout, (bound, descending), limit, &mut out)?
    {
        bound = Some((if descending { "<" } else { ">" }, last.0));
    }
    if out.len() >= limit {
        return Ok(out);
    }
    for shelf in stretches {
        if let Some((sign, id)) = bound {
            let outside = match sign {
                "<" | "<=" => shelf.lowest > id,
                _ => shelf.highest < id,
            };
            if outside {
                continue;
            }
        }
        store.go_on()?;
        let (mut sql, params) = search.plan(&shelf).page(bound, descending);
        let _ = write!(sql, " LIMIT {}", limit - out.len());
        out.extend(ids(&store.connection, &sql, params)?);
        if out.len() >= limit {
            break;
        }
    }
    Ok(out)
}

/// Every article of those meant, in list order.
pub(super) fn all(store: &Store, which: &Which, today: Date) -> Result<Vec<ArticleId>, Failure> {
    let (query, between) = match which {
        Which::Articles(ids) => return Ok(ids.clone()),
        Which::Query { query, between } => (query, between),
    };
    let search = Search::new(&store.connection, &parse(query, today).query)?;
    if search.has_ranking() {
        let mut ids = best(store, &search)?;
        if let Some((one, two)) = between {
            let place = |id: &ArticleId| ids.iter().position(|other| other == id);
            let (Some(one), Some(two)) = (place(one), place(two)) else {
                return Ok(Vec::new());
            };
            ids = ids[one.min(two)..=one.max(two)].to_vec();
        } else {
            // Beyond the best, which have an order, the rest follows.
            let first: HashSet<ArticleId> = ids.iter().copied().collect();
            let rest = page(store, &search, None, true, usize::MAX / 2)?;
            ids.extend(rest.into_iter().filter(|id| !first.contains(id)));
        }
        return Ok(ids);
    }
    let Some((one, two)) = between else {
        return page(store, &search, None, true, usize::MAX / 2);
    };
    let (lowest, highest) = (one.min(two), one.max(two));
    let mut ids = page(
        store,
        &search,
        Some(("<=", highest.0)),
        true,
        usize::MAX / 2,
    )?;
    ids.truncate(ids.partition_point(|id| id >= lowest));
    Ok(ids)
}

fn ids(connection: &Connection, sql: &str, params: Vec<Value>) -> Result<Vec<ArticleId>, Failure> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map(params_from_iter(params), |row| Ok(ArticleId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn ranked_window(
    store: &Store,
    search: &Search,
    window: Window,
    limit: usize,
    stories: bool,
) -> Result<Found, Failure> {
    let best = best(store, search)?;
    let all = if stories {
        stories::once(&store.connection, best)?
    } else {
        best.into_iter().map(|id| (id, 1)).collect()
    };
    let place = |id: ArticleId| all.iter().position(|(other, _)| *other == id);
    let from = match window {
        Window::Top => 0,
        Window::Bottom => all.len().saturating_sub(limit),
        Window::After(id) => place(id).map_or(0, |at| at + 1),
        Window::Before(id) => place(id).unwrap_or(0).saturating_sub(limit),
        Window::Around(id) => place(id)
            .unwrap_or(0)
            .saturating_sub(limit / 2)
            .min(all.len().saturating_sub(limit)),
    };
    let to = match window {
        Window::Before(id) => place(id).unwrap_or(0),
        _ => all.len().min(from + limit),
    };
    Ok((all[from..to].to_vec(), from > 0, to < all.len()))
}

/// The best articles by BM25, best first; equal ones newest first.
pub(super) fn best(store: &Store, search: &Search) -> Result<Vec<ArticleId>, Failure> {
    let mut all: Vec<(f64, ArticleId)> = Vec::new();
    for shelf in search.stretches(&store.connection)? {
        store.go_on()?;
        let (sql, params) = search.plan_ranked(&shelf).ranked(WEIGHED - all.len());
        let mut statement = store.connection.prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(params), |row| {
            Ok((row.get::<_, f64>(1)?, ArticleId(row.get(0)?)))
        })?;
        for row in rows {
            all.push(row?);
        }
        if all.len() >= WEIGHED {
            break;
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    all.truncate(BEST);
    Ok(all.into_iter().map(|(_, id)| id).collect())
}

/// One row; none if the article is gone.
pub(super) fn row(
    connection: &Connection,
    search: &Search,
    id: ArticleId,
) -> Result<Option<Row>, Failure> {
    let found = connection
        .prepare_cached(
            "SELECT a.title, a.published, s.name, a.language, a.extent, a.embargo,
               EXISTS (SELECT 1 FROM read WHERE read.id = a.id),
               EXISTS (SELECT 1 FROM bookmark WHERE bookmark.id = a.id),
               (SELECT count(*) FROM note WHERE note.id = a.id),
               (SELECT entities FROM named WHERE named.id = a.id),
               a.status
             FROM article AS a LEFT JOIN source AS s ON s.number = a.source WHERE a.id = ?1",
        )?
        .query_row([id.0], |row| {
            let text = |at| row.get::<_, Option<String>>(at);
            Ok((
                Row {
                    id,
                    title: Clean::from(row.get::<_, String>(0)?),
                    published: text(1)?.and_then(|text| text.parse().ok()),
                    source: text(2)?.filter(|name| !name.is_empty()).map(Clean::from),
                    language: text(3)?.and_then(|tag| Language::from_tag(&tag)),
                    read: row.get(6)?,
                    bookmarked: row.get(7)?,
                    notes: row.get(8)?,
                    tags: Vec::new(),
                    extent: extent_from(row.get(4)?),
                    embargo: text(5)?.and_then(|text| text.parse().ok()),
                    status: status_from(row.get(10)?),
                    entities: Vec::new(),
                    copies: 1,
                },
                row.get::<_, Option<Vec<u8>>>(9)?.unwrap_or_default(),
            ))
        })
        .optional()?;
    let Some((mut row, named)) = found else {
        return Ok(None);
    };
    row.tags = tags(connection, id)?;
    row.entities = shown_entities(connection, search, &named)?;
    Ok(Some(row))
}

/// The tags of an article, sorted.
pub(super) fn tags(connection: &Connection, id: ArticleId) -> Result<Vec<String>, Failure> {
    Ok(connection
        .prepare_cached("SELECT tag FROM tag WHERE id = ?1 ORDER BY tag")?
        .query_map([id.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// The entities a row shows: those asked for, then companies and persons by salience.
fn shown_entities(
    connection: &Connection,
    search: &Search,
    named: &[u8],
) -> Result<Vec<(Kind, String)>, Failure> {
    let mut wanted: Vec<i64> = Vec::new();
    let mut others: Vec<i64> = Vec::new();
    for one in read_named(named) {
        let shown = search.repairs.shown(one.entity);
        if search.repairs.is_hidden(shown) || search.repairs.is_hidden(one.entity) {
            continue;
        }
        let list = if search.asked.contains(&shown) {
            &mut wanted
        } else if matches!(kind_from(one.kind), Kind::Company | Kind::Person) || shown != one.entity
        {
            &mut others
        } else {
            continue;
        };
        if !list.contains(&shown) {
            list.push(shown);
        }
    }
    wanted.sort_by_key(|entity| search.asked.iter().position(|asked| asked == entity));
    let mut out = Vec::with_capacity(SHOWN);
    for (entity, asked) in wanted
        .into_iter()
        .map(|entity| (entity, true))
        .chain(others.into_iter().map(|entity| (entity, false)))
    {
        if out.len() == SHOWN {
            break;
        }
        if let Some(known) = entities::known(connection, &search.repairs, entity)?
            && (asked || matches!(known.key.kind, Kind::Company | Kind::Person))
        {
            out.push((known.key.kind, known.name));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Body};
    use crate::highlight::Highlights;
    use crate::query::parse;
    use crate::store::Incoming;
    use crate::store::shelves::shelves;
    use jiff::civil::Date;

    /// 300 articles, eight shelves: each number has a word of its own, every third and fiftieth share one.
    fn store() -> Store {
        let mut store = Store::in_memory().unwrap();
        for batch in 0..10 {
            let incoming = (batch * 30..batch * 30 + 30).map(|number| {
                let third = if number % 3 == 0 {
                    "dritter"
                } else {
                    "anderer"
                };
                let fiftieth = if number % 50 == 0 { "fünfzigster" } else { "" };
                Incoming {
                    identity: number.to_string(),
                    article: Article {
                        title: Clean::line(&format!("Nummer n{number}")),
                        published: format!("2024-01-01T{:02}:{:02}:00Z", number / 60, number % 60)
                            .parse()
                            .ok(),
                        body: Body::from_text(&format!("Ein {third} Text {fiftieth}")),
                        ..Article::default()
                    },
                    highlights: Highlights::default(),
                }
            });
            store.add(incoming.collect()).unwrap();
        }
        store
    }

    fn numbers(store: &Store, text: &str, window: Window, limit: usize) -> Vec<i64> {
        let query = parse(text, Date::constant(2024, 1, 1)).query;
        let listing = rows(store, &query, window, limit, false).unwrap();
        let number = |row: &Row| row.title.trim_start_matches("Nummer n").parse().unwrap();
        listing.rows.iter().map(number).collect()
    }

    #[test]
    fn answers_run_over_all_shelves_in_order() {
        let store = store();
        assert_eq!(shelves(&store.connection).unwrap().len(), 8);
        let all: Vec<i64> = (0..300).rev().collect();
        let every = |step: i64| {
            all.iter()
                .copied()
                .filter(|n| n % step == 0)
                .collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("text", all.clone()),
            ("te*", all.clone()),
            ("dritter", every(3)),
            ("dri*", every(3)),
            ("fuenfzigster", every(50)),
            ("fu* dritter", every(150)),
            (
                "dritter -fu*",
                every(3).into_iter().filter(|n| n % 50 != 0).collect(),
            ),
            ("n7 OR n207", vec![207, 7]),
            ("n299", vec![299]),
            ("nichts", vec![]),
        ] {
            assert_eq!(numbers(&store, text, Window::Top, 1000), expected, "{text}");
            let query = parse(text, Date::constant(2024, 1, 1)).query;
            assert_eq!(
                crate::store::counts::count(&store, &query).unwrap(),
                expected.len() as u64
            );
            let mut bottom = numbers(&store, text, Window::Bottom, 7);
            bottom.reverse();
            assert!(
                expected.iter().rev().zip(&bottom).all(|(a, b)| a == b),
                "{text}"
            );
            let mut best = numbers(&store, &format!("{text} sort:relevance"), Window::Top, 1000);
            best.sort_unstable_by(|a, b| b.cmp(a));
            assert_eq!(best, expected, "{text} by relevance");
        }
    }

    #[test]
    fn an_old_article_goes_to_the_shelf_of_its_time_and_can_be_replaced_there() {
        let mut store = store();
        let late = |version| Incoming {
            identity: "late".to_owned(),
            article: Article {
                title: Clean::line("Nummer n1000"),
                published: "2024-01-01T00:30:30Z".parse().ok(),
                body: Body::from_text(&format!("Nachtrag{version}")),
                version: Some(version),
                ..Article::default()
            },
            highlights: Highlights::default(),
        };
        store.add(vec![late(1)]).unwrap();
        assert_eq!(numbers(&store, "nachtrag1", Window::Top, 10), [1000]);
        store.add(vec![late(2)]).unwrap();
        assert_eq!(numbers(&store, "nachtrag1", Window::Top, 10), [0; 0]);
        assert_eq!(numbers(&store, "nachtrag2", Window::Top, 10), [1000]);
        assert_eq!(shelves(&store.connection).unwrap().len(), 8);
        assert!(
            store
                .check(true)
                .unwrap()
                .iter()
                .all(|finding| !finding.trouble)
        );
    }
}
