//! The interface in German, the first steps, and lines remembered from sitting to sitting.

use depesche::app::{Effect, Memory};
use depesche::config::Config;
use depesche::say::Tongue;

use super::{Stage, fixtures};

fn german(columns: u16, rows: u16) -> Stage {
    let config = Config {
        tongue: Tongue::German,
        ..Config::default()
    };
    Stage::set((columns, rows), fixtures::articles(), config)
}

#[test]
fn everything_is_said_in_german() {
    let mut stage = german(120, 40);
    stage.matches("german-start-120x40");
    stage.keys("Enter b").matches("german-reading-120x40");
    stage.keys("?").matches("german-help-120x40");
    stage.keys("q c").matches("german-picker-120x40");
    stage.keys("Esc C-p").matches("german-palette-120x40");
    stage.resize(40, 10).keys("Esc q");
    stage.matches("german-start-40x10");
}

#[test]
fn complaints_and_what_was_undone_are_german_too() {
    let mut stage = german(80, 24);
    stage.keys("F").types("firma:x").keys("Enter");
    assert!(
        stage.last_row().contains("ist kein Feld"),
        "{}",
        stage.last_row()
    );
    stage.keys("X b u");
    let told = stage.last_row();
    assert!(
        told.starts_with("zurückgenommen: Lesezeichen für „"),
        "{told}"
    );
}

#[test]
fn the_first_steps_are_shown_once_and_found_again() {
    let mut stage = Stage::new(80, 24);
    stage.app.remember(Memory::default());
    stage.keys("F5");
    stage.matches("first-steps-80x24");
    let kept = stage.asked.iter().find_map(|effect| match effect {
        Effect::Remember(memory) => Some(memory.clone()),
        _ => None,
    });
    let kept = *kept.expect("that they were shown is kept");
    assert!(kept.taught);
    stage.keys("q");
    assert!(!stage.shown().contains("Six more keys"));
    stage.keys("g ?");
    assert!(stage.shown().contains("Six more keys"));
    stage.keys("q C-p").types("six keys").keys("Enter");
    assert!(stage.shown().contains("Six more keys"));
    let mut again = Stage::new(80, 24);
    again.app.remember(kept);
    again.keys("F5");
    assert!(!again.shown().contains("Six more keys"));
}

#[test]
fn the_first_steps_have_room_on_a_small_screen() {
    let mut stage = Stage::new(40, 10);
    stage.keys("g ?").matches("first-steps-40x10");
}

#[test]
fn commands_come_back_in_the_next_sitting() {
    let mut stage = Stage::new(80, 24);
    stage.keys(":").types("filter is:unread").keys("Enter");
    stage.keys("/").types("strom").keys("Enter");
    let kept = stage.asked.iter().rev().find_map(|effect| match effect {
        Effect::Remember(memory) => Some(memory.clone()),
        _ => None,
    });
    let kept = *kept.expect("lines are kept");
    assert_eq!(kept.command, ["filter is:unread"]);
    assert_eq!(kept.search, ["strom"]);
    let mut next = Stage::new(80, 24);
    next.app.remember(Memory {
        taught: true,
        ..kept
    });
    next.keys(": Up");
    assert!(
        next.last_row().starts_with(":filter is:unread"),
        "{}",
        next.last_row()
    );
}
