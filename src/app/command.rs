//! The command line: an action by its name, `filter`, `open`, `save`, `date`, `view`, `help`, `q`, or a row's number.

use std::ops::Range;

use jiff::tz::TimeZone;

use crate::action::{Action, Place, TABLE};
use crate::article::ArticleId;
use crate::pane::Motion;
use crate::query::{self, Atom, Order, Term};
use crate::say::{Said, say};
use crate::text::fold;

use super::{App, Effect, Focus};

/// Commands that are no actions.
const COMMANDS: [&str; 7] = ["filter", "open", "save", "date", "view", "q", "quit"];

/// What follows such a command, and what it does.
fn said_of(command: &str) -> Option<Said> {
    Some(match command {
        "filter" => say!("QUERY  narrow the list"),
        "open" => say!("PATH  load a file or folder into the store"),
        "save" => say!("PATH  write the article to a new file, as Markdown"),
        "date" => say!("DAY  go to a day in the list: 2024-03-24, 2024-03, 24.3.2024, 7d"),
        "view" => say!("NAME  a saved view of the settings"),
        "q" | "quit" => say!("leave depesche"),
        _ => return None,
    })
}

/// The command that a view's name follows.
const VIEW: &str = "view ";

/// What is said while a command is written; `views` are the saved ones, names and queries.
pub(super) fn hint(text: &str, views: &[(String, String)]) -> Said {
    let word = text.split(' ').next().unwrap_or("");
    if let Some(written) = text.strip_prefix(VIEW) {
        let fitting: Vec<_> = begun(written, views).collect();
        return match fitting[..] {
            [] if views.is_empty() => {
                say!("[views] in the settings names queries; there is none yet")
            }
            [] => say!("no view begins so"),
            [(name, query)] => Said::joined([name, query].map(Said::quoting), ": "),
            _ => {
                let names: Vec<&str> = fitting.iter().map(|(name, _)| name.as_str()).collect();
                Said::quoting(names.join("  "))
            }
        };
    }
    if let Some(said) = said_of(word) {
        return said;
    }
    if let Ok(action) = word.parse::<Action>() {
        return action.entry().said();
    }
    let names = names(word);
    if word.is_empty() {
        return say!("an action, filter, open, save, date, view, q, or a row's number");
    }
    match names.len() {
        0 => say!("no command begins so"),
        number => {
            let shown: Vec<&str> = names.into_iter().take(4).collect();
            let more = if number > shown.len() { " …" } else { "" };
            Said::quoting(format_args!("{}{more}", shown.join("  ")))
        }
    }
}

/// What may stand at the cursor, with the bytes of the line that it replaces.
pub(super) fn complete(
    text: &str,
    at: usize,
    views: &[(String, String)],
) -> Vec<(Range<usize>, String)> {
    let word = text.get(..at).unwrap_or("");
    if let Some(written) = word.strip_prefix(VIEW) {
        let names = begun(written, views).map(|(name, _)| name.clone());
        return names.map(|name| (VIEW.len()..at, name)).collect();
    }
    if word.contains(' ') {
        return Vec::new();
    }
    names(word)
        .into_iter()
        .map(|name| (0..at, name.to_owned()))
        .collect()
}

/// The views whose names go on from what is written.
fn begun<'a>(
    written: &str,
    views: &'a [(String, String)],
) -> impl Iterator<Item = &'a (String, String)> {
    let written = fold(written.trim_start());
    views
        .iter()
        .filter(move |(name, _)| fold(name).starts_with(&written))
}

fn names(start: &str) -> Vec<&'static str> {
    COMMANDS
        .iter()
        .copied()
        .chain(
            TABLE
                .iter()
                .filter(|entry| entry.place == Place::Panes)
                .map(|entry| entry.name),
        )
        .filter(|name| name.starts_with(start))
        .collect()
}

impl App {
    /// Carries a written command out.
    pub(super) fn command(&mut self, text: &str) {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let rest = rest.trim();
        match word {
            "" => {}
            "q" | "quit" | "q!" => self.out.push(Effect::Quit),
            "filter" => self.set_filter(rest),
            "open" | "load" | "e" if !rest.is_empty() => {
                self.out.push(Effect::Load(rest.to_owned()));
            }
            "open" | "load" | "e" => self.act(Action::Open, None),
            "save" | "w" if !rest.is_empty() => self.save(rest),
            "save" | "w" => self.act(Action::SaveAs, None),
            "pipe" if !rest.is_empty() => self.pipe_to(rest),
            "view" => self.saved_view(rest),
            "date" => self.go_to_day(rest),
            number if number.parse::<usize>().is_ok() => {
                self.pages.clear();
                self.focus = Focus::List;
                self.act(Action::Top, number.parse().ok());
            }
            name => match name.parse::<Action>() {
                Ok(action) if action.entry().place == Place::Panes => {
                    let count = rest.parse().ok();
                    self.act(action, count);
                }
                _ => self.unknown(name),
            },
        }
    }

    /// Goes to the newest article of a day or a longer stretch, or to where it would stand, however far that is.
    fn go_to_day(&mut self, written: &str) {
        let parsed = query::parse(&format!("date:{written}"), self.today);
        let span = parsed.query.terms.first().and_then(|term| match term {
            Term::Is(Atom::Date(span)) => span.to.or(span.from),
            _ => None,
        });
        let Some(day) = span.filter(|_| parsed.complaints.is_empty()) else {
            let complaint = parsed.complaints.into_iter().next();
            let sentence = complaint.map(|complaint| complaint.message);
            self.status.fail(sentence.unwrap_or_default());
            return;
        };
        if self.query.order != Order::Date {
            self.status.say(say!(
                "the list is not in the order of dates; without sort:relevance it is"
            ));
            return;
        }
        // Just before the next day begins.
        let next = day.tomorrow().unwrap_or(day);
        let midnight = TimeZone::UTC.to_timestamp(next.at(0, 0, 0, 0));
        let seconds = midnight.map_or(i64::MAX, jiff::Timestamp::as_second);
        self.pages.clear();
        self.focus = Focus::List;
        self.go_to(ArticleId(ArticleId::first_at(seconds).0 - 1));
    }

    fn unknown(&mut self, name: &str) {
        let near = names("")
            .into_iter()
            .max_by_key(|known| shared_letters(known, name))
            .filter(|known| shared_letters(known, name) * 2 > name.len());
        let palette = self.key_of(Action::Palette);
        self.status.fail(match near {
            Some(near) => say!("“{name}” is no command; “{near}” is", name, near),
            None => say!(
                "“{name}” is no command; {palette} finds them by what they do",
                name,
                palette
            ),
        });
    }

    pub(super) fn saved_view(&mut self, name: &str) {
        let wanted = fold(name);
        let found = self
            .config
            .views
            .iter()
            .find(|(known, _)| fold(known) == wanted)
            .map(|(_, query)| query.clone());
        match found {
            Some(query) => self.set_filter(&query),
            None if self.config.views.is_empty() => self.status.say(say!(
                "the settings have no views; [views] in the settings names queries"
            )),
            None => {
                let names: Vec<&str> = self
                    .config
                    .views
                    .iter()
                    .map(|(name, _)| name.as_str())
                    .collect();
                self.status
                    .say(say!("the views are: {names}", names = names.join(", ")));
            }
        }
    }

    /// Goes a row up or down in the list whatever has the keys; for the wheel over the list.
    pub(super) fn wheel_list(&mut self, motion: Motion, rows: usize) {
        let focus = std::mem::replace(&mut self.focus, Focus::List);
        let action = if motion == Motion::Down {
            Action::Down
        } else {
            Action::Up
        };
        self.act(action, Some(rows));
        self.focus = focus;
    }
}

/// Letters that two names begin or end with alike.
fn shared_letters(a: &str, b: &str) -> usize {
    let front = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let back = a
        .bytes()
        .rev()
        .zip(b.bytes().rev())
        .take_while(|(a, b)| a == b)
        .count();
    front + back.min(b.len() - front.min(b.len()))
}
