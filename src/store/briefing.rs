//! What is new on the watch list since the reader last looked.
//!
//! Articles are numbered by date, not by when they came in; so each batch that comes in leaves its number on its
//! articles, and a look remembers the last one it has shown. A corrected text is not new.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, params};

use super::entities::Repairs;
use super::failure::Failure;
use super::pack::read_named;
use super::search::Search;
use super::write::now;
use super::{Store, counts, list};
use crate::article::ArticleId;
use crate::ask::{Briefed, Briefing};
use crate::query::Query;

/// Which batch an article came in with, and how far the reader has looked.
pub(super) const TABLES: &str = "
ALTER TABLE article ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;
CREATE INDEX article_batch ON article (batch) WHERE batch > 0;
CREATE TABLE look (number INTEGER PRIMARY KEY CHECK (number = 1), batch INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
";

/// So many articles of an entity are told; the others are counted.
const TOLD: usize = 50;

/// The number of the next batch.
pub(super) fn next_batch(connection: &Connection) -> Result<i64, Failure> {
    Ok(newest_batch(connection)? + 1)
}

fn newest_batch(connection: &Connection) -> Result<i64, Failure> {
    let newest: Option<i64> = connection
        .prepare_cached("SELECT max(batch) FROM article WHERE batch > 0")?
        .query_row([], |row| row.get(0))?;
    Ok(newest.unwrap_or(0))
}

/// What came in since the last look that names a watched entity; each article once, under the entity it is most about.
pub(super) fn briefing(store: &Store) -> Result<Briefing, Failure> {
    let connection = &store.connection;
    let look: Option<(i64, i64)> = connection
        .prepare_cached("SELECT batch, at FROM look")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let since = look.and_then(|(_, at)| {
        let at = Timestamp::from_second(at).ok()?;
        let at = at.to_zoned_datetime(TimeZone::system());
        Some(at.strftime("%Y-%m-%d %H:%M").to_string())
    });
    // Read before the articles: what comes in meanwhile is new the next time.
    let upto = newest_batch(connection)?;
    let watched = watched(connection)?;
    let mut of_entity: HashMap<i64, Vec<ArticleId>> = HashMap::new();
    if !watched.is_empty() {
        let repairs = Repairs::read(connection)?;
        let mut statement = connection.prepare_cached(
            "SELECT n.id, n.entities FROM article AS a JOIN named AS n ON n.id = a.id
             WHERE a.batch > ?1 AND a.batch > 0 AND a.batch <= ?2",
        )?;
        let mut rows = statement.query(params![look.map_or(0, |(batch, _)| batch), upto])?;
        while let Some(row) = rows.next()? {
            let named: Vec<u8> = row.get(1)?;
            let most = read_named(&named)
                .map(|one| (repairs.shown(one.entity), one.salience))
                .filter(|(entity, _)| watched.contains(entity))
                .max_by_key(|(entity, salience)| (*salience, std::cmp::Reverse(*entity)));
            if let Some((entity, _)) = most {
                of_entity
                    .entry(entity)
                    .or_default()
                    .push(ArticleId(row.get(0)?));
            }
        }
    }
    let mut groups = Vec::new();
    let mut articles = 0;
    let search = Search::new(connection, &Query::default())?;
    for (entity, mut ids) in of_entity {
        let Some(facet) = counts::facet(store, &search.repairs, entity)? else {
            continue;
        };
        ids.sort_unstable_by(|one, two| two.cmp(one));
        articles += ids.len() as u64;
        let more = ids.len().saturating_sub(TOLD) as u64;
        let mut rows = Vec::new();
        for id in ids.into_iter().take(TOLD) {
            rows.extend(list::row(connection, &search, id)?);
        }
        groups.push(Briefed { facet, rows, more });
    }
    groups.sort_by(|one, two| {
        let size = |group: &Briefed| group.rows.len() as u64 + group.more;
        size(two)
            .cmp(&size(one))
            .then_with(|| one.facet.name.cmp(&two.facet.name))
    });
    Ok(Briefing {
        watched: watched.len() as u64,
        since,
        upto,
        articles,
        groups,
    })
}

/// The watched entities as shown.
fn watched(connection: &Connection) -> Result<HashSet<i64>, Failure> {
    let repairs = Repairs::read(connection)?;
    let watched: Vec<i64> = connection
        .prepare_cached("SELECT entity FROM watch")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let shown = watched.into_iter().map(|entity| repairs.shown(entity));
    Ok(shown.filter(|entity| !repairs.is_hidden(*entity)).collect())
}

/// The reader has seen a briefing; a look never goes back.
pub(super) fn looked(store: &Store, upto: i64) -> Result<(), Failure> {
    store
        .connection
        .prepare_cached(
            "INSERT INTO look (number, batch, at) VALUES (1, ?1, ?2)
             ON CONFLICT (number) DO UPDATE SET batch = max(batch, excluded.batch), at = excluded.at",
        )?
        .execute(params![upto, now()])?;
    Ok(())
}
