//! Words into lines: first fit, with a hyphen only where a line would otherwise be left much too short.
//!
//! Words are told apart by Unicode line breaking (UAX #14). Filling line by line means that only the few words that
//! stand at an end are ever looked up in the hyphenation patterns, and that a change below leaves the lines above alone.

use std::ops::Range;

use hypher::Lang;
use textwrap::WordSeparator;

use super::hyphen;
use crate::text::{graphemes, width};

/// How a paragraph is filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filling<'a> {
    /// Columns of the first line.
    pub(super) first: usize,
    /// Columns of the lines after it.
    pub(super) rest: usize,
    /// Hyphenation patterns; none for no hyphens.
    pub(super) patterns: Option<Lang>,
    /// Names, which are not hyphenated where it can be helped: disjoint ranges of the text, in order.
    pub(super) names: &'a [Range<usize>],
}

/// A line: bytes of the text, and whether a hyphen is put at its end.
pub(super) type Filled = (Range<usize>, bool);

/// By how many columns a gap may be widened; a line that would need more stays ragged, and a paragraph without rivers.
const WIDEST: usize = 2;

/// The columns by which the gaps of each line are widened so that it ends with the measure; `text` is the whole text.
///
/// The last line of a paragraph, and one that the text itself ends, stay as they are.
pub(super) fn stretches(
    text: &str,
    end: usize,
    lines: &[Filled],
    filling: &Filling<'_>,
) -> Vec<u16> {
    let stretch = |number: usize, (range, hyphen): &Filled| {
        let columns = if number == 0 {
            filling.first
        } else {
            filling.rest
        };
        let after = text[range.end..end].trim_start_matches(' ');
        if after.is_empty() || after.starts_with('\n') {
            return 0;
        }
        let words = &text[range.clone()];
        let gaps = words.bytes().filter(|byte| *byte == b' ').count();
        let free = columns.saturating_sub(width(words) + usize::from(*hyphen));
        if free <= gaps * WIDEST {
            free as u16
        } else {
            0
        }
    };
    let lines = lines.iter().enumerate();
    lines.map(|(number, line)| stretch(number, line)).collect()
}

/// Breaks a range of a text into lines. Line breaks in the text are kept; white space at a break is dropped.
pub(super) fn fill(text: &str, range: Range<usize>, filling: &Filling<'_>) -> Vec<Filled> {
    let mut lines = Vec::new();
    let mut start = range.start;
    for piece in text[range].split('\n') {
        let columns = if lines.is_empty() {
            filling.first
        } else {
            filling.rest
        };
        fill_line(
            text,
            start..start + piece.len(),
            columns,
            filling,
            &mut lines,
        );
        start += piece.len() + 1;
    }
    lines
}

/// Breaks lines of code: every break and space counts, only what is too wide goes on below.
///
/// The flag of a line says that it goes on from the one before.
pub(super) fn fold_code(text: &str, range: Range<usize>, first: usize, rest: usize) -> Vec<Filled> {
    let mut lines = Vec::new();
    let mut start = range.start;
    for piece in text[range].split('\n') {
        let end = start + piece.trim_end().len();
        let cells = Cells::of(text, start..end);
        let mut at = start;
        loop {
            let columns = if at == start { first } else { rest };
            let stop = cells.cut(text, at..end, columns);
            lines.push((at..stop, at > start));
            at = stop;
            if at >= end {
                break;
            }
        }
        start += piece.len() + 1;
    }
    lines
}

/// A stretch of text that is not broken unless it must be, and the white space after it.
struct Fragment {
    range: Range<usize>,
    gap: usize,
}

fn fill_line(
    text: &str,
    range: Range<usize>,
    columns: usize,
    filling: &Filling<'_>,
    lines: &mut Vec<Filled>,
) {
    let cells = Cells::of(text, range.clone());
    let mut limit = columns;
    let mut line = range.start..range.start;
    let mut used = 0;
    let mut gap = 0;
    let mut hyphens = 0;
    for fragment in fragments(text, range, &cells) {
        let mut start = fragment.range.start;
        loop {
            if line.is_empty() {
                (line, used, gap) = (start..start, 0, 0);
            }
            let room = limit.saturating_sub(used + gap);
            let rest = start..fragment.range.end;
            let wide = cells.width(text, rest.clone());
            if wide <= room {
                line.end = rest.end;
                used += gap + wide;
                gap = fragment.gap;
                break;
            }
            let alone = line.is_empty();
            // Two hyphens in a row are enough: the third line has to be left very short to get one.
            let slack = (limit / 7).clamp(3, 10) * if hyphens < 2 { 1 } else { 2 };
            let short = limit.saturating_sub(used) > slack;
            let broken = if alone || short {
                hyphenated(text, rest.clone(), room, alone, &cells, filling)
            } else {
                None
            };
            if let Some(at) = broken {
                lines.push((line.start..at, true));
                hyphens += 1;
                start = at;
            } else if alone {
                start = cells.cut(text, rest.clone(), room);
                lines.push((rest.start..start, false));
                hyphens = 0;
            } else {
                lines.push((line.clone(), false));
                hyphens = 0;
            }
            line = start..start;
            limit = filling.rest;
        }
    }
    if !line.is_empty() {
        lines.push((line, false));
    }
}

/// The last place at which the beginning of a word and a hyphen fit.
fn hyphenated(
    text: &str,
    word: Range<usize>,
    room: usize,
    forced: bool,
    cells: &Cells,
    filling: &Filling<'_>,
) -> Option<usize> {
    let patterns = filling.patterns?;
    if room < 4 {
        return None;
    }
    if !forced {
        let near = filling.names.partition_point(|name| name.end <= word.start);
        if filling
            .names
            .get(near)
            .is_some_and(|name| name.start < word.end)
        {
            return None;
        }
    }
    hyphen::points(text, word.clone(), patterns, forced)
        .into_iter()
        .rev()
        .find(|&at| cells.is_boundary(at) && cells.width(text, word.start..at) < room)
}

fn fragments(text: &str, range: Range<usize>, cells: &Cells) -> Vec<Fragment> {
    let mut starts = Vec::new();
    let mut at = range.start;
    for word in WordSeparator::UnicodeBreakProperties.find_words(&text[range.clone()]) {
        starts.push(at);
        let hyphens = word.word.match_indices(['-', '‐']);
        starts.extend(
            hyphens
                .map(|(place, hyphen)| place + hyphen.len())
                .filter(|&cut| is_compound(word.word, cut))
                .map(|cut| at + cut),
        );
        at += word.word.len() + word.whitespace.len();
    }
    // Unicode line breaking may cut between a space and a combining mark on it, which are one grapheme.
    starts.retain(|&start| cells.is_boundary(start));
    starts.push(range.end);
    starts
        .windows(2)
        .map(|pair| {
            let piece = &text[pair[0]..pair[1]];
            let kept = piece.trim_end_matches(' ').len();
            Fragment {
                range: pair[0]..pair[0] + kept,
                gap: piece.len() - kept,
            }
        })
        .collect()
}

/// Whether the hyphen before this byte joins two words ("VW-Chef"), not a minus, a range or a single letter ("U-Bahn").
fn is_compound(word: &str, cut: usize) -> bool {
    let before = word[..cut].trim_end_matches(['-', '‐']);
    before
        .chars()
        .rev()
        .take(2)
        .filter(|c| c.is_alphanumeric())
        .count()
        == 2
        && word[cut..].chars().next().is_some_and(char::is_alphabetic)
}

/// Terminal cells of the graphemes of a range of a text.
enum Cells {
    /// Every character is a grapheme of one cell, as in most German and English text.
    Plain,
    /// Where each grapheme begins and how many cells stand before it; at the end those of the whole.
    Table(Vec<(usize, usize)>),
}

impl Cells {
    fn of(text: &str, range: Range<usize>) -> Self {
        let piece = &text[range.clone()];
        if piece.chars().all(is_plain) {
            return Self::Plain;
        }
        let mut before = 0;
        let mut table = Vec::with_capacity(piece.len() + 1);
        for (at, _, wide) in graphemes(piece) {
            table.push((range.start + at, before));
            before += wide;
        }
        table.push((range.end, before));
        Self::Table(table)
    }

    fn is_boundary(&self, at: usize) -> bool {
        match self {
            Self::Plain => true,
            Self::Table(table) => table.binary_search_by_key(&at, |entry| entry.0).is_ok(),
        }
    }

    /// Cells before a byte; a byte within a grapheme counts as its beginning.
    fn before(table: &[(usize, usize)], at: usize) -> usize {
        let after = table.partition_point(|entry| entry.0 <= at);
        after.checked_sub(1).map_or(0, |entry| table[entry].1)
    }

    fn width(&self, text: &str, range: Range<usize>) -> usize {
        match self {
            Self::Plain => width(&text[range]),
            Self::Table(table) => {
                Self::before(table, range.end).saturating_sub(Self::before(table, range.start))
            }
        }
    }

    /// The end of as many graphemes from the beginning of a range as fit; at least one, if there is one.
    fn cut(&self, text: &str, range: Range<usize>, room: usize) -> usize {
        match self {
            Self::Plain => text[range.clone()]
                .char_indices()
                .nth(room.max(1))
                .map_or(range.end, |(at, _)| range.start + at),
            Self::Table(table) => {
                let first = table.partition_point(|entry| entry.0 < range.start);
                let start = table.get(first).map_or(0, |entry| entry.1);
                let fits = table[first..]
                    .iter()
                    .skip(1)
                    .take_while(|entry| entry.0 <= range.end && entry.1 - start <= room)
                    .last();
                let least = table.get(first + 1);
                fits.or(least)
                    .map_or(range.end, |entry| entry.0.min(range.end))
            }
        }
    }
}

/// Whether a character is always a grapheme of one cell: Latin letters, digits and the punctuation of news text.
fn is_plain(c: char) -> bool {
    matches!(c,
        '\u{20}'..='\u{7E}' | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{20A0}'..='\u{20BF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, columns: usize, patterns: Option<Lang>) -> Vec<String> {
        let filling = Filling {
            first: columns,
            rest: columns,
            patterns,
            names: &[],
        };
        fill(text, 0..text.len(), &filling)
            .into_iter()
            .map(|(range, hyphen)| format!("{}{}", &text[range], if hyphen { "-" } else { "" }))
            .collect()
    }

    #[test]
    fn plain_characters_are_graphemes_of_one_cell() {
        for c in (0..0x3000)
            .filter_map(char::from_u32)
            .filter(|c| is_plain(*c))
        {
            let pair = format!("a{c}{c}b");
            let cells: Vec<_> = graphemes(&pair).map(|(_, _, wide)| wide).collect();
            assert_eq!(cells, [1; 4], "{c:?}");
        }
    }

    #[test]
    fn a_word_is_hyphenated_only_where_the_line_would_be_left_short() {
        let text = "Er warnt vor einer Machtkonzentration in der Branche.";
        assert_eq!(
            lines(text, 28, Some(Lang::German)),
            ["Er warnt vor einer Machtkon-", "zentration in der Branche."]
        );
        assert_eq!(
            lines(text, 20, Some(Lang::German)),
            [
                "Er warnt vor einer",
                "Machtkonzentration",
                "in der Branche."
            ]
        );
        assert_eq!(
            lines(text, 28, None),
            [
                "Er warnt vor einer",
                "Machtkonzentration in der",
                "Branche."
            ]
        );
    }

    #[test]
    fn a_name_is_not_hyphenated_unless_it_fits_no_line() {
        let text = "Es sagt das Stabilisatoren heute.";
        let names = std::slice::from_ref(&(12..26));
        let filling = |columns| Filling {
            first: columns,
            rest: columns,
            patterns: Some(Lang::German),
            names,
        };
        let whole: Vec<_> = fill(text, 0..text.len(), &filling(20));
        assert!(whole.iter().all(|(_, hyphen)| !hyphen));
        let forced: Vec<_> = fill(text, 0..text.len(), &filling(10));
        assert!(forced.iter().any(|(_, hyphen)| *hyphen));
    }

    #[test]
    fn compounds_break_at_their_hyphen_and_addresses_at_their_slashes() {
        assert_eq!(
            lines("der VW-Chef sagt", 8, None),
            ["der VW-", "Chef", "sagt"]
        );
        assert_eq!(lines("die U-Bahn 3-4", 6, None), ["die", "U-Bahn", "3-4"]);
        assert_eq!(
            lines(
                "siehe https://paper.example/long/way/to/go dort",
                22,
                Some(Lang::German)
            ),
            ["siehe https://", "paper.example/long/", "way/to/go dort"]
        );
    }

    proptest! {
        #[test]
        fn every_grapheme_appears_once_and_no_line_is_too_wide(
            text in "([a-zA-Zäöüß]{1,14}|[ \n,.-]|🇦🇹|👩‍🚒|日本|e\u{301}|\u{301}|…){0,60}",
            columns in 1_usize..200,
            german in any::<bool>(),
        ) {
            let filling = Filling {
                first: columns,
                rest: columns,
                patterns: german.then_some(Lang::German),
                names: &[],
            };
            let mut seen = String::new();
            let mut at = 0;
            for (range, hyphen) in fill(&text, 0..text.len(), &filling) {
                prop_assert!(range.start >= at);
                prop_assert!(text[at..range.start].trim().is_empty());
                at = range.end;
                let line = &text[range];
                let cells = graphemes(line).map(|g| g.2).sum::<usize>() + usize::from(hyphen);
                prop_assert!(cells <= columns || graphemes(line).count() == 1, "{line:?} in {columns}");
                seen.extend(graphemes(line).map(|g| g.1).filter(|g| !g.trim().is_empty()));
            }
            let all: String = text
                .split('\n')
                .flat_map(|line| graphemes(line).map(|g| g.1).collect::<Vec<_>>())
                .filter(|g| !g.trim().is_empty())
                .collect();
            prop_assert_eq!(seen, all);
        }

        #[test]
        fn code_loses_nothing_but_white_space_at_the_ends_of_lines(
            text in "([a-z ]{1,9}|\n|日本|🇦🇹){0,40}",
            columns in 1_usize..40,
        ) {
            let mut seen = String::new();
            for (range, goes_on) in fold_code(&text, 0..text.len(), columns, columns) {
                if !goes_on && !seen.is_empty() {
                    seen.push('\n');
                }
                let line = &text[range];
                prop_assert!(width(line) <= columns || graphemes(line).count() == 1);
                seen.push_str(line);
            }
            let all = text.split('\n').map(str::trim_end).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(seen.trim_start_matches('\n'), all.trim_start_matches('\n'));
        }
    }
}
