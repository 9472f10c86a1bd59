//! An article and its parts, as plain values.
//!
//! An [`Article`] is what loading makes of outside bytes. It is immutable once stored: what the
//! reader does to it (read, bookmark, note) and what the machine finds in it (entities) live
//! elsewhere. Nothing here reads a file, a clock or the network, and every text in it is
//! [`Clean`], so that it can be put on a terminal as it is.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

use crate::say::{Said, Tongue, say};
use crate::text::Clean;

/// One article as loaded from a source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// The headline; made from the lead where the source gives none. Never empty after loading.
    pub title: Clean,
    /// When it was published, as precise as the source tells.
    pub published: Option<Published>,
    /// The language of the text.
    pub language: Option<Language>,
    /// The name of the paper, agency, feed or list it came from.
    pub source: Option<Clean>,
    /// Where it stands on the web.
    pub url: Option<Link>,
    /// Who wrote it, as the source says.
    pub byline: Option<Clean>,
    /// Whose picture or text it is ("APA/AFP/NAME"), taken out of the body.
    pub credit: Option<Clean>,
    /// The text.
    pub body: Body,
    /// What makes two deliveries the same piece: a feed's guid, a `NewsML` guid, a Message-ID.
    pub identity: Option<String>,
    /// The version of that piece; a higher one replaces a lower one.
    pub version: Option<u32>,
    /// Whether the body is all of it.
    pub extent: Extent,
    /// The lead picture.
    pub picture: Option<Link>,
    /// A line above the headline: kicker, slug or section.
    pub kicker: Option<Clean>,
    /// Where and when the text says it was written ("WIEN, 24. März").
    pub dateline: Option<Clean>,
    /// The agency's urgency, 1 (flash) to 9 (IPTC urgency).
    pub urgency: Option<u8>,
    /// Not for publication before this moment.
    pub embargo: Option<Published>,
    /// Whether its source still stands by it.
    #[serde(skip_serializing_if = "Status::is_usable")]
    pub status: Status,
    /// Subjects and categories given by the source.
    pub subjects: Vec<Clean>,
    /// Entities named by the source itself: kind in the words of [`crate::highlight::Kind`], name.
    pub given: Vec<(String, Clean)>,
}

/// Whether a source stands by a piece it sent (IPTC publishing status).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It may be read and used.
    #[default]
    Usable,
    /// It is not to be used until further notice.
    Withheld,
    /// It is not to be used any more.
    Withdrawn,
}

impl Status {
    /// Reads a code, with or without the scheme before it: `stat:canceled`, `withheld`; what is not known is usable.
    pub fn from_code(code: &str) -> Self {
        let code = code.rsplit([':', '/']).next().unwrap_or(code).trim();
        match code.to_ascii_lowercase().as_str() {
            "canceled" | "cancelled" | "killed" | "withdrawn" => Self::Withdrawn,
            "withheld" => Self::Withheld,
            _ => Self::Usable,
        }
    }

    /// The word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Usable => "usable",
            Self::Withheld => "withheld",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether the source stands by it.
    pub fn is_usable(&self) -> bool {
        *self == Self::Usable
    }
}

/// How much of the piece the body holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extent {
    /// The whole text, as far as the source tells.
    #[default]
    Full,
    /// A summary; the text stands behind the link.
    Teaser,
    /// The beginning of a text behind a paywall.
    Paywall,
    /// A consent page stood in the way; there is no text.
    Consent,
}

/// The text of an article: paragraphs separated by one blank line, in one immutable string.
///
/// All byte ranges of highlights point into [`Body::text`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Body {
    text: Clean,
    paragraphs: Vec<Paragraph>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    links: Vec<Anchor>,
}

/// One paragraph: where it stands in the body and how it reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Bytes of the body's text, without the blank line after it.
    pub range: Range<usize>,
    /// What it is.
    pub style: Style,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// Running text.
    #[default]
    Text,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// A block quotation of this depth, from 1.
    Quote(u8),
    /// A list item of this depth, from 1; its text starts with the bullet or number.
    Item(u8),
    /// Preformatted text; line breaks and spaces count.
    Code,
    /// A table set as text, one row a line; line breaks and spaces count.
    Table,
    /// The caption of a picture.
    Caption,
}

/// A stretch of the body that links elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// Bytes of the body's text.
    pub range: Range<usize>,
    /// Where it leads.
    pub link: Link,
}

impl Body {
    /// Splits plain text at blank lines; single line breaks become spaces.
    pub fn from_text(text: &str) -> Self {
        let mut body = BodyBuilder::default();
        for block in Clean::block(text).split("\n\n") {
            body.push(Style::Text, &block.replace('\n', " "));
        }
        body.finish()
    }

    /// The whole text; paragraphs are separated by `"\n\n"`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The paragraphs in order; they cover the text except the blank lines between them.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The links in order of their place.
    pub fn links(&self) -> &[Anchor] {
        &self.links
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The body with one more paragraph of text before it.
    #[must_use]
    pub fn after(self, first: &Clean) -> Self {
        let shift = first.len() + if self.text.is_empty() { 0 } else { 2 };
        let moved = |range: &Range<usize>| range.start + shift..range.end + shift;
        let mut body = BodyBuilder::default();
        body.push(Style::Text, first);
        if body.text.len() != first.len() {
            return self;
        }
        if !self.text.is_empty() {
            body.text.push_str("\n\n");
            body.text.push_str(&self.text);
        }
        body.paragraphs
            .extend(self.paragraphs.iter().map(|paragraph| Paragraph {
                range: moved(&paragraph.range),
                style: paragraph.style,
            }));
        body.links.extend(self.links.iter().map(|anchor| Anchor {
            range: moved(&anchor.range),
            link: anchor.link.clone(),
        }));
        body.finish()
    }

    /// The body without so many bytes at the beginning of its first paragraph of running text; links there go too.
    #[must_use]
    pub fn without_beginning(mut self, bytes: usize) -> Self {
        let is_text = |paragraph: &Paragraph| paragraph.style == Style::Text;
        let Some(number) = self.paragraphs.iter().position(is_text) else {
            return self;
        };
        let start = self.paragraphs[number].range.start;
        let end = start + bytes;
        if bytes == 0
            || self.paragraphs[number].range.end <= end
            || !self.text.is_char_boundary(end)
        {
            return self;
        }
        let mut text = self.text.as_str().to_owned();
        text.replace_range(start..end, "");
        self.text = Clean::trusted(text);
        self.links
            .retain(|anchor| anchor.range.end <= start || anchor.range.start >= end);
        let back = |at: &mut usize| *at -= if *at >= end { bytes } else { 0 };
        for anchor in &mut self.links {
            back(&mut anchor.range.start);
            back(&mut anchor.range.end);
        }
        for (at, paragraph) in self.paragraphs.iter_mut().enumerate().skip(number) {
            if at > number {
                back(&mut paragraph.range.start);
            }
            back(&mut paragraph.range.end);
        }
        self
    }

    /// The body without the paragraphs that `keep` refuses; it is told number, style and text of each.
    #[must_use]
    pub fn retain(self, mut keep: impl FnMut(usize, Style, &str) -> bool) -> Self {
        let kept: Vec<&Paragraph> = self
            .paragraphs
            .iter()
            .enumerate()
            .filter(|(number, p)| keep(*number, p.style, &self.text[p.range.clone()]))
            .map(|(_, paragraph)| paragraph)
            .collect();
        if kept.len() == self.paragraphs.len() {
            return self;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut paragraphs = Vec::with_capacity(kept.len());
        let mut links = Vec::new();
        for paragraph in kept {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let (start, old) = (text.len(), &paragraph.range);
            text.push_str(&self.text[old.clone()]);
            paragraphs.push(Paragraph {
                range: start..text.len(),
                style: paragraph.style,
            });
            let inside =
                |anchor: &&Anchor| old.start <= anchor.range.start && anchor.range.end <= old.end;
            links.extend(self.links.iter().filter(inside).map(|anchor| Anchor {
                range: anchor.range.start - old.start + start..anchor.range.end - old.start + start,
                link: anchor.link.clone(),
            }));
        }
        Self {
            text: Clean::trusted(text),
            paragraphs,
            links,
        }
    }
}

/// Builds a [`Body`] paragraph by paragraph, cleaning on the way.
#[derive(Debug, Default)]
pub struct BodyBuilder {
    text: String,
    paragraphs: Vec<Paragraph>,
    links: Vec<Anchor>,
}

impl BodyBuilder {
    /// Appends a paragraph; one that is empty after cleaning is dropped.
    pub fn push(&mut self, style: Style, text: &str) {
        self.push_pieces(style, &[(text, None)]);
    }

    /// Appends a paragraph made of pieces, each of them a link or not.
    ///
    /// White space is collapsed across pieces except in code and tables; `'\n'` is kept as a line break.
    pub fn push_pieces(&mut self, style: Style, pieces: &[(&str, Option<Link>)]) {
        let preformatted = matches!(style, Style::Code | Style::Table);
        let mut paragraph = String::new();
        let mut links = Vec::new();
        for (piece, link) in pieces {
            let start = paragraph.len();
            if preformatted {
                paragraph.push_str(Clean::preformatted(piece).as_str());
            } else {
                for c in Clean::inline(piece).chars() {
                    let after_space = paragraph.is_empty() || paragraph.ends_with([' ', '\n']);
                    match c {
                        ' ' if after_space => {}
                        '\n' => {
                            paragraph.truncate(paragraph.trim_end_matches(' ').len());
                            if !paragraph.is_empty() && !paragraph.ends_with('\n') {
                                paragraph.push('\n');
                            }
                        }
                        c => paragraph.push(c),
                    }
                }
            }
            if let Some(link) = link {
                links.push((start.min(paragraph.len()), paragraph.len(), link.clone()));
            }
        }
        let kept = if preformatted {
            paragraph.trim_end().trim_start_matches('\n')
        } else {
            paragraph.trim()
        };
        let kept = if preformatted {
            collapse_blank_lines(kept)
        } else {
            kept.to_owned()
        };
        if kept.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(&kept);
        self.paragraphs.push(Paragraph {
            range: start..self.text.len(),
            style,
        });
        for (from, to, link) in links {
            // Links in preformatted text would need their offsets moved with the blank lines; they are rare enough to drop.
            let to = to.min(kept.len());
            if !preformatted
                && from < to
                && kept.is_char_boundary(from)
                && kept.is_char_boundary(to)
            {
                let range = trim_range(&self.text, start + from..start + to);
                if !range.is_empty() {
                    self.links.push(Anchor { range, link });
                }
            }
        }
    }

    /// Whether nothing was appended yet.
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    /// The finished body.
    pub fn finish(self) -> Body {
        Body {
            text: Clean::trusted(self.text),
            paragraphs: self.paragraphs,
            links: self.links,
        }
    }
}

/// A blank line inside code would read as the end of the paragraph; it becomes a line with one space.
fn collapse_blank_lines(text: &str) -> String {
    text.split('\n')
        .map(|line| if line.is_empty() { " " } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

fn trim_range(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..(start + part.trim().len())
}

/// The language of a text as an ISO 639-1 code, lower case ("de", "en").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Language([u8; 2]);

impl Language {
    /// German.
    pub const GERMAN: Self = Self(*b"de");
    /// English.
    pub const ENGLISH: Self = Self(*b"en");

    /// Reads the primary subtag of a BCP 47 tag ("de-AT" is `de`); `None` when it is not two letters.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        match primary.as_bytes() {
            [a, b] if a.is_ascii_lowercase() && b.is_ascii_lowercase() => Some(Self([*a, *b])),
            b"deu" | b"ger" => Some(Self::GERMAN),
            b"eng" => Some(Self::ENGLISH),
            _ => None,
        }
    }

    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("un")
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.code().to_owned()
    }
}

impl TryFrom<String> for Language {
    type Error = Said;
    fn try_from(tag: String) -> Result<Self, Said> {
        Self::from_tag(&tag).ok_or_else(|| say!("“{tag}” is no language tag such as de or en", tag))
    }
}

/// A web address that is safe to show and to hand to an opener: http, https or mailto, no control characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Link(String);

impl Link {
    /// Takes an absolute http, https or mailto address; anything else is `None`.
    ///
    /// Characters that may not stand in a URL (RFC 3986, section 2) are percent-encoded.
    pub fn parse(address: &str) -> Option<Self> {
        let address = address.trim();
        let (scheme, rest) = address.split_once(':')?;
        let scheme = scheme.to_ascii_lowercase();
        let rest = match scheme.as_str() {
            "http" | "https" => {
                let host = rest.strip_prefix("//")?;
                if host.is_empty() || host.starts_with(['/', '?', '#', ':']) {
                    return None;
                }
                rest
            }
            "mailto" if rest.contains('@') => rest,
            _ => return None,
        };
        let mut out = format!("{scheme}:");
        for byte in rest.bytes() {
            match byte {
                b'!'
                | b'#'..=b';'
                | b'='
                | b'?'..=b'Z'
                | b'['
                | b']'
                | b'_'
                | b'a'..=b'z'
                | b'~' => {
                    out.push(char::from(byte));
                }
                b'\t' | b'\n' | b'\r' => {}
                other => {
                    use fmt::Write as _;
                    let _ = write!(out, "%{other:02X}");
                }
            }
        }
        (out.len() <= 4096).then_some(Self(out))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, lower case, without port and user; empty for mailto.
    pub fn host(&self) -> String {
        let after = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = after.split(['/', '?', '#']).next().unwrap_or("");
        let host = authority.rsplit('@').next().unwrap_or("");
        let host = if host.starts_with('[') {
            host.split_inclusive(']').next().unwrap_or(host)
        } else {
            host.split(':').next().unwrap_or(host)
        };
        host.to_ascii_lowercase()
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Link> for String {
    fn from(link: Link) -> Self {
        link.0
    }
}

impl TryFrom<String> for Link {
    type Error = Said;
    fn try_from(address: String) -> Result<Self, Said> {
        Self::parse(&address).ok_or_else(|| say!("not an http, https or mailto address"))
    }
}

/// A date or moment of publication, as precise as it is known.
///
/// Written and read as the matching prefix of RFC 3339: `2024`, `2024-03`, `2024-03-24`, `2024-03-24T18:30:00+01:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Published {
    /// A year.
    Year(i16),
    /// A month of a year, 1 to 12.
    Month(i16, i8),
    /// A day.
    Day(Date),
    /// A moment, and the offset from UTC in seconds in which the source told it.
    Instant(Timestamp, i32),
}

impl Published {
    /// The calendar day on which it begins, in the source's own offset.
    pub fn day(&self) -> Date {
        match *self {
            Self::Year(year) => Date::constant(year.clamp(1, 9999), 1, 1),
            Self::Month(year, month) => Date::constant(year.clamp(1, 9999), month.clamp(1, 12), 1),
            Self::Day(date) => date,
            Self::Instant(at, offset) => at.to_zoned_datetime(zone(offset)).date(),
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z at which it begins; what the list is sorted by.
    pub fn seconds(&self) -> i64 {
        match *self {
            Self::Instant(at, _) => at.as_second(),
            _ => TimeZone::UTC
                .to_timestamp(self.day().at(0, 0, 0, 0))
                .map_or(Timestamp::MAX.as_second(), Timestamp::as_second),
        }
    }

    /// How it is shown to people everywhere: `2024`, `2024-03`, `2024-03-24`, `2024-03-24 18:30`, with the day as the
    /// tongue writes it.
    ///
    /// The time is the one the source told.
    pub fn shown(&self, tongue: Tongue) -> String {
        match *self {
            Self::Instant(at, offset) => {
                let at = at.to_zoned_datetime(zone(offset));
                format!("{} {}", tongue.day(at.date()), at.strftime("%H:%M"))
            }
            Self::Day(day) => tongue.day(day),
            Self::Month(..) => tongue.month(self.day()),
            Self::Year(_) => self.to_string(),
        }
    }

    /// How exact it is: 1 year, 2 month, 3 day, 4 moment.
    pub fn precision(&self) -> u8 {
        match self {
            Self::Year(_) => 1,
            Self::Month(..) => 2,
            Self::Day(_) => 3,
            Self::Instant(..) => 4,
        }
    }
}

fn zone(offset: i32) -> TimeZone {
    Offset::from_seconds(offset).map_or(TimeZone::UTC, TimeZone::fixed)
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{date}"),
            Self::Instant(at, 0) => write!(f, "{}", at.strftime("%Y-%m-%dT%H:%M:%SZ")),
            Self::Instant(at, offset) => {
                write!(
                    f,
                    "{}",
                    at.to_zoned_datetime(zone(offset))
                        .strftime("%Y-%m-%dT%H:%M:%S%:z")
                )
            }
        }
    }
}

impl FromStr for Published {
    type Err = Said;

    /// Reads what [`Display`](fmt::Display) writes; other notations are the business of `load::date`.
    fn from_str(text: &str) -> Result<Self, Said> {
        let wrong = || say!("“{text}” is no date such as 2024-03-24", text);
        match text.len() {
            4 => text.parse().map(Self::Year).map_err(|_| wrong()),
            7 => {
                let date: Date = format!("{text}-01").parse().map_err(|_| wrong())?;
                Ok(Self::Month(date.year(), date.month()))
            }
            10 => text.parse().map(Self::Day).map_err(|_| wrong()),
            _ => {
                let at: Timestamp = text.parse().map_err(|_| wrong())?;
                let offset = jiff::fmt::temporal::DateTimeParser::new()
                    .parse_pieces(text)
                    .ok()
                    .and_then(|pieces| pieces.to_numeric_offset())
                    .map_or(0, Offset::seconds);
                Ok(Self::Instant(at, offset))
            }
        }
    }
}

impl From<Published> for String {
    fn from(published: Published) -> Self {
        published.to_string()
    }
}

impl TryFrom<String> for Published {
    type Error = Said;
    fn try_from(text: String) -> Result<Self, Said> {
        text.parse()
    }
}

/// The number of an article in the store. It sorts by date: the publication second is in the high bits.
///
/// Written for people as twelve characters of Crockford's base 32 (no i, l, o, u), which sort as the number does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleId(pub i64);

impl ArticleId {
    /// Bits below the second: room for a million articles that begin in the same second.
    pub const SEQUENCE_BITS: u32 = 20;
    /// Seconds added so that years from 1 on stay positive.
    const EPOCH: i64 = 62_135_596_800;

    /// The smallest number of this second (since 1970, clamped to the years 1 to 9999).
    pub fn first_at(seconds: i64) -> Self {
        Self((seconds.saturating_add(Self::EPOCH)).clamp(0, (1 << 39) - 1) << Self::SEQUENCE_BITS)
    }

    /// Seconds since 1970 of the date in it.
    pub fn seconds(self) -> i64 {
        (self.0 >> Self::SEQUENCE_BITS) - Self::EPOCH
    }
}

const CROCKFORD: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = (0..12)
            .rev()
            .map(|place| char::from(CROCKFORD[((self.0 >> (place * 5)) & 31) as usize]))
            .collect();
        f.pad(&text)
    }
}

impl FromStr for ArticleId {
    type Err = Said;
    fn from_str(text: &str) -> Result<Self, Said> {
        let wrong = || {
            say!(
                "“{text}” is no article number; `depesche ls` prints them",
                text
            )
        };
        if text.len() != 12 {
            return Err(wrong());
        }
        text.bytes()
            .try_fold(0_i64, |sum, byte| {
                let digit = CROCKFORD
                    .iter()
                    .position(|c| *c == byte.to_ascii_lowercase())?;
                sum.checked_mul(32)?.checked_add(digit as i64)
            })
            .map(Self)
            .ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_precisely_as_it_is_known() {
        for text in [
            "2024",
            "2024-03",
            "2024-03-24",
            "2024-03-24T18:30:00+01:00",
            "2024-03-24T17:30:00Z",
        ] {
            assert_eq!(text.parse::<Published>().unwrap().to_string(), text);
        }
        assert!("gestern".parse::<Published>().is_err());
    }

    #[test]
    fn a_date_is_shown_as_exactly_as_it_is_known() {
        for (written, english, german) in [
            ("2024", "2024", "2024"),
            ("2024-03", "2024-03", "03.2024"),
            ("2024-03-24", "2024-03-24", "24.03.2024"),
            (
                "2024-03-24T18:30:00+01:00",
                "2024-03-24 18:30",
                "24.03.2024 18:30",
            ),
        ] {
            let published = written.parse::<Published>().unwrap();
            assert_eq!(published.shown(Tongue::English), english);
            assert_eq!(published.shown(Tongue::German), german);
        }
    }

    #[test]
    fn article_numbers_sort_by_date_as_numbers_and_as_text() {
        let days = [
            "0001-01-01",
            "1950-03-01",
            "1987-02-26",
            "2024-03-24",
            "9999-12-31",
        ];
        let ids: Vec<_> = days
            .iter()
            .map(|d| ArticleId::first_at(d.parse::<Published>().unwrap().seconds()))
            .collect();
        assert!(ids.is_sorted());
        assert!(ids.iter().map(ToString::to_string).is_sorted());
        for id in ids {
            assert_eq!(id.to_string().parse::<ArticleId>(), Ok(id));
        }
    }

    #[test]
    fn a_link_is_http_https_or_mailto_and_nothing_else() {
        assert!(Link::parse("javascript:alert(1)").is_none());
        assert!(Link::parse("file:///etc/passwd").is_none());
        assert!(Link::parse("-oProxyCommand=x").is_none());
        assert_eq!(
            Link::parse("https://a.example/ü \x1b[31m")
                .unwrap()
                .as_str(),
            "https://a.example/%C3%BC%20%1B[31m"
        );
        assert_eq!(
            Link::parse("HTTPS://User@Host.example:8080/x")
                .unwrap()
                .host(),
            "host.example"
        );
    }

    #[test]
    fn paragraphs_cover_the_body_but_for_the_blank_lines() {
        let body = Body::from_text("Eins\nzwei.\n\n\n  Drei.  ");
        assert_eq!(body.text(), "Eins zwei.\n\nDrei.");
        assert_eq!(body.paragraphs()[1].range, 12..17);
    }

    #[test]
    fn a_paragraph_taken_out_moves_the_links_after_it() {
        let link = Link::parse("https://a.example/").unwrap();
        let mut body = BodyBuilder::default();
        body.push(Style::Heading(1), "Kopf");
        body.push_pieces(
            Style::Text,
            &[("Der ", None), ("Bericht", Some(link)), (" sagt", None)],
        );
        let body = body.finish().retain(|number, _, _| number > 0);
        assert_eq!(body.text(), "Der Bericht sagt");
        assert_eq!(&body.text()[body.links()[0].range.clone()], "Bericht");
        assert_eq!(body.paragraphs().len(), 1);
    }

    #[test]
    fn a_link_keeps_its_place_when_spaces_are_collapsed() {
        let link = Link::parse("https://a.example/").unwrap();
        let mut body = BodyBuilder::default();
        body.push_pieces(
            Style::Text,
            &[("Der  ", None), (" Bericht ", Some(link)), (" sagt", None)],
        );
        let body = body.finish();
        assert_eq!(body.text(), "Der Bericht sagt");
        assert_eq!(&body.text()[body.links()[0].range.clone()], "Bericht");
    }
}
