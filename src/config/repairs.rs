//! `repairs.toml` as text: the reader's corrections of the recogniser, one `[[repair]]` table each.
//!
//! Pure: text in, entries and complaints out; and text in, text with entries added or taken away out. Everything
//! else in the text stays as it was, comments and entries that could not be understood too: it is the reader's file.
//!
//! ```toml
//! [[repair]]
//! what = "merge"              # merge, rename, kind, hide
//! from = "company:Twitter"    # which entity: kind and name, or the name alone where it is clear
//! into = "company:X"          # merge: what it is
//! # name = "…"                # rename: the name to show
//! # kind = "product"          # kind: what it is
//! ```

use std::fmt::Write as _;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Complaint;
use super::near::nearest;
use super::part::Lines;
use crate::highlight::Kind;
use crate::say::{Said, say};
use crate::text::{Clean, key};

/// What stands at the top of a new file.
const HEAD: &str = "\
# What the recogniser got wrong and you put right, in the reader or with `depesche entities`.
# You may edit this file and share it: the next start of depesche takes over what it says. Each repair is a table
# of its own; what = \"merge\" (from, into), \"rename\" (from, name), \"kind\" (from, kind) or \"hide\" (from).
# What you take out of the file holds no longer; a file that is gone is written anew from the store.
# An entity is written kind:name, with the kinds company, person, organisation, place and product.
";

/// An entity as the file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its kind, if it is said.
    pub kind: Option<Kind>,
    /// Its name or key.
    pub name: String,
}

/// What an entry of the file asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Shown as another entity.
    Merge(Named, Named),
    /// Shown under another name.
    Rename(Named, String),
    /// Of another kind.
    Kind(Named, Kind),
    /// No entity.
    Hide(Named),
}

/// An entry of the file and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line of its heading, from 1.
    pub line: usize,
    /// What it asks for.
    pub wish: Wish,
    range: Range<usize>,
}

/// The file as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entries {
    /// What could be understood, in the order of the file.
    pub entries: Vec<Entry>,
    /// What could not.
    pub complaints: Vec<Complaint>,
    /// Whether the text can be written on at all.
    pub sound: bool,
}

/// Reads the text of a file of repairs.
pub fn read(text: &str) -> Entries {
    let lines = Lines::new(text);
    let mut out = Entries::default();
    let complain = |at: usize, message: Said| Complaint {
        line: lines.line(at),
        message,
    };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let reason = error.message().replace('\n', ", ");
            let message = say!(
                "this is not TOML ({reason}); no repair was taken from here",
                reason
            );
            out.complaints.push(complain(at, message));
            return out;
        }
    };
    out.sound = true;
    let blocks = blocks(text);
    for (name, value) in table.get_ref() {
        if name.get_ref() != "repair" {
            let message = say!(
                "“{name}” means nothing here; repairs stand under [[repair]]",
                name = name.get_ref()
            );
            out.complaints.push(complain(name.span().start, message));
            continue;
        }
        let DeValue::Array(array) = value.get_ref() else {
            let message = say!("write [[repair]] with two brackets");
            out.complaints.push(complain(name.span().start, message));
            continue;
        };
        if array.len() != blocks.len() {
            let message = say!("write each repair as a [[repair]] table of its own");
            out.complaints.push(complain(name.span().start, message));
            continue;
        }
        for (item, range) in array.iter().zip(&blocks) {
            let found = match item.get_ref() {
                DeValue::Table(table) => wish(table, range.start),
                _ => Err((range.start, say!("this is no table"))),
            };
            match found {
                Ok(wish) => out.entries.push(Entry {
                    line: lines.line(range.start),
                    wish,
                    range: range.clone(),
                }),
                Err((at, message)) => out.complaints.push(complain(at, message)),
            }
        }
    }
    out.complaints.sort_by_key(|complaint| complaint.line);
    out
}

/// The text without these entries of it, and with these wishes at its end.
pub fn change(text: &str, gone: &[&Entry], new: &[Wish]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut ranges: Vec<&Range<usize>> = gone.iter().map(|entry| &entry.range).collect();
    ranges.sort_by_key(|range| range.start);
    for range in ranges {
        out.push_str(&text[at.min(range.start)..range.start]);
        at = range.end;
    }
    out.push_str(&text[at..]);
    if out.trim().is_empty() {
        HEAD.clone_into(&mut out);
    }
    for wish in new {
        out.truncate(out.trim_end().len());
        out.push_str("\n\n[[repair]]\n");
        write(wish, &mut out);
    }
    out
}

fn write(wish: &Wish, out: &mut String) {
    let mut put = |name: &str, value: &str| {
        let value = toml::Value::String(value.to_owned());
        // Writing to a string does not fail.
        let _ = writeln!(out, "{name} = {value}");
    };
    match wish {
        Wish::Merge(from, into) => {
            put("what", "merge");
            put("from", &from.to_string());
            put("into", &into.to_string());
        }
        Wish::Rename(from, name) => {
            put("what", "rename");
            put("from", &from.to_string());
            put("name", name);
        }
        Wish::Kind(from, kind) => {
            put("what", "kind");
            put("from", &from.to_string());
            put("kind", kind.word());
        }
        Wish::Hide(from) => {
            put("what", "hide");
            put("from", &from.to_string());
        }
    }
}

impl Named {
    /// Reads `kind:name`, or a name alone; a colon may stand within a name.
    pub fn read(text: &str) -> Self {
        let text = Clean::line(text).to_string();
        if let Some((kind, name)) = text.split_once(':')
            && let Ok(kind) = kind.trim().to_lowercase().parse()
        {
            return Self {
                kind: Some(kind),
                name: name.trim().to_owned(),
            };
        }
        Self {
            kind: None,
            name: text,
        }
    }
}

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind {
            Some(kind) => write!(f, "{kind}:{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

type Wrong = (usize, Said);

fn wish(table: &DeTable<'_>, start: usize) -> Result<Wish, Wrong> {
    let (at, what) = text(table, "what", start)?;
    let needed: &[&str] = match what {
        "merge" => &["from", "into"],
        "rename" => &["from", "name"],
        "kind" => &["from", "kind"],
        "hide" => &["from"],
        other => {
            let all = ["merge", "rename", "kind", "hide"];
            let near = nearest(other, all);
            let near = near.map_or_else(Said::default, |near| say!("“{near}”? ", near));
            return Err((
                at,
                say!(
                    "“{other}” is no repair; {near}merge, rename, kind and hide are",
                    other,
                    near
                ),
            ));
        }
    };
    for (name, _) in table {
        let option = name.get_ref().as_ref();
        if option != "what" && !needed.contains(&option) {
            return Err((
                name.span().start,
                say!(
                    "“{option}” means nothing to {what}, which has {needed}",
                    option,
                    what,
                    needed = needed.join(", ")
                ),
            ));
        }
    }
    let named = |name: &str| -> Result<Named, Wrong> {
        let (at, value) = text(table, name, start)?;
        let named = Named::read(value);
        if key(&named.name).is_empty() {
            return Err((at, say!("{name} names no entity", name)));
        }
        Ok(named)
    };
    let from = named("from")?;
    Ok(match what {
        "merge" => Wish::Merge(from, named("into")?),
        "rename" => {
            let (at, name) = text(table, "name", start)?;
            let name = Clean::line(name).to_string();
            if key(&name).is_empty() {
                return Err((at, say!("name is no name")));
            }
            Wish::Rename(from, name)
        }
        "kind" => {
            let (at, word) = text(table, "kind", start)?;
            Wish::Kind(from, word.parse().map_err(|wrong: Said| (at, wrong))?)
        }
        _ => Wish::Hide(from),
    })
}

fn text<'a>(table: &'a DeTable<'_>, name: &str, start: usize) -> Result<(usize, &'a str), Wrong> {
    let found: Option<&Spanned<DeValue<'_>>> = table.get(name);
    let Some(value) = found else {
        return Err((start, say!("this repair lacks {name} = \"…\"", name)));
    };
    let at = value.span().start;
    match value.get_ref() {
        DeValue::String(text) => Ok((at, text)),
        _ => Err((at, say!("{name} has to be text in quotation marks", name))),
    }
}

/// The bytes of each `[[repair]]` table with the blank lines after it, without comments that lead to the next.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    let mut at = 0;
    // Where the last line that belongs to the table ends, and whether only blank lines came since.
    let mut blank = true;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let bare = line.trim();
        if bare.starts_with("[[repair]]") {
            out.push(at..end);
            (open, blank) = (true, true);
        } else if bare.starts_with('[') {
            open = false;
        } else if let (true, Some(last)) = (open, out.last_mut()) {
            if bare.is_empty() {
                if blank {
                    last.end = end;
                }
            } else if bare.starts_with('#') {
                blank = false;
            } else {
                last.end = end;
                blank = true;
            }
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# Mine.
[[repair]] # Twitter is X
what = \"merge\"
from = \"company:Twitter\"
into = \"company:X\"

# The magazine.
[[repair]]
what = \"kind\"
from = \"Titanik\"
kind = \"product\"

[[repair]]
what = \"hide\"
from = \"company:kurier\"
";

    fn named(kind: Kind, name: &str) -> Named {
        Named {
            kind: Some(kind),
            name: name.to_owned(),
        }
    }

    #[test]
    fn entries_are_read_with_their_lines() {
        let read = read(FILE);
        assert_eq!(read.complaints, []);
        let wishes: Vec<_> = read
            .entries
            .iter()
            .map(|entry| (entry.line, &entry.wish))
            .collect();
        let titanik = Named {
            kind: None,
            name: "Titanik".to_owned(),
        };
        assert_eq!(
            wishes,
            [
                (
                    2,
                    &Wish::Merge(named(Kind::Company, "Twitter"), named(Kind::Company, "X"))
                ),
                (8, &Wish::Kind(titanik, Kind::Product)),
                (13, &Wish::Hide(named(Kind::Company, "kurier"))),
            ]
        );
    }

    #[test]
    fn what_is_taken_out_and_added_leaves_the_rest_as_it_was() {
        let entries = read(FILE).entries;
        let new = Wish::Rename(named(Kind::Company, "x"), "X \"the\" firm".to_owned());
        let text = change(
            FILE,
            &[&entries[0], &entries[2]],
            std::slice::from_ref(&new),
        );
        assert_eq!(
            text,
            "# Mine.\n# The magazine.\n[[repair]]\nwhat = \"kind\"\nfrom = \"Titanik\"\nkind = \"product\"\n\n\
             [[repair]]\nwhat = \"rename\"\nfrom = \"company:x\"\nname = 'X \"the\" firm'\n"
        );
        assert_eq!(read(&text).entries[1].wish, new);
        let first = change("", &[], &[new]);
        assert!(first.starts_with(HEAD), "{first}");
        assert_eq!(read(&first).complaints, []);
    }

    #[test]
    fn a_broken_entry_is_complained_about_with_its_line_and_the_others_hold() {
        for (entry, line, said) in [
            ("what = \"marge\"\nfrom = \"a\"", 3, "“merge”?"),
            ("what = \"hide\"", 2, "lacks from"),
            (
                "what = \"kind\"\nfrom = \"a\"\nkind = \"firm\"",
                5,
                "no kind",
            ),
            ("what = \"hide\"\nfrom = \"…\"", 4, "names no entity"),
            ("what = \"hide\"\nfrom = 3", 4, "quotation marks"),
            (
                "what = \"hide\"\nfrom = \"a\"\nname = \"b\"",
                5,
                "means nothing to hide",
            ),
        ] {
            let text =
                format!("# x\n[[repair]]\n{entry}\n\n[[repair]]\nwhat = \"hide\"\nfrom = \"b\"\n");
            let read = read(&text);
            assert_eq!(read.entries.len(), 1, "{entry}");
            assert_eq!(
                read.complaints[0].line, line,
                "{entry}: {:?}",
                read.complaints
            );
            assert!(
                read.complaints[0].message.contains(said),
                "{:?}",
                read.complaints
            );
        }
        let broken = read("[[repair]]\nwhat = \n");
        assert!(!broken.sound);
        assert_eq!(broken.complaints[0].line, 2);
        assert_eq!(read("[[repairs]]\nwhat = \"hide\"\n").complaints.len(), 1);
        assert_eq!(read("repair = [{what = \"hide\"}]\n").complaints.len(), 1);
    }
}
