//! What is known about how names are written: titles, genitives, legal forms, abbreviations, particles.

use std::ops::Range;

use super::doc::Doc;
use super::offices::Offices;
use crate::highlight::Kind;
use crate::text;

/// Legal forms of enterprises, as the last words of a name.
pub const LEGAL_FORMS: &[&str] = &[
    "AG",
    "GmbH",
    "SE",
    "KG",
    "KGaA",
    "OHG",
    "OG",
    "mbH",
    "eG",
    "e.V",
    "Inc",
    "Inc.",
    "Corp",
    "Corp.",
    "Corporation",
    "Ltd",
    "Ltd.",
    "Limited",
    "plc",
    "PLC",
    "LLC",
    "LP",
    "LLP",
    "NV",
    "N.V",
    "N.V.",
    "BV",
    "SA",
    "S.A.",
    "S.A",
    "SpA",
    "S.p.A",
    "S.p.A.",
    "AB",
    "ASA",
    "A/S",
    "Oyj",
    "Oy",
    "Co",
    "Co.",
    "Company",
    "Cie",
    "KK",
    "Pty",
    "Group",
    "Gruppe",
    "Holding",
    "Holdings",
    "Konzern",
    "& Co",
    "Aktiengesellschaft",
];

/// Words before a surname that belong to it.
const PARTICLES: &[&str] = &[
    "von", "van", "de", "der", "den", "del", "della", "di", "da", "du", "dos", "bin", "ibn", "al",
    "el", "ben", "zu", "zur", "vom", "la", "le", "ter", "ten", "abu",
];

const FORMERLY: &[&str] = &[
    "vormals",
    "ehemals",
    "früher",
    "vorher",
    "einst",
    "formerly",
    "previously",
    "bisher",
    "zuvor",
    "ex",
    "vorm",
    "ehem",
];

const REGIONS: &[&str] = &[
    "europe",
    "europa",
    "deutschland",
    "germany",
    "austria",
    "österreich",
    "schweiz",
    "switzerland",
    "usa",
    "us",
    "uk",
    "america",
    "amerika",
    "asia",
    "asien",
    "china",
    "japan",
    "india",
    "indien",
    "france",
    "frankreich",
    "italia",
    "international",
    "global",
    "worldwide",
    "emea",
    "osteuropa",
    "polska",
    "españa",
    "canada",
    "australia",
];

/// Common words that tell nothing when they begin a company's name.
const COMMON: &[&str] = &[
    "bank",
    "group",
    "gruppe",
    "the",
    "die",
    "der",
    "das",
    "deutsche",
    "deutscher",
    "österreichische",
    "new",
    "neue",
    "first",
    "erste",
    "royal",
    "general",
    "united",
    "american",
    "british",
    "national",
    "international",
    "european",
    "europäische",
    "radio",
    "tv",
    "wiener",
    "berliner",
    "air",
    "media",
    "verlag",
    "studio",
    "studios",
    "university",
    "universität",
    "banca",
    "banco",
    "china",
    "us",
    "bundes",
    "east",
    "west",
    "north",
    "south",
    "nord",
    "süd",
    "big",
    "best",
    "old",
    "great",
    "grand",
    "global",
    "world",
    "east",
    "capital",
    "energy",
    "energie",
    "savings",
];

/// Leaves away what is no part of a name: articles, titles, signs, a genitive's `'s`.
pub fn trim(doc: &Doc, mut tokens: Range<usize>, kind: Kind) -> Range<usize> {
    while !tokens.is_empty() {
        let word = doc.word(tokens.end - 1);
        let sign = !word.starts_with(char::is_alphanumeric) && !matches!(word, "!" | "." | "+");
        let genitive = matches!(word, "s" | "S") && matches!(doc.before(tokens.end - 1), "'" | "’");
        if sign || genitive {
            tokens.end -= 1;
        } else {
            break;
        }
    }
    while !tokens.is_empty() {
        let word = doc.word(tokens.start);
        let sign = !word.starts_with(char::is_alphanumeric);
        let title = kind == Kind::Person && (Offices::is_title(word) && (tokens.len() > 1));
        if sign || title {
            tokens.start += 1;
        } else {
            break;
        }
    }
    // "Mag. (FH)" and the like leave signs behind the title.
    if kind == Kind::Person && doc.word(tokens.start) == "." {
        tokens.start += 1;
    }
    if tokens.start > tokens.end {
        tokens.start..tokens.start
    } else {
        tokens
    }
}

/// The words of a name as they stand, parted at spaces.
pub fn words(doc: &Doc, tokens: Range<usize>, _kind: Kind) -> Vec<String> {
    doc.text[doc.bytes(tokens)]
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// The folded name without legal form and without the endings of its adjectives.
pub fn key(words: &[String], kind: Kind) -> String {
    let name = words.join(" ");
    if kind == Kind::Person {
        return text::key(&name);
    }
    let bare = without_legal_form(&name);
    text::key(if bare.is_empty() { &name } else { bare })
}

/// A company's name without "AG", "Inc." and the like at its end.
pub fn without_legal_form(name: &str) -> &str {
    let mut name = name.trim();
    while let Some((front, last)) = name.rsplit_once(' ') {
        let last = last.trim_end_matches(',');
        if !LEGAL_FORMS.contains(&last) && last != "&" {
            break;
        }
        name = front.trim_end_matches([',', ' ']);
    }
    name
}

/// Whether two words are the same but for a genitive ("Musks", "Ross'").
pub fn same_word(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    // Most words differ in their first letter; folding them is not needed to see it.
    let (first_a, first_b) = (a.as_bytes().first(), b.as_bytes().first());
    if let (Some(a), Some(b)) = (first_a, first_b)
        && a.is_ascii()
        && b.is_ascii()
        && !a.eq_ignore_ascii_case(b)
    {
        return false;
    }
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() > 1
        && matches!(
            long.strip_prefix(short),
            Some("s" | "'" | "’" | "'s" | "’s")
        )
        || text::key(a) == text::key(b)
}

/// Whether a lone word is part of a surname of several words ("Bellen" of "Van der Bellen", "Meier" of "Meier-Tanos").
pub fn surname_part(full: &[String], word: &str) -> bool {
    let Some(last) = full.last() else {
        return false;
    };
    last.contains('-')
        && last
            .split('-')
            .any(|part| part.len() > 3 && same_word(part, word))
        || full.len() > 2
            && full[1..]
                .iter()
                .any(|part| part.len() > 3 && same_word(part, word))
}

/// Whether two names of two or more words mean one person: same surname, first names that agree.
pub fn same_person(a: &[String], b: &[String]) -> bool {
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else {
        return false;
    };
    if !same_word(last_a, last_b) {
        // "Van der Bellen" to "Alexander Van der Bellen", surname first to surname last.
        return a.len() == b.len()
            && a.len() == 2
            && same_word(&a[0], &b[1])
            && same_word(&a[1], &b[0]);
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let first = short[0].trim_end_matches('.');
    PARTICLES.contains(&first.to_lowercase().as_str())
        || long[..long.len() - 1].iter().any(|word| {
            same_word(word, first)
                || first.chars().count() == 1 && word.starts_with(first)
                || word.chars().count() <= 2
                    && word.ends_with('.')
                    && first.starts_with(word.trim_end_matches('.'))
        })
}

/// Whether the kept form is the genitive of the other ("Elon Musks" of "Elon Musk").
pub fn ends_in_genitive_of(kept: &[String], other: &[String]) -> bool {
    kept.len() == other.len()
        && kept
            .last()
            .zip(other.last())
            .is_some_and(|(kept, other)| kept.len() > other.len() && same_word(kept, other))
}

/// Whether a short form stands for a longer name: its beginning or end, and no common word.
pub fn is_short_for(short: &[String], long: &[String]) -> bool {
    if short.is_empty() || short.len() >= long.len() {
        return false;
    }
    let telling = short.len() > 1
        || !COMMON.contains(&short[0].to_lowercase().as_str()) && short[0].chars().count() > 2;
    let same = |long: &[String]| {
        short
            .iter()
            .zip(long)
            .all(|(a, b)| a == b || a.len().abs_diff(b.len()) < 4 && text::key(a) == text::key(b))
    };
    telling && (same(&long[..short.len()]) || same(&long[long.len() - short.len()..]))
}

/// Whether the longer name only adds a country or continent ("Nintendo Europe").
pub fn differ_by_region(short: &[String], long: &[String]) -> bool {
    long.len() > short.len()
        && long[short.len()..].iter().all(|word| {
            REGIONS.contains(&word.to_lowercase().as_str()) || LEGAL_FORMS.contains(&word.as_str())
        })
}

/// The token of the old name in "(vormals Twitter)", ", formerly Twitter", after a name that ends before `at`.
pub fn after_formerly(doc: &Doc, at: usize) -> Option<usize> {
    if !matches!(doc.word(at), "(" | "," | "–" | "-") {
        return None;
    }
    let at = at + 1;
    if !FORMERLY.contains(&doc.word(at).to_lowercase().as_str()) {
        return None;
    }
    let mut next = at + 1;
    while matches!(
        doc.word(next),
        "known"
            | "called"
            | "als"
            | "as"
            | "bekannt"
            | "bekannte"
            | "die"
            | "das"
            | "der"
            | "."
            | "-"
            | ":"
            | "\""
            | "„"
            | "“"
            | "unter"
            | "dem"
            | "Namen"
    ) {
        next += 1;
    }
    Some(next)
}

/// The token before "(vormals" where `at` is the token after it.
pub fn before_formerly(doc: &Doc, at: usize) -> Option<usize> {
    let word = at.checked_sub(1)?;
    if !FORMERLY.contains(&doc.word(word).to_lowercase().as_str()) || word < 2 {
        return None;
    }
    (doc.word(word - 1) == "(").then_some(word - 2)
}

/// Whether the letters of a short form stand in this order in the longer name, the first at its beginning.
pub fn abbreviates(short: &str, long: &[String]) -> bool {
    let count = short.chars().count();
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    if !(2..=8).contains(&count)
        || capitals * 2 < count
        || short.contains(' ')
        || !short.starts_with(char::is_uppercase)
    {
        return false;
    }
    let whole = long.join(" ").to_lowercase();
    if whole.chars().count() <= count + 1 {
        return false;
    }
    let mut rest = whole.as_str();
    for (n, c) in short.to_lowercase().chars().enumerate() {
        match rest.find(c) {
            Some(0) => rest = &rest[c.len_utf8()..],
            Some(at) if n > 0 => rest = &rest[at + c.len_utf8()..],
            _ => return false,
        }
    }
    true
}

/// Whether a form is telling enough to be marked wherever it stands.
pub fn may_spread(words: &[String], kind: Kind, score: f32) -> bool {
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    if words.is_empty() || !words[0].starts_with(|c: char| c.is_alphanumeric()) {
        return false;
    }
    match kind {
        Kind::Person => letters > 2,
        _ if words.len() > 1 => letters > 3,
        _ => letters > 2 && score >= 0.4,
    }
}

/// Whether tokens are the middle or end of something longer: "Anti-VW", a street named for a person, "Merkel-Zeit" is fine.
pub fn is_inside_another_name(doc: &Doc, tokens: &Range<usize>, kind: Kind) -> bool {
    let after_hyphen = tokens.start > 1
        && doc.before(tokens.start) == "-"
        && doc.is_joined(tokens.start)
        && doc.is_joined(tokens.start - 1);
    // A first name before a surname that belongs to somebody else is not asked here: the tagger saw none.
    after_hyphen && kind == Kind::Person
}
