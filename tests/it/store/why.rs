//! Why an article is in a view: for every kind of term what put it there, and where.

use depesche::ask::{Answer, Ask};
use depesche::change::{Change, Repair};
use depesche::query::{Query, parse_with};
use depesche::say::Tongue;
use depesche::store::Store;

use super::{TODAY, entity, ids, incoming, note};

const LINE: &str = "2024-03-24 | Die Tagespost | Nordwerk verliert seine Chefin | Mira Falk verlässt Nordwerk in \
                    Österreich. „Es ist genug“, sagte Falk. | company Nordwerk=NW AG 0.9, person Mira Falk=Falk 0.8";

/// The article's sentences for a query, with brackets around what is marked.
fn why(store: &Store, text: &str) -> String {
    let views = [("am Abend".to_owned(), "title:chefin lang:de".to_owned())];
    let parsed = parse_with(text, TODAY, &views);
    assert_eq!(parsed.complaints, [], "{text}");
    told(store, parsed.query)
}

fn told(store: &Store, query: Query) -> String {
    let id = ids(store, "")[0];
    let Ok(Answer::Why(reasons)) = store.answer(&Ask::Why(id, query)) else {
        panic!("no reasons");
    };
    let mut out = Vec::new();
    for reason in reasons {
        let reason = reason.words(Tongue::English);
        let mut line = String::new();
        let mut at = 0;
        for mark in reason.marks {
            line.push_str(&reason.text[at..mark.start]);
            line.push('[');
            line.push_str(&reason.text[mark.clone()]);
            line.push(']');
            at = mark.end;
        }
        out.push(line + &reason.text[at..]);
    }
    out.join("\n")
}

#[test]
fn every_kind_of_term_says_what_put_the_article_there_and_where() {
    let mut store = Store::in_memory().unwrap();
    store.add(vec![incoming(LINE)]).unwrap();
    let id = ids(&store, "")[0];
    for change in [
        Change::Bookmark { id, keep: true },
        Change::Note(note(id, "genug")),
        Change::Tag {
            ids: vec![id],
            add: vec!["Lesen".to_owned()],
            remove: Vec::new(),
        },
        Change::Watch {
            key: entity("person", "Mira Falk"),
            name: "Mira Falk".to_owned(),
            watch: true,
        },
    ] {
        store.change(&change, TODAY).unwrap();
    }
    for (text, expected) in [
        ("", "No filter is set: every article is listed."),
        // Words
        (
            "verlässt",
            "verlässt: in the text: “Mira Falk [verlässt] Nordwerk in Österreich.",
        ),
        (
            "CHEFIN",
            "in the headline: “Nordwerk verliert seine [Chefin]”.",
        ),
        (
            "oesterreich",
            "in the text: “Mira Falk verlässt Nordwerk in [Österreich].",
        ),
        (
            "verl*",
            "verl*: in the headline: “Nordwerk [verl]iert seine Chefin”.",
        ),
        (
            "\"falk verlässt\"",
            "\"falk verlässt\": in the text: “Mira [Falk verlässt] Nordwerk",
        ),
        (
            "title:seine",
            "title:seine: in the headline: “Nordwerk verliert [seine] Chefin”.",
        ),
        // Entities
        (
            "company:nordwerk",
            "it names Nordwerk (company) once: “Mira Falk verlässt [Nordwerk] in",
        ),
        (
            "person:falk",
            "it names Mira Falk (person, also called Falk) once: “[Mira Falk] verlässt",
        ),
        (
            "entity:\"NW AG\"",
            "entity:\"NW AG\": it names Nordwerk (company, also called NW AG) ",
        ),
        (
            "about:nordwerk",
            "and is about it (salience 0.90 of at least 0.",
        ),
        (
            "said:falk",
            "said:falk: a quotation of Mira Falk: “Es ist genug”.",
        ),
        // Where from and when
        (
            "source:tagespost",
            "source:tagespost: it is from Die Tagespost.",
        ),
        ("lang:de", "lang:de: its text is in the language de."),
        ("date:2024-03", "date:2024-03: it was published 2024-03-24."),
        ("after:7d", "after:7d: it was published 2024-03-24."),
        // State
        ("tag:lesen", "tag:lesen: you tagged it Lesen."),
        ("is:unread", "is:unread: you have not read it."),
        ("is:bookmarked", "is:bookmarked: you bookmarked it."),
        (
            "is:noted",
            "is:noted: it has one of your notes and highlights.",
        ),
        (
            "has:note",
            "has:note: it has one of your notes and highlights.",
        ),
        (
            "is:watched",
            "is:watched: it names Mira Falk, which you watch.",
        ),
        ("has:quote", "has:quote: it has a direct quotation."),
        // Together
        (
            "chefin OR nirgends",
            "chefin: in the headline: “Nordwerk verliert seine [Chefin]”.",
        ),
        (
            "chefin OR verlässt",
            "[Chefin]”. Also: verlässt: in the text: “Mira Falk [verlässt]",
        ),
        ("-nirgends", "-nirgends: nirgends does not hold for it."),
        (
            "(chefin lang:de)",
            "[Chefin]”. And: lang:de: its text is in the language de.",
        ),
        (
            "@\"am Abend\"",
            "title:chefin: in the headline: “Nordwerk verliert seine [Chefin]”. And: lang:de",
        ),
        ("nirgends", "nirgends: does not hold (any more)."),
        ("chefin lang:de", "[Chefin]”.\nlang:de: "),
    ] {
        let told = why(&store, text);
        assert!(told.contains(expected), "{text}\n{told}\n{expected}");
    }
    let read = Change::Read {
        ids: vec![id],
        read: true,
    };
    store.change(&read, TODAY).unwrap();
    assert_eq!(why(&store, "is:read"), "is:read: you have read it.");
}

#[test]
fn what_was_merged_is_the_reason_under_the_name_it_has_now() {
    let mut store = Store::in_memory().unwrap();
    store.add(vec![incoming(LINE)]).unwrap();
    let merge = Repair::Merge {
        from: entity("company", "Nordwerk"),
        into: entity("company", "Helio Partners"),
    };
    store.change(&Change::Repair(merge), TODAY).unwrap();
    let told = why(&store, "company:\"Helio Partners\"");
    assert!(
        told.contains("as “Nordwerk”") && told.contains("[Nordwerk]"),
        "{told}"
    );
    let rename = Repair::Rename {
        key: entity("person", "Mira Falk"),
        name: "M. Falk".to_owned(),
    };
    store.change(&Change::Repair(rename), TODAY).unwrap();
    let told = why(&store, "said:\"M. Falk\"");
    assert!(
        told.contains("a quotation of M. Falk: “Es ist genug”."),
        "{told}"
    );
}
