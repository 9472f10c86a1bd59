//! CSV (RFC 4180) of which no cell is a formula.

use crate::ask::Opened;

use super::note_in_words;

/// The row of names.
pub(super) fn heading() -> String {
    line(&[
        "id",
        "title",
        "published",
        "source",
        "url",
        "byline",
        "language",
        "tags",
        "notes",
    ])
}

/// The row of an article.
pub(super) fn row(opened: &Opened) -> String {
    let article = &opened.article;
    let text = |value: Option<String>| value.unwrap_or_default();
    let notes: Vec<String> = opened.notes.iter().map(note_in_words).collect();
    line(&[
        &opened.id.to_string(),
        &article.title,
        &text(article.published.map(|it| it.to_string())),
        article.source.as_deref().unwrap_or(""),
        article.url.as_ref().map_or("", |url| url.as_str()),
        article.byline.as_deref().unwrap_or(""),
        &text(article.language.map(|it| it.to_string())),
        &opened.tags.join(", "),
        &notes.join("\n"),
    ])
}

fn line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A quoted cell.
pub(super) fn cell(text: &str) -> String {
    format!("\"{}\"", without_formula(text).replace('"', "\"\""))
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV injection); one that begins
/// with such an apostrophe already gets another, so that taking one away always gives the text.
fn without_formula(cell: &str) -> String {
    let begins = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠'
        )
    };
    let bare = cell
        .trim_start_matches('\'')
        .trim_start_matches([' ', '\u{a0}']);
    if bare.starts_with(begins) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "'=1"] {
            assert_eq!(without_formula(cell), format!("'{cell}"));
        }
        assert_eq!(without_formula("1 - 1"), "1 - 1");
        assert_eq!(cell("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
