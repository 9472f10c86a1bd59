//! The stage: types keys at the real application, with a store in memory that answers at once, and prints screens.
//!
//! Under each row of text stands a row with one letter per cell for its role, and where something lies under the
//! text (cursor, hit, mark) a second one: plain text does not see highlighting, and highlighting is the product.
//! `BLESS=1 cargo test` rewrites the screens in `tests/snapshots`. Nothing here sleeps.

mod asking;
mod briefing;
mod claims;
mod fixtures;
mod lines;
mod looks;
mod pictures;
mod random;
mod range;
mod repairs;
mod scenes;
mod selection;
mod spoken;
mod stories;
mod tongues;

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::Path;

use depesche::app::{App, Effect, Msg};
use depesche::config::Config;
use depesche::keymap::{Code, Key, parse_keys};
use depesche::screen;
use depesche::store::{Incoming, Store};
use depesche::theme::{Role, Theme};
use jiff::civil::{Date, date};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The reader's day on the stage.
const TODAY: Date = date(2024, 3, 25);

/// The application, its store, and what it asked of the world besides.
struct Stage {
    app: App,
    store: Store,
    size: (u16, u16),
    /// Effects that are no business of the store, in order.
    asked: Vec<Effect>,
    /// Messages that wait because the stage holds answers back.
    held: Option<VecDeque<Msg>>,
}

impl Stage {
    /// A stage of this size with the articles of the fixtures.
    fn new(columns: u16, rows: u16) -> Self {
        Self::with(columns, rows, fixtures::articles())
    }

    fn with(columns: u16, rows: u16, articles: Vec<Incoming>) -> Self {
        Self::set((columns, rows), articles, Config::default())
    }

    /// The same with other settings.
    fn set(size: (u16, u16), articles: Vec<Incoming>, config: Config) -> Self {
        let mut store = Store::in_memory().unwrap();
        store.add(articles).unwrap();
        let mut app = App::new(config, size, TODAY, "");
        let effects = app.start();
        let mut stage = Self {
            app,
            store,
            size,
            asked: Vec::new(),
            held: None,
        };
        stage.settle(effects);
        stage
    }

    /// Presses keys in the notation of the settings: "c s t a Enter".
    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in parse_keys(keys).unwrap() {
            self.send(Msg::Key(key));
        }
        self
    }

    /// Types a text letter by letter.
    fn types(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.send(Msg::Key(Key::plain(Code::Char(c))));
        }
        self
    }

    fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.size = (columns, rows);
        self.send(Msg::Resize(columns, rows));
        self
    }

    /// Hands a message to the application and carries out what it asks for, until it is quiet.
    fn send(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        self.settle(effects);
    }

    fn settle(&mut self, effects: Vec<Effect>) {
        let mut effects = VecDeque::from(effects);
        let mut rounds = 0;
        while let Some(effect) = effects.pop_front() {
            rounds += 1;
            assert!(rounds < 10_000, "the application never stops asking");
            if let Some(msg) = self.carry_out(effect) {
                match &mut self.held {
                    Some(held) => held.push_back(msg),
                    None => effects.extend(self.app.update(msg)),
                }
            }
        }
    }

    /// Does what the store desk does, at once.
    fn carry_out(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Ask(number, ask) => Some(Msg::Answer(number, self.store.answer(&ask).unwrap())),
            Effect::Change(change) => {
                let articles = self.store.change(&change, TODAY).unwrap();
                Some(Msg::Kept { change, articles })
            }
            Effect::Looked(upto) => {
                self.store.looked(upto).unwrap();
                None
            }
            Effect::Undo => Some(Msg::Undone {
                what: self.store.undo().unwrap(),
                redo: false,
            }),
            Effect::Redo => Some(Msg::Undone {
                what: self.store.redo().unwrap(),
                redo: true,
            }),
            other => {
                self.asked.push(other);
                None
            }
        }
    }

    /// From now on answers wait until they are let go.
    fn hold(&mut self) {
        self.held = Some(VecDeque::new());
    }

    /// Lets the answers go that wait, oldest first, and no longer holds any back.
    fn let_go(&mut self) {
        for msg in self.held.take().unwrap_or_default() {
            self.send(msg);
        }
    }

    fn draw(&self, theme: &Theme) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let cursor = screen::draw(&self.app, theme, &mut buffer);
        (buffer, cursor)
    }

    /// The screen's rows of text, without trailing blanks.
    fn text(&self) -> Vec<String> {
        let (buffer, _) = self.draw(&Theme::probe());
        (0..self.size.1).map(|y| row_text(&buffer, y)).collect()
    }

    /// The whole screen as one text.
    fn shown(&self) -> String {
        self.text().join("\n")
    }

    /// The last row: the message line.
    fn last_row(&self) -> String {
        self.text().pop().unwrap_or_default()
    }

    /// The row before it on tall screens: the filter line.
    fn filter_row(&self) -> String {
        let rows = self.text();
        rows[rows.len() - 2].clone()
    }

    /// The row of the hardware cursor.
    fn cursor_row(&self) -> String {
        let (buffer, cursor) = self.draw(&Theme::probe());
        row_text(&buffer, cursor.unwrap().y)
    }

    /// Text and roles of the whole screen.
    fn print(&self) -> String {
        let (buffer, cursor) = self.draw(&Theme::probe());
        let mut out = String::new();
        for y in 0..self.size.1 {
            let _ = writeln!(out, "{:>3}│{}", y + 1, row_text(&buffer, y));
            for roles in row_roles(&buffer, y) {
                if !roles.is_empty() {
                    let _ = writeln!(out, "   │{roles}");
                }
            }
        }
        match cursor {
            Some(at) => {
                let _ = writeln!(out, "cursor: row {}, column {}", at.y + 1, at.x + 1);
            }
            None => out.push_str("cursor: none\n"),
        }
        out
    }

    /// The words that lie on a search hit, anywhere on the screen, each run of them once.
    fn hits(&self) -> Vec<String> {
        let (buffer, _) = self.draw(&Theme::probe());
        let mut out: Vec<String> = Vec::new();
        for y in 0..self.size.1 {
            let mut inside = false;
            for x in 0..self.size.0 {
                let cell = &buffer[(x, y)];
                let hit = Theme::probed(cell.fg, cell.bg).1 == Some(Role::Hit);
                match (hit, inside, out.last_mut()) {
                    (true, true, Some(run)) => run.push_str(cell.symbol()),
                    (true, ..) => out.push(cell.symbol().to_owned()),
                    _ => {}
                }
                inside = hit;
            }
        }
        let mut once: Vec<String> = Vec::new();
        for run in out {
            if !once.contains(&run) {
                once.push(run);
            }
        }
        once
    }

    /// Compares the screen with the one kept under this name.
    fn matches(&self, name: &str) {
        Self::matches_print(name, &self.print());
    }

    /// Compares a print of the screen with the one kept under this name.
    fn matches_print(name: &str, now: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/snapshots")
            .join(format!("{name}.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, now).unwrap();
            return;
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        if kept != now {
            let first = kept
                .lines()
                .zip(now.lines())
                .find(|(a, b)| a != b)
                .unwrap_or(("(the end)", "(the end)"));
            panic!(
                "{name} looks different (BLESS=1 accepts it); first difference:\n  kept {}\n  now  {}\n\n{now}",
                first.0, first.1
            );
        }
    }
}

fn row_text(buffer: &Buffer, y: u16) -> String {
    let mut out = String::new();
    let mut covered = 0;
    for x in 0..buffer.area.width {
        if covered > 0 {
            covered -= 1;
            continue;
        }
        let symbol = buffer[(x, y)].symbol();
        covered = depesche::text::width(symbol).saturating_sub(1);
        out.push_str(symbol);
    }
    out.truncate(out.trim_end().len());
    out
}

/// The letters of what the cells say and of what lies under that; blank cells say nothing.
fn row_roles(buffer: &Buffer, y: u16) -> [String; 2] {
    let mut rows = [String::new(), String::new()];
    for x in 0..buffer.area.width {
        let cell = &buffer[(x, y)];
        let (over, under) = Theme::probed(cell.fg, cell.bg);
        let blank = cell.symbol().trim().is_empty();
        let letter = |role: Option<Role>| role.map_or(' ', Role::letter);
        rows[0].push(if blank { ' ' } else { letter(over) });
        rows[1].push(letter(under));
    }
    rows.map(|row| row.trim_end().to_owned())
}
