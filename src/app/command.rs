//! The command line: an action by its name, `filter`, `open`, `save`, `view`, `help`, `q`, or the number of a row.

use std::ops::Range;

use crate::action::{Action, Place, TABLE};
use crate::pane::Motion;
use crate::say::{Said, say};

use super::{App, Effect, Focus};

/// Commands that are no actions.
const COMMANDS: [&str; 6] = ["filter", "open", "save", "view", "q", "quit"];

/// What follows such a command, and what it does.
fn said_of(command: &str) -> Option<Said> {
    Some(match command {
        "filter" => say!("QUERY  narrow the list"),
        "open" => say!("PATH  load a file or folder into the store"),
        "save" => say!("PATH  write the article to a new file, as Markdown"),
        "view" => say!("NAME  a saved view of the settings"),
        "q" | "quit" => say!("leave depesche"),
        _ => return None,
    })
}

/// What is said while a command is written.
pub(super) fn hint(text: &str) -> Said {
    let word = text.split(' ').next().unwrap_or("");
    if let Some(said) = said_of(word) {
        return said;
    }
    if let Ok(action) = word.parse::<Action>() {
        return action.entry().said();
    }
    let names = names(word);
    if word.is_empty() {
        return say!("an action, filter, open, save, view, q, or a row's number");
    }
    match names.len() {
        0 => say!("no command begins so"),
        number => {
            let shown: Vec<&str> = names.into_iter().take(4).collect();
            let more = if number > shown.len() { " …" } else { "" };
            Said::quoting(format_args!("{}{more}", shown.join("  ")))
        }
    }
}

/// What may stand at the cursor, with the bytes of the line that it replaces.
pub(super) fn complete(text: &str, at: usize) -> Vec<(Range<usize>, String)> {
    let word = text.get(..at).unwrap_or("");
    if word.contains(' ') {
        return Vec::new();
    }
    names(word)
        .into_iter()
        .map(|name| (0..at, name.to_owned()))
        .collect()
}

fn names(start: &str) -> Vec<&'static str> {
    COMMANDS
        .iter()
        .copied()
        .chain(
            TABLE
                .iter()
                .filter(|entry| entry.place == Place::Panes)
                .map(|entry| entry.name),
        )
        .filter(|name| name.starts_with(start))
        .collect()
}

impl App {
    /// Carries a written command out.
    pub(super) fn command(&mut self, text: &str) {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let rest = rest.trim();
        match word {
            "" => {}
            "q" | "quit" | "q!" => self.out.push(Effect::Quit),
            "filter" => self.set_filter(rest),
            "open" | "load" | "e" if !rest.is_empty() => {
                self.out.push(Effect::Load(rest.to_owned()));
            }
            "open" | "load" | "e" => self.act(Action::Open, None),
            "save" | "w" if !rest.is_empty() => self.save(rest),
            "save" | "w" => self.act(Action::SaveAs, None),
            "pipe" if !rest.is_empty() => self.pipe_to(rest),
            "view" => self.saved_view(rest),
            number if number.parse::<usize>().is_ok() => {
                self.pages.clear();
                self.focus = Focus::List;
                self.act(Action::Top, number.parse().ok());
            }
            name => match name.parse::<Action>() {
                Ok(action) if action.entry().place == Place::Panes => {
                    let count = rest.parse().ok();
                    self.act(action, count);
                }
                _ => self.unknown(name),
            },
        }
    }

    fn unknown(&mut self, name: &str) {
        let near = names("")
            .into_iter()
            .max_by_key(|known| shared_letters(known, name))
            .filter(|known| shared_letters(known, name) * 2 > name.len());
        let palette = self.key_of(Action::Palette);
        self.status.fail(match near {
            Some(near) => say!("“{name}” is no command; “{near}” is", name, near),
            None => say!(
                "“{name}” is no command; {palette} finds them by what they do",
                name,
                palette
            ),
        });
    }

    fn saved_view(&mut self, name: &str) {
        let found = self
            .config
            .views
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, query)| query.clone());
        match found {
            Some(query) => self.set_filter(&query),
            None if self.config.views.is_empty() => self.status.say(say!(
                "the settings have no views; [views] in the settings names queries"
            )),
            None => {
                let names: Vec<&str> = self
                    .config
                    .views
                    .iter()
                    .map(|(name, _)| name.as_str())
                    .collect();
                self.status
                    .say(say!("the views are: {names}", names = names.join(", ")));
            }
        }
    }

    /// Goes a row up or down in the list whatever has the keys; for the wheel over the list.
    pub(super) fn wheel_list(&mut self, motion: Motion, rows: usize) {
        let focus = std::mem::replace(&mut self.focus, Focus::List);
        let action = if motion == Motion::Down {
            Action::Down
        } else {
            Action::Up
        };
        self.act(action, Some(rows));
        self.focus = focus;
    }
}

/// Letters that two names begin or end with alike.
fn shared_letters(a: &str, b: &str) -> usize {
    let front = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let back = a
        .bytes()
        .rev()
        .zip(b.bytes().rev())
        .take_while(|(a, b)| a == b)
        .count();
    front + back.min(b.len() - front.min(b.len()))
}
