//! Atom 0.3 and 1.0 (RFC 4287).

use super::markup::{atom_line, atom_markup, body, markup};
use super::{
    Context, alternate, byline, child, first_date, is_summary, own_address, picture, subjects, take,
};
use crate::article::{Article, Extent, Language, Link};
use crate::load::xml::{Element, Tree};
use crate::load::{Feed, Input, Loaded, link};
use crate::say::Said;
use crate::text::Clean;

/// Reads Atom 0.3 or 1.0.
pub(super) fn read(
    feed: &Element,
    tree: &Tree,
    base: Option<&Link>,
    input: &Input,
    loaded: &mut Loaded,
) {
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
    take(&entries, &context, atom_entry, input, loaded);
    loaded.feed = Some(context.feed);
}

fn atom_entry(entry: &Element, context: &Context, complain: &mut dyn FnMut(Said)) -> Article {
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
