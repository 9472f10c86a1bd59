//! What a store costs and how fast it answers, at any number of articles: one command, one table.
//!
//! `cargo bench --bench store -- 1000 100000 1000000` makes a store of each size, asks it everything the panes ask,
//! runs the program over it in a pseudo-terminal, and prints a table in Markdown, with the goals; then, where
//! newsboat is installed, starts and searches in both over the same articles. Options:
//!
//! - `--keep FOLDER` keeps the stores there and takes up again what lies there;
//! - `--shuffled`, `--backwards` load in no order of dates, or newest first;
//! - `--workload NAME` asks only one kind of question (start, filter, picker, typing, scroll, keep) and runs no
//!   program;
//! - `--beside N` compares with newsboat at so many articles (100,000; 0 for not at all).
//!
//! Loading and asking run in processes of their own, so that their memory is known. Times are of the CPU as far as
//! the system tells (`/proc`), since they stand when others use the machine, and by the clock where the program is
//! looked at from outside.

mod made;
mod newsboat;
mod program;
mod report;

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/it/pty/window.rs"]
mod window;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use depesche::ask::{Answer, Ask, Field};
use depesche::change::Change;
use depesche::highlight::Kind;
use depesche::query::{Query, parse};
use depesche::recognise::Recogniser;
use depesche::row::Window;
use depesche::store::Store;
use jiff::civil::Date;
use made::{Dice, Words, company, person};
use report::{Line, memory, table};

const TODAY: Date = Date::constant(2026, 1, 1);
const BATCH: u64 = 500;
const ROWS: usize = 50;
/// So many articles are loaded as a reader loads them.
const LOADED: u64 = 20_000;

/// What is typed, letter by letter; the last word goes on.
const TYPED: [&str; 6] = [
    "stability ai",
    "milliarden",
    "schwarzarbeit",
    "s",
    "unternehmen prozent",
    "nicht werden",
];

/// In which order articles come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Dates,
    Backwards,
    Shuffled,
}

impl Order {
    const ALL: [(Self, &str); 3] = [
        (Self::Dates, "dates"),
        (Self::Backwards, "backwards"),
        (Self::Shuffled, "shuffled"),
    ];

    fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(order, _)| *order == self)
            .map_or("", |(_, name)| name)
    }

    /// The number of the article that comes in so many places after the first.
    fn number(self, place: u64, size: u64) -> u64 {
        match self {
            Self::Dates => place,
            Self::Backwards => size - 1 - place,
            // A prime that divides no size in use: every number comes once.
            Self::Shuffled => place * 7_919 % size,
        }
    }
}

fn main() {
    let mut sizes = Vec::new();
    let mut keep = None;
    let mut order = Order::Dates;
    let mut only: Option<String> = None;
    let mut beside = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // What a process of its own is started with.
            "--load" | "--ask" => {
                let path = PathBuf::from(arguments.next().expect("a path"));
                let size = arguments.next().and_then(|size| size.parse().ok());
                let size = size.expect("a number");
                let more = arguments.next().unwrap_or_default();
                if argument == "--load" {
                    let order = Order::ALL.iter().find(|(_, name)| *name == more);
                    load(&path, size, order.map_or(Order::Dates, |(order, _)| *order));
                } else {
                    measure(&path, Some(more.as_str()).filter(|only| !only.is_empty()));
                }
                return;
            }
            // `cargo test --benches` only wants to know that it starts.
            "--test" => return,
            "--keep" => keep = arguments.next().map(PathBuf::from),
            "--workload" => only = arguments.next(),
            "--beside" => beside = arguments.next().and_then(|size| size.parse::<u64>().ok()),
            "--shuffled" => order = Order::Shuffled,
            "--backwards" => order = Order::Backwards,
            other => sizes.extend(other.parse::<u64>().ok()),
        }
    }
    if sizes.is_empty() {
        sizes = vec![10_000];
    }
    let scratch = tempfile::tempdir().expect("a folder for the stores");
    let folder = keep.unwrap_or_else(|| scratch.path().to_owned());
    let path_for = |size: u64| match order {
        Order::Dates => folder.join(format!("{size}.db")),
        other => folder.join(format!("{size}-{}.db", other.name())),
    };
    let mut columns = Vec::new();
    for size in &sizes {
        println!("\n{size} articles");
        let path = path_for(*size);
        let mut lines = in_own_process("--load", &path, *size, order.name());
        lines.extend(in_own_process(
            "--ask",
            &path,
            *size,
            only.as_deref().unwrap_or(""),
        ));
        if only.is_none() {
            lines.extend(program::measure(&path, *size));
            if *size == sizes[0] {
                lines.extend(program::load(&Words::new(), LOADED));
            }
        }
        columns.push((*size, lines));
    }
    println!("\n{}\n", table(&columns));
    let beside = beside.unwrap_or(if only.is_none() { 100_000 } else { 0 });
    if beside > 0 {
        let path = path_for(beside);
        if !sizes.contains(&beside) {
            in_own_process("--load", &path, beside, order.name());
        }
        newsboat::compare(&Words::new(), &path, beside);
    }
}

/// Runs a part of this program by itself; what it prints is shown, and its lines are returned.
fn in_own_process(part: &str, path: &Path, size: u64, more: &str) -> Vec<Line> {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .arg(part)
        .arg(path)
        .args([size.to_string().as_str(), more])
        .stderr(Stdio::inherit())
        .output()
        .expect("this program runs");
    let text = String::from_utf8_lossy(&output.stdout);
    print!("{text}");
    assert!(output.status.success(), "{part} failed");
    text.lines().filter_map(Line::read).collect()
}

/// CPU seconds of this thread; of the clock where the system does not tell.
fn cpu(since: Instant) -> f64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| since.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

fn load(path: &Path, size: u64, order: Order) {
    let mut store = Store::open(path).expect("a store");
    store.set_recogniser(Recogniser::VERSION);
    let Ok(Answer::Count(have)) = store.answer(&Ask::Count(Query::default())) else {
        return;
    };
    if have < size {
        let begin = Instant::now();
        // Made up beside it, as recognition runs beside the store when the program loads.
        let (hand_over, batches) = std::sync::mpsc::sync_channel(4);
        let maker = std::thread::spawn(move || {
            let words = Words::new();
            for from in (have..size).step_by(BATCH as usize) {
                let batch: Vec<_> = (from..(from + BATCH).min(size))
                    .map(|place| words.article(order.number(place, size)))
                    .collect();
                if hand_over.send(batch).is_err() {
                    return;
                }
            }
        });
        let before = cpu(begin);
        let mut done = 0;
        for batch in batches {
            done += batch.len() as u64;
            store.add(batch).expect("room for articles");
            if (have + done) % (size / 10).max(BATCH) == 0 {
                eprintln!(
                    "  {:>8}  {:.0} articles/s by the clock, {:.0} us CPU each, {:.0} MB",
                    have + done,
                    done as f64 / begin.elapsed().as_secs_f64(),
                    (cpu(begin) - before) * 1e6 / done as f64,
                    memory("self", "VmRSS:"),
                );
            }
        }
        maker.join().expect("all articles made");
        let each = (cpu(begin) - before) * 1e3 / done as f64;
        let clock = done as f64 / begin.elapsed().as_secs_f64();
        let more = format!("of the CPU, without recognising; {clock:.0} a second by the clock");
        Line::new("store one article", each, "ms", &more).print();
        Line::new(
            "memory while loading",
            memory("self", "VmHWM:"),
            "MB",
            "at most",
        )
        .print();
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
    Line::new("disk, an article", bytes as f64 / size as f64, "B", "").print();
}

/// Runs something at least so often, and until the CPU's time, which ticks coarsely, has ticked a few times; prints
/// its mean, the fastest by the clock, and what it gave.
fn time(name: &str, times: usize, mut run: impl FnMut() -> String) {
    let mut gave = run();
    let begin = Instant::now();
    let before = cpu(begin);
    let mut fastest = f64::MAX;
    let mut ran = 0_u32;
    while (ran as usize) < times
        || (cpu(begin) - before < 0.03 && begin.elapsed().as_secs_f64() < 0.5)
    {
        let since = Instant::now();
        gave = run();
        fastest = fastest.min(since.elapsed().as_secs_f64() * 1e3);
        ran += 1;
    }
    let mean = (cpu(begin) - before) * 1e3 / f64::from(ran);
    let more = format!("fastest {fastest:.2} by the clock; {gave}");
    Line::new(name, mean, "ms", &more).print();
}

fn query(text: &str) -> Query {
    parse(text, TODAY).query
}

fn rows(store: &Store, query: &Query, window: Window) -> String {
    let ask = Ask::Rows {
        query: query.clone(),
        window,
        limit: ROWS,
        stories: true,
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

/// The exact number of articles of a query.
fn count_of(store: &Store, text: &str) -> u64 {
    match store.answer(&Ask::Count(query(text))) {
        Ok(Answer::Count(count)) => count,
        other => panic!("{other:?}"),
    }
}

fn measure(path: &Path, only: Option<&str>) {
    let wanted = |name: &str| only.is_none_or(|only| name.contains(only));
    if wanted("start") {
        time("start: open and 50 rows", 20, || {
            let store = Store::open(path).expect("the store");
            rows(&store, &Query::default(), Window::Top)
        });
    }
    let mut store = Store::open(path).expect("the store");
    if wanted("filter") {
        filters(&store);
    }
    if wanted("picker") {
        pickers(&store);
    }
    if wanted("typing") {
        typing(&store);
    }
    if wanted("scroll") {
        scrolling(&store);
    }
    if wanted("keep") {
        keeping(&mut store);
    }
    let most = format!("{:.0} at most", memory("self", "VmHWM:"));
    Line::new(
        "memory after all questions",
        memory("self", "VmRSS:"),
        "MB",
        &most,
    )
    .print();
}

fn filters(store: &Store) {
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
        ("typing: 50 rows", ""),
        ("typing: count", "count"),
        ("typing: 50 best", " sort:relevance"),
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
        for (share, label) in [
            (0.5, "median"),
            (0.9, "90 %"),
            (0.99, "99 %"),
            (1.0, "worst"),
        ] {
            let (mean, stroke) = &spent[((spent.len() - 1) as f64 * share).round() as usize];
            Line::new(format!("{name}, {label}"), *mean, "ms", stroke).print();
        }
    }
}

fn scrolling(store: &Store) {
    let all = Query::default();
    time("scroll: to the bottom", 9, || {
        rows(store, &all, Window::Bottom)
    });
    let word = query("prozent");
    time("scroll: to the bottom of a common word", 5, || {
        rows(store, &word, Window::Bottom)
    });
    let mut dice = Dice::new(7);
    let end = |window| {
        let ask = Ask::Rows {
            query: Query::default(),
            window,
            limit: 1,
            stories: true,
        };
        match store.answer(&ask) {
            Ok(Answer::Rows(listing)) => listing.rows[0].id.0,
            other => panic!("{other:?}"),
        }
    };
    let (oldest, newest) = (end(Window::Bottom), end(Window::Top));
    time("scroll: anywhere", 50, || {
        let id = oldest + dice.below((newest - oldest) as u64) as i64;
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
        stories: true,
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
