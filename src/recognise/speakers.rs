//! Who speaks: from the marks of direct speech to an entity of the article.
//!
//! The order of trust: words of attribution behind the quotation, words before it, the sentence it is part of, the
//! quotation or sentence before. A speaker who is no entity of the article ("ein Polizist sagte") stays unknown;
//! nobody is made up for him.

use std::ops::Range;

use super::cast::{Cast, Stand};
use super::doc::Doc;
use super::gender::Gender;
use super::offices::Offices;
use super::quotes::{Stretch, ends_sentence};
use super::sayings;
use crate::highlight::{Kind, Role};

/// What the search for speakers looks at.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The article.
    pub doc: &'a Doc,
    /// Who stands where.
    pub cast: &'a Cast<'a>,
    /// Who holds which office.
    pub roles: &'a [Role],
    /// The words for offices.
    pub offices: &'a Offices,
    /// What stands in marks, in order.
    pub stretches: &'a [Stretch],
}

/// The speaker of each stretch, as an index among the entities.
pub fn speakers(scene: &Scene) -> Vec<Option<usize>> {
    let mut found = Vec::with_capacity(scene.stretches.len());
    for (n, stretch) in scene.stretches.iter().enumerate() {
        let speaker = if stretch.speech {
            scene.speaker(n, &found)
        } else {
            None
        };
        found.push(speaker);
    }
    found
}

/// Who is meant by the words that attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Entity(usize),
    /// Somebody the article does not name.
    Stranger,
}

impl Who {
    fn entity(self) -> Option<usize> {
        match self {
            Self::Entity(entity) => Some(entity),
            Self::Stranger => None,
        }
    }
}

/// Somebody in a clause who may be the one that speaks.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    at: usize,
    end: usize,
    what: What,
    /// Object of a preposition or a genitive: not the subject.
    aside: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Person(usize),
    Body(usize),
    Pronoun(Gender),
    /// "der Minister", "the chief executive": the token of the office.
    Office(usize),
}

impl Scene<'_> {
    fn speaker(&self, n: usize, before: &[Option<usize>]) -> Option<usize> {
        let left = self.left(n);
        let right = self.right(n);
        let colon = self.doc.before(self.stretches[n].marked.start) == ":";
        let saying_right = self.saying(right.clone(), true);
        if let Some(verb) = saying_right
            && verb <= right.start + 4
            && !(colon && self.doc.word(right.start) != ",")
            && let Some(who) = self.subject(right.clone(), verb, before)
        {
            return who.entity();
        }
        let saying_left = self.last_saying(left.clone());
        if let Some(verb) = saying_left
            && let Some(who) = self.subject(left.clone(), verb, before)
        {
            return who.entity();
        }
        if let Some(who) = self
            .source(left.clone(), before)
            .or_else(|| self.source(right.clone(), before))
        {
            return who.entity();
        }
        if let Some(verb) = saying_right
            && let Some(who) = self.subject(right.clone(), verb, before)
        {
            return who.entity();
        }
        if let Some(who) = self.subject(left.clone(), left.end, before) {
            return who.entity();
        }
        if let Some(who) = self.went_before(n, left.start, before) {
            return who.entity();
        }
        if right.len() > 2
            && let Some(who) = self.subject(right.clone(), right.start, before)
        {
            return who.entity();
        }
        self.comes_after(n, right.end, before)?.entity()
    }

    /// The sentence before the opening mark, back to its beginning or the speech before.
    fn left(&self, n: usize) -> Range<usize> {
        let end = self.stretches[n].marked.start;
        let mut at = end;
        let mut earlier = n;
        let mut crossed = false;
        while at > 0 {
            if self.doc.begins_paragraph(at) {
                // A paragraph that ends in a colon leads into the next.
                if at == end && self.doc.before(at) == ":" && !crossed {
                    crossed = true;
                } else {
                    break;
                }
            }
            if earlier > 0 && self.stretches[earlier - 1].marked.end == at {
                earlier -= 1;
                if self.stretches[earlier].speech {
                    break;
                }
                at = self.stretches[earlier].marked.start;
                continue;
            }
            if ends_sentence(self.doc, at - 1) {
                break;
            }
            at -= 1;
        }
        at..end
    }

    /// The rest of the sentence behind the closing mark, up to the next speech.
    fn right(&self, n: usize) -> Range<usize> {
        let start = self.stretches[n].marked.end;
        let doc = self.doc;
        let last = doc.word(self.stretches[n].words.end - 1);
        let next = doc.word(start);
        if doc.begins_paragraph(start) {
            return start..start;
        }
        let fresh = next.starts_with(char::is_uppercase);
        if fresh && matches!(last, "." | "…")
            || fresh && matches!(last, "!" | "?") && self.saying(start..start + 5, false).is_none()
        {
            return start..start;
        }
        let limit = self
            .stretches
            .get(n + 1)
            .map_or(doc.tokens.len(), |next| next.marked.start);
        let end = (start..limit)
            .find(|at| ends_sentence(doc, *at) || *at > start && doc.begins_paragraph(*at))
            .unwrap_or(limit);
        start..end
    }

    /// The first verb of saying, or a "so" that attributes.
    fn saying(&self, tokens: Range<usize>, so: bool) -> Option<usize> {
        tokens.clone().find(|at| {
            let word = self.doc.word(*at);
            sayings::is_saying(word)
                || so && word == "so" && (*at == tokens.start || self.doc.before(*at) == ",")
        })
    }

    fn last_saying(&self, tokens: Range<usize>) -> Option<usize> {
        tokens
            .rev()
            .find(|at| sayings::is_saying(self.doc.word(*at)))
    }

    /// "Laut X", "nach Angaben von X", "X zufolge", "according to X".
    fn source(&self, clause: Range<usize>, before: &[Option<usize>]) -> Option<Who> {
        let at = clause
            .clone()
            .find(|at| sayings::is_source_word(self.doc.word(*at)))?;
        let candidates = self.candidates(clause.clone());
        if self.doc.word(at) == "zufolge" {
            let nearest = candidates.iter().rev().find(|c| c.end <= at);
            return Some(nearest.map_or(Who::Stranger, |c| self.meant(c, before)));
        }
        // "seiner Ansicht nach"
        let own = candidates
            .iter()
            .find(|c| c.end == at && matches!(c.what, What::Pronoun(_)));
        if let Some(own) = own {
            return Some(self.meant(own, before));
        }
        let reach = self.reach(at, clause.end);
        let back = || candidates.iter().filter(|c| c.at > at && c.at < reach);
        let choice = back()
            .find(|c| matches!(c.what, What::Person(_)))
            .or_else(|| back().next());
        Some(choice.map_or(Who::Stranger, |c| self.meant(c, before)))
    }

    /// How far what belongs to a verb or source word goes: beyond a comma stands another clause, unless a name
    /// follows the comma ("sagte der Vorsitzende des Verbands, Jo Huber").
    fn reach(&self, from: usize, end: usize) -> usize {
        let doc = self.doc;
        (from + 1..end)
            .find(|at| {
                matches!(doc.word(*at), "," | ":" | ";")
                    && !self.person_at(self.after_titles(*at + 1))
            })
            .unwrap_or(end)
            .min(from + 20)
    }

    /// The one who does what the verb says.
    fn subject(&self, clause: Range<usize>, verb: usize, before: &[Option<usize>]) -> Option<Who> {
        let doc = self.doc;
        let candidates = self.candidates(clause.clone());
        let front: Vec<&Candidate> = candidates.iter().filter(|c| c.at < verb).collect();
        let hearer = sayings::takes_hearer(doc.word(verb));
        let said = verb < clause.end;
        let reach = self.reach(verb, clause.end);
        let back: Vec<&Candidate> = candidates
            .iter()
            .filter(|c| c.at > verb && c.at < reach && !hearer)
            .collect();
        let is_pronoun = |c: &Candidate| matches!(c.what, What::Pronoun(_));
        let is_person = |c: &Candidate| matches!(c.what, What::Person(_));
        if let Some(c) = back.first().filter(|c| is_pronoun(c) && c.at <= verb + 2) {
            return Some(self.meant(c, before));
        }
        if let Some(c) = front.last().filter(|c| is_pronoun(c) && c.at + 3 >= verb) {
            return Some(self.meant(c, before));
        }
        let mut straight = front.iter().filter(|c| !c.aside);
        // "Huber, der Meier im Amt folgte, sagte": the first before a comma.
        let enclosed = doc.before(verb) == ",";
        let named = if !said {
            straight.clone().find(|c| is_person(c)).copied()
        } else if enclosed {
            let first = straight
                .clone()
                .find(|c| is_person(c) && doc.word(c.end) == ",");
            first
                .or_else(|| straight.clone().rfind(|c| is_person(c)))
                .copied()
        } else {
            straight.clone().rfind(|c| is_person(c)).copied()
        };
        let is_office = |c: &Candidate| matches!(c.what, What::Office(_));
        let is_body = |c: &Candidate| said && matches!(c.what, What::Body(_));
        let backward = || back.iter().filter(|c| !c.aside).copied();
        let choice = named
            .or_else(|| backward().find(|c| is_person(c)))
            .or_else(|| straight.clone().rfind(|c| is_pronoun(c)).copied())
            .or_else(|| backward().find(|c| is_pronoun(c)))
            .or_else(|| straight.clone().rfind(|c| is_office(c)).copied())
            .or_else(|| backward().find(|c| is_office(c)))
            .or_else(|| straight.rfind(|c| is_body(c)).copied())
            .or_else(|| backward().find(|c| is_body(c)));
        if let Some(choice) = choice {
            return Some(self.meant(choice, before));
        }
        // Somebody says it, but not by name. "…“, und fügt hinzu: „…“" goes on with whoever spoke.
        let goes_on = self
            .stretches
            .iter()
            .any(|stretch| stretch.speech && stretch.marked.end == clause.start)
            && matches!(
                doc.word(clause.start),
                "," | "und" | "and" | ";" | "–" | "-"
            );
        let impersonal = || {
            clause.clone().any(|at| {
                matches!(
                    doc.word(at),
                    "es" | "wird" | "wurde" | "it" | "dazu" | "weiter" | "wörtlich"
                )
            })
        };
        (said && clause.len() > 1 && !(goes_on && candidates.is_empty()) && !impersonal())
            .then_some(Who::Stranger)
    }

    fn after_titles(&self, mut at: usize) -> usize {
        while Offices::is_title(self.doc.word(at)) || self.doc.word(at) == "." {
            at += 1;
        }
        at
    }

    fn person_at(&self, token: usize) -> bool {
        self.cast
            .beginning_at(token)
            .is_some_and(|stand| self.cast.kind(stand) == Kind::Person)
    }

    fn candidates(&self, clause: Range<usize>) -> Vec<Candidate> {
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
            } else if is_article(word)
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
            let passes = is_article(word)
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

    fn meant(&self, candidate: &Candidate, before: &[Option<usize>]) -> Who {
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
        let here = doc.tokens[office].range.start;
        let aged = matches!(word.as_str(), "jährige" | "jährigen" | "old");
        let feminine = word.ends_with("in") && word.len() > 5;
        if !aged {
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
                .min_by_key(|role| (role.range.start + doc.body_at()).abs_diff(here));
            if let Some(role) = near {
                return self
                    .cast
                    .entities()
                    .iter()
                    .position(|entity| entity.name == role.person);
            }
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
    fn first_fit(
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

    /// Who spoke or acted in the sentence before.
    fn went_before(&self, n: usize, from: usize, before: &[Option<usize>]) -> Option<Who> {
        let doc = self.doc;
        let previous = n.checked_sub(1).map(|p| &self.stretches[p]);
        let opens_paragraph = from == 0 || doc.begins_paragraph(from);
        if let Some(previous) = previous.filter(|previous| previous.speech) {
            let gap = previous.marked.end..from;
            let breaks = gap.clone().filter(|at| doc.begins_paragraph(*at)).count()
                + usize::from(opens_paragraph);
            let persons = self.first_fit(gap.clone(), &|entity| {
                self.cast.entities()[entity].kind() == Kind::Person && Some(entity) != before[n - 1]
            });
            if breaks <= 1 && persons.0.is_none() && (breaks == 0 || gap.len() < 30) {
                return Some(before[n - 1].map_or(Who::Stranger, Who::Entity));
            }
        }
        // The sentence before, within the paragraph.
        if opens_paragraph {
            return None;
        }
        let end = from;
        let mut start = from - 1;
        while start > 0 && !doc.begins_paragraph(start) && !ends_sentence(doc, start - 1) {
            start -= 1;
        }
        let verb = self.last_saying(start..end).unwrap_or(end);
        self.subject(start..end, verb, before)
    }

    /// "„…“ Das sagte X.": the sentence after, where it points back.
    fn comes_after(&self, n: usize, from: usize, before: &[Option<usize>]) -> Option<Who> {
        let doc = self.doc;
        let mut start = self.stretches[n].marked.end.max(from);
        if doc.word(start) == "." {
            start += 1;
        }
        if doc.begins_paragraph(start) {
            return None;
        }
        let limit = self
            .stretches
            .get(n + 1)
            .map_or(doc.tokens.len(), |next| next.marked.start);
        let end = (start..limit)
            .find(|at| ends_sentence(doc, *at) || *at > start && doc.begins_paragraph(*at))
            .unwrap_or(limit);
        let points = matches!(
            doc.word(start),
            "Das" | "So" | "Dies" | "Mit" | "Diese" | "This" | "That"
        );
        let verb = if points {
            self.saying(start..end, false).unwrap_or(start)
        } else {
            self.saying(start..end.min(start + 4), false)?
        };
        self.subject(start..end, verb, before)
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

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "der"
            | "die"
            | "das"
            | "dem"
            | "den"
            | "des"
            | "Der"
            | "Die"
            | "Das"
            | "the"
            | "The"
            | "ein"
            | "eine"
            | "einem"
            | "einer"
            | "einen"
            | "eines"
            | "a"
            | "A"
            | "an"
            | "An"
            | "Ein"
            | "Eine"
            | "sein"
            | "seine"
            | "ihr"
            | "ihre"
            | "his"
            | "her"
    )
}
