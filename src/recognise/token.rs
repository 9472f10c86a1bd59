//! Text becomes words, numbers and single signs, each a byte range.

use std::ops::Range;

/// A word, a number or a single sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// Cuts a text: letters and digits hold together, figures keep their points and commas, everything else stands alone.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if is_word(c) {
            while let Some(&(at, c)) = chars.peek() {
                let digits = text.as_bytes()[at - 1].is_ascii_digit();
                let next = text[at + c.len_utf8()..].chars().next();
                let joins = is_word(c)
                    || matches!(c, '.' | ',') && digits && next.is_some_and(|c| c.is_ascii_digit())
                    || matches!(c, '\'' | '’')
                        && next.is_some_and(char::is_alphabetic)
                        && text[at + c.len_utf8()..]
                            .strip_prefix(['s', 'S'])
                            .is_none_or(|rest| rest.starts_with(is_word));
                if !joins {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
        }
        out.push(Token { range: start..end });
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36F}').contains(&c)
}
