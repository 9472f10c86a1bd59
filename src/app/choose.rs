//! Choosing: which pickers there are, what they list, and what a choice means.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::action::{Action, Place, TABLE};
use crate::article::{ArticleId, Language};
use crate::ask::{Answer, Ask, Field, Noted};
use crate::highlight::{EntityKey, Kind};
use crate::pane::Motion;
use crate::pane::list::Land;
use crate::pane::picker::{Item, Picker};
use crate::query::{self, Atom, Query, Term};
use crate::row::Facet;
use crate::say::{Said, Tongue, say};
use crate::text::Clean;

use super::entity::Deed;
use super::questions::Topic;
use super::repair::Mending;
use super::{App, tags};

/// Names that a picker takes at once, the most frequent ones; the store is asked for rarer ones as they are written.
const MOST: usize = 2_000;
/// Names that it takes for what is written.
const MORE: usize = 200;

/// What is chosen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// Companies of the articles in the list.
    Companies,
    /// Persons of the articles in the list.
    Persons,
    /// Entities of this article, for something.
    Here(Deed),
    /// Where the articles in the list are from.
    Sources,
    /// Their languages.
    Languages,
    /// Their months.
    Months,
    /// Their tags.
    Tags,
    /// The watched entities.
    Watched,
    /// The notes of all articles.
    Notes,
    /// Every entity of the store, to show the one being put right as one of them.
    Into,
    /// The kinds of entities.
    Kinds,
    /// Actions.
    Actions,
    /// What to copy.
    Copy,
    /// Themes.
    Themes,
}

/// What an item of a picker stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Entity(EntityKey, String),
    Text(String),
    Action(Action),
    /// A saved view by its name.
    View(String),
    Place(ArticleId, Option<Range<usize>>),
}

/// A picker and what its items stand for.
#[derive(Debug, Clone)]
pub(super) struct Chooser {
    pub(super) picker: Picker,
    /// Whether its items are sentences rather than names.
    pub(super) wide: bool,
    choice: Choice,
    values: Vec<Value>,
    /// Whether there are more names than it holds.
    partial: bool,
}

impl App {
    /// Opens a picker; what it lists is asked for or known already.
    pub(super) fn choose(&mut self, choice: Choice) {
        let query = self.query.clone();
        let facets = |kind| Ask::Facets {
            query: query.clone(),
            kinds: vec![kind],
            limit: MOST,
        };
        let values = |field| Ask::Values {
            query: query.clone(),
            field,
        };
        let really = self.mending.as_ref().map(Mending::question);
        let really = really.unwrap_or_default();
        let (title, ask) = match choice {
            Choice::Companies => (say!("companies"), facets(Kind::Company)),
            Choice::Persons => (say!("persons"), facets(Kind::Person)),
            Choice::Sources => (say!("sources"), values(Field::Source)),
            Choice::Languages => (say!("languages"), values(Field::Language)),
            Choice::Months => (say!("months"), values(Field::Month)),
            Choice::Tags => (say!("tags"), values(Field::Tag)),
            Choice::Watched => (say!("watched · articles not read yet"), Ask::Watched),
            Choice::Notes => (say!("notes"), Ask::Notes(MOST)),
            Choice::Here(deed) => {
                let (items, values) = self.entities_of_article();
                self.offer(choice, deed.question(), items, values);
                return;
            }
            Choice::Into => (
                really,
                Ask::Facets {
                    query: Query::default(),
                    kinds: Kind::ALL.to_vec(),
                    limit: MOST,
                },
            ),
            Choice::Kinds | Choice::Actions | Choice::Copy | Choice::Themes => return,
        };
        let several = !matches!(choice, Choice::Into | Choice::Notes);
        let mut picker = Picker::waiting(self.config.tongue, title, several);
        picker.set_foot(self.picker_foot(picker.takes_several()));
        picker.resize(self.areas.picker.height);
        self.chooser = Some(Chooser {
            picker,
            wide: choice == Choice::Notes,
            choice,
            values: Vec::new(),
            partial: false,
        });
        self.ask(Topic::Items, ask);
    }

    /// Opens a picker whose items are known.
    pub(super) fn offer(
        &mut self,
        choice: Choice,
        title: Said,
        items: Vec<Item>,
        values: Vec<Value>,
    ) {
        let several = matches!(choice, Choice::Here(Deed::Only));
        let mut picker = Picker::new(self.config.tongue, title, several, items);
        picker.set_foot(self.picker_foot(several));
        picker.resize(self.areas.picker.height);
        self.chooser = Some(Chooser {
            picker,
            wide: matches!(choice, Choice::Actions | Choice::Copy),
            choice,
            values,
            partial: false,
        });
    }

    /// What is typed into the picker changed: where it does not hold every name, the store is asked for those that go on
    /// from it.
    pub(super) fn picker_typed(&mut self) {
        let Some(chooser) = self.chooser.as_ref().filter(|chooser| chooser.partial) else {
            return;
        };
        let written = chooser.picker.typed().trim().to_owned();
        let (query, kinds) = match chooser.choice {
            Choice::Companies => (self.query.clone(), vec![Kind::Company]),
            Choice::Persons => (self.query.clone(), vec![Kind::Person]),
            Choice::Into => (Query::default(), Kind::ALL.to_vec()),
            _ => return,
        };
        if written.is_empty() {
            self.questions.forget(Topic::Items);
            return;
        }
        self.ask(
            Topic::Items,
            Ask::Named {
                query,
                kinds,
                written,
                limit: MORE,
            },
        );
    }

    /// What keys do in a picker, in one line.
    fn picker_foot(&self, several: bool) -> Said {
        // The key that is quickest to read.
        let key = |action| {
            let keys = self.config.keys.keys_of(action);
            let short = keys.into_iter().min_by_key(|key| key.chars().count() > 1);
            short.unwrap_or_else(|| action.name().to_owned())
        };
        let (enter, leave) = (key(Action::PickAccept), key(Action::PickCancel));
        if !several {
            return say!("{enter} takes it · {leave} leaves", enter, leave);
        }
        let (more, without) = (key(Action::PickToggle), key(Action::PickExclude));
        say!(
            "{enter} these · {more} several · {without} without · {leave} leaves",
            enter,
            more,
            without,
            leave
        )
    }

    pub(super) fn choose_action(&mut self) {
        let (items, values) = TABLE
            .iter()
            .filter(|entry| entry.place == Place::Panes)
            .map(|entry| {
                let keys = self.config.keys.keys_of(entry.action);
                let keys = keys.first().map(|key| key.replace(' ', ""));
                let item = Item {
                    label: entry.said().words(self.config.tongue),
                    detail: match keys {
                        Some(key) => format!("{key} · {}", entry.name),
                        None => entry.name.to_owned(),
                    },
                    also: vec![entry.name.replace('-', " ")],
                    ..Item::default()
                };
                (item, Value::Action(entry.action))
            })
            .chain(self.view_items())
            .unzip();
        self.offer(Choice::Actions, say!("do"), items, values);
    }

    /// The saved views, found by name and query.
    fn view_items(&self) -> Vec<(Item, Value)> {
        let item = |(number, (name, query)): (usize, &(String, String))| {
            let key = self.config.keys.keys_of_view(number).into_iter().next();
            let item = Item {
                label: format!("@{}  {}", clean(name), clean(query)),
                detail: key.map_or_else(String::new, |key| key.replace(' ', "")),
                also: vec![format!("view {}", clean(name))],
                ..Item::default()
            };
            (item, Value::View(name.clone()))
        };
        self.config.views.iter().enumerate().map(item).collect()
    }

    /// The open article's entities, as often as it names them, with the office the text gives them.
    fn entities_of_article(&self) -> (Vec<Item>, Vec<Value>) {
        let Some(opened) = self.opened() else {
            return (Vec::new(), Vec::new());
        };
        let found = &opened.highlights;
        let mut entities: Vec<_> = found.entities.iter().collect();
        let mentions = |entity: &crate::highlight::Entity| {
            (entity.mentions.len() + entity.in_title.len()) as u64
        };
        entities.sort_by_key(|entity| {
            let first = !matches!(entity.kind(), Kind::Company | Kind::Person);
            (first, std::cmp::Reverse(mentions(entity)))
        });
        entities
            .into_iter()
            .map(|entity| {
                let role = found.roles.iter().find(|role| role.person == entity.name);
                let office = role.map(|role| match &role.of {
                    Some(of) => format!("{}, {of}", role.role),
                    None => role.role.clone(),
                });
                let item = Item {
                    label: clean(&entity.name),
                    detail: clean(&office.unwrap_or_default()),
                    count: Some(mentions(entity)),
                    kind: Some(entity.kind()),
                    also: entity.aliases.iter().map(|alias| clean(alias)).collect(),
                };
                let value = Value::Entity(entity.key.clone(), entity.name.clone());
                (item, value)
            })
            .unzip()
    }

    /// Takes the items that were asked for, if the picker still waits for them.
    pub(super) fn take_items(&mut self, answer: Answer) {
        let Some(chooser) = &mut self.chooser else {
            return;
        };
        if !chooser.picker.is_waiting() && !chooser.partial {
            return;
        }
        let full = matches!(&answer, Answer::Facets(facets) if facets.len() >= MOST);
        let (items, values): (Vec<Item>, Vec<Value>) = match answer {
            Answer::Facets(facets) => match (chooser.choice, &self.mending) {
                (Choice::Into, Some(mending)) => mending.others(facets),
                _ => facets,
            }
            .into_iter()
            .map(|facet| {
                let articles = facet.articles;
                facet_item(facet, articles)
            })
            .unzip(),
            Answer::Watched(watched) => {
                self.watched = watched.iter().map(|(it, _)| it.key.clone()).collect();
                watched
                    .into_iter()
                    .map(|(facet, unread)| facet_item(facet, unread))
                    .unzip()
            }
            Answer::Values(values) => values
                .into_iter()
                .map(|(value, articles)| {
                    let item = Item {
                        label: clean(&value),
                        count: Some(articles),
                        ..Item::default()
                    };
                    (item, Value::Text(value))
                })
                .unzip(),
            Answer::Notes(notes) => {
                let tongue = self.config.tongue;
                let items = notes.into_iter();
                items.map(|noted| note_item(noted, tongue)).unzip()
            }
            _ => return,
        };
        if !chooser.picker.is_waiting() {
            let new = items.into_iter().zip(values);
            let new = new.filter(|(_, value)| !chooser.values.contains(value));
            let (items, values): (Vec<Item>, Vec<Value>) = new.unzip();
            chooser.values.extend(values);
            chooser.picker.extend(items);
            return;
        }
        if items.is_empty() {
            self.nothing_to_choose();
            return;
        }
        chooser.values = values;
        chooser.picker.fill(items);
        chooser.partial = full;
        // What was typed while they were on their way may be none of them.
        self.picker_typed();
    }

    fn nothing_to_choose(&mut self) {
        let Some(chooser) = self.chooser.take() else {
            return;
        };
        let (tag, watch) = (self.key_of(Action::Tag), self.key_of(Action::Watch));
        self.status.say(match chooser.choice {
            Choice::Companies => say!("no company is named in these articles"),
            Choice::Persons => say!("no person is named in these articles"),
            Choice::Tags => say!("no article here has a tag; {tag} gives it one", tag),
            Choice::Notes => say!(
                "no note is written yet; {mark} highlights a sentence, {note} writes a note",
                mark = self.key_of(Action::Mark),
                note = self.key_of(Action::Note)
            ),
            Choice::Watched => say!(
                "nothing is watched yet; {watch} on a name watches it",
                watch
            ),
            _ => say!("there is nothing to choose from"),
        });
    }

    pub(super) fn act_in_picker(&mut self, action: Action) {
        let Some(chooser) = &mut self.chooser else {
            return;
        };
        match action {
            Action::PickDown => chooser.picker.scroll(Motion::Down),
            Action::PickUp => chooser.picker.scroll(Motion::Up),
            Action::PickPageDown => chooser.picker.scroll(Motion::PageDown),
            Action::PickPageUp => chooser.picker.scroll(Motion::PageUp),
            Action::PickToggle => chooser.picker.toggle(),
            Action::PickExclude => chooser.picker.exclude(),
            Action::PickCancel => {
                self.chooser = None;
                self.questions.forget(Topic::Items);
            }
            Action::PickAccept => self.chosen(),
            _ => {}
        }
    }

    /// What the item under the cursor stands for, while this is what is chosen from.
    pub(super) fn under_cursor(&self, choice: Choice) -> Option<&Value> {
        let chooser = self.chooser.as_ref().filter(|it| it.choice == choice)?;
        chooser.values.get(chooser.picker.at()?)
    }

    /// Enter in a picker.
    fn chosen(&mut self) {
        let Some(chooser) = self.chooser.take() else {
            return;
        };
        let chosen = chooser.picker.chosen();
        if chooser.picker.is_waiting() {
            // The names are still on their way: what is typed may become one of them.
            self.chooser = Some(chooser);
            return;
        }
        let get = |items: &[usize]| -> Vec<Value> {
            items
                .iter()
                .filter_map(|item| chooser.values.get(*item).cloned())
                .collect()
        };
        let (mut with, without) = (get(&chosen.with), get(&chosen.without));
        let typed = chooser.picker.typed().trim().to_owned();
        if with.is_empty() && without.is_empty() {
            if typed.is_empty() {
                return;
            }
            with.push(Value::Text(typed));
        }
        match chooser.choice {
            Choice::Actions => match &with[..] {
                [Value::Action(action)] => self.act(*action, None),
                [Value::View(name)] => self.saved_view(name),
                _ => self.status.say(say!("no action is called that")),
            },
            Choice::Copy => {
                if let [Value::Text(text)] = &with[..] {
                    self.copy(text.clone());
                }
            }
            Choice::Themes => {
                if let [Value::Text(name)] = &with[..] {
                    self.take_theme(name);
                }
            }
            Choice::Into | Choice::Kinds => self.mended(&with),
            Choice::Notes => match &with[..] {
                [Value::Place(id, place)] => self.show_place(*id, place.clone()),
                _ => self.status.say(say!("no note says that")),
            },
            Choice::Here(deed) if deed != Deed::Only => {
                if let [Value::Entity(key, name)] = &with[..] {
                    self.act_on(deed, key.clone(), name);
                }
            }
            choice => self.narrow_by(choice, &with, &without),
        }
    }

    /// Shows a place of an article in the reader.
    fn show_place(&mut self, id: ArticleId, place: Option<Range<usize>>) {
        self.pages.clear();
        if self.reader.id() == Some(id)
            && let Some(place) = &place
        {
            self.reader.jump(place.clone());
        }
        self.place = place.map(|place| (id, place));
        self.read(id);
    }

    /// Narrows by what was chosen: one of those wanted, and none of those not wanted.
    fn narrow_by(&mut self, choice: Choice, with: &[Value], without: &[Value]) {
        let term = |value: &Value| self.term(choice, value);
        let mut wanted: Vec<Term> = with.iter().filter_map(term).collect();
        let excluded: Vec<Term> = without.iter().filter_map(term).collect();
        let mut query = self.query.clone();
        match (wanted.pop(), wanted.is_empty()) {
            (Some(last), true) => query.add(last),
            (Some(last), false) => {
                wanted.push(last);
                query.add(Term::Any(wanted));
            }
            (None, _) => {}
        }
        for term in excluded {
            query.add(term.negated());
        }
        if query == self.query {
            self.status
                .say(say!("the list is narrowed by that already"));
            return;
        }
        let land = match (choice, self.here()) {
            (Choice::Here(_), Some(id)) if without.is_empty() => Land::On(id),
            _ => Land::Top,
        };
        self.go(query, land);
    }

    fn term(&self, choice: Choice, value: &Value) -> Option<Term> {
        let text = match value {
            Value::Entity(key, name) => return Some(Term::entity(key.kind, name)),
            Value::Text(text) => text.clone(),
            Value::Action(_) | Value::View(_) | Value::Place(..) => return None,
        };
        Some(match choice {
            Choice::Companies => Term::entity(Kind::Company, &text),
            Choice::Persons => Term::entity(Kind::Person, &text),
            Choice::Sources => Term::Is(Atom::Source(text)),
            Choice::Tags => Term::Is(Atom::Tag(text)),
            Choice::Languages => Term::Is(Atom::Lang(Language::from_tag(&text)?)),
            Choice::Months => {
                let parsed = query::parse(&format!("date:{text}"), self.today);
                return parsed.query.terms.into_iter().next();
            }
            _ => Term::entity(Kind::Organisation, &text),
        })
    }

    /// Takes the tags of articles apart into those to add and those to remove.
    pub(super) fn tag_changes(written: &str, had: &[String]) -> (Vec<String>, Vec<String>) {
        let wanted: BTreeSet<String> = tags::read(written).into_iter().collect();
        let had: BTreeSet<String> = had.iter().cloned().collect();
        (
            wanted.difference(&had).cloned().collect(),
            had.difference(&wanted).cloned().collect(),
        )
    }
}

/// A note to choose: its words first, then the passage it is on and the headline.
fn note_item(noted: Noted, tongue: Tongue) -> (Item, Value) {
    let Noted { note, title } = noted;
    let (label, passage) = if note.text.is_empty() {
        (&note.passage, String::new())
    } else if note.passage.is_empty() {
        (&note.text, String::new())
    } else {
        (&note.text, format!("“{}” · ", note.passage))
    };
    let item = Item {
        label: clean(label),
        detail: clean(&if note.is_lost() {
            let passage = format!("{passage}{title}");
            say!("no longer in the text: {passage}", passage).words(tongue)
        } else {
            format!("{passage}{title}")
        }),
        also: vec![clean(&note.passage), clean(&title)],
        ..Item::default()
    };
    (item, Value::Place(note.id, note.range))
}

fn facet_item(facet: Facet, count: u64) -> (Item, Value) {
    let item = Item {
        label: clean(&facet.name),
        count: Some(count),
        kind: Some(facet.key.kind),
        also: facet.aliases.iter().map(|alias| clean(alias)).collect(),
        ..Item::default()
    };
    (item, Value::Entity(facet.key, facet.name))
}

fn clean(text: &str) -> String {
    Clean::line(text).into()
}
