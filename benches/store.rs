//! What the store costs: loading, starting, filtering, typing, at any number of articles.
//!
//! `cargo bench --bench store -- 10000 100000` makes a store of each size and prints a table. Options:
//! `--keep FOLDER` keeps the stores there and takes up again what lies there; `--shuffled` loads in no order of
//! dates; `--workload NAME` runs one of them. Times are of the CPU as far as the system tells (`/proc`), since
//! they stand when others use the machine; `wall` is the clock's.

mod made;

use std::path::{Path, PathBuf};
use std::time::Instant;

use depesche::ask::{Answer, Ask, Field};
use depesche::change::Change;
use depesche::highlight::Kind;
use depesche::query::{Query, parse};
use depesche::row::Window;
use depesche::store::Store;
use jiff::civil::Date;
use made::{Dice, Words, company, person};

const TODAY: Date = Date::constant(2026, 1, 1);
const BATCH: u64 = 500;
const ROWS: usize = 50;

/// What is typed, letter by letter; the last word goes on.
const TYPED: [&str; 6] = [
    "stability ai",
    "milliarden",
    "schwarzarbeit",
    "s",
    "unternehmen prozent",
    "nicht werden",
];

fn main() {
    let mut sizes = Vec::new();
    let mut keep = None;
    let mut shuffled = false;
    let mut only = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--keep" => keep = arguments.next().map(PathBuf::from),
            "--workload" => only = arguments.next(),
            "--shuffled" => shuffled = true,
            other => sizes.extend(other.parse::<u64>().ok()),
        }
    }
    if sizes.is_empty() {
        sizes = vec![10_000];
    }
    let scratch = tempfile::tempdir().expect("a folder for the stores");
    let folder = keep.unwrap_or_else(|| scratch.path().to_owned());
    let words = Words::new();
    for size in sizes {
        let name = format!("{size}{}.db", if shuffled { "-shuffled" } else { "" });
        let path = folder.join(name);
        println!("\n{size} articles");
        load(&words, &path, size, shuffled);
        measure(&path, size, only.as_deref());
    }
}

/// CPU seconds of this thread; of the clock where the system does not tell.
fn cpu(since: Instant) -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| since.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

/// A line of `/proc/self/status` in MB.
fn memory(field: &str) -> f64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with(field))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        })
        .map_or(0.0, |kilobytes| kilobytes / 1024.0)
}

fn load(words: &Words, path: &Path, size: u64, shuffled: bool) {
    let mut store = Store::open(path).expect("a store");
    store.set_recogniser(1);
    let Ok(Answer::Count(have)) = store.answer(&Ask::Count(Query::default())) else {
        return;
    };
    if have < size {
        let begin = Instant::now();
        let (mut making, mut adding) = (0.0, 0.0);
        let mut at = have;
        while at < size {
            let end = (at + BATCH).min(size);
            let t0 = cpu(begin);
            let batch = (at..end)
                .map(|number| {
                    words.article(if shuffled {
                        number * 7_919 % size
                    } else {
                        number
                    })
                })
                .collect();
            let t1 = cpu(begin);
            store.add(batch).expect("room for articles");
            making += t1 - t0;
            adding += cpu(begin) - t1;
            at = end;
            if at % (size / 10).max(BATCH) == 0 {
                let done = (at - have) as f64;
                eprintln!(
                    "  {at:>8}  {:.0} articles/s wall, {:.0} us CPU each",
                    done / begin.elapsed().as_secs_f64(),
                    adding * 1e6 / done,
                );
            }
        }
        let done = (size - have) as f64;
        line("load, CPU of one article", adding * 1e3 / done, None, "");
        line("  made up for it in", making * 1e3 / done, None, "");
        println!(
            "{:<44}{:>10.0} a second, wall; {:.0} MB resident at most",
            "load",
            done / begin.elapsed().as_secs_f64(),
            memory("VmHWM")
        );
    }
    drop(store);
    let bytes: u64 = ["", "-wal"]
        .iter()
        .filter_map(|suffix| {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            std::fs::metadata(name).ok()
        })
        .map(|data| data.len())
        .sum();
    println!(
        "{:<44}{:>10.0} B an article",
        "disk",
        bytes as f64 / size as f64
    );
}

fn line(name: &str, milliseconds: f64, wall: Option<f64>, more: &str) {
    let wall = wall.map_or(String::new(), |wall| format!("  (fastest {wall:.2})"));
    println!("{name:<44}{milliseconds:>10.3} ms{wall}  {more}");
}

/// Runs something some times; prints the mean of the CPU's time, which ticks coarsely, the fastest by the clock,
/// and what it gave.
fn time(name: &str, times: usize, mut run: impl FnMut() -> String) {
    let mut gave = run();
    let begin = Instant::now();
    let before = cpu(begin);
    let mut fastest = f64::MAX;
    for _ in 0..times {
        let since = Instant::now();
        gave = run();
        fastest = fastest.min(since.elapsed().as_secs_f64() * 1e3);
    }
    let mean = (cpu(begin) - before) * 1e3 / times as f64;
    line(name, mean, Some(fastest), &gave);
}

fn query(text: &str) -> Query {
    parse(text, TODAY).query
}

fn rows(store: &Store, query: &Query, window: Window) -> String {
    let ask = Ask::Rows {
        query: query.clone(),
        window,
        limit: ROWS,
    };
    match store.answer(&ask) {
        Ok(Answer::Rows(listing)) => format!("{} rows", listing.rows.len()),
        other => format!("{other:?}"),
    }
}

fn count(store: &Store, query: &Query) -> String {
    match store.answer(&Ask::Count(query.clone())) {
        Ok(Answer::Count(count)) => format!("{count} articles"),
        other => format!("{other:?}"),
    }
}

fn measure(path: &Path, size: u64, only: Option<&str>) {
    let wanted = |name: &str| only.is_none_or(|only| name.contains(only));
    if wanted("start") {
        time("start: open and 50 rows", 20, || {
            let store = Store::open(path).expect("the store");
            rows(&store, &Query::default(), Window::Top)
        });
        println!("{:<44}{:>10.0} MB resident", "start", memory("VmRSS"));
    }
    let mut store = Store::open(path).expect("the store");
    if wanted("filter") {
        filters(&store, size);
    }
    if wanted("picker") {
        pickers(&store);
    }
    if wanted("typing") {
        typing(&store);
    }
    if wanted("scroll") {
        scrolling(&store, size);
    }
    if wanted("keep") {
        keeping(&mut store);
    }
    println!(
        "{:<44}{:>10.0} MB resident, {:.0} at most",
        "after all",
        memory("VmRSS"),
        memory("VmHWM")
    );
}

fn filters(store: &Store, size: u64) {
    let top = format!("company:\"{}\"", company(1));
    let middle = format!("company:\"{}\"", company(40));
    let second = format!("person:\"{}\"", person(1));
    for (name, text) in [
        ("filter: the most frequent company", top.clone()),
        ("filter: a company", middle.clone()),
        ("filter: two entities", format!("{top} {second}")),
        ("filter: one without another", format!("{top} -{second}")),
        ("filter: one or another", format!("{top} OR {second}")),
        ("filter: about", top.replace("company", "about")),
        ("filter: company and common word", format!("{top} prozent")),
        (
            "filter: company and rare word",
            format!("{top} schwarzarbeit"),
        ),
        (
            "filter: rare company and common word",
            format!("{middle} prozent"),
        ),
        ("filter: unread", "is:unread".to_owned()),
        ("filter: company, unread", format!("{top} is:unread")),
        ("filter: one source", "source:\"Blatt 7\"".to_owned()),
        ("filter: language", "lang:de".to_owned()),
        ("filter: month", "date:2015-02".to_owned()),
        ("filter: month and word", "date:2015-02 prozent".to_owned()),
        ("filter: part of a name", "company:str".to_owned()),
        ("filter: bookmarked", "is:bookmarked".to_owned()),
        ("filter: quote", "has:quote".to_owned()),
    ] {
        let query = query(&text);
        time(&format!("{name}, 50 rows"), 9, || {
            rows(store, &query, Window::Top)
        });
        time(&format!("{name}, count"), 5, || count(store, &query));
    }
    let _ = size;
}

fn pickers(store: &Store) {
    let top = format!("company:\"{}\"", company(1));
    for (name, text) in [
        ("picker: all companies", ""),
        ("picker: companies beside a company", top.as_str()),
        ("picker: companies of a common word", "prozent"),
        ("picker: companies of a rare word", "schwarzarbeit"),
        ("picker: companies of a month", "date:2015-02"),
    ] {
        let ask = Ask::Facets {
            query: query(text),
            kinds: vec![Kind::Company],
            limit: 1000,
        };
        time(name, 5, || match store.answer(&ask) {
            Ok(Answer::Facets(facets)) => format!("{} names", facets.len()),
            other => format!("{other:?}"),
        });
    }
    for (name, text, field) in [
        ("picker: all sources", "", Field::Source),
        ("picker: sources of a company", top.as_str(), Field::Source),
        ("picker: all months", "", Field::Month),
        ("picker: all languages", "", Field::Language),
    ] {
        let ask = Ask::Values {
            query: query(text),
            field,
        };
        time(name, 3, || match store.answer(&ask) {
            Ok(Answer::Values(values)) => format!("{} values", values.len()),
            other => format!("{other:?}"),
        });
    }
    let Ok(Answer::Facets(facets)) = store.answer(&Ask::Facets {
        query: query(&top),
        kinds: vec![Kind::Company],
        limit: 1,
    }) else {
        return;
    };
    time("page of the most frequent company", 3, || {
        match store.answer(&Ask::Entity(facets[0].key.clone())) {
            Ok(Answer::Entity(Some(portrait))) => format!("{} months", portrait.months.len()),
            other => format!("{other:?}"),
        }
    });
}

/// Every prefix of what is typed: the first rows, the count, the best rows.
fn typing(store: &Store) {
    let mut strokes = Vec::new();
    for text in TYPED {
        for (at, c) in text.char_indices() {
            let written = text[..at + c.len_utf8()].trim_end();
            strokes.push(format!("{written}*"));
        }
    }
    for (name, more) in [
        ("typing, 50 rows", ""),
        ("typing, count", "count"),
        ("typing, 50 best", " sort:relevance"),
    ] {
        let mut spent: Vec<(f64, String)> = Vec::new();
        for stroke in &strokes {
            // The CPU's time ticks coarsely: as often as it takes to fill a few ticks.
            let begin = Instant::now();
            let before = cpu(begin);
            let mut times = 0;
            while times < 3 || (cpu(begin) - before < 0.02 && begin.elapsed().as_secs_f64() < 0.5) {
                if more == "count" {
                    count(store, &query(stroke));
                } else {
                    rows(store, &query(&format!("{stroke}{more}")), Window::Top);
                }
                times += 1;
            }
            let mean = (cpu(begin) - before) * 1e3 / f64::from(times);
            spent.push((mean, stroke.clone()));
        }
        spent.sort_by(|a, b| a.0.total_cmp(&b.0));
        let place = |share: f64| &spent[((spent.len() - 1) as f64 * share) as usize];
        println!(
            "{name:<44}{:>10.3} ms median, {:.2} at 90 %, {:.2} at 99 %, worst {:.2} ({})",
            place(0.5).0,
            place(0.9).0,
            place(0.99).0,
            place(1.0).0,
            place(1.0).1,
        );
    }
}

fn scrolling(store: &Store, size: u64) {
    let all = Query::default();
    time("scroll: to the bottom", 9, || {
        rows(store, &all, Window::Bottom)
    });
    let word = query("prozent");
    time("scroll: to the bottom of a common word", 5, || {
        rows(store, &word, Window::Bottom)
    });
    let mut dice = Dice::new(size);
    let Ok(Answer::Rows(bottom)) = store.answer(&Ask::Rows {
        query: all.clone(),
        window: Window::Bottom,
        limit: 1,
    }) else {
        return;
    };
    let oldest = bottom.rows[0].id.0;
    time("scroll: anywhere", 50, || {
        let id = oldest + dice.below((340 * size) << 20) as i64;
        rows(
            store,
            &all,
            Window::Around(depesche::article::ArticleId(id)),
        )
    });
}

fn keeping(store: &mut Store) {
    let Ok(Answer::Rows(top)) = store.answer(&Ask::Rows {
        query: Query::default(),
        window: Window::Top,
        limit: 200,
    }) else {
        return;
    };
    let mut ids = top.rows.iter().map(|row| row.id).cycle();
    time("open an article", 100, || {
        let id = ids.next().expect("an article");
        match store.answer(&Ask::Article(id)) {
            Ok(Answer::Article(Some(opened))) => format!("{} B", opened.article.body.text().len()),
            other => format!("{other:?}"),
        }
    });
    let mut keep = true;
    time("bookmark, durable", 100, || {
        let id = ids.next().expect("an article");
        keep = !keep;
        let change = Change::Bookmark { id, keep: true };
        store.change(&change, TODAY).expect("room for a bookmark");
        store.undo().expect("room for an undo");
        "and undone".to_owned()
    });
}
