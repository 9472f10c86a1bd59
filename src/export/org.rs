//! Org mode: a heading an article, with properties; what articles say can neither be structure nor be run.
//!
//! Org has no escape sign. Its manual (Escape Character) names the zero-width space for that; cleaned text never
//! holds one, so taking them away again gives the text as it was.

use std::fmt::Write as _;

use crate::article::Style;
use crate::ask::Opened;

use super::{LOST, blocks};

/// What keeps signs from meaning something.
const GUARD: char = '\u{200b}';

/// The beginning of the file.
pub(super) fn begin(title: &str) -> String {
    format!("#+TITLE: {}\n", escaped(title).replace('\n', " "))
}

/// An article.
pub(super) fn article(opened: &Opened, with_text: bool) -> String {
    let article = &opened.article;
    let title = escaped(&article.title).replace('\n', " ");
    let mut out = match &article.url {
        Some(url) => format!("* [[{}][{GUARD}{title}{GUARD}]]", link(url.as_str())),
        // What stands first could be a keyword or a priority, what stands last tags.
        None => format!("* {GUARD}{title}{GUARD}"),
    };
    let tags: Vec<String> = opened.tags.iter().map(|it| tag(it)).collect();
    if !tags.is_empty() {
        let _ = write!(out, " :{}:", tags.join(":"));
    }
    let _ = write!(out, "\n:PROPERTIES:\n:ID: {}\n", opened.id);
    for (name, value) in [
        ("TITLE", Some(article.title.to_string())),
        ("PUBLISHED", article.published.map(|it| it.to_string())),
        ("SOURCE", article.source.as_ref().map(ToString::to_string)),
        ("BYLINE", article.byline.as_ref().map(ToString::to_string)),
        ("LANGUAGE", article.language.map(|it| it.to_string())),
        ("URL", article.url.as_ref().map(ToString::to_string)),
        (
            "TAGS",
            (!opened.tags.is_empty()).then(|| opened.tags.join(", ")),
        ),
    ] {
        if let Some(value) = value {
            let _ = writeln!(out, ":{name}: {}", escaped(&value.replace('\n', " ")));
        }
    }
    out.push_str(":END:\n");
    if with_text {
        for (style, text) in blocks(opened) {
            let _ = match style {
                Style::Heading(_) => write!(out, "\n** {GUARD}{}{GUARD}\n", escaped(text)),
                Style::Quote(_) => quote(&mut out, text, ""),
                _ => write!(out, "\n{}\n", escaped(text)),
            };
        }
    }
    for note in &opened.notes {
        if !note.passage.is_empty() {
            let lost = if note.is_lost() {
                format!("\n({LOST})")
            } else {
                String::new()
            };
            let _ = quote(&mut out, &note.passage, &lost);
        }
        if !note.text.is_empty() {
            let _ = writeln!(out, "{}", lines(&note.text));
        }
    }
    out
}

fn quote(out: &mut String, text: &str, after: &str) -> std::fmt::Result {
    write!(
        out,
        "#+begin_quote\n{}{after}\n#+end_quote\n",
        escaped(text)
    )
}

/// Text that is nothing but text: no line of it is structure, nothing in it a link, a macro or a call.
pub(super) fn escaped(text: &str) -> String {
    let mut text = lines(text);
    for sign in [
        "[[", "]]", "{{{", "<<", "[fn:", "src_", "call_", "@@", "[cite",
    ] {
        let (first, rest) = sign.split_at(1);
        let guarded = format!("{first}{GUARD}{rest}");
        // What was put between two may leave the same sign between the next two.
        while text.contains(sign) {
            text = text.replace(sign, &guarded);
        }
    }
    text
}

/// Lines that would be headings, keywords, drawers, rows or items begin with a guard; the reader's own words may hold
/// other markup.
fn lines(text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            let meant = line
                .trim_start()
                .starts_with(['*', '#', ':', '|', '+', '-', '\\', '%']);
            if meant {
                format!("{GUARD}{line}")
            } else {
                line.to_owned()
            }
        })
        .collect();
    lines.join("\n")
}

fn link(url: &str) -> String {
    url.replace('[', "%5B")
        .replace(']', "%5D")
        .replace('\\', "%5C")
}

/// Tags may hold letters, digits, `_`, `@`, `#` and `%` (Org manual, 6.1); the property has them as they are.
fn tag(tag: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '%');
    tag.chars()
        .map(|c| if allowed(c) { c } else { '_' })
        .collect()
}
