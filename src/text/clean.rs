//! The border against outside text: nothing that steers a terminal passes.
//!
//! [`Clean`] can only be made by cleaning, so a field of this type is safe to draw. Removed are C0 and C1
//! controls, escape sequences with their payload, bidi controls, tag characters, zero-width characters that
//! hide text, line and paragraph separators (turned into line breaks), private use and noncharacters.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::say::{Fill, Hole};

/// Text that holds nothing but printable characters, spaces and, where its constructor says so, line breaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Clean(String);

impl Clean {
    /// One line: every run of white space becomes one space, the ends are trimmed.
    pub fn line(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        for c in printable(text) {
            if c.is_whitespace() {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            } else {
                out.push(c);
            }
        }
        out.truncate(out.trim_end().len());
        Self(out)
    }

    /// Paragraphs: lines are trimmed and inner white space collapsed, runs of blank lines become one.
    pub fn block(text: &str) -> Self {
        let text: String = printable(text).collect();
        let mut out = String::with_capacity(text.len());
        let mut blank = false;
        for line in text.split('\n') {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if line.is_empty() {
                blank = !out.is_empty();
                continue;
            }
            if !out.is_empty() {
                out.push_str(if blank { "\n\n" } else { "\n" });
            }
            blank = false;
            out.push_str(&line);
        }
        Self(out)
    }

    /// A piece of a paragraph: white space is collapsed to single spaces but kept at the ends; line breaks are kept.
    pub fn inline(text: &str) -> Self {
        let mut out = String::with_capacity(text.len());
        for c in printable(text) {
            match c {
                '\n' => out.push('\n'),
                c if c.is_whitespace() => {
                    if !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
                c => out.push(c),
            }
        }
        Self(out)
    }

    /// Code and tables: spaces and line breaks stay, tabs become four spaces.
    pub fn preformatted(text: &str) -> Self {
        Self(
            printable(text)
                .flat_map(|c| {
                    std::iter::repeat_n(
                        if c == '\t' { ' ' } else { c },
                        if c == '\t' { 4 } else { 1 },
                    )
                })
                .collect(),
        )
    }

    /// Joins text that was cleaned piece by piece. Only for builders inside this crate.
    pub(crate) fn trusted(text: String) -> Self {
        debug_assert!(
            matches!(clean_controls(&text), Cow::Borrowed(_)),
            "text joined from clean pieces must be clean: {text:?}"
        );
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reading back cleans again: a store or a file edited by hand is outside text too.
impl From<String> for Clean {
    fn from(text: String) -> Self {
        match clean_controls(&text) {
            Cow::Borrowed(_) => Self(text),
            Cow::Owned(clean) => Self(clean),
        }
    }
}

impl From<&str> for Clean {
    fn from(text: &str) -> Self {
        Self(clean_controls(text).into_owned())
    }
}

impl From<Clean> for String {
    fn from(clean: Clean) -> Self {
        clean.0
    }
}

impl Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Fill for Clean {
    fn fill(&self) -> Hole {
        self.as_str().fill()
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn clean_controls(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| c == '\n' || is_printable(c)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(
            printable(text)
                .map(|c| if c == '\t' { ' ' } else { c })
                .collect(),
        )
    }
}

fn is_printable(c: char) -> bool {
    let code = u32::from(c);
    !(c.is_control()
        || matches!(code,
            0x00AD // soft hyphen: invisible, and splits words for search
            | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
            | 0x200B | 0x200E | 0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0
            | 0xFFF0..=0xFFFB | 0xE0000..=0xE0FFF
            | 0xE000..=0xF8FF | 0xF_0000..=0x0010_FFFF)
        || code & 0xFFFE == 0xFFFE
        || matches!(code, 0xFDD0..=0xFDEF))
}

/// The characters that may stay, with escape sequences taken out whole so that their payload does not read as text.
///
/// ZWNJ and ZWJ (U+200C, U+200D) and the variation selectors stay: scripts and emoji need them.
fn printable(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        loop {
            let c = chars.next()?;
            match c {
                '\n' | '\t' => return Some(c),
                '\r' if chars.peek() == Some(&'\n') => {}
                '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    return Some('\n');
                }
                '\u{1B}' => match chars.peek() {
                    // CSI: parameters and intermediates up to a final byte (ECMA-48, 5.4).
                    Some('[') => {
                        chars.next();
                        skip_csi(&mut chars);
                    }
                    // OSC, DCS, SOS, PM, APC: a string up to ST or BEL (ECMA-48, 5.6).
                    Some(']' | 'P' | 'X' | '^' | '_') => {
                        chars.next();
                        skip_string(&mut chars);
                    }
                    Some(c) if c.is_ascii() && !c.is_ascii_control() => {
                        chars.next();
                    }
                    _ => {}
                },
                '\u{9B}' => skip_csi(&mut chars),
                '\u{90}' | '\u{98}' | '\u{9D}' | '\u{9E}' | '\u{9F}' => skip_string(&mut chars),
                c if is_printable(c) => return Some(c),
                _ => {}
            }
        }
    })
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn skip_csi(chars: &mut Chars<'_>) {
    while let Some(c) = chars.peek().copied() {
        if !('\u{20}'..='\u{3F}').contains(&c) {
            if ('\u{40}'..='\u{7E}').contains(&c) {
                chars.next();
            }
            return;
        }
        chars.next();
    }
}

/// An unclosed string would swallow the rest of the article, so only a closed one of sane length goes.
fn skip_string(chars: &mut Chars<'_>) {
    let mut ahead = chars.clone();
    for _ in 0..4096 {
        match ahead.next() {
            Some('\u{07}' | '\u{9C}') => {
                *chars = ahead;
                return;
            }
            Some('\u{1B}') if ahead.peek() == Some(&'\\') => {
                ahead.next();
                *chars = ahead;
                return;
            }
            Some('\n') | None => return,
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_go_with_their_payload() {
        assert_eq!(Clean::line("a\u{1b}[31mb\u{1b}[0mc").as_str(), "abc");
        assert_eq!(Clean::line("a\u{1b}]0;title\u{7}b").as_str(), "ab");
        assert_eq!(Clean::line("a\u{1b}]52;c;Zm9v\u{1b}\\b").as_str(), "ab");
        assert_eq!(Clean::line("a\u{9b}2Jb").as_str(), "ab");
    }

    #[test]
    fn an_unclosed_string_sequence_does_not_swallow_the_article() {
        assert_eq!(
            Clean::block("a\u{1b}]0;rest of line\nnext").as_str(),
            "a0;rest of line\nnext"
        );
    }

    #[test]
    fn bidi_zero_width_and_tag_characters_go() {
        assert_eq!(
            Clean::line("a\u{202e}b\u{200b}c\u{feff}d\u{e0041}e\u{2066}f").as_str(),
            "abcdef"
        );
        assert_eq!(Clean::line("a\u{2028}b").as_str(), "a b");
        assert_eq!(Clean::line("👩\u{200d}🚒").as_str(), "👩\u{200d}🚒");
    }

    #[test]
    fn blank_lines_are_one_and_lines_are_trimmed() {
        assert_eq!(
            Clean::block("\n a  b \r\nc\n\n \n\nd\n").as_str(),
            "a b\nc\n\nd"
        );
    }

    proptest! {
        #[test]
        fn nothing_that_steers_a_terminal_passes(text in "\\PC*|.{0,200}|[\\x00-\\xff]{0,200}") {
            for clean in [Clean::line(&text), Clean::block(&text), Clean::inline(&text), Clean::preformatted(&text), Clean::from(text.clone())] {
                prop_assert!(clean.chars().all(|c| c == '\n' || is_printable(c)));
            }
            prop_assert!(!Clean::line(&text).contains('\n'));
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(text in ".{0,200}") {
            let once = Clean::block(&text);
            prop_assert_eq!(Clean::block(&once), once);
        }
    }
}
