//! How long loading takes, format by format: the sample articles, and a wire of a thousand lines.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use depesche::load::{Hint, load};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};

fn main() {
    divan::main();
}

const SAMPLES: &[&str] = &[
    "papers/2026-11-20-wieland-tritt-zurueck.txt",
    "markdown/2026-11-22-two-women-one-battery.md",
    "demirkan-profile.html",
    "technikblatt.rss",
    "harbour-post.atom",
    "wire-desk.jsonl",
    "archive.csv",
];

/// One file of the samples; the counter says articles a second.
#[divan::bench(args = SAMPLES)]
fn sample(bencher: Bencher, name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/samples")
        .join(name);
    let bytes = fs::read(&path).expect("the samples are part of the repository");
    let hint = Hint {
        name: name.to_owned(),
        ..Hint::default()
    };
    let articles = load(&bytes, &hint).articles.len();
    bencher
        .counter(ItemsCount::new(articles))
        .bench_local(|| load(divan::black_box(&bytes), &hint));
}

/// A thousand articles of three kilobytes each as JSON Lines.
#[divan::bench]
fn thousand_lines(bencher: Bencher) {
    let sentence = "Der Batteriehersteller Voltaris hat am Montag seine Zahlen für das dritte Quartal vorgelegt. ";
    let mut lines = String::new();
    for number in 0..1000 {
        let paragraph = sentence.repeat(7);
        let _ = writeln!(
            lines,
            "{{\"title\": \"Meldung {number}\", \"date\": \"2026-11-24\", \"text\": \"{paragraph}\\n\\n{paragraph}\\n\\n{paragraph}\\n\\n{paragraph}{number}\"}}"
        );
    }
    let hint = Hint {
        name: "wire.jsonl".to_owned(),
        ..Hint::default()
    };
    bencher
        .counter(ItemsCount::new(1000_usize))
        .counter(BytesCount::new(lines.len()))
        .bench_local(|| load(divan::black_box(lines.as_bytes()), &hint));
}
