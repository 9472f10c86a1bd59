//! The lines below the panes: the filter line (what narrows the list, how much is left, what goes on) and the
//! message line, which is empty while there is nothing to say.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{put, put_clipped};
use crate::say::{Said, Tongue, say};
use crate::text::{span_in_words, width};
use crate::theme::{Role, Theme};

/// What is known about the list and about work in the background.
#[derive(Debug, Clone, Default)]
pub struct Status {
    /// Articles of the query, when counted.
    pub count: Option<u64>,
    /// Unread articles of the query, when counted.
    pub unread: Option<u64>,
    /// Articles in the store, when counted.
    pub all: Option<u64>,
    /// What goes on in the background.
    pub progress: Option<Progress>,
    /// What is said to the reader, and whether something went wrong.
    pub message: Option<(Said, bool)>,
    /// In which language.
    pub tongue: Tongue,
    /// For a screen reader: work in the background is named, but its numbers do not run.
    pub spoken: bool,
}

/// How far work in the background is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// What is going on, in a few words.
    pub what: Said,
    /// Steps done.
    pub done: u64,
    /// Steps in all, when known.
    pub total: Option<u64>,
    /// How fast it goes, when known.
    pub pace: Option<Pace>,
}

/// How fast work in the background goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How much of it is done, in percent.
    pub percent: u8,
    /// Steps a second.
    pub rate: u64,
    /// Seconds left.
    pub left: u64,
}

impl Progress {
    /// In words: the fuller forms first.
    fn told(&self) -> Vec<Said> {
        let Self { what, done, .. } = self;
        let steps = match (self.total, done) {
            (Some(all), _) => say!("{what} {done} of {all}", what, done, all),
            (None, 0) => say!("{what} …", what),
            (None, _) => say!("{what} {done}", what, done),
        };
        let Some(Pace {
            percent,
            rate,
            left,
        }) = self.pace
        else {
            return vec![steps];
        };
        let percent = say!("{percent} %", percent = percent.to_string());
        let left = say!(
            "{percent} · {left} left",
            percent,
            left = span_in_words(left)
        );
        vec![
            say!("{steps} · {rate} a second · {left}", steps, rate, left),
            say!("{what} · {left}", what, left),
            left,
            percent,
        ]
    }
}

impl Status {
    /// Nothing known yet; what will be said is said in this tongue.
    pub fn speaking(tongue: Tongue) -> Self {
        Self {
            tongue,
            ..Self::default()
        }
    }

    /// Says something to the reader.
    pub fn say(&mut self, said: impl Into<Said>) {
        self.message = Some((said.into(), false));
    }

    /// Says that something went wrong.
    pub fn fail(&mut self, said: impl Into<Said>) {
        self.message = Some((said.into(), true));
    }

    /// The numbers, as words: "12 of 3,481 · 3 unread".
    fn numbers(&self, narrowed: bool) -> String {
        let mut parts = vec![match (self.count, self.all) {
            (Some(count), Some(all)) if narrowed => say!("{count} of {all}", count, all),
            (Some(count), _) => say!("{count}", count),
            (None, _) => say!("…"),
        }];
        parts.extend(self.unread.map(|unread| say!("{unread} unread", unread)));
        Said::joined(parts, " · ").words(self.tongue)
    }

    /// Draws the filter line: the query as words, numbers, background, keys typed so far.
    pub fn draw_filter(
        &self,
        area: Rect,
        buffer: &mut Buffer,
        theme: &Theme,
        query: &str,
        pending: &str,
    ) {
        let dim = theme.style(Role::Dim);
        let mut right = area.right();
        // What is typed keeps its place at the right end, so that nothing else moves when a key is pending.
        let mut place = |text: &str, role: Role, gap: u16, least: u16| {
            let cells = width(text) as u16;
            if cells == 0 || right.saturating_sub(area.x) < cells + gap + least {
                return false;
            }
            right -= cells;
            put(buffer, area, right, area.y, text, theme.style(role));
            right -= gap;
            true
        };
        if area.width >= 60 {
            place(&format!("{pending:>6}"), Role::Key, 2, 0);
        } else {
            place(pending, Role::Key, 1, 0);
        }
        let least = 12.min(width(query) as u16);
        place(&self.numbers(!query.is_empty()), Role::Dim, 2, least);
        let told = self.progress.as_ref().map(|progress| {
            if self.spoken {
                vec![say!("{what} …", what = progress.what)]
            } else {
                progress.told()
            }
        });
        // The fullest form that there is room for.
        let _ = (told.into_iter().flatten())
            .any(|told| place(&told.words(self.tongue), Role::Message, 2, least));
        let room = right.saturating_sub(area.x);
        if query.is_empty() {
            put_clipped(
                buffer,
                area,
                area.x,
                area.y,
                &say!("all articles").words(self.tongue),
                room,
                dim,
            );
        } else {
            put_clipped(
                buffer,
                area,
                area.x,
                area.y,
                query,
                room,
                theme.style(Role::Query),
            );
        }
    }

    /// Draws what is said to the reader, if anything.
    pub fn draw_message(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        if let Some((said, wrong)) = &self.message {
            let role = if *wrong { Role::Error } else { Role::Message };
            wipe(area, buffer);
            put_clipped(
                buffer,
                area,
                area.x,
                area.y,
                &said.words(self.tongue),
                u16::MAX,
                theme.style(role),
            );
        }
    }

    /// Draws the keys that may follow the ones typed: key and what it does.
    pub fn draw_keys(area: Rect, buffer: &mut Buffer, theme: &Theme, keys: &[(String, String)]) {
        wipe(area, buffer);
        let mut x = area.x;
        for (key, what) in keys {
            if x + (width(key) + 1 + width(what)) as u16 > area.right() && x > area.x {
                put(buffer, area, x, area.y, "…", theme.style(Role::Dim));
                break;
            }
            x = put(buffer, area, x, area.y, key, theme.style(Role::Key)) + 1;
            x = put(buffer, area, x, area.y, what, theme.style(Role::Dim)) + 2;
        }
    }
}

/// On small screens the message lies over the filter line.
fn wipe(area: Rect, buffer: &mut Buffer) {
    for y in area.y..area.bottom() {
        for x in area.x..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(Style::reset());
            }
        }
    }
}
