//! The program itself in a pseudo-terminal of 200x60, over a store that was made before.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use depesche::ask::{Answer, Ask};
use depesche::query::Query;
use depesche::row::Window as Part;
use depesche::store::Store;
use tempfile::TempDir;

use super::made::Words;
use super::report::{Line, cpu_of, memory, thousands};
use super::window::{Window, environment};

pub(crate) const SIZE: (u16, u16) = (200, 60);
const ROUNDS: usize = 15;

/// A window that is waited for longer than tests would.
pub(crate) struct Patient {
    pub(crate) window: Window,
}

impl Patient {
    /// Presses keys and waits until the window shows a text: milliseconds by the clock and of the CPU.
    pub(crate) fn press(&mut self, keys: &str, text: &str) -> (f64, f64) {
        let (begun, cpu) = (Instant::now(), cpu_of(self.window.process()));
        self.window.press(keys);
        self.wait(text);
        let clock = begun.elapsed().as_secs_f64() * 1e3;
        (clock, cpu_of(self.window.process()) - cpu)
    }

    /// Waits until the window shows a text.
    ///
    /// # Panics
    /// When it does not within two minutes; prints what it shows instead.
    pub(crate) fn wait(&self, text: &str) {
        let begun = Instant::now();
        while !self.window.text().contains(text) {
            assert!(
                begun.elapsed() < Duration::from_mins(2),
                "never showed {text}:\n{}",
                self.window.text()
            );
            std::thread::sleep(Duration::from_micros(300));
        }
    }

    /// Waits until nothing has been written for a while; says when the last thing was.
    pub(crate) fn settle(&self) -> Instant {
        let (mut written, mut last) = (self.window.log().len(), Instant::now());
        while last.elapsed() < Duration::from_millis(150) {
            std::thread::sleep(Duration::from_millis(1));
            let now = self.window.log().len();
            if now != written {
                (written, last) = (now, Instant::now());
            }
        }
        last
    }

    /// Drops every filter and goes to the top, since the list stays where it was.
    fn all_again(&mut self, newest: &str) {
        self.settle();
        self.press("X", "all articles");
        self.settle();
        self.press("gg", newest);
        self.settle();
    }
}

/// A home whose reader has seen the first steps.
fn home() -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("state/depesche");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("memory.json"), r#"{"taught": true}"#).expect("a file");
    home
}

fn program() -> String {
    std::env::var("PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_depesche").to_owned())
}

/// The beginning of the headline at an end of the list.
fn headline(store: &Store, window: Part) -> String {
    let ask = Ask::Rows {
        query: Query::default(),
        window,
        limit: 1,
        stories: true,
    };
    match store.answer(&ask) {
        Ok(Answer::Rows(listing)) => listing.rows[0].title.chars().take(14).collect(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn least(all: &[f64]) -> f64 {
    all.iter().copied().fold(f64::MAX, f64::min)
}

/// Start, jumps, pages, filters and memory of the program.
pub(crate) fn measure(path: &Path, size: u64) -> Vec<Line> {
    let home = home();
    let program = program();
    let (newest, oldest) = {
        let store = Store::open(path).expect("the store");
        (headline(&store, Part::Top), headline(&store, Part::Bottom))
    };
    let store = path.display().to_string();
    let open = || Patient {
        window: Window::open(SIZE, home.path(), &program, &["--store", &store], &[]),
    };
    let mut lines = Vec::new();
    let mut note = |what: &str, all: Vec<(f64, f64)>| {
        let (clock, cpu): (Vec<f64>, Vec<f64>) = all.into_iter().unzip();
        let more = format!(
            "least {:.1} by the clock; {:.1} of the CPU",
            least(&clock),
            least(&cpu)
        );
        let line = Line::new(what, median(clock), "ms", &more);
        line.print();
        lines.push(line);
    };
    let mut starts = Vec::new();
    for _ in 0..=ROUNDS {
        let begun = Instant::now();
        let mut window = open();
        window.wait(&newest);
        let clock = begun.elapsed().as_secs_f64() * 1e3;
        starts.push((clock, cpu_of(window.window.process())));
        window.window.press("Q");
        window.window.status();
    }
    // The first one warms the file cache.
    note("start to first list", starts.split_off(1));

    let mut window = open();
    window.wait(&newest);
    window.wait(&thousands(size));
    window.settle();
    let resident = |window: &Patient| memory(&window.window.process().to_string(), "VmRSS:");
    let after_start = resident(&window);
    let (mut down, mut up) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        down.push(window.press("G", &oldest));
        window.settle();
        up.push(window.press("gg", &newest));
        window.settle();
    }
    note("jump to the bottom", down);
    note("jump to the top", up);
    let mut pages = Vec::new();
    for _ in 0..5 {
        let (begun, cpu) = (Instant::now(), cpu_of(window.window.process()));
        window.window.press(&"\u{6}".repeat(100));
        let clock = window.settle() - begun;
        pages.push((
            clock.as_secs_f64() * 1e3,
            cpu_of(window.window.process()) - cpu,
        ));
        window.press("gg", &newest);
        window.settle();
    }
    note("100 x page down in one write, settled", pages);

    let all = thousands(size);
    for (what, query) in [
        ("common word", "prozent"),
        ("rare word", "schwarzarbeit"),
        ("company", "company:\"the most frequent\""),
    ] {
        let text = if what == "company" {
            format!("company:\"{}\"", super::made::company(1))
        } else {
            query.to_owned()
        };
        let store = Store::open(path).expect("the store");
        let count = super::count_of(&store, &text);
        let shown = format!("{} of {all}", thousands(count));
        let mut times = Vec::new();
        for _ in 0..5 {
            window.window.press("F");
            window.settle();
            times.push(window.press(&format!("{text}\r"), &shown));
            window.all_again(&newest);
        }
        note(&format!("F {what}, Enter: rows and count shown"), times);
    }
    let mut line = |what: &str, value| {
        let line = Line::new(what, value, "MB", "resident, of the program");
        line.print();
        lines.push(line);
    };
    line("memory after start", after_start);
    line("memory after jumps, pages and filters", resident(&window));
    lines
}

/// Loads made-up articles with the program as a reader would: read, recognised, stored and indexed.
pub(crate) fn load(words: &Words, size: u64) -> Vec<Line> {
    let home = home();
    let file = home.path().join("articles.jsonl");
    let mut out = BufWriter::new(File::create(&file).expect("a file"));
    for number in 0..size {
        let article = words.article(number).article;
        let date = article.published.map(|at| at.to_string());
        let line = serde_json::json!({
            "title": article.title.as_str(),
            "published": date,
            "source": article.source.as_ref().map(depesche::text::Clean::as_str),
            "url": article.url.as_ref().map(ToString::to_string),
            "body": article.body.text(),
        });
        writeln!(out, "{line}").expect("room for articles");
    }
    out.flush().expect("room for articles");
    let begun = Instant::now();
    let mut child = Command::new(program())
        .env_clear()
        .envs(environment(home.path()))
        .arg("add")
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    let process = child.id().to_string();
    let (mut most, mut cpu) = (0.0_f64, 0.0_f64);
    while child.try_wait().expect("a child").is_none() {
        most = most.max(memory(&process, "VmHWM:"));
        cpu = cpu.max(processor_time(&process));
        std::thread::sleep(Duration::from_millis(5));
    }
    let clock = begun.elapsed().as_secs_f64();
    let lines = vec![
        Line::new(
            "load and recognise, by the clock",
            size as f64 / clock,
            "a second",
            &format!("{size} articles by `depesche add`"),
        ),
        Line::new(
            "load and recognise, of the CPU",
            cpu / size as f64,
            "ms",
            "",
        ),
        Line::new("load and recognise, memory", most, "MB", "at most"),
    ];
    lines.iter().for_each(Line::print);
    lines
}

/// User and system time of a process so far in milliseconds, threads that ended included, in steps of ten
/// (`proc_pid_stat(5)`, fields 14 and 15).
fn processor_time(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        * 10.0
}

/// What is measured of the program beside another.
pub(crate) struct Beside {
    /// Milliseconds by the clock and of the CPU until the list stands.
    pub(crate) start: (f64, f64),
    /// MB after the start.
    pub(crate) resident: f64,
    /// For each word the time until rows and exact count stand, and the count.
    pub(crate) searches: Vec<((f64, f64), u64)>,
}

/// Starts the program and searches for words in it.
pub(crate) fn beside(path: &Path, size: u64, sought: &[&str]) -> Beside {
    let home = home();
    let program = program();
    let store = Store::open(path).expect("the store");
    let newest = headline(&store, Part::Top);
    let name = path.display().to_string();
    let open = || Patient {
        window: Window::open(SIZE, home.path(), &program, &["--store", &name], &[]),
    };
    let mut starts = Vec::new();
    for _ in 0..=ROUNDS {
        let begun = Instant::now();
        let window = open();
        window.wait(&newest);
        let clock = begun.elapsed().as_secs_f64() * 1e3;
        starts.push((clock, cpu_of(window.window.process())));
    }
    let (clock, cpu): (Vec<f64>, Vec<f64>) = starts.split_off(1).into_iter().unzip();
    let mut window = open();
    window.wait(&newest);
    window.settle();
    let resident = memory(&window.window.process().to_string(), "VmRSS:");
    let all = thousands(size);
    let mut searches = Vec::new();
    for word in sought {
        let count = super::count_of(&store, word);
        window.window.press("F");
        window.settle();
        let shown = format!("{} of {all}", thousands(count));
        searches.push((window.press(&format!("{word}\r"), &shown), count));
        window.all_again(&newest);
    }
    Beside {
        start: (median(clock), median(cpu)),
        resident,
        searches,
    }
}
