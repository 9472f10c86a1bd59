//! Why an article is among the answers of a query: one sentence for every term, with the place.

use std::fmt::Write as _;

use super::entities::{self, Repairs};
use super::failure::Failure;
use super::search::Search;
use super::{Store, opened};
use crate::article::ArticleId;
use crate::ask::Opened;
use crate::highlight::ABOUT;
use crate::query::{Atom, Has, Query, State, Term};
use crate::text::{fold_words, key};

/// Letters shown to each side of a place.
const AROUND: usize = 32;

/// Sentences, one for each term of the query.
pub(super) fn why(store: &Store, id: ArticleId, query: &Query) -> Result<Vec<String>, Failure> {
    let Some(opened) = opened::opened(store, id)? else {
        return Ok(vec!["This article is no longer in the store.".to_owned()]);
    };
    if query.terms.is_empty() {
        return Ok(vec![
            "No filter is set: every article is listed.".to_owned(),
        ]);
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

fn sentence(store: &Store, opened: &Opened, term: &Term) -> Result<String, Failure> {
    if !holds(store, opened.id, term)? {
        return Ok(format!("{term}: does not hold (any more)."));
    }
    Ok(match term {
        Term::Is(atom) => format!("{term}: {}", reason(store, opened, atom)?),
        Term::Not(inner) => format!("{term}: {inner} does not hold for it."),
        Term::Any(terms) => {
            let mut reasons = Vec::new();
            for one in terms {
                if holds(store, opened.id, one)? {
                    reasons.push(sentence(store, opened, one)?);
                }
            }
            reasons.join(" Also: ")
        }
        Term::All(terms) => {
            let mut reasons = Vec::new();
            for one in terms {
                reasons.push(sentence(store, opened, one)?);
            }
            reasons.join(" And: ")
        }
    })
}

fn reason(store: &Store, opened: &Opened, atom: &Atom) -> Result<String, Failure> {
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
                Some(quote) => format!(
                    "a quotation of {}: “{}”.",
                    quote.speaker.as_deref().unwrap_or(name),
                    clip(article.body.text().get(quote.range.clone()).unwrap_or(""))
                ),
                None => format!("a quotation of {name} stands in it."),
            }
        }
        Atom::Source(_) => {
            let host = article.url.as_ref().map(crate::article::Link::host);
            let name = article.source.as_ref().map(ToString::to_string);
            let both: Vec<String> = name.into_iter().chain(host).collect();
            format!("it is from {}.", both.join(", "))
        }
        Atom::Lang(language) => format!("its text is in the language {language}."),
        Atom::Tag(tag) => format!("you tagged it {tag}."),
        Atom::Date(_) => match &article.published {
            Some(published) => format!("it was published {published}."),
            None => "its date is unknown.".to_owned(),
        },
        Atom::State(State::Unread) => "you have not read it.".to_owned(),
        Atom::State(State::Read) => "you have read it.".to_owned(),
        Atom::State(State::Bookmarked) => "you bookmarked it.".to_owned(),
        Atom::State(State::Noted) | Atom::Has(Has::Note) => {
            format!(
                "it has {} of your notes and highlights.",
                opened.notes.len()
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
            format!("it names {}, which you watch.", names.join(", "))
        }
        Atom::Has(Has::Quote) => format!(
            "it has {} direct quotations.",
            opened.highlights.quotes.len()
        ),
    })
}

fn entity_reason(
    store: &Store,
    opened: &Opened,
    name: &str,
    about: bool,
) -> Result<String, Failure> {
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
        let mut text = format!("it names {} ({}", entity.name, entity.kind());
        if let Some(surface) = surface.filter(|surface| *surface != entity.name) {
            let _ = write!(text, ", as “{surface}”");
        }
        text.push(')');
        let _ = match times {
            0 => Ok(()),
            1 => write!(text, " once"),
            times => write!(text, " {times} times"),
        };
        if about {
            let _ = write!(
                text,
                " and is about it (salience {:.2} of at least {ABOUT:.2})",
                entity.salience
            );
        }
        if let Some(range) = range {
            let _ = write!(
                text,
                ": “{}”",
                around(opened.article.body.text(), range.start, range.end)
            );
        }
        text.push('.');
        return Ok(text);
    }
    Ok(format!("it names {name}."))
}

/// Where folded words stand: headline first, then the text, with what is around them.
fn place(opened: &Opened, written: &str, prefix: bool, title_only: bool) -> String {
    let wanted = fold_words(written);
    if let Some((from, to)) = find(&opened.article.title, &wanted, prefix) {
        return format!(
            "in the headline: “{}”.",
            around(&opened.article.title, from, to)
        );
    }
    if !title_only && let Some((from, to)) = find(opened.article.body.text(), &wanted, prefix) {
        return format!(
            "in the text: “{}”.",
            around(opened.article.body.text(), from, to)
        );
    }
    "stands in it.".to_owned()
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
