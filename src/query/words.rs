//! Query to words: written so that parsing reads the same query, and the plain words to mark in a text.

use std::fmt;

use super::parse::{HAVINGS, STATES, ends_word, is_quote};
use super::{Atom, Order, Query, Term};
use crate::highlight::Kind;
use crate::text::Sought;

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
            Self::Note(words) => write!(f, "note:{}", write_value(words)),
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
    /// What an answer is to be marked with: anywhere in it, and in its headline only. What the query leaves out is not
    /// among them.
    pub fn sought(&self) -> (Vec<Sought>, Vec<Sought>) {
        let mut out = (Vec::new(), Vec::new());
        for term in &self.terms {
            collect(term, &mut out);
        }
        out
    }
}

fn collect(term: &Term, out: &mut (Vec<Sought>, Vec<Sought>)) {
    match term {
        Term::Is(atom) => {
            let (sought, into) = match atom {
                Atom::Word { text, prefix } => (Sought::word(text, *prefix), &mut out.0),
                Atom::Phrase(text) => (Sought::phrase(text), &mut out.0),
                Atom::Title(text) => {
                    let word = text.trim_end_matches('*');
                    (Sought::word(word, text.ends_with('*')), &mut out.1)
                }
                _ => return,
            };
            if let Some(sought) = sought.filter(|sought| !into.contains(sought)) {
                into.push(sought);
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
