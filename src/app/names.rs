//! Names and values from the store that complete what is written in the filter line.
//!
//! While a value is written, the first ones are told behind the line. Tab asks for them and puts the most frequent in;
//! Tab again puts the next in its place.

use std::ops::Range;

use jiff::civil::Date;

use crate::ask::{Answer, Ask, Field};
use crate::highlight::Kind;
use crate::pane::Line;
use crate::query::{self, OpenValue, Query, write_value};
use crate::say::say;
use crate::text::Clean;

use super::input::Purpose;
use super::questions::Topic;
use super::{App, tags};

/// Names that are told while a value is written.
const TOLD: usize = 4;
/// Names that are offered one after the other.
const OFFERED: usize = 12;

/// Names for a value being written.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// The line as it was when they were asked for or as the last one was put in; another line has no use for them.
    line: String,
    open: OpenValue,
    found: Vec<String>,
    /// The one that is put in.
    at: usize,
}

impl Names {
    /// The names to choose from, the one put in first, as long as the line is the one it was put into.
    pub(super) fn told(&self, line: &str) -> Option<String> {
        if line != self.line || self.found.len() < 2 {
            return None;
        }
        let round = self.found[self.at..].iter().chain(&self.found[..self.at]);
        Some(round.cloned().collect::<Vec<_>>().join(", "))
    }

    /// Puts the present name in, in place of what was written or put in before.
    fn put(&mut self, line: &mut Line) {
        let Some(name) = self.found.get(self.at) else {
            return;
        };
        let mut written = write_value(name);
        if self.found.len() == 1 {
            written.push(' ');
        }
        let start = self.open.range.start;
        line.put_in(self.open.range.clone(), &written);
        self.open.range = start..line.at();
        line.text().clone_into(&mut self.line);
    }

    /// The line without the term that is being written: names are counted in what it narrows to.
    fn rest(&self) -> String {
        let Range { start, end } = self.open.range;
        let head = self.line[..start].strip_suffix(':').unwrap_or("");
        let head = &head[..head.len().saturating_sub(self.open.field.len())];
        format!(
            "{} {}",
            head.trim_end_matches('-'),
            self.line.get(end..).unwrap_or("")
        )
    }
}

impl App {
    /// Completes the value the cursor is in from the store; says whether it is in one.
    pub(super) fn complete_name(&mut self) -> bool {
        let Some(input) = &mut self.input else {
            return false;
        };
        let line = &mut input.prompt.line;
        if let Some(names) = &mut input.names
            && names.line == line.text()
            && !names.found.is_empty()
        {
            if names.found.len() > 1 {
                names.at = (names.at + 1) % names.found.len();
                names.put(line);
                self.line_changed();
            }
            return true;
        }
        let tags = matches!(input.purpose, Purpose::Tags(..) | Purpose::TagMany(_));
        let open = if tags {
            tags::open(line.text(), line.at())
        } else {
            query::open_value(line.text(), line.at())
        };
        let Some(open) = open else {
            return false;
        };
        let names = Names {
            line: line.text().to_owned(),
            open,
            found: Vec::new(),
            at: 0,
        };
        let ask = if tags {
            Ask::Values {
                query: Query::default(),
                field: Field::Tag,
            }
        } else {
            asking(&names, OFFERED, self.today, &self.config.views)
        };
        input.prompt.hint = say!("asking …");
        input.names = Some(names);
        self.ask(Topic::Names, ask);
        true
    }

    /// Asks for the first names that go on from the value being written, to tell them behind the line.
    pub(super) fn ask_offers(&mut self) {
        self.questions.forget(Topic::Offers);
        let Some(input) = &self.input else {
            return;
        };
        let line = &input.prompt.line;
        let Some(open) = query::open_value(line.text(), line.at()) else {
            return;
        };
        if open.text.is_empty() {
            return;
        }
        let names = Names {
            line: line.text().to_owned(),
            open,
            found: Vec::new(),
            at: 0,
        };
        let ask = asking(&names, TOLD, self.today, &self.config.views);
        self.ask(Topic::Offers, ask);
    }

    pub(super) fn take_offers(&mut self, answer: Answer) {
        let Some(input) = &mut self.input else {
            return;
        };
        let line = &input.prompt.line;
        if let Some(open) = query::open_value(line.text(), line.at()) {
            input.offers = fitting(&open, answer, TOLD);
            // What is written whole needs no completion.
            input.offers.retain(|name| *name != open.text);
            self.show_hint();
        }
    }

    pub(super) fn take_names(&mut self, answer: Answer) {
        let Some(input) = &mut self.input else {
            return;
        };
        let line = &mut input.prompt.line;
        let Some(names) = input.names.as_mut().filter(|it| it.line == line.text()) else {
            return;
        };
        let open = names.open.clone();
        names.found = fitting(&open, answer, OFFERED);
        if names.found.is_empty() {
            input.prompt.hint = say!("no {field} here begins so", field = open.field);
            input.names = None;
            return;
        }
        names.put(line);
        self.line_changed();
    }
}

/// The question for names that go on from a value.
fn asking(names: &Names, limit: usize, today: Date, views: &[(String, String)]) -> Ask {
    let query = query::parse_with(&names.rest(), today, views).query;
    let values = |query, field| Ask::Values { query, field };
    let kinds = match names.open.field {
        "source" => return values(query, Field::Source),
        "tag" => return values(query, Field::Tag),
        "lang" => return values(query, Field::Language),
        "date" | "after" | "before" => return values(query, Field::Month),
        "company" => vec![Kind::Company],
        "person" | "said" => vec![Kind::Person],
        _ => Kind::ALL.to_vec(),
    };
    let written = names.open.text.clone();
    if written.is_empty() {
        Ask::Facets {
            query,
            kinds,
            limit,
        }
    } else {
        Ask::Named {
            query,
            kinds,
            written,
            limit,
        }
    }
}

/// The names of an answer that go on from a value.
fn fitting(open: &OpenValue, answer: Answer, limit: usize) -> Vec<String> {
    let clean = |name: &str| String::from(Clean::line(name));
    match answer {
        // The store has looked at names and aliases.
        Answer::Facets(facets) => (facets.iter().take(limit))
            .map(|facet| clean(&facet.name))
            .collect(),
        Answer::Values(values) => (values.iter().map(|(value, _)| value))
            .filter(|value| open.fits(value))
            .map(|value| clean(value))
            .take(limit)
            .collect(),
        _ => Vec::new(),
    }
}
