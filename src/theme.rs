//! What each thing on the screen looks like: a style for every role, and nothing else knows a colour.
//!
//! Drawing names roles; one table gives every role its name and its letter. Its look in each theme stands in the
//! files of `assets/themes` and of the reader, in the notation of [`parse_look`], which `[colours]` of the settings
//! uses too; [`crate::config`] reads them. Pure: what the terminal can do is handed in.

mod depth;
mod look;
mod surroundings;

use ratatui::style::{Color, Style};

use crate::highlight::Kind;

pub use depth::{Depth, rgb_of};
pub use look::{parse_look, write_look};
pub use surroundings::Surroundings;

macro_rules! roles {
    ($( $role:ident $name:literal $letter:literal $layer:ident $help:literal )*) => {
        /// What a cell of the screen is; drawing names roles, the theme gives them looks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role { $( #[doc = $help] $role, )* }

        /// One row for each role, in the order of the enum.
        const TABLE: &[Entry] = &[ $( Entry {
            role: Role::$role,
            name: $name,
            letter: $letter,
            layer: Layer::$layer,
            help: $help,
        }, )* ];
    };
}

/// One row of the table.
struct Entry {
    role: Role,
    name: &'static str,
    letter: char,
    layer: Layer,
    help: &'static str,
}

/// Whether a role is what a cell says or lies under that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Over,
    Under,
}

#[rustfmt::skip]
roles! {
//  role         name           letter layer help
    Text         "text"         '.' Over  "running text"
    Dim          "dim"          'd' Over  "things of second rank: counts, hints, read rows"
    Headline     "headline"     'H' Over  "the headline above the text"
    Heading      "heading"      'h' Over  "a heading within the text or of a part of a page"
    Rule         "rule"         '-' Over  "lines between panes"
    Focus        "focus"        'F' Over  "the name of the pane that has the keys"
    Cursor       "cursor"       'C' Under "the selected row in the pane that has the keys"
    CursorIdle   "cursor-idle"  'I' Under "the selected row in another pane"
    Unread       "unread"       'u' Over  "an unread row's headline"
    Kept         "kept"         'b' Over  "the signs for bookmark and note"
    Date         "date"         't' Over  "dates and times"
    Source       "source"       's' Over  "the source of an article"
    DayBreak     "day-break"    'y' Over  "the line between days in the list"
    Company      "company"      'c' Over  "a company"
    Person       "person"       'p' Over  "a person"
    Organisation "organisation" 'o' Over  "an organisation"
    Place        "place"        'l' Over  "a place"
    Product      "product"      'w' Over  "a product"
    Quote        "quote"        'q' Over  "words between quotation marks"
    Figure       "figure"       'f' Over  "an amount"
    Office       "office"       'r' Over  "a person's office"
    Link         "link"         'k' Over  "a link in the text"
    Code         "code"         'x' Over  "preformatted text and tables"
    Caption      "caption"      'a' Over  "a caption, byline or credit"
    Hit          "hit"          'X' Under "a search hit"
    Spot         "spot"         'S' Under "the highlight or hit the reader jumped to"
    Mark         "mark"         'M' Under "the reader's own highlight"
    Note         "note"         'n' Over  "the reader's note"
    Query        "query"        'Q' Over  "the filter line"
    Complaint    "complaint"    '!' Over  "a part of the query that could not be understood"
    Message      "message"      'm' Over  "the message line"
    Error        "error"        'E' Over  "a message about something that went wrong"
    Key          "key"          'K' Over  "a key's name in help and hints"
    Match        "match"        'z' Over  "the characters matched by what was typed into a picker"
}

impl Role {
    /// Every role in the order of the enum.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|entry| entry.role)
    }

    /// The role of an entity.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Company => Self::Company,
            Kind::Person => Self::Person,
            Kind::Organisation => Self::Organisation,
            Kind::Place => Self::Place,
            Kind::Product => Self::Product,
        }
    }

    /// Its name in `[colours]`.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it is for, in one line.
    pub fn help(self) -> &'static str {
        self.entry().help
    }

    /// The one character that stands for it in role snapshots; no two roles share one.
    ///
    /// Mostly the first letter of its name: `.` text, `c` company, `p` person, `H` headline, `C` cursor, `I` idle
    /// cursor, `X` hit, `S` spot, `M` the reader's own mark, `-` rule, `!` complaint.
    pub fn letter(self) -> char {
        self.entry().letter
    }

    /// Whether it lies under other roles, so that its look must leave theirs readable.
    pub fn lies_under(self) -> bool {
        self.entry().layer == Layer::Under
    }

    /// The role that [`Theme::probe`] gives this colour, of foreground or background.
    pub fn from_probe(colour: Color) -> Option<Self> {
        match colour {
            Color::Indexed(number) => TABLE.get(usize::from(number)).map(|entry| entry.role),
            _ => None,
        }
    }

    fn entry(self) -> &'static Entry {
        // The table is written in the order of the enum; a test holds that.
        &TABLE[self as usize]
    }
}

/// The background a theme is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ground {
    /// A dark one.
    #[default]
    Dark,
    /// A light one.
    Light,
    /// Whatever there is.
    Any,
}

/// A style for every role.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    ground: Ground,
    styles: Vec<Style>,
}

impl Theme {
    /// A theme that looks like nothing at all.
    pub fn plain() -> Self {
        Self {
            ground: Ground::Any,
            styles: vec![Style::new(); TABLE.len()],
        }
    }

    /// A theme in which every role has an unmistakable colour number: what role snapshots draw with.
    ///
    /// Roles that lie under others set the background, the others the foreground; [`Role::from_probe`] reads both
    /// back, and a cell that was never drawn has neither.
    pub fn probe() -> Self {
        let styles = TABLE
            .iter()
            .map(|entry| {
                let number = Color::Indexed(entry.role as u8);
                match entry.layer {
                    Layer::Over => Style::new().fg(number),
                    Layer::Under => Style::new().bg(number),
                }
            })
            .collect();
        Self {
            ground: Ground::Any,
            styles,
        }
    }

    /// What a cell drawn with [`Theme::probe`] is: the role it says and the role under it.
    pub fn probed(fg: Color, bg: Color) -> (Option<Role>, Option<Role>) {
        (Role::from_probe(fg), Role::from_probe(bg))
    }

    /// The look of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The background it is made for.
    pub fn ground(&self) -> Ground {
        self.ground
    }

    /// The same theme for another background.
    #[must_use]
    pub fn on(mut self, ground: Ground) -> Self {
        self.ground = ground;
        self
    }

    /// Whether a terminal with so many colours shows it as it is meant; near colours of 256 are good enough.
    pub fn fits(&self, depth: Depth) -> bool {
        let colours = self.styles.iter().flat_map(|style| [style.fg, style.bg]);
        colours.flatten().all(|colour| depth.shows(colour))
    }

    /// The same theme with another look for a role.
    #[must_use]
    pub fn with(mut self, role: Role, look: Style) -> Self {
        if let Some(style) = self.styles.get_mut(role as usize) {
            *style = look;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum_and_names_and_letters_are_unique() {
        let mut names = HashSet::new();
        let mut letters = HashSet::new();
        for (number, entry) in TABLE.iter().enumerate() {
            assert_eq!(entry.role as usize, number, "{}", entry.name);
            assert!(names.insert(entry.name), "{} stands twice", entry.name);
            assert!(
                letters.insert(entry.letter),
                "{} stands twice",
                entry.letter
            );
        }
    }

    #[test]
    fn the_probe_tells_every_role_apart_and_reads_it_back() {
        let probe = Theme::probe();
        for over in Role::all().filter(|role| !role.lies_under()) {
            for under in Role::all().filter(|role| role.lies_under()) {
                let style = probe.style(under).patch(probe.style(over));
                let (fg, bg) = (style.fg.unwrap(), style.bg.unwrap());
                assert_eq!(Theme::probed(fg, bg), (Some(over), Some(under)));
            }
        }
        assert_eq!(Theme::probed(Color::Reset, Color::Reset), (None, None));
    }
}
