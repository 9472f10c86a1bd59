//! A line of text that is edited: no pane, but what the input line and the pickers are made of.
//!
//! Only cleaned text gets in, whether typed or pasted.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation as _;

use super::put;
use crate::keymap::{Code, Key};
use crate::text::{Clean, width};
use crate::theme::{Role, Theme};

/// More than this is not taken into the line.
const LONGEST: usize = 16 * 1024;

/// A line of text with a cursor, edited by whole characters as people see them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    text: String,
    at: usize,
}

impl Line {
    /// A line that begins with a text, the cursor after it.
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    /// What is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte at which the cursor stands.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Puts a text in at the cursor, cleaned; line breaks become spaces.
    pub fn insert(&mut self, text: &str) {
        let clean = Clean::inline(&text.replace(['\n', '\r', '\t'], " "));
        if self.text.len() + clean.len() > LONGEST {
            return;
        }
        self.text.insert_str(self.at, &clean);
        self.at += clean.len();
    }

    /// Writes another text in place of a part of this one, the cursor after it.
    pub fn put_in(&mut self, range: Range<usize>, text: &str) {
        if self.text.get(range.clone()).is_some() {
            self.text.replace_range(range.clone(), "");
            self.at = range.start;
            self.insert(text);
        }
    }

    /// Writes another text in place of the whole.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// Takes a key of editing; says whether the text changed, or nothing if the key means nothing here.
    pub fn key(&mut self, key: Key) -> Option<bool> {
        let before = self.text.len();
        match (key.ctrl, key.alt, key.code) {
            (false, false, Code::Char(c)) => self.insert(c.encode_utf8(&mut [0; 4])),
            (false, _, Code::Backspace) | (true, false, Code::Char('h')) => {
                self.cut(self.before());
            }
            (false, false, Code::Delete) => self.cut(self.after()),
            (true, false, Code::Char('w')) => self.cut(self.word_before()),
            (true, false, Code::Char('u')) => self.cut(0),
            (true, false, Code::Char('k')) => self.cut(self.text.len()),
            (false, false, Code::Left) => self.at = self.before(),
            (false, false, Code::Right) => self.at = self.after(),
            (true, false, Code::Left) | (false, true, Code::Char('b')) => {
                self.at = self.word_before();
            }
            (true, false, Code::Right) | (false, true, Code::Char('f')) => {
                self.at = self.word_after();
            }
            (false, false, Code::Home) | (true, false, Code::Char('a')) => self.at = 0,
            (false, false, Code::End) | (true, false, Code::Char('e')) => self.at = self.text.len(),
            _ => return None,
        }
        Some(self.text.len() != before)
    }

    fn before(&self) -> usize {
        self.text[..self.at]
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.at..]
            .graphemes(true)
            .next()
            .map_or(self.at, |grapheme| self.at + grapheme.len())
    }

    fn word_before(&self) -> usize {
        let head = self.text[..self.at].trim_end();
        head.rfind(char::is_whitespace).map_or(0, |at| {
            at + head[at..].chars().next().map_or(1, char::len_utf8)
        })
    }

    fn word_after(&self) -> usize {
        let tail = &self.text[self.at..];
        let gap = tail.len() - tail.trim_start().len();
        let end = tail[gap..].find(char::is_whitespace);
        self.at + end.map_or(tail.len(), |end| gap + end)
    }

    /// Takes out what lies between the cursor and a place.
    fn cut(&mut self, to: usize) {
        let range = self.at.min(to)..self.at.max(to);
        self.at = range.start;
        self.text.replace_range(range, "");
    }

    /// The first byte that is drawn in so many cells, so that the cursor is in sight.
    fn first_shown(&self, cells: usize) -> usize {
        let mut start = 0;
        let mut used = width(&self.text[..self.at]);
        for (at, grapheme) in self.text[..self.at].grapheme_indices(true) {
            if used < cells {
                break;
            }
            used = used.saturating_sub(width(grapheme));
            start = at + grapheme.len();
        }
        start
    }

    /// Draws the line into one row, some of its parts in another look; gives the cursor's place.
    pub fn draw(
        &self,
        area: Rect,
        buffer: &mut Buffer,
        theme: &Theme,
        marked: &[Range<usize>],
    ) -> Position {
        let start = self.first_shown(usize::from(area.width).max(1));
        let mut x = area.x;
        let mut cursor = x;
        for (offset, grapheme) in self.text[start..].grapheme_indices(true) {
            let at = start + offset;
            if at == self.at {
                cursor = x;
            }
            let role = if marked.iter().any(|range| range.contains(&at)) {
                Role::Complaint
            } else {
                Role::Query
            };
            x = put(buffer, area, x, area.y, grapheme, theme.style(role));
        }
        if self.at == self.text.len() {
            cursor = x;
        }
        Position::new(cursor.min(area.right().saturating_sub(1)), area.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(code: Code) -> Key {
        Key {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    #[test]
    fn a_character_is_taken_back_whole_however_many_code_points_it_has() {
        let mut line = Line::new("ae\u{301}");
        line.key(plain(Code::Backspace));
        assert_eq!(line.text(), "a");
        let mut line = Line::new("x👩‍🚒");
        line.key(plain(Code::Left));
        line.key(plain(Code::Left));
        line.key(plain(Code::Delete));
        assert_eq!(line.text(), "👩‍🚒");
    }

    #[test]
    fn nothing_that_steers_a_terminal_gets_into_the_line() {
        let mut line = Line::default();
        line.insert("a\u{1b}[2Jb\nc\u{202e}d");
        assert!(!line.text().contains(['\u{1b}', '\u{202e}', '\n']));
    }

    #[test]
    fn the_cursor_stays_in_sight_in_a_line_longer_than_its_row() {
        for columns in 1..20 {
            let mut buffer = Buffer::empty(Rect::new(0, 0, columns, 1));
            let line = Line::new("日本語 and a long line of text");
            let at = line.draw(buffer.area, &mut buffer, &Theme::probe(), &[]);
            assert!(at.x < columns);
        }
    }
}
