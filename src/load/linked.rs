//! JSON-LD in a page: what schema.org's `NewsArticle` and its kin say about it.

use serde_json::{Map, Value};

use super::{blocks, date, link};
use crate::article::{Language, Link, Published};
use crate::text::Clean;

/// What is taken of it.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub(super) headline: Option<Clean>,
    pub(super) published: Option<Published>,
    pub(super) byline: Option<Clean>,
    pub(super) publisher: Option<Clean>,
    pub(super) language: Option<Language>,
    pub(super) section: Option<Clean>,
    pub(super) keywords: Vec<Clean>,
    pub(super) picture: Option<Link>,
    pub(super) address: Option<Link>,
    pub(super) body: Option<String>,
    pub(super) summary: Option<Clean>,
    /// Whether it can be read without paying, where the page says so.
    pub(super) free: Option<bool>,
}

/// Reads one block into what is known so far; what the first article says stays.
pub(super) fn read(text: &str, base: Option<&Link>, linked: &mut Linked) {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_end_matches("//]]>")
        .trim_end_matches("-->");
    let value = serde_json::from_str::<Value>(text.trim().trim_end_matches(';')).or_else(|_| {
        // Line breaks inside strings are the most frequent mistake.
        serde_json::from_str(&text.replace(['\n', '\r', '\t'], " "))
    });
    let Ok(value) = value else { return };
    let mut articles = Vec::new();
    collect(&value, 0, &mut articles);
    for article in articles {
        take(article, &value, base, linked);
    }
}

fn collect<'v>(value: &'v Value, depth: u8, found: &mut Vec<&'v Map<String, Value>>) {
    if depth > 6 || found.len() > 10 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|item| collect(item, depth + 1, found)),
        Value::Object(object) => {
            if is_article(object) {
                found.push(object);
                return;
            }
            for name in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if let Some(inner) = object.get(name) {
                    collect(inner, depth + 1, found);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let fits = |kind: &str| {
        let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
        kind.ends_with("Article")
            || kind.ends_with("Posting")
            || kind == "Report"
            || kind == "Review"
    };
    match object.get("@type") {
        Some(Value::String(kind)) => fits(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(fits),
        _ => false,
    }
}

fn take(article: &Map<String, Value>, all: &Value, base: Option<&Link>, linked: &mut Linked) {
    let text = |name: &str| {
        article
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())
    };
    let line = |name: &str| {
        text(name)
            .map(blocks::html_line)
            .filter(|line| !line.is_empty())
    };
    if linked.headline.is_none() {
        linked.headline = line("headline").or_else(|| line("name"));
    }
    if linked.summary.is_none() {
        linked.summary = line("description");
    }
    linked.published = linked.published.or_else(|| {
        ["datePublished", "dateCreated", "uploadDate", "dateModified"]
            .iter()
            .find_map(|name| date::parse(text(name)?))
    });
    if linked.byline.is_none() {
        let mut names = Vec::new();
        for key in ["author", "creator"] {
            if let Some(author) = article.get(key) {
                collect_names(author, all, &mut names);
            }
            if !names.is_empty() {
                break;
            }
        }
        linked.byline = (!names.is_empty()).then(|| Clean::line(&names.join(", ")));
    }
    if linked.publisher.is_none() {
        let mut names = Vec::new();
        if let Some(publisher) = article.get("publisher") {
            collect_names(publisher, all, &mut names);
        }
        linked.publisher = names.first().map(|name| Clean::line(name));
    }
    linked.language = linked
        .language
        .or_else(|| Language::from_tag(text("inLanguage")?));
    if linked.section.is_none() {
        linked.section = line("articleSection").or_else(|| {
            article
                .get("articleSection")?
                .as_array()?
                .first()?
                .as_str()
                .map(blocks::html_line)
        });
    }
    if linked.keywords.is_empty() {
        let words: Vec<&str> = match article.get("keywords") {
            Some(Value::String(words)) => words.split([',', ';']).collect(),
            Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        linked.keywords = words
            .iter()
            .map(|word| blocks::html_line(word))
            .filter(|word| !word.is_empty() && word.len() < 80 && !word.contains(':'))
            .take(30)
            .collect();
    }
    if linked.picture.is_none() {
        linked.picture = article
            .get("image")
            .and_then(first_address)
            .and_then(|address| link::resolve(base, address));
    }
    if linked.address.is_none() {
        linked.address = article
            .get("mainEntityOfPage")
            .and_then(first_address)
            .or_else(|| text("url"))
            .and_then(|address| link::resolve(base, address));
    }
    if linked.body.is_none() {
        linked.body = text("articleBody").map(str::to_owned);
    }
    linked.free = linked
        .free
        .or_else(|| match article.get("isAccessibleForFree") {
            Some(Value::Bool(free)) => Some(*free),
            Some(Value::String(free)) => Some(!free.eq_ignore_ascii_case("false")),
            _ => None,
        });
}

/// Names of persons or organisations, given as text, as objects, as lists of them, or by reference within the block.
fn collect_names(value: &Value, all: &Value, names: &mut Vec<String>) {
    let mut push = |name: &str| {
        let name = super::feed::person_name(&blocks::html_line(name));
        if !name.is_empty() && !name.contains("://") && !names.contains(&name) && names.len() < 8 {
            names.push(name);
        }
    };
    match value {
        Value::String(name) => push(name),
        Value::Object(object) => match object.get("name") {
            Some(Value::String(name)) => push(name),
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).for_each(push),
            _ => {
                if let Some(name) = object
                    .get("@id")
                    .and_then(Value::as_str)
                    .and_then(|id| name_of(all, id))
                {
                    push(name);
                }
            }
        },
        Value::Array(list) => list.iter().for_each(|item| collect_names(item, all, names)),
        _ => {}
    }
}

fn name_of<'v>(all: &'v Value, id: &str) -> Option<&'v str> {
    let list = all.get("@graph").unwrap_or(all).as_array()?;
    let named = |object: &&Value| {
        object.get("@id").and_then(Value::as_str) == Some(id) && object.get("name").is_some()
    };
    list.iter().find(named)?.get("name")?.as_str()
}

fn first_address(value: &Value) -> Option<&str> {
    match value {
        Value::String(address) => Some(address),
        Value::Array(list) => list.iter().find_map(first_address),
        Value::Object(object) => ["url", "@id", "contentUrl"]
            .iter()
            .find_map(|name| object.get(*name).and_then(first_address)),
        _ => None,
    }
}
