//! Cells become what is written: positions, attributes, text, and nothing else.
//!
//! This is the second net under the cleaning at the border: whatever a cell holds, no control character, no
//! bidirectional override and no invisible tag leaves here.

use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::link::{self, Linked};
use crate::theme::Depth;

/// What may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    /// How many colours.
    pub(super) depth: Depth,
    /// No attributes but those of a VT100.
    pub(super) plain: bool,
}

/// Writes what makes `shown` look like `next`; nothing when they are the same. Cells that would steer are blotted first.
pub(super) fn paint(
    shown: &Buffer,
    next: &mut Buffer,
    pen: Pen,
    links: &[Linked],
    out: &mut Vec<u8>,
) {
    for cell in &mut next.content {
        blot(cell);
    }
    let mut look = Look::default();
    let mut at = None;
    let mut open = None;
    for (x, y, cell) in shown.diff_iter(next) {
        let address = link::at(links, x, y);
        if address != open {
            link::write(address, out);
            open = address;
        }
        if at != Some((x, y)) {
            go_to(x, y, out);
        }
        let wanted = Look::of(cell, pen);
        if wanted != look {
            wanted.write(out);
            look = wanted;
        }
        let symbol = cell.symbol();
        out.extend_from_slice(symbol.as_bytes());
        // Terminals differ on the width of all but the plainest characters: after any other, say the place again.
        at = is_plain(symbol).then_some((x + 1, y));
    }
    if open.is_some() {
        link::write(None, out);
    }
    if look != Look::default() {
        out.extend_from_slice(b"\x1b[0m");
    }
}

/// Writes a cursor position, counted from 0.
pub(super) fn go_to(x: u16, y: u16, out: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = write!(out, "\x1b[{};{}H", u32::from(y) + 1, u32::from(x) + 1);
}

fn is_plain(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let first = chars.next();
    chars.next().is_none() && first.is_some_and(|c| (' '..'\u{300}').contains(&c))
}

/// Puts a replacement character for a symbol that steers, and a space for none.
fn blot(cell: &mut Cell) {
    if cell.symbol().is_empty() {
        cell.set_symbol(" ");
    } else if cell.symbol().chars().any(steers) {
        cell.set_symbol("\u{FFFD}");
    }
}

/// Controls, bidirectional marks and overrides, separators, invisible operators, tags.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// How a cell looks, in colours that may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Look {
    fg: Option<Color>,
    bg: Option<Color>,
    underline: Option<Color>,
    attributes: Modifier,
}

const ATTRIBUTES: [(Modifier, &str); 6] = [
    (Modifier::BOLD, "1"),
    (Modifier::DIM, "2"),
    (Modifier::ITALIC, "3"),
    (Modifier::UNDERLINED, "4"),
    (Modifier::REVERSED, "7"),
    (Modifier::CROSSED_OUT, "9"),
];

/// The attributes of a VT100.
const PLAIN: Modifier = Modifier::BOLD
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);

impl Look {
    fn of(cell: &Cell, pen: Pen) -> Self {
        let known = if pen.plain {
            PLAIN
        } else {
            let all = ATTRIBUTES.iter().map(|(attribute, _)| *attribute);
            all.fold(Modifier::empty(), |all, attribute| all | attribute)
        };
        Self {
            fg: pen.depth.nearest(cell.fg),
            bg: pen.depth.nearest(cell.bg),
            // Terminals with sixteen colours take the parameters for something else.
            underline: pen
                .depth
                .nearest(cell.underline_color)
                .filter(|_| pen.depth >= Depth::Indexed),
            attributes: cell.modifier & known,
        }
    }

    /// Select graphic rendition (ECMA-48, 8.3.117), from a reset on, so that nothing is left of the look before.
    fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[0");
        for (attribute, code) in ATTRIBUTES {
            if self.attributes.contains(attribute) {
                let _ = write!(out, ";{code}");
            }
        }
        write_colour(self.fg, 30, out);
        write_colour(self.bg, 40, out);
        // Colons, because a terminal that does not know 58 then skips all of it.
        match self.underline {
            Some(Color::Rgb(r, g, b)) => drop(write!(out, ";58:2::{r}:{g}:{b}")),
            Some(colour) => {
                if let Some(number) = number_of(colour) {
                    let _ = write!(out, ";58:5:{number}");
                }
            }
            None => {}
        }
        out.push(b'm');
    }
}

fn write_colour(colour: Option<Color>, base: u16, out: &mut Vec<u8>) {
    let Some(colour) = colour else { return };
    let _ = match (colour, number_of(colour)) {
        (Color::Rgb(r, g, b), _) => write!(out, ";{};2;{r};{g};{b}", base + 8),
        (_, Some(number @ 0..=7)) => write!(out, ";{}", base + u16::from(number)),
        (_, Some(number @ 8..=15)) => write!(out, ";{}", base + 52 + u16::from(number)),
        (_, Some(number)) => write!(out, ";{};5;{number}", base + 8),
        (_, None) => Ok(()),
    };
}

/// The number of a palette colour.
fn number_of(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Reset | Color::Rgb(..) => return None,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(number) => number,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn painted(draw: impl FnOnce(&mut Buffer), depth: Depth) -> String {
        painted_with(draw, depth, &[])
    }

    fn painted_with(draw: impl FnOnce(&mut Buffer), depth: Depth, links: &[Linked]) -> String {
        let plain = depth == Depth::None;
        let area = Rect::new(0, 0, 12, 2);
        let mut next = Buffer::empty(area);
        draw(&mut next);
        let mut out = Vec::new();
        paint(
            &Buffer::empty(area),
            &mut next,
            Pen { depth, plain },
            links,
            &mut out,
        );
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_same_frame_writes_nothing() {
        assert_eq!(painted(|_| {}, Depth::True), "");
    }

    #[test]
    fn a_run_of_one_look_is_written_at_one_place_with_one_attribute_sequence() {
        let style = Style::new()
            .fg(Color::Indexed(214))
            .add_modifier(Modifier::BOLD);
        let out = painted(
            |buffer| {
                buffer.set_string(2, 1, "abc", style);
            },
            Depth::Indexed,
        );
        assert_eq!(out, "\x1b[2;3H\x1b[0;1;38;5;214mabc\x1b[0m");
    }

    #[test]
    fn without_colours_the_attributes_of_the_oldest_terminals_stay() {
        let style = Style::new()
            .fg(Color::Red)
            .bg(Color::Blue)
            .add_modifier(Modifier::REVERSED | Modifier::ITALIC | Modifier::DIM);
        let out = painted(
            |buffer| {
                buffer.set_string(0, 0, "a", style);
            },
            Depth::None,
        );
        assert_eq!(out, "\x1b[1;1H\x1b[0;7ma\x1b[0m");
    }

    #[test]
    fn bright_colours_and_underline_colours_are_written_the_way_old_terminals_skip() {
        let style = Style::new()
            .fg(Color::LightRed)
            .bg(Color::Black)
            .underline_color(Color::Rgb(1, 2, 3));
        let out = painted(
            |buffer| {
                buffer.set_string(0, 0, "a", style);
            },
            Depth::True,
        );
        assert_eq!(out, "\x1b[1;1H\x1b[0;91;40;58:2::1:2:3ma\x1b[0m");
    }

    #[test]
    fn after_a_wide_character_the_place_is_said_again() {
        let out = painted(
            |buffer| {
                buffer.set_string(0, 0, "日本x", Style::new());
            },
            Depth::True,
        );
        assert_eq!(out, "\x1b[1;1H日\x1b[1;3H本\x1b[1;5Hx");
    }

    #[test]
    fn words_that_lead_somewhere_are_written_between_the_address_and_its_end() {
        let links = [(Rect::new(1, 0, 3, 1), "https://a.example/".to_owned())];
        let draw = |buffer: &mut Buffer| buffer.set_string(0, 0, "a bc d", Style::new());
        let out = painted_with(draw, Depth::True, &links);
        // Nothing is written for the blanks, which are there already.
        assert_eq!(
            out,
            "\x1b[1;1Ha\x1b]8;;https://a.example/\x1b\\\x1b[1;3Hbc\x1b]8;;\x1b\\\x1b[1;6Hd"
        );
    }

    proptest! {
        #[test]
        fn whatever_a_cell_holds_nothing_in_it_steers_the_terminal(symbol in "\\PC{0,3}|[\\x00-\\xff]{0,4}|[\u{2028}-\u{202e}]{1,2}") {
            let out = painted(|buffer| { buffer[(3, 0)].set_symbol(&symbol); }, Depth::None);
            let text = out.strip_prefix("\x1b[1;4H").unwrap_or(&out);
            prop_assert!(!text.chars().any(steers), "{text:?}");
        }
    }
}
