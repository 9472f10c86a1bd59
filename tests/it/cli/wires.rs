//! What agencies send: corrections, withdrawals, embargoes, and what they say about a piece themselves.

use super::*;

/// A news item of NewsML-G2 in this version and status, with this text.
fn item(version: u32, status: &str, text: &str) -> String {
    let content = if text.is_empty() {
        String::new()
    } else {
        format!(
            r#"<contentMeta><urgency>2</urgency><slugline>KESTREL-PLANT</slugline><headline>Kestrel closes plant</headline>
<by>By Nora Quill</by><creditline>Blue Wire/Sam Ode</creditline><language tag="en"/>
<subject type="cpnat:organisation" qcode="co:1"><name>Kestrel Power</name></subject>
<subject type="cpnat:person" qcode="p:1"><name>Ida Marr</name></subject>
<subject qcode="medtop:1"><name>energy</name></subject></contentMeta>
<assert qcode="co:1"><organisationDetails><hasInstrument symbol="KES"/></organisationDetails></assert>
<contentSet><inlineXML contenttype="application/nitf+xml"><nitf><body><body.content><p>{text}</p></body.content></body></nitf></inlineXML></contentSet>"#
        )
    };
    format!(
        r#"<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:bluewire.example:1" version="{version}">
<itemMeta><itemClass qcode="ninat:text"/><provider><name>Blue Wire</name></provider><versionCreated>2026-02-03T09:00:00Z</versionCreated>
<embargoed>2999-02-03T12:00:00Z</embargoed><pubStatus qcode="stat:{status}"/></itemMeta>{content}</newsItem>"#
    )
}

fn add(home: &Home, name: &str, text: &str) {
    let path = home.write(name, text);
    let outcome = home.run(&["add", &path]);
    assert_eq!(outcome.code, 0, "{}", outcome.err);
}

fn shown(home: &Home) -> Value {
    let rows = home.run(&["ls", "--json"]).out;
    assert_eq!(rows.lines().count(), 1, "{rows}");
    let row: Value = serde_json::from_str(rows.trim()).expect("an object");
    let article = home.run(&["show", "--json", row["id"].as_str().expect("a number")]);
    serde_json::from_str(&article.out).expect("an object")
}

#[test]
fn a_correction_replaces_the_text_and_keeps_what_the_reader_did() {
    let home = Home::new();
    add(
        &home,
        "1.xml",
        &item(
            1,
            "usable",
            "LEEDS, Feb 3 (Blue Wire) - The plant will close in May, said Ida Marr.",
        ),
    );
    let id: ArticleId = shown(&home)["id"]
        .as_str()
        .expect("a number")
        .parse()
        .expect("one");
    let mut store = Store::open(&home.store_path()).expect("the store");
    let day = jiff::civil::date(2026, 2, 3);
    let start = "The plant will close in May, said ".len();
    for change in [
        Change::Bookmark { id, keep: true },
        Change::Read {
            ids: vec![id],
            read: true,
        },
        Change::Tag {
            ids: vec![id],
            add: vec!["energy".to_owned()],
            remove: Vec::new(),
        },
        Change::Note(Note {
            number: 0,
            id,
            range: Some(start..start + 8),
            passage: "Ida Marr".to_owned(),
            text: "call her".to_owned(),
            colour: 0,
        }),
    ] {
        store.change(&change, day).expect("kept");
    }
    drop(store);
    add(
        &home,
        "3.xml",
        &item(
            3,
            "usable",
            "Correction: the plant will not close, said Ida Marr.",
        ),
    );
    let check = |article: &Value| {
        assert_eq!(article["version"], 3);
        assert_eq!(
            article["body"],
            "Correction: the plant will not close, said Ida Marr."
        );
        assert_eq!(
            (&article["bookmarked"], &article["read"]),
            (&Value::Bool(true), &Value::Bool(true))
        );
        assert_eq!(article["tags"][0], "energy");
        assert_eq!(article["notes"][0]["text"], "call her");
        let start = article["notes"][0]["start"]
            .as_u64()
            .expect("its words are there") as usize;
        assert!(article["body"].as_str().expect("text")[start..].starts_with("Ida Marr"));
    };
    check(&shown(&home));
    // What was sent before and comes late changes nothing.
    add(
        &home,
        "2.xml",
        &item(2, "usable", "The plant will close in June, said Ida Marr."),
    );
    check(&shown(&home));
}

#[test]
fn a_withdrawal_without_a_text_says_so_on_the_article_that_is_there() {
    let home = Home::new();
    let text = "The plant will close in May, said Ida Marr.";
    add(&home, "1.xml", &item(1, "usable", text));
    let before = shown(&home);
    assert_eq!(before["status"], "usable");
    add(&home, "2.xml", &item(2, "canceled", ""));
    let after = shown(&home);
    assert_eq!(
        (&after["status"], &after["version"]),
        (&Value::from("withdrawn"), &Value::from(2))
    );
    for same in ["id", "title", "body", "entities"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    let page = home
        .run(&["show", after["id"].as_str().expect("a number")])
        .out;
    assert!(page.contains("withdrawn · "), "{page}");
    // An older version that comes late does not bring it back.
    add(&home, "1.xml", &item(1, "usable", text));
    assert_eq!(shown(&home)["status"], "withdrawn");
    // The same version in another status is taken too, and a later one may stand again.
    add(&home, "3.xml", &item(3, "usable", text));
    add(&home, "3.xml", &item(3, "withheld", text));
    assert_eq!(shown(&home)["status"], "withheld");
}

#[test]
fn a_withdrawal_that_comes_before_its_article_keeps_it_out() {
    let home = Home::new();
    add(&home, "2.xml", &item(2, "canceled", ""));
    assert_eq!(shown(&home)["title"], "urn:newsml:bluewire.example:1");
    add(
        &home,
        "1.xml",
        &item(1, "usable", "The plant will close in May."),
    );
    let article = shown(&home);
    assert_eq!(
        (&article["status"], &article["body"]),
        (&Value::from("withdrawn"), &Value::from(""))
    );
}

#[test]
fn what_an_agency_says_of_a_piece_is_in_its_json() {
    let home = Home::new();
    add(
        &home,
        "1.xml",
        &item(
            1,
            "usable",
            "LEEDS, Feb 3 (Blue Wire) - The plant will close, said Ida Marr.",
        ),
    );
    let article = shown(&home);
    for (field, value) in [
        ("kicker", "KESTREL-PLANT"),
        ("byline", "Nora Quill"),
        ("credit", "Blue Wire/Sam Ode"),
        ("dateline", "LEEDS, Feb 3 (Blue Wire)"),
        ("embargo", "2999-02-03T12:00:00Z"),
        ("body", "The plant will close, said Ida Marr."),
    ] {
        assert_eq!(article[field], value, "{field}");
    }
    assert_eq!(article["urgency"], 2);
    assert_eq!(article["subjects"][0], "energy");
    let named = |kind: &str, name: &str| {
        let entities = article["entities"].as_array().expect("a list");
        entities
            .iter()
            .any(|it| it["kind"] == kind && it["name"] == name)
    };
    // One that the text names too, and one that only the agency does.
    assert!(
        named("person", "Ida Marr") && named("company", "Kestrel Power"),
        "{article}"
    );
    assert!(home.run(&["ls", "company:\"Kestrel Power\""]).code == 0);
}
