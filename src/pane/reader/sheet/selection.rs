//! A selection of words: where it began, where its other end is, and how that moves.

use std::ops::Range;

use super::Sheet;
use crate::page::Part;

/// By how much a selection grows or shrinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A word.
    Word,
    /// A line as it is set.
    Line,
    /// A sentence.
    Sentence,
    /// A paragraph.
    Paragraph,
}

/// The words at which a selection began, and those to which it goes, which move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    fixed: Range<usize>,
    moving: Range<usize>,
    /// Whether it goes by whole paragraphs.
    paragraphs: bool,
}

impl Selection {
    /// All that is selected.
    pub(super) fn range(&self) -> Range<usize> {
        self.fixed.start.min(self.moving.start)..self.fixed.end.max(self.moving.end)
    }

    /// Where it moves.
    pub(super) fn at(&self) -> usize {
        self.moving.start
    }
}

impl Sheet {
    /// Selects what is at the spot, or the first word of the text in sight; says whether there is any.
    pub(in crate::pane::reader) fn select(&mut self, paragraphs: bool) -> bool {
        let spot = self.spot_line().and(self.spot.clone());
        let fixed = match spot {
            Some((Part::Body, spot)) if !spot.is_empty() => Some(spot),
            _ => {
                let lines = self.page.lines.iter().skip(self.top).take(self.rows());
                let mut lines = lines.filter(|line| line.part == Part::Body);
                lines.find_map(|line| self.word_at(line.range.start))
            }
        };
        let Some(fixed) = fixed else {
            return false;
        };
        let whole = self.paragraph_at(fixed.start).filter(|_| paragraphs);
        let (fixed, moving) = if let Some(whole) = whole {
            (whole.clone(), whole)
        } else {
            let moving = self.word_before(fixed.end);
            let moving = moving.unwrap_or_else(|| fixed.clone());
            (fixed, moving)
        };
        self.selection = Some(Selection {
            fixed,
            moving,
            paragraphs,
        });
        self.mark();
        true
    }

    /// Selects from the words drawn at one cell of the pane to those at another, the end that moves being there; says
    /// whether there are words at both.
    pub(in crate::pane::reader) fn select_between(
        &mut self,
        from: (u16, u16),
        to: (u16, u16),
    ) -> bool {
        let word = |(column, row)| match self.byte_at(column, row)? {
            (Part::Body, at) => self.word_around(at),
            _ => None,
        };
        // While it is dragged beyond words, what was reached of them stays.
        let (Some(fixed), Some(moving)) = (word(from), word(to)) else {
            return self.selection.is_some();
        };
        self.selection = Some(Selection {
            fixed,
            moving,
            paragraphs: false,
        });
        self.mark();
        true
    }

    pub(in crate::pane::reader) fn selection(&self) -> Option<Range<usize>> {
        self.selection.as_ref().map(Selection::range)
    }

    pub(in crate::pane::reader) fn deselect(&mut self) {
        if self.selection.take().is_some() {
            self.mark();
        }
    }

    pub(in crate::pane::reader) fn swap_ends(&mut self) {
        if let Some(selection) = &mut self.selection {
            std::mem::swap(&mut selection.fixed, &mut selection.moving);
            self.show_end();
        }
    }

    pub(in crate::pane::reader) fn extend(&mut self, extent: Extent, forward: bool) {
        let Some(Selection {
            moving, paragraphs, ..
        }) = self.selection.clone()
        else {
            return;
        };
        let extent = match extent {
            Extent::Line if paragraphs => Extent::Paragraph,
            extent => extent,
        };
        let to = match (extent, forward) {
            (Extent::Paragraph, forward) => self.paragraph_on(&moving, forward),
            (Extent::Word, true) => self.word_at(moving.end),
            (Extent::Word, false) => self.word_before(moving.start),
            (Extent::Line, forward) => self.word_a_line_on(&moving, forward),
            (Extent::Sentence, true) => {
                let end = self.sentences().map(|it| it.end);
                let end = end.into_iter().find(|end| *end > moving.end);
                end.and_then(|end| self.word_before(end))
            }
            (Extent::Sentence, false) => {
                let before = self.sentences().map(|it| it.start);
                let before = before.take_while(|start| *start < moving.start).last();
                before.and_then(|start| self.word_at(start))
            }
        };
        if let (Some(to), Some(selection)) = (to, &mut self.selection) {
            selection.moving = to;
            self.show_end();
        }
    }

    /// The paragraph a byte stands in.
    fn paragraph_at(&self, byte: usize) -> Option<Range<usize>> {
        let paragraphs = self.opened().article.body.paragraphs().iter();
        paragraphs
            .map(|paragraph| paragraph.range.clone())
            .find(|range| range.contains(&byte))
    }

    /// The paragraph after or before a place.
    fn paragraph_on(&self, from: &Range<usize>, forward: bool) -> Option<Range<usize>> {
        let mut paragraphs = self.opened().article.body.paragraphs().iter();
        let found = if forward {
            // To the end of this one first, where it is not reached yet.
            paragraphs.find(|paragraph| paragraph.range.end > from.end)
        } else {
            paragraphs.rfind(|paragraph| paragraph.range.start < from.start)
        };
        found.map(|paragraph| paragraph.range.clone())
    }

    /// The last word of the next line of the text, or the first of the one before.
    fn word_a_line_on(&self, from: &Range<usize>, forward: bool) -> Option<Range<usize>> {
        let here = self.page.line_of(Part::Body, from.start)?;
        let is_text = |line: &&crate::page::Line| line.part == Part::Body && !line.range.is_empty();
        if forward {
            let line = self.page.lines[here + 1..].iter().find(is_text)?;
            self.word_before(line.range.end)
        } else {
            let line = self.page.lines[..here].iter().rev().find(is_text)?;
            self.word_at(line.range.start)
        }
    }

    /// Brings the end that moves into sight.
    fn show_end(&mut self) {
        let at = self.selection.as_ref().map(Selection::at);
        if let Some(line) = at.and_then(|at| self.page.line_of(Part::Body, at)) {
            if line < self.top {
                self.go_to(line);
            } else if line >= self.top + self.rows() {
                self.go_to(line + 1 - self.rows());
            }
        }
        self.mark();
    }

    /// The word that stands at a byte, else the one before it.
    fn word_around(&self, byte: usize) -> Option<Range<usize>> {
        let text = self.text(Part::Body);
        let end = text.get(byte..)?.find(char::is_whitespace);
        self.word_before(end.map_or(text.len(), |end| byte + end))
    }

    /// The word that begins at a byte or after it.
    fn word_at(&self, byte: usize) -> Option<Range<usize>> {
        let text = self.text(Part::Body);
        let rest = text.get(byte..)?;
        let start = byte + rest.len() - rest.trim_start().len();
        let rest = &text[start..];
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        (end > 0).then(|| start..start + end)
    }

    /// The word that ends at a byte or before it.
    fn word_before(&self, byte: usize) -> Option<Range<usize>> {
        let head = self.text(Part::Body).get(..byte)?.trim_end();
        let start = head
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_whitespace())
            .map_or(0, |(at, c)| at + c.len_utf8());
        (start < head.len()).then_some(start..head.len())
    }
}
