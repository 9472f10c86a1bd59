//! What is marked on the page: words searched for, words of the query, and the marks of everything else over them.

use super::{Passage, Sheet, looks};
use crate::page::{Mark, Part, Run, overlay};
use crate::text::{Searchable, Sought};
use crate::theme::Role;

impl Sheet {
    fn searchable(&mut self) -> &(Searchable, Searchable) {
        let article = &self.opened.article;
        self.searchable.get_or_insert_with(|| {
            (
                Searchable::new(&article.title),
                Searchable::new(article.body.text()),
            )
        })
    }

    pub(super) fn find(&mut self, words: &str) -> Vec<Passage> {
        let (title, body) = self.searchable();
        let title = title.find(words).into_iter().map(|hit| (Part::Title, hit));
        let body = body.find(words).into_iter().map(|hit| (Part::Body, hit));
        title.chain(body).collect()
    }

    pub(in crate::pane::reader) fn search(&mut self, words: &str) -> usize {
        words.trim().clone_into(&mut self.needle);
        self.hits = self.find(words);
        let here = self.rank_in_sight();
        let first = self.hits.iter().find(|hit| {
            self.rank(hit.0, hit.1.start)
                .is_some_and(|rank| rank >= here)
        });
        match first.or(self.hits.first()).cloned() {
            Some(hit) => self.visit(hit),
            None => self.mark(),
        }
        self.hits.len()
    }

    pub(in crate::pane::reader) fn search_step(&mut self, forward: bool, count: usize) -> bool {
        let all = self.hits.len();
        if all == 0 {
            return false;
        }
        let spot = self.spot_line().and(self.spot.as_ref());
        let here = spot
            .and_then(|(part, range)| self.rank(*part, range.start))
            .unwrap_or_else(|| self.rank_in_sight());
        let rank = |hit: &Passage| self.rank(hit.0, hit.1.start).unwrap_or_default();
        let steps = (count.max(1) - 1) % all;
        let number = if forward {
            let on_spot = spot.is_some();
            let next = self.hits.partition_point(|hit| {
                let rank = rank(hit);
                rank < here || (on_spot && rank == here)
            });
            (next + steps) % all
        } else {
            let before = self.hits.partition_point(|hit| rank(hit) < here);
            (before + 2 * all - 1 - steps) % all
        };
        let hit = self.hits[number].clone();
        self.visit(hit);
        true
    }

    pub(in crate::pane::reader) fn hits(&self) -> Option<(usize, usize)> {
        if self.needle.is_empty() {
            return None;
        }
        let spot = self.spot.as_ref();
        let number = self.hits.iter().position(|hit| Some(hit) == spot);
        Some((number.map_or(0, |number| number + 1), self.hits.len()))
    }

    pub(in crate::pane::reader) fn set_query_words(&mut self, words: &(Vec<Sought>, Vec<Sought>)) {
        let (anywhere, in_title) = words;
        self.found = Vec::new();
        if !anywhere.is_empty() || !in_title.is_empty() {
            let (title, body) = self.searchable();
            let of_title = anywhere.iter().chain(in_title);
            let of_title = of_title.flat_map(|sought| title.find_words(sought));
            let of_body = anywhere.iter().flat_map(|sought| body.find_words(sought));
            self.found = (of_title.map(|hit| (Part::Title, hit)))
                .chain(of_body.map(|hit| (Part::Body, hit)))
                .collect();
        }
        self.mark();
    }

    /// Lays the marks over headline and text.
    pub(super) fn mark(&mut self) {
        let title = self.runs_with(
            Part::Title,
            looks::of_title(&self.opened, self.look.colours),
        );
        let body = self.runs_with(Part::Body, looks::of_body(&self.opened, self.look.colours));
        (self.title_runs, self.body_runs) = (title, body);
    }

    fn runs_with(&self, part: Part, mut marks: Vec<Mark<Role>>) -> Vec<Run<Role>> {
        let hits = self.hits.iter().chain(&self.found);
        let hits = hits.filter(|hit| hit.0 == part).map(|hit| hit.1.clone());
        looks::add_hits(&mut marks, hits);
        // While words are selected, they are the spot.
        let spot = match &self.selection {
            Some(selection) => Some((Part::Body, selection.range())),
            None => self.spot.clone(),
        };
        if let Some((_, spot)) = spot.filter(|spot| spot.0 == part) {
            looks::add_spot(&mut marks, spot);
        }
        overlay(self.text(part).len(), &marks)
    }
}
