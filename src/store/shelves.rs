//! The shelves of the text index: FTS5 tables that each hold a stretch of dates, and how they are kept of even size.
//!
//! A shelf begins at its floor, the lowest number it may hold, and ends below the next floor. Articles that come in
//! order of date, newest or oldest first, fill one after the other. What comes in no order overfills a shelf; each
//! batch then moves some of its articles to a neighbour with room, or to a new shelf ([`even_out`]). A move is part of
//! the batch's transaction, so that every article stands on exactly one shelf at any time.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::failure::Failure;
use super::index::Layout;
use super::pack::Packer;
use super::write;
use crate::article::ArticleId;

/// From this many articles on a shelf takes no more at its ends.
pub(super) const SHELF: i64 = if cfg!(test) { 40 } else { 20_000 };

/// From this many on some are moved off it.
const CROWDED: i64 = SHELF + SHELF / 4;
/// Up to this many it takes articles that are moved off a neighbour.
const ROOM: i64 = SHELF - SHELF / 4;

/// A shelf and the article numbers it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shelf {
    pub(super) number: i64,
    pub(super) lowest: i64,
    pub(super) highest: i64,
    pub(super) articles: i64,
    pub(super) layout: Layout,
}

impl Shelf {
    /// Its table, with all columns of the row that describes it but where it ends.
    const COLUMNS: &str = "number, floor, articles, layout";

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            lowest: row.get(1)?,
            highest: i64::MAX,
            articles: row.get(2)?,
            layout: Layout(row.get(3)?),
        })
    }

    /// The name of its table.
    pub(super) fn table(&self) -> String {
        format!("words_{}", self.number)
    }

    fn has_room(&self, up_to: i64) -> bool {
        self.layout == Layout::NEWEST && self.articles < up_to
    }
}

/// All shelves, newest first.
pub(super) fn shelves(connection: &Connection) -> Result<Vec<Shelf>, Failure> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {} FROM shelf ORDER BY floor DESC",
        Shelf::COLUMNS
    ))?;
    let mut above = i64::MAX;
    let mut out = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let shelf = Shelf {
            highest: above,
            ..Shelf::from_row(row)?
        };
        above = shelf.lowest - 1;
        out.push(shelf);
    }
    Ok(out)
}

/// The shelf an article stands on.
pub(super) fn shelf_of(connection: &Connection, id: ArticleId) -> Result<Option<Shelf>, Failure> {
    let shelf = first_where(connection, "floor <= ?1 ORDER BY floor DESC", id.0)?;
    let Some(shelf) = shelf else {
        return Ok(None);
    };
    Ok(Some(Shelf {
        highest: above(connection, &shelf)?.map_or(i64::MAX, |above| above.lowest - 1),
        ..shelf
    }))
}

/// The first shelf of which a condition holds, without the number it ends with.
fn first_where(
    connection: &Connection,
    condition: &str,
    parameter: i64,
) -> Result<Option<Shelf>, Failure> {
    let sql = format!(
        "SELECT {} FROM shelf WHERE {condition} LIMIT 1",
        Shelf::COLUMNS
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row([parameter], Shelf::from_row)
        .optional()?)
}

fn above(connection: &Connection, shelf: &Shelf) -> Result<Option<Shelf>, Failure> {
    first_where(connection, "floor > ?1 ORDER BY floor", shelf.lowest)
}

fn below(connection: &Connection, shelf: &Shelf) -> Result<Option<Shelf>, Failure> {
    first_where(connection, "floor < ?1 ORDER BY floor DESC", shelf.lowest)
}

/// The shelf an article is to be put on. One that comes before or after all articles of a full shelf goes to the
/// neighbour on that side if it has room, else it begins a new one.
fn shelf_for(connection: &Connection, id: ArticleId) -> Result<Shelf, Failure> {
    let Some(shelf) = shelf_of(connection, id)? else {
        return new_shelf(connection, 0);
    };
    if shelf.articles < SHELF {
        return Ok(shelf);
    }
    let (first, last): (Option<i64>, Option<i64>) = connection
        .prepare_cached(
            "SELECT (SELECT min(id) FROM article WHERE id BETWEEN ?1 AND ?2 AND id <> ?3),
                    (SELECT max(id) FROM article WHERE id BETWEEN ?1 AND ?2 AND id <> ?3)",
        )?
        .query_row([shelf.lowest, shelf.highest, id.0], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if last.is_some_and(|last| id.0 > last) {
        return match above(connection, &shelf)?.filter(|above| above.has_room(SHELF)) {
            Some(above) => lay_floor(connection, &above, id.0).map(|()| above),
            None => new_shelf(connection, id.0),
        };
    }
    if let Some(first) = first.filter(|first| id.0 < *first) {
        let below = below(connection, &shelf)?.filter(|below| below.has_room(SHELF));
        lay_floor(connection, &shelf, first)?;
        return match below {
            Some(below) => Ok(below),
            None => new_shelf(connection, shelf.lowest),
        };
    }
    Ok(shelf)
}

fn lay_floor(connection: &Connection, shelf: &Shelf, floor: i64) -> Result<(), Failure> {
    connection
        .prepare_cached("UPDATE shelf SET floor = ?2 WHERE number = ?1")?
        .execute([shelf.number, floor])?;
    Ok(())
}

fn new_shelf(connection: &Connection, floor: i64) -> Result<Shelf, Failure> {
    connection.execute(
        "INSERT INTO shelf (floor, layout) VALUES (?1, ?2)",
        [floor, Layout::NEWEST.0],
    )?;
    let shelf = Shelf {
        number: connection.last_insert_rowid(),
        lowest: floor,
        highest: i64::MAX,
        articles: 0,
        layout: Layout::NEWEST,
    };
    make_table(connection, &shelf)?;
    Ok(shelf)
}

fn make_table(connection: &Connection, shelf: &Shelf) -> Result<(), Failure> {
    let table = shelf.table();
    connection.execute_batch(&format!(
        "CREATE VIRTUAL TABLE {table} USING fts5 (title, body, content = '', columnsize = 0, tokenize = 'ascii');
         INSERT INTO {table} ({table}, rank) VALUES ('rank', 'bm25(5.0, 1.0)');"
    ))?;
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
    put_on(connection, &shelf, id, title, body)?;
    count(connection, &shelf, 1)
}

pub(super) fn put_on(
    connection: &Connection,
    shelf: &Shelf,
    id: ArticleId,
    title: &str,
    body: &str,
) -> Result<(), Failure> {
    let (title, body) = shelf.layout.entry(title, body);
    connection
        .prepare_cached(&format!(
            "INSERT INTO {} (rowid, title, body) VALUES (?1, ?2, ?3)",
            shelf.table()
        ))?
        .execute(params![id.0, title, body])?;
    Ok(())
}

/// Takes an article's words off its shelf; they must be those that were put there.
pub(super) fn take(
    connection: &Connection,
    id: ArticleId,
    title: &str,
    body: &str,
) -> Result<(), Failure> {
    let Some(shelf) = shelf_of(connection, id)? else {
        return Ok(());
    };
    take_off(connection, &shelf, id, title, body)?;
    count(connection, &shelf, -1)
}

pub(super) fn take_off(
    connection: &Connection,
    shelf: &Shelf,
    id: ArticleId,
    title: &str,
    body: &str,
) -> Result<(), Failure> {
    let table = shelf.table();
    let (title, body) = shelf.layout.entry(title, body);
    connection
        .prepare_cached(&format!(
            "INSERT INTO {table} ({table}, rowid, title, body) VALUES ('delete', ?1, ?2, ?3)"
        ))?
        .execute(params![id.0, title, body])?;
    Ok(())
}

fn count(connection: &Connection, shelf: &Shelf, articles: i64) -> Result<(), Failure> {
    connection
        .prepare_cached("UPDATE shelf SET articles = max(0, articles + ?2) WHERE number = ?1")?
        .execute([shelf.number, articles])?;
    Ok(())
}

/// Moves articles off shelves that hold too many or are of an older layout, at most so many; says how many it moved.
pub(super) fn even_out(
    connection: &Connection,
    packer: &Packer,
    most: usize,
) -> Result<usize, Failure> {
    let mut moved = 0;
    while moved < most {
        let unfit = format!(
            "(articles > ?1 OR layout < {}) ORDER BY floor DESC",
            Layout::NEWEST.0
        );
        let Some(shelf) = first_where(connection, &unfit, CROWDED)? else {
            break;
        };
        let Some(shelf) = shelf_of(connection, ArticleId(shelf.lowest))? else {
            break;
        };
        moved += relieve(connection, packer, &shelf, most - moved)?;
    }
    Ok(moved)
}

/// Moves articles from one end of a shelf to the neighbour there, or from its upper end to a new shelf.
fn relieve(
    connection: &Connection,
    packer: &Packer,
    shelf: &Shelf,
    most: usize,
) -> Result<usize, Failure> {
    let above = above(connection, shelf)?.filter(|above| above.has_room(ROOM));
    let below = below(connection, shelf)?.filter(|below| below.has_room(ROOM));
    let upwards = above.is_some() || below.is_none();
    let much = if shelf.layout < Layout::NEWEST {
        shelf.articles
    } else {
        shelf.articles - SHELF
    };
    let room = above.or(below).map_or(ROOM, |to| ROOM - to.articles);
    // A shelf that counts none may still have some.
    let much = much.clamp(1, room).min(most as i64);
    let order = if upwards { "DESC" } else { "ASC" };
    let ids: Vec<i64> = connection
        .prepare_cached(&format!(
            "SELECT id FROM article WHERE id BETWEEN ?1 AND ?2 ORDER BY id {order} LIMIT ?3"
        ))?
        .query_map([shelf.lowest, shelf.highest, much], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let target = match above.or(below) {
        Some(target) => target,
        // It gets its floor when it is known what is left below it.
        None => new_shelf(connection, -1)?,
    };
    for id in &ids {
        let id = ArticleId(*id);
        // A damaged text has no words any more. What it left in the table lies outside the shelf from now on.
        if let Ok(article) = write::body(connection, packer, id) {
            let text = article.body.text();
            take_off(connection, shelf, id, &article.title, text)?;
            put_on(connection, &target, id, &article.title, text)?;
            count(connection, &target, 1)?;
        }
        count(connection, shelf, -1)?;
    }
    let last = ids.last().copied().unwrap_or(shelf.lowest);
    let (end, range) = if upwards {
        ("max(id)", (shelf.lowest, last - 1))
    } else {
        ("min(id)", (last + 1, shelf.highest))
    };
    let left: Option<i64> = connection
        .prepare_cached(&format!(
            "SELECT {end} FROM article WHERE id BETWEEN ?1 AND ?2"
        ))?
        .query_row(range, |row| row.get(0))?;
    match left {
        None => {
            connection.execute("DELETE FROM shelf WHERE number = ?1", [shelf.number])?;
            connection.execute_batch(&format!("DROP TABLE {}", shelf.table()))?;
            if upwards {
                lay_floor(connection, &target, shelf.lowest)?;
            }
        }
        Some(_) if upwards => lay_floor(connection, &target, last)?,
        Some(next) => lay_floor(connection, shelf, next)?,
    }
    Ok(ids.len().max(1))
}
