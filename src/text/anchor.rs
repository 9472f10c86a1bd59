//! Finds a passage again after its text was replaced by a corrected one.
//!
//! A passage is held by its words: they are looked for in the new text with the fewest words changed, left out or
//! put in (Sellers' approximate search, over words), and of several places the one is taken whose neighbours are
//! those the passage had before, then the nearest. Words that differ by a slip of the pen count as nearly the same. A
//! passage of which less than half is left is nowhere: a wrong place is worse than none.

use std::collections::HashMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::fold::fold;

/// So many words on each side of a passage tell it from others like it.
const BESIDE: usize = 10;
/// Places that are looked at closely.
const CANDIDATES: usize = 12;
/// More cells of a search than this are not filled; then only the exact words are found.
const MOST_CELLS: usize = 40_000_000;
/// Of the words of a passage so much has to be left.
const LEFT: f32 = 0.5;
/// A passage of fewer words than this is told by its neighbours only: "the company" stands anywhere.
const SHORT: usize = 4;
/// Of its neighbours so much has to be left, then.
const NEIGHBOURS: f32 = 0.25;

/// The place of a passage in a new text; none if its words are gone.
///
/// `old` is the text it stood in and where; without it, only the words are known.
pub fn find_again(
    passage: &str,
    old: Option<(&str, Range<usize>)>,
    new: &str,
) -> Option<Range<usize>> {
    let old = old.filter(|(text, range)| text.get(range.clone()).is_some());
    let words_of = |text: &str, range: Range<usize>| -> Vec<String> {
        let words = words(&text[range]).into_iter();
        words.map(|(_, word)| word).collect()
    };
    let wanted = match &old {
        Some((text, range)) => words_of(text, range.clone()),
        None => words_of(passage, 0..passage.len()),
    };
    let written = old
        .as_ref()
        .map_or(passage, |(text, range)| &text[range.clone()]);
    if written.trim().is_empty() {
        return None;
    }
    let (before, after) = old
        .as_ref()
        .map_or((Vec::new(), Vec::new()), |(text, range)| {
            let mut before = words_of(text, 0..range.start);
            let mut after = words_of(text, range.end..text.len());
            before.drain(..before.len().saturating_sub(BESIDE));
            after.truncate(BESIDE);
            (before, after)
        });
    let at = old.as_ref().map(|(text, range)| {
        // Where it would stand if the text had grown or shrunk evenly.
        range.start as f64 / text.len().max(1) as f64 * new.len() as f64
    });
    let sought = Sought {
        before: &before,
        wanted: &wanted,
        after: &after,
        written,
        at: at.unwrap_or(0.0) as usize,
    };
    sought.in_text(new)
}

/// What is looked for.
struct Sought<'a> {
    before: &'a [String],
    wanted: &'a [String],
    after: &'a [String],
    /// The passage as it stood, punctuation and all.
    written: &'a str,
    /// The byte at which it is expected.
    at: usize,
}

/// A place and what speaks for it.
struct Place {
    range: Range<usize>,
    score: f32,
}

impl Sought<'_> {
    fn in_text(&self, new: &str) -> Option<Range<usize>> {
        let there = words(new);
        if self.wanted.is_empty() {
            // Signs without a word: only the very same are the same.
            let places = new.match_indices(self.written).map(|(at, _)| at);
            let at = places.min_by_key(|at| at.abs_diff(self.at))?;
            return Some(at..at + self.written.len());
        }
        let knows_neighbours = !self.before.is_empty() || !self.after.is_empty();
        let ends = if self.wanted.len() * there.len() > MOST_CELLS {
            exact_ends(self.wanted, &there)
        } else {
            likely_ends(self.wanted, &there)
        };
        // The very same letters, which may begin or end within a word.
        let same: Vec<Range<usize>> = new
            .match_indices(self.written)
            .map(|(at, same)| at..at + same.len())
            .collect();
        let mut best: Option<Place> = None;
        for end in ends {
            let Some((place, kept, beside)) = self.look_at(end, &there, new) else {
                continue;
            };
            let told = self.wanted.len() >= SHORT
                || (knows_neighbours && beside >= NEIGHBOURS)
                || (same.len() == 1
                    && overlap(&same[0], &place.range)
                    && (self.wanted.len() > 1 || !knows_neighbours));
            if kept < LEFT || !told {
                continue;
            }
            let nearer = |other: &Place| {
                let distance = |place: &Place| place.range.start.abs_diff(self.at);
                (place.score - other.score).abs() < 0.01 && distance(&place) < distance(other)
            };
            if best
                .as_ref()
                .is_none_or(|other| place.score > other.score + 0.01 || nearer(other))
            {
                best = Some(place);
            }
        }
        let place = best?.range;
        let same = same.into_iter().find(|same| overlap(same, &place));
        Some(same.unwrap_or_else(|| self.with_signs(place, new)))
    }

    /// Lays the passage with its neighbours over the words around a likely end. Gives the place, how much of the
    /// passage is left there, and how much of its neighbours.
    fn look_at(
        &self,
        end: usize,
        there: &[(Range<usize>, String)],
        new: &str,
    ) -> Option<(Place, f32, f32)> {
        let pattern: Vec<&String> = self
            .before
            .iter()
            .chain(self.wanted)
            .chain(self.after)
            .collect();
        let length = self.wanted.len();
        let from = end.saturating_sub(length + length / 2 + BESIDE + BESIDE / 2);
        let to = (end + BESIDE + BESIDE / 2 + 1).min(there.len());
        let window = &there[from..to];
        let own = self.before.len()..self.before.len() + length;
        let laid = lay(&pattern, &own, window);
        let mut first = None;
        let mut last = None;
        let (mut kept, mut beside) = (0.0, 0.0);
        for (number, laid) in laid.iter().enumerate() {
            let Some((at, alike)) = laid else { continue };
            if own.contains(&number) {
                kept += alike;
                first = first.or(Some(*at));
                last = Some(*at);
            } else {
                beside += alike;
            }
        }
        let neighbours = (self.before.len() + self.after.len()).max(1) as f32;
        let (kept, beside) = (kept / length as f32, beside / neighbours);
        let range = window[first?].0.start..window[last?].0.end;
        debug_assert!(new.get(range.clone()).is_some());
        let score = kept + beside / 2.0;
        Some((Place { range, score }, kept, beside))
    }

    /// Takes in the signs that stood before the first and after the last word, where they still stand there.
    fn with_signs(&self, range: Range<usize>, new: &str) -> Range<usize> {
        let is_sign = |c: char| !c.is_alphanumeric();
        let before = self.written.len() - self.written.trim_start_matches(is_sign).len();
        let after = self.written.trim_end_matches(is_sign).len();
        let mut range = range;
        for c in self.written[..before].chars().rev() {
            if new[..range.start].ends_with(c) {
                range.start -= c.len_utf8();
            } else {
                break;
            }
        }
        for c in self.written[after..].chars() {
            if new[range.end..].starts_with(c) {
                range.end += c.len_utf8();
            } else {
                break;
            }
        }
        range
    }
}

fn overlap(one: &Range<usize>, two: &Range<usize>) -> bool {
    one.start < two.end && two.start < one.end
}

/// The words of a text, folded, with their bytes.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    text.unicode_word_indices()
        .map(|(at, word)| (at..at + word.len(), fold(word)))
        .collect()
}

/// How much two folded words are the same, from 0 to 1: a slip of the pen leaves most of a word.
fn alike(one: &str, two: &str) -> f32 {
    if one == two {
        return 1.0;
    }
    let (short, long) = (one.len().min(two.len()), one.len().max(two.len()));
    if short < 3 || long - short > 2 {
        return 0.0;
    }
    // What begins and ends otherwise is another word, mostly; it saves most of the reckoning.
    if one.as_bytes()[0] != two.as_bytes()[0]
        && one.as_bytes()[one.len() - 1] != two.as_bytes()[two.len() - 1]
    {
        return 0.0;
    }
    let slips = strsim::osa_distance(one, two);
    if slips <= (short / 4).max(1) {
        0.8
    } else {
        0.0
    }
}

/// Where passages of so many words end, at best, in a text: the ends with the fewest changes, at most a dozen.
fn likely_ends(wanted: &[String], there: &[(Range<usize>, String)]) -> Vec<usize> {
    // Each word of the passage against each different word of the text, once.
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut kinds: Vec<&str> = Vec::new();
    let text: Vec<usize> = there
        .iter()
        .map(|(_, word)| {
            *numbers.entry(word).or_insert_with(|| {
                kinds.push(word);
                kinds.len() - 1
            })
        })
        .collect();
    let mut above = vec![0.0_f32; text.len() + 1];
    for word in wanted {
        let costs: Vec<f32> = kinds.iter().map(|kind| 1.0 - alike(word, kind)).collect();
        let mut row = Vec::with_capacity(above.len());
        row.push(above[0] + 1.0);
        for (at, kind) in text.iter().enumerate() {
            let changed = above[at] + costs[*kind];
            let left_out = above[at + 1] + 1.0;
            let put_in = row[at] + 1.0;
            row.push(changed.min(left_out).min(put_in));
        }
        above = row;
    }
    let most = wanted.len() as f32;
    // An end is a low: neither of its neighbours is lower.
    let mut ends: Vec<(f32, usize)> = (1..above.len())
        .filter(|at| {
            let here = above[*at];
            here < most
                && here <= above[*at - 1]
                && above.get(at + 1).is_none_or(|next| here <= *next)
        })
        .map(|at| (above[at], at - 1))
        .collect();
    // Short passages stand in many places: all of them are looked at, for only the neighbours tell them apart.
    ends.sort_by(|one, two| one.0.total_cmp(&two.0));
    let limit = if wanted.len() < SHORT {
        20 * CANDIDATES
    } else {
        CANDIDATES
    };
    ends.truncate(limit);
    ends.into_iter().map(|(_, at)| at).collect()
}

/// Where the very words end.
fn exact_ends(wanted: &[String], there: &[(Range<usize>, String)]) -> Vec<usize> {
    let same = |window: &[(Range<usize>, String)]| {
        let words = window.iter().map(|(_, word)| word);
        words.eq(wanted.iter())
    };
    let places = there.windows(wanted.len()).enumerate();
    places
        .filter(|(_, window)| same(window))
        .map(|(at, window)| at + window.len() - 1)
        .collect()
}

/// Lays a pattern over words so that as much as can be of it meets the same words in the same order; what stands
/// before and after costs nothing, and what is `own` weighs more than its neighbours, which may have stayed behind.
/// For each word of the pattern: which word it meets, and how much they are alike.
fn lay(
    pattern: &[&String],
    own: &Range<usize>,
    window: &[(Range<usize>, String)],
) -> Vec<Option<(usize, f32)>> {
    /// A change costs less than leaving one word out and putting another in.
    const CHANGED: f32 = -0.4;
    const GAP: f32 = -0.3;
    /// What a neighbour weighs.
    const NEIGHBOUR: f32 = 0.3;
    let (rows, columns) = (pattern.len(), window.len());
    let weight = |row: usize| if own.contains(&row) { 1.0 } else { NEIGHBOUR };
    let mut best = vec![0.0_f32; (rows + 1) * (columns + 1)];
    let cell = |row: usize, column: usize| row * (columns + 1) + column;
    let likeness: Vec<f32> = (0..rows * columns)
        .map(|at| alike(pattern[at / columns], &window[at % columns].1))
        .collect();
    let likeness = |row: usize, column: usize| likeness[row * columns + column];
    let gain = |row: usize, column: usize| match likeness(row, column) {
        likeness if likeness > 0.0 => likeness * weight(row),
        _ => CHANGED * weight(row),
    };
    for row in 1..=rows {
        let gap = GAP * weight(row - 1);
        best[cell(row, 0)] = best[cell(row - 1, 0)] + gap;
        for column in 1..=columns {
            let meets = best[cell(row - 1, column - 1)] + gain(row - 1, column - 1);
            let left_out = best[cell(row - 1, column)] + gap;
            let put_in = best[cell(row, column - 1)] + gap;
            best[cell(row, column)] = meets.max(left_out).max(put_in);
        }
    }
    let mut out = vec![None; rows];
    let (mut row, mut column) = (rows, 0);
    for at in 0..=columns {
        if best[cell(rows, at)] > best[cell(rows, column)] {
            column = at;
        }
    }
    while row > 0 && column > 0 {
        let here = best[cell(row, column)];
        let same = |other: f32| (here - other).abs() < 1e-4;
        if same(best[cell(row - 1, column - 1)] + gain(row - 1, column - 1)) {
            (row, column) = (row - 1, column - 1);
            // A word that was changed wholly still is where its neighbours are.
            out[row] = Some((column, likeness(row, column)));
        } else if same(best[cell(row - 1, column)] + GAP * weight(row - 1)) {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "Die Bank senkt den Zins. Das teilte die Bank am Montag mit.\n\n\
        „Wir haben keine Eile“, sagte die Chefin. Im Sommer will die Bank wieder entscheiden.";

    fn again(passage: &str, new: &str) -> Option<String> {
        let at = OLD.find(passage).unwrap();
        let found = find_again(passage, Some((OLD, at..at + passage.len())), new);
        found.map(|range| new[range].to_owned())
    }

    #[test]
    fn a_passage_is_found_wherever_it_went_and_whatever_was_corrected_in_it() {
        let new = "Im Sommer will die Bank erneut entscheiden. „Wir haben kiene große Eile“, sagte die Chefin.\n\n\
            Die Bank senkt den Zins überraschend. Das teilte sie am Montag mit.";
        for (passage, expected) in [
            ("Die Bank senkt den Zins.", "Die Bank senkt den Zins"),
            ("„Wir haben keine Eile“", "„Wir haben kiene große Eile“"),
            (
                "Im Sommer will die Bank wieder entscheiden.",
                "Im Sommer will die Bank erneut entscheiden.",
            ),
            ("Montag", "Montag"),
        ] {
            assert_eq!(again(passage, new).as_deref(), Some(expected), "{passage}");
        }
    }

    #[test]
    fn of_several_places_the_one_with_the_same_neighbours_is_taken() {
        let new = format!("Eine Bank und noch eine Bank. {OLD}");
        let at = OLD.rfind("Bank").unwrap();
        let found = find_again("Bank", Some((OLD, at..at + 4)), &new).unwrap();
        assert_eq!(found.start, new.rfind("Bank").unwrap());
    }

    #[test]
    fn words_that_are_gone_are_nowhere() {
        let new = "Die Bank hebt den Zins an. Das teilte der Vorstand mit.";
        assert_eq!(
            again("„Wir haben keine Eile“, sagte die Chefin.", new),
            None
        );
        assert_eq!(again("Sommer", new), None);
        assert_eq!(again("Das teilte die Bank am Montag mit.", ""), None);
    }

    #[test]
    fn without_the_old_text_a_short_passage_is_found_only_where_it_stands_once() {
        assert_eq!(find_again("Bank", None, OLD), None);
        let chefin = OLD.find("Chefin").unwrap();
        assert_eq!(find_again("Chefin", None, OLD), Some(chefin..chefin + 6));
        assert!(find_again("Wir hatten keine Eile, sagte", None, OLD).is_some());
    }

    #[test]
    fn signs_alone_and_places_that_are_none_are_borne() {
        assert_eq!(find_again("…", None, "a … b"), Some(2..5));
        assert_eq!(find_again("", None, "a"), None);
        assert_eq!(find_again("x", Some(("ä", 1..2)), "x"), Some(0..1));
        assert_eq!(find_again("x", Some(("x", 5..9)), "y"), None);
    }
}
