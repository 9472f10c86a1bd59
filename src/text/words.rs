//! The words of a text as they are looked for: what the text index knows, what marks in a text follow.

use std::ops::Range;

use super::fold;

/// Where the words of a folded text stand: runs of letters and digits. A hyphen separates; the `s` of an English
/// genitive is no word.
pub fn words_of(folded: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut chars = folded.char_indices().peekable();
    // Whether nothing but one apostrophe stands between the last word and this place.
    let mut apostrophe = false;
    let mut start = 0;
    let mut any = false;
    std::iter::from_fn(move || {
        while let Some((at, c)) = chars.next() {
            if !c.is_alphanumeric() {
                apostrophe = is_apostrophe(c) && any && !apostrophe && at == start;
                start = at + c.len_utf8();
                continue;
            }
            let mut end = at + c.len_utf8();
            while let Some((next, c)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
                end = next + c.len_utf8();
            }
            let genitive = apostrophe && &folded[at..end] == "s";
            apostrophe = false;
            start = end;
            if !genitive {
                any = true;
                return Some(at..end);
            }
        }
        None
    })
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´')
}

/// Folded words that follow each other in a text, as they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sought {
    /// The words; at least one.
    pub words: Vec<String>,
    /// Whether the last may go on.
    pub prefix: bool,
    /// Whether the last may have a genitive s.
    pub inflected: bool,
}

impl Sought {
    /// A word as the reader wrote it; none when it has nothing to look for. One of four letters or more, or of
    /// capitals only, is found with a genitive s too.
    pub fn word(written: &str, prefix: bool) -> Option<Self> {
        let phrase = Self::phrase(written)?;
        let last = phrase.words.last()?;
        let letters = last.chars().count();
        let capitals = letters > 1 && !written.chars().any(char::is_lowercase);
        let inflected = !prefix
            && last.chars().all(char::is_alphabetic)
            && !last.ends_with('s')
            && (letters >= 4 || capitals);
        Some(Self {
            prefix,
            inflected,
            ..phrase
        })
    }

    /// Words that follow each other, exactly so.
    pub fn phrase(written: &str) -> Option<Self> {
        let folded = fold(written);
        let words: Vec<String> = words_of(&folded)
            .map(|word| folded[word].to_owned())
            .collect();
        (!words.is_empty()).then_some(Self {
            words,
            prefix: false,
            inflected: false,
        })
    }

    /// Whether a run of as many folded words is what is sought.
    pub fn fits<'a>(&self, run: impl DoubleEndedIterator<Item = &'a str>) -> bool {
        let mut pairs = run.zip(&self.words);
        let mut all = true;
        for at in 0..self.words.len() {
            let Some((word, wanted)) = pairs.next() else {
                return false;
            };
            let last = at + 1 == self.words.len();
            all &= word == wanted
                || (last && self.prefix && word.starts_with(wanted.as_str()))
                || (last && self.inflected && word.strip_suffix('s') == Some(wanted));
            if !all {
                return false;
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let folded = fold(text);
        words_of(&folded)
            .map(|word| folded[word].to_owned())
            .collect()
    }

    #[test]
    fn an_english_genitive_loses_its_s_and_a_hyphen_separates() {
        assert_eq!(
            words("Apple’s Siemens-Chef, Siemens' 3,5"),
            ["apple", "siemens", "chef", "siemens", "3", "5"]
        );
        assert_eq!(words("  'S' s "), ["s", "s"]);
    }

    #[test]
    fn short_words_have_no_genitive_unless_they_are_capitals() {
        let inflected = |written: &str| Sought::word(written, false).map(|it| it.inflected);
        assert_eq!(inflected("new"), Some(false));
        assert_eq!(inflected("VW"), Some(true));
        assert_eq!(inflected("musk"), Some(true));
        assert_eq!(inflected("reuters"), Some(false));
        assert_eq!(inflected("&"), None);
    }
}
