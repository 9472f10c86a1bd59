//! Narrowing and widening the list: terms, and what a query says about them.

use crate::action::Action;
use crate::pane::list::Land;
use crate::query::{Atom, Query, State, Term};
use crate::say::say;
use crate::text;

use super::App;

pub(super) fn unread() -> Term {
    Term::Is(Atom::State(State::Unread))
}

pub(super) fn bookmarked() -> Term {
    Term::Is(Atom::State(State::Bookmarked))
}

pub(super) fn noted() -> Term {
    Term::Is(Atom::State(State::Noted))
}

pub(super) fn watched() -> Term {
    Term::Is(Atom::State(State::Watched))
}

/// The query of one term.
pub(super) fn only(term: Term) -> Query {
    Query {
        terms: vec![term],
        ..Query::default()
    }
}

/// The query narrowed by a term.
pub(super) fn with(query: &Query, term: Term) -> Query {
    let mut query = query.clone();
    if !query.terms.contains(&term) {
        query.terms.push(term);
    }
    query
}

/// Whether a query says itself whether its articles are read: then counting unread ones says nothing.
pub(super) fn asks_whether_read(query: &Query) -> bool {
    query
        .terms
        .iter()
        .any(|term| matches!(term, Term::Is(Atom::State(State::Unread | State::Read))))
}

/// Whether a query asks for an entity of this name.
pub(super) fn names(query: &Query, name: &str) -> bool {
    let key = text::key(name);
    any_entity(&query.terms, &|other| text::key(other) == key)
}

/// Whether a query asks for an entity at all.
pub(super) fn has_entity(query: &Query) -> bool {
    any_entity(&query.terms, &|_| true)
}

fn any_entity(terms: &[Term], holds: &dyn Fn(&str) -> bool) -> bool {
    terms.iter().any(|term| match term {
        Term::Is(Atom::Entity { name, .. }) => holds(name),
        Term::Is(_) | Term::Not(_) => false,
        Term::Any(terms) | Term::All(terms) => any_entity(terms, holds),
    })
}

impl App {
    /// Narrows the list by a term and goes to its first article.
    pub(super) fn narrow(&mut self, term: Term) {
        self.narrow_to(term, Land::Top);
    }

    pub(super) fn narrow_to(&mut self, term: Term, land: Land) {
        if self.query.terms.contains(&term) {
            self.status
                .say(say!("the list is narrowed by that already"));
            self.pages.clear();
            return;
        }
        let mut query = self.query.clone();
        query.add(term);
        self.go(query, land);
    }

    /// Drops the last filter; the cursor stays on its article.
    pub(super) fn drop_last(&mut self) {
        let mut query = self.query.clone();
        if query.drop_last().is_none() {
            self.nothing_to_drop();
            return;
        }
        self.widen(query);
    }

    /// Drops every filter; the cursor stays on its article.
    pub(super) fn drop_all(&mut self) {
        if self.query == Query::default() {
            self.nothing_to_drop();
            return;
        }
        self.widen(Query::default());
    }

    fn widen(&mut self, query: Query) {
        let land = self.list.id().map_or(Land::Top, Land::On);
        self.go(query, land);
    }

    fn nothing_to_drop(&mut self) {
        let (company, person) = (
            self.key_of(Action::PickCompany),
            self.key_of(Action::PickPerson),
        );
        self.status.say(say!(
            "nothing narrows the list; {company} and {person} choose companies and persons",
            company,
            person
        ));
    }
}
