//! Claims about amounts, as tables of invented sentences.

use proptest::prelude::*;

use super::*;

fn found(body: &str, german: bool) -> Vec<(String, f64, String)> {
    let doc = Doc::new("", body);
    figures(&doc, german)
        .into_iter()
        .map(|figure| (body[figure.range].to_owned(), figure.value, figure.unit))
        .collect()
}

#[test]
fn german_amounts_are_read_with_magnitude_and_unit() {
    for (body, words, value, unit) in [
        (
            "gab acht Millionen Dollar aus",
            "acht Millionen Dollar",
            8e6,
            "USD",
        ),
        (
            "eine Runde von vier Milliarden Dollar platzte",
            "vier Milliarden Dollar",
            4e9,
            "USD",
        ),
        (
            "kostet 150.000 Euro im Jahr",
            "150.000 Euro",
            150_000.0,
            "EUR",
        ),
        (
            "kostet 150 000 Euro im Jahr",
            "150 000 Euro",
            150_000.0,
            "EUR",
        ),
        ("um 1,5 Mrd. Euro gekauft", "1,5 Mrd. Euro", 1.5e9, "EUR"),
        ("um 2,97 Mrd. Dollar.", "2,97 Mrd. Dollar", 2.97e9, "USD"),
        ("um 290 Mio. Euro.", "290 Mio. Euro", 290e6, "EUR"),
        ("um 1.234,56 Euro", "1.234,56 Euro", 1234.56, "EUR"),
        ("stieg um drei Prozent", "drei Prozent", 3.0, "%"),
        ("stieg um 3,5 %", "3,5 %", 3.5, "%"),
        ("um 0,5 Prozentpunkte", "0,5 Prozentpunkte", 0.5, "%"),
        (
            "die 4.000 Beschäftigten",
            "4.000 Beschäftigten",
            4000.0,
            "Beschäftigten",
        ),
        (
            "rund 4.000 neue Beschäftigte",
            "4.000 neue Beschäftigte",
            4000.0,
            "Beschäftigte",
        ),
        (
            "acht Millionen Haushalte",
            "acht Millionen Haushalte",
            8e6,
            "Haushalte",
        ),
        (
            "ein 20-Millionen-Euro-Paket",
            "20-Millionen-Euro",
            20e6,
            "EUR",
        ),
        ("eine Million Euro", "eine Million Euro", 1e6, "EUR"),
        (
            "eine halbe Milliarde Euro",
            "eine halbe Milliarde Euro",
            5e8,
            "EUR",
        ),
        (
            "zweieinhalb Millionen Euro",
            "zweieinhalb Millionen Euro",
            2.5e6,
            "EUR",
        ),
        (
            "dreihundertfünfzigtausend Euro",
            "dreihundertfünfzigtausend Euro",
            350_000.0,
            "EUR",
        ),
        (
            "siebenundzwanzig Prozent",
            "siebenundzwanzig Prozent",
            27.0,
            "%",
        ),
        (
            "hundert Millionen Euro",
            "hundert Millionen Euro",
            1e8,
            "EUR",
        ),
        (
            "3 Mio. Schweizer Franken",
            "3 Mio. Schweizer Franken",
            3e6,
            "CHF",
        ),
        ("zwei Billionen Euro", "zwei Billionen Euro", 2e12, "EUR"),
        ("kostet € 19,90 im Monat", "€ 19,90", 19.9, "EUR"),
        ("kostet 19,90 € im Monat", "19,90 €", 19.9, "EUR"),
        ("zahlte 30 US-Dollar je Fass", "30 US-Dollar", 30.0, "USD"),
        ("zahlte EUR 5 Mio. dafür", "EUR 5 Mio.", 5e6, "EUR"),
        ("für 50 Cent", "50 Cent", 0.5, "EUR"),
    ] {
        assert_eq!(
            found(body, true),
            [(words.to_owned(), value, unit.to_owned())],
            "{body}"
        );
    }
}

#[test]
fn english_amounts_are_read_with_magnitude_and_unit() {
    for (body, words, value, unit) in [
        ("worth $2.1bn in all", "$2.1bn", 2.1e9, "USD"),
        ("worth £20m in all", "£20m", 20e6, "GBP"),
        (
            "worth CHF 3.2 million in all",
            "CHF 3.2 million",
            3.2e6,
            "CHF",
        ),
        ("worth $1.8 trillion", "$1.8 trillion", 1.8e12, "USD"),
        ("worth US$42m", "US$42m", 42e6, "USD"),
        ("worth HK$6.31bn", "HK$6.31bn", 6.31e9, "HKD"),
        ("paid 3 trillion yen", "3 trillion yen", 3e12, "JPY"),
        ("up 27 percentage points", "27 percentage points", 27.0, "%"),
        ("up 3.1%", "3.1%", 3.1, "%"),
        ("up three per cent", "three per cent", 3.0, "%"),
        ("a $20-million deal", "$20-million", 20e6, "USD"),
        ("cut 2,500 jobs", "2,500 jobs", 2500.0, "jobs"),
        ("cut 1,200 new jobs", "1,200 new jobs", 1200.0, "jobs"),
        ("some 3,000 people came", "3,000 people", 3000.0, "people"),
        ("six million people", "six million people", 6e6, "people"),
        (
            "a hundred million euros",
            "a hundred million euros",
            1e8,
            "EUR",
        ),
        ("half a million euros", "half a million euros", 5e5, "EUR"),
        (
            "twenty-five million pounds",
            "twenty-five million pounds",
            25e6,
            "GBP",
        ),
        (
            "three hundred and fifty thousand dollars",
            "three hundred and fifty thousand dollars",
            350_000.0,
            "USD",
        ),
        ("fell to 17 cents", "17 cents", 0.17, "USD"),
        (
            "1,234,567.5 dollars",
            "1,234,567.5 dollars",
            1_234_567.5,
            "USD",
        ),
    ] {
        assert_eq!(
            found(body, false),
            [(words.to_owned(), value, unit.to_owned())],
            "{body}"
        );
    }
}

#[test]
fn the_lower_end_of_a_range_has_the_unit_of_the_upper() {
    assert_eq!(
        found("kostet 250 bis 300 Euro", true),
        [
            ("250".to_owned(), 250.0, "EUR".to_owned()),
            ("300 Euro".to_owned(), 300.0, "EUR".to_owned())
        ]
    );
    assert_eq!(
        found("zwischen 20 und 30 Millionen Euro", true)[0],
        ("20".to_owned(), 20e6, "EUR".to_owned())
    );
    assert_eq!(
        found("3 to 5 percent", false)[0],
        ("3".to_owned(), 3.0, "%".to_owned())
    );
}

#[test]
fn years_dates_times_and_codes_are_no_amounts() {
    for body in [
        "Im Jahr 2024 und seit 2019 nichts.",
        "Am 3. Oktober 2023 um 14:30 Uhr.",
        "Am 24.3.2024 endete es 3:2.",
        "Tel. 01/234 56 78",
        "Im März 2024 Kanzler",
        "Windows 11 und Android 6.0 Marshmallow",
        "Das Modell XB-70 fliegt.",
        "Nach Artikel 12 Absatz eins und auf Seite 14 Zeilen.",
        "Drei Jahre später, zwei Tage danach.",
    ] {
        assert_eq!(found(body, true), [], "{body}");
    }
    for body in [
        "In 2004 sales rose, on 8 December goes.",
        "At 3.30pm on May 3, 2024.",
        "Section 230 applies here.",
        "It was 20 years ago and two men saw it.",
    ] {
        assert_eq!(found(body, false), [], "{body}");
    }
}

proptest! {
    #[test]
    fn amounts_lie_in_order_within_the_body(
        pieces in prop::collection::vec("[0-9]{1,9}|[.,:%$€£-]|Euro|Millionen|Mrd|bn|drei|thousand|bis|[a-zäß]{1,6}| |\n\n", 0..60),
        german: bool,
    ) {
        let body = pieces.concat();
        let doc = Doc::new("", &body);
        let mut end = 0;
        for figure in figures(&doc, german) {
            prop_assert!(figure.range.start >= end && figure.range.start < figure.range.end);
            prop_assert!(body.get(figure.range.clone()).is_some());
            prop_assert!(figure.value.is_finite());
            end = figure.range.end;
        }
    }
}
