//! The ways into the reader: on the store, on files, on the samples. Without a terminal the list is printed instead.

use crate::query::Query;
use crate::say::{Said, say};
use crate::session::{self, Shelf, Signalled};
use crate::store::{self, Store};
use crate::terminal;

use super::Failure;
use super::add::{load_into, verdict};
use super::ask::print_rows;
use super::columns::ColumnOptions;
use super::places::Places;
use super::samples;

/// Opens the reader on the store.
pub(super) fn open(places: &Places) -> Result<(), Failure> {
    let mut config = places.settings()?;
    let (store, complaints) = places.open_mended()?;
    if config.trouble.is_none() {
        config.trouble = complaints.into_iter().next();
    }
    if !has_terminal() {
        return print_rows(
            &config,
            &store,
            &Query::default(),
            false,
            usize::MAX,
            config.screen.stories,
        );
    }
    // The desks open their own connections; this one has made or migrated the store.
    drop(store);
    session::run(
        config,
        Shelf::File(places.store_path()?, places.repairs()),
        "",
    )
    .map_err(refused)
}

/// Opens the reader on files without keeping them.
pub(super) fn read(
    places: &Places,
    paths: &[String],
    columns: &ColumnOptions,
) -> Result<(), Failure> {
    let config = places.settings()?;
    let mapping = columns.mapping(&config)?;
    let mut store = Store::in_memory()?;
    let (summary, _) = load_into(&mut store, paths, mapping.as_ref(), &config)?;
    let verdict = verdict(&summary);
    if summary.added.all() == 0 {
        return verdict;
    }
    if has_terminal() {
        session::run(config, Shelf::Memory(Box::new(store)), "").map_err(refused)?;
    } else {
        print_rows(
            &config,
            &store,
            &Query::default(),
            false,
            usize::MAX,
            config.screen.stories,
        )?;
    }
    verdict
}

/// Opens the reader on the sample articles in a store that is thrown away.
pub(super) fn demo(places: &Places) -> Result<(), Failure> {
    let config = places.settings()?;
    let folder = tempfile::Builder::new()
        .prefix("depesche-demo-")
        .tempdir()
        .map_err(|error| {
            Failure::Store(say!(
                "there is no room for a throw-away store: {error}",
                error
            ))
        })?;
    let path = folder.path().join("demo.db");
    let mut store = Store::open(&path)?;
    samples::fill(&mut store)?;
    let ended = if has_terminal() {
        drop(store);
        session::run(config, Shelf::File(path, None), "").map_err(refused)
    } else {
        print_rows(
            &config,
            &store,
            &Query::default(),
            false,
            usize::MAX,
            config.screen.stories,
        )
    };
    drop(folder);
    ended
}

/// Whether there is a terminal to draw on; keys come from the terminal even where standard input is a pipe.
fn has_terminal() -> bool {
    terminal::refusal().is_none()
}

fn refused(error: anyhow::Error) -> Failure {
    // Whoever sent the signal needs no sentence, only the status that shells use for it.
    if let Some(Signalled(signal)) = error.downcast_ref() {
        return Failure::Told(u8::try_from(128 + signal).unwrap_or(1));
    }
    Failure::Store(match error.downcast::<Said>() {
        Ok(said) => said,
        Err(error) => match error.downcast::<store::Failure>() {
            Ok(failure) => failure.said(),
            Err(error) => Said::quoting(format_args!("{error:#}")),
        },
    })
}
