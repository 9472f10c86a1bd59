//! Screens, compared with the ones kept in `tests/snapshots`.

use super::{Msg, Stage, fixtures};
use depesche::say::Said;

#[test]
fn the_start() {
    for (columns, rows) in [(200, 60), (120, 40), (80, 24), (40, 10), (20, 5)] {
        Stage::new(columns, rows).matches(&format!("start-{columns}x{rows}"));
    }
}

#[test]
fn months_are_set_apart_where_days_have_a_single_row() {
    let mut articles = fixtures::many(200);
    let mut number = 0;
    articles.retain(|_| {
        number += 1;
        number % 24 == 1
    });
    articles.extend(fixtures::articles().split_off(6));
    let mut stage = Stage::with(120, 40, articles);
    stage.keys("j").matches("months-120x40");
    stage.resize(200, 60).matches("months-200x60");
}

#[test]
fn reading() {
    for (columns, rows) in [(200, 60), (120, 40), (80, 24), (40, 10), (20, 5)] {
        let mut stage = Stage::new(columns, rows);
        stage.keys("Enter");
        stage.matches(&format!("reading-{columns}x{rows}"));
    }
}

#[test]
fn filtered_by_a_company() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c s t a Enter").matches("by-company-120x40");
    stage.resize(40, 10).matches("by-company-40x10");
}

#[test]
fn filtered_by_a_person() {
    let mut stage = Stage::new(120, 40);
    stage.keys("p k e s Enter").matches("by-person-120x40");
}

#[test]
fn filtered_by_both() {
    let mut stage = Stage::new(80, 24);
    stage.keys("c s t a Enter p a h r Enter");
    stage.matches("by-both-80x24");
}

#[test]
fn the_picker() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c").matches("picker-120x40");
    stage.keys("s o h").matches("picker-typed-120x40");
    stage.resize(40, 10).matches("picker-typed-40x10");
}

#[test]
fn several_chosen_and_one_excluded() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c l u m Tab h a r b Tab q u e l C-x");
    stage.matches("several-chosen-120x40");
    stage.keys("Enter").matches("several-filtered-120x40");
}

#[test]
fn the_entities_of_an_article() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter e").matches("entities-here-120x40");
}

#[test]
fn editing_the_query() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("company:adler compnay:lumen");
    stage.matches("query-complaint-120x40");
    stage.resize(40, 10).matches("query-complaint-40x10");
    let mut stage = Stage::new(80, 24);
    stage.keys("F").types("stahl* -sanierung");
    stage.matches("query-live-80x24");
}

#[test]
fn search_hits() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter /").types("adler");
    stage.matches("search-live-120x40");
    stage.keys("Enter n").matches("search-next-120x40");
    let mut stage = Stage::new(80, 24);
    stage.keys("/").types("lumen");
    stage.matches("search-list-80x24");
}

#[test]
fn words_of_the_query_are_marked_in_the_text() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("gewerkschaft").keys("Enter Enter");
    stage.matches("query-words-120x40");
}

#[test]
fn bookmarks() {
    let mut stage = Stage::new(120, 40);
    stage.keys("b j j b").matches("bookmarked-120x40");
    stage.keys("B").matches("bookmarks-120x40");
    stage.keys("b u").matches("undone-120x40");
}

#[test]
fn notes() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter ] q a").matches("highlighted-120x40");
    stage.keys("] q i").types("Nachfragen!");
    stage.matches("note-written-120x40");
    stage.keys("Enter").matches("noted-120x40");
}

#[test]
fn help() {
    let mut stage = Stage::new(120, 40);
    stage.keys("?").matches("help-120x40");
    stage.keys("/").types("bookmark").keys("Enter");
    stage.matches("help-searched-120x40");
    stage.resize(40, 10).matches("help-searched-40x10");
}

#[test]
fn the_palette() {
    let mut stage = Stage::new(120, 40);
    stage.keys("C-p u n d o").matches("palette-120x40");
}

#[test]
fn the_copy_chooser() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Y").matches("copy-120x40");
}

#[test]
fn keys_that_may_follow() {
    let mut stage = Stage::new(120, 40);
    stage.keys("f").matches("keys-after-f-120x40");
    let mut stage = Stage::new(40, 10);
    stage.keys("1 2 g").matches("keys-after-12g-40x10");
}

#[test]
fn the_entity_page() {
    let mut stage = Stage::new(120, 40);
    stage.keys("g e").matches("entity-page-120x40");
    stage.resize(40, 10).matches("entity-page-40x10");
}

#[test]
fn why_an_article_is_there() {
    let mut stage = Stage::new(80, 24);
    stage.keys("c s t a Enter g w").matches("why-80x24");
}

#[test]
fn the_highlights_have_the_keys() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter Tab j j").matches("highlights-120x40");
    stage.resize(80, 24).matches("highlights-80x24");
    stage.resize(40, 10).matches("highlights-40x10");
}

#[test]
fn wide_and_combining_characters() {
    let mut stage = Stage::new(80, 24);
    stage.keys("j j j j Enter").matches("wide-characters-80x24");
}

#[test]
fn a_long_headline() {
    let mut stage = Stage::new(80, 24);
    stage.keys("j j j j j").matches("long-headline-80x24");
}

#[test]
fn an_empty_store() {
    for (columns, rows) in [(120, 40), (40, 10)] {
        let stage = Stage::with(columns, rows, Vec::new());
        stage.matches(&format!("empty-store-{columns}x{rows}"));
    }
}

#[test]
fn an_empty_answer() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("nirgends").keys("Enter");
    stage.matches("empty-answer-120x40");
}

#[test]
fn work_in_the_background() {
    let mut stage = Stage::new(80, 24);
    stage.send(Msg::Progress {
        what: Said::quoting("loading archive.zip"),
        done: 1200,
        total: Some(34_000),
        pace: None,
    });
    stage.matches("progress-80x24");
    stage.send(Msg::Failed(Said::quoting(
        "archive.zip could not be read: it ends in the middle",
    )));
    stage.matches("failed-80x24");
}
