//! Tables of articles: CSV, TSV and their kin, with any separator and quote, with or without names of columns.
//!
//! What the reader's mapping does not say is found by looking: separator and quote by which of them cuts all records
//! alike, the columns by their names, and without names by what stands in them.

use csv::{Reader, ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::fields::{self, Fields};
use super::{Input, Loaded, Mapping, date};
use crate::article::{Language, Link};
use crate::say::say;

/// Whether the bytes are a table: by name, by declaration, by the reader's word, or because they are cut evenly.
pub(super) fn looks(input: &Input) -> bool {
    if [".csv", ".tsv", ".tab", ".psv"]
        .iter()
        .any(|ending| input.named(ending))
        || input.declared("csv")
        || input.declared("tab-separated")
        || input.hint.mapping.is_some()
    {
        return true;
    }
    let head = input.head();
    let first = head.lines().next().unwrap_or("");
    if first.len() > 1000 || head.lines().count() < 3 {
        return false;
    }
    let cut = Cut::find(head, None);
    let mut reader = cut.reader(head);
    let mut rows = reader.records().flatten();
    let Some(first) = rows.next() else {
        return false;
    };
    first.len() > 1
        && (known_names(&first) >= 2 || (cut.quote.is_some() && cut.even > 0.99 && cut.records > 3))
}

/// Reads a table, one article a row.
pub(super) fn read(input: &Input, loaded: &mut Loaded) {
    let mut text = input.text();
    let mapping = input.hint.mapping.as_ref();
    // The csv reader takes one byte as separator; any other character is put as one that stands in no text.
    let replaced;
    let wide = mapping
        .and_then(|m| m.separator)
        .filter(|separator| !separator.is_ascii());
    if let Some(separator) = wide {
        replaced = text.replace(separator, "\u{1F}");
        text = &replaced;
    }
    let mut cut = Cut::find(text, mapping);
    if wide.is_some() {
        cut.separator = 0x1F;
    }
    let mut sample = cut.reader(text);
    let sample: Vec<StringRecord> = sample.records().flatten().take(200).collect();
    let Some(first) = sample.first() else { return };
    let header = mapping
        .and_then(|m| m.header)
        .unwrap_or_else(|| is_header(first, mapping));
    let names = if header {
        first
            .iter()
            .enumerate()
            .map(|(at, name)| {
                if name.trim().is_empty() {
                    (at + 1).to_string()
                } else {
                    name.trim().to_owned()
                }
            })
            .collect()
    } else {
        guess_names(&sample, mapping)
    };
    let by_name = mapping.map(|mapping| numbers_to_names(mapping, &names));
    let base = Link::parse(&input.hint.name);
    let mut reader = cut.reader(text);
    let mut bad = 0_usize;
    for (number, record) in reader.records().enumerate().skip(usize::from(header)) {
        let line = |record: &StringRecord| {
            record
                .position()
                .map_or(number as u64 + 1, csv::Position::line)
        };
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                loaded.complain(
                    format!("{}, record {}", input.hint.name, number + 1),
                    say!(
                        "cannot be read ({error}); it was left out",
                        error = error.to_string()
                    ),
                );
                continue;
            }
        };
        let mut row = Map::new();
        for (name, cell) in names.iter().zip(&record) {
            if !cell.trim().is_empty() && !row.contains_key(name) {
                row.insert(name.clone(), Value::String(cell.to_owned()));
            }
        }
        if row.is_empty() {
            continue;
        }
        let mut fields = Fields::of(&row);
        fields.mapping = by_name.as_ref();
        match fields.article(base.as_ref()) {
            Some((article, odd)) => {
                if let Some(odd) = odd {
                    loaded.complain(
                        format!("{}, line {}", input.hint.name, line(&record)),
                        say!(
                            "has the date “{odd}”, which is none; it was read without",
                            odd
                        ),
                    );
                }
                loaded.articles.push(article);
            }
            None if bad < 20 => {
                bad += 1;
                loaded.complain(format!("{}, line {}", input.hint.name, line(&record)), say!("has neither headline nor text; it was left out (a mapping can say which column is which)"));
            }
            None => bad += 1,
        }
    }
    if bad > 20 {
        loaded.complain(
            &input.hint.name,
            say!(
                "{bad} rows without headline and text were left out in all",
                bad
            ),
        );
    }
}

/// How a table is cut into cells.
struct Cut {
    separator: u8,
    quote: Option<u8>,
    /// The share of records that have as many cells as most.
    even: f64,
    records: usize,
}

impl Cut {
    /// What the mapping says, and what cuts the beginning most evenly.
    fn find(text: &str, mapping: Option<&Mapping>) -> Self {
        const SAMPLE: usize = 64 << 10;
        let mut end = text.len().min(SAMPLE);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let whole = end == text.len();
        let sample = &text[..end];
        let ascii = |c: char| u8::try_from(c).ok().filter(u8::is_ascii);
        let separators: Vec<u8> = match mapping.and_then(|m| m.separator).and_then(ascii) {
            Some(separator) => vec![separator],
            None => vec![b'\t', b';', b',', b'|'],
        };
        let quotes: Vec<Option<u8>> = match mapping.and_then(|m| m.quote).and_then(ascii) {
            Some(quote) => vec![Some(quote)],
            None => vec![Some(b'"'), Some(b'\''), None],
        };
        let mut best = Self {
            separator: separators[0],
            quote: quotes[0],
            even: 0.0,
            records: 0,
        };
        let mut best_score = -1.0;
        for separator in &separators {
            for quote in &quotes {
                let mut cut = Self {
                    separator: *separator,
                    quote: *quote,
                    even: 0.0,
                    records: 0,
                };
                // A quote counts where cells begin with it; no quote is right only where no cell does.
                let begin_with_it =
                    quote.map_or(0, |quote| quoted_cells(sample, *separator, quote));
                if quote.is_some() && begin_with_it == 0 && quotes.len() > 1 {
                    continue;
                }
                let mut reader = cut.reader(sample);
                let mut widths: Vec<usize> = reader
                    .records()
                    .flatten()
                    .take(200)
                    .map(|record| record.len())
                    .collect();
                // The last record of a sample may be cut in two.
                if !whole && widths.len() > 1 {
                    widths.pop();
                }
                let Some(most) = most_frequent(&widths) else {
                    continue;
                };
                cut.records = widths.len();
                cut.even = widths.iter().filter(|width| **width == most).count() as f64
                    / widths.len() as f64;
                let score = if most < 2 {
                    0.0
                } else {
                    cut.even
                        + 0.01 * (most.min(9) as f64)
                        + 0.2 * f64::from(u8::from(begin_with_it > 0))
                };
                if score > best_score {
                    best_score = score;
                    best = cut;
                }
            }
        }
        best
    }

    fn reader<'t>(&self, text: &'t str) -> Reader<&'t [u8]> {
        let mut builder = ReaderBuilder::new();
        builder
            .delimiter(self.separator)
            .flexible(true)
            .has_headers(false);
        match self.quote {
            Some(quote) => builder.quote(quote),
            None => builder.quoting(false),
        };
        builder.from_reader(text.as_bytes())
    }
}

/// How many cells begin with a quote.
fn quoted_cells(text: &str, separator: u8, quote: u8) -> usize {
    let bytes = text.as_bytes();
    bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| {
            **byte == quote
                && (*at == 0 || matches!(bytes[at - 1], b'\n') || bytes[at - 1] == separator)
        })
        .count()
}

fn most_frequent(numbers: &[usize]) -> Option<usize> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted
        .chunk_by(|a, b| a == b)
        .max_by_key(|run| run.len())
        .map(|run| run[0])
}

/// How many cells are names that columns of articles have.
fn known_names(record: &StringRecord) -> usize {
    let all = [
        fields::TITLE,
        fields::BODY,
        fields::SUMMARY,
        fields::DATE,
        fields::URL,
        fields::SOURCE,
        fields::BYLINE,
        fields::LANGUAGE,
        fields::IDENTITY,
        fields::SUBJECTS,
    ];
    record
        .iter()
        .map(fields::plain_name)
        .filter(|name| all.iter().any(|names| names.contains(&name.as_str())))
        .count()
}

/// Whether the first record names the columns: all short, and some of the names known or mapped.
fn is_header(first: &StringRecord, mapping: Option<&Mapping>) -> bool {
    let mapped = mapping.is_some_and(|mapping| {
        mapping
            .columns
            .iter()
            .any(|(_, column)| first.iter().any(|cell| cell.trim() == column))
    });
    let short = first.iter().all(|cell| cell.chars().count() < 40);
    mapped || (short && known_names(first) >= 1 && known_names(first) * 3 >= first.len())
}

/// Columns by number become columns by name.
fn numbers_to_names(mapping: &Mapping, names: &[String]) -> Mapping {
    let mut by_name = mapping.clone();
    for (_, column) in &mut by_name.columns {
        if !names.contains(column)
            && let Some(name) = column
                .parse::<usize>()
                .ok()
                .and_then(|number| names.get(number.checked_sub(1)?))
        {
            column.clone_from(name);
        }
    }
    by_name
}

/// Names for columns without names, by what stands in most of their cells; mapped columns keep their number.
fn guess_names(sample: &[StringRecord], mapping: Option<&Mapping>) -> Vec<String> {
    let columns = sample.iter().map(StringRecord::len).max().unwrap_or(0);
    let mut names: Vec<String> = (1..=columns).map(|number| number.to_string()).collect();
    let mapped =
        |name: &str| mapping.is_some_and(|m| m.columns.iter().any(|(_, column)| column == name));
    let mut lengths = Vec::new();
    for (at, name) in names.iter_mut().enumerate() {
        if mapped(name) {
            continue;
        }
        let cells: Vec<&str> = sample
            .iter()
            .filter_map(|record| record.get(at))
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        if cells.is_empty() {
            continue;
        }
        let most = |test: &dyn Fn(&str) -> bool| {
            cells.iter().filter(|cell| test(cell)).count() * 10 >= cells.len() * 9
        };
        let average = cells.iter().map(|cell| cell.len()).sum::<usize>() / cells.len();
        if most(&|cell| cell.starts_with("http")) {
            "url".clone_into(name);
        } else if average >= 6 && most(&|cell| cell.len() < 40 && date::parse(cell).is_some()) {
            "date".clone_into(name);
        } else if most(&|cell| cell.len() <= 5 && Language::from_tag(cell).is_some()) {
            "language".clone_into(name);
        } else {
            lengths.push((average, at));
        }
    }
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let mut lengths = lengths.into_iter();
    if let Some((average, body)) = lengths.next()
        && (average >= 30 || columns == 1)
    {
        "body".clone_into(&mut names[body]);
        for (average, at) in lengths {
            if average >= 24 && !names.contains(&"title".to_owned()) {
                "title".clone_into(&mut names[at]);
            } else if average >= 2 && !names.contains(&"label".to_owned()) {
                "label".clone_into(&mut names[at]);
            }
        }
    }
    names
}
