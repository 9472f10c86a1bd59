//! What a page says about itself: JSON-LD, `OpenGraph` and other meta elements, its headings.

use dom_query::Document;

use crate::article::{Language, Link, Published};
use crate::load::linked::{self, Linked};
use crate::load::{Feed, blocks, date, feed, link};
use crate::text::{Clean, fold, fold_words, key};

/// What the elements of a page's head say.
pub(super) struct Meta {
    pub(super) base: Option<Link>,
    pub(super) address: Option<Link>,
    names: Vec<(String, String)>,
    page_title: Clean,
    html_language: Option<Language>,
    pub(super) linked: Linked,
    pub(super) picture: Option<Link>,
    pub(super) feeds: Vec<Feed>,
}

impl Meta {
    pub(super) fn of(document: &Document, address: Option<Link>) -> Self {
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
    pub(super) fn name(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.names
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, content)| content.as_str())
        })
    }

    pub(super) fn of_names(&self, names: &[&str]) -> Option<Clean> {
        self.name(names)
            .map(blocks::html_line)
            .filter(|line| !line.is_empty())
    }

    pub(super) fn source(&self) -> Option<Clean> {
        self.of_names(&["og:site_name", "application-name"])
            .or_else(|| self.linked.publisher.clone())
            .or_else(|| self.of_names(&["publisher", "dc.publisher", "copyright"]))
            .or_else(|| {
                let host = self.address.as_ref()?.host();
                let host = host.strip_prefix("www.").unwrap_or(&host);
                (!host.is_empty()).then(|| Clean::line(host))
            })
    }

    pub(super) fn language(&self) -> Option<Language> {
        self.linked.language.or(self.html_language).or_else(|| {
            self.name(&["og:locale", "content-language", "language", "dc.language"])
                .and_then(Language::from_tag)
        })
    }

    /// The keys of all headlines the page's metadata give.
    pub(super) fn headlines(&self) -> Vec<String> {
        let site = self.source().unwrap_or_default();
        ["og:title", "twitter:title"]
            .iter()
            .filter_map(|name| self.of_names(&[name]))
            .chain([self.page_title.clone()])
            .map(|title| key(&without_site(&title, &site)))
            .filter(|key| !key.is_empty())
            .collect()
    }

    /// What the page says that it is about.
    pub(super) fn summary(&self) -> Option<Clean> {
        self.linked
            .summary
            .clone()
            .or_else(|| self.of_names(&["og:description", "twitter:description", "description"]))
    }

    /// The headline: of JSON-LD, else what the page shows large if its metadata agree, else what they say, without
    /// the site's name.
    pub(super) fn title(&self, document: &Document) -> Clean {
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

    pub(super) fn published(&self, document: &Document) -> Option<Published> {
        let told = [
            self.linked.published,
            self.name(&[
                "article:published_time",
                "og:article:published_time",
                "article:published:time",
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

    pub(super) fn byline(&self, document: &Document) -> Option<Clean> {
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
