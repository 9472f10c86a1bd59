//! The panes: each file holds its pane's state, moves and drawing. Panes never import each other.

pub mod entity;
pub mod highlights;
pub mod reader;

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
