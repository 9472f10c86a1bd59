//! NewsML-G2 as agencies send it: news items, alone, in messages and in packages (IPTC NewsML-G2 2.x).
//!
//! Identity and version are the item's own, so that a correction replaces what it corrects.

use super::nitf;
use super::xml::{self, Element, Tree};
use super::{Input, Loaded, blocks, date, feed, press};
use crate::article::{Article, Extent, Language, Link, Status};
use crate::say::say;
use crate::text::Clean;

/// Whether the bytes are NewsML-G2, or the first `NewsML`.
pub(super) fn looks(input: &Input) -> bool {
    let head = input.head();
    head.starts_with('<')
        && [
            "newsItem",
            "newsMessage",
            "packageItem",
            "NewsML",
            "conceptItem",
            "knowledgeItem",
            "planningItem",
            "catalogItem",
        ]
        .iter()
        .any(|name| feed::opens(head, name))
}

/// Reads the news items.
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
    let mut items = Vec::new();
    tree.root.find_all("newsitem", &mut items);
    let mut left_out = 0_usize;
    for item in &items {
        let article = if item.child("newscomponent").is_some() {
            old_item(item, &tree)
        } else {
            item_article(item, &tree)
        };
        match article {
            Some(article) => loaded.articles.push(article),
            None => left_out += 1,
        }
    }
    if left_out > 0 {
        loaded.complain(
            &input.hint.name,
            say!(
                "holds {left_out} items without text (pictures, videos, data); left out",
                left_out
            ),
        );
    } else if items.is_empty() {
        loaded.complain(
            &input.hint.name,
            say!(
                "is a wire document without news items (concepts, planning, references); left out"
            ),
        );
    }
}

/// One item; `None` when it carries no text.
fn item_article(item: &Element, tree: &Tree) -> Option<Article> {
    let mut article = Article {
        identity: item.attribute("guid").map(str::to_owned),
        version: item
            .attribute("version")
            .and_then(|v| v.trim().parse().ok()),
        language: item.attribute("xml:lang").and_then(Language::from_tag),
        ..Article::default()
    };
    article.url = article.identity.as_deref().and_then(Link::parse);
    let class = item
        .find("itemclass")
        .and_then(|class| class.attribute("qcode"))
        .unwrap_or("ninat:text");
    if let Some(meta) = item.child("itemmeta") {
        article.source = meta.child("provider").and_then(|provider| party(provider));
        article.published = ["versioncreated", "firstcreated"]
            .iter()
            .find_map(|name| date::parse(&meta.text_of(name)?));
        article.embargo = meta
            .text_of("embargoed")
            .and_then(|text| date::parse(&text));
        if let Some(code) = meta
            .child("pubstatus")
            .and_then(|it| it.attribute("qcode").or_else(|| it.attribute("uri")))
        {
            article.status = Status::from_code(code);
        }
        if let Some(title) = meta.text_of("title") {
            article.title = Clean::line(&title);
        }
    }
    if let Some(set) = item.child("contentset") {
        contents(set, tree, &mut article);
    }
    if let Some(meta) = item.child("contentmeta") {
        content_meta(meta, item, &mut article);
    }
    let textual = class.ends_with("text") || class.ends_with("composite");
    // What is withdrawn mostly comes without its text.
    let recalled = textual && !article.status.is_usable() && article.identity.is_some();
    if article.body.is_empty() && !recalled && (!textual || article.title.is_empty()) {
        return None;
    }
    if article.byline.is_none() {
        article.byline = item
            .find("by")
            .map(|by| Clean::line(&by.text()))
            .filter(|line| !line.is_empty());
    }
    Some(article)
}

fn content_meta(meta: &Element, item: &Element, article: &mut Article) {
    let line = |name: &str| {
        meta.text_of(name)
            .map(|text| Clean::line(&text))
            .filter(|line| !line.is_empty())
    };
    if let Some(headline) = line("headline") {
        article.title = headline;
    }
    article.kicker = line("slugline");
    article.credit = line("creditline").or(article.credit.take());
    article.dateline = line("dateline")
        .or(article.dateline.take())
        .or_else(|| meta.child("located").and_then(|place| party(place)));
    article.urgency = meta
        .text_of("urgency")
        .and_then(|u| u.parse().ok())
        .filter(|u| (1..=9).contains(u));
    if let Some(language) = meta
        .child("language")
        .and_then(|l| l.attribute("tag"))
        .and_then(Language::from_tag)
    {
        article.language = Some(language);
    }
    if article.published.is_none() {
        article.published = ["contentmodified", "contentcreated"]
            .iter()
            .find_map(|name| date::parse(&meta.text_of(name)?));
    }
    let by = line("by").map(|by| Clean::line(&feed::person_name(&by)));
    article.byline = by
        .or(article.byline.take())
        .or_else(|| meta.child("creator").and_then(|creator| party(creator)));
    if article.source.is_none() {
        article.source = meta.child("infosource").and_then(|source| party(source));
    }
    for subject in meta.children("subject") {
        let Some(name) = named(subject, item) else {
            continue;
        };
        let assert = assert_of(subject, item);
        let is_company = [Some(subject), assert]
            .iter()
            .flatten()
            .any(|e| e.find("hasinstrument").is_some());
        let kind = match subject
            .attribute("type")
            .and_then(|kind| kind.rsplit(':').next())
        {
            Some("person") => "person",
            Some("organisation") if is_company => "company",
            Some("organisation") => "organisation",
            Some("geoArea" | "poi") => "place",
            _ => {
                if !article.subjects.contains(&name) {
                    article.subjects.push(name);
                }
                continue;
            }
        };
        article.given.push((kind.to_owned(), name));
    }
    if article.body.is_empty()
        && let Some(summary) = meta
            .children("description")
            .map(Element::text)
            .find(|text| !text.trim().is_empty())
    {
        article.body = press::plain_body(&summary);
        article.extent = Extent::Teaser;
    }
}

/// The text of an item, by the first content that holds one.
fn contents(set: &Element, tree: &Tree, article: &mut Article) {
    for content in set.elements() {
        if !article.body.is_empty() {
            return;
        }
        let kind = content
            .attribute("contenttype")
            .unwrap_or("")
            .to_ascii_lowercase();
        match content.name.as_ref() {
            "inlinexml" => {
                if let Some(nitf) = content.find("nitf") {
                    nitf::fill(nitf, tree, article);
                } else if let Some(html) =
                    content.find("html").or_else(|| content.find("xhtml:html"))
                {
                    let body = html
                        .find("body")
                        .or_else(|| html.find("xhtml:body"))
                        .unwrap_or(html);
                    article.body = blocks::html_body(&nitf::plain_markup(body.markup(tree)), None);
                } else if kind.contains("html") || kind.is_empty() {
                    article.body =
                        blocks::html_body(&nitf::plain_markup(content.markup(tree)), None);
                }
            }
            "inlinedata" if is_plain(content, &kind) => {
                let text = content.text();
                if feed::is_markup(&text) {
                    article.body = blocks::html_body(&text, None);
                } else {
                    press::fill(article, &text);
                }
            }
            _ => {}
        }
    }
}

/// Whether inline data are text as it stands.
fn is_plain(content: &Element, kind: &str) -> bool {
    content.attribute("encoding").is_none()
        && (kind.is_empty() || kind.starts_with("text") || kind.contains("html"))
}

/// The name of a provider, creator or source; the code without its scheme where there is no name.
fn party(element: &Element) -> Option<Clean> {
    let name = element.text_of("name");
    let code = element
        .attribute("qcode")
        .and_then(|code| code.rsplit(':').next());
    let name = name.or_else(|| code.or(element.attribute("literal")).map(str::to_owned))?;
    let line = Clean::line(&name);
    (!line.is_empty()).then_some(line)
}

/// The name of a subject, from itself or from the assertion about its code.
fn named(subject: &Element, item: &Element) -> Option<Clean> {
    let name = subject
        .text_of("name")
        .or_else(|| assert_of(subject, item)?.text_of("name"))?;
    let line = Clean::line(&name);
    (!line.is_empty() && line.len() < 120).then_some(line)
}

fn assert_of<'e, 't>(subject: &Element, item: &'e Element<'t>) -> Option<&'e Element<'t>> {
    let code = subject.attribute("qcode")?;
    item.children("assert")
        .find(|assert| assert.attribute("qcode") == Some(code))
}

/// An item of `NewsML` 1.x: news lines, descriptive metadata and content lie in nested components.
fn old_item(item: &Element, tree: &Tree) -> Option<Article> {
    let mut article = Article::default();
    if let Some(identifier) = item.find("newsidentifier") {
        article.identity = identifier.text_of("publicidentifier");
        article.version = identifier
            .text_of("revisionid")
            .and_then(|v| v.parse().ok());
        article.source = identifier.text_of("providerid").map(|id| Clean::line(&id));
    }
    let find = |name: &str| {
        item.find(name)
            .map(|e| Clean::line(&e.text()))
            .filter(|line| !line.is_empty())
    };
    article.title = find("headline").unwrap_or_default();
    article.byline = find("byline").map(|line| Clean::line(&feed::person_name(&line)));
    article.credit = find("creditline");
    article.dateline = find("dateline");
    article.kicker = find("slugline");
    article.language = item
        .find("language")
        .and_then(|l| l.attribute("FormalName"))
        .and_then(Language::from_tag);
    article.published = ["thisrevisioncreated", "firstcreated", "dateid"]
        .iter()
        .find_map(|name| date::parse(&item.find(name)?.text()));
    if let Some(provider) = item
        .find("provider")
        .and_then(|p| p.find("party"))
        .and_then(|p| p.attribute("FormalName"))
    {
        article.source = Some(Clean::line(provider));
    }
    let mut contents = Vec::new();
    item.find_all("datacontent", &mut contents);
    // Style sheets and pictures lie beside the text; the longest is the text.
    let mut longest = Article::default();
    for content in contents {
        let mut found = Article::default();
        if let Some(nitf) = content.find("nitf") {
            nitf::fill(nitf, tree, &mut found);
        } else if let Some(body) = content.find("body").or_else(|| content.find("xhtml:body")) {
            found.body = blocks::html_body(&nitf::plain_markup(body.markup(tree)), None);
        } else if content.has_elements() {
            found.body = blocks::html_body(&nitf::plain_markup(content.markup(tree)), None);
        } else {
            press::fill(&mut found, &content.text());
        }
        if found.body.text().len() > longest.body.text().len() {
            longest = found;
        }
    }
    article.body = longest.body;
    if article.title.is_empty() {
        article.title = longest.title;
    }
    if article.byline.is_none() {
        article.byline = longest.byline;
    }
    if let Some(code) = item
        .find("newsmanagement")
        .and_then(|it| it.child("status")?.attribute("FormalName"))
    {
        article.status = Status::from_code(code);
    }
    (!article.body.is_empty() || !article.status.is_usable()).then_some(article)
}
