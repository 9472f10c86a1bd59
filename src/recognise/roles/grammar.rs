//! Where grammar gives an office to a person, and a house to the office.

use std::ops::Range;

use super::{Held, Search};
use crate::highlight::Kind;
use crate::recognise::cast::Stand;
use crate::recognise::determiner::is_determiner;
use crate::recognise::offices::Offices;
use crate::recognise::quotes::ends_sentence;
use crate::recognise::sayings;

impl Search<'_> {
    /// "Nordbank-Chef Jo Huber", "Nordbank CEO Jo Huber", "Kanzler Dr. Huber", "Jo Huber" of "CEO Jo Huber of Nordbank".
    pub(super) fn before(&self, stand: &Stand) -> Option<Held> {
        let doc = self.doc;
        let mut end = stand.tokens.start;
        if doc.begins_paragraph(end) {
            return None;
        }
        while end > 0
            && !doc.begins_paragraph(end)
            && (Offices::is_title(doc.word(end - 1)) && !self.is_office(end - 1)
                || doc.word(end - 1) == "." && end > 1 && Offices::is_title(doc.word(end - 2)))
        {
            end -= 1;
        }
        if end == 0 || doc.is_joined(end) || doc.begins_paragraph(end) {
            return None;
        }
        let words = self.office_ending_at(end)?;
        let (words, of) = self.widen(words);
        let of = of.or_else(|| {
            self.house_after(
                stand.tokens.end,
                &["of", "von", "from", "vom", "bei", "at"],
                3,
            )
        });
        Some(Held {
            person: stand.entity,
            words,
            of,
        })
    }

    /// "der Vorstandsvorsitzende der Nordbank, Jo Huber", "the mayor of Northtown, Jo Huber", "der Chef der Nordbank Jo Huber".
    pub(super) fn apposed(&self, stand: &Stand) -> Option<Held> {
        let doc = self.doc;
        let mut at = stand.tokens.start;
        while at > 0
            && (Offices::is_title(doc.word(at - 1))
                || doc.word(at - 1) == "." && at > 1 && Offices::is_title(doc.word(at - 2)))
        {
            at -= 1;
        }
        let comma = at > 0 && doc.word(at - 1) == ",";
        let end = if comma { at - 1 } else { at };
        if !comma && self.cast.covering(end.checked_sub(1)?).is_none() {
            return None;
        }
        let limit = end.saturating_sub(14);
        let mut from = end;
        while from > limit {
            if doc.begins_paragraph(from)
                || matches!(doc.word(from - 1), "," | ";" | ":" | "(" | ")" | "–")
                || ends_sentence(doc, from - 1)
            {
                break;
            }
            from -= 1;
        }
        // The first office with an article before it; what follows it up to the comma is its house.
        for office in from..end {
            let phrase = self.offices.phrase(|n| doc.word(office + n));
            if phrase.is_none() && !self.is_office(office) || self.cast.covering(office).is_some() {
                continue;
            }
            let mut last = office + 1;
            if let Some(length) = phrase {
                last = last.max(office + length);
            }
            while last < end && self.is_office(last) && doc.word(last) != "-" {
                last += 1;
            }
            // "Minister Huber, Jo Meier" is a list.
            if self.person_at(last) {
                return None;
            }
            let direct = last == end;
            let linked = matches!(
                doc.word(last),
                "der"
                    | "des"
                    | "von"
                    | "of"
                    | "vom"
                    | "für"
                    | "for"
                    | "im"
                    | "in"
                    | "at"
                    | "bei"
                    | "beim"
                    | "am"
                    | "on"
                    | "to"
                    | "zur"
                    | "und"
                    | "and"
            ) || self.body_at(last).is_some();
            if !direct && !linked || direct && !comma {
                continue;
            }
            let (words, of) = self.widen(office..last);
            let article = words.start > 0 && is_determiner(doc.before(words.start))
                || of.is_some()
                || matches!(doc.before(words.start), "s" | "'" | "’")
                || words.start > 1 && is_determiner(doc.before(words.start - 1));
            if !article && direct {
                return None;
            }
            let of = of.or_else(|| {
                self.cast
                    .within(last..end)
                    .iter()
                    .find(|house| self.is_house(house))
                    .map(|house| house.entity)
            });
            return Some(Held {
                person: stand.entity,
                words,
                of,
            });
        }
        None
    }

    /// "Jo Huber, CEO of Nordbank", "Jo Huber, Nordbank's chief executive", "Jo Huber (CEO)", "Jo Huber ist Chef der Nordbank".
    pub(super) fn behind(&self, stand: &Stand) -> Option<Held> {
        let doc = self.doc;
        let mut at = stand.tokens.end;
        if doc.begins_paragraph(at) {
            return None;
        }
        // "Jo Huber (56), Chef", "Jo Huber (SPD), Minister"
        if doc.word(at) == "(" && doc.word(at + 2) == ")" {
            at += 3;
        }
        let opened = match doc.word(at) {
            "," | "(" | "–" => true,
            "ist" | "war" | "wird" | "wurde" | "is" | "was" | "became" | "als" | "as" => false,
            _ => return None,
        };
        at += 1;
        // "Jo Huber, 56, chief executive"
        if opened
            && doc.word(at).starts_with(|c: char| c.is_ascii_digit())
            && doc.word(at + 1) == ","
        {
            at += 2;
        }
        let mut of = None;
        let mut steps = 0;
        while steps < 7 {
            let word = doc.word(at);
            if doc.begins_paragraph(at) || word.is_empty() {
                return None;
            }
            if let Some(house) = self.body_at(at).cloned() {
                let end = house.tokens.end;
                let genitive = matches!(doc.word(end), "'" | "’") && doc.is_joined(end);
                let next = if genitive && doc.word(end + 1) == "s" {
                    end + 2
                } else {
                    end + usize::from(genitive)
                };
                let hyphen = doc.word(end) == "-" && doc.is_joined(end);
                of = Some(house.entity);
                at = if hyphen { end + 1 } else { next };
                steps += 1;
                if !hyphen && !self.is_office(at) && !doc.word(at).starts_with(char::is_lowercase) {
                    return None;
                }
                continue;
            }
            if self.person_at(at) {
                return None;
            }
            if self.is_office(at) || self.offices.phrase(|n| doc.word(at + n)).is_some() {
                break;
            }
            let passes = is_determiner(word)
                || word.starts_with(char::is_lowercase)
                    && word.len() > 2
                    && !matches!(
                        word,
                        "who"
                            | "whose"
                            | "der"
                            | "die"
                            | "which"
                            | "nicht"
                            | "von"
                            | "with"
                            | "and"
                            | "und"
                            | "dass"
                            | "has"
                            | "auf"
                            | "mit"
                            | "bei"
                            | "gegen"
                            | "from"
                            | "said"
                            | "that"
                            | "für"
                            | "wie"
                            | "von der"
                    )
                    && !sayings::is_saying(word)
                || word == "-"
                || word.starts_with(char::is_uppercase) && opened && of.is_none();
            if !passes {
                return None;
            }
            at += 1;
            steps += 1;
        }
        if steps == 7 {
            return None;
        }
        let first = at;
        let mut end = at + 1;
        if let Some(length) = self.offices.phrase(|n| doc.word(first + n)) {
            end = end.max(first + length);
        }
        while self.is_office(end) && !self.person_at(end) && doc.gap(end - 1) == " " {
            end += 1;
        }
        // "Huber, Kanzler Meier": the office of the next one. "Jo Huber, deren Chef …" is none of hers.
        let mut next = end;
        while Offices::is_title(doc.word(next))
            || doc.word(next) == "." && doc.is_joined(next) && next == end + 1
        {
            next += 1;
        }
        if self.person_at(next) || doc.word(end) == "-" && doc.is_joined(end) {
            return None;
        }
        let (words, told) = self.widen(first..end);
        let of = of
            .or(told)
            .or_else(|| self.house_after(end, HOUSE_LINKS, 6));
        Some(Held {
            person: stand.entity,
            words,
            of,
        })
    }

    /// "Nordbank verliert ihren Chef: am Freitag trat Jo Huber zurück."
    pub(super) fn lost(&self, stand: &Stand) -> Option<Held> {
        let doc = self.doc;
        let least = stand.tokens.start.saturating_sub(12);
        let colon = (least + 2..stand.tokens.start)
            .rev()
            .find(|at| doc.word(*at) == ":" || doc.begins_paragraph(*at))
            .filter(|at| doc.word(*at) == ":")?;
        let owner = matches!(
            doc.word(colon - 2),
            "seinen"
                | "ihren"
                | "seinem"
                | "ihrem"
                | "seine"
                | "ihre"
                | "its"
                | "their"
                | "einen"
                | "neuen"
        );
        if !owner || !self.is_office(colon - 1) {
            return None;
        }
        let another = self
            .cast
            .within(colon..stand.tokens.start)
            .iter()
            .any(|other| self.cast.kind(other) == Kind::Person);
        if another {
            return None;
        }
        let mut start = colon - 1;
        while start > 0 && !doc.begins_paragraph(start) && !ends_sentence(doc, start - 1) {
            start -= 1;
        }
        let of = self
            .cast
            .within(start..colon)
            .iter()
            .find(|house| matches!(self.cast.kind(house), Kind::Company | Kind::Organisation))
            .map(|house| house.entity);
        Some(Held {
            person: stand.entity,
            words: colon - 1..colon,
            of,
        })
    }

    /// The words of an office that end before a token.
    fn office_ending_at(&self, end: usize) -> Option<Range<usize>> {
        let doc = self.doc;
        for length in (2..=4).rev() {
            let Some(first) = end.checked_sub(length) else {
                continue;
            };
            // "Green Party leader": the party is a house, not part of the phrase.
            if self.offices.phrase(|n| doc.word(first + n)) == Some(length)
                && self.cast.within(first..end).is_empty()
                && self.cast.covering(first).is_none()
            {
                return Some(first..end);
            }
        }
        let last = end - 1;
        (self.is_office(last) && self.cast.covering(last).is_none()).then_some(last..end)
    }

    pub(super) fn head(&self, held: &Held) -> String {
        let word = self.doc.word(held.words.end - 1).to_lowercase();
        if word.len() > 5 && !word.is_ascii() || word.len() > 6 {
            word.trim_end_matches(['s', 'n', 'e', 'r']).to_owned()
        } else {
            word.trim_end_matches('s').to_owned()
        }
    }

    fn is_office(&self, token: usize) -> bool {
        let word = self.doc.word(token);
        word.len() > 2
            && word.starts_with(char::is_alphabetic)
            && !is_determiner(word)
            && self.offices.is_office(word)
            && (word.starts_with(char::is_uppercase) || !self.german)
            && !is_kin(word)
    }

    fn person_at(&self, token: usize) -> bool {
        self.cast
            .beginning_at(token)
            .is_some_and(|stand| self.cast.kind(stand) == Kind::Person)
    }

    pub(super) fn body_at(&self, token: usize) -> Option<&Stand> {
        self.cast
            .beginning_at(token)
            .filter(|stand| self.is_house(stand))
    }

    pub(super) fn is_house(&self, stand: &Stand) -> bool {
        matches!(
            self.cast.kind(stand),
            Kind::Company | Kind::Organisation | Kind::Place | Kind::Product
        )
    }
}

const HOUSE_LINKS: &[&str] = &[
    "of", "at", "for", "von", "der", "des", "bei", "beim", "vom", "in", "im", "with", "to", "from",
];

/// Kin, winners and successors are told of persons like offices, but are none.
fn is_kin(word: &str) -> bool {
    let word = word.to_lowercase();
    [
        "sohn",
        "sohnes",
        "tochter",
        "bruder",
        "bruders",
        "schwester",
        "witwe",
        "ehemann",
        "ehefrau",
        "nachfolger",
        "nachfolgerin",
        "nachfolgers",
        "vorgänger",
        "vorgängerin",
        "vorgängers",
        "sieger",
        "siegerin",
        "amtsinhaber",
        "amtsinhaberin",
        "amtsinhabers",
        "champions",
        "champion",
        "erfinder",
        "star",
        "stars",
    ]
    .contains(&word.as_str())
}
