//! The typed lexicon: names that are known to be a company, an organisation, a person or a product.
//!
//! It finds names in a sequence of words; whether a name means the thing here is not decided in this file.
//! A name is compared by its letters and digits alone, blind to case, spaces and hyphens (`Open AI`, `OpenAI`),
//! in all the inflections German news text gives it ("der Deutschen Bank", "Apples").

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use super::doc::Doc;
use crate::highlight::Kind;

/// One entry per line: name, aliases parted by semicolons, `ambiguous` or nothing.
const FILES: [(Kind, &str); 4] = [
    (
        Kind::Company,
        include_str!("../../assets/lexicon/companies.tsv"),
    ),
    (
        Kind::Organisation,
        include_str!("../../assets/lexicon/organisations.tsv"),
    ),
    (
        Kind::Person,
        include_str!("../../assets/lexicon/persons.tsv"),
    ),
    (
        Kind::Product,
        include_str!("../../assets/lexicon/products.tsv"),
    ),
];

/// A name of the lexicon found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The word it begins at.
    pub first_token: usize,
    /// How many words it takes.
    pub tokens: usize,
    /// What kind of thing the lexicon takes it for.
    pub kind: Kind,
    /// Whether the bare string often means something else, so that its surroundings must decide.
    pub ambiguous: bool,
    /// Whether the last word carries an ending that is not part of the name ("Apples").
    pub inflected: bool,
    /// The entry, for [`Lexicon::name`].
    pub entry: u32,
}

/// The names known beforehand, ready to be looked up.
#[derive(Debug)]
pub struct Lexicon {
    entries: Vec<Entry>,
    forms: HashMap<u64, Form, BuildHasherDefault<Identity>>,
    more: Vec<Form>,
    first_names: HashSet<u64, BuildHasherDefault<Identity>>,
    /// By the first two letters: the most letters a name with this beginning has.
    longest: Vec<u8>,
    /// The same for names that begin with a small letter.
    longest_small: Vec<u8>,
}

#[derive(Debug)]
struct Entry {
    name: &'static str,
    aliases: &'static str,
    kind: Kind,
    ambiguous: bool,
}

/// One way of writing an entry, chained with the other entries that are written so.
#[derive(Debug, Clone, Copy)]
struct Form {
    entry: u32,
    case: Case,
    ambiguous: bool,
    next: u32,
}

const NONE: u32 = u32::MAX;

/// How the letters must look for a form to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    /// A short name in capitals ("RAG"): "Rag" and "rag" are other words.
    Capitals,
    /// A name that begins small ("dpa", "voestalpine"): small or all in capitals or capitalised.
    Small,
    /// Everything else begins with a capital or a digit.
    Normal,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::new()
    }
}

impl Lexicon {
    /// Reads the entries compiled into the program.
    pub fn new() -> Self {
        let mut lexicon = Self {
            entries: Vec::with_capacity(24_000),
            forms: HashMap::with_capacity_and_hasher(48_000, BuildHasherDefault::default()),
            more: Vec::new(),
            first_names: include_str!("../../assets/lexicon/first-names.txt")
                .lines()
                .map(|name| Letters::of(name).hash)
                .collect(),
            longest: vec![0; 1 << 16],
            longest_small: vec![0; 1 << 16],
        };
        for (kind, file) in FILES {
            for line in file.lines() {
                let mut fields = line.split('\t');
                let (Some(name), Some(aliases)) = (fields.next(), fields.next()) else {
                    continue;
                };
                let ambiguous = fields.next() == Some("ambiguous");
                lexicon.add(Entry {
                    name,
                    aliases,
                    kind,
                    ambiguous,
                });
            }
        }
        lexicon
    }

    fn add(&mut self, entry: Entry) {
        let number = self.entries.len() as u32;
        let declines = matches!(entry.kind, Kind::Company | Kind::Organisation);
        let aliases = entry.aliases.split(';').filter(|alias| !alias.is_empty());
        for form in std::iter::once(entry.name).chain(aliases) {
            // The flag is meant for the name; a longer alias of it is plain, a short one is not.
            let bare = ["Der ", "Die ", "Das ", "The "]
                .into_iter()
                .find_map(|article| form.strip_prefix(article))
                .unwrap_or(form);
            let ambiguous = entry.ambiguous && !bare.contains(' ') || form.chars().nth(2).is_none();
            self.add_form(number, form, ambiguous);
            if declines {
                for declined in declensions(form) {
                    self.add_form(number, &declined, ambiguous);
                }
            }
        }
        self.entries.push(entry);
    }

    fn add_form(&mut self, entry: u32, text: &str, ambiguous: bool) {
        let letters = Letters::of(text);
        // "1&1" would be found in every 11.
        let figures = text.chars().all(|c| c.is_ascii_digit() || c == '&');
        if letters.count == 0 || figures && text.contains('&') {
            return;
        }
        let form = Form {
            entry,
            case: case_of(text),
            ambiguous,
            next: NONE,
        };
        let count = letters.count.min(255) as u8;
        let mut tables = vec![&mut self.longest];
        if form.case == Case::Small {
            tables.push(&mut self.longest_small);
        }
        for table in tables {
            let longest = &mut table[letters.beginning()];
            *longest = (*longest).max(count);
        }
        let Some(first) = self.forms.get_mut(&letters.hash) else {
            self.forms.insert(letters.hash, form);
            return;
        };
        // The same entry in other letters ("DPA", "dpa"): what either allows is allowed.
        let both = |case: Case| match (case, form.case) {
            (a, b) if a == b => a,
            (Case::Small, _) | (_, Case::Small) => Case::Small,
            _ => Case::Normal,
        };
        if first.entry == entry {
            first.case = both(first.case);
            return;
        }
        let mut link = first.next;
        while link != NONE {
            let other = &mut self.more[link as usize];
            if other.entry == entry {
                other.case = both(other.case);
                return;
            }
            link = other.next;
        }
        let next = self.more.len() as u32;
        self.more.push(Form {
            next: first.next,
            ..form
        });
        first.next = next;
    }

    /// The name under which an entry is kept.
    pub fn name(&self, entry: u32) -> &'static str {
        self.entries
            .get(entry as usize)
            .map_or("", |entry| entry.name)
    }

    /// Its other names.
    pub fn aliases(&self, entry: u32) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.entries
            .get(entry as usize)
            .map_or("", |entry| entry.aliases)
            .split(';')
            .filter(|alias| !alias.is_empty())
    }

    /// Whether people are called so before their surname.
    pub fn is_first_name(&self, word: &str) -> bool {
        word.len() > 1 && self.first_names.contains(&Letters::of(word).hash)
    }

    /// The names in a text; none of them runs from one paragraph into the next.
    pub fn hits_in(&self, doc: &Doc) -> Vec<Hit> {
        let words: Vec<&str> = doc
            .tokens
            .iter()
            .map(|token| &doc.text[token.range.clone()])
            .collect();
        let mut hits = Vec::new();
        let mut start = 0;
        for end in 1..=words.len() {
            if end == words.len() || doc.begins_paragraph(end) {
                hits.extend(self.hits(&words[start..end]).into_iter().map(|hit| Hit {
                    first_token: hit.first_token + start,
                    ..hit
                }));
                start = end;
            }
        }
        hits
    }

    /// The names in a run of words of one paragraph: at every place the longest, several where entries share a name.
    pub fn hits(&self, words: &[&str]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let taken = self.longest_at(words, at, &mut hits);
            at += taken.max(1);
        }
        hits
    }

    /// Adds the entries of the longest name that begins at a word; returns how many words it takes.
    fn longest_at(&self, words: &[&str], at: usize, hits: &mut Vec<Hit>) -> usize {
        let Some(first) = words[at].chars().next() else {
            return 0;
        };
        if !first.is_alphanumeric() {
            return 0;
        }
        let mut letters = Letters::default();
        let mut found: Option<(Form, usize, bool)> = None;
        let mut limit = usize::MAX;
        let longest = if first.is_lowercase() {
            &self.longest_small
        } else {
            &self.longest
        };
        for (n, word) in words[at..].iter().enumerate().take(12) {
            let before = letters.count;
            letters.push(word);
            if letters.count == before {
                if !word.starts_with(['-', '‑', '–', '.', '&', '\'', '’', '/', '+', '!', ':', '*'])
                {
                    break;
                }
                continue;
            }
            if limit == usize::MAX {
                limit = if letters.count < 2 && n == 0 {
                    200
                } else {
                    match longest[letters.beginning()] {
                        0 => return 0,
                        most => usize::from(most) + 2,
                    }
                };
            }
            if letters.count > limit {
                break;
            }
            if let Some((form, inflected)) = self.form(&letters, words, at, n) {
                found = Some((form, n + 1, inflected));
            }
        }
        let Some((mut form, tokens, inflected)) = found else {
            return 0;
        };
        loop {
            if fits(form.case, words, at, tokens) {
                hits.push(Hit {
                    first_token: at,
                    tokens,
                    kind: self.entries[form.entry as usize].kind,
                    ambiguous: form.ambiguous,
                    inflected,
                    entry: form.entry,
                });
            }
            if form.next == NONE {
                return tokens;
            }
            form = self.more[form.next as usize];
        }
    }

    fn form(&self, letters: &Letters, words: &[&str], at: usize, n: usize) -> Option<(Form, bool)> {
        // A lone s after an apostrophe is the ending of the shorter name, which was found before.
        let whole_word = words[at + n].len() > 1 && words[at + n].starts_with(char::is_alphabetic);
        let ending = letters.ends_in_s && letters.count > 3 && whole_word;
        let candidates = [
            Some((letters.hash, false)),
            ending.then_some((letters.without_last, true)),
            (ending && letters.before_s == b'e' && letters.count > 6)
                .then_some((letters.without_two, true)),
        ];
        for (hash, inflected) in candidates.into_iter().flatten() {
            if let Some(form) = self.forms.get(&hash) {
                let mut link = *form;
                loop {
                    if fits(link.case, words, at, n + 1) {
                        return Some((*form, inflected));
                    }
                    if link.next == NONE {
                        break;
                    }
                    link = self.more[link.next as usize];
                }
            }
        }
        None
    }
}

/// Whether the words are written as the form asks.
fn fits(case: Case, words: &[&str], at: usize, tokens: usize) -> bool {
    let first = words[at].chars().next().unwrap_or(' ');
    match case {
        Case::Normal => !first.is_lowercase(),
        Case::Small => true,
        Case::Capitals => words[at..at + tokens].iter().all(|word| {
            word.strip_suffix('s')
                .unwrap_or(word)
                .chars()
                .all(|c| !c.is_lowercase())
        }),
    }
}

fn case_of(name: &str) -> Case {
    if name.starts_with(char::is_lowercase) {
        Case::Small
    } else if name.len() <= 5 && !name.chars().any(char::is_lowercase) {
        Case::Capitals
    } else {
        Case::Normal
    }
}

/// "Deutsche Bank" is "Deutschen Bank" too, "Deutscher Bund" also "Deutsche Bund" and "Deutschen Bund".
fn declensions(name: &str) -> Vec<String> {
    let Some((front, last)) = name.rsplit_once(' ') else {
        return Vec::new();
    };
    if !front.split(' ').any(|word| adjective_stem(word).is_some()) {
        return Vec::new();
    }
    ["e", "en", "er"]
        .into_iter()
        .map(|ending| {
            let mut out = String::with_capacity(name.len() + 4);
            for word in front.split(' ') {
                match adjective_stem(word) {
                    Some(stem) => {
                        out.push_str(stem);
                        out.push_str(ending);
                    }
                    None => out.push_str(word),
                }
                out.push(' ');
            }
            out.push_str(last);
            out
        })
        .collect()
}

/// The stem of a declined German adjective, by the endings adjectives in names have.
fn adjective_stem(word: &str) -> Option<&str> {
    const STEMS: [&str; 16] = [
        "sch", "lich", "tig", "ein", "neu", "Neu", "rot", "Rot", "grün", "Grün", "frei", "Frei",
        "national", "sozial", "Erst", "ereinigt",
    ];
    let stem = ["er", "es", "en", "e"]
        .into_iter()
        .find_map(|ending| word.strip_suffix(ending))?;
    (stem.len() >= 3 && STEMS.iter().any(|end| stem.ends_with(end))).then_some(stem)
}

/// A running hash over the letters and digits of several words.
#[derive(Debug, Clone, Copy, Default)]
struct Letters {
    hash: u64,
    without_last: u64,
    without_two: u64,
    count: usize,
    first: [u8; 2],
    ends_in_s: bool,
    before_s: u8,
    last: u8,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut letters = Self::default();
        letters.push(text);
        letters
    }

    fn push(&mut self, word: &str) {
        for c in word.chars() {
            if c.is_ascii() {
                if c.is_ascii_alphanumeric() {
                    self.letter(c.to_ascii_lowercase() as u8);
                }
            } else if c.is_alphanumeric() {
                match c {
                    'ä' | 'Ä' => self.letter(b'a'),
                    'ö' | 'Ö' => self.letter(b'o'),
                    'ü' | 'Ü' => self.letter(b'u'),
                    _ => {
                        let mut buffer = [0; 4];
                        let folded = crate::text::fold(c.encode_utf8(&mut buffer));
                        folded.bytes().for_each(|byte| self.letter(byte));
                    }
                }
            }
        }
    }

    fn letter(&mut self, byte: u8) {
        if self.count < 2 {
            self.first[self.count] = byte;
        }
        self.without_two = self.without_last;
        self.without_last = self.hash;
        self.hash = (self.hash ^ u64::from(byte))
            .wrapping_add(0x51)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29);
        self.before_s = self.last;
        self.last = byte;
        self.ends_in_s = byte == b's';
        self.count += 1;
    }

    fn beginning(&self) -> usize {
        usize::from(self.first[0]) << 8 | usize::from(self.first[1])
    }
}

/// The keys are hashes already.
#[derive(Debug, Clone, Copy, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<(String, Kind, bool)> {
        let lexicon = Lexicon::new();
        let words: Vec<&str> = words.split(' ').collect();
        lexicon
            .hits(&words)
            .into_iter()
            .map(|hit| {
                let range = hit.first_token..hit.first_token + hit.tokens;
                (words[range].join(" "), hit.kind, hit.inflected)
            })
            .collect()
    }

    #[test]
    fn spaces_hyphens_and_case_do_not_hide_a_name() {
        for text in ["Open AI", "OpenAI", "Open - AI", "Techcrunch", "TechCrunch"] {
            assert_eq!(found(text), [(text.to_owned(), Kind::Company, false)]);
        }
    }

    #[test]
    fn inflected_names_are_found_and_marked_as_such() {
        assert_eq!(
            found("der Deutschen Bank und Microsofts Chef"),
            [
                ("Deutschen Bank".to_owned(), Kind::Company, false),
                ("Microsofts".to_owned(), Kind::Company, true)
            ]
        );
    }

    #[test]
    fn a_short_name_in_capitals_is_not_found_in_small_letters() {
        assert!(found("die eu und Eu").is_empty());
        assert_eq!(found("die EU").len(), 1);
    }

    #[test]
    fn the_longest_name_wins() {
        let hits = found("bei Raiffeisen Bank International in Wien");
        assert_eq!(hits[0].0, "Raiffeisen Bank International");
    }
}
