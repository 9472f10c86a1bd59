//! Asking: what is offered and said while a filter is written, views, passages and hits, names beyond what a picker holds.

use depesche::app::{Effect, Msg};
use depesche::article::{Article, Body};
use depesche::ask::{Answer, Ask};
use depesche::change::Change;
use depesche::config::Config;
use depesche::highlight::{Entity, EntityKey, Highlights, Kind};
use depesche::query::{Query, parse};
use depesche::row::Window;
use depesche::store::Incoming;
use depesche::text::{Clean, key};

use super::{Stage, TODAY, fixtures};

/// A text as an article without entities.
fn article(number: usize, title: &str, text: &str) -> Incoming {
    Incoming {
        identity: format!("asking-{number}"),
        article: Article {
            title: Clean::line(title),
            published: "2024-03-24".parse().ok(),
            body: Body::from_text(text),
            ..Article::default()
        },
        highlights: Highlights::default(),
    }
}

fn with_views(views: &str) -> Stage {
    let (config, complaints) = Config::read(&format!("[views]\n{views}"));
    assert_eq!(complaints, []);
    Stage::set((120, 40), fixtures::articles(), config)
}

// ---------------------------------------------------------------------------------------------------------------
// While a filter is written

#[test]
fn fields_are_offered_while_they_are_written_and_tab_takes_them() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("comp");
    assert!(stage.shown().contains("Tab company:"), "{}", stage.shown());
    stage.keys("Tab");
    assert!(
        stage.last_row().starts_with("filter company:"),
        "{}",
        stage.last_row()
    );
    for (written, offered) in [
        ("is:unr", "Tab unread"),
        ("has:q", "Tab quote"),
        ("sort:r", "Tab relevance"),
        ("date:to", "Tab today"),
        ("-ta", "Tab tag:"),
        ("(sou", "Tab source:"),
    ] {
        stage.keys("C-u").types(written);
        assert!(
            stage.shown().contains(offered),
            "{written}: {}",
            stage.shown()
        );
    }
    // One letter begins too much, and what is whole needs nothing more.
    for written in ["c", "is:unread", "adler "] {
        stage.keys("C-u").types(written);
        assert!(
            !stage.shown().contains("Tab "),
            "{written}: {}",
            stage.shown()
        );
    }
}

#[test]
fn values_of_the_store_are_offered_while_they_are_written_and_tab_takes_them() {
    let mut stage = Stage::new(120, 40);
    let tag = Change::Tag {
        ids: vec![stage_id(&stage, "stahlbau")],
        add: vec!["dossier".to_owned()],
        remove: Vec::new(),
    };
    stage.store.change(&tag, TODAY).unwrap();
    for (written, taken) in [
        ("company:nordw", "company:\"Nordwind Energie\""),
        ("person:ährent", "person:\"Jonas Ährental\""),
        ("about:hoch", "about:\"Brauerei Hochstein\""),
        ("said:kest", "said:\"Anna Kestrel\""),
        ("entity:gant", "entity:\"Gantry 5\""),
        ("source:abend", "source:Abendpost"),
        ("tag:dos", "tag:dossier"),
        ("lang:e", "lang:en"),
        ("date:2024-0", "date:2024-03"),
        ("after:2024-0", "after:2024-03"),
    ] {
        stage.keys("X F").types(written);
        let value = taken.split_once(':').unwrap().1.trim_matches('"');
        let offered = format!("Tab {value}");
        assert!(
            stage.shown().contains(&offered),
            "{written}: {}",
            stage.shown()
        );
        stage.keys("Tab");
        let line = stage.last_row();
        assert!(
            line.starts_with(&format!("filter {taken}")),
            "{written}: {line}"
        );
        stage.keys("Enter");
        assert!(
            stage.filter_row().starts_with(taken),
            "{}",
            stage.filter_row()
        );
        assert!(
            stage.shown().contains(" of 12"),
            "{written} leaves something"
        );
    }
}

fn stage_id(stage: &Stage, words: &str) -> depesche::article::ArticleId {
    let ask = Ask::Rows {
        query: parse(words, TODAY).query,
        window: Window::Top,
        limit: 1,
        stories: false,
    };
    match stage.store.answer(&ask).unwrap() {
        Answer::Rows(listing) => listing.rows[0].id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_not_understood_is_marked_at_its_place_and_said_with_what_was_meant() {
    let mut stage = Stage::new(120, 40);
    for (written, place, said) in [
        (
            "stahl compny:adler",
            "compny:adler",
            "did you mean “company:”?",
        ),
        (
            "is:bookmarkt stahl",
            "bookmarkt",
            "did you mean “bookmarked”?",
        ),
        ("stahl date:2024-13", "2024-13", "is no date"),
        ("(stahl", "(", "never closed"),
        ("stahl @morgen", "@morgen", "[views]"),
    ] {
        stage.keys("C-g F").types(written);
        let shown = stage.shown();
        assert!(shown.contains(said), "{written}: {shown}");
        // The probe's letter for a complaint stands under the place and nowhere else in the line.
        let printed = stage.print();
        let rows: Vec<&str> = printed.lines().collect();
        let at = rows
            .iter()
            .rposition(|row| row.contains(&format!("filter {written}")))
            .unwrap();
        let letter = depesche::theme::Role::Complaint.letter();
        let line = rows[at].split_once('│').unwrap().1;
        let roles: Vec<char> = rows[at + 1].split_once('│').unwrap().1.chars().collect();
        let from = line[..line.find(place).unwrap()].chars().count();
        let cells = place.chars().count();
        for (column, c) in line
            .chars()
            .enumerate()
            .take("filter ".len() + written.chars().count())
        {
            let inside = (from..from + cells).contains(&column);
            let marked = roles.get(column) == Some(&letter);
            assert!(
                marked == inside || c == ' ',
                "{written} at {column}: {printed}"
            );
        }
        stage.keys("C-g");
    }
}

#[test]
fn the_number_of_articles_follows_every_letter_and_late_ones_are_dropped() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("adler");
    let all = stage.last_row();
    assert!(all.contains(" articles"), "{all}");
    stage.types(" -linden");
    assert_ne!(stage.last_row(), all);
    stage.hold();
    stage.types(" nirgends");
    // Neither the old number nor a wrong one while the answer is on its way.
    assert!(
        !stage.last_row().contains(" articles"),
        "{}",
        stage.last_row()
    );
    stage.let_go();
    assert!(
        stage.last_row().contains("0 articles"),
        "{}",
        stage.last_row()
    );
}

// ---------------------------------------------------------------------------------------------------------------
// Saved views

const VIEWS: &str = "morning = 'is:unread source:abendpost'\n\
                     \"am Abend\" = { query = 'company:\"Stahlbau Adler\"', keys = ['g 1', 'M'] }\n";

#[test]
fn a_view_has_keys_and_is_shown_in_palette_command_line_and_help() {
    let mut stage = with_views(VIEWS);
    stage.keys("g 1");
    assert!(stage.filter_row().starts_with("company:\"Stahlbau Adler\""));
    stage.keys("X M");
    assert!(stage.filter_row().starts_with("company:\"Stahlbau Adler\""));
    // Keys of an action that begin alike go on.
    stage.keys("X g");
    assert!(stage.shown().contains("@am Abend"), "{}", stage.shown());
    stage.keys("g");

    stage.keys("C-p").types("am abend");
    assert!(stage.shown().contains("@am Abend"), "{}", stage.shown());
    stage.keys("Enter");
    assert!(stage.filter_row().starts_with("company:\"Stahlbau Adler\""));

    stage.keys("X :").types("view ");
    assert!(
        stage.shown().contains("morning  am Abend"),
        "{}",
        stage.shown()
    );
    stage.types("mo").keys("Tab");
    assert!(
        stage.last_row().starts_with(":view morning"),
        "{}",
        stage.last_row()
    );
    assert!(stage.shown().contains("is:unread source:abendpost"));
    stage.keys("Enter");
    assert!(stage.filter_row().starts_with("is:unread source:abendpost"));

    stage.keys("X ?");
    stage.keys("/").types("@am abend").keys("Enter");
    let help = stage.shown();
    assert!(
        help.contains("Your views") && help.contains("@am Abend"),
        "{help}"
    );
    assert!(help.contains("g1  M"), "{help}");
}

#[test]
fn a_view_stands_in_a_filter_by_its_name() {
    let mut stage = with_views(VIEWS);
    stage.keys("F").types("@mo");
    assert!(stage.shown().contains("Tab @morning"), "{}", stage.shown());
    stage.keys("Tab").types(" adler").keys("Enter");
    let filter = stage.filter_row();
    assert!(
        filter.starts_with("(is:unread source:abendpost) adler"),
        "{filter}"
    );
    stage.keys("X F").types("-@\"am abend\"").keys("Enter");
    assert!(
        stage
            .filter_row()
            .starts_with("-company:\"Stahlbau Adler\"")
    );
    stage.keys("X F").types("@mornin").keys("Enter");
    assert!(
        stage.last_row().contains("did you mean “@morning”?"),
        "{}",
        stage.last_row()
    );
}

// ---------------------------------------------------------------------------------------------------------------
// Passages and hits

#[test]
fn hits_are_marked_in_the_text_however_they_are_written() {
    let text = "Die Straße nach Österreich. VWs Werk, der VW-Chef und die News. Siemens’ Zahlen, der \
                Siemens-Chef über Überwachung. Apple’s plan, Müller und Mueller, freier\nHandel, das freie.";
    let mut stage = Stage::with(80, 24, vec![article(1, "Ohne die Wörter", text)]);
    for (query, hits) in [
        ("strasse", &["Straße"][..]),
        ("OESTERREICH", &["Österreich"]),
        ("vw", &["VW"]),
        ("siemens", &["Siemens"]),
        ("siemens-chef", &["Siemens-Chef"]),
        ("ueberw*", &["Überw"]),
        ("Apple's", &["Apple"]),
        ("müller", &["Müller", "Mueller"]),
        ("frei*", &["frei"]),
        ("chef news", &["Chef", "News"]),
        ("title:wörter", &["Wörter"]),
    ] {
        stage.keys("X F").types(query).keys("Enter Enter");
        let found = stage.hits();
        assert_eq!(found, hits, "{query}: {}", stage.print());
        stage.keys("q");
    }
    // Words that follow each other are one hit, over the end of a line too.
    stage
        .keys("X F")
        .types("\"freier handel\"")
        .keys("Enter Enter");
    let hits = stage.hits().join(" ");
    assert!(
        hits.starts_with("freier Handel"),
        "{hits}: {}",
        stage.print()
    );
    // “new” does not mean “News”, and the article is no answer.
    stage.keys("q X F").types("new").keys("Enter");
    assert!(stage.shown().contains("No article is in this view"));
}

#[test]
fn the_passage_of_the_row_under_the_cursor_stands_at_the_foot_of_the_list() {
    let filler = "Davor steht allerlei, was nichts zur Sache tut. ".repeat(20);
    let articles = vec![
        article(
            1,
            "Eins",
            &format!("{filler}\n\nDer Netzausbau stockt im Norden. {filler}"),
        ),
        article(
            2,
            "Zwei",
            &format!("{filler}\n\nOhne Netzausbau kein Strom im Süden. {filler}"),
        ),
    ];
    let mut stage = Stage::with(70, 24, articles);
    let before = stage.text();
    stage.keys("F").types("netzausbau").keys("Enter");
    let first = stage.shown();
    assert!(first.contains("Ohne Netzausbau kein Strom"), "{first}");
    assert!(
        !first.contains("stockt im Norden"),
        "only the row under the cursor"
    );
    assert_eq!(stage.hits(), ["Netzausbau"]);
    stage.matches("passage-70x24");
    // It is asked for after the row is drawn, and nothing moves when it comes.
    let rows = |stage: &Stage| stage.text()[..10].to_vec();
    stage.hold();
    stage.keys("j");
    let waiting = rows(&stage);
    assert!(!stage.shown().contains("stockt im Norden"));
    stage.let_go();
    assert!(
        stage.shown().contains("stockt im Norden"),
        "{}",
        stage.shown()
    );
    assert_eq!(rows(&stage), waiting);
    // Without words there is nothing to show, on low screens no room.
    stage.keys("X");
    assert_eq!(stage.text().len(), before.len());
    assert!(!stage.shown().contains("Netzausbau"));
    stage.keys("F").types("netzausbau").keys("Enter");
    stage.resize(40, 10);
    assert!(!stage.shown().contains("kein Strom"));
}

#[test]
fn why_an_article_is_there_is_said_with_the_words_marked() {
    let text = "Vorher steht etwas. Der Netzausbau stockt im Norden, sagen alle.";
    for columns in [40, 120] {
        let mut stage = Stage::with(columns, 24, vec![article(1, "Eins", text)]);
        stage
            .keys("F")
            .types("netzausbau \"im norden\"")
            .keys("Enter g w");
        let shown = stage.shown();
        assert!(
            shown.contains("in the text") && shown.contains("stockt"),
            "{shown}"
        );
        let hits = stage.hits().concat().replace(' ', "");
        assert!(
            hits.contains("Netzausbau") && hits.contains("imNorden"),
            "{hits}: {shown}"
        );
    }
}

// ---------------------------------------------------------------------------------------------------------------
// More names than a picker holds

/// So many companies, each in an article of its own but for the first, which stand in two.
fn companies(number: usize) -> Vec<Incoming> {
    (0..number)
        .map(|at| {
            let name = format!("Firma{at:05} Werke");
            let mut one = article(
                at,
                &format!("Meldung {at}"),
                &format!("{name} meldet sich."),
            );
            one.highlights.entities.push(Entity {
                key: EntityKey {
                    kind: Kind::Company,
                    name: key(&name),
                },
                mentions: std::iter::once(0..name.len()).collect(),
                name,
                aliases: Vec::new(),
                salience: 1.0,
                in_title: Vec::new(),
            });
            one
        })
        .collect()
}

#[test]
fn names_beyond_those_a_picker_holds_are_reached_by_typing_and_by_tab() {
    const NUMBER: usize = 2300;
    let mut stage = Stage::with(160, 24, companies(NUMBER));
    let last = format!("Firma{:05} Werke", NUMBER - 1);
    // The picker holds fewer than there are, and not this one.
    let ask = Ask::Facets {
        query: Query::default(),
        kinds: vec![Kind::Company],
        limit: NUMBER,
    };
    let Ok(Answer::Facets(facets)) = stage.store.answer(&ask) else {
        panic!("no facets");
    };
    assert_eq!(facets.len(), NUMBER);
    assert_eq!(facets[NUMBER - 1].name, last);
    stage.keys("c");
    assert!(stage.shown().contains("2,000"), "{}", stage.shown());
    // Chosen before others are typed for, it stays chosen.
    stage.keys("Tab").types("firma02299");
    assert!(stage.shown().contains(&last), "{}", stage.shown());
    stage.keys("Enter");
    let filter = stage.filter_row();
    assert!(filter.contains(&last) && filter.contains("OR"), "{filter}");
    assert!(filter.contains("2 of 2,300"), "{filter}");
    // The same in the filter line, within what the rest of it leaves.
    stage
        .keys("X F")
        .types("meldung company:firma0229")
        .keys("Tab");
    let line = stage.last_row();
    assert!(line.contains("company:\"Firma0229"), "{line}");
}

#[test]
fn an_answer_for_what_was_typed_before_does_not_take_the_names_away() {
    let mut stage = Stage::with(80, 24, companies(2100));
    stage.keys("c");
    stage.hold();
    stage.types("firma0209");
    stage.keys("Backspace");
    stage.let_go();
    stage.types("9");
    assert!(
        stage.shown().contains("Firma02099 Werke"),
        "{}",
        stage.shown()
    );
    // Left while an answer is on its way, the picker does not come back.
    stage.hold();
    stage.keys("Backspace Esc");
    stage.let_go();
    assert!(
        !stage.shown().contains("Firma02099 Werke") || stage.filter_row().contains("all articles")
    );
    assert!(
        stage
            .asked
            .iter()
            .all(|effect| !matches!(effect, Effect::Quit))
    );
    stage.send(Msg::StoreChanged);
}
