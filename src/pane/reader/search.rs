//! Finds words in a text as a reader means them: blind to case, diacritics and the two spellings of an umlaut.

use std::ops::Range;

use crate::text::{Folded, fold};

/// A text made ready for searching.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Searchable {
    folded: Folded,
}

impl Searchable {
    /// Folds the text; line breaks count as spaces.
    pub(super) fn new(text: &str) -> Self {
        let mut folded = Folded::new(text);
        if folded.text.contains('\n') {
            // One byte for one byte: the way back stays right.
            folded.text = folded.text.replace('\n', " ");
        }
        Self { folded }
    }

    /// Where the words stand, anywhere in a word, without overlaps.
    pub(super) fn find(&self, words: &str) -> Vec<Range<usize>> {
        let needle = needle(words);
        self.matches(&needle, |_, _| true)
    }

    /// Where a word of a query stands: whole words, also with a genitive s, in hyphen compounds, and as a beginning
    /// when it ends in `*`.
    pub(super) fn find_word(&self, word: &str) -> Vec<Range<usize>> {
        let (word, prefix) = match word.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (word, false),
        };
        let needle = needle(word);
        self.matches(&needle, |before, after| {
            let begins = !before
                .chars()
                .next_back()
                .is_some_and(char::is_alphanumeric);
            let mut rest = after.chars();
            let ends = match rest.next() {
                Some('s') => !rest.next().is_some_and(char::is_alphanumeric),
                Some(c) => !c.is_alphanumeric(),
                None => true,
            };
            begins && (prefix || ends)
        })
    }

    fn matches(&self, needle: &str, fits: impl Fn(&str, &str) -> bool) -> Vec<Range<usize>> {
        if needle.is_empty() {
            return Vec::new();
        }
        let text = &self.folded.text;
        text.match_indices(needle)
            .filter(|(at, _)| fits(&text[..*at], &text[at + needle.len()..]))
            .map(|(at, found)| self.folded.original(at..at + found.len()))
            .collect()
    }
}

/// What is looked for: folded, with single spaces.
fn needle(words: &str) -> String {
    let folded = fold(words);
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, words: &str) -> Vec<String> {
        let hits = Searchable::new(text).find(words);
        hits.into_iter().map(|hit| text[hit].to_owned()).collect()
    }

    fn words(text: &str, word: &str) -> Vec<String> {
        let hits = Searchable::new(text).find_word(word);
        hits.into_iter().map(|hit| text[hit].to_owned()).collect()
    }

    #[test]
    fn a_search_is_blind_to_case_diacritics_and_the_spelling_of_umlauts() {
        let text = "Müller, MUELLER und Muller in der Straße\nvon Citroën";
        assert_eq!(found(text, "mueller"), ["Müller", "MUELLER", "Muller"]);
        assert_eq!(found(text, "STRASSE  von"), ["Straße\nvon"]);
        assert_eq!(found(text, "citroen"), ["Citroën"]);
        assert!(found(text, " ").is_empty());
    }

    #[test]
    fn a_query_word_is_a_whole_word_its_genitive_or_part_of_a_compound() {
        let text = "VW, VWs Werk, VW-Chef, VWler, AVW";
        assert_eq!(words(text, "vw"), ["VW", "VW", "VW"]);
        assert_eq!(words(text, "vw*"), ["VW", "VW", "VW", "VW"]);
    }
}
