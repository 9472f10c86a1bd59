//! NITF, the News Industry Text Format (IPTC, versions 2 and 3): alone or inside NewsML-G2 and ninjs.

use std::borrow::Cow;

use super::xml::{self, Element, Tree};
use super::{Input, Loaded, blocks, date, feed};
use crate::article::{Article, Status};
use crate::say::say;
use crate::text::Clean;

/// Whether the bytes are a NITF document.
pub(super) fn looks(input: &Input) -> bool {
    input.head().starts_with('<') && feed::opens(input.head(), "nitf")
}

/// Reads the documents, mostly one.
pub(super) fn read(input: &Input, loaded: &mut Loaded) {
    let tree = xml::read(input.text().trim_start());
    if let Some(trouble) = tree.trouble {
        loaded.complain(
            &input.hint.name,
            say!(
                "is no sound XML ({trouble}); what could be made out was read",
                trouble
            ),
        );
    }
    let mut documents = Vec::new();
    tree.root.find_all("nitf", &mut documents);
    for document in documents {
        let mut article = Article::default();
        fill(document, &tree, &mut article);
        loaded.articles.push(article);
    }
}

/// Reads a piece of NITF that comes as text.
pub(super) fn fill_text(text: &str, article: &mut Article) {
    let tree = xml::read(text);
    if let Some(document) = tree.root.find("nitf") {
        fill(document, &tree, article);
    }
}

/// Puts what the document says into an article, over what is known already only where that is nothing.
pub(super) fn fill(document: &Element, tree: &Tree, article: &mut Article) {
    if let Some(head) = document.child("head") {
        fill_head(head, article);
    }
    let Some(body) = document.child("body") else {
        return;
    };
    let line =
        |element: &Element| Some(Clean::line(&element.text())).filter(|line| !line.is_empty());
    let mut summary = String::new();
    if let Some(head) = body.child("body.head") {
        if let Some(headline) = head
            .find("hl1")
            .or_else(|| head.find("hedline"))
            .and_then(line)
        {
            article.title = headline;
        }
        if article.byline.is_none() {
            let names: Vec<String> = head
                .children("byline")
                .map(byline)
                .filter(|name| !name.is_empty())
                .collect();
            article.byline = (!names.is_empty()).then(|| Clean::line(&names.join(", ")));
        }
        if article.dateline.is_none() {
            article.dateline = head.child("dateline").and_then(line);
        }
        if article.source.is_none() {
            article.source = head.child("distributor").and_then(line);
        }
        summary = head.child("abstract").map_or_else(String::new, |part| {
            plain_markup(part.markup(tree)).into_owned()
        });
    }
    if article.body.is_empty() {
        let content = body.child("body.content").map_or_else(String::new, |part| {
            plain_markup(part.markup(tree)).into_owned()
        });
        let text = if content.trim().is_empty() {
            summary
        } else {
            content
        };
        article.body = blocks::html_body(&text, None);
    }
}

fn fill_head(head: &Element, article: &mut Article) {
    if article.title.is_empty()
        && let Some(title) = head.text_of("title")
    {
        article.title = Clean::line(&title);
    }
    if let Some(data) = head.child("docdata") {
        let value = |name: &str, attribute: &str| {
            data.child(name)
                .and_then(|e| e.attribute(attribute))
                .map(str::to_owned)
        };
        article.identity = article
            .identity
            .take()
            .or_else(|| value("doc-id", "id-string"));
        article.version = article
            .version
            .or_else(|| value("du-key", "version")?.trim().parse().ok());
        let status = data.attribute("management-status").map(str::to_owned);
        let status = status.or_else(|| value("doc.status", "status"));
        if let Some(code) = status.or_else(|| data.text_of("doc.status")) {
            article.status = Status::from_code(&code);
            if article.embargo.is_none() && code.trim().eq_ignore_ascii_case("embargoed") {
                article.embargo = value("date.release", "norm").and_then(|at| date::parse(&at));
            }
        }
        article.urgency = article
            .urgency
            .or_else(|| value("urgency", "ed-urg")?.trim().parse().ok())
            .filter(|u| (1..=9).contains(u));
        article.published = article.published.or_else(|| {
            ["date.issue", "date.release"]
                .iter()
                .find_map(|name| date::parse(&value(name, "norm")?))
        });
        if article.kicker.is_none() {
            article.kicker = value("fixture", "fix-id").map(|line| Clean::line(&line));
        }
        if article.source.is_none() {
            article.source = value("doc-id", "regsrc")
                .or_else(|| value("doc.copyright", "holder"))
                .map(|line| Clean::line(&line));
        }
        let mut words = Vec::new();
        data.find_all("keyword", &mut words);
        for word in words
            .iter()
            .filter_map(|word| word.attribute("key"))
            .map(Clean::line)
        {
            if !word.is_empty() && !article.subjects.contains(&word) {
                article.subjects.push(word);
            }
        }
        if let Some(content) = data.child("identified-content") {
            for element in content.elements() {
                let kind = match element.name.as_ref() {
                    "person" => "person",
                    "org" => "organisation",
                    "location" => "place",
                    _ => continue,
                };
                let name = Clean::line(&element.text());
                if !name.is_empty() {
                    article.given.push((kind.to_owned(), name));
                }
            }
        }
    }
    if let Some(publication) = head.child("pubdata") {
        if article.source.is_none() {
            article.source = publication.attribute("name").map(Clean::line);
        }
        article.published = article
            .published
            .or_else(|| date::parse(publication.attribute("date.publication")?));
    }
}

/// The names of a byline, without the title after them.
fn byline(element: &Element) -> String {
    let person = element.find("person").map(Element::text);
    let text = person.unwrap_or_else(|| element.own_text().into_owned());
    let text = if text.trim().is_empty() {
        element.text()
    } else {
        text
    };
    feed::person_name(Clean::line(&text).trim_matches([',', ' ', '.']))
}

/// The markup of a body as HTML: other names for headings, quotes and captions, no prefixes, no metadata of media.
pub(super) fn plain_markup(markup: &str) -> Cow<'_, str> {
    const NAMES: &[(&str, &str)] = &[
        ("hl2", "h2"),
        ("hl1", "h2"),
        ("bq", "blockquote"),
        ("media-caption", "figcaption"),
        ("media-producer", "small hidden"),
        ("media-metadata", "small hidden"),
        ("block", "div"),
    ];
    let mut out = Cow::Borrowed(markup);
    for prefix in ["xhtml:", "nitf:", "h:", "html:"] {
        if out.contains(&format!("<{prefix}")) {
            out = Cow::Owned(
                out.replace(&format!("<{prefix}"), "<")
                    .replace(&format!("</{prefix}"), "</"),
            );
        }
    }
    for (name, html) in NAMES {
        if out.contains(&format!("<{name}")) {
            let closing = html.split(' ').next().unwrap_or(html);
            for end in [">", " ", "\n", "/"] {
                out = Cow::Owned(out.replace(&format!("<{name}{end}"), &format!("<{html}{end}")));
            }
            out = Cow::Owned(out.replace(&format!("</{name}>"), &format!("</{closing}>")));
        }
    }
    out
}
