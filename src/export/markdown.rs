//! Markdown: one article as a document with front matter, or many in one file with one front matter for all.
//!
//! Front matter is YAML whose values are JSON strings, which every reader of YAML takes.

use std::fmt::Write as _;

use crate::article::Style;
use crate::ask::Opened;
use crate::change::Note;

use super::{LOST, about, blocks};

/// One article with its whole text and the reader's notes; depesche reads it again.
pub fn document(opened: &Opened) -> String {
    let mut out = String::from("---\n");
    fields(opened, "", &mut out);
    out.push_str("---\n");
    out.push_str(&body(opened));
    out
}

/// An article in the list of the front matter.
pub(super) fn item(opened: &Opened, out: &mut String) {
    let _ = write!(out, "  - id: {}", quoted(&opened.id.to_string()));
    out.push('\n');
    fields(opened, "    ", out);
    if opened.notes.is_empty() {
        return;
    }
    out.push_str("    notes:\n");
    for note in &opened.notes {
        let _ = write!(
            out,
            "      - passage: {}\n        text: {}\n        lost: {}\n",
            quoted(&note.passage),
            quoted(&note.text),
            note.is_lost()
        );
    }
}

/// An article's section.
pub(super) fn section(opened: &Opened, with_text: bool, out: &mut String) {
    let article = &opened.article;
    let title = escaped(&article.title);
    let _ = match &article.url {
        Some(url) => writeln!(out, "\n## [{title}](<{}>)", link(url.as_str())),
        None => writeln!(out, "\n## {title}"),
    };
    let about = about(opened);
    if !about.is_empty() {
        let _ = write!(out, "\n{}\n", escaped(&about));
    }
    if !opened.tags.is_empty() {
        let tags: Vec<String> = opened.tags.iter().map(|tag| escaped(tag)).collect();
        let _ = write!(out, "\nTags: {}\n", tags.join(", "));
    }
    if with_text {
        text(opened, 2, out);
    }
    for note in &opened.notes {
        note_as_quote(note, out);
    }
}

/// The whole of many.
pub(super) fn whole(title: &str, front: &str, sections: &str) -> String {
    let list = if front.is_empty() { " []\n" } else { "\n" };
    format!(
        "---\ntitle: {}\narticles:{list}{front}---\n\n# {}\n{sections}",
        quoted(title),
        escaped(title)
    )
}

/// What is known of an article, as fields.
fn fields(opened: &Opened, indent: &str, out: &mut String) {
    let article = &opened.article;
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = writeln!(out, "{indent}{name}: {}", quoted(&value));
        }
    };
    field("title", Some(article.title.to_string()));
    field("date", article.published.map(|it| it.to_string()));
    field("source", article.source.as_ref().map(ToString::to_string));
    field("byline", article.byline.as_ref().map(ToString::to_string));
    let language = article.language.map(|language| language.code().to_owned());
    field("language", language);
    field("url", article.url.as_ref().map(ToString::to_string));
    if !opened.tags.is_empty() {
        let tags: Vec<String> = opened.tags.iter().map(|tag| quoted(tag)).collect();
        let _ = writeln!(out, "{indent}tags: [{}]", tags.join(", "));
    }
}

/// A JSON string, which is a double-quoted scalar of YAML 1.2 too; what YAML holds for unprintable is written as number.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// The text of an article with the reader's notes.
pub fn body(opened: &Opened) -> String {
    let mut out = String::new();
    text(opened, 1, &mut out);
    for note in &opened.notes {
        note_as_quote(note, &mut out);
    }
    out
}

/// The paragraphs of an article; headings stand below the level of the headline.
fn text(opened: &Opened, below: usize, out: &mut String) {
    for (style, text) in blocks(opened) {
        let _ = match style {
            Style::Heading(level) => {
                let level = (usize::from(level.max(1)) + below).clamp(2, 6);
                let text = escaped(&text.replace('\n', " "));
                write!(out, "\n{} {text}\n", "#".repeat(level))
            }
            Style::Quote(depth) => {
                let sign = "> ".repeat(usize::from(depth.clamp(1, 9)));
                write!(
                    out,
                    "\n{sign}{}\n",
                    escaped(text).replace('\n', &format!("\n{sign}"))
                )
            }
            Style::Code | Style::Table => write!(out, "\n{}\n", fenced(text)),
            Style::Caption => write!(out, "\n*{}*\n", escaped(&text.replace('\n', " "))),
            Style::Item(depth) => {
                let indent = "  ".repeat(usize::from(depth.clamp(1, 9)) - 1);
                let text = text.replace('\n', " ");
                let bare = text.trim_start_matches(['•', '–', '-', '*', ' ']);
                if bare.starts_with(|c: char| c.is_ascii_digit()) {
                    write!(out, "\n{indent}{}\n", numbered(bare))
                } else {
                    write!(out, "\n{indent}- {}\n", escaped(bare))
                }
            }
            Style::Text => write!(out, "\n{}\n", escaped(text)),
        };
    }
}

/// An item that begins with its number: the number stays one, the rest is text.
fn numbered(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits <= 9 => {
            format!("{}{}", &text[..=digits], escaped(&text[digits + 1..]))
        }
        _ => escaped(text),
    }
}

fn note_as_quote(note: &Note, out: &mut String) {
    for line in note.passage.lines() {
        let _ = write!(out, "\n> {}", escaped(line));
    }
    if note.is_lost() {
        let _ = write!(out, "\n> *({LOST})*");
    }
    if !note.passage.is_empty() {
        out.push('\n');
    }
    if !note.text.is_empty() {
        // The reader's own words may be Markdown; they stay as they were written.
        let _ = write!(out, "\n{}\n", note.text);
    }
}

/// A block of code whose fence is longer than any run of backticks in it.
fn fenced(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(3.max(longest + 1));
    format!("{fence}\n{text}\n{fence}")
}

fn link(url: &str) -> String {
    url.replace('<', "%3C")
        .replace('>', "%3E")
        .replace('\\', "%5C")
}

/// Text in which nothing is markup: signs that could be are escaped.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let begins = line.len() - line.trim_start().len();
        // Four spaces would make a line code.
        let line = if begins > 3 { &line[begins..] } else { line };
        let begins = begins.min(line.len() - line.trim_start().len());
        for (at, c) in line.char_indices() {
            let anywhere = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '$')
                || (c == '&' && begins_reference(&line[at + 1..]));
            let at_start = at == begins && matches!(c, '#' | '>' | '-' | '+' | '=' | '~' | ':');
            // "1. " at the start of a line would be a list.
            let number = matches!(c, '.' | ')')
                && at > begins
                && line[begins..at].bytes().all(|b| b.is_ascii_digit());
            if anywhere || at_start || number {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Whether what follows an ampersand makes a character reference of it.
fn begins_reference(after: &str) -> bool {
    after.starts_with(|c: char| c == '#' || c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_markup_are_escaped_where_they_would_be_markup() {
        assert_eq!(escaped("1. Mai"), "1\\. Mai");
        assert_eq!(escaped("24.3.2024"), "24\\.3.2024");
        assert_eq!(escaped("a - b # c"), "a - b # c");
        assert_eq!(escaped("---\n  # x"), "\\---\n  \\# x");
        assert_eq!(escaped("     x"), "x");
        assert_eq!(escaped("<b>AT&amp;T</b>"), "\\<b>AT\\&amp;T\\</b>");
        assert_eq!(numbered("1. *a*"), "1. \\*a\\*");
        assert_eq!(fenced("```\nx"), "````\n```\nx\n````");
    }
}
