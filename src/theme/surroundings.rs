//! What the environment and the terminal say about colours: how many there are, and on what background.

use super::Depth;

/// What is known about the terminal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// `NO_COLOR` (<https://no-color.org>): no colours if it is set and not empty.
    pub no_color: Option<String>,
    /// `TERM`.
    pub term: Option<String>,
    /// `COLORTERM`: "truecolor" or "24bit" mean all colours, anything else many.
    pub colorterm: Option<String>,
    /// `COLORFGBG`, "15;0": the terminal's colours, background last.
    pub colorfgbg: Option<String>,
    /// Whether the terminal itself said that its background is light; it is believed above the environment.
    pub light: Option<bool>,
}

impl Surroundings {
    /// Reads the variables through a function such as one that asks the environment.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            no_color: variable("NO_COLOR"),
            term: variable("TERM"),
            colorterm: variable("COLORTERM"),
            colorfgbg: variable("COLORFGBG"),
            light: None,
        }
    }

    /// Reads an environment that is handed in as pairs of names and values.
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self::read(|name| {
            let found = pairs.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    /// How many colours the terminal has, and may be sent.
    pub fn depth(&self) -> Depth {
        Depth::of(self)
    }

    /// The name of the theme that suits a terminal of so many colours here.
    pub fn suits(&self, depth: Depth) -> &'static str {
        match depth {
            Depth::None => "mono",
            Depth::Sixteen => "ansi",
            Depth::Indexed | Depth::True if self.is_light() => "light",
            Depth::Indexed | Depth::True => "dark",
        }
    }

    fn is_light(&self) -> bool {
        self.light.unwrap_or_else(|| {
            let background = self
                .colorfgbg
                .as_deref()
                .and_then(|pair| pair.rsplit(';').next())
                .and_then(|number| number.parse::<u8>().ok());
            matches!(background, Some(7 | 9..=15))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_follows_the_surroundings_and_believes_the_terminal_most() {
        let suits = |pairs: &[(&str, &str)], light| {
            let around = Surroundings {
                light,
                ..Surroundings::of(pairs)
            };
            around.suits(around.depth())
        };
        let many = ("TERM", "xterm-256color");
        assert_eq!(suits(&[many], None), "dark");
        assert_eq!(suits(&[many, ("COLORFGBG", "0;15")], None), "light");
        assert_eq!(suits(&[many, ("COLORFGBG", "0;15")], Some(false)), "dark");
        assert_eq!(suits(&[many], Some(true)), "light");
        assert_eq!(suits(&[("TERM", "linux")], Some(true)), "ansi");
        assert_eq!(suits(&[("TERM", "dumb")], None), "mono");
        assert_eq!(suits(&[many, ("NO_COLOR", "1")], Some(true)), "mono");
        assert_eq!(suits(&[many, ("NO_COLOR", "")], None), "dark");
    }
}
