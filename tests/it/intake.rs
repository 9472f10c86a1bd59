//! From files to the store: order, batches, bad files, what was loaded before.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use depesche::ask::{Answer, Ask};
use depesche::desk::intake::{Progress, Summary, add};
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
