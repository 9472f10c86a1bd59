//! The reader's file of repairs: taken over at the start, written on when a repair is made or taken back.
//!
//! What holds of file and store:
//!
//! 1. The store alone decides what is shown; the file is read only when a command or the reader starts, and written
//!    only by the desk that makes changes and by `depesche entities`. Neither the store nor the application knows it.
//! 2. After every repair, undo and redo the file says what the store says: entries are added and taken out, all else
//!    in it stays as it was. It is replaced whole or not at all.
//! 3. A store remembers the text it last agreed with. If the file says something else at the start, the reader edited
//!    it, or another store's repairs came in: then the file decides, and what was taken out of it holds no longer.
//! 4. Nothing is lost by accident: a store that never met the file keeps its repairs and the file gets them; a file
//!    that is gone is written anew; one with entries that cannot be understood adds to the store and takes nothing away.
//! 5. The file belongs to the reader, not to one store: every store that is kept uses it, samples and articles that are
//!    only looked at (`demo`, `read`) never do.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::change::Repair;
use crate::config::repairs::{self, Entries, Entry, Named, Wish};
use crate::highlight::EntityKey;
use crate::say::{Said, say};
use crate::store::{Failure, Standing, Store};
use crate::text::{Clean, key};

/// Where the reader's repairs are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairsFile {
    path: PathBuf,
}

impl RepairsFile {
    /// The file at this path, whether it is there or not.
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Takes over what the file says; returns what of it could not be understood, a sentence each.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn take_over(&self, store: &mut Store) -> Result<Vec<Said>, Failure> {
        let text = match self.read() {
            Ok(Some(text)) => text,
            Ok(None) => {
                let standing = store.repairs()?;
                if standing.is_empty() {
                    return Ok(Vec::new());
                }
                return Ok(match self.write("", &[], &standing) {
                    Ok(text) => {
                        store.mark_repairs(mark(&text))?;
                        Vec::new()
                    }
                    Err(sentence) => vec![sentence],
                });
            }
            Err(sentence) => return Ok(vec![sentence]),
        };
        let agreed = store.repairs_mark()?;
        if agreed == Some(mark(&text)) {
            return Ok(Vec::new());
        }
        let Entries {
            entries,
            complaints,
            sound,
        } = repairs::read(&text);
        let mut told: Vec<(usize, Said)> = complaints
            .into_iter()
            .map(|complaint| (complaint.line, complaint.message))
            .collect();
        let mut wanted = Vec::new();
        for entry in &entries {
            match standing(store, &entry.wish)? {
                Ok(standing) => wanted.push(standing),
                Err(message) => told.push((entry.line, message)),
            }
        }
        let clear = told.is_empty();
        store.mend(&wanted, clear && agreed.is_some())?;
        let mut text = text;
        let mut unwritten = None;
        if agreed.is_none() && sound {
            let lacks: Vec<Standing> = without(store.repairs()?, &wanted);
            if !lacks.is_empty() {
                match self.write(&text, &[], &lacks) {
                    Ok(written) => text = written,
                    Err(sentence) => unwritten = Some(sentence),
                }
            }
        }
        // What is complained about may be mended, or its entity be loaded, until the next start.
        if clear && unwritten.is_none() {
            store.mark_repairs(mark(&text))?;
        }
        told.sort_by_key(|(line, _)| *line);
        let name = Clean::line(&self.path.display().to_string());
        let complaints = told.into_iter().map(|(line, message)| {
            let line = line.to_string();
            say!("{name}, line {line}: {message}", name, line, message)
        });
        Ok(complaints.chain(unwritten).collect())
    }

    /// Writes down what became of the repairs that stood before.
    ///
    /// # Errors
    /// One sentence when it could not be; the store has the repair all the same.
    pub fn note(&self, store: &mut Store, before: &[Standing]) -> Result<(), Said> {
        let in_store = |failure: Failure| failure.said();
        let now = store.repairs().map_err(in_store)?;
        if now == before {
            return Ok(());
        }
        let read = self.read()?;
        let text = read.as_deref().unwrap_or("");
        let Entries { entries, sound, .. } = repairs::read(text);
        if !sound {
            return Err(say!(
                "{path} is not TOML, so the repair was not written there; `depesche entities` says which line to mend",
                path = self.path.display()
            ));
        }
        let mut there = Vec::new();
        for entry in &entries {
            if let Ok(standing) = standing(store, &entry.wish).map_err(in_store)? {
                there.push((entry, standing.repair));
            }
        }
        let stands = |repair: &Repair, in_them: &[Standing]| {
            in_them.iter().any(|standing| standing.repair == *repair)
        };
        let gone: Vec<&Entry> = there
            .iter()
            .filter(|(_, repair)| stands(repair, before) && !stands(repair, &now))
            .map(|(entry, _)| *entry)
            .collect();
        let new: Vec<Standing> = now
            .iter()
            .filter(|standing| read.is_none() || !stands(&standing.repair, before))
            .filter(|standing| there.iter().all(|(_, repair)| *repair != standing.repair))
            .cloned()
            .collect();
        let agreed = read.is_none() || store.repairs_mark().map_err(in_store)? == Some(mark(text));
        let written = self.write(text, &gone, &new)?;
        if agreed {
            store.mark_repairs(mark(&written)).map_err(in_store)?;
        }
        Ok(())
    }

    fn read(&self) -> Result<Option<String>, Said> {
        match fs::read_to_string(&self.path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(say!(
                "the repairs {path} could not be read: {error}",
                path = self.path.display(),
                error
            )),
        }
    }

    /// Replaces the file; returns what stands in it now.
    fn write(&self, text: &str, gone: &[&Entry], new: &[Standing]) -> Result<String, Said> {
        let wishes: Vec<Wish> = new.iter().map(wish).collect();
        let text = repairs::change(text, gone, &wishes);
        replace(&self.path, &text).map_err(|error| {
            say!(
                "the repair holds, but {path} could not be written: {error}",
                path = self.path.display(),
                error
            )
        })?;
        Ok(text)
    }
}

fn mark(text: &str) -> i64 {
    xxh3_64(text.as_bytes()).cast_signed()
}

/// Repairs that are not among others.
fn without(all: Vec<Standing>, others: &[Standing]) -> Vec<Standing> {
    let new = |one: &Standing| others.iter().all(|other| other.repair != one.repair);
    all.into_iter().filter(new).collect()
}

/// A link to the file stays a link, and whoever may read it now may read it then.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Ok(old) = fs::metadata(&path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// What an entry means in this store, or why it means nothing.
fn standing(store: &Store, wish: &Wish) -> Result<Result<Standing, Said>, Failure> {
    let about = match wish {
        Wish::Merge(named, _)
        | Wish::Rename(named, _)
        | Wish::Kind(named, _)
        | Wish::Hide(named) => named,
    };
    let (key, name) = match entity(store, about)? {
        Ok(found) => found,
        Err(message) => return Ok(Err(message)),
    };
    let mut other = name.clone();
    let repair = match wish {
        Wish::Merge(_, into) => match entity(store, into)? {
            Ok((into, name)) => {
                other = name;
                Repair::Merge { from: key, into }
            }
            Err(message) => return Ok(Err(message)),
        },
        Wish::Rename(_, name) => Repair::Rename {
            key,
            name: name.clone(),
        },
        Wish::Kind(_, kind) => Repair::Kind { key, kind: *kind },
        Wish::Hide(_) => Repair::Hide { key },
    };
    Ok(Ok(Standing {
        repair,
        name,
        into: other,
    }))
}

/// The entity that is recognised under what the file says; one with a kind need not be known yet.
fn entity(store: &Store, named: &Named) -> Result<Result<(EntityKey, String), Said>, Failure> {
    let mut found = store.recognised_as(named.kind, &named.name)?;
    if let Some(kind) = named.kind {
        let exact = EntityKey {
            kind,
            name: key(&named.name),
        };
        if let Some(at) = found.iter().position(|(key, _)| *key == exact) {
            return Ok(Ok(found.swap_remove(at)));
        }
        if found.is_empty() {
            return Ok(Ok((exact, named.name.clone())));
        }
    }
    if found.len() > 1 {
        let keys: Vec<String> = found.iter().map(|(key, _)| key.to_string()).collect();
        return Ok(Err(say!(
            "“{name}” may be {keys}; write one of these",
            name = named.to_string(),
            keys = keys.join(" / ")
        )));
    }
    Ok(found.pop().ok_or_else(|| {
        say!("no article names “{name}”; write its kind before it, such as company:{name}, to repair what is still to come", name = named.name)
    }))
}

/// A repair as the file says it.
fn wish(standing: &Standing) -> Wish {
    let named = |entity: &EntityKey, name: &str| Named {
        kind: Some(entity.kind),
        // The name reads better, where it leads to the same key.
        name: if key(name) == entity.name {
            name.to_owned()
        } else {
            entity.name.clone()
        },
    };
    match &standing.repair {
        Repair::Merge { from, into } => {
            Wish::Merge(named(from, &standing.name), named(into, &standing.into))
        }
        Repair::Rename { key, name } => Wish::Rename(named(key, &standing.name), name.clone()),
        Repair::Kind { key, kind } => Wish::Kind(named(key, &standing.name), *kind),
        Repair::Hide { key } => Wish::Hide(named(key, &standing.name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Effect, Msg};
    use crate::change::Change;
    use crate::config::Config;
    use crate::desk::{Desks, Stock};
    use crate::highlight::Kind;
    use std::time::Duration;

    fn company(name: &str) -> EntityKey {
        EntityKey {
            kind: Kind::Company,
            name: key(name),
        }
    }

    #[test]
    fn the_desk_writes_down_a_repair_and_its_undoing() {
        let folder = tempfile::tempdir().unwrap();
        let (path, file) = (
            folder.path().join("s.db"),
            folder.path().join("c/repairs.toml"),
        );
        let store = Box::new(Store::open(&path).unwrap());
        let stock = Stock::File(path, store, Some(RepairsFile::at(file.clone())));
        let (out, told) = crossbeam_channel::unbounded();
        let mut desks = Desks::start(stock, &Config::default(), &out).unwrap();
        let wait = |wanted: fn(&Msg) -> bool| {
            loop {
                let msg = told.recv_timeout(Duration::from_mins(1)).unwrap();
                if wanted(&msg) {
                    return;
                }
            }
        };
        desks.hand(Effect::Change(Change::Repair(Repair::Hide {
            key: company("Norrcell"),
        })));
        wait(|msg| matches!(msg, Msg::Kept { .. }));
        desks.hand(Effect::Undo);
        wait(|msg| matches!(msg, Msg::Undone { .. }));
        // The first is written down before the second is made.
        assert!(file.exists());
        assert!(desks.close(Duration::from_mins(1)));
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(
            repairs::read(&text),
            Entries {
                sound: true,
                ..Entries::default()
            }
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_file_stays_one_and_a_folder_that_cannot_be_written_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (
            folder.path().join("dotfiles.toml"),
            folder.path().join("repairs.toml"),
        );
        fs::write(&real, "# mine\n").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let mut store = Store::in_memory().unwrap();
        let hide = |name: &str| Standing {
            repair: Repair::Hide { key: company(name) },
            name: name.to_owned(),
            into: name.to_owned(),
        };
        store.mend(&[hide("Norrcell")], false).unwrap();
        RepairsFile::at(link.clone()).note(&mut store, &[]).unwrap();
        assert!(link.is_symlink());
        let text = fs::read_to_string(&real).unwrap();
        assert_eq!(
            text,
            "# mine\n\n[[repair]]\nwhat = \"hide\"\nfrom = \"company:Norrcell\"\n"
        );
        let nowhere = RepairsFile::at(real.join("repairs.toml"));
        let told = nowhere.note(&mut store, &[]).unwrap_err();
        assert!(told.contains("repairs.toml could not be"), "{told}");
    }

    #[test]
    fn a_store_that_never_met_the_file_keeps_its_repairs_and_the_file_gets_them() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("repairs.toml");
        let file = RepairsFile::at(path.clone());
        let stores = ["Norrcell", "Voltaris"].map(|name| {
            let mut store = Store::in_memory().unwrap();
            let hide = Repair::Hide { key: company(name) };
            store
                .change(&Change::Repair(hide), jiff::civil::Date::ZERO)
                .unwrap();
            store
        });
        for mut store in stores {
            assert_eq!(file.take_over(&mut store).unwrap(), [""; 0]);
            assert_eq!(file.take_over(&mut store).unwrap(), [""; 0]);
        }
        let read = repairs::read(&fs::read_to_string(&path).unwrap());
        assert_eq!(read.entries.len(), 2);
    }
}
