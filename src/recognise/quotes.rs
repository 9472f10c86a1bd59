//! Direct speech: what stands between quotation marks and was said by somebody.
//!
//! German and English manners of marking („ “ » « " “ ” ‚ ‘ ‹ › ' and the typewriter's ,, and ''), nested and
//! unclosed ones too. Titles of works and single words in marks are left out. Who spoke is decided in
//! [`super::speakers`].

use std::ops::Range;

use super::cast::Cast;
use super::determiner::is_definite;
use super::doc::Doc;
use super::offices::Offices;
use super::sayings;
use super::speakers::{self, Scene};
use crate::highlight::{Quote, Role};

/// A stretch of words between quotation marks, in tokens of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// With its marks.
    pub marked: Range<usize>,
    /// The words between them.
    pub words: Range<usize>,
    /// Whether somebody says it; else a title or a word in marks.
    pub speech: bool,
}

/// The direct speech of the body in order, outermost marks only.
pub fn quotes(doc: &Doc, cast: &Cast, roles: &[Role], offices: &Offices) -> Vec<Quote> {
    let stretches = stretches(doc);
    let scene = Scene {
        doc,
        cast,
        roles,
        offices,
        stretches: &stretches,
    };
    let speakers = speakers::speakers(&scene);
    stretches
        .iter()
        .zip(speakers)
        .filter(|(stretch, _)| stretch.speech)
        .map(|(stretch, speaker)| {
            let bytes = doc.bytes(stretch.words.clone());
            Quote {
                range: bytes.start - doc.body_at()..bytes.end - doc.body_at(),
                speaker: speaker.map(|entity| cast.name(entity).to_owned()),
            }
        })
        .collect()
}

/// Everything between quotation marks in the body, in order, without overlaps.
pub fn stretches(doc: &Doc) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    let mut at = doc
        .tokens
        .partition_point(|token| token.range.start < doc.body_at());
    // Where a quotation that ran to the end of its paragraph may go on.
    let mut goes_on = None;
    // Up to where a mark is known not to be closed, so that a text full of opening marks is not searched for each.
    let mut barren = [0; MARKS];
    while at < doc.tokens.len() {
        let Some((mark, length)) = opening(doc, at) else {
            at += 1;
            continue;
        };
        let reopens = goes_on == Some(at);
        let first = at + length;
        let closing = if at < barren[mark as usize] {
            Closing::Never(0)
        } else {
            closing(doc, first, mark)
        };
        if let Closing::Never(end) = closing {
            barren[mark as usize] = barren[mark as usize].max(end);
        }
        let (words, after, closed) = if let Closing::At(last, length) = closing {
            (first..last, last + length, true)
        } else if let Some(end) = unclosed(doc, at, first, mark) {
            (first..end, end, false)
        } else {
            at += length;
            continue;
        };
        if words.is_empty() {
            at = after.max(at + 1);
            continue;
        }
        goes_on = (!closed && doc.begins_paragraph(after)).then_some(after);
        let mut stretch = Stretch {
            marked: at..after,
            words,
            speech: false,
        };
        stretch.speech = is_speech(doc, &stretch, mark, closed, reopens);
        at = after;
        // An odd apostrophe is no quotation, and must not hide what stands in it.
        if matches!(mark, Mark::Apostrophe | Mark::Single) && !stretch.speech {
            at = stretch.marked.start + 1;
            continue;
        }
        out.push(stretch);
    }
    out
}

/// No quotation is longer than this many tokens.
const LONGEST: usize = 3000;

/// A quotation between single marks is shorter: they may be apostrophes.
const LONGEST_SINGLE: usize = 300;

/// Quotations within quotations do not go deeper.
const DEEPEST: usize = 4;

/// How many marks there are.
const MARKS: usize = 10;

/// How a quotation was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// „
    Low,
    /// “ before a word
    High,
    /// "
    Straight,
    /// »
    Right,
    /// «
    Left,
    /// ‚
    LowSingle,
    /// ‘ before a word
    Single,
    /// '
    Apostrophe,
    /// ›
    RightSingle,
    /// ‹
    LeftSingle,
}

/// The sign at a token, two apostrophes or commas taken for one sign, and how many tokens it takes.
fn sign(doc: &Doc, at: usize) -> Option<(char, usize)> {
    let word = doc.word(at);
    if word.as_bytes().first()?.is_ascii_alphanumeric() {
        return None;
    }
    let c = word.chars().next()?;
    if c.len_utf8() != word.len() || c.is_alphanumeric() {
        return None;
    }
    let doubled = matches!(c, '\'' | ',' | '`' | '’' | '‘' | '‚')
        && doc.word(at + 1) == word
        && doc.is_joined(at + 1);
    match c {
        '\'' | '’' if doubled => Some(('"', 2)),
        '`' | '‘' if doubled => Some(('“', 2)),
        ',' | '‚' if doubled => Some(('„', 2)),
        ',' | '`' => None,
        '‟' | '＂' | '〃' => Some(('"', 1)),
        '‛' => Some(('‘', 1)),
        c => Some((c, 1)),
    }
}

fn opening(doc: &Doc, at: usize) -> Option<(Mark, usize)> {
    let (sign, length) = sign(doc, at)?;
    if !matches!(
        sign,
        '„' | '“' | '”' | '"' | '»' | '«' | '‚' | '‘' | '\'' | '›' | '‹'
    ) {
        return None;
    }
    let before = opens_after(doc, at);
    let inner = at + length;
    let touches = doc.is_joined(inner) && inner < doc.tokens.len();
    let mark = match sign {
        '„' => Mark::Low,
        '“' | '”' if before && touches => Mark::High,
        '"' if before => Mark::Straight,
        '»' if before => Mark::Right,
        '«' if before => Mark::Left,
        '‚' if touches => Mark::LowSingle,
        '‘' if before && touches => Mark::Single,
        '\'' if before
            && touches
            && doc
                .word(inner)
                .starts_with(|c: char| c.is_alphabetic() || c == '.') =>
        {
            Mark::Apostrophe
        }
        '›' if before && touches => Mark::RightSingle,
        '‹' if before && touches => Mark::LeftSingle,
        _ => return None,
    };
    Some((mark, length))
}

/// Whether what stands before a sign lets a quotation begin: a space, a bracket, a dash, another mark.
fn opens_after(doc: &Doc, at: usize) -> bool {
    !doc.is_joined(at)
        || matches!(
            doc.before(at),
            "(" | "["
                | "–"
                | "—"
                | "-"
                | "/"
                | ":"
                | "…"
                | "„"
                | "“"
                | "»"
                | "«"
                | "\""
                | "¿"
                | "¡"
        )
}

/// Where a quotation is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// The first token of the mark that closes, and how many tokens it takes.
    At(usize, usize),
    /// The marks do not come out even.
    Uneven,
    /// No mark that could close stands before this token.
    Never(usize),
}

/// Looks for the mark that closes a quotation whose words begin at `first`.
fn closing(doc: &Doc, first: usize, mark: Mark) -> Closing {
    let directed = matches!(mark, Mark::Low | Mark::High | Mark::Right | Mark::Left);
    let mut depth = 0;
    let mut paragraphs = 0;
    let mut fallback = None;
    let mut seen = false;
    let mut at = first;
    let end = if matches!(mark, Mark::Single | Mark::Apostrophe) {
        first + LONGEST_SINGLE
    } else {
        first + LONGEST
    };
    while at < doc.tokens.len().min(end) {
        if doc.begins_paragraph(at) && at > first {
            // Directed marks may close in the next paragraph, if nothing opens there before.
            paragraphs += 1;
            if !directed || paragraphs > 1 || depth > 0 {
                break;
            }
        }
        let Some((sign, length)) = sign(doc, at) else {
            at += 1;
            continue;
        };
        let after_word = doc.is_joined(at);
        let before_word = doc.is_joined(at + length) && is_word(doc.word(at + length));
        let may_open = opens_after(doc, at) && doc.is_joined(at + length);
        let (opens, closes) = match mark {
            Mark::Low => (
                sign == '„' || sign == '“' && may_open && !after_word && depth == 0 && before_word,
                matches!(sign, '“' | '”') || sign == '"' && after_word,
            ),
            Mark::High => (
                matches!(sign, '“' | '”') && may_open && !after_word && before_word || sign == '„',
                matches!(sign, '”' | '“') || sign == '"' && after_word && !before_word,
            ),
            Mark::Straight => (
                sign == '"' && may_open && !after_word && before_word || sign == '„',
                sign == '"' || matches!(sign, '“' | '”') && after_word && !before_word,
            ),
            Mark::Right => (
                sign == '»' && may_open && !after_word,
                sign == '«' || sign == '»',
            ),
            Mark::Left => (
                sign == '«' && may_open && !after_word,
                sign == '»' || sign == '«',
            ),
            Mark::LowSingle => (sign == '‚', matches!(sign, '‘' | '’') && !before_word),
            Mark::Single => (
                sign == '‘' && may_open && !after_word,
                sign == '’' && after_word && !before_word,
            ),
            Mark::Apostrophe => (
                sign == '\'' && may_open && !after_word,
                sign == '\'' && after_word && !before_word,
            ),
            Mark::RightSingle => (sign == '›' && !after_word, sign == '‹'),
            Mark::LeftSingle => (sign == '‹' && !after_word, sign == '›'),
        };
        if opens && paragraphs > 0 {
            return if seen {
                Closing::Uneven
            } else {
                Closing::Never(at)
            };
        }
        seen |= closes;
        if opens {
            depth += 1;
            if depth > DEEPEST {
                return if seen {
                    Closing::Uneven
                } else {
                    Closing::Never(at)
                };
            }
        } else if closes && depth > 0 {
            depth -= 1;
        } else if closes {
            let plural = matches!(mark, Mark::Single | Mark::Apostrophe)
                && !matches!(doc.before(at), "." | "," | "!" | "?" | "…");
            if !plural {
                return Closing::At(at, length);
            }
            // "the companies' profits": an apostrophe after an s closes only where none better follows.
            if !doc.before(at).ends_with('s') {
                return Closing::At(at, length);
            }
            fallback.get_or_insert((at, length));
        }
        at += length;
    }
    // A nested mark that never closed took the closing one of the outer.
    if depth > 0 && directed && seen {
        return last_closing(doc, first, mark)
            .map_or(Closing::Uneven, |(at, length)| Closing::At(at, length));
    }
    match fallback {
        Some((at, length)) => Closing::At(at, length),
        None if seen => Closing::Uneven,
        None => Closing::Never(at),
    }
}

/// The last closing sign of the paragraph, where the nesting does not come out even.
fn last_closing(doc: &Doc, first: usize, mark: Mark) -> Option<(usize, usize)> {
    let end = paragraph_end(doc, first);
    let fits = |sign: char| match mark {
        Mark::Low | Mark::High => matches!(sign, '“' | '”' | '"'),
        Mark::Right => sign == '«',
        Mark::Left => sign == '»',
        _ => false,
    };
    // Not beyond the second opening sign that stands at the beginning of a new sentence.
    let mut found = None;
    for at in first..end {
        if let Some((sign, length)) = sign(doc, at) {
            if fits(sign) && doc.is_joined(at) {
                found = Some((at, length));
            } else if found.is_some() && opening(doc, at).is_some() {
                break;
            }
        }
    }
    found
}

/// Where a quotation without closing mark ends; none where the sign opened nothing.
fn unclosed(doc: &Doc, at: usize, first: usize, mark: Mark) -> Option<usize> {
    if matches!(
        mark,
        Mark::Apostrophe | Mark::Single | Mark::LowSingle | Mark::LeftSingle | Mark::RightSingle
    ) || !doc.is_joined(first)
        || first >= doc.tokens.len()
    {
        return None;
    }
    let limit = doc.tokens.len().min(first + LONGEST);
    let mut end = first + 1;
    while end < limit && !doc.begins_paragraph(end) && opening(doc, end).is_none() {
        end += 1;
    }
    let another = end < limit && !doc.begins_paragraph(end);
    let whole = doc.begins_paragraph(at) || doc.before(at) == ":";
    if another || mark == Mark::Straight && !whole {
        end = sentence_end(doc, first, end);
    }
    Some(end)
}

/// The token that begins the next paragraph, or the furthest a quotation may reach.
fn paragraph_end(doc: &Doc, from: usize) -> usize {
    let end = doc.tokens.len().min(from + LONGEST);
    (from + 1..end)
        .find(|token| doc.begins_paragraph(*token))
        .unwrap_or(end)
}

/// The token after the end of the sentence that goes on at `from`, at most `limit`.
pub fn sentence_end(doc: &Doc, from: usize, limit: usize) -> usize {
    (from..limit)
        .find(|token| ends_sentence(doc, *token))
        .map_or(limit, |token| token + 1)
}

/// Whether a sentence ends with this token: a stop that is none of an abbreviation, initial or ordinal.
pub fn ends_sentence(doc: &Doc, token: usize) -> bool {
    let word = doc.word(token);
    if !matches!(word, "." | "!" | "?" | "…") {
        return false;
    }
    let next = doc.word(token + 1);
    if doc.begins_paragraph(token + 1) {
        return true;
    }
    if word != "." {
        return !next.starts_with(|c: char| c.is_lowercase() || c == ',');
    }
    if !next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && sign(doc, token + 1).is_none_or(|(sign, _)| matches!(sign, '-' | '–'))
        && next != "("
    {
        return false;
    }
    let before = doc.before(token);
    let initial = before.chars().count() == 1 && before.starts_with(char::is_alphabetic);
    // German ordinals: "am 3. Oktober". A year ends a sentence.
    let ordinal = before.len() < 3 && before.starts_with(|c: char| c.is_ascii_digit());
    !(initial
        || ordinal
        || is_abbreviation(before)
        || Offices::is_title(before) && doc.is_joined(token) && before.len() < 5)
}

fn is_abbreviation(word: &str) -> bool {
    matches!(
        word,
        "Mr" | "Mrs"
            | "Ms"
            | "Dr"
            | "Prof"
            | "Mag"
            | "Ing"
            | "Dipl"
            | "St"
            | "bzw"
            | "ca"
            | "Nr"
            | "No"
            | "Mio"
            | "Mrd"
            | "Inc"
            | "Corp"
            | "Ltd"
            | "vs"
            | "etc"
            | "usw"
            | "Sen"
            | "Rep"
            | "Gov"
            | "Gen"
            | "Lt"
            | "Col"
            | "Jan"
            | "Feb"
            | "Aug"
            | "Sept"
            | "Okt"
            | "Oct"
            | "Nov"
            | "Dez"
            | "Dec"
            | "ggf"
            | "inkl"
            | "evtl"
            | "Abs"
            | "Art"
            | "Bd"
            | "Hrsg"
            | "sog"
            | "Jr"
            | "Sr"
            | "Co"
            | "Univ"
            | "Jh"
            | "Tsd"
    )
}

fn is_word(word: &str) -> bool {
    word.starts_with(char::is_alphanumeric)
}

/// Whether somebody says what stands between the marks.
fn is_speech(doc: &Doc, stretch: &Stretch, mark: Mark, closed: bool, reopens: bool) -> bool {
    let words = || {
        stretch
            .words
            .clone()
            .filter(|token| is_word(doc.word(*token)))
    };
    let count = words().count();
    let last = doc.word(stretch.words.end - 1);
    let stops = matches!(last, "." | "!" | "?" | "…" | ",");
    let after = doc.word(stretch.marked.end);
    let said_after = closed && said_after(doc, stretch);
    let said_before = doc.before(stretch.marked.start) == ":"
        || doc.before(stretch.marked.start) == ","
            && stretch.marked.start > 1
            && sayings::is_saying(doc.word(stretch.marked.start - 2));
    if matches!(mark, Mark::Apostrophe | Mark::Single) {
        return closed && count >= 4 && (stops || said_after || said_before);
    }
    if !closed && !reopens && count < 4 {
        return false;
    }
    match count {
        0 => false,
        1 => said_before && matches!(last, "!" | "?" | "."),
        2 | 3 => {
            (said_before || said_after) && !is_name(doc, stretch)
                || matches!(last, "." | "!" | "?") && said_before
        }
        _ => said_before || said_after || !(is_title(doc, stretch, after, count) && last != "."),
    }
}

/// Whether the words after the closing mark attribute it: ", sagte", ", so", "said", "he said", "Smith said".
fn said_after(doc: &Doc, stretch: &Stretch) -> bool {
    let mut at = stretch.marked.end;
    if doc.begins_paragraph(at) {
        return false;
    }
    let comma = doc.word(at) == ",";
    if comma {
        at += 1;
    }
    let inner = doc.word(stretch.words.end - 1);
    if !comma && !matches!(inner, "," | "!" | "?") {
        return false;
    }
    let reach = if comma { 1 } else { 4 };
    (at..at + reach).any(|token| {
        sayings::is_saying(doc.word(token))
            || comma && matches!(doc.word(token), "so" | "heißt" | "hieß" | "wie")
    })
}

/// Whether nothing but a name stands in the marks: every word but small ones begins with a capital.
fn is_name(doc: &Doc, stretch: &Stretch) -> bool {
    let starts = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    starts(doc.word(stretch.words.start))
        && stretch.words.clone().all(|token| {
            let word = doc.word(token);
            !is_word(word)
                || starts(word)
                || word.len() < 4
                || matches!(word, "with" | "from" | "pour" | "voor" | "della" | "für")
        })
}

/// Whether the marks hold the title of a work, the name of a thing or an address.
fn is_title(doc: &Doc, stretch: &Stretch, after: &str, count: usize) -> bool {
    if count > 12 {
        return false;
    }
    if is_name(doc, stretch) && count < 10
        || !doc.text[doc.bytes(stretch.words.clone())].contains(' ')
    {
        return true;
    }
    // "des Films „…“", "unter dem Titel „…“", "mit dem Motto „…“".
    let before = doc.before(stretch.marked.start);
    if sayings::announces_title(before) && after != ":" {
        return true;
    }
    // "der „Preis für geistige Freiheit“": a noun behind its article, and nothing that makes a sentence.
    let noun = doc
        .word(stretch.words.start)
        .starts_with(char::is_uppercase);
    let article =
        is_definite(before) || matches!(before, "auch" | "vom" | "beim" | "zum" | "zur" | "im");
    noun && article
        && count < 8
        && !stretch
            .words
            .clone()
            .any(|token| matches!(doc.word(token), "," | "." | "!" | "?" | "…"))
}

#[cfg(test)]
mod tests;
