//! Who is named where, for all articles at once, held in memory until articles come, go or are recognised anew.
//!
//! The table `named` gives the entities of one article in a microsecond or two. That is too long for questions whose
//! answer is a fifth of a million articles: the companies named beside a company, the articles that name both of
//! two. Laid out side by side, the entities of a million articles (30 MB) are gone through in ten milliseconds. So
//! they are read once when a question of that size comes, and read again when a batch has changed them since. What the
//! reader does changes nothing here.

use std::cell::Ref;
use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::Store;
use super::counts;
use super::entities::Repairs;
use super::failure::Failure;
use super::pack::read_named;
use super::search::{Cond, Search};
use crate::article::ArticleId;

/// From about so many articles on, an answer is worth it.
pub(super) const LARGE: u64 = if cfg!(test) { 12 } else { 30_000 };

/// Of more articles than this none is held: 120 MB.
const MOST: u64 = 4_000_000;

/// Up to so many entities are compared one by one.
const FEW: usize = 8;

/// The entities of every article.
#[derive(Debug, Default)]
pub(super) struct Cast {
    /// The version it was read at; none while it was only asked for.
    version: Option<i64>,
    /// The version at which it was last asked for.
    asked: Option<i64>,
    /// Numbers of all articles, ascending.
    ids: Vec<i64>,
    /// Where the entities of each article begin; at the end their number.
    starts: Vec<u32>,
    /// As recognised, before repairs.
    entities: Vec<u32>,
}

/// How much a cast is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// It is read if need be.
    Now,
    /// It is read if it was asked for before and the store has not changed since.
    Again,
}

/// The cast of the store as it is now; none if it is not worth reading, or too large.
pub(super) fn cast(store: &Store, wanted: Wanted) -> Result<Option<Ref<'_, Cast>>, Failure> {
    let version = version(&store.connection)?;
    let stands = |cast: &Cast| cast.version == Some(version);
    if !stands(&store.cast.borrow()) {
        let asked = store.cast.borrow().asked == Some(version);
        store.cast.borrow_mut().asked = Some(version);
        if wanted == Wanted::Again && !asked {
            return Ok(None);
        }
        // What is out of date goes before the new one is read.
        *store.cast.borrow_mut() = Cast::default();
        let read = read(store, version)?;
        *store.cast.borrow_mut() = read;
    }
    let cast = store.cast.borrow();
    Ok(stands(&cast).then_some(cast))
}

/// Says that what articles name has changed; part of the transaction that changes it.
pub(super) fn changed(connection: &Connection) -> Result<(), Failure> {
    connection
        .prepare_cached(
            "INSERT INTO fact (name, value) VALUES ('named', 1)
             ON CONFLICT (name) DO UPDATE SET value = value + 1",
        )?
        .execute([])?;
    Ok(())
}

/// How often that was said.
fn version(connection: &Connection) -> Result<i64, Failure> {
    let version = connection
        .prepare_cached("SELECT value FROM fact WHERE name = 'named'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(version.unwrap_or(0))
}

fn read(store: &Store, version: i64) -> Result<Cast, Failure> {
    let articles = counts::total(&store.connection)?;
    if articles > MOST {
        return Ok(Cast::default());
    }
    let room = articles as usize + 1;
    let mut cast = Cast {
        version: Some(version),
        asked: Some(version),
        ids: Vec::with_capacity(room),
        starts: Vec::with_capacity(room),
        entities: Vec::with_capacity(room * 4),
    };
    let mut statement = store
        .connection
        .prepare_cached("SELECT id, entities FROM named ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        cast.ids.push(row.get(0)?);
        cast.starts.push(cast.entities.len() as u32);
        let Some(named) = row.get_ref(1)?.as_blob_or_null()? else {
            continue;
        };
        for one in read_named(named) {
            match u32::try_from(one.entity) {
                Ok(entity) => cast.entities.push(entity),
                Err(_) => return Ok(Cast::default()),
            }
        }
    }
    cast.starts.push(cast.entities.len() as u32);
    Ok(cast)
}

impl Cast {
    fn of(&self, place: usize) -> &[u32] {
        &self.entities[self.starts[place] as usize..self.starts[place + 1] as usize]
    }

    fn all(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ids.len()).map(|place| self.of(place))
    }

    /// How many articles pass a test.
    pub(super) fn count(&self, test: &Test) -> u64 {
        self.all().filter(|named| test.holds(named)).count() as u64
    }

    /// How many of the articles that pass a test name each entity.
    pub(super) fn tally(&self, test: &Test, into: &mut Tally<'_>) {
        for named in self.all().filter(|named| test.holds(named)) {
            into.add(named.iter().map(|entity| i64::from(*entity)));
        }
    }

    /// How many of these articles, newest first, name each entity.
    pub(super) fn tally_of(&self, ids: &[ArticleId], into: &mut Tally<'_>) {
        let mut end = self.ids.len();
        for id in ids {
            while end > 0 && self.ids[end - 1] > id.0 {
                end -= 1;
            }
            if end > 0 && self.ids[end - 1] == id.0 {
                into.add(self.of(end - 1).iter().map(|entity| i64::from(*entity)));
            }
        }
    }
}

/// A search that asks for nothing but entities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    /// One of these.
    Few(Vec<u32>),
    /// One of these, a bit for each.
    Many(Vec<u64>),
    Not(Box<Test>),
    Any(Vec<Test>),
    All(Vec<Test>),
}

impl Test {
    /// None if it asks for anything else, or how an entity is named.
    pub(super) fn new(search: &Search) -> Option<Self> {
        Self::all(&search.conds).map(Self::All)
    }

    fn all(conds: &[Cond]) -> Option<Vec<Self>> {
        conds.iter().map(Self::of).collect()
    }

    fn of(cond: &Cond) -> Option<Self> {
        Some(match cond {
            Cond::Named {
                entities,
                about: false,
                said: false,
                ..
            } => {
                let entities: Vec<u32> = entities
                    .iter()
                    .filter_map(|entity| u32::try_from(*entity).ok())
                    .collect();
                if entities.len() <= FEW {
                    return Some(Self::Few(entities));
                }
                let last = entities.iter().max().copied().unwrap_or(0) as usize;
                let mut bits = vec![0; last / 64 + 1];
                for entity in entities {
                    bits[entity as usize / 64] |= 1 << (entity % 64);
                }
                Self::Many(bits)
            }
            Cond::Never => Self::Few(Vec::new()),
            Cond::Not(inner) => Self::Not(Box::new(Self::of(inner)?)),
            Cond::Any(conds) => Self::Any(Self::all(conds)?),
            Cond::All(conds) => Self::All(Self::all(conds)?),
            _ => return None,
        })
    }

    fn holds(&self, named: &[u32]) -> bool {
        match self {
            Self::Few(entities) => entities.iter().any(|entity| named.contains(entity)),
            Self::Many(bits) => named.iter().any(|entity| {
                bits.get(*entity as usize / 64)
                    .is_some_and(|bits| bits >> (entity % 64) & 1 == 1)
            }),
            Self::Not(inner) => !inner.holds(named),
            Self::Any(tests) => tests.iter().any(|test| test.holds(named)),
            Self::All(tests) => tests.iter().all(|test| test.holds(named)),
        }
    }
}

/// Counts of entities over articles, with the reader's repairs applied.
#[derive(Debug)]
pub(super) struct Tally<'a> {
    repairs: &'a Repairs,
    counts: HashMap<i64, u64>,
    /// Counts by number, up to the highest number met: hashing every mention would take most of the time.
    dense: Vec<u32>,
    /// Those of one article.
    seen: Vec<i64>,
}

/// Numbers from here on are counted by hash.
const DENSE: usize = 1 << 22;

impl<'a> Tally<'a> {
    pub(super) fn new(repairs: &'a Repairs) -> Self {
        Self {
            repairs,
            counts: HashMap::new(),
            dense: Vec::new(),
            seen: Vec::new(),
        }
    }

    /// Adds one article that names these entities as recognised, each once.
    pub(super) fn add(&mut self, named: impl Iterator<Item = i64>) {
        if self.repairs.is_empty() {
            named.for_each(|entity| self.count(entity));
            return;
        }
        let mut seen = std::mem::take(&mut self.seen);
        seen.clear();
        for entity in named {
            let shown = self.repairs.shown(entity);
            if !self.repairs.is_hidden(entity)
                && !self.repairs.is_hidden(shown)
                && !seen.contains(&shown)
            {
                seen.push(shown);
                self.count(shown);
            }
        }
        self.seen = seen;
    }

    fn count(&mut self, entity: i64) {
        match usize::try_from(entity) {
            Ok(place) if place < DENSE => {
                if place >= self.dense.len() {
                    self.dense.resize((place + 1).next_power_of_two(), 0);
                }
                self.dense[place] += 1;
            }
            _ => *self.counts.entry(entity).or_default() += 1,
        }
    }

    /// Entities with their counts, in no order.
    pub(super) fn counted(self) -> Vec<(i64, u64)> {
        let dense = self.dense.into_iter().zip(0..);
        let dense = dense.filter(|(articles, _)| *articles > 0);
        self.counts
            .into_iter()
            .chain(dense.map(|(articles, entity)| (entity, u64::from(articles))))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::change::Change;
    use crate::highlight::Highlights;
    use crate::store::Incoming;

    fn stands(store: &Store) -> bool {
        cast(store, Wanted::Again).unwrap().is_some()
    }

    #[test]
    fn it_stands_until_articles_change_whatever_the_reader_does() {
        let mut store = Store::in_memory().unwrap();
        let add = |store: &mut Store, identity: &str| {
            let incoming = Incoming {
                identity: identity.to_owned(),
                article: Article::default(),
                highlights: Highlights::default(),
            };
            store.add(vec![incoming]).unwrap();
        };
        add(&mut store, "one");
        assert!(!stands(&store), "asked for once, it is not worth reading");
        assert!(stands(&store), "asked for twice, it is");
        let id = ArticleId(store.cast.borrow().ids[0]);
        let keep = Change::Bookmark { id, keep: true };
        let today = jiff::civil::Date::constant(2024, 3, 24);
        store.change(&keep, today).unwrap();
        assert!(stands(&store));
        add(&mut store, "two");
        assert!(!stands(&store));
        assert!(cast(&store, Wanted::Now).unwrap().is_some());
        assert_eq!(store.cast.borrow().ids.len(), 2);
    }
}
