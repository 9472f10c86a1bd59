//! The highlights pane: companies, persons with their office, quotes with speaker, figures, the reader's own.
//!
//! The rows are made when an article is shown and laid out when the pane changes its size; drawing only looks them up.

mod rows;

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Motion;
use crate::article::ArticleId;
use crate::ask::Opened;
use crate::highlight::EntityKey;
use crate::say::{Tongue, say};
use crate::text::{clip, width};
use crate::theme::{Role, Theme};

use rows::{Row, Section};

/// Columns between what stands first on a row and what stands behind it.
const BETWEEN: usize = 2;

/// The rows of the highlights pane and which one is selected.
#[derive(Debug, Clone, Default)]
pub struct Highlights {
    article: Option<ArticleId>,
    sections: Vec<Section>,
    columns: u16,
    height: u16,
    lines: Vec<Line>,
    selected: usize,
    /// Which mention of the selected row was visited last.
    visited: Option<usize>,
    top: usize,
    /// The entities the reader follows.
    watched: Vec<EntityKey>,
    tongue: Tongue,
}

/// A line of the pane.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Blank,
    /// The heading of a section.
    Heading(usize),
    /// The first line of a row: number of the section, number within it, number among all rows, columns of the first part.
    Row(usize, usize, usize, usize),
    /// What of a row had no room on its first line.
    More(usize, usize, usize),
}

impl Highlights {
    /// The pane in another tongue.
    #[must_use]
    pub fn speaking(self, tongue: Tongue) -> Self {
        Self { tongue, ..self }
    }

    /// Shows the highlights of an article; keeps the selected row when it is the same article.
    pub fn show(&mut self, opened: &Opened) {
        let same = self.article == Some(opened.id);
        let kept = self.row().filter(|_| same).cloned();
        self.article = Some(opened.id);
        self.sections = rows::sections(opened, self.tongue);
        let old = if same { self.selected } else { 0 };
        let again = kept.and_then(|kept| {
            let mut rows = self.rows();
            rows.position(|row| row.is_same(&kept))
        });
        if again.is_none() {
            self.visited = None;
        }
        self.selected = again.unwrap_or(old).min(self.count().saturating_sub(1));
        if !same {
            self.top = 0;
        }
        self.lay();
    }

    /// Shows nothing.
    pub fn clear(&mut self) {
        *self = Self {
            columns: self.columns,
            height: self.height,
            watched: std::mem::take(&mut self.watched),
            tongue: self.tongue,
            ..Self::default()
        };
    }

    /// Signs the entities the reader follows.
    pub fn set_watched(&mut self, watched: &[EntityKey]) {
        self.watched = watched.to_vec();
    }

    /// Lays the rows out for this many columns and rows.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if (self.columns, self.height) != (columns, rows) {
            (self.columns, self.height) = (columns, rows);
            self.lay();
        }
    }

    /// Moves the selection; says whether it moved.
    pub fn scroll(&mut self, motion: Motion, count: Option<usize>) -> bool {
        let page = usize::from(self.height);
        let new = motion.apply(self.selected, self.count(), page, count);
        self.select(new)
    }

    /// Selects the row drawn on this row of the pane; says whether there is one.
    pub fn select_at(&mut self, row: u16) -> bool {
        match self.lines.get(self.top + usize::from(row)) {
            Some(Line::Row(_, _, number, _) | Line::More(_, _, number)) => {
                let number = *number;
                self.select(number);
                true
            }
            _ => false,
        }
    }

    fn select(&mut self, number: usize) -> bool {
        let number = number.min(self.count().saturating_sub(1));
        if number == self.selected {
            return false;
        }
        self.selected = number;
        self.visited = None;
        self.follow();
        true
    }

    /// The entity of the selected row.
    pub fn entity(&self) -> Option<&EntityKey> {
        self.row()?.entity.as_ref()
    }

    /// The place in the body that the selected row stands for; pressed again on the same row, the next mention.
    pub fn next_place(&mut self) -> Option<Range<usize>> {
        let places = &self.row()?.places;
        let next = match self.visited {
            Some(number) if number + 1 < places.len() => number + 1,
            _ => 0,
        };
        let place = places.get(next)?.clone();
        self.visited = Some(next);
        Some(place)
    }

    /// The other article of the same piece that the selected row leads to.
    pub fn twin(&self) -> Option<ArticleId> {
        self.row()?.twin
    }

    /// The place of the quotation that the selected row is.
    pub fn quote(&self) -> Option<Range<usize>> {
        let row = self.row().filter(|row| row.role == Role::Quote)?;
        row.places.first().cloned()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().flat_map(|section| &section.rows)
    }

    fn row(&self) -> Option<&Row> {
        self.rows().nth(self.selected)
    }

    fn count(&self) -> usize {
        self.sections.iter().map(|section| section.rows.len()).sum()
    }

    fn lay(&mut self) {
        let room = inner(self.columns);
        self.lines.clear();
        let mut number = 0;
        for (at, section) in self.sections.iter().enumerate() {
            if at > 0 {
                self.lines.push(Line::Blank);
            }
            self.lines.push(Line::Heading(at));
            let (first, on_one_line) = section.columns(room, BETWEEN);
            for (place, row) in section.rows.iter().enumerate() {
                self.lines.push(Line::Row(at, place, number, first));
                if !on_one_line && !row.more.is_empty() {
                    self.lines.push(Line::More(at, place, number));
                }
                number += 1;
            }
        }
        self.follow();
    }

    /// Brings the selected row into sight, and the heading with the first row of a section.
    fn follow(&mut self) {
        let height = usize::from(self.height).max(1);
        let is_selected = |line: &Line| matches!(line, Line::Row(_, _, number, _) | Line::More(_, _, number) if *number == self.selected);
        let first = self.lines.iter().position(is_selected).unwrap_or(0);
        let last = self.lines.iter().rposition(is_selected).unwrap_or(0);
        let from = match first.checked_sub(1).and_then(|above| self.lines.get(above)) {
            Some(Line::Heading(_)) => first - 1,
            _ => first,
        };
        if last >= self.top + height {
            self.top = (last + 1).saturating_sub(height);
        }
        if from < self.top {
            self.top = from;
        }
        if self.selected == 0 {
            self.top = 0;
        }
        self.top = self
            .top
            .min(self.lines.len().saturating_sub(height))
            .min(first);
    }

    /// Where the hardware cursor belongs when the pane in this area has the keys.
    pub fn cursor(&self, area: Rect) -> Option<Position> {
        let line = self.lines.iter().position(
            |line| matches!(line, Line::Row(_, _, number, _) if *number == self.selected),
        )?;
        let row = line.checked_sub(self.top)?;
        let inside = row < usize::from(area.height) && area.width > 0;
        inside.then(|| Position::new(area.x, area.y + row as u16))
    }

    /// Draws the pane.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme, focused: bool) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        if self.sections.is_empty() {
            let text = self.article.map(|_| say!("Nothing recognised."));
            let text = text.unwrap_or_default().words(self.tongue);
            let text = clip(&text, usize::from(area.width));
            buffer.set_string(area.x, area.y, text, theme.style(Role::Dim));
            return;
        }
        let under = if focused {
            Role::Cursor
        } else {
            Role::CursorIdle
        };
        for row in 0..area.height {
            let Some(line) = self.lines.get(self.top + usize::from(row)) else {
                break;
            };
            let y = area.y + row;
            let band = Rect::new(area.x, y, area.width, 1);
            if let Line::Row(_, _, number, _) | Line::More(_, _, number) = line
                && *number == self.selected
            {
                buffer.set_style(band, theme.style(under));
            }
            let mut pen = Pen {
                band,
                buffer,
                theme,
            };
            self.draw_line(line, &mut pen);
        }
    }

    fn draw_line(&self, line: &Line, pen: &mut Pen<'_>) {
        match *line {
            Line::Blank => {}
            Line::Heading(at) => {
                let section = &self.sections[at];
                let count = section.rows.len().to_string();
                let room = pen.right(&count, Role::Dim);
                pen.put(0, &section.title.words(self.tongue), Role::Heading, room);
            }
            Line::Row(at, place, _, first) => {
                let section = &self.sections[at];
                let row = &section.rows[place];
                let mut room = pen.right(&row.right, Role::Dim);
                let entity = row.entity.as_ref().filter(|_| row.role != Role::Quote);
                if entity.is_some_and(|key| self.watched.contains(key)) && room > 8 {
                    room = room.saturating_sub(2);
                    pen.put(room + 1, "◉", Role::Kept, 1);
                }
                let (_, on_one_line) = section.columns(inner(self.columns), BETWEEN);
                if on_one_line && !row.more.is_empty() {
                    pen.put(1, &row.text, row.role, first.min(room.saturating_sub(1)));
                    let at = 1 + first + BETWEEN;
                    pen.put(at, &row.more, row.more_role, room.saturating_sub(at));
                } else {
                    pen.put(1, &row.text, row.role, room.saturating_sub(1));
                }
            }
            Line::More(at, place, _) => {
                let row = &self.sections[at].rows[place];
                let all = usize::from(pen.band.width);
                pen.put(3, &row.more, row.more_role, all.saturating_sub(3));
            }
        }
    }
}

/// Columns that a row has for its parts: all but the one in which it is indented under its heading.
fn inner(columns: u16) -> usize {
    usize::from(columns).saturating_sub(1)
}

/// Writes on one line of the pane.
struct Pen<'a> {
    band: Rect,
    buffer: &'a mut Buffer,
    theme: &'a Theme,
}

impl Pen<'_> {
    /// Puts a text at a column, clipped to so many cells.
    fn put(&mut self, column: usize, text: &str, role: Role, cells: usize) {
        if column >= usize::from(self.band.width) || cells == 0 {
            return;
        }
        let text = clip(text, cells.min(usize::from(self.band.width) - column));
        let x = self.band.x + column as u16;
        self.buffer
            .set_string(x, self.band.y, text, self.theme.style(role));
    }

    /// Puts a text at the right edge; returns the cells that are left of it, less one to keep them apart.
    fn right(&mut self, text: &str, role: Role) -> usize {
        let all = usize::from(self.band.width);
        let wide = width(text);
        if text.is_empty() || wide + 4 > all {
            return all;
        }
        self.put(all - wide, text, role, wide);
        all - wide - 1
    }
}

#[cfg(test)]
mod tests;
