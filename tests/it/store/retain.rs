//! Dropping by rules: what goes, what never goes, what stays right, what does not come back.

use depesche::article::ArticleId;
use depesche::change::Change;
use depesche::highlight::Kind;
use depesche::store::{Added, Rules, Store};
use jiff::civil::Date;

use super::{
    ARTICLES, TODAY, count, entity, facets, found, ids, incoming, note, pairs, scratch, store,
};

/// Everything older than today.
const ALL: Rules = Rules {
    before: Some(TODAY),
    articles: None,
    bytes: None,
};

fn dropped(store: &mut Store, rules: Rules) -> u64 {
    store.drop_leaving(&rules, &mut |_, _| {}).unwrap().articles
}

#[track_caller]
fn is_sound(store: &mut Store) {
    for finding in store.check(false).unwrap() {
        assert!(!finding.trouble, "{}", finding.message);
    }
}

#[test]
fn without_rules_nothing_is_dropped() {
    let mut store = store();
    assert_eq!(store.leaving(&Rules::default()).unwrap().articles, 0);
    assert_eq!(dropped(&mut store, Rules::default()), 0);
    assert_eq!(count(&store, ""), 5);
}

#[test]
fn rules_say_what_they_would_drop_and_change_nothing() {
    let mut store = store();
    let read = ids(&store, "helio")[0];
    store
        .change(
            &Change::Read {
                ids: vec![read],
                read: true,
            },
            TODAY,
        )
        .unwrap();
    let before = Some(Date::constant(2024, 3, 1));
    let leaving = store.leaving(&Rules { before, ..ALL }).unwrap();
    assert_eq!((leaving.articles, leaving.unread, leaving.kept), (3, 2, 0));
    let days = (Date::constant(2023, 6, 15), Date::constant(2024, 2, 11));
    assert_eq!(leaving.days, Some(days));
    let all = store.leaving(&ALL).unwrap();
    assert!(0 < leaving.bytes && leaving.bytes < all.bytes);
    let number = Rules {
        articles: Some(4),
        ..Rules::default()
    };
    let leaving = store.leaving(&number).unwrap();
    let day = Date::constant(2023, 6, 15);
    assert_eq!((leaving.articles, leaving.days), (1, Some((day, day))));
    assert_eq!(count(&store, ""), 5);
}

#[test]
fn a_limit_of_size_drops_the_oldest_until_it_is_kept() {
    let mut store = store();
    let size = |bytes| Rules {
        bytes: Some(bytes),
        ..Rules::default()
    };
    let all = store.leaving(&size(0)).unwrap();
    assert_eq!(all.articles, 5);
    assert_eq!(store.leaving(&size(all.bytes)).unwrap().articles, 0);
    let half = store.leaving(&size(all.bytes / 2)).unwrap();
    assert!((2..=4).contains(&half.articles), "{half:?}");
    assert!(half.bytes >= all.bytes - all.bytes / 2, "{half:?}");
    assert_eq!(dropped(&mut store, size(all.bytes / 2)), half.articles);
    assert_eq!(found(&store, "")[0], "Nordwerk verliert");
}

#[test]
fn what_the_reader_did_something_with_is_kept_and_so_is_what_undo_could_bring_back() {
    let mut store = store();
    let all = ids(&store, "");
    let [bookmarked, tagged, _, _, market] = all[..] else {
        panic!("{all:?}");
    };
    let bookmark = |id, keep| Change::Bookmark { id, keep };
    for change in [
        bookmark(bookmarked, true),
        Change::Tag {
            ids: vec![tagged],
            add: vec!["lesen".to_owned()],
            remove: Vec::new(),
        },
        Change::Watch {
            key: entity("company", "Helio Partners"),
            name: "Helio Partners".to_owned(),
            watch: true,
        },
        bookmark(market, true),
        bookmark(market, false),
    ] {
        store.change(&change, TODAY).unwrap();
    }
    let tomorrow = Rules {
        before: Some(TODAY.tomorrow().unwrap()),
        ..ALL
    };
    let leaving = store.leaving(&tomorrow).unwrap();
    assert_eq!((leaving.articles, leaving.kept), (0, 5));
    // Undone and redone twice, the bookmark that was let go is there to be let go again.
    assert_eq!(dropped(&mut store, tomorrow), 0);
    for _ in 0..2 {
        assert!(store.undo().unwrap().unwrap().contains("Markt am Sonntag"));
    }
    assert_eq!(ids(&store, "is:bookmarked"), [bookmarked]);
    // What no change touches any more and nobody watches goes.
    store.undo().unwrap();
    let kept = super::note(tagged, "");
    store.change(&Change::Note(kept), TODAY).unwrap();
    assert_eq!(dropped(&mut store, tomorrow), 3);
    assert_eq!(ids(&store, ""), [bookmarked, tagged]);
    is_sound(&mut store);
}

#[test]
fn what_was_dropped_is_gone_everywhere_and_the_store_stays_sound() {
    let (_folder, path) = scratch("store.db");
    let mut store = Store::open(&path).unwrap();
    store.add(ARTICLES.map(incoming).into()).unwrap();
    let all = ids(&store, "");
    store
        .change(
            &Change::Read {
                ids: vec![all[0], all[3]],
                read: true,
            },
            TODAY,
        )
        .unwrap();
    let before = Some(Date::constant(2024, 3, 1));
    assert_eq!(dropped(&mut store, Rules { before, ..ALL }), 3);
    is_sound(&mut store);
    assert_eq!(found(&store, ""), ["Nordwerk verliert", "Kerzen &"]);
    for gone in ["helio", "markt", "company:\"Helio Partners\"", "2023-12*"] {
        assert_eq!(found(&store, gone), Vec::<String>::new(), "{gone}");
    }
    assert_eq!(
        facets(&store, "", Kind::Company),
        pairs(&[("Nordwerk", 2), ("Kerzen & Söhne", 1)])
    );
    // The journal still speaks of an article that is gone; taking it back touches the other one alone.
    assert_eq!(store.undo().unwrap().unwrap(), "2 articles marked read");
    assert_eq!(count(&store, "is:unread"), 2);
    store.redo().unwrap();
    assert_eq!(count(&store, "is:read"), 1);
    is_sound(&mut store);
    assert_eq!(dropped(&mut store, Rules { before, ..ALL }), 0);
}

#[test]
fn what_was_dropped_does_not_come_back_by_itself_and_its_number_is_not_given_again() {
    let mut store = store();
    let old = *ids(&store, "").last().unwrap();
    let before = Some(Date::constant(2024, 3, 1));
    assert_eq!(dropped(&mut store, Rules { before, ..ALL }), 3);
    // A later version does not bring it back either.
    let mut later = incoming(ARTICLES[4]);
    later.article.version = Some(7);
    let mut again: Vec<_> = ARTICLES.map(incoming).into();
    again.push(later);
    let added = store.add(again).unwrap();
    assert_eq!(
        added,
        Added {
            known: 2,
            dropped: 4,
            ..Added::default()
        }
    );
    let other = "2023-06-15 | Bezirksblatt | Ein anderer Markt | Es gibt Brot. |";
    store.add(vec![incoming(other)]).unwrap();
    let new: Vec<ArticleId> = ids(&store, "brot");
    assert!(new[0] > old, "{new:?} {old}");
    // Only when the reader wants it back.
    store.let_return(true);
    let added = store.add(ARTICLES.map(incoming).into()).unwrap();
    assert_eq!((added.new, added.known), (3, 2));
    assert_eq!(found(&store, "honig"), ["Markt am"]);
    store.let_return(false);
    let added = store.add(ARTICLES.map(incoming).into()).unwrap();
    assert_eq!((added.known, added.dropped), (5, 0));
    is_sound(&mut store);
}

#[test]
fn what_another_process_keeps_while_articles_are_dropped_stays() {
    let (_folder, path) = scratch("store.db");
    let mut store = Store::open(&path).unwrap();
    let line = |n| incoming(&format!("2023-01-01 | Blatt | Meldung {n} | Text {n} |"));
    store.add((0..1200).map(line).collect()).unwrap();
    store.add(vec![incoming(ARTICLES[0])]).unwrap();
    let mut other = Store::open(&path).unwrap();
    let newest = ids(&other, "")[1];
    let mut asked = 0;
    let leaving = store
        .drop_leaving(&ALL, &mut |gone, all| {
            asked += 1;
            assert!(gone <= all);
            if asked == 1 {
                let change = Change::Bookmark {
                    id: newest,
                    keep: true,
                };
                assert_eq!(other.change(&change, TODAY).unwrap(), 1);
                other
                    .change(&Change::Note(note(newest, "")), TODAY)
                    .unwrap();
            }
        })
        .unwrap();
    assert!(asked > 1, "it goes in batches");
    assert_eq!(leaving.articles, 1199);
    assert_eq!(ids(&store, "meldung"), [newest]);
    is_sound(&mut store);
}

#[test]
fn the_space_of_what_was_dropped_is_given_back() {
    let (_folder, path) = scratch("store.db");
    let mut store = Store::open(&path).unwrap();
    let line = |n: u64| {
        // Words that nothing packs well.
        let words: Vec<String> = (0..200)
            .map(|m| format!("w{:x}", (n * 1000 + m).wrapping_mul(0x9E37_79B9_7F4A_7C15)))
            .collect();
        let day = if n < 270 { "2023-01-01" } else { "2024-03-24" };
        incoming(&format!(
            "{day} | Blatt | Meldung {n} | {} |",
            words.join(" ")
        ))
    };
    store.add((0..300).map(line).collect()).unwrap();
    let told = store.leaving(&ALL).unwrap().bytes;
    assert_eq!(dropped(&mut store, ALL), 270);
    let (before, after) = store.vacuum().unwrap();
    assert!(after * 4 < before, "{before} {after}");
    assert!(
        told.abs_diff(before - after) * 4 < before,
        "{told} {before} {after}"
    );
    drop(store);
    assert!(std::fs::metadata(&path).unwrap().len() <= after);
    let mut store = Store::open(&path).unwrap();
    is_sound(&mut store);
    assert_eq!(count(&store, "meldung"), 30);
}
