//! The panes: each file holds its pane's state, moves and drawing.
