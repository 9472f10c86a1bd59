//! The picture page: an article's lead picture in half blocks, two pixels a cell, laid over the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::put_clipped;
use crate::picture::Picture;
use crate::theme::{Role, Theme};

/// A picture, what is said below it, and as it fits the page.
#[derive(Debug, Clone)]
pub struct PicturePage {
    picture: Picture,
    caption: String,
    fitted: Picture,
}

impl PicturePage {
    /// A picture with a line of clean text below it.
    pub fn new(picture: Picture, caption: String) -> Self {
        Self {
            fitted: picture.clone(),
            picture,
            caption,
        }
    }

    /// Takes the columns and rows of its area; the last row is the caption's.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let rows = rows.saturating_sub(1);
        self.fitted = self.picture.fitted(u32::from(columns), 2 * u32::from(rows));
    }

    /// Draws it in the middle of its area.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) {
        let area = area.intersection(buffer.area);
        let (columns, rows) = self.fitted.size();
        let (wide, high) = (columns as u16, rows.div_ceil(2) as u16);
        let left = area.x + area.width.saturating_sub(wide) / 2;
        let top = area.y + area.height.saturating_sub(high + 1) / 2;
        let colour = |[r, g, b]: [u8; 3]| Color::Rgb(r, g, b);
        for row in 0..high.min(area.height.saturating_sub(1)) {
            for column in 0..wide.min(area.width) {
                let pixel = |below| {
                    let at = 2 * u32::from(row) + below;
                    self.fitted.pixel(u32::from(column), at).map(colour)
                };
                let cell = &mut buffer[(left + column, top + row)];
                if let Some(upper) = pixel(0) {
                    cell.set_symbol("▀").set_fg(upper);
                }
                if let Some(lower) = pixel(1) {
                    cell.set_bg(lower);
                }
            }
        }
        let below = (top + high).min(area.bottom().saturating_sub(1));
        let style = theme.style(Role::Caption);
        put_clipped(buffer, area, left, below, &self.caption, area.width, style);
    }
}
