//! Themes as files: those of `assets/themes`, compiled in, and the reader's own, read alike.
//!
//! Pure: text in, a theme and complaints out. What a file leaves out is as in the theme it says it is like; a bad
//! look keeps that one too, and everything else in the file holds.
//!
//! ```toml
//! about = "like a swamp"   # shown in the picker
//! background = "dark"     # what it is made for: dark, light, any
//! like = "dark"           # where it says nothing; without this, the theme named as the background
//! [looks]
//! company = "#5fafff bold"
//! ```

use toml::de::DeTable;

use super::part::{Lines, Part, Unknown};
use super::{Complaint, Config};
use crate::say::{Said, say};
use crate::text::Clean;
use crate::theme::{Ground, Role, Theme, parse_look};

/// The themes that come with the program, in the order in which the picker shows them.
const BUILT_IN: [(&str, &str); 8] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("paper", include_str!("../../assets/themes/paper.toml")),
    ("dusk", include_str!("../../assets/themes/dusk.toml")),
    (
        "contrast",
        include_str!("../../assets/themes/contrast.toml"),
    ),
    ("safe", include_str!("../../assets/themes/safe.toml")),
    ("ansi", include_str!("../../assets/themes/ansi.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
];

/// The backgrounds as files name them.
const GROUNDS: [(&str, Ground); 3] = [
    ("dark", Ground::Dark),
    ("light", Ground::Light),
    ("any", Ground::Any),
];

/// The themes there are, by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Themes(Vec<Named>);

/// A theme, what it is called, and what it says of itself.
#[derive(Debug, Clone, PartialEq)]
struct Named {
    name: String,
    about: String,
    theme: Theme,
}

impl Themes {
    /// Those that come with the program.
    pub fn built_in() -> Self {
        let mut themes = Self(Vec::new());
        for (name, text) in BUILT_IN {
            // A test holds that they bring no complaint.
            themes.read(name, text);
        }
        themes
    }

    /// Their names, besides "auto".
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|known| known.name.as_str())
    }

    /// The theme of this name.
    pub fn get(&self, name: &str) -> Option<&Theme> {
        self.named(name).map(|known| &known.theme)
    }

    /// What the theme of this name is like, in a few words.
    pub fn about(&self, name: &str) -> Option<Said> {
        self.named(name)
            .map(|known| Said::in_catalogue(&known.about))
    }

    fn named(&self, name: &str) -> Option<&Named> {
        self.0.iter().find(|known| known.name == name)
    }

    /// Takes the text of a theme's file in, in place of the one of the same name; says what of it could not be taken.
    pub fn read(&mut self, name: &str, text: &str) -> Vec<Complaint> {
        let lines = Lines::new(text);
        let table = match DeTable::parse(text) {
            Ok(table) => table,
            Err(error) => return vec![lines.no_toml(&error, &say!("there is no such theme"))],
        };
        let mut complaints = Vec::new();
        let mut whole = Part::of(Unknown::OfTheme, table.get_ref(), &lines, &mut complaints);
        let mut about = "your own".to_owned();
        whole.text("about", &mut about);
        let mut ground = "dark".to_owned();
        whole.choice("background", &GROUNDS.map(|(name, _)| name), &mut ground);
        let mut like = if ground == "any" { "ansi" } else { &ground }.to_owned();
        let built_in: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        whole.choice("like", &built_in, &mut like);
        let base = self.get(&like).cloned().unwrap_or_else(Theme::plain);
        let ground = GROUNDS.iter().find(|(name, _)| *name == ground);
        let mut theme = base.on(ground.map_or(Ground::Any, |(_, ground)| *ground));
        whole.part_of("looks", Unknown::Role, |part| {
            for (role, look) in part.looks(&say!("that of {like} holds", like)) {
                theme = theme.clone().with(role, look);
            }
        });
        whole.finish();
        let read = Named {
            name: name.to_owned(),
            about: Clean::line(&about).to_string(),
            theme,
        };
        match self.0.iter_mut().find(|known| known.name == name) {
            Some(known) => *known = read,
            None => self.0.push(read),
        }
        complaints.sort_by_key(|complaint| complaint.line);
        complaints
    }
}

/// What stands in the file in which the reader's choice of a theme is kept.
///
/// It names the theme of the settings that it takes the place of, so that changing these later is not in vain.
pub fn write_choice_of_theme(theme: &str, instead_of: &str) -> String {
    let quoted = |name: &str| toml::Value::from(name).to_string();
    format!(
        "# The theme you chose in the reader. depesche writes this file; it holds as long as the settings say the other.\n\
         theme = {}\ninstead-of = {}\n",
        quoted(theme),
        quoted(instead_of)
    )
}

/// The theme that was chosen in place of the one in the settings, if there still is one of that name.
pub fn choice_of_theme(text: &str, config: &Config) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let value = |name: &str| table.get_ref().get(name)?.get_ref().as_str();
    let theme = value("theme")?;
    let holds = value("instead-of")? == config.screen.theme;
    let exists = theme == "auto" || config.themes.get(theme).is_some();
    (holds && exists).then(|| theme.to_owned())
}

impl Part<'_> {
    /// Reads a look for every role; where one cannot be read, the complaint says what holds.
    pub(super) fn looks(&mut self, otherwise: &Said) -> Vec<(Role, ratatui::style::Style)> {
        let mut looks = Vec::new();
        for role in Role::all() {
            let mut look = String::new();
            let Some(at) = self.text(role.name(), &mut look) else {
                continue;
            };
            match parse_look(&look) {
                Ok(look) => looks.push((role, look)),
                Err(wrong) => self.complain(at, say!("{wrong}; {otherwise}", wrong, otherwise)),
            }
        }
        looks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_themes_bring_no_complaint_and_leave_no_role_out() {
        for (name, text) in BUILT_IN {
            let mut themes = Themes(Vec::new());
            assert_eq!(themes.read(name, text), [], "{name}");
            let looks = text.split_once("[looks]\n").expect("looks").1;
            let named: Vec<&str> = looks
                .lines()
                .filter_map(|l| l.split(" = ").next())
                .collect();
            let all: Vec<&str> = Role::all().map(Role::name).collect();
            assert_eq!(named, all, "{name}");
        }
    }

    #[test]
    fn a_theme_of_the_readers_own_needs_to_say_only_what_is_different() {
        let mut themes = Themes::built_in();
        let text =
            "background = \"light\"\nlike = \"paper\"\n[looks]\ncompany = \"#102030 bold\"\n";
        assert_eq!(themes.read("mine", text), []);
        let (mine, paper) = (themes.get("mine").unwrap(), themes.get("paper").unwrap());
        assert_eq!(mine.ground(), Ground::Light);
        assert_eq!(mine.style(Role::Person), paper.style(Role::Person));
        assert_eq!(
            mine.style(Role::Company),
            parse_look("#102030 bold").unwrap()
        );
        assert_eq!(themes.about("mine").unwrap(), "your own");
    }

    #[test]
    fn a_choice_holds_until_the_settings_name_another_theme() {
        let text = write_choice_of_theme("paper", "auto");
        let (mut config, _) = Config::read("");
        assert_eq!(choice_of_theme(&text, &config).as_deref(), Some("paper"));
        "light".clone_into(&mut config.screen.theme);
        assert_eq!(choice_of_theme(&text, &config), None);
        let gone = write_choice_of_theme("my \"own\"", "light");
        assert_eq!(choice_of_theme(&gone, &config), None);
        config.themes.read("my \"own\"", "");
        assert!(choice_of_theme(&gone, &config).is_some());
        assert_eq!(choice_of_theme("theme = 3", &config), None);
    }

    #[test]
    fn a_wrong_line_is_named_with_what_was_probably_meant_and_the_rest_holds() {
        let mut themes = Themes::built_in();
        let text = "background = \"bright\"\nlike = \"papre\"\n[looks]\ncompny = \"red\"\nperson = \"purpel\"\n\
                    place = \"green\"\n[look]\n";
        let told: Vec<String> = themes
            .read("mine", text)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            told,
            [
                "line 1: “bright” is no background (dark, light, any); dark holds",
                "line 2: “papre” is no like (dark, light, paper, dusk, contrast, safe, ansi, mono), paper was probably \
                 meant; dark holds",
                "line 4: [looks] “compny” is no role, company was probably meant; it was left out",
                "line 5: [looks] “purpel” is no colour (a name such as cyan, 0 to 255, #rrggbb) and no shape (bold, \
                 dim, italic, underlined, reverse, crossed); that of dark holds",
                "line 7: “look” is nothing that a theme says, looks was probably meant; it was left out",
            ]
        );
        let mine = themes.get("mine").unwrap();
        assert_eq!(mine.style(Role::Place), parse_look("green").unwrap());
        let told = themes.read("other", "[looks\n");
        assert!(told[0].to_string().starts_with("line 1: this is not TOML"));
        assert_eq!(themes.get("other"), None);
    }
}
