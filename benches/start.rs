//! How soon the reader sees the list, and how soon the list follows: start, a burst of keys, one key, doing nothing.
//!
//! The release binary runs in a pseudo-terminal of 200x60 over a store of 10,000 made-up articles (`ARTICLES=n` for
//! another number, `PROGRAM=path` for another build). Times are to the screen, as a terminal sees them. Nothing is
//! asserted; it prints a table.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../tests/it/pty/window.rs"]
mod window;

use window::{Window, environment};

const SIZE: (u16, u16) = (200, 60);
const ROUNDS: usize = 15;

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let program =
        std::env::var("PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_depesche").to_owned());
    let articles: usize = std::env::var("ARTICLES")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(10_000);
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("articles.jsonl");
    fs::write(&file, made_up(articles)).expect("a file");
    let begun = Instant::now();
    let added = Command::new(&program)
        .env_clear()
        .envs(environment(home.path()))
        .arg("add")
        .arg(&file)
        .output()
        .expect("the program runs");
    assert!(added.status.success(), "{added:?}");
    row(&format!("load {articles} articles"), &[begun.elapsed()]);

    let open = || Window::open(SIZE, home.path(), &program, &[], &[]);
    let mut starts = Vec::new();
    for _ in 0..=ROUNDS {
        let begun = Instant::now();
        let mut window = open();
        window.wait_for(&headline(20));
        starts.push(begun.elapsed());
        window.press("Q");
        window.status();
    }
    // The first one warms the file cache.
    row("start to first list", &starts[1..]);

    let mut bursts = Vec::new();
    for _ in 0..ROUNDS.min(5) {
        let mut window = open();
        window.wait_for(&headline(20));
        let begun = Instant::now();
        window.press(&"j".repeat(500));
        window.wait_for(&headline(500));
        bursts.push(begun.elapsed());
    }
    row("500 x j in one write", &bursts);

    let mut window = open();
    window.wait_for(&headline(20));
    let mut keys = Vec::new();
    for _ in 0..30 {
        settle(&window);
        let written = window.log().len();
        let begun = Instant::now();
        window.press("j");
        while window.log().len() == written {
            std::thread::yield_now();
        }
        keys.push(begun.elapsed());
    }
    row("one j to its frame", &keys);

    let mut pages = Vec::new();
    for _ in 0..20 {
        settle(&window);
        let written = window.log().len();
        let begun = Instant::now();
        window.press("\r");
        while window.log().len() == written {
            std::thread::yield_now();
        }
        pages.push(begun.elapsed());
        window.press("hj");
    }
    row("Enter to the article", &pages);

    settle(&window);
    let (processor, written) = (processor_time(&window), window.log().len());
    std::thread::sleep(Duration::from_secs(10));
    println!(
        "{:<28} {} bytes written, {} ms of processor in 10 s",
        "doing nothing",
        window.log().len() - written,
        processor_time(&window)
            .saturating_sub(processor)
            .as_millis()
    );
    println!("{:<28} {} KiB", "resident memory", resident(&window));
}

/// Waits until the program has been quiet for a while.
fn settle(window: &Window) {
    loop {
        let written = window.log().len();
        std::thread::sleep(Duration::from_millis(100));
        if window.log().len() == written {
            return;
        }
    }
}

fn row(what: &str, times: &[Duration]) {
    let mut times = times.to_vec();
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "{what:<28} median {:>8.1} ms   least {:>8.1} ms   most {:>8.1} ms   ({} rounds)",
        ms(times[times.len() / 2]),
        ms(times[0]),
        ms(times[times.len() - 1]),
        times.len()
    );
}

/// User and system time so far, in steps of 10 ms (`proc_pid_stat(5)`, fields 14 and 15).
fn processor_time(window: &Window) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{}/stat", window.process())).unwrap_or_default();
    let ticks: u64 = stat
        .rsplit_once(')')
        .map(|(_, fields)| {
            fields
                .split_whitespace()
                .skip(11)
                .take(2)
                .filter_map(|field| field.parse::<u64>().ok())
                .sum()
        })
        .unwrap_or_default();
    Duration::from_millis(ticks * 10)
}

fn resident(window: &Window) -> String {
    let status =
        fs::read_to_string(format!("/proc/{}/status", window.process())).unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .map(|rest| rest.trim().trim_end_matches(" kB").to_owned())
        .unwrap_or_default()
}

/// The headline of the article in this row of the list, from 1.
fn headline(row: usize) -> String {
    format!("Headline {row:06}")
}

/// JSON Lines, newest first, of about 2 KB each, naming a few of a hundred companies and persons.
fn made_up(articles: usize) -> String {
    const WORDS: &[&str] = &[
        "market", "report", "quarter", "Umsatz", "growth", "factory", "Vorstand", "shares", "plan",
        "strike", "energy", "Werk", "region", "court", "deal", "ships", "bank", "Zinsen", "chips",
        "summer",
    ];
    const NAMES: &[&str] = &[
        "Quillfeather",
        "Brambleton",
        "Sandkrug",
        "Oxlip",
        "Marrowby",
        "Tiedeken",
        "Larkspur",
        "Vantongeren",
        "Dunmore",
        "Marchbanks",
    ];
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below as u64).unwrap_or_default()
    };
    // Noon of 20 November 2026, an article every ten minutes back from there.
    let newest = 1_795_176_000_i64;
    let mut out = String::new();
    for number in 1..=articles {
        let mut body = String::new();
        for _ in 0..24 {
            let company = NAMES[next(NAMES.len())];
            let person = NAMES[next(NAMES.len())];
            let _ = write!(body, "{company} AG said on Monday that its");
            for _ in 0..8 {
                let _ = write!(body, " {}", WORDS[next(WORDS.len())]);
            }
            let _ = write!(
                body,
                " cost {} million euros, as chief executive Odile {person} told reporters. ",
                next(900) + 1
            );
        }
        let published = jiff::Timestamp::from_second(newest - 600 * number as i64)
            .map(|at| at.to_string())
            .unwrap_or_default();
        let _ = writeln!(
            out,
            r#"{{"title":"{}: {} and {}","source":"Paper {}","published":"{published}","language":"en","body":"{body}"}}"#,
            headline(number),
            NAMES[next(NAMES.len())],
            NAMES[next(NAMES.len())],
            next(40),
        );
    }
    out
}
