//! Commands that ask the store: the list, and the entities of articles.

use crate::article::Status;
use crate::ask::{Answer, Ask};
use crate::config::Config;
use crate::highlight::Kind;
use crate::pane::pieces;
use crate::query::{Query, parse_with};
use crate::row::{Facet, Passage, Row, Window};
use crate::say::{Said, Tongue, say};
use crate::store::Store;
use crate::text::{clip, width};
use crate::theme::Role;

use super::Failure;
use super::json::{FacetJson, RowJson};
use super::output::{Output, fit, tell};
use super::places::{Places, today};

/// How many rows are asked for at once.
const PAGE: usize = 500;
/// Cells of an article's number.
const ID: usize = 12;
/// As many as there are.
const ALL: usize = i32::MAX as usize;

/// Prints the rows of a query.
pub(super) fn list(
    places: &Places,
    query: &str,
    json: bool,
    limit: Option<usize>,
    stories: bool,
) -> Result<(), Failure> {
    let config = places.settings()?;
    let query = understood(places.tongue, query, &config);
    let store = places.open_store()?;
    let limit = limit.unwrap_or(ALL);
    print_rows(&config, &store, &query, json, limit, stories)
}

/// Prints the rows of a query in a store that is open already.
pub(super) fn print_rows(
    config: &Config,
    store: &Store,
    query: &Query,
    json: bool,
    limit: usize,
    stories: bool,
) -> Result<(), Failure> {
    let mut out = Output::new(config);
    let mut left = limit;
    let mut window = Window::Top;
    let mut printed = 0_usize;
    while left > 0 {
        let ask = Ask::Rows {
            query: query.clone(),
            window,
            limit: left.min(PAGE),
            stories,
        };
        let Answer::Rows(listing) = store.answer(&ask)? else {
            break;
        };
        // In a pipe a row is a line, whatever is asked for.
        let passages = if json || out.columns().is_some() {
            passages(store, query, &listing.rows)?
        } else {
            Vec::new()
        };
        let none = std::iter::repeat(None);
        for (row, passage) in listing
            .rows
            .iter()
            .zip(passages.iter().map(Option::as_ref).chain(none))
        {
            if json {
                out.json(&RowJson::new(row, passage))?;
                continue;
            }
            let line = row_line(&out, row);
            out.line(&line)?;
            if let Some(passage) = passage {
                let line = passage_line(&out, passage);
                out.line(&line)?;
            }
        }
        printed += listing.rows.len();
        left = left.saturating_sub(listing.rows.len());
        match listing.rows.last() {
            Some(last) if listing.below => window = Window::After(last.id),
            _ => break,
        }
    }
    out.finish()?;
    if printed == 0 && limit > 0 {
        return Err(Failure::Nothing(nothing_of(query)));
    }
    Ok(())
}

/// The passages of some rows, in their order.
fn passages(store: &Store, query: &Query, rows: &[Row]) -> Result<Vec<Option<Passage>>, Failure> {
    let ids = rows.iter().map(|row| row.id).collect();
    let ask = Ask::Passages(query.clone(), ids);
    Ok(match store.answer(&ask)? {
        Answer::Passages(passages) => passages.into_iter().map(|(_, passage)| passage).collect(),
        _ => Vec::new(),
    })
}

/// Prints the entities of a query's articles.
pub(super) fn entities(
    places: &Places,
    query: &str,
    kinds: &[Kind],
    json: bool,
    limit: Option<usize>,
) -> Result<(), Failure> {
    let config = places.settings()?;
    let query = understood(places.tongue, query, &config);
    let store = places.open_store()?;
    let kinds = if kinds.is_empty() { &Kind::ALL } else { kinds };
    let ask = Ask::Facets {
        query: query.clone(),
        kinds: kinds.to_vec(),
        limit: limit.unwrap_or(ALL),
    };
    let facets = match store.answer(&ask)? {
        Answer::Facets(facets) => facets,
        _ => Vec::new(),
    };
    let mut out = Output::new(&config);
    let columns = facet_columns(&facets, out.columns());
    for facet in &facets {
        if json {
            out.json(&FacetJson::new(facet))?;
        } else {
            let line = facet_line(&out, facet, columns);
            out.line(&line)?;
        }
    }
    out.finish()?;
    if facets.is_empty() {
        return Err(Failure::Nothing(nothing_of(&query)));
    }
    Ok(())
}

/// Reads a query; what could not be understood is said, and the rest holds.
pub(super) fn understood(tongue: Tongue, text: &str, config: &Config) -> Query {
    let parsed = parse_with(text, today(), &config.views);
    for complaint in parsed.complaints {
        tell(tongue, &complaint.message);
    }
    parsed.query
}

pub(super) fn nothing_of(query: &Query) -> Said {
    if query.terms.is_empty() {
        say!(
            "the store holds no article yet; `depesche add PATH` loads some, `depesche demo` shows samples"
        )
    } else {
        say!("no article answers “{query}”", query = query.to_string())
    }
}

/// One row: columns in a terminal, fields separated by tabs in a pipe.
pub(super) fn row_line(out: &Output, row: &Row) -> String {
    let id = row.id.to_string();
    let day = row.published.map_or_else(String::new, |at| {
        let day = at.to_string();
        day.get(..10).unwrap_or(&day).to_owned()
    });
    let source = row.source.as_deref().unwrap_or("");
    let Some(columns) = out.columns() else {
        let line = format!("{id}\t{day}\t{source}\t{}", row.title);
        return if row.copies > 1 {
            format!("{line}\t×{}", row.copies)
        } else {
            line
        };
    };
    let copies = match row.copies {
        0 | 1 => String::new(),
        copies => format!("×{copies} "),
    };
    let title = format!("{}{copies}{}", warning(out, row), row.title);
    let kept = match (row.bookmarked, row.notes > 0) {
        (true, _) => "★",
        (false, true) => "✎",
        (false, false) => " ",
    };
    let source_width = (columns / 6).clamp(0, 18);
    let title_width = columns
        .saturating_sub(ID + 1 + 1 + 1 + 10 + 1 + source_width + 1)
        .max(10);
    let title_role = if row.read { Role::Dim } else { Role::Unread };
    [
        out.paint(Role::Dim, &id),
        out.paint(Role::Kept, kept),
        out.paint(Role::Date, &fit(&day, 10)),
        out.paint(Role::Source, &fit(source, source_width)),
        out.paint(title_role, fit(&title, title_width).trim_end()),
    ]
    .join(" ")
}

/// A passage under its row, with its hits in their look or, where there are no looks, in brackets.
fn passage_line(out: &Output, passage: &Passage) -> String {
    let indent = " ".repeat(ID + 3);
    let room = out
        .columns()
        .map_or(usize::MAX, |columns| columns.saturating_sub(ID + 3));
    let mut line = indent;
    let mut left = room;
    for (role, piece) in pieces(passage, Role::Dim) {
        let piece = if role == Role::Hit && !out.has_looks() {
            format!("[{piece}]")
        } else {
            piece.to_owned()
        };
        let shown = clip(&piece, left);
        line.push_str(&out.paint(role, &shown));
        left = left.saturating_sub(width(&shown));
        if shown.len() < piece.len() || left == 0 {
            break;
        }
    }
    line
}

/// What is to be known before the headline: that the article is withdrawn, or not to be published yet.
fn warning(out: &Output, row: &Row) -> String {
    let now = jiff::Timestamp::now().as_second();
    let said = match row.status {
        Status::Withdrawn => say!("WITHDRAWN"),
        Status::Withheld => say!("WITHHELD"),
        Status::Usable if row.embargo.is_some_and(|at| at.seconds() > now) => say!("EMBARGO"),
        Status::Usable => return String::new(),
    };
    format!("{} ", said.words(out.tongue()))
}

/// Cells for names and for numbers; none in a pipe.
fn facet_columns(facets: &[Facet], columns: Option<usize>) -> Option<(usize, usize)> {
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let names = widest(&mut facets.iter().map(|facet| width(&facet.name)));
    let counts = widest(&mut facets.iter().map(|facet| facet.articles.to_string().len()));
    columns.map(|columns| {
        (
            names.min(columns.saturating_sub(counts + 15).max(10)),
            counts,
        )
    })
}

fn facet_line(out: &Output, facet: &Facet, columns: Option<(usize, usize)>) -> String {
    let kind = facet.key.kind;
    let Some((names, counts)) = columns else {
        return format!("{}\t{kind}\t{}", facet.articles, facet.name);
    };
    let name = fit(&facet.name, names);
    let gap = name.len() - name.trim_end().len();
    [
        format!("{:>counts$}", facet.articles),
        format!(
            "{}{}",
            out.paint(Role::of(kind), name.trim_end()),
            " ".repeat(gap)
        ),
        out.paint(Role::Dim, &kind.said().words(out.tongue())),
    ]
    .join("  ")
}
