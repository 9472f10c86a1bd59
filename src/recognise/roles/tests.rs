//! Claims about offices, as tables of invented sentences.

use proptest::prelude::*;

use super::*;
use crate::recognise::cast::tests::entities;

const CAST: &[&str] = &[
    "p Jo Huber|Huber",
    "p Ann Field|Field",
    "p Mia Berger",
    "c Nordbank AG|Nordbank",
    "o Rechnungshof|Rechnungshofs",
    "l Northtown",
];

fn held(body: &str, german: bool) -> Vec<(String, String, Option<String>)> {
    let doc = Doc::new("Eine Überschrift", body);
    let entities = entities(&doc, CAST);
    let cast = Cast::new(&doc, &entities);
    roles(&doc, &cast, &Offices::new(), german)
        .into_iter()
        .map(|role| {
            assert_eq!(&body[role.range], role.role);
            (role.person, role.role, role.of)
        })
        .collect()
}

#[test]
fn an_office_belongs_to_the_person_grammar_gives_it_to() {
    for (body, person, role, of) in [
        (
            "Nordbank-Chef Jo Huber geht.",
            "Jo Huber",
            "Chef",
            Some("Nordbank AG"),
        ),
        ("COO Mia Berger bleibt.", "Mia Berger", "COO", None),
        (
            "Bundeskanzler Huber bleibt.",
            "Jo Huber",
            "Bundeskanzler",
            None,
        ),
        (
            "Der Vorstandsvorsitzende der Nordbank, Jo Huber, geht.",
            "Jo Huber",
            "Vorstandsvorsitzende",
            Some("Nordbank AG"),
        ),
        (
            "Der Präsident des Rechnungshofs, Jo Huber, geht.",
            "Jo Huber",
            "Präsident",
            Some("Rechnungshof"),
        ),
        (
            "Der Chef der Nordbank Jo Huber geht.",
            "Jo Huber",
            "Chef",
            Some("Nordbank AG"),
        ),
        (
            "Jo Huber, Vorstandschef der Nordbank, geht.",
            "Jo Huber",
            "Vorstandschef",
            Some("Nordbank AG"),
        ),
        (
            "Jo Huber, CEO von Nordbank, geht.",
            "Jo Huber",
            "CEO",
            Some("Nordbank AG"),
        ),
        (
            "Jo Huber ist Präsident des Rechnungshofs.",
            "Jo Huber",
            "Präsident",
            Some("Rechnungshof"),
        ),
        (
            "Finanzministerin Dr. Mia Berger kam.",
            "Mia Berger",
            "Finanzministerin",
            None,
        ),
        (
            "Die Nordbank verliert ihren Chef: am Freitag trat Jo Huber zurück.",
            "Jo Huber",
            "Chef",
            Some("Nordbank AG"),
        ),
        (
            "Die stellvertretende Direktorin Mia Berger kam.",
            "Mia Berger",
            "stellvertretende Direktorin",
            None,
        ),
    ] {
        let want = (person.to_owned(), role.to_owned(), of.map(str::to_owned));
        assert_eq!(held(body, true), [want], "{body}");
    }
    for (body, person, role, of) in [
        (
            "Ann Field, CEO of Nordbank, left.",
            "Ann Field",
            "CEO",
            Some("Nordbank AG"),
        ),
        (
            "Ann Field, chief executive officer of Nordbank, left.",
            "Ann Field",
            "chief executive officer",
            Some("Nordbank AG"),
        ),
        (
            "Ann Field, Nordbank's chief executive, left.",
            "Ann Field",
            "chief executive",
            Some("Nordbank AG"),
        ),
        (
            "Finance Minister Ann Field left.",
            "Ann Field",
            "Finance Minister",
            None,
        ),
        (
            "Nordbank CEO Ann Field left.",
            "Ann Field",
            "CEO",
            Some("Nordbank AG"),
        ),
        (
            "Nordbank's CEO Ann Field left.",
            "Ann Field",
            "CEO",
            Some("Nordbank AG"),
        ),
        (
            "The mayor of Northtown, Ann Field, left.",
            "Ann Field",
            "mayor",
            Some("Northtown"),
        ),
        (
            "The company's chief executive, Ann Field, left.",
            "Ann Field",
            "chief executive",
            None,
        ),
        (
            "Former chairman Ann Field left.",
            "Ann Field",
            "Former chairman",
            None,
        ),
        (
            "Ann Field was named chairman of Nordbank.",
            "Ann Field",
            "chairman",
            Some("Nordbank AG"),
        ),
    ] {
        let want = (person.to_owned(), role.to_owned(), of.map(str::to_owned));
        assert_eq!(held(body, false), [want], "{body}");
    }
}

#[test]
fn nobody_is_given_the_office_of_another() {
    for body in [
        "Jo Huber, Minister Mia Berger und andere kamen.",
        "Hubers Minister kamen.",
        "Der Sohn, Jo Huber, kam.",
        "Jo Huber kritisierte den Minister.",
        "Jo Huber traf, wie der Chef sagte, ein.",
    ] {
        let held = held(body, true);
        assert!(
            !held.iter().any(|(person, ..)| person == "Jo Huber"),
            "{body} {held:?}"
        );
    }
}

#[test]
fn an_adjective_names_the_country_the_article_names() {
    for (title, body, german, want) in [
        (
            "Wahl in Thailand",
            "Der thailändische Präsident Jo Huber kam.",
            true,
            Some("Thailand"),
        ),
        (
            "Wahl in Italien",
            "Der italienische Minister Jo Huber kam.",
            true,
            Some("Italien"),
        ),
        (
            "Election in Turkey",
            "Turkish President Ann Field came.",
            false,
            Some("Turkey"),
        ),
        (
            "Election in Austria",
            "Australian President Ann Field came.",
            false,
            None,
        ),
        (
            "Eine Wahl",
            "Der italienische Minister Jo Huber kam.",
            true,
            None,
        ),
    ] {
        let doc = Doc::new(title, body);
        let cast = [
            "p Jo Huber",
            "p Ann Field",
            "l Thailand",
            "l Italien",
            "l Turkey",
            "l Austria",
        ];
        let entities: Vec<_> = entities(&doc, &cast)
            .into_iter()
            .filter(|entity| !entity.mentions.is_empty() || !entity.in_title.is_empty())
            .collect();
        let found = roles(&doc, &Cast::new(&doc, &entities), &Offices::new(), german);
        assert_eq!(found[0].of.as_deref(), want, "{body}");
    }
}

#[test]
fn the_house_of_an_executive_is_the_one_company_the_article_speaks_of() {
    let body =
        "Nordbank wächst. Nordbank kauft zu. Nordbank stellt ein. COO Mia Berger freut sich.";
    assert_eq!(held(body, true)[0].2.as_deref(), Some("Nordbank AG"));
}

#[test]
fn an_office_told_twice_is_listed_once_with_its_house() {
    let body = "CEO Jo Huber geht. Huber, CEO der Nordbank, war lange da.";
    assert_eq!(
        held(body, true),
        [(
            "Jo Huber".to_owned(),
            "CEO".to_owned(),
            Some("Nordbank AG".to_owned())
        )]
    );
}

proptest! {
    #[test]
    fn offices_lie_in_order_within_the_body(
        pieces in prop::collection::vec("Huber|Nordbank|Chef|Minister|CEO|Dr\\.|der|of|von|ist|[-,.:'’()]| | |\n\n|[a-zä]{1,5}", 0..50),
        german: bool,
    ) {
        let body = pieces.concat();
        let doc = Doc::new("Huber", &body);
        let entities = entities(&doc, CAST);
        let cast = Cast::new(&doc, &entities);
        let mut start = 0;
        for role in roles(&doc, &cast, &Offices::new(), german) {
            prop_assert!(role.range.start >= start);
            prop_assert_eq!(body.get(role.range.clone()), Some(role.role.as_str()));
            start = role.range.start;
        }
    }
}
