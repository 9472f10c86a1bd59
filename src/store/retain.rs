//! Dropping old articles by the reader's rules, and giving the space back.
//!
//! Nothing here happens by itself. What the reader did something with is never dropped: bookmarked, tagged and noted
//! articles, those that name somebody watched, and those whose bookmark, tag or note undo could still bring back.
//! An article that is dropped leaves its identity behind (16 bytes and its number), so that a feed that lists it
//! still does not bring it back as new, and its number is never given to another.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use rusqlite::{Connection, TransactionBehavior, params};

use super::failure::Failure;
use super::search::{Search, begins};
use super::shelves::{self, Shelf};
use super::write::{self, Tally};
use super::{Store, counts, journal, list, stories};
use crate::article::ArticleId;
use crate::query::{Atom, Query, State, Term};

/// The table of what was dropped.
pub(super) const TABLE: &str = "
-- Articles that the reader's rules dropped: they do not come back as new, and their numbers are not given again.
CREATE TABLE dropped (identity BLOB PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX dropped_id ON dropped (id);
";

/// So many articles are dropped in one transaction, unless a whole shelf of the text index goes.
const BATCH: usize = 500;

/// What articles may be dropped for; a rule that is none drops nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rules {
    /// Those published, or loaded where they have no date, before this day.
    pub before: Option<Date>,
    /// The oldest of those beyond so many.
    pub articles: Option<u64>,
    /// The oldest of those that make the store larger than so many bytes.
    pub bytes: Option<u64>,
}

/// Articles that rules drop, or would drop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Leaving {
    /// How many.
    pub articles: u64,
    /// How many of them are unread.
    pub unread: u64,
    /// The day of the oldest and of the newest; none where there is none, or none has a date.
    pub days: Option<(Date, Date)>,
    /// The bytes of the store they take, about.
    pub bytes: u64,
    /// How many the rules would drop if the reader had done nothing with them.
    pub kept: u64,
}

/// An article that may leave.
struct Candidate {
    id: i64,
    weight: u64,
}

impl Store {
    /// What the rules would drop; nothing is changed.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn leaving(&self, rules: &Rules) -> Result<Leaving, Failure> {
        let (_, leaving) = choose(self, rules)?;
        Ok(leaving)
    }

    /// Drops what the rules say, some hundred articles at a time; `progress` hears how many of how many are gone.
    ///
    /// Undo does not bring them back. If it is ended half-way, the next time goes on.
    ///
    /// # Errors
    /// When the disk refuses; what was dropped before stays dropped.
    pub fn drop_leaving(
        &mut self,
        rules: &Rules,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Leaving, Failure> {
        let mut seen = data_version(&self.connection)?;
        let (mut ids, leaving) = choose(self, rules)?;
        let all = ids.len() as u64;
        let mut gone = 0;
        while let Some(&first) = ids.first() {
            let standing = shelves::shelves(&self.connection)?
                .into_iter()
                .find(|it| (it.lowest..=it.highest).contains(&first));
            let here = match &standing {
                Some(it) => ids.partition_point(|id| *id <= it.highest),
                None => ids.len(),
            };
            let whole = standing.filter(|it| here as i64 == it.articles);
            let rest = ids.split_off(if whole.is_some() {
                here
            } else {
                here.min(BATCH)
            });
            if let Some(dropped) = drop_batch(self, &ids, whole, seen)? {
                gone += dropped;
                ids = rest;
                progress(gone, all);
            } else {
                // Another process wrote meanwhile: what the reader kept there is not to go.
                seen = data_version(&self.connection)?;
                let kept = kept(self)?;
                ids.extend(rest);
                ids.retain(|id| !kept.contains(id));
            }
        }
        Ok(Leaving {
            articles: gone,
            ..leaving
        })
    }

    /// Gives the space of what is gone back to the disk; returns the bytes of the file before and after.
    ///
    /// While it works it takes up to twice as much free space as the store is long.
    ///
    /// # Errors
    /// When another process is writing, or the disk refuses; then the store is as it was.
    pub fn vacuum(&mut self) -> Result<(u64, u64), Failure> {
        self.wrote();
        let settle = "PRAGMA wal_checkpoint(TRUNCATE)";
        self.connection.query_row(settle, [], |_| Ok(()))?;
        let before = bytes(&self.connection, "page_count")?;
        for shelf in shelves::shelves(&self.connection)? {
            // What was dropped or replaced stands in the index as a word taken back until its parts are merged.
            let table = shelf.table();
            self.connection.execute_batch(&format!(
                "INSERT INTO {table} ({table}) VALUES ('optimize')"
            ))?;
        }
        self.connection.execute_batch("VACUUM; PRAGMA optimize")?;
        self.connection.query_row(settle, [], |_| Ok(()))?;
        Ok((before, bytes(&self.connection, "page_count")?))
    }
}

/// Whether an article was dropped once; one that may return is no longer taken for dropped.
pub(super) fn was_dropped(
    connection: &Connection,
    identity: &[u8],
    returning: bool,
) -> Result<bool, Failure> {
    if returning {
        connection
            .prepare_cached("DELETE FROM dropped WHERE identity = ?1")?
            .execute([identity])?;
        return Ok(false);
    }
    Ok(connection
        .prepare_cached("SELECT 1 FROM dropped WHERE identity = ?1")?
        .exists([identity])?)
}

/// Another number whenever another connection or process changed the store.
fn data_version(connection: &Connection) -> Result<i64, Failure> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

/// What pages take, by the name of the pragma that counts them.
fn bytes(connection: &Connection, pages: &str) -> Result<u64, Failure> {
    let number = |name: &str| -> Result<i64, Failure> {
        Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
    };
    Ok((number(pages)? * number("page_size")?) as u64)
}

/// The articles that the rules drop, oldest first.
fn choose(store: &Store, rules: &Rules) -> Result<(Vec<i64>, Leaving), Failure> {
    let mut leaving = Leaving::default();
    if *rules == Rules::default() {
        return Ok((Vec::new(), leaving));
    }
    let connection = &store.connection;
    let used = bytes(connection, "page_count")? - bytes(connection, "freelist_count")?;
    // SQLite reads the length of a blob without reading the blob. An article whose text is lost cannot be taken off
    // the text index and stays for `check` to name.
    let candidates: Vec<Candidate> = connection
        .prepare(
            "SELECT body.id, length(body.packed) + coalesce((SELECT length(packed) FROM found WHERE found.id = body.id), 0)
             FROM body WHERE EXISTS (SELECT 1 FROM article WHERE article.id = body.id) ORDER BY body.id",
        )?
        .query_map([], |row| {
            Ok(Candidate {
                id: row.get(0)?,
                weight: row.get::<_, i64>(1)? as u64,
            })
        })?
        .collect::<Result<_, _>>()?;
    let whole: u64 = candidates.iter().map(|one| one.weight).sum();
    let before = rules
        .before
        .map_or(0, |day| ArticleId::first_at(begins(day)).0);
    let total = counts::total(connection)?;
    let too_many = rules
        .articles
        .map_or(0, |limit| total.saturating_sub(limit));
    // Everything else in the store is taken to grow with texts and highlights.
    let too_much = rules.bytes.map_or(0, |limit| {
        let beyond = used.saturating_sub(limit);
        (u128::from(whole) * u128::from(beyond)).div_ceil(u128::from(used.max(1))) as u64
    });
    let kept = kept(store)?;
    let mut ids = Vec::new();
    let mut weight = 0;
    for one in candidates {
        let leaves = one.id < before || (ids.len() as u64) < too_many || weight < too_much;
        if !leaves {
            break;
        }
        if kept.contains(&one.id) {
            leaving.kept += 1;
            continue;
        }
        weight += one.weight;
        ids.push(one.id);
    }
    leaving.articles = ids.len() as u64;
    leaving.bytes = (u128::from(used) * u128::from(weight) / u128::from(whole.max(1))) as u64;
    describe(connection, &ids, &mut leaving)?;
    Ok((ids, leaving))
}

/// How many of them are unread, and from when they are.
fn describe(connection: &Connection, ids: &[i64], leaving: &mut Leaving) -> Result<(), Failure> {
    let mut unread = connection.prepare("SELECT 1 FROM unread WHERE id = ?1")?;
    let mut day = connection.prepare("SELECT day FROM article WHERE id = ?1")?;
    for id in ids {
        leaving.unread += u64::from(unread.exists([id])?);
    }
    let mut dated = |mut ids: &mut dyn Iterator<Item = &i64>| -> Result<Option<Date>, Failure> {
        for id in &mut ids {
            if let Some(day) = day.query_row([id], |row| row.get::<_, Option<i64>>(0))? {
                return Ok(Some(counts::date(day)));
            }
        }
        Ok(None)
    };
    let oldest = dated(&mut ids.iter())?;
    let newest = dated(&mut ids.iter().rev())?;
    leaving.days = oldest.zip(newest);
    Ok(())
}

/// The articles that no rule drops.
fn kept(store: &Store) -> Result<HashSet<i64>, Failure> {
    let connection = &store.connection;
    let mut kept: HashSet<i64> = connection
        .prepare("SELECT id FROM bookmark UNION SELECT id FROM note UNION SELECT id FROM tag")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let watched = Query {
        terms: vec![Term::Is(Atom::State(State::Watched))],
        ..Query::default()
    };
    let search = Search::new(connection, &watched)?;
    let watched = list::page(store, &search, None, true, usize::MAX / 2)?;
    kept.extend(watched.into_iter().map(|id| id.0));
    kept.extend(journal::kept_by_undo(store)?);
    Ok(kept)
}

/// Drops articles in one transaction; returns how many, or none if another process wrote since `seen`. `whole` is the
/// shelf of the text index that they fill.
fn drop_batch(
    store: &mut Store,
    ids: &[i64],
    whole: Option<Shelf>,
    seen: i64,
) -> Result<Option<u64>, Failure> {
    store.wrote();
    let result = (|| {
        let Store {
            connection,
            packer,
            remembered,
            ..
        } = &mut *store;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if data_version(&transaction)? != seen {
            return Ok(None);
        }
        let mut tally = Tally::new(remembered);
        let mut sources: HashMap<i64, i64> = HashMap::new();
        let mut gone = 0;
        for id in ids {
            let id = ArticleId(*id);
            if whole.is_none() {
                let Ok(article) = write::body(&transaction, packer, id) else {
                    continue;
                };
                shelves::take(&transaction, id, &article.title, article.body.text())?;
            }
            write::forget(&transaction, packer, id, &mut tally)?;
            stories::leave(&transaction, id)?;
            let source = transaction
                .prepare_cached("SELECT source FROM article WHERE id = ?1")?
                .query_row([id.0], |row| row.get(0))?;
            *sources.entry(source).or_default() += 1;
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO dropped (identity, id) SELECT identity, id FROM article WHERE id = ?1",
                )?
                .execute([id.0])?;
            for table in ["article", "body", "found", "named", "read", "unread"] {
                transaction
                    .prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?
                    .execute([id.0])?;
            }
            gone += 1;
        }
        for (source, articles) in sources {
            transaction
                .prepare_cached("UPDATE source SET articles = articles - ?2 WHERE number = ?1")?
                .execute(params![source, articles])?;
        }
        if let Some(shelf) = whole {
            transaction.execute_batch(&format!("DROP TABLE {}", shelf.table()))?;
            transaction.execute("DELETE FROM shelf WHERE number = ?1", [shelf.number])?;
        }
        tally.write(&transaction)?;
        stories::forget_weeks(&transaction)?;
        transaction.commit()?;
        Ok(Some(gone))
    })();
    if result.is_err() {
        store.remembered.clear();
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Body};
    use crate::highlight::Highlights;
    use crate::query::parse;
    use crate::store::Incoming;
    use crate::text::Clean;

    #[test]
    fn a_shelf_of_which_everything_goes_goes_as_a_whole_and_one_of_which_some_goes_stays_right() {
        let mut store = Store::in_memory().unwrap();
        let one = |number: i64| Incoming {
            identity: number.to_string(),
            article: Article {
                title: Clean::line(&format!("Nummer n{number}")),
                published: format!("2024-01-01T{:02}:{:02}:00Z", number / 60, number % 60)
                    .parse()
                    .ok(),
                body: Body::from_text("Ein Text"),
                ..Article::default()
            },
            highlights: Highlights::default(),
        };
        for batch in 0..10 {
            let incoming = (batch * 30..batch * 30 + 30).map(one);
            store.add(incoming.collect()).unwrap();
        }
        let shelves = shelves::shelves(&store.connection).unwrap().len();
        let rules = Rules {
            articles: Some(165),
            ..Rules::default()
        };
        let mut steps = Vec::new();
        let leaving = store
            .drop_leaving(&rules, &mut |gone, all| steps.push((gone, all)))
            .unwrap();
        assert_eq!(leaving.articles, 135);
        // Three shelves of forty as a whole, then what is left of the fourth.
        assert_eq!(steps, [(40, 135), (80, 135), (120, 135), (135, 135)]);
        let left = shelves::shelves(&store.connection).unwrap();
        assert_eq!(left.len(), shelves - 3);
        let count = |text: &str| {
            let query = parse(text, Date::constant(2024, 1, 1)).query;
            counts::count(&store, &query).unwrap()
        };
        assert_eq!((count("text"), count("n134"), count("n135")), (165, 0, 1));
        // An article older than all shelves begins one of its own again.
        store.let_return(true);
        store.add(vec![one(3)]).unwrap();
        let query = parse("n3", Date::constant(2024, 1, 1)).query;
        assert_eq!(counts::count(&store, &query).unwrap(), 1);
        let troubles = store.check(false).unwrap();
        assert!(
            troubles.iter().all(|finding| !finding.trouble),
            "{troubles:?}"
        );
        store.vacuum().unwrap();
        assert_eq!(counts::count(&store, &query).unwrap(), 1);
    }
}
