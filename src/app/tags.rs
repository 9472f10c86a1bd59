//! Tags as they are written in a line: words, in quotation marks where they hold a space.

use crate::change::{Deed, Which};
use crate::query::{OpenValue, write_value};
use crate::say::say;

use super::App;

/// The tags as one line.
pub(super) fn written(tags: &[String]) -> String {
    let tags: Vec<String> = tags.iter().map(|tag| write_value(tag)).collect();
    tags.join(" ")
}

/// The tags of a written line.
pub(super) fn read(line: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut tag = String::new();
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' | ',' if !quoted => tags.push(std::mem::take(&mut tag)),
            c => tag.push(c),
        }
    }
    tags.push(tag);
    tags.into_iter()
        .map(|tag| tag.trim().trim_start_matches(['#', '+']).to_owned())
        .filter(|tag| !tag.is_empty())
        .collect()
}

/// The tag that is being written at a byte of the line, to complete it.
pub(super) fn open(line: &str, at: usize) -> Option<OpenValue> {
    let before = line.get(..at)?;
    let quotes: Vec<usize> = before.match_indices('"').map(|(at, _)| at).collect();
    let start = match quotes.last() {
        Some(quote) if quotes.len() % 2 == 1 => *quote,
        _ => before.rfind([' ', ',']).map_or(0, |space| space + 1),
    };
    let signs = before[start..].len() - before[start..].trim_start_matches(['-', '+', '#']).len();
    Some(OpenValue {
        field: "tag",
        range: start + signs..at,
        text: before[start + signs..].trim_start_matches('"').to_owned(),
    })
}

impl App {
    /// Sets the tags of many articles: those written are added, those with a dash taken away.
    pub(super) fn tag_many(&mut self, which: Which, line: &str) {
        let (remove, add): (Vec<String>, Vec<String>) =
            read(line).into_iter().partition(|tag| tag.starts_with('-'));
        let remove = remove
            .iter()
            .map(|tag| tag.trim_start_matches('-').to_owned());
        let remove: Vec<String> = remove.filter(|tag| !tag.is_empty()).collect();
        if add.is_empty() && remove.is_empty() {
            self.status.say(say!("nothing was changed"));
            return;
        }
        self.do_to(which, Deed::Tag { add, remove });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words_or_stand_in_quotation_marks() {
        assert_eq!(
            read("#a, b \"wieder lesen\" -c"),
            ["a", "b", "wieder lesen", "-c"]
        );
        let tags = ["wieder lesen".to_owned(), "x".to_owned()];
        assert_eq!(read(&written(&tags)), tags);
    }

    #[test]
    fn the_tag_at_the_cursor_is_the_one_completed() {
        let open = |line: &str| open(line, line.len()).map(|open| (open.range, open.text));
        assert_eq!(open("stahl ba"), Some((6..8, "ba".to_owned())));
        assert_eq!(open("x -ba"), Some((3..5, "ba".to_owned())));
        assert_eq!(open("\"wieder l"), Some((0..9, "wieder l".to_owned())));
    }
}
