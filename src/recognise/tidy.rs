//! What the tagger marked becomes names alone: offices before a person, nouns after a genitive and the rest of a
//! compound are cut off, and names are added that their writing or the words beside them give away (`told`).
//!
//! Each span is looked at with the others of the article; which of them mean the same is decided later.

mod told;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::doc::Doc;
use super::lexicon::Hit;
use super::offices::Offices;
use super::span::Span;
use super::words::{self, Words};
use crate::highlight::Kind;
use crate::text;

/// What is known beside the text.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The lexicon's names in the text.
    pub hits: &'a [Hit],
    /// Words for offices.
    pub offices: &'a Offices,
    /// What is known of single words.
    pub words: &'a Words,
}

/// Cuts the spans to the names in them and adds what the tagger missed.
pub fn tidy(doc: &Doc, known: Known, spans: Vec<Span>) -> Vec<Span> {
    let whole: HashMap<String, Kind> = spans
        .iter()
        .filter(|span| span.score > 0.5)
        .map(|span| (doc.text[span.range.clone()].to_owned(), span.kind))
        .collect();
    let hits: HashMap<(usize, usize), &Hit> = known
        .hits
        .iter()
        .rev()
        .map(|hit| ((hit.first_token, hit.first_token + hit.tokens), hit))
        .collect();
    let mut out: Vec<Span> = spans
        .into_iter()
        .flat_map(|span| split(doc, span))
        .filter_map(|span| {
            let tokens = doc.within(&span.range);
            if is_abbreviation(doc, &tokens) || is_amount(doc, &tokens) {
                return None;
            }
            if hits.contains_key(&(tokens.start, tokens.end)) {
                return Some(span);
            }
            if is_office(doc, known, &tokens) {
                return None;
            }
            Some(cut(doc, known, &whole, &hits, span, tokens))
        })
        .collect();
    for span in &mut out {
        take_legal_form(doc, span);
    }
    told::add(doc, known, &mut out);
    doubt_shouted_title(doc, &mut out);
    out.sort_by_key(|span| span.range.start);
    // A name that was drawn out swallows what the tagger saw behind it.
    out.dedup_by(|later, earlier| {
        later.kind == earlier.kind && later.range.start < earlier.range.end
    });
    out
}

/// "LONDON - Pennywell": a dash between spaces parts a dateline from a name.
fn split(doc: &Doc, span: Span) -> Vec<Span> {
    let tokens = doc.within(&span.range);
    let dash = tokens.clone().skip(1).find(|at| {
        matches!(doc.word(*at), "-" | "–" | "—") && !doc.is_joined(*at) && !doc.is_joined(at + 1)
    });
    match dash {
        Some(dash) if dash + 1 < tokens.end => {
            let mut place = span.clone();
            place.range = doc.bytes(tokens.start..dash);
            if doc.text[place.range.clone()]
                .chars()
                .all(|c| !c.is_lowercase())
            {
                place.kind = Kind::Place;
                place.odds = [0.0; 5];
                place.odds[Kind::Place as usize] = place.score;
            }
            let name = Span {
                range: doc.bytes(dash + 1..tokens.end),
                ..span
            };
            vec![place, name]
        }
        _ => vec![span],
    }
}

/// "CEOs", "CTO": an office alone is no name.
fn is_office(doc: &Doc, known: Known, tokens: &Range<usize>) -> bool {
    tokens.len() == 1
        && doc.word(tokens.start).len() < 6
        && doc
            .word(tokens.start)
            .starts_with(|c: char| c.is_uppercase())
        && doc
            .word(tokens.start)
            .chars()
            .nth(1)
            .is_some_and(char::is_uppercase)
        && known.offices.is_office(doc.word(tokens.start))
}

/// Abbreviations of common words; in capitals they look like the names of companies.
const ABBREVIATIONS: [&str; 60] = [
    "PC", "EPU", "KMU", "NGO", "USB", "WLAN", "WiFi", "CPU", "GPU", "AGB", "PDF", "DVD", "CD",
    "TV", "IT", "EDV", "DAX", "ATX", "MDAX", "TTIP", "CETA", "BIP", "GDP", "KI", "AI", "UVP",
    "LKW", "PKW", "SUV", "SMS", "MMS", "URL", "HTML", "HD", "LED", "LCD", "OLED", "RAM", "SSD",
    "VPN", "DNS", "ADSL", "DSL", "LTE", "UMTS", "GPS", "NFC", "RFID", "VoIP", "HIV", "AIDS", "DNA",
    "DNS", "QC", "OBE", "MBE", "CBE", "IPO", "PIN", "TAN",
];

/// Whether one word, in the plural or not, abbreviates something that has no name.
fn is_abbreviation(doc: &Doc, tokens: &Range<usize>) -> bool {
    let word = doc.word(tokens.start);
    tokens.len() == 1
        && (ABBREVIATIONS.contains(&word)
            || word
                .strip_suffix('s')
                .is_some_and(|stem| ABBREVIATIONS.contains(&stem)))
}

/// "1-1/4" and the "cts" of "43 cts": what is counted and what it is counted in have no name.
fn is_amount(doc: &Doc, tokens: &Range<usize>) -> bool {
    let text = &doc.text[doc.bytes(tokens.clone())];
    let is_year =
        |word: &str| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && !is_year(word);
    let only_figures = !text.contains(char::is_alphabetic) && text.contains(['-', '–', '/']);
    let unit = tokens.len() == 1
        && tokens.start > 0
        && text.chars().count() <= 4
        && is_number(doc.before(tokens.start))
        && !doc.is_joined(tokens.end)
        && !doc.is_joined(tokens.start);
    only_figures || unit
}

/// In a headline all in capitals every word looks like a name: only what the text names too is kept.
fn doubt_shouted_title(doc: &Doc, spans: &mut Vec<Span>) {
    let title = doc.text[..doc.body_at()].trim();
    if doc.text.len() == doc.body_at()
        || title.contains(char::is_lowercase)
        || title.split_whitespace().count() < 2
    {
        return;
    }
    let in_text: HashSet<String> = spans
        .iter()
        .filter(|span| span.range.start >= doc.body_at())
        .flat_map(|span| {
            let name = &doc.text[span.range.clone()];
            let ends = [name.split(' ').next(), name.rsplit(' ').next()];
            ends.into_iter()
                .flatten()
                .chain([name])
                .map(text::key)
                .collect::<Vec<_>>()
        })
        .collect();
    spans.retain(|span| {
        span.range.start >= doc.body_at()
            || in_text.contains(&text::key(&doc.text[span.range.clone()]))
    });
}

fn cut(
    doc: &Doc,
    known: Known,
    whole: &HashMap<String, Kind>,
    hits: &HashMap<(usize, usize), &Hit>,
    mut span: Span,
    mut tokens: Range<usize>,
) -> Span {
    if span.kind == Kind::Person {
        while tokens.len() > 1 && is_office_before(doc, known, &tokens) {
            tokens.start += 1;
        }
    }
    if span.kind != Kind::Place {
        let hits_whole = |tokens: &Range<usize>| hits.contains_key(&(tokens.start, tokens.end));
        while tokens.len() > 1 && !hits_whole(&tokens) && is_trade(doc, &tokens) {
            tokens.start += 1;
        }
    }
    if span.kind == Kind::Person {
        tokens = grow(doc, known, tokens);
        span.range = doc.bytes(tokens.clone());
    }
    // The name in a compound: "X-Postings", "Reuters-Bericht".
    let hyphen = tokens.clone().skip(1).find(|at| {
        matches!(doc.word(*at), "-" | "‑") && doc.is_joined(*at) && doc.is_joined(at + 1)
    });
    if let Some(hyphen) = hyphen {
        let head = tokens.start..hyphen;
        let text = &doc.text[doc.bytes(head.clone())];
        let kind = hits
            .get(&(head.start, head.end))
            .filter(|hit| hit.kind == span.kind && !hit.ambiguous)
            .map(|hit| hit.kind)
            .or_else(|| whole.get(text).copied().filter(|kind| *kind != Kind::Place));
        let tail = doc.word(hyphen + 1);
        let is_other = span.kind != Kind::Person
            || known.offices.is_office(tail)
            || NOUN_ENDINGS.iter().any(|ending| tail.ends_with(ending));
        if let Some(kind) = kind
            && is_other
        {
            if kind != span.kind {
                span.odds[kind as usize] = span.score;
            }
            span.kind = kind;
            tokens = head;
        }
    }
    // What belongs to somebody: "Gaddafis Grab", "Amazons Fire-Tablet".
    for end in tokens.start + 1..tokens.end {
        let head = tokens.start..end;
        let text = &doc.text[doc.bytes(head.clone())];
        let Some(stem) = text.strip_suffix('s') else {
            continue;
        };
        let belongs = match span.kind {
            Kind::Person => {
                let tail = known
                    .words
                    .flags
                    .get(super::features::fingerprint(doc.word(end)));
                let last = stem.rsplit(' ').next().unwrap_or(stem);
                let is_name = tail & (words::FIRST_NAME | words::SURNAME) != 0;
                let is_noun = NOUN_ENDINGS
                    .iter()
                    .any(|ending| doc.word(end).ends_with(ending));
                !is_name
                    && (is_noun
                        || whole.iter().any(|(name, kind)| {
                            *kind == Kind::Person
                                && (name == stem || name.ends_with(last) && name.len() > last.len())
                        }))
            }
            Kind::Company => {
                whole.get(stem) == Some(&Kind::Company)
                    || hits
                        .get(&(head.start, head.end))
                        .is_some_and(|hit| hit.inflected && hit.kind == Kind::Company)
            }
            _ => false,
        };
        if belongs {
            tokens = head;
            break;
        }
    }
    span.range = doc.bytes(tokens);
    span
}

/// Endings of nouns that no name has.
const NOUN_ENDINGS: [&str; 9] = [
    "ung", "ungen", "heit", "keit", "schaft", "tion", "tionen", "tät", "ismus",
];

/// Ends of nouns that tell what a company does and stand before its name.
const TRADES: [&str; 34] = [
    "zeitung",
    "magazin",
    "agentur",
    "konzern",
    "hersteller",
    "anbieter",
    "betreiber",
    "händler",
    "kette",
    "riese",
    "plattform",
    "portal",
    "sender",
    "versicherer",
    "firma",
    "tochter",
    "netzwerk",
    "dienst",
    "diskonter",
    "discounter",
    "produzent",
    "entwickler",
    "zulieferer",
    "brauerei",
    "bank",
    "airline",
    "start-up",
    "startup",
    "unternehmen",
    "medium",
    "dienstleister",
    "bauer",
    "medienhaus",
    "werft",
];

/// Whether the first word tells the trade and the next one is the name: "Gratiszeitung Heute".
fn is_trade(doc: &Doc, tokens: &Range<usize>) -> bool {
    let word = doc.word(tokens.start);
    TRADES
        .iter()
        .any(|trade| word.ends_with(trade) && word.len() > trade.len() + 2)
        && doc.word(tokens.start + 1).starts_with(char::is_uppercase)
        && !doc.is_joined(tokens.start + 1)
}

/// Takes in the surname that a first name or a double surname goes on with and the tagger left out.
fn grow(doc: &Doc, known: Known, mut tokens: Range<usize>) -> Range<usize> {
    let flags = |at: usize| {
        known
            .words
            .flags
            .get(super::features::fingerprint(doc.word(at)))
    };
    let is_surname = |at: usize| {
        let word = doc.word(at);
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 1
            && letters.all(char::is_lowercase)
            && !known.offices.is_office(word)
            && !NOUN_ENDINGS.iter().any(|ending| word.ends_with(ending))
            && (flags(at) & words::SURNAME != 0 || !known.words.is_frequent(word))
    };
    let end = tokens.end;
    if tokens.len() > 1
        && doc.word(end) == "-"
        && doc.is_joined(end)
        && doc.is_joined(end + 1)
        && is_surname(end + 1)
    {
        tokens.end = end + 2;
    } else if tokens.len() == 1
        && flags(tokens.start) & words::FIRST_NAME != 0
        && doc.gap(tokens.start) == " "
        && is_surname(end)
    {
        tokens.end = end + 1;
    }
    tokens
}

/// Whether the first word is an office or title before the name and not a first name.
fn is_office_before(doc: &Doc, known: Known, tokens: &Range<usize>) -> bool {
    let word = doc.word(tokens.start);
    known.offices.is_office(word)
        && !doc.is_joined(tokens.start + 1)
        && known.words.flags.get(super::features::fingerprint(word)) & words::FIRST_NAME == 0
}

/// Forms that only enterprises have.
const FORMS: [&str; 14] = [
    "AG", "GmbH", "KG", "KGaA", "OG", "OHG", "Inc", "Corp", "Ltd", "plc", "LLC", "SpA", "SE", "NV",
];

/// What stands before "AG" or "Ltd" is a company, and the form belongs to the name.
fn take_legal_form(doc: &Doc, span: &mut Span) {
    if matches!(span.kind, Kind::Person | Kind::Place) {
        return;
    }
    let tokens = doc.within(&span.range);
    let is_form = |at: usize| FORMS.contains(&doc.word(at)) && !doc.begins_paragraph(at);
    let mut end = tokens.end;
    while is_form(end) && !doc.is_joined(end) {
        end += 1;
    }
    if end > tokens.end || tokens.len() > 1 && is_form(tokens.end - 1) {
        span.kind = Kind::Company;
        span.score = span.score.max(0.8);
        span.odds = [0.0; 5];
        span.odds[Kind::Company as usize] = span.score;
        span.range = doc.bytes(tokens.start..end);
    }
}
