//! Entities on articles written for this test; companies and persons in them are invented or are household names.

use std::sync::LazyLock;

use depesche::article::{Article, Body};
use depesche::highlight::{Highlights, Kind};
use depesche::recognise::Recogniser;
use depesche::recognise::model::{self, Model};

/// One for all tests: unpacking takes its time without optimisation.
static RECOGNISER: LazyLock<Recogniser> = LazyLock::new(Recogniser::new);

fn recognise(text: &str) -> Highlights {
    let article = Article {
        body: Body::from_text(text),
        ..Article::default()
    };
    RECOGNISER.recognise(&article)
}

fn names(found: &Highlights, kind: Kind) -> Vec<&str> {
    found
        .entities
        .iter()
        .filter(|entity| entity.kind() == kind)
        .map(|entity| entity.name.as_str())
        .collect()
}

#[test]
fn a_surname_belongs_to_the_full_name() {
    let found = recognise(
        "Die Vorstandschefin Klara Weidinger tritt zurück. Weidinger sagte am Montag, sie gehe ohne Groll. \
         Weidingers Vertrag wäre noch zwei Jahre gelaufen.",
    );
    assert_eq!(names(&found, Kind::Person), ["Klara Weidinger"]);
    assert_eq!(found.entities[0].mentions.len(), 3);
}

#[test]
fn the_former_name_is_an_alias() {
    let found =
        recognise("In einem Posting auf X (vormals Twitter) schrieb die Chefin, dass sie gehe.");
    assert_eq!(names(&found, Kind::Company), ["X"]);
    assert_eq!(found.entities[0].aliases, ["Twitter"]);
}

#[test]
fn a_company_in_a_compound_is_the_company() {
    let found = recognise(
        "Siemens baut Stellen ab. Der Siemens-Chef Ottmar Lindtner verteidigte den Schritt.",
    );
    assert_eq!(names(&found, Kind::Company), ["Siemens"]);
    assert_eq!(found.entities[0].mentions.len(), 2);
}

/// Labelled articles written for this project, with the companies and persons a careful reader sees.
const LABELLED: &str = include_str!("../fixtures/recognise/labelled.jsonl");

/// Right, wrongly listed and missed entities of a kind over all labelled articles.
fn score(kind: Kind, field: &str) -> (usize, Vec<String>) {
    let mut right = 0;
    let mut wrong = Vec::new();
    for line in LABELLED.lines() {
        let article: serde_json::Value = serde_json::from_str(line).expect("an article a line");
        let text = Body::from_text(article["text"].as_str().expect("a text"));
        let found = RECOGNISER.recognise(&Article {
            body: text,
            ..Article::default()
        });
        let mut missing: Vec<&str> = article[field]
            .as_array()
            .expect("names")
            .iter()
            .filter_map(serde_json::Value::as_str)
            .collect();
        for entity in found.entities.iter().filter(|entity| entity.kind() == kind) {
            let known = missing.iter().position(|name| {
                *name == entity.name
                    || entity.aliases.iter().any(|alias| alias == name)
                    || name.starts_with(&format!("{} ", entity.name))
            });
            match known {
                Some(at) => {
                    missing.swap_remove(at);
                    right += 1;
                }
                None => wrong.push(format!("{}: + {}", article["id"], entity.name)),
            }
        }
        wrong.extend(
            missing
                .iter()
                .map(|name| format!("{}: - {name}", article["id"])),
        );
    }
    (right, wrong)
}

#[test]
fn companies_of_the_labelled_articles_are_found() {
    let (right, wrong) = score(Kind::Company, "companies");
    assert!(wrong.len() * 6 <= right, "{right} right, but {wrong:#?}");
}

#[test]
fn persons_of_the_labelled_articles_are_found() {
    let (right, wrong) = score(Kind::Person, "persons");
    assert!(wrong.len() * 12 <= right, "{right} right, but {wrong:#?}");
}

#[test]
fn a_model_with_one_byte_changed_is_refused() {
    assert!(Model::read(model::FILE).is_ok());
    let mut damaged = model::FILE.to_vec();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    assert!(Model::read(&damaged).is_err());
    assert!(Model::read(&model::FILE[..middle]).is_err());
    assert!(Model::read(b"").is_err());
}

#[test]
fn the_model_is_the_one_that_its_card_describes() {
    assert_eq!(model::hash(model::FILE), model::HASH);
}

#[test]
fn a_lone_name_follows_the_person_named_in_full() {
    let found = recognise(
        "Der Abgeordnete Ottmar Hofer trat am Montag zurück. Hofer sagte, er wolle Zeit gewinnen. \
         Sein Nachfolger lobte Hofer.",
    );
    assert_eq!(names(&found, Kind::Person), ["Ottmar Hofer"]);
    assert!(names(&found, Kind::Company).is_empty());
}

#[test]
fn a_dateline_is_no_part_of_a_name() {
    let found = recognise("STOCKHOLM - Siemens said on Monday that it would buy a rival.");
    assert_eq!(names(&found, Kind::Company), ["Siemens"]);
}

#[test]
fn a_paper_that_is_a_common_word_is_meant_in_capitals() {
    let found = recognise(
        "Das sei geplant, sagt die Ministerin dem STANDARD. Der Standard der Schulen sinke.",
    );
    assert_eq!(names(&found, Kind::Company), ["STANDARD"]);
    assert_eq!(found.entities[0].mentions.len(), 1);
}

#[test]
fn an_abbreviation_in_brackets_is_the_name_before_it() {
    let found = recognise(
        "Die Raiffeisen Bank International (RBI) verdient mehr. Die RBI zahlt eine Dividende.",
    );
    assert_eq!(
        names(&found, Kind::Company),
        ["Raiffeisen Bank International"]
    );
    assert_eq!(found.entities[0].aliases, ["RBI"]);
}

#[test]
fn what_is_counted_and_what_it_is_counted_in_have_no_name() {
    let found = recognise(
        "Nordhavn Inc earned 43 cts a share against 23 cts; the bonds rose 1-1/4 points.",
    );
    assert_eq!(names(&found, Kind::Company), ["Nordhavn Inc"]);
}

#[test]
fn a_headline_in_capitals_names_only_what_the_text_names() {
    let article = Article {
        title: "SIEMENS LIFTS BARLEY MARKET RECORD BID".into(),
        body: Body::from_text(
            "Siemens said on Monday it had raised its bid for a maker of barley mills.",
        ),
        ..Article::default()
    };
    let found = RECOGNISER.recognise(&article);
    assert_eq!(names(&found, Kind::Company), ["Siemens"]);
    assert_eq!(names(&found, Kind::Person), [""; 0]);
    assert_eq!(found.entities[0].in_title.len(), 1);
    assert_eq!(found.entities[0].in_title[0], 0..7);
}

#[test]
fn words_beside_a_name_give_a_company_away() {
    let found = recognise(
        "Die Vrexo, ein Hersteller von Pumpen aus Graz, baut um. Beim Sulmtal-Konzern sieht man das mit Sorge. \
         Bei der LUT, einer Tochtergesellschaft der Bahn, bleibt alles gleich. Der Öl-Konzern, ein Unternehmen \
         des Staates, schweigt; der US-Konzern ebenso. Das sagte der Chef in einem Interview mit der Zeit, die Welt war ihm gleich.",
    );
    let companies = names(&found, Kind::Company);
    for name in ["Vrexo", "Sulmtal", "LUT", "Zeit"] {
        assert!(companies.contains(&name), "{name} in {companies:?}");
    }
    assert!(
        companies
            .iter()
            .all(|name| !matches!(*name, "Öl" | "US" | "Konzern" | "Öl-Konzern")),
        "{companies:?}"
    );
}
