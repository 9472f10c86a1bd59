//! How keys are written: `j`, `g g`, `C-d`, `A-x`, `S-Up`, `PageDown`, `Space`, `F1`. Text in, keys out, and back.
//!
//! Other notations that people bring along are read too (`ctrl-a`, `<C-d>`, `pgdn`, `gg`) but never written.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use super::{Code, Key};

use crate::say::{Said, say};

/// The names of keys that are no characters, as they are written.
const NAMES: [(&str, Code); 16] = [
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("BackTab", Code::BackTab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
];

/// Other names by which they are known, without `-` and `_`, lower case.
const SYNONYMS: [(&str, Code); 19] = [
    ("spc", Code::Char(' ')),
    ("return", Code::Enter),
    ("ret", Code::Enter),
    ("cr", Code::Enter),
    ("escape", Code::Esc),
    ("bs", Code::Backspace),
    ("del", Code::Delete),
    ("ins", Code::Insert),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("pgdown", Code::PageDown),
    ("pagedn", Code::PageDown),
    ("prior", Code::PageUp),
    ("next", Code::PageDown),
    ("lt", Code::Char('<')),
    ("gt", Code::Char('>')),
    ("bar", Code::Char('|')),
    ("minus", Code::Char('-')),
    ("plus", Code::Char('+')),
];

/// Words for what is held with a key.
const HELD: [(&str, Held); 12] = [
    ("c", Held::Ctrl),
    ("ctrl", Held::Ctrl),
    ("control", Held::Ctrl),
    ("a", Held::Alt),
    ("m", Held::Alt),
    ("alt", Held::Alt),
    ("meta", Held::Alt),
    ("option", Held::Alt),
    ("opt", Held::Alt),
    ("s", Held::Shift),
    ("shift", Held::Shift),
    ("^", Held::Ctrl),
];

#[derive(Debug, Clone, Copy)]
enum Held {
    Ctrl,
    Alt,
    Shift,
}

/// Reads a run of keys separated by spaces.
///
/// # Errors
/// A sentence that names what is no key.
pub fn parse_keys(text: &str) -> Result<Vec<Key>, Said> {
    let mut keys = Vec::new();
    for word in text.split_whitespace() {
        match word.parse() {
            Ok(key) => keys.push(key),
            // "gg" and "]e" as vim and its kin write them.
            Err(wrong) => match pair(word) {
                Some(pair) => keys.extend(pair),
                None => return Err(wrong),
            },
        }
    }
    if keys.is_empty() {
        return Err(say!(
            "an empty text is no key; an empty list takes an action's keys away"
        ));
    }
    Ok(keys)
}

/// Writes a run of keys so that [`parse_keys`] reads the same.
pub fn write_keys(keys: &[Key]) -> String {
    let words: Vec<String> = keys.iter().map(ToString::to_string).collect();
    words.join(" ")
}

fn pair(word: &str) -> Option<[Key; 2]> {
    let mut chars = word.chars();
    let (first, second, rest) = (chars.next()?, chars.next()?, chars.next());
    // A lone "C-" is the beginning of something, not two keys.
    let unfinished = second == '-' && "CASMcasm".contains(first);
    (rest.is_none() && !unfinished).then(|| {
        [
            Key::plain(Code::Char(first)),
            Key::plain(Code::Char(second)),
        ]
    })
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for (held, sign) in [(self.ctrl, "C-"), (self.alt, "A-"), (self.shift, "S-")] {
            if held {
                text.push_str(sign);
            }
        }
        match (self.code, NAMES.iter().find(|(_, code)| *code == self.code)) {
            (_, Some((name, _))) => text.push_str(name),
            (Code::Char(c), None) => text.push(c),
            (Code::F(number), None) => {
                let _ = write!(text, "F{number}");
            }
            (_, None) => {}
        }
        f.pad(&text)
    }
}

impl FromStr for Key {
    type Err = Said;

    fn from_str(text: &str) -> Result<Self, Said> {
        let wrong = || say!("“{text}” is no key such as j, C-d, PageDown or F1", text);
        let mut rest = text
            .strip_prefix('<')
            .and_then(|inner| inner.strip_suffix('>'))
            .filter(|inner| !inner.is_empty())
            .unwrap_or(text);
        let mut key = Self::plain(Code::Esc);
        while let Some((held, after)) = split_held(rest) {
            match held {
                Held::Ctrl => key.ctrl = true,
                Held::Alt => key.alt = true,
                Held::Shift => key.shift = true,
            }
            rest = after;
        }
        key.code = parse_code(rest).ok_or_else(wrong)?;
        Ok(key.normal())
    }
}

/// Takes the first "C-", "ctrl+" or "^" off; what is left is never empty, so that "C--" is control and minus.
fn split_held(text: &str) -> Option<(Held, &str)> {
    let (word, rest) = match text.strip_prefix('^') {
        Some(rest) => ("^", rest),
        None => text.split_once(['-', '+'])?,
    };
    if rest.is_empty() {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let (_, held) = HELD.iter().find(|(name, _)| *name == word)?;
    Some((*held, rest))
}

fn parse_code(text: &str) -> Option<Code> {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control() && !c.is_whitespace()).then_some(Code::Char(c));
    }
    let word = text.to_ascii_lowercase().replace(['-', '_'], "");
    let named = NAMES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(&word))
        .or_else(|| SYNONYMS.iter().find(|(name, _)| *name == word));
    if let Some((_, code)) = named {
        return Some(*code);
    }
    let number = word.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn reads_as(text: &str, written: &str) {
        assert_eq!(
            parse_keys(text).map(|keys| write_keys(&keys)).as_deref(),
            Ok(written)
        );
    }

    #[test]
    fn keys_are_written_as_they_are_read() {
        for text in [
            "j",
            "G",
            "g g",
            "C-d",
            "PageDown",
            "Space",
            "BackTab",
            "F1",
            "F12",
            "ß",
            "Ä",
            "C-Space",
            "A-x",
            "C-A-Delete",
            "S-Up",
            "] e",
            "-",
            "+",
            "C--",
            "#",
            "<",
            ">",
            "日",
            "A-X",
            "^",
            "C-^",
            "|",
            ":",
        ] {
            reads_as(text, text);
        }
    }

    #[test]
    fn notations_that_people_bring_along_are_read() {
        for (text, written) in [
            ("ctrl-a", "C-a"),
            ("Ctrl+A", "C-a"),
            ("<C-d>", "C-d"),
            ("<c-D>", "C-d"),
            ("^d", "C-d"),
            ("pgdn", "PageDown"),
            ("page-down", "PageDown"),
            ("PGUP", "PageUp"),
            ("escape", "Esc"),
            ("<Esc>", "Esc"),
            ("<CR>", "Enter"),
            ("return", "Enter"),
            ("S-Tab", "BackTab"),
            ("shift-tab", "BackTab"),
            ("S-a", "A"),
            ("M-x", "A-x"),
            ("alt-Enter", "A-Enter"),
            ("space", "Space"),
            ("f5", "F5"),
            ("gg", "g g"),
            ("]e", "] e"),
            ("<lt>", "<"),
        ] {
            reads_as(text, written);
        }
    }

    #[test]
    fn what_is_no_key_is_named() {
        for text in [
            "",
            "  ",
            "Entre",
            "C-",
            "F25",
            "hyper-x",
            "ctrl-",
            "C-Pagedwn",
        ] {
            let wrong = parse_keys(text).unwrap_err();
            assert!(text.trim().is_empty() || wrong.contains(text), "{wrong}");
        }
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let code = prop_oneof![
            any::<char>()
                .prop_filter("a key that can be typed", |c| !c.is_control()
                    && !c.is_whitespace())
                .prop_map(Code::Char),
            proptest::sample::select(NAMES.map(|(_, code)| code).to_vec()),
            (1..=24_u8).prop_map(Code::F),
        ];
        (code, any::<[bool; 3]>()).prop_map(|(code, [ctrl, alt, shift])| {
            let key = Key {
                code,
                ctrl,
                alt,
                shift,
            };
            key.normal()
        })
    }

    proptest! {
        #[test]
        fn whatever_can_be_pressed_is_read_as_it_is_written(
            keys in proptest::collection::vec(any_key(), 1..4)
        ) {
            prop_assert_eq!(parse_keys(&write_keys(&keys)), Ok(keys));
        }

        #[test]
        fn no_text_is_too_odd_to_be_read_or_refused(text in any::<String>()) {
            if let Ok(keys) = parse_keys(&text) {
                prop_assert_eq!(parse_keys(&write_keys(&keys)), Ok(keys));
            }
        }
    }
}
