//! What commands print: plain text for pipes, colours and columns for a terminal.
//!
//! Escape sequences are made here and only from a theme; whatever else is printed is clean text.

use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};

use ratatui::style::{Color, Modifier, Style};

use crate::config::Config;
use crate::say::{Said, Tongue};
use crate::terminal;
use crate::text::{Clean, clip, width};
use crate::theme::{Depth, Role, Theme};

use super::places::surroundings;

/// Standard output.
pub(super) struct Output {
    to: BufWriter<StdoutLock<'static>>,
    theme: Option<(Theme, Depth)>,
    columns: Option<usize>,
    tongue: Tongue,
}

impl Output {
    /// Standard output as it is: with the theme's colours if it is a terminal that wants them.
    pub(super) fn new(config: &Config) -> Self {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        let around = surroundings();
        let depth = config.depth(&around);
        let theme = || {
            let theme = config.theme(&config.screen.theme, &around);
            // Lines stand on the terminal's own page.
            match theme.style(Role::Text).bg {
                Some(_) => config.theme("auto", &around),
                None => theme,
            }
        };
        Self {
            theme: (is_terminal && depth > Depth::None).then(|| (theme(), depth)),
            columns: is_terminal.then(terminal_columns),
            tongue: config.tongue,
            to: BufWriter::new(stdout.lock()),
        }
    }

    /// The language in which people are told things.
    pub(super) fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// How wide the terminal is; none if it is none.
    pub(super) fn columns(&self) -> Option<usize> {
        self.columns
    }

    /// Whether there are looks.
    pub(super) fn has_looks(&self) -> bool {
        self.theme.is_some()
    }

    /// The text in the look of a role, where there are looks.
    pub(super) fn paint(&self, role: Role, text: &str) -> String {
        match &self.theme {
            Some((theme, depth)) if !text.trim().is_empty() => {
                painted(theme.style(role), *depth, text)
            }
            _ => text.to_owned(),
        }
    }

    /// Prints a line.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.to, "{text}")
    }

    /// Prints text as it is.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.to.write_all(text.as_bytes())
    }

    /// What writes on it, for text that is made elsewhere.
    pub(super) fn writer(&mut self) -> &mut dyn Write {
        &mut self.to
    }

    /// Prints a value as one line of JSON.
    pub(super) fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.to, value)?;
        self.to.write_all(b"\n")
    }

    /// Hands everything over; what is not handed over is lost silently.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Prints a line of clean text on standard output at once.
pub(super) fn say(text: &str) -> io::Result<()> {
    // What comes from files and their names may steer a terminal; the spaces that align lines stay.
    writeln!(io::stdout(), "{}", Clean::preformatted(text))
}

/// Says a sentence on standard error; where nobody listens, nothing is lost.
pub(super) fn tell(tongue: Tongue, said: &Said) {
    let sentence = said.words(tongue);
    let _ = writeln!(io::stderr(), "depesche: {}", Clean::line(&sentence));
}

/// The text cut or filled to some cells.
pub(super) fn fit(text: &str, cells: usize) -> String {
    let clipped = clip(text, cells);
    let rest = cells.saturating_sub(width(&clipped));
    format!("{clipped}{}", " ".repeat(rest))
}

/// One line on standard error that is written over and over: how far a command is.
pub(super) struct Ticker {
    shown: bool,
    last: Option<std::time::Instant>,
    width: usize,
}

impl Ticker {
    /// Says nothing where nobody is looking.
    pub(super) fn new() -> Self {
        Self {
            shown: io::stderr().is_terminal() && surroundings().term.as_deref() != Some("dumb"),
            last: None,
            width: terminal_columns().saturating_sub(1),
        }
    }

    /// Shows how far it is, at most ten times a second.
    pub(super) fn show(&mut self, text: &str) {
        let due = self
            .last
            .is_none_or(|last| last.elapsed().as_millis() >= 100);
        if self.shown && due {
            self.last = Some(std::time::Instant::now());
            let _ = write!(io::stderr(), "\r{}", fit(text, self.width));
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.shown && self.last.take().is_some() {
            let _ = write!(io::stderr(), "\r{}\r", " ".repeat(self.width));
        }
    }
}

fn terminal_columns() -> usize {
    usize::from(terminal::size().0)
}

/// A text between the control sequences of a style (ECMA-48, 8.3.117 SGR).
fn painted(style: Style, depth: Depth, text: &str) -> String {
    let mut codes: Vec<String> = Vec::new();
    for (shape, code) in [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
        (Modifier::CROSSED_OUT, "9"),
    ] {
        if style.add_modifier.contains(shape) {
            codes.push(code.to_owned());
        }
    }
    for (colour, base) in [(style.fg, 30), (style.bg, 40)] {
        let nearest = colour.and_then(|colour| depth.nearest(colour));
        codes.extend(nearest.map(|colour| colour_code(colour, base)));
    }
    if codes.is_empty() {
        return text.to_owned();
    }
    let mut out = String::new();
    let _ = write!(out, "\x1b[{}m{text}\x1b[0m", codes.join(";"));
    out
}

fn colour_code(colour: Color, base: u8) -> String {
    let plain = |number: u8| (base + number).to_string();
    let bright = |number: u8| (base + 60 + number).to_string();
    match colour {
        Color::Black => plain(0),
        Color::Red => plain(1),
        Color::Green => plain(2),
        Color::Yellow => plain(3),
        Color::Blue => plain(4),
        Color::Magenta => plain(5),
        Color::Cyan => plain(6),
        Color::Gray => plain(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(number) => format!("{};5;{number}", base + 8),
        Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
        Color::Reset => plain(9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_becomes_the_sequence_that_terminals_know() {
        let style = Style::new()
            .fg(Color::Indexed(75))
            .add_modifier(Modifier::BOLD);
        assert_eq!(
            painted(style, Depth::Indexed, "Voltaris"),
            "\x1b[1;38;5;75mVoltaris\x1b[0m"
        );
        assert_eq!(painted(Style::new(), Depth::True, "Voltaris"), "Voltaris");
        assert_eq!(
            painted(Style::new().bg(Color::LightRed), Depth::Sixteen, "x"),
            "\x1b[101mx\x1b[0m"
        );
        let orange = Style::new().fg(Color::Rgb(255, 175, 0));
        assert_eq!(
            painted(orange, Depth::Indexed, "x"),
            "\x1b[38;5;214mx\x1b[0m"
        );
    }
}
