//! The full words of an office, and whose office it is.

use std::ops::Range;

use super::{Held, Search};
use crate::highlight::Kind;
use crate::recognise::determiner::is_determiner;
use crate::recognise::sayings;

impl Search<'_> {
    /// Takes in what belongs to the office before it: compounds, "stellvertretende", "Finance"; and the house named there.
    pub(super) fn widen(&self, mut words: Range<usize>) -> (Range<usize>, Option<usize>) {
        let doc = self.doc;
        let mut of = None;
        while words.start > 1
            && doc.before(words.start) == "-"
            && doc.is_joined(words.start)
            && doc.is_joined(words.start - 1)
        {
            let house = self
                .cast
                .covering(words.start - 2)
                .filter(|house| house.tokens.end == words.start - 1);
            if let Some(house) = house {
                of = Some(house.entity);
                break;
            }
            words.start -= 2;
        }
        if of.is_some() {
            return (words, of);
        }
        let english = !self.german;
        for _ in 0..3 {
            if words.start == 0 || doc.begins_paragraph(words.start) {
                break;
            }
            let before = words.start - 1;
            let word = doc.word(before);
            if let Some(house) = self.cast.covering(before) {
                if house.tokens.end == words.start && self.is_house(house) {
                    of = Some(house.entity);
                }
                break;
            }
            // "Nordbank's chief", "Nordbanks' chief"
            let genitive = if word == "s" && before > 0 && matches!(doc.before(before), "'" | "’")
            {
                Some(before - 1)
            } else if matches!(word, "'" | "’") && doc.is_joined(before) {
                Some(before)
            } else {
                None
            };
            if let Some(mark) = genitive {
                of = mark
                    .checked_sub(1)
                    .and_then(|last| self.cast.covering(last))
                    .filter(|house| house.tokens.end == mark && self.is_house(house))
                    .map(|house| house.entity);
                break;
            }
            if let Some(country) = self.country(word) {
                of = Some(country);
                break;
            }
            let status = [
                "stellvertretend",
                "ehemalig",
                "früher",
                "geschäftsführend",
                "designiert",
                "amtierend",
                "former",
                "deputy",
                "acting",
                "interim",
                "vice",
                "outgoing",
                "incoming",
                "senior",
                "chief",
                "ex",
            ]
            .iter()
            .any(|status| {
                word.get(..status.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(status))
                    && word.len() <= status.len() + 2
            });
            let noun = english
                && word.starts_with(char::is_uppercase)
                && doc.word(words.start).starts_with(char::is_uppercase)
                && !doc.begins_sentence(before)
                && word.is_ascii()
                && !is_demonym(word)
                && !is_determiner(word)
                && !doc.is_joined(words.start)
                && word.len() > 3;
            let lower = english
                && !self.german
                && word.starts_with(char::is_lowercase)
                && word.len() > 3
                && before > 0
                && matches!(doc.before(before), "a" | "an" | "the" | "," | "The" | "A")
                && !sayings::is_saying(word)
                && !sayings::turns_away(word)
                && !matches!(
                    word,
                    "with" | "from" | "former" | "then" | "while" | "when" | "that"
                );
            if !(status || noun || lower) {
                break;
            }
            words.start -= 1;
        }
        (words, of)
    }

    /// The country an adjective is made of, where the article names it: "thailändisch" of Thailand, "Turkish" of Turkey.
    fn country(&self, adjective: &str) -> Option<usize> {
        let stem = if self.german {
            &adjective[..adjective.rfind("isch")?]
        } else if adjective.starts_with(char::is_uppercase) {
            adjective
        } else {
            return None;
        };
        let stem = stem.to_lowercase();
        if stem.len() < 4 {
            return None;
        }
        self.cast.entities().iter().position(|place| {
            if place.kind() != Kind::Place || place.name.contains(' ') {
                return false;
            }
            let name = place.name.to_lowercase();
            let shared: usize = name
                .chars()
                .zip(stem.chars())
                .take_while(|(a, b)| a == b)
                .map(|(c, _)| c.len_utf8())
                .sum();
            let (of_name, of_stem) = (&name[shared..], &stem[shared..]);
            shared >= 4
                && matches!(
                    of_name,
                    "" | "land"
                        | "and"
                        | "ien"
                        | "en"
                        | "ia"
                        | "a"
                        | "y"
                        | "ey"
                        | "ce"
                        | "e"
                        | "any"
                        | "ei"
                        | "an"
                        | "sen"
                        | "o"
                )
                && matches!(
                    of_stem,
                    "" | "änd"
                        | "länd"
                        | "s"
                        | "an"
                        | "n"
                        | "ian"
                        | "ish"
                        | "k"
                        | "i"
                        | "es"
                        | "ese"
                        | "ean"
                        | "er"
                        | "ie"
                )
        })
    }

    /// The house named behind "of", "der", "at" within a few tokens.
    pub(super) fn house_after(&self, at: usize, links: &[&str], reach: usize) -> Option<usize> {
        let doc = self.doc;
        let direct = self
            .body_at(at)
            .filter(|_| doc.gap(at.wrapping_sub(1)) == " ");
        if let Some(house) = direct.filter(|_| links.len() > 6) {
            return Some(house.entity);
        }
        if !links.contains(&doc.word(at)) || doc.begins_paragraph(at) {
            return None;
        }
        for token in at + 1..=at + reach {
            if let Some(house) = self.cast.beginning_at(token) {
                return self.is_house(house).then_some(house.entity);
            }
            let word = doc.word(token);
            let passes = is_determiner(word)
                || word.starts_with(char::is_alphabetic)
                    && !sayings::is_saying(word)
                    && !matches!(word, "und" | "and" | "in" | "mit" | "with");
            if !passes || doc.begins_paragraph(token) {
                return None;
            }
        }
        None
    }

    /// Whose office it must be where grammar does not say: an enterprise's, if the article has only one to speak of.
    pub(super) fn house_of(&self, held: &Held) -> Option<usize> {
        let last = self.doc.word(held.words.end - 1).to_lowercase();
        let corporate = [
            "ceo",
            "cfo",
            "coo",
            "cto",
            "cio",
            "cmo",
            "vorstandschef",
            "vorstandschefin",
            "konzernchef",
            "konzernchefin",
            "firmenchef",
            "firmenchefin",
            "finanzvorstand",
            "finanzchef",
            "vorstandsvorsitzende",
            "vorstandsvorsitzender",
            "vorstandsvorsitzenden",
            "unternehmenschef",
            "finanzchefin",
            "firmengründer",
            "aufsichtsratschef",
            "vorständin",
            "technikchef",
        ]
        .contains(&last.as_str())
            || last == "executive"
            || last == "officer"
                && self
                    .doc
                    .before(held.words.end - 1)
                    .ends_with(['l', 'e', 'g']);
        if corporate { self.house } else { None }
    }
}

fn is_demonym(word: &str) -> bool {
    let adjective = ["ish", "ese", "ian", "ean", "can"]
        .iter()
        .any(|end| word.ends_with(end));
    adjective
        || matches!(
            word,
            "French"
                | "German"
                | "Dutch"
                | "Greek"
                | "Swiss"
                | "Israeli"
                | "Iraqi"
                | "Pakistani"
                | "Saudi"
                | "Czech"
                | "Thai"
                | "Then"
                | "Both"
                | "When"
                | "Former"
                | "Mexican"
                | "American"
        )
}
