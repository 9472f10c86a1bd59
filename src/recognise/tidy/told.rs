//! Names of companies that the tagger left out and that their writing, or the words beside them, give away.

use std::ops::Range;

use super::{Known, is_abbreviation};
use crate::highlight::Kind;
use crate::recognise::determiner::is_determiner;
use crate::recognise::doc::Doc;
use crate::recognise::features::fingerprint;
use crate::recognise::span::Span;
use crate::recognise::words::{NEVER, PLACE, SMALL};

/// Adds what is given away.
pub(super) fn add(doc: &Doc, known: Known, spans: &mut Vec<Span>) {
    add_in_capitals(doc, known, spans);
    add_addresses(doc, spans);
    add_by_compound(doc, known, spans);
    add_by_apposition(doc, known, spans);
    add_by_interview(doc, known, spans);
}

fn company(range: Range<usize>, score: f32) -> Span {
    let mut odds = [0.0; 5];
    odds[Kind::Company as usize] = score;
    Span {
        range,
        kind: Kind::Company,
        score,
        odds,
    }
}

fn is_marked(spans: &[Span], range: &Range<usize>) -> bool {
    spans
        .iter()
        .any(|span| span.range.start < range.end && range.start < span.range.end)
}

/// What the tagger is less sure of gives way to what is said in so many words.
const DOUBT: f32 = 0.6;

/// Marks a company that words beside it give away, unless the tagger is sure of something else there.
fn assure(spans: &mut Vec<Span>, range: Range<usize>) {
    let overlap = |span: &Span| span.range.start < range.end && range.start < span.range.end;
    let surer = spans.iter().any(|span| {
        overlap(span)
            && (span.score > DOUBT && span.kind != Kind::Company
                || span.range != range && span.kind == Kind::Company)
    });
    if !surer {
        spans.retain(|span| !overlap(span));
        spans.push(company(range, 0.8));
    }
}

/// Second parts of compounds whose first part is a company, if it is a name at all.
const OF_COMPANIES: [&str; 13] = [
    "Konzern",
    "Konzerns",
    "Konzernchef",
    "Aktie",
    "Aktien",
    "Aktionär",
    "Aktionäre",
    "Aktionären",
    "Tochterfirma",
    "Tochtergesellschaft",
    "Vorstandschef",
    "Vorstandschefin",
    "Aufsichtsratschef",
];

/// "der Magna-Konzern", "die Vrex-Aktie".
fn add_by_compound(doc: &Doc, known: Known, spans: &mut Vec<Span>) {
    for at in 0..doc.tokens.len().saturating_sub(2) {
        let compound = doc.word(at + 1) == "-"
            && doc.is_joined(at + 1)
            && doc.is_joined(at + 2)
            && OF_COMPANIES.contains(&doc.word(at + 2));
        if !compound || doc.is_joined(at) || doc.before(at) == "-" || !is_name(doc, known, at) {
            continue;
        }
        assure(spans, doc.bytes(at..at + 1));
    }
}

/// Whether a word looks like a name of its own: it has a capital and is neither a noun, a place nor an abbreviation.
fn is_name(doc: &Doc, known: Known, at: usize) -> bool {
    let word = doc.word(at);
    let capitals = word.chars().all(char::is_uppercase);
    let common = || {
        let listed = known
            .hits
            .iter()
            .any(|hit| hit.first_token == at && hit.kind == Kind::Company);
        !listed
            && (known.words.flags.get(fingerprint(word)) & (SMALL | PLACE | NEVER) != 0
                || known.words.is_frequent(word))
    };
    word.chars().count() > 2
        && word.starts_with(char::is_uppercase)
        && (capitals || !common())
        && !is_abbreviation(doc, &(at..at + 1))
}

/// What a company is said to be; whole words, or the ends of German compounds.
const ENTERPRISES: [&str; 24] = [
    "tochtergesellschaft",
    "tochterfirma",
    "tochterunternehmen",
    "tochter",
    "unternehmen",
    "konzern",
    "hersteller",
    "anbieter",
    "betreiber",
    "händler",
    "firma",
    "produzent",
    "zulieferer",
    "dienstleister",
    "start-up",
    "startup",
    "subsidiary",
    "unit",
    "company",
    "maker",
    "manufacturer",
    "retailer",
    "operator",
    "provider",
];

/// "Die ARE, eine Tochtergesellschaft der BIG," and "Vrex, a maker of pumps".
fn add_by_apposition(doc: &Doc, known: Known, spans: &mut Vec<Span>) {
    for comma in 1..doc.tokens.len().saturating_sub(2) {
        let indefinite = matches!(
            doc.word(comma + 1),
            "ein" | "eine" | "einer" | "einem" | "a" | "an"
        );
        if doc.word(comma) != "," || !indefinite {
            continue;
        }
        // At most two adjectives before the noun.
        let noun = (comma + 2..comma + 5).find(|at| {
            doc.word(*at).starts_with(char::is_uppercase) || is_enterprise(doc.word(*at))
        });
        let Some(noun) = noun.filter(|at| is_enterprise(doc.word(*at))) else {
            continue;
        };
        // "a company spokesman", "eine Firma-Sprecherin" are no enterprises.
        if matches!(
            doc.word(noun + 1),
            "-" | "spokesman" | "spokeswoman" | "executive" | "official" | "lawyer"
        ) {
            continue;
        }
        let mut start = comma;
        while start > 0
            && comma - start < 3
            && is_name(doc, known, start - 1)
            && !doc.begins_paragraph(start)
        {
            start -= 1;
        }
        let bare = start < comma && !is_determiner(doc.word(start));
        let goes_on =
            doc.before(start).starts_with(char::is_uppercase) && !is_determiner(doc.before(start));
        if !bare || goes_on {
            continue;
        }
        assure(spans, doc.bytes(start..comma));
    }
}

/// "in einem Interview mit der Welt": papers are called like common words, but only a paper is talked to.
fn add_by_interview(doc: &Doc, known: Known, spans: &mut Vec<Span>) {
    for hit in known.hits {
        let at = hit.first_token;
        let interview = hit.kind == Kind::Company
            && at >= 3
            && matches!(doc.word(at - 1), "der" | "dem")
            && doc.word(at - 2) == "mit"
            && matches!(doc.word(at - 3), "Interview" | "Gespräch");
        if interview {
            assure(spans, doc.bytes(at..at + hit.tokens));
        }
    }
}

fn is_enterprise(word: &str) -> bool {
    let word = word.to_lowercase();
    ENTERPRISES.iter().any(|end| word.ends_with(end))
}

/// A name that is also a common word is meant as a name where it alone stands in capitals: "sagte sie dem STANDARD".
fn add_in_capitals(doc: &Doc, known: Known, spans: &mut Vec<Span>) {
    let in_capitals = |at: usize| {
        let word = doc.word(at);
        word.chars().count() > 4 && word.chars().all(char::is_uppercase)
    };
    for hit in known.hits {
        let at = hit.first_token;
        let end = at + hit.tokens;
        let alone = hit.tokens == 1
            && hit.kind == Kind::Company
            && in_capitals(at)
            && !in_capitals(end)
            && !(at > 0 && in_capitals(at - 1));
        if !alone {
            continue;
        }
        let range = doc.bytes(at..end);
        if !is_marked(spans, &range) {
            spans.push(company(range, 0.8));
        }
    }
}

/// Endings of the addresses of enterprises.
const ENDINGS: [&str; 9] = ["at", "com", "de", "ch", "net", "io", "tv", "eu", "uk"];

/// "karriere.at" is the name of the enterprise behind it, unless it is part of a longer address.
fn add_addresses(doc: &Doc, spans: &mut Vec<Span>) {
    for dot in 1..doc.tokens.len() {
        let is_address = doc.word(dot) == "."
            && doc.is_joined(dot)
            && doc.is_joined(dot + 1)
            && ENDINGS.contains(&doc.word(dot + 1))
            && doc.before(dot).starts_with(char::is_alphanumeric);
        if !is_address {
            continue;
        }
        let mut start = dot - 1;
        while start > 1
            && doc.is_joined(start)
            && doc.word(start - 1) == "-"
            && doc.is_joined(start - 1)
        {
            start -= 2;
        }
        let end = dot + 2;
        let goes_on = doc.is_joined(end) && matches!(doc.word(end), "/" | "@" | "-")
            || doc.is_joined(end) && doc.word(end) == "." && doc.is_joined(end + 1);
        let is_part =
            doc.is_joined(start) && matches!(doc.before(start), "." | "/" | "@" | ":" | "_");
        if goes_on || is_part {
            continue;
        }
        let range = doc.bytes(start..end);
        let surer = spans
            .iter()
            .any(|span| span.range.start <= range.start && range.end <= span.range.end);
        if surer {
            continue;
        }
        spans.retain(|span| span.range.end <= range.start || range.end <= span.range.start);
        spans.push(company(range, 0.7));
    }
}
