//! What is new on the watch list, and the notes of all articles.

use depesche::app::Effect;
use depesche::ask::{Answer, Ask, Briefing};

use super::{Stage, fixtures};

impl Stage {
    fn briefing(&self) -> Briefing {
        match self.store.answer(&Ask::Briefing).unwrap() {
            Answer::Briefing(briefing) => *briefing,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_is_new_is_told_by_entity_until_it_was_shown() {
    for (columns, rows) in [(80, 24), (40, 10)] {
        let mut stage = Stage::new(columns, rows);
        stage.keys("g b");
        assert!(
            stage.last_row().contains("nothing is watched yet"),
            "{}",
            stage.last_row()
        );
        stage.keys("c s t a Enter w x c h a r Enter w x");
        assert_eq!(stage.briefing().watched, 2);
        stage.keys("g b");
        stage.matches(&format!("briefing-{columns}x{rows}"));
        // It is on the screen; the next key says so.
        assert!(stage.briefing().articles > 0);
        stage.keys("j");
        assert_eq!(stage.briefing().articles, 0);
        stage.keys("Enter");
        assert!(
            stage.shown().contains("Stahlbau Adler"),
            "{}",
            stage.shown()
        );
        stage.keys("h g b");
        assert!(
            stage
                .last_row()
                .contains("nothing is new on the watch list since"),
            "{}",
            stage.last_row()
        );
    }
}

#[test]
fn only_what_came_in_since_the_last_look_is_new() {
    let mut articles = fixtures::articles();
    let late = articles.split_off(1);
    let mut stage = Stage::with(120, 40, articles);
    stage.keys("c s t a Enter w X");
    stage.keys("g b j h");
    assert_eq!(stage.briefing().articles, 0);
    stage.store.add(late.clone()).unwrap();
    let new = stage.briefing();
    assert!(new.since.is_some());
    let about = stage.store.answer(&Ask::Briefing).unwrap();
    assert_eq!(about, Answer::Briefing(Box::new(new.clone())));
    assert_eq!(new.articles, 2, "{:?}", new.groups);
    // What is there already is not new again.
    stage.store.add(late).unwrap();
    assert_eq!(stage.briefing().articles, 2);
}

#[test]
fn a_briefing_can_be_the_opening_view() {
    let mut stage = Stage::new(80, 24);
    stage.keys("c s t a Enter w X");
    let mut config = depesche::config::Config::default();
    config.screen.briefing = true;
    stage.app = depesche::app::App::new(config, (80, 24), super::TODAY, "");
    let effects = stage.app.start();
    stage.settle(effects);
    assert!(
        stage.shown().contains("new articles on the watch list"),
        "{}",
        stage.shown()
    );
    stage.keys("q");
    assert!(stage.shown().contains("all articles"));
    assert!(
        !stage
            .asked
            .iter()
            .any(|effect| matches!(effect, Effect::Quit))
    );
}

#[test]
fn the_notes_of_all_articles_are_listed_found_and_jumped_to() {
    let mut stage = Stage::new(120, 40);
    stage.keys("g i");
    assert!(
        stage.last_row().contains("no note is written yet"),
        "{}",
        stage.last_row()
    );
    stage
        .keys("Enter i")
        .types("prüfen, ob das stimmt")
        .keys("Enter");
    stage.keys("h j j Enter 2 a h G");
    stage.keys("g i").matches("notes-120x40");
    stage.types("prufen").keys("Enter");
    assert!(
        stage.shown().contains("Der Stahlbauer Stahlbau Adler"),
        "{}",
        stage.shown()
    );
    stage.keys("h F").types("note:pruef").keys("Enter");
    assert!(
        stage.filter_row().contains("1 of 12"),
        "{}",
        stage.filter_row()
    );
    stage.keys("X F").types("note:linden").keys("Enter");
    assert!(
        stage.filter_row().contains("1 of 12"),
        "{}",
        stage.filter_row()
    );
}
