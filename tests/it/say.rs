//! No sentence is missing in the catalogue, none there is stale, and what has holes in one tongue has them in the other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use depesche::action::TABLE;
use depesche::say::{CATALOGUE, Said, Tongue, escaped};
use regex::Regex;

#[test]
fn every_sentence_of_the_sources_stands_in_the_catalogue_and_no_other() {
    let said = sentences();
    let german = catalogue();
    let missing: Vec<String> = said
        .keys()
        .filter(|key| !german.contains_key(*key))
        .map(|key| format!("\"{}\" = \"…\"", escaped(key)))
        .collect();
    assert!(
        missing.is_empty(),
        "{} sentences are missing in assets/german.toml; write these lines there (BLESS=1 cargo test puts them in order):\n{}",
        missing.len(),
        missing.join("\n")
    );
    let stale: Vec<&String> = german
        .keys()
        .filter(|key| !said.contains_key(*key))
        .collect();
    assert!(
        stale.is_empty(),
        "nobody says this any more; take it out of assets/german.toml: {stale:#?}"
    );
}

#[test]
fn every_german_sentence_has_the_holes_of_the_english_one() {
    for (english, german) in catalogue() {
        assert_eq!(holes(&english), holes(&german), "{english} = {german}");
        assert!(!german.is_empty() && german != "…", "{english}");
        let both = |sign: char| english.matches(sign).count() == german.matches(sign).count();
        assert!(both('`'), "commands in {english} = {german}");
        let straight = |text: &str| text.matches(['"', '\'']).count();
        assert!(
            straight(&german) <= straight(&english),
            "straight quotation marks: {german}"
        );
    }
}

#[test]
fn the_catalogue_is_a_line_for_each_sentence_in_order() {
    let mut lines: Vec<&str> = CATALOGUE.lines().collect();
    lines.sort_by_key(|line| line.split("\" = \"").next().unwrap_or(line).to_owned());
    let ordered = lines.join("\n") + "\n";
    if ordered == CATALOGUE {
        return;
    }
    assert!(
        std::env::var_os("BLESS").is_some(),
        "assets/german.toml is out of order; `BLESS=1 cargo test` puts it in order"
    );
    std::fs::write(root().join("assets/german.toml"), ordered).expect("it can be written");
}

#[test]
fn every_sentence_is_found_in_the_catalogue() {
    let hole = Regex::new(r"\{\w+\}").expect("a sound pattern");
    let bare = |text: &str| hole.replace_all(text, "").into_owned();
    for (english, german) in catalogue() {
        let said = Said::listed(Box::leak(english.into_boxed_str()));
        assert_eq!(bare(&said.words(Tongue::German)), bare(&german));
    }
    let unknown = Said::listed("this is said nowhere");
    assert_eq!(unknown.words(Tongue::German), "this is said nowhere");
}

/// Outside words are quoted where they come in; a sentence that is written here must not pass for them.
#[test]
fn no_sentence_passes_for_words_from_outside() {
    let wrong =
        Regex::new(r#"quoting\(\s*&?(?:"|format!)|\.listed\(\s*""#).expect("a sound pattern");
    for (path, code) in sources() {
        assert!(
            !wrong.is_match(&code),
            "{} goes past the catalogue",
            path.display()
        );
    }
}

/// Every sentence that is said, with the file that says it.
fn sentences() -> BTreeMap<String, String> {
    let literal = r#""((?:[^"\\]|\\.|\\\n)*)""#;
    let say = Regex::new(&format!(r"\bsay!\(\s*{literal}")).expect("a sound pattern");
    let says = Regex::new(&format!(
        r"\bsays!\(\s*\w+(?:\s*=\s*[^;]+)?;\s*{literal}\s*,\s*{literal}"
    ))
    .expect("a sound pattern");
    let calls = Regex::new(r"\bsays?!\(").expect("a sound pattern");
    let mut found = BTreeMap::new();
    for (path, code) in sources() {
        let all = calls.find_iter(&code).count();
        let (one, two) = (say.find_iter(&code).count(), says.find_iter(&code).count());
        assert_eq!(
            one + two,
            all,
            "a sentence of {} could not be read",
            path.display()
        );
        for captures in say.captures_iter(&code).chain(says.captures_iter(&code)) {
            for key in captures.iter().skip(1).flatten() {
                found.insert(unescaped(key.as_str()), path.display().to_string());
            }
        }
    }
    found.extend(listed());
    // What is all holes and signs says nothing in any language.
    let bare = Regex::new(r"\{\w+\}").expect("a sound pattern");
    found.retain(|key, _| {
        let bare = bare.replace_all(key, "");
        bare.contains(|c: char| c.is_alphabetic() || matches!(c, '“' | '”'))
    });
    assert!(found.len() > 100, "the sentences were not found");
    found
}

/// Sentences of tables: of the actions, of the command line's help, of the themes.
fn listed() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in TABLE {
        found.insert(entry.help.to_owned(), "the table of actions".to_owned());
    }
    depesche::cli::helps(&depesche::cli::Arguments::command(), &mut |help| {
        found.insert(help.to_owned(), "the command line".to_owned());
    });
    let themes = depesche::config::Themes::built_in();
    for about in themes.names().filter_map(|name| themes.about(name)) {
        found.insert(about.to_string(), "the themes".to_owned());
    }
    found
}

/// The sources without comments and unit tests.
fn sources() -> Vec<(PathBuf, String)> {
    let mut open = vec![root().join("src")];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("the folder is there");
            open.extend(entries.map(|entry| entry.expect("it can be read").path()));
            continue;
        }
        let for_tests = path.file_stem().is_some_and(|stem| stem == "tests");
        if for_tests || path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a source can be read");
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        found.push((path, code.collect::<Vec<_>>().join("\n")));
    }
    found
}

fn unescaped(literal: &str) -> String {
    let continued = Regex::new(r"\\\n\s*").expect("a sound pattern");
    continued
        .replace_all(literal, "")
        .replace("\\n", "\n")
        .replace("\\\"", "\"")
        .replace("\\\\", "\\")
}

fn catalogue() -> BTreeMap<String, String> {
    let table: toml::Table = CATALOGUE.parse().expect("the catalogue is TOML");
    table
        .into_iter()
        .map(|(key, value)| (key, value.as_str().expect("a sentence").to_owned()))
        .collect()
}

fn holes(sentence: &str) -> BTreeSet<String> {
    let hole = Regex::new(r"\{(\w+)\}").expect("a sound pattern");
    hole.captures_iter(sentence)
        .map(|found| found[1].to_owned())
        .collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
