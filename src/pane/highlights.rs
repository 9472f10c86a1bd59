//! The highlights pane: companies, persons with their office, quotes with speaker, figures, the reader's own.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Motion;
use crate::ask::Opened;
use crate::highlight::EntityKey;
use crate::theme::Theme;

/// The rows of the highlights pane and which one is selected.
#[derive(Debug, Clone, Default)]
pub struct Highlights {}

impl Highlights {
    /// Shows the highlights of an article; keeps the selected row when it is the same article.
    pub fn show(&mut self, _opened: &Opened) {}

    /// Shows nothing.
    pub fn clear(&mut self) {}

    /// Lays the rows out for this many columns and rows.
    pub fn resize(&mut self, _columns: u16, _rows: u16) {}

    /// Moves the selection; says whether it moved.
    pub fn scroll(&mut self, _motion: Motion, _count: Option<usize>) -> bool {
        false
    }

    /// The entity of the selected row.
    pub fn entity(&self) -> Option<&EntityKey> {
        None
    }

    /// The place in the body that the selected row stands for; pressed again on the same row, the next mention.
    pub fn next_place(&mut self) -> Option<Range<usize>> {
        None
    }

    /// Where the hardware cursor belongs when the pane in this area has the keys.
    pub fn cursor(&self, _area: Rect) -> Option<Position> {
        None
    }

    /// Draws the pane.
    pub fn draw(&self, _area: Rect, _buffer: &mut Buffer, _theme: &Theme, _focused: bool) {}
}
