//! The store's desks for questions, of which the newest wins, and for changes, in order.
//!
//! Each thread owns its connection. Nothing here decides what is asked or shown.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use jiff::ZonedDateTime;

use super::loading::Loader;
use super::pages::Behind;
use super::repairs::RepairsFile;
use super::{carry_out, failed, is_interrupted};
use crate::app::{Effect, Export, Msg, Number};
use crate::article::ArticleId;
use crate::ask::Ask;
use crate::change::Change;
use crate::row::Window;
use crate::say::Said;
use crate::store::{Failure, Store};

/// How often an idle question desk looks whether another process changed the store.
const LOOK: Duration = Duration::from_secs(2);

/// What a store desk is asked to do.
#[derive(Debug)]
pub(super) enum Job {
    /// A question.
    Ask(Number, Ask),
    /// A change of the reader's.
    Change(Change),
    /// The briefing was shown as far as this.
    Looked(i64),
    /// Take the last one back.
    Undo,
    /// Do it again.
    Redo,
    /// Load a file or folder.
    Load(String),
    /// Fetch the page behind an article; what comes of it is sent here.
    Complete(ArticleId, Sender<Self>),
    /// What came of it.
    Behind(ArticleId, Result<Behind, Said>),
    /// Nothing more comes: the program ends.
    End,
    /// Take articles out; only over a store in memory.
    Export(Box<Export>),
    /// Another desk of this program changed the store and has told so itself.
    Own,
}

/// The tool of a store desk.
#[derive(Debug)]
pub(super) enum Tool {
    /// A connection.
    Opened(Box<Store>),
    /// Where one is to be opened when the first job comes.
    At(PathBuf),
}

impl Tool {
    pub(super) fn store(&mut self) -> Result<&mut Store, Failure> {
        if let Self::At(path) = self {
            *self = Self::Opened(Box::new(Store::open(path)?));
        }
        match self {
            Self::Opened(store) => Ok(store),
            // Opened just above, or returned with the failure.
            Self::At(path) => Err(Failure::Open {
                path: path.display().to_string(),
                reason: "it is not open".to_owned(),
            }),
        }
    }
}

/// Takes articles out and tells what came of it.
pub(super) fn export(tool: &mut Tool, export: Export, out: &Sender<Msg>) {
    let today = ZonedDateTime::now().date();
    let told = match tool.store() {
        Ok(store) => super::export::carry_out(store, export, today, out),
        Err(failure) => Some(failed(&failure)),
    };
    if let Some(msg) = told {
        let _ = out.send(msg);
    }
}

/// A worker and its tool.
#[derive(Debug)]
pub(super) struct Desk {
    tool: Tool,
    out: Sender<Msg>,
    running: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    loader: Loader,
    version: u64,
    /// The file that keeps the reader's repairs; only the desk that makes changes has one.
    repairs: Option<RepairsFile>,
}

impl Desk {
    pub(super) fn new(
        tool: Tool,
        out: Sender<Msg>,
        running: Arc<AtomicU64>,
        stop: Arc<AtomicBool>,
        own_network: bool,
    ) -> Self {
        Self {
            tool,
            loader: Loader::new(out.clone(), stop.clone(), own_network),
            out,
            running,
            stop,
            version: 0,
            repairs: None,
        }
    }

    pub(super) fn with_repairs(mut self, repairs: Option<RepairsFile>) -> Self {
        self.repairs = repairs;
        self
    }

    /// Answers questions until the program ends; tells when another process changed the store.
    pub(super) fn answer_questions(&mut self, jobs: &Receiver<Job>) {
        self.look(true);
        let mut queue = Queue::default();
        loop {
            match jobs.recv_timeout(LOOK) {
                Ok(job) => queue.push(job),
                Err(RecvTimeoutError::Timeout) => {
                    self.look(false);
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if self.work_off(&mut queue, jobs) {
                return;
            }
            self.look(false);
        }
    }

    /// Makes changes in order until the program ends, the last one included.
    pub(super) fn make_changes(&mut self, jobs: &Receiver<Job>, questions: &Sender<Job>) {
        while let Ok(job) = jobs.recv() {
            self.change(job);
            let _ = questions.send(Job::Own);
        }
    }

    /// All of it in one thread, changes before questions; for a store in memory.
    pub(super) fn do_everything(&mut self, jobs: &Receiver<Job>) {
        let mut queue = Queue::default();
        while let Ok(job) = jobs.recv() {
            queue.push(job);
            if self.work_off(&mut queue, jobs) {
                return;
            }
        }
    }

    /// Says whether it was told that the program ends.
    fn work_off(&mut self, queue: &mut Queue, jobs: &Receiver<Job>) -> bool {
        loop {
            while let Ok(job) = jobs.try_recv() {
                queue.push(job);
            }
            match queue.pop() {
                Some(Job::Ask(number, ask)) => {
                    if !self.answer(number, &ask) {
                        // Interrupted; if nothing newer of its kind came, the interruption hit the wrong one.
                        queue.push_back_question(number, ask);
                    }
                }
                Some(Job::Load(path)) => {
                    if let Ok(store) = self.tool.store() {
                        self.loader.load(&path, store);
                    }
                }
                Some(Job::Complete(id, answer)) => {
                    if let Ok(store) = self.tool.store() {
                        self.loader.fetch_whole(id, store, answer);
                    }
                }
                Some(Job::Behind(id, behind)) => {
                    if let Ok(store) = self.tool.store() {
                        self.loader.take_whole(id, behind, store);
                    }
                }
                Some(Job::Export(job)) => export(&mut self.tool, *job, &self.out),
                Some(Job::Own) => self.look(true),
                Some(Job::End) => return true,
                Some(job) => self.change(job),
                None => return false,
            }
            if self.stop.load(Ordering::Acquire) {
                queue.keep_changes();
            }
        }
    }

    /// Says whether the question was answered rather than interrupted.
    fn answer(&mut self, number: Number, ask: &Ask) -> bool {
        let running = self.running.clone();
        let Some(store) = self.store() else {
            return true;
        };
        running.store(number, Ordering::Release);
        let msg = carry_out(
            store,
            Effect::Ask(number, ask.clone()),
            ZonedDateTime::now().date(),
        );
        running.store(0, Ordering::Release);
        match msg {
            Some(msg) if is_interrupted(&msg) => false,
            msg => {
                self.tell(msg);
                true
            }
        }
    }

    fn change(&mut self, job: Job) {
        let effect = match job {
            Job::Change(change) => Effect::Change(change),
            Job::Looked(upto) => Effect::Looked(upto),
            Job::Undo => Effect::Undo,
            Job::Redo => Effect::Redo,
            Job::Ask(..)
            | Job::Load(_)
            | Job::Complete(..)
            | Job::Behind(..)
            | Job::Export(_)
            | Job::End
            | Job::Own => return,
        };
        let may_mend = matches!(
            effect,
            Effect::Change(Change::Repair(_)) | Effect::Undo | Effect::Redo
        );
        let repairs = self.repairs.clone().filter(|_| may_mend);
        let Some(store) = self.store() else {
            return;
        };
        let Some(file) = repairs else {
            let msg = carry_out(store, effect, ZonedDateTime::now().date());
            self.tell(msg);
            return;
        };
        let before = store.repairs();
        let msg = carry_out(store, effect, ZonedDateTime::now().date());
        let noted = before
            .map_err(|failure| failure.said())
            .and_then(|before| file.note(store, &before));
        self.tell(msg);
        if let Err(sentence) = noted {
            self.tell(Some(Msg::Failed(sentence)));
        }
    }

    /// Notices changes by other connections; `own` ones were told already.
    fn look(&mut self, own: bool) {
        let Some(Ok(version)) = self.store().map(|store| store.version()) else {
            return;
        };
        if version != self.version {
            self.version = version;
            if !own {
                self.tell(Some(Msg::StoreChanged));
            }
        }
    }

    /// The store, opened at the first use; a failure is told.
    fn store(&mut self) -> Option<&mut Store> {
        match self.tool.store() {
            Ok(store) => Some(store),
            Err(failure) => {
                let _ = self.out.send(failed(&failure));
                None
            }
        }
    }

    fn tell(&self, msg: Option<Msg>) {
        if let Some(msg) = msg {
            // Nobody listens only while the program ends.
            let _ = self.out.send(msg);
        }
    }
}

/// Jobs that wait, without questions that newer ones made pointless.
#[derive(Debug, Default)]
struct Queue {
    changes: VecDeque<Job>,
    questions: VecDeque<(Number, Ask)>,
}

impl Queue {
    fn push(&mut self, job: Job) {
        match job {
            Job::Ask(number, ask) => {
                self.questions.retain(|(_, old)| !supersedes(&ask, old));
                self.questions.push_back((number, ask));
            }
            job => self.changes.push_back(job),
        }
    }

    /// A question that was interrupted comes next again, unless a newer one supersedes it.
    fn push_back_question(&mut self, number: Number, ask: Ask) {
        let outdated = self
            .questions
            .iter()
            .any(|(newer, other)| *newer > number && supersedes(other, &ask));
        if !outdated {
            self.questions.push_front((number, ask));
        }
    }

    fn pop(&mut self) -> Option<Job> {
        self.changes.pop_front().or_else(|| {
            self.questions
                .pop_front()
                .map(|(number, ask)| Job::Ask(number, ask))
        })
    }

    /// While the program ends nobody waits for answers.
    fn keep_changes(&mut self) {
        self.questions.clear();
        self.changes
            .retain(|job| !matches!(job, Job::Load(_) | Job::Complete(..) | Job::Behind(..)));
    }
}

/// Whether nobody waits for the old answer once the new question is asked.
///
/// Windows above and below the same list are asked for side by side, and pickers of different kinds likewise.
pub(super) fn supersedes(new: &Ask, old: &Ask) -> bool {
    match (new, old) {
        (
            Ask::Rows {
                query,
                window,
                stories,
                ..
            },
            Ask::Rows {
                query: old_query,
                window: old_window,
                stories: old_stories,
                ..
            },
        ) => query != old_query || stories != old_stories || side(*window) == side(*old_window),
        (Ask::Facets { kinds, .. }, Ask::Facets { kinds: old, .. }) => kinds == old,
        (Ask::Values { field, .. }, Ask::Values { field: old, .. }) => field == old,
        _ => std::mem::discriminant(new) == std::mem::discriminant(old),
    }
}

fn side(window: Window) -> u8 {
    match window {
        Window::Top | Window::Bottom | Window::Around(_) => 0,
        Window::After(_) => 1,
        Window::Before(_) => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;
    use crate::query::{Atom, Query, Term};

    fn rows(word: &str, window: Window) -> Ask {
        Ask::Rows {
            query: Query {
                terms: vec![Term::Is(Atom::Title(word.to_owned()))],
                ..Query::default()
            },
            window,
            limit: 10,
            stories: false,
        }
    }

    fn numbers(queue: &mut Queue) -> Vec<Number> {
        std::iter::from_fn(|| queue.pop())
            .filter_map(|job| match job {
                Job::Ask(number, _) => Some(number),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn the_newest_question_of_its_kind_wins_and_others_stay() {
        let mut queue = Queue::default();
        queue.push(Job::Ask(1, rows("a", Window::Top)));
        queue.push(Job::Ask(2, Ask::Count(Query::default())));
        queue.push(Job::Ask(3, rows("ab", Window::Top)));
        queue.push(Job::Ask(4, Ask::Count(Query::default())));
        assert_eq!(numbers(&mut queue), [3, 4]);
    }

    #[test]
    fn windows_above_and_below_the_same_list_are_both_answered() {
        let id = ArticleId(7);
        let mut queue = Queue::default();
        queue.push(Job::Ask(1, rows("a", Window::Before(id))));
        queue.push(Job::Ask(2, rows("a", Window::After(id))));
        assert_eq!(numbers(&mut queue), [1, 2]);
        queue.push(Job::Ask(3, rows("a", Window::Before(id))));
        queue.push(Job::Ask(4, rows("b", Window::Top)));
        assert_eq!(numbers(&mut queue), [4]);
    }

    #[test]
    fn an_interrupted_question_is_asked_again_unless_a_newer_one_came() {
        let mut queue = Queue::default();
        queue.push_back_question(1, Ask::Watched);
        assert_eq!(numbers(&mut queue), [1]);
        queue.push(Job::Ask(3, Ask::Watched));
        queue.push_back_question(2, Ask::Watched);
        assert_eq!(numbers(&mut queue), [3]);
    }

    #[test]
    fn changes_come_before_questions_and_in_order() {
        let mut queue = Queue::default();
        queue.push(Job::Ask(1, Ask::Watched));
        queue.push(Job::Undo);
        queue.push(Job::Redo);
        assert!(matches!(queue.pop(), Some(Job::Undo)));
        assert!(matches!(queue.pop(), Some(Job::Redo)));
        assert!(matches!(queue.pop(), Some(Job::Ask(..))));
    }
}
