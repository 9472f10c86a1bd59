//! The table of actions.
