//! How many colours the terminal has, and the nearest one it has for any other.

use ratatui::style::Color;

use super::Surroundings;

/// How many colours may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None; attributes such as bold stay.
    None,
    /// The sixteen of the terminal's own palette.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// Red, green and blue.
    True,
}

/// Words in the names of terminals that have 256 colours at least.
const MANY: [&str; 7] = [
    "256color",
    "kitty",
    "alacritty",
    "ghostty",
    "wezterm",
    "foot",
    "iterm",
];

impl Depth {
    /// The depths and how the settings name them.
    pub const NAMES: [(&str, Self); 4] = [
        ("none", Self::None),
        ("16", Self::Sixteen),
        ("256", Self::Indexed),
        ("truecolor", Self::True),
    ];

    /// The depth of this name; none for "auto" and for names that do not exist.
    pub fn named(name: &str) -> Option<Self> {
        let known = Self::NAMES.iter().find(|(known, _)| *known == name);
        known.map(|(_, depth)| *depth)
    }

    /// What the environment says: `NO_COLOR`, then `TERM` where it has none, then `COLORTERM`, then `TERM`.
    pub(super) fn of(surroundings: &Surroundings) -> Self {
        let get = |variable: &Option<String>| variable.clone().unwrap_or_default();
        let (term, colorterm) = (get(&surroundings.term), get(&surroundings.colorterm));
        if !get(&surroundings.no_color).is_empty()
            || matches!(term.as_str(), "" | "dumb")
            || term.starts_with("vt")
            || term.ends_with("-m")
            || term.ends_with("-mono")
        {
            Self::None
        } else if matches!(colorterm.as_str(), "truecolor" | "24bit")
            || term.ends_with("-direct")
            || term.ends_with("-truecolor")
        {
            Self::True
        } else if !colorterm.is_empty() || MANY.iter().any(|name| term.contains(name)) {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    /// Whether a colour may be sent as it is, or as one that is hardly another.
    pub(super) fn shows(self, colour: Color) -> bool {
        match colour {
            Color::Reset => true,
            Color::Rgb(..) | Color::Indexed(16..) => self >= Self::Indexed,
            _ => self >= Self::Sixteen,
        }
    }

    /// The nearest colour that may be sent; `None` for the terminal's default.
    pub fn nearest(self, colour: Color) -> Option<Color> {
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

/// Red, green and blue of a number of the 256-colour palette; those below 16 as xterm has them by default.
pub fn rgb_of(number: u8) -> [u8; 3] {
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

    fn with(pairs: &[(&str, &str)]) -> Depth {
        Surroundings::of(pairs).depth()
    }

    #[test]
    fn the_environment_decides_and_no_color_above_all() {
        for (pairs, depth) in [
            (
                &[
                    ("TERM", "xterm-256color"),
                    ("COLORTERM", "truecolor"),
                    ("NO_COLOR", "1"),
                ][..],
                Depth::None,
            ),
            (&[("TERM", "xterm"), ("NO_COLOR", "")], Depth::Sixteen),
            (&[("TERM", "xterm"), ("COLORTERM", "24bit")], Depth::True),
            (&[("TERM", "xterm"), ("COLORTERM", "rxvt")], Depth::Indexed),
            (&[("TERM", "tmux-256color")], Depth::Indexed),
            (&[("TERM", "xterm-direct")], Depth::True),
            (&[("TERM", "linux")], Depth::Sixteen),
            (
                &[("TERM", "vt100"), ("COLORTERM", "truecolor")],
                Depth::None,
            ),
            (&[("TERM", "xterm-mono")], Depth::None),
            (&[("TERM", "dumb")], Depth::None),
            (&[], Depth::None),
        ] {
            assert_eq!(with(pairs), depth, "{pairs:?}");
        }
    }

    #[test]
    fn the_settings_name_every_depth() {
        for (name, depth) in Depth::NAMES {
            assert_eq!(Depth::named(name), Some(depth));
        }
        assert_eq!(Depth::named("auto"), None);
    }

    #[test]
    fn colours_become_the_nearest_the_terminal_has() {
        let orange = Color::Rgb(255, 175, 0);
        assert_eq!(Depth::True.nearest(orange), Some(orange));
        assert_eq!(Depth::Indexed.nearest(orange), Some(Color::Indexed(214)));
        assert_eq!(
            Depth::Sixteen.nearest(Color::Indexed(196)),
            Some(Color::Indexed(9))
        );
        assert_eq!(Depth::Sixteen.nearest(Color::Red), Some(Color::Red));
        assert_eq!(Depth::None.nearest(Color::Red), None);
        assert_eq!(Depth::True.nearest(Color::Reset), None);
    }
}
