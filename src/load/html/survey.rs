//! What a page shows, looked at before the main text is cut out of it: to notice when half of the text was left behind,
//! and to find the paragraph that the page itself calls its summary.
//!
//! The rules by which the main text is found weigh containers; where a page puts every paragraph into a container of its
//! own, or breaks its text with boxes, they take one part for the whole.

use dom_query::{Document, NodeRef};

use crate::article::{Body, Link};
use crate::load::blocks;
use crate::load::tame::tame;
use crate::text::{Clean, key};

/// Paragraphs shorter than this say nothing about where the text is.
const LONG: usize = 80;

/// So much of a paragraph's key is compared.
const HEAD: usize = 60;

/// Elements that never hold the text of an article.
const ASIDE: &[&str] = &[
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "head", "button",
    "svg", "iframe", "select", "figure", "table",
];

/// Parts of the names of elements beside the article.
const BESIDE: &[&str] = &[
    "comment",
    "kommentar",
    "related",
    "recommend",
    "newsletter",
    "teaser",
    "promo",
    "sidebar",
    "footer",
    "social",
    "share",
    "author-bio",
];

/// What stands in the way of a container taken whole.
const REMOVED: &str =
    "nav, footer, aside, form, button, iframe, [role=navigation], [role=complementary]";

/// A long paragraph: the beginning of its key, its length, and what kind of paragraph the page makes of it.
#[derive(Debug)]
struct Shown {
    head: String,
    length: usize,
    class: String,
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Survey {
    paragraphs: Vec<Shown>,
    /// Texts of elements that may be a summary.
    pieces: Vec<Clean>,
}

impl Survey {
    /// Looks at a page.
    pub(super) fn of(document: &Document) -> Self {
        let mut survey = Self::default();
        survey.walk(&document.root(), 0);
        survey
    }

    fn walk(&mut self, node: &NodeRef, depth: usize) {
        if depth > 300 {
            return;
        }
        for child in node.children_it(false) {
            if !child.is_element() {
                continue;
            }
            let name = child.node_name().unwrap_or_default();
            if ASIDE.contains(&name.as_ref()) || is_beside(&child) {
                continue;
            }
            let has_text = child
                .children_it(false)
                .any(|inner| inner.is_text() && inner.text().trim().len() > 1);
            if has_text && self.pieces.len() < 2000 {
                let text = Clean::line(&child.text());
                if name.as_ref() == "p" && text.len() >= LONG {
                    let key = key(&text);
                    self.paragraphs.push(Shown {
                        length: key.len(),
                        head: beginning(&key).to_owned(),
                        class: child
                            .class()
                            .map(|class| class.to_string())
                            .unwrap_or_default(),
                    });
                }
                if text.len() >= LONG && text.len() < 1000 {
                    self.pieces.push(text);
                }
            }
            self.walk(&child, depth + 1);
        }
    }

    /// The text of the page's own container where a body lacks much of what the page shows in the same kind of paragraph.
    pub(super) fn whole(&self, body: &Body, html: &str, base: Option<&Link>) -> Option<Body> {
        let found = key(body.text());
        let (taken, left): (Vec<&Shown>, Vec<&Shown>) = self
            .paragraphs
            .iter()
            .partition(|shown| found.contains(&shown.head));
        let left: Vec<&Shown> = left
            .into_iter()
            .filter(|shown| taken.iter().any(|taken| taken.class == shown.class))
            .collect();
        let length = |list: &[&Shown]| list.iter().map(|shown| shown.length).sum::<usize>();
        if taken.is_empty() || left.len() < 2 || length(&left) * 3 < length(&taken) {
            return None;
        }
        let document = Document::from(tame(html).as_ref());
        for node in document.select(REMOVED).nodes() {
            node.remove_from_parent();
        }
        let holds = |text: &str, list: &[&Shown]| {
            let held = list.iter().filter(|shown| text.contains(&shown.head));
            held.map(|shown| shown.length).sum::<usize>() * 10 >= length(list) * 8
        };
        let container = document
            .select("article, main, [role=main], [itemprop=articleBody]")
            .nodes()
            .iter()
            .map(|node| (key(&node.text()), node.html()))
            .filter(|(text, _)| holds(text, &taken) && holds(text, &left))
            .min_by_key(|(text, _)| text.len())?;
        let whole = blocks::html_body(&container.1, base);
        // What comes before the first and after the last long paragraph is not the text.
        let all: Vec<&Shown> = taken.into_iter().chain(left).collect();
        let is_long = |text: &str| {
            let key = key(text);
            all.iter().any(|shown| key.starts_with(&shown.head))
        };
        let long: Vec<usize> = (0..whole.paragraphs().len())
            .filter(|number| is_long(&whole.text()[whole.paragraphs()[*number].range.clone()]))
            .collect();
        let (first, last) = (*long.first()?, *long.last()?);
        Some(whole.retain(|number, _, _| (first..=last).contains(&number)))
    }

    /// The paragraph of the page that its metadata give as its summary.
    pub(super) fn summary(&self, told: &str) -> Option<&Clean> {
        let told = key(told.trim_end_matches(['…', '.', ' ']));
        if told.len() < HEAD {
            return None;
        }
        self.pieces
            .iter()
            .find(|piece| key(piece).starts_with(&told))
    }
}

fn is_beside(node: &NodeRef) -> bool {
    ["class", "id"].iter().any(|name| {
        node.attr(name).is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.len() < 200 && BESIDE.iter().any(|part| value.contains(part))
        })
    })
}

/// The beginning of a key, enough to tell it from others.
pub(super) fn beginning(key: &str) -> &str {
    let mut end = key.len().min(HEAD);
    while !key.is_char_boundary(end) {
        end -= 1;
    }
    &key[..end]
}
