//! Amounts: money, percentages and counted things, with their value.
//!
//! "acht Millionen Dollar" is 8,000,000 USD, "1,5 Mrd. Euro" is 1,500,000,000 EUR, "$2.1bn" is 2,100,000,000 USD,
//! "drei Prozent" is 3 %, "4.000 Beschäftigte" is 4,000 "Beschäftigte". Years, dates, times, scores, telephone and
//! paragraph numbers are no amounts. A number that nothing is said to be a number of is none either.

mod counted;

use std::ops::Range;

use super::currency;
use super::doc::Doc;
use super::numbers::{self, Reading};
use crate::highlight::Figure;

/// The amounts of the body in order.
///
/// `german` tells how points, commas and words are read.
pub fn figures(doc: &Doc, german: bool) -> Vec<Figure> {
    let mut out = Vec::new();
    let mut at = doc
        .tokens
        .partition_point(|token| token.range.start < doc.body_at());
    let first = at;
    // "250 bis" waits for "300 Euro".
    let mut lower: Option<(Range<usize>, f64, usize)> = None;
    while at < doc.tokens.len() {
        if !may_begin(doc, at, german) {
            at += 1;
            continue;
        }
        if let Some((tokens, value, unit)) = figure(doc, at, first, german) {
            if let Some((tokens, low, _)) = lower.take().filter(|(.., next)| *next == at) {
                out.push(place(doc, tokens, raised(low, value), unit.clone()));
            }
            at = tokens.end.max(at + 1);
            out.push(place(doc, tokens, value, unit));
            continue;
        }
        if let Some((tokens, value, next)) = range_begins(doc, at, first, german) {
            at = tokens.end.max(at + 1);
            lower = Some((tokens, value, next));
            continue;
        }
        at += 1;
    }
    out
}

/// A quick look that most words do not pass: a digit, the first letters of a number word, or a sign before a digit.
fn may_begin(doc: &Doc, at: usize, german: bool) -> bool {
    let word = doc.word(at);
    let Some(first) = word.bytes().next() else {
        return false;
    };
    if first.is_ascii_digit() || numbers::may_be(word, german) {
        return true;
    }
    let sign = !first.is_ascii_alphanumeric() || first.is_ascii_uppercase() && word.len() < 4;
    let digit = |token: usize| doc.word(token).starts_with(|c: char| c.is_ascii_digit());
    sign && (digit(at + 1) || doc.word(at + 1) == "$" && digit(at + 2))
}

fn place(doc: &Doc, tokens: Range<usize>, value: f64, unit: String) -> Figure {
    let bytes = doc.bytes(tokens);
    Figure {
        range: bytes.start - doc.body_at()..bytes.end - doc.body_at(),
        value,
        unit,
    }
}

/// The lower end of a range in the magnitude of the upper: "20 bis 30 Millionen".
fn raised(low: f64, high: f64) -> f64 {
    [1e3, 1e6, 1e9, 1e12]
        .into_iter()
        .rev()
        .find(|factor| high >= *factor && low < 1000.0 && low < high && (low * factor) <= high)
        .map_or(low, |factor| low * factor)
}

/// "250 bis …", "3 to …", "10-…": a bare number before the word that leads to the upper end, and where that begins.
fn range_begins(
    doc: &Doc,
    at: usize,
    first: usize,
    german: bool,
) -> Option<(Range<usize>, f64, usize)> {
    let word = doc.word(at);
    if !word.starts_with(char::is_alphanumeric) || doc.is_joined(at) && joins_number(doc, at, first)
    {
        return None;
    }
    let may_link = |token: usize| {
        matches!(
            doc.word(token),
            "bis" | "to" | "–" | "-" | "—" | "und" | "and"
        )
    };
    if !(1..4).any(|step| may_link(at + step)) {
        return None;
    }
    let reading = numbers::read(doc, at, german)?;
    let link = doc.word(reading.end);
    let linked = match link {
        "bis" | "to" | "–" | "-" | "—" => true,
        "und" | "and" => matches!(
            doc.before(at),
            "zwischen" | "between" | "Zwischen" | "Between"
        ),
        _ => false,
    };
    let next = doc.word(reading.end + 1);
    let number = linked && next.starts_with(|c: char| c.is_ascii_digit())
        || numbers::read(doc, reading.end + 1, german).is_some();
    (linked && number && !doc.begins_paragraph(reading.end) && !reading.is_year(word)).then_some((
        at..reading.end,
        reading.value,
        reading.end + 1,
    ))
}

/// The amount that begins at a token.
fn figure(doc: &Doc, at: usize, first: usize, german: bool) -> Option<(Range<usize>, f64, String)> {
    let word = doc.word(at);
    let start = word.chars().next()?;
    // "$2.1bn", "EUR 3 Mio.", "US$ 20".
    let sign = currency::before(doc, at);
    let number = sign.map_or(at, |(_, length)| at + length);
    if sign.is_none() && !start.is_ascii_digit() && !start.is_alphabetic() {
        return None;
    }
    let mut reading = numbers::read(doc, number, german)?;
    // "ein", "one": mostly an article or pronoun.
    if reading.in_words
        && reading.value < 2.0
        && numbers::magnitude(doc.word(reading.end), german).is_none()
        && percent(doc, reading.end).is_none()
    {
        return None;
    }
    if sign.is_none()
        && (doc.is_joined(at) && joins_number(doc, at, first) || is_part(doc, &reading))
    {
        return None;
    }
    let from = at;
    if let Some((code, _)) = sign {
        magnitude(doc, &mut reading, german);
        return Some((from..reading.end, reading.value, code.to_owned()));
    }
    magnitude(doc, &mut reading, german);
    let next = doc.word(reading.end);
    if doc.begins_paragraph(reading.end) {
        return None;
    }
    if let Some(length) = percent(doc, reading.end) {
        // "27-prozentig" and "27 percent" alike.
        return Some((from..reading.end + length, reading.value, "%".to_owned()));
    }
    if let Some((code, length, factor)) = currency::after(doc, reading.end) {
        return Some((
            from..reading.end + length,
            reading.value * factor,
            code.to_owned(),
        ));
    }
    if next == "-" && doc.is_joined(reading.end) && doc.is_joined(reading.end + 1) {
        // "das 20-Millionen-Euro-Paket": the number goes on behind the hyphen.
        return compound(doc, from, reading, german);
    }
    counted::counted(doc, from, &reading, german)
}

/// A number joined to what stands before is part of a name, date, range or code, unless a bracket or dash joins it.
fn joins_number(doc: &Doc, at: usize, first: usize) -> bool {
    if at == first {
        return false;
    }
    let before = doc.before(at);
    let sign = before.chars().next().unwrap_or(' ');
    match sign {
        '(' | '[' | '„' | '"' | '“' | '»' | '«' | '‚' | '‘' | '+' | '~' | '–' | '—' | '>' | '<'
        | '/' => false,
        // "minus": a hyphen with a space before it.
        '-' => at > 1 && doc.is_joined(at - 1),
        _ => true,
    }
}

/// Whether the number goes on as a date, time, score or code behind its end.
fn is_part(doc: &Doc, reading: &Reading) -> bool {
    let end = reading.end;
    if !doc.is_joined(end) {
        return false;
    }
    match doc.word(end) {
        "." | ":" | "/" => {
            doc.is_joined(end + 1) && doc.word(end + 1).starts_with(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}

/// Takes in "Millionen", "Mrd.", "bn", "m", "thousand" behind a number.
fn magnitude(doc: &Doc, reading: &mut Reading, german: bool) {
    let mut at = reading.end;
    // "2.1-billion", "2-Millionen-"
    if doc.word(at) == "-"
        && doc.is_joined(at)
        && doc.is_joined(at + 1)
        && numbers::magnitude(doc.word(at + 1), german).is_some()
    {
        at += 1;
    }
    let joined = doc.is_joined(at);
    let Some(factor) = numbers::magnitude(doc.word(at), german) else {
        return;
    };
    // "20 m" are metres, "£20m" are millions.
    if doc.word(at).len() == 1 && !joined || doc.begins_paragraph(at) {
        return;
    }
    reading.value = numbers::times(reading.value, factor);
    reading.end = at + 1;
    if doc.word(reading.end) == "."
        && doc.is_joined(reading.end)
        && matches!(doc.word(at), "Mio" | "Mrd" | "Tsd" | "Bio" | "mn" | "Mill")
    {
        reading.end += 1;
    }
    // "eine Million und …" is not read on; "hundert Millionen" was.
}

/// How many tokens "Prozent", "per cent", "percentage points", "%" take.
fn percent(doc: &Doc, at: usize) -> Option<usize> {
    let points = |length: usize| {
        if matches!(doc.word(at + length), "points" | "point") {
            length + 1
        } else {
            length
        }
    };
    match doc.word(at) {
        "%" => Some(
            if doc.word(at + 1) == "-" && matches!(doc.word(at + 2), "Punkte" | "points") {
                3
            } else {
                1
            },
        ),
        "Prozent" | "Prozents" | "Prozentpunkte" | "Prozentpunkten" | "pc" | "pct" | "v.H" => {
            Some(1)
        }
        "percent" => Some(points(1)),
        "percentage" => matches!(doc.word(at + 1), "points" | "point").then_some(2),
        "per" if doc.word(at + 1) == "cent" => Some(points(2)),
        _ => None,
    }
}

/// "20-Millionen-Euro-Paket", "10-Prozent-Hürde", "50-euro".
fn compound(
    doc: &Doc,
    from: usize,
    mut reading: Reading,
    german: bool,
) -> Option<(Range<usize>, f64, String)> {
    let mut at = reading.end + 1;
    if let Some(factor) = numbers::magnitude(doc.word(at), german) {
        reading.value = numbers::times(reading.value, factor);
        at += 1;
        if doc.word(at) == "-" && doc.is_joined(at) {
            at += 1;
        }
    }
    if let Some(length) = percent(doc, at) {
        return Some((from..at + length, reading.value, "%".to_owned()));
    }
    let (code, length, factor) = currency::after(doc, at)?;
    Some((from..at + length, reading.value * factor, code.to_owned()))
}

#[cfg(test)]
mod tests;
