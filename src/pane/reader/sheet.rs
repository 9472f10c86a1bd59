//! An open article set as a page, with its marks, the place at the top, the spot and the search.

mod found;
mod reading;
mod selection;
mod stops;

use std::ops::Range;

use super::head::{self, Aside};
use super::{Look, Motion, Stop, looks};
use crate::article::Style;
use crate::ask::Opened;
use crate::page::{Line, Measure, Page, Part, Run, Setter, overlay};
use crate::text::{Searchable, Sought};
use crate::theme::Role;

pub use selection::Extent;

use selection::Selection;

/// A range of one of the texts of the page.
pub(super) type Passage = (Part, Range<usize>);

/// The open article.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    opened: Opened,
    /// The texts of [`Part::Aside`] and, by the numbers of the notes they belong to, of [`Part::Note`].
    asides: Vec<Aside>,
    /// How many of the asides stand above the headline, and how many below the text.
    above: usize,
    below: usize,
    notes: Vec<Option<Aside>>,
    page: Page,
    look: Look,
    top: usize,
    /// The words at the top; they stay there whatever the width.
    place: (Part, usize),
    spot: Option<Passage>,
    /// The line being read aloud, until something else is gone to.
    reading: Option<usize>,
    selection: Option<Selection>,
    needle: String,
    hits: Vec<Passage>,
    /// The words of the query, found.
    found: Vec<Passage>,
    searchable: Option<(Searchable, Searchable)>,
    title_runs: Vec<Run<Role>>,
    body_runs: Vec<Run<Role>>,
    aside_runs: Vec<Vec<Run<Role>>>,
    note_runs: Vec<Vec<Run<Role>>>,
}

impl Sheet {
    /// Sets an article; `old` is the same article as it was shown until now.
    pub(super) fn new(
        opened: Opened,
        look: Look,
        words: &(Vec<Sought>, Vec<Sought>),
        full_text: &str,
        old: Option<&Self>,
    ) -> Self {
        let mut asides: Vec<Aside> = head::kicker(&opened, look.tongue).into_iter().collect();
        let above = asides.len();
        asides.extend(head::lines(&opened, full_text, look.tongue));
        let foot = head::foot(&opened);
        let below = usize::from(foot.is_some());
        asides.extend(foot);
        let notes: Vec<_> = opened
            .notes
            .iter()
            .map(|note| head::note(&note.text, look.tongue))
            .collect();
        let mut sheet = Self {
            aside_runs: asides.iter().map(runs_of).collect(),
            note_runs: notes
                .iter()
                .map(|note| note.as_ref().map(runs_of).unwrap_or_default())
                .collect(),
            opened,
            asides,
            above,
            below,
            notes,
            page: Page::default(),
            look,
            top: 0,
            place: (Part::Title, 0),
            spot: None,
            reading: None,
            selection: None,
            needle: String::new(),
            hits: Vec::new(),
            found: Vec::new(),
            searchable: None,
            title_runs: Vec::new(),
            body_runs: Vec::new(),
        };
        sheet.page = sheet.lay();
        match old {
            None => sheet.go_to(0),
            Some(old) => {
                sheet.place = old.place;
                if sheet.opened.article == old.opened.article {
                    sheet.spot.clone_from(&old.spot);
                    sheet.selection.clone_from(&old.selection);
                }
                sheet.restore();
                sheet.needle.clone_from(&old.needle);
                sheet.hits = sheet.find(&old.needle);
            }
        }
        sheet.set_query_words(words);
        sheet
    }

    pub(super) fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Sets the page anew for another width or another look.
    pub(super) fn set(&mut self, look: Look) {
        self.look = look;
        self.reading = None;
        self.page = self.lay();
        self.restore();
        self.mark();
    }

    fn lay(&self) -> Page {
        let measure = Measure {
            columns: self.look.columns,
            text: (!self.look.wide).then_some(self.look.measure),
            hyphenate: self.look.hyphenate,
            justify: self.look.justify,
        };
        let opened = &self.opened;
        let names = opened.highlights.entities.iter();
        let names = names.flat_map(|entity| entity.mentions.iter().cloned());
        let mut setter = Setter::new(measure, opened.article.language).keep_whole(names);
        let (above, last) = (self.above, self.asides.len() - self.below);
        for (number, aside) in self.asides.iter().enumerate().take(above) {
            setter.aside(number as u16, &aside.text);
        }
        setter.headline(&opened.article.title);
        for (number, aside) in self.asides.iter().enumerate().take(last).skip(above) {
            setter.aside(number as u16, &aside.text);
        }
        let body = &opened.article.body;
        let homes: Vec<Option<usize>> = opened
            .notes
            .iter()
            .map(|note| head::paragraph_of(opened, note.range.as_ref()?))
            .collect();
        let put_notes = |setter: &mut Setter, home: Option<usize>| {
            for (number, note) in self.notes.iter().enumerate() {
                if let Some(note) = note.as_ref().filter(|_| homes[number] == home) {
                    setter.note(number as u16, &note.text);
                }
            }
        };
        put_notes(&mut setter, None);
        for (number, paragraph) in body.paragraphs().iter().enumerate() {
            setter.body(body.text(), paragraph);
            put_notes(&mut setter, Some(number));
        }
        for (number, aside) in self.asides.iter().enumerate().skip(last) {
            setter.aside(number as u16, &aside.text);
        }
        setter.finish()
    }

    /// The text of a part of the page.
    pub(super) fn text(&self, part: Part) -> &str {
        match part {
            Part::Title => &self.opened.article.title,
            Part::Body => self.opened.article.body.text(),
            Part::Aside(number) => self
                .asides
                .get(usize::from(number))
                .map_or("", |aside| &aside.text),
            Part::Note(number) => self
                .notes
                .get(usize::from(number))
                .and_then(Option::as_ref)
                .map_or("", |aside| &aside.text),
        }
    }

    /// Whether a part of the page is the line below the text that tells its address.
    pub(super) fn is_foot(&self, part: Part) -> bool {
        matches!(part, Part::Aside(number) if usize::from(number) >= self.asides.len() - self.below)
    }

    /// The runs of a part of the page.
    pub(super) fn runs(&self, part: Part) -> &[Run<Role>] {
        match part {
            Part::Title => &self.title_runs,
            Part::Body => &self.body_runs,
            Part::Aside(number) => self
                .aside_runs
                .get(usize::from(number))
                .map_or(&[], Vec::as_slice),
            Part::Note(number) => self
                .note_runs
                .get(usize::from(number))
                .map_or(&[], Vec::as_slice),
        }
    }

    /// The line on a row of the pane.
    pub(super) fn line(&self, row: usize) -> Option<&Line> {
        self.page.lines.get(self.top + row)
    }

    /// Columns to the left of the page.
    pub(super) fn margin(&self) -> u16 {
        self.page.margin
    }

    fn rows(&self) -> usize {
        usize::from(self.look.rows).max(1)
    }

    fn last_top(&self) -> usize {
        self.page.lines.len().saturating_sub(self.rows())
    }

    pub(super) fn at_end(&self) -> bool {
        self.top >= self.last_top()
    }

    pub(super) fn percent(&self) -> u8 {
        let all = self.page.lines.len().max(1);
        let seen = (self.top + self.rows()).min(all);
        (seen * 100 / all) as u8
    }

    pub(super) fn scroll(&mut self, motion: Motion, count: Option<usize>) -> bool {
        let old = self.top;
        let top = motion.apply(old, self.last_top() + 1, self.rows(), count);
        if top == old {
            return false;
        }
        self.go_to(top);
        true
    }

    /// Puts a line at the top and remembers its words.
    fn go_to(&mut self, top: usize) {
        self.top = top.min(self.last_top());
        if let Some(line) = self.page.lines.get(self.top) {
            self.place = (line.part, line.range.start);
        }
    }

    /// Puts the remembered words at the top again.
    fn restore(&mut self) {
        let (part, byte) = self.place;
        // The first line of the head is the beginning, whichever part it shows.
        let first = self.page.lines.first();
        let at_start = first.is_some_and(|line| line.part == part && line.range.start == byte);
        let line = if at_start {
            Some(0)
        } else {
            self.page.line_of(part, byte)
        };
        self.top = line.unwrap_or(0).min(self.last_top());
    }

    /// The line of the spot, as long as it is in sight.
    fn spot_line(&self) -> Option<usize> {
        let (part, range) = self.spot.as_ref()?;
        let line = self.page.line_of(*part, range.start)?;
        (self.top..self.top + self.rows())
            .contains(&line)
            .then_some(line)
    }

    /// Makes a passage the spot and brings it into sight, a third from the top if it was not.
    fn visit(&mut self, (part, range): Passage) {
        self.reading = None;
        // A note's range was made for the text as it was; never trust it to be one of this text's.
        let text = self.text(part);
        let start = text.floor_char_boundary(range.start);
        let end = text.floor_char_boundary(range.end).max(start);
        let passage = (part, start..end);
        let lines = [passage.1.start, passage.1.end.saturating_sub(1)]
            .map(|byte| self.page.line_of(passage.0, byte));
        self.spot = Some(passage);
        if let [Some(first), Some(last)] = lines {
            let last = last.min(first + self.rows() - 1);
            if first < self.top || last >= self.top + self.rows() {
                self.go_to(first.saturating_sub(self.rows() / 3));
            }
        }
        self.mark();
    }

    pub(super) fn jump(&mut self, range: Range<usize>) {
        self.visit((Part::Body, range));
    }

    /// Row of the pane and byte of its text at which the hardware cursor stands.
    pub(super) fn cursor(&self) -> Option<(usize, usize)> {
        let at = self.selection.as_ref().map(Selection::at);
        let line = at.and_then(|at| self.page.line_of(Part::Body, at));
        if let (Some(at), Some(row)) = (at, line.and_then(|line| line.checked_sub(self.top))) {
            return Some((row, at));
        }
        if let Some((row, line)) = self.reading_row() {
            return Some((row, line.range.start));
        }
        if let (Some(line), Some((_, spot))) = (self.spot_line(), &self.spot) {
            return Some((line - self.top, spot.start));
        }
        let line = self.page.lines.get(self.top)?;
        Some((0, line.range.start))
    }
}

/// What the words of a line are where nothing is marked.
pub(super) fn base(line: &Line) -> Role {
    match (line.part, line.style) {
        (Part::Title, _) => Role::Headline,
        (Part::Aside(_), _) => Role::Dim,
        (Part::Note(_), _) => Role::Note,
        (Part::Body, Style::Text | Style::Item(_)) => Role::Text,
        (Part::Body, Style::Heading(_)) => Role::Heading,
        (Part::Body, Style::Quote(_)) => Role::Quote,
        (Part::Body, Style::Code | Style::Table) => Role::Code,
        (Part::Body, Style::Caption) => Role::Caption,
    }
}

fn runs_of(aside: &Aside) -> Vec<Run<Role>> {
    overlay(aside.text.len(), &aside.marks)
}
