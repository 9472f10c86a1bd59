//! One article whole: text, highlights with the reader's repairs, state and notes.

use std::ops::Range;

use rusqlite::{OptionalExtension, params_from_iter};

use super::entities::{self, Repairs};
use super::failure::Failure;
use super::search::Search;
use super::{Store, list, shelves, stories, write};
use crate::article::{Article, ArticleId};
use crate::ask::{Noted, Opened};
use crate::change::Note;
use crate::highlight::{Entity, Highlights};

/// An article with everything about it; none if it is gone.
pub(super) fn opened(store: &Store, id: ArticleId) -> Result<Option<Opened>, Failure> {
    let Some(packed) = store
        .connection
        .prepare_cached("SELECT packed FROM body WHERE id = ?1")?
        .query_row([id.0], |row| row.get::<_, Vec<u8>>(0))
        .optional()?
    else {
        return Ok(None);
    };
    let article: Article = store.packer.unpack(&store.connection, &packed)?;
    let repairs = Repairs::read(&store.connection)?;
    let mut highlights = found(store, id)?;
    if !repairs.is_empty() {
        highlights = repaired(store, &repairs, highlights)?;
    }
    let (read, bookmarked) = store
        .connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM read WHERE id = ?1), EXISTS (SELECT 1 FROM bookmark WHERE id = ?1)",
        )?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Some(Opened {
        id,
        read,
        bookmarked,
        tags: list::tags(&store.connection, id)?,
        notes: notes(store, id, article.body.text())?,
        twins: stories::twins(&store.connection, id)?,
        article,
        highlights,
    }))
}

/// What was recognised in an article, without repairs; nothing if it is lost, since it can be recognised again.
pub(super) fn found(store: &Store, id: ArticleId) -> Result<Highlights, Failure> {
    write::found(&store.connection, &store.packer, id)
}

/// The place of a note as its row has it.
pub(super) fn range(start: Option<i64>, stop: Option<i64>) -> Option<Range<usize>> {
    let place = |at: Option<i64>| at.and_then(|at| usize::try_from(at).ok());
    Some(place(start)?..place(stop)?)
}

/// The notes of all articles, the one written last first.
pub(super) fn all_notes(store: &Store, limit: usize) -> Result<Vec<Noted>, Failure> {
    Ok(store
        .connection
        .prepare_cached(
            "SELECT n.number, n.start, n.stop, n.passage, n.text, n.colour, n.id, a.title
             FROM note AS n JOIN article AS a ON a.id = n.id ORDER BY n.at DESC, n.number DESC LIMIT ?1",
        )?
        .query_map([limit as i64], |row| {
            Ok(Noted {
                note: note(row, ArticleId(row.get(6)?))?,
                title: row.get(7)?,
            })
        })?
        .collect::<Result<_, _>>()?)
}

/// A note of a row that begins with number, place, passage, text and colour.
fn note(row: &rusqlite::Row<'_>, id: ArticleId) -> rusqlite::Result<Note> {
    Ok(Note {
        number: row.get(0)?,
        id,
        range: range(row.get(1)?, row.get(2)?),
        passage: row.get(3)?,
        text: row.get(4)?,
        colour: row.get(5)?,
    })
}

fn notes(store: &Store, id: ArticleId, text: &str) -> Result<Vec<Note>, Failure> {
    let mut notes: Vec<Note> = store
        .connection
        .prepare_cached(
            "SELECT number, start, stop, passage, text, colour FROM note WHERE id = ?1
             ORDER BY start IS NULL, start, number",
        )?
        .query_map([id.0], |row| note(row, id))?
        .collect::<Result<_, _>>()?;
    for note in &mut notes {
        // A place that is none in this text would break whoever slices by it.
        if note
            .range
            .as_ref()
            .is_some_and(|range| text.get(range.clone()).is_none())
        {
            note.range = None;
        }
    }
    Ok(notes)
}

/// Highlights as the reader's repairs show them: merged, renamed, hidden.
fn repaired(
    store: &Store,
    repairs: &Repairs,
    highlights: Highlights,
) -> Result<Highlights, Failure> {
    let connection = &store.connection;
    let mut out = Highlights {
        entities: Vec::with_capacity(highlights.entities.len()),
        ..highlights
    };
    // What names became, for speakers and office holders; none for what is no entity.
    let mut became: Vec<(String, Option<String>)> = Vec::new();
    for mut entity in highlights.entities {
        let Some(number) = entities::number_of(connection, &entity.key)? else {
            out.entities.push(entity);
            continue;
        };
        let shown = repairs.shown(number);
        if repairs.is_hidden(number) || repairs.is_hidden(shown) {
            became.push((entity.name, None));
            continue;
        }
        let old = entity.name.clone();
        if let Some(known) = entities::known(connection, repairs, shown)?
            && (shown != number || repairs.name(shown).is_some())
        {
            entity.key = known.key;
            if entity.name != known.name {
                let spelled = std::mem::replace(&mut entity.name, known.name);
                if !entity.aliases.contains(&spelled) {
                    entity.aliases.push(spelled);
                }
            }
        }
        became.push((old, Some(entity.name.clone())));
        match out
            .entities
            .iter_mut()
            .find(|other| other.key == entity.key)
        {
            Some(other) => unite(other, entity),
            None => out.entities.push(entity),
        }
    }
    let renamed = |name: &str| {
        became
            .iter()
            .find(|(old, _)| old == name)
            .map_or_else(|| Some(name.to_owned()), |(_, new)| new.clone())
    };
    for quote in &mut out.quotes {
        quote.speaker = quote.speaker.as_deref().and_then(renamed);
    }
    out.roles.retain_mut(|role| {
        role.of = role.of.as_deref().and_then(renamed);
        renamed(&role.person).is_some_and(|person| {
            role.person = person;
            true
        })
    });
    Ok(out)
}

/// Makes one entity of two.
fn unite(into: &mut Entity, other: Entity) {
    into.salience = into.salience.max(other.salience);
    for alias in other.aliases.into_iter().chain([other.name]) {
        if alias != into.name && !into.aliases.contains(&alias) {
            into.aliases.push(alias);
        }
    }
    into.mentions.extend(other.mentions);
    into.mentions.sort_by_key(|range| (range.start, range.end));
    into.mentions.dedup();
    into.in_title.extend(other.in_title);
    into.in_title.sort_by_key(|range| (range.start, range.end));
    into.in_title.dedup();
}

/// Whether an article is among the answers of a search.
pub(super) fn holds(store: &Store, search: &Search, id: ArticleId) -> Result<bool, Failure> {
    if search.conds.is_empty() {
        return Ok(true);
    }
    let Some(shelf) = shelves::shelf_of(&store.connection, id)? else {
        return Ok(false);
    };
    let (sql, params) = search.holds(id, &shelf);
    let mut statement = store.connection.prepare(&sql)?;
    Ok(statement.exists(params_from_iter(params))?)
}
