//! Counted things: the noun behind a number, and what only looks like one.

use std::ops::Range;

use crate::recognise::doc::Doc;
use crate::recognise::numbers::Reading;

/// A counted noun: "4.000 Beschäftigte", "acht Millionen Haushalte", "1,200 new jobs".
pub(super) fn counted(
    doc: &Doc,
    from: usize,
    reading: &Reading,
    german: bool,
) -> Option<(Range<usize>, f64, String)> {
    // Small number words count too often without telling anything ("zwei Tage später").
    if reading.in_words && reading.value < 10.0 || reading.ordinal {
        return None;
    }
    if from > 0 && is_numbered(doc.before(from)) {
        return None;
    }
    if reading.is_year(doc.word(from)) && year_like(doc, from, german) {
        return None;
    }
    let mut at = reading.end;
    if german {
        // Adjectives between number and noun: "4.000 neue Beschäftigte".
        for _ in 0..2 {
            let word = doc.word(at);
            let adjective = word.starts_with(char::is_lowercase)
                && word.len() > 3
                && ["e", "en", "er"].iter().any(|end| word.ends_with(end))
                && !is_small_word(word);
            if !adjective {
                break;
            }
            at += 1;
        }
    } else {
        for _ in 0..2 {
            let word = doc.word(at);
            let next = doc.word(at + 1);
            let adjective = word.starts_with(char::is_alphabetic)
                && !word.ends_with('s')
                && !is_people(word)
                && !is_month(word)
                && !is_small_word(word)
                && next.starts_with(char::is_lowercase)
                && (next.ends_with('s') || is_people(next))
                && !is_small_word(next);
            if !adjective {
                break;
            }
            at += 1;
        }
    }
    let noun = doc.word(at);
    // "Android 6.0 Marshmallow": a version.
    if german && doc.word(from).contains('.') && reading.value.fract() != 0.0
        || german && doc.word(from).ends_with(".0")
    {
        return None;
    }
    if doc.begins_paragraph(at)
        || !noun.starts_with(char::is_alphabetic)
        || noun.chars().count() < 3
    {
        return None;
    }
    let fits = if german {
        noun.starts_with(char::is_uppercase)
            && !is_month(noun)
            && !is_clock(noun)
            && !is_name_like(doc, at)
    } else {
        noun.starts_with(char::is_lowercase)
            && (noun.ends_with('s') && !noun.ends_with("ss") || is_people(noun))
            && !is_small_word(noun)
    };
    if !fits || is_time(noun) && reading.value < 1000.0 {
        return None;
    }
    // The whole of a compound: "Hektar-Flächen".
    let mut end = at + 1;
    while doc.word(end) == "-"
        && doc.is_joined(end)
        && doc.is_joined(end + 1)
        && doc.word(end + 1).starts_with(char::is_alphabetic)
    {
        end += 2;
    }
    let unit = doc.text[doc.bytes(at..end)].to_owned();
    Some((from..end, reading.value, unit))
}

/// Whether a word before a number makes it the number of something: "Section 230", "Artikel 12".
fn is_numbered(word: &str) -> bool {
    matches!(
        word,
        "Section"
            | "section"
            | "Article"
            | "article"
            | "Artikel"
            | "Paragraf"
            | "Paragraph"
            | "§"
            | "Nr"
            | "No"
            | "Seite"
            | "page"
            | "Page"
            | "chapter"
            | "Chapter"
            | "Kapitel"
            | "Platz"
            | "Rang"
            | "Flight"
            | "Flug"
            | "Room"
            | "Zimmer"
            | "Boeing"
            | "Airbus"
            | "Windows"
            | "Android"
            | "Formel"
            | "Formula"
            | "Route"
            | "Gate"
            | "Bezirk"
            | "Linie"
            | "Kanal"
            | "Channel"
            | "Version"
            | "Type"
            | "Typ"
    )
}

/// Whether a four-digit number without a point stands where years stand.
fn year_like(doc: &Doc, from: usize, german: bool) -> bool {
    let before = doc.before(from);
    let told = matches!(
        before,
        "Jahr"
            | "Jahre"
            | "Jahres"
            | "seit"
            | "Seit"
            | "bis"
            | "in"
            | "In"
            | "Ende"
            | "Anfang"
            | "Mitte"
            | "since"
            | "Since"
            | "by"
            | "of"
            | "from"
            | "until"
            | "late"
            | "early"
            | "ab"
            | "um"
            | "von"
            | "zwischen"
            | "between"
            | "year"
            | "vor"
            | "nach"
            | "before"
            | "after"
            | "and"
            | "und"
            | "("
    ) || is_month(before);
    told || german && !doc.word(from + 1).starts_with(char::is_uppercase)
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "Januar"
            | "Jänner"
            | "Februar"
            | "Feber"
            | "März"
            | "April"
            | "Mai"
            | "Juni"
            | "Juli"
            | "August"
            | "September"
            | "Oktober"
            | "November"
            | "Dezember"
            | "January"
            | "February"
            | "March"
            | "May"
            | "June"
            | "July"
            | "October"
            | "December"
    )
}

fn is_clock(word: &str) -> bool {
    matches!(
        word,
        "Uhr" | "MEZ" | "GMT" | "MESZ" | "UTC" | "Jh" | "Jahrhundert"
    )
}

/// Spans of time and ages tell little as amounts.
fn is_time(noun: &str) -> bool {
    matches!(
        noun,
        "Jahre"
            | "Jahren"
            | "Jahr"
            | "Monate"
            | "Monaten"
            | "Monat"
            | "Wochen"
            | "Woche"
            | "Tage"
            | "Tagen"
            | "Tag"
            | "Stunden"
            | "Stunde"
            | "Minuten"
            | "Minute"
            | "Sekunden"
            | "Sekunde"
            | "years"
            | "year"
            | "months"
            | "weeks"
            | "days"
            | "hours"
            | "minutes"
            | "seconds"
            | "Mal"
            | "times"
            | "Jahres"
            | "decades"
            | "Jahrzehnte"
            | "Jahrzehnten"
            | "Quartale"
            | "Quartalen"
            | "quarters"
            | "Prozent"
            | "Runden"
    )
}

/// Words that are no counted noun although they end like one.
fn is_small_word(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "has"
            | "as"
            | "this"
            | "its"
            | "his"
            | "us"
            | "oder"
            | "weitere"
            | "über"
            | "aber"
            | "unter"
            | "sowie"
            | "werden"
            | "wurden"
            | "waren"
            | "haben"
            | "hatten"
            | "sind"
            | "zwischen"
            | "beim"
            | "per"
            | "always"
            | "times"
            | "does"
            | "says"
            | "plus"
            | "versus"
            | "less"
            | "across"
            | "towards"
            | "perhaps"
            | "alles"
            | "jede"
            | "jeder"
            | "eine"
            | "einer"
            | "diese"
            | "dieser"
            | "seine"
            | "ihre"
            | "der"
            | "keine"
            | "konnten"
            | "sollen"
            | "wollen"
            | "können"
            | "müssen"
            | "liegen"
            | "betrug"
            | "and"
            | "or"
            | "of"
            | "in"
            | "to"
            | "at"
            | "on"
            | "for"
            | "from"
            | "by"
            | "with"
            | "the"
            | "a"
            | "an"
            | "than"
            | "after"
            | "before"
            | "when"
            | "that"
            | "which"
            | "whereas"
            | "according"
            | "will"
            | "would"
            | "are"
            | "were"
            | "have"
            | "had"
            | "yes"
            | "because"
            | "since"
            | "last"
            | "early"
            | "late"
    )
}

fn is_people(noun: &str) -> bool {
    matches!(
        noun,
        "people"
            | "children"
            | "women"
            | "men"
            | "staff"
            | "personnel"
            | "police"
            | "homes"
            | "sheep"
            | "cattle"
            | "troops"
            | "aircraft"
            | "votes"
    )
}

/// Two capitalised words in a row after a number are rather a name ("3 Sat Kulturzeit").
fn is_name_like(doc: &Doc, at: usize) -> bool {
    let word = doc.word(at);
    word.chars().count() > 1
        && word.chars().all(char::is_uppercase)
        && !matches!(
            word,
            "PS" | "LKW" | "PKW" | "KWH" | "MW" | "GW" | "TB" | "GB" | "MB"
        )
}
