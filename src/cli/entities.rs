//! One entity: its page, and putting right what was recognised wrongly. Names are those the reader sees.

use clap::Subcommand;
use serde::Serialize;

use crate::ask::{Answer, Ask, Portrait};
use crate::change::{Change, Repair};
use crate::config::repairs::Named;
use crate::highlight::{EntityKey, Kind};
use crate::pane::entity::EntityPage;
use crate::row::Facet;
use crate::say::{Said, say, says};
use crate::store::Store;
use crate::text::{Clean, fold_words, width};

use super::json::PortraitJson;
use super::output::Output;
use super::places::{Places, today};
use super::{Failure, KindName};

/// Columns of a page that is printed into a pipe.
const COLUMNS: usize = 80;

/// So many candidates are named where a name is not clear.
const CANDIDATES: usize = 8;

/// What can be done with one entity.
#[derive(Debug, Subcommand)]
pub(super) enum EntitiesCommand {
    /// Print all about an entity: names, months, company it keeps, offices, quotes, sources
    Show {
        /// Its name, or kind:name
        name: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Two names are one entity: show the first as the second, in every article
    Merge {
        /// What it was taken for: a name, or kind:name
        name: String,
        /// What it is: a name, or kind:name
        into: String,
        /// Print the entity as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show an entity under another name, in every article
    Rename {
        /// Its name, or kind:name
        name: String,
        /// The name to show
        new_name: String,
        /// Print the entity as JSON
        #[arg(long)]
        json: bool,
    },
    /// An entity is of another kind, in every article
    Kind {
        /// Its name, or kind:name
        name: String,
        /// What it is
        #[arg(value_enum)]
        kind: KindName,
        /// Print the entity as JSON
        #[arg(long)]
        json: bool,
    },
    /// A name is no entity at all: show it in no article
    Hide {
        /// Its name, or kind:name
        name: String,
        /// Print what was hidden as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Does what is to be done with an entity.
pub(super) fn one(places: &Places, command: &EntitiesCommand) -> Result<(), Failure> {
    let mut store = places.open_store()?;
    match command {
        EntitiesCommand::Show { name, json } => {
            let facet = find(&store, name, true)?;
            show(places, &store, &facet.key, *json)
        }
        EntitiesCommand::Merge { name, into, json } => {
            let from = find(&store, name, false)?;
            let into = find(&store, into, false)?;
            let done = say!(
                "{name} is {now} in every article",
                name = from.name,
                now = into.name
            );
            let key = into.key.clone();
            let repair = Repair::Merge {
                from: from.key,
                into: into.key,
            };
            mend(places, &mut store, repair, &key, &done, *json)
        }
        EntitiesCommand::Rename {
            name,
            new_name,
            json,
        } => {
            let Facet { key, name, .. } = find(&store, name, false)?;
            let new_name = new_name.split_whitespace().collect::<Vec<_>>().join(" ");
            let new_name = Clean::line(&new_name).to_string();
            if crate::text::key(&new_name).is_empty() {
                return Err(Failure::Usage(say!("the new name has no letters")));
            }
            let done = say!(
                "{name} is called {new_name} in every article",
                name,
                new_name
            );
            let repair = Repair::Rename {
                key: key.clone(),
                name: new_name,
            };
            mend(places, &mut store, repair, &key, &done, *json)
        }
        EntitiesCommand::Kind { name, kind, json } => {
            let Facet { key, name, .. } = find(&store, name, false)?;
            let kind = Kind::from(*kind);
            let done = say!(
                "{name} is {now} in every article",
                name,
                now = kind.said_with_article()
            );
            let repair = Repair::Kind {
                key: key.clone(),
                kind,
            };
            mend(places, &mut store, repair, &key, &done, *json)
        }
        EntitiesCommand::Hide { name, json } => {
            let facet = find(&store, name, false)?;
            let done = say!("{name} is no entity in any article", name = facet.name);
            let key = facet.key.clone();
            let repair = Repair::Hide { key: facet.key };
            mend(places, &mut store, repair, &key, &done, *json)
        }
    }
}

/// The one entity that a name means; `like` takes a beginning of a name where nothing is called so.
fn find(store: &Store, name: &str, like: bool) -> Result<Facet, Failure> {
    let named = Named::read(name);
    let mut found = store.called(named.kind, &named.name, false)?;
    if let Some(kind) = named.kind
        && let Some(at) = found
            .iter()
            .position(|facet| facet.key.kind == kind && facet.key.name == named.name)
    {
        return Ok(found.swap_remove(at));
    }
    let exact = !found.is_empty();
    if !exact {
        found = store.called(named.kind, &named.name, true)?;
    }
    // One word of a name is enough if no other name has it: a surname, say.
    let like = like || found.len() == 1 && has_words(&found[0], &named.name);
    match found.len() {
        0 => Err(Failure::Nothing(say!("no article names “{name}”", name))),
        1 if exact || like => Ok(found.swap_remove(0)),
        _ => {
            let listed = candidates(&found);
            Err(if exact || like {
                Failure::Usage(say!(
                    "“{name}” may be {listed}; say which, by kind:name",
                    name,
                    listed
                ))
            } else {
                Failure::Nothing(say!(
                    "nothing is called “{name}”; there is {listed}",
                    name,
                    listed
                ))
            })
        }
    }
}

fn has_words(facet: &Facet, name: &str) -> bool {
    let theirs: Vec<String> = std::iter::once(&facet.name)
        .chain(&facet.aliases)
        .flat_map(|name| fold_words(name))
        .collect();
    fold_words(name).iter().all(|word| theirs.contains(word))
}

fn candidates(found: &[Facet]) -> Said {
    let listed: Vec<Said> = found
        .iter()
        .take(CANDIDATES)
        .map(
            |Facet {
                 key,
                 name,
                 articles,
                 ..
             }| {
                says!(
                    articles;
                    "{key} ({name}, 1 article)",
                    "{key} ({name}, {articles} articles)",
                    key = key.to_string(),
                    name
                )
            },
        )
        .collect();
    let listed = Said::joined(listed, ", ");
    match found.len().saturating_sub(CANDIDATES) {
        0 => listed,
        more => say!("{listed} and {more} more", listed, more),
    }
}

/// What a repair did, as JSON.
#[derive(Debug, Serialize)]
struct MendedJson<'a> {
    changed: bool,
    entity: Option<PortraitJson<'a>>,
}

/// Makes a repair, keeps it in the file, and says so.
fn mend(
    places: &Places,
    store: &mut Store,
    repair: Repair,
    key: &EntityKey,
    done: &Said,
    json: bool,
) -> Result<(), Failure> {
    let before = store.repairs()?;
    let changed = store.change(&Change::Repair(repair), today())? > 0;
    if let Some(file) = places.repairs()
        && let Err(sentence) = file.note(store, &before)
    {
        places.tell(&sentence);
    }
    if json {
        let portrait = portrait(store, key)?;
        let entity = portrait.as_deref().map(PortraitJson::new);
        let mut out = Output::new(&places.settings()?);
        out.json(&MendedJson { changed, entity })?;
        return Ok(out.finish()?);
    }
    let so_already = say!("nothing was changed: it is so already");
    Ok(places.say(if changed { done } else { &so_already })?)
}

fn portrait(store: &Store, key: &EntityKey) -> Result<Option<Box<Portrait>>, Failure> {
    Ok(match store.answer(&Ask::Entity(key.clone()))? {
        Answer::Entity(portrait) => portrait,
        _ => None,
    })
}

fn show(places: &Places, store: &Store, key: &EntityKey, json: bool) -> Result<(), Failure> {
    let mut out = Output::new(&places.settings()?);
    let Some(portrait) = portrait(store, key)? else {
        return Err(Failure::Nothing(say!(
            "no article names {key}",
            key = key.to_string()
        )));
    };
    if json {
        out.json(&PortraitJson::new(&portrait))?;
        return Ok(out.finish()?);
    }
    let columns = out.columns().unwrap_or(COLUMNS).min(COLUMNS);
    for row in EntityPage::rows(&portrait, columns, places.tongue) {
        let mut line = String::new();
        let mut cells = 0;
        for (text, role) in &row.pieces {
            line.push_str(&out.paint(*role, text));
            cells += width(text);
        }
        if !row.right.is_empty() {
            let gap = columns.saturating_sub(cells + width(&row.right)).max(1);
            line.push_str(&" ".repeat(gap));
            line.push_str(&row.right);
        }
        out.line(line.trim_end())?;
    }
    Ok(out.finish()?)
}
