//! From paths to the store: reads files and folders, loads, recognises in parallel, adds in batches.
//!
//! Worker threads read, load and recognise; the calling thread alone writes to the store, in the order in which
//! the files were found, so that the same paths always make the same store. Memory is bounded: a window of files
//! is in work, channels are short, and a worker that finds them full goes on with the work itself. A file
//! that makes a parser panic is a complaint like any other; nothing here stops because of one bad file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select};

use super::guard::guarded;
use super::segments;
use super::walk::{Found, looks_like_no_text, sentence, walk};
use crate::article::Article;
use crate::highlight::Highlights;
use crate::load::{self, Complaint, Hint, Loaded, Mapping};
use crate::recognise::Recogniser;
use crate::store::{Added, Failure, Incoming, Store};

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// The file at hand.
    pub name: String,
    /// Bytes read and bytes in all, as far as known.
    pub bytes: (u64, u64),
    /// Articles loaded so far.
    pub articles: u64,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// What the store made of the articles.
    pub added: Added,
    /// Bad items, one sentence each.
    pub complaints: Vec<Complaint>,
    /// Paths that could not be read at all, one sentence each.
    pub unreadable: Vec<String>,
}

/// Articles that go to the store in one transaction: enough to make its cost small, few enough to be soon done.
const BATCH: usize = 500;

/// A batch that is not full goes to the store after this time all the same.
const PATIENCE: Duration = Duration::from_millis(700);

/// Articles that a worker recognises at a stretch.
const CHUNK: usize = 32;

/// Files in work at a time, and their bytes (a single longer file is still taken).
const WINDOW: usize = 64;
const WINDOW_BYTES: u64 = 64 << 20;

/// The longest file that is read.
const LONGEST: u64 = 1 << 30;

/// Parsers recurse; the usual two megabytes are little for what the web holds.
const STACK: usize = 16 << 20;

/// Loads paths (`-` is standard input) one file at a time and hands over what each gave; for looking without storing.
///
/// Returns one sentence for each path that could not be read.
pub fn visit(
    paths: &[String],
    mapping: Option<&Mapping>,
    each: &mut dyn FnMut(&str, Loaded) -> ControlFlow<()>,
) -> Vec<String> {
    let (files, mut unreadable) = walk(paths);
    for file in &files {
        let name = name_of(&file.path);
        let mut broken = false;
        let result = load_file(file, mapping, &mut |loaded| {
            let flow = each(&name, loaded);
            broken = flow.is_break();
            flow
        });
        unreadable.extend(result.err());
        if broken {
            break;
        }
    }
    unreadable
}

/// Loads paths into the store with bounded memory; `progress` is called now and then and may stop it.
///
/// # Errors
/// When the store refuses; what was reported as loaded stays.
pub fn add(
    paths: &[String],
    mapping: Option<&Mapping>,
    recogniser: &Recogniser,
    store: &mut Store,
    progress: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
) -> Result<Summary, Failure> {
    store.set_recogniser(Recogniser::VERSION);
    let (files, unreadable) = walk(paths);
    let workers = thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 8));
    let (file_sender, file_receiver) = bounded(WINDOW);
    let (chunk_sender, chunk_receiver) = bounded(2 * workers);
    let (report_sender, report_receiver) = bounded(2 * workers);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let stop = &stop;
        let mut started = 0;
        for _ in 0..workers {
            let worker = Worker {
                mapping,
                recogniser,
                files: file_receiver.clone(),
                chunks: (chunk_sender.clone(), chunk_receiver.clone()),
                reports: report_sender.clone(),
                stop,
            };
            let thread = thread::Builder::new()
                .name("load".to_owned())
                .stack_size(STACK)
                .spawn_scoped(scope, move || worker.work());
            started += usize::from(thread.is_ok());
        }
        // One worker is enough to go on.
        if started == 0 {
            return Ok(Summary {
                unreadable: vec![
                    "nothing could be read: the system starts no more threads; close other programs"
                        .to_owned(),
                ],
                ..Summary::default()
            });
        }
        drop((file_receiver, chunk_sender, chunk_receiver, report_sender));
        let writer = Writer {
            store,
            progress: Progress {
                bytes: (0, files.iter().map(|file| file.bytes).sum()),
                ..Progress::default()
            },
            told: Instant::now(),
            summary: Summary {
                unreadable,
                ..Summary::default()
            },
            batch: Vec::new(),
            begun: Instant::now(),
        };
        // On return the writer's ends of the channels are gone, which ends the workers.
        let result = writer.write(&files, file_sender, report_receiver, progress);
        stop.store(true, Ordering::Relaxed);
        result
    })
}

/// Reads and loads one file, a long one piece by piece; `each` may end it.
///
/// # Errors
/// One sentence when it could not be read; pieces before the trouble were handed over.
fn load_file(
    file: &Found,
    mapping: Option<&Mapping>,
    each: &mut dyn FnMut(Loaded) -> ControlFlow<()>,
) -> Result<(), String> {
    // What lies in a folder beside the articles is passed over without a word.
    if !file.named && looks_like_no_text(&file.path) {
        return Ok(());
    }
    let told = |error: io::Error| sentence(&file.path, &error);
    let hint = Hint {
        name: name_of(&file.path),
        media_type: None,
        mapping: mapping.cloned(),
    };
    let quote = mapping.and_then(|mapping| mapping.quote);
    match segments::pieces(&file.path, file.bytes, quote).map_err(told)? {
        Some(pieces) => {
            for piece in pieces {
                if each(load_bytes(&piece.map_err(told)?, &hint)).is_break() {
                    break;
                }
            }
        }
        None => {
            let _ = each(load_bytes(&read(&file.path).map_err(told)?, &hint));
        }
    }
    Ok(())
}

/// An article with its highlights; a panic of the recogniser is a complaint.
pub(super) fn recognised(
    article: Article,
    recogniser: &Recogniser,
    complaints: &mut Vec<Complaint>,
) -> Incoming {
    let highlights = guarded(|| recogniser.recognise(&article)).unwrap_or_else(|| {
        complaints.push(Complaint {
            place: article.title.to_string(),
            message: "made the recogniser stumble; it was loaded without companies and persons"
                .to_owned(),
        });
        Highlights::default()
    });
    Incoming {
        identity: load::identity(&article),
        article,
        highlights,
    }
}

/// Loads bytes; a panic on the way is a complaint.
pub(super) fn load_bytes(bytes: &[u8], hint: &Hint) -> Loaded {
    guarded(|| load::load(bytes, hint)).unwrap_or_else(|| Loaded {
        complaints: vec![Complaint {
            place: hint.name.clone(),
            message: "made the reader of its format stumble; it was left out".to_owned(),
        }],
        ..Loaded::default()
    })
}

fn name_of(path: &Path) -> String {
    if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let longest = if path == Path::new("-") {
        io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes)
    } else {
        File::open(path)?.take(LONGEST + 1).read_to_end(&mut bytes)
    }?;
    if longest as u64 > LONGEST {
        return Err(io::Error::other(
            "it is longer than 1 GiB; split it and load the parts",
        ));
    }
    Ok(bytes)
}

/// A few articles of a file, by the file's number and theirs within it.
struct Chunk {
    file: usize,
    part: usize,
    articles: Vec<Article>,
}

/// What a worker tells the writer.
enum Report {
    /// A file was loaded and gave so many parts.
    File {
        file: usize,
        parts: usize,
        complaints: Vec<Complaint>,
        unreadable: Option<String>,
    },
    /// A part is recognised.
    Part {
        file: usize,
        part: usize,
        incoming: Vec<Incoming>,
        complaints: Vec<Complaint>,
    },
}

/// Reads, loads and recognises.
struct Worker<'a> {
    mapping: Option<&'a Mapping>,
    recogniser: &'a Recogniser,
    files: Receiver<(usize, Found)>,
    chunks: (Sender<Chunk>, Receiver<Chunk>),
    reports: Sender<Report>,
    stop: &'a AtomicBool,
}

impl Worker<'_> {
    /// Chunks come first: they are what the writer waits for, and taking them keeps memory small.
    fn work(&self) {
        loop {
            let done = if let Ok(chunk) = self.chunks.1.try_recv() {
                self.recognise(chunk)
            } else {
                select! {
                    recv(self.chunks.1) -> chunk => match chunk {
                        Ok(chunk) => self.recognise(chunk),
                        Err(_) => return,
                    },
                    recv(self.files) -> file => match file {
                        Ok((number, file)) => self.load(number, &file),
                        Err(_) => return,
                    },
                }
            };
            if done.is_none() || self.stop.load(Ordering::Relaxed) {
                return;
            }
        }
    }

    /// `None` when nobody listens any more; likewise below.
    fn load(&self, number: usize, file: &Found) -> Option<()> {
        let mut complaints = Vec::new();
        let mut parts = 0;
        let mut heard = Some(());
        let result = load_file(file, self.mapping, &mut |loaded| {
            complaints.extend(loaded.complaints);
            heard = self.pass_on(number, &mut parts, loaded.articles);
            if heard.is_none() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        heard?;
        let report = Report::File {
            file: number,
            parts,
            complaints,
            unreadable: result.err(),
        };
        self.reports.send(report).ok()
    }

    /// Gives articles to whoever has time to recognise them.
    fn pass_on(&self, file: usize, parts: &mut usize, articles: Vec<Article>) -> Option<()> {
        let mut articles = articles.into_iter();
        loop {
            let articles: Vec<Article> = articles.by_ref().take(CHUNK).collect();
            if articles.is_empty() {
                return Some(());
            }
            if self.stop.load(Ordering::Relaxed) {
                return None;
            }
            let chunk = Chunk {
                file,
                part: *parts,
                articles,
            };
            *parts += 1;
            match self.chunks.0.try_send(chunk) {
                Ok(()) => {}
                // The others are busy: do it here rather than wait.
                Err(TrySendError::Full(chunk) | TrySendError::Disconnected(chunk)) => {
                    self.recognise(chunk)?;
                }
            }
        }
    }

    fn recognise(&self, chunk: Chunk) -> Option<()> {
        let mut complaints = Vec::new();
        let incoming = chunk
            .articles
            .into_iter()
            .map(|article| recognised(article, self.recogniser, &mut complaints))
            .collect();
        let report = Report::Part {
            file: chunk.file,
            part: chunk.part,
            incoming,
            complaints,
        };
        self.reports.send(report).ok()
    }
}

/// What is known of a file in work.
#[derive(Default)]
struct Pending {
    /// How many parts it has, once loaded.
    parts: Option<usize>,
    /// How many of them went to the batch.
    taken: usize,
    /// Parts that came before their turn.
    ready: BTreeMap<usize, Vec<Incoming>>,
    complaints: Vec<Complaint>,
    unreadable: Option<String>,
}

/// Hands out files, takes their articles in order and writes them.
struct Writer<'a> {
    store: &'a mut Store,
    progress: Progress,
    told: Instant,
    summary: Summary,
    batch: Vec<Incoming>,
    begun: Instant,
}

impl Writer<'_> {
    #[expect(
        clippy::needless_pass_by_value,
        reason = "dropping them ends the workers"
    )]
    fn write(
        mut self,
        files: &[Found],
        to_load: Sender<(usize, Found)>,
        reports: Receiver<Report>,
        progress: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
    ) -> Result<Summary, Failure> {
        let mut pending: BTreeMap<usize, Pending> = BTreeMap::new();
        let mut handed_out = 0;
        let mut turn = 0;
        let mut bytes = 0;
        while turn < files.len() {
            while handed_out < files.len()
                && handed_out - turn < WINDOW
                && (handed_out == turn || bytes + files[handed_out].bytes <= WINDOW_BYTES)
            {
                bytes += files[handed_out].bytes;
                pending.insert(handed_out, Pending::default());
                // The channel holds a whole window, so this never waits.
                if to_load
                    .send((handed_out, files[handed_out].clone()))
                    .is_err()
                {
                    break;
                }
                handed_out += 1;
            }
            match reports.recv_timeout(PATIENCE) {
                Ok(report) => note(&mut pending, report),
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => {}
                // All workers are gone, which only a bug can do; what came stays.
                Err(crossbeam_channel::RecvTimeoutError::Disconnected) => break,
            }
            while let Some(file) = pending.get_mut(&turn) {
                while let Some(part) = file.ready.remove(&file.taken) {
                    file.taken += 1;
                    self.progress.articles += part.len() as u64;
                    self.batch.extend(part);
                }
                self.progress.name = name_of(&files[turn].path);
                if file.parts != Some(file.taken) {
                    break;
                }
                self.summary.complaints.append(&mut file.complaints);
                self.summary.unreadable.extend(file.unreadable.take());
                pending.remove(&turn);
                bytes -= files[turn].bytes;
                self.progress.bytes.0 += files[turn].bytes;
                turn += 1;
                self.flush(false)?;
            }
            self.flush(false)?;
            if self.told.elapsed() > Duration::from_millis(50) {
                self.told = Instant::now();
                if progress(&self.progress).is_break() {
                    break;
                }
            }
        }
        self.flush(true)?;
        let _ = progress(&self.progress);
        Ok(self.summary)
    }

    fn flush(&mut self, all: bool) -> Result<(), Failure> {
        if !all && self.batch.len() < BATCH && self.begun.elapsed() < PATIENCE {
            return Ok(());
        }
        self.begun = Instant::now();
        if self.batch.is_empty() {
            return Ok(());
        }
        let added = self.store.add(std::mem::take(&mut self.batch))?;
        self.begun = Instant::now();
        self.summary.added.new += added.new;
        self.summary.added.replaced += added.replaced;
        self.summary.added.known += added.known;
        Ok(())
    }
}

fn note(pending: &mut BTreeMap<usize, Pending>, report: Report) {
    match report {
        Report::File {
            file,
            parts,
            complaints,
            unreadable,
        } => {
            let file = pending.entry(file).or_default();
            file.parts = Some(parts);
            file.complaints.extend(complaints);
            file.unreadable = unreadable;
        }
        Report::Part {
            file,
            part,
            incoming,
            complaints,
        } => {
            let file = pending.entry(file).or_default();
            file.ready.insert(part, incoming);
            file.complaints.extend(complaints);
        }
    }
}
