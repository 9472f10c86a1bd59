//! Putting right what was recognised wrongly: an entity becomes another one, gets another name or kind, or is none.
//!
//! A repair goes out as a change and holds for every article once it is on disk; then everything on the screen is
//! asked for anew, so that no pane keeps an entity that is no more.

use crate::action::Action;
use crate::ask::{Ask, Portrait};
use crate::change::{Change, Repair};
use crate::highlight::{EntityKey, Kind};
use crate::pane::picker::Item;
use crate::row::Facet;
use crate::say::{Said, Tongue, say};
use crate::text::{Clean, fold_words};

use super::choose::{Choice, Value};
use super::entity::Deed;
use super::input::Purpose;
use super::questions::Topic;
use super::{App, Page};

/// An entity that is being put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mending {
    key: EntityKey,
    /// Its name as it was shown.
    name: String,
    /// The name of the one it is taken for.
    into: Option<String>,
}

impl App {
    /// Begins to put an entity right, or does so where there is nothing to choose.
    pub(super) fn mend(&mut self, deed: Deed, key: EntityKey, name: &str) {
        match deed {
            Deed::Merge => {
                self.mending = Some(Mending::of(key, name));
                self.choose(Choice::Into);
            }
            Deed::Rename => self.ask_line(Purpose::Rename(key, name.to_owned())),
            Deed::Retype => {
                let (items, values) = self.kinds(key.kind);
                self.mending = Some(Mending::of(key, name));
                let title = say!("{name} is a", name = Clean::line(name));
                self.offer(Choice::Kinds, title, items, values);
            }
            Deed::Hide => {
                self.mending = Some(Mending::of(key.clone(), name));
                self.change(Change::Repair(Repair::Hide { key }));
            }
            Deed::Only | Deed::Without | Deed::About | Deed::Watch | Deed::Page => {}
        }
    }

    /// Which other entity it is, or which kind, was chosen.
    pub(super) fn mended(&mut self, with: &[Value]) {
        let Some(mending) = &mut self.mending else {
            return;
        };
        let (key, name) = (mending.key.clone(), mending.name.clone());
        match with {
            [Value::Entity(into, called)] => {
                mending.into = Some(called.clone());
                let into = into.clone();
                self.change(Change::Repair(Repair::Merge { from: key, into }));
            }
            [Value::Text(word)] => match word.parse::<Kind>() {
                Ok(kind) if kind == key.kind => {
                    self.status.say(say!(
                        "{name} is {kind} already",
                        name,
                        kind = kind.said_with_article()
                    ));
                }
                Ok(kind) => self.change(Change::Repair(Repair::Kind { key, kind })),
                Err(_) => {
                    let rename = self.key_of(Action::Rename);
                    let word = Clean::line(word);
                    self.status.say(say!(
                        "nothing is called “{word}”; {rename} gives {name} another name",
                        word,
                        rename,
                        name
                    ));
                }
            },
            _ => {}
        }
    }

    /// Another name was written.
    pub(super) fn name_written(&mut self, key: EntityKey, had: &str, written: &str) {
        let name = written.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name == had {
            self.status.say(say!("nothing was changed"));
            return;
        }
        self.mending = Some(Mending::of(key.clone(), had));
        self.change(Change::Repair(Repair::Rename { key, name }));
    }

    /// What is said of a repair that is on disk, if anything can be taken back.
    pub(super) fn said_of_repair(&mut self, repair: &Repair, touched: u64) -> Option<Said> {
        let (key, now) = match repair {
            Repair::Merge { from, into } => (from, Said::quoting(&into.name)),
            Repair::Rename { key, name } => (key, Said::quoting(name)),
            Repair::Kind { key, kind } => (key, kind.said_with_article()),
            Repair::Hide { key } => (key, say!("no entity")),
        };
        let mending = self.mending.take().filter(|mending| mending.key == *key);
        let (name, now) = match mending {
            Some(Mending { name, into, .. }) => (name, into.map_or(now, Said::quoting)),
            None => (key.name.clone(), now),
        };
        if touched == 0 {
            self.status.say(say!("{name} is {now} already", name, now));
            return None;
        }
        Some(say!("{name} is {now} in every article", name, now))
    }

    /// Asks for the entity anew whose page lies on top.
    pub(super) fn renew_page(&mut self) {
        if let Some(Page::Entity(page)) = self.pages.last()
            && let Some(portrait) = page.portrait()
        {
            let key = portrait.facet.key.clone();
            self.ask(Topic::Renewed, Ask::Entity(key));
        }
    }

    /// Takes the entity told anew; the page of one that is none any more goes.
    pub(super) fn take_renewed(&mut self, portrait: Option<Box<Portrait>>) {
        let Some(Page::Entity(page)) = self.pages.last_mut() else {
            return;
        };
        if let Some(portrait) = portrait {
            page.renew(*portrait);
        } else {
            self.pages.pop();
            self.renew_page();
        }
    }
}

impl App {
    /// The kinds to choose from.
    fn kinds(&self, now: Kind) -> (Vec<Item>, Vec<Value>) {
        let tongue = self.config.tongue;
        Kind::ALL
            .into_iter()
            .map(|kind| {
                let detail = if kind == now {
                    say!("as it is now")
                } else {
                    Said::default()
                };
                let item = Item {
                    label: kind.said().words(tongue),
                    detail: detail.words(tongue),
                    kind: Some(kind),
                    also: if tongue == Tongue::English {
                        Vec::new()
                    } else {
                        vec![kind.word().to_owned()]
                    },
                    ..Item::default()
                };
                (item, Value::Text(kind.word().to_owned()))
            })
            .unzip()
    }
}

impl Mending {
    fn of(key: EntityKey, name: &str) -> Self {
        Self {
            key,
            name: name.to_owned(),
            into: None,
        }
    }

    /// The title of the picker that asks what it is.
    pub(super) fn question(&self) -> Said {
        say!("{name} is really", name = Clean::line(&self.name))
    }

    /// What it can be shown as: every other entity, those that share a word of its name first.
    pub(super) fn others(&self, facets: Vec<Facet>) -> Vec<Facet> {
        let words = fold_words(&self.name);
        let mut others: Vec<(bool, Facet)> = facets
            .into_iter()
            .filter(|facet| facet.key != self.key)
            .map(|facet| {
                let mut theirs = fold_words(&facet.name);
                theirs.extend(facet.aliases.iter().flat_map(|alias| fold_words(alias)));
                let akin = theirs.iter().any(|word| words.contains(word));
                (!akin, facet)
            })
            .collect();
        others.sort_by_key(|(far, _)| *far);
        others.into_iter().map(|(_, facet)| facet).collect()
    }
}
