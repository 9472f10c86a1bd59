//! The fields of an article under the names that people give them, whatever holds them: JSON, a table's row, front matter.
//!
//! Names are compared without case, underscores and hyphens; the reader's own mapping goes first.

use serde_json::{Map, Value};

use super::{Mapping, blocks, date, feed, link, press};
use crate::article::{Article, Extent, Language, Link, Published};
use crate::text::Clean;

/// The fields of an object under their names without case, underscores and hyphens.
pub(super) struct Fields<'v> {
    by_name: Vec<(String, &'v Value)>,
    object: &'v Map<String, Value>,
    pub(super) mapping: Option<&'v Mapping>,
}

pub(super) const TITLE: &[&str] = &[
    "title",
    "headline",
    "headlinemain",
    "heading",
    "titel",
    "ueberschrift",
    "überschrift",
    "subject",
    "betreff",
    "headtitle",
];
pub(super) const BODY: &[&str] = &[
    "contenthtml",
    "body",
    "articlebody",
    "bodytext",
    "text",
    "fulltext",
    "maintext",
    "contenttext",
    "content",
    "articletext",
    "article",
    "story",
    "inhalt",
    "bodyhtml",
    "html",
    "plaintext",
    "contents",
    "newstext",
    "volltext",
];
pub(super) const SUMMARY: &[&str] = &[
    "description",
    "summary",
    "abstract",
    "lead",
    "teaser",
    "snippet",
    "excerpt",
    "trailtext",
    "dek",
    "standfirst",
    "leadparagraph",
    "vorspann",
    "shortdescription",
];
pub(super) const DATE: &[&str] = &[
    "published",
    "datepublished",
    "publishedat",
    "pubdate",
    "date",
    "publicationdate",
    "publishdate",
    "datepublish",
    "publishedon",
    "publishedtime",
    "firstpublished",
    "webpublicationdate",
    "firstpublicationdate",
    "datetime",
    "datum",
    "timestamp",
    "time",
    "created",
    "createdat",
    "createdutc",
    "versioncreated",
    "updated",
    "updatedat",
    "datemodified",
    "datedownload",
];
pub(super) const URL: &[&str] = &[
    "url",
    "link",
    "weburl",
    "permalink",
    "articleurl",
    "href",
    "externalurl",
    "canonicalurl",
    "uri",
    "sourceurl",
    "storyurl",
];
pub(super) const SOURCE: &[&str] = &[
    "source",
    "sourcename",
    "publisher",
    "publication",
    "newspaper",
    "outlet",
    "site",
    "sitename",
    "provider",
    "medium",
    "quelle",
    "zeitung",
    "agency",
    "website",
    "sourcedomain",
    "domain",
];
pub(super) const BYLINE: &[&str] = &[
    "byline",
    "author",
    "authors",
    "creator",
    "authorname",
    "autor",
    "verfasser",
    "writer",
    "writtenby",
    "by",
    "journalist",
];
pub(super) const LANGUAGE: &[&str] = &[
    "language",
    "lang",
    "locale",
    "inlanguage",
    "sprache",
    "languagecode",
];
pub(super) const IDENTITY: &[&str] = &[
    "guid",
    "id",
    "uuid",
    "docid",
    "articleid",
    "identity",
    "storyid",
];
pub(super) const SUBJECTS: &[&str] = &[
    "tags",
    "keywords",
    "topics",
    "categories",
    "category",
    "section",
    "subjects",
    "rubrik",
    "ressort",
    "label",
    "topic",
];

impl<'v> Fields<'v> {
    pub(super) fn of(object: &'v Map<String, Value>) -> Self {
        let by_name = object
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (plain_name(name), value))
            .collect();
        Self {
            by_name,
            object,
            mapping: None,
        }
    }

    pub(super) fn is_article(&self) -> bool {
        let text = |names: &[&'static str]| {
            self.all(names)
                .any(|value| value.as_str().is_some_and(|text| !text.trim().is_empty()))
        };
        text(TITLE) && (text(BODY) || text(SUMMARY) || text(URL))
            || text(BODY)
            || (text(TITLE) && self.all(DATE).next().is_some())
    }

    /// The values under these names, in the order of the names.
    fn all(&self, names: &[&'static str]) -> impl Iterator<Item = &'v Value> {
        names.iter().filter_map(|name| {
            self.by_name
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| *value)
        })
    }

    /// What the reader mapped to this field of the article, else what stands under these names.
    fn values(&self, field: &str, names: &[&'static str]) -> Vec<&'v Value> {
        let mapped = self
            .mapping
            .and_then(|mapping| mapping.columns.iter().find(|(of, _)| of == field))
            .map(|(_, column)| column);
        match mapped {
            Some(column) => self.object.get(column).into_iter().collect(),
            None => self.all(names).collect(),
        }
    }

    fn text(&self, field: &str, names: &[&'static str]) -> Option<String> {
        self.values(field, names).into_iter().find_map(text_of)
    }

    pub(super) fn byline(&self) -> Option<Clean> {
        self.values("byline", BYLINE).into_iter().find_map(|value| {
            let names: Vec<String> = match value {
                Value::Array(list) => list.iter().filter_map(text_of).collect(),
                other => text_of(other).into_iter().collect(),
            };
            let names: Vec<String> = names
                .iter()
                .map(|name| feed::person_name(&blocks::html_line(name)))
                .filter(|n| !n.is_empty())
                .collect();
            let line = Clean::line(&names.join(", "));
            (!line.is_empty()).then_some(line)
        })
    }

    fn published(&self) -> (Option<Published>, Option<String>) {
        let mut odd = None;
        for value in self.values("published", DATE) {
            let text = match value {
                Value::Number(number) => number.as_f64().map(|n| format!("{}", n as i64)),
                other => text_of(other),
            };
            let Some(text) = text else { continue };
            if let Some(published) = date::parse(&text) {
                return (Some(published), None);
            }
            odd = odd.or_else(|| Some(Clean::line(&text).chars().take(60).collect()));
        }
        (None, odd)
    }

    /// The article, and the date that was none; `None` when there is neither headline nor text.
    pub(super) fn article(&self, base: Option<&Link>) -> Option<(Article, Option<String>)> {
        let title = self.text("title", TITLE);
        let body = self.text("body", BODY);
        let summary = self.text("summary", SUMMARY);
        if title.is_none() && body.is_none() && summary.is_none() {
            return None;
        }
        let mut article = Article {
            title: title
                .as_deref()
                .map_or_else(Clean::default, blocks::html_line),
            ..Article::default()
        };
        article.url = self
            .text("url", URL)
            .and_then(|url| link::resolve(base, &url));
        let base = article.url.clone().or_else(|| base.cloned());
        let text = body.as_deref().filter(|text| !text.trim().is_empty());
        fill_body(
            &mut article,
            text.or(summary.as_deref()).unwrap_or(""),
            base.as_ref(),
        );
        if text.is_none() && article.url.is_some() {
            article.extent = Extent::Teaser;
        }
        let (published, odd) = self.published();
        article.published = published.or(article.published);
        article.byline = self.byline().or(article.byline.take());
        let line = |field: &str, names: &[&'static str]| {
            self.text(field, names)
                .map(|text| Clean::line(&text))
                .filter(|line| !line.is_empty())
        };
        article.source = line("source", SOURCE).or(article.source.take());
        article.language = self
            .text("language", LANGUAGE)
            .and_then(|tag| Language::from_tag(&tag));
        article.credit = line("credit", &["credit"]).or(article.credit.take());
        article.dateline = line("dateline", &["dateline"])
            .map(|line| Clean::line(line.trim_end_matches(['-', '–', '—', ' '])))
            .or(article.dateline.take());
        article.kicker = line("kicker", &["kicker", "dachzeile"]);
        article.identity = self.text("id", IDENTITY);
        article.picture = self
            .text(
                "picture",
                &[
                    "image",
                    "imageurl",
                    "urltoimage",
                    "topimage",
                    "thumbnail",
                    "picture",
                    "bannerimage",
                ],
            )
            .and_then(|address| link::resolve(base.as_ref(), &address));
        for value in self.all(SUBJECTS) {
            let words: Vec<String> = match value {
                Value::Array(list) => list.iter().filter_map(text_of).collect(),
                Value::String(text) => text.split([',', ';']).map(str::to_owned).collect(),
                _ => Vec::new(),
            };
            for word in words.iter().map(|word| Clean::line(word)) {
                if !word.is_empty()
                    && word.len() < 80
                    && article.subjects.len() < 40
                    && !article.subjects.contains(&word)
                {
                    article.subjects.push(word);
                }
            }
        }
        Some((article, odd))
    }
}

/// Sets a text that may be HTML or newspaper text as the article's body.
pub(super) fn fill_body(article: &mut Article, text: &str, base: Option<&Link>) {
    if looks_like_html(text) {
        article.body = blocks::html_body(text, base);
        if article.picture.is_none() {
            article.picture = feed::first_picture(text, base);
        }
    } else {
        press::fill(article, text);
    }
}

/// Whether a text holds markup of blocks or links, not only a `<`.
fn looks_like_html(text: &str) -> bool {
    [
        "</p>",
        "<p>",
        "<br",
        "</div>",
        "</a>",
        "</li>",
        "<p ",
        "</b>",
        "</strong>",
        "</em>",
        "</h",
        "<img ",
    ]
    .iter()
    .any(|tag| text.contains(tag))
}

/// A name without case, underscores, hyphens, spaces and points.
pub(super) fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A value as text: a string, a number, an object's name, the first of a list.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => {
            return [
                "name", "title", "rendered", "main", "text", "value", "url", "term", "label", "$t",
                "#text",
            ]
            .iter()
            .find_map(|name| object.get(*name).and_then(Value::as_str))
            .map(str::to_owned);
        }
        Value::Array(list) => {
            let parts: Vec<String> = list
                .iter()
                .filter(|part| part.is_string())
                .filter_map(text_of)
                .collect();
            if parts.len() == list.len() {
                parts.join("\n\n")
            } else {
                return list.first().and_then(text_of);
            }
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}
