//! Many rows at once, tags and their completion, the last change once more, colours of highlights.

use depesche::app::{Effect, To};
use depesche::ask::{Answer, Ask};
use depesche::change::Which;
use depesche::query::parse;

use super::{Stage, TODAY, fixtures};

impl Stage {
    fn counted(&self, query: &str) -> u64 {
        let query = parse(query, TODAY).query;
        match self.store.answer(&Ask::Count(query)).unwrap() {
            Answer::Count(count) => count,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_range_of_rows_is_done_with_in_one_step_that_is_taken_back_as_one() {
    let mut stage = Stage::new(120, 40);
    stage.keys("j V j j");
    assert!(
        stage.last_row().starts_with("3 rows: r read"),
        "{}",
        stage.last_row()
    );
    stage.matches("range-120x40");
    stage.keys("b");
    assert_eq!(stage.counted("is:bookmarked"), 3);
    assert!(
        stage
            .last_row()
            .contains("3 articles bookmarked — u takes it back"),
        "{}",
        stage.last_row()
    );
    stage.keys("u");
    assert_eq!(stage.counted("is:bookmarked"), 0);
    stage.keys("C-r");
    assert_eq!(stage.counted("is:bookmarked"), 3);
    // Upwards, and until it is left; then keys mean one row again.
    stage.keys("v k k r");
    assert_eq!(stage.counted("is:read"), 3);
    stage.keys("V j Esc r");
    assert_eq!(stage.counted("is:read"), 3 - 1);
}

#[test]
fn everything_in_the_list_is_tagged_bookmarked_and_saved_at_once() {
    let mut stage = Stage::with(80, 24, fixtures::many(500));
    let all = stage.counted("");
    stage.keys("g a");
    assert!(
        stage.last_row().starts_with("all 500: r read"),
        "{}",
        stage.last_row()
    );
    stage
        .keys("t")
        .types("stahl \"wieder lesen\"")
        .keys("Enter");
    assert_eq!(stage.counted("tag:stahl"), all);
    assert_eq!(stage.counted("tag:\"wieder lesen\""), all);
    stage.keys("g a t").types("-stahl").keys("Enter");
    assert_eq!(stage.counted("tag:stahl"), 0);
    stage.keys("u u");
    assert_eq!(stage.counted("tag:\"wieder lesen\""), 0);
    // A range whose beginning is far beyond the rows at hand.
    stage.keys("g g V G b");
    assert_eq!(stage.counted("is:bookmarked"), all);
    stage.keys("u g a s").types("\u{8}");
    stage.keys("C-u").types("all.bib").keys("Enter");
    let [Effect::Export(export)] = &stage.asked[..] else {
        panic!("{:?}", stage.asked);
    };
    assert_eq!(export.to, To::File("all.bib".to_owned()));
    assert_eq!(export.format.to_string(), "bibtex");
    assert!(matches!(export.of, Which::Query { between: None, .. }));
}

#[test]
fn the_last_change_is_done_once_more_here_or_to_a_range() {
    let mut stage = Stage::new(120, 40);
    stage.keys(".");
    assert!(stage.last_row().contains("no change to repeat"));
    stage.keys("t").types("lesen").keys("Enter");
    stage.keys("j . j V j j .");
    assert_eq!(stage.counted("tag:lesen"), 5);
    stage.keys("u");
    assert_eq!(stage.counted("tag:lesen"), 2);
}

#[test]
fn tags_are_completed_from_those_there_are() {
    let mut stage = Stage::new(120, 40);
    stage
        .keys("t")
        .types("stahlbau \"wieder lesen\"")
        .keys("Enter j t");
    stage.types("sta").keys("Tab");
    assert!(
        stage.last_row().starts_with("tags stahlbau"),
        "{}",
        stage.last_row()
    );
    stage.types("wie").keys("Tab Enter");
    assert_eq!(stage.counted("tag:stahlbau"), 2);
    assert_eq!(stage.counted("tag:\"wieder lesen\""), 2);
    // The line of an article with a tag of two words keeps it one.
    stage.keys("t Enter");
    assert_eq!(stage.counted("tag:\"wieder lesen\""), 2);
}

#[test]
fn highlights_have_colours_paragraphs_can_be_selected_and_quotations_highlighted() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter 3 a");
    assert_eq!(stage.notes()[0].colour, 2);
    stage.keys("1 a");
    assert_eq!(stage.notes()[0].colour, 0);
    stage.keys("u");
    assert_eq!(stage.notes()[0].colour, 2);
    stage.keys("u");
    assert_eq!(stage.notes(), []);
    stage.keys("V 2 a");
    let text = stage.notes()[0].passage.clone();
    assert!(
        text.starts_with("Der Stahlbauer") && text.contains(". "),
        "{text}"
    );
    assert_eq!(stage.notes()[0].colour, 1);
    stage.keys("u ] q a");
    let quote = stage.notes()[0].passage.clone();
    assert!(!quote.contains("sagte"), "{quote}");
    // The colour of the last highlight is the next one's, and a dot highlights too.
    assert_eq!(stage.notes()[0].colour, 1);
    stage.keys("u .");
    assert_eq!(stage.notes()[0].passage, quote);
}
