//! The list pane: a window of rows around the cursor, day breaks, signs, headlines and who they are about.
//!
//! It never holds more than some hundred rows. What lies beyond its window it names ([`List::lacks`]) and is given
//! ([`List::append`], [`List::prepend`], [`List::replace`]); moves that lead beyond the window are owed and made up
//! for when the rows arrive. The cursor stands on an article, not on a number: answers leave it there.

mod rows;

use jiff::Timestamp;
use jiff::civil::Date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use rows::Stamp;

use super::Motion;
use crate::article::{ArticleId, Published, Status};
use crate::highlight::{EntityKey, Kind};
use crate::row::{Listing, Passage, Row, Window};
use crate::say::{Said, Tongue, say};
use crate::text;
use crate::theme::{Role, Theme};

/// Rows asked for at a time.
pub const WINDOW: usize = 200;
/// More rows than this are not kept.
const MOST: usize = 3 * WINDOW;
/// Rows left beyond the cursor when more are asked for.
const AHEAD: usize = 80;
/// Rows of the foot in which the passage of the row under the cursor stands: a rule and two lines.
const FOOT: u16 = 3;
/// A numbered row farther down than this is not looked for by counting.
const FARTHEST: usize = 20_000;

/// What the breaks between rows set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Breaks {
    /// Days; the rows tell the time.
    #[default]
    Days,
    /// Months, where most days have a single row; the rows tell the day.
    Months,
}

/// Where the cursor stands after the rows were replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Land {
    /// On the first row.
    Top,
    /// On the last row.
    Bottom,
    /// On this article or, if it is not there, where it would stand.
    On(ArticleId),
    /// On the row of this number, from 0.
    Row(usize),
    /// On the article where it is, at the same height of the screen; its row stays even if it is no longer an answer.
    Stay,
}

/// Rows that are taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// From this one to the one under the cursor.
    From(ArticleId),
    /// All that answer the filter.
    All,
}

/// What came of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Nothing moved.
    No,
    /// The cursor stands on another row.
    Yes,
    /// The rows to go to are not in the window; they have to be asked for.
    Lacks(Window, usize, Land),
}

/// Rows in the window, and where the reader is among them.
#[derive(Debug, Clone, Default)]
pub struct List {
    rows: Vec<Row>,
    above: bool,
    below: bool,
    cursor: usize,
    top: usize,
    columns: u16,
    height: u16,
    /// Moves that led beyond the window; positive is down.
    owed: isize,
    /// Whether the rows are in the order of their dates, so that days can be set apart.
    by_date: bool,
    /// What the breaks between rows set apart.
    breaks: Breaks,
    /// What time it is, by which embargoes end; while that is unknown, they last.
    now: Option<Timestamp>,
    /// Whether an answer has come at all.
    answered: bool,
    /// The rows that are taken together.
    range: Option<Range>,
    /// The entities the reader follows: kind and folded name.
    watched: Vec<(Kind, String)>,
    tongue: Tongue,
    /// Whether rows are drawn for a screen reader.
    spoken: bool,
    /// Whether words are asked for, so that there are passages to show.
    has_passages: bool,
    /// The passage that came last, and whose it is.
    passage: Option<(ArticleId, Option<Passage>)>,
}

impl List {
    /// The pane in another tongue.
    #[must_use]
    pub fn speaking(self, tongue: Tongue) -> Self {
        Self { tongue, ..self }
    }

    /// The row under the cursor.
    pub fn row(&self) -> Option<&Row> {
        self.rows.get(self.cursor)
    }

    /// The article under the cursor.
    pub fn id(&self) -> Option<ArticleId> {
        self.row().map(|row| row.id)
    }

    /// The rows in the window.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Whether an answer has come and there is no row in it.
    pub fn is_empty(&self) -> bool {
        self.answered && self.rows.is_empty()
    }

    /// Where the cursor is in the window.
    pub fn cursor_row(&self) -> usize {
        self.cursor
    }

    /// Has rows drawn for a screen reader, or for eyes.
    pub fn set_spoken(&mut self, spoken: bool) {
        self.spoken = spoken;
        self.show_cursor();
    }

    /// Forgets the rows: another query is on its way.
    pub fn set_order(&mut self, by_date: bool) {
        self.by_date = by_date;
        self.owed = 0;
    }

    /// Signs the entities the reader follows.
    pub fn set_watched(&mut self, watched: &[EntityKey]) {
        let folded = watched.iter().map(|key| (key.kind, key.name.clone()));
        self.watched = folded.collect();
    }

    /// Says whether the rows have passages: room for one is kept, so that nothing moves when it comes.
    pub fn expect_passages(&mut self, expected: bool) {
        self.has_passages = expected;
        self.passage = None;
        self.show_cursor();
    }

    /// The row whose passage should be asked for now.
    pub fn lacks_passage(&self) -> Option<ArticleId> {
        let id = self.id().filter(|_| self.foot() > 0)?;
        (self.passage.as_ref().map(|(whose, _)| *whose) != Some(id)).then_some(id)
    }

    /// Takes a passage; one of a row that the cursor has left is no use.
    pub fn take_passage(&mut self, id: ArticleId, passage: Option<Passage>) {
        if self.id() == Some(id) {
            self.passage = Some((id, passage));
        }
    }

    /// Rows of the foot; low and narrow panes have none.
    fn foot(&self) -> u16 {
        if self.has_passages && self.height >= 5 * FOOT && self.columns >= 24 {
            FOOT
        } else {
            0
        }
    }

    /// Takes rows together, or none any more.
    pub fn set_range(&mut self, range: Option<Range>) {
        self.range = range;
    }

    /// The rows that are taken together, as far as both ends are in the window; all there are for all rows.
    pub fn rows_in_range(&self) -> &[Row] {
        let first = match self.range {
            None => return &[],
            Some(Range::All) => return &self.rows,
            Some(Range::From(id)) => self.rows.iter().position(|row| row.id == id),
        };
        first.map_or(&[], |first| {
            &self.rows[first.min(self.cursor)..=first.max(self.cursor)]
        })
    }

    /// Whether a row is taken together with others; where the first is beyond the window, the order tells.
    fn is_taken(&self, at: usize) -> bool {
        match self.range {
            None => false,
            Some(Range::All) => true,
            Some(Range::From(id)) => {
                let first = match self.rows.iter().position(|row| row.id == id) {
                    Some(first) => first,
                    None if self.rows.first().is_some_and(|row| row.id < id) => 0,
                    None => self.rows.len(),
                };
                (first.min(self.cursor)..=first.max(self.cursor)).contains(&at)
            }
        }
    }

    /// Takes the size of its area.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        (self.columns, self.height) = (columns, rows);
        self.show_cursor();
    }

    /// Takes other rows in place of the ones it has.
    pub fn replace(&mut self, listing: Listing, land: Land) {
        let stood = self.row().cloned();
        let top = self.rows.get(self.top).map(|row| row.id);
        let height = self.cursor.saturating_sub(self.top);
        self.answered = true;
        self.rows = listing.rows;
        (self.above, self.below) = (listing.above, listing.below);
        if land != Land::Stay || stood.is_none() {
            self.owed = 0;
            self.breaks = breaks(&self.rows);
        }
        match land {
            Land::Top => (self.cursor, self.top) = (0, 0),
            Land::Bottom => {
                self.cursor = self.rows.len().saturating_sub(1);
                self.top = self.cursor;
            }
            Land::Row(number) => {
                self.cursor = number.min(self.rows.len().saturating_sub(1));
                self.top = self.cursor;
                if self.rows.len() > MOST {
                    self.trim_front();
                }
            }
            Land::On(id) => {
                self.cursor = self.place_of(id);
                self.top = self.cursor.saturating_sub(usize::from(self.height) / 3);
            }
            Land::Stay => {
                let Some(stood) = stood else {
                    (self.cursor, self.top) = (0, 0);
                    self.show_cursor();
                    return;
                };
                if let Some(at) = self.rows.iter().position(|row| row.id == stood.id) {
                    self.cursor = at;
                } else {
                    let at = if self.by_date {
                        self.rows.partition_point(|row| row.id > stood.id)
                    } else {
                        self.cursor
                    };
                    self.cursor = at.min(self.rows.len());
                    self.rows.insert(self.cursor, stood);
                }
                self.top = top
                    .and_then(|id| self.rows.iter().position(|row| row.id == id))
                    .filter(|top| *top <= self.cursor)
                    .unwrap_or(self.cursor.saturating_sub(height));
            }
        }
        self.show_cursor();
    }

    /// Where an article is among the rows or would stand.
    fn place_of(&self, id: ArticleId) -> usize {
        self.rows
            .iter()
            .position(|row| row.id == id)
            .unwrap_or_else(|| {
                if self.by_date {
                    self.rows
                        .iter()
                        .position(|row| row.id < id)
                        .unwrap_or(self.rows.len().saturating_sub(1))
                } else {
                    0
                }
            })
    }

    /// Takes the rows that follow the last.
    pub fn append(&mut self, after: ArticleId, listing: Listing) {
        if self.rows.last().map(|row| row.id) != Some(after) {
            return;
        }
        self.rows.extend(listing.rows);
        self.below = listing.below;
        self.pay();
        if self.rows.len() > MOST {
            self.trim_front();
        }
        self.show_cursor();
    }

    /// Takes the rows that come before the first.
    pub fn prepend(&mut self, before: ArticleId, listing: Listing) {
        if self.rows.first().map(|row| row.id) != Some(before) {
            return;
        }
        let number = listing.rows.len();
        self.rows.splice(0..0, listing.rows);
        self.above = listing.above;
        self.cursor += number;
        self.top += number;
        self.pay();
        let keep = self.cursor + MOST / 2;
        if self.rows.len() > MOST && keep < self.rows.len() {
            self.rows.truncate(keep);
            self.below = true;
        }
        self.show_cursor();
    }

    fn trim_front(&mut self) {
        let drop = self
            .cursor
            .saturating_sub(MOST / 2)
            .min(self.rows.len() - 1);
        self.rows.drain(..drop);
        self.above |= drop > 0;
        self.cursor -= drop;
        self.top = self.top.saturating_sub(drop);
        if self.rows.len() > MOST {
            self.rows.truncate(MOST);
            self.below = true;
        }
    }

    /// Makes up for the moves that are owed, as far as the window goes.
    fn pay(&mut self) {
        let last = self.rows.len().saturating_sub(1) as isize;
        let to = self.cursor as isize + self.owed;
        let reached = to.clamp(0, last);
        self.owed = to - reached;
        self.cursor = reached as usize;
        if (self.owed > 0 && !self.below) || (self.owed < 0 && !self.above) {
            self.owed = 0;
        }
    }

    /// The rows that should be asked for now, because the cursor comes near the edge of the window.
    pub fn lacks(&self) -> Option<(Window, usize)> {
        let (first, last) = (self.rows.first()?, self.rows.last()?);
        let limit = WINDOW.max(self.owed.unsigned_abs() + AHEAD).min(2 * MOST);
        if self.below && self.rows.len() - self.cursor <= AHEAD {
            return Some((Window::After(last.id), limit));
        }
        if self.above && self.cursor < AHEAD {
            return Some((Window::Before(first.id), limit));
        }
        None
    }

    /// Moves the cursor.
    pub fn scroll(&mut self, motion: Motion, count: Option<usize>) -> Moved {
        let Some(here) = self.id() else {
            return Moved::No;
        };
        let page = self.page();
        match (motion, count) {
            (Motion::Top | Motion::Bottom, Some(number)) => {
                let row = number.saturating_sub(1);
                if self.above || (row >= self.rows.len() && self.below) {
                    if row >= FARTHEST {
                        return Moved::Lacks(Window::Bottom, WINDOW, Land::Bottom);
                    }
                    return Moved::Lacks(Window::Top, row + WINDOW, Land::Row(row));
                }
                self.cursor = row.min(self.rows.len() - 1);
            }
            (Motion::Top, None) => {
                if self.above {
                    return Moved::Lacks(Window::Top, WINDOW, Land::Top);
                }
                self.cursor = 0;
            }
            (Motion::Bottom, None) => {
                if self.below {
                    return Moved::Lacks(Window::Bottom, WINDOW, Land::Bottom);
                }
                self.cursor = self.rows.len() - 1;
            }
            _ => {
                // A run as long as can be: what leads beyond the window is owed, not forgotten.
                let far = 1_usize << 30;
                let steps = motion.apply(far, 2 * far, page, count) as isize - far as isize;
                let most = FARTHEST as isize;
                self.owed = (self.owed + steps).clamp(-most, most);
                self.pay();
            }
        }
        self.show_cursor();
        if self.id() == Some(here) {
            Moved::No
        } else {
            Moved::Yes
        }
    }

    /// Puts the cursor on an article of the window; says whether it is there.
    pub fn go_to(&mut self, id: ArticleId) -> bool {
        let Some(at) = self.rows.iter().position(|row| row.id == id) else {
            return false;
        };
        self.cursor = at;
        self.owed = 0;
        self.show_cursor();
        true
    }

    /// The next row from the cursor on, down or up, of which something holds.
    pub fn find(&self, forward: bool, holds: impl Fn(&Row) -> bool) -> Option<ArticleId> {
        if forward {
            self.rows
                .iter()
                .skip(self.cursor + 1)
                .find(|row| holds(row))
        } else {
            self.rows[..self.cursor.min(self.rows.len())]
                .iter()
                .rev()
                .find(|row| holds(row))
        }
        .map(|row| row.id)
    }

    /// Whether there may be rows beyond the window in this direction.
    pub fn goes_on(&self, forward: bool) -> bool {
        if forward { self.below } else { self.above }
    }

    /// Whether the window is the whole answer.
    pub fn is_whole(&self) -> bool {
        self.answered && !self.above && !self.below
    }

    /// Changes what is shown of articles whose state changed.
    pub fn restate(&mut self, of: impl Fn(ArticleId) -> bool, change: impl Fn(&mut Row)) {
        for row in &mut self.rows {
            if of(row.id) {
                change(row);
            }
        }
    }

    /// How many rows are in sight, about.
    pub fn page(&self) -> usize {
        (usize::from(self.height - self.foot()) / self.row_height()).max(1)
    }

    /// The row at a line of the area, from 0.
    pub fn row_at(&self, line: u16) -> Option<ArticleId> {
        if line + self.foot() >= self.height {
            return None;
        }
        let mut y = 0;
        for at in self.top..self.rows.len() {
            y += usize::from(self.breaks_before(at, self.top)) + self.row_height();
            if usize::from(line) < y {
                return Some(self.rows[at].id);
            }
        }
        None
    }

    /// Headline and particulars stand in two lines where one would cut the headline short.
    fn row_height(&self) -> usize {
        if self.columns < 60 && self.height >= 14 && !self.spoken {
            2
        } else {
            1
        }
    }

    fn has_breaks(&self) -> bool {
        self.by_date && self.height >= 8
    }

    fn breaks_before(&self, at: usize, top: usize) -> bool {
        let same = |a, b| match self.breaks {
            Breaks::Days => rows::same_day(a, b),
            Breaks::Months => rows::same_month(a, b),
        };
        self.has_breaks() && (at == top || !same(&self.rows[at], &self.rows[at - 1]))
    }

    /// What stands before a headline: the time or day, as far as the break over the row does not say it.
    fn stamp(&self, row: &Row) -> Stamp {
        let tongue = self.tongue;
        let (text, cells) = match (self.has_breaks(), self.breaks) {
            (true, Breaks::Days) => (rows::time(row.published), 5),
            (true, Breaks::Months) => (rows::day_of_month(row.published, tongue), 6),
            (false, _) if self.columns >= 60 => (rows::day(row.published, tongue), 10),
            (false, _) => (
                rows::short_day(row.published, tongue),
                tongue.short_day_cells(),
            ),
        };
        Stamp {
            text,
            cells,
            warning: self.warning(row).words(tongue),
        }
    }

    fn warning(&self, row: &Row) -> Said {
        let is_past = |embargo: &Published| {
            self.now
                .is_some_and(|now| embargo.seconds() <= now.as_second())
        };
        match row.status {
            Status::Withdrawn => say!("WITHDRAWN"),
            Status::Withheld => say!("WITHHELD"),
            Status::Usable if row.embargo.is_some_and(|embargo| !is_past(&embargo)) => {
                say!("EMBARGO")
            }
            Status::Usable => Said::default(),
        }
    }

    /// Takes the time that it is: an embargo is said as long as it lasts.
    pub fn set_now(&mut self, now: Timestamp) {
        self.now = Some(now);
    }

    /// The lines that the rows from `top` to `last` take.
    fn lines(&self, top: usize, last: usize) -> usize {
        (top..=last)
            .map(|at| usize::from(self.breaks_before(at, top)) + self.row_height())
            .sum()
    }

    /// Moves the first row in sight as little as it takes to have the cursor in sight, with a row or two around it.
    fn show_cursor(&mut self) {
        if self.rows.is_empty() {
            (self.cursor, self.top) = (0, 0);
            return;
        }
        let end = self.rows.len() - 1;
        let height = usize::from(self.height - self.foot()).max(1);
        self.cursor = self.cursor.min(end);
        let margin = (self.page() / 6).min(2);
        self.top = self.top.min(self.cursor.saturating_sub(margin));
        let last = (self.cursor + margin).min(end);
        self.top = self.top.max(last.saturating_sub(height));
        while self.top < self.cursor && self.lines(self.top, last) > height {
            self.top += 1;
        }
        // No empty lines at the end while there are rows above.
        while self.top > 0 && !self.below && self.lines(self.top - 1, end) <= height {
            self.top -= 1;
        }
    }

    /// The line of the cursor's row, from the top of the area.
    fn cursor_line(&self) -> usize {
        self.lines(self.top, self.cursor) - self.row_height()
    }

    /// Where the hardware cursor belongs when the pane in this area has the keys.
    pub fn cursor(&self, area: Rect) -> Option<Position> {
        self.row()?;
        let y = area.y + self.cursor_line() as u16;
        (y < area.bottom() && area.width > 0).then_some(Position::new(area.x, y))
    }

    /// Draws the pane; `today` is named in the day breaks.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme, focused: bool, today: Date) {
        let foot = self.foot().min(area.height);
        let foot = Rect::new(area.x, area.bottom() - foot, area.width, foot);
        let area = Rect {
            height: area.height - foot.height,
            ..area
        };
        if let Some((id, passage)) = &self.passage
            && self.id() == Some(*id)
        {
            rows::draw_passage(passage.as_ref(), foot, buffer, theme);
        }
        let mut y = area.y;
        for (at, row) in self.rows.iter().enumerate().skip(self.top) {
            if self.breaks_before(at, self.top) && y < area.bottom() {
                let name = match self.breaks {
                    Breaks::Days => rows::day_name(row.published, today, self.tongue),
                    Breaks::Months => rows::month_name(row.published, self.tongue),
                };
                rows::draw_break(&name, area, y, buffer, theme);
                y += 1;
            }
            if y >= area.bottom() {
                break;
            }
            let height = (self.row_height() as u16).min(area.bottom() - y);
            let place = Rect::new(area.x, y, area.width, height);
            if self.spoken {
                let stamp = self.stamp(row);
                rows::draw_spoken(
                    row,
                    &stamp,
                    &self.watched,
                    self.tongue,
                    place,
                    buffer,
                    theme,
                );
            } else if self.row_height() == 2 {
                rows::draw_two_lines(row, &self.stamp(row), &self.watched, place, buffer, theme);
            } else {
                rows::draw_line(row, &self.stamp(row), &self.watched, place, buffer, theme);
            }
            if self.is_taken(at) && at != self.cursor {
                buffer.set_style(place.intersection(buffer.area), theme.style(Role::Spot));
            }
            if at == self.cursor {
                let under = if focused {
                    Role::Cursor
                } else {
                    Role::CursorIdle
                };
                buffer.set_style(place.intersection(buffer.area), theme.style(under));
            }
            y += height;
        }
    }
}

/// Days are set apart unless most of them would have a break for a single row.
fn breaks(rows: &[Row]) -> Breaks {
    let same = |pair: &&[Row]| rows::same_day(&pair[0], &pair[1]);
    let days = rows.len() - rows.windows(2).filter(same).count().min(rows.len());
    if rows.len() >= 8 && days * 3 > rows.len() * 2 {
        Breaks::Months
    } else {
        Breaks::Days
    }
}

/// Whether a headline holds all of some folded words.
pub fn headline_has(row: &Row, folded: &[String]) -> bool {
    let title = text::fold(&row.title);
    folded.iter().all(|word| title.contains(word.as_str()))
}
