//! Presets: the keys of other programs, for hands that know them. Each lists the actions whose keys differ from the
//! table's; a test holds that no key of a preset hides another one.

use crate::action::Action;

/// Keys of one action.
type Row = (Action, &'static [&'static str]);

/// Whose keys to start from; the reader's own lie over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// The keys of the table.
    #[default]
    Vim,
    /// Those of newsboat.
    Newsboat,
    /// Those of less.
    Less,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 3] = [Self::Vim, Self::Newsboat, Self::Less];

    /// Its name in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vim => "vim",
            Self::Newsboat => "newsboat",
            Self::Less => "less",
        }
    }

    /// The preset of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The actions whose keys differ from the table's.
    pub fn rows(self) -> &'static [Row] {
        match self {
            Self::Vim => &[],
            Self::Newsboat => NEWSBOAT,
            Self::Less => LESS,
        }
    }

    /// The keys of an action.
    pub fn keys(self, action: Action) -> &'static [&'static str] {
        self.rows()
            .iter()
            .find(|(other, _)| *other == action)
            .map_or(action.entry().keys, |(_, keys)| keys)
    }
}

// Of newsboat's keys those whose action depesche has; what they held moves to a neighbour.
const NEWSBOAT: &[Row] = &[
    (Action::PageDown, &["PageDown"]),
    (Action::PageUp, &["PageUp"]),
    (Action::SearchNext, &["A-n"]),
    (Action::SearchPrevious, &["A-p"]),
    (Action::PickPerson, &["P"]),
    (Action::DropAll, &["C-f", "X"]),
    (Action::FilterTag, &["t", "f t"]),
    (Action::Bookmark, &["C-b"]),
    (Action::ToggleRead, &["N"]),
    (Action::AllRead, &["A", "C"]),
    (Action::Tag, &["C-e"]),
    (Action::Undo, &["U"]),
    (Action::NextUnread, &["n", "] u"]),
    (Action::PreviousUnread, &["p", "[ u"]),
    (Action::LinkHints, &["u", ";"]),
];

// The moves of less. Filters begin with F there, since f is a page down.
const LESS: &[Row] = &[
    (Action::Down, &["j", "e", "Down", "C-e", "C-n"]),
    (Action::Up, &["k", "y", "Up", "C-y", "C-k"]),
    (Action::Top, &["g g", "<", "Home"]),
    (Action::Bottom, &["G", ">", "End"]),
    (Action::HalfDown, &["d", "C-d"]),
    (Action::HalfUp, &["u", "C-u"]),
    (Action::PageDown, &["f", "C-f", "C-v", "PageDown"]),
    (Action::PageUp, &["b", "C-b", "A-v", "PageUp"]),
    (Action::Back, &["q", "Esc", "Left"]),
    (Action::PickHere, &["E"]),
    (Action::EditQuery, &["&"]),
    (Action::FilterUnread, &["F u"]),
    (Action::FilterBookmarked, &["F b"]),
    (Action::FilterNoted, &["F n"]),
    (Action::FilterWatched, &["F w"]),
    (Action::FilterSource, &["F s"]),
    (Action::FilterLanguage, &["F l"]),
    (Action::FilterDate, &["F d"]),
    (Action::FilterTag, &["F t"]),
    (Action::Bookmark, &["m"]),
    (Action::Done, &["D"]),
    (Action::Undo, &["U"]),
    (Action::CopyLink, &["Y"]),
    (Action::Copy, &["z y"]),
    (Action::ShorterLines, &["z <"]),
    (Action::LongerLines, &["z >"]),
    (Action::Help, &["h", "?", "F1"]),
];
