//! Notes through corrected texts: generated edits of real articles, through the store.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use depesche::article::{Article, Body};
use depesche::change::{Change, Note};
use depesche::highlight::Highlights;
use depesche::store::{Incoming, Store};
use depesche::text::Clean;

use super::{TODAY, ids, open};

/// Of all generated cases so many in a hundred have to be placed right.
const RIGHT: usize = 95;
const ROUNDS: usize = 8;

/// A word with what follows it, and which word of the first text it is.
#[derive(Debug, Clone)]
struct Token {
    text: String,
    from: Option<usize>,
}

type Paragraph = Vec<Token>;

/// Where a token is in a text, and which word of the first text it is.
type Place = (Range<usize>, Option<usize>);

/// Numbers that look random and are the same every time (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }

    /// A run of at most so many of a list.
    fn run(&mut self, length: usize, most: usize) -> Range<usize> {
        let start = self.below(length);
        start..(start + 1 + self.below(most)).min(length)
    }
}

/// What can happen to a text.
#[derive(Debug, Clone, Copy)]
enum Edit {
    PutIn,
    TakeOut,
    Replace,
    Slips,
    MoveParagraph,
    NewParagraph,
    DropParagraph,
    DropSentence,
    Signs,
    Several,
}

const EDITS: [Edit; 10] = [
    Edit::PutIn,
    Edit::TakeOut,
    Edit::Replace,
    Edit::Slips,
    Edit::MoveParagraph,
    Edit::NewParagraph,
    Edit::DropParagraph,
    Edit::DropSentence,
    Edit::Signs,
    Edit::Several,
];

fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut number = 0;
    text.split("\n\n")
        .map(|paragraph| {
            paragraph
                .split_inclusive(' ')
                .map(|word| {
                    number += 1;
                    Token {
                        text: word.to_owned(),
                        from: Some(number - 1),
                    }
                })
                .collect()
        })
        .collect()
}

fn edit(text: &mut Vec<Paragraph>, kind: Edit, dice: &mut Dice) {
    let at = dice.below(text.len());
    let new = |dice: &mut Dice, number: usize| -> Vec<Token> {
        // Words of the text itself: what is put in is as like the rest as can be.
        let words: Vec<&Token> = text.iter().flatten().collect();
        (0..number)
            .map(|_| Token {
                text: format!("{} ", words[dice.below(words.len())].text.trim_end()),
                from: None,
            })
            .collect()
    };
    match kind {
        Edit::PutIn => {
            let number = 1 + dice.below(12);
            let words = new(dice, number);
            let place = dice.below(text[at].len());
            text[at].splice(place..place, words);
        }
        Edit::TakeOut => {
            let run = dice.run(text[at].len(), 10);
            text[at].drain(run);
        }
        Edit::Replace => {
            let run = dice.run(text[at].len(), 6);
            let number = 1 + dice.below(6);
            let words = new(dice, number);
            text[at].splice(run, words);
        }
        Edit::Slips => {
            for _ in 0..=dice.below(5) {
                let length = text[at].len();
                let word = &mut text[at][dice.below(length)].text;
                let letters: Vec<usize> = word
                    .char_indices()
                    .filter(|(_, c)| c.is_alphabetic())
                    .map(|(at, _)| at)
                    .collect();
                if letters.len() < 4 {
                    continue;
                }
                // Two letters change places, one is lost or one stands twice.
                let at = letters[1 + dice.below(letters.len() - 2)];
                let c = word[at..].chars().next().unwrap();
                match dice.below(3) {
                    0 => drop(word.remove(at)),
                    1 => word.insert(at, c),
                    _ => {
                        word.remove(at);
                        let end = word.trim_end().len();
                        let next = word[at..].chars().next().map_or(0, char::len_utf8);
                        word.insert((at + next).min(end), c);
                    }
                }
            }
        }
        Edit::MoveParagraph => {
            let moved = text.remove(at);
            let to = dice.below(text.len() + 1);
            text.insert(to, moved);
        }
        Edit::NewParagraph => {
            let number = 12 + dice.below(30);
            let words = new(dice, number);
            text.insert(at, words);
        }
        Edit::DropParagraph => {
            if text.len() > 1 {
                text.remove(at);
            }
        }
        Edit::DropSentence => {
            let ends: Vec<usize> = text[at]
                .iter()
                .enumerate()
                .filter(|(_, word)| word.text.trim_end().ends_with(['.', '“', '”', '?']))
                .map(|(place, _)| place + 1)
                .collect();
            if ends.len() > 1 {
                let which = dice.below(ends.len());
                let from = if which == 0 { 0 } else { ends[which - 1] };
                text[at].drain(from..ends[which]);
            }
        }
        Edit::Signs => {
            for word in text.iter_mut().flatten() {
                word.text = word
                    .text
                    .replace(['„', '“', '”'], "\"")
                    .replace(" – ", ", ")
                    .replace('’', "'");
            }
        }
        Edit::Several => {
            for _ in 0..2 + dice.below(4) {
                let kind = EDITS[dice.below(EDITS.len() - 1)];
                edit(text, kind, dice);
            }
        }
    }
    text.retain(|paragraph| !paragraph.is_empty());
    if text.is_empty() {
        text.push(vec![Token {
            text: "Leer.".to_owned(),
            from: None,
        }]);
    }
}

/// The text, and where each of its tokens is in it (the space after a word is none of it).
fn join(text: &[Paragraph]) -> (String, Vec<Place>) {
    let mut out = String::new();
    let mut places = Vec::new();
    for paragraph in text {
        if !out.is_empty() {
            out.truncate(out.trim_end().len());
            out.push_str("\n\n");
        }
        for token in paragraph {
            let start = out.len();
            out.push_str(&token.text);
            places.push((start..start + token.text.trim_end().len(), token.from));
        }
    }
    out.truncate(out.trim_end().len());
    (out, places)
}

/// Passages as readers mark them: a word or name, a few words, a sentence or two, a paragraph.
fn passage(text: &[Paragraph], dice: &mut Dice) -> Range<usize> {
    let paragraph = &text[dice.below(text.len())];
    let length = paragraph.len();
    let run = match dice.below(10) {
        0 => 0..length,
        1 => dice.run(length, 2),
        2 | 3 => dice.run(length, 6),
        _ => {
            let start = dice.below(length);
            start..(start + 6 + dice.below(26)).min(length)
        }
    };
    let number = |at: usize| paragraph[at].from.unwrap();
    number(run.start)..number(run.end - 1) + 1
}

fn texts() -> Vec<String> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples");
    let mut paths: Vec<_> = ["papers", "markdown"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(samples.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let text = text.rsplit("---\n").next().unwrap().trim();
            let paragraphs = text.split("\n\n").map(|paragraph| {
                let words: Vec<&str> = paragraph.split_whitespace().collect();
                words.join(" ")
            });
            paragraphs.collect::<Vec<_>>().join("\n\n")
        })
        .collect()
}

fn version(name: &str, text: &str, version: u32) -> Incoming {
    Incoming {
        identity: name.to_owned(),
        article: Article {
            title: Clean::line(name),
            published: "2024-03-24".parse().ok(),
            body: Body::from_text(text),
            version: Some(version),
            ..Article::default()
        },
        highlights: Highlights::default(),
    }
}

/// Whether a note stands where its words went: over most of what is left of them, and over little else; nowhere where
/// they are gone. Where less than half is left, both over the rest and nowhere are right.
fn is_right(placed: Option<&Range<usize>>, wanted: &Range<usize>, there: &[Place]) -> bool {
    let is_left = |(_, from): &&Place| from.is_some_and(|from| wanted.contains(&from));
    let left = there.iter().filter(is_left).count();
    let first = there.iter().position(|token| is_left(&token));
    let last = there.iter().rposition(|token| is_left(&token));
    let (Some(first), Some(last)) = (first, last) else {
        return placed.is_none();
    };
    let Some(placed) = placed else {
        return left * 2 < wanted.len() + 1;
    };
    let covers = |at: usize| there[at].0.start < placed.end && placed.start < there[at].0.end;
    let both = (first..=last).filter(|at| covers(*at)).count();
    let all = (0..there.len())
        .filter(|at| (first..=last).contains(at) || covers(*at))
        .count();
    both * 10 >= all * 7
}

#[test]
fn notes_are_found_again_in_corrected_texts_and_never_dropped() {
    let mut dice = Dice(20_240_324);
    let texts = texts();
    let first: Vec<Vec<Paragraph>> = texts.iter().map(|text| paragraphs(text)).collect();
    let (mut right, mut cases) = (0, 0);
    let mut by_edit = vec![(0_usize, 0_usize); EDITS.len()];
    let mut wrong = String::new();
    for _ in 0..ROUNDS {
        let mut store = Store::in_memory().unwrap();
        let incoming = first.iter().enumerate();
        let incoming = incoming.map(|(at, text)| version(&at.to_string(), &join(text).0, 1));
        store.add(incoming.collect()).unwrap();
        for id in ids(&store, "") {
            let title = open(&store, id).article.title.to_string();
            let at: usize = title.parse().unwrap();
            let (old, places) = join(&first[at]);
            assert_eq!(open(&store, id).article.body.text(), old);
            let wanted: Vec<Range<usize>> =
                (0..4).map(|_| passage(&first[at], &mut dice)).collect();
            for (number, wanted) in wanted.iter().enumerate() {
                let range = places[wanted.start].0.start..places[wanted.end - 1].0.end;
                let note = Note {
                    number: 0,
                    id,
                    passage: old[range.clone()].to_owned(),
                    range: Some(range),
                    text: number.to_string(),
                    colour: 0,
                };
                store.change(&Change::Note(note), TODAY).unwrap();
            }
            let which = dice.below(EDITS.len());
            let mut text = first[at].clone();
            edit(&mut text, EDITS[which], &mut dice);
            let (new, there) = join(&text);
            store.add(vec![version(&title, &new, 2)]).unwrap();
            let opened = open(&store, id);
            assert_eq!(opened.article.body.text(), new);
            assert_eq!(opened.notes.len(), wanted.len(), "a note was dropped");
            for note in &opened.notes {
                let wanted = &wanted[note.text.parse::<usize>().unwrap()];
                let good = is_right(note.range.as_ref(), wanted, &there);
                cases += 1;
                right += usize::from(good);
                by_edit[which].0 += usize::from(good);
                by_edit[which].1 += 1;
                if !good {
                    let now = note.range.clone().map(|range| &new[range]);
                    let _ = writeln!(
                        wrong,
                        "{:?}\n  was {}\n  now {now:?}",
                        EDITS[which], note.passage
                    );
                }
            }
        }
    }
    let rates: Vec<String> = EDITS
        .iter()
        .zip(&by_edit)
        .map(|(edit, (right, all))| format!("{edit:?} {right}/{all}"))
        .collect();
    println!("{right} of {cases} placed right: {}", rates.join(", "));
    assert!(
        right * 100 >= cases * RIGHT,
        "{right} of {cases}: {}\n{wrong}",
        rates.join(", ")
    );
    for (right, all) in by_edit {
        assert!(right * 100 >= all * 90, "{}", rates.join(", "));
    }
}
