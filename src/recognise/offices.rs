//! Titles and offices that stand beside a person's name, German and English.

use std::collections::{HashMap, HashSet};

const FILE: &str = include_str!("../../assets/lexicon/offices.txt");

/// Forms of address and academic degrees; never part of a name.
const TITLES: &[&str] = &[
    "herr",
    "herrn",
    "frau",
    "dr",
    "prof",
    "mag",
    "ing",
    "dipl",
    "di",
    "dkfm",
    "univ",
    "hofrat",
    "mr",
    "mrs",
    "ms",
    "miss",
    "sir",
    "dame",
    "lord",
    "lady",
    "baroness",
    "baron",
    "dr.",
    "prof.",
    "hr",
    "fr",
    "hrn",
    "sen",
    "rep",
    "gov",
    "gen",
    "lt",
    "col",
    "sgt",
    "capt",
    "rev",
    "hon",
    "st",
    "sankt",
    "msc",
    "mba",
    "bsc",
    "phd",
    "ll",
    "drs",
    "doktor",
    "professor",
    "kommerzialrat",
    "papst",
    "pope",
    "senator",
    "sheikh",
    "scheich",
    "ayatollah",
    "imam",
    "mullah",
    "king",
    "queen",
    "prince",
    "princess",
    "könig",
    "königin",
    "prinz",
    "prinzessin",
    "kaiser",
    "kardinal",
    "cardinal",
    "bischof",
    "erzbischof",
    "archbishop",
    "bishop",
    "rabbi",
    "pater",
    "schwester",
    "pfarrer",
    "ex",
    "familie",
    "genosse",
    "president",
    "minister",
    "judge",
    "justice",
    "captain",
    "general",
    "colonel",
    "major",
    "sergeant",
    "admiral",
    "chancellor",
    "premier",
    "secretary",
    "governor",
    "mayor",
    "congressman",
    "congresswoman",
];

/// The words for offices, ready to be looked up.
#[derive(Debug)]
pub struct Offices {
    words: HashSet<String>,
    /// Multi-word offices by their first word: the words, longest first.
    phrases: HashMap<String, Vec<Vec<&'static str>>>,
    endings: HashSet<&'static str>,
    longest_ending: usize,
}

impl Default for Offices {
    fn default() -> Self {
        Self::new()
    }
}

impl Offices {
    /// Reads the list compiled into the program.
    pub fn new() -> Self {
        let mut offices = Self {
            words: HashSet::new(),
            phrases: HashMap::new(),
            endings: HashSet::new(),
            longest_ending: 0,
        };
        for line in FILE.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(ending) = line.strip_prefix('-') {
                offices.longest_ending = offices.longest_ending.max(ending.len());
                offices.endings.insert(ending);
                continue;
            }
            let words: Vec<&str> = line.split(' ').collect();
            if let [word] = words[..] {
                offices.words.insert(word.to_lowercase());
            } else {
                let phrases = offices.phrases.entry(words[0].to_lowercase()).or_default();
                phrases.push(words);
                phrases.sort_by_key(|words| std::cmp::Reverse(words.len()));
            }
        }
        offices
    }

    /// Whether a word is a form of address or degree ("Dr", "Frau", "Mr").
    pub fn is_title(word: &str) -> bool {
        word.len() <= 14 && TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
    }

    /// Whether a single word is an office or occupation, declined or not, alone or at the end of a compound.
    pub fn is_office(&self, word: &str) -> bool {
        if word.len() < 3 {
            return false;
        }
        let word = word.to_lowercase();
        if self.is_bare(&word) {
            return true;
        }
        ["innen", "in", "en", "es", "s", "n", "r", "m", "e", "er"]
            .into_iter()
            .filter_map(|ending| word.strip_suffix(ending))
            .any(|stem| stem.len() > 2 && self.is_bare(stem))
    }

    fn is_bare(&self, word: &str) -> bool {
        if self.words.contains(word) {
            return true;
        }
        word.char_indices()
            .map(|(at, _)| &word[at..])
            .filter(|tail| tail.len() <= self.longest_ending)
            .any(|tail| self.endings.contains(tail))
    }

    /// How many words from the first on are an office of several words ("chief executive officer").
    pub fn phrase<'a>(&self, word_at: impl Fn(usize) -> &'a str) -> Option<usize> {
        let phrases = self.phrases.get(&word_at(0).to_lowercase())?;
        phrases
            .iter()
            .find(|phrase| {
                phrase
                    .iter()
                    .enumerate()
                    .all(|(n, word)| word_at(n).eq_ignore_ascii_case(word))
            })
            .map(Vec::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_and_inflected_offices_are_offices() {
        let offices = Offices::new();
        for word in [
            "Vorstandschef",
            "Finanzministerin",
            "CEO",
            "CEOs",
            "Generaldirektors",
            "Aufsichtsratsvorsitzende",
            "Wirtschaftskammerpräsident",
            "chairman",
            "Chefposten",
        ] {
            assert_eq!(offices.is_office(word), word != "Chefposten", "{word}");
        }
    }

    #[test]
    fn the_longest_office_of_several_words_is_taken() {
        let offices = Offices::new();
        let words = ["Chief", "Executive", "Officer", "Tim"];
        assert_eq!(
            offices.phrase(|n| words.get(n).copied().unwrap_or("")),
            Some(3)
        );
    }
}
