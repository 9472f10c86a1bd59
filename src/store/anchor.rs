//! Where the reader's notes stand in a text that is not the one they were written on.
//!
//! A note keeps its words and its place. When another text takes the place of the old one, the words are looked for
//! ([`find_again`]); a note whose words are gone has no place any more, but stays with all that was written.

use rusqlite::{Connection, params};

use super::failure::Failure;
use super::pack::Packer;
use super::{opened, write};
use crate::article::ArticleId;
use crate::change::Note;
use crate::text::find_again;

/// The notes of an article find their passages in its new text.
pub(super) fn again(
    connection: &Connection,
    id: ArticleId,
    old: &str,
    new: &str,
) -> Result<(), Failure> {
    let notes: Vec<(i64, Option<i64>, Option<i64>, String)> = connection
        .prepare_cached("SELECT number, start, stop, passage FROM note WHERE id = ?1")?
        .query_map([id.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<Result<_, _>>()?;
    for (number, start, stop, passage) in notes {
        if passage.is_empty() {
            continue;
        }
        let stood = opened::range(start, stop).map(|range| (old, range));
        // A correction that took most of it away may bring what was first marked back later.
        let place = find_again(&passage, stood, new).or_else(|| find_again(&passage, None, new));
        connection
            .prepare_cached("UPDATE note SET start = ?2, stop = ?3 WHERE number = ?1")?
            .execute(params![
                number,
                place.as_ref().map(|place| place.start as i64),
                place.as_ref().map(|place| place.end as i64)
            ])?;
    }
    Ok(())
}

/// Gives a note that is written now its place in the text as it is now: it may come from a time before the text was
/// replaced, out of the journal or from a reader that still shows the old one.
pub(super) fn settle(
    connection: &Connection,
    packer: &Packer,
    note: &mut Note,
    there: Option<&Note>,
) -> Result<(), Failure> {
    let Some(range) = note.range.clone() else {
        return Ok(());
    };
    if note.passage.is_empty() || there.is_some_and(|there| there.range == note.range) {
        return Ok(());
    }
    let article = write::body(connection, packer, note.id)?;
    let text = article.body.text();
    if text.get(range) == Some(note.passage.as_str()) {
        return Ok(());
    }
    note.range = match there {
        Some(there) if there.passage == note.passage => there.range.clone(),
        _ => find_again(&note.passage, None, text),
    };
    Ok(())
}
