//! Stories: what is the same piece and what is not, one row for each, windows of rows, marking all, making anew.

use super::*;

/// An agency's text in paragraphs.
const AGENCY: [&str; 5] = [
    "Der Kerzenhersteller Nordwerk schließt zum Jahresende sein Stammwerk in Linden und verlagert die Fertigung an zwei kleinere Standorte im Norden des Landes.",
    "Das teilte die Geschäftsführung am Montag nach einer Betriebsversammlung mit, bei der es nach Angaben von Teilnehmern laut geworden war. Betroffen sind 250 Beschäftigte, denen Abfindungen angeboten werden sollen.",
    "„Wir haben zu lange gehofft, dass die Aufträge zurückkommen“, sagte die Geschäftsführerin Mira Falk vor Journalisten. Die Gewerkschaft kündigte Widerstand an und sprach von einer Bankrotterklärung.",
    "Nordwerk hatte im vergangenen Jahr einen Verlust von acht Millionen Euro geschrieben, nachdem mehrere große Handelsketten ihre Bestellungen gekürzt hatten.",
    "Die Landesregierung will nun mit dem Unternehmen über eine Auffanggesellschaft sprechen, ein erstes Treffen soll es noch in dieser Woche geben.",
];

fn piece(at: &str, source: &str, title: &str, paragraphs: &[&str]) -> Incoming {
    let mut one = incoming(&format!("{at} | {source} | {title} | x |"));
    one.identity = format!("{source} {title} {at}");
    one.article.body = Body::from_text(&paragraphs.join("\n\n"));
    one
}

/// The agency's text in five papers, each in its own manner, and two pieces of their own.
fn papers() -> Vec<Incoming> {
    let [lead, second, quote, loss, last] = AGENCY;
    let dated = format!("LINDEN (apa) – {lead}");
    let other_quote = "„Das ist ein schwarzer Tag“, sagte die Geschäftsführerin Mira Falk vor Journalisten. Die Gewerkschaft kündigte Widerstand an und sprach von einer Bankrotterklärung.";
    vec![
        piece(
            "2024-03-20T08:00:00Z",
            "Agentur",
            "Nordwerk schließt Stammwerk",
            &AGENCY,
        ),
        piece(
            "2024-03-20T09:00:00Z",
            "Abendpost",
            "Aus für das Werk in Linden",
            &[&dated, second, quote, loss, last, "(red, 20.3.2024)"],
        ),
        piece(
            "2024-03-20T11:00:00Z",
            "Bezirksblatt",
            "Linden verliert Nordwerk",
            &[lead, second, quote],
        ),
        piece(
            "2024-03-21T05:00:00Z",
            "Kurierpost",
            "Kerzen kommen bald aus dem Norden",
            &["Von Klara Weiß, Linden", lead, second, other_quote, loss],
        ),
        piece(
            "2024-03-21T06:00:00Z",
            "Tagespost",
            "250 Stellen fallen weg",
            &[
                lead,
                second,
                quote,
                loss,
                last,
                "Mehr zum Thema lesen Sie morgen.",
            ],
        ),
        piece(
            "2024-03-21T07:00:00Z",
            "Abendpost",
            "Kommentar: Ein Werk, viele Fragen",
            &[
                "Es war ein langer Abschied von Linden, und er wurde so gründlich verschwiegen, dass am Ende niemand mehr überrascht sein konnte, der in den letzten Jahren einmal an den Hallen vorbeigegangen ist.",
                "Wer die leeren Parkplätze sah, die stillen Schornsteine und die Plakate an der Ausfahrt, der wusste, was kommt. Man hätte früher reden müssen, mit den Leuten, mit der Stadt, mit dem Land, und nicht erst jetzt.",
            ],
        ),
        piece(
            "2024-03-22T07:00:00Z",
            "Abendpost",
            "Markt am Sonntag",
            &["Es gibt Kerzen und Honig."],
        ),
    ]
}

fn told(articles: Vec<Incoming>) -> Store {
    let mut store = Store::in_memory().unwrap();
    store.add(articles).unwrap();
    store
}

fn grouped(store: &Store, text: &str, window: Window, limit: usize) -> Listing {
    let ask = Ask::Rows {
        query: query(text),
        window,
        limit,
        stories: true,
    };
    match store.answer(&ask) {
        Ok(Answer::Rows(listing)) => listing,
        other => panic!("{other:?}"),
    }
}

/// "Headline ×5" of each row.
fn told_rows(store: &Store, text: &str) -> Vec<String> {
    let listing = grouped(store, text, Window::Top, 100);
    let row = |row: &depesche::row::Row| format!("{} ×{}", row.title, row.copies);
    listing.rows.iter().map(row).collect()
}

#[test]
fn an_agencys_text_in_five_papers_is_one_row() {
    let store = told(papers());
    assert_eq!(
        told_rows(&store, ""),
        [
            "Markt am Sonntag ×1",
            "Kommentar: Ein Werk, viele Fragen ×1",
            "250 Stellen fallen weg ×5",
        ]
    );
    // Without grouping each stands for itself.
    let single = rows(&store, "", Window::Top, 100);
    assert_eq!(single.rows.len(), 7);
    assert!(single.rows.iter().all(|row| row.copies == 1));
    let opened = open(&store, single.rows[2].id);
    let sources: Vec<&str> = opened
        .twins
        .iter()
        .filter_map(|twin| twin.source.as_deref())
        .collect();
    assert_eq!(
        sources,
        ["Kurierpost", "Bezirksblatt", "Abendpost", "Agentur"]
    );
}

#[test]
fn the_row_is_that_of_the_newest_answer_and_whole_texts_lead_parts() {
    let mut store = told(papers());
    assert_eq!(
        told_rows(&store, "source:Agentur"),
        ["Nordwerk schließt Stammwerk ×1"]
    );
    assert_eq!(
        told_rows(&store, "date:2024-03-20 nordw*"),
        ["Linden verliert Nordwerk ×3"]
    );
    assert_eq!(
        told_rows(&store, "schwarzer"),
        ["Kerzen kommen bald aus dem Norden ×1"]
    );
    let mut part = piece(
        "2024-03-21T09:00:00Z",
        "Bezahlblatt",
        "Hinter der Schranke",
        &AGENCY[..3],
    );
    part.article.extent = Extent::Paywall;
    store.add(vec![part]).unwrap();
    assert_eq!(
        told_rows(&store, "betriebsversammlung"),
        ["250 Stellen fallen weg ×6"]
    );
    assert_eq!(
        told_rows(&store, "source:Bezahlblatt"),
        ["Hinter der Schranke ×1"]
    );
}

#[test]
fn by_relevance_a_story_stands_where_its_best_does() {
    let store = told(papers());
    let all = rows(&store, "nordwerk sort:relevance", Window::Top, 100).rows;
    let once = grouped(&store, "nordwerk sort:relevance", Window::Top, 100).rows;
    assert_eq!(all.len(), 5);
    assert_eq!(once.len(), 1);
    assert_eq!((once[0].id, once[0].copies), (all[0].id, 5));
}

#[test]
fn windows_of_stories_join_without_gaps_from_both_sides() {
    // Thirty stories of three pieces each, the pieces of one far from each other among the others.
    let mut articles = Vec::new();
    for number in 0..30 {
        let own: Vec<String> = (0..80).map(|at| format!("wort{number}x{at}")).collect();
        let text = own.join(" ");
        for copy in 0..3 {
            articles.push(piece(
                &format!(
                    "2024-03-{:02}T{:02}:{:02}:00Z",
                    10 + copy,
                    number % 24,
                    number
                ),
                &format!("Blatt {copy}"),
                &format!("Nummer {number}"),
                &[&text],
            ));
        }
    }
    let store = told(articles);
    let whole = grouped(&store, "", Window::Top, 1000);
    assert_eq!(whole.rows.len(), 30);
    assert!(whole.rows.iter().all(|row| row.copies == 3));
    let id = |listing: &Listing| listing.rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let expected = id(&whole);
    for step in [1, 4, 7, 29] {
        let mut down = grouped(&store, "", Window::Top, step);
        let mut all = id(&down);
        while down.below {
            down = grouped(&store, "", Window::After(*all.last().unwrap()), step);
            assert!(down.above);
            all.extend(id(&down));
        }
        assert_eq!(all, expected, "{step} at a time, down");
        let mut up = grouped(&store, "", Window::Bottom, step);
        let mut all = id(&up);
        while up.above {
            up = grouped(&store, "", Window::Before(all[0]), step);
            assert!(up.below);
            all.splice(0..0, id(&up));
        }
        assert_eq!(all, expected, "{step} at a time, up");
    }
    let around = grouped(&store, "", Window::Around(expected[15]), 5);
    assert_eq!(id(&around), expected[13..18]);
}

#[test]
fn marking_a_story_marks_all_of_it_and_is_taken_back_in_one_step() {
    let mut store = told(papers());
    let leading = grouped(&store, "nordwerk", Window::Top, 10).rows[0].id;
    let change = Change::ReadStory {
        ids: vec![leading],
        read: true,
    };
    assert_eq!(store.change(&change, TODAY).unwrap(), 5);
    assert_eq!(count(&store, "is:read"), 5);
    assert!(told_rows(&store, "is:unread nordwerk").is_empty());
    assert_eq!(
        store.undo().unwrap().unwrap(),
        "“250 Stellen fallen weg” and 4 copies marked read"
    );
    assert_eq!(count(&store, "is:read"), 0);
    // What was read before stays read when the story is taken back.
    let one = ids(&store, "source:Agentur");
    let mark = Change::Read {
        ids: one,
        read: true,
    };
    store.change(&mark, TODAY).unwrap();
    assert_eq!(store.change(&change, TODAY).unwrap(), 4);
    store.undo().unwrap();
    assert_eq!(count(&store, "is:read"), 1);
}

#[test]
fn short_texts_are_the_same_only_word_by_word() {
    let teaser = "Die Regierung hat am Montag ein neues Gesetz beschlossen. Die Opposition kritisiert den Entwurf scharf und kündigt Widerstand an.";
    let store = told(vec![
        piece("2024-03-20T08:00:00Z", "Eins", "Neues Gesetz", &[teaser]),
        piece("2024-03-20T09:00:00Z", "Zwei", "Neues Gesetz", &[teaser]),
        piece(
            "2024-03-20T10:00:00Z",
            "Drei",
            "Ein anderes Gesetz",
            &[teaser],
        ),
        piece(
            "2024-03-20T11:00:00Z",
            "Vier",
            "Neues Gesetz",
            &[&teaser.replace("Montag", "Dienstag")],
        ),
    ]);
    assert_eq!(
        told_rows(&store, ""),
        [
            "Neues Gesetz ×1",
            "Ein anderes Gesetz ×1",
            "Neues Gesetz ×2"
        ]
    );
}

#[test]
fn the_same_words_with_other_figures_are_another_piece_every_day() {
    let report = |day: u32| -> String {
        let line = |at: u32| {
            format!(
                "Die Aktie der Gesellschaft Nummer {at} schloss an der Börse in Linden bei {},{:02} Euro nach {},{:02} Euro am Vortag.",
                20 + at * 3 + day,
                (at * 17 + day * 31) % 100,
                19 + at * 3 + day * 2,
                (at * 13 + day * 7) % 100
            )
        };
        (1..9).map(line).collect::<Vec<_>>().join(" ")
    };
    let table = |day: u32| {
        let at = format!("2024-03-{:02}T18:00:00Z", 10 + day);
        piece(&at, "Kursblatt", "Schlusskurse", &[&report(day)])
    };
    let store = told((0..6).map(table).collect());
    assert_eq!(grouped(&store, "", Window::Top, 10).rows.len(), 6);
}

#[test]
fn what_is_printed_every_week_does_not_become_a_story_of_years() {
    let weekly = |week: i64| {
        let at = jiff::Timestamp::from_second(1_704_100_000 + week * 3 * 86_400).unwrap();
        piece(&at.to_string(), "Blatt", "In eigener Sache", &AGENCY)
    };
    let store = told((0..40).map(weekly).collect());
    let listing = grouped(&store, "", Window::Top, 100);
    // Every third day: at most three fall within seven days.
    assert!(
        listing.rows.iter().all(|row| row.copies <= 3),
        "{listing:?}"
    );
    assert!(listing.rows.iter().any(|row| row.copies == 3));
}

#[test]
fn a_later_version_finds_its_story_anew() {
    let mut store = told(papers());
    let mut other = piece(
        "2024-03-21T06:00:00Z",
        "Tagespost",
        "Falsch gemeldet",
        &[
            "Anders als gemeldet geht es um ein ganz anderes Unternehmen, das mit Kerzen nie etwas zu tun hatte und in einem anderen Ort sitzt.",
            "Die Redaktion bedauert den Fehler und hat die Meldung zurückgezogen, nachdem sich mehrere Leserinnen und Leser gemeldet hatten, denen die Angaben seltsam vorgekommen waren. Eine neue Meldung mit den richtigen Namen, Zahlen und Orten folgt im Lauf des Tages an dieser Stelle.",
        ],
    );
    other.identity = "Tagespost 250 Stellen fallen weg 2024-03-21T06:00:00Z".to_owned();
    other.article.version = Some(2);
    assert_eq!(store.add(vec![other]).unwrap().replaced, 1);
    assert_eq!(
        told_rows(&store, "source:Tagespost OR betriebsversammlung"),
        ["Falsch gemeldet ×1", "Kerzen kommen bald aus dem Norden ×4"]
    );
}

#[test]
fn stories_of_an_older_store_are_found_afterwards_and_repaired_when_they_are_lost() {
    let (_folder, path) = scratch("old.db");
    let mut store = Store::open(&path).unwrap();
    store.add(papers()).unwrap();
    drop(store);
    // As the version before stories left it.
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(
        "DROP TABLE look; DROP INDEX article_batch; ALTER TABLE article DROP COLUMN batch;
         DROP TABLE story; DROP TABLE print; ALTER TABLE article DROP COLUMN status; DELETE FROM fact WHERE name LIKE 'stories%';",
    )
    .unwrap();
    file.pragma_update(None, "user_version", 4).unwrap();
    drop(file);
    let mut store = Store::open(&path).unwrap();
    assert_eq!(told_rows(&store, "betriebsversammlung").len(), 5);
    // A few at a time, and what came meanwhile is no trouble.
    assert_eq!(store.find_stories(3).unwrap(), 3);
    store
        .add(vec![piece(
            "2024-03-21T10:00:00Z",
            "Nachzügler",
            "Linden",
            &AGENCY,
        )])
        .unwrap();
    while store.find_stories(3).unwrap() > 0 {}
    assert_eq!(told_rows(&store, "betriebsversammlung"), ["Linden ×6"]);
    assert_eq!(store.find_stories(3).unwrap(), 0);
    drop(store);

    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute(
        "DELETE FROM story WHERE rowid <> (SELECT max(article) FROM story)",
        [],
    )
    .unwrap();
    drop(file);
    let mut store = Store::open(&path).unwrap();
    let trouble = |findings: &[depesche::store::Finding]| {
        findings
            .iter()
            .any(|it| it.trouble && it.message.contains("stories"))
    };
    assert!(trouble(&store.check(false).unwrap()));
    assert!(trouble(&store.check(true).unwrap()));
    assert!(!trouble(&store.check(false).unwrap()));
    assert_eq!(told_rows(&store, "betriebsversammlung"), ["Linden ×6"]);
}

#[test]
fn what_is_dropped_leaves_its_story() {
    let mut store = told(papers());
    for (articles, left) in [
        (4, "250 Stellen fallen weg ×2"),
        (3, "250 Stellen fallen weg ×1"),
    ] {
        let rules = depesche::store::Rules {
            articles: Some(articles),
            ..depesche::store::Rules::default()
        };
        store.drop_leaving(&rules, &mut |_, _| {}).unwrap();
        assert_eq!(told_rows(&store, "betriebsversammlung"), [left]);
        let findings = store.check(false).unwrap();
        assert!(findings.iter().all(|it| !it.trouble), "{findings:?}");
    }
}
