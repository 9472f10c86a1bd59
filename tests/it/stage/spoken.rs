//! The screen for a screen reader: one pane at a time, no frames, the cursor on what is to be read, changes told.

use depesche::config::Config;

use super::{Stage, Theme, fixtures};

fn spoken(columns: u16, rows: u16) -> Stage {
    let mut config = Config::default();
    config.screen.screen_reader = true;
    Stage::set((columns, rows), fixtures::articles(), config)
}

#[test]
fn one_pane_is_shown_at_a_time_and_signs_are_words() {
    let mut stage = spoken(120, 40);
    stage.matches("spoken-list-120x40");
    stage.keys("b").matches("spoken-bookmarked-120x40");
    stage.keys("Enter").matches("spoken-reading-120x40");
    stage.keys("Tab").matches("spoken-highlights-120x40");
    stage.resize(40, 10).keys("q q");
    stage.matches("spoken-list-40x10");
}

#[test]
fn no_character_of_a_frame_is_on_any_screen() {
    for (columns, rows) in [(200, 60), (120, 40), (80, 24), (40, 10)] {
        let mut stage = spoken(columns, rows);
        for keys in [
            "j", "Enter", "Tab", "q", "c", "Esc", "?", "q", "g e", "Esc", "f", "Esc", ":", "Esc",
        ] {
            stage.keys(keys);
            let shown = stage.shown();
            let frame = shown
                .chars()
                .find(|c| ('\u{2500}'..='\u{259F}').contains(c));
            assert_eq!(frame, None, "after {keys} at {columns}x{rows}:\n{shown}");
        }
    }
}

#[test]
fn the_cursor_stands_on_the_row_that_is_selected() {
    let mut stage = spoken(80, 24);
    let first = stage.cursor_row();
    stage.keys("j");
    let second = stage.cursor_row();
    assert_ne!(first, second);
    stage.keys("k");
    assert_eq!(stage.cursor_row(), first);
    stage.keys("c");
    let name = stage.cursor_row();
    stage.keys("Down");
    assert_ne!(stage.cursor_row(), name);
}

#[test]
fn lines_are_read_one_after_the_other_and_the_page_turns_at_its_end() {
    let mut stage = spoken(60, 12);
    stage.keys("Enter");
    let rows = |stage: &Stage| stage.text()[..11].to_vec();
    let page = rows(&stage);
    let mut read = vec![stage.cursor_row()];
    for _ in 1..11 {
        stage.keys("j");
        assert_eq!(rows(&stage), page, "nothing moves while lines are in sight");
        read.push(stage.cursor_row());
    }
    assert_eq!(read, page);
    stage.keys("j");
    assert_ne!(rows(&stage), page, "the page turns");
    let next = stage.cursor_row();
    stage.keys("k");
    assert_eq!(stage.cursor_row(), page[10]);
    stage.keys("j");
    assert_eq!(stage.cursor_row(), next);
}

#[test]
fn a_change_of_place_is_told_on_the_message_line() {
    let mut stage = spoken(120, 40);
    stage.keys("Enter");
    assert!(
        stage.last_row().starts_with("article: "),
        "{}",
        stage.last_row()
    );
    stage.keys("Tab");
    assert_eq!(stage.last_row(), "highlights");
    stage.keys("q");
    assert!(stage.last_row().starts_with("article: "));
    stage.keys("q");
    assert!(
        stage.last_row().starts_with("list, "),
        "{}",
        stage.last_row()
    );
    stage.keys("?");
    assert_eq!(stage.last_row(), "a page to read");
}

#[test]
fn it_is_switched_on_and_off_with_a_key() {
    let mut stage = Stage::new(120, 40);
    let before = stage.draw(&Theme::probe());
    stage.keys("z r");
    assert_eq!(stage.last_row(), "for a screen reader: on");
    assert!(!stage.shown().contains('│'));
    stage.keys("z r Esc");
    assert_eq!(
        stage.draw(&Theme::probe()).0.content.len(),
        before.0.content.len()
    );
    assert!(stage.shown().contains('│'));
}
