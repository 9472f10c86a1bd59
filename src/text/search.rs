//! Finds words in a text as a reader means them: blind to case, diacritics and the two spellings of an umlaut.

use std::ops::Range;

use super::words::{Sought, words_of};
use super::{Folded, fold};

/// A text made ready for searching.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Searchable {
    folded: Folded,
    /// Where its words stand in the folded text.
    words: Vec<Range<usize>>,
}

impl Searchable {
    /// Folds the text; line breaks count as spaces.
    pub fn new(text: &str) -> Self {
        let mut folded = Folded::new(text);
        if folded.text.contains('\n') {
            // One byte for one byte: the way back stays right.
            folded.text = folded.text.replace('\n', " ");
        }
        let words = words_of(&folded.text).collect();
        Self { folded, words }
    }

    /// Where letters stand, anywhere in a word, without overlaps; as bytes of the text.
    pub fn find(&self, letters: &str) -> Vec<Range<usize>> {
        let folded = fold(letters);
        let needle = folded.split_whitespace().collect::<Vec<_>>().join(" ");
        if needle.is_empty() {
            return Vec::new();
        }
        let found = self.folded.text.match_indices(&needle);
        found
            .map(|(at, found)| self.folded.original(at..at + found.len()))
            .collect()
    }

    /// Where what a query seeks stands, without overlaps: the same places for which the text index gives the text. Of a
    /// word that goes on or has a genitive s only what was sought is told; as bytes of the text.
    pub fn find_words(&self, sought: &Sought) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let length = sought.words.len();
        let Some(last) = sought.words.last() else {
            return found;
        };
        let mut at = 0;
        while let Some(run) = self.words.get(at..at + length) {
            let text = &self.folded.text;
            if sought.fits(run.iter().map(|word| &text[word.clone()])) {
                let end = run[length - 1].start + last.len();
                found.push(self.folded.original(run[0].start..end));
                at += length;
            } else {
                at += 1;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, words: &str) -> Vec<String> {
        let hits = Searchable::new(text).find(words);
        hits.into_iter().map(|hit| text[hit].to_owned()).collect()
    }

    fn words(text: &str, sought: Option<Sought>) -> Vec<String> {
        let hits = Searchable::new(text).find_words(&sought.unwrap());
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
        assert_eq!(words(text, Sought::word("VW", false)), ["VW", "VW", "VW"]);
        let beginning = Sought::word("VW", true);
        assert_eq!(words(text, beginning), ["VW", "VW", "VW", "VW"]);
        assert!(words("News", Sought::word("new", false)).is_empty());
    }

    #[test]
    fn words_that_follow_each_other_do_so_across_hyphens_line_breaks_and_genitives() {
        let text = "Der Siemens-\nChef und Apple’s Chef, Chef Siemens";
        assert_eq!(
            words(text, Sought::word("siemens-chef", false)),
            ["Siemens-\nChef"]
        );
        assert_eq!(words(text, Sought::phrase("apple chef")), ["Apple’s Chef"]);
        assert_eq!(words(text, Sought::word("Apple's", false)), ["Apple"]);
        assert_eq!(
            words("Straße Straßen", Sought::word("STRASSE", false)),
            ["Straße"]
        );
        assert_eq!(
            words("Überwachung", Sought::word("ueberw", true)),
            ["Überw"]
        );
    }
}
