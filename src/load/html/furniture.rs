//! What stands around the text of a page and is no part of it: dates of changes, reading times, sign-ups, hints at
//! other pieces, buttons, boxes that ask before they show a video, picture credits without a picture.
//!
//! Judged by the words of a whole short paragraph, in German and English; never by the site.

use crate::article::Style;
use crate::text::fold;

/// Paragraphs longer than this are text, whatever they say.
const LONGEST: usize = 400;

/// Whole paragraphs, folded, without punctuation at their ends.
const WHOLE: &[&str] = &[
    "advertisement",
    "anzeige",
    "artikel anhoren",
    "artikel merken",
    "artikel teilen",
    "auch interessant",
    "das konnte sie auch interessieren",
    "dieses thema im programm",
    "drucken",
    "ein klick fur den datenschutz",
    "embed",
    "empfehlungen der redaktion",
    "externen inhalt anzeigen",
    "interessanteste nachrichten",
    "jetzt abonnieren",
    "kommentare",
    "kommentaredrucken",
    "lesen sie auch",
    "lesen sie mehr zum thema",
    "link kopieren",
    "liveblog",
    "mehr dazu",
    "mehr zum thema",
    "merken",
    "more about",
    "more on this story",
    "most read",
    "news & schlagzeilen",
    "newsletter",
    "player wird geladen",
    "read more",
    "read next",
    "recommended",
    "related",
    "related article",
    "related articles",
    "related stories",
    "schlagworter zu diesem artikel",
    "share",
    "share this article",
    "teilen",
    "top stories",
    "topics",
    "weitere informationen",
    "weitere newsletter",
    "weiterlesen nach der anzeige",
];

/// Beginnings of paragraphs, folded.
const BEGINNINGS: &[&str] = &[
    "an dieser stelle finde",
    "audio starten, abbrechen",
    "artikel auf einer seite lesen",
    "fehler gefunden",
    "for free real time breaking news alerts",
    "for more stories like this",
    "follow us on",
    "get in touch with our news team",
    "i would like to be emailed",
    "ich bin damit einverstanden, dass",
    "ich bin einverstanden, dass mir",
    "jetzt abonnieren und",
    "lesen sie auch:",
    "link zum youtube",
    "mehr zum thema:",
    "mit der anmeldung willigen sie",
    "most read in",
    "our standards: the thomson reuters",
    "personenbezogene daten konnen an drittplattformen",
    "placeholder image",
    "read more:",
    "sign up for",
    "sign up to",
    "to view this video please enable javascript",
    "your browser dos not support",
    "youtube-inhalte erlauben",
];

/// Words that a line about the making of a page is made of, besides digits and punctuation; folded.
const STAMP_WORDS: &[&str] = &[
    "ago",
    "aktualisiert",
    "am",
    "apr",
    "april",
    "aug",
    "august",
    "by",
    "days",
    "dec",
    "december",
    "dez",
    "dezember",
    "di",
    "dienstag",
    "do",
    "donnerstag",
    "erstellt",
    "feb",
    "februar",
    "february",
    "fr",
    "freitag",
    "friday",
    "fri",
    "geandert",
    "heute",
    "hours",
    "hour",
    "jan",
    "januar",
    "january",
    "jul",
    "juli",
    "july",
    "jun",
    "june",
    "juni",
    "last",
    "lesedaur",
    "lesezeit",
    "marz",
    "march",
    "mar",
    "may",
    "mai",
    "mi",
    "min",
    "mins",
    "minute",
    "minuten",
    "minutes",
    "mittwoch",
    "mo",
    "modified",
    "mon",
    "monday",
    "montag",
    "nov",
    "november",
    "oct",
    "october",
    "okt",
    "oktober",
    "on",
    "posted",
    "published",
    "publiziert",
    "read",
    "reading",
    "sa",
    "samstag",
    "sat",
    "saturday",
    "sep",
    "sept",
    "september",
    "so",
    "sonntag",
    "stand",
    "sun",
    "sunday",
    "thu",
    "thursday",
    "time",
    "tu",
    "tusday",
    "uhr",
    "um",
    "updated",
    "utc",
    "veroffentlicht",
    "von",
    "wed",
    "wednesday",
    "day",
    "gmt",
    "bst",
    "cest",
    "mez",
    "mesz",
    "am",
    "pm",
    "est",
    "et",
    "edt",
];

/// Whether a paragraph is furniture; pictures are not shown, so that a bare credit of one is too.
pub(super) fn is_furniture(style: Style, text: &str) -> bool {
    if text.len() > LONGEST || matches!(style, Style::Code | Style::Table | Style::Quote(_)) {
        return false;
    }
    let folded = fold(text);
    let folded = folded.strip_prefix("• ").unwrap_or(&folded);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty()
        || WHOLE.contains(&bare)
        || BEGINNINGS.iter().any(|start| folded.starts_with(start))
        || folded.starts_with("empfohlener redaktioneller inhalt")
        || is_credit(style, text)
        // The days of a running report are its headings.
        || (!matches!(style, Style::Heading(_)) && is_stamp(text))
}

/// Whether a line of its own only says whose a picture is.
fn is_credit(style: Style, text: &str) -> bool {
    const WORDS: &[&str] = &[
        "©",
        "foto:",
        "fotos:",
        "bild:",
        "photo:",
        "picture:",
        "image:",
        "image credit",
        "(image credit",
    ];
    let lower = text.to_lowercase();
    style == Style::Text && text.len() < 100 && WORDS.iter().any(|word| lower.starts_with(word))
}

/// Whether a line says nothing but when a page was made or changed and how long it takes to read.
pub(super) fn is_stamp(text: &str) -> bool {
    if text.len() > 120 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // Elements that stand side by side on the page come without a space between them ("18:50 UhrLesedauer").
    let mut apart = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        let runs_together = (before.is_lowercase() && c.is_uppercase())
            || (before.is_numeric() != c.is_numeric()
                && before.is_alphanumeric()
                && c.is_alphanumeric());
        if runs_together {
            apart.push(' ');
        }
        apart.push(c);
        before = c;
    }
    let mut words = 0;
    for word in apart
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
    {
        if !STAMP_WORDS.contains(&fold(word).as_str()) {
            return false;
        }
        words += 1;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    // A figure alone may be a row of a list of figures.
    (words > 0 && words <= 14) || (digits >= 6 && text.contains([':', '.', '/', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_folded_or_nothing_in_them_would_ever_be_found() {
        for list in [WHOLE, BEGINNINGS, STAMP_WORDS] {
            for words in list {
                assert_eq!(&fold(words), words);
            }
        }
    }

    #[test]
    fn dates_of_changes_and_reading_times_are_no_text() {
        for line in [
            "Stand: 28.04.2023 16:11 Uhr",
            "Aktualisiert am 07.01.2026 - 18:50 UhrLesedauer: 4 Min.",
            "12:43, 20 Apr 2026Updated 12:44, 20 Apr 2026",
            "1 day ago",
            "3 Min Lesezeit",
            "06. 01. 2026, 14:59 Uhr Lesedauer: 4 Minuten",
            "Do 25.04.24 | 14:07 Uhr | Von",
        ] {
            assert!(is_furniture(Style::Text, line), "{line}");
        }
        for line in [
            "Am 3. Mai kam der Regen.",
            "1. Smoking to be banned",
            "1400",
            "The minutes of 3 May were read on Monday by Okoye.",
            "Mamertus (Erzbischof von Vienne, 11. Mai)",
        ] {
            assert!(!is_furniture(Style::Text, line), "{line}");
        }
    }

    #[test]
    fn boxes_and_hints_at_other_pieces_are_no_text_and_sentences_are() {
        for line in [
            "Mehr zum Thema",
            "Mehr zum Thema:",
            "Empfohlener redaktioneller Inhalt",
            "Ich bin damit einverstanden, dass mir der externe Inhalt angezeigt wird.",
            "© dpa | Jens Beispiel",
            "Foto: Lars Tau (Keystone)",
            "READ MORE: A theme park nobody knows",
            "* * *",
        ] {
            assert!(is_furniture(Style::Text, line), "{line}");
        }
        for line in [
            "Newsletter sind ein Geschäft geworden, sagt Okoye.",
            "Related parties hold a third of the shares.",
            "Die Anzeige kam am Montag.",
        ] {
            assert!(!is_furniture(Style::Text, line), "{line}");
        }
        assert!(!is_furniture(Style::Code, "share"));
    }
}
