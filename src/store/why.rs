//! Why an article is among the answers of a query: one sentence for every term, with the place.

use std::ops::Range;

use super::entities::{self, Repairs};
use super::failure::Failure;
use super::search::Search;
use super::{Store, opened, passage};
use crate::article::ArticleId;
use crate::ask::{Opened, Reason};
use crate::highlight::{ABOUT, Entity, Kind};
use crate::query::{Atom, Has, Query, State, Term};
use crate::row::Passage;
use crate::say::{Said, say, says};
use crate::text::{Searchable, Sought, fold, key};

/// Bytes shown to each side of a place, about.
const AROUND: usize = 32;

/// Sentences, one for each term of the query.
pub(super) fn why(store: &Store, id: ArticleId, query: &Query) -> Result<Vec<Reason>, Failure> {
    let Some(opened) = opened::opened(store, id)? else {
        return Ok(vec![plain(say!("This article is no longer in the store."))]);
    };
    if query.terms.is_empty() {
        return Ok(vec![plain(say!(
            "No filter is set: every article is listed."
        ))]);
    }
    let mut out = Vec::new();
    for term in &query.terms {
        out.push(sentence(store, &opened, term)?);
    }
    Ok(out)
}

/// A sentence without a passage.
fn plain(said: Said) -> Reason {
    Reason {
        said,
        passages: Vec::new(),
    }
}

fn holds(store: &Store, id: ArticleId, term: &Term) -> Result<bool, Failure> {
    let query = Query {
        terms: vec![term.clone()],
        ..Query::default()
    };
    let search = Search::new(&store.connection, &query)?;
    opened::holds(store, &search, id)
}

fn sentence(store: &Store, opened: &Opened, term: &Term) -> Result<Reason, Failure> {
    let written = term.to_string();
    if !holds(store, opened.id, term)? {
        return Ok(plain(say!(
            "{term}: does not hold (any more).",
            term = written
        )));
    }
    Ok(match term {
        Term::Is(atom) => {
            let Reason { said, passages } = reason(store, opened, atom)?;
            Reason {
                said: say!("{term}: {reason}", term = written, reason = said),
                passages,
            }
        }
        Term::Not(inner) => plain(say!(
            "{term}: {inner} does not hold for it.",
            term = written,
            inner = inner.to_string()
        )),
        Term::Any(terms) => {
            let mut reasons = Vec::new();
            for one in terms {
                if holds(store, opened.id, one)? {
                    reasons.push(sentence(store, opened, one)?);
                }
            }
            also(reasons, |first, other| {
                say!("{first} Also: {other}", first, other)
            })
        }
        Term::All(terms) => {
            let mut reasons = Vec::new();
            for one in terms {
                reasons.push(sentence(store, opened, one)?);
            }
            also(reasons, |first, other| {
                say!("{first} And: {other}", first, other)
            })
        }
    })
}

/// One reason after the other.
fn also(reasons: Vec<Reason>, join: impl Fn(Said, Said) -> Said) -> Reason {
    let both = |mut first: Reason, other: Reason| {
        first.passages.extend(other.passages);
        Reason {
            said: join(first.said, other.said),
            passages: first.passages,
        }
    };
    reasons.into_iter().reduce(both).unwrap_or_default()
}

fn reason(store: &Store, opened: &Opened, atom: &Atom) -> Result<Reason, Failure> {
    let article = &opened.article;
    let said = match atom {
        Atom::Word { text, prefix } => {
            let sought = Sought::word(text, *prefix);
            return Ok(place(opened, sought.as_ref(), false));
        }
        Atom::Phrase(text) => {
            let sought = Sought::phrase(text);
            return Ok(place(opened, sought.as_ref(), false));
        }
        Atom::Title(text) => {
            let sought = Sought::word(text.trim_end_matches('*'), text.ends_with('*'));
            return Ok(place(opened, sought.as_ref(), true));
        }
        Atom::Entity { kind, name, about } => {
            return entity_reason(store, opened, (*kind, name), *about);
        }
        Atom::Said(name) => {
            let meant = named(store, opened, None, name)?;
            let quote = opened.highlights.quotes.iter().find(|quote| {
                let speaker = quote.speaker.as_deref();
                meant.iter().any(|entity| speaker == Some(&entity.name))
            });
            match quote {
                Some(quote) => say!(
                    "a quotation of {name}: “{words}”.",
                    name = quote.speaker.as_deref().unwrap_or(name),
                    words = clip(article.body.text().get(quote.range.clone()).unwrap_or(""))
                ),
                None => say!("a quotation of {name} stands in it.", name),
            }
        }
        Atom::Source(_) => {
            let host = article.url.as_ref().map(crate::article::Link::host);
            let name = article.source.as_ref().map(ToString::to_string);
            let both: Vec<String> = name.into_iter().chain(host).collect();
            say!("it is from {names}.", names = both.join(", "))
        }
        Atom::Lang(language) => say!(
            "its text is in the language {language}.",
            language = language.to_string()
        ),
        Atom::Tag(tag) => {
            let written = opened.tags.iter().find(|other| fold(other) == fold(tag));
            say!("you tagged it {tag}.", tag = written.unwrap_or(tag))
        }
        Atom::Note(words) => say!("a note or highlight of yours says {words}.", words),
        Atom::Date(_) => match &article.published {
            Some(published) => say!(
                "it was published {published}.",
                published = published.to_string()
            ),
            None => say!("its date is unknown."),
        },
        Atom::State(State::Unread) => say!("you have not read it."),
        Atom::State(State::Read) => say!("you have read it."),
        Atom::State(State::Bookmarked) => say!("you bookmarked it."),
        Atom::State(State::Noted) | Atom::Has(Has::Note) => {
            says!(
                notes = opened.notes.len();
                "it has one of your notes and highlights.",
                "it has {notes} of your notes and highlights."
            )
        }
        Atom::State(State::Watched) => {
            let mut names = Vec::new();
            let repairs = Repairs::read(&store.connection)?;
            for entity in &opened.highlights.entities {
                let Some(number) = entities::number_of(&store.connection, &entity.key)? else {
                    continue;
                };
                for part in repairs.whole(repairs.shown(number)) {
                    let watched = store
                        .connection
                        .prepare_cached("SELECT 1 FROM watch WHERE entity = ?1")?
                        .exists([part])?;
                    if watched && !names.contains(&entity.name) {
                        names.push(entity.name.clone());
                    }
                }
            }
            say!(
                "it names {names}, which you watch.",
                names = names.join(", ")
            )
        }
        Atom::Has(Has::Quote) => says!(
            quotes = opened.highlights.quotes.len();
            "it has a direct quotation.",
            "it has {quotes} direct quotations."
        ),
    };
    Ok(plain(said))
}

/// The entities of an article that a name means, as the article has them.
fn named<'a>(
    store: &Store,
    opened: &'a Opened,
    kind: Option<Kind>,
    name: &str,
) -> Result<Vec<&'a Entity>, Failure> {
    let repairs = Repairs::read(&store.connection)?;
    let meant = entities::meant(&store.connection, &repairs, kind, name)?;
    let mut out = Vec::new();
    for entity in &opened.highlights.entities {
        let number = entities::number_of(&store.connection, &entity.key)?;
        if number.is_some_and(|number| meant.contains(&repairs.shown(number))) {
            out.push(entity);
        }
    }
    Ok(out)
}

fn entity_reason(
    store: &Store,
    opened: &Opened,
    (kind, asked): (Option<Kind>, &str),
    about: bool,
) -> Result<Reason, Failure> {
    // Several may be meant by a part of a name; one that the article is about is the better reason.
    let meant = named(store, opened, kind, asked)?;
    let best = meant
        .into_iter()
        .max_by(|a, b| a.salience.total_cmp(&b.salience));
    if let Some(entity) = best {
        let times = entity.mentions.len() + entity.in_title.len();
        let range = entity.mentions.first();
        let surface = range.and_then(|range| opened.article.body.text().get(range.clone()));
        let (name, kind) = (&entity.name, entity.kind());
        let surface = surface.filter(|surface| *surface != entity.name);
        let alias = entity.aliases.iter().find(|alias| key(alias) == key(asked));
        let whom = match (surface, alias) {
            (Some(surface), _) => say!("{name} ({kind}, as “{surface}”)", name, kind, surface),
            (None, Some(alias)) => say!("{name} ({kind}, also called {alias})", name, kind, alias),
            (None, None) => say!("{name} ({kind})", name, kind),
        };
        let named = match times {
            0 => say!("it names {whom}", whom),
            times => says!(times; "it names {whom} once", "it names {whom} {times} times", whom),
        };
        let told = if about {
            say!(
                "{named} and is about it (salience {salience} of at least {least})",
                named,
                salience = format!("{:.2}", entity.salience),
                least = format!("{ABOUT:.2}")
            )
        } else {
            named
        };
        return Ok(match range {
            Some(range) => {
                let passage = around(opened.article.body.text(), range.clone());
                with(passage, |words| say!("{told}: “{words}”.", told, words))
            }
            None => plain(say!("{told}.", told)),
        });
    }
    Ok(plain(say!("it names {name}.", name = asked)))
}

/// Where words stand: headline first, then the text, with what is around them.
fn place(opened: &Opened, sought: Option<&Sought>, title_only: bool) -> Reason {
    let article = &opened.article;
    let first = |text: &str| {
        let found = Searchable::new(text).find_words(sought?);
        Some(around(text, found.into_iter().next()?))
    };
    if let Some(passage) = first(&article.title) {
        return with(passage, |words| say!("in the headline: “{words}”.", words));
    }
    if !title_only && let Some(passage) = first(article.body.text()) {
        return with(passage, |words| say!("in the text: “{words}”.", words));
    }
    plain(say!("stands in it."))
}

/// A sentence with a passage in it.
fn with(passage: Passage, say: impl Fn(&str) -> Said) -> Reason {
    Reason {
        said: say(&passage.text),
        passages: vec![passage],
    }
}

/// A place with what is around it.
fn around(text: &str, place: Range<usize>) -> Passage {
    let about = place.start.saturating_sub(AROUND)..(place.end + AROUND).min(text.len());
    passage::cut(text, about, &[place])
}

fn clip(text: &str) -> String {
    let short: String = text.chars().take(120).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}
