//! Measures how well stories are found: on real articles against comparing everything with everything, and on copies
//! made of them as papers make them. Prints the figures that stand in `story`.
//!
//! `cargo run --release --example stories -- FILE...`

use std::collections::HashMap;
use std::time::Instant;

use depesche::article::Article;
use depesche::load::{self, Hint};
use depesche::story::Print;

/// Days within which pieces are compared.
const WINDOW: i64 = 7 * 86_400;

/// Of so many articles one is held against all others of its days.
const SAMPLED: usize = 10;

fn main() {
    let mut articles: Vec<Article> = Vec::new();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).expect("a file that can be read");
        let hint = Hint {
            name: path,
            ..Hint::default()
        };
        articles.extend(load::load(&bytes, &hint).articles);
    }
    let begun = Instant::now();
    let prints: Vec<Option<Print>> = articles
        .iter()
        .map(|it| Print::of(&it.title, it.body.text()))
        .collect();
    let spent = begun.elapsed().as_secs_f64() * 1e6 / articles.len().max(1) as f64;
    let told = prints.iter().flatten().count();
    println!(
        "{} articles, {told} with a print, {spent:.0} µs each",
        articles.len()
    );
    on_real(&articles, &prints);
    on_copies(&articles, &prints);
}

fn seconds(article: &Article) -> i64 {
    article.published.map_or(0, |at| at.seconds())
}

/// Pairs by keys against pairs by comparing everything within the window.
fn on_real(articles: &[Article], prints: &[Option<Print>]) {
    let mut order: Vec<usize> = (0..articles.len())
        .filter(|at| prints[*at].is_some())
        .collect();
    order.sort_by_key(|at| seconds(&articles[*at]));
    let mut by_key: HashMap<u32, Vec<usize>> = HashMap::new();
    for at in &order {
        for key in prints[*at].iter().flat_map(Print::keys) {
            by_key.entry(*key).or_default().push(*at);
        }
    }
    let near = |a: usize, b: usize| (seconds(&articles[a]) - seconds(&articles[b])).abs() <= WINDOW;
    let (mut candidates, mut found) = (0_u64, 0_u64);
    let mut pairs: HashMap<(usize, usize), f32> = HashMap::new();
    for at in &order {
        let print = prints[*at].as_ref().expect("kept above");
        let mut others: Vec<usize> = print
            .keys()
            .iter()
            .flat_map(|key| &by_key[key])
            .copied()
            .filter(|other| other > at && near(*at, *other))
            .collect();
        others.sort_unstable();
        others.dedup();
        for other in others {
            candidates += 1;
            let there = prints[other].as_ref().expect("kept above");
            if let Some(alike) = print.same(there) {
                found += 1;
                pairs.insert((*at, other), alike);
            }
        }
    }
    let mut all = 0_u64;
    let mut missed = Vec::new();
    let mut sampled = 0_u64;
    for (place, at) in order.iter().enumerate().step_by(SAMPLED) {
        let print = prints[*at].as_ref().expect("kept above");
        for other in &order[place + 1..] {
            if !near(*at, *other) {
                break;
            }
            let there = prints[*other].as_ref().expect("kept above");
            if let Some(alike) = print.same(there) {
                all += 1;
                sampled += 1;
                let pair = (*at.min(other), *at.max(other));
                if !pairs.contains_key(&pair) && !pairs.contains_key(&(*at, *other)) {
                    sampled -= 1;
                    missed.push((alike, pair));
                }
            }
        }
    }
    println!(
        "real: {found} pairs, {candidates} compared; of a sample of {all} {sampled} found by their keys ({:.3})",
        sampled as f64 / all.max(1) as f64
    );
    let mut pairs: Vec<(f32, (usize, usize))> = pairs.into_iter().map(|(p, a)| (a, p)).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let exact = pairs.iter().filter(|(alike, _)| *alike >= 1.0).count();
    println!("  {exact} word by word; the least alike:");
    for (alike, (a, b)) in pairs.iter().take(25) {
        println!(
            "  {alike:.2} {} | {}",
            articles[*a].title, articles[*b].title
        );
        if std::env::var_os("TEXTS").is_some() {
            println!(
                "{}\n--\n{}\n====",
                articles[*a].body.text(),
                articles[*b].body.text()
            );
        }
    }
    for (alike, (a, b)) in missed.iter().take(8) {
        println!(
            "  missed {alike:.2} {} | {}",
            articles[*a].title, articles[*b].title
        );
    }
}

/// Makes a copy of a text in paragraphs.
type Change = fn(&[&str]) -> String;

/// What papers do to an agency's text, and how often the copy is still found and known.
fn on_copies(articles: &[Article], prints: &[Option<Print>]) {
    let kinds: [(&str, Change); 7] = [
        ("another headline, dateline, byline, sign-off", |text| {
            format!(
                "BERLIN, 24. März (dpa) - {}\n\nVon Erika Mustermann, Berlin\n\n(red, 24.3.2024)",
                text.join("\n\n")
            )
        }),
        ("the last third cut", |text| cut(text, 0.67)),
        ("the last half cut", |text| cut(text, 0.5)),
        ("the last 60 % cut", |text| cut(text, 0.4)),
        ("a new first sentence, the last quarter cut", |text| {
            let rest = text.first().and_then(|lead| lead.split_once(". "));
            let lead = "Das ist der zweite Fall in diesem Jahr, wie die Behörden am Sonntag in der Hauptstadt sagten. ";
            let first = rest.map_or("", |(_, rest)| rest);
            let mut out = vec![format!("{lead}{first}")];
            out.extend(text.iter().skip(1).map(|line| (*line).to_owned()));
            let out: Vec<&str> = out.iter().map(String::as_str).collect();
            cut(&out, 0.75)
        }),
        ("every twelfth word another", |text| each_nth(text, 12)),
        ("every eighth word another", |text| each_nth(text, 8)),
    ];
    let mut by_key: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, print) in prints.iter().enumerate() {
        for key in print.iter().flat_map(Print::keys) {
            by_key.entry(*key).or_default().push(at);
        }
    }
    for (name, change) in kinds {
        let (mut made, mut known, mut found, mut wrong) = (0_u32, 0_u32, 0_u32, 0_u32);
        for (at, article) in articles.iter().enumerate().step_by(7) {
            let Some(print) = &prints[at] else { continue };
            let lines: Vec<&str> = article.body.text().split("\n\n").collect();
            if article.body.text().split_whitespace().count() < 150 {
                continue;
            }
            made += 1;
            let Some(copy) = Print::of("Eine ganz andere Überschrift", &change(&lines)) else {
                continue;
            };
            known += u32::from(print.same(&copy).is_some());
            let met = copy
                .keys()
                .iter()
                .filter_map(|key| by_key.get(key))
                .flatten();
            let mut right = false;
            let mut other = false;
            for candidate in met {
                let there = prints[*candidate].as_ref().expect("it has keys");
                if copy.same(there).is_some() {
                    if *candidate == at || print.same(there).is_some() {
                        right = true;
                    } else {
                        other = true;
                    }
                }
            }
            found += u32::from(right);
            wrong += u32::from(other);
        }
        let share = |part: u32| f64::from(part) / f64::from(made.max(1));
        println!(
            "{name}: {made} copies, known {:.3}, found {:.3}, also with another piece {:.4}",
            share(known),
            share(found),
            share(wrong)
        );
    }
}

/// The beginning of a text, whole sentences, about this share of it.
fn cut(text: &[&str], share: f32) -> String {
    let whole = text.join("\n\n");
    let end = (whole.len() as f32 * share) as usize;
    let end = whole.floor_char_boundary(end);
    let stop = whole[..end].rfind(['.', '\n']).map_or(end, |at| at + 1);
    whole[..stop].to_owned()
}

fn each_nth(text: &[&str], nth: usize) -> String {
    let whole = text.join("\n\n");
    let words = whole.split(' ').enumerate();
    let changed = words.map(|(at, word)| if at % nth == nth / 2 { "anderes" } else { word });
    changed.collect::<Vec<_>>().join(" ")
}
