//! Taking something out: links to open and to copy, what there is to copy.

use jiff::civil::Date;

use crate::action::Action;
use crate::article::Link;
use crate::ask::Opened;
use crate::export::{self, Format};
use crate::pane::picker::Item;
use crate::say::{Said, say};
use crate::text::Clean;

use super::choose::{Choice, Value};
use super::{App, Effect};

impl App {
    fn link(&mut self) -> Option<Link> {
        let link = self.opened().and_then(|opened| opened.article.url.clone());
        if link.is_none() {
            self.status.say(say!("this article came without a link"));
        }
        link
    }

    pub(super) fn open_link(&mut self, and_read: bool) {
        let action = if and_read {
            Action::OpenLinkRead
        } else {
            Action::OpenLink
        };
        if !self.is_here(action) {
            return;
        }
        let id = self.here();
        if let Some(link) = self.link() {
            self.status.say(say!("opening {host}", host = link.host()));
            self.out.push(Effect::Open(link));
            if let (true, Some(id)) = (and_read, id) {
                self.mark_opened(id);
            }
        }
    }

    /// Has the page behind the article fetched; the text comes when it comes.
    pub(super) fn fetch_full_text(&mut self) {
        if !self.is_here(Action::FullText) {
            return;
        }
        if let (Some(link), Some(id)) = (self.link(), self.here()) {
            self.status
                .say(say!("fetching {address}", address = link.host()));
            self.out.push(Effect::Complete(id));
        }
    }

    fn mark_opened(&mut self, id: crate::article::ArticleId) {
        if self.opened().is_some_and(|opened| !opened.read) {
            self.mark_as(id, true);
        }
    }

    pub(super) fn copy_link(&mut self) {
        if !self.is_here(Action::CopyLink) {
            return;
        }
        if let Some(link) = self.link() {
            self.copy(link.to_string());
        }
    }

    pub(super) fn copy(&mut self, text: String) {
        let short = crate::text::clip(&Clean::line(&text), 60);
        self.status.say(say!("copied: {short}", short));
        self.out.push(Effect::Copy(text));
    }

    /// Lists what there is to copy of this article.
    pub(super) fn choose_copy(&mut self) {
        if !self.is_here(Action::Copy) {
            return;
        }
        let Some(opened) = self.opened() else {
            return;
        };
        let sentence = self
            .reader
            .sentence()
            .and_then(|range| opened.article.body.text().get(range));
        let texts = copies(opened, sentence, self.today);
        let (items, values) = texts
            .into_iter()
            .map(|(label, text)| {
                let item = Item {
                    label: label.words(self.config.tongue),
                    detail: crate::text::clip(&Clean::line(&text), 80),
                    ..Item::default()
                };
                (item, Value::Text(text))
            })
            .unzip();
        self.offer(Choice::Copy, say!("copy"), items, values);
    }
}

/// What can be copied of an article.
fn copies(opened: &Opened, sentence: Option<&str>, today: Date) -> Vec<(Said, String)> {
    let article = &opened.article;
    let mut out = Vec::new();
    if let Some(link) = &article.url {
        out.push((say!("link"), link.to_string()));
        out.push((
            say!("headline and link"),
            format!("{}\n{link}", article.title.as_str()),
        ));
        out.push((
            say!("Markdown link"),
            format!("[{}]({link})", article.title.replace(['[', ']'], "")),
        ));
    }
    out.push((say!("headline"), article.title.to_string()));
    if let Some(sentence) = sentence {
        out.push((say!("sentence"), sentence.to_owned()));
        out.push((
            say!("quotation"),
            format!("“{sentence}” ({})", origin(opened)),
        ));
    }
    out.push((
        say!("source"),
        format!("{}: {}", article.title, origin(opened)),
    ));
    out.push((say!("text"), article.body.text().to_owned()));
    out.push((say!("article as Markdown"), markdown(opened)));
    for (what, format) in [
        (say!("for a bibliography (BibTeX)"), Format::Bibtex),
        (say!("for a reference manager (CSL-JSON)"), Format::CslJson),
        (say!("for Org mode"), Format::Org),
    ] {
        out.push((what, export::single(format, opened, today)));
    }
    out.push((say!("number"), opened.id.to_string()));
    out
}

/// Where an article is from, as one names it: "Kurier, 2024-03-24, https://…".
fn origin(opened: &Opened) -> String {
    let article = &opened.article;
    let parts = [
        article.byline.as_ref().map(ToString::to_string),
        article.source.as_ref().map(ToString::to_string),
        article
            .published
            .map(|published| published.to_string().chars().take(10).collect()),
        article.url.as_ref().map(ToString::to_string),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        "source unknown".to_owned()
    } else {
        parts.join(", ")
    }
}

/// An article with the reader's notes, as Markdown.
fn markdown(opened: &Opened) -> String {
    let title = export::markdown_text(&opened.article.title);
    let origin = export::markdown_text(&origin(opened));
    format!("# {title}\n\n{origin}\n{}", export::markdown_body(opened))
}
