//! Reading line by line: the cursor goes down the lines in sight, and the page turns only at their end, so that a
//! screen reader is given one new line at a time.

use super::Sheet;
use crate::page::Line;
use crate::pane::Motion;

impl Sheet {
    /// Moves the line that is read; says whether it moved.
    pub(in crate::pane::reader) fn read_line(
        &mut self,
        motion: Motion,
        count: Option<usize>,
    ) -> bool {
        let all = self.page.lines.len();
        let rows = self.rows();
        let from = self.top + self.cursor().map_or(0, |(row, _)| row);
        let to = motion.apply(from, all, rows, count);
        if to < self.top {
            // Upwards the page turns so that the line is the last of it.
            self.go_to((to + 1).saturating_sub(rows));
        } else if to >= self.top + rows {
            self.go_to(to);
        }
        self.reading = Some(to);
        to != from
    }

    /// The cursor stands where it would without reading line by line.
    pub(in crate::pane::reader) fn stop_reading(&mut self) {
        self.reading = None;
    }

    /// The line being read and its row, while it is in sight.
    pub(super) fn reading_row(&self) -> Option<(usize, &Line)> {
        let line = self.reading?;
        let row = line
            .checked_sub(self.top)
            .filter(|row| *row < self.rows())?;
        Some((row, self.page.lines.get(line)?))
    }
}
