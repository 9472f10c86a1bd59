//! Articles made up for measuring: German and English, about 3 KB, words by Zipf's law, two to seven entities each.
//!
//! The same number gives the same article on every machine. The words are put together from syllables, but for
//! the most frequent ones; the names are invented.

use depesche::article::{Article, Body, Language, Link};
use depesche::highlight::{Entity, EntityKey, Highlights, Kind, Quote};
use depesche::load::identity;
use depesche::store::Incoming;
use depesche::text::{Clean, key};

const VOCABULARY: f64 = 60_000.0;
const COMPANIES: f64 = 20_000.0;
const PERSONS: f64 = 40_000.0;
const SOURCES: u64 = 40;
/// The first article's second (2015-01-01) and the seconds between two.
const BEGIN: i64 = 1_420_070_400;
const APART: i64 = 340;

const GERMAN: [&str; 48] = [
    "der",
    "die",
    "und",
    "in",
    "den",
    "von",
    "zu",
    "das",
    "mit",
    "sich",
    "des",
    "auf",
    "für",
    "ist",
    "im",
    "dem",
    "nicht",
    "ein",
    "eine",
    "als",
    "auch",
    "es",
    "an",
    "werden",
    "aus",
    "er",
    "hat",
    "dass",
    "sie",
    "nach",
    "wird",
    "bei",
    "einer",
    "um",
    "am",
    "sind",
    "noch",
    "wie",
    "einem",
    "über",
    "einen",
    "so",
    "zum",
    "haben",
    "Milliarden",
    "Unternehmen",
    "Prozent",
    "Euro",
];
const ENGLISH: [&str; 48] = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "is",
    "that",
    "for",
    "it",
    "as",
    "was",
    "with",
    "be",
    "by",
    "on",
    "not",
    "he",
    "his",
    "but",
    "at",
    "are",
    "this",
    "have",
    "from",
    "or",
    "had",
    "an",
    "they",
    "which",
    "one",
    "were",
    "all",
    "their",
    "there",
    "been",
    "has",
    "will",
    "more",
    "if",
    "would",
    "about",
    "who",
    "billion",
    "company",
    "percent",
    "stability",
    "ai",
];
const ONSETS: [&str; 24] = [
    "b", "br", "d", "f", "fl", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "pr", "r", "s",
    "sch", "schw", "st", "str", "t", "w", "z",
];
const MIDDLES: [&str; 12] = [
    "a", "e", "i", "o", "u", "ä", "ö", "ü", "ei", "au", "ie", "eu",
];
const CODAS: [&str; 16] = [
    "", "", "n", "r", "l", "t", "s", "ng", "ck", "ft", "rt", "nd", "m", "cht", "b", "lz",
];
const ENDINGS: [&str; 10] = [
    "", "en", "er", "ung", "keit", "heit", "lich", "ion", "arbeit", "ität",
];
const FORMS: [&str; 6] = ["AG", "GmbH", "Group", "Energie", "Bank", "Systems"];

/// A stream of numbers that is the same for the same seed (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    /// A stream of its own for every seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below a bound.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A rank from 1 by Zipf's law with exponent 1.
    fn zipf(&mut self, ranks: f64) -> usize {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ranks.powf(unit) as usize
    }
}

fn word(rank: usize, german: bool) -> String {
    let common = if german { &GERMAN } else { &ENGLISH };
    if rank <= common.len() {
        return common[rank - 1].to_owned();
    }
    if rank == 3000 {
        return "Schwarzarbeit".to_owned();
    }
    let mut dice = Dice::new(rank as u64 * 2 + u64::from(german));
    let mut out = syllables(
        &mut dice,
        1 + usize::from(rank > 300) + usize::from(rank > 8000),
    );
    out.push_str(ENDINGS[dice.below(ENDINGS.len() as u64) as usize]);
    if german && dice.below(3) == 0 {
        capital(&mut out);
    }
    out
}

fn syllables(dice: &mut Dice, count: usize) -> String {
    let mut out = String::new();
    for _ in 0..count {
        out.push_str(ONSETS[dice.below(ONSETS.len() as u64) as usize]);
        out.push_str(MIDDLES[dice.below(MIDDLES.len() as u64) as usize]);
        out.push_str(CODAS[dice.below(CODAS.len() as u64) as usize]);
    }
    out
}

fn capital(word: &mut String) {
    if let Some(first) = word.chars().next() {
        let upper: String = first.to_uppercase().collect();
        word.replace_range(..first.len_utf8(), &upper);
    }
}

/// The name of the company of this rank.
pub(crate) fn company(rank: usize) -> String {
    let mut dice = Dice::new(rank as u64 + 1_000_000);
    let mut name = syllables(&mut dice, 2 + rank % 2);
    capital(&mut name);
    format!("{name} {}", FORMS[rank % FORMS.len()])
}

/// The name of the person of this rank.
pub(crate) fn person(rank: usize) -> String {
    let mut dice = Dice::new(rank as u64 + 2_000_000);
    let (mut first, mut last) = (syllables(&mut dice, 1), syllables(&mut dice, 2));
    capital(&mut first);
    capital(&mut last);
    format!("{first} {last}")
}

/// The words of both languages, made once.
pub(crate) struct Words {
    german: Vec<String>,
    english: Vec<String>,
}

impl Words {
    /// Makes the vocabulary.
    pub(crate) fn new() -> Self {
        let all = |german| {
            (1..=VOCABULARY as usize)
                .map(|rank| word(rank, german))
                .collect()
        };
        Self {
            german: all(true),
            english: all(false),
        }
    }

    /// The article of this number; dates ascend with numbers.
    pub(crate) fn article(&self, number: u64) -> Incoming {
        let mut dice = Dice::new(number + 77);
        let german = dice.below(10) < 6;
        let vocabulary = if german { &self.german } else { &self.english };
        let mut text = String::with_capacity(3300);
        let mut names: Vec<(Kind, String)> = Vec::new();
        for _ in 0..2 + dice.below(6) {
            let name = if dice.below(2) == 0 {
                (Kind::Company, company(dice.zipf(COMPANIES)))
            } else {
                (Kind::Person, person(dice.zipf(PERSONS)))
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut entities: Vec<Entity> = names
            .iter()
            .map(|(kind, name)| Entity {
                key: EntityKey {
                    kind: *kind,
                    name: key(name),
                },
                name: name.clone(),
                aliases: Vec::new(),
                salience: dice.below(100) as f32 / 100.0,
                mentions: Vec::new(),
                in_title: Vec::new(),
            })
            .collect();
        let mut quotes = Vec::new();
        let length = 2200 + dice.below(1700) as usize;
        while text.len() < length {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            for _ in 0..2 + dice.below(4) {
                Self::sentence(&mut text, vocabulary, &mut dice, &mut entities, &mut quotes);
            }
            text.truncate(text.trim_end().len());
        }
        let mut title = String::new();
        for _ in 0..5 + dice.below(5) {
            title.push_str(&vocabulary[dice.zipf(VOCABULARY) - 1]);
            title.push(' ');
        }
        title.push_str(&names[0].1);
        capital(&mut title);
        let seconds = BEGIN + number as i64 * APART + dice.below(APART as u64) as i64;
        let source = dice.below(SOURCES);
        let article = Article {
            title: Clean::line(&title),
            published: jiff::Timestamp::from_second(seconds)
                .ok()
                .map(|at| depesche::article::Published::Instant(at, 3600)),
            language: Some(if german {
                Language::GERMAN
            } else {
                Language::ENGLISH
            }),
            source: Some(Clean::line(&format!("Blatt {source}"))),
            url: Link::parse(&format!("https://blatt{source}.example/{number}")),
            body: Body::from_text(&text),
            ..Article::default()
        };
        Incoming {
            identity: identity(&article),
            article,
            highlights: Highlights {
                entities,
                quotes,
                ..Highlights::default()
            },
        }
    }

    fn sentence(
        text: &mut String,
        vocabulary: &[String],
        dice: &mut Dice,
        entities: &mut [Entity],
        quotes: &mut Vec<Quote>,
    ) {
        let spoken = dice.below(9) == 0;
        let begin = text.len();
        if spoken {
            text.push('„');
        }
        let named = dice.below(12);
        for place in 0..8 + dice.below(14) {
            if place > 0 {
                text.push(' ');
            }
            if place == named && !spoken {
                let entity = dice.below(entities.len() as u64) as usize;
                let at = text.len();
                text.push_str(&entities[entity].name);
                entities[entity].mentions.push(at..text.len());
            } else {
                text.push_str(&vocabulary[dice.zipf(VOCABULARY) - 1]);
            }
        }
        if spoken {
            quotes.push(Quote {
                range: begin + '„'.len_utf8()..text.len(),
                speaker: entities
                    .iter()
                    .find(|entity| entity.key.kind == Kind::Person)
                    .map(|entity| entity.name.clone()),
            });
            text.push('“');
        }
        text.push_str(". ");
    }
}
