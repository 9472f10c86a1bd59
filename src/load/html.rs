//! Saved or fetched web pages: the main text, and what the page says about itself.
//!
//! The main text is found by readability's rules; headline, date, byline, language and picture come from JSON-LD,
//! `OpenGraph` and other meta elements, the first that says something sensible. A consent page or the stub before a
//! paywall is recognised and never taken for the article.

mod furniture;
mod meta;
mod survey;
mod wall;

#[cfg(test)]
mod tests;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::tame::{MAX_BYTES, tame};
use super::{Input, Loaded, blocks, date, entity, feed};
use crate::article::{Article, Body, BodyBuilder, Extent, Link, Style};
use crate::say::say;
use crate::text::{Clean, fold, key, sentence};

use furniture::is_furniture;
use meta::Meta;
use survey::Survey;

/// Where in the site a page stands.
const TRAILS: &str = "[class*=breadcrumb], [class*=Breadcrumb], [id*=breadcrumb]";

/// Whether the bytes are a page or a piece of HTML.
pub(super) fn looks(input: &Input) -> bool {
    let head = input.head();
    if !head.starts_with('<') {
        return false;
    }
    let lower = head.to_ascii_lowercase();
    lower.contains("<!doctype html")
        || feed::opens(&lower, "html")
        || feed::opens(&lower, "head")
        || feed::opens(&lower, "body")
        || input.declared("html")
        || input.named(".html")
        || input.named(".htm")
        || input.named(".xhtml")
        || [
            "<p", "<div", "<article", "<h1", "<h2", "<section", "<main", "<table", "<ul", "<!--",
            "<span", "<meta", "<title",
        ]
        .iter()
        .any(|tag| lower.starts_with(tag))
}

/// Reads the article of a page, and the feeds it names.
pub(super) fn read(input: &Input, loaded: &mut Loaded) {
    let html = input.text();
    let document = Document::from(tame(html).as_ref());
    let meta = Meta::of(&document, input.base());
    loaded.feeds.extend(meta.feeds.iter().cloned());
    let base = meta.base.clone();
    let mut article = Article {
        title: meta.title(&document),
        published: meta.published(&document),
        language: meta.language(),
        source: meta.source(),
        url: meta.address.clone(),
        byline: meta.byline(&document),
        picture: meta.picture.clone(),
        kicker: meta
            .linked
            .section
            .clone()
            .or_else(|| meta.of_names(&["article:section"])),
        subjects: meta.linked.keywords.clone(),
        ..Article::default()
    };
    let walled = wall::stands_before_a_wall(&document);
    let asked = wall::remove_dialogs(&document);
    for trail in document.select(TRAILS).nodes() {
        trail.remove_from_parent();
    }
    let survey = Survey::of(&document);
    let whole = html.len();
    if whole > MAX_BYTES {
        loaded.complain(
            &input.hint.name,
            say!(
                "is longer than {limit} MiB; its beginning was read",
                limit = MAX_BYTES >> 20
            ),
        );
    }
    let mut body = main_text(document, base.as_ref());
    if let Some(complete) = survey.whole(&body, html, base.as_ref()) {
        body = complete;
    }
    if let Some(told) = meta.linked.body.as_deref() {
        body = settle(body, told, base.as_ref());
    }
    article.body = with_summary(tidy(body, &article, &meta), &survey, &meta);
    article.extent = if asked && article.body.is_empty() {
        Extent::Consent
    } else {
        wall::extent(&article, &meta, walled)
    };
    if article.extent == Extent::Consent {
        article.body = Body::default();
        loaded.complain(
            &input.hint.name,
            say!("is a page that asks for consent, not the article"),
        );
    }
    if article.title.is_empty() && article.body.is_empty() && loaded.feeds.is_empty() {
        loaded.complain(
            &input.hint.name,
            say!(
                "has no text among its {whole} bytes of HTML; it was left out",
                whole
            ),
        );
        return;
    }
    loaded.articles.push(article);
}

/// The main text of a page as a body.
fn main_text(document: Document, base: Option<&Link>) -> Body {
    let fallback = ["article", "main", "[role=main]", "body"]
        .iter()
        .find_map(|selector| {
            let found = document.select_single(selector);
            (found.length() > 0).then(|| found.html().to_string())
        })
        .unwrap_or_else(|| document.html().to_string());
    let config = Config {
        disable_json_ld: true,
        ..Config::default()
    };
    let parsed = Readability::with_document(document, None, Some(config))
        .and_then(|mut reader| reader.parse());
    let mut body = match parsed {
        Ok(found) => blocks::html_body(&found.content, base),
        Err(_) => Body::default(),
    };
    if body.text().len() < 140 {
        let other = blocks::html_body(&fallback, base);
        if other.text().len() > body.text().len() {
            body = other;
        }
    }
    body
}

/// The body without what only repeats headline and byline, and without what stands around the text.
fn tidy(body: Body, article: &Article, meta: &Meta) -> Body {
    /// Paragraphs among which the headline is repeated.
    const HEAD: usize = 6;
    let titles = meta.headlines();
    let title = key(&article.title);
    let byline = article.byline.as_deref().map(fold).unwrap_or_default();
    body.retain(|number, style, text| {
        if is_furniture(style, text) {
            return false;
        }
        if number >= HEAD {
            return true;
        }
        let (folded, key) = (fold(text), key(text));
        let repeats = (!key.is_empty() && (key == title || titles.contains(&key)))
            || (!byline.is_empty() && text.len() < byline.len() + 40 && folded.contains(&byline))
            || (text.len() < 60 && !matches!(style, Style::Text) && date::parse(text).is_some());
        !repeats
    })
}

/// The body with the summary before it that the page shows above the text.
fn with_summary(body: Body, survey: &Survey, meta: &Meta) -> Body {
    let Some(told) = meta.summary() else {
        return body;
    };
    let here = key(body.text());
    match survey.summary(&told) {
        Some(summary) if !body.is_empty() && !here.contains(survey::beginning(&key(summary))) => {
            body.after(summary)
        }
        _ => body,
    }
}

/// Weighs what was found on the page against the text that the page's JSON-LD tells.
///
/// Where the told text is much longer, it is taken. Where most of it was found with more around it (teasers of other
/// pieces, boxes), what is not in it goes. A told text that is only a beginning changes nothing.
fn settle(body: Body, told: &str, base: Option<&Link>) -> Body {
    let unescaped = entity::unescape(told);
    let told_key = key(&unescaped);
    let found: usize = body
        .paragraphs()
        .iter()
        .map(|p| key(&body.text()[p.range.clone()]).len())
        .sum();
    if told_key.len() > 300 && told_key.len() * 10 > found * 14 {
        return if told.contains('\n') || feed::is_markup(told) {
            feed::body(told, base)
        } else {
            in_paragraphs(told)
        };
    }
    let is_told = |text: &str| {
        let key = key(text);
        let mut end = key.len().min(50);
        while !key.is_char_boundary(end) {
            end -= 1;
        }
        told_key.contains(&key[..end])
    };
    let told_here: Vec<bool> = body
        .paragraphs()
        .iter()
        .map(|p| is_told(&body.text()[p.range.clone()]))
        .collect();
    let agreed: usize = body
        .paragraphs()
        .iter()
        .zip(&told_here)
        .filter(|(_, told)| **told)
        .map(|(p, _)| key(&body.text()[p.range.clone()]).len())
        .sum();
    let most_is_here = agreed * 10 >= told_key.len() * 7;
    let only_a_beginning = told_key.len() * 10 < found * 4
        || told.trim_end().ends_with('…')
        || told.trim_end().ends_with("...");
    if !most_is_here || only_a_beginning {
        return body;
    }
    let first = told_here.iter().position(|told| *told).unwrap_or(0);
    body.retain(|number, style, _| {
        // What stands before the text is mostly its summary; a heading stays with the text below it.
        let heads = matches!(style, Style::Heading(_)) && told_here.get(number + 1) == Some(&true);
        told_here[number]
            || heads
            || number < first
            || matches!(style, Style::Caption | Style::Table)
    })
}

/// A text without any paragraphs, cut after some sentences each.
fn in_paragraphs(text: &str) -> Body {
    let mut body = BodyBuilder::default();
    let text = Clean::line(&entity::unescape(text));
    let mut paragraph = String::new();
    for range in sentence::sentences(&text) {
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(&text[range]);
        if paragraph.len() > 350 {
            body.push(Style::Text, &paragraph);
            paragraph.clear();
        }
    }
    body.push(Style::Text, &paragraph);
    body.finish()
}
