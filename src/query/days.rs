//! Values of `date:`, `after:` and `before:`: days and ranges of days as people write them.

use jiff::Span as Length;
use jiff::civil::Date;

use crate::say::{Said, say};

/// The days a field with this value means, both ends included; none when the value is no date.
pub(super) fn span(field: &str, value: &str, today: Date) -> Option<(Option<Date>, Option<Date>)> {
    let (from, to) = match value.split_once("..") {
        Some(("", "")) => return None,
        Some((from, "")) => (days(from, today)?.0, None),
        Some(("", to)) => (None, days(to, today)?.1),
        Some((from, to)) => {
            let (from, to) = (days(from, today)?, days(to, today)?);
            // "2024-03..2024-01" means the same stretch as the other way round.
            if from.0 > to.0 {
                (to.0, from.1)
            } else {
                (from.0, to.1)
            }
        }
        None => days(value, today)?,
    };
    Some(match field {
        "after" => (from.or(Some(Date::MIN)), None),
        "before" => {
            let first = from.or(to)?;
            (None, first.yesterday().ok())
        }
        _ => (from, to),
    })
}

/// What is wrong with a value that is no date.
pub(super) fn complaint(value: &str) -> Said {
    say!(
        "“{value}” is no date; 2024, 2024-03, 2024-03-24, 7d, 2w, 3m, 1y, today, yesterday and 2024-01..2024-03 are",
        value
    )
}

/// The first and last day of one value.
fn days(value: &str, today: Date) -> Option<(Option<Date>, Option<Date>)> {
    let value = value.to_lowercase();
    let one = |day: Date| Some((Some(day), Some(day)));
    match value.as_str() {
        "today" | "heute" => return one(today),
        "yesterday" | "gestern" => return one(today.yesterday().ok()?),
        _ => {}
    }
    if let Some(length) = length(&value) {
        return Some((Some(today.checked_sub(length).ok()?), None));
    }
    let (year, month, day) = parts(&value)?;
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Some((Some(first), Some(last)))
}

/// "7d", "2w", "3m", "1y".
fn length(value: &str) -> Option<Length> {
    let unit = value.chars().last()?;
    let number: i32 = value[..value.len() - unit.len_utf8()].parse().ok()?;
    // Beyond this the calendar ends anyway; the limit keeps the arithmetic of `Length` from refusing.
    if !(0..=9_000).contains(&number) {
        return None;
    }
    let number = i64::from(number);
    Some(match unit {
        'd' | 't' => Length::new().days(number),
        'w' => Length::new().weeks(number),
        'm' => Length::new().months(number),
        'y' | 'j' => Length::new().years(number),
        _ => return None,
    })
}

/// "2024", "2024-03", "2024-03-24", and the German "24.3.2024" and "3.2024".
fn parts(value: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let number = |text: &str| -> Option<i16> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let year = |text: &str| (text.len() == 4).then(|| number(text)).flatten();
    let small = |text: &str| {
        (text.len() <= 2)
            .then(|| number(text))
            .flatten()
            .and_then(|n| i8::try_from(n).ok())
    };
    let pieces: Vec<&str> = value.split(['-', '.']).collect();
    match (pieces.as_slice(), value.contains('.')) {
        ([y], _) => Some((year(y)?, None, None)),
        ([y, m], false) | ([m, y], true) => Some((year(y)?, Some(small(m)?), None)),
        ([y, m, d], false) | ([d, m, y], true) => {
            Some((year(y)?, Some(small(m)?), Some(small(d)?)))
        }
        _ => None,
    }
}
