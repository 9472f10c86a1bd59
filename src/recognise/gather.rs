//! All highlights of an article whose entities are known: offices, quotes, figures, and how much it is about whom.

use super::cast::Cast;
use super::doc::Doc;
use super::offices::Offices;
use super::{figures, numbers, quotes, roles, salience};
use crate::article::Article;
use crate::highlight::{Entity, Highlights};
use crate::text;

/// What remains of the salience of an article's own source.
const OWN: f32 = 0.35;

/// Adds to the entities what is said, counted and held by them, and weighs them.
pub fn highlights(
    doc: &Doc,
    mut entities: Vec<Entity>,
    offices: &Offices,
    article: &Article,
) -> Highlights {
    let german = numbers::reads_german(doc, article.language);
    let cast = Cast::new(doc, &entities);
    let roles = roles::roles(doc, &cast, offices, german);
    let quotes = quotes::quotes(doc, &cast, &roles, offices);
    let figures = figures::figures(doc, german);
    let weights = salience::weigh(doc, &cast, &quotes);
    for (entity, weight) in entities.iter_mut().zip(weights) {
        // A paper that names itself is not what its article is about.
        let own = article
            .source
            .as_ref()
            .is_some_and(|source| text::key(source) == entity.key.name);
        entity.salience = if own { weight * OWN } else { weight };
    }
    Highlights {
        entities,
        quotes,
        figures,
        roles,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Body;
    use crate::highlight::ABOUT;
    use crate::recognise::cast::tests::entities;

    #[test]
    fn an_article_is_not_about_the_paper_it_stands_in() {
        let text = "Das Abendblatt hat Jo Huber getroffen. Huber führt die Nordbank.\n\nHuber sagte dem Abendblatt wenig.";
        let mut article = Article {
            title: "Abendblatt trifft Huber".into(),
            body: Body::from_text(text),
            ..Article::default()
        };
        let doc = Doc::new(&article.title, article.body.text());
        let found = entities(&doc, &["c Abendblatt", "p Jo Huber|Huber", "c Nordbank"]);
        let about = |article: &Article| {
            highlights(&doc, found.clone(), &Offices::new(), article).entities[0].salience >= ABOUT
        };
        assert!(about(&article));
        article.source = Some("Abendblatt".into());
        assert!(!about(&article));
    }
}
