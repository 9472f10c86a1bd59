//! The reader pane: one article as a page, what is marked on it, and where the reader is in it.
//!
//! The page is set when an article is shown and when the pane changes its size, the marks are laid over it when they
//! change; drawing only looks both up.

mod head;
mod links;
mod looks;
mod sheet;

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::Motion;
use crate::article::ArticleId;
use crate::ask::Opened;
use crate::config;
use crate::highlight::Entity;
use crate::page::{Line, cut};
use crate::say::{Tongue, say};
use crate::text::{Sought, width};
use crate::theme::{Role, Theme};

pub use links::LinkedWords;
pub use sheet::Extent;

use sheet::Sheet;

/// Columns of a line of text where the settings name none.
const MEASURE: u16 = 72;

/// What to jump to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A mention of a company or person.
    Mention,
    /// A direct quotation.
    Quote,
    /// A highlight or note of the reader's own.
    Own,
}

/// The open article and the place in it.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    look: Look,
    /// The words of the query: anywhere, in the headline only.
    words: (Vec<Sought>, Vec<Sought>),
    /// The key that fetches the whole text behind a teaser.
    full_text: String,
    sheet: Option<Sheet>,
    /// Whether moves go line by line, for a screen reader that reads the line of the cursor.
    spoken: bool,
}

/// How the page is set and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    columns: u16,
    rows: u16,
    /// Columns of a line of text.
    measure: u16,
    /// Lines as wide as the pane instead.
    wide: bool,
    hyphenate: bool,
    justify: bool,
    colours: bool,
    tongue: Tongue,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            columns: 80,
            rows: 24,
            measure: MEASURE,
            wide: false,
            hyphenate: true,
            justify: false,
            colours: true,
            tongue: Tongue::English,
        }
    }
}

impl Reader {
    /// An empty pane with these settings.
    pub fn new(settings: &config::Reader, colours: bool) -> Self {
        let measure = match settings.measure {
            0 => MEASURE,
            columns => columns,
        };
        Self {
            look: Look {
                measure,
                hyphenate: settings.hyphenate,
                justify: settings.justify,
                colours,
                ..Look::default()
            },
            ..Self::default()
        }
    }

    /// The pane in another tongue.
    #[must_use]
    pub fn speaking(mut self, tongue: Tongue) -> Self {
        self.look.tongue = tongue;
        self
    }

    /// Says which key fetches the whole text behind a teaser; above teasers it is named.
    pub fn offer_full_text(&mut self, key: String) {
        self.full_text = key;
    }

    /// Shows an article: from its beginning, or, when it is the one already shown, at the place where the reader is.
    pub fn show(&mut self, opened: Opened) {
        let old = self.sheet.take().filter(|old| old.opened().id == opened.id);
        self.sheet = Some(Sheet::new(
            opened,
            self.look,
            &self.words,
            &self.full_text,
            old.as_ref(),
        ));
    }

    /// Has moves go line by line, or scroll.
    pub fn set_spoken(&mut self, spoken: bool) {
        self.spoken = spoken;
        if let Some(sheet) = &mut self.sheet {
            sheet.stop_reading();
        }
    }

    /// Shows nothing.
    pub fn clear(&mut self) {
        self.sheet = None;
    }

    /// What is shown.
    pub fn opened(&self) -> Option<&Opened> {
        self.sheet.as_ref().map(Sheet::opened)
    }

    /// The number of the article that is shown.
    pub fn id(&self) -> Option<ArticleId> {
        self.opened().map(|opened| opened.id)
    }

    /// The headline of the article that is shown.
    pub fn title(&self) -> Option<&str> {
        self.opened().map(|opened| opened.article.title.as_str())
    }

    /// Sets the page for this many columns and rows; the words at the top stay at the top.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        if (self.look.columns, self.look.rows) == (columns, rows) {
            return;
        }
        (self.look.columns, self.look.rows) = (columns, rows);
        self.set();
    }

    /// Scrolls; says whether anything moved.
    pub fn scroll(&mut self, motion: Motion, count: Option<usize>) -> bool {
        let spoken = self.spoken;
        self.sheet.as_mut().is_some_and(|sheet| {
            if spoken {
                sheet.read_line(motion, count)
            } else {
                sheet.scroll(motion, count)
            }
        })
    }

    /// Whether the last line is in sight.
    pub fn at_end(&self) -> bool {
        self.sheet.as_ref().is_none_or(Sheet::at_end)
    }

    /// How far down the last line in sight is, in percent of the page; 100 at the end.
    pub fn percent(&self) -> u8 {
        self.sheet.as_ref().map_or(100, Sheet::percent)
    }

    /// Goes to the next or previous stop of a kind; says whether there was one.
    pub fn step(&mut self, stop: Stop, forward: bool, count: usize) -> bool {
        self.sheet
            .as_mut()
            .is_some_and(|sheet| sheet.step(stop, forward, count))
    }

    /// Brings a range of the body into sight and makes it the spot under the cursor.
    pub fn jump(&mut self, range: Range<usize>) {
        if let Some(sheet) = &mut self.sheet {
            sheet.jump(range);
        }
    }

    /// Makes what is drawn at a cell of the pane the spot: a name, a quotation's words, a link, else the sentence; says
    /// whether there is anything.
    pub fn select_at(&mut self, column: u16, row: u16) -> bool {
        self.sheet
            .as_mut()
            .is_some_and(|sheet| sheet.select_at(column, row))
    }

    /// The entity under the cursor: the one at the spot, as long as it is in sight.
    pub fn entity(&self) -> Option<&Entity> {
        self.sheet.as_ref().and_then(Sheet::entity)
    }

    /// The sentence under the cursor: the one at the spot, else the first that begins in sight; none without an article.
    pub fn sentence(&self) -> Option<Range<usize>> {
        self.sheet.as_ref().and_then(Sheet::sentence)
    }

    /// Selects what is at the spot, else the first word of the text in sight; says whether there is any.
    ///
    /// Of paragraphs, it is the whole one.
    pub fn select(&mut self, paragraphs: bool) -> bool {
        self.sheet
            .as_mut()
            .is_some_and(|sheet| sheet.select(paragraphs))
    }

    /// The quotation that is the spot, as long as it is in sight.
    pub fn quote(&self) -> Option<Range<usize>> {
        self.sheet.as_ref().and_then(Sheet::quote)
    }

    /// Selects from the words drawn at one cell of the pane (column, row) to those at another; says whether anything is
    /// selected.
    pub fn select_between(&mut self, from: (u16, u16), to: (u16, u16)) -> bool {
        self.sheet
            .as_mut()
            .is_some_and(|sheet| sheet.select_between(from, to))
    }

    /// What is selected.
    pub fn selection(&self) -> Option<Range<usize>> {
        self.sheet.as_ref().and_then(Sheet::selection)
    }

    /// Moves one end of the selection.
    pub fn extend(&mut self, extent: Extent, forward: bool) {
        if let Some(sheet) = &mut self.sheet {
            sheet.extend(extent, forward);
        }
    }

    /// From now on the other end moves.
    pub fn swap_ends(&mut self) {
        if let Some(sheet) = &mut self.sheet {
            sheet.swap_ends();
        }
    }

    /// Selects nothing.
    pub fn deselect(&mut self) {
        if let Some(sheet) = &mut self.sheet {
            sheet.deselect();
        }
    }

    /// Marks every occurrence of some words (folded) and goes to the first at or below the top; returns their number.
    ///
    /// No words take the marks away again.
    pub fn search(&mut self, words: &str) -> usize {
        self.sheet.as_mut().map_or(0, |sheet| sheet.search(words))
    }

    /// Goes to the next or previous hit, round the end; says whether there is any.
    pub fn search_step(&mut self, forward: bool, count: usize) -> bool {
        self.sheet
            .as_mut()
            .is_some_and(|sheet| sheet.search_step(forward, count))
    }

    /// The number of the hit under the cursor, counted from 1 (0 if the cursor is elsewhere), and of all hits; none
    /// when nothing was searched for.
    pub fn hits(&self) -> Option<(usize, usize)> {
        self.sheet.as_ref().and_then(Sheet::hits)
    }

    /// Marks the words of the query wherever they stand, some in the headline only, without moving.
    pub fn set_query_words(&mut self, anywhere: Vec<Sought>, in_title: Vec<Sought>) {
        let words = (anywhere, in_title);
        if self.words == words {
            return;
        }
        if let Some(sheet) = &mut self.sheet {
            sheet.set_query_words(&words);
        }
        self.words = words;
    }

    /// Lines of the measure, or as wide as the pane; says which it is now: true for the measure.
    pub fn toggle_measure(&mut self) -> bool {
        self.look.wide = !self.look.wide;
        self.set();
        !self.look.wide
    }

    /// Sets lines of this many columns; the words at the top stay at the top.
    pub fn set_measure(&mut self, columns: u16) {
        (self.look.measure, self.look.wide) = (columns, false);
        self.set();
    }

    /// Lines that end with the measure, or ragged ones; says which it is now: true for justified.
    pub fn toggle_justified(&mut self) -> bool {
        self.look.justify = !self.look.justify;
        self.set();
        self.look.justify
    }

    /// Entity colours in the text, or none; says which it is now: true for colours.
    pub fn toggle_colours(&mut self) -> bool {
        self.look.colours = !self.look.colours;
        self.set();
        self.look.colours
    }

    fn set(&mut self) {
        if let Some(sheet) = &mut self.sheet {
            sheet.set(self.look);
        }
    }

    /// Where the hardware cursor belongs when the pane in this area has the keys.
    ///
    /// It stands at the spot while that is in sight, else at the first words in sight, where a screen reader goes on.
    pub fn cursor(&self, area: Rect) -> Option<Position> {
        let sheet = self.sheet.as_ref()?;
        let (row, byte) = sheet.cursor()?;
        if row >= usize::from(area.height) {
            return None;
        }
        let line = sheet.line(row)?;
        let columns = sheet.column(line, byte);
        let column = columns.min(usize::from(area.width.checked_sub(1)?));
        Some(Position::new(area.x + column as u16, area.y + row as u16))
    }

    /// Draws the pane.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme, _focused: bool) {
        let area = area.intersection(buffer.area);
        let Some(sheet) = &self.sheet else {
            draw_nothing(self.look.tongue, area, buffer, theme);
            return;
        };
        for row in 0..area.height {
            let Some(line) = sheet.line(usize::from(row)) else {
                break;
            };
            draw_line(
                sheet,
                line,
                Rect::new(area.x, area.y + row, area.width, 1),
                buffer,
                theme,
            );
        }
    }
}

fn draw_nothing(tongue: Tongue, area: Rect, buffer: &mut Buffer, theme: &Theme) {
    let lines = [
        ("depesche".to_owned(), Role::Headline),
        (String::new(), Role::Dim),
        (say!("No article is open.").words(tongue), Role::Dim),
        (say!("Choose one in the list.").words(tongue), Role::Dim),
    ];
    let top = area.y + area.height.saturating_sub(lines.len() as u16) / 3;
    for (number, (text, role)) in lines.into_iter().enumerate() {
        let y = top + number as u16;
        if y >= area.bottom() {
            break;
        }
        let x = area.x + area.width.saturating_sub(width(&text) as u16) / 2;
        let room = usize::from(area.right().saturating_sub(x));
        buffer.set_stringn(x, y, text, room, theme.style(role));
    }
}

/// Draws one line of the page, grapheme by grapheme, as its marks may begin and end anywhere.
fn draw_line(sheet: &Sheet, line: &Line, area: Rect, buffer: &mut Buffer, theme: &Theme) {
    let mut x = area.x.saturating_add(sheet.margin() + line.indent);
    if x >= area.right() {
        return;
    }
    if !line.prefix.is_empty() {
        let room = usize::from(area.right() - x);
        (x, _) = buffer.set_stringn(x, area.y, line.prefix, room, theme.style(Role::Rule));
    }
    let text = sheet.text(line.part);
    let base = theme.style(sheet::base(line));
    let mut last = base;
    let mut runs = cut(sheet.runs(line.part), line.range.clone());
    let mut run = runs.next();
    let mut style = styled(base, run.as_ref().map(|(_, looks)| *looks), theme);
    for (at, grapheme, _, wide) in line.cells(text) {
        while run.as_ref().is_some_and(|(range, _)| range.end <= at) {
            run = runs.next();
            style = styled(base, run.as_ref().map(|(_, looks)| *looks), theme);
        }
        if wide == 0 {
            continue;
        }
        let wide = wide as u16;
        if x + wide > area.right() {
            return;
        }
        buffer[(x, area.y)].set_symbol(grapheme).set_style(style);
        for hidden in x + 1..x + wide {
            // Its look stays what is under the page.
            buffer[(hidden, area.y)].set_symbol(" ").set_style(style);
        }
        x += wide;
        last = style;
    }
    if line.hyphen && x < area.right() {
        buffer[(x, area.y)].set_symbol("-").set_style(last);
    }
}

fn styled(base: Style, looks: Option<&[Role]>, theme: &Theme) -> Style {
    looks
        .unwrap_or_default()
        .iter()
        .fold(base, |style, role| style.patch(theme.style(*role)))
}

#[cfg(test)]
mod tests;
