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

/// One copy of each document with its names exchanged, two where companies are in it.
pub fn copies(texts: &[Text], dir: &Path, dice: &mut Dice) -> Vec<Text> {
    let stock = stock(dir);
    texts
        .iter()
        .filter(|text| text.source != "corpus")
        .filter(|text| !text.source.starts_with("marked") || text.names.len() > 1)
        .flat_map(|text| {
            let companies = text
                .names
                .iter()
                .any(|name| name.kinds == bit(Kind::Company));
            std::iter::repeat_n(text, 1 + usize::from(companies))
        })
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

/// Parts that make names of enterprises nobody has: two lists a manner, one of each is put together.
const PARTS: [(&[&str], &[&str]); 5] = [
    (
        &[
            "Penny", "Ledger", "North", "Silver", "Bright", "Cloud", "Green", "Stone", "River",
            "Iron", "Blue", "Harbor", "Oak", "Maple", "Sun", "Moon", "Swift", "Clear", "Red",
            "Bay", "Wind", "Copper", "Star", "Wild", "Fox", "Hill", "King", "Lake", "Snow",
            "Thorn",
        ],
        &[
            "well", "line", "gate", "works", "soft", "wave", "point", "path", "field", "bridge",
            "light", "tree", "way", "mark", "cart", "pay", "port", "desk", "forge", "stack",
            "cell", "view", "ware", "ridge", "fire", "craft", "chain", "bird", "box", "spring",
        ],
    ),
    (
        &[
            "Ver", "No", "Sol", "Tek", "Al", "Bra", "Kon", "Lum", "Mar", "Ner", "Or", "Pel",
            "Quin", "Ras", "Sen", "Tor", "Ul", "Vi", "Wes", "Xen", "Ya", "Zel", "Kre", "Hol",
            "Norr", "Sax", "Hel", "Vol", "Ambi", "Novi",
        ],
        &[
            "tix", "vara", "dex", "lio", "netic", "mann", "soft", "tech", "ra", "gen", "bank",
            "pharm", "media", "via", "con", "plan", "werk", "log", "ify", "ly", "tron", "lith",
            "san", "ex", "onic", "cell", "taris", "via", "um", "is",
        ],
    ),
    (
        &[
            "Alpen", "Donau", "Nord", "Süd", "Berg", "Stahl", "Holz", "Wald", "Licht", "Kraft",
            "Bau", "Solar", "Energie", "Ost", "Rhein", "Elb", "Isar", "Mur", "Inn", "Silber",
            "Papier", "Glas", "Wein", "Vieh",
        ],
        &[
            "werk", "bau", "strom", "tec", "haus", "pack", "druck", "bank", "technik", "glas",
            "metall", "bräu", "bahn", "verlag", "mobil", "hof", "post", "netz", "kauf", "markt",
        ],
    ),
    (
        &[
            "Data", "Health", "Bio", "Fin", "Robo", "Eco", "Med", "Tele", "Auto", "Agro", "Aero",
            "Cyber", "Geo", "Info", "Inter", "Micro", "Opti", "Uni",
        ],
        &[
            "Hub", "Lab", "Flow", "Tech", "Wise", "Bot", "Grid", "Net", "Soft", "Com", "Plan",
            "Works", "Line", "Care", "Pay", "Sys",
        ],
    ),
    (
        &[
            "A", "B", "D", "E", "F", "G", "K", "L", "M", "N", "O", "P", "R", "S", "T", "V",
        ],
        &[
            "BX", "CG", "DV", "GL", "KB", "LM", "MT", "NR", "PG", "RS", "TK", "VT", "BKL", "STG",
            "M", "W",
        ],
    ),
];

/// The name of an enterprise nobody has.
fn invented(dice: &mut Dice) -> String {
    let manner = match dice.below(20) {
        0..5 => 0,
        5..12 => 1,
        12..16 => 2,
        16..18 => 3,
        _ => 4,
    };
    let (front, back) = PARTS[manner];
    let mut name = front[dice.below(front.len())].to_owned();
    if manner == 1 && dice.chance(40) {
        name.push_str(&front[dice.below(front.len())].to_lowercase());
    }
    name.push_str(back[dice.below(back.len())]);
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
            0..3 => pick(&stock.companies, dice).to_owned(),
            3..5 => pick(&stock.listed, dice).to_owned(),
            5..9 => invented(dice),
            9 if dice.chance(50) => pick(&stock.last, dice).to_owned(),
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
    // "Siemens AG" becomes "Norrcell AG" where "Siemens" becomes "Norrcell".
    let bare = names::without_legal_form(surface);
    let legal = surface.strip_prefix(bare).unwrap_or("");
    if name.kinds == bit(Kind::Company) && !legal.is_empty() && !bare.is_empty() {
        return format!("{full}{legal}");
    }
    format!("{full}{ending}")
}
