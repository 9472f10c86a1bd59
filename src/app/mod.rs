//! The application as a value: one message in, effects out.
//!
//! [`App::update`] is the only place where its state changes. Nothing here waits: what is not known is asked for as
//! an [`Effect`] and taken in when the answer comes; an answer that is no longer wanted is dropped. What the reader
//! does is shown when it is on disk ([`Msg::Kept`]), not before.

mod act;
mod answers;
mod areas;
mod choose;
mod command;
mod copy;
mod day;
mod editor;
mod entity;
mod hints;
mod input;
mod keep;
mod keys;
mod memory;
mod message;
mod mouse;
mod names;
mod narrow;
mod pass_on;
mod picture;
mod questions;
mod range;
mod repair;
mod seek;
mod selection;
mod spoken;
mod stories;
mod tags;
mod themes;
mod views;

use jiff::civil::Date;
use ratatui::layout::Rect;

use crate::action::Action;
use crate::article::ArticleId;
use crate::ask::{Ask, Opened};
use crate::change::Note;
use crate::config::Config;
use crate::highlight::EntityKey;
use crate::keymap::Key;
use crate::pane::entity::EntityPage;
use crate::pane::help::Sheet;
use crate::pane::highlights::Highlights;
use crate::pane::list::{Land, List, Range, WINDOW};
use crate::pane::picker::Picker;
use crate::pane::picture::PicturePage;
use crate::pane::prompt::Prompt;
use crate::pane::reader::Reader;
use crate::pane::status::{Progress, Status};
use crate::query::{self, Order, Query};
use crate::row::Window;
use crate::say::{Said, Tongue, say};
use crate::theme::Role;

pub use crate::pane::status::Pace;
pub use areas::{Areas, Focus};
pub use memory::Memory;
pub use message::{Effect, Export, Msg, Number, To};

use areas::{Switches, areas};
use choose::Chooser;
use hints::Hints;
use input::Input;
use mouse::Drag;
use questions::{Questions, Topic};
use range::Again;
use repair::Mending;
use views::Views;

/// A page laid over the panes.
#[derive(Debug, Clone)]
pub(crate) enum Page {
    /// Help, or why an article is in the list.
    Sheet(Sheet),
    /// An entity.
    Entity(Box<EntityPage>),
    /// The picture of the article.
    Picture(Box<PicturePage>),
}

/// The whole state of the application.
#[derive(Debug, Clone)]
pub struct App {
    config: Config,
    size: (u16, u16),
    today: Date,
    /// What narrows the list.
    query: Query,
    list: List,
    reader: Reader,
    highlights: Highlights,
    status: Status,
    focus: Focus,
    switches: Switches,
    /// One row for a story rather than one for each of its articles.
    stories: bool,
    areas: Areas,
    /// Pages over the panes, the topmost last.
    pages: Vec<Page>,
    chooser: Option<Chooser>,
    input: Option<Input>,
    hints: Option<Hints>,
    dragged: Option<Drag>,
    /// The note that is written in the editor, and the text the editor was handed.
    editing: Option<(Box<Note>, String)>,
    /// How many articles would be marked read, while the reader is asked whether they shall be.
    confirm: Option<u64>,
    /// Keys of an unfinished run of keys.
    keys: Vec<Key>,
    /// The number typed before it.
    count: Option<usize>,
    questions: Questions,
    views: Views,
    /// The article the reader pane is to show; it shows another one until the answer comes.
    target: Option<ArticleId>,
    /// An action that waits for an article to be there.
    waiting: Option<(ArticleId, Action)>,
    watched: Vec<EntityKey>,
    /// The entity that is being put right, while the reader chooses how.
    mending: Option<Mending>,
    /// The rows that are taken together.
    range: Option<Range>,
    /// How far the briefing goes that is on the screen now.
    briefed: Option<i64>,
    /// The place to show in an article once it is there.
    place: Option<(ArticleId, std::ops::Range<usize>)>,
    /// The change that can be repeated.
    last: Option<Again>,
    /// Articles that were marked read by being opened: nothing is said about them.
    quiet: Vec<ArticleId>,
    /// An article that was opened before it was known whether it is read.
    unsure: Option<ArticleId>,
    /// Words searched for in the list's headlines, folded.
    sought: Vec<String>,
    memory: Memory,
    /// The theme the reader has, and the one on the screen, which in the picker may be another.
    theme: String,
    worn: String,
    /// What this update asks of the world.
    out: Vec<Effect>,
}

impl App {
    /// The application at its start: columns and rows of the terminal, the reader's local day, the query to begin with.
    pub fn new(config: Config, size: (u16, u16), today: Date, query: &str) -> Self {
        let parsed = query::parse_with(query, today, &config.views);
        let switches = Switches {
            reader_only: false,
            highlights: config.screen.highlights,
            wide: false,
            measure: config.reader.measure,
            list: None,
            highlights_width: None,
            spoken: false,
        };
        let spoken = config.screen.screen_reader;
        let mut app = Self {
            theme: config.screen.theme.clone(),
            worn: config.screen.theme.clone(),
            reader: Reader::new(&config.reader, config.screen.colours).speaking(config.tongue),
            list: List::default().speaking(config.tongue),
            highlights: Highlights::default().speaking(config.tongue),
            status: Status::speaking(config.tongue),
            stories: config.screen.stories,
            config,
            size,
            today,
            query: parsed.query,
            focus: Focus::List,
            switches,
            areas: Areas::default(),
            pages: Vec::new(),
            chooser: None,
            input: None,
            hints: None,
            dragged: None,
            editing: None,
            confirm: None,
            keys: Vec::new(),
            count: None,
            questions: Questions::default(),
            views: Views::default(),
            target: None,
            waiting: None,
            watched: Vec::new(),
            mending: None,
            range: None,
            briefed: None,
            place: None,
            last: None,
            quiet: Vec::new(),
            unsure: None,
            sought: Vec::new(),
            memory: Memory::default(),
            out: Vec::new(),
        };
        if let Some(complaint) = parsed.complaints.first() {
            app.status.fail(complaint.message.clone());
        }
        app.set_spoken(spoken);
        let key = app.key_of(Action::FullText);
        app.reader.offer_full_text(key);
        app.lay_out();
        app
    }

    /// What to ask for first.
    pub fn start(&mut self) -> Vec<Effect> {
        self.look(Land::Top);
        self.count_all();
        self.ask(Topic::Watched, Ask::Watched);
        if self.config.screen.briefing {
            self.ask(Topic::Briefing(false), Ask::Briefing);
        }
        self.effects()
    }

    /// Takes a message in; the only place where the state changes.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        // It was drawn before anything else could happen.
        if let Some(upto) = self.briefed.take() {
            self.out.push(Effect::Looked(upto));
        }
        let before = self.place();
        match msg {
            Msg::Key(key) => self.press(key),
            Msg::Paste(text) => self.paste(&text),
            Msg::Mouse(mouse) => self.point(mouse),
            Msg::Resize(columns, rows) => self.size = (columns, rows),
            Msg::Day(day) => self.day_came(day),
            Msg::Clock(now) => self.list.set_now(now),
            Msg::Answer(number, answer) => self.answered(number, answer),
            Msg::Kept { change, articles } => self.kept(&change, articles),
            Msg::Undone { what, redo } => self.undone(what, redo),
            Msg::StoreChanged => self.refresh(),
            Msg::Progress {
                what,
                done,
                total,
                pace,
            } => {
                self.status.progress = Some(Progress {
                    what,
                    done,
                    total,
                    pace,
                });
            }
            Msg::Done(sentence) => {
                self.status.progress = None;
                self.status.say(sentence);
            }
            Msg::Edited(text) => self.edited(text),
            Msg::Picture(link, picture) => self.take_picture(&link, picture),
            Msg::Exported(text) => self.copy(text),
            Msg::Failed(sentence) => {
                self.questions.doubt();
                self.status.fail(sentence);
            }
        }
        self.tell_place(&before);
        self.lay_out();
        self.follow();
        self.try_on();
        self.effects()
    }

    fn ask(&mut self, topic: Topic, ask: Ask) {
        self.questions.ask(topic, ask);
    }

    /// What this update asks of the world, the questions last.
    fn effects(&mut self) -> Vec<Effect> {
        let mut out = std::mem::take(&mut self.out);
        let asks = self.questions.release();
        out.extend(
            asks.into_iter()
                .map(|(number, ask)| Effect::Ask(number, ask)),
        );
        out
    }

    /// Asks for the rows and numbers of the present query.
    fn look(&mut self, land: Land) {
        self.list.set_order(self.query.order == Order::Date);
        self.questions.forget(Topic::Passage);
        let (anywhere, in_title) = self.query.sought();
        self.list
            .expect_passages(!anywhere.is_empty() || !in_title.is_empty());
        self.reader.set_query_words(anywhere, in_title);
        (self.status.count, self.status.unread) = (None, None);
        self.set_range(None);
        self.fetch(land.window(self.list.id()), WINDOW, land);
        self.count_shown();
    }

    /// Asks for other rows in place of those in the list.
    fn fetch(&mut self, window: Window, limit: usize, land: Land) {
        self.questions.forget(Topic::After(ArticleId(0)));
        self.questions.forget(Topic::Before(ArticleId(0)));
        let query = self.query.clone();
        self.ask(
            Topic::Rows(land),
            Ask::Rows {
                query,
                window,
                limit,
                stories: self.stories,
            },
        );
    }

    fn count_shown(&mut self) {
        self.ask(Topic::Count, Ask::Count(self.query.clone()));
        self.questions.forget(Topic::Unread);
        if !narrow::asks_whether_read(&self.query) {
            let unread = narrow::with(&self.query, narrow::unread());
            self.ask(Topic::Unread, Ask::Count(unread));
        }
    }

    fn count_all(&mut self) {
        self.ask(Topic::All, Ask::Count(Query::default()));
    }

    /// Asks everything anew without moving anything: the store changed.
    fn refresh(&mut self) {
        self.fetch(Land::Stay.window(self.list.id()), WINDOW, Land::Stay);
        self.count_shown();
        self.count_all();
        self.ask(Topic::Watched, Ask::Watched);
        if let Some(id) = self.target {
            self.ask(Topic::Article(id), Ask::Article(id));
        }
        self.renew_page();
    }

    /// Brings the areas up to date with size, focus and switches.
    fn lay_out(&mut self) {
        let now = areas(self.size, self.focus, self.switches);
        if now == self.areas {
            return;
        }
        self.areas = now;
        // The links stand elsewhere now.
        self.hints = None;
        self.list.resize(now.list.width, now.list.height);
        // A pane out of sight keeps the lines it was set in: it will most likely come back as it was.
        if now.reader.width > 0 {
            self.reader.resize(now.reader.width, now.reader.height);
        }
        if now.highlights.width > 0 {
            self.highlights
                .resize(now.highlights.width, now.highlights.height);
        }
        for page in &mut self.pages {
            match page {
                Page::Sheet(sheet) => sheet.resize(now.body.width, now.body.height),
                Page::Entity(entity) => entity.resize(now.body.width, now.body.height),
                Page::Picture(page) => page.resize(now.body.width, now.body.height),
            }
        }
        if let Some(chooser) = &mut self.chooser {
            chooser.picker.resize(now.picker.height);
        }
    }

    /// Asks for what the cursor's place makes necessary: more rows, and the article to be read.
    ///
    /// At most one question of each kind is under way, so that a held key asks no more than can be answered.
    fn follow(&mut self) {
        if !self.questions.waits_for(Topic::Rows(Land::Stay))
            && let Some((window, limit)) = self.list.lacks()
        {
            let topic = match window {
                Window::After(id) => Topic::After(id),
                Window::Before(id) => Topic::Before(id),
                Window::Top | Window::Bottom | Window::Around(_) => Topic::Rows(Land::Stay),
            };
            if !self.questions.waits_for(topic) {
                let query = self.query.clone();
                self.ask(
                    topic,
                    Ask::Rows {
                        query,
                        window,
                        limit,
                        stories: self.stories,
                    },
                );
            }
        }
        if let Some(id) = self.list.lacks_passage()
            && !self.questions.waits_for(Topic::Passage)
        {
            let query = self.query.clone();
            self.ask(Topic::Passage, Ask::Passages(query, vec![id]));
        }
        if self.focus == Focus::List && self.areas.reader.width > 0 {
            self.target = self.list.id();
            if self.list.is_empty() {
                self.reader.clear();
                self.highlights.clear();
            }
        }
        if let Some(id) = self.target
            && self.reader.id() != Some(id)
        {
            self.load(id);
        }
    }

    /// Asks for an article unless one is under way; when that one comes, the wanted one is asked for.
    fn load(&mut self, id: ArticleId) {
        if !self.questions.waits_for(Topic::Article(id)) {
            self.ask(Topic::Article(id), Ask::Article(id));
        }
    }

    /// The article that actions are about: the one under the list's cursor, or the one being read.
    fn here(&self) -> Option<ArticleId> {
        match self.focus {
            Focus::List => self.list.id(),
            Focus::Reader | Focus::Highlights => self.target,
        }
    }

    /// That article whole, if it has come already.
    fn opened(&self) -> Option<&Opened> {
        let id = self.here()?;
        self.reader.opened().filter(|opened| opened.id == id)
    }

    /// Whether the article that actions are about is there; if not, it is asked for and the action done then.
    fn is_here(&mut self, action: Action) -> bool {
        if self.opened().is_some() {
            return true;
        }
        match self.here() {
            Some(id) => {
                self.waiting = Some((id, action));
                self.target = Some(id);
                self.load(id);
            }
            None => self.status.say(say!("there is no article here")),
        }
        false
    }
}

/// What drawing may see.
impl App {
    /// What stands in the list when there is nothing to list.
    pub(crate) fn nothing(&self) -> Vec<Vec<(Role, String)>> {
        let key = |action: Action| (Role::Key, self.key_of(action));
        let text = |said: Said| {
            let text = said.words(self.config.tongue);
            let before = if text.ends_with('.') { "" } else { "  " };
            (Role::Text, format!("{before}{text}"))
        };
        if self.status.all != Some(0) {
            return vec![
                vec![text(say!("No article is in this view."))],
                Vec::new(),
                vec![key(Action::DropLast), text(say!("drop the last filter"))],
                vec![key(Action::DropAll), text(say!("drop every filter"))],
                vec![key(Action::EditQuery), text(say!("edit the filter"))],
                vec![key(Action::Backward), text(say!("back to the view before"))],
            ];
        }
        let typed = |said: Said| (Role::Key, said.words(self.config.tongue));
        vec![
            vec![(
                Role::Headline,
                say!("There are no articles yet.").words(self.config.tongue),
            )],
            Vec::new(),
            vec![
                typed(say!(":open PATH")),
                text(say!("load a file or folder")),
            ],
            vec![
                typed(say!("depesche add PATH…")),
                text(say!("the same, in a shell")),
            ],
            vec![
                typed(say!("depesche demo")),
                text(say!("try it on samples")),
            ],
            Vec::new(),
            vec![key(Action::Help), text(say!("all keys"))],
            vec![key(Action::Quit), text(say!("leave"))],
        ]
    }

    pub(crate) fn areas(&self) -> &Areas {
        &self.areas
    }

    /// The language it speaks.
    pub(crate) fn tongue(&self) -> Tongue {
        self.config.tongue
    }

    pub(crate) fn today(&self) -> Date {
        self.today
    }

    pub(crate) fn query(&self) -> &Query {
        &self.query
    }

    pub(crate) fn list(&self) -> &List {
        &self.list
    }

    pub(crate) fn reader(&self) -> &Reader {
        &self.reader
    }

    pub(crate) fn highlights(&self) -> &Highlights {
        &self.highlights
    }

    pub(crate) fn status(&self) -> &Status {
        &self.status
    }

    pub(crate) fn focus(&self) -> Focus {
        self.focus
    }

    pub(crate) fn page(&self) -> Option<&Page> {
        self.pages.last()
    }

    /// The picker and its area.
    pub(crate) fn picker(&self) -> Option<(&Picker, Rect)> {
        let chooser = self.chooser.as_ref()?;
        let area = if chooser.wide {
            self.areas.wide_picker
        } else {
            self.areas.picker
        };
        Some((&chooser.picker, area))
    }

    /// Whether words of links are to lead somewhere when the terminal is clicked.
    pub(crate) fn links_lead(&self) -> bool {
        self.config.screen.links && self.areas.reader.width > 0
    }

    pub(crate) fn prompt(&self) -> Option<&Prompt> {
        self.input.as_ref().map(|input| &input.prompt)
    }
}
