//! Numbers as German and English news write them: figures with points and commas, and words up to the millions.

use super::doc::Doc;
use crate::article::Language;

/// Whether an article writes its numbers and offices as German does: by its language, else by its small words.
pub fn reads_german(doc: &Doc, language: Option<Language>) -> bool {
    if let Some(language) = language {
        return language != Language::ENGLISH;
    }
    let (mut german, mut english) = (0, 0);
    for token in 0..doc.tokens.len().min(200) {
        match doc.word(token) {
            "der" | "die" | "und" | "den" | "das" | "von" | "mit" | "Die" | "Der" => german += 1,
            "the" | "The" | "and" | "of" | "to" | "for" => english += 1,
            _ => {}
        }
    }
    german >= english
}

/// A number in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// Its value.
    pub value: f64,
    /// The token behind it.
    pub end: usize,
    /// Whether it is spelt out.
    pub in_words: bool,
    /// "am 3. Oktober": the third, not three.
    pub ordinal: bool,
}

impl Reading {
    /// Whether the bare figure could be a year.
    pub fn is_year(&self, word: &str) -> bool {
        !self.in_words && word.len() == 4 && (1000.0..2200.0).contains(&self.value)
    }
}

/// The number that begins at a token; fractions ("2½", "1.5") included, magnitudes not.
pub fn read(doc: &Doc, at: usize, german: bool) -> Option<Reading> {
    let word = doc.word(at);
    let first = word.chars().next()?;
    if first.is_ascii_digit() {
        let (value, tail) = figure(word, german)?;
        // "£20m", "50km": letters joined to the figure.
        if !tail.is_empty() {
            let factor = magnitude(tail, german)?;
            return Some(Reading {
                value: times(value, factor),
                end: at + 1,
                in_words: false,
                ordinal: false,
            });
        }
        let mut end = at + 1;
        let mut value = value;
        // "150 000": groups parted by a space.
        while doc.gap(end - 1).chars().count() == 1
            && word.len() <= 3
            && doc.word(end).len() == 3
            && doc.word(end).bytes().all(|b| b.is_ascii_digit())
            && !word.contains(['.', ','])
        {
            value = value * 1000.0 + doc.word(end).parse::<f64>().unwrap_or(0.0);
            end += 1;
        }
        if doc.word(end) == "½" && doc.is_joined(end) {
            value += 0.5;
            end += 1;
        }
        let ordinal = german && doc.word(end) == "." && doc.is_joined(end) && word.len() < 3;
        return Some(Reading {
            value,
            end,
            in_words: false,
            ordinal,
        });
    }
    if !may_be(word, german) {
        return None;
    }
    if german {
        german_words(doc, at)
    } else {
        english_words(doc, at)
    }
}

/// Multiplies without the dust of binary fractions: 2.1 billion is 2,100,000,000.
pub fn times(value: f64, factor: f64) -> f64 {
    let product = value * factor;
    let whole = product.round();
    if factor >= 100.0 && (product - whole).abs() < 1e-3 {
        whole
    } else {
        product
    }
}

/// What a magnitude multiplies by.
pub fn magnitude(word: &str, german: bool) -> Option<f64> {
    Some(match word {
        "Tausend" | "tausend" | "Tsd" | "thousand" | "k" | "K" => 1e3,
        "Million" | "Millionen" | "Mio" | "Mill" | "million" | "millions" | "mn" | "m" | "M"
        | "MM" | "mln" | "mio" => 1e6,
        "Billion" | "Billionen" | "Bio" if german => 1e12,
        "Milliarde" | "Milliarden" | "Mrd" | "bn" | "b" | "B" | "Bn" | "mrd" | "billion"
        | "billions" | "Billion" => 1e9,
        "trillion" | "tn" | "trn" => 1e12,
        "Trillion" | "Trillionen" if german => 1e18,
        _ => return None,
    })
}

/// The value of a figure and the letters joined to it.
fn figure(word: &str, german: bool) -> Option<(f64, &str)> {
    let split = word
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(word.len());
    let (digits, tail) = word.split_at(split);
    let (group, point) = if german { ('.', ',') } else { (',', '.') };
    let groups: Vec<&str> = digits.split(group).collect();
    let grouped = groups.len() > 1
        && (1..=3).contains(&groups[0].len())
        && groups[0] != "0"
        && groups[1..].iter().enumerate().all(|(n, part)| {
            let whole = part.split(point).next().unwrap_or("");
            whole.len() == 3 && (n + 2 == groups.len() || !part.contains(point))
        });
    let mut plain = String::with_capacity(digits.len());
    if groups.len() == 1 || grouped {
        for c in digits.chars() {
            if c == point {
                plain.push('.');
            } else if c != group {
                plain.push(c);
            }
        }
    } else if groups.len() == 2 && !digits.contains(point) && groups[1].len() != 3 {
        // The other language's point: "3.5" in German, "3,5" in English.
        plain.push_str(groups[0]);
        plain.push('.');
        plain.push_str(groups[1]);
    } else {
        return None;
    }
    if plain.matches('.').count() > 1 {
        return None;
    }
    plain.parse().ok().map(|value| (value, tail))
}

fn english_words(doc: &Doc, at: usize) -> Option<Reading> {
    let mut total = 0.0;
    let mut group = 0.0;
    let mut end = at;
    let mut seen = false;
    let mut last_small = false;
    loop {
        let word = doc.word(end);
        if let Some(value) = english_small(word) {
            if last_small {
                break;
            }
            group += value;
            seen = true;
            last_small = value < 20.0;
            end += 1;
            if value >= 20.0
                && doc.word(end) == "-"
                && doc.is_joined(end)
                && let Some(unit) = english_small(doc.word(end + 1)).filter(|unit| *unit < 10.0)
            {
                group += unit;
                end += 2;
                last_small = true;
            }
            continue;
        }
        let lower = word.to_ascii_lowercase();
        match lower.as_str() {
            "hundred" if seen => {
                group = if group == 0.0 { 1.0 } else { group } * 100.0;
                last_small = false;
            }
            "thousand" if seen && group > 0.0 => {
                total += group * 1e3;
                group = 0.0;
                last_small = false;
            }
            "a" if !seen
                && matches!(
                    doc.word(end + 1),
                    "hundred" | "thousand" | "million" | "billion" | "trillion"
                ) =>
            {
                group = 1.0;
                seen = true;
                last_small = true;
            }
            "half"
                if !seen
                    && doc.word(end + 1) == "a"
                    && matches!(doc.word(end + 2), "million" | "billion") =>
            {
                return Some(Reading {
                    value: 0.5,
                    end: end + 2,
                    in_words: true,
                    ordinal: false,
                });
            }
            "and"
                if seen
                    && (group >= 100.0 || group == 0.0)
                    && english_small(doc.word(end + 1)).is_some()
                    && !last_small => {}
            _ => break,
        }
        end += 1;
    }
    (seen && end > at).then_some(Reading {
        value: total + group,
        end,
        in_words: true,
        ordinal: false,
    })
}

fn english_small(word: &str) -> Option<f64> {
    Some(match word {
        "one" | "One" => 1.0,
        "two" | "Two" => 2.0,
        "three" | "Three" => 3.0,
        "four" | "Four" => 4.0,
        "five" | "Five" => 5.0,
        "six" | "Six" => 6.0,
        "seven" | "Seven" => 7.0,
        "eight" | "Eight" => 8.0,
        "nine" | "Nine" => 9.0,
        "ten" | "Ten" => 10.0,
        "eleven" | "Eleven" => 11.0,
        "twelve" | "Twelve" => 12.0,
        "thirteen" | "Thirteen" => 13.0,
        "fourteen" | "Fourteen" => 14.0,
        "fifteen" | "Fifteen" => 15.0,
        "sixteen" | "Sixteen" => 16.0,
        "seventeen" | "Seventeen" => 17.0,
        "eighteen" | "Eighteen" => 18.0,
        "nineteen" | "Nineteen" => 19.0,
        "twenty" | "Twenty" => 20.0,
        "thirty" | "Thirty" => 30.0,
        "forty" | "Forty" => 40.0,
        "fifty" | "Fifty" => 50.0,
        "sixty" | "Sixty" => 60.0,
        "seventy" | "Seventy" => 70.0,
        "eighty" | "Eighty" => 80.0,
        "ninety" | "Ninety" => 90.0,
        _ => return None,
    })
}

/// A quick look at the first letters, which most words do not pass: whether a word may be a spelt number.
pub fn may_be(word: &str, german: bool) -> bool {
    let &[first, second, ..] = word.as_bytes() else {
        return word == "a" && !german;
    };
    let first = first | 0x20;
    if german {
        return matches!(
            (first, second),
            (b'a', b'c' | b'n')
                | (b'd' | b'f', b'r' | 0xC3)
                | (b'e', b'i' | b'l')
                | (b'h', b'u')
                | (b'n', b'e')
                | (b's', b'e' | b'i')
                | (b't', b'a')
                | (b'v', b'i')
                | (b'z', b'w' | b'e')
        );
    }
    matches!(
        (first, second),
        (b'o', b'n')
            | (b't', b'w' | b'h' | b'e')
            | (b'f', b'o' | b'i')
            | (b's', b'i' | b'e')
            | (b'e', b'i' | b'l')
            | (b'n', b'i')
            | (b'h', b'a')
    )
}

fn german_words(doc: &Doc, at: usize) -> Option<Reading> {
    let word = doc.word(at);
    let reading = |value: f64, end: usize| {
        Some(Reading {
            value,
            end,
            in_words: true,
            ordinal: false,
        })
    };
    let next = doc.word(at + 1);
    match word {
        "eine" | "einer" | "Eine" | "einem"
            if matches!(next, "Million" | "Milliarde" | "Billion") =>
        {
            return reading(1.0, at + 1);
        }
        "eine" | "einer" | "Eine" if next == "halbe" || next == "halben" => {
            return matches!(doc.word(at + 2), "Million" | "Milliarde" | "Billion").then_some(
                Reading {
                    value: 0.5,
                    end: at + 2,
                    in_words: true,
                    ordinal: false,
                },
            );
        }
        "anderthalb" | "eineinhalb" | "Eineinhalb" | "Anderthalb" => return reading(1.5, at + 1),
        _ => {}
    }
    if word.starts_with(|c: char| c.is_uppercase()) {
        let lower = word.to_lowercase();
        return german_compound(&lower).and_then(|value| reading(value, at + 1));
    }
    german_compound(word).and_then(|value| reading(value, at + 1))
}

/// "dreihundertfünfzigtausend", "siebenundzwanzig", "zweieinhalb".
fn german_compound(word: &str) -> Option<f64> {
    if let Some(value) = german_plain(word) {
        return Some(value);
    }
    if word.len() < 7 {
        return None;
    }
    if let Some(whole) = word.strip_suffix("einhalb") {
        return german_compound(whole).map(|value| value + 0.5);
    }
    if let Some((thousands, rest)) = word.split_once("tausend") {
        return Some(german_part(thousands, 1.0)? * 1000.0 + german_part(after_and(rest), 0.0)?);
    }
    german_hundreds(word)
}

fn after_and(rest: &str) -> &str {
    rest.strip_prefix("und").unwrap_or(rest)
}

/// The number in front of or behind "tausend"; nothing is taken for what stands to reason.
fn german_part(word: &str, nothing: f64) -> Option<f64> {
    if word.is_empty() {
        Some(nothing)
    } else {
        german_hundreds(word)
    }
}

fn german_hundreds(word: &str) -> Option<f64> {
    let Some((hundreds, rest)) = word.split_once("hundert") else {
        return german_tens(word);
    };
    let hundreds = if hundreds.is_empty() {
        1.0
    } else {
        german_tens(hundreds)?
    };
    let rest = after_and(rest);
    let rest = if rest.is_empty() {
        0.0
    } else {
        german_tens(rest)?
    };
    Some(hundreds * 100.0 + rest)
}

fn german_tens(word: &str) -> Option<f64> {
    if let Some(value) = german_plain(word) {
        return Some(value);
    }
    let (units, tens) = word.split_once("und")?;
    let (units, tens) = (german_plain(units)?, german_plain(tens)?);
    (units < 10.0 && tens >= 20.0).then_some(units + tens)
}

fn german_plain(word: &str) -> Option<f64> {
    Some(match word {
        "ein" | "eins" => 1.0,
        "zwei" => 2.0,
        "drei" => 3.0,
        "vier" => 4.0,
        "fünf" => 5.0,
        "sechs" => 6.0,
        "sieben" => 7.0,
        "acht" => 8.0,
        "neun" => 9.0,
        "zehn" => 10.0,
        "elf" => 11.0,
        "zwölf" => 12.0,
        "dreizehn" => 13.0,
        "vierzehn" => 14.0,
        "fünfzehn" => 15.0,
        "sechzehn" => 16.0,
        "siebzehn" => 17.0,
        "achtzehn" => 18.0,
        "neunzehn" => 19.0,
        "zwanzig" => 20.0,
        "dreißig" | "dreissig" => 30.0,
        "vierzig" => 40.0,
        "fünfzig" => 50.0,
        "sechzig" => 60.0,
        "siebzig" => 70.0,
        "achtzig" => 80.0,
        "neunzig" => 90.0,
        _ => return None,
    })
}
