//! The reader's repairs as a whole: which ones stand, what a name means, and laying them over the store at once.
//!
//! One repair at a time is made and undone in the journal; here they are listed for a file that keeps them, and
//! taken from such a file. What is taken from a file is not journalled: it is the file that takes it back.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::entities::{self, Repairs, kind_from};
use super::failure::Failure;
use super::{Store, counts, journal};
use crate::change::Repair;
use crate::highlight::{EntityKey, Kind};
use crate::row::Facet;

/// The mark in `fact` by which a store knows the file of repairs it last agreed with.
const MARK: &str = "repairs";

/// A repair that stands, with the names that were recognised for what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The repair.
    pub repair: Repair,
    /// The name of what is repaired.
    pub name: String,
    /// The name of what it is merged into; else that of what is repaired.
    pub into: String,
}

impl Store {
    /// The repairs that stand, in the order in which their entities were first met.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn repairs(&self) -> Result<Vec<Standing>, Failure> {
        let mut statement = self.connection.prepare_cached(
            "SELECT e.kind, e.key, e.name, o.kind, o.key, o.name, r.name, r.hidden FROM repair AS r
             JOIN entity AS e ON e.number = r.entity LEFT JOIN entity AS o ON o.number = r.of
             ORDER BY r.entity",
        )?;
        let mut rows = statement.query([])?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            let key = EntityKey {
                kind: kind_from(row.get(0)?),
                name: row.get(1)?,
            };
            let name: String = row.get(2)?;
            let mut stands = |repair, into: Option<String>| {
                out.push(Standing {
                    repair,
                    name: name.clone(),
                    into: into.unwrap_or_else(|| name.clone()),
                });
            };
            if let Some(kind) = row.get::<_, Option<u8>>(3)? {
                let kind = kind_from(kind);
                let into = EntityKey {
                    kind,
                    name: row.get(4)?,
                };
                if into.name == key.name {
                    let key = key.clone();
                    stands(Repair::Kind { key, kind }, None);
                } else {
                    let from = key.clone();
                    stands(Repair::Merge { from, into }, row.get(5)?);
                }
            }
            if let Some(name) = row.get(6)? {
                let key = key.clone();
                stands(Repair::Rename { key, name }, None);
            }
            if row.get(7)? {
                stands(Repair::Hide { key }, None);
            }
        }
        Ok(out)
    }

    /// The entities that are called so, as the reader sees them: by shown name or key, else by alias; else, if `like`,
    /// those whose names hold its words. Most mentioned first; ones that no article names only if there is no other.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn called(
        &self,
        kind: Option<Kind>,
        name: &str,
        like: bool,
    ) -> Result<Vec<Facet>, Failure> {
        let repairs = Repairs::read(&self.connection)?;
        let find = if like {
            entities::meant
        } else {
            entities::called
        };
        let mut found = Vec::new();
        for entity in find(&self.connection, &repairs, kind, name)? {
            found.extend(counts::facet(self, &repairs, entity)?);
        }
        if found.iter().any(|facet| facet.articles > 0) {
            found.retain(|facet| facet.articles > 0);
        }
        Ok(found)
    }

    /// The entities that are recognised under a name, whatever repairs make of them, with their names.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn recognised_as(
        &self,
        kind: Option<Kind>,
        name: &str,
    ) -> Result<Vec<(EntityKey, String)>, Failure> {
        let none = Repairs::default();
        let mut known = Vec::new();
        for entity in entities::called(&self.connection, &none, kind, name)? {
            known.extend(entities::known(&self.connection, &none, entity)?);
        }
        if known.iter().any(|one| one.articles > 0) {
            known.retain(|one| one.articles > 0);
        }
        Ok(known.into_iter().map(|one| (one.key, one.name)).collect())
    }

    /// Makes these repairs in one transaction, those that hold already left out; with `alone`, all others are
    /// forgotten first. Says whether anything changed.
    ///
    /// # Errors
    /// When the disk refuses; then nothing is changed.
    pub fn mend(&mut self, repairs: &[Standing], alone: bool) -> Result<bool, Failure> {
        if !alone && all_hold(&self.connection, repairs)? {
            return Ok(false);
        }
        self.wrote();
        let before = self.repairs()?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        if alone {
            transaction.execute("DELETE FROM repair", [])?;
        }
        for standing in repairs {
            let Standing { repair, name, into } = standing;
            entities::ensure(&transaction, about(repair), name)?;
            if let Repair::Merge { into: other, .. } = repair {
                entities::ensure(&transaction, other, into)?;
            }
            if !holds(&transaction, repair)? {
                journal::repair(&transaction, &self.packer, repair)?;
            }
        }
        transaction.commit()?;
        Ok(self.repairs()? != before)
    }

    /// The mark of the file of repairs that this store last agreed with; none if it never met one.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn repairs_mark(&self) -> Result<Option<i64>, Failure> {
        Ok(self
            .connection
            .prepare_cached("SELECT value FROM fact WHERE name = ?1")?
            .query_row([MARK], |row| row.get(0))
            .optional()?)
    }

    /// Remembers the mark of the file of repairs that this store agrees with.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn mark_repairs(&mut self, mark: i64) -> Result<(), Failure> {
        self.wrote();
        self.connection
            .prepare_cached(
                "INSERT INTO fact (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![MARK, mark])?;
        Ok(())
    }
}

/// What a repair is about.
fn about(repair: &Repair) -> &EntityKey {
    match repair {
        Repair::Merge { from: key, .. }
        | Repair::Rename { key, .. }
        | Repair::Kind { key, .. }
        | Repair::Hide { key } => key,
    }
}

/// Whether every repair holds already, so that nothing need be written.
fn all_hold(connection: &Connection, repairs: &[Standing]) -> Result<bool, Failure> {
    for standing in repairs {
        if !holds(connection, &standing.repair)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether what a repair asks for is so, by itself or together with others.
fn holds(connection: &Connection, repair: &Repair) -> Result<bool, Failure> {
    let Some(number) = entities::number_of(connection, about(repair))? else {
        return Ok(false);
    };
    let now = Repairs::read(connection)?;
    let shown = now.shown(number);
    Ok(match repair {
        Repair::Merge { into, .. } => {
            let into = entities::number_of(connection, into)?;
            into.is_some_and(|into| now.shown(into) == shown)
        }
        Repair::Rename { name, .. } => now.name(shown) == Some(name),
        Repair::Kind { kind, .. } => {
            entities::known(connection, &now, shown)?.is_some_and(|known| known.key.kind == *kind)
        }
        Repair::Hide { .. } => now.is_hidden(shown) || now.is_hidden(number),
    })
}
