//! The store: what a query finds, what a change does and undoes, what survives a kill.

mod changes;
mod files;
mod kill;
mod notes;
mod repairs;
mod retain;
mod stories;
mod why;
mod words;

use std::path::PathBuf;

use depesche::article::{Article, ArticleId, Body, Extent, Language, Link};
use depesche::ask::{Answer, Ask, Field, Opened, Portrait};
use depesche::change::{Change, Note};
use depesche::highlight::{Entity, EntityKey, Highlights, Kind, Quote, Role};
use depesche::query::{Query, parse};
use depesche::row::{Facet, Listing, Window};
use depesche::store::{Incoming, Store};
use depesche::text::{Clean, key};
use jiff::civil::Date;

const TODAY: Date = Date::constant(2024, 3, 24);

/// An article on its way in, written in one line: "2024-03-24 | APA | Headline | text | company Nordwerk 0.8, person …".
fn incoming(line: &str) -> Incoming {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let field = |at: usize| fields.get(at).copied().unwrap_or("");
    let body = Body::from_text(field(3));
    let mut entities: Vec<Entity> = Vec::new();
    for one in field(4)
        .split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty())
    {
        let (kind, rest) = one.split_once(' ').unwrap();
        let (name, salience) = rest.rsplit_once(' ').unwrap();
        let mut names = name.split('=');
        let name = names.next().unwrap();
        entities.push(Entity {
            key: entity(kind, name),
            name: name.to_owned(),
            aliases: names.map(ToOwned::to_owned).collect(),
            salience: salience.parse().unwrap(),
            mentions: body
                .text()
                .match_indices(name)
                .map(|(at, name)| at..at + name.len())
                .collect(),
            in_title: Vec::new(),
        });
    }
    let quotes = body
        .text()
        .find('„')
        .zip(body.text().find('“'))
        .map(|(from, to)| Quote {
            range: from + '„'.len_utf8()..to,
            speaker: entities
                .iter()
                .find(|entity| entity.key.kind == Kind::Person)
                .map(|entity| entity.name.clone()),
        });
    Incoming {
        identity: format!("test {}", field(2)),
        article: Article {
            title: Clean::line(field(2)),
            published: field(0).parse().ok(),
            language: Some(Language::GERMAN),
            source: (!field(1).is_empty()).then(|| Clean::line(field(1))),
            body,
            ..Article::default()
        },
        highlights: Highlights {
            entities,
            quotes: quotes.into_iter().collect(),
            ..Highlights::default()
        },
    }
}

fn entity(kind: &str, name: &str) -> EntityKey {
    EntityKey {
        kind: kind.parse().unwrap(),
        name: key(name),
    }
}

/// Five articles about invented companies and persons.
const ARTICLES: [&str; 5] = [
    "2024-03-24 | Die Tagespost | Nordwerk verliert seine Chefin | Mira Falk verlässt Nordwerk. „Es ist genug“, sagte Falk. | company Nordwerk 0.9, person Mira Falk=Falk 0.8",
    "2024-03-20 | Die Tagespost | Kerzen & Söhne im Aufwind | Der Kerzenhersteller wächst, Nordwerk liefert das Wachs. | company Kerzen & Söhne 0.9, company Nordwerk 0.2",
    "2024-02-11 | The Ledger | Nordwerk Energie sells its grid | The buyer is Helio Partners. | company Nordwerk Energie 0.9, company Helio Partners 0.5",
    "2023-12-01 | The Ledger | Helio Partners eyes candle maker | Talks with Kerzen & Söhne, says Paul Aster. | company Helio Partners 0.8, company Kerzen & Söhne 0.6, person Paul Aster 0.3",
    "2023-06-15 | Bezirksblatt | Markt am Sonntag | Es gibt Kerzen und Honig. |",
];

fn store() -> Store {
    let mut store = Store::in_memory().unwrap();
    store.add(ARTICLES.map(incoming).into()).unwrap();
    store
}

fn query(text: &str) -> Query {
    let parsed = parse(text, TODAY);
    assert_eq!(parsed.complaints, [], "{text}");
    parsed.query
}

fn rows(store: &Store, text: &str, window: Window, limit: usize) -> Listing {
    match store.answer(&Ask::Rows {
        query: query(text),
        window,
        limit,
        stories: false,
    }) {
        Ok(Answer::Rows(listing)) => listing,
        other => panic!("{other:?}"),
    }
}

fn count(store: &Store, text: &str) -> u64 {
    match store.answer(&Ask::Count(query(text))) {
        Ok(Answer::Count(count)) => count,
        other => panic!("{other:?}"),
    }
}

/// The first word of each headline found, newest first; the count must agree.
fn found(store: &Store, text: &str) -> Vec<String> {
    let listing = rows(store, text, Window::Top, 1000);
    assert_eq!(count(store, text), listing.rows.len() as u64, "{text}");
    listing
        .rows
        .iter()
        .map(|row| row.title.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect()
}

fn ids(store: &Store, text: &str) -> Vec<ArticleId> {
    let listing = rows(store, text, Window::Top, 1000);
    listing.rows.iter().map(|row| row.id).collect()
}

fn open(store: &Store, id: ArticleId) -> Opened {
    match store.answer(&Ask::Article(id)) {
        Ok(Answer::Article(Some(opened))) => *opened,
        other => panic!("{other:?}"),
    }
}

fn facets(store: &Store, text: &str, kind: Kind) -> Vec<(String, u64)> {
    match store.answer(&Ask::Facets {
        query: query(text),
        kinds: vec![kind],
        limit: 100,
    }) {
        Ok(Answer::Facets(facets)) => facets
            .into_iter()
            .map(|facet| (facet.name, facet.articles))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn values(store: &Store, text: &str, field: Field) -> Vec<(String, u64)> {
    match store.answer(&Ask::Values {
        query: query(text),
        field,
    }) {
        Ok(Answer::Values(values)) => values,
        other => panic!("{other:?}"),
    }
}

fn portrait(store: &Store, key: &EntityKey) -> Portrait {
    match store.answer(&Ask::Entity(key.clone())) {
        Ok(Answer::Entity(Some(portrait))) => *portrait,
        other => panic!("{other:?}"),
    }
}

fn watched(store: &Store) -> Vec<(Facet, u64)> {
    match store.answer(&Ask::Watched) {
        Ok(Answer::Watched(watched)) => watched,
        other => panic!("{other:?}"),
    }
}

fn pairs(pairs: &[(&str, u64)]) -> Vec<(String, u64)> {
    pairs
        .iter()
        .map(|(name, count)| ((*name).to_owned(), *count))
        .collect()
}

fn scratch(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    (folder, path)
}

#[test]
fn every_part_of_the_language_finds_what_it_says() {
    let mut store = store();
    let all = ids(&store, "");
    let keep =
        |store: &mut Store, change: Change| assert!(store.change(&change, TODAY).unwrap() > 0);
    keep(
        &mut store,
        Change::Bookmark {
            id: all[1],
            keep: true,
        },
    );
    keep(
        &mut store,
        Change::Read {
            ids: vec![all[0], all[4]],
            read: true,
        },
    );
    keep(
        &mut store,
        Change::Tag {
            ids: vec![all[2]],
            add: vec!["Später lesen".to_owned()],
            remove: vec![],
        },
    );
    keep(&mut store, Change::Note(note(all[3], "Kerzen")));
    keep(
        &mut store,
        Change::Watch {
            key: entity("person", "Mira Falk"),
            name: "Mira Falk".to_owned(),
            watch: true,
        },
    );
    for (text, expected) in [
        (
            "",
            &[
                "Nordwerk verliert",
                "Kerzen &",
                "Nordwerk Energie",
                "Helio Partners",
                "Markt am",
            ][..],
        ),
        (
            "nordwerk",
            &["Nordwerk verliert", "Kerzen &", "Nordwerk Energie"],
        ),
        (
            "nordwerk -wachs",
            &["Nordwerk verliert", "Nordwerk Energie"],
        ),
        ("-nordwerk", &["Helio Partners", "Markt am"]),
        ("wachs OR honig", &["Kerzen &", "Markt am"]),
        ("kerzen (honig OR talks)", &["Helio Partners", "Markt am"]),
        ("\"kerzen und honig\"", &["Markt am"]),
        ("\"honig kerzen\"", &[]),
        ("kerzen*", &["Kerzen &", "Helio Partners", "Markt am"]),
        ("title:kerzen", &["Kerzen &"]),
        ("title:cand*", &["Helio Partners"]),
        ("company:Nordwerk", &["Nordwerk verliert", "Kerzen &"]),
        (
            "company:nordw",
            &["Nordwerk verliert", "Kerzen &", "Nordwerk Energie"],
        ),
        (
            "company:\"kerzen & soehne\"",
            &["Kerzen &", "Helio Partners"],
        ),
        ("company:Nordwerk company:\"Kerzen & Söhne\"", &["Kerzen &"]),
        (
            "company:Nordwerk -company:\"Kerzen & Söhne\"",
            &["Nordwerk verliert"],
        ),
        (
            "company:Nordwerk OR company:\"Helio Partners\"",
            &[
                "Nordwerk verliert",
                "Kerzen &",
                "Nordwerk Energie",
                "Helio Partners",
            ],
        ),
        ("company:Unbekannt", &[]),
        ("-company:Unbekannt date:2023-06", &["Markt am"]),
        ("person:Falk", &["Nordwerk verliert"]),
        ("person:Nordwerk", &[]),
        ("entity:falk", &["Nordwerk verliert"]),
        ("about:Nordwerk", &["Nordwerk verliert"]),
        ("said:Falk", &["Nordwerk verliert"]),
        ("said:Aster", &[]),
        ("has:quote", &["Nordwerk verliert"]),
        ("source:ledger", &["Nordwerk Energie", "Helio Partners"]),
        ("source:ledger nordwerk", &["Nordwerk Energie"]),
        ("source:nirgends", &[]),
        (
            "lang:de",
            &[
                "Nordwerk verliert",
                "Kerzen &",
                "Nordwerk Energie",
                "Helio Partners",
                "Markt am",
            ],
        ),
        ("lang:en", &[]),
        ("date:2024-03", &["Nordwerk verliert", "Kerzen &"]),
        ("date:2024-03-20", &["Kerzen &"]),
        (
            "date:2023-12..2024-02",
            &["Nordwerk Energie", "Helio Partners"],
        ),
        ("after:7d", &["Nordwerk verliert", "Kerzen &"]),
        ("before:2024", &["Helio Partners", "Markt am"]),
        ("date:2024-03 nordwerk wachs", &["Kerzen &"]),
        ("is:bookmarked", &["Kerzen &"]),
        ("is:read", &["Nordwerk verliert", "Markt am"]),
        (
            "is:unread",
            &["Kerzen &", "Nordwerk Energie", "Helio Partners"],
        ),
        ("is:unread company:Nordwerk", &["Kerzen &"]),
        ("is:noted", &["Helio Partners"]),
        ("has:note", &["Helio Partners"]),
        ("is:watched", &["Nordwerk verliert"]),
        ("tag:\"spaeter lesen\"", &["Nordwerk Energie"]),
        ("tag:lesen", &[]),
        ("is:bookmarked OR is:noted", &["Kerzen &", "Helio Partners"]),
        (
            "(is:bookmarked nordwerk) OR honig",
            &["Kerzen &", "Markt am"],
        ),
        ("-(nordwerk OR honig)", &["Helio Partners"]),
        ("-is:unread -honig", &["Nordwerk verliert"]),
    ] {
        assert_eq!(found(&store, text), expected, "{text}");
        let listed = ids(&store, text);
        let mut visited = Vec::new();
        store
            .each(&query(text), &mut |opened| {
                visited.push(opened.id);
                true
            })
            .unwrap();
        assert_eq!(visited, listed, "{text}");
    }
}

fn note(id: ArticleId, passage: &str) -> Note {
    Note {
        number: 0,
        id,
        range: Some(11..11 + passage.len()),
        passage: passage.to_owned(),
        text: "ansehen".to_owned(),
        colour: 2,
    }
}

#[test]
fn windows_meet_without_gap_and_overlap() {
    let mut store = Store::in_memory().unwrap();
    let lines: Vec<Incoming> = (1..=28)
        .map(|day| {
            incoming(&format!(
                "2024-02-{day:02} | Blatt | Tag {day} | Text, {} | company Nordwerk 0.5",
                if day % 2 == 0 { "gerade" } else { "schief" }
            ))
        })
        .collect();
    store.add(lines).unwrap();
    for text in [
        "",
        "tag",
        "gerade",
        "company:Nordwerk",
        "gerade company:Nordwerk is:unread",
        "tag*",
        "t*",
        "ger*",
        "t* gerade",
    ] {
        let all = ids(&store, text);
        assert!(all.windows(2).all(|pair| pair[0] > pair[1]));
        let top = rows(&store, text, Window::Top, 5);
        assert_eq!((top.above, top.below), (false, true));
        let mut listed: Vec<ArticleId> = top.rows.iter().map(|row| row.id).collect();
        loop {
            let next = rows(&store, text, Window::After(*listed.last().unwrap()), 5);
            assert!(next.above);
            listed.extend(next.rows.iter().map(|row| row.id));
            if !next.below {
                break;
            }
        }
        assert_eq!(listed, all, "{text}");
        let bottom = rows(&store, text, Window::Bottom, 5);
        assert_eq!((bottom.above, bottom.below), (true, false));
        let before = rows(&store, text, Window::Before(bottom.rows[0].id), 3);
        let expected = &all[all.len() - 8..all.len() - 5];
        assert_eq!(
            before.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
            expected
        );
        let around = rows(&store, text, Window::Around(all[6]), 4);
        assert_eq!(
            around.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
            all[4..8]
        );
        let around = rows(&store, text, Window::Around(all[0]), 4);
        assert_eq!(
            around.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
            all[..4]
        );
        let around = rows(&store, text, Window::Around(ArticleId(0)), 4);
        assert_eq!(
            around.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
            all[all.len() - 4..]
        );
    }
}

#[test]
fn relevance_puts_a_headline_before_a_text() {
    let store = store();
    assert_eq!(found(&store, "kerzen sort:relevance")[0], "Kerzen &");
    let all = ids(&store, "kerzen sort:relevance");
    let second = rows(&store, "kerzen sort:relevance", Window::After(all[0]), 1);
    assert_eq!(second.rows[0].id, all[1]);
    assert!(second.above && second.below);
}

#[test]
fn a_row_shows_the_entities_asked_for_first() {
    let store = store();
    let row = &rows(&store, "company:Nordwerk", Window::Top, 2).rows[1];
    assert_eq!(
        row.entities,
        [
            (Kind::Company, "Nordwerk".to_owned()),
            (Kind::Company, "Kerzen & Söhne".to_owned())
        ]
    );
    let row = &rows(&store, "", Window::Top, 2).rows[1];
    assert_eq!(row.entities[0].1, "Kerzen & Söhne");
    assert_eq!(row.source.as_deref(), Some("Die Tagespost"));
    assert_eq!(row.published, Some("2024-03-20".parse().unwrap()));
    assert!(!row.read && !row.bookmarked);
}

#[test]
fn pickers_count_within_the_query() {
    let mut store = store();
    assert_eq!(
        facets(&store, "", Kind::Company),
        pairs(&[
            ("Nordwerk", 2),
            ("Kerzen & Söhne", 2),
            ("Helio Partners", 2),
            ("Nordwerk Energie", 1)
        ])
    );
    assert_eq!(
        facets(&store, "company:\"Kerzen & Söhne\"", Kind::Company),
        pairs(&[
            ("Kerzen & Söhne", 2),
            ("Nordwerk", 1),
            ("Helio Partners", 1)
        ])
    );
    assert_eq!(
        facets(&store, "talks", Kind::Person),
        pairs(&[("Paul Aster", 1)])
    );
    assert_eq!(
        values(&store, "", Field::Source),
        pairs(&[("Die Tagespost", 2), ("The Ledger", 2), ("Bezirksblatt", 1)])
    );
    assert_eq!(
        values(&store, "nordwerk", Field::Source),
        pairs(&[("Die Tagespost", 2), ("The Ledger", 1)])
    );
    assert_eq!(
        values(&store, "nordwerk", Field::Month),
        pairs(&[("2024-03", 2), ("2024-02", 1)])
    );
    assert_eq!(
        values(&store, "honig", Field::Language),
        pairs(&[("de", 1)])
    );
    let all = ids(&store, "");
    store
        .change(
            &Change::Tag {
                ids: all[..2].to_vec(),
                add: vec!["x".to_owned()],
                remove: vec![],
            },
            TODAY,
        )
        .unwrap();
    assert_eq!(values(&store, "", Field::Tag), pairs(&[("x", 2)]));
    assert_eq!(values(&store, "wachs", Field::Tag), pairs(&[("x", 1)]));
}

#[test]
fn the_page_of_an_entity_gathers_what_the_store_knows() {
    let mut store = Store::in_memory().unwrap();
    let mut articles = ARTICLES.map(incoming);
    articles[0].highlights.roles.push(Role {
        person: "Mira Falk".to_owned(),
        role: "Chefin".to_owned(),
        of: Some("Nordwerk".to_owned()),
        range: 0..4,
    });
    store.add(articles.into()).unwrap();
    let falk = portrait(&store, &entity("person", "Mira Falk"));
    assert_eq!(falk.roles, pairs(&[("Chefin, Nordwerk", 1)]));
    assert_eq!(falk.quotes.len(), 1);
    assert_eq!(falk.quotes[0].1, "Es ist genug");
    assert_eq!(falk.facet.aliases, ["Falk"]);
    let candles = portrait(&store, &entity("company", "Kerzen & Söhne"));
    assert_eq!(
        candles.months,
        pairs(&[
            ("2023-12", 1),
            ("2024-01", 0),
            ("2024-02", 0),
            ("2024-03", 1)
        ])
    );
    assert_eq!(
        candles.sources,
        pairs(&[("Die Tagespost", 1), ("The Ledger", 1)])
    );
    assert_eq!(candles.facet.articles, 2);
    let together: Vec<&str> = candles
        .together
        .iter()
        .map(|facet| facet.name.as_str())
        .collect();
    assert_eq!(together, ["Nordwerk", "Helio Partners", "Paul Aster"]);
    assert_eq!(
        store
            .answer(&Ask::Entity(entity("person", "Niemand")))
            .unwrap(),
        Answer::Entity(None)
    );
}

#[test]
fn the_whole_text_replaces_a_teaser() {
    let mut store = Store::in_memory().unwrap();
    let mut teaser = incoming("2024-03-20 | Blatt | Kurz | Anriss |");
    teaser.article.extent = Extent::Teaser;
    store.add(vec![teaser.clone()]).unwrap();
    let whole = incoming("2024-03-20 | Blatt | Kurz | Der ganze Text |");
    assert_eq!(store.add(vec![whole]).unwrap().replaced, 1);
    assert_eq!(store.add(vec![teaser]).unwrap().known, 1);
    assert_eq!(found(&store, "ganze"), ["Kurz"]);
}

#[test]
fn an_article_without_a_date_answers_no_question_for_a_date() {
    let mut store = store();
    store
        .add(vec![incoming(" | Blatt | Ohne Datum | Text |")])
        .unwrap();
    assert_eq!(found(&store, "")[0], "Ohne Datum");
    assert_eq!(found(&store, "after:2000 title:ohne"), Vec::<String>::new());
    assert_eq!(
        found(&store, "before:9000 title:ohne"),
        Vec::<String>::new()
    );
    assert_eq!(
        rows(&store, "title:ohne", Window::Top, 1).rows[0].published,
        None
    );
}

#[test]
fn a_day_is_the_day_of_the_source() {
    let mut store = Store::in_memory().unwrap();
    store
        .add(vec![
            incoming("2024-03-24T00:30:00+01:00 | Wien | Früh | Text |"),
            incoming("2024-03-23T23:30:00-05:00 | Boston | Spät | Text |"),
        ])
        .unwrap();
    assert_eq!(found(&store, "date:2024-03-24"), ["Früh"]);
    assert_eq!(found(&store, "date:2024-03-23"), ["Spät"]);
    assert_eq!(found(&store, "date:2024-03-22"), Vec::<String>::new());
    assert_eq!(found(&store, "text date:2024-03-24"), ["Früh"]);
}

#[test]
fn why_an_article_is_listed_is_told_for_every_term() {
    let store = store();
    let id = ids(&store, "wachs")[0];
    let why = |text: &str| match store.answer(&Ask::Why(id, query(text))) {
        Ok(Answer::Why(sentences)) => sentences
            .into_iter()
            .map(|sentence| sentence.said.to_string())
            .collect::<Vec<String>>(),
        other => panic!("{other:?}"),
    };
    let sentences =
        why("wachs company:Nordwerk (honig OR title:kerzen) -talks date:2024-03 is:unread");
    assert_eq!(
        sentences,
        [
            "wachs: in the text: “…Kerzenhersteller wächst, Nordwerk liefert das Wachs.”.",
            "company:Nordwerk: it names Nordwerk (company) once: “Der Kerzenhersteller wächst, Nordwerk liefert das Wachs.”.",
            "title:kerzen: in the headline: “Kerzen & Söhne im Aufwind”.",
            "-talks: talks does not hold for it.",
            "date:2024-03: it was published 2024-03-20.",
            "is:unread: you have not read it.",
        ]
    );
    assert_eq!(why("honig"), ["honig: does not hold (any more)."]);
}

#[test]
fn an_interrupted_question_says_so() {
    let mut store = Store::in_memory().unwrap();
    let lines = (0..4000)
        .map(|n| {
            incoming(&format!(
                "2024-03-24 | Blatt | Meldung {n} | Text | company Nordwerk 0.5"
            ))
        })
        .collect();
    store.add(lines).unwrap();
    let handle = store.interrupter();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::SeqCst) {
                handle.interrupt();
                std::thread::yield_now();
            }
        });
        let interrupted = (0..2000).any(|_| {
            let ask = Ask::Count(query("-text OR -meldung OR is:unread -company:Nordwerk"));
            store.answer(&ask).unwrap() == Answer::Interrupted
        });
        done.store(true, std::sync::atomic::Ordering::SeqCst);
        assert!(interrupted);
    });
    assert_eq!(count(&store, "text"), 4000);
}

#[test]
fn links_and_hosts_are_part_of_a_source() {
    let mut store = Store::in_memory().unwrap();
    let mut one = incoming("2024-03-24 | | Ohne Namen | Text |");
    one.article.url = Link::parse("https://news.blatt.example/a");
    store.add(vec![one]).unwrap();
    assert_eq!(found(&store, "source:blatt.example"), ["Ohne Namen"]);
    assert_eq!(
        values(&store, "", Field::Source),
        pairs(&[("news.blatt.example", 1)])
    );
    assert_eq!(rows(&store, "", Window::Top, 1).rows[0].source, None);
}
