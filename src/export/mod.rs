//! Articles as text for other programs: Markdown, JSON, CSV, HTML, Org, bibliographies, and templates of the reader's own.
//!
//! Every piece of outside text is escaped for where it stands, so that no headline breaks out of its field, runs as a
//! formula or becomes markup; what was written can be read back without loss (`exports` in the tests reads it with
//! parsers that are not depesche's). Pure: articles in, text out; the order is that in which articles are handed in.

mod cite;
mod csv;
mod html;
pub mod json;
mod markdown;
mod org;
mod template;

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use crate::article::Style;
use crate::ask::Opened;
use crate::change::Note;
use crate::text;

use json::OpenedJson;

pub use cite::Keys;
pub use markdown::{body as markdown_body, document, escaped as markdown_text};
pub use template::Template;

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Front matter with everything known, then headings, links, notes as quotations.
    Markdown,
    /// One object a line, with the whole text: the contract of [`json`].
    Json,
    /// One row an article (RFC 4180), safe for spreadsheets.
    Csv,
    /// A page to read.
    Html,
    /// A file of bookmarks, which browsers import (Netscape Bookmark File Format).
    Bookmarks,
    /// Org mode, with properties.
    Org,
    /// `BibLaTeX` entries, to cite from.
    Bibtex,
    /// CSL-JSON, to cite from.
    CslJson,
}

impl Format {
    /// All of them: what they are called, and the endings of their files, the usual one first.
    pub const ALL: [(Self, &'static str, &'static [&'static str]); 8] = [
        (Self::Markdown, "markdown", &["md", "markdown"]),
        (Self::Json, "json", &["jsonl", "json"]),
        (Self::Csv, "csv", &["csv"]),
        (Self::Html, "html", &["html", "htm"]),
        (Self::Bookmarks, "bookmarks", &["bookmarks.html"]),
        (Self::Org, "org", &["org"]),
        (Self::Bibtex, "bibtex", &["bib"]),
        (Self::CslJson, "csl-json", &["csl.json"]),
    ];

    /// The format that a file's name asks for by its ending; the longest ending counts.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let endings = Self::ALL
            .iter()
            .flat_map(|(format, _, endings)| endings.iter().map(move |ending| (*format, *ending)));
        endings
            .filter(|(_, ending)| {
                let stem = name.strip_suffix(ending);
                stem.is_some_and(|stem| stem.ends_with('.'))
            })
            .max_by_key(|(_, ending)| ending.len())
            .map(|(format, _)| format)
    }

    /// What it is called.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The usual ending of its files.
    pub fn ending(self) -> &'static str {
        Self::ALL[self as usize].2[0]
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Format {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(_, name, _)| *name == word);
        found.map(|(format, ..)| *format).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|(_, name, _)| *name).collect();
            format!("“{word}” is no format; there are {}", names.join(", "))
        })
    }
}

/// Writes articles one after the other in a format.
#[derive(Debug)]
pub struct Exporter {
    format: Format,
    /// What the whole is called.
    title: String,
    /// The day of the export, which citations name as the day of the visit.
    today: Date,
    /// Whether the whole text of articles is written where a format can do without.
    with_text: bool,
    keys: Keys,
    /// How many articles were written.
    written: usize,
    /// What has to wait for the end.
    waiting: String,
    /// Front matter, written before what waits.
    front: String,
}

impl Exporter {
    /// A new export: its format, what it is called, the day, and whether whole texts are wanted.
    pub fn new(format: Format, title: &str, today: Date, with_text: bool) -> Self {
        Self {
            format,
            title: text::Clean::line(title).into(),
            today,
            with_text,
            keys: Keys::default(),
            written: 0,
            waiting: String::new(),
            front: String::new(),
        }
    }

    /// What comes before the first article.
    pub fn begin(&self) -> String {
        match self.format {
            Format::Json | Format::Bibtex | Format::Markdown => String::new(),
            Format::CslJson => "[".to_owned(),
            Format::Csv => csv::heading(),
            Format::Html => html::begin(&self.title),
            Format::Bookmarks => html::begin_bookmarks(&self.title),
            Format::Org => org::begin(&self.title),
        }
    }

    /// One article.
    pub fn article(&mut self, opened: &Opened) -> String {
        let first = self.written == 0;
        self.written += 1;
        match self.format {
            Format::Json => {
                serde_json::to_string(&OpenedJson::new(opened)).unwrap_or_default() + "\n"
            }
            // Front matter stands before everything: the sections wait for it to be whole.
            Format::Markdown => {
                markdown::item(opened, &mut self.front);
                markdown::section(opened, self.with_text, &mut self.waiting);
                String::new()
            }
            Format::Csv => csv::row(opened),
            Format::Html => html::article(opened, self.with_text),
            Format::Bookmarks => html::bookmark(opened),
            Format::Org => org::article(opened, self.with_text),
            Format::Bibtex => {
                let key = self.keys.next(opened);
                cite::bibtex(opened, &key, self.today)
            }
            Format::CslJson => {
                let key = self.keys.next(opened);
                let comma = if first { "\n" } else { ",\n" };
                format!("{comma}{}", cite::csl(opened, &key, self.today))
            }
        }
    }

    /// What comes after the last.
    pub fn end(self) -> String {
        match self.format {
            Format::Markdown => markdown::whole(&self.title, &self.front, &self.waiting),
            Format::Html => html::END.to_owned(),
            Format::Bookmarks => html::END_OF_BOOKMARKS.to_owned(),
            Format::CslJson if self.written == 0 => "]\n".to_owned(),
            Format::CslJson => "\n]\n".to_owned(),
            _ => String::new(),
        }
    }
}

/// One article in a format, by itself: Markdown as a document with its whole text, everything else as an export of one.
pub fn single(format: Format, opened: &Opened, today: Date) -> String {
    if format == Format::Markdown {
        return document(opened);
    }
    let mut exporter = Exporter::new(format, &opened.article.title, today, true);
    let mut out = exporter.begin();
    out.push_str(&exporter.article(opened));
    out + &exporter.end()
}

/// A safe name for a file of an article, without ending: day and headline in letters, digits and dashes, which no shell
/// and no file system takes for something else.
pub fn file_name(opened: &Opened) -> String {
    /// A name has so many characters at most.
    const LONGEST: usize = 72;
    let article = &opened.article;
    let day = article.published.map_or_else(String::new, |published| {
        published.to_string().chars().take(10).collect()
    });
    let name = dashed(&format!("{day} {}", article.title.as_str()), LONGEST);
    if name.is_empty() {
        return format!("article-{}", opened.id);
    }
    name
}

/// A text in lower-case ASCII letters, digits and dashes.
fn dashed(text: &str, longest: usize) -> String {
    let mut name = String::new();
    let mut gap = false;
    for c in text::fold(text).chars() {
        if !c.is_ascii_alphanumeric() {
            gap = !name.is_empty();
            continue;
        }
        if name.len() >= longest {
            break;
        }
        if gap {
            name.push('-');
            gap = false;
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

/// Date, source and byline in one line.
fn about(opened: &Opened) -> String {
    let article = &opened.article;
    let parts = [
        article.published.map(|at| at.to_string()),
        article.source.as_ref().map(ToString::to_string),
        article.byline.as_ref().map(ToString::to_string),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What is said beside the words of a note that a corrected text lacks.
const LOST: &str = "no longer in the text";

/// A note as one piece of text.
fn note_in_words(note: &Note) -> String {
    let lost = if note.is_lost() {
        format!(" ({LOST})")
    } else {
        String::new()
    };
    match (note.passage.is_empty(), note.text.is_empty()) {
        (false, false) => format!("“{}”{lost}: {}", note.passage, note.text),
        (false, true) => format!("“{}”{lost}", note.passage),
        (true, _) => note.text.clone(),
    }
}

/// The paragraphs of a body with what they are.
fn blocks(opened: &Opened) -> impl Iterator<Item = (Style, &str)> {
    let body = &opened.article.body;
    let text = |range: std::ops::Range<usize>| body.text().get(range).unwrap_or("");
    body.paragraphs()
        .iter()
        .map(move |paragraph| (paragraph.style, text(paragraph.range.clone())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_the_format_and_the_longest_ending_counts() {
        for (name, format) in [
            ("a.md", Some(Format::Markdown)),
            ("A.BIB", Some(Format::Bibtex)),
            ("x.csl.json", Some(Format::CslJson)),
            ("x.json", Some(Format::Json)),
            ("x.bookmarks.html", Some(Format::Bookmarks)),
            ("x.html", Some(Format::Html)),
            ("md", None),
            ("notes", None),
        ] {
            assert_eq!(Format::of_name(name), format, "{name}");
        }
    }

    #[test]
    fn the_formats_are_in_the_order_of_the_enum() {
        for (number, (format, word, _)) in Format::ALL.into_iter().enumerate() {
            assert_eq!(format as usize, number);
            assert_eq!(word.parse(), Ok(format));
        }
        assert!("pdf".parse::<Format>().is_err());
    }
}
