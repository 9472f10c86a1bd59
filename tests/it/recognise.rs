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
