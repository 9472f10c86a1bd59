//! A note that is too long for a line is written in the reader's editor.

use crate::change::Note;
use crate::say::{Said, say};
use crate::text::Clean;

use super::input::Purpose;
use super::{App, Effect};

impl App {
    /// Goes on in the editor with what is written in the note line; another line keeps the key for itself.
    pub(super) fn edit_line(&mut self) -> bool {
        let Some(input) = self.input.take() else {
            return false;
        };
        let Purpose::Note(note) = input.purpose else {
            self.input = Some(input);
            return false;
        };
        let text = input.prompt.line.text().to_owned();
        self.edit(note, text);
        true
    }

    /// Hands a text to the editor; what comes back is the note's.
    pub(super) fn edit(&mut self, note: Box<Note>, text: String) {
        self.editing = Some((note, text.clone()));
        self.out.push(Effect::Edit(text));
    }

    /// The editor is left: its text is the note. When it could not be had, the line is back as it was.
    pub(super) fn edited(&mut self, text: Result<String, Said>) {
        let Some((mut note, handed)) = self.editing.take() else {
            return;
        };
        match text {
            Ok(text) => {
                let text = Clean::preformatted(&text);
                if text.trim() == note.text {
                    self.status.say(say!("the note is as it was"));
                }
                self.note_written(*note, &text);
            }
            Err(wrong) if handed.contains('\n') => self.status.fail(wrong),
            Err(wrong) => {
                let before = std::mem::replace(&mut note.text, handed);
                self.ask_line(Purpose::Note(note));
                if let Some(input) = &mut self.input {
                    input.prompt.hint = wrong;
                    if let Purpose::Note(note) = &mut input.purpose {
                        note.text = before;
                    }
                }
            }
        }
    }
}
