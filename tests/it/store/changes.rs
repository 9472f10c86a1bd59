//! What the reader does, undone and done again; what a later version and a repair leave standing.

use std::fmt::Write as _;

use depesche::article::ArticleId;
use depesche::ask::Ask;
use depesche::change::{Change, Deed, Note, Repair, Which};
use depesche::highlight::Kind;
use depesche::query::parse;
use depesche::row::Window;
use depesche::store::Store;

use super::{
    ARTICLES, TODAY, count, entity, facets, found, ids, incoming, note, open, pairs, portrait,
    rows, store, watched,
};

#[test]
fn the_same_article_twice_is_one_and_a_higher_version_replaces_it() {
    let mut store = store();
    let again = store.add(ARTICLES.map(incoming).into()).unwrap();
    assert_eq!((again.new, again.replaced, again.known), (0, 0, 5));

    let all = ids(&store, "");
    for change in [
        Change::Bookmark {
            id: all[1],
            keep: true,
        },
        Change::Read {
            ids: vec![all[1]],
            read: true,
        },
        Change::Tag {
            ids: vec![all[1]],
            add: vec!["lesen".to_owned()],
            remove: vec![],
        },
        Change::Note(Note {
            range: Some(31..43),
            passage: "Nordwerk lie".to_owned(),
            ..note(all[1], "")
        }),
        Change::Note(Note {
            range: Some(24..29),
            passage: "wächst".to_owned(),
            ..note(all[1], "")
        }),
    ] {
        assert_eq!(store.change(&change, TODAY).unwrap(), 1);
    }
    let mut newer = incoming(
        "2024-03-20 | Die Tagespost | Kerzen & Söhne im Aufwind | Berichtigt: Nordwerk liefert Öl. | company Nordwerk 0.4, person Paul Aster 0.1",
    );
    newer.article.version = Some(2);
    let added = store.add(vec![newer]).unwrap();
    assert_eq!((added.new, added.replaced, added.known), (0, 1, 0));
    let opened = open(&store, all[1]);
    assert_eq!(
        opened.article.body.text(),
        "Berichtigt: Nordwerk liefert Öl."
    );
    assert!(opened.bookmarked && opened.read);
    assert_eq!(opened.tags, ["lesen"]);
    assert_eq!(opened.notes[0].range, Some(12..24));
    assert_eq!(
        (
            opened.notes[1].range.clone(),
            opened.notes[1].passage.as_str()
        ),
        (None, "wächst")
    );
    assert_eq!(found(&store, "wachs"), Vec::<String>::new());
    assert_eq!(found(&store, "berichtigt öl"), ["Kerzen &"]);
    assert_eq!(
        found(&store, "company:\"Kerzen & Söhne\""),
        ["Helio Partners"]
    );
    assert_eq!(
        facets(&store, "", Kind::Person)[0],
        ("Paul Aster".to_owned(), 2)
    );
    assert_eq!(count(&store, ""), 5);
    assert!(
        store
            .check(false)
            .unwrap()
            .iter()
            .all(|finding| !finding.trouble)
    );
}

/// Everything a reader can see of the reader's own state.
fn state(store: &Store) -> String {
    let mut out = String::new();
    for id in ids(store, "") {
        let opened = open(store, id);
        let _ = writeln!(
            out,
            "{id} {} {} {:?} {:?} {:?}",
            opened.read, opened.bookmarked, opened.tags, opened.notes, opened.highlights.entities
        );
    }
    for text in [
        "is:unread",
        "is:watched",
        "company:Nordwerk",
        "company:Nordmark",
        "product:Nordwerk entity:Nordwerk",
    ] {
        let query = parse(text, TODAY).query;
        let _ = writeln!(
            out,
            "{text} {:?}",
            store.answer(&Ask::Count(query)).unwrap()
        );
    }
    for kind in Kind::ALL {
        let _ = writeln!(out, "{:?}", facets(store, "", kind));
    }
    let _ = writeln!(out, "{:?}", watched(store));
    out
}

#[test]
fn every_change_is_undone_and_done_again() {
    let mut store = store();
    let all = ids(&store, "");
    store
        .change(&Change::Note(note(all[3], "Kerzen")), TODAY)
        .unwrap();
    let number = open(&store, all[3]).notes[0].number;
    let nordwerk = entity("company", "Nordwerk");
    let changes = [
        Change::Read {
            ids: all[..3].to_vec(),
            read: true,
        },
        Change::Read {
            ids: all[1..2].to_vec(),
            read: false,
        },
        Change::Many {
            which: Which::Query {
                query: "kerzen".to_owned(),
                between: None,
            },
            deed: Deed::Read(true),
        },
        Change::Many {
            which: Which::Articles(all.clone()),
            deed: Deed::Bookmark(true),
        },
        Change::Many {
            which: Which::Query {
                query: String::new(),
                between: Some((all[3], all[0])),
            },
            deed: Deed::Bookmark(false),
        },
        Change::Many {
            which: Which::Query {
                query: String::new(),
                between: Some((all[1], all[3])),
            },
            deed: Deed::Tag {
                add: vec!["viele".to_owned(), "neu".to_owned()],
                remove: vec!["fehlt".to_owned()],
            },
        },
        Change::Many {
            which: Which::Query {
                query: "tag:viele".to_owned(),
                between: None,
            },
            deed: Deed::Tag {
                add: Vec::new(),
                remove: vec!["neu".to_owned()],
            },
        },
        Change::Bookmark {
            id: all[0],
            keep: true,
        },
        Change::Bookmark {
            id: all[0],
            keep: false,
        },
        Change::Note(note(all[0], "Falk")),
        Change::Note(Note {
            number,
            text: "neu".to_owned(),
            ..note(all[3], "Kerzen")
        }),
        Change::DropNote { note: number },
        Change::Tag {
            ids: all[..2].to_vec(),
            add: vec!["a".to_owned(), "b".to_owned()],
            remove: vec![],
        },
        Change::Tag {
            ids: all[..2].to_vec(),
            add: vec!["c".to_owned()],
            remove: vec!["a".to_owned()],
        },
        Change::Watch {
            key: nordwerk.clone(),
            name: "Nordwerk".to_owned(),
            watch: true,
        },
        Change::Watch {
            key: nordwerk.clone(),
            name: "Nordwerk".to_owned(),
            watch: false,
        },
        Change::Repair(Repair::Rename {
            key: nordwerk.clone(),
            name: "Nordmark".to_owned(),
        }),
        Change::Repair(Repair::Merge {
            from: entity("company", "Nordwerk Energie"),
            into: nordwerk.clone(),
        }),
        Change::Repair(Repair::Kind {
            key: entity("company", "Helio Partners"),
            kind: Kind::Organisation,
        }),
        Change::Repair(Repair::Hide {
            key: entity("person", "Mira Falk"),
        }),
    ];
    let mut states = vec![state(&store)];
    for change in &changes {
        assert!(store.change(change, TODAY).unwrap() > 0, "{change:?}");
        let now = state(&store);
        assert_ne!(Some(&now), states.last(), "{change:?}");
        states.push(now);
    }
    for (change, before) in changes.iter().zip(&states).rev() {
        assert!(store.undo().unwrap().is_some_and(|what| !what.is_empty()));
        assert_eq!(state(&store), *before, "{change:?} undone");
    }
    for (change, after) in changes.iter().zip(&states[1..]) {
        assert!(store.redo().unwrap().is_some());
        assert_eq!(state(&store), *after, "{change:?} done again");
    }
    assert_eq!(store.redo().unwrap(), None);
}

#[test]
fn a_new_change_after_an_undo_forgets_what_was_undone() {
    let mut store = store();
    let all = ids(&store, "");
    for id in &all[..2] {
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
    assert_eq!(
        store.undo().unwrap().unwrap(),
        "“Kerzen & Söhne im Aufwind” bookmarked"
    );
    store
        .change(
            &Change::Bookmark {
                id: all[2],
                keep: true,
            },
            TODAY,
        )
        .unwrap();
    assert_eq!(store.redo().unwrap(), None);
    assert_eq!(
        found(&store, "is:bookmarked"),
        ["Nordwerk verliert", "Nordwerk Energie"]
    );
    store.undo().unwrap();
    store.undo().unwrap();
    assert_eq!(store.undo().unwrap(), None);
}

#[test]
fn a_change_that_changes_nothing_leaves_nothing_to_undo() {
    let mut store = store();
    let all = ids(&store, "");
    assert_eq!(
        store
            .change(
                &Change::Bookmark {
                    id: all[0],
                    keep: false
                },
                TODAY
            )
            .unwrap(),
        0
    );
    assert_eq!(
        store
            .change(
                &Change::Bookmark {
                    id: ArticleId(7),
                    keep: true
                },
                TODAY
            )
            .unwrap(),
        0
    );
    assert_eq!(
        store
            .change(
                &Change::Read {
                    ids: vec![],
                    read: true
                },
                TODAY
            )
            .unwrap(),
        0
    );
    assert_eq!(store.undo().unwrap(), None);
}

#[test]
fn a_repair_holds_for_the_whole_store_and_survives_recognising_again() {
    let mut store = store();
    let energy = entity("company", "Nordwerk Energie");
    let nordwerk = entity("company", "Nordwerk");
    for repair in [
        Repair::Merge {
            from: energy,
            into: nordwerk.clone(),
        },
        Repair::Rename {
            key: nordwerk.clone(),
            name: "Nordwerk AG".to_owned(),
        },
        Repair::Hide {
            key: entity("person", "Paul Aster"),
        },
        Repair::Kind {
            key: entity("company", "Helio Partners"),
            kind: Kind::Organisation,
        },
    ] {
        store.change(&Change::Repair(repair), TODAY).unwrap();
    }
    let check = |store: &Store| {
        for name in ["Nordwerk", "\"Nordwerk AG\"", "\"Nordwerk Energie\""] {
            assert_eq!(count(store, &format!("company:{name}")), 3, "{name}");
        }
        assert_eq!(
            facets(store, "", Kind::Company),
            pairs(&[("Nordwerk AG", 3), ("Kerzen & Söhne", 2)])
        );
        assert_eq!(
            facets(store, "kerzen*", Kind::Company),
            pairs(&[("Kerzen & Söhne", 2), ("Nordwerk AG", 1)])
        );
        assert_eq!(facets(store, "", Kind::Person), pairs(&[("Mira Falk", 1)]));
        assert_eq!(
            facets(store, "", Kind::Organisation),
            pairs(&[("Helio Partners", 2)])
        );
        assert_eq!(count(store, "person:Aster"), 0);
        assert_eq!(count(store, "company:\"Helio Partners\""), 0);
        assert_eq!(count(store, "entity:\"Helio Partners\""), 2);
        let opened = open(store, ids(store, "title:grid")[0]);
        assert_eq!(opened.highlights.entities[0].name, "Nordwerk AG");
        assert_eq!(opened.highlights.entities[0].key, nordwerk);
        assert_eq!(opened.highlights.entities[1].key.kind, Kind::Organisation);
        assert_eq!(
            rows(store, "title:grid", Window::Top, 1).rows[0].entities,
            [(Kind::Company, "Nordwerk AG".to_owned())]
        );
    };
    check(&store);
    let stale = store.stale(1, 100).unwrap();
    assert_eq!(stale.len(), 5);
    let again = stale
        .into_iter()
        .map(|(id, article)| {
            let line = ARTICLES
                .iter()
                .find(|line| line.contains(article.title.as_str()))
                .unwrap();
            (id, incoming(line).highlights)
        })
        .collect();
    store.recognised(1, again).unwrap();
    assert_eq!(store.stale(1, 100).unwrap(), []);
    assert_eq!(store.stale(2, 100).unwrap().len(), 5);
    check(&store);
}

#[test]
fn watched_entities_are_counted_with_their_unread_articles() {
    let mut store = store();
    let all = ids(&store, "");
    for name in ["Nordwerk", "Helio Partners", "Niemand"] {
        store
            .change(
                &Change::Watch {
                    key: entity("company", name),
                    name: name.to_owned(),
                    watch: true,
                },
                TODAY,
            )
            .unwrap();
    }
    store
        .change(
            &Change::Read {
                ids: vec![all[0]],
                read: true,
            },
            TODAY,
        )
        .unwrap();
    let counts: Vec<(String, u64, u64)> = watched(&store)
        .into_iter()
        .map(|(facet, unread)| (facet.name, facet.articles, unread))
        .collect();
    assert_eq!(
        counts,
        [
            ("Helio Partners".to_owned(), 2, 2),
            ("Nordwerk".to_owned(), 2, 1),
            ("Niemand".to_owned(), 0, 0)
        ]
    );
    assert!(portrait(&store, &entity("company", "Nordwerk")).watched);
}
