//! The panes: each file holds its pane's state, moves and drawing. Panes never import each other, and none of
//! them asks the store: they are given values and say what they lack.

pub mod entity;
pub mod help;
pub mod highlights;
mod line;
pub mod list;
pub mod picker;
pub mod picture;
pub mod prompt;
pub mod reader;
pub mod status;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::row::Passage;
use crate::theme::Role;

pub use line::Line;

#[cfg(test)]
mod print;

/// A move within a pane; what it does to rows or lines is the pane's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// One row or line down.
    Down,
    /// One row or line up.
    Up,
    /// The first; with a count, that one.
    Top,
    /// The last; with a count, that one.
    Bottom,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
}

impl Motion {
    /// Where the move leads from an item in a run of `len` items of which `page` are in sight.
    pub fn apply(self, at: usize, len: usize, page: usize, count: Option<usize>) -> usize {
        let last = len.saturating_sub(1);
        let times = count.unwrap_or(1).max(1);
        let pages = |part: usize| part.max(1).saturating_mul(times);
        let to = match self {
            Self::Down => at.saturating_add(times),
            Self::Up => at.saturating_sub(times),
            Self::Top => count.map_or(0, |row| row.saturating_sub(1)),
            Self::Bottom => count.map_or(last, |row| row.saturating_sub(1)),
            Self::HalfDown => at.saturating_add(pages(page / 2)),
            Self::HalfUp => at.saturating_sub(pages(page / 2)),
            Self::PageDown => at.saturating_add(pages(page.saturating_sub(1))),
            Self::PageUp => at.saturating_sub(pages(page.saturating_sub(1))),
        };
        to.min(last)
    }
}

/// Writes a text into a row of an area from a column of the buffer on, cut off at the area's edge; gives the
/// column after it. Outside the buffer nothing is written.
pub fn put(buffer: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if x < area.x || x >= area.right() || y < area.y || y >= area.bottom() {
        return x;
    }
    buffer
        .set_stringn(x, y, text, usize::from(area.right() - x), style)
        .0
}

/// The same, but cut off with an ellipsis after `cells` cells.
pub fn put_clipped(
    buffer: &mut Buffer,
    area: Rect,
    x: u16,
    y: u16,
    text: &str,
    cells: u16,
    style: Style,
) -> u16 {
    let room = area.right().saturating_sub(x).min(cells);
    let clipped = crate::text::clip(text, usize::from(room));
    put(buffer, area, x, y, &clipped, style)
}

/// The pieces of a passage, in a role and, where it is marked, as a hit.
pub fn pieces(passage: &Passage, role: Role) -> impl Iterator<Item = (Role, &str)> {
    let text = passage.text.as_str();
    let mut at = 0;
    let mut out = Vec::with_capacity(2 * passage.marks.len() + 1);
    for mark in &passage.marks {
        out.push((role, text.get(at..mark.start).unwrap_or("")));
        out.push((Role::Hit, text.get(mark.clone()).unwrap_or("")));
        at = mark.end;
    }
    out.push((role, text.get(at..).unwrap_or("")));
    out.into_iter().filter(|(_, piece)| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_never_leaves_the_run() {
        for motion in [
            Motion::Down,
            Motion::Up,
            Motion::Top,
            Motion::Bottom,
            Motion::HalfDown,
            Motion::HalfUp,
            Motion::PageDown,
            Motion::PageUp,
        ] {
            for count in [None, Some(0), Some(3), Some(usize::MAX)] {
                for len in [0, 1, 7] {
                    for at in 0..len.max(1) {
                        let to = motion.apply(at, len, 3, count);
                        assert!(to < len.max(1), "{motion:?} {count:?} {at}/{len}");
                    }
                }
            }
        }
    }

    #[test]
    fn nothing_is_written_outside_the_buffer() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        let area = Rect::new(0, 0, 80, 24);
        put(&mut buffer, area, 2, 0, "long text", Style::new());
        put(&mut buffer, area, 9, 9, "text", Style::new());
        assert_eq!(buffer.content()[2].symbol(), "l");
    }
}
