//! Feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, with the extensions people meet.
//!
//! One bad item never stops the rest. What a feed gives as a summary only is a teaser; the text stands behind the link.

use std::borrow::Cow;

use super::xml::{self, Element, Node, Tree};
use super::{Feed, Input, Loaded, blocks, date, entity, link, press};
use crate::article::{Article, Body, Extent, Language, Link, Published};
use crate::text::Clean;

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
            format!("is no sound XML ({trouble}); what could be made out was read"),
        );
    }
    let base = input.base();
    let atom = tree
        .root
        .elements()
        .find(|e| matches!(e.name.as_ref(), "feed" | "atom:feed"));
    match atom {
        Some(feed) => read_atom(feed, &tree, base.as_ref(), input, loaded),
        None => read_rss(&tree, base.as_ref(), input, loaded),
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

fn read_rss(tree: &Tree, base: Option<&Link>, input: &Input, loaded: &mut Loaded) {
    let channel = tree.root.find("channel");
    let site = channel.and_then(|channel| {
        let written = channel.text_of("link").or_else(|| alternate(channel));
        link::resolve(base, &written?)
    });
    let own_base = channel
        .and_then(|channel| channel.attribute("xml:base"))
        .or_else(|| {
            tree.root
                .elements()
                .find_map(|root| root.attribute("xml:base"))
        })
        .and_then(|written| link::resolve(base, written));
    let feed = Feed {
        title: channel
            .and_then(|c| c.child("title"))
            .map_or_else(Clean::default, |t| title(t, tree)),
        address: channel
            .and_then(own_address)
            .and_then(|a| link::resolve(base, &a)),
        language: channel
            .and_then(|c| c.text_of("language").or_else(|| c.text_of("dc:language")))
            .and_then(|tag| Language::from_tag(&tag)),
        site: site.clone(),
        tags: Vec::new(),
    };
    let context = Context {
        tree,
        base: own_base.or_else(|| base.cloned()).or(site),
        feed,
        byline: None,
    };
    let mut items = Vec::new();
    tree.root.find_all("item", &mut items);
    for (number, item) in items.iter().enumerate() {
        let mut article = rss_item(item, &context, &mut |message| {
            loaded.complain(place(input, number), message);
        });
        if article.title.is_empty() && article.body.is_empty() && article.url.is_none() {
            loaded.complain(
                place(input, number),
                "has no headline, text or link; it was left out",
            );
            continue;
        }
        context.fill(&mut article);
        loaded.articles.push(article);
    }
    if channel.is_some() || !items.is_empty() {
        loaded.feed = Some(context.feed);
    }
}

fn place(input: &Input, number: usize) -> String {
    format!("{}, item {}", input.hint.name, number + 1)
}

fn rss_item(item: &Element, context: &Context, complain: &mut dyn FnMut(String)) -> Article {
    let mut article = Article::default();
    let tree = context.tree;
    article.title = ["title", "media:title", "dc:title"]
        .iter()
        .filter_map(|name| item.child(name))
        .map(|element| title(element, tree))
        .find(|title| !title.is_empty())
        .unwrap_or_default();
    let guid = item.child("guid").or_else(|| item.child("id"));
    let guid_text = guid
        .map(|guid| guid.text().trim().to_owned())
        .filter(|text| !text.is_empty());
    let is_link = guid
        .and_then(|guid| guid.attribute("isPermaLink"))
        .is_none_or(|says| says.eq_ignore_ascii_case("true"));
    let base = item
        .attribute("xml:base")
        .and_then(|written| link::resolve(context.base.as_ref(), written))
        .or_else(|| context.base.clone());
    // Where there are several links, the last is the most precise.
    article.url = item
        .children("link")
        .map(|link| link.own_text().trim().to_owned())
        .filter(|text| !text.is_empty())
        .last()
        .or_else(|| {
            item.children("link")
                .find_map(|l| l.attribute("href").map(str::to_owned))
        })
        .or_else(|| alternate(item))
        .or_else(|| {
            guid_text
                .clone()
                .filter(|text| is_link && text.contains("://"))
        })
        .or_else(|| item.attribute("rdf:about").map(str::to_owned))
        .and_then(|written| link::resolve(base.as_ref(), &written));
    article.identity = guid_text.or_else(|| item.attribute("rdf:about").map(str::to_owned));
    article.published = first_date(
        item,
        &[
            "pubdate",
            "dc:date",
            "published",
            "atom:published",
            "dcterms:issued",
            "dcterms:created",
            "date",
            "issued",
            "updated",
            "atom:updated",
            "dcterms:modified",
        ],
        complain,
    );
    article.byline = byline(item);
    article.subjects = subjects(item);
    if let Some(source) = item
        .child("source")
        .map(|s| Clean::line(&s.text()))
        .filter(|s| !s.is_empty())
    {
        article.source = Some(source);
    }
    article.language = item
        .text_of("dc:language")
        .or_else(|| item.attribute("xml:lang").map(str::to_owned))
        .and_then(|tag| Language::from_tag(&tag));
    let base = article.url.clone().or(base);
    let whole = [
        "content:encoded",
        "atom:content",
        "fullitem",
        "xhtml:body",
        "body",
        "content",
    ]
    .iter()
    .filter_map(|name| item.child(name))
    .map(|element| markup(element, tree))
    .find(|markup| !markup.trim().is_empty());
    let short = [
        "description",
        "summary",
        "itunes:summary",
        "media:description",
        "dc:description",
        "itunes:subtitle",
    ]
    .iter()
    .filter_map(|name| {
        item.child(name)
            .or_else(|| item.find(name).filter(|_| name.starts_with("media")))
    })
    .map(|element| markup(element, tree))
    .find(|markup| !markup.trim().is_empty());
    let markup = whole.as_deref().or(short.as_deref()).unwrap_or("");
    article.body = body(markup, base.as_ref());
    if whole.is_none() && is_summary(&article) {
        article.extent = Extent::Teaser;
    }
    article.picture = picture(item, markup, base.as_ref());
    article
}

/// Whether a description is only a summary of what stands behind the link: one short paragraph or nothing.
fn is_summary(article: &Article) -> bool {
    article.url.is_some() && article.body.text().len() < 600 && article.body.paragraphs().len() < 3
}

fn read_atom(feed: &Element, tree: &Tree, base: Option<&Link>, input: &Input, loaded: &mut Loaded) {
    let base = feed
        .attribute("xml:base")
        .and_then(|written| link::resolve(base, written))
        .or_else(|| base.cloned());
    let site = alternate(feed).and_then(|written| link::resolve(base.as_ref(), &written));
    let own = Feed {
        title: child(feed, "title").map_or_else(Clean::default, |t| atom_line(t, tree)),
        address: own_address(feed).and_then(|a| link::resolve(base.as_ref(), &a)),
        language: feed.attribute("xml:lang").and_then(Language::from_tag),
        site: site.clone(),
        tags: Vec::new(),
    };
    let context = Context {
        tree,
        base: base.or(site),
        feed: own,
        byline: byline(feed),
    };
    let mut entries = Vec::new();
    feed.find_all("entry", &mut entries);
    feed.find_all("atom:entry", &mut entries);
    for (number, entry) in entries.iter().enumerate() {
        let mut article = atom_entry(entry, &context, &mut |message| {
            loaded.complain(place(input, number), message);
        });
        if article.title.is_empty() && article.body.is_empty() && article.url.is_none() {
            loaded.complain(
                place(input, number),
                "has no headline, text or link; it was left out",
            );
            continue;
        }
        context.fill(&mut article);
        loaded.articles.push(article);
    }
    loaded.feed = Some(context.feed);
}

fn atom_entry(entry: &Element, context: &Context, complain: &mut dyn FnMut(String)) -> Article {
    let mut article = Article::default();
    let tree = context.tree;
    let base = entry
        .attribute("xml:base")
        .and_then(|written| link::resolve(context.base.as_ref(), written))
        .or_else(|| context.base.clone());
    article.title = child(entry, "title")
        .map(|element| atom_line(element, tree))
        .filter(|title| !title.is_empty())
        .or_else(|| entry.find("media:title").map(|t| Clean::line(&t.text())))
        .unwrap_or_default();
    let id = child(entry, "id")
        .map(|id| id.text().trim().to_owned())
        .filter(|id| !id.is_empty());
    article.url = alternate(entry)
        .or_else(|| id.clone().filter(|id| id.starts_with("http")))
        .and_then(|written| link::resolve(base.as_ref(), &written));
    article.identity = id;
    article.published = first_date(
        entry,
        &[
            "published",
            "atom:published",
            "issued",
            "atom:issued",
            "created",
            "atom:created",
            "pubdate",
            "dc:date",
            "updated",
            "atom:updated",
            "modified",
            "atom:modified",
        ],
        complain,
    );
    let source = child(entry, "source");
    article.byline = byline(entry).or_else(|| source.and_then(byline));
    article.source = source
        .and_then(|source| child(source, "title"))
        .map(|element| atom_line(element, tree))
        .filter(|title| !title.is_empty());
    article.subjects = subjects(entry);
    let inside = child(entry, "content");
    let content_base = inside
        .and_then(|content| content.attribute("xml:base"))
        .and_then(|written| link::resolve(base.as_ref(), written))
        .or_else(|| article.url.clone())
        .or(base);
    article.language = inside
        .and_then(|content| content.attribute("xml:lang"))
        .or_else(|| entry.attribute("xml:lang"))
        .and_then(Language::from_tag);
    let whole = inside
        .map(|element| atom_markup(element, tree))
        .filter(|text| !text.trim().is_empty());
    let short = child(entry, "summary")
        .map(|element| atom_markup(element, tree))
        .or_else(|| entry.find("media:description").map(|e| markup(e, tree)))
        .filter(|text| !text.trim().is_empty());
    let markup = whole.as_deref().or(short.as_deref()).unwrap_or("");
    article.body = body(markup, content_base.as_ref());
    if whole.is_none() && is_summary(&article) {
        article.extent = Extent::Teaser;
    }
    article.picture = picture(entry, markup, content_base.as_ref());
    article
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
fn first_date(
    item: &Element,
    names: &[&str],
    complain: &mut dyn FnMut(String),
) -> Option<Published> {
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
        complain(format!(
            "has the date “{shown}”, which is none; it was read without"
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

/// A headline of RSS: text, or HTML escaped once or never.
fn title(element: &Element, tree: &Tree) -> Clean {
    if element.has_elements() {
        // Where markup was not escaped, what was escaped twice still is once.
        return Clean::line(&entity::unescape(&blocks::html_line(element.markup(tree))));
    }
    line_of(&element.own_text())
}

/// One line of text that may be escaped HTML: "A &amp;amp; B" and "<b>A</b>", but not "if a < b".
fn line_of(text: &str) -> Clean {
    if text.contains('<') && !is_markup(text) {
        return Clean::line(&entity::unescape(text));
    }
    blocks::html_line(text)
}

/// A text construct of Atom on one line (RFC 4287, 3.1).
fn atom_line(element: &Element, tree: &Tree) -> Clean {
    let markup = atom_markup(element, tree);
    match element.attribute("type").map(str::trim) {
        Some("html" | "text/html" | "xhtml" | "application/xhtml+xml") => {
            blocks::html_line(&markup)
        }
        Some("text" | "text/plain")
            if !element.has_elements() && element.attribute("mode").is_none() =>
        {
            Clean::line(&element.own_text())
        }
        _ => line_of(&markup),
    }
}

/// What an Atom construct holds, as HTML: `xhtml` inline, Atom 0.3 with `mode="escaped"`, `"xml"` or `"base64"`.
fn atom_markup<'e>(element: &'e Element, tree: &'e Tree) -> Cow<'e, str> {
    let kind = element
        .attribute("type")
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    let mode = element.attribute("mode").unwrap_or("").to_ascii_lowercase();
    let text_kind =
        kind.is_empty() || kind.contains("text") || kind.contains("html") || kind.contains("xml");
    if mode == "base64" || (!text_kind && !element.has_elements()) {
        let text = element.own_text();
        return decode_base64(&text).map_or(Cow::Borrowed(""), Cow::Owned);
    }
    if element.has_elements() {
        return without_prefixes(element.markup(tree));
    }
    let text = element.own_text();
    if (kind == "text" || kind == "text/plain") && mode.is_empty() {
        return Cow::Owned(escape(&text));
    }
    text
}

/// What an element of RSS holds, as HTML.
fn markup<'e>(element: &'e Element, tree: &'e Tree) -> Cow<'e, str> {
    if element.has_elements() {
        let mixed = element
            .nodes
            .iter()
            .any(|node| matches!(node, Node::Text(text) if text.contains('<')));
        return if mixed {
            Cow::Owned(element.text())
        } else {
            without_prefixes(element.markup(tree))
        };
    }
    element.own_text()
}

/// XHTML with a prefix ("<xhtml:p>") as plain HTML, CDATA marks taken off.
fn without_prefixes(markup: &str) -> Cow<'_, str> {
    if !markup.contains("<xhtml:") && !markup.contains("<h:") && !markup.contains("<![CDATA[") {
        return Cow::Borrowed(markup);
    }
    Cow::Owned(
        markup
            .replace("<xhtml:", "<")
            .replace("</xhtml:", "</")
            .replace("<h:", "<")
            .replace("</h:", "</")
            .replace("<![CDATA[", "")
            .replace("]]>", ""),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Whether there is a tag of HTML in it, not only a `<`.
pub(super) fn is_markup(text: &str) -> bool {
    let Some(end) = text.rfind('>') else {
        return false;
    };
    text[..end].match_indices('<').any(|(at, _)| {
        let name = text[at + 1..].strip_prefix('/').unwrap_or(&text[at + 1..]);
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')
    })
}

/// HTML or plain text as a body.
pub(super) fn body(markup: &str, base: Option<&Link>) -> Body {
    if is_markup(markup) {
        return blocks::html_body(markup, base);
    }
    let text = entity::unescape(markup);
    // Escaped twice: after the first layer it is HTML.
    if is_markup(&text) && markup.contains("&lt;") {
        return blocks::html_body(&text, base);
    }
    press::plain_body(&text)
}

/// Base 64 with any white space in it (RFC 4648, 4); `None` when it is none or no text.
pub(super) fn decode_base64(text: &str) -> Option<String> {
    let (mut out, mut bits, mut held) = (Vec::with_capacity(text.len() * 3 / 4), 0_u32, 0_u32);
    for byte in text
        .bytes()
        .filter(|b| !b.is_ascii_whitespace() && *b != b'=')
    {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    String::from_utf8(out).ok()
}
