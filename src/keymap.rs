//! Keys as values: what a key is called, what was pressed, and which action it stands for.
//!
//! The default keys are those of the table of actions, or of a preset; the reader's lie over them. Nothing here talks to a terminal.

mod notation;
mod presets;

use crate::action::{Action, Group, Place, TABLE};

pub use notation::{parse_keys, write_keys};
pub use presets::Preset;

/// A key as pressed: what it is and what was held with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held; only told for keys that are not characters.
    pub shift: bool,
}

impl Key {
    /// The key alone, with nothing held.
    pub const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// The one way to tell this key among those in which terminals tell it.
    ///
    /// A shifted letter is the capital, shifted Tab is [`Code::BackTab`], and with control capitals are small letters.
    #[must_use]
    pub fn normal(mut self) -> Self {
        match self.code {
            Code::Char(c) => {
                let mut upper = c.to_uppercase();
                if self.ctrl {
                    self.code = Code::Char(c.to_ascii_lowercase());
                } else if self.shift
                    && let (Some(upper), None) = (upper.next(), upper.next())
                {
                    self.code = Code::Char(upper);
                }
                // What shift makes of other characters is in the character already.
                self.shift = self.shift && c == ' ';
            }
            Code::Tab if self.shift => {
                self.code = Code::BackTab;
                self.shift = false;
            }
            Code::BackTab => self.shift = false,
            _ => {}
        }
        self
    }
}

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, upper or lower case as typed.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, 1 to 24.
    F(u8),
}

/// What the mouse did, at a cell counted from the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// Column.
    pub column: u16,
    /// Row.
    pub row: u16,
    /// What it did.
    pub what: Gesture,
}

/// What a mouse does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// The left button went down.
    Press,
    /// It moved with the left button down.
    Drag,
    /// The left button came up.
    Release,
    /// The wheel turned away from the reader.
    WheelUp,
    /// The wheel turned towards the reader.
    WheelDown,
}

/// What a run of keys stands for at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// This action.
    Action(Action),
    /// The saved view of this number, in the order of the settings.
    View(usize),
    /// The beginning of longer runs of keys.
    Prefix,
    /// Nothing.
    Nothing,
}

/// What keys are bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// An action.
    Action(Action),
    /// The saved view of this number, in the order of the settings.
    View(usize),
}

impl Bound {
    fn place(self) -> Place {
        match self {
            Self::Action(action) => action.entry().place,
            Self::View(_) => Place::Panes,
        }
    }
}

/// Which keys stand for which action or saved view.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<(Vec<Key>, Bound)>,
    /// So many bindings, the first ones, are the reader's own.
    own: usize,
}

impl PartialEq for Keymap {
    /// Whether the same keys stand for the same, whoever bound them.
    fn eq(&self, other: &Self) -> bool {
        self.bindings == other.bindings
    }
}

/// Two actions of one place that the reader's settings give keys of which one hides the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The keys that are given away already.
    pub keys: String,
    /// What they stand for.
    pub holder: Action,
    /// The action that wanted them, or longer ones that begin so, or shorter ones with which they begin.
    pub loser: Action,
}

/// One line of help: an action with its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRow {
    /// The heading it stands under.
    pub group: Group,
    /// The action.
    pub action: Action,
    /// Its keys as they are written; empty when it has none.
    pub keys: Vec<String>,
    /// What it does.
    pub help: &'static str,
}

impl Default for Keymap {
    /// The keys of the table.
    fn default() -> Self {
        Self::with(&[]).0
    }
}

impl Keymap {
    /// The keys of the table with the reader's own over them.
    ///
    /// A list of keys replaces all of an action's keys; an empty one takes them away. A key of the table gives way
    /// to a key of the reader that would hide it. Of two keys of the reader that hide each other the first holds.
    pub fn with(own: &[(Action, Vec<Vec<Key>>)]) -> (Self, Vec<Clash>) {
        Self::over(Preset::Vim, own)
    }

    /// The keys of a preset with the reader's own over them, as [`Keymap::with`] lays them over those of the table.
    pub fn over(preset: Preset, own: &[(Action, Vec<Vec<Key>>)]) -> (Self, Vec<Clash>) {
        let mut map = Self {
            bindings: Vec::new(),
            own: 0,
        };
        let mut clashes = Vec::new();
        for (action, runs) in own {
            for keys in runs {
                match map.hidden_by(action.entry().place, keys) {
                    None => map.bindings.push((keys.clone(), Bound::Action(*action))),
                    Some((holding, Bound::Action(holder))) if holder != *action => {
                        clashes.push(Clash {
                            keys: write_keys(holding),
                            holder,
                            loser: *action,
                        });
                    }
                    Some(_) => {}
                }
            }
        }
        map.own = map.bindings.len();
        for entry in TABLE {
            if own.iter().any(|(action, _)| *action == entry.action) {
                continue;
            }
            for keys in preset.keys(entry.action) {
                if let Ok(keys) = parse_keys(keys)
                    && map.hidden_by(entry.place, &keys).is_none()
                {
                    map.bindings.push((keys, Bound::Action(entry.action)));
                }
            }
        }
        (map, clashes)
    }

    /// Takes every key for one of the table, which gives way to a key of the reader's.
    pub fn settle(&mut self) {
        self.own = 0;
    }

    /// Binds keys to the saved view of a number. Keys of the table give way to them; keys that the reader gave to
    /// something else hold.
    ///
    /// # Errors
    /// What the reader gave these keys to, or keys of which one would hide the other.
    pub fn bind_view(&mut self, keys: Vec<Key>, view: usize) -> Result<(), Bound> {
        let hides = |run: &[Key]| run.starts_with(&keys) || keys.starts_with(run);
        let panes = |bound: Bound| bound.place() == Place::Panes;
        let mut own = self.bindings[..self.own].iter();
        if let Some((_, holder)) = own.find(|(run, bound)| panes(*bound) && hides(run)) {
            return Err(*holder);
        }
        self.bindings
            .retain(|(run, bound)| !(panes(*bound) && hides(run)));
        self.bindings.insert(self.own, (keys, Bound::View(view)));
        self.own += 1;
        Ok(())
    }

    /// The keys of the saved view of a number as people write them, in the order of preference.
    pub fn keys_of_view(&self, view: usize) -> Vec<String> {
        self.written(Bound::View(view))
    }

    /// What a run of keys stands for at a place.
    pub fn look_up(&self, place: Place, keys: &[Key]) -> Found {
        let keys: Vec<Key> = keys.iter().map(|key| key.normal()).collect();
        let mut found = Found::Nothing;
        for (run, bound) in self.at(place) {
            if *run == keys {
                return match bound {
                    Bound::Action(action) => Found::Action(*action),
                    Bound::View(view) => Found::View(*view),
                };
            }
            if run.starts_with(&keys) {
                found = Found::Prefix;
            }
        }
        found
    }

    /// The keys of an action as people write them ("g g", "C-d"), in the order of preference.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        self.written(Bound::Action(action))
    }

    fn written(&self, wanted: Bound) -> Vec<String> {
        self.bindings
            .iter()
            .filter(|(_, bound)| *bound == wanted)
            .map(|(keys, _)| write_keys(keys))
            .collect()
    }

    /// The keys that may follow a prefix at a place, with what they then stand for.
    pub fn after(&self, place: Place, prefix: &[Key]) -> Vec<(String, Bound)> {
        let prefix: Vec<Key> = prefix.iter().map(|key| key.normal()).collect();
        self.at(place)
            .filter_map(|(run, bound)| {
                let rest = run.strip_prefix(prefix.as_slice())?;
                (!rest.is_empty()).then(|| (write_keys(rest), *bound))
            })
            .collect()
    }

    /// Every action with its keys, in the order of the table: what help shows.
    pub fn help_rows(&self) -> Vec<HelpRow> {
        TABLE
            .iter()
            .map(|entry| HelpRow {
                group: entry.group,
                action: entry.action,
                keys: self.keys_of(entry.action),
                help: entry.help,
            })
            .collect()
    }

    fn at(&self, place: Place) -> impl Iterator<Item = &(Vec<Key>, Bound)> {
        self.bindings
            .iter()
            .filter(move |(_, bound)| bound.place() == place)
    }

    /// The binding that would keep these keys from being reached, or that they would keep from it.
    fn hidden_by(&self, place: Place, keys: &[Key]) -> Option<(&[Key], Bound)> {
        self.at(place)
            .find(|(run, _)| run.starts_with(keys) || keys.starts_with(run))
            .map(|(run, bound)| (run.as_slice(), *bound))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        parse_keys(text).unwrap()
    }

    fn own(action: Action, runs: &[&str]) -> (Action, Vec<Vec<Key>>) {
        (action, runs.iter().map(|run| keys(run)).collect())
    }

    #[test]
    fn a_run_of_keys_is_an_action_a_beginning_or_nothing() {
        let map = Keymap::default();
        let at = |text: &str| map.look_up(Place::Panes, &keys(text));
        assert_eq!(at("g g"), Found::Action(Action::Top));
        assert_eq!(at("g"), Found::Prefix);
        assert_eq!(at("g x"), Found::Nothing);
        assert_eq!(at("C-d"), Found::Action(Action::HalfDown));
        assert_eq!(map.look_up(Place::Line, &keys("j")), Found::Nothing);
        assert_eq!(
            map.look_up(Place::Picker, &keys("C-p")),
            Found::Action(Action::PickUp)
        );
    }

    #[test]
    fn a_terminal_that_tells_more_about_a_key_is_understood_all_the_same() {
        let map = Keymap::default();
        let shifted = Key {
            shift: true,
            ..Key::plain(Code::Char('G'))
        };
        assert_eq!(
            map.look_up(Place::Panes, &[shifted]),
            Found::Action(Action::Bottom)
        );
        let upper = Key {
            ctrl: true,
            ..Key::plain(Code::Char('D'))
        };
        assert_eq!(
            map.look_up(Place::Panes, &[upper]),
            Found::Action(Action::HalfDown)
        );
        let tab = Key {
            shift: true,
            ..Key::plain(Code::Tab)
        };
        assert_eq!(
            map.look_up(Place::Panes, &[tab]),
            Found::Action(Action::PreviousPane)
        );
    }

    #[test]
    fn what_may_follow_a_prefix_is_told_with_what_it_does() {
        let after = Keymap::default().after(Place::Panes, &keys("z"));
        assert!(after.contains(&("f".to_owned(), Bound::Action(Action::ReaderOnly))));
        assert!(!after.iter().any(|(keys, _)| keys.is_empty()));
    }

    #[test]
    fn the_readers_keys_replace_those_of_the_action_and_take_them_from_others() {
        let (map, clashes) = Keymap::with(&[own(Action::Bookmark, &["j", "g b"])]);
        assert_eq!(clashes, []);
        assert_eq!(map.keys_of(Action::Bookmark), ["j", "g b"]);
        assert_eq!(map.keys_of(Action::Down), ["Down"]);
        assert_eq!(map.look_up(Place::Panes, &keys("b")), Found::Nothing);
        assert_eq!(
            map.look_up(Place::Panes, &keys("g g")),
            Found::Action(Action::Top)
        );
    }

    #[test]
    fn a_single_key_of_the_reader_hides_the_longer_ones_of_the_table() {
        let (map, _) = Keymap::with(&[own(Action::Top, &["g"])]);
        assert_eq!(
            map.look_up(Place::Panes, &keys("g")),
            Found::Action(Action::Top)
        );
        assert_eq!(map.look_up(Place::Panes, &keys("g e")), Found::Nothing);
    }

    #[test]
    fn keys_of_views_take_those_of_the_table_but_not_the_readers_own() {
        let (mut map, _) = Keymap::with(&[own(Action::Bookmark, &["m"])]);
        assert_eq!(map.bind_view(keys("g 1"), 0), Ok(()));
        assert_eq!(map.bind_view(keys("M"), 0), Ok(()));
        assert_eq!(map.bind_view(keys("d"), 1), Ok(()));
        let bookmark = Bound::Action(Action::Bookmark);
        assert_eq!(map.bind_view(keys("m x"), 1), Err(bookmark));
        assert_eq!(map.bind_view(keys("g"), 1), Err(Bound::View(0)));
        assert_eq!(map.look_up(Place::Panes, &keys("g 1")), Found::View(0));
        assert_eq!(map.look_up(Place::Panes, &keys("d")), Found::View(1));
        assert_eq!(
            map.look_up(Place::Panes, &keys("g g")),
            Found::Action(Action::Top)
        );
        assert_eq!(map.keys_of(Action::Done), Vec::<String>::new());
        assert_eq!(map.keys_of_view(0), ["g 1", "M"]);
        assert_eq!(map.look_up(Place::Line, &keys("M")), Found::Nothing);
    }

    #[test]
    fn an_empty_list_takes_the_keys_away() {
        let (map, _) = Keymap::with(&[own(Action::Suspend, &[])]);
        assert_eq!(map.keys_of(Action::Suspend), Vec::<String>::new());
        assert_eq!(map.look_up(Place::Panes, &keys("C-z")), Found::Nothing);
    }

    #[test]
    fn of_two_own_keys_that_hide_each_other_the_first_holds_and_the_second_is_told() {
        let (map, clashes) =
            Keymap::with(&[own(Action::Mark, &["m"]), own(Action::Note, &["m n"])]);
        assert_eq!(
            map.look_up(Place::Panes, &keys("m")),
            Found::Action(Action::Mark)
        );
        assert_eq!(
            clashes,
            [Clash {
                keys: "m".to_owned(),
                holder: Action::Mark,
                loser: Action::Note
            }]
        );
    }
}
