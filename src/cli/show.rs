//! Printing single articles: as a page, as plain text, as Markdown, as JSON.

use std::fmt::Write as _;
use std::ops::Range;

use crate::article::{Article, ArticleId, Body, Style};
use crate::ask::{Answer, Ask, Opened};
use crate::export::markdown_text;
use crate::say::say;
use crate::theme::Role;

use super::Failure;
use super::json::OpenedJson;
use super::output::Output;
use super::places::Places;

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Set to the measure, with colours where there are any; plain text in a pipe.
    Page,
    /// Paragraphs as they are.
    Plain,
    /// Markdown.
    Markdown,
    /// The contract.
    Json,
}

/// Prints articles by their numbers.
pub(super) fn show(places: &Places, ids: &[String], form: Form) -> Result<(), Failure> {
    let config = places.settings()?;
    let numbers: Vec<ArticleId> = ids
        .iter()
        .map(|id| id.parse().map_err(Failure::Usage))
        .collect::<Result<_, _>>()?;
    let store = places.open_store()?;
    let mut out = Output::new(&config);
    let mut missing = None;
    for (number, id) in numbers.into_iter().enumerate() {
        let Answer::Article(Some(opened)) = store.answer(&Ask::Article(id))? else {
            missing = Some(id);
            continue;
        };
        if number > 0 && form != Form::Json {
            out.line("")?;
        }
        match form {
            Form::Json => out.json(&OpenedJson::new(&opened))?,
            Form::Markdown => out.text(&markdown(&opened.article))?,
            Form::Plain => out.text(&plain(&opened.article))?,
            Form::Page => match out.columns() {
                Some(columns) => {
                    let measure = usize::from(config.reader.measure).min(columns);
                    let page = page(&out, &opened, measure);
                    out.text(&page)?;
                }
                None => out.text(&plain(&opened.article))?,
            },
        }
    }
    out.finish()?;
    match missing {
        Some(id) => Err(Failure::Nothing(say!(
            "there is no article {id} in the store; `depesche ls` prints the numbers",
            id = id.to_string()
        ))),
        None => Ok(()),
    }
}

/// Headline, what is known about it, text.
fn plain(article: &Article) -> String {
    let mut out = format!("{}\n", article.title);
    let about = about(article);
    if !about.is_empty() {
        let _ = writeln!(out, "{about}");
    }
    if let Some(url) = &article.url {
        let _ = writeln!(out, "{url}");
    }
    if !article.body.is_empty() {
        let _ = write!(out, "\n{}\n", article.body.text());
    }
    out
}

/// That it is withdrawn, date, source, byline, credit and embargo in one line.
fn about(article: &Article) -> String {
    let status = article.status;
    let parts = [
        (!status.is_usable()).then(|| status.word().to_owned()),
        article.published.map(|at| at.to_string()),
        article.source.as_ref().map(ToString::to_string),
        article.byline.as_ref().map(ToString::to_string),
        article.credit.as_ref().map(ToString::to_string),
        article.embargo.map(|at| format!("embargo {at}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn markdown(article: &Article) -> String {
    let mut out = format!("# {}\n\n", markdown_text(&article.title));
    let about = about(article);
    if !about.is_empty() {
        let _ = write!(out, "*{}*\n\n", markdown_text(&about));
    }
    if let Some(url) = &article.url {
        let _ = write!(out, "<{url}>\n\n");
    }
    let body = &article.body;
    for paragraph in body.paragraphs() {
        let text = &body.text()[paragraph.range.clone()];
        let block = match paragraph.style {
            Style::Text => markdown_text(text),
            // The headline is the first level.
            Style::Heading(level) => {
                let level = usize::from(level.clamp(2, 6));
                format!("{} {}", "#".repeat(level), markdown_text(text))
            }
            Style::Quote(depth) => {
                let prefix = "> ".repeat(usize::from(depth.max(1)));
                prefix_lines(&markdown_text(text), &prefix)
            }
            Style::Item(depth) => {
                let indent = "  ".repeat(usize::from(depth.max(1)) - 1);
                let text = text.trim_start_matches(['•', '–', '-', '*', ' ']);
                if text.starts_with(|c: char| c.is_ascii_digit()) {
                    format!("{indent}{text}")
                } else {
                    format!("{indent}- {}", markdown_text(text))
                }
            }
            Style::Code | Style::Table => fenced(text),
            Style::Caption => format!("*{}*", markdown_text(text)),
        };
        let _ = write!(out, "{block}\n\n");
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

fn prefix_lines(text: &str, prefix: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("{prefix}{line}")).collect();
    lines.join("\n")
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

/// The page of an article for a terminal: set to the measure, companies and persons in their looks.
fn page(out: &Output, opened: &Opened, measure: usize) -> String {
    let article = &opened.article;
    let mut text = String::new();
    for line in textwrap::wrap(&article.title, measure) {
        let _ = writeln!(text, "{}", out.paint(Role::Headline, &line));
    }
    for line in textwrap::wrap(&about(article), measure) {
        let _ = writeln!(text, "{}", out.paint(Role::Caption, &line));
    }
    if let Some(url) = &article.url {
        let _ = writeln!(text, "{}", out.paint(Role::Link, url.as_str()));
    }
    let marks = marks(opened);
    for paragraph in article.body.paragraphs() {
        text.push('\n');
        if matches!(paragraph.style, Style::Code | Style::Table) {
            let code = &article.body.text()[paragraph.range.clone()];
            let _ = writeln!(text, "{}", out.paint(Role::Code, code));
            continue;
        }
        let (indent, role) = match paragraph.style {
            Style::Heading(_) => ("", Role::Heading),
            Style::Quote(_) => ("  ", Role::Quote),
            Style::Item(_) => ("  ", Role::Text),
            Style::Caption => ("", Role::Caption),
            _ => ("", Role::Text),
        };
        let words = paint_marks(out, &article.body, &paragraph.range, &marks, role);
        let options = textwrap::Options::new(measure)
            .initial_indent(indent)
            .subsequent_indent(indent);
        for line in textwrap::wrap(&words, options) {
            let _ = writeln!(text, "{line}");
        }
    }
    text
}

/// Where entities stand, in order; of two that overlap the first.
fn marks(opened: &Opened) -> Vec<(Range<usize>, Role)> {
    let mut marks: Vec<_> = opened
        .highlights
        .entities
        .iter()
        .flat_map(|entity| {
            let role = Role::of(entity.kind());
            entity
                .mentions
                .iter()
                .map(move |range| (range.clone(), role))
        })
        .collect();
    marks.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    marks.retain(|(range, _)| {
        let apart = range.start >= end;
        if apart {
            end = range.end;
        }
        apart
    });
    marks
}

/// The text of a paragraph; each word is painted alone, so that a line break never lies within a look.
fn paint_marks(
    out: &Output,
    body: &Body,
    paragraph: &Range<usize>,
    marks: &[(Range<usize>, Role)],
    role: Role,
) -> String {
    let mut words = String::new();
    let mut at = paragraph.start;
    let mut put = |range: Range<usize>, role: Role| {
        let part = body.text().get(range).unwrap_or("");
        let painted: Vec<String> = part.split(' ').map(|word| out.paint(role, word)).collect();
        words.push_str(&painted.join(" "));
    };
    for (range, look) in marks {
        if range.start < at || range.end > paragraph.end {
            continue;
        }
        put(at..range.start, role);
        put(range.clone(), *look);
        at = range.end;
    }
    put(at..paragraph.end, role);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BodyBuilder;

    #[test]
    fn markdown_keeps_what_paragraphs_are_and_escapes_what_they_say() {
        let mut body = BodyBuilder::default();
        body.push(Style::Text, "Ein *Stern* und <b>fett</b>");
        body.push(Style::Heading(1), "Zwischentitel");
        body.push(Style::Quote(2), "Zitat");
        body.push(Style::Item(1), "• Punkt");
        body.push(Style::Code, "```\nlet x;");
        let article = Article {
            title: "# Titel".into(),
            body: body.finish(),
            ..Article::default()
        };
        assert_eq!(
            markdown(&article),
            "# \\# Titel\n\nEin \\*Stern\\* und \\<b>fett\\</b>\n\n## Zwischentitel\n\n> > Zitat\n\n- Punkt\n\n\
             ````\n```\nlet x;\n````\n"
        );
    }

    #[test]
    fn an_article_of_which_nothing_is_known_is_its_headline() {
        let article = Article {
            title: "Kurz".into(),
            ..Article::default()
        };
        assert_eq!(plain(&article), "Kurz\n");
    }
}
