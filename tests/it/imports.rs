//! Who imports whom is the table of the crate documentation, and libraries stand behind one room each.
//!
//! Reads the sources as text: comments, texts and unit tests do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;

/// One source file: its room, its path for messages, its code.
struct Source {
    room: String,
    path: String,
    code: String,
}

#[test]
fn rooms_import_only_what_the_table_allows() {
    let table = table();
    let mut wrong = Vec::new();
    for source in sources() {
        let allowed = &table[&source.room];
        for import in imported_rooms(&source, &table) {
            if import != source.room && !allowed.contains(&import) {
                wrong.push(format!("{} imports {import}", source.path));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "not in the table of lib.rs:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn no_room_leads_back_to_itself() {
    let table = table();
    for room in table.keys() {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&String> = table[room].iter().collect();
        while let Some(next) = open.pop() {
            assert_ne!(next, room, "the table leads from {room} back to it");
            if seen.insert(next) {
                open.extend(&table[next]);
            }
        }
    }
}

#[test]
fn the_table_names_every_room_and_no_other() {
    let lib = read("src/lib.rs");
    let declared: BTreeSet<String> = Regex::new(r"(?m)^pub mod (\w+);")
        .expect("a sound pattern")
        .captures_iter(&lib)
        .map(|found| found[1].to_owned())
        .collect();
    let table = table();
    assert_eq!(table.keys().cloned().collect::<BTreeSet<_>>(), declared);
    for (room, allowed) in &table {
        let unknown: Vec<_> = allowed.difference(&declared).collect();
        assert!(
            unknown.is_empty(),
            "{room} may import {unknown:?}, which are no rooms"
        );
    }
}

#[test]
fn panes_never_import_each_other() {
    for source in sources() {
        let Some(pane) = source
            .path
            .strip_prefix("src/pane/")
            .filter(|name| *name != "mod.rs")
        else {
            continue;
        };
        let pane = pane.trim_end_matches(".rs").split('/').next().unwrap_or("");
        for found in words_after(&expand_uses(&source.code), &["crate::pane::", "super::"]) {
            // The line of text that prompt and picker both hold is no pane.
            let another =
                found != "line" && (root().join("src/pane").join(format!("{found}.rs"))).exists();
            assert!(
                !another || found == pane,
                "{} imports the pane {found}",
                source.path
            );
        }
    }
}

#[test]
fn each_library_stands_behind_one_room() {
    let sources = sources();
    for (library, rooms) in [
        ("rusqlite", &["store"][..]),
        ("rusqlite_migration", &["store"]),
        ("ureq", &["fetch"]),
        ("crossterm", &["terminal", "session"]),
        ("rustix", &["terminal"]),
        ("signal_hook", &["terminal", "session"]),
        ("clap", &["cli"]),
        ("clap_complete", &["cli"]),
        ("clap_mangen", &["cli"]),
        ("directories", &["cli", "session"]),
        ("image", &["picture"]),
        ("dom_query", &["load"]),
        ("dom_smoothie", &["load"]),
        ("mail_parser", &["load"]),
        ("toml", &["config", "load"]),
    ] {
        let word = Regex::new(&format!(r"\b{library}::")).expect("a sound pattern");
        for source in &sources {
            let allowed = rooms.contains(&source.room.as_str());
            assert!(
                allowed || !word.is_match(&source.code),
                "{} uses {library}",
                source.path
            );
        }
    }
}

#[test]
fn the_rooms_in_the_middle_are_pure() {
    const PURE: [&str; 21] = [
        "picture",
        "article",
        "say",
        "highlight",
        "row",
        "story",
        "change",
        "ask",
        "text",
        "query",
        "load",
        "recognise",
        "action",
        "keymap",
        "theme",
        "config",
        "page",
        "pane",
        "app",
        "screen",
        "docs",
    ];
    let outside = Regex::new(
        r"\bstd::(fs|net|thread|time|process|env|os)\b|\bstd::io::(stdin|stdout|stderr)\b|\b(Mutex|RwLock|Condvar|thread_local|SystemTime)\b|\b(Instant|Timestamp|ZonedDateTime|Zoned)::now\b|\bcrossbeam_channel\b|\bstatic mut\b|\b(print|println|eprint|eprintln|dbg)!",
    )
    .expect("a sound pattern");
    for source in sources() {
        if !PURE.contains(&source.room.as_str()) {
            continue;
        }
        let code = expand_uses(&source.code);
        if let Some(found) = outside.find(&code) {
            panic!("{} reaches outside: {}", source.path, found.as_str());
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in product_files() {
        let text = std::fs::read_to_string(&path).expect("a source can be read");
        assert!(
            text.starts_with("//! "),
            "{} does not say it",
            path.display()
        );
    }
}

#[test]
fn nothing_reaches_another_room_by_climbing() {
    for source in sources() {
        assert!(
            !source.code.contains("super::super"),
            "{} climbs",
            source.path
        );
        let depth = source.path.matches('/').count();
        let is_room = depth == 1 || (depth == 2 && source.path.ends_with("/mod.rs"));
        assert!(
            !is_room || !source.code.contains("super::"),
            "{} climbs",
            source.path
        );
    }
}

#[test]
fn the_reading_of_sources_sees_code_and_nothing_else() {
    let code = code_only(
        "use crate::a; // crate::b\n/* crate::c /* */ crate::d */ let x = \"crate::e\"; let y = 'c'; fn f<'a>() {}\n\
         let z = r#\"crate::f\"#; let q = '\"'; let u = crate::g::h;\n#[cfg(test)]\nmod tests { use crate::i; { } }\nfn k() {}",
    );
    let code = without_tests(&code);
    let found: Vec<String> = words_after(&code, &["crate::"]);
    assert_eq!(found, ["a", "g"]);
    assert!(code.contains("fn k()"));
    let expanded = expand_uses("use std::{fmt, fs::{self, File}, io};");
    assert!(
        expanded.contains("std::fs") && expanded.contains("std::fs::File"),
        "{expanded}"
    );
}

/// The rooms a source mentions.
fn imported_rooms(source: &Source, table: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let code = expand_uses(&source.code);
    words_after(&code, &["crate::"])
        .into_iter()
        .filter(|word| table.contains_key(word))
        .collect()
}

/// The table of the crate documentation; a room that may import everything may import all rooms but itself, and one
/// that is imported by everything imports none.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let lib = read("src/lib.rs");
    let block = lib
        .split("//! ```text\n")
        .nth(1)
        .and_then(|rest| rest.split("//! ```").next())
        .expect("lib.rs holds the table");
    let rows: Vec<Vec<&str>> = block
        .lines()
        .map(|line| line.trim_start_matches("//!").split_whitespace().collect())
        .collect();
    let rooms: BTreeSet<String> = rows.iter().map(|row| row[0].to_owned()).collect();
    let by_all = rows.iter().filter(|row| row.contains(&"(by"));
    let for_all: Vec<&str> = by_all.map(|row| row[0]).collect();
    let allowed = |row: &Vec<&str>| -> BTreeSet<String> {
        if row.contains(&"(everything)") {
            return rooms
                .iter()
                .filter(|room| *room != row[0])
                .cloned()
                .collect();
        }
        if row.contains(&"(by") {
            return BTreeSet::new();
        }
        let named = row[1..].iter().chain(&for_all);
        named.map(|room| (*room).to_owned()).collect()
    };
    rows.iter()
        .map(|row| (row[0].to_owned(), allowed(row)))
        .collect()
}

/// Every source of a room, without comments, texts and unit tests.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut sources = Vec::new();
    for path in product_files() {
        let within = path.strip_prefix(&src).expect("it lies in src");
        let first = within.components().next().expect("it has a name");
        let room = Path::new(first.as_os_str()).with_extension("");
        let room = room.to_string_lossy().into_owned();
        if matches!(room.as_str(), "lib" | "main") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source can be read");
        sources.push(Source {
            room,
            path: format!("src/{}", within.display()),
            code: without_tests(&code_only(&text)),
        });
    }
    assert!(sources.len() > 20, "the sources were not found");
    sources
}

/// The files under src that are compiled into the program: not those that only unit tests see.
fn product_files() -> Vec<PathBuf> {
    let all = files(&root().join("src"));
    let for_tests =
        Regex::new(r"#\[cfg\(test\)\]\s*(?:pub\S* )?mod (\w+);").expect("a sound pattern");
    let mut seen_by_tests = Vec::new();
    for path in &all {
        let code = code_only(&std::fs::read_to_string(path).expect("a source can be read"));
        let is_mod = path.file_name().is_some_and(|name| name == "mod.rs");
        let folder = if is_mod {
            path.parent().expect("it lies in a folder").to_owned()
        } else {
            path.with_extension("")
        };
        for found in for_tests.captures_iter(&code) {
            seen_by_tests.push(folder.join(&found[1]));
        }
    }
    let is_product = |path: &PathBuf| {
        !seen_by_tests
            .iter()
            .any(|module| path.with_extension("") == *module || path.starts_with(module))
    };
    all.into_iter().filter(is_product).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).expect("the file is there")
}

/// The words that follow one of these beginnings of a path.
fn words_after(code: &str, beginnings: &[&str]) -> Vec<String> {
    let pattern = beginnings
        .iter()
        .map(|it| regex::escape(it))
        .collect::<Vec<_>>()
        .join("|");
    Regex::new(&format!(r"(?:^|[^\w:])(?:{pattern})(\w+)"))
        .expect("a sound pattern")
        .captures_iter(code)
        .map(|found| found[1].to_owned())
        .collect()
}

/// The code with every `use a::{b, c::d};` written out as `a::b a::c::d`.
fn expand_uses(code: &str) -> String {
    let uses = Regex::new(r"\buse\s+([^;]+);").expect("a sound pattern");
    uses.replace_all(code, |found: &regex::Captures| {
        let tree: String = found[1].split_whitespace().collect::<Vec<_>>().join(" ");
        let mut paths = Vec::new();
        expand("", &tree, &mut paths);
        paths.join(" ; ") + " ;"
    })
    .into_owned()
}

fn expand(before: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, group)) = tree.split_once('{') else {
        paths.push(format!("{before}{tree}").replace("::self", ""));
        return;
    };
    let before = format!("{before}{}", head.trim());
    let group = group.trim().trim_end_matches('}');
    let mut depth = 0;
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&before, &group[start..at], paths);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !group[start..].trim().is_empty() {
        // A brace that was trimmed off too much is put back.
        let rest = &group[start..];
        let missing = rest
            .matches('{')
            .count()
            .saturating_sub(rest.matches('}').count());
        expand(&before, &format!("{rest}{}", "}".repeat(missing)), paths);
    }
}

/// The code with comments gone and texts emptied.
fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let word = |at: usize| at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    while at < chars.len() {
        let next = chars.get(at + 1).copied();
        match chars[at] {
            '/' if next == Some('/') => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
            }
            '/' if next == Some('*') => {
                let mut depth = 0;
                while at < chars.len() {
                    if chars[at] == '/' && chars.get(at + 1) == Some(&'*') {
                        depth += 1;
                        at += 2;
                    } else if chars[at] == '*' && chars.get(at + 1) == Some(&'/') {
                        depth -= 1;
                        at += 2;
                        if depth == 0 {
                            break;
                        }
                    } else {
                        at += 1;
                    }
                }
            }
            'r' if !word(at) && matches!(next, Some('"' | '#')) => {
                let hashes = chars[at + 1..].iter().take_while(|c| **c == '#').count();
                if chars.get(at + 1 + hashes) != Some(&'"') {
                    // A raw identifier.
                    out.push('r');
                    at += 1;
                    continue;
                }
                let close: Vec<char> = std::iter::once('"')
                    .chain(std::iter::repeat_n('#', hashes))
                    .collect();
                at += 2 + hashes;
                while at < chars.len() && !chars[at..].starts_with(&close) {
                    at += 1;
                }
                at += close.len();
                out.push_str("\"\"");
            }
            '"' => {
                at += 1;
                while at < chars.len() && chars[at] != '"' {
                    at += if chars[at] == '\\' { 2 } else { 1 };
                }
                at += 1;
                out.push_str("\"\"");
            }
            '\'' if next == Some('\\') => {
                at += 3;
                while at < chars.len() && chars[at] != '\'' {
                    at += 1;
                }
                at += 1;
                out.push_str("' '");
            }
            '\'' if chars.get(at + 2) == Some(&'\'') => {
                at += 3;
                out.push_str("' '");
            }
            c => {
                out.push(c);
                at += 1;
            }
        }
    }
    out
}

/// The code without its `#[cfg(test)]` modules; texts and comments have to be gone already.
fn without_tests(code: &str) -> String {
    let mut out = String::new();
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..at]);
        let after = &rest[at..];
        let open = after.find('{').unwrap_or(after.len());
        let end = after.find(';').unwrap_or(after.len());
        if end < open {
            rest = &after[end + 1..];
            continue;
        }
        let mut depth = 0;
        let close = after
            .char_indices()
            .skip_while(|(at, _)| *at < open)
            .find(|(_, c)| {
                depth += i32::from(*c == '{') - i32::from(*c == '}');
                depth == 0
            });
        rest = close.map_or("", |(at, _)| &after[at + 1..]);
    }
    out + rest
}
