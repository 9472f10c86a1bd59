//! All highlights of an article whose entities are known: offices, quotes, figures, and how much it is about whom.

use super::cast::Cast;
use super::doc::Doc;
use super::offices::Offices;
use super::{figures, numbers, quotes, roles, salience};
use crate::article::Language;
use crate::highlight::{Entity, Highlights};

/// Adds to the entities what is said, counted and held by them, and weighs them.
pub fn highlights(
    doc: &Doc,
    mut entities: Vec<Entity>,
    offices: &Offices,
    language: Option<Language>,
) -> Highlights {
    let german = numbers::reads_german(doc, language);
    let cast = Cast::new(doc, &entities);
    let roles = roles::roles(doc, &cast, offices, german);
    let quotes = quotes::quotes(doc, &cast, &roles, offices);
    let figures = figures::figures(doc, german);
    let weights = salience::weigh(doc, &cast, &quotes);
    for (entity, weight) in entities.iter_mut().zip(weights) {
        entity.salience = weight;
    }
    Highlights {
        entities,
        quotes,
        figures,
        roles,
    }
}
