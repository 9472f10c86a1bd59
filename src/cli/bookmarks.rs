//! Bookmarked articles: the list of them, and their export.

use crate::query::{Atom, Query, State, Term};
use crate::say::{Said, say};

use super::Failure;
use super::ask::print_rows;
use super::export::{Exporter, Format};
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
    export(places, Format::Json)
}

/// Prints the bookmarked articles in a format for other programs.
pub(super) fn export(places: &Places, format: Format) -> Result<(), Failure> {
    let config = places.settings()?;
    let store = places.open_store()?;
    let mut out = Output::new(&config);
    let mut exporter = Exporter::new(format);
    let mut written = out.text(&exporter.begin());
    let mut found = false;
    store.each(&bookmarked(), &mut |opened| {
        found = true;
        written = if format == Format::Json {
            out.json(&OpenedJson::new(&opened))
        } else {
            out.text(&exporter.article(&opened))
        };
        written.is_ok()
    })?;
    written?;
    out.text(&exporter.end())?;
    out.finish()?;
    if found {
        return Ok(());
    }
    Err(none_yet(Failure::Nothing(Said::default())))
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
