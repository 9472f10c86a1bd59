//! Makes HTML harmless for the parser: depth, number and size of tags are limited before it sees them.
//!
//! Every parser built on html5ever takes minutes for half a megabyte of nested `<div>` and for elements with a
//! hundred thousand attributes. What is beyond the limits is dropped, the text stays.

use std::borrow::Cow;

/// More HTML than this is cut off.
pub(crate) const MAX_BYTES: usize = 5 << 20;
const MAX_DEPTH: usize = 256;
/// Lists and tables bring several elements a level, and each asks for the text of all inside.
const MAX_NESTED: usize = 24;
const MAX_TAGS: usize = 200_000;
/// Formatting elements are opened again in every paragraph (WHATWG HTML, "reconstruct the active formatting
/// elements"), so an unclosed pile of them multiplies.
const MAX_FORMATTING: usize = 24;
const MAX_ATTRIBUTES: usize = 400;
/// Each `<` that opens no tag costs the parser as much as one that does.
const MAX_STRAY: usize = 10_000;

/// The same HTML within the limits; borrowed when there was nothing to change.
pub(crate) fn tame(html: &str) -> Cow<'_, str> {
    let mut end = html.len().min(MAX_BYTES);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let html = &html[..end];
    let mut out = String::new();
    let mut copied = 0;
    let (mut depth, mut nested, mut formatting) = (0_usize, 0_usize, 0_usize);
    let (mut tags, mut stray) = (0_usize, 0_usize);
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let Some(tag) = Tag::read(&html[start..]) else {
            at = start + 1;
            stray += 1;
            if stray > MAX_STRAY {
                out.push_str(&html[copied..start]);
                copied = at;
            }
            continue;
        };
        at = start + tag.length;
        tags += 1;
        let name = tag.name.to_ascii_lowercase();
        let name = name.as_str();
        let mut keep = tags <= MAX_TAGS;
        if tag.closes {
            if FORMATTING.contains(&name) {
                keep &= formatting > 0 && formatting <= MAX_FORMATTING;
                formatting = formatting.saturating_sub(1);
            } else if !VOID.contains(&name) && !CLOSES_ITSELF.contains(&name) {
                keep &= depth <= MAX_DEPTH;
                depth = depth.saturating_sub(1);
                if NESTS.contains(&name) {
                    keep &= nested <= MAX_NESTED;
                    nested = nested.saturating_sub(1);
                }
            }
        } else if FORMATTING.contains(&name) {
            formatting += 1;
            keep &= formatting <= MAX_FORMATTING;
        } else if !VOID.contains(&name) && !CLOSES_ITSELF.contains(&name) {
            depth += 1;
            keep &= depth <= MAX_DEPTH;
            if NESTS.contains(&name) {
                nested += 1;
                keep &= nested <= MAX_NESTED;
            }
        }
        let bare = tag.attributes > MAX_ATTRIBUTES;
        if !keep || bare {
            out.push_str(&html[copied..start]);
            if keep {
                out.push('<');
                out.push_str(tag.name);
                out.push('>');
            }
            copied = at;
        }
        if !tag.closes && RAW.contains(&name) {
            at = end_of_raw(html, at, name);
            depth = depth.saturating_sub(1);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

/// Lists and tables.
const NESTS: &[&str] = &["ul", "ol", "menu", "dl", "table", "blockquote"];
/// Elements that have no end tag.
pub(crate) const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements that the next one of their kind closes.
const CLOSES_ITSELF: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "rp",
    "rt", "html", "head", "body",
];
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements whose content is text up to their end tag.
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];

struct Tag<'h> {
    name: &'h str,
    closes: bool,
    length: usize,
    attributes: usize,
}

impl<'h> Tag<'h> {
    /// Reads a tag or comment at the start of the text; `None` when the `<` is only text.
    fn read(text: &'h str) -> Option<Self> {
        if let Some(comment) = text.strip_prefix("<!--") {
            let length = comment.find("-->").map_or(text.len(), |at| at + 7);
            return Some(Self {
                name: "!--",
                closes: true,
                length,
                attributes: 0,
            });
        }
        let closes = text[1..].starts_with('/');
        let rest = &text[1 + usize::from(closes)..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let name_end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
            .unwrap_or(rest.len());
        let mut quote = None;
        let mut attributes = 0;
        let mut gap = false;
        for (at, byte) in rest.bytes().enumerate().skip(name_end) {
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (Some(_), _) => {}
                (None, b'>') => {
                    let length = at + 2 + usize::from(closes);
                    return Some(Self {
                        name: &rest[..name_end],
                        closes,
                        length,
                        attributes,
                    });
                }
                (None, b'"' | b'\'') => {
                    quote = Some(byte);
                    gap = true;
                }
                (None, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b'/') => gap = true,
                (None, _) => {
                    attributes += usize::from(gap);
                    gap = false;
                }
            }
        }
        // Never closed: the parser drops it, so it counts as one tag to the end.
        Some(Self {
            name: &rest[..name_end],
            closes,
            length: text.len(),
            attributes,
        })
    }
}

/// Where the raw text that begins here ends: at its end tag, or at the end of everything.
fn end_of_raw(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let start = at + found;
        let rest = html.as_bytes().get(start + 2..start + 2 + name.len());
        if rest.is_some_and(|rest| rest.eq_ignore_ascii_case(name.as_bytes())) {
            return start;
        }
        at = start + 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sane_html_passes_untouched() {
        let html = "<p>Ein <b>Satz</b> mit 3 < 4<br>und <a href='x'>Link</a></p><script>if (a<b) {}</script>";
        assert!(matches!(tame(html), Cow::Borrowed(same) if same == html));
    }

    #[test]
    fn deep_nesting_is_flattened_and_keeps_its_text() {
        let html = format!(
            "{}Text{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        );
        let tame = tame(&html);
        assert_eq!(tame.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(tame.matches("</div>").count(), MAX_DEPTH);
        assert!(tame.contains("Text"));
    }

    #[test]
    fn an_element_with_too_many_attributes_loses_them() {
        use std::fmt::Write as _;
        let mut html = "<p".to_owned();
        for n in 0..100_000 {
            let _ = write!(html, " a{n}=1");
        }
        html.push_str(">Text</p>");
        assert_eq!(tame(&html), "<p>Text</p>");
    }
}
