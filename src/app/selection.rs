//! Words selected in the reader: what extends them, and what is done with them.

use crate::action::{Action, Place};
use crate::change::Note;
use crate::keymap::{Found, Key};
use crate::pane::reader::Extent;
use crate::say::say;

use super::input::Purpose;
use super::keys::is_escape;
use super::{App, Focus};

impl App {
    /// Begins a selection at the spot, or at the first words in sight.
    pub(super) fn select(&mut self, paragraphs: bool) {
        let action = if paragraphs {
            Action::SelectLines
        } else {
            Action::Select
        };
        if !self.is_here(action) {
            return;
        }
        if self.areas.reader.width == 0 || !self.reader.select(paragraphs) {
            self.status
                .say(say!("there are no words in sight to select"));
            return;
        }
        self.focus = Focus::Reader;
        self.say_selection();
    }

    /// Says what can be done with what is selected.
    pub(super) fn say_selection(&mut self) {
        let key = |action| self.key_of(action);
        let told = say!(
            "{mark} highlights · {note} notes · {copy} copies · {leave} leaves",
            mark = key(Action::SelectionMark),
            note = key(Action::SelectionNote),
            copy = key(Action::SelectionCopy),
            leave = key(Action::SelectionLeave)
        );
        self.status.say(told);
    }

    /// Whether keys are those of a selection.
    pub(super) fn is_selecting(&self) -> bool {
        self.focus == Focus::Reader && self.pages.is_empty() && self.reader.selection().is_some()
    }

    pub(super) fn press_in_selection(&mut self, key: Key) {
        if self.keys.is_empty() && self.take_digit(key, Place::Selection) {
            return;
        }
        let count = self.count.take();
        match self.config.keys.look_up(Place::Selection, &[key]) {
            Found::Action(action) => self.act_in_selection(action, count),
            _ if is_escape(key) => self.reader.deselect(),
            _ => {
                let leave = self.key_of(Action::SelectionLeave);
                self.status.say(say!(
                    "{key} means nothing here; {leave} leaves the selection",
                    key = key.to_string(),
                    leave
                ));
            }
        }
    }

    fn act_in_selection(&mut self, action: Action, count: Option<usize>) {
        let extent = match action {
            Action::ExtendWord => (Extent::Word, true),
            Action::ShrinkWord => (Extent::Word, false),
            Action::ExtendLine => (Extent::Line, true),
            Action::ShrinkLine => (Extent::Line, false),
            Action::ExtendSentence => (Extent::Sentence, true),
            Action::ShrinkSentence => (Extent::Sentence, false),
            Action::ExtendParagraph => (Extent::Paragraph, true),
            Action::ShrinkParagraph => (Extent::Paragraph, false),
            Action::OtherEnd => {
                self.reader.swap_ends();
                return;
            }
            action => {
                self.done_with_selection(action, count);
                return;
            }
        };
        for _ in 0..count.unwrap_or(1).clamp(1, 1000) {
            self.reader.extend(extent.0, extent.1);
        }
    }

    fn done_with_selection(&mut self, action: Action, count: Option<usize>) {
        let selected = self.selected();
        self.reader.deselect();
        let Some((note, passage)) = selected else {
            return;
        };
        match action {
            Action::SelectionCopy => self.copy(passage),
            Action::SelectionNote => self.ask_note(note),
            Action::SelectionMark => self.mark_note(note, self.colour(count), count.is_some()),
            _ => {}
        }
    }

    /// The note on exactly these words, or a new one for them, and the words.
    fn selected(&self) -> Option<(Note, String)> {
        let range = self.reader.selection()?;
        let opened = self.opened()?;
        let passage = opened.article.body.text().get(range.clone())?.to_owned();
        let there = opened
            .notes
            .iter()
            .find(|note| note.range == Some(range.clone()));
        let note = there.cloned().unwrap_or_else(|| Note {
            number: 0,
            id: opened.id,
            range: Some(range),
            passage: passage.clone(),
            text: String::new(),
            colour: 0,
        });
        Some((note, passage))
    }

    /// Asks for a note's words: in the line, or in the reader's editor when they are more than one line.
    pub(super) fn ask_note(&mut self, note: Note) {
        if note.text.contains('\n') {
            let text = note.text.clone();
            self.edit(Box::new(note), text);
        } else {
            self.ask_line(Purpose::Note(Box::new(note)));
        }
    }
}
