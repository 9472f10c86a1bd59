//! An article as the recogniser reads it: headline and body in one text, cut into words.
//!
//! Positions in here count from the start of the headline; only [`Doc::place`] turns them back into ranges of
//! title or body.

use std::ops::Range;

use super::token::{Token, tokens};

/// Headline and body in one text, with its words.
#[derive(Debug)]
pub struct Doc {
    /// Headline, blank line, body.
    pub text: String,
    /// Words and signs in order.
    pub tokens: Vec<Token>,
    body_at: usize,
}

/// Where a range of the text lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Bytes of the title.
    Title(Range<usize>),
    /// Bytes of the body.
    Body(Range<usize>),
}

impl Doc {
    /// Puts title and body together.
    pub fn new(title: &str, body: &str) -> Self {
        let mut text = String::with_capacity(title.len() + body.len() + 2);
        text.push_str(title);
        text.push_str("\n\n");
        let body_at = text.len();
        text.push_str(body);
        let tokens = tokens(&text);
        Self {
            text,
            tokens,
            body_at,
        }
    }

    /// Where the body begins.
    pub fn body_at(&self) -> usize {
        self.body_at
    }

    /// The words of a token; nothing behind the last.
    pub fn word(&self, token: usize) -> &str {
        self.tokens
            .get(token)
            .map_or("", |token| &self.text[token.range.clone()])
    }

    /// The words of the token before; nothing before the first.
    pub fn before(&self, token: usize) -> &str {
        token.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// The bytes from the first to the last of some tokens.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match (
            self.tokens.get(tokens.start),
            self.tokens.get(tokens.end.wrapping_sub(1)),
        ) {
            (Some(first), Some(last)) if tokens.start < tokens.end => {
                first.range.start..last.range.end
            }
            _ => 0..0,
        }
    }

    /// The tokens that lie in a range of bytes.
    pub fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.tokens.partition_point(|t| t.range.end <= bytes.start);
        let end = self.tokens.partition_point(|t| t.range.start < bytes.end);
        start..end.max(start)
    }

    /// What stands between a token and the next.
    pub fn gap(&self, token: usize) -> &str {
        match (self.tokens.get(token), self.tokens.get(token + 1)) {
            (Some(this), Some(next)) => &self.text[this.range.end..next.range.start],
            _ => "\n\n",
        }
    }

    /// Whether a token stands right at the one before, without a space.
    pub fn is_joined(&self, token: usize) -> bool {
        token > 0 && self.gap(token - 1).is_empty()
    }

    /// Whether a paragraph begins at a token.
    pub fn begins_paragraph(&self, token: usize) -> bool {
        token == 0 || self.gap(token - 1).contains("\n\n")
    }

    /// Whether a sentence begins at a token, as far as the sign before it tells.
    pub fn begins_sentence(&self, token: usize) -> bool {
        if self.begins_paragraph(token) {
            return true;
        }
        let mut at = token - 1;
        while at > 0
            && matches!(
                self.word(at),
                "\"" | "“" | "„" | "»" | "«" | "”" | "'" | "‚" | "‘" | "("
            )
        {
            at -= 1;
        }
        matches!(self.word(at), "." | "!" | "?" | ":" | "…")
    }

    /// A range of the text as a range of title or body; none where it straddles both.
    pub fn place(&self, bytes: &Range<usize>) -> Option<Place> {
        if bytes.start >= self.body_at {
            Some(Place::Body(
                bytes.start - self.body_at..bytes.end - self.body_at,
            ))
        } else {
            (bytes.end + 2 <= self.body_at).then(|| Place::Title(bytes.clone()))
        }
    }
}
