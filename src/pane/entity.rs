//! The page of an entity: name, aliases, mentions by month, co-mentions, offices, quotes, sources.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Motion;
use crate::ask::Portrait;
use crate::theme::Theme;

/// An entity's page and the line it is scrolled to.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityPage {
    portrait: Portrait,
}

impl EntityPage {
    /// The page of this entity.
    pub fn new(portrait: Portrait) -> Self {
        Self { portrait }
    }

    /// What it shows.
    pub fn portrait(&self) -> &Portrait {
        &self.portrait
    }

    /// Lays the page out for this many columns and rows.
    pub fn resize(&mut self, _columns: u16, _rows: u16) {}

    /// Scrolls; says whether anything moved.
    pub fn scroll(&mut self, _motion: Motion, _count: Option<usize>) -> bool {
        false
    }

    /// Where the hardware cursor belongs.
    pub fn cursor(&self, _area: Rect) -> Option<Position> {
        None
    }

    /// Draws the page.
    pub fn draw(&self, _area: Rect, _buffer: &mut Buffer, _theme: &Theme) {}
}
