//! Bookmarked articles: the list of them, and their export.

use crate::query::{Atom, Query, State, Term};
use crate::say::{Said, say};

use super::Failure;
use super::ask::print_rows;
use super::export::{ExportOptions, export_query};
use super::json::OpenedJson;
use super::output::Output;
use super::places::Places;

/// Prints the bookmarked articles.
pub(super) fn list(places: &Places, json: bool) -> Result<(), Failure> {
    if !json {
        let config = places.settings()?;
        let store = places.open_store()?;
        return print_rows(&config, &store, &bookmarked(), false, usize::MAX, false)
            .map_err(none_yet);
    }
    list_whole(places)
}

/// Prints the bookmarked articles with everything about them, one JSON object a line.
fn list_whole(places: &Places) -> Result<(), Failure> {
    let config = places.settings()?;
    let store = places.open_store()?;
    let mut out = Output::new(&config);
    let mut written = Ok(());
    let mut found = false;
    store.each(&bookmarked(), &mut |opened| {
        found = true;
        written = out.json(&OpenedJson::new(&opened));
        written.is_ok()
    })?;
    written?;
    out.finish()?;
    if found {
        return Ok(());
    }
    Err(none_yet(Failure::Nothing(Said::default())))
}

/// Prints the bookmarked articles in a format for other programs.
pub(super) fn export(places: &Places, options: &ExportOptions) -> Result<(), Failure> {
    export_query(places, &bookmarked(), "Bookmarks", options).map_err(none_yet)
}

fn bookmarked() -> Query {
    Query {
        terms: vec![Term::Is(Atom::State(State::Bookmarked))],
        ..Query::default()
    }
}

fn none_yet(failure: Failure) -> Failure {
    match failure {
        Failure::Nothing(_) => Failure::Nothing(say!(
            "no article is bookmarked yet; b in the reader bookmarks one"
        )),
        other => other,
    }
}
