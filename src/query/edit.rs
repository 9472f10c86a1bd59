//! Changing a query by keys: add a term, drop the last, exclude, about or merely mentioned.

use super::parse::negate;
use super::{Atom, Query, Term};
use crate::highlight::Kind;

impl Query {
    /// Whether every article answers it.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Narrows by a term: one that is there already moves to the end, its opposite is dropped.
    pub fn add(&mut self, term: Term) {
        let opposite = negate(term.clone());
        self.terms
            .retain(|other| !same(other, &term) && !same(other, &opposite));
        self.terms.push(term);
    }

    /// Drops the last term and returns it.
    pub fn drop_last(&mut self) -> Option<Term> {
        self.terms.pop()
    }

    /// Narrows to the articles that name an entity.
    pub fn only(&mut self, kind: Kind, name: &str) {
        self.add(Term::entity(kind, name));
    }

    /// Narrows to the articles that do not name an entity.
    pub fn without(&mut self, kind: Kind, name: &str) {
        self.add(negate(Term::entity(kind, name)));
    }

    /// Asks of the last entity term that the article be about it, or that it merely names it; says whether
    /// anything changed. The kind is lost on the way, since `about:` has none.
    pub fn set_about(&mut self, wanted: bool) -> bool {
        for term in self.terms.iter_mut().rev() {
            if let Term::Is(Atom::Entity { kind, about, .. }) = term {
                if *about == wanted {
                    return false;
                }
                *about = wanted;
                if wanted {
                    *kind = None;
                }
                return true;
            }
        }
        false
    }
}

impl Term {
    /// The term that asks for an entity by name: `company:`, `person:`, or `entity:` for the other kinds.
    pub fn entity(kind: Kind, name: &str) -> Self {
        Self::Is(Atom::Entity {
            kind: matches!(kind, Kind::Company | Kind::Person).then_some(kind),
            name: name.to_owned(),
            about: false,
        })
    }

    /// The opposite of this term.
    #[must_use]
    pub fn negated(self) -> Self {
        negate(self)
    }
}

/// Whether two terms are the same condition, however strongly it is meant.
fn same(a: &Term, b: &Term) -> bool {
    match (a, b) {
        (Term::Not(a), Term::Not(b)) => same(a, b),
        (
            Term::Is(Atom::Entity {
                name: a, kind: k, ..
            }),
            Term::Is(Atom::Entity {
                name: b, kind: l, ..
            }),
        ) => a == b && (k == l || k.is_none() || l.is_none()),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;
    use crate::text::Sought;
    use jiff::civil::Date;

    fn read(text: &str) -> Query {
        parse(text, Date::constant(2024, 3, 24)).query
    }

    #[test]
    fn a_term_is_added_once_and_its_opposite_goes() {
        let mut query = read("krise company:OpenAI");
        query.only(Kind::Company, "OpenAI");
        assert_eq!(query.to_string(), "krise company:OpenAI");
        query.without(Kind::Company, "OpenAI");
        assert_eq!(query.to_string(), "krise -company:OpenAI");
        query.only(Kind::Person, "Emad Mostaque");
        assert_eq!(
            query.to_string(),
            "krise -company:OpenAI person:\"Emad Mostaque\""
        );
        query.drop_last();
        assert_eq!(query.to_string(), "krise -company:OpenAI");
    }

    #[test]
    fn about_and_mentioned_toggle_on_the_last_entity() {
        let mut query = read("company:OpenAI is:unread");
        assert!(query.set_about(true));
        assert_eq!(query.to_string(), "about:OpenAI is:unread");
        assert!(!query.set_about(true));
        assert!(query.set_about(false));
        assert_eq!(query.to_string(), "entity:OpenAI is:unread");
        assert!(!read("krise").set_about(true));
    }

    #[test]
    fn the_words_to_mark_are_folded_and_leave_out_what_is_not_wanted() {
        let query = read("Österreich -Krise \"die Große Reform\" über* title:Bank (a OR b)");
        let (anywhere, in_title) = query.sought();
        let told = |sought: &[Sought]| -> Vec<String> {
            let star = |one: &Sought| if one.prefix { "*" } else { "" };
            let words = sought.iter().map(|one| one.words.join(" ") + star(one));
            words.collect()
        };
        assert_eq!(
            told(&anywhere),
            ["osterreich", "die grosse reform", "uber*", "a", "b"]
        );
        assert_eq!(told(&in_title), ["bank"]);
    }
}
