//! How a look is written: `75 bold`, `#ffaf5f on black underlined`, `on 237`, `reverse`. Text in, style out, and back.
//!
//! A colour is a name, a number of the 256-colour palette or `#rrggbb`; the one after `on` is the background.

use ratatui::style::{Color, Modifier, Style};

use crate::say::{Said, say};

/// The words for shapes.
const SHAPES: [(&str, Modifier); 6] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underlined", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
    ("crossed", Modifier::CROSSED_OUT),
];

/// The words for colours: the terminal's own, and its sixteen.
const COLOURS: [(&str, Color); 17] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

/// Reads a look; the empty text is the look of nothing in particular.
///
/// # Errors
/// A sentence that names the word that is no colour and no shape.
pub fn parse_look(text: &str) -> Result<Style, Said> {
    let mut style = Style::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, shape)) = SHAPES.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*shape);
        } else if word == "on" {
            let colour = words
                .next()
                .ok_or_else(|| say!("“on” wants a colour after it"))?;
            style = style.bg(parse_colour(colour)?);
        } else {
            style = style.fg(parse_colour(word)?);
        }
    }
    Ok(style)
}

/// Writes a look so that [`parse_look`] reads the same.
pub fn write_look(style: Style) -> String {
    let mut words = Vec::new();
    if let Some(colour) = style.fg {
        words.push(write_colour(colour));
    }
    if let Some(colour) = style.bg {
        words.push(format!("on {}", write_colour(colour)));
    }
    for (name, shape) in SHAPES {
        if style.add_modifier.contains(shape) {
            words.push(name.to_owned());
        }
    }
    words.join(" ")
}

fn parse_colour(word: &str) -> Result<Color, Said> {
    if let Some((_, colour)) = COLOURS.iter().find(|(name, _)| *name == word) {
        return Ok(*colour);
    }
    if let Ok(number) = word.parse::<u8>() {
        return Ok(Color::Indexed(number));
    }
    if let Some(digits) = word.strip_prefix('#')
        && digits.len() == 6
        && let Ok(number) = u32::from_str_radix(digits, 16)
    {
        return Ok(Color::from_u32(number));
    }
    Err(say!(
        "“{word}” is no colour (a name such as cyan, 0 to 255, #rrggbb) and no shape (bold, dim, italic, underlined, reverse, crossed)",
        word
    ))
}

fn write_colour(colour: Color) -> String {
    if let Some((name, _)) = COLOURS.iter().find(|(_, known)| *known == colour) {
        return (*name).to_owned();
    }
    match colour {
        Color::Indexed(number) => number.to_string(),
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        _ => "default".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_read_and_written_back() {
        for text in [
            "",
            "75 bold",
            "#ffaf5f on black underlined",
            "on 237",
            "reverse",
            "default on bright-red",
        ] {
            assert_eq!(write_look(parse_look(text).unwrap()), text);
        }
    }

    #[test]
    fn a_word_that_is_neither_colour_nor_shape_is_named() {
        assert!(parse_look("reed bold").unwrap_err().contains("“reed”"));
        assert!(parse_look("red on").is_err());
        assert!(parse_look("256").is_err());
        assert!(parse_look("#12345").is_err());
    }
}
