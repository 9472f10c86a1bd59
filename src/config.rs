//! The settings: `config.example.toml`, compiled in, is the defaults; the reader's file lies over it.
//!
//! Pure: text in, settings and complaints out. A bad value keeps the default and everything else in the file holds;
//! complaints name the line and the nearest valid name. Where the file lies and how it is read is not known here.

mod near;
mod part;
pub mod repairs;
mod themes;

use std::fmt;
use std::ops::RangeInclusive;

use ratatui::style::Style;
use toml::de::DeTable;

use crate::action::{Action, TABLE};
use crate::keymap::{Bound, Keymap, Preset, parse_keys};
use crate::say::{Said, Tongue, say};
use crate::theme::{Depth, Role, Surroundings, Theme};

pub use themes::{Themes, choice_of_theme, write_choice_of_theme};

use part::{Lines, Part, Unknown};

/// The defaults, and the documentation of every option.
pub const EXAMPLE: &str = include_str!("../config.example.toml");

/// Columns that a line of text may have.
pub const MEASURES: RangeInclusive<u16> = 40..=200;

/// All settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// `[reader]`.
    pub reader: Reader,
    /// `[screen]`.
    pub screen: Screen,
    /// `[programs]`.
    pub programs: Programs,
    /// `[feeds]`.
    pub feeds: Feeds,
    /// `[retention]`.
    pub retention: Retention,
    /// `preset` of `[keys]`.
    pub preset: Preset,
    /// `[keys]`, over the preset.
    pub keys: Keymap,
    /// The themes there are: those that come with the program and the reader's own.
    pub themes: Themes,
    /// `[colours]`: looks that replace those of the theme.
    pub colours: Vec<(Role, Style)>,
    /// `[views]`: names and queries, in the order of the file.
    pub views: Vec<(String, String)>,
    /// `[columns.NAME]`: how tables map to articles.
    pub columns: Vec<(String, Columns)>,
    /// What of the reader's file could not be taken, as a sentence for the message line; whoever read the file sets it.
    pub trouble: Option<Said>,
    /// The language that the setting and the locale come to; whoever knows the locale sets it.
    pub tongue: Tongue,
}

/// How the text is set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reader {
    /// Columns of a line of text; one of [`MEASURES`].
    pub measure: u16,
    /// Whether long words are hyphenated (German and English).
    pub hyphenate: bool,
    /// Whether lines end with the measure rather than ragged.
    pub justify: bool,
    /// Whether opening an article marks it read.
    pub mark_read: bool,
    /// Whether the row of a story, marked read, marks all articles of the story.
    pub mark_story: bool,
}

/// How the screen is laid out and coloured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    /// "auto", or a theme's name.
    pub theme: String,
    /// "auto", or how many colours may be sent, by one of [`Depth::NAMES`].
    pub depth: String,
    /// "auto" (the locale's), "english" or "german".
    pub language: String,
    /// Whether the screen is one for a screen reader.
    pub screen_reader: bool,
    /// Whether the mouse is taken.
    pub mouse: bool,
    /// Whether words of links lead somewhere in terminals that show links.
    pub links: bool,
    /// Whether companies and persons are coloured in the text.
    pub colours: bool,
    /// Whether the highlights pane is shown where there is room.
    pub highlights: bool,
    /// Whether the same piece from several sources is one row.
    pub stories: bool,
    /// Whether depesche opens with what is new on the watch list, where something is.
    pub briefing: bool,
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
    /// Tells the desktop about watched entities after a refresh, a headline and a line appended; empty means nobody does.
    pub notifier: Vec<String>,
}

/// How feeds are visited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feeds {
    /// Whether the open reader visits the feeds whose time has come.
    pub refresh: bool,
    /// Whether addresses that the reader types may lie inside the own network.
    pub own_network: bool,
}

/// What may be dropped when the reader says so; 0 is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retention {
    /// Articles older than so many days.
    pub days: u32,
    /// Articles beyond so many.
    pub articles: u32,
    /// Articles that make the store larger than so many megabytes (of 1,000,000 bytes).
    pub megabytes: u32,
}

/// A saved mapping of a table's columns to an article's fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// Field of the article and the column's name or number from 1.
    pub fields: Vec<(String, String)>,
    /// The separator; found by looking when not given.
    pub separator: Option<char>,
    /// The quote character.
    pub quote: Option<char>,
    /// Whether the first line names the columns; found by looking when not given.
    pub header: Option<bool>,
}

impl Columns {
    /// The fields of an article that a column can hold.
    pub const FIELDS: [&str; 8] = [
        "title",
        "body",
        "published",
        "source",
        "url",
        "language",
        "byline",
        "id",
    ];
}

/// Something in the reader's file that could not be taken: where, and one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The line, from 1.
    pub line: usize,
    /// One sentence: what is wrong, what holds instead, what was probably meant.
    pub message: Said,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl Complaint {
    /// What is said of it.
    pub fn said(&self) -> Said {
        let (line, message) = (self.line.to_string(), &self.message);
        say!("line {line}: {message}", line, message)
    }
}

impl Default for Config {
    /// What `config.example.toml` says.
    fn default() -> Self {
        Self::bare(Themes::built_in())
    }
}

impl Config {
    fn bare(themes: Themes) -> Self {
        let mut config = Self {
            reader: Reader::default(),
            screen: Screen::default(),
            programs: Programs::default(),
            feeds: Feeds::default(),
            retention: Retention::default(),
            preset: Preset::default(),
            keys: Keymap::default(),
            themes,
            colours: Vec::new(),
            views: Vec::new(),
            columns: Vec::new(),
            trouble: None,
            tongue: Tongue::default(),
        };
        // A test holds that the example brings no complaint.
        config.lay_over(EXAMPLE);
        config.keys.settle();
        config
    }

    /// The defaults with the reader's file over them, and what of the file could not be taken.
    pub fn read(text: &str) -> (Self, Vec<Complaint>) {
        Self::read_with(Themes::built_in(), text)
    }

    /// The same, with these themes to choose from.
    pub fn read_with(themes: Themes, text: &str) -> (Self, Vec<Complaint>) {
        let mut config = Self::bare(themes);
        let complaints = config.lay_over(text);
        (config, complaints)
    }

    /// How many colours may be sent: as the settings say, else as the surroundings do.
    pub fn depth(&self, surroundings: &Surroundings) -> Depth {
        Depth::named(&self.screen.depth).unwrap_or_else(|| surroundings.depth())
    }

    /// The theme of this name with the reader's own looks; for "auto", the one that suits the surroundings.
    ///
    /// Where there are too few colours for it, "ansi" or "mono" stands in.
    pub fn theme(&self, name: &str, surroundings: &Surroundings) -> Theme {
        let depth = self.depth(surroundings);
        let named = |name: &str| self.themes.get(name).cloned();
        let suiting = || named(surroundings.suits(depth)).unwrap_or_else(Theme::plain);
        let mut theme = named(name).unwrap_or_else(suiting);
        if !theme.fits(depth) {
            theme = suiting();
        }
        if depth == Depth::None {
            return theme;
        }
        self.colours
            .iter()
            .fold(theme, |theme, (role, look)| theme.with(*role, *look))
    }

    /// The language of the settings, or that of a locale where they leave it to that.
    pub fn tongue_in(&self, variable: impl Fn(&str) -> Option<String>) -> Tongue {
        Tongue::named(&self.screen.language).unwrap_or_else(|| Tongue::of_locale(variable))
    }

    fn lay_over(&mut self, text: &str) -> Vec<Complaint> {
        let lines = Lines::new(text);
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => return vec![lines.no_toml(&error, &say!("the defaults hold"))],
        };
        let mut complaints = Vec::new();
        let mut whole = Part::of(Unknown::Table, table.get_ref(), &lines, &mut complaints);
        whole.part("reader", |part| self.read_reader(part));
        whole.part("screen", |part| self.read_screen(part));
        whole.part("programs", |part| self.read_programs(part));
        whole.part("feeds", |part| self.read_feeds(part));
        whole.part("retention", |part| self.read_retention(part));
        whole.part("colours", |part| self.read_colours(part));
        whole.part("keys", |part| self.read_keys(part));
        whole.part("views", |part| self.read_views(part));
        whole.part("columns", |part| self.read_columns(part));
        whole.finish();
        complaints.sort_by_key(|complaint| complaint.line);
        complaints
    }

    fn read_reader(&mut self, part: &mut Part) {
        part.number("measure", MEASURES, &mut self.reader.measure);
        part.flag("hyphenate", &mut self.reader.hyphenate);
        part.flag("justify", &mut self.reader.justify);
        part.flag("mark-read", &mut self.reader.mark_read);
        part.flag("mark-story", &mut self.reader.mark_story);
    }

    fn read_screen(&mut self, part: &mut Part) {
        let themes: Vec<&str> = std::iter::once("auto").chain(self.themes.names()).collect();
        part.choice("theme", &themes, &mut self.screen.theme);
        let depths = Depth::NAMES.map(|(name, _)| name);
        let depths: Vec<&str> = std::iter::once("auto").chain(depths).collect();
        part.choice("depth", &depths, &mut self.screen.depth);
        let languages: Vec<&str> = std::iter::once("auto")
            .chain(Tongue::NAMED.map(|(name, _)| name))
            .collect();
        part.choice("language", &languages, &mut self.screen.language);
        part.flag("screen-reader", &mut self.screen.screen_reader);
        part.flag("mouse", &mut self.screen.mouse);
        part.flag("links", &mut self.screen.links);
        part.flag("colours", &mut self.screen.colours);
        part.flag("highlights", &mut self.screen.highlights);
        part.flag("stories", &mut self.screen.stories);
        part.flag("briefing", &mut self.screen.briefing);
    }

    fn read_programs(&mut self, part: &mut Part) {
        part.words("browser", &mut self.programs.browser);
        part.words("clipboard", &mut self.programs.clipboard);
        part.words("editor", &mut self.programs.editor);
        part.words("notifier", &mut self.programs.notifier);
    }

    fn read_feeds(&mut self, part: &mut Part) {
        part.flag("refresh", &mut self.feeds.refresh);
        part.flag("own-network", &mut self.feeds.own_network);
    }

    fn read_retention(&mut self, part: &mut Part) {
        part.number("days", 0..=100_000, &mut self.retention.days);
        part.number("articles", 0..=1_000_000_000, &mut self.retention.articles);
        part.number("megabytes", 0..=100_000_000, &mut self.retention.megabytes);
    }

    fn read_colours(&mut self, part: &mut Part) {
        self.colours = part.looks(&say!("the theme's look holds"));
    }

    fn read_keys(&mut self, part: &mut Part) {
        let mut own: Vec<(usize, Action, Vec<Vec<_>>)> = Vec::new();
        for entry in TABLE {
            let mut runs = Vec::new();
            let Some(at) = part.words(entry.name, &mut runs) else {
                continue;
            };
            let mut good = Vec::new();
            for run in &runs {
                match parse_keys(run) {
                    Ok(keys) => good.push(keys),
                    Err(wrong) => part.complain(at, wrong),
                }
            }
            if runs.is_empty() || !good.is_empty() {
                own.push((at, entry.action, good));
            }
        }
        // Of two that hide each other the one that stands first in the file holds.
        own.sort_by_key(|(at, ..)| *at);
        let places: Vec<(usize, Action)> =
            own.iter().map(|(at, action, _)| (*at, *action)).collect();
        let own: Vec<_> = own
            .into_iter()
            .map(|(_, action, runs)| (action, runs))
            .collect();
        let mut preset = self.preset.name().to_owned();
        part.choice("preset", &Preset::ALL.map(Preset::name), &mut preset);
        self.preset = Preset::named(&preset).unwrap_or_default();
        let (keys, clashes) = Keymap::over(self.preset, &own);
        self.keys = keys;
        for clash in clashes {
            let at = places
                .iter()
                .find(|(_, action)| *action == clash.loser)
                .map_or(0, |(at, _)| *at);
            part.complain(
                at,
                say!(
                    "“{keys}” stands for {holder} already; {loser} does not get it",
                    keys = clash.keys,
                    holder = clash.holder.name(),
                    loser = clash.loser.name()
                ),
            );
        }
    }

    fn read_views(&mut self, part: &mut Part) {
        for name in part.names() {
            let (mut query, mut runs) = (String::new(), Vec::new());
            let at = part.place(&name);
            let mut found = None;
            if part.is_table(&name) {
                part.part(&name, |part| {
                    found = part.text("query", &mut query);
                    part.words("keys", &mut runs);
                });
                if found.is_none() {
                    part.complain(at, say!("{name} needs a query in quotation marks", name));
                }
            } else {
                found = part.text(&name, &mut query);
            }
            if found.is_none() {
                continue;
            }
            let number = self.views.len();
            self.views.push((name, query));
            for run in runs {
                self.bind_view(part, at, &run, number);
            }
        }
    }

    fn bind_view(&mut self, part: &mut Part, at: usize, run: &str, number: usize) {
        let keys = match parse_keys(run) {
            Ok(keys) => keys,
            Err(wrong) => return part.complain(at, wrong),
        };
        let Err(holder) = self.keys.bind_view(keys, number) else {
            return;
        };
        let named = |number: usize| {
            let name = &self.views[number].0;
            say!("the view {name}", name)
        };
        let holder = match holder {
            Bound::Action(action) => Said::quoting(action),
            Bound::View(other) if other == number => return,
            Bound::View(other) => named(other),
        };
        let (keys, loser) = (run, named(number));
        part.complain(
            at,
            say!(
                "“{keys}” stands for {holder} already; {loser} does not get it",
                keys,
                holder,
                loser
            ),
        );
    }

    fn read_columns(&mut self, part: &mut Part) {
        for name in part.names() {
            part.part(&name, |part| {
                let mut columns = Columns::default();
                for field in Columns::FIELDS {
                    let mut column = String::new();
                    if part.text_or_number(field, &mut column).is_some() {
                        columns.fields.push((field.to_owned(), column));
                    }
                }
                part.character("separator", &mut columns.separator);
                part.character("quote", &mut columns.quote);
                let mut header = false;
                if part.flag("header", &mut header).is_some() {
                    columns.header = Some(header);
                }
                self.columns.push((name.clone(), columns));
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Place;
    use crate::keymap::Found;
    use crate::theme::parse_look;

    #[track_caller]
    fn one_complaint(text: &str) -> (Config, String) {
        let (config, complaints) = Config::read(text);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        (config, complaints[0].to_string())
    }

    #[test]
    fn the_readers_file_lies_over_the_defaults() {
        let (config, complaints) =
            Config::read("[reader]\nmeasure = 60\n[screen]\ntheme = 'light'\n");
        assert_eq!(complaints, []);
        assert_eq!((config.reader.measure, config.reader.hyphenate), (60, true));
        assert_eq!(config.screen.theme, "light");
    }

    #[test]
    fn an_unknown_name_is_told_with_its_line_and_the_nearest_name() {
        let (config, told) = one_complaint("[reader]\n\nmesure = 60\nhyphenate = false\n");
        assert_eq!(
            told,
            "line 3: [reader] “mesure” is no option, measure was probably meant; it was left out"
        );
        assert_eq!(
            (config.reader.measure, config.reader.hyphenate),
            (72, false)
        );
        let (_, told) = one_complaint("[raeder]\nmeasure = 60\n");
        assert!(told.starts_with("line 1: “raeder” is no table of the settings, reader was"));
        let (_, told) = one_complaint("[keys]\nboookmark = ['m']\n");
        assert!(told.contains("bookmark was probably meant"));
    }

    #[test]
    fn a_bad_value_keeps_the_default_and_the_rest_of_the_file_holds() {
        let (config, told) = one_complaint("[reader]\nmeasure = 7\nmark-read = false\n");
        assert_eq!(
            told,
            "line 2: [reader] measure is a number from 40 to 200; 72 holds"
        );
        assert_eq!(
            (config.reader.measure, config.reader.mark_read),
            (72, false)
        );
        let (config, told) = one_complaint("[screen]\ntheme = 'drak'\n");
        assert!(
            told.contains("dark was probably meant; auto holds"),
            "{told}"
        );
        assert_eq!(config.screen.theme, "auto");
        let (_, told) = one_complaint("[screen]\nmouse = 'yes'\n");
        assert!(told.contains("true or false"), "{told}");
        let (_, told) = one_complaint("[programs]\nbrowser = 5\n");
        assert!(told.contains("list of texts"), "{told}");
    }

    #[test]
    fn a_file_that_is_not_toml_leaves_the_defaults_and_names_the_line() {
        let (config, told) = one_complaint("[reader]\nmeasure = 60\nhyphenate = = 1\n");
        assert!(told.starts_with("line 3: this is not TOML"), "{told}");
        assert_eq!(config, Config::default());
    }

    #[test]
    fn a_bad_key_is_told_and_the_good_ones_hold() {
        let (config, told) = one_complaint("[keys]\ndown = ['j', 'Entre']\nquit = []\n");
        assert!(
            told.starts_with("line 2: [keys] “Entre” is no key"),
            "{told}"
        );
        assert_eq!(config.keys.keys_of(Action::Down), ["j"]);
        assert_eq!(config.keys.keys_of(Action::Quit), Vec::<String>::new());
        let (config, _) = one_complaint("[keys]\ndown = ['Entre']\n");
        assert_eq!(config.keys.keys_of(Action::Down), ["j", "Down"]);
    }

    #[test]
    fn of_two_own_keys_that_clash_the_first_in_the_file_holds() {
        let (config, told) = one_complaint("[keys]\nundo = 'U'\ndown = 'U'\n");
        assert_eq!(
            told,
            "line 3: [keys] “U” stands for undo already; down does not get it"
        );
        let found = config.keys.look_up(Place::Panes, &parse_keys("U").unwrap());
        assert_eq!(found, Found::Action(Action::Undo));
    }

    #[test]
    fn own_looks_lie_over_the_theme_but_not_where_colours_are_unwanted() {
        let (config, told) = one_complaint("[colours]\ncompany = 'red bold'\nperson = 'purpel'\n");
        assert!(
            told.contains("line 3: [colours] “purpel” is no colour"),
            "{told}"
        );
        let with = |term: &str| config.theme("auto", &Surroundings::of(&[("TERM", term)]));
        let red = parse_look("red bold").unwrap();
        assert_eq!(with("xterm-256color").style(Role::Company), red);
        assert_eq!(with("xterm").style(Role::Company), red);
        assert_eq!(Some(&with("dumb")), config.themes.get("mono"));
    }

    #[test]
    fn a_theme_is_shown_as_it_is_meant_or_one_with_fewer_colours_stands_in() {
        let named = |config: &Config, name: &str, pairs: &[(&str, &str)]| {
            let theme = config.theme(name, &Surroundings::of(pairs));
            let known = |known: &&str| config.themes.get(known) == Some(&theme);
            config.themes.names().find(known).map(str::to_owned)
        };
        let (many, few) = (("TERM", "xterm-256color"), ("TERM", "xterm"));
        let no_color = ("NO_COLOR", "1");
        let config = Config::default();
        for name in config.themes.names() {
            assert_eq!(named(&config, name, &[many]).as_deref(), Some(name));
            let poor = if name == "mono" { "mono" } else { "ansi" };
            assert_eq!(named(&config, name, &[few]).as_deref(), Some(poor));
            assert_eq!(
                named(&config, name, &[many, no_color]).as_deref(),
                Some("mono")
            );
        }
        assert_eq!(named(&config, "neon", &[many]).as_deref(), Some("dark"));
        let (config, _) = Config::read("[screen]\ndepth = \"256\"\n");
        for pairs in [&[few][..], &[many, no_color]] {
            assert_eq!(named(&config, "safe", pairs).as_deref(), Some("safe"));
        }
        let (config, _) = Config::read("[screen]\ndepth = \"none\"\n");
        assert_eq!(named(&config, "auto", &[many]).as_deref(), Some("mono"));
    }

    #[test]
    fn views_and_columns_are_kept_in_the_order_of_the_file() {
        let text = "[views]\nz = 'is:unread'\na = 'lang:de'\n\
                    [columns.archive]\ntitle = 'Headline'\nbody = 3\nseparator = ';'\nheader = false\n";
        let (config, complaints) = Config::read(text);
        assert_eq!(complaints, []);
        assert_eq!(config.views[0], ("z".to_owned(), "is:unread".to_owned()));
        let (name, columns) = &config.columns[0];
        assert_eq!(name, "archive");
        assert!(
            columns
                .fields
                .contains(&("body".to_owned(), "3".to_owned()))
        );
        assert_eq!(
            (columns.separator, columns.header),
            (Some(';'), Some(false))
        );
        let text = "[views]\nm = { query = 'is:unread', keys = ['g 1', 'M'] }\nn = { query = 'b', keys = 'M' }\n";
        let (config, told) = one_complaint(text);
        assert_eq!(
            told,
            "line 3: [views] “M” stands for the view m already; the view n does not get it"
        );
        assert_eq!(config.views[1], ("n".to_owned(), "b".to_owned()));
        assert_eq!(config.keys.keys_of_view(0), ["g 1", "M"]);
        let (config, told) =
            one_complaint("[keys]\nundo = 'U'\n[views]\nm = { query = 'a', keys = ['U'] }\n");
        assert!(
            told.contains("“U” stands for undo already; the view m"),
            "{told}"
        );
        assert_eq!(config.keys.keys_of_view(0), Vec::<String>::new());
        let (config, told) = one_complaint("[views]\nm = { keys = ['U'] }\n");
        assert!(told.contains("line 2") && told.contains("query"), "{told}");
        assert_eq!(config.views, []);
        let (_, told) = one_complaint("[columns.x]\nseparator = ';;'\n");
        assert!(
            told.contains("[columns.x] separator is a single character"),
            "{told}"
        );
    }
}
