//! JSON: arrays, wrapped lists, single objects, JSON Lines and JSON Feed, under the field names people use.
//!
//! Fields are found by name whatever their case and underscores; the reader's own mapping goes first.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::fields::Fields;
use super::{Feed, Hint, Input, Loaded, link, ninjs};
use crate::article::{Language, Link};
use crate::say::{Said, say};
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
            say!("breaks off; what came before was read")
        } else {
            say!("is no sound JSON; it was left out")
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
            self.complain(say!("is no object with named fields; it was left out"));
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
                Err(sentence) => self.complain(sentence),
            }
            return;
        }
        let mut fields = Fields::of(object);
        fields.mapping = self.hint.mapping.as_ref();
        match fields.article(self.base.as_ref()) {
            Some((article, odd_date)) => {
                if let Some(odd) = odd_date {
                    self.complain(say!(
                        "has the date “{odd}”, which is none; it was read without",
                        odd
                    ));
                }
                self.loaded.articles.push(article);
            }
            None => self.complain(say!(
                "has neither headline nor text under a name that depesche knows; it was left out"
            )),
        }
    }

    fn complain(&mut self, message: Said) {
        let place = format!("{}, item {}", self.hint.name, self.number);
        self.loaded.complain(place, message);
    }
}
