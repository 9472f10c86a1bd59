//! Whom names, pronouns and offices in a clause mean.
//!
//! Who of them speaks is decided by [`super::Scene`].

use std::ops::Range;

use super::{Scene, Who};
use crate::highlight::{Kind, Role};
use crate::recognise::cast::Stand;
use crate::recognise::determiner::is_determiner;
use crate::recognise::gender::Gender;
use crate::recognise::offices::Offices;
use crate::recognise::quotes::ends_sentence;
use crate::recognise::sayings;

/// Somebody in a clause who may be the one that speaks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) what: What,
    /// Object of a preposition or a genitive: not the subject.
    pub(super) aside: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Person(usize),
    Body(usize),
    Pronoun(Gender),
    /// "der Minister", "the chief executive": the token of the office.
    Office(usize),
}

impl Scene<'_> {
    /// Everybody a clause names, by name, pronoun or office.
    pub(super) fn candidates(&self, clause: Range<usize>) -> Vec<Candidate> {
        let doc = self.doc;
        let mut out = Vec::new();
        let mut at = clause.start;
        while at < clause.end {
            if let Some(stand) = self.cast.beginning_at(at) {
                let what = match self.cast.kind(stand) {
                    Kind::Person => Some(What::Person(stand.entity)),
                    Kind::Company | Kind::Organisation => Some(What::Body(stand.entity)),
                    _ => None,
                };
                let end = stand.tokens.end.max(at + 1);
                if let Some(what) = what {
                    out.push(Candidate {
                        at,
                        end,
                        what,
                        aside: self.is_aside(stand, clause.start),
                    });
                }
                at = end;
                continue;
            }
            let word = doc.word(at);
            let pronoun = match word {
                "er" | "he" | "Er" | "He" | "Sein" | "Seine" | "Seiner" | "Seinen" | "His"
                | "seiner" => Some(Gender::He),
                "sie" | "she" | "She" => Some(Gender::She),
                "Sie" if at == clause.start => Some(Gender::She),
                "Ihr" | "Ihre" | "Ihrer" | "Ihren" | "Her" if at == clause.start => {
                    Some(Gender::She)
                }
                _ => None,
            };
            if let Some(gender) = pronoun {
                out.push(Candidate {
                    at,
                    end: at + 1,
                    what: What::Pronoun(gender),
                    aside: false,
                });
            } else if is_determiner(word)
                && let Some(office) = self.office_after(at)
                && (!is_spokesman(doc.word(office))
                    || matches!(word, "der" | "die" | "Der" | "Die" | "the" | "The"))
            {
                let aside = at > clause.start && turns_away(doc.before(at));
                out.push(Candidate {
                    at,
                    end: office + 1,
                    what: What::Office(office),
                    aside,
                });
            }
            at += 1;
        }
        out
    }

    /// The office of "der deutsche Außenminister", where no name follows.
    fn office_after(&self, article: usize) -> Option<usize> {
        let doc = self.doc;
        for at in article + 1..article + 5 {
            let word = doc.word(at);
            if !word.starts_with(char::is_alphanumeric) && word != "-" {
                return None;
            }
            if self.cast.beginning_at(at).is_some() {
                continue;
            }
            let aged = matches!(word, "Jährige" | "Jährigen" | "jährige" | "old");
            if aged || self.offices.is_office(word) {
                let next = self.after_titles(at + 1);
                if self.offices.is_office(doc.word(at + 1)) {
                    continue;
                }
                return (!self.person_at(next)).then_some(at);
            }
        }
        None
    }

    /// Whether a mention is the object of a preposition ("mit Kanzler Huber") or a genitive ("Hubers Sprecher").
    fn is_aside(&self, stand: &Stand, from: usize) -> bool {
        let doc = self.doc;
        let person = self.cast.kind(stand) == Kind::Person;
        let last = doc.word(stand.tokens.end - 1);
        let name = self.cast.name(stand.entity);
        let genitive = last.ends_with('s') && !name.ends_with('s') && stand.tokens.len() <= 2
            || matches!(doc.word(stand.tokens.end), "'" | "’") && doc.is_joined(stand.tokens.end);
        if genitive {
            return true;
        }
        if doc.word(stand.tokens.end) == "-" && doc.is_joined(stand.tokens.end) {
            // "ein Nordbank-Sprecher" speaks for the bank.
            return person || !is_spokesman(doc.word(stand.tokens.end + 1));
        }
        let mut at = stand.tokens.start;
        let mut spokesman = false;
        for _ in 0..6 {
            if at <= from {
                return false;
            }
            let word = doc.before(at);
            if is_spokesman(word) {
                spokesman = true;
            }
            if turns_away(word) {
                // A spokesman speaks for the house.
                let speaks = !person && (at > 1 && is_spokesman(doc.before(at - 1)) || spokesman);
                return !speaks;
            }
            if word == "der" && !person && at > 1 && is_spokesman(doc.before(at - 1)) {
                return false;
            }
            let adjective = word.starts_with(char::is_lowercase)
                && ["en", "em", "er", "e"]
                    .iter()
                    .any(|end| word.ends_with(end))
                && word.len() > 4
                && !sayings::is_saying(word);
            let passes = is_determiner(word)
                || adjective
                || matches!(word, "." | "-")
                || Offices::is_title(word)
                || person && word.starts_with(char::is_uppercase) && self.offices.is_office(word);
            if !passes {
                return false;
            }
            at -= 1;
        }
        false
    }

    /// The entity a candidate stands for.
    pub(super) fn meant(&self, candidate: &Candidate, before: &[Option<usize>]) -> Who {
        let found = match candidate.what {
            What::Person(entity) | What::Body(entity) => Some(entity),
            What::Pronoun(gender) => self.antecedent(candidate.at, Some(gender), 400, before),
            What::Office(office) => self.holder(office, before),
        };
        found.map_or(Who::Stranger, Who::Entity)
    }

    /// The person an office without a name means: who was given it, or who was just spoken of.
    fn holder(&self, office: usize, before: &[Option<usize>]) -> Option<usize> {
        let doc = self.doc;
        let word = doc.word(office).to_lowercase();
        let aged = matches!(word.as_str(), "jährige" | "jährigen" | "old");
        let feminine = word.ends_with("in") && word.len() > 5;
        if !aged && let Some(named) = self.named_holder(office) {
            return Some(named);
        }
        // "der Chef von …" is told of, not taken up again.
        let told = matches!(
            doc.word(office + 1),
            "von" | "der" | "des" | "of" | "vom" | "aus" | "im"
        );
        if told || is_spokesman(doc.word(office)) {
            return None;
        }
        let gender = feminine.then_some(Gender::She);
        self.antecedent(office, gender, 45, before)
    }

    /// The person the article gives an office in so many words, the nearest of them.
    fn named_holder(&self, office: usize) -> Option<usize> {
        let doc = self.doc;
        let word = doc.word(office).to_lowercase();
        let here = doc.tokens[office].range.start;
        let stem = word.trim_end_matches(['s', 'n']);
        let fits = |role: &&Role| {
            let held = role.role.to_lowercase();
            held.split([' ', '-']).any(|part| {
                part.ends_with(&word) || part.trim_end_matches(['s', 'n']).ends_with(stem)
            }) || held.len() > 4 && word.ends_with(&held)
        };
        let near = self
            .roles
            .iter()
            .filter(fits)
            .min_by_key(|role| (role.range.start + doc.body_at()).abs_diff(here))?;
        self.cast
            .entities()
            .iter()
            .position(|entity| entity.name == near.person)
    }

    /// "On Friday, the Cardinal will speak.": the holder of an office a sentence names instead of a person.
    fn office_told(&self, sentence: Range<usize>) -> Option<usize> {
        let candidates = self.candidates(sentence);
        match candidates.iter().find(|c| !c.aside)?.what {
            What::Office(office) => self.named_holder(office),
            _ => None,
        }
    }

    /// Whom a pronoun means: the speaker or subject of the nearest sentence before that fits.
    fn antecedent(
        &self,
        from: usize,
        gender: Option<Gender>,
        reach: usize,
        before: &[Option<usize>],
    ) -> Option<usize> {
        let fits = |entity: usize| {
            self.cast.entities()[entity].kind() == Kind::Person
                && gender.is_none_or(|gender| self.cast.fits(entity, gender))
        };
        let mut stretch = self
            .stretches
            .partition_point(|stretch| stretch.marked.start < from)
            .min(before.len());
        let mut end = from;
        let mut at = from;
        let mut last_resort = None;
        let least = from.saturating_sub(reach);
        loop {
            let inside = stretch > 0 && self.stretches[stretch - 1].marked.end == at;
            if inside {
                stretch -= 1;
                if let Some(speaker) = before[stretch].filter(|speaker| fits(*speaker)) {
                    // Whoever just spoke, unless somebody else came between.
                    let between = self.first_fit(at..end, &fits).0;
                    return between.or(Some(speaker));
                }
                let marked = &self.stretches[stretch].marked;
                if self.stretches[stretch].speech {
                    let (subject, any) = self.first_fit(marked.end..end, &fits);
                    if subject.is_some() {
                        return subject;
                    }
                    last_resort = last_resort.or(any);
                    end = marked.start;
                }
                at = marked.start;
                continue;
            }
            if at == 0
                || at < least
                || ends_sentence(self.doc, at - 1)
                || self.doc.begins_paragraph(at)
            {
                let (subject, any) = self.first_fit(at..end, &fits);
                let subject =
                    subject.or_else(|| self.office_told(at..end).filter(|who| fits(*who)));
                if subject.is_some() {
                    return subject;
                }
                last_resort = last_resort.or(any);
                if at == 0 || at < least {
                    return last_resort;
                }
                end = at;
            }
            at -= 1;
        }
    }

    /// The first fitting person who is no object, and the first of all.
    pub(super) fn first_fit(
        &self,
        tokens: Range<usize>,
        fits: &impl Fn(usize) -> bool,
    ) -> (Option<usize>, Option<usize>) {
        let start = tokens.start;
        let mut any = None;
        for stand in self.cast.within(tokens) {
            if fits(stand.entity) {
                if !self.is_aside(stand, start) {
                    return (Some(stand.entity), any);
                }
                any.get_or_insert(stand.entity);
            }
        }
        (None, any)
    }
}

fn turns_away(word: &str) -> bool {
    sayings::turns_away(word) || matches!(word, "von" | "by")
}

fn is_spokesman(word: &str) -> bool {
    let word = word.to_lowercase();
    [
        "sprecher",
        "sprecherin",
        "sprechers",
        "spokesman",
        "spokeswoman",
        "spokesperson",
    ]
    .iter()
    .any(|end| word.ends_with(end))
}
