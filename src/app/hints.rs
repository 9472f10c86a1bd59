//! Letters on the links in sight: typing a link's letters opens it.

use ratatui::layout::Position;

use crate::action::Action;
use crate::article::Link;
use crate::keymap::{Code, Key};
use crate::say::say;

use super::keys::is_escape;
use super::{App, Effect};

/// The letters of the home row, which fingers find blindly.
const LETTERS: &[u8] = b"asdfghjkl";

/// The letters on a link.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hint {
    letters: String,
    link: Link,
    /// Column and row in the reader.
    at: (u16, u16),
}

/// The letters on all links in sight, and what is typed of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints {
    all: Vec<Hint>,
    typed: String,
}

impl App {
    /// Puts letters on the links in sight.
    pub(super) fn hint_links(&mut self) {
        if !self.is_here(Action::LinkHints) {
            return;
        }
        let links = if self.areas.reader.width > 0 {
            self.reader.links_in_sight()
        } else {
            Vec::new()
        };
        if links.is_empty() {
            self.status.say(say!("there is no link in sight"));
            return;
        }
        let letters = letters(links.len());
        let all = links.into_iter().zip(letters);
        let all = all.map(|((link, at), letters)| Hint { letters, link, at });
        self.hints = Some(Hints {
            all: all.collect(),
            typed: String::new(),
        });
        self.status
            .say(say!("the letters on a link open it; Esc leaves"));
    }

    pub(super) fn press_hint(&mut self, key: Key) {
        let Some(mut hints) = self.hints.take() else {
            return;
        };
        match key.code {
            _ if is_escape(key) => return,
            Code::Char(c) if !key.ctrl && !key.alt => hints.typed.extend(c.to_lowercase()),
            Code::Backspace => drop(hints.typed.pop()),
            _ => {}
        }
        let typed = hints.typed.as_str();
        if let Some(hint) = hints.all.iter().find(|hint| hint.letters == typed) {
            self.status
                .say(say!("opening {host}", host = hint.link.host()));
            self.out.push(Effect::Open(hint.link.clone()));
            return;
        }
        if hints.all.iter().any(|hint| hint.letters.starts_with(typed)) {
            self.hints = Some(hints);
        } else {
            self.status.say(say!("no link has these letters"));
        }
    }

    /// Where letters stand on the screen, and which.
    pub(crate) fn hints(&self) -> Vec<(Position, &str)> {
        let area = self.areas.reader;
        let Some(hints) = &self.hints else {
            return Vec::new();
        };
        let open = hints.all.iter();
        let open = open.filter(|hint| hint.letters.starts_with(&hints.typed));
        open.map(|hint| {
            let at = Position::new(area.x + hint.at.0, area.y + hint.at.1);
            (at, hint.letters.as_str())
        })
        .collect()
    }
}

/// As many different runs of letters, none of which begins another: one letter each as long as there are enough.
fn letters(number: usize) -> Vec<String> {
    let one = || LETTERS.iter().map(|letter| char::from(*letter));
    if number <= LETTERS.len() {
        return one().map(String::from).take(number).collect();
    }
    one()
        .flat_map(|first| one().map(move |second| format!("{first}{second}")))
        .take(number)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hint_begins_another() {
        for number in [1, 9, 10, 81] {
            let all = letters(number);
            assert_eq!(all.len(), number);
            for (at, one) in all.iter().enumerate() {
                let others = all.iter().enumerate().filter(|(other, _)| *other != at);
                assert!(others.into_iter().all(|(_, other)| !other.starts_with(one)));
            }
        }
    }
}
