//! Names from the store that complete what is written in the filter line.
//!
//! Tab asks for them and puts the most frequent in; Tab again puts the next in its place.

use std::ops::Range;

use crate::ask::{Answer, Ask, Field};
use crate::highlight::Kind;
use crate::pane::Line;
use crate::query::{self, OpenValue, write_value};
use crate::say::say;
use crate::text::Clean;

use super::App;
use super::questions::Topic;

/// Names of the store that are looked through.
const ASKED: usize = 20_000;
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
        let Some(open) = query::open_value(line.text(), line.at()) else {
            return false;
        };
        let names = Names {
            line: line.text().to_owned(),
            open,
            found: Vec::new(),
            at: 0,
        };
        let query = query::parse(&names.rest(), self.today).query;
        let facets = |query, kinds: &[Kind]| Ask::Facets {
            query,
            kinds: kinds.to_vec(),
            limit: ASKED,
        };
        let ask = match names.open.field {
            "company" => facets(query, &[Kind::Company]),
            "person" | "said" => facets(query, &[Kind::Person]),
            "source" => Ask::Values {
                query,
                field: Field::Source,
            },
            "tag" => Ask::Values {
                query,
                field: Field::Tag,
            },
            _ => facets(query, &Kind::ALL),
        };
        input.prompt.hint = say!("asking …");
        input.names = Some(names);
        self.ask(Topic::Names, ask);
        true
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
        let fits = |name: &String| open.fits(name);
        names.found = match answer {
            Answer::Facets(facets) => facets
                .into_iter()
                .filter(|facet| fits(&facet.name) || facet.aliases.iter().any(fits))
                .map(|facet| Clean::line(&facet.name).into())
                .take(OFFERED)
                .collect(),
            Answer::Values(values) => values
                .into_iter()
                .map(|(value, _)| value)
                .filter(fits)
                .map(|value| Clean::line(&value).into())
                .take(OFFERED)
                .collect(),
            _ => return,
        };
        if names.found.is_empty() {
            input.prompt.hint = say!("no {field} here begins so", field = open.field);
            input.names = None;
            return;
        }
        names.put(line);
        self.line_changed();
    }
}
