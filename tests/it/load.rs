//! Loading: files of every format in, articles with title, date, source and text out.

mod archives;
mod hostile;

use std::fs;
use std::path::{Path, PathBuf};

use depesche::article::{Article, Extent, Status, Style};
use depesche::load::{Hint, Loaded, Mapping, identity, load, opml};
use depesche::text::Clean;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> Loaded {
    let hint = Hint {
        name: path.file_name().unwrap().to_string_lossy().into_owned(),
        ..Hint::default()
    };
    load(&fs::read(path).unwrap(), &hint)
}

fn fixture(name: &str) -> Loaded {
    read(&here("tests/fixtures/load").join(name))
}

fn date(article: &Article) -> String {
    article
        .published
        .map_or_else(|| "-".to_owned(), |p| p.to_string())
}

fn text(part: Option<&Clean>) -> &str {
    part.map_or("-", |part| part.as_str())
}

/// File, then for each article: headline, date, source, byline, language, beginning of the text.
type Expected = (&'static str, &'static [[&'static str; 6]]);

const EXPECTED: &[Expected] = &[
    (
        "seed-manner.txt",
        &[[
            "Nordlicht AG verliert seine Chefin",
            "2026-03-24",
            "-",
            "-",
            "de",
            "Nordlicht ist für den Bildgenerator Polarstern bekannt.\n\nNordlicht AG, das",
        ]],
    ),
    (
        "wire.txt",
        &[[
            "Kestrel to close its plant in Leeds",
            "-",
            "Blue Wire",
            "Nora Quill",
            "en",
            "Kestrel Power said on Monday it would close its plant in Leeds by the end of the year.\n\nThe company",
        ]],
    ),
    (
        "front-matter.md",
        &[[
            "Werft baut wieder: \"Endlich\"",
            "2026-02-03T14:30:00Z",
            "Küstenblatt",
            "Anna Berg, Udo Kern",
            "de",
            "Die Werft Möwe baut wieder Schiffe.\n\nJahr  Schiffe\n2024        0",
        ]],
    ),
    (
        "toml-front.md",
        &[[
            "Harbour reopens",
            "2026-05-01T08:00:00Z",
            "Coast Daily",
            "Ned Marsh",
            "en",
            "The harbour of Port Ellery reopened",
        ]],
    ),
    (
        "heading.md",
        &[[
            "The bridge holds",
            "-",
            "-",
            "-",
            "en",
            "The bridge at Port Ellery held",
        ]],
    ),
    (
        "lines.jsonl",
        &[
            [
                "One & two",
                "2026-01-05T10:00:00+01:00",
                "A Paper",
                "Ida Rot",
                "-",
                "First.\n\nSecond.",
            ],
            [
                "Der Zug hält wieder",
                "2026-01-05",
                "-",
                "-",
                "de",
                "Der Zug hält wieder in Obersee, und",
            ],
        ],
    ),
    (
        "wrapped.json",
        &[
            [
                "Ferry sold",
                "2026-03-03T12:00:00Z",
                "Coast Daily",
                "Ned Marsh",
                "en",
                "The ferry was sold on Tuesday.",
            ],
            [
                "Ferry bought",
                "-",
                "Coast Daily",
                "-",
                "en",
                "The ferry was bought back",
            ],
        ],
    ),
    (
        "labels.csv",
        &[
            [
                "Die Firma Nordlicht hat am Montag einen Dienst gestartet",
                "-",
                "-",
                "-",
                "de",
                "Die Firma Nordlicht hat am Montag einen Dienst gestartet; er heißt 'Polarstern'",
            ],
            [
                "Der SC Obersee hat zum dritten Mal hintereinander verloren, diesmal gegen sich selbst",
                "-",
                "-",
                "-",
                "de",
                "Der SC Obersee",
            ],
            [
                "Im Stadttheater Obersee hatte am Freitag ein Stück Premiere",
                "-",
                "-",
                "-",
                "de",
                "Im Stadttheater",
            ],
            [
                "Der Dienst Polarstern war am Dienstag schon wieder offline",
                "-",
                "-",
                "-",
                "de",
                "Der Dienst",
            ],
        ],
    ),
    (
        "header.tsv",
        &[
            [
                "Möwe baut",
                "2026-02-03",
                "Küstenblatt",
                "-",
                "de",
                "Die Werft Möwe baut wieder",
            ],
            [
                "Möwe baut nicht",
                "2026-02-04",
                "Küstenblatt",
                "-",
                "de",
                "Die Werft Möwe baut doch",
            ],
        ],
    ),
    (
        "broken.rss",
        &[
            [
                "Fisch & Chips teurer",
                "2026-02-03T10:15:00+01:00",
                "Küstenblatt & Co",
                "Udo Kern",
                "de",
                "Der Preis für Fisch steigt.\nUm 3 Prozent.",
            ],
            [
                "Ohne Datum",
                "-",
                "Küstenblatt & Co",
                "-",
                "de",
                "Ein Absatz.\n\nNoch einer.",
            ],
        ],
    ),
    (
        "old.rdf",
        &[[
            "Gulls return",
            "2026-04-01T07:00:00Z",
            "Coast Daily",
            "Ned Marsh",
            "en",
            "The gulls are back",
        ]],
    ),
    (
        "third.atom",
        &[
            [
                "Tide tables",
                "2026-04-02T07:00:00-01:00",
                "Coast & Sea",
                "Ned Marsh",
                "en",
                "High at noon.",
            ],
            [
                "if a < b",
                "2026-04-03",
                "Coast & Sea",
                "Ned Marsh",
                "en",
                "Less is more.",
            ],
        ],
    ),
    (
        "feed.json",
        &[
            [
                "Storm",
                "2026-05-05T05:05:05Z",
                "Coast Daily",
                "Ned Marsh",
                "en",
                "It came at night.",
            ],
            [
                "A short remark without a headline",
                "2026-05-06T05:05:05Z",
                "Coast Daily",
                "Eve Sand",
                "en",
                "A short remark",
            ],
        ],
    ),
    (
        "page.html",
        &[[
            "Möwe baut wieder Schiffe",
            "2026-02-03T14:30:00+01:00",
            "Küstenblatt",
            "Anna Berg, Udo Kern",
            "de",
            "Die Werft Möwe in Obersee baut",
        ]],
    ),
    (
        "letter.eml",
        &[[
            "Die Werft, die bleibt",
            "2026-02-03T07:00:00+01:00",
            "Der Morgenbrief",
            "Grüner Tisch",
            "de",
            "Die Werft bleibt\n\nDie Werft Möwe in Obersee bleibt, sagt Greta Poll. Mehr dazu im Küstenblatt.\n\n• 120 Leute",
        ]],
    ),
    (
        "box.mbox",
        &[
            [
                "Fog",
                "2026-02-03T06:00:00Z",
                "Ned Marsh",
                "-",
                "en",
                "There was fog over Port Ellery in the morning, and the ferry stayed where it was.\n\nFrom the harbour master",
            ],
            [
                "Re: Fog",
                "2026-02-04T06:00:00Z",
                "Ned Marsh",
                "-",
                "en",
                "It has gone, as far as anybody can see.\n\nThere was fog over Port Ellery",
            ],
        ],
    ),
    (
        "item.newsml.xml",
        &[[
            "Kestrel closes Leeds plant",
            "2026-02-03T09:15:00Z",
            "Blue Wire",
            "Nora Quill",
            "en",
            "Kestrel Power will close its plant.\n\nWhat comes next\n\n“Nothing,” said Ida Marr.",
        ]],
    ),
    (
        "story.nitf",
        &[[
            "Kestrel speaks",
            "2026-02-03T08:15:00Z",
            "Blue Wire",
            "Nora Quill",
            "en",
            "Kestrel Power spoke on Tuesday.\n\nThe chair.",
        ]],
    ),
    (
        "ninjs-1.json",
        &[[
            "Werft bleibt",
            "2026-02-03T08:15:00Z",
            "BW",
            "Anna Berg",
            "de",
            "Die Werft bleibt in Obersee.\n\nDas ist sicher.",
        ]],
    ),
    (
        "ninjs-3.json",
        &[[
            "Kestrel hires",
            "2026-02-04T08:15:00Z",
            "Blue Wire",
            "Nora Quill",
            "en",
            "Kestrel hires.\n\nAgain.",
        ]],
    ),
];

#[test]
fn every_format_gives_title_date_source_byline_language_and_text() {
    let mut wrong = Vec::new();
    for (name, articles) in EXPECTED {
        let loaded = fixture(name);
        let found: Vec<[String; 6]> = loaded
            .articles
            .iter()
            .enumerate()
            .map(|(number, article)| {
                let start = articles.get(number).map_or("", |expected| expected[5]);
                let body = article.body.text();
                let shown = if body.starts_with(start) { start } else { body };
                [
                    article.title.to_string(),
                    date(article),
                    text(article.source.as_ref()).to_owned(),
                    text(article.byline.as_ref()).to_owned(),
                    article
                        .language
                        .map_or_else(|| "-".to_owned(), |l| l.to_string()),
                    shown.to_owned(),
                ]
            })
            .collect();
        if found != *articles {
            wrong.push(format!("{name}: {found:#?}, {:?}", loaded.complaints));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong.join(
            "
"
        )
    );
}

#[test]
fn a_bad_item_is_a_complaint_beside_the_good_ones() {
    for (name, complaints) in [
        ("lines.jsonl", 2),
        ("wrapped.json", 1),
        ("broken.rss", 3),
        ("page.html", 0),
        ("labels.csv", 0),
        ("item.newsml.xml", 1),
    ] {
        let loaded = fixture(name);
        assert_eq!(
            loaded.complaints.len(),
            complaints,
            "{name}: {:?}",
            loaded.complaints
        );
        for complaint in loaded.complaints {
            assert!(complaint.place.starts_with(name), "{complaint:?}");
        }
    }
}

#[test]
fn a_page_tells_its_feeds_its_picture_and_its_captions() {
    let loaded = fixture("page.html");
    let article = &loaded.articles[0];
    assert_eq!(
        loaded.feeds[0].address.as_ref().unwrap().as_str(),
        "https://kuestenblatt.example/rss"
    );
    assert_eq!(
        article.picture.as_ref().unwrap().as_str(),
        "https://kuestenblatt.example/bild.jpg"
    );
    assert_eq!(
        article.url.as_ref().unwrap().as_str(),
        "https://kuestenblatt.example/moewe"
    );
    assert!(
        article
            .body
            .paragraphs()
            .iter()
            .any(|p| p.style == Style::Caption)
    );
    assert!(
        !article.body.text().contains("Impressum")
            && !article.body.text().contains("Von Anna Berg")
    );
}

#[test]
fn consent_pages_and_paywall_stubs_are_not_taken_for_the_article() {
    let consent = fixture("consent.html");
    assert_eq!(consent.articles[0].extent, Extent::Consent);
    assert!(consent.articles[0].body.is_empty());
    let paywall = fixture("paywall.html");
    assert_eq!(paywall.articles[0].extent, Extent::Paywall);
    assert_eq!(
        paywall.articles[0].title.as_str(),
        "Was die Werft verschweigt"
    );
    assert_eq!(fixture("page.html").articles[0].extent, Extent::Full);
}

#[test]
fn columns_are_mapped_as_the_reader_says() {
    let table = "a§b§c\nMöwe§3.2.2026§Die Werft baut wieder Schiffe.\n";
    let mapping = Mapping {
        columns: vec![
            ("title".into(), "1".into()),
            ("published".into(), "b".into()),
            ("body".into(), "3".into()),
        ],
        separator: Some('§'),
        header: Some(true),
        ..Mapping::default()
    };
    let hint = Hint {
        name: "x.txt".into(),
        mapping: Some(mapping),
        ..Hint::default()
    };
    let loaded = load(table.as_bytes(), &hint);
    assert_eq!(loaded.articles.len(), 1, "{:?}", loaded.complaints);
    assert_eq!(loaded.articles[0].title.as_str(), "Möwe");
    assert_eq!(date(&loaded.articles[0]), "2026-02-03");
    assert_eq!(
        loaded.articles[0].body.text(),
        "Die Werft baut wieder Schiffe."
    );
}

#[test]
fn the_same_article_twice_is_one() {
    let line = r#"{"title": "Eins", "text": "Ein Text, der zweimal kommt.", "date": "2026-01-01"}"#;
    let loaded = load(format!("{line}\n{line}\n").as_bytes(), &Hint::default());
    assert_eq!(loaded.articles.len(), 1);
}

#[test]
fn every_sample_article_loads_whole_and_without_complaint() {
    let mut folders = vec![here("assets/samples")];
    let (mut articles, mut german, mut english) = (0, 0, 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let loaded = read(&path);
            assert!(loaded.complaints.is_empty(), "{:?}", loaded.complaints);
            assert!(!loaded.articles.is_empty(), "{path:?}");
            for article in loaded.articles {
                let at = format!("{path:?}: {}", article.title);
                assert!(
                    article.published.is_some_and(|p| p.precision() >= 3),
                    "{at}"
                );
                assert!(
                    article.body.text().len() > 400 && article.body.paragraphs().len() > 2,
                    "{at}"
                );
                assert!((10..=120).contains(&article.title.chars().count()), "{at}");
                assert_eq!(article.extent, Extent::Full, "{at}");
                articles += 1;
                match article.language.unwrap().code() {
                    "de" => german += 1,
                    "en" => english += 1,
                    other => panic!("{at} is {other}"),
                }
            }
        }
    }
    assert!(
        articles > 30 && german > 10 && english > 10,
        "{articles} {german} {english}"
    );
}

#[test]
fn a_wire_item_tells_version_urgency_embargo_and_given_names() {
    let loaded = fixture("item.newsml.xml");
    let article = &loaded.articles[0];
    assert_eq!(article.version, Some(3));
    assert_eq!(article.urgency, Some(3));
    assert_eq!(article.embargo.unwrap().to_string(), "2026-02-03T12:00:00Z");
    assert_eq!(text(article.kicker.as_ref()), "KESTREL-PLANT");
    assert_eq!(text(article.credit.as_ref()), "Blue Wire/Sam Ode");
    assert_eq!(text(article.dateline.as_ref()), "LEEDS, Feb 3 (Blue Wire)");
    let given: Vec<_> = article
        .given
        .iter()
        .map(|(kind, name)| (kind.as_str(), name.as_str()))
        .collect();
    assert_eq!(
        given,
        [("company", "Kestrel Power"), ("person", "Ida Marr")]
    );
    let ninjs = &fixture("ninjs-1.json").articles[0];
    assert_eq!((ninjs.version, ninjs.urgency), (Some(2), Some(2)));
    assert_eq!(
        ninjs
            .given
            .iter()
            .filter(|(kind, _)| kind == "company")
            .count(),
        1
    );
    let picture = fixture("ninjs-3.json").articles[0].picture.clone();
    assert_eq!(picture.unwrap().as_str(), "https://bluewire.example/l.jpg");
}

#[test]
fn every_wire_format_says_that_a_piece_is_withdrawn() {
    let status = |text: &str| {
        let loaded = load(text.as_bytes(), &Hint::default());
        assert_eq!(loaded.articles.len(), 1, "{text} {:?}", loaded.complaints);
        loaded.articles[0].status
    };
    for (code, expected) in [
        ("canceled", Status::Withdrawn),
        ("cancelled", Status::Withdrawn),
        ("withheld", Status::Withheld),
        ("usable", Status::Usable),
    ] {
        let ninjs = format!(
            r#"{{"uri":"urn:bluewire:7","type":"text","pubstatus":"{code}","headline":"A plant","body_text":"It closes."}}"#
        );
        assert_eq!(status(&ninjs), expected, "ninjs {code}");
        let nitf = format!(
            r#"<nitf><head><docdata management-status="{code}"><doc-id id-string="x7"/><du-key version="4"/></docdata></head><body><body.head><hedline><hl1>A plant</hl1></hedline></body.head><body.content><p>It closes.</p></body.content></body></nitf>"#
        );
        assert_eq!(status(&nitf), expected, "NITF {code}");
        let old = nitf
            .replace(&format!(" management-status=\"{code}\""), "")
            .replace(
                "<doc-id",
                &format!("<doc.status>{code}</doc.status><doc-id"),
            );
        assert_eq!(status(&old), expected, "NITF element {code}");
    }
    // Without a text there is nothing to read unless it takes something back.
    let bare = r#"{"uri":"urn:bluewire:7","type":"text","pubstatus":"canceled"}"#;
    assert_eq!(status(bare), Status::Withdrawn);
    let bare = bare.replace("canceled", "usable");
    assert!(load(bare.as_bytes(), &Hint::default()).articles.is_empty());
}

#[test]
fn a_dateline_leaves_the_text_of_wires_feeds_and_pages_where_it_is_certain() {
    let rss = |text: &str| {
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Blatt</title><item><title>Ein Titel</title><guid>urn:blatt:1</guid><description><![CDATA[<p>{text}</p><p>Mehr steht <a href=\"https://blatt.example/x\">hier</a>.</p>]]></description></item></channel></rss>"
        );
        load(feed.as_bytes(), &Hint::default()).articles.remove(0)
    };
    for (written, line) in [
        (
            "Wien (APA) – Die Regierung tritt zurück.",
            Some("Wien (APA)"),
        ),
        (
            "BERLIN (Reuters) - Die Regierung tritt zurück.",
            Some("BERLIN (Reuters)"),
        ),
        (
            "Berlin, 24. März (dpa/bb) — Die Regierung tritt zurück.",
            Some("Berlin, 24. März (dpa/bb)"),
        ),
        ("FRANKFURT - Die Regierung tritt zurück.", Some("FRANKFURT")),
        (
            "Anna Berger (CDU) – eine frühere Ministerin – tritt zurück.",
            None,
        ),
        ("Wien – die Stadt der Bäder – wird wärmer.", None),
    ] {
        let article = rss(written);
        assert_eq!(article.dateline.as_deref(), line, "{written}");
        let lead = article.body.text().lines().next().unwrap();
        assert_eq!(
            lead.contains('('),
            line.is_none() && written.contains('('),
            "{lead}"
        );
        assert!(
            line.is_none() || lead.starts_with("Die Regierung"),
            "{lead}"
        );
        let link = &article.body.links()[0];
        assert_eq!(&article.body.text()[link.range.clone()], "hier");
    }
}

#[test]
fn a_correction_has_the_identity_of_what_it_corrects() {
    let first = fs::read_to_string(here("tests/fixtures/load/item.newsml.xml")).unwrap();
    let second = first
        .replace("version=\"3\"", "version=\"4\"")
        .replace("will close its plant", "will not close its plant");
    let load = |text: &str| load(text.as_bytes(), &Hint::default()).articles.remove(0);
    let (first, second) = (load(&first), load(&second));
    assert_eq!(identity(&first), identity(&second));
    assert!(first.version < second.version && first.body != second.body);
}

#[test]
fn a_newsletter_loses_what_serves_the_sending_and_keeps_its_web_address() {
    let loaded = fixture("letter.eml");
    let article = &loaded.articles[0];
    let body = article.body.text();
    for gone in ["Vorschau", "Browser", "Abmelden", "color:red"] {
        assert!(!body.contains(gone), "{gone} in {body}");
    }
    assert_eq!(
        article.url.as_ref().unwrap().as_str(),
        "https://letters.example/web/1"
    );
    assert_eq!(article.picture, None, "a tracking pixel is no picture");
    assert_eq!(article.body.links().len(), 1);
}

#[test]
fn a_list_of_subscriptions_is_read_with_its_folders_and_written_back_the_same() {
    let loaded = fixture("list.opml");
    let shown: Vec<String> = loaded
        .feeds
        .iter()
        .map(|feed| {
            format!(
                "{} {} {:?}",
                feed.title,
                feed.address.as_ref().map_or("-", |link| link.as_str()),
                feed.tags.iter().map(Clean::as_str).collect::<Vec<_>>()
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Coast & Sea https://coast.example/rss?a=1&b=2 [\"News\"]",
            "Küstenblatt https://kuestenblatt.example/rss [\"News\", \"Local\"]",
            "Again https://coast.example/rss?a=1&b=2 []",
            "Broken - []",
            "Top https://top.example/feed [\"Tech\"]",
        ]
    );
    // The address that is none, and the missing end tags.
    assert_eq!(loaded.complaints.len(), 2, "{:?}", loaded.complaints);
    let again = load(opml(&loaded.feeds).as_bytes(), &Hint::default());
    let mut kept = loaded.feeds;
    kept.retain(|feed| feed.address.is_some());
    assert_eq!(again.feeds, kept);
    assert!(again.complaints.is_empty());
}
