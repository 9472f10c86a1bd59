//! The terminal: raw mode, signals, capabilities, keys.
