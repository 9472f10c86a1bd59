//! Loading into the store, with progress on a terminal.

use std::ops::ControlFlow;

use crate::config::Config;
use crate::desk::intake::{self, Progress, Summary};
use crate::load::{Complaint, Mapping};
use crate::recognise::Recogniser;
use crate::say::{Said, Tongue, say, says};
use crate::store::Store;
use crate::text::{Clean, span_in_words};

use super::Failure;
use super::columns::ColumnOptions;
use super::feeds::{is_address, take_in};
use super::output::{Ticker, tell};
use super::places::Places;

/// How many complaints are said one by one.
const TOLD: usize = 20;

/// Loads paths into the store.
pub(super) fn add(
    places: &Places,
    paths: &[String],
    again: bool,
    columns: &ColumnOptions,
) -> Result<(), Failure> {
    let config = places.settings()?;
    let mapping = columns.mapping(&config)?;
    let mut store = places.open_store()?;
    store.let_return(again);
    let (summary, said) = load_into(&mut store, paths, mapping.as_ref(), &config)?;
    for said in &said {
        places.say(said)?;
    }
    if paths.iter().any(|path| !is_address(path)) {
        places.say(&in_words(&summary))?;
    }
    verdict(&summary)
}

/// Loads paths and addresses into an open store, shows how far it is, and says what was odd.
///
/// Returns what to say about each address.
pub(super) fn load_into(
    store: &mut Store,
    paths: &[String],
    mapping: Option<&Mapping>,
    config: &Config,
) -> Result<(Summary, Vec<Said>), Failure> {
    let (addresses, paths): (Vec<String>, Vec<String>) =
        paths.iter().cloned().partition(|path| is_address(path));
    let recogniser = Recogniser::new();
    let tongue = config.tongue;
    let mut ticker = Ticker::new();
    let mut show = |progress: &Progress| {
        ticker.show(&how_far(progress).words(tongue));
        ControlFlow::Continue(())
    };
    let summary = intake::add(&paths, mapping, &recogniser, store, &mut show);
    ticker.clear();
    let mut summary = summary?;
    let said = take_in(store, &addresses, config, &mut summary)?;
    tell_complaints(tongue, &summary.complaints);
    for unreadable in &summary.unreadable {
        tell(tongue, unreadable);
    }
    Ok((summary, said))
}

/// Says the odd items on standard error: the first ones, and how many there are in all.
pub(super) fn tell_complaints(tongue: Tongue, complaints: &[Complaint]) {
    for complaint in complaints.iter().take(TOLD) {
        let (place, message) = (&complaint.place, &complaint.message);
        tell(tongue, &say!("{place}: {message}", place, message));
    }
    if complaints.len() > TOLD {
        let more = says!(
            more = complaints.len() - TOLD;
            "and 1 more item was odd",
            "and {more} more items were odd"
        );
        tell(tongue, &more);
    }
}

/// Whether it is a failure: a path that cannot be read is one, and so is nothing but odd items.
pub(super) fn verdict(summary: &Summary) -> Result<(), Failure> {
    let loaded = summary.added.all();
    match (summary.unreadable.len(), summary.complaints.len()) {
        (0, 0) if loaded == 0 => Err(Failure::Nothing(say!("there was no article to load"))),
        (0, _) if loaded == 0 => Err(Failure::Input(say!(
            "none of it could be read as an article"
        ))),
        (0, _) => Ok(()),
        (paths, _) => Err(Failure::Input(unreadable(paths))),
    }
}

/// How many paths could not be read.
pub(super) fn unreadable(paths: usize) -> Said {
    says!(paths; "one path could not be read", "{paths} paths could not be read")
}

fn in_words(summary: &Summary) -> Said {
    let added = summary.added;
    let mut words = vec![says!(new = added.new; "1 new article", "{new} new articles")];
    if added.replaced > 0 {
        words.push(say!(
            "{replaced} replaced by a newer version",
            replaced = added.replaced
        ));
    }
    if added.known > 0 {
        words.push(say!("{known} known already", known = added.known));
    }
    if added.dropped > 0 {
        words.push(say!(
            "{dropped} dropped once by your rules and left out (--again loads them)",
            dropped = added.dropped
        ));
    }
    match summary.complaints.len() {
        0 => {}
        odd => words.push(says!(odd; "1 odd item", "{odd} odd items")),
    }
    Said::joined(words, ", ")
}

fn how_far(progress: &Progress) -> Said {
    let (done, all) = progress.bytes;
    let share = (done.min(all) * 100)
        .checked_div(all)
        .map_or_else(String::new, |share| format!("{share:3} %  "));
    let articles = progress.articles;
    let articles = says!(articles; "1 article", "{articles} articles");
    let name = Clean::line(&progress.name);
    match progress.pace {
        None => say!("{share}{articles}  {name}", share, articles, name),
        Some((rate, left)) => say!(
            "{share}{articles}  {rate} a second  {left} left  {name}",
            share,
            articles,
            rate,
            left = span_in_words(left.as_secs()),
            name
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Added;

    #[test]
    fn how_far_it_is_is_told_with_rate_and_time_left() {
        let mut progress = Progress {
            name: "archive.jsonl".to_owned(),
            bytes: (250, 1000),
            articles: 5000,
            ..Progress::default()
        };
        assert_eq!(how_far(&progress), " 25 %  5,000 articles  archive.jsonl");
        progress.pace = Some((620, std::time::Duration::from_secs(95)));
        assert_eq!(
            how_far(&progress),
            " 25 %  5,000 articles  620 a second  2 min left  archive.jsonl"
        );
    }

    #[test]
    fn a_bad_item_among_good_ones_is_no_failure_but_a_bad_path_is() {
        let odd = Complaint {
            place: "feed.xml, item 3".to_owned(),
            message: Said::quoting("has no text"),
        };
        let mut summary = Summary {
            added: Added {
                new: 2,
                ..Added::default()
            },
            complaints: vec![odd],
            ..Summary::default()
        };
        assert!(verdict(&summary).is_ok());
        assert_eq!(in_words(&summary).to_string(), "2 new articles, 1 odd item");
        summary.unreadable.push(Said::quoting("x: not there"));
        assert_eq!(verdict(&summary).unwrap_err().code(), 3);
        summary.unreadable.clear();
        summary.added = Added::default();
        assert_eq!(verdict(&summary).unwrap_err().code(), 3);
        summary.complaints.clear();
        assert_eq!(verdict(&summary).unwrap_err().code(), 1);
    }
}
