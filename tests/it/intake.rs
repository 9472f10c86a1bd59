//! From files to the store: order, batches, bad files, what was loaded before.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};

use depesche::article::ArticleId;
use depesche::ask::{Answer, Ask};
use depesche::change::Change;
use depesche::desk::intake::{AHEAD, Progress, Summary, add};
use depesche::query::Query;
use depesche::recognise::Recogniser;
use depesche::row::Window;
use depesche::store::Store;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn take_in(store: &mut Store, path: &Path) -> Summary {
    let paths = [path.display().to_string()];
    let mut go_on = |_: &Progress| ControlFlow::Continue(());
    add(&paths, None, &Recogniser::new(), store, &mut go_on).expect("the store takes it")
}

fn titles(store: &Store, limit: usize) -> Vec<String> {
    let ask = Ask::Rows {
        query: Query::default(),
        window: Window::Top,
        limit,
        stories: false,
    };
    match store.answer(&ask) {
        Ok(Answer::Rows(listing)) => listing
            .rows
            .iter()
            .map(|row| row.title.to_string())
            .collect(),
        other => panic!("{other:?}"),
    }
}

/// JSON Lines of so many articles, the newest first.
fn lines(name: &str, articles: usize) -> String {
    let mut out = String::new();
    for number in 0..articles {
        let day = 1 + number % 28;
        let _ = writeln!(
            out,
            r#"{{"title":"{name} {number:05}","published":"2026-10-{day:02}","body":"Quillfeather plc said {name} {number} times that it grows."}}"#
        );
    }
    out
}

#[test]
fn a_folder_with_everything_in_it_gives_its_articles_and_names_what_is_odd() {
    let folder = folder(&[
        (
            "a.md",
            "---\ntitle: Oxlip grows\ndate: 2026-11-02\n---\n\nOxlip Robotics Inc grows.\n",
        ),
        ("b.jsonl", &lines("line", 3)),
        (
            "c.jsonl",
            "{\"title\":\"Good\",\"published\":\"2026-10-30\",\"body\":\"A good one.\"}\n{\"title\": \n{\"title\":\"Better\",\"published\":\"2026-10-30\",\"body\":\"A better one.\"}\n",
        ),
        (
            "deep/er/d.md",
            "---\ntitle: Larkspur shrinks\ndate: 2026-11-01\n---\n\nLarkspur Foods GmbH shrinks.\n",
        ),
        (".hidden.md", "# Never seen\n\nNever.\n"),
        ("picture.png", "no picture"),
        ("program", "\x7fELF\0\0\0\0"),
    ]);
    let mut store = Store::in_memory().expect("a store");
    let summary = take_in(&mut store, folder.path());
    assert_eq!(summary.added.new, 7, "{summary:?}");
    assert!(!summary.complaints.is_empty());
    assert!(
        summary
            .complaints
            .iter()
            .all(|it| it.place.contains("c.jsonl")),
        "{summary:?}"
    );
    assert_eq!(summary.unreadable, [""; 0]);
    let titles = titles(&store, 10);
    assert_eq!(titles[0], "Oxlip grows");
    assert!(!titles.iter().any(|title| title.contains("Never")));
}

#[test]
fn what_was_loaded_before_is_known() {
    let folder = folder(&[("a.jsonl", &lines("again", 1200))]);
    let mut store = Store::in_memory().expect("a store");
    let first = take_in(&mut store, folder.path());
    assert_eq!((first.added.new, first.added.known), (1200, 0));
    let second = take_in(&mut store, folder.path());
    assert_eq!((second.added.new, second.added.known), (0, 1200));
}

#[test]
fn the_same_files_make_the_same_list_however_the_work_was_shared_out() {
    let texts: Vec<(String, String)> = (0..40)
        .map(|number| {
            (
                format!("{number:02}.jsonl"),
                lines(&format!("file{number}"), 1 + number * 7 % 50),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let folder = folder(&files);
    let list = || {
        let mut store = Store::in_memory().expect("a store");
        take_in(&mut store, folder.path());
        titles(&store, 5000)
    };
    let once = list();
    assert!(once.len() > 500);
    assert_eq!(list(), once);
}

#[test]
fn loading_can_be_stopped_and_what_came_stays() {
    let folder = folder(&[("a.jsonl", &lines("stop", 4000))]);
    let mut store = Store::in_memory().expect("a store");
    let paths = [folder.path().display().to_string()];
    let mut stop = |progress: &Progress| {
        if progress.articles > 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let summary = add(&paths, None, &Recogniser::new(), &mut store, &mut stop).expect("a summary");
    assert!(summary.added.new > 0);
    assert_eq!(titles(&store, 5000).len() as u64, summary.added.new);
}

#[test]
fn a_path_that_is_not_there_is_named_and_the_rest_is_loaded() {
    let folder = folder(&[("a.jsonl", &lines("there", 2))]);
    let missing = folder.path().join("missing.txt").display().to_string();
    let there = folder.path().join("a.jsonl").display().to_string();
    let mut store = Store::in_memory().expect("a store");
    let mut go_on = |_: &Progress| ControlFlow::Continue(());
    let summary = add(
        &[missing.clone(), there],
        None,
        &Recogniser::new(),
        &mut store,
        &mut go_on,
    )
    .expect("a summary");
    assert_eq!(summary.added.new, 2);
    assert!(summary.unreadable[0].starts_with(&missing));
}

#[test]
fn what_is_known_is_passed_over_before_it_is_recognised() {
    let folder = folder(&[("a.jsonl", &lines("again", 700))]);
    let mut store = Store::open(&folder.path().join("store.db")).expect("a store");
    assert_eq!(take_in(&mut store, folder.path()).added.new, 700);
    fs::write(
        folder.path().join("b.jsonl"),
        lines("fresh", 40) + &lines("again", 700),
    )
    .expect("a file");
    let paths = [folder.path().display().to_string()];
    let mut most = 0;
    let mut watch = |progress: &Progress| {
        most = most.max(progress.ahead);
        ControlFlow::Continue(())
    };
    let summary = add(&paths, None, &Recogniser::new(), &mut store, &mut watch).expect("a summary");
    assert_eq!((summary.added.new, summary.added.known), (40, 1400));
    assert!(
        most <= 40,
        "{most} known articles were on their way to the recogniser"
    );
}

#[test]
fn only_what_is_in_the_store_is_reported_and_it_is_told_how_far_the_bytes_are() {
    let folder = folder(&[
        ("a.jsonl", &lines("report", 1500)),
        ("b.jsonl", &lines("more", 9)),
    ]);
    let path = folder.path().join("store.db");
    let mut store = Store::open(&path).expect("a store");
    let other = Store::open(&path).expect("a second connection");
    let paths = [folder.path().display().to_string()];
    let mut before = Progress::default();
    let mut within = false;
    let mut look = |progress: &Progress| {
        let there = count(&other);
        assert!(
            progress.articles <= there,
            "{progress:?}, {there} are there"
        );
        assert!(progress.articles >= before.articles && progress.bytes.0 >= before.bytes.0);
        assert!(progress.bytes.0 <= progress.bytes.1);
        within |= progress.name.ends_with("a.jsonl")
            && (1..1500).contains(&progress.articles)
            && progress.bytes.0 > 0;
        before = progress.clone();
        ControlFlow::Continue(())
    };
    let summary = add(&paths, None, &Recogniser::new(), &mut store, &mut look).expect("a summary");
    assert_eq!(summary.added.new, 1509);
    assert_eq!((before.articles, before.bytes.0), (1509, before.bytes.1));
    assert!(within, "a long file is not told of only at its end");
}

fn count(store: &Store) -> u64 {
    match store.answer(&Ask::Count(Query::default())) {
        Ok(Answer::Count(count)) => count,
        other => panic!("{other:?}"),
    }
}

/// A file that gives nothing until it is written to holds up those behind it; they must not pile up.
#[cfg(unix)]
#[test]
fn files_behind_one_that_is_slow_do_not_fill_the_memory() {
    let folder = folder(&[("b.jsonl", &lines("behind", 2 * AHEAD))]);
    let slow = folder.path().join("slow.jsonl");
    let made = Command::new("mkfifo")
        .arg(&slow)
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    let paths =
        [slow.clone(), folder.path().join("b.jsonl")].map(|path| path.display().to_string());
    let mut store = Store::in_memory().expect("a store");
    let (mut most, mut same) = (0, 0);
    let mut writer = None;
    let mut watch = |progress: &Progress| {
        same = if progress.ahead == most { same + 1 } else { 0 };
        most = most.max(progress.ahead);
        // Nothing moves any more, and nothing may until the slow one is done.
        if writer.is_none() && most > 0 && same > 3 {
            assert_eq!(progress.articles, 0);
            let slow = slow.clone();
            writer = Some(std::thread::spawn(move || {
                fs::write(slow, lines("slow", 2))
            }));
        }
        ControlFlow::Continue(())
    };
    let summary = add(&paths, None, &Recogniser::new(), &mut store, &mut watch).expect("a summary");
    writer
        .expect("it was written")
        .join()
        .expect("it ends")
        .expect("the pipe takes it");
    assert_eq!(summary.added.new, 2 * AHEAD as u64 + 2);
    assert!(
        (AHEAD..=2 * AHEAD + 32).contains(&most),
        "{most} were in memory"
    );
}

/// Names the folder for the process that is to be killed.
const VICTIM: &str = "DEPESCHE_TEST_LOADING";

#[test]
#[ignore = "is run, and killed, by the test below"]
fn loads_until_it_is_killed() {
    let Ok(folder) = std::env::var(VICTIM) else {
        return;
    };
    let folder = Path::new(&folder);
    let mut store = Store::open(&folder.join("store.db")).expect("a store");
    let paths = [folder.join("articles").display().to_string()];
    let mut report = |progress: &Progress| {
        let _ = writeln!(std::io::stdout(), "kept {}", progress.articles);
        ControlFlow::Continue(())
    };
    add(&paths, None, &Recogniser::new(), &mut store, &mut report).expect("it loads");
}

#[test]
fn a_load_that_is_killed_loses_nothing_it_reported_and_the_next_one_goes_on_where_it_stopped() {
    const ALL: u64 = 2500;
    let folder = folder(&[
        ("articles/a.jsonl", &lines("first", ALL as usize - 100)),
        ("articles/b.jsonl", &lines("second", 100)),
    ]);
    let mut known = 0;
    for round in 1..=2 {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args([
                "--exact",
                "intake::loads_until_it_is_killed",
                "--ignored",
                "--nocapture",
            ])
            .env(VICTIM, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut reported = 0;
        for line in BufReader::new(child.stdout.take().expect("its output")).lines() {
            let line = line.expect("a line");
            if let Some((_, articles)) = line.split_once("kept ") {
                reported = reported.max(articles.parse::<u64>().expect("a number"));
            }
            if reported > known + 400 {
                // SIGKILL; what it wrote to the pipe before is read on.
                let _ = child.kill();
            }
        }
        child.wait().expect("it is gone");
        let store = Store::open(&folder.path().join("store.db")).expect("a store");
        let there = count(&store);
        assert!(
            there >= reported,
            "{reported} were reported, {there} are there"
        );
        assert!(
            there < ALL,
            "it was killed too late in round {round} to show anything"
        );
        assert!(there > known, "round {round} went on");
        known = there;
    }
    let mut store = Store::open(&folder.path().join("store.db")).expect("a store");
    let rest = take_in(&mut store, &folder.path().join("articles"));
    assert_eq!((rest.added.known, rest.added.new), (known, ALL - known));
    let mut all = titles(&store, 5000);
    all.sort();
    all.dedup();
    assert_eq!(all.len() as u64, ALL);
    for finding in store.check(false).expect("a check") {
        assert!(!finding.trouble, "{}", finding.message);
    }
}

#[test]
fn the_store_is_read_and_changed_by_others_while_it_is_loaded_into() {
    let folder = folder(&[("a.jsonl", &lines("meanwhile", 1200))]);
    let path = folder.path().join("store.db");
    Store::open(&path).expect("a store");
    let (load, from) = (folder.path().to_owned(), path.clone());
    let loading = std::thread::spawn(move || {
        let mut store = Store::open(&from).expect("a store");
        take_in(&mut store, &load).added.new
    });
    let mut reader = Store::open(&path).expect("a second connection");
    let today = jiff::civil::date(2026, 11, 1);
    let words = depesche::query::parse("quillfeather meanwhile", today).query;
    let (mut last, mut between, mut kept): (u64, u64, Vec<ArticleId>) = (0, 0, Vec::new());
    loop {
        let ended = loading.is_finished();
        let there = count(&reader);
        assert!(there >= last, "articles went away: {there} after {last}");
        between += u64::from(last < there && there < 1200);
        last = there;
        let ask = Ask::Rows {
            query: words.clone(),
            window: Window::Top,
            limit: 50,
            stories: false,
        };
        let Ok(Answer::Rows(listing)) = reader.answer(&ask) else {
            panic!("the reader has to wait");
        };
        assert!(listing.rows.len() as u64 >= there.min(50));
        if let Some(row) = listing.rows.iter().find(|row| !kept.contains(&row.id)) {
            let id = row.id;
            let change = Change::Bookmark { id, keep: true };
            assert_eq!(reader.change(&change, today).expect("it is kept"), 1);
            kept.push(id);
        }
        if ended {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(loading.join().expect("it ends"), 1200);
    assert!(between > 0, "nothing was read while it was loading");
    let bookmarked = depesche::query::parse("is:bookmarked", today).query;
    let Ok(Answer::Count(count)) = reader.answer(&Ask::Count(bookmarked)) else {
        panic!("no count");
    };
    assert_eq!(count, kept.len() as u64);
}
