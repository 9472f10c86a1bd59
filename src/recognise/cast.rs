//! Who stands where: the entities of an article by the words that name them, and what is known of the persons.
//!
//! Quotes, roles and salience ask it; it decides nothing itself.

use std::ops::Range;

use super::doc::Doc;
use super::gender::{self, Gender};
use crate::highlight::{Entity, Kind};

/// The entities of an article by place.
#[derive(Debug)]
pub struct Cast<'a> {
    entities: &'a [Entity],
    stands: Vec<Stand>,
    genders: Vec<Option<Gender>>,
}

/// One place where an entity stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// The tokens that name it.
    pub tokens: Range<usize>,
    /// Its index among the entities.
    pub entity: usize,
}

impl<'a> Cast<'a> {
    /// Turns the byte ranges of the entities back into words, headline included.
    pub fn new(doc: &Doc, entities: &'a [Entity]) -> Self {
        let mut stands: Vec<Stand> = Vec::new();
        for (n, entity) in entities.iter().enumerate() {
            let titles = entity.in_title.iter().cloned();
            let bodies = entity
                .mentions
                .iter()
                .map(|range| range.start + doc.body_at()..range.end + doc.body_at());
            stands.extend(titles.chain(bodies).map(|bytes| Stand {
                tokens: doc.within(&bytes),
                entity: n,
            }));
        }
        stands.retain(|stand| !stand.tokens.is_empty());
        stands.sort_by_key(|stand| (stand.tokens.start, stand.tokens.end));
        let mut genders = vec![None; entities.len()];
        for stand in &stands {
            if entities[stand.entity].kind() != Kind::Person {
                continue;
            }
            if let Some(told) = gender::told_before(doc, stand.tokens.start) {
                genders[stand.entity].get_or_insert(told);
            }
        }
        for (entity, gender) in entities.iter().zip(&mut genders) {
            if entity.kind() == Kind::Person && gender.is_none() {
                *gender = gender::of_name(&entity.name);
            }
        }
        Self {
            entities,
            stands,
            genders,
        }
    }

    /// The entities as they were given.
    pub fn entities(&self) -> &'a [Entity] {
        self.entities
    }

    /// All places in order.
    pub fn stands(&self) -> &[Stand] {
        &self.stands
    }

    /// The places that begin within some tokens.
    pub fn within(&self, tokens: Range<usize>) -> &[Stand] {
        let start = self
            .stands
            .partition_point(|stand| stand.tokens.start < tokens.start);
        let end = self
            .stands
            .partition_point(|stand| stand.tokens.start < tokens.end);
        &self.stands[start..end.max(start)]
    }

    /// The place that begins at a token.
    pub fn beginning_at(&self, token: usize) -> Option<&Stand> {
        self.within(token..token + 1).last()
    }

    /// The place that covers a token.
    pub fn covering(&self, token: usize) -> Option<&Stand> {
        let after = self
            .stands
            .partition_point(|stand| stand.tokens.start <= token);
        self.stands[..after]
            .iter()
            .rev()
            .take(2)
            .find(|stand| stand.tokens.contains(&token))
    }

    /// What kind of thing stands there.
    pub fn kind(&self, stand: &Stand) -> Kind {
        self.entities[stand.entity].kind()
    }

    /// The name of the entity.
    pub fn name(&self, entity: usize) -> &'a str {
        &self.entities[entity].name
    }

    /// Whether a person may be meant by a pronoun of this gender; unknown fits both.
    pub fn fits(&self, entity: usize, gender: Gender) -> bool {
        self.genders[entity].is_none_or(|known| known == gender)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::highlight::EntityKey;
    use crate::text;

    /// Entities as the tests of the neighbouring files need them: a kind's letter, the full name, other forms.
    ///
    /// `"p Jo Huber|Huber"`, `"c Nordbank"`, `"o Rechnungshof"`, `"l Wien"`.
    pub(crate) fn entities(doc: &Doc, names: &[&str]) -> Vec<Entity> {
        let mut taken: Vec<Range<usize>> = Vec::new();
        let mut out: Vec<Entity> = names
            .iter()
            .map(|line| {
                let (kind, forms) = line.split_at(2);
                let kind = match kind {
                    "p " => Kind::Person,
                    "o " => Kind::Organisation,
                    "l " => Kind::Place,
                    _ => Kind::Company,
                };
                let name = forms.split('|').next().unwrap_or_default().to_owned();
                Entity {
                    key: EntityKey {
                        kind,
                        name: text::key(&name),
                    },
                    aliases: forms.split('|').skip(1).map(str::to_owned).collect(),
                    name,
                    salience: 0.0,
                    mentions: Vec::new(),
                    in_title: Vec::new(),
                }
            })
            .collect();
        for entity in &mut out {
            let forms = std::iter::once(entity.name.clone()).chain(entity.aliases.clone());
            for form in forms {
                for (at, _) in doc.text.match_indices(&form) {
                    let range = at..at + form.len();
                    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                    if taken
                        .iter()
                        .any(|other| other.start < range.end && range.start < other.end)
                        || inside(doc.text[range.end..].chars().next().filter(|c| *c != 's'))
                        || inside(doc.text[..at].chars().next_back())
                    {
                        continue;
                    }
                    taken.push(range.clone());
                    match at.checked_sub(doc.body_at()) {
                        Some(at) => entity.mentions.push(at..at + form.len()),
                        None => entity.in_title.push(range),
                    }
                }
            }
            entity.mentions.sort_by_key(|range| range.start);
        }
        out
    }

    #[test]
    fn an_entity_is_found_again_by_the_words_that_name_it() {
        let doc = Doc::new(
            "Huber geht",
            "Jo Huber verlässt die Nordbank. Huber war ihr Chef.",
        );
        let entities = entities(&doc, &["p Jo Huber|Huber", "c Nordbank"]);
        let cast = Cast::new(&doc, &entities);
        let names: Vec<&str> = cast
            .stands()
            .iter()
            .map(|stand| &doc.text[doc.bytes(stand.tokens.clone())])
            .collect();
        assert_eq!(names, ["Huber", "Jo Huber", "Nordbank", "Huber"]);
        let covering = cast.covering(3).map(|stand| cast.name(stand.entity));
        assert_eq!(covering, Some("Jo Huber"));
        assert!(cast.beginning_at(3).is_none());
    }
}
