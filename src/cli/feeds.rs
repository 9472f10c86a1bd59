//! Feeds: visiting them, and the list of subscriptions.

use std::ops::ControlFlow;

use clap::Subcommand;
use jiff::Timestamp;
use serde::Serialize;

use crate::article::Link;
use crate::config::Config;
use crate::desk::feeds::{self, Imported, Refusal, Round, Step, Taken};
use crate::desk::intake::{self, Summary};
use crate::feed::{FullText, Subscription};
use crate::fetch::Client;
use crate::recognise::Recogniser;
use crate::say::{Said, say, says};
use crate::store::{Added, Store};
use crate::text::Clean;
use crate::theme::Role;

use super::Failure;
use super::add::tell_complaints;
use super::output::{Output, Ticker};
use super::places::Places;

/// What can be done with feeds.
#[derive(Debug, Subcommand)]
pub(super) enum FeedsCommand {
    /// Print the subscriptions, and what is wrong with them
    List {
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Subscribe to feeds, by their address or that of a page that names one
    Add {
        /// Addresses of feeds or pages
        #[arg(required = true, value_name = "ADDRESS")]
        addresses: Vec<String>,
        /// Whether the pages of items that are mere teasers are fetched as well; alone, always
        #[arg(long, value_name = "WHEN", num_args = 0..=1, require_equals = true, default_missing_value = "always", value_parser = full_text)]
        full: Option<FullText>,
    },
    /// Say whether the pages behind the teasers of feeds are fetched: never, on-demand (a key in the reader), always
    Full {
        /// never, on-demand or always
        #[arg(value_name = "WHEN", value_parser = full_text)]
        full: FullText,
        /// Addresses or names, as `depesche feeds list` prints them
        #[arg(required = true, value_name = "FEED")]
        feeds: Vec<String>,
    },
    /// End subscriptions; their articles stay
    Remove {
        /// Addresses or names, as `depesche feeds list` prints them
        #[arg(required = true, value_name = "FEED")]
        feeds: Vec<String>,
    },
    /// Subscribe to the feeds of an OPML file
    Import {
        /// OPML files; - is standard input
        #[arg(required = true, value_name = "OPML")]
        paths: Vec<String>,
    },
    /// Print the subscriptions as OPML
    Export,
}

/// Does what the command line says about feeds.
pub(super) fn feeds(places: &Places, command: FeedsCommand) -> Result<(), Failure> {
    match command {
        FeedsCommand::List { json } => list(places, json),
        FeedsCommand::Add { addresses, full } => subscribe(places, &addresses, full),
        FeedsCommand::Full { full, feeds } => fetch_full(places, full, &feeds),
        FeedsCommand::Remove { feeds } => remove(places, &feeds),
        FeedsCommand::Import { paths } => import(places, &paths),
        FeedsCommand::Export => export(places),
    }
}

/// Visits every feed now and says what came of it.
pub(super) fn fetch(places: &Places) -> Result<(), Failure> {
    let config = places.settings()?;
    let mut store = places.open_store()?;
    let due = feeds::to_visit(&store, true)?;
    if due.is_empty() {
        return Err(nothing_to_visit(&store)?);
    }
    let client = Client::new(config.feeds.own_network);
    let mut ticker = Ticker::new();
    let mut show = |step: &Step| {
        let (done, all) = step.feeds;
        let (new, name) = (step.new, &step.name);
        let told = say!("{done}/{all}  {new} new  {name}", done, all, new, name);
        ticker.show(&told.words(places.tongue));
        ControlFlow::Continue(())
    };
    let round = feeds::visit(&due, &mut store, &Recogniser::new(), &client, &mut show);
    ticker.clear();
    let round = round?;
    for (name, why) in &round.troubles {
        places.tell(&say!("{name} {why}", name, why));
    }
    for (name, address) in &round.moved {
        places.tell(&say!(
            "{name} has moved to {address} for good",
            name,
            address = address.as_str()
        ));
    }
    tell_complaints(places.tongue, &round.complaints);
    places.say(&round_in_words(&round))?;
    if round.troubles.len() as u64 == round.visited {
        return Err(Failure::Input(say!("no feed could be read")));
    }
    Ok(())
}

fn nothing_to_visit(store: &Store) -> Result<Failure, Failure> {
    Ok(Failure::Nothing(if store.feeds()?.is_empty() {
        say!("there is no feed to visit; `depesche feeds add ADDRESS` subscribes to one")
    } else {
        say!("every feed is gone or asks for a pause; `depesche feeds list` says which")
    }))
}

fn round_in_words(round: &Round) -> Said {
    let mut words = vec![
        says!(feeds = round.visited; "1 feed", "{feeds} feeds"),
        new_articles(round.added.new),
    ];
    let (replaced, unchanged) = (round.added.replaced, round.unchanged);
    let (moved, failed) = (round.moved.len() as u64, round.troubles.len() as u64);
    for (number, said) in [
        (
            replaced,
            say!("{replaced} replaced by a newer version", replaced),
        ),
        (unchanged, say!("{unchanged} unchanged", unchanged)),
        (moved, say!("{moved} moved", moved)),
        (failed, say!("{failed} failed", failed)),
    ] {
        if number > 0 {
            words.push(said);
        }
    }
    Said::joined(words, ", ")
}

fn new_articles(new: u64) -> Said {
    says!(new; "1 new article", "{new} new articles")
}

/// A subscription as JSON; field names are a contract.
#[derive(Serialize)]
struct FeedJson<'a> {
    title: Option<&'a str>,
    address: &'a str,
    site: Option<&'a str>,
    tags: Vec<&'a str>,
    full: &'static str,
    visited: Option<String>,
    due: Option<String>,
    failures: u32,
    trouble: Option<&'a str>,
    gone: bool,
}

fn list(places: &Places, json: bool) -> Result<(), Failure> {
    let config = places.settings()?;
    let feeds = places.open_store()?.feeds()?;
    if feeds.is_empty() {
        return Err(Failure::Nothing(say!(
            "there is no subscription; `depesche feeds add ADDRESS` makes one"
        )));
    }
    let mut out = Output::new(&config);
    for feed in &feeds {
        let visit = &feed.visit;
        let moment = |at: Option<Timestamp>| at.map(|at| at.to_string());
        if json {
            out.json(&FeedJson {
                title: Some(feed.title.as_str()).filter(|title| !title.is_empty()),
                address: feed.address.as_str(),
                site: feed.site.as_ref().map(Link::as_str),
                tags: feed.tags.iter().map(Clean::as_str).collect(),
                full: feed.full.name(),
                visited: moment(visit.at),
                due: moment(visit.due),
                failures: visit.failures,
                trouble: visit.trouble.as_deref(),
                gone: visit.gone,
            })?;
            continue;
        }
        let mut line = out.paint(Role::Source, feed.name());
        if !feed.title.is_empty() {
            line.push_str("  ");
            line.push_str(&out.paint(Role::Link, feed.address.as_str()));
        }
        for tag in &feed.tags {
            line.push_str(&out.paint(Role::Dim, &format!("  #{}", tag.as_str())));
        }
        if feed.full != FullText::default() {
            let full = format!("  full text: {}", feed.full.name());
            line.push_str(&out.paint(Role::Dim, &full));
        }
        out.line(&line)?;
        if let Some(trouble) = &visit.trouble {
            out.line(&out.paint(Role::Error, &format!("    {trouble}")))?;
        }
    }
    out.finish()?;
    Ok(())
}

fn subscribe(places: &Places, addresses: &[String], full: Option<FullText>) -> Result<(), Failure> {
    let config = places.settings()?;
    let mut store = places.open_store()?;
    let client = Client::new(config.feeds.own_network);
    let recogniser = Recogniser::new();
    let mut refused = 0_usize;
    for address in addresses {
        match feeds::subscribe(address, full, &mut store, &recogniser, &client) {
            Ok(taken) => places.say(&taken_in_words(address, &taken))?,
            Err(Refusal::Store(failure)) => return Err(failure.into()),
            Err(refusal) => {
                refused += 1;
                places.tell(&refusal.said());
            }
        }
    }
    match refused {
        0 => Ok(()),
        many => Err(Failure::Input(says!(
            many;
            "one address could not be subscribed to",
            "{many} addresses could not be subscribed to"
        ))),
    }
}

fn remove(places: &Places, names: &[String]) -> Result<(), Failure> {
    let mut store = places.open_store()?;
    let feeds = store.feeds()?;
    for name in names {
        let feed = named(name, &feeds)?;
        store.unsubscribe(&feed.address)?;
        places.say(&say!(
            "{name}: no longer subscribed to; its articles stay",
            name = feed.name()
        ))?;
    }
    Ok(())
}

fn fetch_full(places: &Places, full: FullText, names: &[String]) -> Result<(), Failure> {
    let mut store = places.open_store()?;
    let feeds = store.feeds()?;
    for name in names {
        let feed = named(name, &feeds)?;
        store.want_full(&feed.address, full)?;
        places.say(&say!(
            "{name}: full text {mode}",
            name = feed.name(),
            mode = full.name()
        ))?;
    }
    Ok(())
}

/// Reads a word for when pages are fetched.
fn full_text(word: &str) -> Result<FullText, String> {
    FullText::ALL
        .into_iter()
        .find(|full| full.name() == word)
        .ok_or_else(|| "it is never, on-demand or always".to_owned())
}

/// The one subscription of this address or name.
fn named<'f>(name: &str, feeds: &'f [Subscription]) -> Result<&'f Subscription, Failure> {
    let found: Vec<&Subscription> = feeds
        .iter()
        .filter(|feed| feed.address.as_str() == name || feed.title.as_str() == name)
        .collect();
    match found.as_slice() {
        [feed] => Ok(feed),
        [] => Err(Failure::Nothing(say!(
            "there is no subscription “{name}”; `depesche feeds list` prints them",
            name
        ))),
        _ => Err(Failure::Usage(say!(
            "several subscriptions are called “{name}”; say the address of one",
            name
        ))),
    }
}

fn import(places: &Places, paths: &[String]) -> Result<(), Failure> {
    let mut store = places.open_store()?;
    let mut found = Vec::new();
    let mut complaints = Vec::new();
    let unreadable = intake::visit(paths, None, &mut |_, loaded| {
        found.extend(loaded.feeds);
        complaints.extend(loaded.complaints);
        ControlFlow::Continue(())
    });
    // Every entry that was left out is named: the reader has no other way to learn of it.
    for complaint in &complaints {
        let (place, message) = (&complaint.place, &complaint.message);
        places.tell(&say!("{place}: {message}", place, message));
    }
    for sentence in &unreadable {
        places.tell(sentence);
    }
    if found.is_empty() && unreadable.is_empty() {
        return Err(Failure::Nothing(say!("there is no feed in it")));
    }
    let all = found.len() as u64;
    let imported = feeds::import(found, &mut store)?;
    places.say(&import_in_words(all, &imported))?;
    if unreadable.is_empty() {
        Ok(())
    } else {
        Err(Failure::Input(say!("not every list could be read")))
    }
}

fn import_in_words(all: u64, imported: &Imported) -> Said {
    let (new, known) = (imported.new, imported.known);
    let (repeated, without) = (imported.repeated, imported.without_address);
    let mut words = vec![say!("{new} new", new)];
    for (number, said) in [
        (known, say!("{known} known already", known)),
        (repeated, say!("{repeated} named once more", repeated)),
        (
            without,
            say!("{number} without a usable address", number = without),
        ),
    ] {
        if number > 0 {
            words.push(said);
        }
    }
    say!(
        "{feeds}: {what}",
        feeds = says!(feeds = all; "1 feed", "{feeds} feeds"),
        what = Said::joined(words, ", ")
    )
}

fn export(places: &Places) -> Result<(), Failure> {
    let config = places.settings()?;
    let feeds = places.open_store()?.feeds()?;
    if feeds.is_empty() {
        return Err(Failure::Nothing(say!("there is no subscription to export")));
    }
    let mut out = Output::new(&config);
    out.text(&feeds::export(&feeds))?;
    out.finish()?;
    Ok(())
}

/// Whether a path is a web address rather than a file.
pub(super) fn is_address(path: &str) -> bool {
    let scheme = path
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| scheme == "http" || scheme == "https")
}

/// Takes addresses into a store and adds to the summary; returns what to say about each.
pub(super) fn take_in(
    store: &mut Store,
    addresses: &[String],
    config: &Config,
    summary: &mut Summary,
) -> Result<Vec<Said>, Failure> {
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let client = Client::new(config.feeds.own_network);
    let recogniser = Recogniser::new();
    let mut ticker = Ticker::new();
    let mut said = Vec::new();
    for address in addresses {
        ticker.show(&say!("fetching {address}", address).words(config.tongue));
        match feeds::take(address, store, &recogniser, &client) {
            Ok(taken) => {
                let (Taken::Feed { added, .. } | Taken::Page { added }) = &taken;
                summary.added += *added;
                said.push(taken_in_words(address, &taken));
            }
            Err(Refusal::Store(failure)) => return Err(failure.into()),
            Err(refusal) => summary.unreadable.push(refusal.said()),
        }
    }
    ticker.clear();
    Ok(said)
}

fn taken_in_words(address: &str, taken: &Taken) -> Said {
    let articles = |added: &Added| new_articles(added.new + added.replaced);
    match taken {
        Taken::Feed { name, known, added } if *known => {
            say!(
                "{name}: subscribed to before, {articles}",
                name,
                articles = articles(added)
            )
        }
        Taken::Feed { name, added, .. } => {
            say!(
                "{name}: subscribed to, {articles}",
                name,
                articles = articles(added)
            )
        }
        Taken::Page { added } => {
            say!("{address}: {articles}", address, articles = articles(added))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_a_file_by_its_scheme() {
        assert!(is_address("https://example.org/feed") && is_address("HTTP://example.org"));
        assert!(!is_address("feed.xml") && !is_address("file:///etc/passwd") && !is_address("-"));
    }

    #[test]
    fn a_round_is_told_in_one_line() {
        let round = Round {
            visited: 3,
            unchanged: 1,
            added: Added {
                new: 1,
                ..Added::default()
            },
            troubles: vec![("A".to_owned(), "is gone".to_owned())],
            ..Round::default()
        };
        assert_eq!(
            round_in_words(&round).to_string(),
            "3 feeds, 1 new article, 1 unchanged, 1 failed"
        );
    }
}
