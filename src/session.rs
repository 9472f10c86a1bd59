//! The loop: draw, wait, drain.
