//! What is worth seeing in an article, as plain values: entities, quotes, figures, roles.
//!
//! Every highlight is a byte range into the article's immutable body ([`crate::article::Body::text`]) or its
//! title. Nothing here finds them; that is `recognise`'s work.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::say::{Fill, Hole, Said, say};

/// What kind of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A commercial enterprise; also media, banks, platforms.
    Company,
    /// A real person.
    Person,
    /// A public body, party, club, union, university.
    Organisation,
    /// A country, city, region, river, building.
    Place,
    /// A named product, service or work.
    Product,
}

impl Kind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Company,
        Self::Person,
        Self::Organisation,
        Self::Place,
        Self::Product,
    ];

    /// The word for it in queries, JSON and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
            Self::Product => "product",
        }
    }
}

impl Kind {
    /// The word for it in a sentence or list.
    pub fn said(self) -> Said {
        match self {
            Self::Company => say!("company"),
            Self::Person => say!("person"),
            Self::Organisation => say!("organisation"),
            Self::Place => say!("place"),
            Self::Product => say!("product"),
        }
    }

    /// The same with its indefinite article.
    pub fn said_with_article(self) -> Said {
        match self {
            Self::Company => say!("a company"),
            Self::Person => say!("a person"),
            Self::Organisation => say!("an organisation"),
            Self::Place => say!("a place"),
            Self::Product => say!("a product"),
        }
    }
}

impl Fill for Kind {
    fn fill(&self) -> Hole {
        self.said().fill()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Kind {
    type Err = Said;
    fn from_str(word: &str) -> Result<Self, Said> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| {
                say!(
                    "“{word}” is no kind; company, person, organisation, place and product are",
                    word
                )
            })
    }
}

/// The identity of an entity across the whole store: its kind and the folded key of its name.
///
/// Written `company:stabilityai`. Legal forms and titles are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct EntityKey {
    /// What kind of thing it is.
    pub kind: Kind,
    /// [`crate::text::key`] of the name without its legal form.
    pub name: String,
}

impl fmt::Display for EntityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.name)
    }
}

impl From<EntityKey> for String {
    fn from(key: EntityKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for EntityKey {
    type Error = Said;
    fn try_from(text: String) -> Result<Self, Said> {
        let (kind, name) = text
            .split_once(':')
            .ok_or_else(|| say!("“{text}” is no entity key such as company:siemens", text))?;
        Ok(Self {
            kind: kind.parse()?,
            name: name.to_owned(),
        })
    }
}

/// Everything recognised in one article.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Highlights {
    /// One per real-world entity, by order of first mention.
    pub entities: Vec<Entity>,
    /// Direct quotations in order of their place.
    pub quotes: Vec<Quote>,
    /// Money, percentages and counts in order of their place.
    pub figures: Vec<Figure>,
    /// Who holds which office, in order of their place.
    pub roles: Vec<Role>,
}

/// From this [`Entity::salience`] on an article is about the entity; below it the entity is merely mentioned.
///
/// `about:` in queries, and the keys that narrow to what is about an entity, go by it.
pub const ABOUT: f32 = 0.4;

/// A company, person, organisation, place or product that an article names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Its identity across articles.
    pub key: EntityKey,
    /// The fullest form in the article, nominative, without title.
    pub name: String,
    /// Other forms in the article ("Twitter" for X), without inflected ones.
    pub aliases: Vec<String>,
    /// 0 (in passing) to 1 (what the article is about).
    pub salience: f32,
    /// Where it stands in the body, in order.
    pub mentions: Vec<Range<usize>>,
    /// Where it stands in the title, in order; byte ranges of the title.
    pub in_title: Vec<Range<usize>>,
}

impl Entity {
    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        self.key.kind
    }
}

/// A direct quotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words between the quotation marks, in the body.
    pub range: Range<usize>,
    /// Who says it: the name of an entity of the article where it resolves to one, else null.
    pub speaker: Option<String>,
}

/// An amount with its normalised value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The words of the amount, in the body.
    pub range: Range<usize>,
    /// The value with magnitude applied: "acht Millionen Dollar" is 8000000.
    pub value: f64,
    /// An ISO 4217 code for money, `%` for percentages, else the counted noun as it stands.
    pub unit: String,
}

/// A person's office as the text states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The name of a person among the entities.
    pub person: String,
    /// The office in the text's words ("CEO", "Vorstandschef").
    pub role: String,
    /// The name of the entity it is an office of.
    pub of: Option<String>,
    /// Where the words of the office stand, in the body.
    pub range: Range<usize>,
}
