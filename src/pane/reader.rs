//! The reader pane: one article as a page, what is marked on it, and where the reader is in it.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::Motion;
use crate::article::ArticleId;
use crate::ask::Opened;
use crate::config;
use crate::highlight::Entity;
use crate::theme::Theme;

/// What to jump to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A mention of a company or person.
    Mention,
    /// A direct quotation.
    Quote,
    /// A highlight or note of the reader's own.
    Own,
}

/// The open article and the place in it.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    opened: Option<Opened>,
}

impl Reader {
    /// An empty pane with these settings.
    pub fn new(_settings: &config::Reader, _colours: bool) -> Self {
        Self::default()
    }

    /// Shows an article: from its beginning, or, when it is the one already shown, at the place where the reader is.
    pub fn show(&mut self, opened: Opened) {
        self.opened = Some(opened);
    }

    /// Shows nothing.
    pub fn clear(&mut self) {
        self.opened = None;
    }

    /// What is shown.
    pub fn opened(&self) -> Option<&Opened> {
        self.opened.as_ref()
    }

    /// The number of the article that is shown.
    pub fn id(&self) -> Option<ArticleId> {
        self.opened.as_ref().map(|opened| opened.id)
    }

    /// Sets the page for this many columns and rows; the words at the top stay at the top.
    pub fn resize(&mut self, _columns: u16, _rows: u16) {}

    /// Scrolls; says whether anything moved.
    pub fn scroll(&mut self, _motion: Motion, _count: Option<usize>) -> bool {
        false
    }

    /// Whether the last line is in sight.
    pub fn at_end(&self) -> bool {
        true
    }

    /// Goes to the next or previous stop of a kind; says whether there was one.
    pub fn step(&mut self, _stop: Stop, _forward: bool, _count: usize) -> bool {
        false
    }

    /// Brings a range of the body into sight and makes it the spot under the cursor.
    pub fn jump(&mut self, _range: Range<usize>) {}

    /// The entity under the cursor: the one at the spot, as long as it is in sight.
    pub fn entity(&self) -> Option<&Entity> {
        None
    }

    /// The sentence under the cursor: the one at the spot, else the first that begins in sight; none without an article.
    pub fn sentence(&self) -> Option<Range<usize>> {
        None
    }

    /// Marks every occurrence of some words (folded) and goes to the first at or below the top; returns their number.
    pub fn search(&mut self, _words: &str) -> usize {
        0
    }

    /// Goes to the next or previous hit, round the end; says whether there is any.
    pub fn search_step(&mut self, _forward: bool, _count: usize) -> bool {
        false
    }

    /// Marks the words of the query wherever they stand (folded; a trailing `*` is a prefix), without moving.
    pub fn set_query_words(&mut self, _words: Vec<String>) {}

    /// Lines of the measure, or as wide as the pane; says which it is now.
    pub fn toggle_measure(&mut self) -> bool {
        false
    }

    /// Entity colours in the text, or none; says which it is now.
    pub fn toggle_colours(&mut self) -> bool {
        false
    }

    /// Where the hardware cursor belongs when the pane in this area has the keys.
    pub fn cursor(&self, _area: Rect) -> Option<Position> {
        None
    }

    /// Draws the pane.
    pub fn draw(&self, _area: Rect, _buffer: &mut Buffer, _theme: &Theme, _focused: bool) {}
}
