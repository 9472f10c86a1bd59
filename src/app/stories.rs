//! Stories in the list: one row or a row each, and going from one source's piece to the next.

use crate::action::Action;
use crate::article::ArticleId;
use crate::pane::list::{Land, WINDOW};
use crate::row::Window;
use crate::say::say;

use super::App;

impl App {
    /// One row for a story, or one for each of its articles; the cursor stays on the story.
    pub(super) fn toggle_stories(&mut self) {
        self.stories = !self.stories;
        self.status.say(if self.stories {
            say!("one row for each story")
        } else {
            say!("a row for every article")
        });
        match self.list.id() {
            Some(id) => self.fetch(Window::Around(id), WINDOW, Land::On(id)),
            None => self.fetch(Window::Top, WINDOW, Land::Top),
        }
    }

    /// The article to land on may be in the row of another one of its story.
    pub(super) fn land_on_story(&mut self, id: ArticleId) {
        let twins = match self.reader.opened() {
            Some(opened) if opened.id == id && self.list.id() != Some(id) => &opened.twins,
            _ => return,
        };
        let row = twins.iter().map(|twin| twin.id).find(|twin| {
            let mut rows = self.list.rows().iter();
            rows.any(|row| row.id == *twin)
        });
        if let Some(row) = row {
            self.list.go_to(row);
        }
    }

    /// Reads the same piece as another source has it; after the last comes the first.
    pub(super) fn other_twin(&mut self, action: Action, forward: bool) {
        if !self.is_here(action) {
            return;
        }
        let Some(opened) = self.opened() else {
            return;
        };
        let mut all: Vec<ArticleId> = opened.twins.iter().map(|twin| twin.id).collect();
        if all.is_empty() {
            self.status.say(say!("no other source has this piece"));
            return;
        }
        let here = opened.id;
        all.push(here);
        all.sort_by_key(|id| std::cmp::Reverse(*id));
        let at = all.iter().position(|id| *id == here).unwrap_or(0);
        let step = if forward { 1 } else { all.len() - 1 };
        let to = all[(at + step) % all.len()];
        if !self.list.go_to(to) || self.focus != super::Focus::List {
            self.read(to);
        }
    }
}
