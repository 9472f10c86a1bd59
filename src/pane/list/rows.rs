//! How one row of the list is drawn: signs, time, source, headline, who it is about; and the day over it.

use jiff::civil::Date;
use jiff::tz::Offset;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::article::Published;
use crate::highlight::Kind;
use crate::pane::{pieces, put, put_clipped};
use crate::row::{Passage, Row};
use crate::say::{Said, Tongue, say, says};
use crate::text;
use crate::theme::{Role, Theme};

/// What stands before a headline, and the cells kept for it.
pub(super) struct Stamp {
    pub(super) text: String,
    pub(super) cells: u16,
    /// What a reader must know before the headline: "EMBARGO", "WITHDRAWN".
    pub(super) warning: String,
}

/// Draws a row in one line.
pub(super) fn draw_line(
    row: &Row,
    stamp: &Stamp,
    watched: &[(Kind, String)],
    place: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
) {
    let y = place.y;
    let mut x = draw_signs(row, watched, place, buffer, theme);
    if place.width >= 28 {
        put(buffer, place, x, y, &stamp.text, theme.style(Role::Date));
        x += stamp.cells + 1;
    }
    if place.width >= 60 {
        let cells = (place.width / 7).clamp(8, 16);
        if let Some(source) = &row.source {
            put_clipped(
                buffer,
                place,
                x + 1,
                y,
                source,
                cells,
                theme.style(Role::Source),
            );
        }
        x += cells + 3;
    }
    x = put_clipped(
        buffer,
        place,
        x,
        y,
        &headline(row, stamp),
        u16::MAX,
        theme.style(headline_role(row)),
    );
    let room = place.right().saturating_sub(x + 2);
    if place.width >= 60 && room >= 12 {
        let names = names(row);
        put_clipped(
            buffer,
            place,
            x + 2,
            y,
            &names,
            room,
            theme.style(Role::Dim),
        );
    }
}

/// Draws a row for a screen reader: the headline, then in words what signs and columns say to eyes.
pub(super) fn draw_spoken(
    row: &Row,
    stamp: &Stamp,
    watched: &[(Kind, String)],
    tongue: Tongue,
    place: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
) {
    let mut parts = vec![headline(row, stamp)];
    if !row.read {
        parts.push(say!("unread").words(tongue));
    }
    if row.bookmarked {
        parts.push(say!("bookmark").words(tongue));
    }
    if row.notes > 0 {
        let notes = row.notes;
        parts.push(says!(notes; "1 note", "{notes} notes").words(tongue));
    }
    if names_one_of(row, watched) {
        parts.push(say!("watched").words(tongue));
    }
    parts.push(stamp.text.trim().to_owned());
    parts.extend(row.source.as_ref().map(ToString::to_string));
    parts.push(names(row));
    parts.retain(|part| !part.is_empty());
    let style = theme.style(headline_role(row));
    let text = parts.join(", ");
    put_clipped(buffer, place, place.x, place.y, &text, u16::MAX, style);
}

/// The headline over two lines, then as much of source and names as there is room for.
pub(super) fn draw_two_lines(
    row: &Row,
    stamp: &Stamp,
    watched: &[(Kind, String)],
    place: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
) {
    let mut x = draw_signs(row, watched, place, buffer, theme);
    if place.width >= 28 {
        put(
            buffer,
            place,
            x,
            place.y,
            &stamp.text,
            theme.style(Role::Date),
        );
        x += stamp.cells + 1;
    }
    let room = usize::from(place.right().saturating_sub(x));
    let title = headline(row, stamp);
    let (first, rest) = break_line(&title, room);
    let style = theme.style(headline_role(row));
    put(buffer, place, x, place.y, first, style);
    let y = place.y + 1;
    let mut at = put_clipped(buffer, place, x, y, rest, u16::MAX, style);
    for (text, role) in [
        (
            row.source.as_ref().map_or("", |source| source),
            Role::Source,
        ),
        (&names(row), Role::Dim),
    ] {
        let gap = if at > x { 3 } else { 0 };
        if text.is_empty() || place.right().saturating_sub(at + gap) < 6 {
            break;
        }
        if gap > 0 {
            put(buffer, place, at, y, " · ", theme.style(Role::Dim));
        }
        at = put_clipped(
            buffer,
            place,
            at + gap,
            y,
            text,
            u16::MAX,
            theme.style(role),
        );
    }
}

/// Breaks a text where a line of so many cells ends, between words if there is such a place.
fn break_line(text: &str, cells: usize) -> (&str, &str) {
    if text::width(text) <= cells {
        return (text, "");
    }
    let mut used = 0;
    let mut hard = 0;
    let mut soft = None;
    for (at, grapheme, wide) in text::graphemes(text) {
        if grapheme == " " {
            soft = Some(at);
        }
        if used + wide > cells {
            break;
        }
        used += wide;
        hard = at + grapheme.len();
    }
    // A word that fills more than half the line is broken rather than moved down.
    let end = soft
        .filter(|soft| *soft <= hard && text::width(&text[..*soft]) * 2 >= cells)
        .unwrap_or(hard);
    (&text[..end], text[end..].trim_start())
}

/// The signs before a row: unread, and kept, noted or about somebody watched. Gives the column after them.
fn draw_signs(
    row: &Row,
    watched: &[(Kind, String)],
    place: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
) -> u16 {
    if !row.read {
        put(
            buffer,
            place,
            place.x,
            place.y,
            "•",
            theme.style(Role::Unread),
        );
    }
    let kept = if row.bookmarked {
        "★"
    } else if row.notes > 0 {
        "✎"
    } else if names_one_of(row, watched) {
        "◉"
    } else {
        ""
    };
    put(
        buffer,
        place,
        place.x + 1,
        place.y,
        kept,
        theme.style(Role::Kept),
    );
    place.x + 3
}

fn names_one_of(row: &Row, watched: &[(Kind, String)]) -> bool {
    !watched.is_empty()
        && row.entities.iter().any(|(kind, name)| {
            let folded = text::key(name);
            watched
                .iter()
                .any(|(other, name)| other == kind && *name == folded)
        })
}

/// Draws the line over the rows of a day or month.
pub(super) fn draw_break(name: &str, area: Rect, y: u16, buffer: &mut Buffer, theme: &Theme) {
    let style = theme.style(Role::DayBreak);
    let x = put_clipped(buffer, area, area.x, y, name, u16::MAX, style);
    let mut x = x + 1;
    while x < area.right() {
        x = put(buffer, area, x, y, "─", theme.style(Role::Rule)).max(x + 1);
    }
}

/// Draws where in a row's text the words stand: under a rule, broken between words, cut off at the last line's end.
pub(super) fn draw_passage(
    passage: Option<&Passage>,
    area: Rect,
    buffer: &mut Buffer,
    theme: &Theme,
) {
    if area.height < 2 {
        return;
    }
    let mut x = area.x;
    while x < area.right() {
        x = put(buffer, area, x, area.y, "─", theme.style(Role::Rule)).max(x + 1);
    }
    let Some(passage) = passage else {
        return;
    };
    let (mut x, mut y) = (area.x, area.y + 1);
    for (role, piece) in pieces(passage, Role::Dim) {
        for word in piece.split_inclusive(' ') {
            let cells = text::width(word.trim_end()) as u16;
            if x > area.x && x + cells > area.right() && y + 1 < area.bottom() {
                (x, y) = (area.x, y + 1);
            }
            if x + cells > area.right() {
                put_clipped(buffer, area, x, y, word, u16::MAX, theme.style(role));
                return;
            }
            x = put(buffer, area, x, y, word, theme.style(role));
        }
    }
}

fn headline_role(row: &Row) -> Role {
    if row.read { Role::Dim } else { Role::Unread }
}

fn headline(row: &Row, stamp: &Stamp) -> String {
    let mut headline = row.title.as_str().to_owned();
    if row.copies > 1 {
        // Before the headline: behind a long one it would be cut off.
        headline.insert_str(0, &format!("×{} ", row.copies));
    }
    if !stamp.warning.is_empty() {
        headline.insert_str(0, &format!("{} ", stamp.warning));
    }
    headline
}

fn names(row: &Row) -> String {
    row.entities
        .iter()
        .map(|(_, name)| name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Whether two rows stand under the same day break.
pub(super) fn same_day(a: &Row, b: &Row) -> bool {
    let day = |row: &Row| {
        row.published
            .map(|published| (published.day(), published.precision().min(3)))
    };
    day(a) == day(b)
}

/// The time of day where it is known, in the offset the source told it in.
pub(super) fn time(published: Option<Published>) -> String {
    match published {
        Some(Published::Instant(at, offset)) => Offset::from_seconds(offset)
            .unwrap_or(Offset::UTC)
            .to_datetime(at)
            .strftime("%H:%M")
            .to_string(),
        _ => String::new(),
    }
}

/// The day, as precise as it is known: "2024-03-24".
pub(super) fn day(published: Option<Published>, tongue: Tongue) -> String {
    match published {
        Some(at @ Published::Instant(..)) => tongue.day(at.day()),
        Some(other) => other.shown(tongue),
        None => String::new(),
    }
}

/// The day without its year: "03-24".
pub(super) fn short_day(published: Option<Published>, tongue: Tongue) -> String {
    match published {
        Some(Published::Year(year)) => year.to_string(),
        Some(Published::Month(_, month)) => format!("{month:02}"),
        Some(other) => tongue.short_day(other.day()),
        None => String::new(),
    }
}

/// The words over the rows of a day: "today · Sunday, 24 March 2024".
pub(super) fn day_name(published: Option<Published>, today: Date, tongue: Tongue) -> String {
    match published {
        Some(Published::Instant(..) | Published::Day(_)) => {
            let day = published.map_or(today, |published| published.day());
            Said::day_heading(day, today, tongue).words(tongue)
        }
        other => month_name(other, tongue),
    }
}

/// Whether two rows stand under the same month.
pub(super) fn same_month(a: &Row, b: &Row) -> bool {
    let month = |row: &Row| {
        row.published.map(|published| {
            let day = published.day();
            (day.year(), day.month(), published.precision().min(2))
        })
    };
    month(a) == month(b)
}

/// The words over the rows of a month: "March 2024".
pub(super) fn month_name(published: Option<Published>, tongue: Tongue) -> String {
    match published {
        None => say!("no date").words(tongue),
        Some(Published::Year(year)) => year.to_string(),
        Some(other) => tongue.month_name(other.day()),
    }
}

/// The day within its month: "Sun 24".
pub(super) fn day_of_month(published: Option<Published>, tongue: Tongue) -> String {
    match published {
        Some(Published::Instant(..) | Published::Day(_)) => {
            published.map_or_else(String::new, |it| tongue.day_of_month(it.day()))
        }
        _ => String::new(),
    }
}
