//! The list pane: a window of rows around the cursor, day breaks, signs, headlines and who they are about.
//!
//! It never holds more than some hundred rows. What lies beyond its window it names ([`List::lacks`]) and is given
//! ([`List::append`], [`List::prepend`], [`List::replace`]); moves that lead beyond the window are owed and made up
//! for when the rows arrive. The cursor stands on an article, not on a number: answers leave it there.

use jiff::civil::Date;
use jiff::tz::Offset;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Motion, put, put_clipped};
use crate::article::{ArticleId, Published};
use crate::row::{Listing, Row, Window};
use crate::text;
use crate::theme::{Role, Theme};

/// Rows asked for at a time.
pub const WINDOW: usize = 200;
/// More rows than this are not kept.
const MOST: usize = 3 * WINDOW;
/// Rows left beyond the cursor when more are asked for.
const AHEAD: usize = 80;
/// A numbered row farther down than this is not looked for by counting.
const FARTHEST: usize = 20_000;

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
    /// Whether an answer has come at all.
    answered: bool,
}

impl List {
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

    /// Forgets the rows: another query is on its way.
    pub fn set_order(&mut self, by_date: bool) {
        self.by_date = by_date;
        self.owed = 0;
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
        if land != Land::Stay {
            self.owed = 0;
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
                match self.rows.iter().position(|row| row.id == stood.id) {
                    Some(at) => self.cursor = at,
                    None => {
                        let at = if self.by_date {
                            self.place_of(stood.id)
                        } else {
                            self.cursor
                        };
                        self.cursor = at.min(self.rows.len());
                        self.rows.insert(self.cursor, stood);
                    }
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
        (usize::from(self.height) / self.row_height()).max(1)
    }

    /// The row at a line of the area, from 0.
    pub fn row_at(&self, line: u16) -> Option<ArticleId> {
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
        if self.columns < 60 && self.height >= 14 {
            2
        } else {
            1
        }
    }

    fn has_breaks(&self) -> bool {
        self.by_date && self.height >= 8
    }

    fn breaks_before(&self, at: usize, top: usize) -> bool {
        self.has_breaks() && (at == top || !same_day(&self.rows[at], &self.rows[at - 1]))
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
        let height = usize::from(self.height).max(1);
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
        let mut y = area.y;
        for (at, row) in self.rows.iter().enumerate().skip(self.top) {
            if self.breaks_before(at, self.top) && y < area.bottom() {
                draw_break(row, area, y, buffer, theme, today);
                y += 1;
            }
            if y >= area.bottom() {
                break;
            }
            let height = (self.row_height() as u16).min(area.bottom() - y);
            let place = Rect::new(area.x, y, area.width, height);
            if self.row_height() == 2 {
                self.draw_two_lines(row, place, buffer, theme);
            } else {
                self.draw_line(row, place, buffer, theme);
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

    fn draw_line(&self, row: &Row, place: Rect, buffer: &mut Buffer, theme: &Theme) {
        let y = place.y;
        let mut x = draw_signs(row, place, buffer, theme);
        let date = theme.style(Role::Date);
        if place.width >= 28 {
            let (shown, cells) = if self.has_breaks() {
                (time(row.published), 5)
            } else if place.width >= 60 {
                (day(row.published), 10)
            } else {
                (short_day(row.published), 5)
            };
            put(buffer, place, x, y, &shown, date);
            x += cells + 1;
        }
        if place.width >= 60 {
            let cells = (place.width / 7).clamp(8, 16);
            if let Some(source) = &row.source {
                put_clipped(
                    buffer,
                    place,
                    x + 1,
                    y,
                    source,
                    cells,
                    theme.style(Role::Source),
                );
            }
            x += cells + 3;
        }
        x = put_clipped(
            buffer,
            place,
            x,
            y,
            &headline(row),
            u16::MAX,
            theme.style(headline_role(row)),
        );
        let room = place.right().saturating_sub(x + 2);
        if place.width >= 60 && room >= 12 {
            let names = names(row);
            put_clipped(
                buffer,
                place,
                x + 2,
                y,
                &names,
                room,
                theme.style(Role::Dim),
            );
        }
    }

    /// The headline over two lines, then as much of source and names as there is room for.
    fn draw_two_lines(&self, row: &Row, place: Rect, buffer: &mut Buffer, theme: &Theme) {
        let mut x = draw_signs(row, place, buffer, theme);
        let shown = if self.has_breaks() {
            time(row.published)
        } else {
            short_day(row.published)
        };
        if place.width >= 28 {
            put(buffer, place, x, place.y, &shown, theme.style(Role::Date));
            x += 6;
        }
        let room = usize::from(place.right().saturating_sub(x));
        let title = headline(row);
        let (first, rest) = break_line(&title, room);
        let style = theme.style(headline_role(row));
        put(buffer, place, x, place.y, first, style);
        let y = place.y + 1;
        let mut at = put_clipped(buffer, place, x, y, rest, u16::MAX, style);
        for (text, role) in [
            (
                row.source.as_ref().map_or("", |source| source),
                Role::Source,
            ),
            (&names(row), Role::Dim),
        ] {
            let gap = if at > x { 3 } else { 0 };
            if text.is_empty() || place.right().saturating_sub(at + gap) < 6 {
                break;
            }
            if gap > 0 {
                put(buffer, place, at, y, " · ", theme.style(Role::Dim));
            }
            at = put_clipped(
                buffer,
                place,
                at + gap,
                y,
                text,
                u16::MAX,
                theme.style(role),
            );
        }
    }
}

/// Breaks a text where a line of so many cells ends, between words if there is such a place.
fn break_line(text: &str, cells: usize) -> (&str, &str) {
    if text::width(text) <= cells {
        return (text, "");
    }
    let mut used = 0;
    let mut hard = 0;
    let mut soft = None;
    for (at, grapheme, wide) in text::graphemes(text) {
        if grapheme == " " {
            soft = Some(at);
        }
        if used + wide > cells {
            break;
        }
        used += wide;
        hard = at + grapheme.len();
    }
    // A word that fills more than half the line is broken rather than moved down.
    let end = soft
        .filter(|soft| *soft <= hard && text::width(&text[..*soft]) * 2 >= cells)
        .unwrap_or(hard);
    (&text[..end], text[end..].trim_start())
}

/// The signs before a row: unread, and kept or noted. Gives the column after them.
fn draw_signs(row: &Row, place: Rect, buffer: &mut Buffer, theme: &Theme) -> u16 {
    if !row.read {
        put(
            buffer,
            place,
            place.x,
            place.y,
            "•",
            theme.style(Role::Unread),
        );
    }
    let kept = if row.bookmarked {
        "★"
    } else if row.notes > 0 {
        "✎"
    } else {
        ""
    };
    put(
        buffer,
        place,
        place.x + 1,
        place.y,
        kept,
        theme.style(Role::Kept),
    );
    place.x + 3
}

fn draw_break(row: &Row, area: Rect, y: u16, buffer: &mut Buffer, theme: &Theme, today: Date) {
    let style = theme.style(Role::DayBreak);
    let x = put_clipped(
        buffer,
        area,
        area.x,
        y,
        &day_name(row.published, today),
        u16::MAX,
        style,
    );
    let mut x = x + 1;
    while x < area.right() {
        x = put(buffer, area, x, y, "─", theme.style(Role::Rule)).max(x + 1);
    }
}

fn headline_role(row: &Row) -> Role {
    if row.read { Role::Dim } else { Role::Unread }
}

fn headline(row: &Row) -> String {
    let mut headline = row.title.as_str().to_owned();
    if row.copies > 1 {
        headline.push_str(&format!(" ×{}", row.copies));
    }
    if row.embargo.is_some() {
        headline.insert_str(0, "EMBARGO ");
    }
    headline
}

fn names(row: &Row) -> String {
    row.entities
        .iter()
        .map(|(_, name)| name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn same_day(a: &Row, b: &Row) -> bool {
    let day = |row: &Row| {
        row.published
            .map(|published| (published.day(), published.precision().min(3)))
    };
    day(a) == day(b)
}

/// The time of day where it is known, in the offset the source told it in.
fn time(published: Option<Published>) -> String {
    match published {
        Some(Published::Instant(at, offset)) => Offset::from_seconds(offset)
            .unwrap_or(Offset::UTC)
            .to_datetime(at)
            .strftime("%H:%M")
            .to_string(),
        _ => String::new(),
    }
}

/// The day, as precise as it is known: "2024-03-24".
fn day(published: Option<Published>) -> String {
    match published {
        Some(Published::Instant(..)) => {
            published.map_or_else(String::new, |it| it.day().to_string())
        }
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

fn short_day(published: Option<Published>) -> String {
    match published {
        Some(Published::Year(year)) => year.to_string(),
        Some(Published::Month(_, month)) => format!("{month:02}"),
        Some(other) => other.day().strftime("%m-%d").to_string(),
        None => String::new(),
    }
}

/// The words over the rows of a day: "today, Sunday, 24 March 2024".
fn day_name(published: Option<Published>, today: Date) -> String {
    match published {
        None => "no date".to_owned(),
        Some(Published::Year(year)) => year.to_string(),
        Some(month @ Published::Month(..)) => month.day().strftime("%B %Y").to_string(),
        Some(other) => {
            let day = other.day();
            let name = day.strftime("%A, %-d %B %Y").to_string();
            if day == today {
                format!("today · {name}")
            } else if Some(day) == today.yesterday().ok() {
                format!("yesterday · {name}")
            } else {
                name
            }
        }
    }
}

/// Whether a headline holds all of some folded words.
pub fn headline_has(row: &Row, folded: &[String]) -> bool {
    let title = text::fold(&row.title);
    folded.iter().all(|word| title.contains(word.as_str()))
}
