//! The screen for a screen reader: one pane at a time, no frames, and every change of place told on the message line.
//!
//! What is drawn is read aloud from the row of the hardware cursor; the rows speak for themselves, so signs become
//! words there, and nothing moves that the reader did not move.

use crate::say::{Said, say, says};

use super::{App, Focus, Page};

/// Where the reader is, as far as a change of it has to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    focus: Focus,
    pages: usize,
    choosing: bool,
    article: bool,
}

impl App {
    /// Whether the screen is one for a screen reader.
    pub(crate) fn is_spoken(&self) -> bool {
        self.switches.spoken
    }

    pub(super) fn toggle_spoken(&mut self) {
        let spoken = !self.switches.spoken;
        self.set_spoken(spoken);
        self.status.say(if spoken {
            say!("for a screen reader: on")
        } else {
            say!("for a screen reader: off")
        });
    }

    pub(super) fn set_spoken(&mut self, spoken: bool) {
        self.switches.spoken = spoken;
        self.list.set_spoken(spoken);
        self.reader.set_spoken(spoken);
        self.status.spoken = spoken;
    }

    pub(super) fn place(&self) -> Place {
        Place {
            focus: self.focus,
            pages: self.pages.len(),
            choosing: self.chooser.is_some(),
            article: self.target.is_some() && self.reader.id() == self.target,
        }
    }

    /// Tells where the reader is now, if that is another place and nothing else is told.
    pub(super) fn tell_place(&mut self, before: &Place) {
        let now = self.place();
        if !self.switches.spoken || now == *before || self.status.message.is_some() {
            return;
        }
        let told = match (&self.chooser, self.pages.last(), self.focus) {
            (Some(chooser), ..) => chooser.picker.title().clone(),
            (_, Some(Page::Sheet(_)), _) => say!("a page to read"),
            (_, Some(Page::Entity(page)), _) => page.said(),
            (_, _, Focus::List) => match self.status.count {
                Some(count) => says!(count; "list, 1 article", "list, {count} articles"),
                None => say!("list"),
            },
            (_, _, Focus::Reader) => match self.reader.title().filter(|_| now.article) {
                Some(title) => say!("article: {title}", title),
                None => Said::default(),
            },
            (_, _, Focus::Highlights) => say!("highlights"),
        };
        if !told.is_empty() {
            self.status.say(told);
        }
    }
}
