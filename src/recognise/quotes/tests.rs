//! Claims about direct speech and its speakers, as tables of invented sentences.

use proptest::prelude::*;

use super::*;
use crate::recognise::cast::tests::entities;
use crate::recognise::roles;

const CAST: &[&str] = &[
    "p Jo Huber|Huber",
    "p Mia Berger|Berger",
    "p Ann Field|Field",
    "c Nordbank",
    "o Rechnungshof",
];

/// The words and speakers found in a body.
fn said(body: &str) -> Vec<(String, Option<String>)> {
    let doc = Doc::new("Eine Überschrift", body);
    let entities = entities(&doc, CAST);
    let cast = Cast::new(&doc, &entities);
    let offices = Offices::new();
    let roles = roles::roles(&doc, &cast, &offices, true);
    quotes(&doc, &cast, &roles, &offices)
        .into_iter()
        .map(|quote| (body[quote.range].to_owned(), quote.speaker))
        .collect()
}

#[test]
fn every_manner_of_marking_is_read() {
    for body in [
        "Huber sagte: „Wir haben das gemeinsam gelöst.“",
        "Huber sagte: „Wir haben das gemeinsam gelöst.\"",
        "Huber sagte: „Wir haben das gemeinsam gelöst.”",
        "Huber sagte: \"Wir haben das gemeinsam gelöst.\"",
        "Huber sagte: »Wir haben das gemeinsam gelöst.«",
        "Huber sagte: «Wir haben das gemeinsam gelöst.»",
        "Huber sagte: « Wir haben das gemeinsam gelöst. »",
        "Huber said: “Wir haben das gemeinsam gelöst.”",
        "Huber said: ‘Wir haben das gemeinsam gelöst.’",
        "Huber said: 'Wir haben das gemeinsam gelöst.'",
        "Huber sagte: ‚Wir haben das gemeinsam gelöst.‘",
        "Huber sagte: ›Wir haben das gemeinsam gelöst.‹",
        "Huber sagte: ,,Wir haben das gemeinsam gelöst.''",
        "Huber sagte: „Wir haben das gemeinsam gelöst.",
        "Huber sagte: \"Wir haben das gemeinsam gelöst.",
    ] {
        let want = (
            "Wir haben das gemeinsam gelöst.".to_owned(),
            Some("Jo Huber".to_owned()),
        );
        assert_eq!(said(body), [want], "{body}");
    }
}

#[test]
fn the_outer_of_nested_quotations_is_kept_whole() {
    for (body, want) in [
        (
            "Huber sagte: „Er rief ‚Halt, Polizei!‘ und lief davon.“",
            "Er rief ‚Halt, Polizei!‘ und lief davon.",
        ),
        (
            "Huber sagte: „Er rief „Halt, Polizei!“ und lief davon.“",
            "Er rief „Halt, Polizei!“ und lief davon.",
        ),
        (
            "Huber sagte: »Er rief ›Halt, Polizei!‹ und lief davon.«",
            "Er rief ›Halt, Polizei!‹ und lief davon.",
        ),
        (
            "Field said: “He cried ‘Stop, police!’ and ran away.”",
            "He cried ‘Stop, police!’ and ran away.",
        ),
        (
            "Field said: \"He cried 'Stop, police!' and it wasn't heard.\"",
            "He cried 'Stop, police!' and it wasn't heard.",
        ),
    ] {
        let found: Vec<String> = said(body).into_iter().map(|(words, _)| words).collect();
        assert_eq!(found, [want], "{body}");
    }
}

#[test]
fn a_quotation_that_reopens_in_the_next_paragraph_has_the_same_speaker() {
    let found = said(
        "“We will not sell the mill this year,” Field said. “There is no need for it.\n\n“Nor will we sell next year, whatever they offer.”",
    );
    let speakers: Vec<Option<&str>> = found
        .iter()
        .map(|(_, speaker)| speaker.as_deref())
        .collect();
    assert_eq!(speakers, [Some("Ann Field"); 3], "{found:?}");
}

#[test]
fn a_quotation_that_runs_over_a_paragraph_ends_at_its_mark() {
    let found = said("Huber sagte: „Wir haben das gelöst.\n\nNun geht es weiter.“ Dann ging er.");
    assert_eq!(found[0].0, "Wir haben das gelöst.\n\nNun geht es weiter.");
    assert_eq!(found.len(), 1);
}

#[test]
fn titles_names_and_single_words_are_no_speech() {
    for body in [
        "Der Film „Die lange Reise nach Norden“ läuft an.",
        "Sie las aus dem Buch „Wie wir das Licht verloren haben“ vor.",
        "Huber sprach von einer „Zeitenwende“.",
        "Die sogenannte „grüne Null“ bleibt umstritten.",
        "The film \"A Long Way To The North\" opens today.",
        "Der „Preis für angewandte Geduld“ geht an Berger.",
        "Das Rohr misst 3\" und das andere 4\" im Durchmesser.",
        "The companies' profits and the workers' wages rose last year.",
    ] {
        assert_eq!(said(body), [], "{body}");
    }
}

#[test]
fn short_speech_counts_where_it_is_attributed() {
    assert_eq!(said("„Lasst mich raus!“, rief Huber.").len(), 1);
    assert_eq!(said("Huber rief: „Halt!“").len(), 1);
    assert_eq!(said("\"No comment,\" Field said.").len(), 1);
}

#[test]
fn the_speaker_is_who_the_words_around_tell() {
    for (body, want) in [
        ("„Das war so nicht geplant“, sagte Huber.", Some("Jo Huber")),
        (
            "„Das war so nicht geplant“, so Mia Berger.",
            Some("Mia Berger"),
        ),
        (
            "„Das war so nicht geplant“, sagte der Chef der Nordbank, Jo Huber, am Montag.",
            Some("Jo Huber"),
        ),
        (
            "Huber betonte, man habe „so etwas noch nie gesehen“.",
            Some("Jo Huber"),
        ),
        (
            "Laut Berger war das „so nicht geplant gewesen“.",
            Some("Mia Berger"),
        ),
        (
            "Nach Angaben von Mia Berger war das „so nicht geplant gewesen“.",
            Some("Mia Berger"),
        ),
        (
            "Berger zufolge war das „so nicht geplant gewesen“.",
            Some("Mia Berger"),
        ),
        (
            "In einem Gespräch mit Huber sagte Berger: „Das war so nicht geplant.“",
            Some("Mia Berger"),
        ),
        ("Hubers Sprecher sagte: „Das war so nicht geplant.“", None),
        ("Ein Polizist sagte: „Das war so nicht geplant.“", None),
        (
            "Die Nordbank teilte mit: „Das war so nicht geplant.“",
            Some("Nordbank"),
        ),
        (
            "Ein Sprecher der Nordbank sagte: „Das war so nicht geplant.“",
            Some("Nordbank"),
        ),
        (
            "„Das war so nicht geplant“, heißt es beim Rechnungshof.",
            None,
        ),
        (
            "Mia Berger trat zurück. „Das war so nicht geplant“, sagte sie.",
            Some("Mia Berger"),
        ),
        (
            "Mia Berger traf Jo Huber. „Das war so nicht geplant“, sagte er.",
            Some("Jo Huber"),
        ),
        (
            "Jo Huber, Chef der Nordbank, und Mia Berger kamen. „Das war so nicht geplant“, sagte der Chef.",
            Some("Jo Huber"),
        ),
        (
            "Huber äußerte sich zufrieden. „Das war so geplant.“",
            Some("Jo Huber"),
        ),
        (
            "„Das war so nicht geplant“, sagte Huber. „Wir machen es anders.“",
            Some("Jo Huber"),
        ),
        (
            "„Das war so nicht geplant“, schrieb Huber dort: „Wir machen es anders.“",
            Some("Jo Huber"),
        ),
        ("Huber: „Das war so nicht geplant.“", Some("Jo Huber")),
        (
            "\"That was not the plan,\" said Ann Field.",
            Some("Ann Field"),
        ),
        (
            "\"That was not the plan,\" Field told reporters.",
            Some("Ann Field"),
        ),
        (
            "\"That was not the plan,\" she told Jo Huber. Ann Field left.",
            None,
        ),
        (
            "Ann Field left. \"That was not the plan,\" she said.",
            Some("Ann Field"),
        ),
        (
            "According to Field, that was \"not the plan at all\".",
            Some("Ann Field"),
        ),
        (
            "Ann Field, the chief executive of Nordbank, added: \"That was not the plan.\"",
            Some("Ann Field"),
        ),
        (
            "Field told Huber that it was \"not the plan at all\".",
            Some("Ann Field"),
        ),
    ] {
        let found = said(body);
        let speaker = found.last().and_then(|(_, speaker)| speaker.as_deref());
        assert!(!found.is_empty(), "{body}");
        assert_eq!(speaker, want, "{body}");
    }
}

#[test]
fn a_text_full_of_marks_is_read_without_searching_for_each() {
    for mark in [
        "„", "“a ", "\"a ", "»a ", " «a", "‚a ", " ‘a", " 'as' ", " 'a", "›a ", "„a “", "( ",
        "„a\n\n",
    ] {
        let body = mark.repeat(5_000);
        let doc = Doc::new("", &body);
        let cast = Cast::new(&doc, &[]);
        let found = quotes(&doc, &cast, &[], &Offices::new());
        assert!(found.len() <= 5_000);
    }
}

proptest! {
    #[test]
    fn quotations_lie_in_order_within_the_body(
        pieces in prop::collection::vec("[„“”\"»«‚‘’'›‹]|Huber|sagte|[a-zäß]{1,6}|[.,:!?]| |\n\n", 0..60)
    ) {
        let body = pieces.concat();
        let doc = Doc::new("Huber", &body);
        let entities = entities(&doc, CAST);
        let cast = Cast::new(&doc, &entities);
        let mut end = 0;
        for quote in quotes(&doc, &cast, &[], &Offices::new()) {
            prop_assert!(quote.range.start >= end && quote.range.start < quote.range.end);
            prop_assert!(body.get(quote.range.clone()).is_some());
            end = quote.range.end;
        }
    }
}
