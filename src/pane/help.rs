//! A sheet to read: help and explanations, made of lines with roles, to scroll and to search in.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Motion, put};
use crate::action::{Action, Group, TABLE};
use crate::keymap::Keymap;
use crate::say::{Said, Tongue, say};
use crate::text::{Clean, fold, width};
use crate::theme::{Role, Theme};

/// A stretch of a line in one role.
pub type Piece = (Role, String);

/// Lines to read, the first in sight, and what was searched for.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    title: String,
    written: Vec<Vec<Piece>>,
    /// What is written, broken for the columns there are.
    lines: Vec<Vec<Piece>>,
    top: usize,
    rows: u16,
    sought: String,
    /// The line of the hit last gone to.
    hit: Option<usize>,
}

/// The actions whose keys are taught first.
const FIRST: [Action; 6] = [
    Action::Open,
    Action::ReadOn,
    Action::PickCompany,
    Action::Bookmark,
    Action::Undo,
    Action::Help,
];

/// Columns for the keys of an action in help.
const KEYS: usize = 18;

impl Sheet {
    /// A sheet of these lines.
    pub fn new(title: &str, lines: Vec<Vec<Piece>>) -> Self {
        Self {
            title: title.to_owned(),
            lines: lines.clone(),
            written: lines,
            ..Self::default()
        }
    }

    /// The help: every action under its heading, with the keys it has; the reader's views (names and queries).
    pub fn help(keymap: &Keymap, views: &[(String, String)], tongue: Tongue) -> Self {
        let mut lines = Vec::new();
        for group in Group::ALL {
            if !lines.is_empty() {
                lines.push(Vec::new());
            }
            lines.push(vec![(Role::Heading, group.heading().words(tongue))]);
            for entry in TABLE.iter().filter(|entry| entry.group == group) {
                let keys = keymap.keys_of(entry.action);
                lines.push(help_line(&keys, &entry.said().words(tongue), entry.name));
            }
        }
        if !views.is_empty() {
            lines.push(Vec::new());
            lines.push(vec![(Role::Heading, say!("Your views").words(tongue))]);
        }
        for (number, (name, query)) in views.iter().enumerate() {
            lines.push(help_line(
                &keymap.keys_of_view(number),
                query,
                &format!("@{name}"),
            ));
        }
        lines.push(Vec::new());
        lines.push(vec![(Role::Heading, say!("The filter line").words(tongue))]);
        for (example, meaning) in query() {
            let gap = (2 * KEYS).saturating_sub(example.len()).max(1);
            lines.push(vec![
                (Role::Query, format!("  {example}{}", " ".repeat(gap))),
                (Role::Text, meaning.words(tongue)),
            ]);
        }
        Self::new(&say!("help").words(tongue), lines)
    }

    /// The six keys to begin with.
    pub fn first_steps(keys: &Keymap, tongue: Tongue) -> Self {
        let key = |action: Action| {
            let keys = keys.keys_of(action);
            let first = keys.first().map(|key| key.replace(' ', ""));
            first.unwrap_or_else(|| format!(":{}", action.name()))
        };
        let text = |said: Said| vec![(Role::Text, said.words(tongue))];
        let (down, up) = (key(Action::Down), key(Action::Up));
        let mut lines = vec![
            Vec::new(),
            text(say!(
                "{down} and {up} or the arrows move. Six more keys are enough to begin:",
                down,
                up
            )),
            Vec::new(),
        ];
        for action in FIRST {
            let said = match action {
                Action::Help => say!("all keys"),
                action => action.entry().said(),
            };
            let key = key(action);
            let gap = 10_usize.saturating_sub(width(&key)).max(1);
            lines.push(vec![
                (Role::Key, format!("  {key}{}", " ".repeat(gap))),
                (Role::Text, said.words(tongue)),
            ]);
        }
        let (back, quit) = (key(Action::Back), key(Action::Quit));
        let (again, palette) = (key(Action::FirstSteps), key(Action::Palette));
        lines.push(Vec::new());
        lines.push(text(say!(
            "{back} leaves this page and goes back everywhere, {quit} leaves depesche.",
            back,
            quit
        )));
        lines.push(text(say!(
            "{palette} finds everything by what it does; {again} shows this page again.",
            palette,
            again
        )));
        Self::new(&say!("first steps").words(tongue), lines)
    }

    /// Breaks the lines for this many columns and rows; the place in the sheet stays about the same.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let before = self.lines.len().max(1);
        self.rows = rows.saturating_sub(1);
        self.lines = self
            .written
            .iter()
            .flat_map(|line| break_line(line, usize::from(columns)))
            .collect();
        let moved = |line: usize| line * self.lines.len() / before;
        self.top = moved(self.top).min(self.last_top());
        if let Some(hit) = self.hit.map(moved) {
            let hits = self.hits();
            match hits.into_iter().min_by_key(|at| at.abs_diff(hit)) {
                Some(at) => self.go_to(at),
                None => self.hit = None,
            }
        }
    }

    fn last_top(&self) -> usize {
        self.lines.len().saturating_sub(usize::from(self.rows))
    }

    /// Scrolls; says whether anything moved.
    pub fn scroll(&mut self, motion: Motion, count: Option<usize>) -> bool {
        let before = self.top;
        let page = usize::from(self.rows);
        self.top = motion.apply(self.top, self.last_top() + 1, page, count);
        self.top != before
    }

    /// Looks for words from the first line in sight on; gives the number of lines that have them.
    pub fn search(&mut self, words: &str) -> usize {
        self.sought = fold(words);
        self.hit = None;
        let hits = self.hits();
        if let Some(at) = hits
            .iter()
            .find(|at| **at >= self.top)
            .or_else(|| hits.first())
        {
            self.go_to(*at);
        }
        hits.len()
    }

    /// Goes to the next or previous hit, round the end; says whether there is any.
    pub fn search_step(&mut self, forward: bool) -> bool {
        let hits = self.hits();
        let from = self.hit.unwrap_or(self.top);
        let next = if forward {
            hits.iter().find(|at| **at > from).or_else(|| hits.first())
        } else {
            hits.iter()
                .rev()
                .find(|at| **at < from)
                .or_else(|| hits.last())
        };
        let Some(at) = next.copied() else {
            return false;
        };
        self.go_to(at);
        true
    }

    fn go_to(&mut self, line: usize) {
        self.hit = Some(line);
        let rows = usize::from(self.rows).max(1);
        if line < self.top || line >= self.top + rows {
            self.top = line.saturating_sub(rows / 3).min(self.last_top());
        }
    }

    fn hits(&self) -> Vec<usize> {
        if self.sought.is_empty() {
            return Vec::new();
        }
        (0..self.lines.len()).filter(|at| self.has(*at)).collect()
    }

    fn has(&self, line: usize) -> bool {
        let text: String = self.lines[line]
            .iter()
            .map(|(_, text)| text.as_str())
            .collect();
        !self.sought.is_empty() && fold(&text).contains(&self.sought)
    }

    /// Where the hardware cursor belongs: at the hit, else at the first line.
    pub fn cursor(&self, area: Rect) -> Option<Position> {
        let line = self.hit.filter(|hit| *hit >= self.top).unwrap_or(self.top);
        let y = area.y + 1 + (line - self.top) as u16;
        (y < area.bottom() && area.width > 0).then_some(Position::new(area.x, y))
    }

    /// Draws the sheet.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        put(
            buffer,
            area,
            area.x,
            area.y,
            &self.title,
            theme.style(Role::Focus),
        );
        let rows = self.lines.iter().enumerate().skip(self.top);
        for ((at, line), y) in rows.zip(area.y.saturating_add(1)..area.bottom()) {
            let mut x = area.x;
            for (role, text) in line {
                x = put(buffer, area, x, y, text, theme.style(*role));
            }
            if self.has(at) {
                let under = if self.hit == Some(at) {
                    Role::Spot
                } else {
                    Role::Hit
                };
                let place = Rect::new(area.x, y, area.width, 1);
                buffer.set_style(place.intersection(buffer.area), theme.style(under));
            }
        }
    }
}

/// Keys, what they do, and the name it has.
fn help_line(keys: &[String], help: &str, name: &str) -> Vec<Piece> {
    let keys: Vec<String> = keys.iter().map(|key| key.replace(' ', "")).collect();
    let keys = keys.join("  ");
    let gap = KEYS.saturating_sub(width(&keys)).max(1);
    vec![
        (Role::Key, format!("  {keys}{}", " ".repeat(gap))),
        (Role::Text, Clean::line(help).into()),
        (Role::Dim, format!("  {}", Clean::line(name))),
    ]
}

/// Breaks a line so that its running text fits the columns; what follows it is dropped when it does not fit.
fn break_line(line: &[Piece], columns: usize) -> Vec<Vec<Piece>> {
    let whole: usize = line.iter().map(|(_, text)| width(text)).sum();
    let text = line.iter().position(|(role, _)| *role == Role::Text);
    let Some(at) = text.filter(|_| whole > columns) else {
        return vec![line.to_vec()];
    };
    let head: usize = line[..at].iter().map(|(_, text)| width(text)).sum();
    // Beside a long head a narrow column of text reads badly: then it stands below.
    let (indent, below) = if columns >= head + 16 {
        (head, false)
    } else {
        (4.min(columns / 4), true)
    };
    let room = columns.saturating_sub(indent).max(1);
    // Running text may have hits in it.
    let is_run = |(role, _): &Piece| matches!(role, Role::Text | Role::Hit);
    let run: Vec<Piece> = line[at..]
        .iter()
        .take_while(|it| is_run(it))
        .cloned()
        .collect();
    let text: String = run.iter().map(|(_, text)| text.as_str()).collect();
    let words = text.trim_start();
    let before = text.len() - words.len();
    let lead = if at == 0 { before } else { 0 };
    let pieces = textwrap::wrap(words, room.saturating_sub(lead).max(1));
    let mut done = 0;
    let mut out = Vec::new();
    let mut first = line[..at].to_vec();
    if below && at > 0 {
        out.push(std::mem::take(&mut first));
    }
    for (number, piece) in pieces.iter().enumerate() {
        let mut row = if number == 0 {
            std::mem::take(&mut first)
        } else {
            Vec::new()
        };
        if row.is_empty() {
            row.push((Role::Text, " ".repeat(indent + lead)));
        }
        let start = done + words[done..].find(piece.as_ref()).unwrap_or(0);
        done = start + piece.len();
        row.extend(part_of(&run, before + start..before + done));
        out.push(row);
    }
    out
}

/// The pieces of a range of a line.
fn part_of(line: &[Piece], range: Range<usize>) -> Vec<Piece> {
    let mut begun = 0;
    let mut out = Vec::new();
    for (role, text) in line {
        let from = range.start.clamp(begun, begun + text.len()) - begun;
        let to = range.end.clamp(begun, begun + text.len()) - begun;
        if let Some(part) = text.get(from..to).filter(|part| !part.is_empty()) {
            out.push((*role, part.to_owned()));
        }
        begun += text.len();
    }
    out
}

/// What can be written in the filter line, by example.
fn query() -> [(&'static str, Said); 13] {
    [
        (
            "zoll abkommen",
            say!("articles in which both words occur, in headline or text"),
        ),
        ("\"freier handel\"", say!("a phrase")),
        ("wirtschaft*", say!("words that begin so")),
        ("-wetter", say!("not this")),
        ("zoll OR steuer", say!("one of them; parentheses group")),
        (
            "company:bosch person:\"Anna Muster\"",
            say!("names a company and a person"),
        ),
        ("about:bosch", say!("is about it, not only mentions it")),
        ("said:muster", say!("quotes a person")),
        (
            "source: lang: tag: title:",
            say!("where it is from, language, your tags, words of the headline"),
        ),
        (
            "date:2024-03 after:7d before:2024",
            say!("days, months, years, or so long ago"),
        ),
        (
            "is:unread is:bookmarked is:noted",
            say!("also is:read, is:watched, has:quote, has:note"),
        ),
        (
            "@name",
            say!("a saved view of the settings, as if it stood here"),
        ),
        (
            "sort:relevance",
            say!("best match first instead of newest first"),
        ),
    ]
}
