//! An article and a width become lines.
