//! The settings: `config.example.toml`, compiled in, is the defaults; the reader's file lies over it.
//!
//! Pure: text in, settings and complaints out. Complaints name the line and the nearest valid name.

use crate::keymap::Keymap;

/// All settings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// `[reader]`.
    pub reader: Reader,
    /// `[screen]`.
    pub screen: Screen,
    /// `[programs]`.
    pub programs: Programs,
    /// `[keys]`, over the table of actions.
    pub keys: Keymap,
}

/// How the text is set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reader {
    /// Columns of a line of text; 40 to 200.
    pub measure: u16,
    /// Whether long words are hyphenated (German and English).
    pub hyphenate: bool,
    /// Whether opening an article marks it read.
    pub mark_read: bool,
}

/// How the screen is laid out and coloured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    /// "auto", or a theme's name.
    pub theme: String,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// Whether companies and persons are coloured in the text.
    pub colours: bool,
    /// Whether the highlights pane is shown where there is room.
    pub highlights: bool,
}

/// Other programs that are called, each as a list of arguments, never through a shell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Programs {
    /// Opens a link, which is appended; empty means $BROWSER, then what the system opens links with.
    pub browser: Vec<String>,
    /// Takes what is copied on its standard input; empty means OSC 52 alone.
    pub clipboard: Vec<String>,
    /// Edits a file, whose path is appended; empty means $VISUAL, then $EDITOR.
    pub editor: Vec<String>,
}
