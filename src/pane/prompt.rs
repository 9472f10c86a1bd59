//! The input line: a prompt around a line of text, with history, complaints and a hint.
//!
//! What the text means is not known here.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Line, put, put_clipped};
use crate::say::{Said, Tongue};
use crate::text::width;
use crate::theme::{Role, Theme};

/// A line that is asked for: what for, and what was written there before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prompt {
    /// What stands before the line.
    pub label: Said,
    /// The line.
    pub line: Line,
    /// Parts of the line that could not be understood.
    pub marked: Vec<Range<usize>>,
    /// What is said behind the line: a count, a complaint, the possible completions.
    pub hint: Said,
    tongue: Tongue,
    history: Vec<String>,
    /// How far back in the history, from 1; 0 is the line being written.
    back: usize,
    written: String,
}

impl Prompt {
    /// A prompt that speaks a tongue, with a label, the text to begin with, and earlier lines, newest last.
    pub fn new(tongue: Tongue, label: Said, text: &str, history: &[String]) -> Self {
        Self {
            label,
            tongue,
            line: Line::new(text),
            history: history.to_vec(),
            ..Self::default()
        }
    }

    /// Brings back an earlier line, or a later one; says whether the line changed.
    pub fn recall(&mut self, older: bool) -> bool {
        let back = if older {
            (self.back + 1).min(self.history.len())
        } else {
            self.back.saturating_sub(1)
        };
        if back == self.back {
            return false;
        }
        if self.back == 0 {
            self.line.text().clone_into(&mut self.written);
        }
        self.back = back;
        match self.history.len().checked_sub(back) {
            Some(at) if back > 0 => self.line.set(&self.history[at]),
            _ => self.line.set(&self.written),
        }
        true
    }

    /// Whether the row has room for the hint beside the line.
    pub fn has_room(&self, area: Rect) -> bool {
        let label = width(&self.label.words(self.tongue));
        let line = label + width(self.line.text()) + 3;
        self.hint.is_empty() || line + self.hint_width() <= usize::from(area.width)
    }

    fn hint_width(&self) -> usize {
        width(&self.hint.words(self.tongue))
    }

    /// Draws the prompt into one row, with the hint if there is room for it; gives the cursor's place.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Position {
        let label = put(
            buffer,
            area,
            area.x,
            area.y,
            &self.label.words(self.tongue),
            theme.style(Role::Key),
        );
        let mut place = Rect::new(label, area.y, area.right() - label, area.height.min(1));
        if !self.hint.is_empty() && self.has_room(area) {
            let cells = self.hint_width() as u16;
            let hint = Rect::new(area.right() - cells, area.y, cells, 1);
            self.draw_hint(hint, buffer, theme);
            place.width -= hint.width;
        }
        self.line.draw(place, buffer, theme, &self.marked)
    }

    /// Draws the hint into a row of its own, or where the prompt left room.
    pub fn draw_hint(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let role = if self.marked.is_empty() {
            Role::Dim
        } else {
            Role::Complaint
        };
        let style = theme.style(role);
        let hint = self.hint.words(self.tongue);
        put_clipped(buffer, area, area.x, area.y, &hint, u16::MAX, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::say::say;

    #[test]
    fn the_history_gives_back_what_was_being_written() {
        let mut prompt = Prompt::new(
            Tongue::English,
            say!(":"),
            "new",
            &["one".to_owned(), "two".to_owned()],
        );
        assert!(prompt.recall(true));
        assert_eq!(prompt.line.text(), "two");
        assert!(prompt.recall(true));
        assert!(!prompt.recall(true));
        assert_eq!(prompt.line.text(), "one");
        assert!(prompt.recall(false));
        assert!(prompt.recall(false));
        assert_eq!(prompt.line.text(), "new");
    }
}
