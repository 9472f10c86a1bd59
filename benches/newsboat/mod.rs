//! newsboat over the same articles, where it is installed: started and asked in the same window.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::made::Words;
use super::program::{Patient, SIZE, median};
use super::report::{cpu_of, figure, memory};
use super::window::{Window, environment};

/// Words that are searched for: about how many articles have them is found out.
const SOUGHT: [&str; 3] = ["schwarzarbeit", "prozent", "nicht"];

/// Starts newsboat and depesche over so many made-up articles and searches in both; nothing where it is not there.
pub(crate) fn compare(words: &Words, store: &Path, size: u64) -> Vec<String> {
    let version = Command::new("newsboat").arg("-v").output();
    let Some(version) = version.ok().filter(|output| output.status.success()) else {
        println!("newsboat is not installed: nothing to compare with");
        return Vec::new();
    };
    let version = String::from_utf8_lossy(&version.stdout);
    let version = version.lines().next().unwrap_or("newsboat").to_owned();
    let home = tempfile::tempdir().expect("a folder");
    let feed = home.path().join("feed.xml");
    write_feed(words, &feed, size);
    fs::write(
        home.path().join("urls"),
        format!("file://{}\n", feed.display()),
    )
    .expect("a file");
    fs::write(home.path().join("config"), "max-items 0\n").expect("a file");
    let file = |name: &str| home.path().join(name).display().to_string();
    let arguments = [
        "-u".to_owned(),
        file("urls"),
        "-c".to_owned(),
        file("cache.db"),
        "-C".to_owned(),
        file("config"),
    ];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let begun = Instant::now();
    let loaded = Command::new("newsboat")
        .args(&arguments)
        .args(["-x", "reload"])
        .env_clear()
        .envs(environment(home.path()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    println!(
        "newsboat loaded {size} articles in {:.0} s: {loaded:?}",
        begun.elapsed().as_secs_f64()
    );
    let _ = fs::remove_file(&feed);

    // Its column cuts the second number off.
    let shown = format!("({size}/");
    let mut starts = Vec::new();
    for _ in 0..3 {
        let begun = Instant::now();
        let window = Patient {
            window: Window::open(SIZE, home.path(), "newsboat", &arguments, &[]),
        };
        window.wait(&shown);
        let clock = begun.elapsed().as_secs_f64() * 1e3;
        starts.push((clock, cpu_of(window.window.process())));
    }
    let mut window = Patient {
        window: Window::open(SIZE, home.path(), "newsboat", &arguments, &[]),
    };
    window.wait(&shown);
    window.settle();
    let resident = memory(&window.window.process().to_string(), "VmRSS:");
    let mut searches = Vec::new();
    for word in SOUGHT {
        window.window.press("/");
        window.settle();
        searches.push(window.press(&format!("{word}\r"), "Search result"));
        window.settle();
        window.window.press("q");
        window.wait(&shown);
        window.settle();
    }
    drop(window);

    let ours = super::program::beside(store, size, &SOUGHT);
    let (clock, cpu): (Vec<f64>, Vec<f64>) = starts.into_iter().unzip();
    let theirs = (median(clock), median(cpu));
    let mut out = vec![
        format!("| {size} articles | {version} | depesche | ratio by the clock | of the CPU |"),
        "|---|---:|---:|---:|---:|".to_owned(),
        row("start to list", theirs, ours.start),
        format!(
            "| memory after start | {} MB | {} MB | {} | |",
            figure(resident),
            figure(ours.resident),
            figure(resident / ours.resident)
        ),
    ];
    for ((word, theirs), (ours, count)) in SOUGHT.iter().zip(searches).zip(ours.searches) {
        let share = count as f64 * 100.0 / size as f64;
        out.push(row(
            &format!("search “{word}” (in {} % of the articles)", figure(share)),
            theirs,
            ours,
        ));
    }
    for line in &out {
        println!("{line}");
    }
    out
}

fn row(what: &str, theirs: (f64, f64), ours: (f64, f64)) -> String {
    format!(
        "| {what} | {} ms, {} CPU | {} ms, {} CPU | {} | {} |",
        figure(theirs.0),
        figure(theirs.1),
        figure(ours.0),
        figure(ours.1),
        figure(theirs.0 / ours.0),
        figure(theirs.1 / ours.1)
    )
}

/// The articles as one RSS feed.
fn write_feed(words: &Words, path: &Path, size: u64) {
    let mut out = BufWriter::new(File::create(path).expect("a file"));
    let begin = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Blatt</title><link>https://blatt.example/</link>\n";
    out.write_all(begin.as_bytes()).expect("room for a feed");
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    for number in 0..size {
        let article = words.article(number).article;
        let mut item = String::new();
        let date = article
            .published
            .and_then(|at| jiff::Timestamp::from_second(at.seconds()).ok())
            .map(|at| at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string())
            .unwrap_or_default();
        let link = article
            .url
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let _ = writeln!(
            item,
            "<item><title>{}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate><description>{}</description></item>",
            escaped(&article.title),
            escaped(article.body.text()),
        );
        out.write_all(item.as_bytes()).expect("room for a feed");
    }
    out.write_all(b"</channel></rss>\n")
        .expect("room for a feed");
    out.flush().expect("room for a feed");
}
