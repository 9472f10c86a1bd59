//! Passages: the part of a text where the words of a query stand, made from the text itself.
//!
//! The text index holds no texts, so a passage costs the unpacking of its article: it is made for rows in sight only.

use std::ops::Range;

use super::failure::Failure;
use super::{Store, write};
use crate::article::ArticleId;
use crate::query::Query;
use crate::row::Passage;
use crate::text::{Clean, Searchable, Sought};

/// Bytes of a passage, about; two lines of a list pane or one of a terminal.
const LENGTH: usize = 200;

/// Bytes before the first hit, about.
const BEFORE: usize = 40;

/// For each article the passage with the most of the words that the query asks for; none where it asks for none, or the
/// article is gone.
pub(super) fn passages(
    store: &Store,
    query: &Query,
    ids: &[ArticleId],
) -> Result<Vec<(ArticleId, Option<Passage>)>, Failure> {
    let (anywhere, in_title) = query.sought();
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        store.go_on()?;
        // A text that is damaged has no passage; opening the article says so.
        let article = if anywhere.is_empty() && in_title.is_empty() {
            None
        } else {
            write::body(&store.connection, &store.packer, *id).ok()
        };
        let passage = article.and_then(|article| {
            passage(article.body.text(), &anywhere).or_else(|| {
                let all = [&anywhere[..], &in_title].concat();
                passage(&article.title, &all)
            })
        });
        out.push((*id, passage));
    }
    Ok(out)
}

/// The passage of a text with the most of what is sought, the first of equals; none where nothing of it stands.
fn passage(text: &str, sought: &[Sought]) -> Option<Passage> {
    let searchable = Searchable::new(text);
    let mut hits: Vec<(Range<usize>, usize)> = Vec::new();
    for (number, one) in sought.iter().enumerate() {
        let found = searchable.find_words(one).into_iter();
        hits.extend(found.map(|hit| (hit, number)));
    }
    hits.sort_by_key(|(hit, _)| (hit.start, hit.end));
    let best = (0..hits.len()).max_by_key(|at| {
        let reach = hits[*at].0.start + LENGTH - BEFORE;
        let within = hits[*at..].iter().take_while(|(hit, _)| hit.end <= reach);
        let mut numbers: Vec<usize> = within.map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        (numbers.len(), std::cmp::Reverse(*at))
    })?;
    let first = hits[best].0.clone();
    let around = first.start.saturating_sub(BEFORE)..first.end.max(first.start + LENGTH - BEFORE);
    let hits: Vec<Range<usize>> = hits.into_iter().map(|(hit, _)| hit).collect();
    Some(cut(text, around, &hits))
}

/// A part of a text in one line, widened to whole words, with the hits that lie in it.
pub(super) fn cut(text: &str, around: Range<usize>, hits: &[Range<usize>]) -> Passage {
    let from = word_edge(text, around.start);
    let end = ceil(text, around.end);
    // On to the end of the word, unless it is as long as a passage.
    let rest = &text[end..];
    let to = rest
        .find(char::is_whitespace)
        .or(Some(rest.len()))
        .filter(|more| *more <= BEFORE)
        .map_or(end, |more| end + more);
    let mut out = String::with_capacity(to - from + 6);
    let mut marks: Vec<Range<usize>> = Vec::new();
    if from > 0 {
        out.push('…');
    }
    let mut open: Option<(usize, usize)> = None;
    for (at, c) in text[from..to].char_indices().chain([(to - from, ' ')]) {
        let at = from + at;
        if let Some((start, end)) = open
            && at >= end
        {
            marks.push(start..out.trim_end().len());
            open = None;
        }
        if open.is_none()
            && at < to
            && let Some(hit) = hits.iter().find(|hit| hit.start == at)
        {
            open = Some((out.len(), hit.end));
        }
        if at == to {
            break;
        }
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    if to < text.trim_end().len() {
        out.push('…');
    }
    let clean = Clean::line(&out);
    // Stored text is clean; were it not, marks would stand beside their words.
    if clean.as_str() != out {
        marks.clear();
    }
    Passage { text: clean, marks }
}

/// The beginning of the word that a byte is in, or of the next.
fn word_edge(text: &str, at: usize) -> usize {
    let at = ceil(text, at);
    if at == 0 {
        return 0;
    }
    let before = &text[..at];
    let start = before.rfind(char::is_whitespace).map_or(0, |space| {
        space + before[space..].chars().next().map_or(1, char::len_utf8)
    });
    // A word as long as a passage is cut.
    if at - start > BEFORE { at } else { start }
}

/// The next byte at which a character begins.
fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(passage: &Passage) -> String {
        let mut out = String::new();
        let mut at = 0;
        for mark in &passage.marks {
            out.push_str(&passage.text[at..mark.start]);
            out.push('[');
            out.push_str(&passage.text[mark.clone()]);
            out.push(']');
            at = mark.end;
        }
        out + &passage.text[at..]
    }

    #[test]
    fn the_passage_with_the_most_of_the_words_is_chosen_and_its_hits_are_marked() {
        let filler = "Lorem ipsum dolor sit amet. ".repeat(20);
        let text = format!("Siemens allein.\n\n{filler}\n\nDer Chef\nvon Siemens’ Werk. {filler}");
        let sought = ["siemens", "chef"].map(|word| Sought::word(word, false).unwrap());
        let found = passage(&text, &sought).unwrap();
        let marked = marked(&found);
        assert!(
            marked.contains("Der [Chef] von [Siemens]’ Werk. Lorem"),
            "{marked}"
        );
        assert!(marked.starts_with('…') && marked.ends_with('…'), "{marked}");
        assert!(found.text.len() < LENGTH + 60, "{marked}");
        assert_eq!(
            passage(&text, &[Sought::word("nichts", false).unwrap()]),
            None
        );
        let short = passage("Nur Siemens", &sought).unwrap();
        assert_eq!(super::tests::marked(&short), "Nur [Siemens]");
    }

    proptest! {
        #[test]
        fn marks_lie_on_words_that_were_sought(text in "([a-cäß]{1,4}[ \n’-]{1,2}){0,80}", word in "[a-c]{1,3}") {
            let sought = Sought::word(&word, true).unwrap();
            if let Some(found) = passage(&text, std::slice::from_ref(&sought)) {
                prop_assert!(!found.marks.is_empty());
                for mark in &found.marks {
                    let folded = crate::text::fold(&found.text[mark.clone()]);
                    prop_assert_eq!(&folded, &sought.words[0]);
                }
            } else {
                prop_assert!(Searchable::new(&text).find_words(&sought).is_empty());
            }
        }
    }
}
