//! What is found whatever way it is written.

use super::{count, incoming};
use depesche::store::Store;

/// A word of a text and a question that must find it.
const FOUND: [(&str, &str); 44] = [
    ("Österreich", "österreich"),
    ("Österreich", "oesterreich"),
    ("Österreich", "ÖSTERREICH"),
    ("Oesterreich", "österreich"),
    ("ÖSTERREICH", "Osterreich"),
    ("O\u{308}sterreich", "österreich"),
    ("Straße", "strasse"),
    ("STRASSE", "straße"),
    ("Müller", "mueller"),
    ("Mueller", "müller"),
    ("Müller", "muller"),
    ("Größe", "groesse"),
    ("Jänner", "jaenner"),
    ("Ärzte", "aerzte"),
    ("naïve", "naive"),
    ("Citroën", "citroen"),
    ("Škoda", "skoda"),
    ("Łódź", "lodz"),
    ("Ørsted", "orsted"),
    ("Señor", "senor"),
    ("Siemens'", "siemens"),
    ("Siemens’", "Siemens"),
    ("Siemens-Chef", "siemens"),
    ("Siemens-Chef", "chef"),
    ("Siemens-Chef", "Siemens-Chef"),
    ("Siemens Chef", "Siemens-Chef"),
    ("VW-Chef", "VW"),
    ("VWs", "VW"),
    ("Musks", "musk"),
    ("Apple's", "apple"),
    ("Apple’s", "Apple's"),
    ("Apple’s", "\"apple\""),
    ("Deutschlands", "deutschland"),
    ("„Zitat“", "zitat"),
    ("(Klammer)", "klammer"),
    ("U-Bahn", "u-bahn"),
    ("Nord–Süd", "nord-sued"),
    ("E-Mail", "e-mail"),
    ("1.000", "1.000"),
    ("Q3/2024", "q3/2024"),
    ("OpenAI", "openai"),
    ("Milliarden", "milli*"),
    ("Überwachung", "ueberw*"),
    ("Schwarzarbeit", "SCHWARZ*"),
];

/// A word of a text and a question that must not find it.
const NOT_FOUND: [(&str, &str); 9] = [
    ("Milliarden", "milli"),
    ("Haus", "hau"),
    ("News", "new"),
    ("Chef", "siemens-chef"),
    ("Chef Siemens", "siemens-chef"),
    ("Kerze", "kerzen"),
    ("Musk", "musks"),
    ("Schwarzarbeit", "arbeit"),
    ("Apples", "\"apple\""),
];

#[test]
fn spelling_case_genitive_and_hyphens_do_not_hide_a_word() {
    for (number, (text, question)) in FOUND.into_iter().enumerate() {
        for line in [
            format!("2024-03-24 | Blatt | Titel {number} | Vorher {text} nachher. |"),
            format!("2024-03-24 | Blatt | Vorher {text} nachher | Text |"),
        ] {
            let mut store = Store::in_memory().unwrap();
            store.add(vec![incoming(&line)]).unwrap();
            assert_eq!(count(&store, question), 1, "“{text}” by “{question}”");
        }
    }
}

#[test]
fn a_word_is_not_found_by_what_it_is_not() {
    for (text, question) in NOT_FOUND {
        let mut store = Store::in_memory().unwrap();
        let line = format!("2024-03-24 | Blatt | Titel | Vorher {text} nachher. |");
        store.add(vec![incoming(&line)]).unwrap();
        assert_eq!(count(&store, question), 0, "“{text}” by “{question}”");
    }
}

#[test]
fn whatever_is_asked_for_the_text_index_does_not_refuse() {
    let mut store = Store::in_memory().unwrap();
    store
        .add(vec![incoming("2024-03-24 | Blatt | Titel | Text. |")])
        .unwrap();
    for text in [
        "NEAR(a b)",
        "a AND",
        "\"",
        "* *",
        "a^b",
        "{title} : x",
        "title:\"a OR b\"",
        "a + b",
        "''",
        "a\0b",
        "-\"x\"",
        "((((",
        "x:y:z",
        "title:*",
        "%",
        "_",
        "SELECT",
        "a;DROP TABLE article",
        "👩‍🚒",
        "title:-",
        "OR OR OR",
    ] {
        let query = depesche::query::parse(text, super::TODAY).query;
        let ask = depesche::ask::Ask::Count(query);
        assert!(store.answer(&ask).is_ok(), "{text}");
    }
}
