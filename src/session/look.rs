//! Which theme is worn: the one of the settings, the one the reader chose in an earlier sitting, the one being tried.

use std::path::PathBuf;

use crate::config::{Config, choice_of_theme, write_choice_of_theme};
use crate::theme::{Depth, Surroundings, Theme};

/// The theme on the screen and what it depends on.
pub(super) struct Look {
    config: Config,
    surroundings: Surroundings,
    /// The theme as the settings name it.
    settings: String,
    /// The name of the theme that is worn, or "auto".
    name: String,
    theme: Theme,
}

impl Look {
    /// The look at the start; a choice kept in this file takes the place of the theme in the settings.
    pub(super) fn new(config: &mut Config, kept: Option<PathBuf>) -> Self {
        let settings = config.screen.theme.clone();
        let text = kept.and_then(|path| std::fs::read_to_string(path).ok());
        if let Some(name) = text.and_then(|text| choice_of_theme(&text, config)) {
            config.screen.theme = name;
        }
        let surroundings = Surroundings::read(|name| std::env::var(name).ok());
        let name = config.screen.theme.clone();
        Self {
            theme: config.theme(&name, &surroundings),
            config: config.clone(),
            surroundings,
            settings,
            name,
        }
    }

    pub(super) fn depth(&self) -> Depth {
        self.config.depth(&self.surroundings)
    }

    pub(super) fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Puts on the theme of this name.
    pub(super) fn wear(&mut self, name: &str) {
        name.clone_into(&mut self.name);
        self.theme = self.config.theme(name, &self.surroundings);
    }

    /// The terminal said on what background it stands.
    pub(super) fn stands_on(&mut self, light: bool) {
        self.surroundings.light = Some(light);
        self.theme = self.config.theme(&self.name, &self.surroundings);
    }

    /// What is written down so that this theme is worn in the next sitting too.
    pub(super) fn kept(&self, name: &str) -> String {
        write_choice_of_theme(name, &self.settings)
    }
}
