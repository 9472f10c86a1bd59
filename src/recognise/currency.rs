//! Names and signs of currencies.

use super::doc::Doc;

/// The currency whose sign or code stands at a token before a number, and how many tokens it takes.
pub fn before(doc: &Doc, at: usize) -> Option<(&'static str, usize)> {
    let word = doc.word(at);
    let digit = |token: usize| {
        doc.word(token)
            .starts_with(|c: char| c.is_ascii_digit())
            .then_some(())
    };
    let next = doc.word(at + 1);
    let dollars = match word {
        "US" | "U.S" => Some("USD"),
        "A" | "AU" => Some("AUD"),
        "C" | "CA" => Some("CAD"),
        "HK" => Some("HKD"),
        "NZ" => Some("NZD"),
        "S" => Some("SGD"),
        "NT" => Some("TWD"),
        "R" => Some("BRL"),
        _ => None,
    };
    if let Some(code) = dollars
        && next == "$"
        && doc.is_joined(at + 1)
    {
        digit(at + 2)?;
        return Some((code, 2));
    }
    if let Some(code) = sign(word) {
        digit(at + 1)?;
        return Some((code, 1));
    }
    // "Fr. 20", "CHF 3.2 million", "EUR 5 Mio."
    let code = code(word)?;
    digit(at + 1)?;
    Some((code, 1))
}

/// The currency named at a token behind a number, how many tokens it takes, and what a unit of it is worth.
pub fn after(doc: &Doc, at: usize) -> Option<(&'static str, usize, f64)> {
    let word = doc.word(at);
    if let Some(code) = sign(word) {
        return Some((code, 1, 1.0));
    }
    if matches!(word, "US" | "U.S") && doc.is_joined(at + 1) {
        match doc.word(at + 1) {
            "-" if matches!(
                doc.word(at + 2),
                "Dollar" | "Dollars" | "dollars" | "dollar" | "$"
            ) =>
            {
                return Some(("USD", 3, 1.0));
            }
            "-" if matches!(doc.word(at + 2), "Cent" | "Cents") => return Some(("USD", 3, 0.01)),
            "$" => return Some(("USD", 2, 1.0)),
            _ => {}
        }
    }
    if let Some(code) = nation(word) {
        let next = doc.word(at + 1);
        let found = code
            .iter()
            .find(|(noun, _)| next.to_lowercase().starts_with(noun));
        if let Some((_, code)) = found {
            return Some((code, 2, 1.0));
        }
    }
    if let Some(code) = code(word) {
        return Some((code, 1, 1.0));
    }
    let (code, factor) = named(word)?;
    Some((code, 1, factor))
}

fn code(word: &str) -> Option<&'static str> {
    if word.len() != 3 || !word.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    CODES.iter().find(|code| **code == word).copied()
}

fn sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "$" => "USD",
        "€" => "EUR",
        "£" => "GBP",
        "¥" => "JPY",
        "₹" => "INR",
        "₽" => "RUB",
        "₩" => "KRW",
        "₺" => "TRY",
        "₴" => "UAH",
        "฿" => "THB",
        _ => return None,
    })
}

type Nouns = &'static [(&'static str, &'static str)];

/// The currencies of a nation by the noun: "Schweizer Franken", "Australian dollars".
fn nation(word: &str) -> Option<Nouns> {
    Some(match word {
        "US" | "American" | "amerikanische" | "amerikanischen" => &[("dollar", "USD")],
        "Schweizer" | "Swiss" => &[("franken", "CHF"), ("franc", "CHF"), ("rappen", "CHF")],
        "britische" | "britischen" | "British" | "Britische" => {
            &[("pfund", "GBP"), ("pound", "GBP")]
        }
        "Pfund" | "pounds" => &[("sterling", "GBP")],
        "australische" | "australischen" | "australischer" | "Australian" => &[("dollar", "AUD")],
        "kanadische" | "kanadischen" | "kanadischer" | "Canadian" => &[("dollar", "CAD")],
        "neuseeländische" | "neuseeländischen" | "neuseeländischer" => &[("dollar", "NZD")],
        "schwedische" | "schwedischen" | "schwedischer" | "Swedish" => &[("kron", "SEK")],
        "norwegische" | "norwegischen" | "norwegischer" | "Norwegian" => &[("kron", "NOK")],
        "dänische" | "dänischen" | "dänischer" | "Danish" => &[("kron", "DKK")],
        "tschechische" | "tschechischen" | "tschechischer" | "Czech" => {
            &[("kron", "CZK"), ("koruna", "CZK"), ("crown", "CZK")]
        }
        "türkische" | "türkischen" | "türkischer" | "Turkish" => &[("lira", "TRY")],
        "ungarische" | "ungarischen" | "ungarischer" | "Hungarian" => &[("forint", "HUF")],
        "indische" | "indischen" | "indischer" | "Indian" => &[("rup", "INR")],
        "Hong" => &[],
        _ => return None,
    })
}

/// The currency a single word names, and what its unit is worth.
fn named(word: &str) -> Option<(&'static str, f64)> {
    Some(match word {
        "Euro" | "Euros" | "euro" | "euros" => ("EUR", 1.0),
        "Cent" | "Cents" | "Eurocent" => ("EUR", 0.01),
        "cents" | "cent" => ("USD", 0.01),
        "Dollar" | "Dollars" | "dollars" | "dollar" => ("USD", 1.0),
        "Franken" => ("CHF", 1.0),
        "Pfund" | "pounds" | "pound" => ("GBP", 1.0),
        "pence" | "Pence" => ("GBP", 0.01),
        "Yen" | "yen" => ("JPY", 1.0),
        "Yuan" | "yuan" | "Renminbi" | "renminbi" => ("CNY", 1.0),
        "Rubel" | "roubles" | "rubles" => ("RUB", 1.0),
        "Rupien" | "rupees" => ("INR", 1.0),
        "Forint" | "forints" => ("HUF", 1.0),
        "Zloty" | "zloty" | "zlotys" => ("PLN", 1.0),
        "Schilling" => ("ATS", 1.0),
        "D-Mark" | "Mark" => ("DEM", 1.0),
        "Won" | "won" => ("KRW", 1.0),
        "Schekel" | "shekels" => ("ILS", 1.0),
        "Rand" | "rand" => ("ZAR", 1.0),
        "Hrywnja" | "hryvnia" => ("UAH", 1.0),
        "Lira" | "lira" => ("TRY", 1.0),
        "Lire" | "lire" => ("ITL", 1.0),
        "Reais" | "reais" => ("BRL", 1.0),
        "Baht" | "baht" => ("THB", 1.0),
        "Bitcoin" | "Bitcoins" | "bitcoin" | "bitcoins" => ("XBT", 1.0),
        _ => return None,
    })
}

const CODES: &[&str] = &[
    "EUR", "USD", "CHF", "GBP", "JPY", "CNY", "SEK", "NOK", "DKK", "CZK", "PLN", "HUF", "AUD",
    "CAD", "NZD", "INR", "RUB", "TRY", "BRL", "ZAR", "KRW", "HKD", "SGD", "ATS", "DEM", "UAH",
    "ILS", "RON", "BGN", "AED", "SAR", "MXN", "THB",
];
