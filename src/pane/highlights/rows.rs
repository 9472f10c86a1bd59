//! An article's highlights as sections of rows: what is said, in which order, with which words.

use std::ops::Range;

use crate::article::ArticleId;
use crate::ask::Opened;
use crate::highlight::{Entity, EntityKey, Kind};
use crate::say::{Said, Tongue, say};
use crate::text::{Clean, clip, width};
use crate::theme::Role;

/// Cells of a quote or note that are worth keeping; a pane is never wider.
const LONG: usize = 160;

/// Rows of one kind under a heading; never empty.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Section {
    pub(super) title: Said,
    pub(super) rows: Vec<Row>,
}

/// One highlight.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// What it is.
    pub(super) text: String,
    pub(super) role: Role,
    /// What is said about it: office, speaker, value; may be empty.
    pub(super) more: String,
    pub(super) more_role: Role,
    /// What stands at the right edge; may be empty.
    pub(super) right: String,
    /// Which entity it is.
    pub(super) entity: Option<EntityKey>,
    /// Where it stands in the body, in order.
    pub(super) places: Vec<Range<usize>>,
    /// The other article it leads to.
    pub(super) twin: Option<ArticleId>,
}

impl Section {
    /// Columns of the first part of its rows, and whether the second fits behind it on all of them.
    pub(super) fn columns(&self, room: usize, between: usize) -> (usize, bool) {
        let with_more = || self.rows.iter().filter(|row| !row.more.is_empty());
        let first = with_more().map(|row| width(&row.text)).max().unwrap_or(0);
        let fits = with_more().all(|row| {
            let right = match width(&row.right) {
                0 => 0,
                cells => cells + 1,
            };
            first + between + width(&row.more) + right <= room
        });
        (first, fits)
    }
}

impl Row {
    /// Whether it stands for the same thing as a row of the same article as it was shown before.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (&self.entity, &other.entity) {
            (Some(one), Some(two)) => one == two,
            (None, None) => {
                self.role == other.role
                    && self.places.first() == other.places.first()
                    && self.twin == other.twin
            }
            _ => false,
        }
    }
}

/// The sections of an article that are not empty, what matters most first.
pub(super) fn sections(opened: &Opened, tongue: Tongue) -> Vec<Section> {
    let kind = |kind| entities(opened, kind);
    let sections = [
        (say!("Companies"), kind(Kind::Company)),
        (say!("Persons"), kind(Kind::Person)),
        (say!("Quotes"), quotes(opened)),
        (say!("Figures"), figures(opened, tongue)),
        (say!("Yours"), own(opened, tongue)),
        (say!("Organisations"), kind(Kind::Organisation)),
        (say!("Products"), kind(Kind::Product)),
        (say!("Places"), kind(Kind::Place)),
        (say!("Also in"), twins(opened)),
        (say!("Links"), links(opened)),
    ];
    sections
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(title, rows)| Section { title, rows })
        .collect()
}

fn entities(opened: &Opened, kind: Kind) -> Vec<Row> {
    let mut found: Vec<&Entity> = opened
        .highlights
        .entities
        .iter()
        .filter(|entity| entity.kind() == kind)
        .collect();
    found.sort_by(|one, two| two.salience.total_cmp(&one.salience));
    found
        .into_iter()
        .map(|entity| {
            let offices = offices(opened, entity);
            let (more, more_role) = if offices.is_empty() {
                (aliases(entity), Role::Dim)
            } else {
                (offices, Role::Office)
            };
            Row {
                text: line(&entity.name),
                role: Role::of(kind),
                more,
                more_role,
                right: (entity.mentions.len() + entity.in_title.len()).to_string(),
                entity: Some(entity.key.clone()),
                places: entity.mentions.clone(),
                twin: None,
            }
        })
        .collect()
}

/// "CEO, Stability AI; Gründer".
fn offices(opened: &Opened, entity: &Entity) -> String {
    if entity.kind() != Kind::Person {
        return String::new();
    }
    let mut out: Vec<String> = Vec::new();
    for role in &opened.highlights.roles {
        if role.person != entity.name {
            continue;
        }
        let office = match &role.of {
            Some(of) => format!("{}, {of}", role.role),
            None => role.role.clone(),
        };
        if !out.contains(&office) {
            out.push(office);
        }
    }
    line(&out.join("; "))
}

fn aliases(entity: &Entity) -> String {
    let folded = crate::text::key(&entity.name);
    let others = entity.aliases.iter().filter(|alias| {
        // The surname of a person and another spelling tell the reader nothing new.
        let alias = crate::text::key(alias);
        !folded.contains(&alias)
    });
    let others: Vec<&str> = others.map(String::as_str).collect();
    if others.is_empty() {
        return String::new();
    }
    line(&format!("= {}", others.join(", ")))
}

fn quotes(opened: &Opened) -> Vec<Row> {
    let quotes = opened.highlights.quotes.iter();
    quotes
        .map(|quote| Row {
            text: words(opened, &quote.range),
            role: Role::Quote,
            more: quote
                .speaker
                .as_ref()
                .map(|name| line(&format!("— {name}")))
                .unwrap_or_default(),
            more_role: Role::Person,
            right: String::new(),
            entity: quote.speaker.as_ref().and_then(|name| {
                let entities = &opened.highlights.entities;
                let speaker = entities.iter().find(|entity| entity.name == *name);
                speaker.map(|entity| entity.key.clone())
            }),
            places: vec![quote.range.clone()],
            twin: None,
        })
        .collect()
}

/// Figures by their words; the same words stand once.
fn figures(opened: &Opened, tongue: Tongue) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for figure in &opened.highlights.figures {
        let text = words(opened, &figure.range);
        if let Some(row) = rows.iter_mut().find(|row| row.text == text) {
            row.places.push(figure.range.clone());
            continue;
        }
        let value = amount(figure.value, &figure.unit, tongue);
        rows.push(Row {
            more: if says_the_same(&text, &value) {
                String::new()
            } else {
                value
            },
            text,
            role: Role::Figure,
            more_role: Role::Dim,
            right: String::new(),
            entity: None,
            places: vec![figure.range.clone()],
            twin: None,
        });
    }
    for row in &mut rows {
        if row.places.len() > 1 {
            row.right = row.places.len().to_string();
        }
    }
    rows
}

fn links(opened: &Opened) -> Vec<Row> {
    let links = opened.article.body.links().iter();
    links
        .map(|anchor| {
            let text = words(opened, &anchor.range);
            let host = anchor.link.host();
            let more = if host.is_empty() {
                line(anchor.link.as_str())
            } else {
                line(host.strip_prefix("www.").unwrap_or(&host))
            };
            Row {
                more: if text.contains(&more) {
                    String::new()
                } else {
                    more
                },
                text,
                role: Role::Link,
                more_role: Role::Dim,
                right: String::new(),
                entity: None,
                places: vec![anchor.range.clone()],
                twin: None,
            }
        })
        .collect()
}

/// The same piece as other sources have it.
fn twins(opened: &Opened) -> Vec<Row> {
    let twins = opened.twins.iter();
    twins
        .map(|twin| Row {
            text: line(twin.source.as_ref().unwrap_or(&twin.title)),
            role: Role::Source,
            more: twin
                .source
                .as_ref()
                .map_or_else(String::new, |_| line(&twin.title)),
            more_role: if twin.read { Role::Dim } else { Role::Text },
            right: String::new(),
            entity: None,
            places: Vec::new(),
            twin: Some(twin.id),
        })
        .collect()
}

fn own(opened: &Opened, tongue: Tongue) -> Vec<Row> {
    let notes = opened.notes.iter();
    notes
        .map(|note| {
            let passage = match &note.range {
                Some(range) if note.passage.is_empty() => words(opened, range),
                _ => line(&note.passage),
            };
            let text = line(&note.text);
            let places = note.range.iter().cloned().collect();
            let (text, role, more) = match (text.is_empty(), note.is_lost()) {
                (true, false) => (passage, Role::Text, String::new()),
                (true, true) => {
                    let lost = say!("no longer in the text").words(tongue);
                    (passage, Role::Dim, lost)
                }
                (false, false) => (text, Role::Note, passage),
                (false, true) => {
                    let lost = say!("no longer in the text: {passage}", passage);
                    (text, Role::Note, line(&lost.words(tongue)))
                }
            };
            Row {
                text,
                role,
                more,
                more_role: Role::Dim,
                right: String::new(),
                entity: None,
                places,
                twin: None,
            }
        })
        .collect()
}

/// The words of a range of the body on one line.
fn words(opened: &Opened, range: &Range<usize>) -> String {
    let text = opened.article.body.text();
    let start = text.floor_char_boundary(range.start);
    // No more than can be shown is looked at: a quote may be the whole article.
    let end = text
        .floor_char_boundary(range.end.min(start + 4 * LONG))
        .max(start);
    line(&text[start..end])
}

fn line(text: &str) -> String {
    clip(&Clean::line(text), LONG)
}

/// A normalised value as people write it: "USD 8,000,000", "3.5 %", "150,000 Beschäftigte".
fn amount(value: f64, unit: &str, tongue: Tongue) -> String {
    let number = tongue.amount(value);
    let currency = unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_uppercase());
    let text = if unit.is_empty() {
        number
    } else if currency {
        format!("{unit} {number}")
    } else {
        format!("{number} {unit}")
    };
    line(&text)
}

/// Whether the value tells nothing that the words do not: "40 Prozent" and "40 %", "12 Jahre" and "12 Jahre".
fn says_the_same(text: &str, value: &str) -> bool {
    let number = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let signs = |text: &str| text.contains(['.', ',']);
    let magnitude = text.split_whitespace().count() > 2;
    !magnitude && !signs(text) && !signs(value) && number(text) == number(value) && {
        let money = value.starts_with(|c: char| c.is_ascii_uppercase());
        !money
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_and_carry_their_unit() {
        assert_eq!(amount(8_000_000.0, "USD", Tongue::English), "USD 8,000,000");
        assert_eq!(amount(3.5, "%", Tongue::English), "3.5 %");
        assert_eq!(amount(-0.25, "%", Tongue::English), "-0.25 %");
        assert_eq!(
            amount(150_000.0, "Beschäftigte", Tongue::English),
            "150,000 Beschäftigte"
        );
        assert_eq!(amount(999.0, "", Tongue::English), "999");
        assert_eq!(amount(-1234.5, "%", Tongue::German), "-1.234,5 %");
        assert!(says_the_same("40 Prozent", "40 %"));
        assert!(!says_the_same("8 Mio. Dollar", "USD 8,000,000"));
    }
}
