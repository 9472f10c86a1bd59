//! The input line: what it can be asked for, what happens while it is written, and when it is taken.

use crate::action::Action;
use crate::article::ArticleId;
use crate::ask::Ask;
use crate::change::{Note, Which};
use crate::highlight::EntityKey;
use crate::pane::Line;
use crate::pane::help::Sheet;
use crate::pane::list::{Land, List, headline_has};
use crate::pane::prompt::Prompt;
use crate::pane::reader::Reader;
use crate::query;
use crate::say::{Said, say, says};
use crate::text;

use super::memory::{Memory, remember};
use super::names::Names;
use super::questions::Topic;
use super::{App, Focus, Page, command, pass_on, tags};

/// What a line is asked for.
#[derive(Debug, Clone)]
pub(super) enum Purpose {
    /// The whole query.
    Query,
    /// Words to look for in the article, in the list's headlines, or on the page.
    Search,
    /// A note.
    Note(Box<Note>),
    /// Tags of an article, and those it has.
    Tags(ArticleId, Vec<String>),
    /// Another name for an entity.
    Rename(EntityKey, String),
    /// A command.
    Command,
    /// Tags for many articles.
    TagMany(Which),
    /// The name of a file to save the article as.
    Save,
    /// The name of a file to save many articles as.
    SaveMany(Which),
    /// A program to hand the article to.
    Pipe,
    /// A program to hand many articles to.
    PipeMany(Which),
}

/// What a search leaves when it is cancelled: where the reader was.
#[derive(Debug, Clone)]
enum Before {
    Nothing,
    List(Box<List>),
    Reader(Box<Reader>),
    Sheet(Box<Sheet>),
}

/// A line being written.
#[derive(Debug, Clone)]
pub(super) struct Input {
    pub(super) prompt: Prompt,
    pub(super) purpose: Purpose,
    before: Before,
    /// Names asked for to complete the line, or put in to choose from.
    pub(super) names: Option<Names>,
    /// What is said behind the line before the completions: a count or a complaint.
    said: Said,
    /// What completes the word being written.
    pub(super) offers: Vec<String>,
}

/// The lines written earlier for a purpose that remembers them, newest last.
fn history<'a>(memory: &'a mut Memory, purpose: &Purpose) -> Option<&'a mut Vec<String>> {
    match purpose {
        Purpose::Query => Some(&mut memory.query),
        Purpose::Search => Some(&mut memory.search),
        Purpose::Command => Some(&mut memory.command),
        Purpose::Pipe | Purpose::PipeMany(_) => Some(&mut memory.pipe),
        Purpose::Note(_)
        | Purpose::Tags(..)
        | Purpose::TagMany(_)
        | Purpose::Rename(..)
        | Purpose::Save
        | Purpose::SaveMany(_) => None,
    }
}

/// How often what is searched for was found.
fn hits(found: u64) -> Said {
    match found {
        0 => say!("not found"),
        found => says!(found; "1 hit", "{found} hits"),
    }
}

impl App {
    pub(super) fn ask_line(&mut self, purpose: Purpose) {
        let mut before = Before::Nothing;
        let (label, text) = match &purpose {
            Purpose::Query => {
                let mut text = self.query.to_string();
                if !text.is_empty() {
                    text.push(' ');
                }
                (say!("filter "), text)
            }
            Purpose::Search => {
                before = match (self.pages.last(), self.focus) {
                    (Some(Page::Sheet(sheet)), _) => Before::Sheet(Box::new(sheet.clone())),
                    (Some(Page::Entity(_) | Page::Picture(_)), _) => {
                        self.status
                            .say(say!("there is nothing to search on this page"));
                        return;
                    }
                    (None, Focus::List) => Before::List(Box::new(self.list.clone())),
                    (None, Focus::Reader | Focus::Highlights) => {
                        Before::Reader(Box::new(self.reader.clone()))
                    }
                };
                (say!("/"), String::new())
            }
            Purpose::Note(note) => (say!("note "), note.text.clone()),
            Purpose::Tags(_, tags) => {
                let mut text = tags::written(tags);
                if !text.is_empty() {
                    text.push(' ');
                }
                (say!("tags "), text)
            }
            Purpose::TagMany(_) => (say!("tags "), String::new()),
            Purpose::Rename(_, name) => (say!("name "), name.clone()),
            Purpose::Command => (say!(":"), String::new()),
            Purpose::Save => (say!("save as "), self.proposed_name()),
            Purpose::SaveMany(_) => (say!("save as "), "articles.md".to_owned()),
            Purpose::Pipe | Purpose::PipeMany(_) => (say!("hand to "), String::new()),
        };
        let history = history(&mut self.memory, &purpose).cloned();
        let history = history.unwrap_or_default();
        self.input = Some(Input {
            prompt: Prompt::new(self.config.tongue, label, &text, &history),
            purpose,
            before,
            names: None,
            said: Said::default(),
            offers: Vec::new(),
        });
        self.line_changed();
    }

    /// The text of the line changed: what can be said about it already is said.
    pub(super) fn line_changed(&mut self) {
        let editor = self.key_of(Action::LineEditor);
        let Some(input) = &mut self.input else {
            return;
        };
        let text = input.prompt.line.text().to_owned();
        input.prompt.hint = Said::default();
        match &input.purpose {
            Purpose::Query => {
                let parsed = query::parse_with(&text, self.today, &self.config.views);
                input.prompt.marked = parsed
                    .complaints
                    .iter()
                    .map(|complaint| complaint.range.clone())
                    .collect();
                input.said = Said::default();
                if let Some(complaint) = parsed.complaints.first() {
                    input.said.clone_from(&complaint.message);
                }
                input.offers = closed_offers(&input.prompt.line, &self.config.views);
                self.ask(Topic::Live, Ask::Count(parsed.query));
                self.ask_offers();
                self.show_hint();
            }
            Purpose::Search => self.search_live(&text),
            Purpose::Command => {
                input.prompt.hint = command::hint(&text, &self.config.views);
            }
            Purpose::Pipe | Purpose::PipeMany(_) => {
                input.prompt.hint = match text::arguments(&text) {
                    Ok(argv) if argv.is_empty() => {
                        say!("a program and its arguments; it reads the text, no shell does")
                    }
                    Ok(_) => Said::default(),
                    Err(wrong) => wrong,
                };
            }
            Purpose::Note(_) => input.prompt.hint = say!("{editor} your editor", editor),
            Purpose::TagMany(_) => input.prompt.hint = say!("adds these; -tag takes one away"),
            Purpose::Save | Purpose::SaveMany(_) => {
                input.prompt.hint = pass_on::kind_of_file(&text);
            }
            Purpose::Tags(..) | Purpose::Rename(..) => {}
        }
    }

    pub(super) fn take_live_count(&mut self, count: u64) {
        let Some(input) = &mut self.input else {
            return;
        };
        input.said = match (&input.purpose, count) {
            (Purpose::Query, _) if !input.prompt.marked.is_empty() => return,
            (Purpose::Query, _) => says!(count; "1 article", "{count} articles"),
            (Purpose::Search, count) => hits(count),
            _ => return,
        };
        self.show_hint();
    }

    /// Says behind the line what is known about it, and what completes the word being written.
    pub(super) fn show_hint(&mut self) {
        let tab = self.key_of(Action::LineComplete);
        let Some(input) = &mut self.input else {
            return;
        };
        let told = input.names.as_ref();
        let told = told.and_then(|names| names.told(input.prompt.line.text()));
        let told = told.map(Said::quoting).or_else(|| {
            let offers = input.offers.join(", ");
            (!offers.is_empty()).then(|| Said::joined([tab, offers].map(Said::quoting), " "))
        });
        let said = [Some(input.said.clone()), told];
        let said = said.into_iter().flatten().filter(|said| !said.is_empty());
        input.prompt.hint = Said::joined(said, " · ");
    }

    pub(super) fn search_live(&mut self, words: &str) {
        let found = match (self.pages.last_mut(), self.focus) {
            (Some(Page::Sheet(sheet)), _) => sheet.search(words),
            (Some(Page::Entity(_) | Page::Picture(_)), _) => 0,
            (None, Focus::Reader | Focus::Highlights) => self.reader.search(words),
            (None, Focus::List) => {
                self.sought = text::fold_words(words);
                // From where the cursor was when the search began, so that taking letters back goes back.
                if let Some(Input {
                    before: Before::List(list),
                    ..
                }) = &self.input
                    && let Some(id) = list.id()
                {
                    self.list.go_to(id);
                }
                let sought = &self.sought;
                let holds = |row: &_| !sought.is_empty() && headline_has(row, sought);
                let here = self.list.row().is_some_and(holds);
                let next = self.list.find(true, holds);
                let next = next.or_else(|| self.list.find(false, holds));
                if let (false, Some(id)) = (here, next) {
                    self.list.go_to(id);
                }
                let found = self.list.rows().iter().filter(|row| holds(row)).count();
                if !sought.is_empty() && !self.list.is_whole() {
                    // There are more rows than these: the store counts.
                    let all = self.with_sought();
                    self.ask(Topic::Live, Ask::Count(all));
                    return;
                }
                found
            }
        };
        if let Some(input) = &mut self.input
            && !words.trim().is_empty()
        {
            input.prompt.hint = hits(found as u64);
        }
    }

    /// Goes to the next or previous hit of the last search, in the pane that has the keys.
    pub(super) fn search_step(&mut self, forward: bool, count: usize) {
        let found = match (self.pages.last_mut(), self.focus) {
            (Some(Page::Sheet(sheet)), _) => sheet.search_step(forward),
            (Some(Page::Entity(_) | Page::Picture(_)), _) => false,
            (None, Focus::Reader | Focus::Highlights) => self.reader.search_step(forward, count),
            (None, Focus::List) => self.search_step_in_list(forward, count),
        };
        if !found {
            let search = self.key_of(Action::Search);
            self.status.say(say!(
                "nothing found; {search} searches for something else",
                search
            ));
        }
    }

    pub(super) fn act_in_line(&mut self, action: Action) {
        match action {
            Action::LineAccept => self.take_line(),
            Action::LineCancel => self.drop_line(),
            Action::LineComplete => self.complete(),
            Action::LineOlder | Action::LineNewer => {
                if let Some(input) = &mut self.input
                    && input.prompt.recall(action == Action::LineOlder)
                {
                    self.line_changed();
                }
            }
            _ => {}
        }
    }

    fn drop_line(&mut self) {
        let Some(input) = self.input.take() else {
            return;
        };
        self.questions.forget(Topic::Live);
        match input.before {
            Before::Nothing => {}
            Before::List(list) => {
                self.sought.clear();
                if let Some(id) = list.id() {
                    self.list.go_to(id);
                }
            }
            Before::Reader(reader) => {
                // Only if it is still the same article: it may have been asked anew meanwhile.
                if reader.id() == self.reader.id() {
                    self.reader = *reader;
                    if self.areas.reader.width > 0 {
                        self.reader
                            .resize(self.areas.reader.width, self.areas.reader.height);
                    }
                }
            }
            Before::Sheet(sheet) => {
                if let Some(Page::Sheet(page)) = self.pages.last_mut() {
                    *page = *sheet;
                }
            }
        }
    }

    fn take_line(&mut self) {
        let Some(input) = self.input.take() else {
            return;
        };
        self.questions.forget(Topic::Live);
        let text = input.prompt.line.text().to_owned();
        if let Some(lines) = history(&mut self.memory, &input.purpose)
            && !text.trim().is_empty()
        {
            remember(lines, &text);
            self.keep_memory();
        }
        match input.purpose {
            Purpose::Query => self.set_filter(&text),
            Purpose::Search => {
                if text.trim().is_empty() {
                    self.search_live("");
                } else if self.pages.is_empty() && self.focus == Focus::List {
                    self.search_beyond();
                } else if input.prompt.hint == hits(0) {
                    self.status
                        .say(say!("“{words}” is not found", words = text.trim()));
                }
            }
            Purpose::Note(note) => self.note_written(*note, &text),
            Purpose::Tags(id, had) => self.tags_written(id, &had, &text),
            Purpose::TagMany(which) => self.tag_many(which, &text),
            Purpose::Rename(key, had) => self.name_written(key, &had, &text),
            Purpose::Command => self.command(text.trim()),
            Purpose::Save => self.save(text.trim()),
            Purpose::SaveMany(which) => self.save_many(which, text.trim()),
            Purpose::Pipe => self.pipe_to(&text),
            Purpose::PipeMany(which) => self.pipe_many(which, &text),
        }
    }

    /// Takes a written query; what could not be understood of it is said.
    pub(super) fn set_filter(&mut self, text: &str) {
        let parsed = query::parse_with(text, self.today, &self.config.views);
        self.go(parsed.query, Land::Top);
        if let Some(complaint) = parsed.complaints.first() {
            self.status.fail(complaint.message.clone());
        }
    }

    fn complete(&mut self) {
        let Some(input) = &mut self.input else {
            return;
        };
        let named = matches!(
            input.purpose,
            Purpose::Query | Purpose::Tags(..) | Purpose::TagMany(_)
        );
        if named && self.complete_name() {
            return;
        }
        let Some(input) = &mut self.input else {
            return;
        };
        let line = &mut input.prompt.line;
        let found = match &input.purpose {
            Purpose::Query => query::complete(line.text(), line.at(), &self.config.views)
                .into_iter()
                .map(|completion| (completion.range, completion.text))
                .collect(),
            Purpose::Command => command::complete(line.text(), line.at(), &self.config.views),
            _ => return,
        };
        let Some((range, first)) = found.first() else {
            return;
        };
        let shared = found.iter().fold(first.as_str(), |shared, (_, text)| {
            let same = shared
                .char_indices()
                .zip(text.chars())
                .find(|((_, a), b)| a != b)
                .map_or(shared.len().min(text.len()), |((at, _), _)| at);
            &shared[..same]
        });
        // What all of them begin with; if that is written already, the first.
        let text = if line.text().get(range.clone()) == Some(shared) {
            first.clone()
        } else {
            shared.to_owned()
        };
        line.put_in(range.clone(), &text);
        let more: Vec<String> = found.iter().map(|(_, text)| text.clone()).collect();
        self.line_changed();
        if let Some(input) = &mut self.input
            && more.len() > 1
        {
            input.prompt.hint = Said::quoting(more.join("  "));
        }
    }
}

/// What is known without the store to complete the word at the end of a line.
fn closed_offers(line: &Line, views: &[(String, String)]) -> Vec<String> {
    /// Fewer letters begin too much.
    const LEAST: usize = 2;
    if line.at() < line.text().len() {
        return Vec::new();
    }
    let found = query::complete(line.text(), line.at(), views).into_iter();
    found
        .filter(|one| {
            one.text.starts_with('@') || !one.text.ends_with(':') || one.range.len() >= LEAST
        })
        .map(|one| one.text)
        .collect()
}
