//! The desks: worker threads that own their tool; effects in, messages out.
//!
//! A question desk and a change desk each have their own connection to the store, so that a slow question
//! never holds up a bookmark; a load desk takes files in and, when it has nothing else to do, brings stale
//! highlights up to date; a feed desk visits the feeds whose time has come; a picture desk fetches and unpacks the
//! pictures the reader asks for; an outside desk opens links, feeds the clipboard program and saves files. Over a store in memory, which has but one connection, the first three
//! are one and no feed is visited.
//!
//! Nothing here knows the terminal or the application's state. Idle desks sleep on their channel; only the
//! question desk wakes every two seconds to see whether another process changed the store, which reads one
//! number of the store's shared memory and writes nothing.

mod editor;
pub mod export;
pub mod feeds;
mod guard;
pub mod intake;
mod loading;
mod notice;
mod outside;
mod pace;
mod pages;
mod pictures;
mod pipe;
pub mod recognise;
pub mod repairs;
mod segments;
mod store;
mod walk;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use jiff::civil::Date;

use crate::app::{Effect, Export, Msg, Number};
use crate::article::Link;
use crate::ask::{Answer, Ask};
use crate::config::Config;
use crate::say::say;
use crate::store::{Failure, Interrupter, Store};

pub use editor::edit;
pub use guard::silence_guarded_panics;
pub use repairs::RepairsFile;

/// Carries out what an effect asks of the store and says what came of it; `None` for effects that are not the store's.
pub fn carry_out(store: &mut Store, effect: Effect, today: Date) -> Option<Msg> {
    match effect {
        Effect::Ask(number, ask) => Some(match store.answer(&ask) {
            Ok(answer) => Msg::Answer(number, answer),
            Err(failure) => failed(&failure),
        }),
        Effect::Change(change) => Some(match store.change(&change, today) {
            Ok(articles) => Msg::Kept { change, articles },
            Err(failure) => failed(&failure),
        }),
        Effect::Looked(upto) => store.looked(upto).err().map(|failure| failed(&failure)),
        Effect::Undo => Some(match store.undo() {
            Ok(what) => Msg::Undone { what, redo: false },
            Err(failure) => failed(&failure),
        }),
        Effect::Redo => Some(match store.redo() {
            Ok(what) => Msg::Undone { what, redo: true },
            Err(failure) => failed(&failure),
        }),
        _ => None,
    }
}

fn failed(failure: &Failure) -> Msg {
    Msg::Failed(failure.said())
}

/// What the desks work on.
#[derive(Debug)]
pub enum Stock {
    /// The store at this path, a connection to it for the questions, and the file that keeps the repairs, if one does.
    File(PathBuf, Box<Store>, Option<RepairsFile>),
    /// A store in memory.
    Memory(Box<Store>),
}

/// The desks of one sitting.
#[derive(Debug)]
pub struct Desks {
    questions: Sender<store::Job>,
    changes: Sender<store::Job>,
    loads: Sender<store::Job>,
    outside: Sender<outside::Job>,
    pictures: Sender<Link>,
    /// Ends the question that runs now; none over a store in memory, where it could hit a change.
    interrupter: Option<Interrupter>,
    /// The number of the question that runs now; 0 for none.
    running: Arc<AtomicU64>,
    /// The newest questions by number, to know what runs.
    asked: Vec<(Number, Ask)>,
    stop: Arc<AtomicBool>,
    /// Dropped to end the desk that visits feeds.
    alive: Sender<()>,
    /// Disconnected when the desk that changes things is done.
    all_kept: Receiver<()>,
    threads: Vec<JoinHandle<()>>,
    /// Where the store lies, for exports, each on a thread and connection of its own; none over a store in memory.
    place: Option<PathBuf>,
    out: Sender<Msg>,
}

impl Desks {
    /// Starts them; what they have to tell goes to `out`.
    ///
    /// # Errors
    /// When the system starts no more threads.
    pub fn start(stock: Stock, config: &Config, out: &Sender<Msg>) -> std::io::Result<Self> {
        let (outside, outside_jobs) = unbounded();
        let (pictures, wanted_pictures) = unbounded();
        let (ended, all_kept) = bounded(0);
        let running = Arc::new(AtomicU64::new(0));
        let stop = Arc::new(AtomicBool::new(false));
        let (questions, question_jobs) = unbounded();
        let (alive, ended_now) = bounded(0);
        let own_network = config.feeds.own_network;
        let desk = |tool| {
            let (running, stop) = (running.clone(), stop.clone());
            store::Desk::new(tool, out.clone(), running, stop, own_network)
        };
        let loader = || {
            let (notifier, tongue) = (config.programs.notifier.clone(), config.tongue);
            loading::Loader::new(out.clone(), stop.clone(), own_network).telling(notifier, tongue)
        };
        let mut threads = Vec::new();
        let place = match &stock {
            Stock::File(path, ..) => Some(path.clone()),
            Stock::Memory(_) => None,
        };
        let (changes, loads, interrupter) = match stock {
            Stock::File(path, opened, repairs) => {
                let (changes, change_jobs) = unbounded();
                let (loads, load_jobs) = unbounded();
                let interrupter = opened.interrupter();
                let mut asking = desk(store::Tool::Opened(opened));
                threads.push(spawn("questions", move || {
                    asking.answer_questions(&question_jobs);
                })?);
                let mut changing = desk(store::Tool::At(path.clone())).with_repairs(repairs);
                let own = questions.clone();
                threads.push(spawn("changes", move || {
                    changing.make_changes(&change_jobs, &own);
                    drop(ended);
                })?);
                let mut loading = loader();
                let (tool, own) = (store::Tool::At(path.clone()), questions.clone());
                threads.push(spawn("loads", move || {
                    loading.work(tool, &load_jobs, &own);
                })?);
                if config.feeds.refresh {
                    let mut refreshing = loader();
                    threads.push(spawn("feeds", move || {
                        refreshing.refresh(store::Tool::At(path), &ended_now);
                    })?);
                }
                (changes, loads, Some(interrupter))
            }
            Stock::Memory(store) => {
                let mut all = desk(store::Tool::Opened(store));
                threads.push(spawn("store", move || {
                    all.do_everything(&question_jobs);
                    drop(ended);
                })?);
                (questions.clone(), questions.clone(), None)
            }
        };
        let (tell, programs) = (out.clone(), config.programs.clone());
        threads.push(spawn("outside", move || {
            outside::work(&programs, &outside_jobs, &tell);
        })?);
        let tell = out.clone();
        threads.push(spawn("pictures", move || {
            pictures::work(&wanted_pictures, &tell);
        })?);
        Ok(Self {
            questions,
            changes,
            loads,
            outside,
            pictures,
            interrupter,
            running,
            asked: Vec::new(),
            stop,
            alive,
            all_kept,
            threads,
            place,
            out: out.clone(),
        })
    }

    /// Hands an effect to the desk it is for; effects of the terminal are nobody's here.
    pub fn hand(&mut self, effect: Effect) {
        // A desk that is gone has told why; sending to it again changes nothing.
        match effect {
            Effect::Ask(number, ask) => self.ask(number, ask),
            Effect::Change(change) => drop(self.changes.send(store::Job::Change(change))),
            Effect::Undo => drop(self.changes.send(store::Job::Undo)),
            Effect::Redo => drop(self.changes.send(store::Job::Redo)),
            Effect::Looked(upto) => drop(self.changes.send(store::Job::Looked(upto))),
            Effect::Load(path) => drop(self.loads.send(store::Job::Load(path))),
            Effect::Complete(id) => {
                let job = store::Job::Complete(id, self.loads.clone());
                drop(self.loads.send(job));
            }
            Effect::Open(link) => drop(self.outside.send(outside::Job::Open(link))),
            Effect::Picture(link) => drop(self.pictures.send(link)),
            Effect::Copy(text) => drop(self.outside.send(outside::Job::Copy(text))),
            Effect::Save { path, text } => {
                drop(self.outside.send(outside::Job::Save { path, text }));
            }
            Effect::Pipe { argv, text, about } => {
                drop(self.outside.send(outside::Job::Pipe { argv, text, about }));
            }
            Effect::Export(export) => self.export(*export),
            Effect::Edit(_)
            | Effect::Theme(_)
            | Effect::KeepTheme(_)
            | Effect::Remember(_)
            | Effect::Suspend
            | Effect::Redraw
            | Effect::Quit => {}
        }
    }

    /// Writes a file of the program's own, over what is there.
    pub fn keep(&self, path: PathBuf, text: String) {
        let _ = self.outside.send(outside::Job::Keep(path, text));
    }

    /// An export may take long; it holds up nobody else.
    fn export(&mut self, export: Export) {
        let Some(path) = self.place.clone() else {
            drop(self.questions.send(store::Job::Export(Box::new(export))));
            return;
        };
        let out = self.out.clone();
        let job = move || {
            let mut tool = store::Tool::At(path);
            store::export(&mut tool, export, &out);
        };
        match spawn("export", job) {
            Ok(thread) => self.threads.push(thread),
            Err(error) => {
                let sentence = say!("the export could not be begun: {error}", error);
                let _ = self.out.send(Msg::Failed(sentence));
            }
        }
    }

    /// The question is sent before the running one is interrupted, so that its desk finds the newer one.
    fn ask(&mut self, number: Number, ask: Ask) {
        const REMEMBERED: usize = 32;
        let _ = self.questions.send(store::Job::Ask(number, ask.clone()));
        let running = self.running.load(Ordering::Acquire);
        let outdated = running != 0
            && self
                .asked
                .iter()
                .any(|(number, old)| *number == running && store::supersedes(&ask, old));
        if outdated && let Some(interrupter) = &self.interrupter {
            interrupter.interrupt();
        }
        if self.asked.len() == REMEMBERED {
            self.asked.remove(0);
        }
        self.asked.push((number, ask));
    }

    /// Ends the desks: waits so long for changes to be on disk, and only briefly for anything else.
    ///
    /// Says whether every change is on disk.
    pub fn close(self, patience: Duration) -> bool {
        let begun = Instant::now();
        self.stop.store(true, Ordering::Release);
        // A page that is being fetched holds on to a sender; nobody waits for it.
        let _ = self.questions.send(store::Job::End);
        drop((self.questions, self.changes, self.loads));
        drop((self.outside, self.pictures, self.alive));
        if let Some(interrupter) = &self.interrupter {
            interrupter.interrupt();
        }
        // Disconnection is what is waited for; nothing is ever sent.
        let kept = self.all_kept.recv_timeout(patience)
            == Err(crossbeam_channel::RecvTimeoutError::Disconnected);
        for thread in self.threads {
            while !thread.is_finished()
                && begun.elapsed() < patience.min(Duration::from_millis(300))
            {
                thread::sleep(Duration::from_millis(2));
            }
            if thread.is_finished() {
                let _ = thread.join();
            }
        }
        kept
    }
}

fn spawn(name: &str, job: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(job)
}

/// An answer that only says that it was interrupted.
fn is_interrupted(msg: &Msg) -> bool {
    matches!(msg, Msg::Answer(_, Answer::Interrupted))
}
