//! What the reader does, step by step, with what it takes to undo it.
//!
//! A [`Change`] is cut into steps; each step sets one piece of state to a value and knows the step that sets it
//! back. Both directions are written down in the transaction that does them, so undo survives a restart and a
//! kill. A new change forgets what was undone and not done again; the oldest changes are forgotten in the end.

use std::collections::HashSet;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::entities::{self, Repairs};
use super::failure::Failure;
use super::pack::Packer;
use super::write::now;
use super::{Store, anchor, list, opened, stories};
use crate::article::ArticleId;
use crate::change::{Change, Deed, Note, Repair};
use crate::highlight::EntityKey;
use crate::say::{Said, say, says};

/// So many changes can be taken back.
const REMEMBERED: i64 = 1000;

/// Sets one piece of state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Step {
    Read {
        ids: Vec<i64>,
        read: bool,
    },
    /// As journals of older versions have it; now [`Step::Keep`] and [`Step::LetGo`].
    Bookmark {
        id: i64,
        at: Option<i64>,
    },
    /// Bookmarks with the moment they were set.
    Keep {
        rows: Vec<(i64, i64)>,
    },
    LetGo {
        ids: Vec<i64>,
    },
    Note {
        number: i64,
        note: Option<(Note, i64)>,
    },
    /// As journals of older versions have it; now [`Step::Tags`].
    Tag {
        tag: String,
        id: i64,
        on: bool,
    },
    Tags {
        tag: String,
        ids: Vec<i64>,
        on: bool,
    },
    Watch {
        entity: i64,
        watch: Option<(String, i64)>,
    },
    Repair {
        entity: i64,
        repair: Option<Mended>,
    },
}

/// A row of `repair`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Mended {
    of: Option<i64>,
    name: Option<String>,
    hidden: bool,
}

/// Carries a change out durably; returns how many articles (or entities) it touched.
pub(super) fn change(store: &mut Store, change: &Change, today: Date) -> Result<u64, Failure> {
    let ids = match change {
        Change::Many { which, .. } => list::all(store, which, today)?,
        _ => Vec::new(),
    };
    let transaction = store
        .connection
        .transaction_with_behavior(TransactionBehavior::Immediate)?;
    let steps = steps(&transaction, change, &ids)?;
    let mut back = Vec::new();
    let mut forth = Vec::new();
    let mut touched = HashSet::new();
    for step in steps {
        if let Some((done, undo)) = apply(&transaction, &store.packer, step)? {
            note_touched(&done, &mut touched);
            forth.push(done);
            back.push(undo);
        }
    }
    if forth.is_empty() {
        return Ok(0);
    }
    back.reverse();
    let what = describe(&transaction, change, touched.len())?;
    let what = serde_json::to_string(&what).unwrap_or_else(|_| what.to_string());
    transaction.execute("DELETE FROM journal WHERE undone = 1", [])?;
    transaction
        .prepare_cached("INSERT INTO journal (what, forth, back) VALUES (?1, ?2, ?3)")?
        .execute(params![
            what,
            store.packer.pack(&forth)?,
            store.packer.pack(&back)?
        ])?;
    let newest = transaction.last_insert_rowid();
    transaction
        .prepare_cached("DELETE FROM journal WHERE number <= ?1")?
        .execute([newest - REMEMBERED])?;
    transaction.commit()?;
    Ok(touched.len() as u64)
}

/// Takes back the last change that stands; says what it was.
pub(super) fn undo(store: &mut Store) -> Result<Option<Said>, Failure> {
    turn(
        store,
        "SELECT number, what, back FROM journal WHERE undone = 0 ORDER BY number DESC LIMIT 1",
        true,
    )
}

/// Does the change last taken back again; says what it was.
pub(super) fn redo(store: &mut Store) -> Result<Option<Said>, Failure> {
    turn(
        store,
        "SELECT number, what, forth FROM journal WHERE undone = 1 ORDER BY number LIMIT 1",
        false,
    )
}

/// The articles whose bookmarks, tags and notes undo or redo may still touch.
pub(super) fn kept_by_undo(store: &Store) -> Result<HashSet<i64>, Failure> {
    let mut kept = HashSet::new();
    let mut statement = store
        .connection
        .prepare("SELECT forth, back FROM journal")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..2 {
            let packed = row.get_ref(column)?.as_blob()?;
            // What cannot be read cannot be taken back either.
            let steps: Vec<Step> = store
                .packer
                .unpack(&store.connection, packed)
                .unwrap_or_default();
            for step in &steps {
                let marks = matches!(
                    step,
                    Step::Bookmark { .. }
                        | Step::Keep { .. }
                        | Step::LetGo { .. }
                        | Step::Tag { .. }
                        | Step::Tags { .. }
                        | Step::Note { note: Some(_), .. }
                );
                if marks {
                    note_touched(step, &mut kept);
                }
            }
        }
    }
    Ok(kept)
}

fn turn(store: &mut Store, sql: &str, undone: bool) -> Result<Option<Said>, Failure> {
    let transaction = store
        .connection
        .transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: Option<(i64, String, Vec<u8>)> = transaction
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((number, what, packed)) = found else {
        return Ok(None);
    };
    let steps: Vec<Step> = store.packer.unpack(&transaction, &packed)?;
    for step in steps {
        apply(&transaction, &store.packer, step)?;
    }
    transaction.execute(
        "UPDATE journal SET undone = ?2 WHERE number = ?1",
        params![number, undone],
    )?;
    transaction.commit()?;
    // What an older version wrote is a sentence as it was said.
    let what = serde_json::from_str(&what).unwrap_or_else(|_| Said::quoting(&what));
    Ok(Some(what))
}

fn steps(
    connection: &Connection,
    change: &Change,
    all: &[ArticleId],
) -> Result<Vec<Step>, Failure> {
    let numbers = |ids: &[ArticleId]| ids.iter().map(|id| id.0).collect::<Vec<i64>>();
    Ok(match change {
        Change::Read { ids, read } => deed_steps(&Deed::Read(*read), numbers(ids)),
        Change::ReadStory { ids, read } => vec![Step::Read {
            ids: stories::with_copies(connection, ids)?,
            read: *read,
        }],
        Change::Many { deed, .. } => deed_steps(deed, numbers(all)),
        Change::Bookmark { id, keep } => deed_steps(&Deed::Bookmark(*keep), vec![id.0]),
        Change::Note(note) => vec![Step::Note {
            number: note.number,
            note: Some((note.clone(), now())),
        }],
        Change::DropNote { note } => vec![Step::Note {
            number: *note,
            note: None,
        }],
        Change::Tag { ids, add, remove } => {
            let (add, remove) = (add.clone(), remove.clone());
            deed_steps(&Deed::Tag { add, remove }, numbers(ids))
        }
        Change::Watch {
            key,
            name,
            watch: true,
        } => {
            let entity = shown(connection, key, name)?;
            let whole = Repairs::read(connection)?.whole(entity);
            if is_watched(connection, &whole)? {
                return Ok(Vec::new());
            }
            vec![Step::Watch {
                entity,
                watch: Some((name.clone(), now())),
            }]
        }
        // What is shown as one may have been watched before it was merged.
        Change::Watch { key, name, .. } => {
            let entity = shown(connection, key, name)?;
            let whole = Repairs::read(connection)?.whole(entity).into_iter();
            let leave = |entity| Step::Watch {
                entity,
                watch: None,
            };
            whole.map(leave).collect()
        }
        Change::Repair(repair) => repair_steps(connection, repair)?,
    })
}

/// One statement each, however many articles it is done to.
fn deed_steps(deed: &Deed, ids: Vec<i64>) -> Vec<Step> {
    match deed {
        Deed::Read(read) => vec![Step::Read { ids, read: *read }],
        Deed::Bookmark(true) => {
            let at = now();
            let rows = ids.into_iter().map(|id| (id, at)).collect();
            vec![Step::Keep { rows }]
        }
        Deed::Bookmark(false) => vec![Step::LetGo { ids }],
        Deed::Tag { add, remove } => [(remove, false), (add, true)]
            .into_iter()
            .flat_map(|(tags, on)| {
                tags.iter()
                    .map(|tag| tag.split_whitespace().collect::<Vec<_>>().join(" "))
                    .filter(|tag| !tag.is_empty())
                    .map(move |tag| (tag, on))
            })
            .map(|(tag, on)| Step::Tags {
                tag,
                ids: ids.clone(),
                on,
            })
            .collect(),
    }
}

fn is_watched(connection: &Connection, whole: &[i64]) -> Result<bool, Failure> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM watch WHERE entity = ?1")?;
    for entity in whole {
        if statement.exists([entity])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes a repair without a way back; the caller's transaction holds it.
pub(super) fn repair(
    connection: &Connection,
    packer: &Packer,
    repair: &Repair,
) -> Result<(), Failure> {
    for step in repair_steps(connection, repair)? {
        apply(connection, packer, step)?;
    }
    Ok(())
}

/// The number of an entity as shown; it gets one if it has none.
fn shown(connection: &Connection, key: &EntityKey, name: &str) -> Result<i64, Failure> {
    let number = itself(connection, key, name)?;
    Ok(Repairs::read(connection)?.shown(number))
}

/// The number of an entity, whatever it is shown under; it gets one if it has none.
fn itself(connection: &Connection, key: &EntityKey, name: &str) -> Result<i64, Failure> {
    let repairs = Repairs::read(connection)?;
    match entities::found(connection, &repairs, key)? {
        Some(number) => Ok(number),
        None => entities::ensure(connection, key, name),
    }
}

fn repair_steps(connection: &Connection, repair: &Repair) -> Result<Vec<Step>, Failure> {
    let row = |entity| mended(connection, entity);
    let one = |entity, repair| Step::Repair {
        entity,
        repair: Some(repair),
    };
    Ok(match repair {
        Repair::Merge { from, into } => {
            let from = shown(connection, from, &from.name)?;
            let into = itself(connection, into, &into.name)?;
            merge(connection, from, into)?
        }
        Repair::Rename { key, name } => {
            let entity = shown(connection, key, name)?;
            let repair = Mended {
                name: Some(name.clone()),
                ..row(entity)?.unwrap_or_default()
            };
            vec![one(entity, repair)]
        }
        Repair::Kind { key, kind } => {
            let repairs = Repairs::read(connection)?;
            let from = shown(connection, key, &key.name)?;
            let Some(known) = entities::known(connection, &Repairs::default(), from)? else {
                return Ok(Vec::new());
            };
            let other = EntityKey {
                kind: *kind,
                name: known.key.name,
            };
            let into = entities::ensure(connection, &other, &known.name)?;
            let mut steps = merge(connection, from, into)?;
            if let Some(name) = repairs.name(from) {
                let repair = Mended {
                    of: None,
                    name: Some(name.to_owned()),
                    hidden: false,
                };
                steps.push(one(into, repair));
            }
            steps
        }
        Repair::Hide { key } => {
            let entity = shown(connection, key, &key.name)?;
            let repair = Mended {
                hidden: true,
                ..row(entity)?.unwrap_or_default()
            };
            vec![one(entity, repair)]
        }
    })
}

/// Steps that show an entity, and all that is shown under it, under another.
fn merge(connection: &Connection, from: i64, into: i64) -> Result<Vec<Step>, Failure> {
    let repairs = Repairs::read(connection)?;
    // Merged before, the other way round: the parts change their head.
    let head = if repairs.shown(into) == from {
        into
    } else {
        repairs.shown(into)
    };
    if head == from {
        return Ok(Vec::new());
    }
    let mut steps = Vec::new();
    let heads = mended(connection, head)?.unwrap_or_default();
    if heads.of.is_some() || heads.hidden {
        steps.push(Step::Repair {
            entity: head,
            repair: Some(Mended {
                of: None,
                hidden: false,
                ..heads
            }),
        });
    }
    for part in repairs.whole(from) {
        if part != head {
            steps.push(Step::Repair {
                entity: part,
                repair: Some(Mended {
                    of: Some(head),
                    ..Mended::default()
                }),
            });
        }
    }
    Ok(steps)
}

fn mended(connection: &Connection, entity: i64) -> Result<Option<Mended>, Failure> {
    Ok(connection
        .prepare_cached("SELECT of, name, hidden FROM repair WHERE entity = ?1")?
        .query_row([entity], |row| {
            Ok(Mended {
                of: row.get(0)?,
                name: row.get(1)?,
                hidden: row.get(2)?,
            })
        })
        .optional()?)
}

/// Does a step; gives what was really done and the step that takes it back, or none if nothing changed.
fn apply(
    connection: &Connection,
    packer: &Packer,
    step: Step,
) -> Result<Option<(Step, Step)>, Failure> {
    match step {
        Step::Read { ids, read } => {
            let (take, put) = if read {
                ("unread", "read")
            } else {
                ("read", "unread")
            };
            let given = json(&ids)?;
            connection
                .prepare_cached(&format!("DELETE FROM {take} WHERE id IN ({GIVEN})"))?
                .execute([&given])?;
            let sql = format!(
                "INSERT OR IGNORE INTO {put} (id) SELECT id FROM article WHERE id IN ({GIVEN}) RETURNING id"
            );
            let ids = returned(connection, &sql, [&given])?;
            let step = |read| Step::Read {
                ids: ids.clone(),
                read,
            };
            Ok((!ids.is_empty()).then(|| (step(read), step(!read))))
        }
        Step::Bookmark { id, at: Some(at) } => {
            let rows = vec![(id, at)];
            apply(connection, packer, Step::Keep { rows })
        }
        Step::Bookmark { id, at: None } => apply(connection, packer, Step::LetGo { ids: vec![id] }),
        Step::Keep { rows } => {
            let sql = "INSERT OR IGNORE INTO bookmark (id, at)
                 SELECT a.id, given.value ->> 1 FROM json_each(?1) AS given
                 JOIN article AS a ON a.id = given.value ->> 0 RETURNING id";
            let kept = returned(connection, sql, [json(&rows)?])?;
            let kept: HashSet<i64> = kept.into_iter().collect();
            let rows: Vec<(i64, i64)> = rows
                .into_iter()
                .filter(|row| kept.contains(&row.0))
                .collect();
            let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
            Ok((!rows.is_empty()).then_some((Step::Keep { rows }, Step::LetGo { ids })))
        }
        Step::LetGo { ids } => {
            let sql = format!("DELETE FROM bookmark WHERE id IN ({GIVEN}) RETURNING id, at");
            let mut statement = connection.prepare_cached(&sql)?;
            let rows: Vec<(i64, i64)> = statement
                .query_map([json(&ids)?], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
            Ok((!rows.is_empty()).then_some((Step::LetGo { ids }, Step::Keep { rows })))
        }
        Step::Note { number, note } => apply_note(connection, packer, number, note),
        Step::Tag { tag, id, on } => {
            let ids = vec![id];
            apply(connection, packer, Step::Tags { tag, ids, on })
        }
        Step::Tags { tag, ids, on } => {
            let sql = if on {
                format!(
                    "INSERT OR IGNORE INTO tag (tag, id) SELECT ?2, id FROM article WHERE id IN ({GIVEN}) RETURNING id"
                )
            } else {
                format!("DELETE FROM tag WHERE tag = ?2 AND id IN ({GIVEN}) RETURNING id")
            };
            let ids = returned(connection, &sql, params![json(&ids)?, tag])?;
            let step = |on| Step::Tags {
                tag: tag.clone(),
                ids: ids.clone(),
                on,
            };
            Ok((!ids.is_empty()).then(|| (step(on), step(!on))))
        }
        Step::Watch { entity, watch } => {
            let old: Option<(String, i64)> = connection
                .prepare_cached("SELECT name, at FROM watch WHERE entity = ?1")?
                .query_row([entity], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            if old.is_some() == watch.is_some() {
                return Ok(None);
            }
            match &watch {
                Some((name, at)) => connection
                    .prepare_cached("INSERT INTO watch (entity, name, at) VALUES (?1, ?2, ?3)")?
                    .execute(params![entity, name, at])?,
                None => connection
                    .prepare_cached("DELETE FROM watch WHERE entity = ?1")?
                    .execute([entity])?,
            };
            Ok(Some((
                Step::Watch { entity, watch },
                Step::Watch { entity, watch: old },
            )))
        }
        Step::Repair { entity, repair } => {
            let old = mended(connection, entity)?;
            if old == repair {
                return Ok(None);
            }
            match &repair {
                Some(new) => connection
                    .prepare_cached(
                        "INSERT INTO repair (entity, of, name, hidden) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (entity) DO UPDATE SET of = excluded.of, name = excluded.name, hidden = excluded.hidden",
                    )?
                    .execute(params![entity, new.of, new.name, new.hidden])?,
                None => connection
                    .prepare_cached("DELETE FROM repair WHERE entity = ?1")?
                    .execute([entity])?,
            };
            Ok(Some((
                Step::Repair { entity, repair },
                Step::Repair {
                    entity,
                    repair: old,
                },
            )))
        }
    }
}

/// The numbers of a JSON list, which carries any number of them into one statement.
const GIVEN: &str = "SELECT value FROM json_each(?1)";

fn json(values: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(values).map_err(Failure::damaged)
}

/// The numbers of the rows that a statement touched.
fn returned(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<i64>, Failure> {
    Ok(connection
        .prepare_cached(sql)?
        .query_map(params, |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

fn apply_note(
    connection: &Connection,
    packer: &Packer,
    number: i64,
    note: Option<(Note, i64)>,
) -> Result<Option<(Step, Step)>, Failure> {
    let old = connection
        .prepare_cached(
            "SELECT id, start, stop, passage, text, colour, at FROM note WHERE number = ?1",
        )?
        .query_row([number], |row| {
            let note = Note {
                number,
                id: ArticleId(row.get(0)?),
                range: opened::range(row.get(1)?, row.get(2)?),
                passage: row.get(3)?,
                text: row.get(4)?,
                colour: row.get(5)?,
            };
            Ok((note, row.get::<_, i64>(6)?))
        })
        .optional()?;
    let Some((mut note, at)) = note else {
        if old.is_none() {
            return Ok(None);
        }
        connection
            .prepare_cached("DELETE FROM note WHERE number = ?1")?
            .execute([number])?;
        return Ok(Some((
            Step::Note { number, note: None },
            Step::Note { number, note: old },
        )));
    };
    if !exists(connection, note.id.0)? {
        return Ok(None);
    }
    anchor::settle(
        connection,
        packer,
        &mut note,
        old.as_ref().map(|(old, _)| old),
    )?;
    // A note that is replaced keeps the moment at which it was first written.
    let at = old.as_ref().map_or(at, |(_, at)| *at);
    connection
        .prepare_cached(
            "INSERT INTO note (number, id, start, stop, passage, text, colour, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (number) DO UPDATE SET id = excluded.id, start = excluded.start, stop = excluded.stop,
               passage = excluded.passage, text = excluded.text, colour = excluded.colour",
        )?
        .execute(params![
            (number != 0).then_some(number),
            note.id.0,
            note.range.as_ref().map(|range| range.start as i64),
            note.range.as_ref().map(|range| range.end as i64),
            note.passage,
            note.text,
            note.colour,
            at,
        ])?;
    if number == 0 {
        note.number = connection.last_insert_rowid();
    }
    let number = note.number;
    Ok(Some((
        Step::Note {
            number,
            note: Some((note, at)),
        },
        Step::Note { number, note: old },
    )))
}

fn exists(connection: &Connection, id: i64) -> Result<bool, Failure> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM article WHERE id = ?1")?
        .exists([id])?)
}

fn note_touched(step: &Step, touched: &mut HashSet<i64>) {
    match step {
        Step::Read { ids, .. } | Step::LetGo { ids } | Step::Tags { ids, .. } => {
            touched.extend(ids);
        }
        Step::Keep { rows } => touched.extend(rows.iter().map(|row| row.0)),
        Step::Bookmark { id, .. } | Step::Tag { id, .. } => {
            touched.insert(*id);
        }
        Step::Note { note, number } => {
            touched.insert(note.as_ref().map_or(*number, |(note, _)| note.id.0));
        }
        Step::Watch { entity, .. } | Step::Repair { entity, .. } => {
            touched.insert(*entity);
        }
    }
}

/// A change in words, for "undone: …".
fn describe(
    connection: &Transaction<'_>,
    change: &Change,
    touched: usize,
) -> Result<Said, Failure> {
    let title = |id: &ArticleId| -> Result<Said, Failure> {
        let title: Option<String> = connection
            .prepare_cached("SELECT title FROM article WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let title = title.unwrap_or_default();
        Ok(say!("“{title}”", title))
    };
    let those = |ids: &[ArticleId]| match ids {
        [id] => title(id),
        _ => Ok(says!(touched; "1 article", "{touched} articles")),
    };
    let name = |key: &EntityKey| -> Result<String, Failure> {
        let repairs = Repairs::read(connection)?;
        let known = match entities::found(connection, &repairs, key)? {
            Some(number) => entities::known(connection, &repairs, number)?,
            None => None,
        };
        Ok(known.map_or_else(|| key.name.clone(), |known| known.name))
    };
    Ok(match change {
        Change::ReadStory { ids, read } if touched > ids.len() => {
            let (which, copies) = (those(ids)?, touched - ids.len());
            if *read {
                says!(copies; "{which} and 1 copy marked read", "{which} and {copies} copies marked read", which)
            } else {
                says!(copies; "{which} and 1 copy marked unread", "{which} and {copies} copies marked unread", which)
            }
        }
        Change::Read { ids, read } | Change::ReadStory { ids, read } => {
            said_of(&Deed::Read(*read), &those(ids)?)
        }
        Change::Many { deed, .. } => {
            said_of(deed, &says!(touched; "1 article", "{touched} articles"))
        }
        Change::Bookmark { id, keep } => said_of(&Deed::Bookmark(*keep), &title(id)?),
        Change::Note(note) if note.text.is_empty() => {
            say!("passage of {title} highlighted", title = title(&note.id)?)
        }
        Change::Note(note) => say!("note on {title}", title = title(&note.id)?),
        Change::DropNote { .. } => say!("note removed"),
        Change::Tag { ids, add, remove } => {
            let (add, remove) = (add.clone(), remove.clone());
            said_of(&Deed::Tag { add, remove }, &those(ids)?)
        }
        Change::Watch { name, watch, .. } if *watch => say!("{name} watched", name),
        Change::Watch { name, .. } => say!("{name} no longer watched", name),
        Change::Repair(Repair::Merge { from, into }) => {
            say!(
                "{from} taken for {into}",
                from = name(from)?,
                into = name(into)?
            )
        }
        Change::Repair(Repair::Rename { key, name }) => {
            say!("{old} renamed {name}", old = key.name, name)
        }
        Change::Repair(Repair::Kind { key, kind }) => {
            say!(
                "{name} taken for {kind}",
                name = name(key)?,
                kind = kind.said_with_article()
            )
        }
        Change::Repair(Repair::Hide { key }) => say!("{name} is no entity", name = name(key)?),
    })
}

fn said_of(deed: &Deed, which: &Said) -> Said {
    match deed {
        Deed::Read(true) => say!("{which} marked read", which = which.clone()),
        Deed::Read(false) => say!("{which} marked unread", which = which.clone()),
        Deed::Bookmark(true) => say!("{which} bookmarked", which = which.clone()),
        Deed::Bookmark(false) => say!("bookmark of {which} removed", which = which.clone()),
        Deed::Tag { add, remove } => {
            let tags: Vec<String> = add
                .iter()
                .map(|tag| format!("+{tag}"))
                .chain(remove.iter().map(|tag| format!("-{tag}")))
                .collect();
            say!(
                "{which} tagged {tags}",
                which = which.clone(),
                tags = tags.join(" ")
            )
        }
    }
}
