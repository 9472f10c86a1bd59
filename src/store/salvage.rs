//! Saving what can be read of a damaged store into a new one, the reader's own first.
//!
//! Every table is read in order of its key, and where a page cannot be read, reading goes on behind it. Text and
//! highlights that cannot be unpacked are left out; highlights are recognised again.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params, params_from_iter};

use super::failure::Failure;
use super::write::{self, Tally};
use super::{Store, counts, index};
use crate::article::{Article, ArticleId};
use crate::highlight::Highlights;

/// What was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Salvaged {
    /// Articles with their text.
    pub articles: u64,
    /// Bookmarks, notes, tags, read marks, watches, repairs and subscriptions.
    pub state: u64,
    /// Places where the file could not be read.
    pub gaps: u64,
}

/// So many keys are skipped at most, doubling, to find the next page that can be read.
const FARTHEST: i64 = 1 << 59;

/// Tables that are copied as they are: name, key, other columns.
const COPIED: [(&str, &str, &[&str]); 10] = [
    ("entity", "number", &["kind", "key", "name", "shown"]),
    ("bookmark", "id", &["at"]),
    (
        "note",
        "number",
        &["id", "start", "stop", "passage", "text", "colour", "at"],
    ),
    ("read", "id", &[]),
    ("watch", "entity", &["name", "at"]),
    ("repair", "entity", &["of", "name", "hidden"]),
    (
        "feed",
        "number",
        &[
            "address",
            "title",
            "site",
            "tags",
            "typed",
            "etag",
            "modified",
            "at",
            "due",
            "not_before",
            "failures",
            "trouble",
            "gone",
        ],
    ),
    ("dropped", "id", &["identity"]),
    ("dictionary", "number", &["bytes"]),
    ("journal", "number", &["what", "forth", "back", "undone"]),
];

/// Copies what can be read of the file into an empty store.
pub(super) fn salvage(damaged: &Path, store: &mut Store) -> Result<Salvaged, Failure> {
    if counts::total(&store.connection)? > 0 {
        return Err(Failure::open(
            damaged,
            "what is saved needs a new, empty store",
        ));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(damaged, flags)
        .map_err(|error| Failure::open(damaged, error))?;
    let Store {
        connection,
        packer,
        remembered,
        ..
    } = store;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut saved = Salvaged::default();
    for (table, key, columns) in COPIED {
        let names = [&[key], columns].concat().join(", ");
        let places = vec!["?"; columns.len() + 1].join(", ");
        let mut insert = transaction.prepare(&format!(
            "INSERT OR IGNORE INTO {table} ({names}) VALUES ({places})"
        ))?;
        let states = !matches!(table, "entity" | "journal" | "dictionary" | "dropped");
        saved.gaps += each_row(&source, table, key, &names, columns.len() + 1, |row| {
            let kept = insert.execute(params_from_iter(row))?;
            saved.state += u64::from(states) * kept as u64;
            Ok(())
        })?;
    }
    saved.state += tags(&source, &transaction)?;
    packer.read_dictionaries(&transaction)?;
    let mut tally = Tally::new(remembered);
    let known = identities(&source, &mut saved.gaps);
    saved.gaps += each_row(&source, "body", "id", "id, packed", 2, |row| {
        let [Value::Integer(id), Value::Blob(packed)] = &row[..] else {
            return Ok(());
        };
        let id = ArticleId(*id);
        let Ok(article) = packer.unpack::<Article>(&transaction, packed) else {
            return Ok(());
        };
        // Without its identity an article is kept all the same; only, loaded again, it comes a second time.
        let (identity, recogniser) = known
            .get(&id.0)
            .cloned()
            .unwrap_or_else(|| (id.to_string().into_bytes(), 0));
        write::write(&transaction, packer, id, &identity, &article)?;
        transaction
            .prepare_cached("INSERT OR IGNORE INTO unread (id) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM read WHERE read.id = ?1)")?
            .execute([id.0])?;
        let found: Option<Highlights> = source
            .prepare_cached("SELECT packed FROM found WHERE id = ?1")
            .and_then(|mut found| found.query_row([id.0], |row| row.get::<_, Vec<u8>>(0)))
            .ok()
            .and_then(|packed| packer.unpack(&transaction, &packed).ok());
        let (found, recogniser) = match found {
            Some(found) => (found, recogniser),
            None => (Highlights::default(), 0),
        };
        write::learn(&transaction, packer, id, &found, recogniser, &mut tally)?;
        saved.articles += 1;
        Ok(())
    })?;
    tally.write(&transaction)?;
    index::mark_current(&transaction)?;
    transaction.commit()?;
    Ok(saved)
}

/// Identities and recogniser versions by article: from the table, and where that cannot be read from its index.
fn identities(source: &Connection, gaps: &mut u64) -> HashMap<i64, (Vec<u8>, u32)> {
    let mut known = HashMap::new();
    let columns = "id, identity, recogniser";
    let read = each_row(source, "article", "id", columns, 3, |row| {
        if let [
            Value::Integer(id),
            Value::Blob(identity),
            Value::Integer(recogniser),
        ] = &row[..]
        {
            let recogniser = u32::try_from(*recogniser).unwrap_or(0);
            known.insert(*id, (identity.clone(), recogniser));
        }
        Ok(())
    });
    *gaps += read.unwrap_or(1);
    let sql = "SELECT id, identity FROM article INDEXED BY article_identity ORDER BY identity";
    if let Ok(mut statement) = source.prepare(sql)
        && let Ok(mut rows) = statement.query([])
    {
        while let Ok(Some(row)) = rows.next() {
            if let (Ok(id), Ok(identity)) = (row.get(0), row.get(1)) {
                known.entry(id).or_insert((identity, 0));
            }
        }
    }
    known
}

/// Tags have no number as key; they are read as far as they can be.
fn tags(source: &Connection, into: &Connection) -> Result<u64, Failure> {
    let Ok(mut statement) = source.prepare("SELECT tag, id FROM tag") else {
        return Ok(0);
    };
    let Ok(mut rows) = statement.query([]) else {
        return Ok(0);
    };
    let mut saved = 0;
    while let Ok(Some(row)) = rows.next() {
        if let (Ok(tag), Ok(id)) = (row.get::<_, String>(0), row.get::<_, i64>(1)) {
            saved += into
                .prepare_cached("INSERT OR IGNORE INTO tag (tag, id) VALUES (?1, ?2)")?
                .execute(params![tag, id])? as u64;
        }
    }
    Ok(saved)
}

/// Calls with every row that can be read, in order of the key, which is the first column; returns how often the
/// reading had to jump.
fn each_row(
    source: &Connection,
    table: &str,
    key: &str,
    names: &str,
    width: usize,
    mut visit: impl FnMut(Vec<Value>) -> Result<(), Failure>,
) -> Result<u64, Failure> {
    let sql = format!("SELECT {names} FROM {table} NOT INDEXED WHERE {key} >= ?1 ORDER BY {key}");
    let mut from = 0_i64;
    let mut jump = 1_i64;
    let mut gaps = 0;
    loop {
        let mut read = 0_u64;
        let outcome = (|| -> rusqlite::Result<Result<(), Failure>> {
            let mut statement = source.prepare(&sql)?;
            let mut rows = statement.query([from])?;
            while let Some(row) = rows.next()? {
                let values = (0..width)
                    .map(|at| row.get::<_, Value>(at))
                    .collect::<rusqlite::Result<Vec<Value>>>()?;
                let Some(Value::Integer(number)) = values.first() else {
                    continue;
                };
                from = number.saturating_add(1);
                read += 1;
                if let Err(failure) = visit(values) {
                    return Ok(Err(failure));
                }
            }
            Ok(Ok(()))
        })();
        if let Ok(done) = outcome {
            return done.map(|()| gaps);
        }
        // The row after the last one read stands on a page that cannot be read; farther ones may.
        if read > 0 {
            jump = 1;
            gaps += 1;
        }
        if jump >= FARTHEST {
            return Ok(gaps + u64::from(read == 0 && from == 0));
        }
        from = from.saturating_add(jump);
        jump *= 2;
    }
}
