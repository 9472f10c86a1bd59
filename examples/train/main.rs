//! Trains the tagger: `cargo run --release --example train -- DATA` reads the training data below DATA and writes
//! `assets/model/names.model`. Two runs write the same bytes; it takes about two minutes of one core.
//!
//! `-- DATA OUT --keep-back` leaves out every eighth of the documents, to measure on them. What is in DATA and what
//! of it counts how much is told in [`data`]; names are put in place of others by [`swap`].
//!
//! `-- --tag FILE [MODEL]` prints what is recognised in the documents of a JSON Lines file, one object a line.

mod data;
mod learn;
mod swap;

use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

use depesche::article::{Article, Body};
use depesche::highlight::Kind;
use depesche::recognise::doc::Doc;
use depesche::recognise::features::{self, BITS, Sight, fingerprint, imprint};
use depesche::recognise::lexicon::{Hit, Lexicon};
use depesche::recognise::words::{self, Class, Table, Words};
use depesche::recognise::{Recogniser, model};

use data::Text;
use learn::{Example, Learner};

/// How often the learner reads everything.
const EPOCHS: usize = 4;
/// In how many of 100 readings of a text a name of the lexicon is hidden.
const FORGET: u64 = 10;
/// Of how many frequent capitalised words of each language the class is known.
const CLASSES: usize = 80_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [flag, file] if flag == "--tag" => tag(Path::new(file), &Recogniser::new()),
        [flag, file, model] if flag == "--tag" => {
            let model = std::fs::read(model).expect("a model");
            let recogniser = Recogniser::with_model(&model).expect("a sound model");
            tag(Path::new(file), &recogniser);
        }
        [data] => train(Path::new(data), "assets/model/names.model", false),
        [data, out] => train(Path::new(data), out, false),
        [data, out, flag] if flag == "--keep-back" => train(Path::new(data), out, true),
        _ => eprintln!("usage: train DATA [OUT [--keep-back]] | train --tag FILE [MODEL]"),
    }
}

fn tag(file: &Path, recogniser: &Recogniser) {
    for line in std::fs::read_to_string(file).expect("a file").lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("an object a line");
        let article = Article {
            body: Body::from_text(value["text"].as_str().unwrap_or("")),
            ..Article::default()
        };
        let found = recogniser.recognise(&article);
        let list = |kind: Kind| -> Vec<serde_json::Value> {
            found
                .entities
                .iter()
                .filter(|entity| entity.kind() == kind)
                .map(|entity| {
                    let mut surfaces: Vec<&str> = entity
                        .mentions
                        .iter()
                        .map(|range| &article.body.text()[range.clone()])
                        .collect();
                    surfaces.sort_unstable();
                    surfaces.dedup();
                    serde_json::json!({"name": entity.name, "surfaces": surfaces, "aliases": entity.aliases})
                })
                .collect()
        };
        println!(
            "{}",
            serde_json::json!({
                "id": value["id"],
                "companies": list(Kind::Company),
                "persons": list(Kind::Person),
                "organisations": list(Kind::Organisation),
                "places": list(Kind::Place),
                "products": list(Kind::Product),
            })
        );
    }
}

/// A small generator of numbers (`SplitMix64`), seeded alike in every run.
pub struct Dice(u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn chance(&mut self, of_100: u64) -> bool {
        self.next() % 100 < of_100
    }
}

fn train(dir: &Path, out: &str, keep_back: bool) {
    let started = Instant::now();
    let mut texts = data::read(dir, keep_back);
    let words = words(dir);
    let lexicon = Lexicon::new();
    let mut dice = Dice(20_240_324);
    let copies = swap::copies(&texts, dir, &mut dice);
    texts.extend(copies);
    eprintln!("{} texts read, {:?}", texts.len(), started.elapsed());

    let words = with_words_never_in_names(words, &texts, &lexicon);
    let mut counts = vec![0_u8; 1 << BITS];
    let mut tokens = 0;
    let mut lost = HashMap::new();
    for text in &texts {
        for example in examples(text, &words, &lexicon, None, Some(&mut lost)) {
            tokens += example.rows.len();
            for row in example.rows.iter().flatten() {
                counts[*row as usize] = counts[*row as usize].saturating_add(1);
            }
        }
    }
    let mut lost: Vec<(String, usize)> = lost.into_iter().collect();
    lost.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), word.clone()));
    let total: usize = lost.iter().map(|(_, count)| count).sum();
    eprintln!(
        "{tokens} words looked at; {total} marked words are not, such as {:?}",
        &lost[..lost.len().min(40)]
    );

    let mut learner = Learner::new();
    let mut order: Vec<usize> = (0..texts.len()).collect();
    for epoch in 0..EPOCHS {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        let mut loss = 0.0_f64;
        for text in &order {
            // Now and then the lexicon is silent, so that the tagger does not lean on it alone.
            let forget = Some(dice.next());
            for mut example in examples(&texts[*text], &words, &lexicon, forget, None) {
                for rows in &mut example.rows {
                    rows.retain(|row| counts[*row as usize] > 1);
                }
                loss += f64::from(learner.learn(&example));
            }
        }
        eprintln!("epoch {epoch}: loss {loss:.0}, {:?}", started.elapsed());
    }
    let (rows, scale, steps) = learner.finish();
    let file = model::write(&rows, scale, &steps, &words).expect("compressed");
    eprintln!(
        "{} rows, {} bytes, {:?}",
        rows.len(),
        file.len(),
        started.elapsed()
    );
    std::fs::write(out, file).expect("written");
}

/// Adds which capitalised words are frequent and in no name; the tagger need not look at them.
fn with_words_never_in_names(words: Words, texts: &[Text], lexicon: &Lexicon) -> Words {
    let mut seen: HashMap<u32, (usize, usize)> = HashMap::new();
    for text in texts {
        let doc = Doc::new("", &text.text);
        let mut in_name = vec![false; doc.tokens.len()];
        for hit in lexicon.hits_in(&doc) {
            in_name[hit.first_token..hit.first_token + hit.tokens].fill(true);
        }
        for name in &text.names {
            let range = name.range.start + doc.body_at()..name.range.end + doc.body_at();
            in_name[doc.within(&range)].fill(true);
        }
        for (token, in_name) in in_name.iter().enumerate() {
            let word = doc.word(token);
            if word.starts_with(char::is_uppercase) {
                let (all, named) = seen.entry(imprint(word)).or_default();
                *all += 1;
                *named += usize::from(*in_name);
            }
        }
    }
    let mut flags: HashMap<u32, u8> = words.flags.entries().collect();
    for (hash, (all, named)) in seen {
        if all >= 15 && named == 0 {
            *flags.entry(hash).or_default() |= words::NEVER;
        }
    }
    let mut entries: Vec<(u32, u8)> = flags.into_iter().collect();
    entries.sort_unstable();
    Words {
        flags: Table::new(&entries),
        ..words
    }
}

/// The stretches of a text with features and allowed labels.
fn examples(
    text: &Text,
    words: &Words,
    lexicon: &Lexicon,
    forget: Option<u64>,
    mut lost: Option<&mut HashMap<String, usize>>,
) -> Vec<Example> {
    let doc = Doc::new("", &text.text);
    let mut hits = lexicon.hits_in(&doc);
    if let Some(seed) = forget {
        hits.retain(|hit: &Hit| {
            let mut dice = Dice(seed ^ (u64::from(hit.entry) << 20));
            !dice.chance(FORGET)
        });
    }
    let shift = doc.body_at();
    let none = 1 | learn::labels(text.unmarked, true) | learn::labels(text.unmarked, false);
    let mut allowed = vec![none; doc.tokens.len()];
    let mut marked = vec![false; doc.tokens.len()];
    for name in &text.names {
        let range = name.range.start + shift..name.range.end + shift;
        for (n, token) in doc.within(&range).enumerate() {
            allowed[token] = learn::labels(name.kinds, n == 0);
            if name.or_none {
                allowed[token] |= none;
            } else {
                marked[token] = true;
            }
        }
    }
    let stretches = features::stretches(&doc, words, &hits);
    let sight = Sight::new(&doc, words, &hits, &stretches);
    let mut out = Vec::new();
    for stretch in stretches {
        let mut rows = Vec::with_capacity(stretch.len());
        for token in stretch.clone() {
            let mut row = Vec::with_capacity(40);
            sight.features(token, &mut row);
            rows.push(row);
            marked[token] = false;
        }
        let mut labels = allowed[stretch].to_vec();
        // A name that begins before the stretch cannot be gone on with.
        if labels[0] & 1 == 0 {
            let inner = labels[0] & 0b101_0101_0100;
            if inner != 0 {
                labels[0] |= inner >> 1;
            }
        }
        out.push(Example {
            rows,
            allowed: labels,
            weight: text.weight,
        });
    }
    if let Some(lost) = &mut lost {
        for (token, marked) in marked.iter().enumerate() {
            if *marked {
                *lost.entry(doc.word(token).to_owned()).or_default() += 1;
            }
        }
    }
    out
}

/// What is known of single words, from the lists.
fn words(dir: &Path) -> Words {
    let mut flags: HashMap<u32, u8> = HashMap::new();
    let lexicon = dir.join("lexicon");
    let read = |file: &str| std::fs::read_to_string(lexicon.join(file)).expect("a list");
    for (file, flag) in [
        ("first-names.txt", words::FIRST_NAME),
        ("surnames.txt", words::SURNAME),
        ("places.txt", words::PLACE),
        ("companies.txt", words::LISTED),
    ] {
        for line in read(file).lines() {
            let name = depesche::recognise::names::without_legal_form(line.trim());
            if !name.contains(' ') && name.chars().count() > 1 {
                *flags.entry(fingerprint(name)).or_default() |= flag;
            }
        }
    }
    let mut classes = Vec::new();
    for language in ["de", "en"] {
        let read = |file: String| {
            let mut text = String::new();
            let packed = std::fs::File::open(lexicon.join(file)).expect("a list");
            flate2::read::GzDecoder::new(packed)
                .read_to_string(&mut text)
                .expect("gzip");
            text
        };
        let chances: HashMap<String, f32> =
            serde_json::from_str(&read(format!("{language}_lexeme_prob.json.gz")))
                .expect("a table");
        for (word, chance) in &chances {
            if *chance < -14.5 || !word.starts_with(char::is_lowercase) {
                continue;
            }
            let mut capital: String = word.chars().take(1).flat_map(char::to_uppercase).collect();
            capital.extend(word.chars().skip(1));
            if chances
                .get(&capital)
                .is_none_or(|other| *chance > other - 1.5)
            {
                *flags.entry(fingerprint(word)).or_default() |= words::SMALL;
            }
        }
        let clusters: HashMap<String, u32> =
            serde_json::from_str(&read(format!("{language}_lexeme_cluster.json.gz")))
                .expect("a table");
        let mut known: Vec<(&String, f32)> = chances
            .iter()
            .map(|(word, chance)| (word, *chance))
            .filter(|(word, _)| {
                word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphanumeric)
            })
            .collect();
        known.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        known.truncate(CLASSES);
        let mut table: Vec<(u32, Class)> = known
            .into_iter()
            .map(|(word, chance)| {
                let cluster = clusters.get(word).map_or(0, |cluster| cluster & 0x3FF) as Class;
                let rank = ((-chance - 8.0) / 1.5).clamp(0.0, 5.0) as Class + 1;
                (imprint(word), cluster | rank << 10)
            })
            .collect();
        table.sort_unstable();
        table.dedup_by_key(|(hash, _)| *hash);
        classes.push(Table::new(&table));
    }
    let mut entries: Vec<(u32, u8)> = flags.into_iter().collect();
    entries.sort_unstable();
    let english = classes.pop().unwrap_or_default();
    let german = classes.pop().unwrap_or_default();
    Words {
        flags: Table::new(&entries),
        german,
        english,
    }
}
