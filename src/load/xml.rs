//! A lenient XML reader: whatever the bytes, it gives a tree of what can be made out.
//!
//! Feeds and wires in the wild have bare `&`, undeclared HTML entities, unclosed elements and CDATA, markup that was
//! never escaped, prefixes that were never declared. A reader that stops at the first of them loses the feed; this
//! one notes the first oddity and goes on. It expands no entity that a document declares, so there are no XML bombs,
//! and it bounds depth, elements and attributes. It knows nothing of feeds.

use std::borrow::Cow;
use std::ops::Range;

use super::entity::unescape;

/// Deeper elements are read as part of the one at this depth.
const MAX_DEPTH: usize = 120;
/// What comes after so many elements is left out.
const MAX_ELEMENTS: usize = 600_000;
const MAX_ATTRIBUTES: usize = 200;

/// A document as far as it could be made out.
pub(crate) struct Tree<'t> {
    source: &'t str,
    /// Holds the top-level elements.
    pub(crate) root: Element<'t>,
    /// The first thing that was not as XML demands it.
    pub(crate) trouble: Option<&'static str>,
}

/// An element: its name in lower case, with the customary prefix of its namespace ("dc:creator").
#[derive(Default)]
pub(crate) struct Element<'t> {
    pub(crate) name: Cow<'t, str>,
    attributes: Vec<(&'t str, Cow<'t, str>)>,
    pub(crate) nodes: Vec<Node<'t>>,
    inner: Range<usize>,
}

/// What stands in an element.
pub(crate) enum Node<'t> {
    Element(Element<'t>),
    Text(Cow<'t, str>),
}

impl<'t> Element<'t> {
    /// The elements directly inside.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element<'t>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of this name directly inside.
    pub(crate) fn child(&self, name: &str) -> Option<&Element<'t>> {
        self.elements().find(|element| element.name == name)
    }

    /// All elements of this name directly inside.
    pub(crate) fn children<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element<'t>> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of this name at any depth, in document order.
    pub(crate) fn find(&self, name: &str) -> Option<&Element<'t>> {
        self.elements().find_map(|element| {
            if element.name == name {
                Some(element)
            } else {
                element.find(name)
            }
        })
    }

    /// Collects all elements of this name at any depth, in document order, also those inside one another.
    pub(crate) fn find_all<'e>(&'e self, name: &str, found: &mut Vec<&'e Element<'t>>) {
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            }
            element.find_all(name, found);
        }
    }

    /// An attribute by its name as written, in any case.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_ref())
    }

    /// The text directly inside, without that of inner elements.
    pub(crate) fn own_text(&self) -> Cow<'_, str> {
        let mut texts = self.nodes.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_ref()),
            Node::Element(_) => None,
        });
        match (texts.next(), texts.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), None) => Cow::Borrowed(only),
            (Some(first), Some(second)) => {
                let mut all = format!("{first}{second}");
                texts.for_each(|text| all.push_str(text));
                Cow::Owned(all)
            }
        }
    }

    /// All text inside, in order.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    fn push_text(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.push_text(out),
            }
        }
    }

    /// The trimmed text of the first element of this name directly inside; `None` when empty.
    pub(crate) fn text_of(&self, name: &str) -> Option<String> {
        self.children(name).find_map(|element| {
            let text = element.text();
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        })
    }

    /// Whether there is any element inside.
    pub(crate) fn has_elements(&self) -> bool {
        self.elements().next().is_some()
    }

    /// The markup inside as it stands in the source.
    pub(crate) fn markup(&self, tree: &Tree<'t>) -> &'t str {
        tree.source.get(self.inner.clone()).unwrap_or("")
    }
}

/// Reads a document.
pub(crate) fn read(source: &str) -> Tree<'_> {
    let mut reader = Reader {
        source,
        at: 0,
        open: vec![Open::default()],
        skipped: 0,
        elements: 0,
        namespaces: Vec::new(),
        trouble: None,
        gone: Vec::new(),
    };
    reader.run();
    while reader.open.len() > 1 {
        reader.note("an element is never closed");
        reader.close(source.len());
    }
    let mut root = reader.open.pop().unwrap_or_default().element;
    root.inner = 0..source.len();
    Tree {
        source,
        root,
        trouble: reader.trouble,
    }
}

/// An element that is not closed yet, under its name as written.
#[derive(Default)]
struct Open<'t> {
    raw: &'t str,
    element: Element<'t>,
}

struct Reader<'t> {
    source: &'t str,
    at: usize,
    open: Vec<Open<'t>>,
    /// Elements beyond the depth limit that are open.
    skipped: usize,
    elements: usize,
    /// Declared prefixes: depth of the declaring element, prefix, the customary prefix.
    namespaces: Vec<(usize, &'t str, Option<&'static str>)>,
    trouble: Option<&'static str>,
    /// Marks that do not occur any more; looking for them again and again would be quadratic.
    gone: Vec<&'static str>,
}

impl<'t> Reader<'t> {
    fn note(&mut self, trouble: &'static str) {
        self.trouble.get_or_insert(trouble);
    }

    fn run(&mut self) {
        while self.at < self.source.len() {
            let rest = &self.source[self.at..];
            let Some(found) = rest.find('<') else {
                self.text(self.source.len());
                return;
            };
            // A `<` that begins no markup is text.
            let start = self.at + found;
            let after = self
                .source
                .as_bytes()
                .get(start + 1)
                .copied()
                .unwrap_or(b' ');
            if !(after.is_ascii_alphabetic()
                || matches!(after, b'/' | b'!' | b'?' | b'_' | b':' | 0x80..))
            {
                self.note("a < stands in the text");
                self.text(start + 1);
                continue;
            }
            self.text(start);
            match after {
                b'/' => self.end_tag(),
                b'!' => self.declaration(),
                b'?' => {
                    let end = self.after("?>").or_else(|| self.after(">"));
                    self.at = end.unwrap_or(self.source.len());
                }
                _ => self.start_tag(),
            }
            if self.elements > MAX_ELEMENTS {
                self.note("there are more elements in it than any news has");
                return;
            }
        }
    }

    /// Where the next occurrence of a mark ends.
    fn after(&mut self, mark: &'static str) -> Option<usize> {
        if self.gone.contains(&mark) {
            return None;
        }
        let found = self.source[self.at..].find(mark);
        if found.is_none() {
            self.gone.push(mark);
        }
        Some(self.at + found? + mark.len())
    }

    /// Takes text up to here.
    fn text(&mut self, end: usize) {
        let text = &self.source[self.at..end];
        self.at = end;
        if !text.is_empty() {
            let text = unescape(text);
            self.push(text);
        }
    }

    fn push(&mut self, text: Cow<'t, str>) {
        if let Some(open) = self.open.last_mut() {
            open.element.nodes.push(Node::Text(text));
        }
    }

    fn declaration(&mut self) {
        let rest = &self.source[self.at..];
        if rest.starts_with("<!--") {
            self.at += 4;
            let end = self.after("-->");
            if end.is_none() {
                self.note("a comment is never closed");
            }
            self.at = end.unwrap_or(self.source.len());
        } else if rest
            .get(..9)
            .is_some_and(|mark| mark.eq_ignore_ascii_case("<![CDATA["))
        {
            self.at += 9;
            let start = self.at;
            if let Some(end) = self.after("]]>") {
                self.push(Cow::Borrowed(&self.source[start..end - 3]));
                self.at = end;
                return;
            }
            self.note("a CDATA section is never closed");
            let name = self.open.last().map_or("", |open| open.raw);
            let end = self.source[start..]
                .find(&format!("</{name}"))
                .map_or(self.source.len(), |found| start + found);
            let text = self.source[start..end]
                .trim_end_matches("]>")
                .trim_end_matches(']');
            self.push(Cow::Borrowed(text));
            self.at = end;
        } else if rest
            .get(..9)
            .is_some_and(|mark| mark.eq_ignore_ascii_case("<!DOCTYPE"))
        {
            let mut brackets = 0_i32;
            let end = rest.bytes().position(|byte| {
                brackets += i32::from(byte == b'[') - i32::from(byte == b']');
                byte == b'>' && brackets <= 0
            });
            self.at = end.map_or_else(
                || {
                    self.source[self.at..]
                        .find('>')
                        .map_or(self.source.len(), |end| self.at + end + 1)
                },
                |end| self.at + end + 1,
            );
        } else {
            let end = self.after(">");
            self.at = end.unwrap_or(self.source.len());
        }
    }

    fn end_tag(&mut self) {
        let start = self.at;
        let Some(end) = self.after(">") else {
            self.note("a tag is never closed");
            self.at = self.source.len();
            return;
        };
        let name = self.source[start + 2..end - 1].trim();
        // "</item" without its ">" before the next tag.
        let (name, end) = match name.find('<') {
            Some(cut) => (name[..cut].trim(), start + 2 + cut),
            None => (name, end),
        };
        self.at = end.max(start + 2);
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let same = |open: &Open| open.raw.eq_ignore_ascii_case(name);
        if self.open.last().is_some_and(same) && self.open.len() > 1 {
            self.close(start);
            return;
        }
        self.note("tags are not closed in order");
        if let Some(depth) = self.open.iter().skip(1).rposition(same) {
            while self.open.len() > depth + 1 {
                self.close(start);
            }
        }
    }

    fn close(&mut self, end: usize) {
        let Some(mut done) = self.open.pop() else {
            return;
        };
        done.element.inner.end = end.max(done.element.inner.start);
        let depth = self.open.len();
        self.namespaces.retain(|(declared, ..)| *declared <= depth);
        if let Some(parent) = self.open.last_mut() {
            parent.element.nodes.push(Node::Element(done.element));
        }
    }

    fn start_tag(&mut self) {
        let bytes = self.source.as_bytes();
        let start = self.at + 1;
        let mut at = start;
        while at < bytes.len()
            && !(bytes[at].is_ascii_whitespace() || matches!(bytes[at], b'>' | b'/' | b'<'))
        {
            at += 1;
        }
        let raw = &self.source[start..at];
        let mut attributes: Vec<(&'t str, Cow<'t, str>)> = Vec::new();
        let mut empty = false;
        loop {
            while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
                empty = bytes[at] == b'/';
                at += 1;
            }
            match bytes.get(at) {
                Some(b'>') => {
                    at += 1;
                    break;
                }
                None | Some(b'<') => {
                    self.note("a tag is never closed");
                    break;
                }
                Some(_) => {
                    empty = false;
                    let (attribute, next) = self.attribute(at);
                    at = next.max(at + 1);
                    while !self.source.is_char_boundary(at) {
                        at += 1;
                    }
                    if let Some(attribute) = attribute
                        && attributes.len() < MAX_ATTRIBUTES
                    {
                        attributes.push(attribute);
                    }
                }
            }
        }
        self.at = at;
        if self.open.len() >= MAX_DEPTH {
            self.note("elements are nested deeper than any news nests them");
            self.skipped += usize::from(!empty);
            return;
        }
        self.elements += 1;
        let depth = self.open.len() + 1;
        for (name, value) in &attributes {
            if let Some(prefix) = name.strip_prefix("xmlns") {
                self.namespaces.push((
                    depth,
                    prefix.strip_prefix(':').unwrap_or(prefix),
                    customary(value),
                ));
            }
        }
        let element = Element {
            name: self.name(raw),
            attributes,
            nodes: Vec::new(),
            inner: at..at,
        };
        self.open.push(Open { raw, element });
        if empty {
            self.close(at);
        }
    }

    /// An attribute, and where it ends.
    fn attribute(&mut self, start: usize) -> (Option<(&'t str, Cow<'t, str>)>, usize) {
        let bytes = self.source.as_bytes();
        let mut at = start;
        while at < bytes.len()
            && !(bytes[at].is_ascii_whitespace() || matches!(bytes[at], b'=' | b'>' | b'<' | b'/'))
        {
            at += 1;
        }
        let name = &self.source[start..at];
        let mut value_at = at;
        while value_at < bytes.len() && bytes[value_at].is_ascii_whitespace() {
            value_at += 1;
        }
        if bytes.get(value_at) != Some(&b'=') {
            return (None, at);
        }
        value_at += 1;
        while value_at < bytes.len() && bytes[value_at].is_ascii_whitespace() {
            value_at += 1;
        }
        let quoted = match bytes.get(value_at) {
            Some(b'"') => Some("\""),
            Some(b'\'') => Some("'"),
            _ => None,
        };
        let outer = std::mem::replace(&mut self.at, (value_at + 1).min(bytes.len()));
        let end = quoted.and_then(|quote| self.after(quote));
        self.at = outer;
        let (value, next) = if let Some(end) = end {
            (&self.source[value_at + 1..end - 1], end)
        } else {
            let value_at = value_at + usize::from(quoted.is_some());
            let mut end = value_at;
            while end < bytes.len()
                && !(bytes[end].is_ascii_whitespace() || matches!(bytes[end], b'>' | b'<'))
            {
                end += 1;
            }
            (self.source.get(value_at..end).unwrap_or(""), end)
        };
        if name.is_empty() {
            return (None, next);
        }
        (Some((name, unescape(value))), next)
    }

    /// The name in lower case with the customary prefix of its namespace.
    fn name(&self, raw: &'t str) -> Cow<'t, str> {
        let (prefix, local) = raw.split_once(':').unwrap_or(("", raw));
        let declared = self
            .namespaces
            .iter()
            .rev()
            .find(|(_, known, _)| *known == prefix);
        let customary = match declared {
            Some((.., Some(customary))) => *customary,
            _ => prefix,
        };
        // Feeds and wires put their own vocabulary into the default namespace; it goes without a prefix there.
        let customary = if prefix.is_empty() && matches!(customary, "atom" | "xhtml" | "rdf") {
            ""
        } else {
            customary
        };
        if customary == prefix && !raw.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Borrowed(raw);
        }
        if customary.is_empty() {
            return Cow::Owned(local.to_ascii_lowercase());
        }
        Cow::Owned(format!(
            "{}:{}",
            customary.to_ascii_lowercase(),
            local.to_ascii_lowercase()
        ))
    }
}

/// The customary prefix of a namespace; `None` when it is not known.
fn customary(address: &str) -> Option<&'static str> {
    let address = address
        .trim()
        .trim_end_matches(['/', '#'])
        .to_ascii_lowercase();
    let (_, address) = address.split_once("://")?;
    Some(match address {
        "www.w3.org/2005/atom" | "purl.org/atom/ns" => "atom",
        "www.w3.org/1999/02/22-rdf-syntax-ns" => "rdf",
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => "dc",
        "purl.org/dc/terms" => "dcterms",
        "purl.org/rss/1.0/modules/content" => "content",
        "search.yahoo.com/mrss" | "www.rssboard.org/media-rss" | "video.search.yahoo.com/mrss" => {
            "media"
        }
        "www.itunes.com/dtds/podcast-1.0.dtd"
        | "www.itunes.com/dtds/podcast-1.0"
        | "example.com/dtds/podcast-1.0.dtd" => "itunes",
        "www.w3.org/1999/xhtml" => "xhtml",
        "purl.org/rss/1.0/modules/slash" => "slash",
        "purl.org/syndication/thread/1.0" => "thr",
        "purl.org/rss/1.0"
        | "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9"
        | "backend.userland.com/rss2"
        | "blogs.law.harvard.edu/tech/rss"
        | "iptc.org/std/nar/2006-10-01"
        | "iptc.org/std/nitf/2006-10-18" => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_carry_the_customary_prefix_of_their_namespace() {
        let tree = read(
            r#"<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:x="http://purl.org/dc/elements/1.1/"><x:Creator>B</x:Creator><dc:date>C</dc:date></a:feed>"#,
        );
        let feed = tree.root.child("atom:feed").unwrap();
        assert_eq!(feed.text_of("dc:creator").as_deref(), Some("B"));
        assert_eq!(feed.text_of("dc:date").as_deref(), Some("C"));
        assert!(tree.trouble.is_none());
    }

    #[test]
    fn broken_markup_keeps_what_can_be_made_out() {
        for (source, text) in [
            ("<a><b>x & y</b></a>", "x & y"),
            (
                "<a><b>x &uuml; &#8364; &#150; &nope;</b></a>",
                "x ü € – &nope;",
            ),
            ("<a><b><p>never closed</b></a>", "never closed"),
            ("<a><b>3 < 4</b></a>", "3 < 4"),
            ("<a><b><![CDATA[open</b></a>", "open"),
            ("<a><b><![CDATA[<i>]]>x</b>", "<i>x"),
            ("<a><b x=1 y z='>'>t</b >", "t"),
            ("<a><B>t</b></A>", "t"),
            ("<!DOCTYPE a [<!ENTITY e \"x\">]><a><b>t</b></a>", "t"),
        ] {
            assert_eq!(
                read(source).root.find("b").unwrap().text(),
                text,
                "{source}"
            );
        }
    }

    #[test]
    fn nesting_beyond_the_limit_is_flattened() {
        let source = format!(
            "{}text{}<x>y</x>",
            "<a>".repeat(100_000),
            "</a>".repeat(100_000)
        );
        let tree = read(&source);
        assert_eq!(tree.root.text(), "texty");
        assert!(tree.root.child("x").is_some());
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(source in proptest::collection::vec(prop_oneof!["</?[a-zA-Z:]{1,3}( [a-z:]{1,2}=?[\"']?[<>ä]?)?/?>?", "<!\\[CDATA\\[", "\\]\\]>", "<!--", "-->", "&[#a-z0-9]{0,5};?", "<\\?", "<!DOCTYPE \\[", "\\PC{0,5}"], 0..30)) {
            let source = source.concat();
            let _ = read(&source).root.text();
        }
    }
}
