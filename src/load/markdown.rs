//! Markdown, with or without front matter in the manner of YAML or TOML.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

use super::fields::{self, Fields};
use super::{Input, Loaded, blocks};
use crate::article::Style;
use crate::say::say;
use crate::text::{Clean, fold};

/// Whether the bytes are Markdown: by name, or because they begin with front matter.
pub(super) fn looks(input: &Input) -> bool {
    [".md", ".markdown", ".mdown", ".mkd"]
        .iter()
        .any(|ending| input.named(ending))
        || input.declared("markdown")
        || front_matter(input.head()).is_some_and(|(fields, _)| !fields.is_empty())
}

/// Reads one article.
pub(super) fn read(input: &Input, loaded: &mut Loaded) {
    let text = input.text().trim_start_matches('\u{FEFF}');
    let (mut fields, markdown) = front_matter(text.trim_start()).unwrap_or((Map::new(), text));
    // The text is set below; the fields only need some to be an article.
    fields.insert("body".to_owned(), Value::String(".".to_owned()));
    let base = input.base();
    let Some((mut article, odd)) = Fields::of(&fields).article(base.as_ref()) else {
        return;
    };
    if let Some(odd) = odd {
        loaded.complain(
            &input.hint.name,
            say!(
                "has the date “{odd}”, which is none; it was read without",
                odd
            ),
        );
    }
    article.extent = crate::article::Extent::Full;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS;
    let mut html = String::with_capacity(markdown.len() * 5 / 4);
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, options));
    let link = article.url.clone().or(base);
    let body = blocks::html_body(&html, link.as_ref());
    if article.title.is_empty()
        && let Some(title) = first_heading(markdown, options)
    {
        article.title = title;
    }
    let title = fold(&article.title);
    article.body = body.retain(|number, style, text| {
        !(number == 0 && matches!(style, Style::Heading(_)) && fold(text) == title)
    });
    loaded.articles.push(article);
}

/// The text of the first heading, if it opens the document.
fn first_heading(markdown: &str, options: Options) -> Option<Clean> {
    let mut events = Parser::new_ext(markdown, options);
    let first = events.next()?;
    if !matches!(
        first,
        Event::Start(Tag::Heading {
            level: HeadingLevel::H1 | HeadingLevel::H2,
            ..
        })
    ) {
        return None;
    }
    let mut title = String::new();
    for event in events {
        match event {
            Event::End(TagEnd::Heading(_)) => break,
            Event::Text(text) | Event::Code(text) => title.push_str(&text),
            Event::SoftBreak | Event::HardBreak => title.push(' '),
            _ => {}
        }
    }
    let title = Clean::line(&title);
    (!title.is_empty()).then_some(title)
}

/// The fields of front matter and the text after it; `None` where there is none.
fn front_matter(text: &str) -> Option<(Map<String, Value>, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let fence = first.trim_end();
    if fence != "---" && fence != "+++" {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        let bare = line.trim_end();
        if bare == fence || (fence == "---" && bare == "...") {
            let fields = if fence == "+++" {
                toml_fields(&rest[..at])
            } else {
                yaml_fields(&rest[..at])
            };
            return Some((fields, &rest[at + line.len()..]));
        }
        at += line.len();
        if at > 64 << 10 {
            return None;
        }
    }
    // Sniffing sees only the beginning.
    None
}

fn toml_fields(text: &str) -> Map<String, Value> {
    let Ok(table) = text.parse::<toml::Table>() else {
        return yaml_fields(&text.replace(" = ", ": "));
    };
    let mut fields = Map::new();
    let extra = table
        .get("extra")
        .and_then(toml::Value::as_table)
        .cloned()
        .unwrap_or_default();
    for (name, value) in table.into_iter().chain(extra) {
        let value = match value {
            toml::Value::Array(list) => Value::Array(list.iter().map(toml_text).collect()),
            toml::Value::Table(_) => continue,
            other => toml_text(&other),
        };
        fields.insert(name, value);
    }
    fields
}

fn toml_text(value: &toml::Value) -> Value {
    Value::String(match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}

/// The part of YAML that front matter uses: scalars, quoted or folded, and lists in both notations.
fn yaml_fields(text: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with([' ', '\t', '#', '-']) || line.trim().is_empty() {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        let mut inner = Vec::new();
        while let Some(next) = lines.peek() {
            if next.starts_with([' ', '\t'])
                || next.starts_with("- ")
                || (next.is_empty() && value.starts_with(['|', '>']))
            {
                inner.push(next.trim());
                lines.next();
            } else {
                break;
            }
        }
        let value = if value.starts_with(['|', '>']) {
            Value::String(inner.join(if value.starts_with('|') { "\n" } else { " " }))
        } else if let Some(list) = value.strip_prefix('[') {
            let list = list.split(']').next().unwrap_or(list);
            Value::Array(
                list.split(',')
                    .map(|item| Value::String(yaml_scalar(item)))
                    .collect(),
            )
        } else if value.is_empty() && inner.iter().any(|item| item.starts_with('-')) {
            let items = inner.iter().filter_map(|item| item.strip_prefix('-'));
            let name = |item: &str| {
                item.trim()
                    .strip_prefix("name:")
                    .map_or_else(|| yaml_scalar(item), yaml_scalar)
            };
            Value::Array(items.map(|item| Value::String(name(item))).collect())
        } else {
            let folded = std::iter::once(value)
                .chain(inner.iter().copied())
                .collect::<Vec<_>>()
                .join(" ");
            Value::String(yaml_scalar(&folded))
        };
        let empty = value
            .as_str()
            .is_some_and(|text| text.is_empty() || text == "~" || text == "null");
        if !empty && fields::plain_name(name) != "body" {
            fields.insert(name.trim().to_owned(), value);
        }
    }
    fields
}

fn yaml_scalar(text: &str) -> String {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
        return serde_json::from_str(text).unwrap_or_else(|_| inner.replace("\\\"", "\""));
    }
    if let Some(inner) = text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
        return inner.replace("''", "'");
    }
    text.split(" #").next().unwrap_or(text).trim().to_owned()
}
