//! HTML: a page to read, and the file of bookmarks that browsers import. Nothing in either is markup but its own.

use std::fmt::Write as _;

use crate::article::Style;
use crate::ask::Opened;

use super::{LOST, about, blocks};

/// The end of the page.
pub(super) const END: &str = "</body>\n</html>\n";
/// The end of the file of bookmarks.
pub(super) const END_OF_BOOKMARKS: &str = "</DL><p>\n";

/// The beginning of the page.
pub(super) fn begin(title: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>body{{max-width:42em;margin:2em auto;font-family:serif;line-height:1.5}}\
         h2{{margin-bottom:0}}p.about{{margin-top:0;color:#555}}</style>\n\
         </head>\n<body>\n<h1>{title}</h1>\n"
    )
}

/// An article on the page.
pub(super) fn article(opened: &Opened, with_text: bool) -> String {
    let article = &opened.article;
    let language = article
        .language
        .map_or_else(String::new, |it| format!(" lang=\"{it}\""));
    let title = escaped(&article.title);
    let mut out = match &article.url {
        Some(url) => format!(
            "<article{language}>\n<h2><a href=\"{}\" rel=\"noreferrer\">{title}</a></h2>\n",
            escaped(url.as_str())
        ),
        None => format!("<article{language}>\n<h2>{title}</h2>\n"),
    };
    let about = about(opened);
    if !about.is_empty() {
        let _ = writeln!(out, "<p class=\"about\">{}</p>", escaped(&about));
    }
    if !opened.tags.is_empty() {
        let _ = writeln!(out, "<p>Tags: {}</p>", escaped(&opened.tags.join(", ")));
    }
    if with_text {
        for (style, text) in blocks(opened) {
            let text = escaped(text);
            let _ = match style {
                Style::Heading(_) => writeln!(out, "<h3>{text}</h3>"),
                Style::Quote(_) => writeln!(out, "<blockquote>{text}</blockquote>"),
                Style::Code | Style::Table => writeln!(out, "<pre>{text}</pre>"),
                Style::Caption => writeln!(out, "<p><em>{text}</em></p>"),
                Style::Text | Style::Item(_) => writeln!(out, "<p>{text}</p>"),
            };
        }
    }
    notes(opened, &mut out);
    out + "</article>\n"
}

fn notes(opened: &Opened, out: &mut String) {
    for note in &opened.notes {
        if !note.passage.is_empty() {
            let lost = if note.is_lost() {
                format!(" <small>({LOST})</small>")
            } else {
                String::new()
            };
            let _ = writeln!(
                out,
                "<blockquote>{}{lost}</blockquote>",
                escaped(&note.passage)
            );
        }
        if !note.text.is_empty() {
            let text = escaped(&note.text).replace('\n', "<br>\n");
            let _ = writeln!(out, "<p>{text}</p>");
        }
    }
}

/// The beginning of the file of bookmarks.
pub(super) fn begin_bookmarks(title: &str) -> String {
    let title = escaped(title);
    format!(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n\
         <META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n\
         <TITLE>{title}</TITLE>\n<H1>{title}</H1>\n<DL><p>\n"
    )
}

/// A bookmark. An article without a link has nowhere to lead to; it stands there without one.
pub(super) fn bookmark(opened: &Opened) -> String {
    let article = &opened.article;
    let url = article
        .url
        .as_ref()
        .map_or("about:blank", |url| url.as_str());
    let tags = if opened.tags.is_empty() {
        String::new()
    } else {
        format!(" TAGS=\"{}\"", escaped(&opened.tags.join(",")))
    };
    let mut out = format!(
        "<DT><A HREF=\"{}\"{tags}>{}</A>\n",
        escaped(url),
        escaped(&article.title)
    );
    let mut said = vec![about(opened)];
    said.extend(opened.notes.iter().map(super::note_in_words));
    said.retain(|text| !text.is_empty());
    if !said.is_empty() {
        let _ = writeln!(out, "<DD>{}", escaped(&said.join("\n")));
    }
    out
}

/// Text that is no markup, in content and in quoted attributes alike.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
