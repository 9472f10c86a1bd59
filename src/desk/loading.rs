//! The load desk: files, folders and addresses into the store; stale highlights brought up to date when nothing else is to do.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use super::failed;
use super::feeds::{self, Refusal, Taken};
use super::guard::guarded;
use super::intake::{self, Summary};
use super::notice;
use super::outside::expand_home;
use super::pages::{self, Behind};
use super::store::{Job, Tool};
use crate::app::{Msg, Pace};
use crate::article::{Article, ArticleId};
use crate::ask::{Answer, Ask};
use crate::feed::{FullText, Subscription};
use crate::fetch::{Client, is_same_server};
use crate::recognise::Recogniser;
use crate::say::{Said, Tongue, say, says};
use crate::store::{Added, Store};

/// How long after the start, and between batches, stale highlights wait.
const SETTLE: Duration = Duration::from_secs(1);
const BREATH: Duration = Duration::from_millis(20);

/// How long they wait where another process writes.
const OTHERS: Duration = Duration::from_secs(10);

/// Stale articles done at a stretch.
const STALE: usize = 32;

/// Pages are parsed by recursion.
const STACK: usize = 16 << 20;

/// Progress is told this often at most.
const PAUSE: Duration = Duration::from_millis(100);

/// Loads into a store and tells how it goes.
#[derive(Debug)]
pub(super) struct Loader {
    out: Sender<Msg>,
    stop: Arc<AtomicBool>,
    own_network: bool,
    /// Unpacked at the first use.
    recogniser: Option<Recogniser>,
    /// Stale articles done since the last time there were none.
    freshened: u64,
    client: Option<Client>,
    /// The program that tells the desktop; empty for none.
    notifier: Vec<String>,
    tongue: Tongue,
}

impl Loader {
    pub(super) fn new(out: Sender<Msg>, stop: Arc<AtomicBool>, own_network: bool) -> Self {
        Self {
            out,
            stop,
            own_network,
            recogniser: None,
            freshened: 0,
            client: None,
            notifier: Vec::new(),
            tongue: Tongue::default(),
        }
    }

    /// Tells the desktop by a program what feeds bring about whom the reader watches.
    pub(super) fn telling(self, notifier: Vec<String>, tongue: Tongue) -> Self {
        Self {
            notifier,
            tongue,
            ..self
        }
    }

    /// Loads what it is given until the program ends; between loads, brings stale highlights up to date.
    pub(super) fn work(&mut self, mut tool: Tool, jobs: &Receiver<Job>, questions: &Sender<Job>) {
        let mut wait = SETTLE;
        let mut stale = true;
        loop {
            let job = if stale {
                jobs.recv_timeout(wait)
            } else {
                jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match job {
                Ok(Job::Load(path)) => {
                    match tool.store() {
                        Ok(store) => self.load(&path, store),
                        Err(failure) => self.tell(failed(&failure)),
                    }
                    let _ = questions.send(Job::Own);
                }
                Ok(Job::Complete(id, answer)) => match tool.store() {
                    Ok(store) => self.fetch_whole(id, store, answer),
                    Err(failure) => self.tell(failed(&failure)),
                },
                Ok(Job::Behind(id, behind)) => {
                    match tool.store() {
                        Ok(store) => self.take_whole(id, behind, store),
                        Err(failure) => self.tell(failed(&failure)),
                    }
                    let _ = questions.send(Job::Own);
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => {
                    let next = self.freshen(&mut tool);
                    stale = next.is_some();
                    wait = next.unwrap_or(wait);
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Visits the feeds whose time has come, again and again until the program ends.
    pub(super) fn refresh(&mut self, mut tool: Tool, ended: &Receiver<()>) {
        const SHORTEST: Duration = Duration::from_mins(1);
        const LONGEST: Duration = Duration::from_mins(15);
        let mut wait = 2 * SETTLE;
        // Nothing is ever sent: disconnection is what is waited for.
        while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            wait = LONGEST;
            let Ok(store) = tool.store() else {
                continue;
            };
            let Ok(due) = feeds::to_visit(store, false) else {
                continue;
            };
            if !due.is_empty() {
                if !self.visit(&due, store) {
                    return;
                }
                continue;
            }
            // Feeds subscribed to meanwhile are found at the longest pause.
            let next = store.feeds().ok().and_then(|feeds| {
                let due = feeds.iter().filter_map(|feed| feed.visit.due).min()?;
                Duration::try_from(due.duration_since(jiff::Timestamp::now())).ok()
            });
            wait = next.map_or(LONGEST, |next| next.clamp(SHORTEST, LONGEST));
        }
    }

    /// Visits feeds, and says nothing unless it takes long or there is news; says whether the store takes it.
    fn visit(&mut self, due: &[Subscription], store: &mut Store) -> bool {
        let watched = (!self.notifier.is_empty()).then(|| notice::watched(store));
        let recogniser = self.recogniser.get_or_insert_with(Recogniser::new);
        let client = self
            .client
            .get_or_insert_with(|| Client::new(self.own_network));
        let (out, stop) = (&self.out, &self.stop);
        let mut told = Instant::now();
        let mut spoke = false;
        let mut progress = |step: &feeds::Step| {
            if stop.load(Ordering::Acquire) {
                return ControlFlow::Break(());
            }
            if told.elapsed() > 10 * PAUSE {
                told = Instant::now();
                spoke = true;
                let _ = out.send(Msg::Progress {
                    what: say!("fetching {name}", name = step.name),
                    done: step.feeds.0,
                    total: Some(step.feeds.1),
                    pace: None,
                });
            }
            ControlFlow::Continue(())
        };
        match feeds::visit(due, store, recogniser, client, &mut progress) {
            Ok(round) if round.added.new + round.added.replaced > 0 => {
                if let Some(before) = watched {
                    let now = notice::watched(store);
                    notice::tell(&self.notifier, &before, &now, self.tongue);
                }
                self.tell(Msg::StoreChanged);
                self.tell(Msg::Done(says!(
                    new = round.added.new;
                    "1 new article from {feeds}",
                    "{new} new articles from {feeds}",
                    feeds = says!(feeds = round.visited; "1 feed", "{feeds} feeds")
                )));
            }
            Ok(round) if spoke => self.tell(Msg::Done(match round.troubles.len() {
                0 => say!("nothing new in the feeds"),
                failed => say!(
                    "nothing new; {failed} of {visited} feeds failed",
                    failed,
                    visited = round.visited
                ),
            })),
            Ok(_) => {}
            Err(failure) => {
                self.tell(failed(&failure));
                return false;
            }
        }
        true
    }

    /// Loads a file, a folder or an address.
    pub(super) fn load(&mut self, path: &str, store: &mut Store) {
        let msg = if path.starts_with("http://") || path.starts_with("https://") {
            self.load_address(path, store)
        } else {
            self.load_path(path, store)
        };
        self.tell(msg);
    }

    /// Has the page behind an article fetched, on a thread of its own; what comes of it is sent to `answer`.
    pub(super) fn fetch_whole(&mut self, id: ArticleId, store: &Store, answer: Sender<Job>) {
        let (article, typed) = match to_fetch(id, store) {
            Ok(found) => found,
            Err(sentence) => return self.tell(Msg::Failed(sentence)),
        };
        let Some(address) = article.url.clone() else {
            return self.tell(Msg::Failed(say!("this article came without a link")));
        };
        self.tell(Msg::Progress {
            what: say!("fetching {address}", address = address.host()),
            done: 0,
            total: None,
            pace: None,
        });
        let client = self
            .client
            .get_or_insert_with(|| Client::new(self.own_network))
            .clone();
        let fetching = thread::Builder::new()
            .name("page".to_owned())
            .stack_size(STACK)
            .spawn(move || {
                let behind = pages::behind(&article, &address, typed, &client)
                    .map_err(|trouble| Refusal::Trouble(address, trouble).said());
                // The program may have ended meanwhile.
                let _ = answer.send(Job::Behind(id, behind));
            });
        if fetching.is_err() {
            self.tell(Msg::Failed(say!(
                "the page could not be fetched: the system starts no more threads; close other programs"
            )));
        }
    }

    /// Puts a whole text in its article's place, or says why there is none.
    pub(super) fn take_whole(
        &mut self,
        id: ArticleId,
        behind: Result<Behind, Said>,
        store: &mut Store,
    ) {
        let sentence = match behind {
            Ok(Behind::Whole(article)) => {
                let recogniser = self.recogniser.get_or_insert_with(Recogniser::new);
                let whole = intake::recognised(*article, recogniser, &mut Vec::new());
                store.set_recogniser(Recogniser::VERSION);
                match store.complete(id, whole) {
                    Ok(true) => {
                        self.tell(Msg::StoreChanged);
                        return self.tell(Msg::Done(say!("this is the whole text now")));
                    }
                    Ok(false) => say!("the article is no longer there"),
                    Err(failure) => failure.said(),
                }
            }
            Ok(Behind::Paywall) => {
                say!("the page shows no more than a beginning: the rest stands behind a paywall")
            }
            Ok(Behind::Consent) => {
                say!("a consent page stands in the way; open the link in the browser")
            }
            Ok(Behind::NoMore) => say!("the page holds no more text than this"),
            Err(sentence) => sentence,
        };
        self.tell(Msg::Failed(sentence));
    }

    fn load_address(&mut self, address: &str, store: &mut Store) -> Msg {
        self.tell(Msg::Progress {
            what: say!("fetching {address}", address),
            done: 0,
            total: None,
            pace: None,
        });
        let recogniser = self.recogniser.get_or_insert_with(Recogniser::new);
        let client = self
            .client
            .get_or_insert_with(|| Client::new(self.own_network));
        match feeds::take(address, store, recogniser, client) {
            Ok(taken) => {
                self.tell(Msg::StoreChanged);
                Msg::Done(match taken {
                    Taken::Feed { name, known, added } => {
                        let what = in_words(added);
                        if known {
                            say!("{name}: is a feed you have, {what}", name, what)
                        } else {
                            say!("{name}: subscribed to, {what}", name, what)
                        }
                    }
                    Taken::Page { added } => {
                        say!("{address}: {what}", address, what = in_words(added))
                    }
                })
            }
            Err(refusal) => Msg::Failed(refusal.said()),
        }
    }

    fn load_path(&mut self, path: &str, store: &mut Store) -> Msg {
        let recogniser = self.recogniser.get_or_insert_with(Recogniser::new);
        let (out, stop) = (&self.out, &self.stop);
        let mut told = Instant::now();
        let mut shown = 0;
        let mut progress = |progress: &intake::Progress| {
            if stop.load(Ordering::Acquire) {
                return ControlFlow::Break(());
            }
            if told.elapsed() > PAUSE {
                told = Instant::now();
                let _ = out.send(told_of(progress));
                // The list may show what has come so far, but not at every batch.
                if progress.articles >= shown * 2 + 500 {
                    shown = progress.articles;
                    let _ = out.send(Msg::StoreChanged);
                }
            }
            ControlFlow::Continue(())
        };
        let paths = [expand_home(path)];
        match intake::add(&paths, None, recogniser, store, &mut progress) {
            Ok(summary) => {
                self.tell(Msg::StoreChanged);
                outcome(path, &summary)
            }
            Err(failure) => failed(&failure),
        }
    }

    /// Recognises a few stale articles anew; says after how long to go on, if there may be more.
    fn freshen(&mut self, tool: &mut Tool) -> Option<Duration> {
        let store = tool.store().ok()?;
        let stale = store.stale(Recogniser::VERSION, STALE).ok()?;
        let stopped = self.stop.load(Ordering::Acquire);
        if stale.is_empty() && !stopped {
            match store.find_stories(STALE) {
                Ok(0) => {}
                Ok(_) => return Some(BREATH),
                Err(_) => return Some(OTHERS),
            }
        }
        if stale.is_empty() || stopped {
            let done = std::mem::take(&mut self.freshened);
            if done > 0 {
                self.tell(Msg::StoreChanged);
                self.tell(Msg::Done(says!(
                    done;
                    "1 article was recognised again",
                    "{done} articles were recognised again"
                )));
            }
            return None;
        }
        let articles = stale.len() as u64;
        let recogniser = self.recogniser.get_or_insert_with(Recogniser::new);
        let found = stale
            .into_iter()
            .map(|(id, article)| {
                let highlights = guarded(|| recogniser.recognise(&article));
                (id, highlights.unwrap_or_default())
            })
            .collect();
        if store.recognised(Recogniser::VERSION, found).is_err() {
            // Another process is writing; what is not kept is stale still.
            return Some(OTHERS);
        }
        self.freshened += articles;
        if articles == STALE as u64 {
            self.tell(Msg::Progress {
                what: say!("recognising again"),
                done: self.freshened,
                total: None,
                pace: None,
            });
        }
        Some(BREATH)
    }

    fn tell(&self, msg: Msg) {
        if matches!(msg, Msg::Failed(_)) {
            // A failure alone leaves standing what was going on; what ended has to end.
            let _ = self.out.send(Msg::Done(Said::default()));
        }
        // Nobody listens only while the program ends.
        let _ = self.out.send(msg);
    }
}

/// How far a load is: articles in the store, the share of the bytes, rate and time left.
fn told_of(progress: &intake::Progress) -> Msg {
    let name = progress.name.rsplit(['/', '\\']).next();
    let (done, all) = progress.bytes;
    Msg::Progress {
        what: say!("loading {name}", name = name.unwrap_or_default()),
        done: progress.articles,
        total: None,
        pace: progress.pace.map(|(rate, left)| Pace {
            percent: (done.min(all) * 100).checked_div(all).unwrap_or(0) as u8,
            rate,
            left: left.as_secs(),
        }),
    }
}

/// The article whose page is to be fetched, and whether that page stands on a server whose address the reader typed.
///
/// # Errors
/// One sentence when it is not to be fetched.
fn to_fetch(id: ArticleId, store: &Store) -> Result<(Article, bool), Said> {
    let article = match store.answer(&Ask::Article(id)) {
        Ok(Answer::Article(Some(opened))) => opened.article,
        Ok(_) => return Err(say!("the article is no longer there")),
        Err(failure) => return Err(failure.said()),
    };
    let feeds = store.feeds().map_err(|failure| failure.said())?;
    let on_server = |feed: &Subscription| {
        let address = article.url.as_ref();
        address.is_some_and(|address| is_same_server(address, &feed.address))
    };
    let own = feeds.iter().find(|feed| {
        let source = article.source.as_ref();
        on_server(feed) || source.is_some_and(|source| *source == feed.title)
    });
    if let Some(feed) = own
        && feed.full == FullText::Never
    {
        return Err(say!(
            "no pages are fetched for {name}; `depesche feeds full on-demand` changes that",
            name = feed.name()
        ));
    }
    let typed = feeds.iter().any(|feed| feed.typed && on_server(feed));
    Ok((article, typed))
}

/// One sentence about what loading did.
fn outcome(path: &str, summary: &Summary) -> Msg {
    if summary.added == Added::default()
        && let Some(sentence) = summary.unreadable.first()
    {
        return Msg::Failed(sentence.clone());
    }
    let what = in_words(summary.added);
    let sentence = say!("{path}: {what}", path, what);
    let bad = summary.complaints.len() + summary.unreadable.len();
    Msg::Done(match summary.complaints.first() {
        _ if bad == 0 => sentence,
        None => say!("{sentence}; {bad} left out or odd", sentence, bad),
        Some(first) => say!(
            "{sentence}; {bad} left out or odd, first: {place} {message}",
            sentence,
            bad,
            place = first.place,
            message = first.message
        ),
    })
}

fn in_words(added: Added) -> Said {
    let Added {
        new,
        replaced,
        known,
        dropped,
    } = added;
    let parts = [
        (new, say!("{new} new", new)),
        (
            replaced,
            say!("{replaced} replaced by a later version", replaced),
        ),
        (known, say!("{known} known already", known)),
        (
            dropped,
            say!("{dropped} dropped once by your rules", dropped),
        ),
    ];
    let mut parts: Vec<Said> = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(_, part)| part)
        .collect();
    if parts.is_empty() {
        parts.push(say!("nothing to load"));
    }
    Said::joined(parts, ", ")
}
