//! How much an article is about an entity: 0 (in passing) to 1 (what it is about).
//!
//! A weighted sum of what a reader goes by (headline, lead, how often, how widely, as a subject, in quotations only,
//! as a source or credit only), made a value between 0 and 1 by the logistic function. Places, organisations and products are weighed like
//! companies.

use std::ops::Range;

use super::cast::{Cast, Stand};
use super::doc::Doc;
use super::sayings;
use crate::highlight::{Kind, Quote};

/// How many kinds of evidence there are.
pub const EVIDENCE: usize = 11;

/// What each kind of evidence weighs, in the order of [`evidence`].
///
/// Logistic regression over 4,000 companies and persons of news articles labelled by hand as what the article is about
/// or not. By fivefold cross-validation [`crate::highlight::ABOUT`] parts them with a precision of 0.83 and a recall of
/// 0.79 (F1 0.81). Split by class at a cut of 0.45: German companies 0.81, persons 0.78; English companies 0.74, persons 0.88.
const WEIGHTS: [f32; EVIDENCE] = [
    -5.66, 2.86, 2.15, 2.13, 2.28, -0.31, 0.86, 0.07, -0.83, -2.29, -0.55,
];

/// The salience of each entity, in their order.
pub fn weigh(doc: &Doc, cast: &Cast, quotes: &[Quote]) -> Vec<f32> {
    evidence(doc, cast, quotes)
        .iter()
        .map(|evidence| {
            let sum: f32 = evidence
                .iter()
                .zip(WEIGHTS)
                .map(|(value, weight)| value * weight)
                .sum();
            1.0 / (1.0 + (-sum).exp())
        })
        .collect()
}

/// What speaks for each entity.
pub fn evidence(doc: &Doc, cast: &Cast, quotes: &[Quote]) -> Vec<[f32; EVIDENCE]> {
    let entities = cast.entities();
    let shape = Shape::of(doc);
    let counts: Vec<usize> = entities
        .iter()
        .map(|entity| entity.mentions.len() + entity.in_title.len())
        .collect();
    let most = |kind: Option<Kind>| {
        entities
            .iter()
            .zip(&counts)
            .filter(|(entity, _)| {
                kind.map_or(
                    matches!(entity.kind(), Kind::Company | Kind::Person),
                    |kind| entity.kind() == kind,
                )
            })
            .map(|(_, count)| *count)
            .max()
            .unwrap_or(1)
            .max(1)
    };
    let most_of_all = most(None);
    let most_of_kind: Vec<usize> = Kind::ALL.iter().map(|kind| most(Some(*kind))).collect();
    let mut tallies = vec![Tally::default(); entities.len()];
    for stand in cast.stands() {
        tallies[stand.entity].add(doc, stand, &shape, quotes);
    }
    entities
        .iter()
        .zip(&tallies)
        .zip(&counts)
        .map(|((entity, tally), count)| {
            let count = *count as f32;
            let body = tally.body.max(1) as f32;
            let words = entity.kind() == Kind::Person;
            [
                1.0,
                f32::from(u8::from(!entity.in_title.is_empty())),
                f32::from(u8::from(tally.in_lead)),
                (1.0 + count).ln(),
                (count / most_of_all as f32).min(1.0),
                f32::from(u8::from(
                    count as usize >= most_of_kind[entity.kind() as usize],
                )),
                tally.paragraphs as f32 / shape.paragraphs.len().max(1) as f32,
                tally.subject as f32 / body,
                f32::from(u8::from(tally.body > 0 && tally.quoted == tally.body)),
                tally.source as f32 / body,
                f32::from(u8::from(words)),
            ]
        })
        .collect()
}

/// Where the paragraphs of the body begin, in tokens.
struct Shape {
    body: usize,
    paragraphs: Vec<usize>,
}

impl Shape {
    fn of(doc: &Doc) -> Self {
        let body = doc
            .tokens
            .partition_point(|token| token.range.start < doc.body_at());
        let breaks = doc.text[doc.body_at()..].match_indices("\n\n");
        let mut paragraphs: Vec<usize> = std::iter::once(body)
            .chain(breaks.map(|(at, _)| {
                let at = at + doc.body_at();
                doc.tokens.partition_point(|token| token.range.start < at)
            }))
            .filter(|start| *start < doc.tokens.len())
            .collect();
        paragraphs.dedup();
        Self { body, paragraphs }
    }

    fn paragraph(&self, token: usize) -> usize {
        self.paragraphs.partition_point(|start| *start <= token)
    }

    /// The first paragraph, and the second where the first is a mere dateline or caption.
    fn lead(&self, token: usize) -> bool {
        let paragraph = self.paragraph(token);
        let short = self
            .paragraphs
            .get(1)
            .is_some_and(|second| second - self.body < 16);
        paragraph == 1 || paragraph == 2 && short
    }
}

#[derive(Debug, Clone, Default)]
struct Tally {
    body: usize,
    in_lead: bool,
    paragraphs: usize,
    last_paragraph: usize,
    subject: usize,
    quoted: usize,
    source: usize,
}

impl Tally {
    fn add(&mut self, doc: &Doc, stand: &Stand, shape: &Shape, quotes: &[Quote]) {
        let at = stand.tokens.start;
        if at < shape.body {
            return;
        }
        self.body += 1;
        let paragraph = shape.paragraph(at);
        if paragraph != self.last_paragraph {
            self.paragraphs += 1;
            self.last_paragraph = paragraph;
        }
        self.in_lead |= shape.lead(at);
        let opens = doc.begins_sentence(at)
            || at > 0 && doc.begins_sentence(at - 1)
            || at > 1
                && doc.begins_sentence(at - 2)
                && doc.word(at - 1).starts_with(char::is_uppercase);
        self.subject += usize::from(opens);
        let bytes = doc.bytes(stand.tokens.clone());
        self.quoted += usize::from(is_quoted(quotes, &bytes, doc.body_at()));
        self.source += usize::from(is_source(doc, stand));
    }
}

fn is_quoted(quotes: &[Quote], bytes: &Range<usize>, body_at: usize) -> bool {
    let start = bytes.start - body_at;
    let at = quotes.partition_point(|quote| quote.range.end <= start);
    quotes
        .get(at)
        .is_some_and(|quote| quote.range.contains(&start))
}

/// Whether a mention stands for where the words come from: "laut X", "told X", "(X)", "APA/X".
fn is_source(doc: &Doc, stand: &Stand) -> bool {
    let before = doc.before(stand.tokens.start);
    let after = doc.word(stand.tokens.end);
    let bracketed =
        before == "(" && matches!(after, ")" | "," | "/") || before == "/" || after == "/";
    let near = (stand.tokens.start.saturating_sub(4)..stand.tokens.start).any(|token| {
        sayings::is_source_word(doc.word(token))
            || matches!(
                doc.word(token),
                "Nachrichtenagentur"
                    | "Zeitung"
                    | "Magazin"
                    | "Tageszeitung"
                    | "gegenüber"
                    | "told"
                    | "berichtet"
                    | "berichtete"
                    | "meldet"
                    | "meldete"
                    | "newspaper"
                    | "agency"
                    | "Bericht"
                    | "Sender"
            )
    });
    let says = matches!(
        after,
        "reported"
            | "berichtet"
            | "berichtete"
            | "zufolge"
            | "reports"
            | "meldet"
            | "meldete"
            | "schreibt"
            | "schrieb"
    );
    bracketed || near || says
}

#[cfg(test)]
mod tests {
    use super::super::cast::tests::entities;
    use super::*;
    use crate::highlight::ABOUT;

    const CAST: &[&str] = &[
        "p Jo Huber|Huber",
        "p Mia Berger|Berger",
        "c Nordbank",
        "c Abendblatt",
        "c Südbank",
    ];

    fn weighed(title: &str, body: &str) -> Vec<(String, f32)> {
        let doc = Doc::new(title, body);
        let entities = entities(&doc, CAST);
        let cast = Cast::new(&doc, &entities);
        let values = weigh(&doc, &cast, &[]);
        entities
            .iter()
            .map(|entity| entity.name.clone())
            .zip(values)
            .collect()
    }

    const BODY: &str = "Nordbank verliert ihren Chef. Jo Huber tritt nach vier Jahren zurück, wie die Bank am Freitag mitteilte.\n\n\
        Huber hatte die Nordbank umgebaut. Er ging auf eigenen Wunsch, berichtet das Abendblatt.\n\n\
        Mit der Südbank war er sich nicht einig geworden. Huber bleibt Aktionär der Nordbank. Auf ihn folgt Mia Berger.";

    #[test]
    fn an_article_is_about_whom_headline_and_lead_name() {
        for (name, value) in weighed("Nordbank: Huber geht", BODY) {
            let about = matches!(name.as_str(), "Jo Huber" | "Nordbank");
            assert_eq!(value >= ABOUT, about, "{name} {value}");
        }
    }

    #[test]
    fn without_a_headline_the_lead_and_the_count_decide() {
        for (name, value) in weighed("", BODY) {
            let about = matches!(name.as_str(), "Jo Huber" | "Nordbank");
            assert_eq!(value >= ABOUT, about, "{name} {value}");
        }
    }

    #[test]
    fn values_lie_between_nought_and_one_and_fall_from_subject_to_source() {
        let values = weighed("Nordbank: Huber geht", BODY);
        assert!(values.iter().all(|(_, value)| (0.0..=1.0).contains(value)));
        let of = |name: &str| {
            values
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, value)| *value)
        };
        assert!(of("Nordbank") > of("Mia Berger"));
        assert!(of("Mia Berger") > of("Abendblatt"));
    }
}
