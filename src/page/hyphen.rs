//! Where a word may be broken with a hyphen: German and English patterns, and what is better left whole.

use std::ops::Range;

use hypher::Lang;

use crate::article::Language;

/// Letters that have to stay on either side of a hyphen; two would be correct, but read badly on a ragged page.
const LEAST: usize = 3;

/// The patterns of a language; none if there are none for it.
pub(super) fn patterns(language: Option<Language>) -> Option<Lang> {
    match language {
        Some(Language::GERMAN) => Some(Lang::German),
        Some(Language::ENGLISH) => Some(Lang::English),
        _ => None,
    }
}

/// The bytes of a text before which a hyphen may be put within a range, in order.
///
/// Words are left whole that are a name, an abbreviation in capitals or part of an address; in English also those
/// with a capital, which are names more often than not. `forced` asks for the places in a word that does not fit a
/// line at all, where only letters count.
pub(super) fn points(text: &str, word: Range<usize>, patterns: Lang, forced: bool) -> Vec<usize> {
    let piece = &text[word.clone()];
    let trimmed = piece.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = word.start + (piece.len() - trimmed.len());
    let core = trimmed.trim_end_matches(|c: char| !c.is_alphanumeric());
    // Longer words than this are addresses and garbage more often than words; they are cut where the line ends.
    if core.len() > hypher::MAX_INLINE_SIZE
        || core.chars().count() < 2 * LEAST
        || !core.chars().all(char::is_alphabetic)
    {
        return Vec::new();
    }
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| matches!(c, '/' | '.' | '@' | '_' | '#' | ':' | '=' | '&')) {
        return Vec::new();
    }
    if !forced {
        let capitals = core.chars().filter(|c| c.is_uppercase()).count();
        let capital_first = core.chars().next().is_some_and(char::is_uppercase);
        if capitals > usize::from(capital_first) || (capitals > 0 && patterns == Lang::English) {
            return Vec::new();
        }
    }
    let mut at = start;
    let mut points: Vec<usize> = hypher::hyphenate_bounded(core, patterns, LEAST, LEAST)
        .map(|syllable| {
            at += syllable.len();
            at
        })
        .collect();
    // The last syllable ends with the word, which is no place for a hyphen.
    points.pop();
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(word: &str, patterns: Lang, forced: bool) -> String {
        let mut out = word.to_owned();
        for at in points(word, 0..word.len(), patterns, forced).iter().rev() {
            out.insert(*at, '|');
        }
        out
    }

    #[test]
    fn german_and_english_words_break_at_their_syllables() {
        assert_eq!(
            broken("„Machtkonzentration“,", Lang::German, false),
            "„Macht|kon|zen|tra|tion“,"
        );
        assert_eq!(
            broken("(international)", Lang::English, false),
            "(inter|na|tional)"
        );
    }

    #[test]
    fn names_abbreviations_and_addresses_stay_whole() {
        assert_eq!(broken("Pennywell", Lang::English, false), "Pennywell");
        assert_eq!(
            broken("OpenAISystems", Lang::German, false),
            "OpenAISystems"
        );
        assert_eq!(broken("example.com", Lang::German, false), "example.com");
        assert_eq!(broken("2024er", Lang::German, false), "2024er");
        assert!(broken("Pennywellington", Lang::English, true).contains('|'));
    }
}
