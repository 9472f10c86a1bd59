//! Keys as values: what a key is called, what was pressed, and which action it stands for.

use crate::action::{Action, Place};

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
    /// The beginning of longer runs of keys.
    Prefix,
    /// Nothing.
    Nothing,
}

/// Which keys stand for which action.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keymap {
    bindings: Vec<(Vec<Key>, Action)>,
}

impl Keymap {
    /// What a run of keys stands for at a place.
    pub fn look_up(&self, _place: Place, _keys: &[Key]) -> Found {
        let _ = &self.bindings;
        Found::Nothing
    }

    /// The keys of an action as people write them ("g g", "C-d"), in the order of preference.
    pub fn keys_of(&self, _action: Action) -> Vec<String> {
        Vec::new()
    }

    /// The keys that may follow a prefix at a place, with what they then stand for.
    pub fn after(&self, _place: Place, _prefix: &[Key]) -> Vec<(String, Action)> {
        Vec::new()
    }
}
