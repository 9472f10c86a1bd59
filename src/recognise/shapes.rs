//! Names by their looks and surroundings: legal forms, first names, titles, words that tell a company.
//!
//! What the tagger cannot know from its training, the lexicon and these rules bring in.

use super::doc::Doc;
use super::lexicon::{Hit, Lexicon};
use super::names::LEGAL_FORMS;
use super::offices::Offices;
use super::span::Span;
use crate::highlight::Kind;

/// Nouns that announce a company, as whole words or ends of compounds.
const COMPANY_NOUNS: &[&str] = &[
    "konzern",
    "konzerns",
    "unternehmen",
    "unternehmens",
    "firma",
    "bank",
    "agentur",
    "magazin",
    "magazins",
    "zeitung",
    "hersteller",
    "herstellers",
    "anbieter",
    "anbieters",
    "plattform",
    "dienst",
    "portal",
    "händler",
    "händlers",
    "linie",
    "airline",
    "kette",
    "versicherer",
    "bauer",
    "medium",
    "mediums",
    "sender",
    "senders",
    "verlag",
    "verlags",
    "tochter",
    "betreiber",
    "startup",
    "start-up",
    "netzwerk",
    "riese",
    "riesen",
    "blatt",
    "company",
    "firm",
    "giant",
    "maker",
    "retailer",
    "broadcaster",
    "airline",
    "newspaper",
    "group",
    "gruppe",
    "carrier",
    "lender",
    "insurer",
    "bei",
];

/// The names that lexicon and shapes find.
pub fn spans(doc: &Doc, lexicon: &Lexicon, offices: &Offices, hits: &[Hit]) -> Vec<Span> {
    let mut out = Vec::new();
    for hit in hits {
        let tokens = hit.first_token..hit.first_token + hit.tokens;
        let before = doc.before(tokens.start).to_lowercase();
        let told = hit.kind == Kind::Company
            && before.len() > 3
            && COMPANY_NOUNS.iter().any(|noun| before.ends_with(noun));
        let quoted = hit.kind == Kind::Company
            && matches!(doc.before(tokens.start), "\"" | "„" | "“")
            && matches!(doc.word(tokens.end), "\"" | "“" | "”");
        if hit.ambiguous && !told && !quoted {
            continue;
        }
        out.push(Span {
            range: doc.bytes(tokens),
            kind: hit.kind,
            score: 0.6,
            odds: [0.0; 5],
        });
    }
    for at in 0..doc.tokens.len() {
        if let Some(span) =
            by_legal_form(doc, at).or_else(|| by_first_name(doc, lexicon, offices, at))
        {
            out.push(span);
        }
    }
    out
}

fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Capitalised words that end in "AG", "Inc" and the like.
fn by_legal_form(doc: &Doc, at: usize) -> Option<Span> {
    if !LEGAL_FORMS[..35].contains(&doc.word(at)) || doc.begins_paragraph(at) {
        return None;
    }
    let mut first = at;
    while first > 0
        && at - first < 6
        && !doc.begins_paragraph(first)
        && (is_capitalised(doc.word(first - 1)) || matches!(doc.word(first - 1), "&" | "-" | "."))
    {
        first -= 1;
    }
    while first < at && !is_capitalised(doc.word(first)) {
        first += 1;
    }
    (first < at).then(|| Span {
        range: doc.bytes(first..at + 1),
        kind: Kind::Company,
        score: 0.7,
        odds: [0.0; 5],
    })
}

/// A first name and what follows it, or the name after an office or form of address.
fn by_first_name(doc: &Doc, lexicon: &Lexicon, offices: &Offices, at: usize) -> Option<Span> {
    let word = doc.word(at);
    let is_name = |token: usize| {
        let word = doc.word(token);
        is_capitalised(word)
            && word.chars().count() > 2
            && word.chars().any(char::is_lowercase)
            && !doc.begins_paragraph(token)
    };
    let office = offices.is_office(word) && is_capitalised(word) || Offices::is_title(word);
    let (first, sure) = if office && is_name(at + 1) && !doc.is_joined(at + 1) {
        (at + 1, true)
    } else if lexicon.is_first_name(word) && is_capitalised(word) {
        (at, false)
    } else {
        return None;
    };
    let mut end = first + 1;
    while end - first < 4 {
        let particle = matches!(doc.word(end), "von" | "van" | "de" | "der" | "bin" | "al")
            && (is_name(end + 1) || is_name(end + 2));
        if particle || is_name(end) && !offices.is_office(doc.word(end)) {
            end += 1;
        } else if doc.word(end) == "-" && doc.is_joined(end) && is_name(end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    let addressed = sure && matches!(word, "Herr" | "Frau" | "Mr" | "Mrs" | "Ms");
    if end - first < 2 && !addressed {
        return None;
    }
    Some(Span {
        range: doc.bytes(first..end),
        kind: Kind::Person,
        score: if sure { 0.65 } else { 0.5 },
        odds: [0.0; 5],
    })
}
