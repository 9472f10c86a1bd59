//! Recognising stored articles again, with progress on a terminal.

use std::ops::ControlFlow;
use std::time::Instant;

use crate::desk::recognise;
use crate::recognise::Recogniser;
use crate::say::{say, says};

use super::Failure;
use super::ask::understood;
use super::output::Ticker;
use super::places::Places;

/// Recognises the stale articles of a query anew, or all of them.
pub(super) fn recognise(places: &Places, query: &str, all: bool) -> Result<(), Failure> {
    let query = understood(places.tongue, query, &places.settings()?);
    let mut store = places.open_store()?;
    let recogniser = Recogniser::new();
    let mut ticker = Ticker::new();
    let begun = Instant::now();
    let mut show = |done: usize, total: usize| {
        let told = say!("recognising {done} of {total}", done, total);
        let told = match left(begun, done, total) {
            Some(seconds) => say!("{told} · {seconds} s left", told, seconds),
            None => told,
        };
        ticker.show(&told.words(places.tongue));
        ControlFlow::Continue(())
    };
    let done = recognise::again(&mut store, &recogniser, &query, all, &mut show);
    ticker.clear();
    let done = done?;
    let version = Recogniser::VERSION;
    match done {
        0 if all => Err(Failure::Nothing(say!("there is no article to recognise"))),
        0 => Ok(places.say(&say!(
            "every article is up to date with version {version} of the recogniser; --all does them again",
            version
        ))?),
        done => Ok(places.say(&says!(
            done;
            "1 article was recognised again",
            "{done} articles were recognised again"
        ))?),
    }
}

/// How many seconds it will take still, once that can be told.
fn left(begun: Instant, done: usize, total: usize) -> Option<u64> {
    let passed = begun.elapsed().as_secs_f64();
    if done == 0 || passed < 2.0 {
        return None;
    }
    let left = passed / done as f64 * (total - done) as f64;
    Some(left.round() as u64)
}
