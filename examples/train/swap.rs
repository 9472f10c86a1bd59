//! Copies of documents with other names in them: what stands around a name then teaches more than the name.

use std::collections::HashMap;
use std::path::Path;

use depesche::highlight::Kind;
use depesche::recognise::names;

use super::Dice;
use super::data::{Name, Text, bit};

/// Names to put in.
struct Stock {
    first: Vec<String>,
    last: Vec<String>,
    companies: Vec<String>,
    listed: Vec<String>,
    organisations: Vec<String>,
    products: Vec<String>,
}

/// One copy of each whole document with its names exchanged.
pub fn copies(texts: &[Text], dir: &Path, dice: &mut Dice) -> Vec<Text> {
    let stock = stock(dir);
    texts
        .iter()
        .filter(|text| text.source != "corpus")
        .filter(|text| !text.source.starts_with("marked") || text.names.len() > 1)
        .map(|text| copy(text, &stock, dice))
        .collect()
}

fn stock(dir: &Path) -> Stock {
    let lexicon = dir.join("lexicon");
    let read = |file: &str| std::fs::read_to_string(lexicon.join(file)).expect("a list");
    let typed = |files: &[&str], kind: &str| -> Vec<String> {
        files
            .iter()
            .flat_map(|file| {
                read(&format!("own/{file}"))
                    .lines()
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
            .filter_map(|line| {
                let fields: Vec<&str> = line.split('\t').collect();
                (fields.get(1) == Some(&kind)).then(|| fields[0].to_owned())
            })
            .collect()
    };
    let persons = typed(&["persons.tsv"], "person");
    let mut first: Vec<String> = Vec::new();
    let mut last: Vec<String> = Vec::new();
    for person in &persons {
        let words: Vec<&str> = person.split(' ').collect();
        if words.len() == 2 {
            first.push(words[0].to_owned());
            last.push(words[1].to_owned());
        }
    }
    let surnames: Vec<String> = read("surnames.txt").lines().map(str::to_owned).collect();
    let wanted = last.len();
    last.extend(
        surnames
            .iter()
            .step_by((surnames.len() / wanted.max(1)).max(1))
            .cloned(),
    );
    Stock {
        first,
        last,
        companies: typed(
            &["companies-dach.tsv", "companies-world.tsv", "media.tsv"],
            "company",
        ),
        listed: read("companies.txt")
            .lines()
            .map(|line| names::without_legal_form(line).to_owned())
            .filter(|name| name.starts_with(char::is_uppercase) && name.split(' ').count() < 4)
            .collect(),
        organisations: typed(&["organisations.tsv"], "organisation"),
        products: typed(&["products.tsv"], "product"),
    }
}

fn pick<'a>(list: &'a [String], dice: &mut Dice) -> &'a str {
    &list[dice.below(list.len())]
}

/// A name nobody has: syllables put together.
fn invented(dice: &mut Dice) -> String {
    const FRONT: [&str; 24] = [
        "Ver", "No", "Sol", "Tek", "Al", "Bra", "Kon", "Lum", "Mar", "Ner", "Or", "Pel", "Quin",
        "Ras", "Sen", "Tor", "Ul", "Vi", "Wes", "Xen", "Ya", "Zel", "Kre", "Hol",
    ];
    const BACK: [&str; 24] = [
        "tix", "vara", "dex", "lio", "netic", "mann", "soft", "tech", "ra", "gen", "bank", "pharm",
        "media", "via", "con", "plan", "werk", "log", "ify", "ly", "tron", "lith", "san", "ex",
    ];
    let mut name = FRONT[dice.below(24)].to_owned();
    if dice.chance(40) {
        name.push_str(&FRONT[dice.below(24)].to_lowercase());
    }
    name.push_str(BACK[dice.below(24)]);
    name
}

fn copy(text: &Text, stock: &Stock, dice: &mut Dice) -> Text {
    let mut fresh: HashMap<usize, Option<String>> = HashMap::new();
    let mut out = Text {
        text: String::with_capacity(text.text.len()),
        names: Vec::with_capacity(text.names.len()),
        unmarked: text.unmarked,
        weight: text.weight,
        source: text.source,
    };
    let mut at = 0;
    for name in &text.names {
        out.text.push_str(&text.text[at..name.range.start]);
        let surface = &text.text[name.range.clone()];
        let put = if name.entity == usize::MAX {
            surface.to_owned()
        } else {
            match fresh
                .entry(name.entity)
                .or_insert_with(|| another(name, stock, dice))
            {
                Some(full) => form(name, surface, full),
                None => surface.to_owned(),
            }
        };
        let start = out.text.len();
        out.text.push_str(&put);
        out.names.push(Name {
            range: start..out.text.len(),
            full: put,
            ..name.clone()
        });
        at = name.range.end;
    }
    out.text.push_str(&text.text[at..]);
    out
}

/// Another name of the same kind; none to leave it.
fn another(name: &Name, stock: &Stock, dice: &mut Dice) -> Option<String> {
    let name = match name.kinds {
        kinds if kinds == bit(Kind::Person) => {
            format!("{} {}", pick(&stock.first, dice), pick(&stock.last, dice))
        }
        kinds if kinds == bit(Kind::Company) => match dice.below(10) {
            0..4 => pick(&stock.companies, dice).to_owned(),
            4..7 => pick(&stock.listed, dice).to_owned(),
            7 => invented(dice),
            8 => pick(&stock.last, dice).to_owned(),
            _ => return None,
        },
        kinds if kinds == bit(Kind::Organisation) && dice.chance(50) => {
            pick(&stock.organisations, dice).to_owned()
        }
        kinds if kinds == bit(Kind::Product) && dice.chance(50) => {
            pick(&stock.products, dice).to_owned()
        }
        _ => return None,
    };
    Some(name)
}

/// The new name in the form the old one has here.
fn form(name: &Name, surface: &str, full: &str) -> String {
    let old: Vec<&str> = name.full.split(' ').collect();
    let genitive = surface
        .strip_suffix('s')
        .is_some_and(|stem| name.full == stem || old.last() == Some(&stem));
    let ending = if genitive { "s" } else { "" };
    if name.kinds == bit(Kind::Person) && !surface.contains(' ') {
        let (first, last) = full.split_once(' ').unwrap_or(("", full));
        if old.len() > 1 && old[0] == surface {
            return first.to_owned();
        }
        return format!("{last}{ending}");
    }
    format!("{full}{ending}")
}
