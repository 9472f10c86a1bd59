//! The picker: a line to type in above a list to choose from, one or several, with or without.
//!
//! Names are found fuzzily, blind to case, umlauts and diacritics, by any of the names they have. What a choice
//! means is not known here.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Line, Motion, put, put_clipped};
use crate::highlight::Kind;
use crate::say::{Said, Tongue, say};
use crate::text::{clip, fold, width};
use crate::theme::{Role, Theme};

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// Its name.
    pub label: String,
    /// What is said about it, after the name.
    pub detail: String,
    /// How often it occurs.
    pub count: Option<u64>,
    /// What kind of entity it is, if it is one.
    pub kind: Option<Kind>,
    /// Other names it is found by.
    pub also: Vec<String>,
}

/// From so many rows on a picker has a foot.
const ROOM_FOR_FOOT: u16 = 12;

/// What was decided about an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Sign {
    #[default]
    Open,
    With,
    Without,
}

/// What was chosen, as places in the items handed in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chosen {
    /// The ones wanted.
    pub with: Vec<usize>,
    /// The ones not wanted.
    pub without: Vec<usize>,
}

/// A list to choose from and what was typed to narrow it.
#[derive(Debug, Clone, Default)]
pub struct Picker {
    tongue: Tongue,
    title: Said,
    items: Vec<Item>,
    /// Name and other names of every item, folded.
    folded: Vec<Vec<String>>,
    signs: Vec<Sign>,
    line: Line,
    /// Items that match what is typed, best first.
    shown: Vec<usize>,
    cursor: usize,
    top: usize,
    rows: u16,
    waiting: bool,
    /// Whether the cursor was moved since something was typed.
    was_moved: bool,
    /// Whether several can be chosen and some excluded.
    several: bool,
    /// What keys do here, said in the last row where there is room.
    foot: Said,
}

impl Picker {
    /// A picker that waits for its items.
    pub fn waiting(tongue: Tongue, title: Said, several: bool) -> Self {
        Self {
            tongue,
            title,
            waiting: true,
            several,
            ..Self::default()
        }
    }

    /// A picker of these items.
    pub fn new(tongue: Tongue, title: Said, several: bool, items: Vec<Item>) -> Self {
        let mut picker = Self::waiting(tongue, title, several);
        picker.fill(items);
        picker
    }

    /// Takes the items; what was typed before they came holds.
    pub fn fill(&mut self, items: Vec<Item>) {
        self.folded = items.iter().map(folded).collect();
        self.signs = vec![Sign::Open; items.len()];
        self.items = items;
        self.waiting = false;
        self.narrow();
    }

    /// Takes more items beside those it has; the cursor stays on its item.
    pub fn extend(&mut self, items: Vec<Item>) {
        let here = self.shown.get(self.cursor).copied();
        self.folded.extend(items.iter().map(folded));
        self.signs
            .resize(self.signs.len() + items.len(), Sign::Open);
        self.items.extend(items);
        self.narrow();
        // The best one stays under the cursor that was never moved.
        let moved = here.filter(|_| self.was_moved);
        if let Some(at) = moved.and_then(|here| self.shown.iter().position(|it| *it == here)) {
            self.cursor = at;
            self.show_cursor();
        }
    }

    /// Takes what is said at the foot.
    pub fn set_foot(&mut self, foot: Said) {
        self.foot = foot;
    }

    /// Whether several can be chosen and some excluded.
    pub fn takes_several(&self) -> bool {
        self.several
    }

    /// Rows of the foot in an area of so many rows: on low ones the names need them.
    fn foot_rows(&self, height: u16) -> u16 {
        u16::from(!self.foot.is_empty() && height >= ROOM_FOR_FOOT)
    }

    /// The items.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Whether the items have not come yet.
    pub fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// What is typed.
    pub fn typed(&self) -> &str {
        self.line.text()
    }

    /// Takes the rows of its area.
    pub fn resize(&mut self, rows: u16) {
        self.rows = rows.saturating_sub(2 + self.foot_rows(rows));
        self.show_cursor();
    }

    /// Takes a key of editing; says whether it meant something.
    pub fn key(&mut self, key: crate::keymap::Key) -> bool {
        match self.line.key(key) {
            Some(changed) => {
                if changed {
                    self.was_moved = false;
                    self.narrow();
                }
                true
            }
            None => false,
        }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.line.insert(text);
        self.was_moved = false;
        self.narrow();
    }

    /// The item under the cursor, as a place in the items handed in.
    pub fn at(&self) -> Option<usize> {
        self.shown.get(self.cursor).copied()
    }

    /// Puts the cursor on an item, if it is shown.
    pub fn go_to(&mut self, item: usize) {
        if let Some(at) = self.shown.iter().position(|shown| *shown == item) {
            self.cursor = at;
            self.show_cursor();
        }
    }

    /// Puts the cursor on the item drawn on this row of the picker's area; says whether there is one.
    pub fn select_at(&mut self, row: u16) -> bool {
        // Above the items stand the title and the line.
        let Some(row) = row.checked_sub(2).filter(|row| *row < self.rows) else {
            return false;
        };
        let at = self.top + usize::from(row);
        let there = at < self.shown.len();
        if there {
            self.cursor = at;
        }
        there
    }

    /// Moves the cursor.
    pub fn scroll(&mut self, motion: Motion) {
        let page = usize::from(self.rows);
        self.was_moved = true;
        self.cursor = motion.apply(self.cursor, self.shown.len(), page, None);
        self.show_cursor();
    }

    /// Chooses the item under the cursor, or no longer; what was typed is done with.
    pub fn toggle(&mut self) {
        self.sign(Sign::With);
    }

    /// Excludes the item under the cursor, or no longer; what was typed is done with.
    pub fn exclude(&mut self) {
        self.sign(Sign::Without);
    }

    fn sign(&mut self, sign: Sign) {
        let Some(&item) = self.shown.get(self.cursor) else {
            return;
        };
        if !self.several {
            return;
        }
        self.signs[item] = if self.signs[item] == sign {
            Sign::Open
        } else {
            sign
        };
        if self.line.is_empty() {
            self.scroll(Motion::Down);
        } else {
            self.line.set("");
            self.narrow();
        }
    }

    /// What is chosen on Enter: the signed ones; the one under the cursor if there is none or something is typed.
    pub fn chosen(&self) -> Chosen {
        let signed = |sign| {
            (0..self.items.len())
                .filter(|item| self.signs[*item] == sign)
                .collect::<Vec<_>>()
        };
        let mut chosen = Chosen {
            with: signed(Sign::With),
            without: signed(Sign::Without),
        };
        let none = chosen.with.is_empty() && chosen.without.is_empty();
        if (none || !self.line.is_empty())
            && let Some(&item) = self.shown.get(self.cursor)
            && self.signs[item] == Sign::Open
        {
            chosen.with.push(item);
        }
        chosen
    }

    /// Finds the items that match what is typed. The best is first; of equals the most frequent, as they came.
    fn narrow(&mut self) {
        self.cursor = 0;
        self.top = 0;
        if self.line.text().trim().is_empty() {
            // What is chosen already stands first.
            let chosen = |item: &usize| self.signs[*item] != Sign::Open;
            self.shown = (0..self.items.len()).filter(chosen).collect();
            self.shown
                .extend((0..self.items.len()).filter(|item| !chosen(item)));
            self.cursor = self.shown.iter().take_while(|item| chosen(item)).count();
            self.cursor = self.cursor.min(self.shown.len().saturating_sub(1));
            self.show_cursor();
            return;
        }
        let pattern = pattern(self.line.text());
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, usize)> = self
            .folded
            .iter()
            .enumerate()
            .filter_map(|(item, names)| {
                let best = names
                    .iter()
                    .enumerate()
                    .filter_map(|(number, name)| {
                        let score =
                            pattern.score(Utf32Str::new(name, &mut buffer), &mut matcher)?;
                        // Another name counts a little less than the name.
                        Some(score.saturating_sub(u32::from(number > 0)))
                    })
                    .max()?;
                Some((best, item))
            })
            .collect();
        scored.sort_by_key(|(score, item)| (std::cmp::Reverse(*score), *item));
        self.shown = scored.into_iter().map(|(_, item)| item).collect();
    }

    fn show_cursor(&mut self) {
        let rows = usize::from(self.rows).max(1);
        self.top = self.top.min(self.cursor);
        if self.cursor >= self.top + rows {
            self.top = self.cursor + 1 - rows;
        }
    }

    /// What is chosen from.
    pub fn title(&self) -> &Said {
        &self.title
    }

    /// Where the item under the cursor stands in an area; for a screen reader, which reads that row.
    pub fn row(&self, area: Rect) -> Option<Position> {
        let row = self.cursor.checked_sub(self.top)? as u16;
        let y = area.y.saturating_add(2).saturating_add(row);
        (!self.shown.is_empty() && y < area.bottom()).then_some(Position::new(area.x, y))
    }

    /// Draws the picker; gives the cursor's place in the line.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Position {
        let hint = theme.style(Role::Dim);
        let x = put(
            buffer,
            area,
            area.x,
            area.y,
            &self.title.words(self.tongue),
            theme.style(Role::Focus),
        );
        let signed = self
            .signs
            .iter()
            .filter(|sign| **sign != Sign::Open)
            .count();
        let mut told = if self.waiting {
            say!("asking …")
        } else {
            say!("{shown}", shown = self.shown.len())
        };
        if signed > 0 {
            told = say!("{signed} chosen · {told}", signed, told);
        }
        let told = told.words(self.tongue);
        let cells = width(&told) as u16;
        if x + 1 + cells <= area.right() {
            put(buffer, area, area.right() - cells, area.y, &told, hint);
        }
        let line = Rect::new(area.x + 2, area.y + 1, area.width.saturating_sub(2), 1);
        put(
            buffer,
            area,
            area.x,
            area.y + 1,
            "›",
            theme.style(Role::Key),
        );
        let cursor = if area.height > 1 && area.width > 2 {
            self.line.draw(line, buffer, theme, &[])
        } else {
            Position::new(area.x, area.y)
        };
        let pattern = pattern(self.line.text());
        let mut matcher = Matcher::new(Config::DEFAULT);
        let rows = self.shown.iter().enumerate().skip(self.top);
        let bottom = area.bottom() - self.foot_rows(area.height);
        for ((at, item), y) in rows.zip(area.y.saturating_add(2)..bottom) {
            let place = Rect::new(area.x, y, area.width, 1);
            self.draw_item(*item, place, buffer, theme, (&pattern, &mut matcher));
            if at == self.cursor {
                buffer.set_style(place.intersection(buffer.area), theme.style(Role::Cursor));
            }
        }
        if bottom < area.bottom() {
            // What has no room is left out rather than cut.
            let foot = self.foot.words(self.tongue);
            let mut said = foot.as_str();
            while width(said) > usize::from(area.width) {
                said = said.rsplit_once(" · ").map_or("", |(before, _)| before);
            }
            put(buffer, area, area.x, bottom, said, hint);
        }
        if !self.waiting && self.shown.is_empty() {
            let text = if self.items.is_empty() {
                say!("there is none here")
            } else {
                say!("nothing like it; Enter takes it as it is written")
            };
            let text = text.words(self.tongue);
            put_clipped(buffer, area, area.x + 2, area.y + 2, &text, u16::MAX, hint);
        }
        cursor
    }

    fn draw_item(
        &self,
        item: usize,
        place: Rect,
        buffer: &mut Buffer,
        theme: &Theme,
        (pattern, matcher): (&Pattern, &mut Matcher),
    ) {
        let Item {
            label,
            detail,
            count,
            kind,
            also,
        } = &self.items[item];
        let dim = theme.style(Role::Dim);
        let sign = match self.signs[item] {
            Sign::Open => " ",
            Sign::With => "+",
            Sign::Without => "−",
        };
        put(
            buffer,
            place,
            place.x,
            place.y,
            sign,
            theme.style(Role::Key),
        );
        let mut right = place.right();
        if let Some(count) = count {
            let count = self.tongue.number(*count);
            right = right.saturating_sub(width(&count) as u16).max(place.x);
            put(buffer, place, right, place.y, &count, dim);
            right = right.saturating_sub(1);
        }
        let room = right.saturating_sub(place.x + 2);
        let clipped = clip(label, usize::from(room));
        let hits = matched(label, &self.folded[item][0], pattern, matcher);
        let role = kind.map_or(Role::Text, Role::of);
        let mut x = place.x + 2;
        for (at, grapheme) in clipped.grapheme_indices(true) {
            let hit = hits.get(at).copied().unwrap_or(false);
            let role = if hit { Role::Match } else { role };
            x = put(buffer, place, x, place.y, grapheme, theme.style(role));
        }
        let mut said = detail.clone();
        if said.is_empty() && !also.is_empty() {
            said = also.join(", ");
        }
        let room = right.saturating_sub(x + 2);
        if !said.is_empty() && room >= 4 {
            put_clipped(buffer, place, x + 2, place.y, &said, room, dim);
        }
    }
}

/// The name and other names of an item, folded.
fn folded(item: &Item) -> Vec<String> {
    let names = std::iter::once(&item.label).chain(&item.also);
    names.map(|name| fold(name)).collect()
}

fn pattern(typed: &str) -> Pattern {
    Pattern::new(
        &fold(typed),
        CaseMatching::Ignore,
        Normalization::Never,
        AtomKind::Fuzzy,
    )
}

/// Which bytes of a name the typed characters match, for characters that begin there.
///
/// Matching happens in the folded name; the folding of a beginning is the beginning of the folding, so the length of
/// the folded beginning says where a character went.
fn matched(label: &str, folded: &str, pattern: &Pattern, matcher: &mut Matcher) -> Vec<bool> {
    let mut indices = Vec::new();
    let mut buffer = Vec::new();
    if pattern.atoms.is_empty()
        || pattern
            .indices(Utf32Str::new(folded, &mut buffer), matcher, &mut indices)
            .is_none()
    {
        return Vec::new();
    }
    let mut hits = vec![false; label.len()];
    for (at, grapheme) in label.grapheme_indices(true) {
        let from = fold(&label[..at]).graphemes(true).count() as u32;
        let to = fold(&label[..at + grapheme.len()]).graphemes(true).count() as u32;
        hits[at] = indices.iter().any(|index| (from..to).contains(index));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker(names: &[&str]) -> Picker {
        let items = names
            .iter()
            .map(|name| Item {
                label: (*name).to_owned(),
                ..Item::default()
            })
            .collect();
        Picker::new(Tongue::English, say!("names"), true, items)
    }

    fn best(picker: &Picker) -> &str {
        picker
            .shown
            .first()
            .map_or("", |item| &picker.items[*item].label)
    }

    #[test]
    fn names_are_found_without_their_umlauts_and_in_either_spelling() {
        for typed in ["osterr", "oesterr", "Österr", "ÖBB", "obb"] {
            let mut picker = picker(&["Siemens", "Österreichische Bahn ÖBB", "Post"]);
            picker.paste(typed);
            assert_eq!(best(&picker), "Österreichische Bahn ÖBB", "{typed}");
        }
    }

    #[test]
    fn the_characters_that_match_are_the_ones_marked() {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let label = "Müller & Söhne";
        let hits = matched(label, &fold(label), &pattern("soehne"), &mut matcher);
        let marked: String = label
            .char_indices()
            .filter(|(at, _)| hits[*at])
            .map(|(_, c)| c)
            .collect();
        assert_eq!(marked, "Söhne");
    }

    #[test]
    fn more_items_come_beside_those_that_are_there_and_the_cursor_stays_on_its_own() {
        let item = |name: &str| Item {
            label: name.to_owned(),
            ..Item::default()
        };
        let mut picker = picker(&["Besiegt", "Rosie", "Kassier"]);
        picker.toggle();
        picker.paste("sie");
        picker.extend(vec![item("Sie")]);
        assert_eq!(best(&picker), "Sie");
        assert_eq!(picker.cursor, 0, "the best is under the cursor");
        picker.scroll(Motion::Down);
        let here = picker.shown[picker.cursor];
        picker.extend(vec![item("Sien")]);
        assert_eq!(picker.shown[picker.cursor], here);
        assert_eq!(picker.signs[0], Sign::With);
        assert_eq!(picker.shown.len(), 5);
    }

    #[test]
    fn what_was_chosen_stays_chosen_while_the_next_is_typed() {
        let mut picker = picker(&["Alpha", "Beta", "Gamma"]);
        picker.paste("gam");
        picker.toggle();
        assert_eq!(picker.typed(), "");
        picker.paste("alp");
        assert_eq!(picker.chosen().with, [2, 0]);
        picker.exclude();
        assert_eq!(
            picker.chosen(),
            Chosen {
                with: vec![2],
                without: vec![0]
            }
        );
    }
}
