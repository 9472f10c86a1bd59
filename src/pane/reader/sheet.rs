//! An open article set as a page, with its marks, the place at the top, the spot and the search.

mod selection;

use std::ops::Range;

use super::head::{self, Aside};
use super::search::Searchable;
use super::{Look, Motion, Stop, looks};
use crate::article::Style;
use crate::ask::Opened;
use crate::highlight::{Entity, Kind};
use crate::page::{Line, Mark, Measure, Page, Part, Run, Setter, overlay};
use crate::text::sentence::sentences;
use crate::text::{graphemes, width};
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
    pub(super) fn new(opened: Opened, look: Look, words: &[String], old: Option<&Self>) -> Self {
        let mut asides: Vec<Aside> = head::kicker(&opened).into_iter().collect();
        let above = asides.len();
        asides.extend(head::lines(&opened, look.tongue));
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
        self.page = self.lay();
        self.restore();
        self.mark();
    }

    fn lay(&self) -> Page {
        let measure = Measure {
            columns: self.look.columns,
            text: (!self.look.wide).then_some(self.look.measure),
            hyphenate: self.look.hyphenate,
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

    /// Where a passage is among the passages of the page; none for what is in no order with the text.
    fn rank(&self, part: Part, byte: usize) -> Option<(u8, usize)> {
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
    fn rank_in_sight(&self) -> (u8, usize) {
        self.page.lines[self.top.min(self.page.lines.len())..]
            .iter()
            .find_map(|line| self.rank(line.part, line.range.start))
            .unwrap_or((u8::MAX, 0))
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

    pub(super) fn select_at(&mut self, column: u16, row: u16) -> bool {
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
    fn byte_at(&self, column: u16, row: u16) -> Option<(Part, usize)> {
        let line = self.line(usize::from(row))?;
        let before = usize::from(self.page.margin + line.indent) + width(line.prefix);
        let mut left = usize::from(column).checked_sub(before)?;
        for (at, _, wide) in graphemes(&self.text(line.part)[line.range.clone()]) {
            if left < wide {
                return Some((line.part, line.range.start + at));
            }
            left -= wide;
        }
        None
    }

    fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        let body = &self.opened.article.body;
        body.paragraphs().iter().flat_map(|paragraph| {
            let start = paragraph.range.start;
            let found = sentences(&body.text()[paragraph.range.clone()]);
            let found = found.into_iter();
            found.map(move |range| start + range.start..start + range.end)
        })
    }

    pub(super) fn step(&mut self, stop: Stop, forward: bool, count: usize) -> bool {
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

    pub(super) fn entity(&self) -> Option<&Entity> {
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

    pub(super) fn sentence(&self) -> Option<Range<usize>> {
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

    fn searchable(&mut self) -> &(Searchable, Searchable) {
        let article = &self.opened.article;
        self.searchable.get_or_insert_with(|| {
            (
                Searchable::new(&article.title),
                Searchable::new(article.body.text()),
            )
        })
    }

    fn find(&mut self, words: &str) -> Vec<Passage> {
        let (title, body) = self.searchable();
        let title = title.find(words).into_iter().map(|hit| (Part::Title, hit));
        let body = body.find(words).into_iter().map(|hit| (Part::Body, hit));
        title.chain(body).collect()
    }

    pub(super) fn search(&mut self, words: &str) -> usize {
        words.trim().clone_into(&mut self.needle);
        self.hits = self.find(words);
        let here = self.rank_in_sight();
        let first = self.hits.iter().find(|hit| {
            self.rank(hit.0, hit.1.start)
                .is_some_and(|rank| rank >= here)
        });
        match first.or(self.hits.first()).cloned() {
            Some(hit) => self.visit(hit),
            None => self.mark(),
        }
        self.hits.len()
    }

    pub(super) fn search_step(&mut self, forward: bool, count: usize) -> bool {
        let all = self.hits.len();
        if all == 0 {
            return false;
        }
        let spot = self.spot_line().and(self.spot.as_ref());
        let here = spot
            .and_then(|(part, range)| self.rank(*part, range.start))
            .unwrap_or_else(|| self.rank_in_sight());
        let rank = |hit: &Passage| self.rank(hit.0, hit.1.start).unwrap_or_default();
        let steps = (count.max(1) - 1) % all;
        let number = if forward {
            let on_spot = spot.is_some();
            let next = self.hits.partition_point(|hit| {
                let rank = rank(hit);
                rank < here || (on_spot && rank == here)
            });
            (next + steps) % all
        } else {
            let before = self.hits.partition_point(|hit| rank(hit) < here);
            (before + 2 * all - 1 - steps) % all
        };
        let hit = self.hits[number].clone();
        self.visit(hit);
        true
    }

    pub(super) fn hits(&self) -> Option<(usize, usize)> {
        if self.needle.is_empty() {
            return None;
        }
        let spot = self.spot.as_ref();
        let number = self.hits.iter().position(|hit| Some(hit) == spot);
        Some((number.map_or(0, |number| number + 1), self.hits.len()))
    }

    pub(super) fn set_query_words(&mut self, words: &[String]) {
        self.found = Vec::new();
        if !words.is_empty() {
            let (title, body) = self.searchable();
            let mut found = Vec::new();
            for word in words {
                found.extend(
                    title
                        .find_word(word)
                        .into_iter()
                        .map(|hit| (Part::Title, hit)),
                );
                found.extend(
                    body.find_word(word)
                        .into_iter()
                        .map(|hit| (Part::Body, hit)),
                );
            }
            self.found = found;
        }
        self.mark();
    }

    /// Lays the marks over headline and text.
    fn mark(&mut self) {
        let title = self.runs_with(
            Part::Title,
            looks::of_title(&self.opened, self.look.colours),
        );
        let body = self.runs_with(Part::Body, looks::of_body(&self.opened, self.look.colours));
        (self.title_runs, self.body_runs) = (title, body);
    }

    fn runs_with(&self, part: Part, mut marks: Vec<Mark<Role>>) -> Vec<Run<Role>> {
        let hits = self.hits.iter().chain(&self.found);
        let hits = hits.filter(|hit| hit.0 == part).map(|hit| hit.1.clone());
        looks::add_hits(&mut marks, hits);
        // While words are selected, they are the spot.
        let spot = match &self.selection {
            Some(selection) => Some((Part::Body, selection.range())),
            None => self.spot.clone(),
        };
        if let Some((_, spot)) = spot.filter(|spot| spot.0 == part) {
            looks::add_spot(&mut marks, spot);
        }
        overlay(self.text(part).len(), &marks)
    }

    /// Row of the pane and byte of its text at which the hardware cursor stands.
    pub(super) fn cursor(&self) -> Option<(usize, usize)> {
        let at = self.selection.as_ref().map(Selection::at);
        let line = at.and_then(|at| self.page.line_of(Part::Body, at));
        if let (Some(at), Some(row)) = (at, line.and_then(|line| line.checked_sub(self.top))) {
            return Some((row, at));
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
