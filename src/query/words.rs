//! Query to words.
