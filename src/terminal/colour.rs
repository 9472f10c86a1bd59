//! How many colours the terminal has, and the nearest one it has for any other.

use ratatui::style::Color;

/// How many colours may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colours {
    /// None; attributes such as bold stay.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// Red, green and blue.
    True,
}

impl Colours {
    /// What the environment says: `NO_COLOR`, `COLORTERM`, `TERM`.
    pub fn of_environment() -> Self {
        Self::read(|name| std::env::var(name).ok())
    }

    /// Reads the variables through a function.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let get = |name| variable(name).unwrap_or_default();
        if !get("NO_COLOR").is_empty() {
            return Self::None;
        }
        if matches!(get("COLORTERM").as_str(), "truecolor" | "24bit") {
            return Self::True;
        }
        let term = get("TERM");
        if term.ends_with("-direct") || term.ends_with("-truecolor") {
            Self::True
        } else if [
            "256color",
            "kitty",
            "alacritty",
            "ghostty",
            "wezterm",
            "foot",
            "iterm",
        ]
        .iter()
        .any(|name| term.contains(name))
        {
            Self::Indexed
        } else if term.is_empty()
            || term.starts_with("vt")
            || term.ends_with("-mono")
            || term == "dumb"
        {
            Self::None
        } else {
            Self::Sixteen
        }
    }

    /// The nearest colour that may be sent; `None` for the terminal's default.
    pub(super) fn nearest(self, colour: Color) -> Option<Color> {
        if colour == Color::Reset {
            return None;
        }
        match self {
            Self::None => None,
            Self::True => Some(colour),
            Self::Indexed => Some(match colour {
                Color::Rgb(r, g, b) => Color::Indexed(indexed([r, g, b])),
                colour => colour,
            }),
            Self::Sixteen => Some(match colour {
                Color::Rgb(r, g, b) => Color::Indexed(basic([r, g, b])),
                Color::Indexed(number) if number > 15 => Color::Indexed(basic(rgb_of(number))),
                colour => colour,
            }),
        }
    }
}

/// xterm's default sixteen.
const BASIC: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// The steps of the 6x6x6 cube, numbers 16 to 231; greys follow from 232.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

fn rgb_of(number: u8) -> [u8; 3] {
    match number {
        0..=15 => BASIC[usize::from(number)],
        16..=231 => {
            let cube = usize::from(number - 16);
            [STEPS[cube / 36], STEPS[cube / 6 % 6], STEPS[cube % 6]]
        }
        232.. => [8 + 10 * (number - 232); 3],
    }
}

fn indexed(rgb: [u8; 3]) -> u8 {
    closest(16..=255, rgb)
}

fn basic(rgb: [u8; 3]) -> u8 {
    closest(0..=15, rgb)
}

fn closest(numbers: impl Iterator<Item = u8>, rgb: [u8; 3]) -> u8 {
    numbers
        .min_by_key(|number| {
            let other = rgb_of(*number);
            (0..3)
                .map(|part| i32::from(rgb[part]).abs_diff(i32::from(other[part])).pow(2))
                .sum::<u32>()
        })
        .unwrap_or(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Colours {
        Colours::read(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_decides_and_no_color_above_all() {
        assert_eq!(
            with(&[
                ("TERM", "xterm-256color"),
                ("COLORTERM", "truecolor"),
                ("NO_COLOR", "1")
            ]),
            Colours::None
        );
        assert_eq!(
            with(&[("TERM", "xterm"), ("NO_COLOR", "")]),
            Colours::Sixteen
        );
        assert_eq!(
            with(&[("TERM", "xterm"), ("COLORTERM", "24bit")]),
            Colours::True
        );
        assert_eq!(with(&[("TERM", "tmux-256color")]), Colours::Indexed);
        assert_eq!(with(&[("TERM", "linux")]), Colours::Sixteen);
        assert_eq!(with(&[("TERM", "vt100")]), Colours::None);
        assert_eq!(with(&[]), Colours::None);
    }

    #[test]
    fn colours_become_the_nearest_the_terminal_has() {
        let orange = Color::Rgb(255, 175, 0);
        assert_eq!(Colours::True.nearest(orange), Some(orange));
        assert_eq!(Colours::Indexed.nearest(orange), Some(Color::Indexed(214)));
        assert_eq!(
            Colours::Sixteen.nearest(Color::Indexed(196)),
            Some(Color::Indexed(9))
        );
        assert_eq!(Colours::Sixteen.nearest(Color::Red), Some(Color::Red));
        assert_eq!(Colours::None.nearest(Color::Red), None);
        assert_eq!(Colours::True.nearest(Color::Reset), None);
    }
}
