//! Which bytes of headline and text look how: entities, quotes, figures, offices, links, own highlights, hits, the spot.

use std::ops::Range;

use crate::ask::Opened;
use crate::page::Mark;
use crate::theme::Role;

/// The layers, from the bottom up. Those that lie under the others come first, so that a hit on a name keeps both
/// looks; a name within a quotation lies over it.
mod layer {
    pub(super) const OWN: u8 = 0;
    pub(super) const HIT: u8 = 1;
    pub(super) const SPOT: u8 = 2;
    pub(super) const QUOTE: u8 = 3;
    pub(super) const LINK: u8 = 4;
    pub(super) const FIGURE: u8 = 5;
    pub(super) const OFFICE: u8 = 6;
    pub(super) const ENTITY: u8 = 7;
}

/// What the recogniser and the source mark in the headline.
pub(super) fn of_title(opened: &Opened, colours: bool) -> Vec<Mark<Role>> {
    let mut marks = Vec::new();
    if colours {
        for entity in &opened.highlights.entities {
            add(
                &mut marks,
                entity.in_title.iter().cloned(),
                Role::of(entity.kind()),
                layer::ENTITY,
            );
        }
    }
    marks
}

/// What the recogniser, the source and the reader mark in the text.
pub(super) fn of_body(opened: &Opened, colours: bool) -> Vec<Mark<Role>> {
    let found = &opened.highlights;
    let mut marks = Vec::new();
    let own = opened.notes.iter().filter_map(|note| note.range.clone());
    add(&mut marks, own, Role::Mark, layer::OWN);
    let links = opened.article.body.links().iter();
    let links = links.map(|anchor| anchor.range.clone());
    add(&mut marks, links, Role::Link, layer::LINK);
    if colours {
        let quotes = found.quotes.iter().map(|quote| quote.range.clone());
        add(&mut marks, quotes, Role::Quote, layer::QUOTE);
        let figures = found.figures.iter().map(|figure| figure.range.clone());
        add(&mut marks, figures, Role::Figure, layer::FIGURE);
        let offices = found.roles.iter().map(|role| role.range.clone());
        add(&mut marks, offices, Role::Office, layer::OFFICE);
        for entity in &found.entities {
            let role = Role::of(entity.kind());
            let mentions = entity.mentions.iter().cloned();
            add(&mut marks, mentions, role, layer::ENTITY);
        }
    }
    marks
}

/// Adds search hits.
pub(super) fn add_hits(marks: &mut Vec<Mark<Role>>, hits: impl Iterator<Item = Range<usize>>) {
    add(marks, hits, Role::Hit, layer::HIT);
}

/// Adds the spot.
pub(super) fn add_spot(marks: &mut Vec<Mark<Role>>, spot: Range<usize>) {
    add(marks, std::iter::once(spot), Role::Spot, layer::SPOT);
}

fn add(
    marks: &mut Vec<Mark<Role>>,
    ranges: impl Iterator<Item = Range<usize>>,
    look: Role,
    layer: u8,
) {
    marks.extend(ranges.map(|range| Mark { range, look, layer }));
}
