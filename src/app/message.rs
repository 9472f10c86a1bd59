//! What comes in and what goes out: closed enums without closures, so that a test can compare them.
//!
//! [`Msg`] is everything that can happen to the application; [`Effect`] everything it can ask of the world.
//! Questions to the store are numbered; an answer whose number is not the newest of its kind is dropped.

use super::Memory;
use crate::article::{ArticleId, Link};
use crate::ask::{Answer, Ask};
use crate::change::{Change, Which};
use crate::export::Format;
use crate::pane::status::Pace;
use crate::picture::Picture;
use crate::say::Said;

/// The number of a question; answers carry it back.
pub type Number = u64;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The reader pressed a key (from the terminal).
    Key(crate::keymap::Key),
    /// The reader pasted text (from the terminal).
    Paste(String),
    /// A click, drag or turn of the wheel (from the terminal).
    Mouse(crate::keymap::Mouse),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// It is this day now where the reader is (from the session, when something comes after midnight).
    Day(jiff::civil::Date),
    /// It is this time now (from the session, when something comes in another minute than before).
    Clock(jiff::Timestamp),
    /// The store answered (from the store desk).
    Answer(Number, Answer),
    /// A change is on disk (from the store desk).
    Kept {
        /// What was changed.
        change: Change,
        /// How many articles it touched.
        articles: u64,
    },
    /// An undo or redo is on disk; `None` when there was nothing left to take back (from the store desk).
    Undone {
        /// What was taken back or done again, in words; none if there was nothing.
        what: Option<Said>,
        /// A redo rather than an undo.
        redo: bool,
    },
    /// Articles were loaded by this or another process, or states changed there: answers may be stale (from the store desk).
    StoreChanged,
    /// A background job goes on (from a desk).
    Progress {
        /// What is going on, in a few words.
        what: Said,
        /// Steps done.
        done: u64,
        /// Steps in all, when known.
        total: Option<u64>,
        /// How fast it goes, when known.
        pace: Option<Pace>,
    },
    /// A background job ended; the sentence says how (from a desk).
    Done(Said),
    /// The editor was left: what the text is now, or why there was no editor (from the session).
    Edited(Result<String, Said>),
    /// A picture came, or why it did not (from the picture desk).
    Picture(Link, Result<Picture, Said>),
    /// Articles were taken out for the clipboard: their text (from the store desk).
    Exported(String),
    /// An edge refused (from a desk): one sentence, what happened and what to do.
    Failed(Said),
}

/// Articles to be taken out of the store as text.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// Which.
    pub of: Which,
    /// What the whole is called.
    pub title: String,
    /// In which format.
    pub format: Format,
    /// Whether with the whole texts, where the format can do without.
    pub with_text: bool,
    /// Where to.
    pub to: To,
}

/// Where an export goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// A new file; never over an existing one.
    File(String),
    /// A program and its arguments, on its standard input; no shell reads them.
    Program(Vec<String>),
    /// The clipboard.
    Clipboard,
}

/// Something to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the store (store desk answers with [`Msg::Answer`]).
    Ask(Number, Ask),
    /// Change the reader's state durably (store desk answers with [`Msg::Kept`] or [`Msg::Failed`]).
    Change(Change),
    /// Take back the last change (store desk answers with [`Msg::Undone`]).
    Undo,
    /// Do the last undone change again (store desk answers with [`Msg::Undone`]).
    Redo,
    /// Open a link in the reader's browser.
    Open(Link),
    /// Fetch a picture (answered with [`Msg::Picture`]).
    Picture(Link),
    /// Put text on the clipboard (OSC 52, then the configured command).
    Copy(String),
    /// Load a file, folder or address into the store (load desk).
    Load(String),
    /// Fetch the page behind an article and put its text in the article's place (load desk).
    Complete(ArticleId),
    /// Write text to a file the reader named; never over an existing one.
    Save {
        /// Where.
        path: String,
        /// What.
        text: String,
    },
    /// Take articles out of the store as text (answered with [`Msg::Done`], [`Msg::Exported`] or [`Msg::Failed`]).
    Export(Box<Export>),
    /// Hand text to a program on its standard input; what it prints is told ([`Msg::Done`] or [`Msg::Failed`]).
    Pipe {
        /// The program and its arguments; no shell reads them.
        argv: Vec<String>,
        /// What it is handed.
        text: String,
        /// What it finds in its environment besides: names and values.
        about: Vec<(String, String)>,
    },
    /// Let the reader write in the editor of the settings, on this terminal (answered with [`Msg::Edited`]).
    Edit(String),
    /// Put on the theme of this name, or "auto", until another one is wanted.
    Theme(String),
    /// Remember this theme for the next sittings.
    KeepTheme(String),
    /// Keep what is to be remembered in the next sitting.
    Remember(Box<Memory>),
    /// The briefing was shown as far as this.
    Looked(i64),
    /// Suspend to the shell (Ctrl-Z).
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// Leave the program.
    Quit,
}
