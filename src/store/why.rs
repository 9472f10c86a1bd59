//! Why an article is among the answers of a query: one sentence for every term, with the place.

use super::entities::{self, Repairs};
use super::failure::Failure;
use super::search::Search;
use super::{Store, opened};
use crate::article::ArticleId;
use crate::ask::Opened;
use crate::highlight::ABOUT;
use crate::query::{Atom, Has, Query, State, Term};
use crate::say::{Said, say, says};
use crate::text::{fold_words, key};

/// Letters shown to each side of a place.
const AROUND: usize = 32;

/// Sentences, one for each term of the query.
pub(super) fn why(store: &Store, id: ArticleId, query: &Query) -> Result<Vec<Said>, Failure> {
    let Some(opened) = opened::opened(store, id)? else {
        return Ok(vec![say!("This article is no longer in the store.")]);
    };
    if query.terms.is_empty() {
        return Ok(vec![say!("No filter is set: every article is listed.")]);
    }
    let mut out = Vec::new();
    for term in &query.terms {
        out.push(sentence(store, &opened, term)?);
    }
    Ok(out)
}

fn holds(store: &Store, id: ArticleId, term: &Term) -> Result<bool, Failure> {
    let query = Query {
        terms: vec![term.clone()],
        ..Query::default()
    };
    let search = Search::new(&store.connection, &query)?;
    opened::holds(store, &search, id)
}

fn sentence(store: &Store, opened: &Opened, term: &Term) -> Result<Said, Failure> {
    if !holds(store, opened.id, term)? {
        return Ok(say!(
            "{term}: does not hold (any more).",
            term = term.to_string()
        ));
    }
    Ok(match term {
        Term::Is(atom) => say!(
            "{term}: {reason}",
            term = term.to_string(),
            reason = reason(store, opened, atom)?
        ),
        Term::Not(inner) => say!(
            "{term}: {inner} does not hold for it.",
            term = term.to_string(),
            inner = inner.to_string()
        ),
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
fn also(reasons: Vec<Said>, join: impl Fn(Said, Said) -> Said) -> Said {
    reasons.into_iter().reduce(join).unwrap_or_default()
}

fn reason(store: &Store, opened: &Opened, atom: &Atom) -> Result<Said, Failure> {
    let article = &opened.article;
    Ok(match atom {
        Atom::Word { text, prefix } => place(opened, text, *prefix, false),
        Atom::Phrase(text) => place(opened, text, false, false),
        Atom::Title(text) => place(
            opened,
            text.trim_end_matches('*'),
            text.ends_with('*'),
            true,
        ),
        Atom::Entity { name, about, .. } => entity_reason(store, opened, name, *about)?,
        Atom::Said(name) => {
            let quote = opened.highlights.quotes.iter().find(|quote| {
                quote
                    .speaker
                    .as_deref()
                    .is_some_and(|speaker| key(speaker).contains(&key(name)))
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
        Atom::Tag(tag) => say!("you tagged it {tag}.", tag),
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
    })
}

fn entity_reason(store: &Store, opened: &Opened, name: &str, about: bool) -> Result<Said, Failure> {
    let repairs = Repairs::read(&store.connection)?;
    let meant = entities::meant(&store.connection, &repairs, None, name)?;
    for entity in &opened.highlights.entities {
        let Some(number) = entities::number_of(&store.connection, &entity.key)? else {
            continue;
        };
        if !meant.contains(&repairs.shown(number)) {
            continue;
        }
        let times = entity.mentions.len() + entity.in_title.len();
        let range = entity.mentions.first();
        let surface = range.and_then(|range| opened.article.body.text().get(range.clone()));
        let (name, kind) = (&entity.name, entity.kind());
        let whom = match surface.filter(|surface| *surface != entity.name) {
            Some(surface) => say!("{name} ({kind}, as “{surface}”)", name, kind, surface),
            None => say!("{name} ({kind})", name, kind),
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
        let text = match range {
            Some(range) => say!(
                "{told}: “{words}”.",
                told,
                words = around(opened.article.body.text(), range.start, range.end)
            ),
            None => say!("{told}.", told),
        };
        return Ok(text);
    }
    Ok(say!("it names {name}.", name))
}

/// Where folded words stand: headline first, then the text, with what is around them.
fn place(opened: &Opened, written: &str, prefix: bool, title_only: bool) -> Said {
    let wanted = fold_words(written);
    if let Some((from, to)) = find(&opened.article.title, &wanted, prefix) {
        return say!(
            "in the headline: “{words}”.",
            words = around(&opened.article.title, from, to)
        );
    }
    if !title_only && let Some((from, to)) = find(opened.article.body.text(), &wanted, prefix) {
        return say!(
            "in the text: “{words}”.",
            words = around(opened.article.body.text(), from, to)
        );
    }
    say!("stands in it.")
}

/// The first place where these folded words follow each other; the last may go on, or have a genitive s.
fn find(text: &str, wanted: &[String], prefix: bool) -> Option<(usize, usize)> {
    let last = wanted.last()?;
    let mut words: Vec<(usize, usize, String)> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside =
            at < text.len() && (c.is_alphanumeric() || ('\u{300}'..='\u{36F}').contains(&c));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, at, crate::text::fold(&text[from..at])));
                start = None;
            }
            _ => {}
        }
        if words.len() > wanted.len() {
            words.remove(0);
        }
        if start.is_none() && words.len() == wanted.len() && !words.is_empty() {
            let end = &words[words.len() - 1].2;
            let fits = end == last
                || (prefix && end.starts_with(last.as_str()))
                || end.strip_suffix('s') == Some(last);
            let before = words.iter().zip(wanted).rev().skip(1);
            if fits && before.into_iter().all(|(word, wanted)| word.2 == *wanted) {
                return Some((words[0].0, words[words.len() - 1].1));
            }
        }
    }
    None
}

fn around(text: &str, from: usize, to: usize) -> String {
    let before: Vec<char> = text[..from].chars().rev().take(AROUND).collect();
    let after: String = text[to..].chars().take(AROUND).collect();
    let before: String = before.into_iter().rev().collect();
    let mut out = String::new();
    if before.len() < from {
        out.push('…');
    }
    out.push_str(&before);
    out.push_str(&text[from..to]);
    out.push_str(&after);
    if to + after.len() < text.len() {
        out.push('…');
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn clip(text: &str) -> String {
    let short: String = text.chars().take(120).collect();
    if short.len() < text.len() {
        format!("{short}…")
    } else {
        short
    }
}
