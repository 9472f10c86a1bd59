//! The one width table: how many terminal cells a text takes.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Terminal cells of a text (Unicode UAX #11 with emoji sequences as `unicode-width` reads them).
pub fn width(text: &str) -> usize {
    text.width()
}

/// The grapheme clusters of a text with their byte offset and width in cells (UAX #29).
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str, usize)> {
    text.grapheme_indices(true)
        .map(|(at, grapheme)| (at, grapheme, grapheme.width()))
}

/// The longest beginning of a text that fits `cells`, with an ellipsis when something was cut off.
pub fn clip(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for (_, grapheme, wide) in graphemes(text) {
        if used + wide + 1 > cells {
            break;
        }
        used += wide;
        out.push_str(grapheme);
    }
    if cells > 0 {
        out.truncate(out.trim_end().len());
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clipped_text_never_exceeds_its_cells() {
        for text in [
            "Österreich",
            "日本語の見出し",
            "👩‍🚒👩‍🚒👩‍🚒",
            "e\u{301}e\u{301}e\u{301}",
        ] {
            for cells in 0..12 {
                assert!(width(&clip(text, cells)) <= cells, "{text} at {cells}");
            }
        }
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abcd", 3), "ab…");
    }
}
