//! Which links are in sight, and where on the pane their words stand.

use std::ops::Range;

use super::Reader;
use crate::article::Link;
use crate::page::Part;

/// The words of a link on one line of the pane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedWords {
    /// Where they lead.
    pub link: Link,
    /// The row of the pane.
    pub row: u16,
    /// The columns of the pane.
    pub columns: Range<u16>,
    /// Which link of the article it is; the one below the text has the number after the last.
    number: usize,
}

impl Reader {
    /// The links in sight from top to bottom, each with column and row of the pane at which its words begin.
    pub fn links_in_sight(&self) -> Vec<(Link, (u16, u16))> {
        let mut last = None;
        self.linked_words()
            .into_iter()
            .filter(|words| {
                // Of a link on several lines the first counts; links follow each other as their words do.
                let new = last.is_none_or(|last| last < words.number);
                last = last.max(Some(words.number));
                new
            })
            .map(|words| (words.link, (words.columns.start, words.row)))
            .collect()
    }

    /// The words of links in sight, line by line.
    pub fn linked_words(&self) -> Vec<LinkedWords> {
        let Some(sheet) = &self.sheet else {
            return Vec::new();
        };
        let article = &sheet.opened().article;
        let anchors = article.body.links();
        let mut found = Vec::new();
        for row in 0..self.look.rows {
            let Some(line) = sheet.line(usize::from(row)) else {
                break;
            };
            let mut add = |number, link: &Link, range: &Range<usize>| {
                let start = range.start.max(line.range.start);
                let end = range.end.min(line.range.end);
                if start < end {
                    let column = |byte| (sheet.column(line, byte) as u16).min(self.look.columns);
                    found.push(LinkedWords {
                        link: link.clone(),
                        row,
                        columns: column(start)..column(end),
                        number,
                    });
                }
            };
            if let (true, Some(url)) = (sheet.is_foot(line.part), &article.url) {
                add(anchors.len(), url, &line.range);
            }
            if line.part == Part::Body {
                for (number, anchor) in anchors.iter().enumerate() {
                    add(number, &anchor.link, &anchor.range);
                }
            }
        }
        found
    }
}
