//! Bytes become articles: sniffing, formats, cleaning, dates, identity. Pure: no file, no network, no clock.
//!
//! [`load`] takes off compression, asks the [`FORMATS`] in order whether the bytes look like theirs, lets the
//! first that says yes read them, and finishes every article ([`normal`]). What cannot be read is a
//! [`Complaint`] beside the good items; nothing here fails as a whole and nothing here panics on purpose.

mod archive;
mod blocks;
mod date;
mod decode;
mod entity;
mod feed;
mod fields;
mod html;
mod json;
mod link;
mod linked;
mod mail;
mod markdown;
mod newsml;
mod ninjs;
mod nitf;
mod normal;
mod opml;
mod pack;
mod press;
mod table;
mod tame;
mod warc;
mod xml;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::article::{Article, Language, Link};
use crate::say::{Said, say};
use crate::text::Clean;

pub use link::resolve;
pub use normal::identity;
pub use opml::opml;

/// What is known about bytes before they are looked at.
#[derive(Debug, Clone, Default)]
pub struct Hint {
    /// The file name or address they came from, for messages and as a weak sign of the format.
    pub name: String,
    /// A declared media type ("text/html; charset=utf-8"), a weak sign too.
    pub media_type: Option<String>,
    /// How the columns of a table map to an article, where the reader said so.
    pub mapping: Option<Mapping>,
}

/// Which columns of CSV, TSV or JSON Lines hold what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Field of the article ("title", "body", "published", "source", "url", "language", "byline", "id") to column name or number from 1.
    pub columns: Vec<(String, String)>,
    /// The separator; found by looking when not given.
    pub separator: Option<char>,
    /// The quote character; `"` when not given.
    pub quote: Option<char>,
    /// Whether the first line names the columns; found by looking when not given.
    pub header: Option<bool>,
}

/// What loading made of some bytes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// The good items.
    pub articles: Vec<Article>,
    /// The bad ones, one sentence each.
    pub complaints: Vec<Complaint>,
    /// What a feed says about itself, when the bytes were one.
    pub feed: Option<Feed>,
    /// Feeds that a page or a list of subscriptions names; a list may name one twice, or without a usable address.
    pub feeds: Vec<Feed>,
}

/// A feed: what it calls itself and where it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its name.
    pub title: Clean,
    /// Its own address.
    pub address: Option<Link>,
    /// The page it belongs to.
    pub site: Option<Link>,
    /// The language it declares.
    pub language: Option<Language>,
    /// Folders or tags it stands in.
    pub tags: Vec<Clean>,
}

/// Odd data: what, and where in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Where: file name, item number, line.
    pub place: String,
    /// One sentence: what is wrong and what was done about it.
    pub message: Said,
}

impl Loaded {
    /// Adds a complaint about a place of the input.
    pub(crate) fn complain(&mut self, place: impl Into<String>, message: impl Into<Said>) {
        self.complaints.push(Complaint {
            place: place.into(),
            message: message.into(),
        });
    }
}

/// Makes articles of bytes, whatever their format.
pub fn load(bytes: &[u8], hint: &Hint) -> Loaded {
    let mut loaded = Loaded::default();
    load_into(bytes, hint, 0, &mut loaded);
    normal::finish(&mut loaded, hint);
    loaded
}

/// How deep containers (archives, mailboxes, web archives) may hold containers.
const MAX_DEPTH: u8 = 3;

/// Reads bytes found at some depth inside other bytes; what archives and mailboxes call for their entries.
pub(crate) fn load_into(bytes: &[u8], hint: &Hint, depth: u8, loaded: &mut Loaded) {
    if depth > MAX_DEPTH {
        loaded.complain(
            &hint.name,
            say!("is packed inside too many archives; it was left out"),
        );
        return;
    }
    let unpacked = match pack::unpack(bytes) {
        Ok((unpacked, trouble)) => {
            if let Some(trouble) = trouble {
                loaded.complain(&hint.name, trouble);
            }
            unpacked
        }
        Err(trouble) => {
            loaded.complain(&hint.name, trouble);
            return;
        }
    };
    if unpacked.iter().all(u8::is_ascii_whitespace) {
        loaded.complain(&hint.name, say!("is empty; there is nothing to read in it"));
        return;
    }
    let input = Input::new(&unpacked, hint, depth);
    match FORMATS.iter().find(|format| (format.looks)(&input)) {
        Some(format) => {
            let before = (
                loaded.articles.len(),
                loaded.complaints.len(),
                loaded.feeds.len(),
            );
            // Parsers written by others may break on input nobody thought of; the rest is still to be read.
            let read = catch_unwind(AssertUnwindSafe(|| (format.read)(&input, loaded)));
            if read.is_err() {
                loaded.complain(&hint.name, say!("could not be read as {name}: the reader broke on it; the rest was left out", name = format.name));
            }
            let after = (
                loaded.articles.len(),
                loaded.complaints.len(),
                loaded.feeds.len(),
            );
            if before == after && loaded.feed.is_none() {
                loaded.complain(
                    &hint.name,
                    say!("holds no article ({name})", name = format.name),
                );
            }
        }
        None => loaded.complain(
            &hint.name,
            say!("is neither text nor any format that depesche reads; it was left out"),
        ),
    }
}

/// One format: how bytes of it look, and how they are read.
struct Format {
    /// For messages.
    name: &'static str,
    looks: fn(&Input) -> bool,
    read: fn(&Input, &mut Loaded),
}

/// The formats, most certain signs first; the first that looks right reads the bytes. A new format is one line.
#[rustfmt::skip]
const FORMATS: &[Format] = &[
    // Containers and wires: signs that nothing else has.
    Format { name: "tar archive", looks: archive::looks, read: archive::read },
    Format { name: "web archive", looks: warc::looks,    read: warc::read },
    Format { name: "mailbox",    looks: mail::looks_mbox, read: mail::read_mbox },
    Format { name: "JSON",       looks: json::looks,     read: json::read },
    Format { name: "NewsML",     looks: newsml::looks,   read: newsml::read },
    Format { name: "NITF",       looks: nitf::looks,     read: nitf::read },
    Format { name: "OPML",       looks: opml::looks,     read: opml::read },
    Format { name: "feed",       looks: feed::looks,     read: feed::read },
    Format { name: "HTML",       looks: html::looks,     read: html::read },
    Format { name: "mail",       looks: mail::looks,     read: mail::read },
    // Text: weaker and weaker signs.
    Format { name: "Markdown",   looks: markdown::looks, read: markdown::read },
    Format { name: "table",      looks: table::looks,    read: table::read },
    Format { name: "plain text", looks: press::looks,    read: press::read },
];

/// What a format is asked about and given to read.
pub(crate) struct Input<'a> {
    /// The bytes without compression.
    pub(crate) bytes: &'a [u8],
    /// What is known from outside.
    pub(crate) hint: &'a Hint,
    /// How many containers it lies in; passed on, one higher, to [`load_into`].
    pub(crate) depth: u8,
    text: OnceCell<Cow<'a, str>>,
    head: OnceCell<String>,
}

impl<'a> Input<'a> {
    fn new(bytes: &'a [u8], hint: &'a Hint, depth: u8) -> Self {
        Self {
            bytes,
            hint,
            depth,
            text: OnceCell::new(),
            head: OnceCell::new(),
        }
    }

    /// The whole as text, decoded once: byte order mark, declared, detected encoding.
    pub(crate) fn text(&self) -> &str {
        self.text
            .get_or_init(|| decode::decode(self.bytes, self.hint.media_type.as_deref()))
    }

    /// The first few kilobytes as text without leading white space, for sniffing.
    pub(crate) fn head(&self) -> &str {
        self.head.get_or_init(|| {
            let end = self.bytes.len().min(8192);
            let head = decode::decode(&self.bytes[..end], self.hint.media_type.as_deref());
            head.trim_start().to_owned()
        })
    }

    /// Whether the name ends so (".csv"), compression suffixes aside, in any case.
    pub(crate) fn named(&self, suffix: &str) -> bool {
        let name = self.hint.name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        let name = name.strip_suffix(".zst").unwrap_or(name);
        name.ends_with(suffix)
    }

    /// Whether the declared media type is or contains this ("html").
    pub(crate) fn declared(&self, part: &str) -> bool {
        self.hint
            .media_type
            .as_deref()
            .is_some_and(|declared| declared.to_ascii_lowercase().contains(part))
    }

    /// Where the bytes came from, when the name is a web address; relative links start here.
    pub(crate) fn base(&self) -> Option<Link> {
        Link::parse(&self.hint.name)
    }
}
