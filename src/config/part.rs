//! One table of a settings file, read option by option.
//!
//! Reading an option by its name is what makes the name valid, so there is no second list of names: whatever was
//! never asked for is complained about at the end, with the nearest name that was.

use std::fmt::Display;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Complaint;
use super::near::nearest;

use crate::say::{Said, say};

/// Where lines begin, to tell the line of an offset.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(breaks.map(|(at, _)| at).collect())
    }

    /// What is said about a text that is not TOML, and what holds then.
    pub(super) fn no_toml(&self, error: &toml::de::Error, otherwise: &Said) -> Complaint {
        let at = error.span().map_or(0, |span| span.start);
        let reason = error.message().replace('\n', ", ");
        Complaint {
            line: self.line(at),
            message: say!(
                "this is not TOML ({reason}); {otherwise}",
                reason,
                otherwise
            ),
        }
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.0.partition_point(|end| *end < at) + 1
    }
}

/// What a name is that is not known in its table.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unknown {
    Table,
    Option,
    OfTheme,
    Role,
}

impl Unknown {
    fn said(self, name: &str, meant: &Said) -> Said {
        match self {
            Self::Table => say!(
                "“{name}” is no table of the settings{meant}; it was left out",
                name,
                meant
            ),
            Self::Option => say!("“{name}” is no option{meant}; it was left out", name, meant),
            Self::OfTheme => say!(
                "“{name}” is nothing that a theme says{meant}; it was left out",
                name,
                meant
            ),
            Self::Role => say!("“{name}” is no role{meant}; it was left out", name, meant),
        }
    }
}

/// A table on its way into the settings.
pub(super) struct Part<'a> {
    /// Its name as it stands between brackets; empty for the file.
    name: String,
    /// What a name in it is that was never asked for.
    unknown: Unknown,
    table: &'a DeTable<'a>,
    asked: Vec<String>,
    lines: &'a Lines,
    complaints: &'a mut Vec<Complaint>,
}

impl<'a> Part<'a> {
    /// A whole file, and what a name in it is that is not known there.
    pub(super) fn of(
        unknown: Unknown,
        table: &'a DeTable<'a>,
        lines: &'a Lines,
        complaints: &'a mut Vec<Complaint>,
    ) -> Self {
        Self {
            name: String::new(),
            unknown,
            table,
            asked: Vec::new(),
            lines,
            complaints,
        }
    }

    /// The names that stand in the file, in its order: for tables whose names are the reader's own.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.table.keys().collect();
        names.sort_by_key(|name| name.span().start);
        names
            .into_iter()
            .map(|name| name.get_ref().to_string())
            .collect()
    }

    /// Where a name stands.
    pub(super) fn place(&self, name: &str) -> usize {
        let mut names = self.table.keys();
        let found = names.find(|known| known.get_ref().as_ref() == name);
        found.map_or(0, |known| known.span().start)
    }

    /// Whether a name stands for a table.
    pub(super) fn is_table(&self, name: &str) -> bool {
        let mut entries = self.table.iter();
        entries.any(|(key, value)| {
            key.get_ref().as_ref() == name && matches!(value.get_ref(), DeValue::Table(_))
        })
    }

    /// Reads a table within this one, and complains about what in it was not asked for.
    pub(super) fn part(&mut self, name: &str, read: impl FnOnce(&mut Part)) {
        self.part_of(name, Unknown::Option, read);
    }

    /// The same, where names that are not known are called something else than options.
    pub(super) fn part_of(&mut self, name: &str, unknown: Unknown, read: impl FnOnce(&mut Part)) {
        let Some((span, value)) = self.find(name) else {
            return;
        };
        let whole = if self.name.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.name)
        };
        match value {
            DeValue::Table(table) => {
                let mut part = Part::of(unknown, table, self.lines, self.complaints);
                part.name = whole;
                read(&mut part);
                part.finish();
            }
            _ => self.complaints.push(Complaint {
                line: self.lines.line(span.start),
                message: say!("[{whole}] has to be a table of options", whole),
            }),
        }
    }

    /// Reads a number of a range; anything else keeps what is there.
    pub(super) fn number<T>(&mut self, name: &str, range: RangeInclusive<T>, into: &mut T)
    where
        T: TryFrom<u64> + PartialOrd + Display,
    {
        let Some((span, value)) = self.find(name) else {
            return;
        };
        let number = value
            .as_integer()
            .and_then(|integer| u64::from_str_radix(integer.as_str(), integer.radix()).ok())
            .and_then(|number| T::try_from(number).ok())
            .filter(|number| range.contains(number));
        match number {
            Some(number) => *into = number,
            None => self.complain(
                span.start,
                say!(
                    "{name} is a number from {least} to {most}; {into} holds",
                    name,
                    least = range.start().to_string(),
                    most = range.end().to_string(),
                    into = into.to_string()
                ),
            ),
        }
    }

    /// Reads true or false; returns where it stands.
    pub(super) fn flag(&mut self, name: &str, into: &mut bool) -> Option<usize> {
        let (span, value) = self.find(name)?;
        if let Some(flag) = value.as_bool() {
            *into = flag;
            return Some(span.start);
        }
        self.complain(
            span.start,
            say!("{name} is true or false, without quotation marks", name),
        );
        None
    }

    /// Reads one of some words.
    pub(super) fn choice(&mut self, name: &str, valid: &[&str], into: &mut String) {
        let mut word = String::new();
        let Some(at) = self.text(name, &mut word) else {
            return;
        };
        if valid.contains(&word.as_str()) {
            *into = word;
            return;
        }
        let list = valid.join(", ");
        let meant = meant(nearest(&word, valid.iter().copied()));
        self.complain(
            at,
            say!(
                "“{word}” is no {name} ({list}){meant}; {into} holds",
                word,
                name,
                list,
                meant,
                into = into.as_str()
            ),
        );
    }

    /// Reads a text; returns where it stands.
    pub(super) fn text(&mut self, name: &str, into: &mut String) -> Option<usize> {
        let (span, value) = self.find(name)?;
        if let Some(text) = value.as_str() {
            text.clone_into(into);
            return Some(span.start);
        }
        self.complain(
            span.start,
            say!("{name} is a text in quotation marks", name),
        );
        None
    }

    /// Reads a text or a number as text; returns where it stands.
    pub(super) fn text_or_number(&mut self, name: &str, into: &mut String) -> Option<usize> {
        if let Some((span, DeValue::Integer(number))) = self.find(name) {
            number.as_str().clone_into(into);
            return Some(span.start);
        }
        self.text(name, into)
    }

    /// Reads a single character.
    pub(super) fn character(&mut self, name: &str, into: &mut Option<char>) {
        let mut text = String::new();
        let Some(at) = self.text(name, &mut text) else {
            return;
        };
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => *into = Some(c),
            _ => self.complain(at, say!("{name} is a single character", name)),
        }
    }

    /// Reads a list of texts, or a single one; returns where it stands.
    pub(super) fn words(&mut self, name: &str, into: &mut Vec<String>) -> Option<usize> {
        let (span, value) = self.find(name)?;
        let words = match value {
            DeValue::String(word) => Some(vec![word.to_string()]),
            DeValue::Array(items) => items
                .iter()
                .map(|item| item.get_ref().as_str().map(str::to_owned))
                .collect(),
            _ => None,
        };
        if let Some(words) = words {
            *into = words;
            return Some(span.start);
        }
        self.complain(
            span.start,
            say!(
                "{name} is a list of texts such as [\"a\", \"b\"]; the default holds",
                name
            ),
        );
        None
    }

    /// Complains about a place of the file.
    pub(super) fn complain(&mut self, at: usize, message: Said) {
        let message = if self.name.is_empty() {
            message
        } else {
            say!("[{name}] {message}", name = self.name, message)
        };
        self.complaints.push(Complaint {
            line: self.lines.line(at),
            message,
        });
    }

    /// Complains about what was never asked for.
    pub(super) fn finish(mut self) {
        let unknown: Vec<(usize, String)> = self
            .table
            .keys()
            .filter(|name| !self.asked.iter().any(|asked| asked == name.get_ref()))
            .map(|name| (name.span().start, name.get_ref().to_string()))
            .collect();
        for (at, name) in unknown {
            let meant = meant(nearest(&name, self.asked.iter().map(String::as_str)));
            let message = self.unknown.said(&name, &meant);
            self.complain(at, message);
        }
    }

    fn find(&mut self, name: &str) -> Option<(Range<usize>, &'a DeValue<'a>)> {
        self.asked.push(name.to_owned());
        let (key, value): (_, &Spanned<DeValue>) = self
            .table
            .iter()
            .find(|(key, _)| key.get_ref().as_ref() == name)?;
        Some((key.span(), value.get_ref()))
    }
}

fn meant(name: Option<&str>) -> Said {
    name.map_or_else(Said::default, |name| {
        say!(", {name} was probably meant", name)
    })
}
