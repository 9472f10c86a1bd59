//! Recognising stored articles again, with progress on a terminal.

use std::ops::ControlFlow;
use std::time::Instant;

use crate::desk::recognise;
use crate::recognise::Recogniser;

use super::Failure;
use super::ask::understood;
use super::output::{Ticker, say};
use super::places::Places;

/// Recognises the stale articles of a query anew, or all of them.
pub(super) fn recognise(places: &Places, query: &str, all: bool) -> Result<(), Failure> {
    let query = understood(query);
    let mut store = places.open_store()?;
    let recogniser = Recogniser::new();
    let mut ticker = Ticker::new();
    let begun = Instant::now();
    let mut show = |done: usize, total: usize| {
        ticker.show(&format!(
            "recognising {done} of {total} {}",
            left(begun, done, total)
        ));
        ControlFlow::Continue(())
    };
    let done = recognise::again(&mut store, &recogniser, &query, all, &mut show);
    ticker.clear();
    let done = done?;
    let version = Recogniser::VERSION;
    match done {
        0 if all => Err(Failure::Nothing(
            "there is no article to recognise".to_owned(),
        )),
        0 => Ok(say(&format!(
            "every article is up to date with version {version} of the recogniser; --all does them again"
        ))?),
        1 => Ok(say("1 article was recognised again")?),
        done => Ok(say(&format!("{done} articles were recognised again"))?),
    }
}

/// How long it will take still, once that can be told.
fn left(begun: Instant, done: usize, total: usize) -> String {
    let passed = begun.elapsed().as_secs_f64();
    if done == 0 || passed < 2.0 {
        return String::new();
    }
    let left = passed / done as f64 * (total - done) as f64;
    format!("· {left:.0} s left")
}
