//! Sentences of German and English news text.
//!
//! Unicode's rules (UAX #29) alone cut "Dr. Müller kam am 3. Oktober" three times, so boundaries after
//! abbreviations, initials and German ordinals are taken back.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

/// The byte ranges of the sentences of one paragraph, without the white space around them.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for piece in text.split_sentence_bounds() {
        end += piece.len();
        if end < text.len() && !piece.contains('\n') && continues(&text[start..end], &text[end..]) {
            continue;
        }
        push_trimmed(text, start..end, &mut out);
        start = end;
    }
    push_trimmed(text, start..end, &mut out);
    out
}

fn push_trimmed(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    if start < end {
        out.push(start..end);
    }
}

/// Whether what UAX #29 calls the end of a sentence is only an abbreviation, an initial or an ordinal.
fn continues(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let Some(stem) = before.strip_suffix('.') else {
        return false;
    };
    let word = stem
        .rsplit(|c: char| c.is_whitespace() || c == '(' || c == '/')
        .next()
        .unwrap_or("");
    let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        return false;
    }
    if ABBREVIATIONS.contains(&bare) {
        return true;
    }
    // "J. K. Rowling", "z.B.", "U.S."
    let last_part = bare.rsplit('.').next().unwrap_or(bare);
    if last_part.chars().count() == 1 && last_part.chars().all(char::is_alphabetic) {
        return bare.contains('.') || last_part.chars().all(char::is_uppercase);
    }
    // "am 3. Oktober", "der 24. Bezirk": an ordinal of one or two digits before a capitalised word.
    let ordinal = bare.len() <= 2 && bare.bytes().all(|b| b.is_ascii_digit());
    ordinal && after.chars().next().is_some_and(char::is_alphabetic)
}

const ABBREVIATIONS: &[&str] = &[
    "Dr", "Prof", "Mag", "Ing", "Dipl", "Mr", "Mrs", "Ms", "St", "Sr", "Jr", "bzw", "ca", "etc",
    "evtl", "geb", "ggf", "inkl", "max", "min", "Mio", "Mrd", "Mill", "Nr", "No", "Abs", "Art",
    "Hr", "Fr", "Hrn", "Frl", "usw", "vgl", "sog", "str", "Str", "Tel", "u", "v", "vs", "approx",
    "Gov", "Sen", "Rep", "Gen", "Col", "Lt", "Capt", "Sgt", "Inc", "Corp", "Co", "Ltd", "Bros",
    "dgl", "Jan", "Feb", "Mär", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Okt", "Oct", "Nov",
    "Dez", "Dec", "Mar", "LL", "Bd", "Kap",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn titles_ordinals_and_initials_do_not_end_a_sentence() {
        assert_eq!(
            cut("Dr. Müller kam am 3. Oktober. Er blieb. J. K. Rowling auch."),
            [
                "Dr. Müller kam am 3. Oktober.",
                "Er blieb.",
                "J. K. Rowling auch."
            ]
        );
        assert_eq!(
            cut("Es kostet 8 Mio. Euro. Viel Geld."),
            ["Es kostet 8 Mio. Euro.", "Viel Geld."]
        );
    }

    #[test]
    fn a_year_ends_a_sentence() {
        assert_eq!(
            cut("Das war 2024. Dann kam mehr."),
            ["Das war 2024.", "Dann kam mehr."]
        );
    }
}
