//! A query becomes SQL: what its words mean in this store, and which table drives the answer.
//!
//! Numbers of articles sort by date, so every table keyed by them gives newest first without sorting: the
//! postings of an entity, a shelf of the text index, the reader's bookmarks. The rarest condition drives, the
//! others are looked up for each of its articles; only the first page is ever computed for a list.

use jiff::civil::Date;
use rusqlite::Connection;

use super::counts;
use super::entities::{self, Repairs};
use super::failure::Failure;
use super::index::{Layout, Words};
use super::shelves::{self, Shelf};
use super::write::day_number;
use crate::article::ArticleId;
use crate::query::{Atom, Has, Order, Query, State, Term};
use crate::text::{fold, fold_words};

/// A condition with everything it needs to know from the store.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cond {
    /// Has these words.
    Text(Words),
    /// Names one of these entities; `articles` counts them together.
    Named {
        entities: Vec<i64>,
        about: bool,
        said: bool,
        articles: i64,
    },
    Sources(Vec<i64>),
    Language(String),
    /// Tagged with one of these spellings of a tag.
    Tags(Vec<String>),
    /// One of these.
    Those(Vec<i64>),
    Days(Option<Date>, Option<Date>),
    Unread,
    Read,
    Bookmarked,
    Noted,
    Quoted,
    Not(Box<Cond>),
    Any(Vec<Cond>),
    All(Vec<Cond>),
    /// Holds for no article.
    Never,
}

/// A query made ready for this store.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) conds: Vec<Cond>,
    pub(super) order: Order,
    pub(super) repairs: Repairs,
    /// The entities it asks for, as shown, in the order of the query.
    pub(super) asked: Vec<i64>,
    /// Numbers outside are no answers.
    pub(super) lowest: i64,
    pub(super) highest: i64,
    /// Articles in the store, by which counts over all of it are shared out among stretches.
    pub(super) total: i64,
}

impl Search {
    pub(super) fn new(connection: &Connection, query: &Query) -> Result<Self, Failure> {
        let mut search = Self {
            conds: Vec::new(),
            order: query.order,
            repairs: Repairs::read(connection)?,
            asked: Vec::new(),
            lowest: 0,
            highest: i64::MAX,
            total: counts::total(connection)? as i64,
        };
        let mut texts = Vec::new();
        for term in &query.terms {
            match search.ready(connection, term, true)? {
                // Words beside each other are one question: FTS5 intersects faster than anything outside it.
                Cond::Text(words) => texts.push(words),
                Cond::All(inner) if inner.is_empty() => {}
                Cond::Days(from, to) => {
                    let (lowest, highest) = reach(from, to);
                    search.lowest = search.lowest.max(lowest);
                    search.highest = search.highest.min(highest);
                    search.conds.push(Cond::Days(from, to));
                }
                cond => search.conds.push(cond),
            }
        }
        if let Some(text) = joined(texts, Words::All) {
            search.conds.push(text);
        }
        Ok(search)
    }

    /// A term with what it means in this store; `wanted` is false inside a negation.
    fn ready(
        &mut self,
        connection: &Connection,
        term: &Term,
        wanted: bool,
    ) -> Result<Cond, Failure> {
        Ok(match term {
            Term::Is(atom) => self.ready_atom(connection, atom, wanted)?,
            Term::Not(inner) => Cond::Not(Box::new(self.ready(connection, inner, !wanted)?)),
            Term::Any(terms) => {
                let mut texts = Vec::new();
                let mut conds = Vec::new();
                for term in terms {
                    match self.ready(connection, term, wanted)? {
                        Cond::Text(words) => texts.push(words),
                        Cond::Never => {}
                        cond => either(&mut conds, cond),
                    }
                }
                conds.extend(joined(texts, Words::Any));
                match conds.len() {
                    0 => Cond::Never,
                    1 => conds.remove(0),
                    _ => Cond::Any(conds),
                }
            }
            Term::All(terms) => {
                let mut texts = Vec::new();
                let mut conds = Vec::new();
                for term in terms {
                    match self.ready(connection, term, wanted)? {
                        Cond::Text(words) => texts.push(words),
                        cond => conds.push(cond),
                    }
                }
                conds.extend(joined(texts, Words::All));
                match conds.len() {
                    1 => conds.remove(0),
                    _ => Cond::All(conds),
                }
            }
        })
    }

    fn ready_atom(
        &mut self,
        connection: &Connection,
        atom: &Atom,
        wanted: bool,
    ) -> Result<Cond, Failure> {
        let text = |words: Option<Words>| words.map_or(Cond::Never, Cond::Text);
        Ok(match atom {
            Atom::Word { text: word, prefix } => text(Words::word(word, *prefix)),
            Atom::Phrase(phrase) => text(Words::phrase(phrase)),
            Atom::Title(words) => text(
                Words::word(words.trim_end_matches('*'), words.ends_with('*'))
                    .map(|words| Words::Title(Box::new(words))),
            ),
            Atom::Entity { kind, name, about } => {
                self.named(connection, *kind, name, (*about, false), wanted)?
            }
            Atom::Said(name) => self.named(connection, None, name, (false, true), wanted)?,
            Atom::Source(name) => {
                let found: Vec<i64> = connection
                    .prepare_cached("SELECT number FROM source WHERE instr(folded, ?1) > 0")?
                    .query_map([fold(name)], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                if found.is_empty() {
                    Cond::Never
                } else {
                    Cond::Sources(found)
                }
            }
            Atom::Lang(language) => Cond::Language(language.to_string()),
            Atom::Tag(tag) => {
                let wanted = fold(tag);
                let mut tags: Vec<String> = connection
                    .prepare_cached("SELECT DISTINCT tag FROM tag")?
                    .query_map([], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                tags.retain(|tag| fold(tag) == wanted);
                if tags.is_empty() {
                    Cond::Never
                } else {
                    Cond::Tags(tags)
                }
            }
            Atom::Note(words) => {
                let found = noted(connection, words)?;
                if found.is_empty() {
                    Cond::Never
                } else {
                    Cond::Those(found)
                }
            }
            Atom::Date(span) => Cond::Days(span.from, span.to),
            Atom::State(State::Unread) => Cond::Unread,
            Atom::State(State::Read) => Cond::Read,
            Atom::State(State::Bookmarked) => Cond::Bookmarked,
            Atom::State(State::Noted) | Atom::Has(Has::Note) => Cond::Noted,
            Atom::State(State::Watched) => {
                let watched: Vec<i64> = connection
                    .prepare_cached("SELECT entity FROM watch")?
                    .query_map([], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                self.those(connection, &watched, (false, false), wanted)?
            }
            Atom::Has(Has::Quote) => Cond::Quoted,
        })
    }

    fn named(
        &mut self,
        connection: &Connection,
        kind: Option<crate::highlight::Kind>,
        name: &str,
        how: (bool, bool),
        wanted: bool,
    ) -> Result<Cond, Failure> {
        let meant = entities::meant(connection, &self.repairs, kind, name)?;
        self.those(connection, &meant, how, wanted)
    }

    /// Articles that name one of these entities, given as shown.
    fn those(
        &mut self,
        connection: &Connection,
        shown: &[i64],
        (about, said): (bool, bool),
        wanted: bool,
    ) -> Result<Cond, Failure> {
        let mut all = Vec::new();
        let mut articles = 0;
        let mut count =
            connection.prepare_cached("SELECT articles FROM entity WHERE number = ?1")?;
        for entity in shown {
            let entity = self.repairs.shown(*entity);
            if self.repairs.is_hidden(entity) {
                continue;
            }
            if wanted && !self.asked.contains(&entity) {
                self.asked.push(entity);
            }
            for part in self.repairs.whole(entity) {
                if !all.contains(&part) {
                    all.push(part);
                    articles += count.query_row([part], |row| row.get::<_, i64>(0))?;
                }
            }
        }
        Ok(if all.is_empty() {
            Cond::Never
        } else {
            Cond::Named {
                entities: all,
                about,
                said,
                articles,
            }
        })
    }

    /// The stretches of numbers to answer for, newest first: the shelves when words are asked for, else all at once.
    pub(super) fn stretches(&self, connection: &Connection) -> Result<Vec<Shelf>, Failure> {
        let whole = Shelf {
            number: 0,
            lowest: self.lowest,
            highest: self.highest,
            articles: 0,
            layout: Layout::NEWEST,
        };
        if self.conds.contains(&Cond::Never) || self.lowest > self.highest {
            return Ok(Vec::new());
        }
        if !self.conds.iter().any(has_text) {
            return Ok(vec![whole]);
        }
        Ok(shelves::shelves(connection)?
            .into_iter()
            .filter(|shelf| shelf.lowest <= self.highest && shelf.highest >= self.lowest)
            .map(|shelf| Shelf {
                lowest: shelf.lowest.max(self.lowest),
                highest: shelf.highest.min(self.highest),
                ..shelf
            })
            .collect())
    }

    /// About how many articles it will find at most, as far as that is known without asking.
    pub(super) fn expected(&self) -> u64 {
        let named = self.conds.iter().filter_map(|cond| match cond {
            Cond::Named { articles, .. } => Some(*articles),
            _ => None,
        });
        named.min().unwrap_or(self.total).max(0) as u64
    }

    /// Whether the answer is to be ordered by how well the words fit.
    pub(super) fn has_ranking(&self) -> bool {
        self.order == Order::Relevance && self.words().is_some_and(|words| !words.is_vague())
    }

    /// The words that every answer must have.
    pub(super) fn words(&self) -> Option<&Words> {
        self.conds.iter().find_map(|cond| match cond {
            Cond::Text(words) => Some(words),
            _ => None,
        })
    }

    /// The search with other conditions.
    pub(super) fn with(&self, conds: Vec<Cond>) -> Self {
        Self {
            conds,
            repairs: self.repairs.clone(),
            asked: self.asked.clone(),
            ..*self
        }
    }
}

/// Articles with a note that has all of some words, in itself or in the passage it is on; a word may go on.
///
/// Notes are the reader's own: few, so they are looked through one by one.
fn noted(connection: &Connection, words: &str) -> Result<Vec<i64>, Failure> {
    let wanted = fold_words(words);
    let mut statement = connection.prepare_cached("SELECT id, text, passage FROM note")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut there = fold_words(&row.get::<_, String>(1)?);
        there.extend(fold_words(&row.get::<_, String>(2)?));
        let holds = |word: &String| there.iter().any(|other| other.starts_with(word.as_str()));
        if wanted.iter().all(holds) {
            found.push(row.get(0)?);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Adds an alternative; one of these or those entities is one of them all.
fn either(conds: &mut Vec<Cond>, cond: Cond) {
    if let Cond::Named {
        entities,
        about,
        said,
        articles,
    } = &cond
    {
        for other in conds.iter_mut() {
            if let Cond::Named {
                entities: there,
                about: a,
                said: s,
                articles: count,
            } = other
                && (*a, *s) == (*about, *said)
            {
                for entity in entities {
                    if !there.contains(entity) {
                        there.push(*entity);
                    }
                }
                *count += articles;
                return;
            }
        }
    }
    conds.push(cond);
}

/// Several words as one condition; none of none.
fn joined(mut texts: Vec<Words>, how: fn(Vec<Words>) -> Words) -> Option<Cond> {
    match texts.len() {
        0 | 1 => texts.pop().map(Cond::Text),
        _ => Some(Cond::Text(how(texts))),
    }
}

pub(super) fn has_text(cond: &Cond) -> bool {
    match cond {
        Cond::Text(..) => true,
        Cond::Not(inner) => has_text(inner),
        Cond::Any(conds) | Cond::All(conds) => conds.iter().any(has_text),
        _ => false,
    }
}

/// Offsets from UTC go from -12 to +14 hours, so a day somewhere begins and ends that far from a day in UTC.
pub(super) const EASTERNMOST: i64 = 14 * 3600;
pub(super) const WESTERNMOST: i64 = 12 * 3600;

pub(super) fn begins(day: Date) -> i64 {
    day_number(day) * 86_400
}

pub(super) fn ends(day: Date) -> i64 {
    begins(day) + 86_400
}

/// The numbers outside of which no article is of these days.
pub(super) fn reach(from: Option<Date>, to: Option<Date>) -> (i64, i64) {
    (
        from.map_or(0, |day| ArticleId::first_at(begins(day) - EASTERNMOST).0),
        to.map_or(i64::MAX, |day| {
            ArticleId::first_at(ends(day) + WESTERNMOST).0
        }),
    )
}
