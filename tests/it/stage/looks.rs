//! The screens as eyes see them: at four sizes, on a dark and a light background, with sixteen colours and with none.
//!
//! Role snapshots tell what every cell is; these tell what it looks like there, after the theme and the number of
//! colours had their say. A letter under a cell stands for its look: that of the first role that looks so, or a digit
//! where roles lie over each other. The legend below says which look each is and which roles have it: two roles with
//! one letter cannot be told apart on that terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use depesche::config::Config;
use depesche::theme::{Depth, Role, Surroundings, Theme, write_look};
use ratatui::buffer::Cell;
use ratatui::style::Style;

use super::{Stage, row_text};

const SIZES: [(u16, u16); 4] = [(200, 60), (120, 40), (80, 24), (40, 10)];

/// Terminals by what they say of themselves.
const TERMINALS: [(&str, &[(&str, &str)]); 4] = [
    ("dark", &[("TERM", "xterm-256color"), ("COLORFGBG", "15;0")]),
    (
        "light",
        &[("TERM", "xterm-256color"), ("COLORFGBG", "0;15")],
    ),
    ("16-colours", &[("TERM", "xterm")]),
    ("no-color", &[("TERM", "xterm-256color"), ("NO_COLOR", "1")]),
];

/// Scenes and the keys that lead there.
const SCENES: [(&str, &str); 2] = [("start", ""), ("reading", "Enter ] q / a d l e r Enter")];

#[test]
fn start_and_reading_look_as_they_are_kept_at_four_sizes_on_four_terminals() {
    for (columns, rows) in SIZES {
        for (scene, keys) in SCENES {
            let mut stage = Stage::new(columns, rows);
            if !keys.is_empty() {
                stage.keys(keys);
            }
            for (terminal, variables) in TERMINALS {
                let around = Surroundings::of(variables);
                let config = Config::default();
                let theme = config.theme("auto", &around);
                let name = format!("look-{scene}-{terminal}-{columns}x{rows}");
                Stage::matches_print(&name, &looks(&stage, &theme, config.depth(&around)));
            }
        }
    }
}

/// A look as it is sent.
fn sent(style: Style, depth: Depth) -> Style {
    let near = |colour: Option<_>| colour.and_then(|colour| depth.nearest(colour));
    Style {
        fg: near(style.fg),
        bg: near(style.bg),
        ..Style::new().add_modifier(style.add_modifier)
    }
}

/// The screen with a letter for the look of every cell, and what the letters stand for.
fn looks(stage: &Stage, theme: &Theme, depth: Depth) -> String {
    let (seen, _) = stage.draw(theme);
    let (probed, _) = stage.draw(&Theme::probe());
    let of_role = |role| sent(theme.style(Role::Text).patch(theme.style(role)), depth);
    let mut digits = ('1'..='9').chain('Α'..='Ω');
    let mut letters: Vec<(Style, char)> = Vec::new();
    let mut legend: BTreeMap<char, (String, Vec<String>)> = BTreeMap::new();
    let mut out = String::new();
    for y in 0..stage.size.1 {
        let mut row = String::new();
        for x in 0..stage.size.0 {
            let cell: &Cell = &seen[(x, y)];
            let style = Style::new()
                .fg(cell.fg)
                .bg(cell.bg)
                .add_modifier(cell.modifier);
            let look = sent(style, depth);
            let blank = cell.symbol().trim().is_empty();
            if blank && look.bg.is_none() && look.add_modifier.is_empty() {
                row.push(' ');
                continue;
            }
            let known = letters.iter().find(|(known, _)| *known == look);
            let known = known.map(|(_, letter)| *letter);
            let letter = known.unwrap_or_else(|| {
                let role = Role::all().find(|role| of_role(*role) == look);
                let letter = role.map_or_else(|| digits.next().expect("enough"), Role::letter);
                letters.push((look, letter));
                letter
            });
            let (over, under) = Theme::probed(probed[(x, y)].fg, probed[(x, y)].bg);
            let roles: Vec<&str> = [over.filter(|_| !blank), under]
                .into_iter()
                .flatten()
                .map(Role::name)
                .collect();
            let roles = roles.join(" on ");
            let entry = legend
                .entry(letter)
                .or_insert_with(|| (write_look(look), Vec::new()));
            if !roles.is_empty() && !entry.1.contains(&roles) {
                entry.1.push(roles);
            }
            row.push(letter);
        }
        let _ = writeln!(out, "{:>3}│{}", y + 1, row_text(&seen, y));
        if !row.trim().is_empty() {
            let _ = writeln!(out, "   │{}", row.trim_end());
        }
    }
    for (letter, (look, mut roles)) in legend {
        roles.sort();
        let look = if look.is_empty() { "plain" } else { &look };
        let _ = writeln!(out, "{letter} is {look}: {}", roles.join(", "));
    }
    out
}
