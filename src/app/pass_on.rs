//! Handing an article on: as a file under a name that is proposed, or to a program on its standard input.

use std::fmt::Write as _;

use crate::action::Action;
use crate::ask::Opened;
use crate::say::say;
use crate::text::{self, Clean, arguments};

use super::copy::text_as_markdown;
use super::input::Purpose;
use super::{App, Effect};

/// A proposed name has so many characters at most, before its ending.
const LONGEST: usize = 72;

impl App {
    /// Asks under which name the article is to be saved.
    pub(super) fn save_as(&mut self) {
        if self.is_here(Action::SaveAs) {
            self.ask_line(Purpose::Save);
        }
    }

    /// A safe name for a file of the article that is here.
    pub(super) fn proposed_name(&self) -> String {
        self.opened().map_or_else(String::new, file_name)
    }

    /// Writes the article to a file the reader named.
    pub(super) fn save(&mut self, path: &str) {
        if path.is_empty() {
            self.status.say(say!("nothing was saved"));
            return;
        }
        let Some(opened) = self.opened() else {
            self.status
                .say(say!("open the article first, then save it"));
            return;
        };
        let text = document(opened);
        self.out.push(Effect::Save {
            path: path.to_owned(),
            text,
        });
    }

    /// Asks to which program the article is to be handed.
    pub(super) fn pipe(&mut self) {
        if self.is_here(Action::Pipe) {
            self.ask_line(Purpose::Pipe);
        }
    }

    /// Hands the article to a program the reader named.
    pub(super) fn pipe_to(&mut self, command: &str) {
        let argv = match arguments(command) {
            Ok(argv) if argv.is_empty() => return,
            Ok(argv) => argv,
            Err(wrong) => {
                self.status.fail(wrong);
                return;
            }
        };
        let Some(opened) = self.opened() else {
            self.status
                .say(say!("open the article first, then hand it on"));
            return;
        };
        let article = &opened.article;
        let link = article.url.as_ref().map(ToString::to_string);
        let date = article.published.map(|published| published.to_string());
        let about = vec![
            ("DEPESCHE_TITLE".to_owned(), article.title.to_string()),
            ("DEPESCHE_LINK".to_owned(), link.unwrap_or_default()),
            ("DEPESCHE_DATE".to_owned(), date.unwrap_or_default()),
        ];
        let mut text = article.body.text().to_owned();
        text.push('\n');
        self.status
            .say(say!("handed to {program}", program = Clean::line(&argv[0])));
        self.out.push(Effect::Pipe { argv, text, about });
    }
}

/// Day and headline in letters, digits and dashes: a name that no shell and no file system takes for something else.
fn file_name(opened: &Opened) -> String {
    let article = &opened.article;
    let mut name = article.published.map_or_else(String::new, |published| {
        published.to_string().chars().take(10).collect()
    });
    let mut gap = !name.is_empty();
    for c in text::fold(&article.title).chars() {
        if !c.is_ascii_alphanumeric() {
            gap = !name.is_empty();
            continue;
        }
        if name.len() >= LONGEST {
            break;
        }
        if gap {
            name.push('-');
            gap = false;
        }
        name.push(c.to_ascii_lowercase());
    }
    if name.is_empty() {
        name = format!("article-{}", opened.id);
    }
    format!("{name}.md")
}

/// An article as a Markdown document with front matter, which depesche reads again.
fn document(opened: &Opened) -> String {
    let article = &opened.article;
    let mut out = String::from("---\n");
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            let _ = writeln!(out, "{name}: \"{value}\"");
        }
    };
    field("title", Some(article.title.to_string()));
    field("date", article.published.map(|it| it.to_string()));
    field("source", article.source.as_ref().map(ToString::to_string));
    field("byline", article.byline.as_ref().map(ToString::to_string));
    let language = article.language.map(|language| language.code().to_owned());
    field("language", language);
    field("url", article.url.as_ref().map(ToString::to_string));
    field("tags", Some(opened.tags.join(", ")));
    out.push_str("---\n");
    out.push_str(&text_as_markdown(opened));
    out
}
