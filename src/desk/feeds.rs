//! Visits feeds: subscribes, fetches what is new, keeps what a visit left behind.
//!
//! Worker threads fetch, load and recognise; the calling thread alone writes to the store. A feed that fails keeps
//! its reason and is left alone for longer each time; one feed never holds up the others.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::time::Duration;

use jiff::Timestamp;

use super::intake::{load_bytes, recognised};
use super::pages;
use crate::article::{Article, Link};
use crate::feed::{FullText, Subscription};
use crate::fetch::{
    Client, Delivery, FEED_LIMIT, Got, Order, PAGE_LIMIT, Trouble, is_same_server, round,
};
use crate::load::{self, Complaint, Hint, Loaded};
use crate::recognise::Recogniser;
use crate::say::{Said, say};
use crate::store::{Added, Failure, Incoming, Store};

/// A feed that changes more often is still not asked for more often than this without being told to.
const SHORTEST_PAUSE: Duration = Duration::from_mins(30);

/// A feed that rarely changes, or fails, is still asked for this often.
const LONGEST_PAUSE: Duration = Duration::from_hours(24);

/// How a round stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// The feed that was just visited.
    pub name: String,
    /// Feeds visited and feeds in all.
    pub feeds: (u64, u64),
    /// New articles so far.
    pub new: u64,
}

/// What came of a round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Round {
    /// Feeds visited.
    pub visited: u64,
    /// Feeds that had not changed.
    pub unchanged: u64,
    /// What the store made of the articles.
    pub added: Added,
    /// Feeds that moved for good: their names and where to.
    pub moved: Vec<(String, Link)>,
    /// Feeds that failed: their names and why, as the end of a sentence.
    pub troubles: Vec<(String, String)>,
    /// Bad items, one sentence each.
    pub complaints: Vec<Complaint>,
}

/// What adding an address came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// A feed was subscribed to.
    Feed {
        /// Its name.
        name: String,
        /// Whether it was subscribed to before.
        known: bool,
        /// What the store made of its articles.
        added: Added,
    },
    /// The page's article was added.
    Page {
        /// What the store made of it.
        added: Added,
    },
}

/// Why an address could not be taken; each is one sentence.
#[derive(Debug)]
pub enum Refusal {
    /// It is no web address.
    NoAddress(String),
    /// It could not be fetched.
    Trouble(Link, Trouble),
    /// There is no feed.
    NoFeed(Link),
    /// There is nothing to read.
    NoArticle(Link),
    /// The store refused.
    Store(Failure),
}

impl Refusal {
    /// What is said of it.
    pub fn said(&self) -> Said {
        match self {
            Self::NoAddress(text) => say!(
                "{text} is no web address; it has to begin with http:// or https://",
                text
            ),
            Self::Trouble(link, trouble) => {
                say!(
                    "{link} {trouble}",
                    link = link.as_str(),
                    trouble = trouble.said()
                )
            }
            Self::NoFeed(link) => say!("{link} is no feed and names none", link = link.as_str()),
            Self::NoArticle(link) => say!("{link} holds no article", link = link.as_str()),
            Self::Store(failure) => failure.said(),
        }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Store(failure)
    }
}

/// What a list of subscriptions gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Feeds now subscribed to.
    pub new: u64,
    /// Feeds that were subscribed to before.
    pub known: u64,
    /// Entries that name a feed once more.
    pub repeated: u64,
    /// Entries without a usable address.
    pub without_address: u64,
}

/// Visits feeds and adds what is new; `progress` is called after each and may stop the round.
///
/// # Errors
/// When the store refuses; what was added stays.
pub fn visit(
    feeds: &[Subscription],
    store: &mut Store,
    recogniser: &Recogniser,
    client: &Client,
    progress: &mut dyn FnMut(&Step) -> ControlFlow<()>,
) -> Result<Round, Failure> {
    store.set_recogniser(Recogniser::VERSION);
    let hosts: Vec<String> = feeds.iter().map(|feed| feed.address.host()).collect();
    let mut result = Ok(());
    let mut outcome = Round::default();
    round(
        &hosts,
        |number| ask(&feeds[number], recogniser, client),
        &mut |number, answer| {
            let feed = &feeds[number];
            outcome.visited += 1;
            if let Err(failure) = keep(feed, answer, store, &mut outcome) {
                result = Err(failure);
                return ControlFlow::Break(());
            }
            progress(&Step {
                name: feed.name().to_owned(),
                feeds: (outcome.visited, feeds.len() as u64),
                new: outcome.added.new,
            })
        },
    );
    result.map(|()| outcome)
}

/// The feeds to visit now: all that may be, when told to; else those whose time has come.
///
/// # Errors
/// When the store refuses.
pub fn to_visit(store: &Store, told: bool) -> Result<Vec<Subscription>, Failure> {
    let now = Timestamp::now();
    let mut feeds = store.feeds()?;
    feeds.retain(|feed| {
        if told {
            feed.visit.allowed(now)
        } else {
            feed.visit.is_due(now)
        }
    });
    Ok(feeds)
}

/// Takes an address in: a feed is subscribed to, a page's article is added.
///
/// # Errors
/// When it cannot be fetched, holds nothing, or the store refuses.
pub fn take(
    address: &str,
    store: &mut Store,
    recogniser: &Recogniser,
    client: &Client,
) -> Result<Taken, Refusal> {
    let (address, answer) = fetch_typed(address, recogniser, client)?;
    if answer.feed.is_some() {
        let subscription = Subscription {
            typed: true,
            ..Subscription::new(address)
        };
        return subscribe_to(subscription, None, answer, store);
    }
    if answer.incoming.is_empty() {
        return Err(Refusal::NoArticle(address));
    }
    store.set_recogniser(Recogniser::VERSION);
    let added = store.add(answer.incoming)?;
    Ok(Taken::Page { added })
}

/// Subscribes to a feed by its address or that of a page that names one; `full` says whether the pages of its teasers
/// are fetched too, where the reader says so.
///
/// # Errors
/// When it cannot be fetched, there is no feed, or the store refuses.
pub fn subscribe(
    address: &str,
    full: Option<FullText>,
    store: &mut Store,
    recogniser: &Recogniser,
    client: &Client,
) -> Result<Taken, Refusal> {
    let (page, answer) = fetch_typed(address, recogniser, client)?;
    if answer.feed.is_some() {
        let subscription = Subscription {
            typed: true,
            full: full.unwrap_or_default(),
            ..Subscription::new(page)
        };
        if full != Some(FullText::Always) {
            return subscribe_to(subscription, full, answer, store);
        }
        let address = subscription.address.clone();
        let answer = ask(&subscription, recogniser, client)
            .map_err(|trouble| Refusal::Trouble(address, trouble))?;
        return subscribe_to(subscription, full, answer, store);
    }
    // What a page names is content: it is trusted only on the server that the reader typed.
    for found in best_first(answer.feeds) {
        let Some(address) = found.address else {
            continue;
        };
        let subscription = Subscription {
            typed: is_same_server(&address, &page),
            full: full.unwrap_or_default(),
            ..Subscription::new(address)
        };
        if let Ok(answer) = ask(&subscription, recogniser, client)
            && answer.feed.is_some()
        {
            return subscribe_to(subscription, full, answer, store);
        }
    }
    Err(Refusal::NoFeed(page))
}

/// Subscribes to the feeds of a list, such as an OPML file; they are visited in the next round.
///
/// # Errors
/// When the store refuses; then to none of them.
pub fn import(list: Vec<load::Feed>, store: &mut Store) -> Result<Imported, Failure> {
    let mut imported = Imported::default();
    let mut feeds: Vec<Subscription> = Vec::new();
    let mut places: HashMap<Link, usize> = HashMap::new();
    for feed in list {
        let Some(address) = feed.address else {
            imported.without_address += 1;
            continue;
        };
        if let Some(place) = places.get(&address) {
            // It stands in several folders.
            let tags = &mut feeds[*place].tags;
            for tag in feed.tags {
                if !tags.contains(&tag) {
                    tags.push(tag);
                }
            }
            imported.repeated += 1;
            continue;
        }
        places.insert(address.clone(), feeds.len());
        feeds.push(Subscription {
            title: feed.title,
            site: feed.site,
            tags: feed.tags,
            ..Subscription::new(address)
        });
    }
    imported.new = store.subscribe(&feeds)?;
    imported.known = feeds.len() as u64 - imported.new;
    Ok(imported)
}

/// The subscriptions as OPML.
pub fn export(feeds: &[Subscription]) -> String {
    let list: Vec<load::Feed> = feeds
        .iter()
        .map(|feed| load::Feed {
            title: feed.title.clone(),
            address: Some(feed.address.clone()),
            site: feed.site.clone(),
            language: None,
            tags: feed.tags.clone(),
        })
        .collect();
    load::opml(&list)
}

/// What a visit brought, before it is kept.
#[derive(Debug, Default)]
struct Answer {
    incoming: Vec<Incoming>,
    complaints: Vec<Complaint>,
    feed: Option<load::Feed>,
    feeds: Vec<load::Feed>,
    unchanged: bool,
    moved: Option<Link>,
    etag: Option<String>,
    modified: Option<String>,
    keeps: Option<Duration>,
}

fn ask(feed: &Subscription, recogniser: &Recogniser, client: &Client) -> Result<Answer, Trouble> {
    let order = Order {
        typed: feed.typed,
        etag: feed.visit.etag.as_deref(),
        modified: feed.visit.modified.as_deref(),
        ..Order::new(&feed.address, FEED_LIMIT)
    };
    Ok(match client.get(&order)? {
        Got::Unchanged { moved, keeps } => Answer {
            unchanged: true,
            moved,
            keeps,
            ..Answer::default()
        },
        Got::Fresh(delivery) => understood(delivery, recogniser, &mut |articles| {
            if feed.full == FullText::Always {
                pages::complete(articles, feed, client);
            }
        }),
    })
}

fn fetch_typed(
    address: &str,
    recogniser: &Recogniser,
    client: &Client,
) -> Result<(Link, Answer), Refusal> {
    let link = Link::parse(address)
        .filter(|link| !link.host().is_empty())
        .ok_or_else(|| Refusal::NoAddress(address.to_owned()))?;
    let order = Order {
        typed: true,
        ..Order::new(&link, FEED_LIMIT.max(PAGE_LIMIT))
    };
    match client.get(&order) {
        Ok(Got::Fresh(delivery)) => {
            let at = delivery.moved.clone().unwrap_or(link);
            Ok((at, understood(delivery, recogniser, &mut |_| {})))
        }
        // Only conditional requests may be answered so.
        Ok(Got::Unchanged { .. }) => Err(Refusal::Trouble(link, Trouble::Refused(304))),
        Err(trouble) => Err(Refusal::Trouble(link, trouble)),
    }
}

fn understood(
    delivery: Delivery,
    recogniser: &Recogniser,
    complete: &mut dyn FnMut(&mut [Article]),
) -> Answer {
    let hint = Hint {
        name: delivery.address.as_str().to_owned(),
        media_type: delivery.media_type,
        mapping: None,
    };
    let Loaded {
        mut articles,
        mut complaints,
        feed,
        feeds,
    } = load_bytes(&delivery.bytes, &hint);
    complete(&mut articles);
    let incoming = articles
        .into_iter()
        .map(|article| recognised(article, recogniser, &mut complaints))
        .collect();
    Answer {
        incoming,
        complaints,
        feed,
        feeds,
        unchanged: false,
        moved: delivery.moved,
        etag: delivery.etag,
        modified: delivery.modified,
        keeps: delivery.keeps,
    }
}

/// Feeds of comments come last.
fn best_first(mut feeds: Vec<load::Feed>) -> Vec<load::Feed> {
    feeds.sort_by_key(|feed| {
        let title = feed.title.to_lowercase();
        title.contains("comment") || title.contains("kommentar")
    });
    feeds
}

fn subscribe_to(
    mut subscription: Subscription,
    full: Option<FullText>,
    answer: Answer,
    store: &mut Store,
) -> Result<Taken, Refusal> {
    store.set_recogniser(Recogniser::VERSION);
    if let Some(feed) = &answer.feed {
        introduce(&mut subscription, feed);
    }
    let known = store.subscribe(std::slice::from_ref(&subscription))? == 0;
    if known {
        // What the reader has made of it stays, except what was said now.
        if let Some(full) = full {
            store.want_full(&subscription.address, full)?;
        }
        let feeds = store.feeds()?;
        if let Some(before) = feeds
            .into_iter()
            .find(|feed| feed.address == subscription.address)
        {
            subscription = before;
        }
    }
    let mut outcome = Round::default();
    let name = subscription.name().to_owned();
    keep(&subscription, Ok(answer), store, &mut outcome)?;
    Ok(Taken::Feed {
        name,
        known,
        added: outcome.added,
    })
}

/// Takes over what a feed says about itself, where nothing is known yet.
fn introduce(subscription: &mut Subscription, feed: &load::Feed) {
    if subscription.title.is_empty() {
        subscription.title = feed.title.clone();
    }
    if subscription.site.is_none() {
        subscription.site.clone_from(&feed.site);
    }
}

/// Adds what came to the store and keeps what the visit left behind.
fn keep(
    feed: &Subscription,
    answer: Result<Answer, Trouble>,
    store: &mut Store,
    outcome: &mut Round,
) -> Result<(), Failure> {
    let now = Timestamp::now();
    let mut next = feed.clone();
    next.visit.at = Some(now);
    next.visit.not_before = None;
    match answer {
        Ok(answer) if answer.unchanged || answer.feed.is_some() => {
            let pause = answer.keeps.unwrap_or(SHORTEST_PAUSE);
            next.visit.due = later(now, pause.clamp(SHORTEST_PAUSE, LONGEST_PAUSE));
            next.visit.failures = 0;
            next.visit.trouble = None;
            if answer.unchanged {
                outcome.unchanged += 1;
            } else {
                next.visit.etag = answer.etag;
                next.visit.modified = answer.modified;
            }
            if let Some(about) = &answer.feed {
                introduce(&mut next, about);
            }
            if let Some(moved) = answer.moved {
                outcome.moved.push((feed.name().to_owned(), moved.clone()));
                next.typed &= is_same_server(&moved, &feed.address);
                next.address = moved;
            }
            outcome.complaints.extend(answer.complaints);
            outcome.added += store.add(answer.incoming)?;
        }
        Ok(_) => failed(
            &mut next,
            "answers with something that is no feed",
            now,
            outcome,
        ),
        Err(trouble) => {
            failed(&mut next, &trouble.to_string(), now, outcome);
            match trouble {
                Trouble::Gone => next.visit.gone = true,
                Trouble::Busy { pause, .. } => {
                    next.visit.not_before = later(now, pause);
                    next.visit.due = next.visit.due.max(next.visit.not_before);
                }
                _ => {}
            }
        }
    }
    store.visited(&feed.address, &next)
}

/// Twice as long a pause after each failure.
fn failed(feed: &mut Subscription, why: &str, now: Timestamp, outcome: &mut Round) {
    let pause = SHORTEST_PAUSE * (1 << feed.visit.failures.min(6));
    feed.visit.failures = feed.visit.failures.saturating_add(1);
    feed.visit.trouble = Some(why.to_owned());
    feed.visit.due = later(now, pause.min(LONGEST_PAUSE));
    outcome
        .troubles
        .push((feed.name().to_owned(), why.to_owned()));
}

fn later(now: Timestamp, pause: Duration) -> Option<Timestamp> {
    now.checked_add(jiff::SignedDuration::try_from(pause).ok()?)
        .ok()
}
