//! Handing articles on: as a file under a name that is proposed, or to a program on its standard input.

use crate::action::Action;
use crate::change::Which;
use crate::export::{self, Format};
use crate::say::{Said, say};
use crate::text::{Clean, arguments};

use super::input::Purpose;
use super::{App, Effect, To};

impl App {
    /// Asks under which name the article is to be saved.
    pub(super) fn save_as(&mut self) {
        if self.is_here(Action::SaveAs) {
            self.ask_line(Purpose::Save);
        }
    }

    /// A safe name for a file of the article that is here.
    pub(super) fn proposed_name(&self) -> String {
        self.opened().map_or_else(String::new, |opened| {
            format!("{}.md", export::file_name(opened))
        })
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
        let format = Format::of_name(path).unwrap_or(Format::Markdown);
        let text = export::single(format, opened, self.today);
        self.out.push(Effect::Save {
            path: path.to_owned(),
            text,
        });
    }

    /// Takes many articles out to a file the reader named.
    pub(super) fn save_many(&mut self, which: Which, path: &str) {
        if path.is_empty() {
            self.status.say(say!("nothing was saved"));
            return;
        }
        let format = Format::of_name(path).unwrap_or(Format::Markdown);
        self.status
            .say(say!("saving as {path}", path = Clean::line(path).as_str()));
        self.take_out(which, format, To::File(path.to_owned()));
    }

    /// Hands many articles, as Markdown, to a program the reader named.
    pub(super) fn pipe_many(&mut self, which: Which, command: &str) {
        match arguments(command) {
            Ok(argv) if argv.is_empty() => {}
            Ok(argv) => self.take_out(which, Format::Markdown, To::Program(argv)),
            Err(wrong) => self.status.fail(wrong),
        }
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

/// What is said of the name of a file while it is written: what the file will be.
pub(super) fn kind_of_file(name: &str) -> Said {
    match Format::of_name(name.trim()) {
        // What is proposed needs no word.
        Some(Format::Markdown) => return Said::default(),
        Some(format) => return Said::quoting(format.word()),
        None => {}
    }
    let endings: Vec<String> = Format::ALL
        .iter()
        .map(|(format, ..)| format!(".{}", format.ending()))
        .collect();
    say!(
        "markdown; the ending can be {endings}",
        endings = endings.join(" ")
    )
}
