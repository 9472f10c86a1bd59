//! Query to words: written so that parsing reads the same query, and the plain words to mark in a text.

use std::fmt;

use super::parse::{HAVINGS, STATES, ends_word, is_quote};
use super::{Atom, Order, Query, Term};
use crate::highlight::Kind;
use crate::text::fold_words;

impl fmt::Display for Query {
    /// Writes the query so that [`super::parse`] reads the same one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> = self.terms.iter().map(ToString::to_string).collect();
        if self.order == Order::Relevance {
            words.push("sort:relevance".to_owned());
        }
        f.write_str(&words.join(" "))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(atom) => atom.fmt(f),
            Self::Not(term) => write!(f, "-{}", enclosed(term)),
            Self::Any(terms) => {
                let words: Vec<String> = terms.iter().map(enclosed).collect();
                f.write_str(&words.join(" OR "))
            }
            Self::All(terms) => {
                let words: Vec<String> = terms.iter().map(ToString::to_string).collect();
                write!(f, "({})", words.join(" "))
            }
        }
    }
}

/// A term as it stands beside `-` and `OR`.
fn enclosed(term: &Term) -> String {
    match term {
        Term::Any(_) => format!("({term})"),
        _ => term.to_string(),
    }
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word { text, prefix } => write!(f, "{text}{}", if *prefix { "*" } else { "" }),
            Self::Phrase(text) => write!(f, "\"{}\"", bare(text)),
            Self::Title(text) => write!(f, "title:{}", write_value(text)),
            Self::Entity { kind, name, about } => {
                let field = match (kind, about) {
                    (_, true) => "about",
                    (Some(Kind::Company), _) => "company",
                    (Some(Kind::Person), _) => "person",
                    _ => "entity",
                };
                write!(f, "{field}:{}", write_value(name))
            }
            Self::Said(name) => write!(f, "said:{}", write_value(name)),
            Self::Source(name) => write!(f, "source:{}", write_value(name)),
            Self::Lang(language) => write!(f, "lang:{language}"),
            Self::Tag(tag) => write!(f, "tag:{}", write_value(tag)),
            Self::Date(span) => f.write_str(&span.text),
            Self::State(state) => write!(f, "is:{}", named(&STATES, state)),
            Self::Has(has) => write!(f, "has:{}", named(&HAVINGS, has)),
        }
    }
}

fn named<T: PartialEq>(values: &[(&'static str, T)], wanted: &T) -> &'static str {
    values
        .iter()
        .find(|(_, value)| value == wanted)
        .map_or("", |(name, _)| name)
}

/// A value as it stands after a field, in quotation marks where it needs them.
pub fn write_value(text: &str) -> String {
    if text.is_empty() || text.contains(ends_word) {
        format!("\"{}\"", bare(text))
    } else {
        text.to_owned()
    }
}

/// Without quotation marks of its own, which would end it.
fn bare(text: &str) -> String {
    text.replace(is_quote, " ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

impl Query {
    /// The folded words an answer is to be marked with; several words with one space between them follow each
    /// other, a trailing `*` may go on. Words that are left out by the query are not among them.
    pub fn words(&self) -> Vec<String> {
        let mut out = Vec::new();
        for term in &self.terms {
            collect(term, &mut out);
        }
        out
    }
}

fn collect(term: &Term, out: &mut Vec<String>) {
    match term {
        Term::Is(atom) => {
            let (text, prefix) = match atom {
                Atom::Word { text, prefix } => (text.as_str(), *prefix),
                Atom::Phrase(text) => (text.as_str(), false),
                Atom::Title(text) => (text.trim_end_matches('*'), text.ends_with('*')),
                _ => return,
            };
            let mut words = fold_words(text).join(" ");
            if words.is_empty() {
                return;
            }
            if prefix {
                words.push('*');
            }
            if !out.contains(&words) {
                out.push(words);
            }
        }
        Term::Not(_) => {}
        Term::Any(terms) | Term::All(terms) => {
            for term in terms {
                collect(term, out);
            }
        }
    }
}
