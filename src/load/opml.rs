//! OPML: lists of subscriptions in and out. Folders become tags.

use std::fmt::Write as _;

use super::xml::{self, Element};
use super::{Feed, Input, Loaded, feed, link};
use crate::say::say;
use crate::text::Clean;

/// Whether the bytes are OPML.
pub(super) fn looks(input: &Input) -> bool {
    let head = input.head();
    head.starts_with('<')
        && (feed::opens(head, "opml") || feed::opens(head, "OPML") || feed::opens(head, "outline"))
}

/// Reads the feeds a list names, as often as it names them; those without a usable address are complaints besides.
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
    let mut reading = Reading {
        name: &input.hint.name,
        loaded,
        path: Vec::new(),
    };
    reading.outlines(&tree.root);
    if loaded.feeds.is_empty() {
        loaded.complain(&input.hint.name, say!("names no feed"));
    }
}

struct Reading<'r> {
    name: &'r str,
    loaded: &'r mut Loaded,
    path: Vec<Clean>,
}

impl Reading<'_> {
    fn outlines(&mut self, element: &Element) {
        for inner in element.elements() {
            if inner.name != "outline" {
                self.outlines(inner);
                continue;
            }
            let name = ["title", "text"]
                .iter()
                .filter_map(|key| inner.attribute(key))
                .map(Clean::line)
                .find(|name| !name.is_empty())
                .unwrap_or_default();
            if let Some(address) = inner
                .attribute("xmlUrl")
                .or_else(|| inner.attribute("xmlurl"))
                .map(str::trim)
                .filter(|a| !a.is_empty())
            {
                self.feed(inner, name.clone(), address);
            }
            let named = !name.is_empty() && inner.attribute("xmlUrl").is_none();
            if named {
                self.path.push(name);
            }
            self.outlines(inner);
            if named {
                self.path.pop();
            }
        }
    }

    fn feed(&mut self, outline: &Element, title: Clean, address: &str) {
        let plain = address
            .strip_prefix("feed://")
            .map(|rest| format!("https://{rest}"));
        let plain = plain
            .as_deref()
            .or_else(|| address.strip_prefix("feed:"))
            .unwrap_or(address);
        let link = link::resolve(None, plain);
        if link.is_none() {
            let shown: String = Clean::line(address).chars().take(80).collect();
            self.loaded.complain(
                format!("{}, “{}”", self.name, title.as_str()),
                say!(
                    "has the address “{shown}”, which is no web address; it was left out",
                    shown
                ),
            );
        }
        let mut tags = self.path.clone();
        for tag in outline
            .attribute("category")
            .unwrap_or("")
            .split(',')
            .map(|tag| Clean::line(tag.trim_matches(['/', ' '])))
        {
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        self.loaded.feeds.push(Feed {
            title,
            site: outline
                .attribute("htmlUrl")
                .and_then(|site| link::resolve(None, site)),
            language: outline
                .attribute("language")
                .and_then(crate::article::Language::from_tag),
            address: link,
            tags,
        });
    }
}

/// Writes feeds as OPML 2.0 with their tags as folders, one inside the other; feeds without an address are left out.
///
/// Reading it back gives the same feeds, grouped by their folders.
pub fn opml(feeds: &[Feed]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>Subscriptions</title></head>\n<body>\n",
    );
    // Folders in the order in which they first occur.
    let mut folders: Vec<&[Clean]> = Vec::new();
    for feed in feeds {
        if !folders.contains(&feed.tags.as_slice()) {
            folders.push(&feed.tags);
        }
    }
    for folder in folders {
        for tag in folder {
            let _ = writeln!(out, "<outline text=\"{}\">", escape(tag));
        }
        for feed in feeds.iter().filter(|feed| feed.tags == folder) {
            let Some(address) = &feed.address else {
                continue;
            };
            let title = if feed.title.is_empty() {
                address.as_str()
            } else {
                feed.title.as_str()
            };
            let _ = write!(
                out,
                "<outline type=\"rss\" text=\"{0}\" title=\"{0}\" xmlUrl=\"{1}\"",
                escape(title),
                escape(address.as_str())
            );
            if let Some(site) = &feed.site {
                let _ = write!(out, " htmlUrl=\"{}\"", escape(site.as_str()));
            }
            if let Some(language) = feed.language {
                let _ = write!(out, " language=\"{language}\"");
            }
            out.push_str("/>\n");
        }
        for _ in folder {
            out.push_str("</outline>\n");
        }
    }
    out.push_str("</body>\n</opml>\n");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
