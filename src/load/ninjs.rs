//! ninjs, the agencies' JSON (IPTC, versions 1.0 to 3.x).

use serde_json::{Map, Value};

use super::{blocks, date, feed, link, nitf, press};
use crate::article::{Article, Extent, Language, Link, Status};
use crate::say::{Said, say};
use crate::text::Clean;

/// Whether an object is a news item of ninjs.
pub(super) fn looks(object: &Map<String, Value>) -> bool {
    const TYPES: &[&str] = &[
        "text",
        "composite",
        "picture",
        "graphic",
        "video",
        "audio",
        "event",
        "planning",
        "component",
    ];
    const SIGNS: &[&str] = &[
        "versioncreated",
        "pubstatus",
        "representationtype",
        "headlines",
        "bodies",
        "body_xhtml",
        "body_text",
        "copyrightholder",
        "associations",
        "renditions",
    ];
    let typed = object
        .get("type")
        .and_then(Value::as_str)
        .is_some_and(|kind| TYPES.contains(&kind));
    object.get("uri").is_some_and(Value::is_string)
        && (typed || SIGNS.iter().any(|sign| object.contains_key(*sign)))
}

/// Reads an item.
///
/// # Errors
///
/// One sentence, when it carries no text.
pub(super) fn article(object: &Map<String, Value>) -> Result<Article, Said> {
    let text = |name: &str| {
        object
            .get(name)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let line = |name: &str| text(name).map(Clean::line).filter(|line| !line.is_empty());
    let mut article = Article {
        identity: text("uri").map(str::to_owned),
        version: match object.get("version") {
            Some(Value::String(version)) => version.trim().parse().ok(),
            Some(Value::Number(version)) => version.as_u64().and_then(|v| u32::try_from(v).ok()),
            _ => None,
        },
        url: text("canonicalurl")
            .or_else(|| text("uri"))
            .and_then(Link::parse),
        published: ["versioncreated", "contentcreated", "firstcreated"]
            .iter()
            .find_map(|name| date::parse(text(name)?)),
        embargo: text("embargoed").and_then(date::parse),
        language: text("language").and_then(Language::from_tag),
        kicker: line("slugline"),
        byline: text("byline")
            .or_else(|| text("by"))
            .map(|by| Clean::line(&feed::person_name(by))),
        credit: line("creditline"),
        status: text("pubstatus").map_or_else(Status::default, Status::from_code),
        dateline: line("dateline").or_else(|| line("located")),
        urgency: object
            .get("urgency")
            .and_then(Value::as_u64)
            .and_then(|u| u8::try_from(u).ok())
            .filter(|u| (1..=9).contains(u)),
        ..Article::default()
    };
    article.title = text("headline")
        .map(blocks::html_line)
        .or_else(|| {
            by_role(object.get("headlines"), &["main", "headline"])
                .map(|(text, _)| blocks::html_line(text))
        })
        .unwrap_or_default();
    article.source = names(object, &["infosources", "infosource", "source"])
        .into_iter()
        .next()
        .map(|(name, _)| name)
        .or_else(|| line("copyrightholder"));
    fill_body(object, &mut article);
    let kind = text("type").unwrap_or("text");
    let recalled = !article.status.is_usable() && matches!(kind, "text" | "composite");
    if article.body.is_empty()
        && !recalled
        && (article.title.is_empty() || !matches!(kind, "text" | "composite"))
    {
        return Err(say!(
            "is of type “{kind}” and carries no text; it was left out",
            kind = Clean::line(kind)
        ));
    }
    for (name, _) in names(object, &["subject", "subjects", "genres"]) {
        if !article.subjects.contains(&name) && article.subjects.len() < 40 {
            article.subjects.push(name);
        }
    }
    for (lists, kind) in [
        (["person", "people"], "person"),
        (["organisation", "organisations"], "organisation"),
        (["place", "places"], "place"),
    ] {
        for (name, listed) in names(object, &lists) {
            // Only enterprises have a ticker.
            let kind = if listed && kind == "organisation" {
                "company"
            } else {
                kind
            };
            article.given.push((kind.to_owned(), name));
        }
    }
    article.picture = picture(object);
    Ok(article)
}

/// The text: HTML if there is some, else NITF, else plain; the description when there is none.
fn fill_body(object: &Map<String, Value>, article: &mut Article) {
    let text = |name: &str| {
        object
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())
    };
    let bodies = object.get("bodies");
    let html = ["body_html5", "body_html", "body_xhtml"]
        .iter()
        .find_map(|name| text(name))
        .or_else(|| with_type(bodies, "html"));
    if let Some(html) = html {
        article.body = blocks::html_body(html, article.url.as_ref());
        let title = article.title.clone();
        article.body = std::mem::take(&mut article.body)
            .retain(|number, _, text| number > 2 || *text != *title);
        return;
    }
    if let Some(markup) = text("body_nitf").or_else(|| with_type(bodies, "nitf")) {
        nitf::fill_text(markup, article);
    }
    if !article.body.is_empty() {
        return;
    }
    let plain = text("body_text")
        .or_else(|| with_type(bodies, "plain"))
        .or_else(|| by_role(bodies, &["main", "text", "body"]).map(|(text, _)| text));
    if let Some(plain) = plain {
        if feed::is_markup(plain) {
            article.body = blocks::html_body(plain, article.url.as_ref());
        } else {
            press::fill(article, plain);
        }
        return;
    }
    let summary = text("description_text")
        .or_else(|| text("description_xhtml"))
        .or_else(|| {
            by_role(object.get("descriptions"), &["text", "main", "summary"]).map(|(text, _)| text)
        });
    if let Some(summary) = summary {
        article.body = feed::body(summary, article.url.as_ref());
        article.extent = Extent::Teaser;
    }
}

/// The value of a list of `{role, contenttype, value}` with the first of these roles, else the first value.
fn by_role<'v>(list: Option<&'v Value>, roles: &[&str]) -> Option<(&'v str, &'v str)> {
    let list = list?.as_array()?;
    let value = |item: &'v Value| {
        let text = item
            .get("value")
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())?;
        Some((
            text,
            item.get("contenttype")
                .and_then(Value::as_str)
                .unwrap_or(""),
        ))
    };
    let role = |item: &Value, role: &str| item.get("role").and_then(Value::as_str) == Some(role);
    roles
        .iter()
        .find_map(|wanted| list.iter().find(|item| role(item, wanted)).and_then(value))
        .or_else(|| list.iter().find_map(value))
}

fn with_type<'v>(list: Option<&'v Value>, kind: &str) -> Option<&'v str> {
    list?
        .as_array()?
        .iter()
        .find(|item| {
            let says = |name: &str| {
                item.get(name)
                    .and_then(Value::as_str)
                    .is_some_and(|text| text.contains(kind))
            };
            says("contenttype") || says("role")
        })?
        .get("value")?
        .as_str()
}

/// The names in these lists, and whether symbols of an exchange stand beside them.
fn names(object: &Map<String, Value>, lists: &[&str]) -> Vec<(Clean, bool)> {
    let mut out = Vec::new();
    for list in lists
        .iter()
        .filter_map(|name| object.get(*name)?.as_array())
    {
        for item in list.iter().take(100) {
            let name = item
                .get("name")
                .or(Some(item))
                .and_then(Value::as_str)
                .map(Clean::line);
            if let Some(name) = name.filter(|name| !name.is_empty() && name.len() < 120) {
                out.push((name, item.get("symbols").is_some()));
            }
        }
    }
    out
}

/// The largest rendition of the first picture among the associations.
fn picture(object: &Map<String, Value>) -> Option<Link> {
    let items: Vec<&Value> = match object.get("associations")? {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => return None,
    };
    let image = items.into_iter().find(|item| {
        matches!(
            item.get("type").and_then(Value::as_str),
            Some("picture" | "graphic")
        )
    })?;
    let renditions: Vec<&Value> = match image.get("renditions")? {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => map.values().collect(),
        _ => return None,
    };
    let widest = renditions
        .into_iter()
        .max_by_key(|r| r.get("width").and_then(Value::as_u64).unwrap_or(0))?;
    link::resolve(None, widest.get("href")?.as_str()?)
}
