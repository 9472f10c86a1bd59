//! Repairs: for the whole store at once, chained, listed, taken from a file, and for articles still to come.

use depesche::ask::{Answer, Ask};
use depesche::change::{Change, Repair};
use depesche::highlight::{EntityKey, Kind};
use depesche::store::{Standing, Store};

use super::{
    TODAY, count, entity, facets, found, ids, incoming, open, pairs, portrait, query, store,
    watched,
};

fn merge(from: &EntityKey, into: &EntityKey) -> Change {
    Change::Repair(Repair::Merge {
        from: from.clone(),
        into: into.clone(),
    })
}

#[test]
fn merges_follow_each_other_and_are_taken_back_in_turn() {
    let mut store = store();
    let (energy, nordwerk, helio) = (
        entity("company", "Nordwerk Energie"),
        entity("company", "Nordwerk"),
        entity("company", "Helio Partners"),
    );
    store.change(&merge(&energy, &nordwerk), TODAY).unwrap();
    assert_eq!(count(&store, "company:Nordwerk"), 3);
    store.change(&merge(&nordwerk, &helio), TODAY).unwrap();
    for name in ["Nordwerk", "\"Nordwerk Energie\"", "\"Helio Partners\""] {
        assert_eq!(count(&store, &format!("company:{name}")), 4, "{name}");
    }
    assert_eq!(
        facets(&store, "", Kind::Company),
        pairs(&[("Helio Partners", 4), ("Kerzen & Söhne", 2)])
    );
    // The one that is shown becomes part of the one that was merged into it: the other way round.
    store.change(&merge(&helio, &energy), TODAY).unwrap();
    assert_eq!(
        facets(&store, "", Kind::Company),
        pairs(&[("Nordwerk Energie", 4), ("Kerzen & Söhne", 2)])
    );
    store.undo().unwrap();
    store.undo().unwrap();
    assert_eq!(count(&store, "company:Nordwerk"), 3);
    store.undo().unwrap();
    assert_eq!(count(&store, "company:Nordwerk"), 2);
    store.redo().unwrap();
    store.redo().unwrap();
    assert_eq!(count(&store, "company:Nordwerk"), 4);
}

#[test]
fn a_repair_holds_for_articles_that_come_later() {
    let mut store = store();
    store
        .change(
            &merge(
                &entity("company", "Nordwerk Energie"),
                &entity("company", "Nordwerk"),
            ),
            TODAY,
        )
        .unwrap();
    store
        .change(
            &Change::Repair(Repair::Hide {
                key: entity("person", "Paul Aster"),
            }),
            TODAY,
        )
        .unwrap();
    let late = incoming(
        "2024-03-25 | Blatt | Neues vom Netz | Nordwerk Energie baut. | company Nordwerk Energie 0.9, person Paul Aster 0.5",
    );
    store.add(vec![late]).unwrap();
    assert_eq!(count(&store, "company:Nordwerk"), 4);
    assert_eq!(count(&store, "person:Aster"), 0);
    let opened = open(&store, ids(&store, "title:Netz")[0]);
    assert_eq!(opened.highlights.entities.len(), 1);
    assert_eq!(opened.highlights.entities[0].name, "Nordwerk");
}

#[test]
fn what_the_machine_derives_is_not_touched_and_another_store_takes_the_same_repairs() {
    let mut store = store();
    let (energy, nordwerk) = (
        entity("company", "Nordwerk Energie"),
        entity("company", "Nordwerk"),
    );
    let helio = entity("company", "Helio Partners");
    let falk = entity("person", "Mira Falk");
    for change in [
        merge(&energy, &nordwerk),
        Change::Repair(Repair::Rename {
            key: nordwerk.clone(),
            name: "Nordwerk AG".to_owned(),
        }),
        Change::Repair(Repair::Kind {
            key: helio.clone(),
            kind: Kind::Organisation,
        }),
        Change::Repair(Repair::Hide { key: falk.clone() }),
    ] {
        store.change(&change, TODAY).unwrap();
    }
    let standing = store.repairs().unwrap();
    let repairs: Vec<&Repair> = standing.iter().map(|one| &one.repair).collect();
    assert_eq!(repairs.len(), 4);
    assert!(repairs.contains(&&Repair::Merge {
        from: energy.clone(),
        into: nordwerk.clone()
    }));
    assert!(repairs.contains(&&Repair::Kind {
        key: helio.clone(),
        kind: Kind::Organisation
    }));
    let all = |store: &Store| Kind::ALL.map(|kind| facets(store, "", kind));
    let mut other = super::store();
    let before = all(&other);
    assert!(other.mend(&standing, false).unwrap());
    assert_eq!(all(&other), all(&store));
    assert!(!other.mend(&standing, true).unwrap(), "they hold already");
    assert_eq!(other.repairs().unwrap(), standing);
    assert!(other.mend(&[], true).unwrap());
    assert_eq!(all(&other), before);
    // Nothing is known of these entities yet: the repairs wait for them.
    let mut empty = Store::in_memory().unwrap();
    empty.mend(&standing, false).unwrap();
    empty.add(super::ARTICLES.map(incoming).into()).unwrap();
    assert_eq!(all(&empty), all(&store));
}

#[test]
fn a_chain_written_down_by_hand_holds_and_is_not_turned_round() {
    let mut store = store();
    let key = |name: &str| entity("company", name);
    let one = |from: &str, into: &str| Standing {
        repair: Repair::Merge {
            from: key(from),
            into: key(into),
        },
        name: from.to_owned(),
        into: into.to_owned(),
    };
    let chain = [
        one("Nordwerk Energie", "Nordwerk"),
        one("Nordwerk", "Helio Partners"),
    ];
    for _ in 0..2 {
        store.mend(&chain, false).unwrap();
        assert_eq!(
            facets(&store, "", Kind::Company),
            pairs(&[("Helio Partners", 4), ("Kerzen & Söhne", 2)])
        );
    }
}

#[test]
fn another_kind_and_back_again_is_as_it_was() {
    let mut store = store();
    let (company, organisation) = (
        entity("company", "Helio Partners"),
        entity("organisation", "Helio Partners"),
    );
    let kind = |key: &EntityKey, kind| {
        Change::Repair(Repair::Kind {
            key: key.clone(),
            kind,
        })
    };
    store
        .change(&kind(&company, Kind::Organisation), TODAY)
        .unwrap();
    assert_eq!(
        portrait(&store, &company).facet.key,
        organisation,
        "its page shows what it is now"
    );
    store
        .change(&kind(&organisation, Kind::Company), TODAY)
        .unwrap();
    assert_eq!(portrait(&store, &organisation).facet.key, company);
    assert_eq!(count(&store, "company:\"Helio Partners\""), 2);
    store.undo().unwrap();
    assert_eq!(count(&store, "company:\"Helio Partners\""), 0);
}

#[test]
fn what_was_watched_before_a_merge_can_be_let_go_after_it() {
    let mut store = store();
    let (energy, nordwerk) = (
        entity("company", "Nordwerk Energie"),
        entity("company", "Nordwerk"),
    );
    let watch = |key: &EntityKey, watch| Change::Watch {
        key: key.clone(),
        name: "x".to_owned(),
        watch,
    };
    store.change(&watch(&energy, true), TODAY).unwrap();
    store.change(&merge(&energy, &nordwerk), TODAY).unwrap();
    assert_eq!(count(&store, "is:watched"), 3);
    assert_eq!(store.change(&watch(&nordwerk, true), TODAY).unwrap(), 0);
    store.change(&watch(&nordwerk, false), TODAY).unwrap();
    assert_eq!(watched(&store).len(), 0);
    store.undo().unwrap();
    assert_eq!(watched(&store).len(), 1);
    store
        .change(
            &Change::Repair(Repair::Hide {
                key: nordwerk.clone(),
            }),
            TODAY,
        )
        .unwrap();
    assert_eq!(watched(&store).len(), 0);
    let gone = store.answer(&Ask::Entity(nordwerk)).unwrap();
    assert_eq!(gone, Answer::Entity(None));
}

#[test]
fn a_name_as_a_row_shows_it_leads_to_its_entity() {
    let mut store = store();
    let nordwerk = entity("company", "Nordwerk");
    let shown = entity("company", "Die Nordische");
    store
        .change(
            &Change::Repair(Repair::Rename {
                key: nordwerk.clone(),
                name: "Die Nordische".to_owned(),
            }),
            TODAY,
        )
        .unwrap();
    assert_eq!(portrait(&store, &shown).facet.key, nordwerk);
    store
        .change(&Change::Repair(Repair::Hide { key: shown }), TODAY)
        .unwrap();
    assert_eq!(count(&store, "company:\"Die Nordische\""), 0);
    assert_eq!(count(&store, "entity:Nordwerk"), 1, "Nordwerk Energie");
}

#[test]
fn said_and_about_go_by_what_the_reader_merged() {
    let mut store = store();
    assert_eq!(found(&store, "said:Falk"), ["Nordwerk verliert"]);
    assert_eq!(found(&store, "said:\"Mira Falk\""), ["Nordwerk verliert"]);
    assert_eq!(count(&store, "said:Aster"), 0);
    assert_eq!(count(&store, "-said:Falk"), 4);
    assert_eq!(count(&store, "about:Nordwerk"), 1);
    assert_eq!(count(&store, "entity:Nordwerk"), 2);
    store
        .change(
            &merge(
                &entity("person", "Mira Falk"),
                &entity("person", "Paul Aster"),
            ),
            TODAY,
        )
        .unwrap();
    store
        .change(
            &merge(
                &entity("company", "Nordwerk Energie"),
                &entity("company", "Nordwerk"),
            ),
            TODAY,
        )
        .unwrap();
    assert_eq!(found(&store, "said:Aster"), ["Nordwerk verliert"]);
    assert_eq!(found(&store, "said:Falk"), ["Nordwerk verliert"]);
    assert_eq!(count(&store, "about:Nordwerk"), 2);
    let opened = open(&store, ids(&store, "said:Aster")[0]);
    assert_eq!(
        opened.highlights.quotes[0].speaker.as_deref(),
        Some("Paul Aster")
    );
    let page = portrait(&store, &entity("person", "Paul Aster"));
    assert_eq!(page.quotes.len(), 1);
    assert_eq!(
        page.seen,
        Some(("2023-12-01".to_owned(), "2024-03-24".to_owned()))
    );
}

#[test]
fn quotes_of_others_that_name_an_entity_stand_on_its_page() {
    let mut store = Store::in_memory().unwrap();
    store
        .add(vec![incoming(
            "2024-03-24 | Blatt | Streit | „Nordwerk muss liefern“, sagte Mira Falk. | company Nordwerk 0.9, person Mira Falk 0.8",
        )])
        .unwrap();
    let page = portrait(&store, &entity("company", "Nordwerk"));
    assert_eq!(page.quotes, []);
    assert_eq!(page.about.len(), 1);
    assert_eq!(page.about[0].1, "Nordwerk muss liefern");
    assert_eq!(portrait(&store, &entity("person", "Mira Falk")).about, []);
}

#[test]
fn articles_that_are_due_again_are_those_of_the_query() {
    let mut store = store();
    let nothing = query("");
    assert_eq!(store.due(&nothing, Some(1)).unwrap().len(), 5);
    let all = store.due(&nothing, None).unwrap();
    let found = store
        .texts(&all)
        .into_iter()
        .map(|(id, _)| (id, depesche::highlight::Highlights::default()))
        .collect();
    store.recognised(3, found).unwrap();
    assert_eq!(store.due(&nothing, Some(3)).unwrap(), []);
    let some = store.due(&query("kerzen*"), None).unwrap();
    store.outdate(&some).unwrap();
    assert_eq!(store.due(&nothing, Some(3)).unwrap(), some);
    assert_eq!(store.stale(3, 10).unwrap().len(), some.len());
}
