//! Bookmarks as Markdown, CSV, HTML and Org: text out, every piece of outside text escaped for where it stands.

use std::fmt::Write as _;

use crate::ask::Opened;
use crate::change::Note;

/// Formats of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// Headings, links, notes as quotations
    Markdown,
    /// One JSON object a line, with the whole text
    Json,
    /// One row an article, for spreadsheets
    Csv,
    /// A page
    Html,
    /// Org mode, with properties
    Org,
}

/// Writes articles one after the other.
pub(super) struct Exporter {
    format: Format,
}

impl Exporter {
    pub(super) fn new(format: Format) -> Self {
        Self { format }
    }

    /// What comes before the first article.
    pub(super) fn begin(&mut self) -> String {
        match self.format {
            Format::Json => String::new(),
            Format::Markdown => "# Bookmarks\n".to_owned(),
            Format::Csv => csv_line(&[
                "id", "title", "published", "source", "url", "byline", "language", "tags", "notes",
            ]),
            Format::Html => concat!(
                "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>Bookmarks</title>\n",
                "<style>body{max-width:42em;margin:2em auto;font-family:serif;line-height:1.5}",
                "h2{margin-bottom:0}p.about{margin-top:0;color:#555}</style>\n",
                "</head>\n<body>\n<h1>Bookmarks</h1>\n"
            )
            .to_owned(),
            Format::Org => "#+TITLE: Bookmarks\n".to_owned(),
        }
    }

    /// One article.
    pub(super) fn article(&mut self, opened: &Opened) -> String {
        match self.format {
            // JSON is the contract's business.
            Format::Json => String::new(),
            Format::Markdown => markdown(opened),
            Format::Csv => csv(opened),
            Format::Html => html(opened),
            Format::Org => org(opened),
        }
    }

    /// What comes after the last.
    pub(super) fn end(&mut self) -> String {
        match self.format {
            Format::Html => "</body>\n</html>\n".to_owned(),
            _ => String::new(),
        }
    }
}

fn markdown(opened: &Opened) -> String {
    let article = &opened.article;
    let title = markdown_text(&article.title);
    let mut out = match &article.url {
        Some(url) => format!("\n## [{title}](<{url}>)\n"),
        None => format!("\n## {title}\n"),
    };
    let about = about(opened);
    if !about.is_empty() {
        let _ = write!(out, "\n{}\n", markdown_text(&about));
    }
    if !opened.tags.is_empty() {
        let tags: Vec<String> = opened.tags.iter().map(|tag| markdown_text(tag)).collect();
        let _ = write!(out, "\nTags: {}\n", tags.join(", "));
    }
    for note in &opened.notes {
        for line in note.passage.lines() {
            let _ = write!(out, "\n> {}", markdown_text(line));
        }
        if !note.passage.is_empty() {
            out.push('\n');
        }
        if !note.text.is_empty() {
            // The reader's own words may be Markdown; they stay as they were written.
            let _ = write!(out, "\n{}\n", note.text);
        }
    }
    out
}

/// Text in which nothing is markup: signs that could be are escaped.
pub(super) fn markdown_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for (at, c) in line.char_indices() {
            let anywhere = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|');
            let at_start = at == 0 && matches!(c, '#' | '>' | '-' | '+' | '=' | '~' | ':');
            // "1. " at the start of a line would be a list.
            let number =
                matches!(c, '.' | ')') && at > 0 && line[..at].bytes().all(|b| b.is_ascii_digit());
            if anywhere || at_start || number {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

fn csv(opened: &Opened) -> String {
    let article = &opened.article;
    let text = |value: Option<String>| value.unwrap_or_default();
    csv_line(&[
        &opened.id.to_string(),
        &article.title,
        &text(article.published.map(|it| it.to_string())),
        article.source.as_deref().unwrap_or(""),
        article.url.as_ref().map_or("", |url| url.as_str()),
        article.byline.as_deref().unwrap_or(""),
        &text(article.language.map(|it| it.to_string())),
        &opened.tags.join(", "),
        &opened
            .notes
            .iter()
            .map(note_in_words)
            .collect::<Vec<_>>()
            .join("\n"),
    ])
}

fn note_in_words(note: &Note) -> String {
    match (note.passage.is_empty(), note.text.is_empty()) {
        (false, false) => format!("“{}”: {}", note.passage, note.text),
        (false, true) => format!("“{}”", note.passage),
        (true, _) => note.text.clone(),
    }
}

/// A row as RFC 4180 writes it.
fn csv_line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| format!("\"{}\"", without_formula(cell).replace('"', "\"\"")))
        .collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection).
fn without_formula(cell: &str) -> String {
    let begins = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    if cell.trim_start_matches([' ', '\u{a0}']).starts_with(begins) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn html(opened: &Opened) -> String {
    let article = &opened.article;
    let language = article
        .language
        .map_or_else(String::new, |it| format!(" lang=\"{it}\""));
    let title = html_text(&article.title);
    let mut out = match &article.url {
        Some(url) => format!(
            "<article{language}>\n<h2><a href=\"{}\" rel=\"noreferrer\">{title}</a></h2>\n",
            html_text(url.as_str())
        ),
        None => format!("<article{language}>\n<h2>{title}</h2>\n"),
    };
    let about = about(opened);
    if !about.is_empty() {
        let _ = writeln!(out, "<p class=\"about\">{}</p>", html_text(&about));
    }
    if !opened.tags.is_empty() {
        let _ = writeln!(out, "<p>Tags: {}</p>", html_text(&opened.tags.join(", ")));
    }
    for note in &opened.notes {
        if !note.passage.is_empty() {
            let _ = writeln!(out, "<blockquote>{}</blockquote>", html_text(&note.passage));
        }
        if !note.text.is_empty() {
            let text = html_text(&note.text).replace('\n', "<br>\n");
            let _ = writeln!(out, "<p>{text}</p>");
        }
    }
    out + "</article>\n"
}

fn html_text(text: &str) -> String {
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

fn org(opened: &Opened) -> String {
    let article = &opened.article;
    let mut out = match &article.url {
        Some(url) => format!(
            "* [[{}][{}]]",
            org_link(url.as_str()),
            org_inline(&article.title)
        ),
        None => format!("* {}", org_inline(&article.title)),
    };
    let tags: Vec<String> = opened.tags.iter().map(|tag| org_tag(tag)).collect();
    if !tags.is_empty() {
        let _ = write!(out, " :{}:", tags.join(":"));
    }
    let _ = write!(out, "\n:PROPERTIES:\n:ID: {}\n", opened.id);
    for (name, value) in [
        ("PUBLISHED", article.published.map(|it| it.to_string())),
        ("SOURCE", article.source.as_ref().map(ToString::to_string)),
        ("BYLINE", article.byline.as_ref().map(ToString::to_string)),
        ("LANGUAGE", article.language.map(|it| it.to_string())),
    ] {
        if let Some(value) = value {
            let _ = writeln!(out, ":{name}: {value}");
        }
    }
    out.push_str(":END:\n");
    for note in &opened.notes {
        if !note.passage.is_empty() {
            let _ = write!(
                out,
                "#+begin_quote\n{}\n#+end_quote\n",
                org_block(&note.passage)
            );
        }
        if !note.text.is_empty() {
            let _ = writeln!(out, "{}", org_block(&note.text));
        }
    }
    out
}

/// Brackets would end a link; Org has no escape for them, so they become the ones that look alike.
fn org_inline(text: &str) -> String {
    text.replace("[[", "[\u{200b}[")
        .replace("]]", "]\u{200b}]")
        .replace('\n', " ")
}

fn org_link(url: &str) -> String {
    url.replace('[', "%5B").replace(']', "%5D")
}

/// Tags may hold letters, digits, `_`, `@`, `#` and `%` (Org manual, 6.1).
fn org_tag(tag: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '%');
    tag.chars()
        .map(|c| if allowed(c) { c } else { '_' })
        .collect()
}

/// Lines that would be headings or end a block get the comma that Org takes off again (Org manual, 12.6).
fn org_block(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.starts_with('*') || line.trim_start().starts_with("#+") {
                format!(",{line}")
            } else {
                line.to_owned()
            }
        })
        .collect();
    lines.join("\n")
}

/// Date, source and byline in one line.
fn about(opened: &Opened) -> String {
    let article = &opened.article;
    let parts = [
        article.published.map(|at| at.to_string()),
        article.source.as_ref().map(ToString::to_string),
        article.byline.as_ref().map(ToString::to_string),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId, Link};
    use crate::highlight::Highlights;

    fn hostile() -> Opened {
        let note = |passage: &str, text: &str| Note {
            number: 1,
            id: ArticleId(1),
            range: None,
            passage: passage.to_owned(),
            text: text.to_owned(),
            colour: 0,
        };
        Opened {
            twins: Vec::new(),
            id: ArticleId(1),
            article: Article {
                title: "=HYPERLINK(\"x\") <script>]] *fett*".into(),
                url: Link::parse("https://a.example/?a=1&b=[2]"),
                source: Some("@Quelle".into()),
                published: "2024-03-24".parse().ok(),
                ..Article::default()
            },
            highlights: Highlights::default(),
            read: true,
            bookmarked: true,
            tags: vec!["zwei Wörter".to_owned()],
            notes: vec![note("Ein „Satz“", "* kein Titel\n#+end_quote")],
        }
    }

    #[test]
    fn no_cell_of_a_csv_export_is_a_formula() {
        let row = Exporter::new(Format::Csv).article(&hostile());
        assert!(
            row.contains("\"'=HYPERLINK(\"\"x\"\") <script>]] *fett*\""),
            "{row}"
        );
        assert!(row.contains("\"'@Quelle\""), "{row}");
        for cell in ["=1", "+1", "-1", "@x", "\t=1", " =1", "＝1"] {
            assert!(without_formula(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(without_formula("1 - 1"), "1 - 1");
    }

    #[test]
    fn nothing_in_an_html_export_is_markup_but_its_own() {
        let page = Exporter::new(Format::Html).article(&hostile());
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&lt;script&gt;"));
        assert!(
            page.contains("href=\"https://a.example/?a=1&amp;b=[2]\""),
            "{page}"
        );
    }

    #[test]
    fn nothing_in_a_markdown_export_is_markup_but_its_own_and_the_readers() {
        let text = Exporter::new(Format::Markdown).article(&hostile());
        assert!(text.contains(r"\<script>\]\] \*fett\*"), "{text}");
        assert!(text.contains("\n> Ein „Satz“\n"), "{text}");
        assert_eq!(markdown_text("1. Mai"), "1\\. Mai");
        assert_eq!(markdown_text("24.3.2024"), "24\\.3.2024");
    }

    #[test]
    fn an_org_export_keeps_its_headings_and_blocks_apart_from_what_is_said() {
        let text = Exporter::new(Format::Org).article(&hostile());
        assert_eq!(
            text.lines().filter(|line| line.starts_with("* ")).count(),
            1,
            "{text}"
        );
        assert!(text.contains("\n,* kein Titel\n,#+end_quote\n"), "{text}");
        assert!(text.contains(":zwei_Wörter:"), "{text}");
    }
}
