//! The entity under the cursor and what can be done with it; where there is none, one of the article's is chosen.

use crate::action::Action;
use crate::ask::Ask;
use crate::change::Change;
use crate::highlight::{EntityKey, Kind};
use crate::pane::list::Land;
use crate::query::{Atom, Term};
use crate::say::{Said, say};
use crate::text;

use super::choose::Choice;
use super::questions::Topic;
use super::{App, Effect, Focus, Page, narrow};

/// What an entity is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    /// Only articles that name it.
    Only,
    /// Only articles that do not.
    Without,
    /// Only articles that are about it.
    About,
    /// To watch it, or no longer.
    Watch,
    /// To see its page.
    Page,
    /// To show it as another entity.
    Merge,
    /// To give it another name.
    Rename,
    /// To make it another kind of entity.
    Retype,
    /// To show it no more.
    Hide,
}

impl Deed {
    /// The title of the picker that asks which entity.
    pub(super) fn question(self) -> Said {
        match self {
            Self::Only => say!("only articles that name"),
            Self::Without => say!("only articles without"),
            Self::About => say!("only articles about"),
            Self::Watch => say!("watch, or no longer"),
            Self::Page => say!("the page of"),
            Self::Merge => say!("which of these is another one"),
            Self::Rename => say!("another name for"),
            Self::Retype => say!("another kind for"),
            Self::Hide => say!("no entity"),
        }
    }
}

impl App {
    /// Does something with the entity under the cursor, or asks with which.
    pub(super) fn with_entity(&mut self, deed: Deed) {
        match self.entity_here() {
            Some((key, name)) => self.act_on(deed, key, &name),
            None => self.choose_here(deed),
        }
    }

    pub(super) fn act_on(&mut self, deed: Deed, key: EntityKey, name: &str) {
        match deed {
            Deed::Only => {
                // The article is in the answer too, since it names the entity: the cursor stays on it.
                let land = self.here().map_or(Land::Top, Land::On);
                self.narrow_to(Term::entity(key.kind, name), land);
            }
            Deed::Without => self.narrow(Term::entity(key.kind, name).negated()),
            Deed::About => self.narrow(Term::Is(Atom::Entity {
                kind: None,
                name: name.to_owned(),
                about: true,
            })),
            Deed::Watch => {
                let watch = !self.watched.contains(&key);
                self.out.push(Effect::Change(Change::Watch {
                    key,
                    name: name.to_owned(),
                    watch,
                }));
            }
            Deed::Page => self.ask(Topic::Page, Ask::Entity(key)),
            Deed::Merge | Deed::Rename | Deed::Retype | Deed::Hide => self.mend(deed, key, name),
        }
    }

    /// The entity under the cursor.
    ///
    /// In the list it is the row's first that is not in the filter already: the others say nothing new.
    pub(super) fn entity_here(&self) -> Option<(EntityKey, String)> {
        if let Some(Page::Entity(page)) = self.pages.last() {
            return page.entity();
        }
        match self.focus {
            Focus::List => {
                let row = self.list.row()?;
                let (kind, name) = row
                    .entities
                    .iter()
                    .find(|(_, name)| !narrow::names(&self.query, name))?;
                Some((self.key_of_name(*kind, name), name.clone()))
            }
            Focus::Reader => {
                let entity = self.reader.entity()?;
                Some((entity.key.clone(), entity.name.clone()))
            }
            Focus::Highlights => {
                let key = self.highlights.entity()?;
                let name = self
                    .reader
                    .opened()?
                    .highlights
                    .entities
                    .iter()
                    .find(|entity| entity.key == *key)
                    .map_or_else(|| key.name.clone(), |entity| entity.name.clone());
                Some((key.clone(), name))
            }
        }
    }

    /// The identity of a name in a row: as the article has it if it is there, else made from the name.
    fn key_of_name(&self, kind: Kind, name: &str) -> EntityKey {
        self.opened()
            .and_then(|opened| {
                let entities = &opened.highlights.entities;
                let of_kind = |entity: &&crate::highlight::Entity| entity.kind() == kind;
                let mut all = entities.iter().filter(of_kind);
                // The row has the name most articles use, the article perhaps another one.
                let also = |entity: &&crate::highlight::Entity| {
                    entity.aliases.iter().any(|alias| alias == name)
                };
                all.clone()
                    .find(|entity| entity.name == name)
                    .or_else(|| all.find(also))
            })
            .map_or_else(
                || EntityKey {
                    kind,
                    name: text::key(name),
                },
                |entity| entity.key.clone(),
            )
    }

    /// Chooses one of this article's entities for something.
    pub(super) fn choose_here(&mut self, deed: Deed) {
        let action = match deed {
            Deed::Only => Action::PickHere,
            Deed::Without => Action::WithoutThis,
            Deed::About => Action::AboutOnly,
            Deed::Watch => Action::Watch,
            Deed::Page => Action::EntityPage,
            Deed::Merge => Action::Merge,
            Deed::Rename => Action::Rename,
            Deed::Retype => Action::ChangeKind,
            Deed::Hide => Action::NoEntity,
        };
        if !self.is_here(action) {
            return;
        }
        let Some(opened) = self.opened() else {
            return;
        };
        if opened.highlights.entities.is_empty() {
            self.status
                .say(say!("no company or person was recognised here"));
            return;
        }
        self.choose(Choice::Here(deed));
    }

    /// Asks of the filter that articles be about its entities, or lets mentions do; without one, asks about which.
    pub(super) fn about(&mut self, wanted: bool) {
        let mut query = self.query.clone();
        if query.set_about(wanted) {
            if !wanted {
                self.restore_kinds(&mut query);
            }
            let land = if wanted {
                Land::Top
            } else {
                self.list.id().map_or(Land::Top, Land::On)
            };
            self.go(query, land);
        } else if narrow::has_entity(&query) {
            self.status.say(if wanted {
                say!("these are the articles about it already")
            } else {
                say!("mentions are in the list already")
            });
        } else if wanted {
            self.with_entity(Deed::About);
        } else {
            let (company, person) = (
                self.key_of(Action::PickCompany),
                self.key_of(Action::PickPerson),
            );
            self.status.say(say!(
                "no company or person is filtered by; {company} and {person} choose one",
                company,
                person
            ));
        }
    }

    /// `about:` forgets whether it is a company or a person; the rows still know.
    fn restore_kinds(&self, query: &mut crate::query::Query) {
        for term in &mut query.terms {
            if let Term::Is(Atom::Entity {
                kind: kind @ None,
                name,
                about: false,
            }) = term
            {
                *kind = self
                    .list
                    .rows()
                    .iter()
                    .flat_map(|row| &row.entities)
                    .find(|(kind, found)| {
                        found == name && matches!(kind, Kind::Company | Kind::Person)
                    })
                    .map(|(kind, _)| *kind);
            }
        }
    }
}
