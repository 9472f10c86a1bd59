//! Which links are in sight, and where on the pane they begin.

use super::Reader;
use super::sheet::Sheet;
use crate::article::Link;
use crate::page::{Line, Part};
use crate::text::width;

impl Reader {
    /// The links in sight from top to bottom, each with column and row of the pane at which its words begin.
    pub fn links_in_sight(&self) -> Vec<(Link, (u16, u16))> {
        let Some(sheet) = &self.sheet else {
            return Vec::new();
        };
        let anchors = sheet.opened().article.body.links();
        let mut found = Vec::new();
        let mut last = None;
        for row in 0..self.look.rows {
            let Some(line) = sheet.line(usize::from(row)) else {
                break;
            };
            if sheet.is_foot(line.part) && !line.range.is_empty() {
                let url = sheet.opened().article.url.clone();
                // A long address takes several lines; its letters stand on the first.
                if let (Some(link), 0) = (url, line.range.start) {
                    found.push((link, (column(sheet, line, 0), row)));
                }
            }
            if line.part != Part::Body {
                continue;
            }
            for (number, anchor) in anchors.iter().enumerate() {
                let range = &anchor.range;
                let here = range.start < line.range.end && line.range.start < range.end;
                if here && last.is_none_or(|last| last < number) {
                    last = Some(number);
                    let start = range.start.max(line.range.start);
                    found.push((anchor.link.clone(), (column(sheet, line, start), row)));
                }
            }
        }
        found
    }
}

/// The column of the pane at which a byte of a line is drawn.
fn column(sheet: &Sheet, line: &Line, byte: usize) -> u16 {
    let before = &sheet.text(line.part)[line.range.start..byte.max(line.range.start)];
    sheet.margin() + line.indent + (width(line.prefix) + width(before)) as u16
}
