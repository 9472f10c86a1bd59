//! Entities on articles written for this test; companies and persons in them are invented or are household names.

use depesche::article::{Article, Body};
use depesche::highlight::{Highlights, Kind};
use depesche::recognise::Recogniser;

fn recognise(text: &str) -> Highlights {
    let article = Article {
        body: Body::from_text(text),
        ..Article::default()
    };
    Recogniser::new().recognise(&article)
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
        "Siemens baut Stellen ab. Der Siemens-Chef Roland Busch verteidigte den Schritt.",
    );
    assert_eq!(names(&found, Kind::Company), ["Siemens"]);
    assert_eq!(found.entities[0].mentions.len(), 2);
}

/// Labelled articles written for this project, with the companies and persons a careful reader sees.
const LABELLED: &str = include_str!("../fixtures/recognise/labelled.jsonl");

/// Right, wrongly listed and missed entities of a kind over all labelled articles.
fn score(kind: Kind, field: &str) -> (usize, Vec<String>) {
    let recogniser = Recogniser::new();
    let mut right = 0;
    let mut wrong = Vec::new();
    for line in LABELLED.lines() {
        let article: serde_json::Value = serde_json::from_str(line).expect("an article a line");
        let text = Body::from_text(article["text"].as_str().expect("a text"));
        let found = recogniser.recognise(&Article {
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
