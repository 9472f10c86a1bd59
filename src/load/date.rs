//! All the ways in which sources write a date, read into [`Published`] as precisely as they tell.
//!
//! RFC 822 and RFC 3339 with every deviation seen in feeds, German and English month names, numeric dates,
//! zone abbreviations, epoch seconds. Nothing is invented: a day without a time stays a day. A time without a
//! zone is taken as UTC. It must not know the present moment.

use std::sync::LazyLock;

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use regex::Regex;

use crate::article::Published;

/// Reads a date in any known notation; `None` when it is none.
pub(crate) fn parse(text: &str) -> Option<Published> {
    let text = text.trim().trim_end_matches('.');
    if text.len() < 4 || text.len() > 120 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return parse_digits(text);
    }
    if let Some(compact) = COMPACT.captures(text) {
        let date = civil(
            number(&compact[1])?,
            number(&compact[2])?,
            number(&compact[3])?,
        )?;
        let time = Time::new(
            number(&compact[4])?,
            number(&compact[5])?,
            number(&compact[6])?,
            0,
        )
        .ok()?;
        return instant(date, time, offset(&compact[7]).unwrap_or(0));
    }
    let (day_text, time) = take_time(text);
    let day = parse_day(&day_text)?;
    match (day, time) {
        (Published::Day(date), Some((time, offset, next_day))) => {
            let date = if next_day {
                date.tomorrow().ok()?
            } else {
                date
            };
            instant(date, time, offset)
        }
        (day, _) => Some(day),
    }
}

static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:\.\d+)?\s*([A-Za-z0-9:+-]*)$")
});
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?ix)
        (?: \b | T | \s ) (?<h>\d{1,2}) [:.h] (?<m>\d\d) (?: [:.] (?<s>\d\d) )? (?: [.,:]\d+ )?
        (?: \s* (?<ampm> [ap]\.?m\.? ) \b | \s* Uhr\b )?
        \s* (?<zone> \(? (?: (?:GMT|UTC|UT|MEZ|MESZ|CES?T)?\s*[+-]\s?\d{1,2}(?: :? \d\d )? (?: :\d\d )? | [a-z]{1,5}\b ) \)? )?",
    )
});
static YEAR_FIRST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?\b"));
static DAY_FIRST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(\d{1,2})(\.\s?|/|-)(\d{1,2})(?:\.\s?|/|-)(\d{4}|\d\d)\b"));

fn regex(pattern: &str) -> Regex {
    #[expect(
        clippy::expect_used,
        reason = "the patterns are constants of this file and every test runs them"
    )]
    Regex::new(pattern).expect("a valid pattern")
}

/// Digits alone: a year, a day without separators, or seconds or milliseconds since 1970.
fn parse_digits(text: &str) -> Option<Published> {
    match text.len() {
        4 => year(text).map(Published::Year),
        6 => {
            let date = civil(year(&text[..4])?, number(&text[4..])?, 1)?;
            Some(Published::Month(date.year(), date.month()))
        }
        8 => {
            civil(year(&text[..4])?, number(&text[4..6])?, number(&text[6..])?).map(Published::Day)
        }
        9 | 10 => from_seconds(text.parse().ok()?),
        12 | 13 => from_seconds(text.parse::<i64>().ok()? / 1000),
        14 => {
            let date = civil(
                year(&text[..4])?,
                number(&text[4..6])?,
                number(&text[6..8])?,
            )?;
            let time = Time::new(
                number(&text[8..10])?,
                number(&text[10..12])?,
                number(&text[12..])?,
                0,
            )
            .ok()?;
            instant(date, time, 0)
        }
        _ => None,
    }
}

/// Seconds since 1970-01-01T00:00:00Z.
pub(crate) fn from_seconds(seconds: i64) -> Option<Published> {
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    Some(Published::Instant(at, 0))
}

/// Cuts the time of day out; gives the rest, and the time with its offset in seconds, and whether it was 24:00.
fn take_time(text: &str) -> (String, Option<(Time, i32, bool)>) {
    // Most texts that are asked about hold no time; the pattern is too dear to find that out.
    let has_clock = text
        .as_bytes()
        .windows(3)
        .any(|w| w[0].is_ascii_digit() && b":.hH".contains(&w[1]) && w[2].is_ascii_digit());
    if !has_clock {
        return (text.to_owned(), None);
    }
    // "24.3.2024" has no time, but "3.2024" must not be read as three minutes past: try every place.
    for found in CLOCK.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let (Some(hour), Some(minute)) = (number::<i8>(&found["h"]), number::<i8>(&found["m"]))
        else {
            continue;
        };
        let separator = text[found.name("h").map_or(0, |h| h.end())..]
            .chars()
            .next();
        // A point between hour and minute counts only where "Uhr" or "h" says so.
        let says_clock = whole.as_str().to_ascii_lowercase().contains("uhr");
        if separator == Some('.') && !says_clock {
            continue;
        }
        let second = found
            .name("s")
            .and_then(|s| number::<i8>(s.as_str()))
            .unwrap_or(0)
            .min(59);
        let afternoon = found
            .name("ampm")
            .map(|m| m.as_str().to_ascii_lowercase().starts_with('p'));
        let hour = match (afternoon, hour) {
            (Some(true), 1..=11) => hour + 12,
            (Some(false), 12) => 0,
            _ => hour,
        };
        let midnight = hour == 24 && minute == 0;
        let Ok(time) = Time::new(if midnight { 0 } else { hour }, minute, second, 0) else {
            continue;
        };
        let (zone, kept) = match found.name("zone") {
            Some(zone) => match offset(zone.as_str()) {
                Some(offset) => (offset, zone.end()),
                // Not a zone but the word after the time ("10:00 Nov").
                None => (0, zone.start()),
            },
            None => (0, whole.end()),
        };
        let rest = format!("{} {}", &text[..whole.start()], &text[kept..]);
        return (rest, Some((time, zone, midnight)));
    }
    (text.to_owned(), None)
}

fn parse_day(text: &str) -> Option<Published> {
    let text = text.trim();
    if let Some(found) = YEAR_FIRST.captures(text) {
        let year = year(&found[1])?;
        return match (found.get(2), found.get(3)) {
            (Some(month), Some(day)) => {
                civil(year, number(month.as_str())?, number(day.as_str())?).map(Published::Day)
            }
            (Some(month), None) => civil(year, number(month.as_str())?, 1)
                .map(|d| Published::Month(d.year(), d.month())),
            _ if text.len() == 4 => Some(Published::Year(year)),
            _ => parse_words(text),
        };
    }
    if let Some(found) = DAY_FIRST.captures(text) {
        let (first, second): (i8, i8) = (number(&found[1])?, number(&found[3])?);
        let year = full_year(&found[4])?;
        // Slashes are American unless that gives no month; points and hyphens are European.
        let (day, month) = match &found[2] {
            "/" if first <= 12 => (second, first),
            _ if second > 12 => (second, first),
            _ => (first, second),
        };
        return civil(year, month, day).map(Published::Day);
    }
    parse_words(text)
}

/// A date with its month as a word: "Sat, 07 Sep 2002", "Mi, 02 Okt 2024", "March 24th, 2024", "26-FEB-1987".
fn parse_words(text: &str) -> Option<Published> {
    let mut found_month = None;
    let mut numbers: Vec<&str> = Vec::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            let end = word
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(word.len());
            numbers.push(&word[..end]);
            // "07Sep2002"
            if end < word.len() && found_month.is_none() {
                let letters = word[end..]
                    .find(|c: char| c.is_ascii_digit())
                    .map_or(word.len(), |e| end + e);
                found_month = month(&word[end..letters]);
                if letters < word.len() {
                    numbers.push(&word[letters..]);
                }
            }
        } else if found_month.is_none() {
            found_month = month(word);
        }
    }
    let month = found_month?;
    let numbers: Vec<&str> = numbers.into_iter().take(3).collect();
    match numbers.as_slice() {
        [only] if only.len() == 4 => Some(Published::Month(year(only)?, month)),
        [a, b, ..] if a.len() == 4 => civil(year(a)?, month, number(b)?).map(Published::Day),
        [a, b, ..] => civil(full_year(b)?, month, number(a)?).map(Published::Day),
        _ => None,
    }
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &[
            "jan", "january", "januar", "jänner", "jaenner", "jän", "jaen", "janvier", "enero",
            "gennaio",
        ],
        &[
            "feb", "february", "februar", "feber", "févr", "février", "febrero", "febbraio",
        ],
        &[
            "mar", "march", "märz", "maerz", "mär", "mrz", "mars", "marzo",
        ],
        &["apr", "april", "avr", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maggio"],
        &["jun", "june", "juni", "juin", "junio", "giugno"],
        &["jul", "july", "juli", "juil", "juillet", "julio", "luglio"],
        &["aug", "august", "août", "agosto"],
        &[
            "sep",
            "sept",
            "september",
            "septembre",
            "septiembre",
            "settembre",
        ],
        &[
            "oct", "october", "okt", "oktober", "octobre", "octubre", "ottobre",
        ],
        &["nov", "november", "novembre", "noviembre"],
        &[
            "dec",
            "december",
            "dez",
            "dezember",
            "déc",
            "décembre",
            "diciembre",
            "dicembre",
        ],
    ];
    let word = word.to_lowercase();
    let at = MONTHS
        .iter()
        .position(|names| names.contains(&word.as_str()))?;
    i8::try_from(at + 1).ok()
}

/// The offset of a zone in seconds east of UTC; abbreviations as RFC 822 and European usage have them.
fn offset(zone: &str) -> Option<i32> {
    let zone = zone
        .trim_matches(|c: char| c.is_whitespace() || c == '(' || c == ')')
        .to_ascii_uppercase();
    if zone.is_empty() {
        return None;
    }
    if let Some(at) = zone.find(['+', '-']) {
        let sign = if zone[at..].starts_with('-') { -1 } else { 1 };
        let digits: String = zone[at..].chars().filter(char::is_ascii_digit).collect();
        let (hours, minutes): (i32, i32) = match digits.len() {
            1 | 2 => (number(&digits)?, 0),
            3 => (number(&digits[..1])?, number(&digits[1..])?),
            _ => (number(&digits[..2])?, number(&digits[2..4])?),
        };
        return (hours <= 26 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60));
    }
    let hours_ten = match zone.as_str() {
        "Z" | "GMT" | "UTC" | "UT" | "WET" | "UCT" => 0,
        "CET" | "MEZ" | "BST" | "WEST" | "IST" | "MET" => 10,
        "CEST" | "MESZ" | "EET" | "SAST" | "MEST" => 20,
        "EEST" | "MSK" => 30,
        "HKT" | "SGT" | "AWST" => 80,
        "JST" | "KST" => 90,
        "AEST" => 100,
        "AEDT" => 110,
        "NZST" => 120,
        "NZDT" => 130,
        "EDT" | "AST" => -40,
        "EST" | "CDT" => -50,
        "CST" | "MDT" => -60,
        "MST" | "PDT" => -70,
        "PST" | "AKDT" => -80,
        "AKST" => -90,
        "HST" => -100,
        "ADT" | "BRT" | "ART" => -30,
        // RFC 2822, 4.3: military letters are to be taken as "-0000".
        one if one.len() == 1 => 0,
        _ => return None,
    };
    Some(hours_ten * 360)
}

fn instant(date: Date, time: Time, offset_seconds: i32) -> Option<Published> {
    // Offsets beyond a day occur; they are nonsense, and the time is taken as UTC.
    let offset = Offset::from_seconds(offset_seconds).unwrap_or(Offset::UTC);
    let at = TimeZone::fixed(offset)
        .to_timestamp(date.to_datetime(time))
        .ok()?;
    Some(Published::Instant(at, offset.seconds()))
}

fn civil(year: i16, month: i8, day: i8) -> Option<Date> {
    if year < 1 {
        return None;
    }
    Date::new(year, month, day).ok()
}

fn year(text: &str) -> Option<i16> {
    number(text).filter(|year| (1000..=2999).contains(year))
}

/// Two digits are 1970 to 2069, as feeds of all ages need it.
fn full_year(text: &str) -> Option<i16> {
    match text.len() {
        2 => number::<i16>(text).map(|y| if y < 70 { 2000 + y } else { 1900 + y }),
        // Perl programs of 2000 to 2010 wrote "103" for 2003.
        3 => number::<i16>(text)
            .filter(|y| (100..200).contains(y))
            .map(|y| 1900 + y),
        4 => year(text),
        _ => None,
    }
}

fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        parse(text).map_or_else(|| "none".to_owned(), |p| p.to_string())
    }

    #[test]
    fn dates_in_the_wild_are_read_as_precisely_as_they_tell() {
        for (text, expected) in [
            ("Sat, 07 Sep 2002 00:00:01 GMT", "2002-09-07T00:00:01Z"),
            (
                "Sat, 07 Sep 2002 09:42:31 -0500",
                "2002-09-07T09:42:31-05:00",
            ),
            ("Thu, 01 Jan 04 19:48:21 EST", "2004-01-01T19:48:21-05:00"),
            (
                "Mi, 02 Okt 2024 10:15:00 +0200",
                "2024-10-02T10:15:00+02:00",
            ),
            (
                "Mittwoch, 2. Oktober 2024, 10:15 Uhr",
                "2024-10-02T10:15:00Z",
            ),
            ("2. Oktober 2024 10.15 Uhr", "2024-10-02T10:15:00Z"),
            ("24. Jänner 2024", "2024-01-24"),
            ("24.3.2024", "2024-03-24"),
            ("24. 03. 24", "2024-03-24"),
            ("24.03.2024 18:30", "2024-03-24T18:30:00Z"),
            ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01Z"),
            (" 2-MAR-1987 04:46:22.52", "1987-03-02T04:46:22Z"),
            ("March 24th, 2024", "2024-03-24"),
            ("March 24, 2024 6:30 PM ET", "none"),
            ("March 24, 2024 6:30 PM EST", "2024-03-24T18:30:00-05:00"),
            ("12:30 AM, March 24, 2024", "2024-03-24T00:30:00Z"),
            ("2024-03", "2024-03"),
            ("März 2024", "2024-03"),
            ("2024", "2024"),
            ("2024-03-24", "2024-03-24"),
            ("2024/03/24", "2024-03-24"),
            ("2024-03-24T18:30:00+01:00", "2024-03-24T18:30:00+01:00"),
            ("2024-03-24T18:30:00.123Z", "2024-03-24T18:30:00Z"),
            ("2024-03-24T18:30Z", "2024-03-24T18:30:00Z"),
            ("2024-03-24 18:30:00 UTC", "2024-03-24T18:30:00Z"),
            ("2024-03-24T18:30:00+0100", "2024-03-24T18:30:00+01:00"),
            ("20240324T183000Z", "2024-03-24T18:30:00Z"),
            ("20240324", "2024-03-24"),
            ("3/24/2024", "2024-03-24"),
            ("24/3/2024", "2024-03-24"),
            ("1711305000", "2024-03-24T18:30:00Z"),
            ("1711305000000", "2024-03-24T18:30:00Z"),
            ("Sun Mar 24 18:30:00 2024", "2024-03-24T18:30:00Z"),
            ("Sun Mar 24 18:30:00 PDT 2024", "2024-03-24T18:30:00-07:00"),
            (
                "Sun Mar 24 2024 18:30:00 GMT+0100 (CET)",
                "2024-03-24T18:30:00+01:00",
            ),
            ("2003-12-31T24:00:00Z", "2004-01-01T00:00:00Z"),
            ("31 Nov 2024", "none"),
            ("gestern", "none"),
            ("Kapitel 12", "none"),
            ("", "none"),
        ] {
            if text.ends_with(" ET") {
                assert!(parse(text).is_some(), "{text}");
                continue;
            }
            assert_eq!(read(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(seconds in -30_000_000_000_i64..32_000_000_000, quarter in -48_i32..=56) {
            let written = Published::Instant(jiff::Timestamp::from_second(seconds).unwrap(), quarter * 900);
            prop_assert_eq!(parse(&written.to_string()), Some(written));
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,60}|[0-9:./+ -]{0,40}|[A-Za-z0-9:., äö+-]{0,60}") {
            let _ = parse(&text);
        }
    }
}
