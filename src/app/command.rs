//! The command line: an action by its name, `filter`, `open`, `save`, `view`, `help`, `q`, or the number of a row.

use std::ops::Range;

use crate::action::{Action, Place, TABLE};
use crate::pane::Motion;

use super::{App, Effect, Focus};

/// Commands that are no actions: name, what follows, what they do.
const COMMANDS: [(&str, &str, &str); 6] = [
    ("filter", "QUERY", "narrow the list"),
    ("open", "PATH", "load a file or folder into the store"),
    (
        "save",
        "PATH",
        "write the article to a new file, as Markdown",
    ),
    ("view", "NAME", "a saved view of the settings"),
    ("q", "", "leave depesche"),
    ("quit", "", "leave depesche"),
];

/// What is said while a command is written.
pub(super) fn hint(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or("");
    if let Some((_, what, does)) = COMMANDS.iter().find(|(name, ..)| *name == word) {
        return format!("{what}  {does}").trim().to_owned();
    }
    if let Ok(action) = word.parse::<Action>() {
        return action.entry().help.to_owned();
    }
    let names = names(word);
    if word.is_empty() {
        return "an action, filter, open, save, view, q, or a row's number".to_owned();
    }
    match names.len() {
        0 => "no command begins so".to_owned(),
        number => {
            let shown: Vec<&str> = names.into_iter().take(4).collect();
            let more = if number > shown.len() { " …" } else { "" };
            format!("{}{more}", shown.join("  "))
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
        .map(|(name, ..)| *name)
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
            Some(near) => format!("“{name}” is no command; “{near}” is"),
            None => format!("“{name}” is no command; {palette} finds them by what they do"),
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
            None if self.config.views.is_empty() => self
                .status
                .say("the settings have no views; [views] in the settings names queries"),
            None => {
                let names: Vec<&str> = self
                    .config
                    .views
                    .iter()
                    .map(|(name, _)| name.as_str())
                    .collect();
                self.status
                    .say(format!("the views are: {}", names.join(", ")));
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
