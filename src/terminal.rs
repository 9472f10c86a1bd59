//! The terminal: raw mode and modes taken and given back, panics and signals, keys, what may be written to it.
