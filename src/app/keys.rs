//! Keys: counts, runs of keys, and who gets them: the question to confirm, the input line, the picker, the panes.

use crate::action::{Action, Place};
use crate::keymap::{Bound, Code, Found, Key};
use crate::pane::Line;
use crate::say::say;

use super::App;

/// A number typed before a key is not longer than this.
const MOST: usize = 99_999_999;

impl App {
    pub(super) fn press(&mut self, key: Key) {
        // A terminal tells Escape and a key soon after it as that key with Alt held.
        if key.alt && !self.means_something(key) {
            self.press(Key::plain(Code::Esc));
            self.press(Key { alt: false, ..key });
            return;
        }
        self.status.message = None;
        if let Some(articles) = self.confirm.take() {
            self.confirmed(key, articles);
        } else if self.input.is_some() {
            self.press_in_line(key);
        } else if self.chooser.is_some() {
            self.press_in_picker(key);
        } else if self.hints.is_some() {
            self.press_hint(key);
        } else if self.is_selecting() {
            self.press_in_selection(key);
        } else {
            self.press_in_panes(key);
        }
    }

    /// Whether a key held with Alt is bound where it was pressed, or edits a line.
    fn means_something(&self, key: Key) -> bool {
        let place = if self.input.is_some() {
            Place::Line
        } else if self.chooser.is_some() {
            Place::Picker
        } else if self.is_selecting() {
            Place::Selection
        } else {
            Place::Panes
        };
        let run = [&self.keys[..], &[key]].concat();
        self.config.keys.look_up(place, &run) != Found::Nothing
            || matches!(place, Place::Line | Place::Picker) && Line::default().key(key).is_some()
    }

    fn press_in_panes(&mut self, key: Key) {
        let began = !self.keys.is_empty() || self.count.is_some();
        if began && is_escape(key) {
            self.keys.clear();
            self.count = None;
            return;
        }
        if self.keys.is_empty() && self.take_digit(key, Place::Panes) {
            return;
        }
        self.keys.push(key);
        match self.config.keys.look_up(Place::Panes, &self.keys) {
            Found::Action(action) => {
                self.keys.clear();
                let count = self.count.take();
                self.act(action, count);
            }
            Found::View(view) => {
                self.keys.clear();
                self.count = None;
                if let Some((name, _)) = self.config.views.get(view).cloned() {
                    self.saved_view(&name);
                }
            }
            Found::Prefix => {}
            Found::Nothing => {
                let run = self.pending();
                self.keys.clear();
                self.count = None;
                if is_escape(key) {
                    self.act(Action::Back, None);
                    return;
                }
                let help = self.key_of(Action::Help);
                self.status.say(say!(
                    "{run} means nothing; {help} shows the keys",
                    run,
                    help
                ));
            }
        }
    }

    /// Takes a digit of the number before a key; says whether it is one.
    pub(super) fn take_digit(&mut self, key: Key, place: Place) -> bool {
        let Some(digit) = digit(key).filter(|digit| *digit > 0 || self.count.is_some()) else {
            return false;
        };
        if self.config.keys.look_up(place, &[key]) != Found::Nothing {
            return false;
        }
        let count = self.count.unwrap_or(0) * 10 + digit;
        self.count = Some(count.min(MOST));
        true
    }

    fn press_in_line(&mut self, key: Key) {
        match self.config.keys.look_up(Place::Line, &[key]) {
            Found::Action(Action::LineEditor) if self.edit_line() => {}
            Found::Action(action) if action != Action::LineEditor => self.act_in_line(action),
            _ if is_escape(key) => self.act_in_line(Action::LineCancel),
            _ => {
                if let Some(input) = &mut self.input {
                    // Taking back the character that is not there leaves the line, as everywhere.
                    if key.code == Code::Backspace && input.prompt.line.is_empty() {
                        self.act_in_line(Action::LineCancel);
                    } else if input.prompt.line.key(key) == Some(true) {
                        self.line_changed();
                    }
                }
            }
        }
    }

    fn press_in_picker(&mut self, key: Key) {
        let Some(chooser) = &mut self.chooser else {
            return;
        };
        let plain = !key.ctrl && !key.alt && matches!(key.code, Code::Char(_));
        if plain && !chooser.picker.typed().is_empty() {
            chooser.picker.key(key);
            self.picker_typed();
            return;
        }
        match self.config.keys.look_up(Place::Picker, &[key]) {
            Found::Action(action) => self.act_in_picker(action),
            _ if is_escape(key) => self.act_in_picker(Action::PickCancel),
            _ => {
                chooser.picker.key(key);
                self.picker_typed();
            }
        }
    }

    /// Pasted text goes where text is written, and never stands for keys.
    pub(super) fn paste(&mut self, text: &str) {
        if let Some(input) = &mut self.input {
            input.prompt.line.insert(text);
            self.line_changed();
        } else if let Some(chooser) = &mut self.chooser {
            chooser.picker.paste(text);
            self.picker_typed();
        } else {
            let (filter, search) = (self.key_of(Action::EditQuery), self.key_of(Action::Search));
            self.status.say(say!(
                "text is pasted into a line only: {filter} edits the filter, {search} searches",
                filter,
                search
            ));
        }
    }

    /// The first key of an action, for sentences.
    pub(super) fn key_of(&self, action: Action) -> String {
        self.config
            .keys
            .keys_of(action)
            .first()
            .map_or_else(|| format!(":{}", action.name()), |key| key.replace(' ', ""))
    }

    /// The number and keys typed so far.
    pub(crate) fn pending(&self) -> String {
        let mut out = self
            .count
            .map_or_else(String::new, |count| count.to_string());
        for key in &self.keys {
            out.push_str(&key.to_string());
        }
        out
    }

    /// The keys that may follow those typed so far, with what they do, in as few words as tell them apart.
    pub(crate) fn next_keys(&self) -> Vec<(String, String)> {
        if self.keys.is_empty() || self.input.is_some() || self.chooser.is_some() {
            return Vec::new();
        }
        let after = self.config.keys.after(Place::Panes, &self.keys);
        let after: Vec<(String, String)> = after
            .into_iter()
            .map(|(key, bound)| (key, self.name_of(bound)))
            .collect();
        let first = |name: &str| name.split('-').next().unwrap_or(name).to_owned();
        let shared = after.first().map(|(_, name)| first(name)).filter(|word| {
            after.len() > 1
                && after
                    .iter()
                    .all(|(_, name)| first(name) == *word && name.len() > word.len())
        });
        after
            .into_iter()
            .map(|(key, name)| {
                let short = shared
                    .as_ref()
                    .map_or(&*name, |word| &name[word.len() + 1..]);
                (key, short.replace('-', " "))
            })
            .collect()
    }

    fn name_of(&self, bound: Bound) -> String {
        match bound {
            Bound::Action(action) => action.name().to_owned(),
            Bound::View(view) => {
                let name = self.config.views.get(view).map(|(name, _)| name.as_str());
                format!("@{}", name.unwrap_or_default())
            }
        }
    }
}

pub(super) fn is_escape(key: Key) -> bool {
    key.code == Code::Esc && !key.ctrl && !key.alt
}

fn digit(key: Key) -> Option<usize> {
    match key.code {
        Code::Char(c) if !key.ctrl && !key.alt => c.to_digit(10).map(|digit| digit as usize),
        _ => None,
    }
}
