//! What the tagger sees of a word: its letters, looks and neighbours, and what the lexicon says, as numbers.
//!
//! A feature is a row number of the model's table. The same code serves training and recognising, so that both see
//! the same. Only words that may belong to a name are looked at; the rest of a text is none.

use std::ops::Range;

use super::doc::Doc;
use super::lexicon::Hit;
use super::words::{Class, Flags, NEVER, Words};
use crate::highlight::Kind;

/// How many rows the table has, as a power of two.
pub const BITS: u32 = 22;

/// How far around a word its neighbours are seen.
const REACH: usize = 2;

/// A word in numbers.
#[derive(Debug, Clone, Copy, Default)]
struct Atom {
    exact: u32,
    lower: u32,
    prefix: u32,
    suffix_2: u32,
    suffix_3: u32,
    suffix_4: u32,
    shape: u8,
    flags: Flags,
    class: Class,
    /// What the lexicon says: kinds, ambiguity, place in the name.
    lexicon: u16,
}

/// How a word looks.
mod shape {
    pub(super) const SIGN: u8 = 0;
    pub(super) const LOWER: u8 = 1;
    pub(super) const CAPITAL: u8 = 2;
    pub(super) const CAPITALS: u8 = 3;
    pub(super) const SHORT_CAPITALS: u8 = 4;
    pub(super) const MIXED: u8 = 5;
    pub(super) const SINGLE: u8 = 6;
    pub(super) const DIGITS: u8 = 7;
    pub(super) const DIGITS_AND_LETTERS: u8 = 8;
    pub(super) const LOWER_MIXED: u8 = 9;
}

/// The hash of a word blind to case, as [`Words`] keeps it.
pub fn fingerprint(word: &str) -> u32 {
    let mut atom = Atom::default();
    let mut buffer = Vec::new();
    read(word, &mut atom, &mut buffer);
    atom.lower
}

/// The hash of a word as it is written, as [`Words`] keeps its class.
pub fn imprint(word: &str) -> u32 {
    hash(word.as_bytes())
}

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
}

fn settle(hash: u64) -> u32 {
    let hash = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (hash >> 32) as u32
}

const SEED: u64 = 0xCBF2_9CE4_8422_2325;

fn hash(bytes: &[u8]) -> u32 {
    settle(bytes.iter().fold(SEED, |hash, byte| step(hash, *byte)))
}

/// Reads letters and looks of a word; the buffer is only for its small letters.
fn read(word: &str, atom: &mut Atom, buffer: &mut Vec<u8>) {
    buffer.clear();
    let (mut upper, mut lower, mut digits, mut signs) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut first_is_upper = false;
    for (n, c) in word.chars().enumerate() {
        if c.is_ascii() {
            let byte = c as u8;
            match byte {
                b'a'..=b'z' => lower += 1,
                b'A'..=b'Z' => upper += 1,
                b'0'..=b'9' => digits += 1,
                _ => signs += 1,
            }
            first_is_upper |= n == 0 && byte.is_ascii_uppercase();
            buffer.push(byte.to_ascii_lowercase());
        } else {
            if c.is_uppercase() {
                upper += 1;
                first_is_upper |= n == 0;
            } else if c.is_alphabetic() {
                lower += 1;
            } else {
                signs += 1;
            }
            let mut bytes = [0; 4];
            if c.is_uppercase() {
                for c in c.to_lowercase() {
                    buffer.extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
                }
            } else {
                buffer.extend_from_slice(c.encode_utf8(&mut bytes).as_bytes());
            }
        }
    }
    atom.lower = hash(buffer);
    atom.exact = hash(word.as_bytes());
    atom.shape = match (upper, lower, digits) {
        (0, 0, 0) => shape::SIGN,
        (0, 0, _) => shape::DIGITS,
        (0, _, 0) => shape::LOWER,
        (1, 0, 0) => shape::SINGLE,
        (2..=4, 0, 0) => shape::SHORT_CAPITALS,
        (_, 0, 0) => shape::CAPITALS,
        (1, _, 0) if first_is_upper => shape::CAPITAL,
        (_, _, 0) if first_is_upper => shape::MIXED,
        (_, _, 0) => shape::LOWER_MIXED,
        _ => shape::DIGITS_AND_LETTERS,
    };
    let _ = signs;
    let boundary = |mut at: usize| {
        while at < buffer.len() && buffer[at] & 0xC0 == 0x80 {
            at += 1;
        }
        at.min(buffer.len())
    };
    atom.prefix = hash(&buffer[..boundary(buffer.len().min(4))]);
    let tail = |count: usize| hash(&buffer[boundary(buffer.len().saturating_sub(count))..]);
    atom.suffix_2 = tail(2);
    atom.suffix_3 = tail(3);
    atom.suffix_4 = tail(5);
}

/// Stretches of tokens that may hold names: words with a capital, figures beside them, known names, and the small
/// words between two of them ("Bank of England"). Everything outside is no name.
pub fn stretches(doc: &Doc, words: &Words, hits: &[Hit]) -> Vec<Range<usize>> {
    let count = doc.tokens.len();
    let mut may = vec![false; count];
    for hit in hits {
        may[hit.first_token..hit.first_token + hit.tokens].fill(true);
    }
    for at in 0..count {
        let word = doc.word(at);
        let first = word.as_bytes()[0];
        if may[at] || first == b'.' || first == b',' {
            continue;
        }
        may[at] = if first.is_ascii_lowercase() {
            word.bytes().any(|byte| byte.is_ascii_uppercase())
        } else if first.is_ascii_digit() {
            at > 0 && may[at - 1] || word.bytes().any(|byte| byte.is_ascii_alphabetic())
        } else {
            (first.is_ascii_uppercase() || word.chars().any(char::is_uppercase))
                && words.flags.get(imprint(word)) & NEVER == 0
        };
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < count {
        if !may[at] {
            at += 1;
            continue;
        }
        let start = at;
        let mut end = at + 1;
        loop {
            while end < count && may[end] && !doc.begins_paragraph(end) {
                end += 1;
            }
            let mut next = end;
            while next < count
                && next - end < 3
                && !may[next]
                && is_link(doc.word(next))
                && !doc.begins_paragraph(next)
            {
                next += 1;
            }
            if next > end && next < count && may[next] && !doc.begins_paragraph(next) {
                end = next + 1;
            } else {
                break;
            }
        }
        out.push(start..end);
        at = end;
    }
    out
}

/// Small words and signs inside names.
fn is_link(word: &str) -> bool {
    matches!(
        word,
        "-" | "‑"
            | "–"
            | "&"
            | "."
            | "'"
            | "’"
            | "/"
            | "+"
            | "!"
            | ":"
            | "of"
            | "the"
            | "for"
            | "and"
            | "und"
            | "für"
            | "der"
            | "die"
            | "des"
            | "das"
            | "dem"
            | "den"
            | "zur"
            | "zum"
            | "von"
            | "vom"
            | "van"
            | "de"
            | "del"
            | "la"
            | "le"
            | "du"
            | "di"
            | "da"
            | "dos"
            | "e"
            | "y"
            | "et"
            | "zu"
            | "in"
            | "im"
            | "am"
            | "an"
            | "on"
            | "at"
            | "to"
            | "al"
            | "el"
            | "bin"
            | "ibn"
            | "ben"
            | "s"
            | "a"
            | "on-"
            | "with"
            | "mit"
            | "auf"
    )
}

/// Whether the small words of a text are rather German than English.
fn is_german(doc: &Doc) -> bool {
    let mut german = 0_i32;
    for token in 0..doc.tokens.len() {
        german += match doc.word(token) {
            "der" | "und" | "die" | "das" | "von" | "mit" | "im" | "den" => 1,
            "the" | "of" | "and" | "to" | "a" | "for" | "said" => -1,
            _ => 0,
        };
    }
    german > 0
}

/// All that is needed to see the features of the words of one text.
#[derive(Debug)]
pub struct Sight<'a> {
    doc: &'a Doc,
    atoms: Vec<Atom>,
    german: bool,
}

impl<'a> Sight<'a> {
    /// Reads the words of a text around the stretches.
    pub fn new(doc: &'a Doc, words: &Words, hits: &[Hit], stretches: &[Range<usize>]) -> Self {
        // Two empty words on each side spare the looking for the ends.
        let mut atoms = vec![Atom::default(); doc.tokens.len() + 2 * REACH];
        let mut buffer = Vec::with_capacity(64);
        let german = is_german(doc);
        let classes = if german {
            &words.german
        } else {
            &words.english
        };
        let mut done = 0;
        for stretch in stretches {
            let start = stretch.start.saturating_sub(REACH).max(done);
            let end = (stretch.end + REACH).min(doc.tokens.len());
            for at in start..end {
                let atom = &mut atoms[at + REACH];
                read(doc.word(at), atom, &mut buffer);
                if atom.shape > shape::LOWER {
                    atom.flags = words.flags.get(atom.lower);
                    atom.class = classes.get(atom.exact);
                }
            }
            done = end.max(done);
        }
        for hit in hits {
            for n in 0..hit.tokens {
                let atom = &mut atoms[hit.first_token + n + REACH];
                let place = match (n == 0, n + 1 == hit.tokens) {
                    (true, true) => 1,
                    (true, false) => 2,
                    (false, true) => 3,
                    (false, false) => 4,
                };
                atom.lexicon |= 1 << (hit.kind as u16);
                atom.lexicon = atom.lexicon & 0x1FF | place << 9;
                if hit.ambiguous {
                    atom.lexicon |= 1 << 5;
                }
                if hit.inflected {
                    atom.lexicon |= 1 << 6;
                }
            }
        }
        Self { doc, atoms, german }
    }

    /// Puts the features of a token into `out`.
    pub fn features(&self, token: usize, out: &mut Vec<u32>) {
        let doc = self.doc;
        let [before_2, before, here, after, after_2] =
            [0, 1, 2, 3, 4].map(|n| &self.atoms[token + n]);
        let mut number = 0_u32;
        let mut push = |a: u32, b: u32, c: u32| {
            number += 1;
            out.push(row(number, a, b, c));
        };
        let joined = u32::from(doc.is_joined(token)) | u32::from(doc.is_joined(token + 1)) << 1;
        let begins = if doc.begins_paragraph(token) {
            2
        } else {
            u32::from(doc.begins_sentence(token))
        };
        let german = u32::from(self.german);
        let look = u32::from(here.shape);
        let lexicon = u32::from(here.lexicon);
        let flags = u32::from(here.flags);
        let [look_before, look_after] = [before, after].map(|atom| u32::from(atom.shape));
        let [lexicon_before, lexicon_after] = [before, after].map(|atom| u32::from(atom.lexicon));
        let [flags_before, flags_after] = [before, after].map(|atom| u32::from(atom.flags));
        let compound = if joined & 2 != 0 && doc.word(token + 1) == "-" {
            after_2.suffix_4
        } else {
            0
        };

        push(german, look, begins);
        push(here.exact, 0, 0);
        push(here.lower, 0, 0);
        push(here.prefix, look, 0);
        push(here.suffix_2, look, german);
        push(here.suffix_3, look, 0);
        push(here.suffix_4, look, 0);
        push(before.lower, look, 0);
        push(after.lower, look, 0);
        push(before_2.lower, 0, 0);
        push(after_2.lower, 0, 0);
        push(before.lower, here.lower, 0);
        push(here.lower, after.lower, 0);
        push(look_before, look, look_after);
        push(before.suffix_3, look, 0);
        push(before.suffix_4, look, flags & 7);
        push(after.suffix_3, look, 0);
        push(before_2.lower, before.lower, look);
        push(after.lower, after_2.lower, look);
        push(lexicon, flags, german);
        push(lexicon, look, begins);
        push(lexicon, before.lower, 0);
        push(lexicon, after.lower, 0);
        push(lexicon, before.suffix_4, 0);
        push(lexicon_before, lexicon, lexicon_after);
        push(flags_before, flags, flags_after);
        push(flags, look, begins);
        push(look_before << 4 | look, flags_before, flags);
        push(look_after << 4 | look, flags, flags_after);
        push(joined, look, 0);
        push(joined, compound, lexicon & 0x3F);
        push(before.lower, flags, lexicon & 0x1F);
        push(after.lower, flags, lexicon & 0x1F);
        push(here.prefix, before.lower, 0);
        push(here.suffix_4, after.lower, 0);
        let class = u32::from(here.class);
        let [class_before, class_after] = [before, after].map(|atom| u32::from(atom.class));
        push(class, german, look);
        push(class & 0x3FF, german, lexicon & 0x1F);
        push(class & 0x3F, class_before & 0x3F, german);
        push(class & 0x3F, class_after & 0x3F, german);
        push(class & 0x3FF, before.lower, 0);
        push(class & 0x3FF, after.lower, 0);
    }
}

fn row(number: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut hash = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ u64::from(a);
    hash = hash.wrapping_mul(0xFF51_AFD7_ED55_8CCD).rotate_left(31) ^ u64::from(b);
    hash = hash.wrapping_mul(0xC4CE_B9FE_1A85_EC53).rotate_left(29) ^ u64::from(c);
    hash = hash.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hash >> (64 - BITS)) as u32
}

/// The kinds a hit may have, as the lexicon's bits number them.
pub fn bit(kind: Kind) -> u16 {
    1 << (kind as u16)
}
