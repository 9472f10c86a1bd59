//! JSON: arrays, wrapped lists, single objects, JSON Lines and JSON Feed, under the field names people use.
//!
//! Fields are found by name whatever their case and underscores; the reader's own mapping goes first.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Feed, Hint, Input, Loaded, Mapping, blocks, date, feed, link, ninjs, press};
use crate::article::{Article, Extent, Language, Link, Published};
use crate::text::Clean;

/// Whether the bytes are JSON or JSON Lines.
pub(super) fn looks(input: &Input) -> bool {
    let head = input.head();
    let mut starts = head.chars();
    match starts.next() {
        Some('{') => starts
            .find(|c| !c.is_whitespace())
            .is_some_and(|c| c == '"' || c == '}'),
        Some('[') => starts
            .find(|c| !c.is_whitespace())
            .is_some_and(|c| c == '{' || c == ']'),
        _ => false,
    }
}

/// Reads JSON or JSON Lines.
pub(super) fn read(input: &Input, loaded: &mut Loaded) {
    let text = input.text().trim_start();
    if text.starts_with('[') {
        let mut reading = Reading::new(input.hint, loaded);
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let end = deserializer.deserialize_seq(EachItem(&mut reading));
        if let Err(error) = end {
            complain_broken(input.hint, &error, 0, loaded);
        }
        return;
    }
    if is_lines(text) {
        read_lines(text, input.hint, loaded);
        return;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => read_document(&value, input.hint, loaded),
        // Objects one after the other, each over several lines.
        Err(_) => read_stream(text, input.hint, loaded),
    }
}

/// Whether the first line is a whole object and another follows.
fn is_lines(text: &str) -> bool {
    let Some((first, rest)) = text.split_once('\n') else {
        return false;
    };
    first.trim_end().ends_with('}')
        && (rest.trim_start().is_empty() || rest.trim_start().starts_with('{'))
        && serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok()
}

fn read_lines(text: &str, hint: &Hint, loaded: &mut Loaded) {
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(line) {
            Ok(value) => Reading::at(hint, loaded, number).item(&value),
            Err(error) => complain_broken(hint, &error, number, loaded),
        }
    }
}

fn read_stream(text: &str, hint: &Hint, loaded: &mut Loaded) {
    let mut reading = Reading::new(hint, loaded);
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let mut broken = None;
    for value in stream.by_ref() {
        match value {
            Ok(value) => reading.item(&value),
            Err(error) => {
                broken = Some(error);
                break;
            }
        }
    }
    if let Some(error) = broken {
        complain_broken(hint, &error, 0, loaded);
    }
}

fn complain_broken(
    hint: &Hint,
    error: &serde_json::Error,
    lines_before: usize,
    loaded: &mut Loaded,
) {
    let line = lines_before + error.line().max(1);
    loaded.complain(
        format!("{}, line {line}", hint.name),
        if error.is_eof() {
            "breaks off; what came before was read"
        } else {
            "is no sound JSON; it was left out"
        },
    );
}

/// One document: a JSON Feed, a list under some name, or one article.
fn read_document(value: &Value, hint: &Hint, loaded: &mut Loaded) {
    let Value::Object(object) = value else { return };
    let says_feed = object
        .get("version")
        .and_then(Value::as_str)
        .is_some_and(|v| v.contains("jsonfeed"));
    if says_feed || (object.contains_key("items") && object.contains_key("title")) {
        read_feed(object, hint, loaded);
        return;
    }
    match find_list(value, 0) {
        Some(list) => {
            let mut reading = Reading::new(hint, loaded);
            for item in list {
                reading.item(item);
            }
        }
        None => Reading::new(hint, loaded).item(value),
    }
}

/// The list of articles in a wrapped answer: the first by customary names, else any list of objects with text.
fn find_list(value: &Value, depth: u8) -> Option<&Vec<Value>> {
    const NAMES: &[&str] = &[
        "articles",
        "items",
        "results",
        "entries",
        "news",
        "stories",
        "posts",
        "docs",
        "documents",
        "hits",
        "data",
        "records",
        "response",
        "value",
        "rows",
        "content",
        "feed",
    ];
    let Value::Object(object) = value else {
        return None;
    };
    if depth > 3 || ninjs::looks(object) || Fields::of(object).is_article() {
        return None;
    }
    let holds_objects = |list: &Vec<Value>| !list.is_empty() && list.iter().all(Value::is_object);
    for name in NAMES {
        match object.get(*name) {
            Some(Value::Array(list)) if holds_objects(list) => return Some(list),
            Some(inner @ Value::Object(_)) => {
                if let Some(list) = find_list(inner, depth + 1) {
                    return Some(list);
                }
            }
            _ => {}
        }
    }
    object.values().find_map(|inner| match inner {
        Value::Array(list) if holds_objects(list) => {
            let is_article =
                |item: &Value| item.as_object().is_some_and(|o| Fields::of(o).is_article());
            list.iter().any(is_article).then_some(list)
        }
        _ => None,
    })
}

/// A JSON Feed (jsonfeed.org, versions 1 and 1.1).
fn read_feed(object: &Map<String, Value>, hint: &Hint, loaded: &mut Loaded) {
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or("");
    let base = Link::parse(&hint.name);
    let site = link::resolve(base.as_ref(), text("home_page_url"));
    let own = Feed {
        title: Clean::line(text("title")),
        address: link::resolve(base.as_ref(), text("feed_url")),
        language: Language::from_tag(text("language")),
        site: site.clone(),
        tags: Vec::new(),
    };
    let byline = Fields::of(object).byline();
    let items = object.get("items").and_then(Value::as_array);
    let mut reading = Reading::new(hint, loaded);
    reading.base = base.or(site);
    for item in items.into_iter().flatten() {
        reading.item(item);
        if let Some(article) = reading.loaded.articles.last_mut() {
            if article.source.is_none() && !own.title.is_empty() {
                article.source = Some(own.title.clone());
            }
            article.language = article.language.or(own.language);
            if article.byline.is_none() {
                article.byline.clone_from(&byline);
            }
        }
    }
    loaded.feed = Some(own);
}

/// Takes the elements of an array one by one, so that a large one is never held whole.
struct EachItem<'r, 'l>(&'r mut Reading<'l>);

impl<'de> Visitor<'de> for EachItem<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of articles")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(OneItem(self.0))?.is_some() {}
        Ok(())
    }
}

struct OneItem<'r, 'l>(&'r mut Reading<'l>);

impl<'de> DeserializeSeed<'de> for OneItem<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let value = <Value as serde::Deserialize>::deserialize(deserializer)?;
        self.0.item(&value);
        Ok(())
    }
}

/// Reads items one after the other into articles and complaints.
struct Reading<'l> {
    hint: &'l Hint,
    loaded: &'l mut Loaded,
    base: Option<Link>,
    number: usize,
}

impl<'l> Reading<'l> {
    fn new(hint: &'l Hint, loaded: &'l mut Loaded) -> Self {
        Self::at(hint, loaded, 0)
    }

    fn at(hint: &'l Hint, loaded: &'l mut Loaded, number: usize) -> Self {
        Self {
            hint,
            loaded,
            base: Link::parse(&hint.name),
            number,
        }
    }

    fn item(&mut self, value: &Value) {
        self.number += 1;
        let Value::Object(object) = value else {
            self.complain("is no object with named fields; it was left out");
            return;
        };
        // Search engines wrap each hit.
        let object = ["_source", "article", "document"]
            .iter()
            .find_map(|name| object.get(*name).and_then(Value::as_object))
            .unwrap_or(object);
        if ninjs::looks(object) {
            match ninjs::article(object) {
                Ok(article) => self.loaded.articles.push(article),
                Err(sentence) => self.complain(&sentence),
            }
            return;
        }
        let mut fields = Fields::of(object);
        fields.mapping = self.hint.mapping.as_ref();
        match fields.article(self.base.as_ref()) {
            Some((article, odd_date)) => {
                if let Some(odd) = odd_date {
                    self.complain(&format!(
                        "has the date “{odd}”, which is none; it was read without"
                    ));
                }
                self.loaded.articles.push(article);
            }
            None => self.complain(
                "has neither headline nor text under a name that depesche knows; it was left out",
            ),
        }
    }

    fn complain(&mut self, message: &str) {
        let place = format!("{}, item {}", self.hint.name, self.number);
        self.loaded.complain(place, message);
    }
}

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

    fn is_article(&self) -> bool {
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
