//! Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, with the extensions people meet.
//!
//! One bad item never stops the rest. What a feed gives as a summary only is a teaser; the text stands behind the link.

mod atom;
mod markup;
mod rss;

use super::xml::{self, Element, Tree};
use super::{Feed, Input, Loaded, blocks, date, entity, link};
use crate::article::{Article, Link, Published};
use crate::say::{Said, say};
use crate::text::Clean;

pub(super) use markup::{body, is_markup};

/// Whether the bytes are a feed.
pub(super) fn looks(input: &Input) -> bool {
    let head = input.head();
    head.starts_with('<')
        && (opens(head, "rss")
            || opens(head, "RDF")
            || opens(head, "channel")
            || (opens(head, "feed") && !opens(head, "html")))
}

/// Whether an element of this name, with any prefix, opens in the text.
pub(super) fn opens(head: &str, name: &str) -> bool {
    head.match_indices(name).any(|(at, _)| {
        let before = head[..at].rsplit('<').next().unwrap_or("");
        let prefix = before
            .strip_suffix(':')
            .unwrap_or(if before.is_empty() { "" } else { " " });
        head[..at].contains('<')
            && prefix.chars().all(|c| c.is_ascii_alphanumeric())
            && head[at + name.len()..]
                .starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
    })
}

/// Reads a feed.
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
    let base = input.base();
    let atom = tree
        .root
        .elements()
        .find(|e| matches!(e.name.as_ref(), "feed" | "atom:feed"));
    match atom {
        Some(feed) => atom::read(feed, &tree, base.as_ref(), input, loaded),
        None => rss::read(&tree, base.as_ref(), input, loaded),
    }
}

/// What holds for all items of a feed.
struct Context<'c, 't> {
    tree: &'c Tree<'t>,
    base: Option<Link>,
    feed: Feed,
    byline: Option<Clean>,
}

impl Context<'_, '_> {
    /// Puts what the feed says about itself into an article that does not say better.
    fn fill(&self, article: &mut Article) {
        if article.source.is_none() && !self.feed.title.is_empty() {
            article.source = Some(self.feed.title.clone());
        }
        article.language = article.language.or(self.feed.language);
        if article.byline.is_none() {
            article.byline.clone_from(&self.byline);
        }
    }
}

/// How one item becomes an article; what is odd about it is told.
type Reader = fn(&Element, &Context, &mut dyn FnMut(Said)) -> Article;

/// Reads the items of a feed; those with nothing to read are complaints.
fn take(items: &[&Element], context: &Context, read: Reader, input: &Input, loaded: &mut Loaded) {
    for (number, item) in items.iter().enumerate() {
        let mut article = read(item, context, &mut |message| {
            loaded.complain(place(input, number), message);
        });
        if article.title.is_empty() && article.body.is_empty() && article.url.is_none() {
            loaded.complain(
                place(input, number),
                say!("has no headline, text or link; it was left out"),
            );
            continue;
        }
        context.fill(&mut article);
        loaded.articles.push(article);
    }
}

fn place(input: &Input, number: usize) -> String {
    format!("{}, item {}", input.hint.name, number + 1)
}

/// Whether a description is only a summary of what stands behind the link: one short paragraph or nothing.
fn is_summary(article: &Article) -> bool {
    article.url.is_some() && article.body.text().len() < 600 && article.body.paragraphs().len() < 3
}

/// A child in the feed's own vocabulary, with or without a prefix.
fn child<'e, 't>(element: &'e Element<'t>, name: &str) -> Option<&'e Element<'t>> {
    element.child(name).or_else(|| {
        element
            .elements()
            .find(|e| e.name.strip_prefix("atom:") == Some(name))
    })
}

/// The link to the page: the first that is not the feed itself, an enclosure or a reply.
fn alternate(element: &Element) -> Option<String> {
    let links = || {
        element
            .elements()
            .filter(|e| matches!(e.name.as_ref(), "link" | "atom:link"))
    };
    let href = |link: &Element| {
        link.attribute("href")
            .map(str::trim)
            .filter(|href| !href.is_empty())
            .map(str::to_owned)
    };
    let rel = |link: &Element| {
        link.attribute("rel")
            .unwrap_or("alternate")
            .trim()
            .to_ascii_lowercase()
    };
    let is_page = |link: &Element| {
        link.attribute("type")
            .is_none_or(|t| t.is_empty() || t.contains("html"))
    };
    links()
        .filter(|l| rel(l) == "alternate" && is_page(l))
        .find_map(href)
        .or_else(|| links().filter(|l| rel(l) == "alternate").find_map(href))
        .or_else(|| {
            links().find_map(|l| {
                let text = l.own_text().trim().to_owned();
                (!text.is_empty()).then_some(text)
            })
        })
        .or_else(|| {
            links()
                .filter(|l| rel(l) == "related" || rel(l) == "via")
                .find_map(href)
        })
}

fn own_address(element: &Element) -> Option<String> {
    element
        .elements()
        .filter(|e| matches!(e.name.as_ref(), "link" | "atom:link" | "atom10:link"))
        .find(|l| {
            l.attribute("rel")
                .is_some_and(|rel| rel.eq_ignore_ascii_case("self"))
        })
        .and_then(|l| l.attribute("href"))
        .map(str::to_owned)
}

/// The first of these elements that holds a date; a complaint when there is text and none is one.
fn first_date(item: &Element, names: &[&str], complain: &mut dyn FnMut(Said)) -> Option<Published> {
    let mut odd = None;
    for name in names {
        for element in item.children(name) {
            let text = element.text();
            match date::parse(&text) {
                Some(published) => return Some(published),
                None if !text.trim().is_empty() => odd = odd.or(Some(Clean::line(&text))),
                None => {}
            }
        }
    }
    if let Some(odd) = odd {
        let shown: String = odd.chars().take(60).collect();
        complain(say!(
            "has the date “{shown}”, which is none; it was read without",
            shown
        ));
    }
    None
}

/// Who wrote it: names, not addresses; several are joined.
fn byline(element: &Element) -> Option<Clean> {
    let mut names: Vec<String> = Vec::new();
    for name in [
        "dc:creator",
        "author",
        "atom:author",
        "itunes:author",
        "dc:author",
    ] {
        for author in element.children(name) {
            let text = ["name", "email"]
                .iter()
                .filter_map(|name| child(author, name))
                .chain([author])
                .map(Element::text)
                .find(|text| !text.trim().is_empty())
                .unwrap_or_default();
            let clean = person_name(&blocks::html_line(&text));
            if !clean.is_empty() && !names.contains(&clean) {
                names.push(clean);
            }
        }
        if !names.is_empty() {
            break;
        }
    }
    (!names.is_empty()).then(|| Clean::line(&names.join(", ")))
}

/// The name out of "mail@host (Name)" and "Name <mail@host>"; a bare address stays as it is.
pub(super) fn person_name(text: &str) -> String {
    let text = text.trim();
    if let Some((before, after)) = text.split_once('(')
        && before.contains('@')
    {
        let name = after.split(')').next().unwrap_or("").trim();
        if !name.is_empty() {
            return name.to_owned();
        }
    }
    if let Some((before, after)) = text.split_once('<')
        && after.contains('@')
        && !before.trim().is_empty()
    {
        return before.trim().trim_matches('"').to_owned();
    }
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    for by in ["By ", "by ", "Von ", "von "] {
        if let Some(rest) = text.strip_prefix(by)
            && rest.starts_with(char::is_uppercase)
        {
            return rest.to_owned();
        }
    }
    text.to_owned()
}

fn subjects(element: &Element) -> Vec<Clean> {
    let mut out: Vec<Clean> = Vec::new();
    for name in [
        "category",
        "atom:category",
        "dc:subject",
        "media:keywords",
        "itunes:category",
    ] {
        for category in element.children(name) {
            let words = ["label", "term", "text"]
                .iter()
                .find_map(|attribute| category.attribute(attribute))
                .map_or_else(|| category.text(), str::to_owned);
            let clean = blocks::html_line(&words);
            if !clean.is_empty() && clean.len() < 120 && !out.contains(&clean) && out.len() < 40 {
                out.push(clean);
            }
        }
    }
    out
}

/// The lead picture: of the media extension, an enclosure, or the first of the text.
fn picture(item: &Element, markup: &str, base: Option<&Link>) -> Option<Link> {
    let mut media = Vec::new();
    for name in [
        "media:content",
        "media:thumbnail",
        "enclosure",
        "itunes:image",
        "image",
    ] {
        item.find_all(name, &mut media);
    }
    let from_media = media.iter().find_map(|element| {
        let kind = element
            .attribute("type")
            .or_else(|| element.attribute("medium"))
            .unwrap_or("");
        let written = element
            .attribute("url")
            .or_else(|| element.attribute("href"))?;
        let pictured = kind.starts_with("image")
            || (kind.is_empty() && element.name != "enclosure" && element.name != "media:content")
            || [".jpg", ".jpeg", ".png", ".webp", ".gif"]
                .iter()
                .any(|ending| written.to_ascii_lowercase().contains(ending));
        pictured.then(|| link::resolve(base, written)).flatten()
    });
    from_media.or_else(|| first_picture(markup, base))
}

/// The first picture of some HTML that is no tracking pixel.
pub(super) fn first_picture(markup: &str, base: Option<&Link>) -> Option<Link> {
    let lower = markup.to_ascii_lowercase();
    lower.match_indices("<img").take(5).find_map(|(at, _)| {
        let end = lower[at..].find('>').map_or(lower.len(), |end| at + end);
        let tag = &markup[at..end];
        if ["width=\"1\"", "height=\"1\"", "width='1'", "width=1 "]
            .iter()
            .any(|pixel| tag.contains(pixel))
        {
            return None;
        }
        let value = &tag[tag.find("src=")? + 4..];
        let quote = value.chars().next()?;
        let written = if quote == '"' || quote == '\'' {
            value[1..].split(quote).next()?
        } else {
            value.split_whitespace().next()?
        };
        link::resolve(base, &entity::unescape(written))
    })
}
