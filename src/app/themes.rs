//! Choosing a theme: the one under the picker's cursor is worn at once, and taken off again when it is not chosen.

use crate::pane::picker::Item;
use crate::say::say;

use super::choose::{Choice, Value};
use super::{App, Effect};

impl App {
    /// Offers the themes, the cursor on the one that is worn.
    pub(super) fn choose_theme(&mut self) {
        let themes = &self.config.themes;
        let names: Vec<&str> = std::iter::once("auto").chain(themes.names()).collect();
        let at = names.iter().position(|name| *name == self.theme);
        let (items, values) = names
            .into_iter()
            .map(|name| {
                let item = Item {
                    label: name.to_owned(),
                    detail: themes
                        .about(name)
                        .unwrap_or_else(|| say!("as the terminal is"))
                        .words(self.config.tongue),
                    ..Item::default()
                };
                (item, Value::Text(name.to_owned()))
            })
            .unzip();
        self.offer(Choice::Themes, say!("themes"), items, values);
        if let Some(chooser) = &mut self.chooser {
            chooser.picker.go_to(at.unwrap_or(0));
        }
    }

    /// Takes the theme that was chosen, for this sitting and the next ones.
    pub(super) fn take_theme(&mut self, name: &str) {
        if self.config.themes.get(name).is_none() && name != "auto" {
            self.status
                .say(say!("there is no theme called {name}", name));
            return;
        }
        name.clone_into(&mut self.theme);
        self.out.push(Effect::KeepTheme(name.to_owned()));
        self.status
            .say(say!("the theme is {name} from now on", name));
    }

    /// Has the theme worn that is wanted now: the one under the cursor while themes are chosen from, else the reader's.
    pub(super) fn try_on(&mut self) {
        let wanted = match self.under_cursor(Choice::Themes) {
            Some(Value::Text(name)) => name,
            _ => &self.theme,
        };
        if *wanted != self.worn {
            let wanted = wanted.clone();
            self.worn.clone_from(&wanted);
            self.out.push(Effect::Theme(wanted));
        }
    }
}
