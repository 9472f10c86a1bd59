//! Stories: articles that are the same piece, found by their prints when they come, shown as one row when asked for.
//!
//! Keys of prints lie in slots by week and key, each a run of entries of eight bytes, so that a piece is looked up
//! only among those of its days and what comes in touches few pages. What shares a key is held against the newcomer
//! by its text, so the print itself is not kept and an entry that is out of date does no harm. A story holds pieces
//! of [`WINDOW`] seconds at most: what is printed anew every day does not become one story of years.
//!
//! Of a story in a list the row is that of its whole texts before parts, then of the newest; which one leads is asked
//! of the story's articles, of which there are few, so a page of rows is grouped without looking at other pages.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::failure::Failure;
use super::pack::Packer;
use super::search::Search;
use super::write::{self, extent_from};
use super::{Store, list, look};
use crate::article::{Article, ArticleId};
use crate::ask::Twin;
use crate::say::{Said, say, says};
use crate::story::{Print, VERSION};
use crate::text::Clean;

/// The second migration after the first version; it marks what is there already to be looked through.
pub(super) const TABLE: &str = "
-- Articles that are the same piece as others, by the number of their story.
CREATE TABLE story (article INTEGER PRIMARY KEY, story INTEGER NOT NULL) STRICT;
CREATE INDEX story_story ON story (story);
-- Where pieces with a key in common are found: entries of eight bytes, by week and key.
CREATE TABLE print (slot INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
INSERT INTO fact (name, value) VALUES ('stories', 1);
INSERT INTO fact (name, value) SELECT 'stories below', id FROM article ORDER BY id DESC LIMIT 1;
";

/// What the prints in the file are made by, and from which article down they are still to be made.
const MADE_BY: &str = "stories";
const BELOW: &str = "stories below";

/// Seconds between the first and the last piece of a story.
const WINDOW: i64 = 7 * 86_400;

const WEEK: i64 = 7 * 86_400;

/// Bits of a key that choose the slot within a week, and those that stand in the entry.
const SLOT_BITS: u32 = 10;
const TAG_BITS: u32 = 32 - SLOT_BITS;

/// Bits of an article's number within its week: 604,800 seconds and what is below the second.
const WITHIN_BITS: u32 = 20 + ArticleId::SEQUENCE_BITS;

/// So many articles are held against a newcomer by their text, those with most keys in common first.
const COMPARED: usize = 8;

fn week_of(id: i64) -> i64 {
    (id >> ArticleId::SEQUENCE_BITS) / WEEK
}

fn first_of(week: i64) -> i64 {
    (week * WEEK) << ArticleId::SEQUENCE_BITS
}

fn entry(tag: u32, id: i64) -> [u8; 8] {
    let within = (id - first_of(week_of(id))) as u64;
    (u64::from(tag) << WITHIN_BITS | within).to_be_bytes()
}

/// Puts an article into the story it belongs to, if there is one, and notes where later ones find it.
pub(super) fn place(
    connection: &Connection,
    packer: &Packer,
    id: ArticleId,
    article: &Article,
) -> Result<(), Failure> {
    leave(connection, id)?;
    let Some(print) = Print::of(&article.title, article.body.text()) else {
        return Ok(());
    };
    let mut found: Vec<(i64, u32)> = Vec::new();
    for key in print.keys() {
        for id in meet(connection, *key, id.0)? {
            match found.iter_mut().find(|(other, _)| *other == id) {
                Some((_, keys)) => *keys += 1,
                None => found.push((id, 1)),
            }
        }
    }
    found.sort_by_key(|(other, keys)| (std::cmp::Reverse(*keys), other.abs_diff(id.0)));
    let mut same: Vec<(f32, i64)> = Vec::new();
    for (other, _) in found.into_iter().take(COMPARED) {
        // One whose text is gone or damaged is no reason not to keep this one.
        let Ok(known) = write::body(connection, packer, ArticleId(other)) else {
            continue;
        };
        let alike = Print::of(&known.title, known.body.text()).and_then(|known| print.same(&known));
        same.extend(alike.map(|alike| (alike, other)));
    }
    same.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    for (_, other) in same {
        if join(connection, id.0, other)? {
            break;
        }
    }
    Ok(())
}

/// The articles of these days that have a key, and this one noted among them.
fn meet(connection: &Connection, key: u32, id: i64) -> Result<Vec<i64>, Failure> {
    let tag = key & ((1 << TAG_BITS) - 1);
    let slot = |week: i64| week << SLOT_BITS | i64::from(key >> TAG_BITS);
    let span = WINDOW << ArticleId::SEQUENCE_BITS;
    let own = week_of(id);
    let mut out = Vec::new();
    let mut noted = false;
    let mut look = connection.prepare_cached("SELECT entries FROM print WHERE slot = ?1")?;
    for week in week_of((id - span).max(0))..=week_of(id + span) {
        let mut rows = look.query([slot(week)])?;
        let Some(row) = rows.next()? else {
            continue;
        };
        for bytes in row.get_ref(0)?.as_blob()?.chunks_exact(8) {
            let entry = bytes.try_into().map_or(0, u64::from_be_bytes);
            if entry >> WITHIN_BITS != u64::from(tag) {
                continue;
            }
            let other = first_of(week) + (entry & ((1 << WITHIN_BITS) - 1)) as i64;
            if other == id {
                noted = true;
            } else if other.abs_diff(id) <= span as u64 {
                out.push(other);
            }
        }
    }
    if !noted {
        connection
            .prepare_cached(
                "INSERT INTO print (slot, entries) VALUES (?1, ?2)
                 ON CONFLICT (slot) DO UPDATE SET entries = CAST(entries || excluded.entries AS BLOB)",
            )?
            .execute(params![slot(own), &entry(tag, id)[..]])?;
    }
    Ok(out)
}

/// Makes two articles one story, or the first part of the other's; says whether that story takes it.
fn join(connection: &Connection, id: i64, other: i64) -> Result<bool, Failure> {
    let known: Option<i64> = story_of(connection, other)?;
    let mut insert =
        connection.prepare_cached("INSERT INTO story (article, story) VALUES (?1, ?2)")?;
    let Some(story) = known else {
        let story: i64 = connection
            .prepare_cached("SELECT coalesce(max(story), 0) + 1 FROM story")?
            .query_row([], |row| row.get(0))?;
        insert.execute([other, story])?;
        insert.execute([id, story])?;
        return Ok(true);
    };
    let (first, last): (i64, i64) = connection
        .prepare_cached("SELECT min(article), max(article) FROM story WHERE story = ?1")?
        .query_row([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if last.max(id) - first.min(id) > WINDOW << ArticleId::SEQUENCE_BITS {
        return Ok(false);
    }
    insert.execute([id, story])?;
    Ok(true)
}

fn story_of(connection: &Connection, id: i64) -> Result<Option<i64>, Failure> {
    Ok(connection
        .prepare_cached("SELECT story FROM story WHERE article = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?)
}

/// Forgets the prints of weeks before the oldest article: those of articles that were dropped.
pub(super) fn forget_weeks(connection: &Connection) -> Result<(), Failure> {
    let oldest: Option<i64> =
        connection.query_row("SELECT min(id) FROM article", [], |row| row.get(0))?;
    connection.execute(
        "DELETE FROM print WHERE slot < ?1",
        [oldest.map_or(i64::MAX, |id| week_of(id) << SLOT_BITS)],
    )?;
    Ok(())
}

/// Takes an article out of its story, whose last one alone is none any more.
pub(super) fn leave(connection: &Connection, id: ArticleId) -> Result<(), Failure> {
    let Some(story) = story_of(connection, id.0)? else {
        return Ok(());
    };
    connection
        .prepare_cached("DELETE FROM story WHERE article = ?1")?
        .execute([id.0])?;
    connection
        .prepare_cached(
            "DELETE FROM story WHERE story = ?1 AND (SELECT count(*) FROM story WHERE story = ?1) = 1",
        )?
        .execute([story])?;
    Ok(())
}

/// An article's story, itself included, the one that leads first: whole texts before parts, then the newest.
fn members(connection: &Connection, id: ArticleId) -> Result<Vec<ArticleId>, Failure> {
    let Some(story) = story_of(connection, id.0)? else {
        return Ok(vec![id]);
    };
    let mut statement = connection.prepare_cached(
        "SELECT s.article, a.extent FROM story AS s JOIN article AS a ON a.id = s.article WHERE s.story = ?1",
    )?;
    let mut found: Vec<(bool, ArticleId)> = statement
        .query_map([story], |row| {
            let extent = extent_from(row.get(1)?);
            Ok((
                extent != crate::article::Extent::Full,
                ArticleId(row.get(0)?),
            ))
        })?
        .collect::<Result<_, _>>()?;
    found.sort_by_key(|(part, id)| (*part, std::cmp::Reverse(*id)));
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

/// The numbers of the articles that are the same piece as one of these, they themselves first.
pub(super) fn with_copies(connection: &Connection, ids: &[ArticleId]) -> Result<Vec<i64>, Failure> {
    let mut out: Vec<i64> = ids.iter().map(|id| id.0).collect();
    for id in ids {
        for member in members(connection, *id)? {
            if !out.contains(&member.0) {
                out.push(member.0);
            }
        }
    }
    Ok(out)
}

/// The other articles of an article's story, as they lead.
pub(super) fn twins(connection: &Connection, id: ArticleId) -> Result<Vec<Twin>, Failure> {
    let mut out = Vec::new();
    for member in members(connection, id)? {
        if member != id {
            out.push(twin(connection, member)?);
        }
    }
    Ok(out)
}

fn twin(connection: &Connection, id: ArticleId) -> Result<Twin, Failure> {
    Ok(connection
        .prepare_cached(
            "SELECT a.title, a.published, s.name, EXISTS (SELECT 1 FROM read WHERE read.id = a.id)
             FROM article AS a LEFT JOIN source AS s ON s.number = a.source WHERE a.id = ?1",
        )?
        .query_row([id.0], |row| {
            let text = |at| row.get::<_, Option<String>>(at);
            Ok(Twin {
                id,
                title: Clean::from(row.get::<_, String>(0)?),
                published: text(1)?.and_then(|text| text.parse().ok()),
                source: text(2)?.filter(|name| !name.is_empty()).map(Clean::from),
                read: row.get(3)?,
            })
        })?)
}

/// For how many answers an answer stands when stories are one row; none if another of its story stands for it.
fn stands_for(store: &Store, search: &Search, id: ArticleId) -> Result<Option<u32>, Failure> {
    let members = members(&store.connection, id)?;
    let mut answers = 0;
    for member in members {
        if member == id {
            answers += 1;
        } else if look::is_answer(store, search, member)? {
            if answers == 0 {
                return Ok(None);
            }
            answers += 1;
        }
    }
    Ok(Some(answers))
}

/// Like [`list::page`], each story once: numbers with how many answers they stand for.
pub(super) fn page(
    store: &Store,
    search: &Search,
    bound: Option<(&str, i64)>,
    descending: bool,
    limit: usize,
) -> Result<Vec<(ArticleId, u32)>, Failure> {
    let mut out = Vec::with_capacity(limit.min(1024));
    let mut bound = bound;
    loop {
        let asked = (limit - out.len()).max(16);
        let ids = list::page(store, search, bound, descending, asked)?;
        for id in &ids {
            if let Some(copies) = stands_for(store, search, *id)? {
                out.push((*id, copies));
                if out.len() == limit {
                    return Ok(out);
                }
            }
        }
        match ids.last() {
            Some(last) if ids.len() == asked => {
                bound = Some((if descending { "<" } else { ">" }, last.0));
            }
            _ => return Ok(out),
        }
    }
}

/// Of numbers in order of relevance each story once, where its best stands.
pub(super) fn once(
    connection: &Connection,
    ids: Vec<ArticleId>,
) -> Result<Vec<(ArticleId, u32)>, Failure> {
    let mut out: Vec<(ArticleId, u32)> = Vec::with_capacity(ids.len());
    let mut met: std::collections::HashMap<i64, usize> = std::collections::HashMap::new();
    for id in ids {
        let story = story_of(connection, id.0)?;
        if let Some(at) = story.and_then(|story| met.get(&story).copied()) {
            out[at].1 += 1;
        } else {
            met.extend(story.map(|story| (story, out.len())));
            out.push((id, 1));
        }
    }
    Ok(out)
}

impl Store {
    /// Looks for stories among articles that a version without them loaded, the newest first, at most `limit` at a
    /// time; says how many it looked at, none if all are done.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn find_stories(&mut self, limit: usize) -> Result<usize, Failure> {
        if fact(&self.connection, MADE_BY)? == Some(VERSION)
            && fact(&self.connection, BELOW)?.is_none()
        {
            return Ok(0);
        }
        self.wrote();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        if fact(&transaction, MADE_BY)? != Some(VERSION) {
            forget(&transaction)?;
        }
        let Some(below) = fact(&transaction, BELOW)? else {
            transaction.commit()?;
            return Ok(0);
        };
        let ids: Vec<i64> = transaction
            .prepare_cached("SELECT id FROM article WHERE id <= ?1 ORDER BY id DESC LIMIT ?2")?
            .query_map(params![below, limit as i64], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for id in &ids {
            let id = ArticleId(*id);
            // A text that is damaged must not keep the others from being looked at.
            if let Ok(article) = write::body(&transaction, &self.packer, id) {
                place(&transaction, &self.packer, id, &article)?;
            }
        }
        match ids.last().filter(|_| ids.len() == limit) {
            Some(last) => set_fact(&transaction, BELOW, last - 1)?,
            None => {
                transaction.execute("DELETE FROM fact WHERE name = ?1", [BELOW])?;
            }
        }
        transaction.commit()?;
        Ok(ids.len())
    }
}

/// Stories against the articles; with `repair`, they are found anew, or what is left to look at is looked at.
pub(super) fn check(
    store: &mut Store,
    repair: bool,
    tell: &mut impl FnMut(Said, bool),
) -> Result<(), Failure> {
    const BATCH: usize = 1000;
    let number = |sql: &str| -> Result<i64, Failure> {
        Ok(store.connection.query_row(sql, [], |row| row.get(0))?)
    };
    let wrong = number(
        "SELECT (SELECT count(*) FROM story WHERE NOT EXISTS (SELECT 1 FROM article WHERE article.id = story.article))
           + (SELECT count(*) FROM (SELECT 1 FROM story GROUP BY story HAVING count(*) < 2))
           + (SELECT count(*) FROM print WHERE length(entries) % 8 <> 0)",
    )?;
    if wrong > 0 {
        tell(
            say!("The stories, articles that are the same piece, do not fit the articles."),
            true,
        );
    } else {
        let (articles, stories) = (
            number("SELECT count(*) FROM story")?,
            number("SELECT count(DISTINCT story) FROM story")?,
        );
        tell(
            says!(
                stories;
                "{articles} articles are the same piece, in 1 story.",
                "{articles} articles are the same piece as others, in {stories} stories.",
                articles
            ),
            false,
        );
    }
    if !repair {
        return Ok(());
    }
    if wrong > 0 {
        let transaction = store
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        forget(&transaction)?;
        transaction.commit()?;
    }
    let mut looked = 0;
    loop {
        match store.find_stories(BATCH)? {
            0 => break,
            articles => looked += articles,
        }
    }
    if looked > 0 {
        tell(say!("The stories were found anew."), false);
    }
    Ok(())
}

fn forget(connection: &Connection) -> Result<(), Failure> {
    connection.execute_batch("DELETE FROM story; DELETE FROM print;")?;
    set_fact(connection, MADE_BY, VERSION)?;
    set_fact(connection, BELOW, i64::MAX)
}

fn fact(connection: &Connection, name: &str) -> Result<Option<i64>, Failure> {
    Ok(connection
        .prepare_cached("SELECT value FROM fact WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

fn set_fact(connection: &Connection, name: &str, value: i64) -> Result<(), Failure> {
    connection
        .prepare_cached(
            "INSERT INTO fact (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute(params![name, value])?;
    Ok(())
}
