//! Markup in feeds: escaped never, once or twice, as CDATA, as XHTML, as base 64.

use std::borrow::Cow;

use crate::article::{Body, Link};
use crate::load::xml::{Element, Node, Tree};
use crate::load::{blocks, entity, press};
use crate::text::Clean;

/// A headline of RSS: text, or HTML escaped once or never.
pub(super) fn title(element: &Element, tree: &Tree) -> Clean {
    if element.has_elements() {
        // Where markup was not escaped, what was escaped twice still is once.
        return Clean::line(&entity::unescape(&blocks::html_line(element.markup(tree))));
    }
    line_of(&element.own_text())
}

/// One line of text that may be escaped HTML: "A &amp;amp; B" and "<b>A</b>", but not "if a < b".
fn line_of(text: &str) -> Clean {
    if text.contains('<') && !is_markup(text) {
        return Clean::line(&entity::unescape(text));
    }
    blocks::html_line(text)
}

/// A text construct of Atom on one line (RFC 4287, 3.1).
pub(super) fn atom_line(element: &Element, tree: &Tree) -> Clean {
    let markup = atom_markup(element, tree);
    match element.attribute("type").map(str::trim) {
        Some("html" | "text/html" | "xhtml" | "application/xhtml+xml") => {
            blocks::html_line(&markup)
        }
        Some("text" | "text/plain")
            if !element.has_elements() && element.attribute("mode").is_none() =>
        {
            Clean::line(&element.own_text())
        }
        _ => line_of(&markup),
    }
}

/// What an Atom construct holds, as HTML: `xhtml` inline, Atom 0.3 with `mode="escaped"`, `"xml"` or `"base64"`.
pub(super) fn atom_markup<'e>(element: &'e Element, tree: &'e Tree) -> Cow<'e, str> {
    let kind = element
        .attribute("type")
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    let mode = element.attribute("mode").unwrap_or("").to_ascii_lowercase();
    let text_kind =
        kind.is_empty() || kind.contains("text") || kind.contains("html") || kind.contains("xml");
    if mode == "base64" || (!text_kind && !element.has_elements()) {
        let text = element.own_text();
        return match decode_base64(&text) {
            Some(decoded) => Cow::Owned(decoded),
            // A type that nobody knows, on what is text all the same.
            None if mode.is_empty() && text.trim().contains(|c: char| c.is_alphabetic()) => text,
            None => Cow::Borrowed(""),
        };
    }
    if element.has_elements() {
        return without_prefixes(element.markup(tree));
    }
    let text = element.own_text();
    if (kind == "text" || kind == "text/plain") && mode.is_empty() {
        return Cow::Owned(escape(&text));
    }
    text
}

/// What an element of RSS holds, as HTML.
pub(super) fn markup<'e>(element: &'e Element, tree: &'e Tree) -> Cow<'e, str> {
    if element.has_elements() {
        let mixed = element
            .nodes
            .iter()
            .any(|node| matches!(node, Node::Text(text) if text.contains('<')));
        return if mixed {
            Cow::Owned(element.text())
        } else {
            without_prefixes(element.markup(tree))
        };
    }
    element.own_text()
}

/// XHTML with a prefix ("<xhtml:p>") as plain HTML, CDATA marks taken off.
fn without_prefixes(markup: &str) -> Cow<'_, str> {
    if !markup.contains("<xhtml:") && !markup.contains("<h:") && !markup.contains("<![CDATA[") {
        return Cow::Borrowed(markup);
    }
    Cow::Owned(
        markup
            .replace("<xhtml:", "<")
            .replace("</xhtml:", "</")
            .replace("<h:", "<")
            .replace("</h:", "</")
            .replace("<![CDATA[", "")
            .replace("]]>", ""),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Whether there is a tag of HTML in it, not only a `<`.
pub(in crate::load) fn is_markup(text: &str) -> bool {
    let Some(end) = text.rfind('>') else {
        return false;
    };
    text[..end].match_indices('<').any(|(at, _)| {
        let name = text[at + 1..].strip_prefix('/').unwrap_or(&text[at + 1..]);
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')
    })
}

/// HTML or plain text as a body.
pub(in crate::load) fn body(markup: &str, base: Option<&Link>) -> Body {
    if is_markup(markup) {
        return blocks::html_body(markup, base);
    }
    let text = entity::unescape(markup);
    // Escaped twice: after the first layer it is HTML.
    if is_markup(&text) && markup.contains("&lt;") {
        return blocks::html_body(&text, base);
    }
    press::plain_body(&text)
}

/// Base 64 with any white space in it (RFC 4648, 4); `None` when it is none or no text.
fn decode_base64(text: &str) -> Option<String> {
    let (mut out, mut bits, mut held) = (Vec::with_capacity(text.len() * 3 / 4), 0_u32, 0_u32);
    for byte in text
        .bytes()
        .filter(|b| !b.is_ascii_whitespace() && *b != b'=')
    {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    String::from_utf8(out).ok()
}
