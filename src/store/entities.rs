//! Entities across the store: their numbers, the reader's repairs laid over them, and which ones a name means.
//!
//! Postings keep what was recognised; a repair only says under which other entity, name or kind it is shown. So
//! a repair applies to the whole store at once, is undone by forgetting it, and survives recognising again.
//! Another kind is a merge into the entity of that kind with the same key.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::failure::Failure;
use super::index;
use crate::highlight::{EntityKey, Kind};
use crate::text::key;

/// More entities than this a name does not mean; it would be a letter or two.
const MOST: usize = 2000;

/// A kind as it stands in the tables.
pub(super) fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Company => 0,
        Kind::Person => 1,
        Kind::Organisation => 2,
        Kind::Place => 3,
        Kind::Product => 4,
    }
}

/// A kind from the tables; an unknown number reads as an organisation.
pub(super) fn kind_from(number: u8) -> Kind {
    Kind::ALL
        .into_iter()
        .find(|kind| kind_number(*kind) == number)
        .unwrap_or(Kind::Organisation)
}

/// The number of an entity if it has one.
pub(super) fn number_of(
    connection: &Connection,
    entity: &EntityKey,
) -> Result<Option<i64>, Failure> {
    Ok(connection
        .prepare_cached("SELECT number FROM entity WHERE kind = ?1 AND key = ?2")?
        .query_row(params![kind_number(entity.kind), entity.name], |row| {
            row.get(0)
        })
        .optional()?)
}

/// The number of an entity, or of the one that is shown under the name that stands for the key.
///
/// A row of the list knows names only; the key made of one is not that of "Adler AG" or of what the reader renamed.
pub(super) fn found(
    connection: &Connection,
    repairs: &Repairs,
    entity: &EntityKey,
) -> Result<Option<i64>, Failure> {
    if let Some(number) = number_of(connection, entity)? {
        return Ok(Some(number));
    }
    let found = called(connection, repairs, Some(entity.kind), &entity.name)?;
    Ok(found.into_iter().next())
}

/// The number of an entity; it gets one if it has none.
pub(super) fn ensure(
    connection: &Connection,
    entity: &EntityKey,
    name: &str,
) -> Result<i64, Failure> {
    if let Some(number) = number_of(connection, entity)? {
        return Ok(number);
    }
    connection
        .prepare_cached("INSERT INTO entity (kind, key, name, shown) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            kind_number(entity.kind),
            entity.name,
            name,
            key(name)
        ])?;
    Ok(connection.last_insert_rowid())
}

/// Remembers a name of an entity, used by so many more articles (or fewer).
pub(super) fn spell(
    connection: &Connection,
    entity: i64,
    name: &str,
    articles: i64,
) -> Result<(), Failure> {
    let changed = connection
        .prepare_cached(
            "UPDATE spelling SET articles = max(0, articles + ?3) WHERE entity = ?1 AND name = ?2",
        )?
        .execute(params![entity, name, articles])?;
    if changed > 0 {
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT INTO spelling (entity, name, key, articles) VALUES (?1, ?2, ?3, max(0, ?4))",
        )?
        .execute(params![entity, name, key(name), articles])?;
    let number = connection.last_insert_rowid();
    connection
        .prepare_cached("INSERT INTO names (rowid, name) VALUES (?1, ?2)")?
        .execute(params![number, index::words(name)])?;
    Ok(())
}

/// Shows an entity under the name most articles use.
pub(super) fn settle_name(connection: &Connection, entity: i64) -> Result<(), Failure> {
    let name: Option<String> = connection
        .prepare_cached(
            "SELECT name FROM spelling WHERE entity = ?1
             ORDER BY articles DESC, length(name) DESC, name LIMIT 1",
        )?
        .query_row([entity], |row| row.get(0))
        .optional()?;
    if let Some(name) = name {
        connection
            .prepare_cached(
                "UPDATE entity SET name = ?2, shown = ?3 WHERE number = ?1 AND name <> ?2",
            )?
            .execute(params![entity, name, key(&name)])?;
    }
    Ok(())
}

/// The reader's repairs, read whole: they are few.
#[derive(Debug, Clone, Default)]
pub(super) struct Repairs {
    /// Entity to the one it is part of.
    of: HashMap<i64, i64>,
    /// Entity to the ones that are part of it.
    parts: HashMap<i64, Vec<i64>>,
    names: HashMap<i64, String>,
    hidden: std::collections::HashSet<i64>,
}

impl Repairs {
    pub(super) fn read(connection: &Connection) -> Result<Self, Failure> {
        let mut statement =
            connection.prepare_cached("SELECT entity, of, name, hidden FROM repair")?;
        let mut rows = statement.query([])?;
        let mut repairs = Self::default();
        while let Some(row) = rows.next()? {
            let entity: i64 = row.get(0)?;
            if let Some(of) = row.get::<_, Option<i64>>(1)? {
                repairs.of.insert(entity, of);
                repairs.parts.entry(of).or_default().push(entity);
            }
            if let Some(name) = row.get(2)? {
                repairs.names.insert(entity, name);
            }
            if row.get(3)? {
                repairs.hidden.insert(entity);
            }
        }
        Ok(repairs)
    }

    /// The entity under which another is shown; itself if nothing is repaired.
    pub(super) fn shown(&self, entity: i64) -> i64 {
        self.of.get(&entity).copied().unwrap_or(entity)
    }

    /// Everything shown under an entity, itself included.
    pub(super) fn whole(&self, entity: i64) -> Vec<i64> {
        let mut whole = vec![entity];
        whole.extend(self.parts.get(&entity).into_iter().flatten());
        whole
    }

    /// Entities that have others merged into them.
    pub(super) fn merged(&self) -> impl Iterator<Item = i64> + '_ {
        self.parts.keys().copied()
    }

    /// Whether the reader said that it is no entity.
    pub(super) fn is_hidden(&self, entity: i64) -> bool {
        self.hidden.contains(&entity)
    }

    /// The name the reader gave it.
    pub(super) fn name(&self, entity: i64) -> Option<&str> {
        self.names.get(&entity).map(String::as_str)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.of.is_empty() && self.names.is_empty() && self.hidden.is_empty()
    }
}

/// An entity as it is shown.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) key: EntityKey,
    pub(super) name: String,
    pub(super) articles: i64,
}

/// An entity by its number, under the name the reader gave it, if any.
pub(super) fn known(
    connection: &Connection,
    repairs: &Repairs,
    number: i64,
) -> Result<Option<Known>, Failure> {
    Ok(connection
        .prepare_cached("SELECT kind, key, name, articles FROM entity WHERE number = ?1")?
        .query_row([number], |row: &Row<'_>| {
            Ok(Known {
                key: EntityKey {
                    kind: kind_from(row.get(0)?),
                    name: row.get(1)?,
                },
                name: row.get(2)?,
                articles: row.get(3)?,
            })
        })
        .optional()?
        .map(|mut known| {
            if let Some(name) = repairs.name(number) {
                name.clone_into(&mut known.name);
            }
            known
        }))
}

/// Other names an entity is found by, most used first.
pub(super) fn aliases(
    connection: &Connection,
    repairs: &Repairs,
    number: i64,
    shown: &str,
) -> Result<Vec<String>, Failure> {
    let mut out: Vec<String> = Vec::new();
    let mut statement = connection.prepare_cached(
        "SELECT name FROM spelling WHERE entity = ?1 ORDER BY articles DESC, number LIMIT 12",
    )?;
    for entity in repairs.whole(number) {
        let mut rows = statement.query([entity])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            if name != shown && !out.contains(&name) {
                out.push(name);
            }
        }
    }
    Ok(out)
}

/// The entities a name in a query means, as shown, most mentioned first.
///
/// Those it names ([`called`]); else those whose names contain its words, the last of them as a beginning. So
/// "Siemens" does not also mean Siemens Energy, but "siem" means both.
pub(super) fn meant(
    connection: &Connection,
    repairs: &Repairs,
    kind: Option<Kind>,
    name: &str,
) -> Result<Vec<i64>, Failure> {
    if key(name).is_empty() {
        return Ok(Vec::new());
    }
    let found = called(connection, repairs, kind, name)?;
    if !found.is_empty() {
        return Ok(found);
    }
    as_shown(connection, repairs, kind, spelled(connection, name)?)
}

/// The entities with names or aliases that have these words, the last of them as a beginning. As shown, most mentioned
/// first.
pub(super) fn begun(
    connection: &Connection,
    repairs: &Repairs,
    name: &str,
) -> Result<Vec<i64>, Failure> {
    let mut found = spelled(connection, name)?;
    for (entity, given) in &repairs.names {
        if key(given).starts_with(&key(name)) {
            found.push(*entity);
        }
    }
    as_shown(connection, repairs, None, found)
}

/// Entities as recognised, by the words of their names and aliases, the last of them as a beginning.
fn spelled(connection: &Connection, name: &str) -> Result<Vec<i64>, Failure> {
    let words = index::words(name);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut question: Vec<String> = words.split(' ').map(|word| format!("\"{word}\"")).collect();
    if let Some(last) = question.last_mut() {
        last.push_str(" *");
    }
    column(
        connection,
        "SELECT DISTINCT entity FROM spelling WHERE number IN (SELECT rowid FROM names WHERE names MATCH ?1)",
        &question.join(" AND "),
    )
}

/// The entities whose key or shown name this is; else those that have it as an alias. As shown, most mentioned first.
pub(super) fn called(
    connection: &Connection,
    repairs: &Repairs,
    kind: Option<Kind>,
    name: &str,
) -> Result<Vec<i64>, Failure> {
    let wanted = key(name);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = column(
        connection,
        "SELECT number FROM entity WHERE key = ?1 OR shown = ?1",
        &wanted,
    )?;
    for (entity, name) in &repairs.names {
        if key(name) == wanted {
            found.push(*entity);
        }
    }
    let found = as_shown(connection, repairs, kind, found)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let found = column(
        connection,
        "SELECT DISTINCT entity FROM spelling WHERE key = ?1",
        &wanted,
    )?;
    as_shown(connection, repairs, kind, found)
}

fn column(connection: &Connection, sql: &str, parameter: &str) -> Result<Vec<i64>, Failure> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([parameter], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Numbers as shown, without hidden ones, of one kind, most mentioned first.
fn as_shown(
    connection: &Connection,
    repairs: &Repairs,
    kind: Option<Kind>,
    found: Vec<i64>,
) -> Result<Vec<i64>, Failure> {
    let mut shown: Vec<i64> = found
        .into_iter()
        .filter(|entity| !repairs.is_hidden(*entity))
        .map(|entity| repairs.shown(entity))
        .filter(|entity| !repairs.is_hidden(*entity))
        .collect();
    shown.sort_unstable();
    shown.dedup();
    let mut counted = Vec::with_capacity(shown.len());
    for entity in shown {
        if let Some(known) = known(connection, repairs, entity)?
            && kind.is_none_or(|kind| kind == known.key.kind)
        {
            counted.push((known.articles, entity));
        }
    }
    counted.sort_by_key(|(articles, entity)| (-articles, *entity));
    counted.truncate(MOST);
    Ok(counted.into_iter().map(|(_, entity)| entity).collect())
}
