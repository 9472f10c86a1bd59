//! The page of an entity, or of what is new about the watched ones.
//!
//! Of an entity: name, aliases, mentions by month, co-mentions, offices, quotes, sources.
//!
//! The lines are laid out when the page is made and when the pane changes its size; drawing only looks them up.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Motion;
use crate::article::ArticleId;
use crate::ask::{Briefing, Portrait};
use crate::highlight::EntityKey;
use crate::say::{Said, Tongue, say, says};
use crate::text::{Clean, clip, width};
use crate::theme::{Role, Theme};

/// Columns the page takes at most; wider lines would part the counts from their names.
const WIDEST: u16 = 90;

/// Bars of a sparkline, from the lowest.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What Enter on a row of the page opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The page of another entity.
    Entity(EntityKey),
    /// An article.
    Article(ArticleId),
}

/// An entity's page, the row that is selected and the line it is scrolled to.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityPage {
    content: Content,
    columns: u16,
    rows: u16,
    lines: Vec<Line>,
    /// The line that is selected, if any can be.
    selected: Option<usize>,
    top: usize,
    tongue: Tongue,
}

/// What a page tells.
#[derive(Debug, Clone, PartialEq)]
enum Content {
    Portrait(Box<Portrait>),
    Briefing(Briefing),
}

/// One row of a page that is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Pieces of text, each behind the one before.
    pub pieces: Vec<(String, Role)>,
    /// What stands at the right edge.
    pub right: String,
}

/// One line of the page.
#[derive(Debug, Clone, PartialEq, Default)]
struct Line {
    /// Pieces of text, each behind the one before.
    pieces: Vec<(String, Role)>,
    /// What stands at the right edge.
    right: String,
    target: Option<Target>,
}

impl Line {
    fn of(text: impl Into<String>, role: Role) -> Self {
        Self::default().and(text, role)
    }

    fn and(mut self, text: impl Into<String>, role: Role) -> Self {
        self.pieces.push((text.into(), role));
        self
    }

    fn count(mut self, count: u64) -> Self {
        self.right = count.to_string();
        self
    }

    fn opens(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }
}

impl EntityPage {
    /// The page of this entity.
    pub fn new(portrait: Portrait) -> Self {
        Self::of(Content::Portrait(Box::new(portrait)))
    }

    /// The page of what is new.
    pub fn briefing(briefing: Briefing) -> Self {
        Self::of(Content::Briefing(briefing))
    }

    fn of(content: Content) -> Self {
        let mut page = Self {
            content,
            columns: 80,
            rows: 24,
            lines: Vec::new(),
            selected: None,
            top: 0,
            tongue: Tongue::default(),
        };
        page.lay();
        page
    }

    /// The page in another tongue.
    #[must_use]
    pub fn speaking(mut self, tongue: Tongue) -> Self {
        self.tongue = tongue;
        self.lay();
        self
    }

    /// The page told anew: the row that was selected stays so if it is there still.
    pub fn renew(&mut self, portrait: Portrait) {
        self.content = Content::Portrait(Box::new(portrait));
        self.lay();
    }

    /// What the page of an entity says in so many columns, row by row; for printing it.
    pub fn rows(portrait: &Portrait, columns: usize, tongue: Tongue) -> Vec<Row> {
        lines(portrait, columns.min(usize::from(WIDEST)), tongue)
            .into_iter()
            .map(|Line { pieces, right, .. }| Row { pieces, right })
            .collect()
    }

    /// What it is, in a few words.
    pub fn said(&self) -> Said {
        match &self.content {
            Content::Portrait(portrait) => say!("page of {name}", name = portrait.facet.name),
            Content::Briefing(briefing) => briefing.heading(),
        }
    }

    /// The entity it shows, if it is the page of one.
    pub fn portrait(&self) -> Option<&Portrait> {
        match &self.content {
            Content::Portrait(portrait) => Some(portrait),
            Content::Briefing(_) => None,
        }
    }

    /// The entity it is about; of several the one under which the selected row stands.
    pub fn entity(&self) -> Option<(EntityKey, String)> {
        let facet = match &self.content {
            Content::Portrait(portrait) => &portrait.facet,
            Content::Briefing(briefing) => {
                let selected = self.selected()?;
                let group = briefing.groups.iter().find(|group| match &selected {
                    Target::Entity(key) => group.facet.key == *key,
                    Target::Article(id) => group.rows.iter().any(|row| row.id == *id),
                });
                &group?.facet
            }
        };
        Some((facet.key.clone(), facet.name.clone()))
    }

    /// What the selected row opens, as long as it is in sight.
    pub fn selected(&self) -> Option<Target> {
        let line = self.selected.filter(|line| self.is_in_sight(*line))?;
        self.target(line)
    }

    fn target(&self, line: usize) -> Option<Target> {
        self.lines.get(line)?.target.clone()
    }

    fn is_in_sight(&self, line: usize) -> bool {
        (self.top..self.top + usize::from(self.rows).max(1)).contains(&line)
    }

    /// Lays the page out for this many columns and rows.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if (self.columns, self.rows) != (columns, rows) {
            (self.columns, self.rows) = (columns, rows);
            self.lay();
        }
    }

    /// Moves over the rows that open something, and scrolls; says whether anything moved.
    ///
    /// At the first such row a step up scrolls to the top of the page, so that all of it can be read.
    pub fn scroll(&mut self, motion: Motion, count: Option<usize>) -> bool {
        let before = (self.selected, self.top);
        let targets: Vec<usize> = (0..self.lines.len())
            .filter(|&line| self.lines[line].target.is_some())
            .collect();
        let times = count.unwrap_or(1).max(1);
        let page = usize::from(self.rows).saturating_sub(1).max(1);
        let half = usize::from(self.rows / 2).max(1);
        let (down, by) = match motion {
            Motion::Down => (true, times),
            Motion::Up => (false, times),
            Motion::HalfDown => (true, times.saturating_mul(half)),
            Motion::HalfUp => (false, times.saturating_mul(half)),
            Motion::PageDown => (true, times.saturating_mul(page)),
            Motion::PageUp => (false, times.saturating_mul(page)),
            Motion::Top | Motion::Bottom => {
                let place = match (motion, count) {
                    (_, Some(row)) => row.saturating_sub(1),
                    (Motion::Top, None) => 0,
                    _ => usize::MAX,
                };
                let last = targets.len().saturating_sub(1);
                self.selected = targets.get(place.min(last)).copied();
                self.follow();
                if count.is_none() {
                    self.top = if motion == Motion::Top {
                        0
                    } else {
                        self.last_top()
                    };
                }
                return before != (self.selected, self.top);
            }
        };
        let at = self
            .selected
            .and_then(|line| targets.iter().position(|target| *target == line));
        match at {
            Some(at) if !self.is_in_sight(targets[at]) && down == (targets[at] >= self.top) => {
                self.follow();
            }
            Some(at) if self.is_in_sight(targets[at]) => {
                let last = targets.len() - 1;
                let to = if down {
                    at.saturating_add(by).min(last)
                } else {
                    at.saturating_sub(by)
                };
                self.selected = Some(targets[to]);
                if to == at {
                    // No row further on: show what the page has beyond it.
                    self.top = if down { self.last_top() } else { 0 };
                } else {
                    self.follow();
                }
            }
            _ => {
                let top = if down {
                    self.top.saturating_add(by)
                } else {
                    self.top.saturating_sub(by)
                };
                self.top = top.min(self.last_top());
            }
        }
        before != (self.selected, self.top)
    }

    /// Selects the row drawn on this row of the pane; says whether it opens anything.
    pub fn select_at(&mut self, row: u16) -> bool {
        let line = self.top + usize::from(row);
        let opens = self
            .lines
            .get(line)
            .is_some_and(|line| line.target.is_some());
        if opens {
            self.selected = Some(line);
        }
        opens
    }

    fn last_top(&self) -> usize {
        self.lines
            .len()
            .saturating_sub(usize::from(self.rows).max(1))
    }

    fn follow(&mut self) {
        let rows = usize::from(self.rows).max(1);
        if let Some(line) = self.selected {
            self.top = self.top.clamp((line + 1).saturating_sub(rows), line);
        }
        self.top = self.top.min(self.last_top());
    }

    fn lay(&mut self) {
        let kept = self.selected.and_then(|line| self.target(line));
        let in_sight = self.selected().is_some();
        let columns = usize::from(self.columns.min(WIDEST));
        self.lines = match &self.content {
            Content::Portrait(portrait) => lines(portrait, columns, self.tongue),
            Content::Briefing(briefing) => news(briefing, columns, self.tongue),
        };
        let opens = |line: &Line| line.target.is_some();
        let same = |line: &Line| opens(line) && line.target == kept;
        let again = self.lines.iter().position(same);
        self.selected = again.or_else(|| self.lines.iter().position(opens));
        self.top = self.top.min(self.last_top());
        if in_sight && self.top > 0 {
            self.follow();
        }
    }

    /// Where the hardware cursor belongs.
    pub fn cursor(&self, area: Rect) -> Option<Position> {
        let row = self.selected.unwrap_or(self.top).checked_sub(self.top)?;
        let inside = row < usize::from(area.height) && area.width > 0;
        inside.then(|| Position::new(area.x, area.y + row as u16))
    }

    /// Draws the page.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let mut area = area.intersection(buffer.area);
        area.width = area.width.min(WIDEST);
        for row in 0..area.height {
            let number = self.top + usize::from(row);
            let Some(line) = self.lines.get(number) else {
                break;
            };
            let band = Rect::new(area.x, area.y + row, area.width, 1);
            if self.selected == Some(number) {
                buffer.set_style(band, theme.style(Role::Cursor));
            }
            draw_line(line, band, buffer, theme);
        }
    }
}

fn draw_line(line: &Line, band: Rect, buffer: &mut Buffer, theme: &Theme) {
    let mut room = usize::from(band.width);
    let right = width(&line.right);
    if right > 0 && right + 4 <= room {
        let x = band.right() - right as u16;
        buffer.set_string(x, band.y, &line.right, theme.style(Role::Dim));
        room -= right + 1;
    }
    let mut used = 0;
    for (text, role) in &line.pieces {
        let text = clip(text, room - used);
        let x = band.x + used as u16;
        buffer.set_string(x, band.y, &text, theme.style(*role));
        used = (used + width(&text)).min(room);
        if used >= room {
            return;
        }
    }
}

fn lines(portrait: &Portrait, columns: usize, tongue: Tongue) -> Vec<Line> {
    let facet = &portrait.facet;
    let mut out = vec![Line::of(line(&facet.name), Role::of(facet.key.kind))];
    let articles = facet.articles;
    let articles = says!(articles; "1 article", "{articles} articles");
    let kind = facet.key.kind.said();
    let mut about = Line::of(
        say!("{kind} · {articles}", kind, articles).words(tongue),
        Role::Dim,
    );
    if portrait.watched {
        let watched = say!("watched").words(tongue);
        about = about.and(" · ", Role::Dim).and(watched, Role::Kept);
    }
    out.push(about);
    if let Some((first, last)) = &portrait.seen {
        let first = Line::of(say!("first seen ").words(tongue), Role::Dim).and(first, Role::Date);
        let last = first
            .and(say!(", last ").words(tongue), Role::Dim)
            .and(last, Role::Date);
        out.push(last);
    }
    if !facet.aliases.is_empty() {
        let aliases = line(&facet.aliases.join(", "));
        let also = say!("also: ").words(tongue);
        let indent = width(&also);
        for (number, part) in split(&aliases, columns.saturating_sub(indent))
            .into_iter()
            .enumerate()
        {
            let before = if number == 0 {
                also.clone()
            } else {
                " ".repeat(indent)
            };
            out.push(Line::of(before, Role::Dim).and(part, Role::Text));
        }
    }
    months(&portrait.months, columns, tongue, &mut out);

    let section = |out: &mut Vec<Line>, title: Said, rows: Vec<Line>| {
        if !rows.is_empty() {
            out.push(Line::default());
            out.push(Line::of(title.words(tongue), Role::Heading));
            out.extend(rows);
        }
    };
    let together = portrait.together.iter().map(|other| {
        Line::of(" ", Role::Text)
            .and(line(&other.name), Role::of(other.key.kind))
            .count(other.articles)
            .opens(Target::Entity(other.key.clone()))
    });
    section(&mut out, say!("Together with"), together.collect());
    let counts = |rows: &[(String, u64)], role: Role| -> Vec<Line> {
        rows.iter()
            .map(|(name, count)| {
                Line::of(" ", Role::Text)
                    .and(line(name), role)
                    .count(*count)
            })
            .collect()
    };
    section(
        &mut out,
        say!("Offices"),
        counts(&portrait.roles, Role::Office),
    );
    let quotes = portrait.quotes.iter().map(|(id, words)| {
        Line::of(" ", Role::Text)
            .and(line(words), Role::Quote)
            .opens(Target::Article(*id))
    });
    section(&mut out, say!("Said"), quotes.collect());
    let quotes = portrait.about.iter().map(|(id, words)| {
        Line::of(" ", Role::Text)
            .and(line(words), Role::Quote)
            .opens(Target::Article(*id))
    });
    section(&mut out, say!("Said by others"), quotes.collect());
    section(
        &mut out,
        say!("Sources"),
        counts(&portrait.sources, Role::Source),
    );
    out
}

/// What is new, by entity; the headlines open their articles, the names their pages.
fn news(briefing: &Briefing, columns: usize, tongue: Tongue) -> Vec<Line> {
    let mut out = vec![Line::of(briefing.heading().words(tongue), Role::Headline)];
    for group in &briefing.groups {
        let facet = &group.facet;
        out.push(Line::default());
        out.push(
            Line::of(line(&facet.name), Role::of(facet.key.kind))
                .count(group.rows.len() as u64 + group.more)
                .opens(Target::Entity(facet.key.clone())),
        );
        for row in &group.rows {
            let day = row.published.map(|at| at.to_string()).unwrap_or_default();
            // On narrow screens the headline matters more than where it stood.
            let source = match &row.source {
                Some(source) if columns >= 60 => format!("{}  ", source.as_str()),
                _ => String::new(),
            };
            let day: String = day
                .chars()
                .skip(if columns >= 60 { 0 } else { 5 })
                .take(if columns >= 60 { 10 } else { 5 })
                .collect();
            let role = if row.read { Role::Dim } else { Role::Unread };
            out.push(
                Line::of(format!(" {day}  "), Role::Date)
                    .and(source, Role::Source)
                    .and(line(&row.title), role)
                    .opens(Target::Article(row.id)),
            );
        }
        if group.more > 0 {
            let more = say!("and {more} more", more = group.more).words(tongue);
            out.push(Line::of(format!(" {more}"), Role::Dim));
        }
    }
    out
}

/// The sparkline with its ends and its highest bar.
fn months(months: &[(String, u64)], columns: usize, tongue: Tongue, out: &mut Vec<Line>) {
    let first = months.iter().position(|(_, count)| *count > 0);
    let last = months.iter().rposition(|(_, count)| *count > 0);
    let (Some(first), Some(last)) = (first, last) else {
        return;
    };
    let months = &months[first..=last];
    let most = months.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let (from, to) = (line(&months[0].0), line(&months[months.len() - 1].0));
    out.push(Line::default());
    if months.len() == 1 {
        let only = Line::of(say!("only in ").words(tongue), Role::Dim).and(from, Role::Date);
        out.push(only.count(most));
        return;
    }
    // "2024-03 ▁▂▃ 2024-11" where there is room for bars between the ends, the ends below the bars otherwise.
    let ends = width(&from) + width(&to) + 2;
    let beside = columns >= ends + 20;
    let (bars, together) = sparkline(months, if beside { columns - ends } else { columns });
    if beside {
        let first = Line::of(from, Role::Date).and(" ", Role::Dim);
        let bars = first.and(bars, Role::Figure).and(" ", Role::Dim);
        out.push(bars.and(to, Role::Date));
    } else {
        out.push(Line::of(bars, Role::Figure));
        let first = Line::of(from, Role::Date).and(say!(" to ").words(tongue), Role::Dim);
        out.push(first.and(to, Role::Date));
    }
    let most = say!("at most {most} a month", most);
    let told = if together > 1 {
        say!("{most}, {together} months a bar", most, together)
    } else {
        most
    };
    out.push(Line::of(told.words(tongue), Role::Dim));
}

/// Bars for months and how many months each bar stands for; a month without articles is a gap.
fn sparkline(months: &[(String, u64)], columns: usize) -> (String, usize) {
    let together = months.len().div_ceil(columns.max(1)).max(1);
    let sums: Vec<u64> = months
        .chunks(together)
        .map(|months| months.iter().map(|(_, count)| *count).sum())
        .collect();
    let most = sums.iter().copied().max().unwrap_or(0).max(1);
    let bars = sums.iter().map(|&sum| match sum {
        0 => ' ',
        // The highest bar is full, one article is the lowest bar at least.
        sum => BARS[((sum * 8).div_ceil(most) as usize).clamp(1, 8) - 1],
    });
    (bars.collect(), together)
}

/// A text in pieces of so many cells, broken at spaces.
fn split(text: &str, cells: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match out.last_mut() {
            Some(last) if width(last) + 1 + width(word) <= cells => {
                last.push(' ');
                last.push_str(word);
            }
            _ => out.push(word.to_owned()),
        }
    }
    out
}

fn line(text: &str) -> String {
    Clean::line(text).into()
}

#[cfg(test)]
mod tests;
