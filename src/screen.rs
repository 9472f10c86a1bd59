//! Draws the application: areas, panes, the lines below. Borrows everything, changes nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::App;
use crate::theme::Theme;

/// Draws a frame into a buffer of the terminal's size; returns where the hardware cursor belongs.
pub fn draw(_app: &App, _theme: &Theme, _buffer: &mut Buffer) -> Option<Position> {
    None
}
