//! From paths to the store: reads files and folders, loads, recognises in parallel, adds in batches.
//!
//! Worker threads read, load and recognise; the calling thread alone writes to the store, in the order in which
//! the files were found, so that the same paths always make the same store. A file that makes a parser panic is a
//! complaint like any other; nothing here stops because of one bad file.
//!
//! Memory is bounded, whatever is loaded: a window of files is in work ([`WINDOW`], [`WINDOW_BYTES`]), long tables and
//! JSON Lines are read in pieces of some megabytes, and no more than [`AHEAD`] articles (twice as many of the file whose
//! turn it is) are between their file and the store; a worker that finds so many recognises or waits. Only a single long
//! file of another format is read whole, up to [`LONGEST`].
//!
//! A load that was ended, by a kill too, is taken up again by giving the same paths again: what is in the store is
//! passed over before it is recognised, which costs little more than reading it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select};

use super::guard::guarded;
use super::pace::Pace;
use super::segments;
use super::walk::{Found, looks_like_no_text, sentence, walk};
use crate::article::Article;
use crate::highlight::Highlights;
use crate::load::{self, Complaint, Hint, Loaded, Mapping};
use crate::recognise::Recogniser;
use crate::say::{Said, say};
use crate::store::{Added, Failure, Fate, Incoming, Known, Store};

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// The file at hand.
    pub name: String,
    /// Bytes whose articles are in the store, and bytes in all, as far as known.
    pub bytes: (u64, u64),
    /// Articles that are in the store by now, new ones and known ones.
    pub articles: u64,
    /// Articles a second in the last while, and the time left at that rate; none while too little is known.
    pub pace: Option<(u64, Duration)>,
    /// Articles that are read but not yet in the store.
    pub ahead: usize,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// What the store made of the articles.
    pub added: Added,
    /// Bad items, one sentence each.
    pub complaints: Vec<Complaint>,
    /// Paths that could not be read at all, one sentence each.
    pub unreadable: Vec<Said>,
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

/// Articles that known ones are told of at a stretch.
const STRETCH: usize = 512;

/// Articles between their files and the store, for files whose turn has not come.
pub const AHEAD: usize = 1024;

/// How long a worker waits for the store to catch up before it looks again.
const MOMENT: Duration = Duration::from_millis(2);

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
) -> Vec<Said> {
    let (files, mut unreadable) = walk(paths);
    for file in &files {
        let name = name_of(&file.path);
        let mut broken = false;
        let result = load_file(file, mapping, &mut |loaded, _| {
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
    let shared = Shared::default();
    thread::scope(|scope| {
        let shared = &shared;
        let mut started = 0;
        for _ in 0..workers {
            let worker = Worker {
                mapping,
                recogniser,
                // Without it the store finds out, only later.
                known: store.known().ok().flatten(),
                files: file_receiver.clone(),
                chunks: (chunk_sender.clone(), chunk_receiver.clone()),
                reports: report_sender.clone(),
                shared,
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
                unreadable: vec![say!(
                    "nothing could be read: the system starts no more threads; close other programs"
                )],
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
            reached: 0,
            pace: Pace::default(),
            shared,
        };
        // On return the writer's ends of the channels are gone, which ends the workers.
        let result = writer.write(&files, file_sender, report_receiver, progress);
        shared.stop.store(true, Ordering::Relaxed);
        result
    })
}

/// Reads and loads one file, a long one piece by piece; `each` is told how many bytes of it that makes, and may end it.
///
/// # Errors
/// One sentence when it could not be read; pieces before the trouble were handed over.
fn load_file(
    file: &Found,
    mapping: Option<&Mapping>,
    each: &mut dyn FnMut(Loaded, u64) -> ControlFlow<()>,
) -> Result<(), Said> {
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
    if let Some(mut pieces) = segments::pieces(&file.path, file.bytes, quote).map_err(told)? {
        while let Some(piece) = pieces.next() {
            let loaded = load_bytes(&piece.map_err(told)?, &hint);
            if each(loaded, pieces.read()).is_break() {
                break;
            }
        }
    } else {
        let loaded = load_bytes(&read(&file.path).map_err(told)?, &hint);
        let _ = each(loaded, file.bytes);
    }
    Ok(())
}

/// An article with its highlights; a panic of the recogniser is a complaint.
pub(super) fn recognised(
    article: Article,
    recogniser: &Recogniser,
    complaints: &mut Vec<Complaint>,
) -> Incoming {
    let identity = load::identity(&article);
    identified(identity, article, recogniser, complaints)
}

fn identified(
    identity: String,
    article: Article,
    recogniser: &Recogniser,
    complaints: &mut Vec<Complaint>,
) -> Incoming {
    let highlights = guarded(|| recogniser.recognise(&article)).unwrap_or_else(|| {
        complaints.push(Complaint {
            place: article.title.to_string(),
            message: say!(
                "made the recogniser stumble; it was loaded without companies and persons"
            ),
        });
        Highlights::default()
    });
    Incoming {
        identity,
        article,
        highlights,
    }
}

/// Loads bytes; a panic on the way is a complaint.
pub(super) fn load_bytes(bytes: &[u8], hint: &Hint) -> Loaded {
    guarded(|| load::load(bytes, hint)).unwrap_or_else(|| Loaded {
        complaints: vec![Complaint {
            place: hint.name.clone(),
            message: say!("made the reader of its format stumble; it was left out"),
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

/// What all threads of a load see.
#[derive(Default)]
struct Shared {
    /// Nobody waits for more.
    stop: AtomicBool,
    /// The number of the file whose articles go to the store now.
    turn: AtomicUsize,
    /// Articles between their files and the store.
    ahead: AtomicUsize,
}

/// Where in a file a few articles stand: its number, theirs within it, and the bytes of it they end with.
#[derive(Debug, Clone, Copy)]
struct Place {
    file: usize,
    part: usize,
    bytes: u64,
}

/// A few articles of a file with their identities, and what became of others between them that are passed over.
struct Chunk {
    place: Place,
    articles: Vec<(String, Article)>,
    passed: Added,
}

/// What a worker tells the writer.
enum Report {
    /// A file was loaded and gave so many parts.
    File {
        file: usize,
        parts: usize,
        complaints: Vec<Complaint>,
        unreadable: Option<Said>,
    },
    /// A part is recognised.
    Part(Place, Part, Vec<Complaint>),
}

/// A part that is ready for the store.
struct Part {
    bytes: u64,
    incoming: Vec<Incoming>,
    passed: Added,
}

/// Reads, loads and recognises.
struct Worker<'a> {
    mapping: Option<&'a Mapping>,
    recogniser: &'a Recogniser,
    known: Option<Known>,
    files: Receiver<(usize, Found)>,
    chunks: (Sender<Chunk>, Receiver<Chunk>),
    reports: Sender<Report>,
    shared: &'a Shared,
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
            if done.is_none() || self.shared.stop.load(Ordering::Relaxed) {
                return;
            }
        }
    }

    /// `None` when nobody listens any more; likewise below.
    fn load(&self, number: usize, file: &Found) -> Option<()> {
        let mut complaints = Vec::new();
        let mut parts = 0;
        let mut heard = Some(());
        let mut begun = 0;
        let result = load_file(file, self.mapping, &mut |loaded, ended| {
            complaints.extend(loaded.complaints);
            heard = self.pass_on(number, &mut parts, begun..ended, loaded.articles);
            begun = ended;
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

    /// Gives the articles of some bytes of a file to whoever has time to recognise them; known ones are passed over.
    fn pass_on(
        &self,
        file: usize,
        parts: &mut usize,
        bytes: Range<u64>,
        articles: Vec<Article>,
    ) -> Option<()> {
        let all = articles.len() as u64;
        let mut articles = articles.into_iter();
        while articles.len() > 0 {
            self.wait(file)?;
            let mut chunk = Chunk {
                place: Place {
                    file,
                    part: *parts,
                    bytes: 0,
                },
                articles: Vec::new(),
                passed: Added::default(),
            };
            for article in articles.by_ref().take(STRETCH) {
                let identity = load::identity(&article);
                let fate = self
                    .known
                    .as_ref()
                    .map_or(Ok(Fate::Wanted), |known| known.fate(&article, &identity));
                match fate {
                    Ok(Fate::Known) => chunk.passed.known += 1,
                    Ok(Fate::Dropped) => chunk.passed.dropped += 1,
                    // What cannot be looked up now the store decides.
                    Ok(Fate::Wanted) | Err(_) => chunk.articles.push((identity, article)),
                }
                if chunk.articles.len() == CHUNK {
                    break;
                }
            }
            let done = all - articles.len() as u64;
            chunk.place.bytes = bytes.start + (bytes.end - bytes.start) * done / all;
            *parts += 1;
            self.shared
                .ahead
                .fetch_add(chunk.articles.len(), Ordering::Relaxed);
            if chunk.articles.is_empty() {
                self.recognise(chunk)?;
                continue;
            }
            match self.chunks.0.try_send(chunk) {
                Ok(()) => {}
                // The others are busy: do it here rather than wait.
                Err(TrySendError::Full(chunk) | TrySendError::Disconnected(chunk)) => {
                    self.recognise(chunk)?;
                }
            }
        }
        Some(())
    }

    /// Waits until there is room for more articles, and recognises meanwhile what there is.
    ///
    /// Those of the file whose turn it is may be twice as many, so that they always come through.
    fn wait(&self, file: usize) -> Option<()> {
        loop {
            if self.shared.stop.load(Ordering::Relaxed) {
                return None;
            }
            let turn = self.shared.turn.load(Ordering::Relaxed) == file;
            let room = if turn { 2 * AHEAD } else { AHEAD };
            if self.shared.ahead.load(Ordering::Relaxed) < room {
                return Some(());
            }
            match self.chunks.1.try_recv() {
                Ok(chunk) => self.recognise(chunk)?,
                Err(_) => thread::sleep(MOMENT),
            }
        }
    }

    fn recognise(&self, chunk: Chunk) -> Option<()> {
        let mut complaints = Vec::new();
        let incoming = chunk
            .articles
            .into_iter()
            .map(|(identity, article)| {
                identified(identity, article, self.recogniser, &mut complaints)
            })
            .collect();
        let part = Part {
            bytes: chunk.place.bytes,
            incoming,
            passed: chunk.passed,
        };
        let report = Report::Part(chunk.place, part, complaints);
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
    ready: BTreeMap<usize, Part>,
    complaints: Vec<Complaint>,
    unreadable: Option<Said>,
}

/// Hands out files, takes their articles in order and writes them.
struct Writer<'a> {
    store: &'a mut Store,
    progress: Progress,
    told: Instant,
    summary: Summary,
    batch: Vec<Incoming>,
    begun: Instant,
    /// Bytes whose articles are in the batch or in the store.
    reached: u64,
    pace: Pace,
    shared: &'a Shared,
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
        let (mut bytes, mut done) = (0, 0);
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
                    self.summary.added += part.passed;
                    self.batch.extend(part.incoming);
                    self.reached = done + part.bytes;
                }
                self.progress.name = name_of(&files[turn].path);
                if file.parts != Some(file.taken) {
                    break;
                }
                self.summary.complaints.append(&mut file.complaints);
                self.summary.unreadable.extend(file.unreadable.take());
                pending.remove(&turn);
                bytes -= files[turn].bytes;
                done += files[turn].bytes;
                self.reached = done;
                turn += 1;
                self.shared.turn.store(turn, Ordering::Relaxed);
                self.flush(false)?;
            }
            self.flush(false)?;
            if self.told.elapsed() > Duration::from_millis(50) {
                self.told = Instant::now();
                if self.tell(progress).is_break() {
                    break;
                }
            }
        }
        self.flush(true)?;
        let _ = self.tell(progress);
        Ok(self.summary)
    }

    /// Says how far it is: only what is in the store is reported as loaded.
    fn tell(&mut self, progress: &mut dyn FnMut(&Progress) -> ControlFlow<()>) -> ControlFlow<()> {
        if self.batch.is_empty() {
            self.progress.bytes.0 = self.reached;
        }
        self.progress.articles = self.summary.added.all();
        self.progress.ahead = self.shared.ahead.load(Ordering::Relaxed);
        let (done, all) = self.progress.bytes;
        self.pace.note(self.told, done, self.progress.articles);
        self.progress.pace = self.pace.told(all);
        progress(&self.progress)
    }

    fn flush(&mut self, all: bool) -> Result<(), Failure> {
        if !all && self.batch.len() < BATCH && self.begun.elapsed() < PATIENCE {
            return Ok(());
        }
        self.begun = Instant::now();
        if self.batch.is_empty() {
            return Ok(());
        }
        let articles = self.batch.len();
        self.summary.added += self.store.add(std::mem::take(&mut self.batch))?;
        self.shared.ahead.fetch_sub(articles, Ordering::Relaxed);
        self.progress.bytes.0 = self.reached;
        self.begun = Instant::now();
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
        Report::Part(place, part, complaints) => {
            let file = pending.entry(place.file).or_default();
            file.ready.insert(place.part, part);
            file.complaints.extend(complaints);
        }
    }
}
