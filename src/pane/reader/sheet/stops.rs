//! Where the reader can stop in an article: the spot under the cursor, the next mention, quotation, highlight, sentence.

use std::ops::Range;

use super::{Passage, Sheet, Stop};
use crate::highlight::{Entity, Kind};
use crate::page::{Line, Part};
use crate::text::sentence::sentences;
use crate::text::width;

impl Sheet {
    /// Where a passage is among the passages of the page; none for what is in no order with the text.
    pub(super) fn rank(&self, part: Part, byte: usize) -> Option<(u8, usize)> {
        match part {
            Part::Title => Some((0, byte)),
            Part::Note(number) => {
                let note = self.opened.notes.get(usize::from(number))?;
                note.range.is_none().then_some((1, usize::from(number)))
            }
            Part::Body => Some((2, byte)),
            Part::Aside(_) => None,
        }
    }

    /// The rank of the first words in sight.
    pub(super) fn rank_in_sight(&self) -> (u8, usize) {
        self.page.lines[self.top.min(self.page.lines.len())..]
            .iter()
            .find_map(|line| self.rank(line.part, line.range.start))
            .unwrap_or((u8::MAX, 0))
    }

    pub(in crate::pane::reader) fn select_at(&mut self, column: u16, row: u16) -> bool {
        let Some((part, byte)) = self.byte_at(column, row) else {
            return false;
        };
        let holds = |range: &&Range<usize>| range.contains(&byte);
        let entities = self.opened.highlights.entities.iter();
        let name = match part {
            Part::Title => entities.flat_map(|entity| &entity.in_title).find(holds),
            Part::Body => entities.flat_map(|entity| &entity.mentions).find(holds),
            Part::Aside(_) | Part::Note(_) => return false,
        };
        let mut found = name.cloned();
        if part == Part::Body {
            let links = self.opened.article.body.links().iter();
            found = found
                .or_else(|| links.map(|anchor| &anchor.range).find(holds).cloned())
                .or_else(|| self.sentences().find(|sentence| sentence.contains(&byte)));
        }
        match found {
            Some(range) => {
                self.visit((part, range));
                true
            }
            None => false,
        }
    }

    /// What text is drawn at a cell of the pane.
    pub(super) fn byte_at(&self, column: u16, row: u16) -> Option<(Part, usize)> {
        let line = self.line(usize::from(row))?;
        let column = usize::from(column).checked_sub(self.before(line))?;
        let mut cells = line.cells(self.text(line.part));
        let (at, ..) = cells.find(|(_, _, start, wide)| column < start + wide)?;
        Some((line.part, at))
    }

    /// Columns of the pane before the first word of a line.
    fn before(&self, line: &Line) -> usize {
        usize::from(self.page.margin + line.indent) + width(line.prefix)
    }

    /// The column of the pane at which a byte of a line is drawn.
    pub(in crate::pane::reader) fn column(&self, line: &Line, byte: usize) -> usize {
        self.before(line) + line.column(self.text(line.part), byte)
    }

    pub(super) fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let body = &self.opened.article.body;
        body.paragraphs().iter().flat_map(|paragraph| {
            let start = paragraph.range.start;
            let found = sentences(&body.text()[paragraph.range.clone()]);
            let found = found.into_iter();
            found.map(move |range| start + range.start..start + range.end)
        })
    }

    pub(in crate::pane::reader) fn step(
        &mut self,
        stop: Stop,
        forward: bool,
        count: usize,
    ) -> bool {
        let mut stops: Vec<((u8, usize), Passage)> = self
            .stops(stop)
            .into_iter()
            .filter_map(|passage| Some((self.rank(passage.0, passage.1.start)?, passage)))
            .collect();
        stops.sort_by_key(|(rank, _)| *rank);
        stops.dedup_by_key(|(rank, _)| *rank);
        let spot = self.spot_line().and(self.spot.as_ref());
        let spot = spot.and_then(|(part, range)| self.rank(*part, range.start));
        let found = if forward {
            let next = match spot {
                Some(spot) => stops.partition_point(|(rank, _)| *rank <= spot),
                None => stops.partition_point(|(rank, _)| *rank < self.rank_in_sight()),
            };
            let left = stops.len() - next;
            (left > 0).then(|| next + count.max(1).min(left) - 1)
        } else {
            let here = spot.unwrap_or_else(|| self.rank_in_sight());
            let before = stops.partition_point(|(rank, _)| *rank < here);
            (before > 0).then(|| before - count.max(1).min(before))
        };
        match found {
            Some(number) => {
                let (_, passage) = stops.swap_remove(number);
                self.visit(passage);
                true
            }
            None => false,
        }
    }

    fn stops(&self, stop: Stop) -> Vec<Passage> {
        let found = &self.opened.highlights;
        let in_body = |range: &Range<usize>| (Part::Body, range.clone());
        match stop {
            Stop::Mention => found
                .entities
                .iter()
                .filter(|entity| matches!(entity.kind(), Kind::Company | Kind::Person))
                .flat_map(|entity| {
                    let title = entity.in_title.iter();
                    let title = title.map(|range| (Part::Title, range.clone()));
                    title.chain(entity.mentions.iter().map(in_body))
                })
                .collect(),
            Stop::Quote => found
                .quotes
                .iter()
                .map(|quote| in_body(&quote.range))
                .collect(),
            Stop::Own => (0_u16..)
                .zip(&self.opened.notes)
                .map(|(number, note)| match &note.range {
                    Some(range) => in_body(range),
                    None => (Part::Note(number), 0..self.text(Part::Note(number)).len()),
                })
                .collect(),
        }
    }

    pub(in crate::pane::reader) fn entity(&self) -> Option<&Entity> {
        self.spot_line()?;
        let (part, spot) = self.spot.as_ref()?;
        let overlaps = |range: &&Range<usize>| range.start < spot.end && spot.start < range.end;
        self.opened
            .highlights
            .entities
            .iter()
            .filter_map(|entity| {
                let places = match part {
                    Part::Title => &entity.in_title,
                    Part::Body => &entity.mentions,
                    Part::Aside(_) | Part::Note(_) => return None,
                };
                let place = places.iter().find(overlaps)?;
                let exact = place.start.abs_diff(spot.start) + place.end.abs_diff(spot.end);
                Some((exact, entity))
            })
            .min_by_key(|(exact, _)| *exact)
            .map(|(_, entity)| entity)
    }

    pub(in crate::pane::reader) fn quote(&self) -> Option<Range<usize>> {
        self.spot_line()?;
        let Some((Part::Body, spot)) = &self.spot else {
            return None;
        };
        let mut quotes = self.opened.highlights.quotes.iter();
        let quote = quotes.find(|quote| quote.range == *spot)?;
        Some(quote.range.clone())
    }

    pub(in crate::pane::reader) fn sentence(&self) -> Option<Range<usize>> {
        let mut all = self.sentences();
        let spot = self.spot_line().and(self.spot.as_ref());
        if let Some((Part::Body, spot)) = spot {
            return all.find(|sentence| spot.start < sentence.end);
        }
        let in_sight: Vec<&Line> = self
            .page
            .lines
            .iter()
            .skip(self.top)
            .take(self.rows())
            .filter(|line| line.part == Part::Body && !line.range.is_empty())
            .collect();
        let start = in_sight.first()?.range.start;
        let end = in_sight.last()?.range.end;
        let mut covering = None;
        for sentence in all {
            if sentence.start >= start {
                // A sentence that fills the pane and begins above it is still the one being read.
                return if sentence.start < end {
                    Some(sentence)
                } else {
                    covering
                };
            }
            covering = Some(sentence);
        }
        covering
    }
}
