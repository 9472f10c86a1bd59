//! The training data: documents with entity lists, marked passages, token corpora.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use depesche::highlight::Kind;
use serde::Deserialize;

/// A text whose names are known, as far as its source tells.
#[derive(Debug, Clone)]
pub struct Text {
    pub text: String,
    pub names: Vec<Name>,
    /// Kinds that the source leaves unmarked.
    pub unmarked: u8,
    pub weight: f32,
    pub source: &'static str,
}

/// A marked stretch of a text.
#[derive(Debug, Clone)]
pub struct Name {
    pub range: Range<usize>,
    /// The kinds it may have, one bit each.
    pub kinds: u8,
    /// Whether it may also be none (place adjectives, works).
    pub or_none: bool,
    /// Number of the entity in the text.
    pub entity: usize,
    /// The entity's fullest name.
    pub full: String,
}

pub fn bit(kind: Kind) -> u8 {
    1 << kind as u8
}

#[derive(Deserialize)]
pub struct Document {
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    companies: Vec<Listed>,
    #[serde(default)]
    persons: Vec<Listed>,
    #[serde(default)]
    organisations: Vec<Listed>,
    #[serde(default)]
    places: Vec<Listed>,
    #[serde(default)]
    products: Vec<Listed>,
    #[serde(default)]
    only: Vec<Only>,
}

#[derive(Deserialize)]
struct Listed {
    name: String,
    #[serde(default)]
    surfaces: Vec<String>,
}

#[derive(Deserialize)]
struct Only {
    surface: String,
    kind: String,
    #[serde(default)]
    contexts: Vec<String>,
}

/// Reads everything below the data directory that may be trained on.
pub fn read(dir: &Path, keep_back: bool) -> Vec<Text> {
    let mut out = Vec::new();
    for (file, source) in [
        ("wikinews-de.jsonl", "wikinews-de"),
        ("wikinews-en.jsonl", "wikinews-en"),
    ] {
        for (n, line) in lines(&dir.join("train").join(file)).enumerate() {
            if keep_back && n % 8 == 3 {
                continue;
            }
            let document: Document = serde_json::from_str(&line).expect("a document a line");
            out.push(from_document(document, source, n));
        }
    }
    for (file, source) in [
        ("synthetic-de.txt", "marked-de"),
        ("synthetic-en.txt", "marked-en"),
        ("articles-de.txt", "articles-de"),
    ] {
        let whole = std::fs::read_to_string(dir.join("train").join(file)).expect("marked prose");
        let parts: Vec<&str> = if whole.contains("-DOC-") {
            whole.split("-DOC-").collect()
        } else {
            whole.lines().collect()
        };
        out.extend(
            parts
                .into_iter()
                .enumerate()
                .filter(|(n, part)| {
                    let back = keep_back && source == "articles-de" && n % 8 == 3;
                    !back && !part.trim().is_empty()
                })
                .map(|(_, part)| from_marks(part.trim(), source)),
        );
    }
    for (prose, source) in [
        (include_str!("prose-de.txt"), "prose-de"),
        (include_str!("prose-en.txt"), "prose-en"),
    ] {
        out.extend(prose.lines().map(|line| from_marks(line, source)));
    }
    for (file, weight) in [
        ("germeval-dev", 0.5),
        ("germeval-test", 0.5),
        ("smartdata-news-train", 0.4),
        ("smartdata-news-test", 0.4),
        ("smartdata-other-train", 0.2),
        ("mobie-train", 0.1),
        ("ler-com", 0.1),
        ("wikigold", 0.4),
        ("wnut-train", 0.2),
        ("btc", 0.2),
        ("uner-en-dev", 0.3),
    ] {
        let path = dir.join("corpora").join(format!("{file}.tsv"));
        let whole = std::fs::read_to_string(path).expect("a corpus");
        out.extend(
            whole
                .split("-DOC-")
                .map(|part| from_tokens(part, weight))
                .filter(|text| !text.text.trim().is_empty()),
        );
    }
    loosen_place_adjectives(&mut out);
    out
}

fn lines(path: &Path) -> impl Iterator<Item = String> {
    let whole = std::fs::read_to_string(path).expect("a readable file");
    whole
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

fn from_document(document: Document, source: &'static str, n: usize) -> Text {
    let mut surfaces: Vec<(String, Kind, usize, String)> = Vec::new();
    let mut entity = 0;
    for (kind, list) in [
        (Kind::Company, &document.companies),
        (Kind::Person, &document.persons),
        (Kind::Organisation, &document.organisations),
        (Kind::Place, &document.places),
        (Kind::Product, &document.products),
    ] {
        for listed in list {
            for surface in listed.surfaces.iter().chain([&listed.name]) {
                if !surface.is_empty() {
                    surfaces.push((surface.clone(), kind, entity, listed.name.clone()));
                }
            }
            entity += 1;
        }
    }
    surfaces.sort_by(|a, b| (b.0.len(), &a.0, a.1, a.2).cmp(&(a.0.len(), &b.0, b.1, b.2)));
    surfaces.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
    let mut text = document.text;
    let mut taken = vec![false; text.len()];
    let mut names = Vec::new();
    for (surface, kind, entity, full) in surfaces {
        let only: Vec<&String> = document
            .only
            .iter()
            .filter(|only| only.surface == surface && only.kind == kind.word())
            .flat_map(|only| &only.contexts)
            .collect();
        for (at, _) in text.match_indices(&surface) {
            let range = at..at + surface.len();
            if taken[range.clone()].iter().any(|t| *t) || !stands_alone(&text, &range) {
                continue;
            }
            if !only.is_empty() && !only.iter().any(|context| covers(&text, context, &range)) {
                continue;
            }
            taken[range.clone()].fill(true);
            names.push(Name {
                range,
                kinds: bit(kind),
                or_none: false,
                entity,
                full: full.clone(),
            });
        }
    }
    names.sort_by_key(|name| name.range.start);
    // Every other document has its headline run into the text, as many sources deliver it.
    if n % 2 == 0
        && let Some(at) = text.find("\n\n")
    {
        text.replace_range(at..at + 2, ". ");
    }
    Text {
        text,
        names,
        unmarked: 0,
        weight: 1.0,
        source,
    }
}

fn covers(text: &str, context: &str, range: &Range<usize>) -> bool {
    text.match_indices(context)
        .any(|(at, _)| at <= range.start && at + context.len() >= range.end)
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    before.is_none_or(|c| !c.is_alphanumeric()) && after.is_none_or(|c| !c.is_alphanumeric())
}

/// Services that the marked prose calls a product and the documents a company.
const PLATFORMS: [&str; 16] = [
    "twitter",
    "facebook",
    "instagram",
    "tiktok",
    "whatsapp",
    "telegram",
    "youtube",
    "spotify",
    "netflix",
    "wikipedia",
    "skype",
    "snapchat",
    "linkedin",
    "reddit",
    "zoom",
    "xing",
];

fn from_marks(part: &str, source: &'static str) -> Text {
    let mut text = String::new();
    let mut names: Vec<Name> = Vec::new();
    let part = part.replace("\n\n", "\n").replace('\n', "\n\n");
    let mut rest = part.as_str();
    while let Some(at) = rest.find('[') {
        let (kind, width) = match rest[at + 1..].as_bytes() {
            [b'C', b':', ..] => (Kind::Company, 3),
            [b'P', b':', ..] => (Kind::Person, 3),
            [b'O', b':', ..] => (Kind::Organisation, 3),
            [b'L', b':', ..] => (Kind::Place, 3),
            [b'X', b':', ..] => (Kind::Product, 3),
            _ => {
                text.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
                continue;
            }
        };
        let Some(end) = rest[at..].find(']').map(|end| at + end) else {
            break;
        };
        text.push_str(&rest[..at]);
        let name = &rest[at + width..end];
        let kind = if kind == Kind::Product && PLATFORMS.contains(&name.to_lowercase().as_str()) {
            Kind::Company
        } else {
            kind
        };
        let start = text.len();
        text.push_str(name);
        // The same words, or a surname of a full name before, are the same entity.
        let same = names.iter().find(|other| {
            other.kinds == bit(kind)
                && (other.full == name
                    || kind == Kind::Person
                        && !name.contains(' ')
                        && other
                            .full
                            .split(' ')
                            .any(|word| word == name || name.strip_suffix('s') == Some(word)))
        });
        let (entity, full) = same.map_or_else(
            || (names.len(), name.to_owned()),
            |other| (other.entity, other.full.clone()),
        );
        names.push(Name {
            range: start..text.len(),
            kinds: bit(kind),
            or_none: false,
            entity,
            full,
        });
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    Text {
        text,
        names,
        unmarked: 0,
        weight: 1.0,
        source,
    }
}

fn from_tokens(part: &str, weight: f32) -> Text {
    let mut text = String::new();
    let mut names: Vec<Name> = Vec::new();
    let mut open_quote = false;
    let mut no_space = true;
    for line in part.lines() {
        let Some((word, tag)) = line.split_once('\t') else {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push_str("\n\n");
                no_space = true;
                open_quote = false;
            }
            continue;
        };
        let quote = matches!(word, "\"" | "``" | "''");
        let closes = matches!(
            word,
            "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "“" | "”" | "»" | "'s" | "’s"
        ) || quote && open_quote;
        if !no_space && !closes {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(if quote { "\"" } else { word });
        no_space = matches!(word, "(" | "[" | "„" | "«") || quote && !open_quote;
        if quote {
            open_quote = !open_quote;
        }
        let (place, label) = tag.split_once('-').unwrap_or(("O", ""));
        let (kinds, or_none) = match label {
            "COM" => (bit(Kind::Company), false),
            "ORG" => (bit(Kind::Organisation), false),
            "ORGX" => (bit(Kind::Company) | bit(Kind::Organisation), false),
            "PER" => (bit(Kind::Person), false),
            "LOC" => (bit(Kind::Place), false),
            // Works, products, events, languages: of these only some are marked elsewhere.
            "MISC" => (bit(Kind::Product), true),
            _ => continue,
        };
        if place == "I"
            && let Some(last) = names.last_mut()
            && last.kinds == kinds
            && last.range.end + 1 >= start
        {
            last.range.end = text.len();
            continue;
        }
        names.push(Name {
            range: start..text.len(),
            kinds,
            or_none,
            entity: names.len(),
            full: word.to_owned(),
        });
    }
    Text {
        text,
        names,
        unmarked: 0,
        weight,
        source: "corpus",
    }
}

/// Sources differ on whether "Wiener" in front of a noun is a place; what they differ on is not learned.
fn loosen_place_adjectives(texts: &mut [Text]) {
    let mut adjectives: HashSet<String> = HashSet::new();
    let is_adjective = |word: &str| word.ends_with("er") && !word.contains(' ');
    for text in texts.iter_mut() {
        for name in &mut text.names {
            let word = &text.text[name.range.clone()];
            if name.kinds == bit(Kind::Place) && is_adjective(word) {
                name.or_none = true;
                if text.source == "wikinews-de" {
                    adjectives.insert(word.to_owned());
                }
            }
        }
    }
    for text in texts.iter_mut().filter(|text| text.source != "wikinews-de") {
        let known: HashMap<usize, usize> = text
            .names
            .iter()
            .map(|name| (name.range.start, name.range.end))
            .collect();
        let mut covered = vec![false; text.text.len() + 1];
        for (start, end) in known {
            covered[start..end].fill(true);
        }
        let mut more = Vec::new();
        for (at, word) in words(&text.text) {
            if adjectives.contains(word) && !covered[at] {
                more.push(Name {
                    range: at..at + word.len(),
                    kinds: bit(Kind::Place),
                    or_none: true,
                    entity: usize::MAX,
                    full: word.to_owned(),
                });
            }
        }
        text.names.extend(more);
        text.names.sort_by_key(|name| name.range.start);
    }
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - base, word))
}
