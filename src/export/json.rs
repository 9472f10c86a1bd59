//! What is printed as JSON, one object a line: a stable contract. Fields are added, never renamed or removed.
//!
//! Offsets are byte offsets into `body` (UTF-8, paragraphs separated by a blank line). What is not known is null.

use serde::{Serialize, Serializer};

use crate::article::{Article, ArticleId, Link};
use crate::ask::{Opened, Portrait, Twin};
use crate::change::Note;
use crate::highlight::{Entity, Figure, Highlights, Quote, Role};
use crate::row::{Facet, Passage, Row};

/// An article as `inspect` prints it.
#[derive(Debug, Serialize)]
pub struct ArticleJson<'a> {
    title: &'a str,
    /// RFC 3339, as precise as it is known: `2024`, `2024-03`, `2024-03-24`, `2024-03-24T18:30:00+01:00`.
    published: Option<String>,
    language: Option<String>,
    source: Option<&'a str>,
    url: Option<&'a str>,
    byline: Option<&'a str>,
    credit: Option<&'a str>,
    body: &'a str,
    entities: Vec<EntityJson<'a>>,
    quotes: Vec<QuoteJson<'a>>,
    figures: Vec<FigureJson<'a>>,
    roles: Vec<RoleJson<'a>>,
}

/// What agencies tell of an article beside it.
#[derive(Debug, Serialize)]
struct GivenJson<'a> {
    /// A line above the headline: kicker, slug or section.
    kicker: Option<&'a str>,
    dateline: Option<&'a str>,
    /// 1 (flash) to 9.
    urgency: Option<u8>,
    /// Not for publication before this moment.
    embargo: Option<String>,
    /// `usable`, `withheld` or `withdrawn`.
    status: &'static str,
    version: Option<u32>,
    /// Subjects and categories given by the source.
    subjects: Vec<&'a str>,
}

/// An article of the store as `show` and `bookmarks` print it.
#[derive(Debug, Serialize)]
pub struct OpenedJson<'a> {
    id: String,
    #[serde(flatten)]
    article: ArticleJson<'a>,
    #[serde(flatten)]
    given: GivenJson<'a>,
    read: bool,
    bookmarked: bool,
    tags: &'a [String],
    notes: Vec<NoteJson<'a>>,
    /// The other articles that are the same piece.
    copies: Vec<TwinJson<'a>>,
}

/// Another article that is the same piece.
#[derive(Debug, Serialize)]
struct TwinJson<'a> {
    id: String,
    title: &'a str,
    published: Option<String>,
    source: Option<&'a str>,
}

/// A row as `ls` prints it.
#[derive(Debug, Serialize)]
pub struct RowJson<'a> {
    id: String,
    title: &'a str,
    published: Option<String>,
    language: Option<String>,
    source: Option<&'a str>,
    read: bool,
    bookmarked: bool,
    tags: &'a [String],
    /// How many.
    notes: u32,
    /// How many articles the row stands for; 1 unless stories are asked for.
    copies: u32,
    /// Not for publication before this moment.
    embargo: Option<String>,
    /// `usable`, `withheld` or `withdrawn`.
    status: &'static str,
    /// The most salient companies and persons, those the query asks for first.
    entities: Vec<NameJson<'a>>,
    /// The part of the text where the words of the query stand; null where it asks for none.
    snippet: Option<SnippetJson<'a>>,
}

#[derive(Debug, Serialize)]
struct SnippetJson<'a> {
    text: &'a str,
    /// Where in `text` the words stand.
    marks: Vec<MarkJson>,
}

#[derive(Debug, Serialize)]
struct MarkJson {
    start: usize,
    end: usize,
}

/// An entity with the number of articles that mention it, as `entities` prints it.
#[derive(Debug, Serialize)]
pub struct FacetJson<'a> {
    kind: &'static str,
    name: &'a str,
    aliases: &'a [String],
    articles: u64,
}

#[derive(Debug, Serialize)]
struct NameJson<'a> {
    name: &'a str,
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct EntityJson<'a> {
    name: &'a str,
    kind: &'static str,
    aliases: &'a [String],
    salience: f32,
    mentions: Vec<MentionJson<'a>>,
}

#[derive(Debug, Serialize)]
struct MentionJson<'a> {
    start: usize,
    end: usize,
    surface: &'a str,
}

#[derive(Debug, Serialize)]
struct QuoteJson<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    speaker: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct FigureJson<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(serialize_with = "whole_if_whole")]
    value: f64,
    unit: &'a str,
}

#[derive(Debug, Serialize)]
struct RoleJson<'a> {
    person: &'a str,
    role: &'a str,
    of: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct NoteJson<'a> {
    /// Null for a note on the whole article.
    start: Option<usize>,
    end: Option<usize>,
    passage: &'a str,
    text: &'a str,
    /// Whether its words are no longer in the text.
    lost: bool,
    /// The colour of the highlight, 1 to 5.
    colour: u8,
}

impl<'a> ArticleJson<'a> {
    /// An article and what was recognised in it.
    pub fn new(article: &'a Article, highlights: &'a Highlights) -> Self {
        let body = article.body.text();
        Self {
            title: &article.title,
            published: article.published.map(|at| at.to_string()),
            language: article.language.map(|it| it.to_string()),
            source: article.source.as_deref(),
            url: article.url.as_ref().map(Link::as_str),
            byline: article.byline.as_deref(),
            credit: article.credit.as_deref(),
            body,
            entities: highlights
                .entities
                .iter()
                .map(|it| entity(it, body))
                .collect(),
            quotes: highlights.quotes.iter().map(|it| quote(it, body)).collect(),
            figures: highlights
                .figures
                .iter()
                .map(|it| figure(it, body))
                .collect(),
            roles: highlights.roles.iter().map(role).collect(),
        }
    }
}

impl<'a> GivenJson<'a> {
    fn new(article: &'a Article) -> Self {
        Self {
            kicker: article.kicker.as_deref(),
            dateline: article.dateline.as_deref(),
            urgency: article.urgency,
            embargo: article.embargo.map(|at| at.to_string()),
            status: article.status.word(),
            version: article.version,
            subjects: article
                .subjects
                .iter()
                .map(crate::text::Clean::as_str)
                .collect(),
        }
    }
}

impl<'a> OpenedJson<'a> {
    /// An article of the store with what the reader did to it.
    pub fn new(opened: &'a Opened) -> Self {
        Self {
            id: opened.id.to_string(),
            article: ArticleJson::new(&opened.article, &opened.highlights),
            given: GivenJson::new(&opened.article),
            read: opened.read,
            bookmarked: opened.bookmarked,
            tags: &opened.tags,
            notes: opened.notes.iter().map(note).collect(),
            copies: opened.twins.iter().map(twin).collect(),
        }
    }
}

impl<'a> RowJson<'a> {
    /// A row of the list, and the passage where the words of the query stand.
    pub fn new(row: &'a Row, passage: Option<&'a Passage>) -> Self {
        let name = |(kind, name): &'a (crate::highlight::Kind, String)| NameJson {
            name,
            kind: kind.word(),
        };
        Self {
            id: row.id.to_string(),
            title: &row.title,
            published: row.published.map(|at| at.to_string()),
            language: row.language.map(|it| it.to_string()),
            source: row.source.as_deref(),
            read: row.read,
            bookmarked: row.bookmarked,
            tags: &row.tags,
            notes: row.notes,
            copies: row.copies,
            embargo: row.embargo.map(|at| at.to_string()),
            status: row.status.word(),
            entities: row.entities.iter().map(name).collect(),
            snippet: passage.map(|passage| SnippetJson {
                text: &passage.text,
                marks: (passage.marks.iter())
                    .map(|mark| MarkJson {
                        start: mark.start,
                        end: mark.end,
                    })
                    .collect(),
            }),
        }
    }
}

impl<'a> FacetJson<'a> {
    /// An entity with its count.
    pub fn new(facet: &'a Facet) -> Self {
        Self {
            kind: facet.key.kind.word(),
            name: &facet.name,
            aliases: &facet.aliases,
            articles: facet.articles,
        }
    }
}

/// All about an entity as `entities show` prints it.
#[derive(Debug, Serialize)]
pub struct PortraitJson<'a> {
    /// What `entities` takes for a name: kind and folded name.
    key: String,
    #[serde(flatten)]
    facet: FacetJson<'a>,
    watched: bool,
    first_seen: Option<&'a str>,
    last_seen: Option<&'a str>,
    months: Vec<CountJson<'a>>,
    together: Vec<FacetJson<'a>>,
    offices: Vec<CountJson<'a>>,
    quotes: Vec<SaidJson<'a>>,
    quotes_about: Vec<SaidJson<'a>>,
    sources: Vec<CountJson<'a>>,
}

#[derive(Debug, Serialize)]
struct CountJson<'a> {
    name: &'a str,
    articles: u64,
}

#[derive(Debug, Serialize)]
struct SaidJson<'a> {
    id: String,
    text: &'a str,
}

impl<'a> PortraitJson<'a> {
    /// All about an entity.
    pub fn new(portrait: &'a Portrait) -> Self {
        let counts = |counts: &'a [(String, u64)]| {
            let count = |(name, articles): &'a (String, u64)| CountJson {
                name,
                articles: *articles,
            };
            counts.iter().map(count).collect()
        };
        let said = |quotes: &'a [(ArticleId, String)]| {
            let one = |(id, text): &'a (ArticleId, String)| SaidJson {
                id: id.to_string(),
                text,
            };
            quotes.iter().map(one).collect()
        };
        Self {
            key: portrait.facet.key.to_string(),
            facet: FacetJson::new(&portrait.facet),
            watched: portrait.watched,
            first_seen: portrait.seen.as_ref().map(|(first, _)| first.as_str()),
            last_seen: portrait.seen.as_ref().map(|(_, last)| last.as_str()),
            months: counts(&portrait.months),
            together: portrait.together.iter().map(FacetJson::new).collect(),
            offices: counts(&portrait.roles),
            quotes: said(&portrait.quotes),
            quotes_about: said(&portrait.about),
            sources: counts(&portrait.sources),
        }
    }
}

fn entity<'a>(entity: &'a Entity, body: &'a str) -> EntityJson<'a> {
    let mention = |range: &std::ops::Range<usize>| MentionJson {
        start: range.start,
        end: range.end,
        surface: body.get(range.clone()).unwrap_or(""),
    };
    EntityJson {
        name: &entity.name,
        kind: entity.kind().word(),
        aliases: &entity.aliases,
        salience: entity.salience,
        mentions: entity.mentions.iter().map(mention).collect(),
    }
}

fn quote<'a>(quote: &'a Quote, body: &'a str) -> QuoteJson<'a> {
    QuoteJson {
        start: quote.range.start,
        end: quote.range.end,
        text: body.get(quote.range.clone()).unwrap_or(""),
        speaker: quote.speaker.as_deref(),
    }
}

fn figure<'a>(figure: &'a Figure, body: &'a str) -> FigureJson<'a> {
    FigureJson {
        start: figure.range.start,
        end: figure.range.end,
        text: body.get(figure.range.clone()).unwrap_or(""),
        value: figure.value,
        unit: &figure.unit,
    }
}

fn role(role: &Role) -> RoleJson<'_> {
    RoleJson {
        person: &role.person,
        role: &role.role,
        of: role.of.as_deref(),
    }
}

fn twin(twin: &Twin) -> TwinJson<'_> {
    TwinJson {
        id: twin.id.to_string(),
        title: &twin.title,
        published: twin.published.map(|at| at.to_string()),
        source: twin.source.as_deref(),
    }
}

fn note(note: &Note) -> NoteJson<'_> {
    NoteJson {
        start: note.range.as_ref().map(|range| range.start),
        end: note.range.as_ref().map(|range| range.end),
        passage: &note.passage,
        text: &note.text,
        lost: note.is_lost(),
        colour: note.colour + 1,
    }
}

/// Writes 8000000 rather than 8000000.0; beyond 2^53 a float is no whole number any more.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn whole_if_whole<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Body;
    use crate::highlight::{EntityKey, Kind};

    #[test]
    fn the_contract_is_kept_to_the_letter() {
        let article = Article {
            title: "Übernahme".into(),
            published: "2024-03".parse().ok(),
            body: Body::from_text("Müller zahlt acht Millionen Euro."),
            ..Article::default()
        };
        let highlights = Highlights {
            entities: vec![Entity {
                key: EntityKey {
                    kind: Kind::Person,
                    name: "muller".to_owned(),
                },
                name: "Müller".to_owned(),
                aliases: Vec::new(),
                salience: 0.3,
                mentions: std::iter::once(0..7).collect(),
                in_title: Vec::new(),
            }],
            figures: vec![Figure {
                range: 14..33,
                value: 8e6,
                unit: "EUR".to_owned(),
            }],
            ..Highlights::default()
        };
        let printed = serde_json::to_string(&ArticleJson::new(&article, &highlights)).unwrap();
        assert_eq!(
            printed,
            concat!(
                r#"{"title":"Übernahme","published":"2024-03","language":null,"source":null,"url":null,"#,
                r#""byline":null,"credit":null,"body":"Müller zahlt acht Millionen Euro.","#,
                r#""entities":[{"name":"Müller","kind":"person","aliases":[],"salience":0.3,"#,
                r#""mentions":[{"start":0,"end":7,"surface":"Müller"}]}],"quotes":[],"#,
                r#""figures":[{"start":14,"end":33,"text":"acht Millionen Euro","value":8000000,"unit":"EUR"}],"roles":[]}"#
            )
        );
    }
}
