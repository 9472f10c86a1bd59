//! What is remembered from one sitting to the next besides the store: the lines that were written, and whether the
//! first steps were shown.

use serde::{Deserialize, Serialize};

use crate::pane::help::Sheet;

use super::{App, Effect};

/// What is remembered; a part that is missing is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Whether the first steps were shown.
    pub taught: bool,
    /// Queries, oldest first.
    pub query: Vec<String>,
    /// Words searched for.
    pub search: Vec<String>,
    /// Commands.
    pub command: Vec<String>,
    /// Programs that texts were handed to.
    pub pipe: Vec<String>,
}

/// More lines of one sort than this are not remembered.
pub(super) const MOST: usize = 200;

impl Memory {
    /// This memory over an older one: lines that both have stand where this one has them.
    #[must_use]
    pub fn over(mut self, older: Self) -> Self {
        self.taught |= older.taught;
        for (lines, older) in [
            (&mut self.query, older.query),
            (&mut self.search, older.search),
            (&mut self.command, older.command),
            (&mut self.pipe, older.pipe),
        ] {
            let mut all = older;
            all.retain(|line| !lines.contains(line));
            all.append(lines);
            all.drain(..all.len().saturating_sub(MOST));
            *lines = all;
        }
        self
    }
}

/// Puts a line at the end of those that were written, where it stands once.
pub(super) fn remember(lines: &mut Vec<String>, line: &str) {
    lines.retain(|other| other != line);
    lines.push(line.to_owned());
    lines.drain(..lines.len().saturating_sub(MOST));
}

impl App {
    /// Takes what is remembered of earlier sittings; in the first one the first steps are shown.
    pub fn remember(&mut self, memory: Memory) {
        let new = !memory.taught;
        self.memory = Memory {
            taught: true,
            ..memory
        };
        if new {
            self.first_steps();
            self.keep_memory();
        }
    }

    pub(super) fn keep_memory(&mut self) {
        self.out
            .push(Effect::Remember(Box::new(self.memory.clone())));
    }

    /// The page that teaches the six keys to begin with.
    pub(super) fn first_steps(&mut self) {
        self.show_sheet(Sheet::first_steps(&self.config.keys, self.config.tongue));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sittings_at_once_lose_no_line_of_each_other() {
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
        let mine = Memory {
            command: lines(&["redo", "help"]),
            ..Memory::default()
        };
        let theirs = Memory {
            taught: true,
            command: lines(&["help", "undo"]),
            ..Memory::default()
        };
        let both = mine.over(theirs);
        assert_eq!(both.command, ["undo", "redo", "help"]);
        assert!(both.taught);
    }
}
