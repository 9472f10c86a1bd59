//! Lists of subscriptions: what is taken of them, and that they come out as they went in.

use std::fmt::Write as _;
use std::process::{Command, Output, Stdio};

use depesche::desk::feeds::{self, Imported};
use depesche::load::{Feed, Hint, load};
use depesche::store::Store;
use depesche::text::Clean;

fn read(bytes: &[u8]) -> Vec<Feed> {
    let hint = Hint {
        name: "list.opml".to_owned(),
        ..Hint::default()
    };
    load(bytes, &hint).feeds
}

/// Address, title, site and tags of every subscription, in an order of their own.
fn contents(store: &Store) -> Vec<[String; 4]> {
    let mut all: Vec<_> = store
        .feeds()
        .expect("feeds")
        .into_iter()
        .map(|feed| {
            let tags: Vec<&str> = feed.tags.iter().map(Clean::as_str).collect();
            [
                feed.address.to_string(),
                feed.title.to_string(),
                feed.site.map_or_else(String::new, |site| site.to_string()),
                tags.join("/"),
            ]
        })
        .collect();
    all.sort();
    all
}

/// 3,500 entries in folders three deep: 3,400 feeds, 60 of them named once more elsewhere, 40 without a web address.
fn long_list() -> String {
    let mut out = String::from("<opml version=\"2.0\"><body>");
    let mut number = 0;
    for country in 0..10 {
        let _ = write!(out, "<outline text=\"Land {country}\">");
        for subject in 0..10 {
            let _ = write!(
                out,
                "<outline text=\"Thema &amp; {subject}\"><outline title=\"Blätter\">"
            );
            for _ in 0..34 {
                number += 1;
                let _ = write!(
                    out,
                    "<outline type=\"rss\" text=\"Blatt {number}\" xmlUrl=\"https://blatt{number}.example/feed?a=1&amp;b=2\" htmlUrl=\"https://blatt{number}.example/\"/>"
                );
            }
            out.push_str("</outline></outline>");
        }
        out.push_str("</outline>");
    }
    out.push_str("<outline text=\"Noch einmal\">");
    for number in 1..=60 {
        let _ = write!(
            out,
            "<outline text=\"Blatt {number}\" xmlUrl=\"https://blatt{number}.example/feed?a=1&amp;b=2\"/>"
        );
    }
    for number in 1..=40 {
        let _ = write!(
            out,
            "<outline text=\"Kein Blatt {number}\" xmlUrl=\"ftp://blatt{number}.example/feed\"/>"
        );
    }
    out.push_str("</outline></body></opml>");
    out
}

#[test]
fn an_exported_list_imports_to_the_same_list() {
    let mut store = Store::in_memory().expect("a store");
    let list = br#"<?xml version="1.0"?><opml version="2.0"><body>
<outline text="Wirtschaft"><outline type="rss" text="One &amp; only" xmlUrl="https://one.example/feed?a=1&amp;b=2" htmlUrl="https://one.example/"/>
<outline text="Banken"><outline type="rss" text="Two" xmlUrl="https://two.example/rss"/></outline></outline>
<outline type="rss" text="Three" xmlUrl="http://three.example/atom"/>
<outline type="rss" text="Three again" xmlUrl="http://three.example/atom"/></body></opml>"#;
    let imported = feeds::import(read(list), &mut store).expect("an import");
    assert_eq!(
        imported,
        Imported {
            new: 3,
            repeated: 1,
            ..Imported::default()
        }
    );
    let exported = feeds::export(&store.feeds().expect("feeds"));
    let mut other = Store::in_memory().expect("a store");
    feeds::import(read(exported.as_bytes()), &mut other).expect("an import");
    assert_eq!(contents(&other), contents(&store));
}

#[test]
fn a_list_of_thousands_of_feeds_is_taken_whole_and_comes_out_the_same() {
    let mut store = Store::in_memory().expect("a store");
    let list = read(long_list().as_bytes());
    assert_eq!(list.len(), 3500);
    let first = feeds::import(list.clone(), &mut store).expect("an import");
    assert_eq!(
        first,
        Imported {
            new: 3400,
            known: 0,
            repeated: 60,
            without_address: 40,
        }
    );
    let second = feeds::import(list, &mut store).expect("an import");
    assert_eq!((second.new, second.known), (0, 3400));
    let feed = &store.feeds().expect("feeds")[0];
    let tags: Vec<&str> = feed.tags.iter().map(Clean::as_str).collect();
    assert_eq!(tags, ["Land 0", "Thema & 0", "Blätter", "Noch einmal"]);
    let exported = feeds::export(&store.feeds().expect("feeds"));
    let mut other = Store::in_memory().expect("a store");
    let again = feeds::import(read(exported.as_bytes()), &mut other).expect("an import");
    assert_eq!(again.new, 3400, "{again:?}");
    assert_eq!(contents(&other), contents(&store));
}

#[test]
fn an_import_says_what_was_taken_and_names_all_that_was_not() {
    let home = tempfile::tempdir().expect("a home");
    let path = home.path().join("list.opml");
    std::fs::write(&path, long_list()).expect("a file");
    let run = |arguments: &[&str]| -> Output {
        Command::new(env!("CARGO_BIN_EXE_depesche"))
            .args(arguments)
            .env_clear()
            .env("HOME", home.path())
            .env("TERM", "dumb")
            .stdin(Stdio::null())
            .output()
            .expect("the program starts")
    };
    let path = path.display().to_string();
    let first = run(&["feeds", "import", &path]);
    let (out, err) = (
        String::from_utf8_lossy(&first.stdout).into_owned(),
        String::from_utf8_lossy(&first.stderr).into_owned(),
    );
    assert_eq!(
        out.trim(),
        "3,500 feeds: 3,400 new, 60 named once more, 40 without a usable address"
    );
    for number in 1..=40 {
        assert!(
            err.contains(&format!("“Kein Blatt {number}”: has the address “ftp://blatt{number}.example/feed”, which is no web address")),
            "{err}"
        );
    }
    let second = run(&["feeds", "import", &path]);
    assert!(String::from_utf8_lossy(&second.stdout).contains("0 new, 3,400 known already"));
    // A list that breaks off gives what came before.
    let broken = long_list();
    std::fs::write(&path, &broken[..broken.len() / 2]).expect("a file");
    let third = run(&["feeds", "import", &path]);
    assert_eq!(third.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&third.stdout).contains("known already"));
    assert!(String::from_utf8_lossy(&third.stderr).contains("is no sound XML"));
    // Whether pages are fetched is said for each feed by itself.
    let full = run(&["feeds", "full", "never", "Blatt 7"]);
    assert_eq!(
        String::from_utf8_lossy(&full.stdout).trim(),
        "Blatt 7: full text never"
    );
    let listed = run(&["feeds", "list", "--json"]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert_eq!(listed.matches("\"full\":\"never\"").count(), 1);
    assert_eq!(
        run(&["feeds", "full", "perhaps", "Blatt 7"]).status.code(),
        Some(2)
    );
}
