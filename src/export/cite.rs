//! Bibliographies: `BibLaTeX` entries (the manual of biblatex, 2.1 and 2.2) and CSL-JSON (the schema of the Citation Style
//! Language, 1.0.2).
//!
//! An article of a named paper is an article in it, one without is a page on the web. What the source calls the byline
//! is taken apart into persons; what does not look like persons stands as it is, so that no agency gets a first name.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::article::{Article, Published};
use crate::ask::Opened;
use crate::text;

use super::{dashed, note_in_words};

/// Gives each article a key to cite it by: who, when, the first word of the headline; letters tell equal ones apart.
#[derive(Debug, Default)]
pub struct Keys {
    given: HashMap<String, usize>,
}

impl Keys {
    pub(super) fn next(&mut self, opened: &Opened) -> String {
        let article = &opened.article;
        let who = match authors(article).first() {
            Some(Author::Person { family, .. }) => family.clone(),
            Some(Author::Literal(name)) => name.clone(),
            None => article.source.as_deref().unwrap_or("").to_owned(),
        };
        let year = article.published.map(|it| it.day().year().to_string());
        let word = article
            .title
            .split_whitespace()
            .map(|word| dashed(word, 20))
            .find(|word| word.len() > 3)
            .unwrap_or_default();
        let parts = [dashed(&who, 20), year.unwrap_or_default(), word];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let key = if parts.is_empty() {
            format!("article-{}", opened.id)
        } else {
            parts.join("-")
        };
        let times = self.given.entry(key.clone()).or_default();
        *times += 1;
        match *times {
            1 => key,
            // "-2" could be the beginning of another one's headline; "--2" is no key of any.
            times => format!("{key}--{times}"),
        }
    }
}

/// Who wrote an article.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Author {
    Person { given: String, family: String },
    Literal(String),
}

fn authors(article: &Article) -> Vec<Author> {
    let Some(byline) = &article.byline else {
        return Vec::new();
    };
    let bare = ["Von ", "von ", "By ", "by "]
        .iter()
        .find_map(|sign| byline.strip_prefix(sign))
        .unwrap_or(byline);
    bare.split([',', ';', '/'])
        .flat_map(|part| part.split(" und "))
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(author)
        .collect()
}

/// Two to four capitalised words, small ones such as "van der" between them, are a person's.
fn author(name: &str) -> Author {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&&str| word.starts_with(char::is_uppercase);
    let shouts = |word: &&str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let plain = |c: char| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’');
    let person = (2..=5).contains(&words.len())
        && words.first().is_some_and(|word| capital(&word))
        && words.last().is_some_and(|word| capital(&word))
        && words.iter().filter(capital).count() <= 4
        && words.iter().all(|word| word.chars().all(plain))
        && !words.iter().any(shouts);
    if !person {
        return Author::Literal(name.to_owned());
    }
    // The family begins with its small words, or is the last one.
    let family = words
        .iter()
        .position(|word| word.starts_with(char::is_lowercase))
        .unwrap_or(words.len() - 1);
    Author::Person {
        given: words[..family].join(" "),
        family: words[family..].join(" "),
    }
}

/// An entry of a `BibLaTeX` file.
pub(super) fn bibtex(opened: &Opened, key: &str, today: Date) -> String {
    let article = &opened.article;
    let kind = if article.source.is_some() {
        "article"
    } else {
        "online"
    };
    let mut out = format!("@{kind}{{{key},\n");
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let _ = writeln!(out, "  {name} = {{{value}}},");
        }
    };
    // Styles put headlines into lower case but for what stands in braces of its own.
    field("title", Some(format!("{{{}}}", tex(&article.title))));
    let names: Vec<String> = authors(article)
        .into_iter()
        .map(|author| match author {
            Author::Person { given, family } => format!("{}, {}", tex(&family), tex(&given)),
            Author::Literal(name) => format!("{{{}}}", tex(&name)),
        })
        .collect();
    field("author", Some(names.join(" and ")));
    if let Some(source) = &article.source {
        field("journaltitle", Some(tex(source)));
        field("entrysubtype", Some("newspaper".to_owned()));
    }
    field("date", article.published.map(|it| biblatex_date(&it)));
    if let Some(url) = &article.url {
        // These are taken as they are; a link holds no brace and no backslash.
        field("url", Some(url.to_string()));
        field("urldate", Some(today.to_string()));
    }
    let language = article.language.map(|language| match language.code() {
        "de" => "german".to_owned(),
        "en" => "english".to_owned(),
        code => code.to_owned(),
    });
    field("langid", language);
    let tags: Vec<String> = opened.tags.iter().map(|tag| tex(tag)).collect();
    field("keywords", Some(tags.join(", ")));
    field("annotation", notes(opened).map(|notes| tex(&notes)));
    out + "}\n\n"
}

/// Dates of `BibLaTeX` know no seconds but with a time zone (ISO 8601-2, level 1): day, month or year suffice to cite.
fn biblatex_date(published: &Published) -> String {
    match published {
        Published::Instant(..) => published.day().to_string(),
        other => other.to_string(),
    }
}

/// Text for a field of a `BibLaTeX` file: no sign of it is one of TeX's, and braces, which `BibTeX` counts whatever
/// stands before them, are commands.
pub(super) fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("{\\textbackslash}"),
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '`' => out.push_str("{\\textasciigrave}"),
            // German styles make letters of this sign.
            '"' => out.push_str("{\\textquotedbl}"),
            // Two of these become another sign.
            '-' | '\'' if out.ends_with(c) => {
                out.push_str("{}");
                out.push(c);
            }
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An object of a CSL-JSON file.
pub(super) fn csl(opened: &Opened, key: &str, today: Date) -> String {
    let article = &opened.article;
    let mut out = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(name.to_owned(), value);
        }
    };
    let kind = if article.source.is_some() {
        "article-newspaper"
    } else {
        "webpage"
    };
    put("id", Some(json!(key)));
    put("type", Some(json!(kind)));
    put("title", Some(json!(article.title.as_str())));
    let names: Vec<Value> = authors(article)
        .into_iter()
        .map(|author| match author {
            Author::Person { given, family } => json!({ "family": family, "given": given }),
            Author::Literal(name) => json!({ "literal": name }),
        })
        .collect();
    put("author", (!names.is_empty()).then_some(Value::Array(names)));
    let source = article.source.as_ref();
    put("container-title", source.map(|it| json!(it.as_str())));
    put("issued", article.published.map(|it| date_parts(&it)));
    if let Some(url) = &article.url {
        put("URL", Some(json!(url.as_str())));
        put("accessed", Some(date_parts(&Published::Day(today))));
    }
    put("language", article.language.map(|it| json!(it.code())));
    let tags = (!opened.tags.is_empty()).then(|| json!(opened.tags.join(", ")));
    put("keyword", tags);
    put("note", notes(opened).map(Value::from));
    Value::Object(out).to_string()
}

fn date_parts(published: &Published) -> Value {
    let day = published.day();
    let parts = [
        i64::from(day.year()),
        i64::from(day.month()),
        i64::from(day.day()),
    ];
    let known = usize::from(published.precision().min(3));
    json!({ "date-parts": [parts[..known]] })
}

fn notes(opened: &Opened) -> Option<String> {
    let notes: Vec<String> = opened.notes.iter().map(note_in_words).collect();
    (!notes.is_empty()).then(|| text::Clean::preformatted(&notes.join("\n")).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(byline: &str) -> Vec<Author> {
        authors(&Article {
            byline: Some(byline.into()),
            ..Article::default()
        })
    }

    fn person(given: &str, family: &str) -> Author {
        Author::Person {
            given: given.to_owned(),
            family: family.to_owned(),
        }
    }

    #[test]
    fn bylines_are_taken_apart_into_persons_and_agencies() {
        let literal = |name: &str| Author::Literal(name.to_owned());
        for (byline, expected) in [
            (
                "Von Anna Berg und Max van der Meer",
                vec![person("Anna", "Berg"), person("Max", "van der Meer")],
            ),
            (
                "J. R. Tolk, Mira O’Neil-Falk",
                vec![person("J. R.", "Tolk"), person("Mira", "O’Neil-Falk")],
            ),
            ("APA/Reuters", vec![literal("APA"), literal("Reuters")]),
            ("APA Wien", vec![literal("APA Wien")]),
            ("red", vec![literal("red")]),
            ("Team {x} and", vec![literal("Team {x} and")]),
        ] {
            assert_eq!(by(byline), expected, "{byline}");
        }
    }

    #[test]
    fn no_sign_of_a_field_is_one_of_tex() {
        assert_eq!(
            tex(r"50 % \input{x}_$"),
            r"50 \% {\textbackslash}input{\textbraceleft}x{\textbraceright}\_\$"
        );
    }
}
