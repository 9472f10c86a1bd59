//! Saved or fetched web pages: the main text, and what the page says about itself.
//!
//! The main text is found by readability's rules; headline, date, byline, language and picture come from JSON-LD,
//! `OpenGraph` and other meta elements, the first that says something sensible. A consent page or the stub before a
//! paywall is recognised and never taken for the article.

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::linked::{self, Linked};
use super::tame::tame;
use super::{Feed, Input, Loaded, blocks, date, entity, feed, link};
use crate::article::{Article, Body, BodyBuilder, Extent, Language, Link, Published, Style};
use crate::text::{Clean, fold, fold_words, key, sentence};

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
    let walled = stands_before_a_wall(&document);
    let whole = html.len();
    article.body = main_text(document, base.as_ref(), &article);
    if let Some(told) = meta.linked.body.as_deref() {
        article.body = settle(std::mem::take(&mut article.body), told, base.as_ref());
    }
    article.extent = extent(&article, &meta, walled);
    if article.extent == Extent::Consent {
        article.body = Body::default();
        loaded.complain(
            &input.hint.name,
            "is a page that asks for consent, not the article",
        );
    }
    if article.title.is_empty() && article.body.is_empty() && loaded.feeds.is_empty() {
        loaded.complain(
            &input.hint.name,
            format!("has no text among its {whole} bytes of HTML; it was left out"),
        );
        return;
    }
    loaded.articles.push(article);
}

/// The main text of a page as a body, without what only repeats headline and byline.
fn main_text(document: Document, base: Option<&Link>, article: &Article) -> Body {
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
    let title = fold(&article.title);
    let byline = article.byline.as_deref().map(fold).unwrap_or_default();
    body.retain(|number, style, text| {
        let folded = fold(text);
        let repeats = number < 6
            && (folded == title
                || (!byline.is_empty()
                    && text.len() < byline.len() + 40
                    && folded.contains(&byline))
                || (text.len() < 60
                    && !matches!(style, Style::Text)
                    && date::parse(text).is_some()));
        !repeats
    })
}

/// Weighs what was found on the page against the text that the page's JSON-LD tells.
///
/// Where the told text is much longer, it is taken. Where most of it was found with more around it (teasers of other
/// pieces, boxes), what is not in it goes. A told text that is only a beginning changes nothing.
fn settle(body: Body, told: &str, base: Option<&Link>) -> Body {
    let told_key = key(told);
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

/// What the elements of a page's head say.
struct Meta {
    base: Option<Link>,
    address: Option<Link>,
    names: Vec<(String, String)>,
    page_title: Clean,
    html_language: Option<Language>,
    linked: Linked,
    picture: Option<Link>,
    feeds: Vec<Feed>,
}

impl Meta {
    fn of(document: &Document, address: Option<Link>) -> Self {
        let base = document
            .select_single("base[href]")
            .attr("href")
            .and_then(|href| link::resolve(address.as_ref(), &href))
            .or_else(|| address.clone());
        let mut names = Vec::new();
        for meta in document.select("meta").nodes().iter().take(400) {
            let key = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|key| meta.attr(key));
            if let (Some(key), Some(content)) = (key, meta.attr("content"))
                && !content.trim().is_empty()
            {
                names.push((key.trim().to_ascii_lowercase(), content.trim().to_owned()));
            }
        }
        let mut linked = Linked::default();
        for script in document
            .select("script[type*='ld+json']")
            .nodes()
            .iter()
            .take(40)
        {
            linked::read(&script.text(), base.as_ref(), &mut linked);
        }
        let mut meta = Self {
            base: base.clone(),
            address: None,
            names,
            page_title: Clean::line(&document.select_single("head title").text()),
            html_language: document
                .select_single("html")
                .attr("lang")
                .and_then(|tag| Language::from_tag(&tag)),
            linked,
            picture: None,
            feeds: Vec::new(),
        };
        if meta.page_title.is_empty() {
            meta.page_title = Clean::line(&document.select_single("title").text());
        }
        let canonical = document
            .select_single("link[rel=canonical]")
            .attr("href")
            .map(|href| href.to_string());
        meta.address = canonical
            .or_else(|| meta.name(&["og:url", "twitter:url"]).map(str::to_owned))
            .and_then(|href| link::resolve(base.as_ref(), &href))
            .filter(|link| link.as_str().matches('/').count() > 2)
            .or_else(|| meta.linked.address.clone())
            .or(address);
        meta.base = base.or_else(|| meta.address.clone());
        meta.picture = meta
            .name(&[
                "og:image",
                "og:image:url",
                "og:image:secure_url",
                "twitter:image",
                "twitter:image:src",
            ])
            .and_then(|href| link::resolve(meta.base.as_ref(), href))
            .or_else(|| meta.linked.picture.clone());
        for found in document
            .select("link[rel~=alternate][href]")
            .nodes()
            .iter()
            .take(50)
        {
            let kind = found.attr("type").unwrap_or_default().to_ascii_lowercase();
            let is_feed = ["rss+xml", "atom+xml", "rdf+xml", "feed+json"]
                .iter()
                .any(|feed| kind.contains(feed));
            let address = found
                .attr("href")
                .and_then(|href| link::resolve(meta.base.as_ref(), &href));
            if is_feed && address.is_some() {
                meta.feeds.push(Feed {
                    title: found
                        .attr("title")
                        .map_or_else(Clean::default, |title| Clean::line(&title)),
                    address,
                    site: meta.address.clone(),
                    ..Feed::default()
                });
            }
        }
        meta
    }

    /// The content of the first of these names that is there.
    fn name(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.names
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, content)| content.as_str())
        })
    }

    fn of_names(&self, names: &[&str]) -> Option<Clean> {
        self.name(names)
            .map(blocks::html_line)
            .filter(|line| !line.is_empty())
    }

    fn source(&self) -> Option<Clean> {
        self.of_names(&["og:site_name", "application-name"])
            .or_else(|| self.linked.publisher.clone())
            .or_else(|| self.of_names(&["publisher", "dc.publisher", "copyright"]))
            .or_else(|| {
                let host = self.address.as_ref()?.host();
                let host = host.strip_prefix("www.").unwrap_or(&host);
                (!host.is_empty()).then(|| Clean::line(host))
            })
    }

    fn language(&self) -> Option<Language> {
        self.linked.language.or(self.html_language).or_else(|| {
            self.name(&["og:locale", "content-language", "language", "dc.language"])
                .and_then(Language::from_tag)
        })
    }

    /// The headline: of JSON-LD, else what the page shows large if its metadata agree, else what they say, without
    /// the site's name.
    fn title(&self, document: &Document) -> Clean {
        let heads: Vec<Clean> = document
            .select("h1")
            .nodes()
            .iter()
            .take(5)
            .map(|head| Clean::line(&head.text()))
            .filter(|head| !head.is_empty())
            .collect();
        let told: Vec<Clean> = [
            self.linked.headline.clone(),
            self.of_names(&[
                "og:title",
                "twitter:title",
                "title",
                "dc.title",
                "parsely-title",
                "sailthru.title",
            ]),
            (!self.page_title.is_empty()).then(|| self.page_title.clone()),
        ]
        .into_iter()
        .flatten()
        .collect();
        if let Some(headline) = &self.linked.headline {
            // Search engines want at most 110 characters there; the page shows all.
            let whole = heads.iter().find(|head| {
                head.len() > headline.len()
                    && head.starts_with(headline.trim_end_matches(['…', '.', ' ']))
            });
            return whole.unwrap_or(headline).clone();
        }
        if let Some(head) = heads
            .iter()
            .find(|head| told.iter().any(|told| agree(head, told)))
        {
            return head.clone();
        }
        let site = self.source().unwrap_or_default();
        match told.first() {
            Some(told) => without_site(told, &site),
            None => heads.first().cloned().unwrap_or_default(),
        }
    }

    fn published(&self, document: &Document) -> Option<Published> {
        let told = [
            self.linked.published,
            self.name(&[
                "article:published_time",
                "og:article:published_time",
                "article:published",
                "og:published_time",
                "datepublished",
                "date",
                "dc.date",
                "dc.date.issued",
                "dcterms.date",
                "dcterms.created",
                "dcterms.issued",
                "parsely-pub-date",
                "sailthru.date",
                "pubdate",
                "publishdate",
                "publish-date",
                "publication_date",
                "article_date_original",
                "last-modified",
                "cxenseparse:recs:publishtime",
                "cxenseparse:publishtime",
                "bt:pubdate",
                "lastmod",
                "article:modified_time",
            ])
            .and_then(date::parse),
        ];
        told.into_iter()
            .flatten()
            .max_by_key(Published::precision)
            .or_else(|| {
                document
                    .select("time[datetime], [itemprop=datePublished]")
                    .nodes()
                    .iter()
                    .take(5)
                    .find_map(|time| {
                        let written = time
                            .attr("datetime")
                            .or_else(|| time.attr("content"))
                            .unwrap_or_else(|| time.text());
                        date::parse(&written)
                    })
            })
    }

    fn byline(&self, document: &Document) -> Option<Clean> {
        if self.linked.byline.is_some() {
            return self.linked.byline.clone();
        }
        let named: Vec<String> = self
            .names
            .iter()
            .filter(|(key, _)| {
                [
                    "author",
                    "article:author",
                    "dc.creator",
                    "parsely-author",
                    "sailthru.author",
                    "byl",
                    "cxenseparse:author",
                ]
                .contains(&key.as_str())
            })
            .map(|(_, content)| feed::person_name(&blocks::html_line(content)))
            .filter(|name| !name.contains("://") && !name.is_empty())
            .collect();
        let mut writers: Vec<String> = Vec::new();
        for name in named {
            if !writers.contains(&name) && writers.len() < 6 {
                writers.push(name);
            }
        }
        if !writers.is_empty() {
            return Some(Clean::line(&writers.join(", ")));
        }
        let shown =
            document.select_single("[rel=author], [itemprop=author], .byline, .author, .autor");
        let line = Clean::line(&shown.text());
        let name = feed::person_name(&line);
        (!name.is_empty() && name.len() < 80).then(|| Clean::line(&name))
    }
}

/// Whether a shown headline and a told one are the same piece: one holds the other, or they share most words.
fn agree(shown: &str, told: &str) -> bool {
    let (shown, told) = (fold_words(shown), fold_words(told));
    if shown.len() < 2 || told.is_empty() {
        return shown == told;
    }
    let shared = shown.iter().filter(|word| told.contains(word)).count();
    shared * 10 >= shown.len() * 7
        || (shared * 10 >= told.len() * 8 && shown.len() < told.len() * 2)
}

/// "Headline | Site" and "Headline - Site" without the site; what stands after the last bar or dash goes if it is short.
fn without_site(title: &Clean, site: &str) -> Clean {
    for bar in [" | ", " – ", " — ", " - ", " » ", " :: ", " • "] {
        if let Some((head, tail)) = title.rsplit_once(bar) {
            let is_site = !site.is_empty()
                && (fold(tail).contains(&fold(site)) || fold(site).contains(&fold(tail)));
            if is_site
                || (bar == " | "
                    && tail.split_whitespace().count() <= 3
                    && head.split_whitespace().count() >= 4)
            {
                return without_site(&Clean::line(head), site);
            }
        }
    }
    title.clone()
}

/// Whether the page itself says that readers have to pay to see the rest.
fn stands_before_a_wall(document: &Document) -> bool {
    document
        .select("[class*=paywall], [id*=paywall], [class*=regwall], [class*=piano-], [class*=subscriber-only], [data-paywall]")
        .length()
        > 0
}

const CONSENT: &[&str] = &[
    "cookie",
    "consent",
    "zustimm",
    "einwillig",
    "datenschutz",
    "privacy",
    "akzeptier",
    "accept",
    "partner",
    "tracking",
    "pur-abo",
    "werbung",
    "personalis",
    "vendors",
];
const PAY: &[&str] = &[
    "subscribe to continue",
    "subscribe to read",
    "to continue reading",
    "subscribers only",
    "already a subscriber",
    "jetzt weiterlesen",
    "mit abo weiterlesen",
    "diesen artikel weiterlesen",
    "um weiterzulesen",
    "lesen sie diesen artikel mit",
    "exklusiv für abonnenten",
    "nur für abonnenten",
    "sie haben bereits ein abo",
    "jetzt abonnieren",
];

fn extent(article: &Article, meta: &Meta, walled: bool) -> Extent {
    let text = article.body.text();
    let lower = text.to_lowercase();
    if text.len() < 4000 && meta.linked.headline.is_none() {
        let asks = CONSENT.iter().filter(|word| lower.contains(*word)).count();
        let title = article.title.to_lowercase();
        let titled = [
            "consent",
            "zustimmung",
            "privacy",
            "datenschutz",
            "cookie",
            "before you continue",
            "bevor sie",
        ]
        .iter()
        .any(|word| title.contains(word));
        if asks >= 5 || (asks >= 3 && titled) {
            return Extent::Consent;
        }
    }
    let length = text.chars().count();
    if length < 2500 && (meta.linked.free == Some(false) || (walled && length < 900)) {
        return Extent::Paywall;
    }
    let end: String = lower
        .chars()
        .rev()
        .take(400)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    if length < 2500 && PAY.iter().any(|words| end.contains(words)) {
        return Extent::Paywall;
    }
    Extent::Full
}
