//! The file: several processes at once, rights, foreign, newer and damaged files.

use std::path::Path;

use depesche::ask::{Answer, Ask};
use depesche::change::Change;
use depesche::query::Query;
use depesche::row::Window;
use depesche::store::{Failure, Store};

use super::{ARTICLES, TODAY, count, found, ids, incoming, open, query, scratch};

#[test]
fn two_connections_see_each_others_writes() {
    let (_folder, path) = scratch("store.db");
    let mut one = Store::open(&path).unwrap();
    let mut two = Store::open(&path).unwrap();
    let (first, second) = (one.version().unwrap(), two.version().unwrap());
    one.add(ARTICLES.map(incoming).into()).unwrap();
    assert_ne!(two.version().unwrap(), second);
    assert_ne!(one.version().unwrap(), first);
    let all = ids(&two, "nordwerk");
    assert_eq!(all.len(), 3);
    let before = one.version().unwrap();
    two.change(
        &Change::Bookmark {
            id: all[0],
            keep: true,
        },
        TODAY,
    )
    .unwrap();
    assert_ne!(one.version().unwrap(), before);
    assert_eq!(one.version().unwrap(), one.version().unwrap());
    assert!(open(&one, all[0]).bookmarked);
    assert!(one.undo().unwrap().is_some());
    assert!(!open(&two, all[0]).bookmarked);
}

#[test]
fn two_processes_may_load_at_once() {
    let (_folder, path) = scratch("store.db");
    Store::open(&path).unwrap();
    std::thread::scope(|scope| {
        for loader in 0..2 {
            let path = &path;
            scope.spawn(move || {
                let mut store = Store::open(path).unwrap();
                for batch in 0..20 {
                    let lines = (0..10)
                        .map(|n| incoming(&format!("2024-03-{:02} | Blatt {loader} | Meldung {loader} {batch} {n} | Text | company Nordwerk 0.5, person Person {n} 0.5", n + 1)))
                        .collect();
                    assert_eq!(store.add(lines).unwrap().new, 10);
                }
            });
        }
    });
    let mut store = Store::open(&path).unwrap();
    assert_eq!(count(&store, "company:Nordwerk"), 400);
    assert_eq!(count(&store, "person:\"Person 3\""), 40);
    assert!(
        store
            .check(false)
            .unwrap()
            .iter()
            .all(|finding| !finding.trouble)
    );
}

#[test]
fn eight_may_open_an_empty_path_at_once() {
    for _ in 0..10 {
        let (_folder, path) = scratch("new/folder/store.db");
        let barrier = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            for opener in 0..8 {
                let (path, barrier) = (&path, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    let mut store = Store::open(path).unwrap();
                    store
                        .add(vec![incoming(&format!(
                            "2024-03-24 | Blatt | Meldung {opener} | Text |"
                        ))])
                        .unwrap();
                });
            }
        });
        assert_eq!(count(&Store::open(&path).unwrap(), ""), 8);
    }
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_the_store() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, path) = scratch("store.db");
    let mut store = Store::open(&path).unwrap();
    store.add(ARTICLES.map(incoming).into()).unwrap();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.path().display());
    }
}

#[test]
fn a_file_that_is_no_store_is_refused_and_left_as_it_is() {
    let (_folder, path) = scratch("letter.txt");
    std::fs::write(
        &path,
        "Dear reader, this is no database at all, but a long letter.".repeat(50),
    )
    .unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Store::open(&path), Err(Failure::Foreign { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

fn overwrite(path: &Path, at: u64, bytes: &[u8]) {
    use std::io::{Seek as _, SeekFrom, Write as _};
    let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

#[test]
fn a_newer_store_is_refused_with_a_sentence() {
    let (_folder, path) = scratch("store.db");
    drop(Store::open(&path).unwrap());
    // The user version stands at offset 60 of the header (SQLite file format, 1.3).
    overwrite(&path, 60, &99_i32.to_be_bytes());
    let failure = Store::open(&path).unwrap_err();
    assert!(
        matches!(failure, Failure::Newer { found: 99, .. }),
        "{failure:?}"
    );
    assert!(failure.to_string().contains("newer depesche"));
}

#[test]
fn a_damaged_store_fails_with_a_sentence_and_never_panics() {
    let (folder, path) = scratch("store.db");
    let mut store = Store::open(&path).unwrap();
    let lines = (0..300)
        .map(|n| incoming(&format!("2024-03-24 | Blatt | Meldung {n} | Ein längerer Text mit der Nummer {n} | company Nordwerk 0.5, person Person {n} 0.5")))
        .collect();
    store.add(lines).unwrap();
    drop(store);
    let sound = std::fs::read(&path).unwrap();
    let mut seed = 0x9E37_79B9_u64;
    let mut random = |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    };
    let damaged = folder.path().join("damaged.db");
    for _ in 0..60 {
        std::fs::write(&damaged, &sound).unwrap();
        for suffix in ["-wal", "-shm"] {
            let mut name = damaged.clone().into_os_string();
            name.push(suffix);
            let _ = std::fs::remove_file(name);
        }
        for _ in 0..4 {
            let at = 100 + random(sound.len() as u64 - 700);
            let noise: Vec<u8> = (0..512).map(|_| random(256) as u8).collect();
            overwrite(&damaged, at, &noise);
        }
        let Ok(mut store) = Store::open(&damaged) else {
            continue;
        };
        let listed = store.answer(&Ask::Rows {
            query: Query::default(),
            window: Window::Top,
            limit: 50,
            stories: false,
        });
        if let Ok(Answer::Rows(listing)) = listed {
            for row in listing.rows {
                let _ = store.answer(&Ask::Article(row.id));
                let _ = store.change(
                    &Change::Bookmark {
                        id: row.id,
                        keep: true,
                    },
                    TODAY,
                );
            }
        }
        for text in ["meldung", "company:Nordwerk", "nummer*"] {
            let _ = store.answer(&Ask::Count(query(text)));
        }
        let _ = store.check(false);
    }
}

#[test]
fn check_makes_anew_what_is_derived() {
    let (_folder, path) = scratch("store.db");
    let mut store = Store::open(&path).unwrap();
    store.add(ARTICLES.map(incoming).into()).unwrap();
    let all = ids(&store, "");
    store
        .change(
            &Change::Bookmark {
                id: all[0],
                keep: true,
            },
            TODAY,
        )
        .unwrap();
    assert!(
        store
            .check(true)
            .unwrap()
            .iter()
            .all(|finding| !finding.trouble)
    );
    assert_eq!(found(&store, "nordwerk wachs"), ["Kerzen &"]);
    assert_eq!(found(&store, "is:bookmarked"), ["Nordwerk verliert"]);
}

#[test]
fn what_can_be_read_of_a_damaged_store_is_saved_the_readers_own_above_all() {
    let (folder, path) = scratch("store.db");
    let mut store = Store::open(&path).unwrap();
    let lines = (0..600)
        .map(|n| incoming(&format!("2024-03-24 | Blatt | Meldung {n} | Ein längerer Text mit der Nummer {n} | company Nordwerk 0.5, person Person {n} 0.5")))
        .collect();
    store.add(lines).unwrap();
    let all = ids(&store, "");
    for id in all.iter().step_by(10) {
        store
            .change(
                &Change::Bookmark {
                    id: *id,
                    keep: true,
                },
                TODAY,
            )
            .unwrap();
    }
    store
        .change(
            &Change::Tag {
                ids: all[..5].to_vec(),
                add: vec!["lesen".to_owned()],
                remove: vec![],
            },
            TODAY,
        )
        .unwrap();
    store
        .change(
            &Change::Read {
                ids: all[..7].to_vec(),
                read: true,
            },
            TODAY,
        )
        .unwrap();
    let check = |saved: &Store| {
        assert_eq!(ids(saved, ""), all);
        assert_eq!(count(saved, "is:bookmarked"), 60);
        assert_eq!(count(saved, "tag:lesen is:read"), 5);
        assert_eq!(count(saved, "is:unread"), 593);
        assert_eq!(count(saved, "company:Nordwerk"), 600);
        assert_eq!(count(saved, "\"nummer 77\""), 1);
    };
    let mut sound = Store::in_memory().unwrap();
    let saved = sound.salvage(&path).unwrap();
    assert_eq!((saved.articles, saved.state, saved.gaps), (600, 72, 0));
    check(&sound);
    assert!(
        sound
            .check(false)
            .unwrap()
            .iter()
            .all(|finding| !finding.trouble)
    );
    assert!(sound.undo().unwrap().is_some());
    assert!(sound.salvage(&path).is_err());
    drop(store);

    // Pages of rows (they begin with 13, SQLite file format 1.6) are lost here and there: the others are saved.
    let mut bytes = std::fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    let rows: Vec<usize> = (pages / 2..pages)
        .filter(|page| bytes[page * 4096] == 13)
        .step_by(4)
        .collect();
    assert!(rows.len() > 3, "{pages} pages");
    for page in rows {
        bytes[page * 4096..(page + 1) * 4096].fill(0xEE);
    }
    let hurt = folder.path().join("hurt.db");
    std::fs::write(&hurt, &bytes).unwrap();
    let mut saved = Store::in_memory().unwrap();
    let what = saved.salvage(&hurt).unwrap();
    assert!(what.articles > 200, "{what:?}");
    assert!(what.gaps > 0, "{what:?}");
    assert_eq!(ids(&saved, "").len() as u64, what.articles);
}
