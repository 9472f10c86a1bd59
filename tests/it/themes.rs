//! The built-in themes measured: text can be read on whatever lies under it, kinds are told apart, by any eyes.
//!
//! Contrast is that of WCAG 2.2 (1.4.3): (L1 + 0.05) / (L2 + 0.05) with relative luminances. Differences between
//! colours are distances in `OKLab` (Björn Ottosson, 2020), times 100, of the colours as eyes without one kind of cone
//! see them: the matrices of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
//! Vision Deficiency" (2009), severity 1, over linear light. Colours of a terminal's own palette, which nobody but its
//! owner knows, are in "ansi" alone, and are not measured.

use depesche::config::{Config, Themes};
use depesche::theme::{Depth, Ground, Role, Surroundings, Theme, rgb_of};
use ratatui::style::{Color, Modifier};

/// WCAG 2.2, 1.4.3, level AA for text; 1.4.6, level AAA.
const READABLE: f64 = 4.5;
const CLEAR: f64 = 7.0;

/// The pages of common terminals, for themes that set none: xterm and most others, VS Code, Gruvbox; white, Solarized.
const DARK_PAGES: [Color; 3] = [
    Color::Rgb(0, 0, 0),
    Color::Rgb(0x1e, 0x1e, 0x1e),
    Color::Rgb(0x28, 0x28, 0x28),
];
const LIGHT_PAGES: [Color; 2] = [Color::Rgb(0xff, 0xff, 0xff), Color::Rgb(0xfd, 0xf6, 0xe3)];

const KINDS: [Role; 5] = [
    Role::Company,
    Role::Person,
    Role::Organisation,
    Role::Place,
    Role::Product,
];

/// What a hit, the spot or a mark can lie under; everything may stand on the page and on the cursor's row.
const STANDS_IN_TEXT: [Role; 16] = [
    Role::Text,
    Role::Headline,
    Role::Heading,
    Role::Unread,
    Role::Kept,
    Role::Date,
    Role::Source,
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

/// The themes that say what their colours are.
fn measured() -> Vec<(String, Theme)> {
    let themes = Themes::built_in();
    let names = themes
        .names()
        .filter(|name| !matches!(*name, "ansi" | "mono"));
    names
        .map(|name| (name.to_owned(), themes.get(name).unwrap().clone()))
        .collect()
}

/// The pages a theme stands on: its own, or those of terminals it is made for.
fn pages(theme: &Theme) -> Vec<Color> {
    match (theme.style(Role::Text).bg, theme.ground()) {
        (Some(own), _) => vec![own],
        (None, Ground::Light) => LIGHT_PAGES.to_vec(),
        (None, _) => DARK_PAGES.to_vec(),
    }
}

/// The ink of text that has no colour of its own: the terminal's, which at worst is VS Code's grey, or black.
fn ink(theme: &Theme) -> Color {
    let own = theme.style(Role::Text).fg;
    own.unwrap_or(match theme.ground() {
        Ground::Light => Color::Rgb(0, 0, 0),
        _ => Color::Rgb(0xcc, 0xcc, 0xcc),
    })
}

#[test]
fn every_text_of_every_theme_can_be_read_on_everything_that_lies_under_it_in_256_colours_too() {
    let mut worst = Vec::new();
    for (name, theme) in measured() {
        let mut ratios = Vec::new();
        for depth in [Depth::True, Depth::Indexed] {
            let sent = |colour| channels(depth.nearest(colour).expect("a colour"));
            let under = Role::all().filter(|role| role.lies_under());
            let grounds = under
                .map(|role| (role.name(), theme.style(role).bg.expect("a ground")))
                .chain(pages(&theme).into_iter().map(|page| ("page", page)));
            for (under, ground) in grounds {
                let said = Role::all().filter(|role| {
                    let anywhere = matches!(under, "page" | "cursor" | "cursor-idle");
                    // The rule between panes says nothing and may be fainter.
                    !role.lies_under()
                        && *role != Role::Rule
                        && (anywhere || STANDS_IN_TEXT.contains(role))
                });
                for role in said {
                    let fg = theme.style(role).fg.unwrap_or_else(|| ink(&theme));
                    let ratio = contrast(sent(fg), sent(ground));
                    let clear = name == "contrast" && under == "page";
                    let least = if clear { CLEAR } else { READABLE };
                    let what = format!("{name}: {} on {under} ({depth:?}) {ratio:.2}", role.name());
                    assert!(ratio >= least, "{what}");
                    ratios.push((ratio, what));
                }
            }
        }
        ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
        worst.push(ratios.swap_remove(0).1);
    }
    // Shown by `cargo test -- --nocapture`.
    println!("{}", worst.join("\n"));
}

#[test]
fn the_kinds_differ_in_shape_in_every_theme_and_companies_and_persons_in_the_shapes_of_old() {
    let themes = Themes::built_in();
    for name in themes.names() {
        let theme = themes.get(name).unwrap();
        let shape = |role| theme.style(role).add_modifier;
        for (number, one) in KINDS.into_iter().enumerate() {
            for other in &KINDS[number + 1..] {
                let what = format!("{name}: {} and {}", one.name(), other.name());
                assert_ne!(shape(one), shape(*other), "{what}");
            }
        }
        assert!(shape(Role::Company).contains(Modifier::BOLD), "{name}");
        assert!(shape(Role::Person).contains(Modifier::UNDERLINED), "{name}");
        if matches!(name, "safe" | "mono") {
            for role in KINDS {
                assert_ne!(shape(role), Modifier::empty(), "{name} {}", role.name());
            }
        }
    }
}

/// Company and person are told apart by colour alone in every theme, all kinds in the theme made for that.
#[test]
fn the_kinds_differ_in_colour_for_eyes_without_red_green_or_blue_cones() {
    const PLAIN: f64 = 10.0;
    const SAFE: f64 = 8.0;
    for (name, theme) in measured() {
        for (eyes, matrix) in EYES {
            let seen = |role| seen(theme.style(role).fg.expect("a colour"), &matrix);
            for (number, one) in KINDS.into_iter().enumerate() {
                for other in &KINDS[number + 1..] {
                    let apart = distance(seen(one), seen(*other));
                    let what = format!(
                        "{name}, {eyes}: {} and {} {apart:.1}",
                        one.name(),
                        other.name()
                    );
                    if name == "safe" {
                        assert!(apart >= SAFE, "{what}");
                    }
                    if (one, *other) == (Role::Company, Role::Person) {
                        assert!(apart >= PLAIN, "{what}");
                    }
                }
            }
        }
    }
}

#[test]
fn what_lies_under_sets_no_foreground_so_that_what_lies_over_keeps_its_own() {
    let themes = Themes::built_in();
    for name in themes.names() {
        let theme = themes.get(name).unwrap();
        for role in Role::all().filter(|role| role.lies_under()) {
            let style = theme.style(role);
            assert_eq!(style.fg, None, "{name} {}", role.name());
            assert!(
                style.bg.is_some() || !style.add_modifier.is_empty(),
                "{name} {} is not seen",
                role.name()
            );
        }
    }
}

#[test]
fn mono_has_no_colours_ansi_only_the_terminals_own_and_no_theme_needs_more_than_256() {
    let themes = Themes::built_in();
    for name in themes.names() {
        let least = match name {
            "mono" => Depth::None,
            "ansi" => Depth::Sixteen,
            _ => Depth::Indexed,
        };
        for (_, depth) in Depth::NAMES {
            let fits = themes.get(name).unwrap().fits(depth);
            assert_eq!(fits, depth >= least, "{name} {depth:?}");
        }
    }
}

/// However poor the terminal, the selected row, companies and persons look different from running text.
#[test]
fn from_all_colours_to_none_the_row_with_the_cursor_and_the_names_are_seen() {
    let config = Config::default();
    for (term, colorterm) in [
        ("xterm-kitty", "truecolor"),
        ("xterm-256color", ""),
        ("linux", ""),
        ("vt100", ""),
    ] {
        let around = Surroundings::of(&[("TERM", term), ("COLORTERM", colorterm)]);
        let depth = around.depth();
        for name in std::iter::once("auto").chain(config.themes.names()) {
            let theme = config.theme(name, &around);
            let sent = |role| {
                let style = theme.style(Role::Text).patch(theme.style(role));
                let colour = |colour: Option<Color>| colour.and_then(|it| depth.nearest(it));
                (colour(style.fg), colour(style.bg), style.add_modifier)
            };
            let seen: Vec<Role> = Role::all().filter(|role| role.lies_under()).collect();
            for role in seen.iter().copied().chain([Role::Company, Role::Person]) {
                let what = format!("{name} on {term}: {}", role.name());
                assert_ne!(sent(role), sent(Role::Text), "{what}");
            }
            for (number, one) in seen.iter().enumerate() {
                // With sixteen colours a hit is as the cursor's row and a mark as the idle one: they never meet.
                for other in seen[number + 1..]
                    .iter()
                    .filter(|_| depth >= Depth::Indexed)
                {
                    let what = format!("{name} on {term}: {} and {}", one.name(), other.name());
                    assert!(
                        theme.fits(Depth::Sixteen) || sent(*one) != sent(*other),
                        "{what}"
                    );
                }
            }
        }
    }
}

type Vector = [f64; 3];
type Matrix = [Vector; 3];

/// What eyes see; see the head of this file for the source.
const EYES: [(&str, Matrix); 4] = [
    (
        "all cones",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn times(matrix: &Matrix, vector: Vector) -> Vector {
    matrix.map(|row| (0..3).map(|at| row[at] * vector[at]).sum())
}

fn channels(colour: Color) -> [u8; 3] {
    match colour {
        Color::Rgb(r, g, b) => [r, g, b],
        Color::Indexed(number @ 16..) => rgb_of(number),
        other => panic!("{other:?} depends on the terminal"),
    }
}

/// sRGB to linear light (IEC 61966-2-1).
fn linear(rgb: [u8; 3]) -> Vector {
    rgb.map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let luminance = |rgb| {
        let [r, g, b] = linear(rgb);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A colour in `OKLab` as these eyes see it.
fn seen(colour: Color, eyes: &Matrix) -> Vector {
    const TO_CONES: Matrix = [
        [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
        [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
        [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
    ];
    const TO_LAB: Matrix = [
        [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
        [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
        [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
    ];
    let light = times(eyes, linear(channels(colour))).map(|c| c.clamp(0.0, 1.0));
    times(&TO_LAB, times(&TO_CONES, light).map(f64::cbrt))
}

fn distance(a: Vector, b: Vector) -> f64 {
    let squares = (0..3).map(|at| (a[at] - b[at]).powi(2));
    100.0 * squares.sum::<f64>().sqrt()
}
