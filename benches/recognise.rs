//! How fast articles are recognised, in words a second of one core.
//!
//! Reads the articles of the JSON Lines file that `DEPESCHE_ARTICLES` names; without it the sample papers. Run with
//! `cargo bench --bench recognise`.

use depesche::article::{Article, Body};
use depesche::recognise::Recogniser;
use depesche::recognise::token::tokens;

fn main() {
    divan::main();
}

fn articles() -> Vec<Article> {
    let bodies: Vec<String> = match std::env::var_os("DEPESCHE_ARTICLES") {
        Some(file) => std::fs::read_to_string(file)
            .expect("a readable file")
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter_map(|value| value["text"].as_str().map(str::to_owned))
            .collect(),
        None => std::fs::read_dir("assets/samples/papers")
            .expect("the sample papers")
            .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok())
            .collect(),
    };
    bodies
        .iter()
        .map(|body| Article {
            body: Body::from_text(body),
            ..Article::default()
        })
        .collect()
}

/// Words of all articles, one after the other.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn all_articles(bencher: divan::Bencher) {
    let articles = articles();
    let words: usize = articles
        .iter()
        .map(|article| tokens(article.body.text()).len())
        .sum();
    let recogniser = Recogniser::new();
    recogniser.recognise(&articles[0]);
    bencher
        .counter(divan::counter::ItemsCount::new(words))
        .bench(|| {
            articles
                .iter()
                .map(|article| recogniser.recognise(article).entities.len())
                .sum::<usize>()
        });
}

/// Making a recogniser and recognising the first article, model and lexicon unpacked on the way.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn first_article(bencher: divan::Bencher) {
    let articles = articles();
    bencher.bench(|| Recogniser::new().recognise(&articles[0]).entities.len());
}
