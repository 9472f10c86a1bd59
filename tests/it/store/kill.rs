//! A process that is killed while it writes: nothing it acknowledged is lost.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use depesche::article::ArticleId;
use depesche::change::Change;
use depesche::store::Store;

use super::{TODAY, count, ids, incoming, scratch};

/// Names the store for the process that is to be killed.
const VICTIM: &str = "DEPESCHE_TEST_VICTIM";

/// Runs one of the hidden tests below in a process of its own, kills it after so many acknowledged lines, and
/// returns all that it acknowledged.
fn killed_after(lines: usize, what: &str, store: &Path) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            what,
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(VICTIM, store)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    let mut take = |line: String| {
        if let Some((_, rest)) = line.split_once("kept ") {
            acknowledged.push(rest.to_owned());
        }
        acknowledged.len()
    };
    for line in output.by_ref() {
        if take(line.unwrap()) >= lines {
            break;
        }
    }
    child.kill().unwrap();
    for line in output {
        take(line.unwrap());
    }
    child.wait().unwrap();
    assert!(acknowledged.len() >= lines, "the process ended by itself");
    acknowledged
}

#[test]
#[ignore = "is run, and killed, by the test below"]
fn keeps_bookmarking() {
    let Ok(path) = std::env::var(VICTIM) else {
        return;
    };
    let mut store = Store::open(Path::new(&path)).unwrap();
    let mut out = std::io::stdout();
    for id in ids(&store, "-is:bookmarked") {
        store
            .change(&Change::Bookmark { id, keep: true }, TODAY)
            .unwrap();
        writeln!(out, "kept {id}").unwrap();
    }
}

#[test]
#[ignore = "is run, and killed, by the test below"]
fn keeps_loading() {
    let Ok(path) = std::env::var(VICTIM) else {
        return;
    };
    let mut store = Store::open(Path::new(&path)).unwrap();
    let mut out = std::io::stdout();
    for batch in 0..100_000 {
        let lines = (0..20)
            .map(|n| incoming(&format!("2024-03-24 | Blatt | Meldung {batch} {n} | Text {batch} | company Nordwerk 0.5, person Person {n} 0.5")))
            .collect();
        store.add(lines).unwrap();
        writeln!(out, "kept {batch}").unwrap();
    }
}

fn is_sound(store: &mut Store) {
    for finding in store.check(false).unwrap() {
        assert!(!finding.trouble, "{}", finding.message);
    }
}

#[test]
fn no_acknowledged_bookmark_is_lost_when_the_process_is_killed() {
    let (_folder, path) = scratch("store.db");
    let mut store = Store::open(&path).unwrap();
    let lines = (0..2000)
        .map(|n| {
            incoming(&format!(
                "2024-03-24 | Blatt | Meldung {n} | Text | company Nordwerk 0.5"
            ))
        })
        .collect();
    store.add(lines).unwrap();
    for round in 1..=5 {
        let acknowledged = killed_after(7 * round, "store::kill::keeps_bookmarking", &path);
        let kept = ids(&store, "is:bookmarked");
        for id in acknowledged {
            assert!(
                kept.contains(&id.parse::<ArticleId>().unwrap()),
                "{id} is lost"
            );
        }
        is_sound(&mut store);
    }
}

#[test]
fn no_batch_reported_as_loaded_is_lost_when_the_process_is_killed() {
    let (_folder, path) = scratch("store.db");
    for round in 1..=3 {
        let acknowledged = killed_after(5 * round, "store::kill::keeps_loading", &path);
        let mut store = Store::open(&path).unwrap();
        let mut last = 0;
        for batch in acknowledged {
            assert_eq!(count(&store, &format!("title:\"meldung {batch}\"")), 20);
            last = last.max(batch.parse::<u64>().unwrap());
        }
        let all = count(&store, "");
        assert!(
            all >= 20 * (last + 1) && all.is_multiple_of(20),
            "a batch is whole or not there"
        );
        is_sound(&mut store);
    }
}
