//! Entities that the source itself names, laid over those recognised: an agency knows who its piece is about.
//!
//! What it names and what was recognised under the same name is one; then its word for company or organisation holds.
//! What only the source names is taken with the places where the text has that name.

use std::ops::Range;

use super::names;
use crate::article::Article;
use crate::highlight::{Entity, EntityKey, Highlights, Kind};
use crate::text;

/// How much an article is about what its source names and its text does not, or hardly.
const NAMED: f32 = 0.2;
/// The same where the headline has the name.
const IN_TITLE: f32 = 0.5;

/// Lays what the source names over what was recognised.
pub fn merge(article: &Article, highlights: &mut Highlights) {
    for (kind, name) in &article.given {
        let Ok(kind) = kind.parse::<Kind>() else {
            continue;
        };
        let name = name.as_str();
        let key = text::key(names::without_legal_form(name));
        if key.is_empty() {
            continue;
        }
        let is_it = |entity: &&mut Entity| {
            entity.key.name == key
                || std::iter::once(&entity.name)
                    .chain(&entity.aliases)
                    .any(|known| text::key(names::without_legal_form(known)) == key)
        };
        if let Some(known) = highlights.entities.iter_mut().find(is_it) {
            let houses = [Kind::Company, Kind::Organisation];
            if houses.contains(&known.key.kind) && houses.contains(&kind) {
                known.key.kind = kind;
            }
            continue;
        }
        let mentions = places(article.body.text(), name);
        let in_title = places(&article.title, name);
        let more = (mentions.len() as f32 * 0.05).min(0.2);
        highlights.entities.push(Entity {
            key: EntityKey { kind, name: key },
            name: name.to_owned(),
            aliases: Vec::new(),
            salience: more + if in_title.is_empty() { NAMED } else { IN_TITLE },
            mentions,
            in_title,
        });
    }
    let first = |entity: &Entity| entity.mentions.first().map_or(usize::MAX, |it| it.start);
    highlights.entities.sort_by_key(first);
}

/// Where a name stands as words of its own.
fn places(text: &str, name: &str) -> Vec<Range<usize>> {
    let within = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name)
        .map(|(at, name)| at..at + name.len())
        .filter(|place| {
            !within(text[..place.start].chars().next_back())
                && !within(text[place.end..].chars().next())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Body;

    #[test]
    fn what_the_source_names_is_one_with_what_was_recognised_and_adds_the_rest() {
        let article = Article {
            title: "Quill verlässt Kestrel".into(),
            body: Body::from_text("Kestrel Power sucht Ersatz. Nora Quill geht, Quillmann nicht."),
            given: vec![
                ("company".to_owned(), "Kestrel Power Ltd".into()),
                ("person".to_owned(), "Nora Quill".into()),
                ("place".to_owned(), "Leeds".into()),
                ("mood".to_owned(), "sombre".into()),
            ],
            ..Article::default()
        };
        let mut highlights = Highlights {
            entities: vec![Entity {
                key: EntityKey {
                    kind: Kind::Organisation,
                    name: "kestrelpower".to_owned(),
                },
                name: "Kestrel Power".to_owned(),
                aliases: Vec::new(),
                salience: 0.8,
                mentions: std::iter::once(0..13).collect(),
                in_title: Vec::new(),
            }],
            ..Highlights::default()
        };
        merge(&article, &mut highlights);
        let found: Vec<_> = highlights
            .entities
            .iter()
            .map(|it| (it.key.to_string(), it.mentions.clone()))
            .collect();
        assert_eq!(
            found,
            [
                (
                    "company:kestrelpower".to_owned(),
                    std::iter::once(0..13).collect()
                ),
                (
                    "person:noraquill".to_owned(),
                    std::iter::once(28..38).collect()
                ),
                ("place:leeds".to_owned(), vec![]),
            ]
        );
    }
}
