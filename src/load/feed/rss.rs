//! RSS 0.9x, 1.0 (RDF) and 2.0, with the elements of other vocabularies that people put into it.

use super::markup::{body, markup, title};
use super::{
    Context, alternate, byline, first_date, is_summary, own_address, picture, subjects, take,
};
use crate::article::{Article, Extent, Language, Link};
use crate::load::xml::{Element, Tree};
use crate::load::{Feed, Input, Loaded, link};
use crate::say::Said;
use crate::text::Clean;

/// Reads RSS in any version.
pub(super) fn read(tree: &Tree, base: Option<&Link>, input: &Input, loaded: &mut Loaded) {
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
    let is_feed = channel.is_some() || !items.is_empty();
    take(&items, &context, rss_item, input, loaded);
    if is_feed {
        loaded.feed = Some(context.feed);
    }
}

fn rss_item(item: &Element, context: &Context, complain: &mut dyn FnMut(Said)) -> Article {
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
        .map(|link| match link.own_text().trim() {
            "" => link.attribute("href").unwrap_or_default().trim().to_owned(),
            text => text.to_owned(),
        })
        .filter(|written| !written.is_empty())
        .last()
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
