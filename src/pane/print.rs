//! Prints a drawn buffer for tests: each row of text, and under it one letter for the role of each cell.
//!
//! A row of letters is left out where every cell is plain text or nothing; a second one stands there for roles that
//! lie under others.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::theme::{Role, Theme};

/// What `draw` puts into a buffer of this size.
pub(super) fn print(columns: u16, rows: u16, draw: impl FnOnce(Rect, &mut Buffer)) -> String {
    let area = Rect::new(0, 0, columns, rows);
    let mut buffer = Buffer::empty(area);
    draw(area, &mut buffer);
    let mut out = String::new();
    for y in 0..rows {
        let mut text = String::new();
        let mut over = String::new();
        let mut under = String::new();
        for x in 0..columns {
            let cell = &buffer[(x, y)];
            text.push_str(cell.symbol());
            let (said, below) = Theme::probed(cell.fg, cell.bg);
            let blank = cell.symbol() == " ";
            let said = said.filter(|role| *role != Role::Text && !blank);
            over.push(said.map_or(' ', Role::letter));
            under.push(below.map_or(' ', Role::letter));
        }
        for (sign, row) in [('|', text), (' ', over), (' ', under)] {
            let row = row.trim_end();
            if sign == '|' || !row.is_empty() {
                out.push(sign);
                out.push_str(row);
                out.push('\n');
            }
        }
    }
    out
}
