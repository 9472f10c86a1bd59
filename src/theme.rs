//! What each thing on the screen looks like: a style for every role, and nothing else knows a colour.
//!
//! Drawing names roles; one table gives every role its name, its letter and its look in each theme, in the
//! notation of [`parse_look`], which `[colours]` of the settings uses too. Pure: what the terminal can do is handed in.

mod look;

use ratatui::style::{Color, Style};

use crate::highlight::Kind;

pub use look::{parse_look, write_look};

macro_rules! roles {
    ($( $role:ident $name:literal $letter:literal $layer:ident $help:literal
        $dark:literal $light:literal $ansi:literal $mono:literal )*) => {
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
            looks: [$dark, $light, $ansi, $mono],
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
    /// In the order of [`Theme::NAMES`].
    looks: [&'static str; 4],
}

/// Whether a role is what a cell says or lies under that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Over,
    Under,
}

// Colours are numbers of the 256-colour palette, which every terminal of the last twenty years has. Companies and
// persons are blue and orange, the pair that all kinds of colour blindness keep apart, and differ in shape too:
// companies are bold, persons underlined. Everything else stays quiet.
#[rustfmt::skip]
roles! {
//  role         name           letter layer help                                                    dark               light              ansi                mono
    Text         "text"         '.' Over  "running text"                                             ""                 ""                 ""                  ""
    Dim          "dim"          'd' Over  "things of second rank: counts, hints, read rows"          "246"              "241"              "dim"               "dim"
    Headline     "headline"     'H' Over  "the headline above the text"                              "231 bold"         "16 bold"          "bold"              "bold"
    Heading      "heading"      'h' Over  "a heading within the text or of a part of a page"         "254 bold"         "235 bold"         "bold"              "bold"
    Rule         "rule"         '-' Over  "lines between panes"                                      "239"              "250"              "dim"               "dim"
    Focus        "focus"        'F' Over  "the name of the pane that has the keys"                   "223 bold"         "94 bold"          "bold underlined"   "bold underlined"
    Cursor       "cursor"       'C' Under "the selected row in the pane that has the keys"           "on 237"           "on 253"           "reverse"           "reverse"
    CursorIdle   "cursor-idle"  'I' Under "the selected row in another pane"                         "on 235"           "on 255"           "underlined"        "underlined"
    Unread       "unread"       'u' Over  "an unread row's headline"                                 "255 bold"         "16 bold"          "bold"              "bold"
    Kept         "kept"         'b' Over  "the signs for bookmark and note"                          "221"              "94"               "yellow"            "bold"
    Date         "date"         't' Over  "dates and times"                                          "246"              "241"              ""                  ""
    Source       "source"       's' Over  "the source of an article"                                 "109"              "23"               ""                  "italic"
    DayBreak     "day-break"    'y' Over  "the line between days in the list"                        "245 bold"         "241 bold"         "bold"              "bold"
    Company      "company"      'c' Over  "a company"                                                "75 bold"          "25 bold"          "cyan bold"         "bold"
    Person       "person"       'p' Over  "a person"                                                 "215 underlined"   "130 underlined"   "magenta underlined" "bold underlined"
    Organisation "organisation" 'o' Over  "an organisation"                                          "146"              "60"               "cyan"              "italic"
    Place        "place"        'l' Over  "a place"                                                  "108"              "28"               "green"             ""
    Product      "product"      'w' Over  "a product"                                                "182"              "96"               "green"             "italic"
    Quote        "quote"        'q' Over  "words between quotation marks"                            "187 italic"       "58 italic"        "italic"            "italic"
    Figure       "figure"       'f' Over  "an amount"                                                "151"              "22"               ""                  ""
    Office       "office"       'r' Over  "a person's office"                                        "180"              "95"               "magenta"           ""
    Link         "link"         'k' Over  "a link in the text"                                       "73"               "24"               "blue underlined"   "underlined"
    Code         "code"         'x' Over  "preformatted text and tables"                             "252"              "238"              ""                  ""
    Caption      "caption"      'a' Over  "a caption, byline or credit"                              "246 italic"       "241 italic"       "italic"            "italic"
    Hit          "hit"          'X' Under "a search hit"                                             "on 53"            "on 229"           "reverse"           "reverse"
    Spot         "spot"         'S' Under "the highlight or hit the reader jumped to"                "on 89 bold"       "on 221 bold"      "reverse bold"      "reverse bold"
    Mark         "mark"         'M' Under "the reader's own highlight"                               "on 22"            "on 194"           "underlined"        "underlined"
    Note         "note"         'n' Over  "the reader's note"                                        "186 italic"       "94 italic"        "yellow italic"     "italic"
    Query        "query"        'Q' Over  "the filter line"                                          "254"              "235"              ""                  ""
    Complaint    "complaint"    '!' Over  "a part of the query that could not be understood"         "210 underlined"   "124 underlined"   "red underlined"    "underlined"
    Message      "message"      'm' Over  "the message line"                                         "250"              "238"              ""                  ""
    Error        "error"        'E' Over  "a message about something that went wrong"                "210 bold"         "124 bold"         "red bold"          "bold"
    Key          "key"          'K' Over  "a key's name in help and hints"                           "223"              "94"               "bold"              "bold"
    Match        "match"        'z' Over  "the characters matched by what was typed into a picker"   "221 bold"         "130 bold"         "yellow bold"       "bold underlined"
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

/// A style for every role.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    styles: Vec<Style>,
}

impl Theme {
    /// The themes there are, besides "auto".
    pub const NAMES: [&str; 4] = ["dark", "light", "ansi", "mono"];

    /// The theme of this name; none if there is no such theme.
    ///
    /// "dark" and "light" are for terminals with 256 colours, "ansi" uses the terminal's own sixteen, "mono" none.
    pub fn named(name: &str) -> Option<Self> {
        let column = Self::NAMES.iter().position(|known| *known == name)?;
        let styles = TABLE
            .iter()
            .map(|entry| parse_look(entry.looks[column]).unwrap_or_default())
            .collect();
        Some(Self { styles })
    }

    /// The theme of this name, or the one that suits the surroundings for "auto" and for names that do not exist.
    pub fn choose(name: &str, surroundings: &Surroundings) -> Self {
        Self::named(name)
            .or_else(|| Self::named(surroundings.suits()))
            .unwrap_or_else(Self::plain)
    }

    /// A theme that looks like nothing at all.
    pub fn plain() -> Self {
        Self {
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
        Self { styles }
    }

    /// What a cell drawn with [`Theme::probe`] is: the role it says and the role under it.
    pub fn probed(fg: Color, bg: Color) -> (Option<Role>, Option<Role>) {
        (Role::from_probe(fg), Role::from_probe(bg))
    }

    /// The look of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
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

/// What the environment says about the terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// `NO_COLOR` (<https://no-color.org>): no colours if it is set and not empty.
    pub no_color: Option<String>,
    /// `TERM`.
    pub term: Option<String>,
    /// `COLORTERM`; anything in it means many colours.
    pub colorterm: Option<String>,
    /// `COLORFGBG`, "15;0": the terminal's colours, background last.
    pub colorfgbg: Option<String>,
}

impl Surroundings {
    /// Reads the variables through a function such as one that asks the environment.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            no_color: variable("NO_COLOR"),
            term: variable("TERM"),
            colorterm: variable("COLORTERM"),
            colorfgbg: variable("COLORFGBG"),
        }
    }

    /// Whether colours are unwanted or unknown to the terminal.
    pub fn colourless(&self) -> bool {
        self.no_color.as_deref().is_some_and(|set| !set.is_empty())
            || self.is_dumb()
            || self.term.as_deref().is_some_and(is_monochrome)
    }

    /// Whether the terminal can do nothing but print.
    pub fn is_dumb(&self) -> bool {
        matches!(self.term.as_deref(), Some("dumb"))
    }

    /// The name of the theme that suits.
    pub fn suits(&self) -> &'static str {
        if self.colourless() {
            return "mono";
        }
        let term = self.term.as_deref().unwrap_or("");
        let many = self.colorterm.as_deref().is_some_and(|it| !it.is_empty())
            || term.contains("256color")
            || term.contains("kitty")
            || term.contains("alacritty")
            || term.contains("ghostty")
            || term.contains("direct");
        if !many {
            return "ansi";
        }
        let background = self
            .colorfgbg
            .as_deref()
            .and_then(|pair| pair.rsplit(';').next())
            .and_then(|number| number.parse::<u8>().ok());
        match background {
            Some(7 | 9..=15) => "light",
            _ => "dark",
        }
    }
}

/// Terminals that are known to have no colours.
fn is_monochrome(term: &str) -> bool {
    matches!(term, "vt100" | "vt102" | "vt220") || term.ends_with("-m") || term.ends_with("-mono")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ratatui::style::Modifier;

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
    fn every_look_of_the_table_can_be_read_and_is_written_back() {
        for entry in TABLE {
            for look in entry.looks {
                let style = parse_look(look).unwrap_or_else(|e| panic!("{}: {e}", entry.name));
                assert_eq!(parse_look(&write_look(style)), Ok(style), "{look}");
            }
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

    #[test]
    fn companies_and_persons_differ_in_shape_in_every_theme() {
        for name in Theme::NAMES {
            let theme = Theme::named(name).unwrap();
            let shape = |role| theme.style(role).add_modifier;
            assert_ne!(shape(Role::Company), shape(Role::Person), "{name}");
            assert!(shape(Role::Company).contains(Modifier::BOLD));
            assert!(shape(Role::Person).contains(Modifier::UNDERLINED));
        }
    }

    #[test]
    fn what_lies_under_sets_no_foreground_so_that_what_lies_over_keeps_its_own() {
        for name in Theme::NAMES {
            let theme = Theme::named(name).unwrap();
            for role in Role::all().filter(|role| role.lies_under()) {
                assert_eq!(theme.style(role).fg, None, "{name} {}", role.name());
                assert_ne!(theme.style(role), Style::new(), "{name} {}", role.name());
            }
        }
    }

    #[test]
    fn mono_has_no_colours_at_all() {
        let mono = Theme::named("mono").unwrap();
        for role in Role::all() {
            assert_eq!((mono.style(role).fg, mono.style(role).bg), (None, None));
        }
    }

    /// WCAG 2.2, 1.4.3: 4.5 to 1 for text. The rule between panes says nothing and may be fainter.
    #[test]
    fn everything_stays_readable_on_the_page_and_on_whatever_lies_under_it() {
        for (name, page, ink) in [
            ("dark", (0x1e, 0x1e, 0x1e), 252),
            ("light", (255, 255, 255), 16),
        ] {
            let theme = Theme::named(name).unwrap();
            let grounds = Role::all()
                .filter(|role| role.lies_under())
                .map(|role| (role.name(), channels(theme.style(role).bg.unwrap())))
                .chain([("page", page)]);
            for (under, ground) in grounds {
                let said = Role::all().filter(|role| match under {
                    "page" | "cursor" | "cursor-idle" => *role != Role::Rule,
                    _ => STANDS_IN_TEXT.contains(role),
                });
                for role in said.filter(|role| !role.lies_under()) {
                    let fg = theme.style(role).fg.unwrap_or(Color::Indexed(ink));
                    let ratio = contrast(channels(fg), ground);
                    let least = if under == "page" { 4.5 } else { 3.0 };
                    assert!(
                        ratio >= least,
                        "{name}: {} on {under}: {ratio:.1}",
                        role.name()
                    );
                }
            }
        }
    }

    /// What a hit or a mark can lie under.
    const STANDS_IN_TEXT: [Role; 13] = [
        Role::Text,
        Role::Headline,
        Role::Heading,
        Role::Unread,
        Role::Company,
        Role::Person,
        Role::Organisation,
        Role::Place,
        Role::Product,
        Role::Quote,
        Role::Figure,
        Role::Office,
        Role::Link,
    ];

    fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance((r, g, b): (u8, u8, u8)) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    /// The fixed part of the 256-colour palette: a cube of six steps and a ramp of greys.
    fn channels(colour: Color) -> (u8, u8, u8) {
        let Color::Indexed(number @ 16..) = colour else {
            panic!("{colour:?} depends on the terminal");
        };
        if number >= 232 {
            let grey = 8 + (number - 232) * 10;
            return (grey, grey, grey);
        }
        let step = |n: u8| if n == 0 { 0 } else { 55 + n * 40 };
        let cube = number - 16;
        (step(cube / 36), step(cube / 6 % 6), step(cube % 6))
    }

    #[test]
    fn auto_follows_the_surroundings() {
        let suits = |pairs: &[(&str, &str)]| {
            Surroundings::read(|name| {
                pairs
                    .iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            })
            .suits()
        };
        assert_eq!(suits(&[("TERM", "xterm-256color")]), "dark");
        assert_eq!(
            suits(&[("TERM", "xterm-256color"), ("COLORFGBG", "0;15")]),
            "light"
        );
        assert_eq!(
            suits(&[("TERM", "xterm"), ("COLORTERM", "truecolor")]),
            "dark"
        );
        assert_eq!(suits(&[("TERM", "linux")]), "ansi");
        assert_eq!(suits(&[("TERM", "dumb")]), "mono");
        assert_eq!(
            suits(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]),
            "mono"
        );
        assert_eq!(
            suits(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]),
            "dark"
        );
    }

    #[test]
    fn a_theme_that_does_not_exist_is_chosen_as_auto() {
        let nowhere = Surroundings::default();
        assert_eq!(Some(Theme::choose("neon", &nowhere)), Theme::named("ansi"));
        assert_eq!(
            Some(Theme::choose("light", &nowhere)),
            Theme::named("light")
        );
    }
}
