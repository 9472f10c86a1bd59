//! Putting right what was recognised: merge, rename, other kind, no entity; everywhere at once, and taken back.

use depesche::app::{Effect, Msg};

use super::Stage;

#[test]
fn putting_an_entity_right() {
    let mut stage = Stage::new(120, 40);
    stage.keys("g m").matches("merge-picker-120x40");
    stage.types("lumen").keys("Enter");
    stage.matches("merged-120x40");
    let mut stage = Stage::new(120, 40);
    stage.keys("g n").matches("rename-line-120x40");
    stage.keys("C-u").types("Adler-Gruppe").keys("Enter");
    stage.matches("renamed-120x40");
    let mut stage = Stage::new(120, 40);
    stage.keys("g t").matches("kind-picker-120x40");
    stage
        .types("product")
        .keys("Enter")
        .matches("rekinded-120x40");
    let mut stage = Stage::new(120, 40);
    stage.keys("g -").matches("hidden-120x40");
    let mut stage = Stage::new(40, 10);
    stage.keys("g t").matches("kind-picker-40x10");
}

/// What a repair can change: list, text and highlights, both pickers, without the message line.
fn everywhere(stage: &mut Stage) -> String {
    let panes = |stage: &Stage| {
        let mut rows = stage.text();
        rows.pop();
        rows.join("\n")
    };
    let mut out = panes(stage);
    for picker in ["c", "p", "e"] {
        stage.keys(picker);
        out += &panes(stage);
        stage.keys("Esc");
    }
    stage.keys("Enter");
    out += &panes(stage);
    stage.keys("h");
    out
}

#[test]
fn a_repair_changes_list_reader_highlights_and_pickers_at_once_and_undo_takes_it_back() {
    let company = "Stahlbau Adler  Adler AG";
    for (action, typed, now, gone, come) in [
        ("g m", "lumen", "Lumen Optics", company, ""),
        (
            "g n C-u",
            "Adler-Gruppe",
            "Adler-Gruppe",
            company,
            "Adler-Gruppe",
        ),
        ("g t", "product", "a product", company, ""),
        ("g -", "", "no entity", company, ""),
    ] {
        let mut stage = Stage::new(200, 60);
        // Opening would mark the article read, which is no repair.
        stage.keys("A");
        let before = everywhere(&mut stage);
        assert!(stage.keys("c").shown().contains(gone));
        stage.keys("Esc").keys(action);
        if !typed.is_empty() {
            stage.types(typed).keys("Enter");
        }
        assert_eq!(
            stage.last_row(),
            format!("Stahlbau Adler is {now} in every article — u takes it back")
        );
        let after = everywhere(&mut stage);
        assert_ne!(after, before, "{action}");
        let picker = stage.keys("c").shown();
        stage.keys("Esc");
        assert!(!picker.contains(gone) && picker.contains(come), "{picker}");
        stage.keys("u");
        assert!(stage.last_row().starts_with("taken back: "), "{action}");
        assert_eq!(everywhere(&mut stage), before, "{action}");
        stage.keys("C-r");
        assert_eq!(everywhere(&mut stage), after, "{action}");
    }
}

#[test]
fn the_filter_by_an_entity_follows_it_into_another() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c l u m Enter");
    assert!(
        stage.filter_row().contains("3 of 12"),
        "{}",
        stage.filter_row()
    );
    stage.keys("X c s t a Enter");
    assert!(stage.filter_row().contains("3 of 12"));
    stage.keys("Enter ] e g m");
    assert!(stage.shown().contains("Stahlbau Adler is really"));
    stage.types("lumen").keys("Enter");
    assert!(
        stage.filter_row().contains("6 of 12"),
        "{}",
        stage.filter_row()
    );
    stage.keys("u");
    assert!(stage.filter_row().contains("3 of 12"));
    stage.keys("C-r");
    assert!(stage.filter_row().contains("6 of 12"));
}

#[test]
fn the_entity_under_the_highlights_cursor_is_put_right() {
    let mut stage = Stage::new(200, 60);
    stage.keys("Enter Tab j");
    let row = stage.cursor_row();
    stage.keys("g -");
    assert!(
        stage.last_row().contains("is no entity"),
        "{}",
        stage.last_row()
    );
    assert_ne!(stage.cursor_row(), row);
    stage.keys("u");
    assert!(stage.last_row().starts_with("taken back"));
}

#[test]
fn the_entity_page_is_told_anew_and_goes_with_its_entity() {
    let mut stage = Stage::new(120, 40);
    stage
        .keys("g e g n C-u")
        .types("Adler-Gruppe")
        .keys("Enter");
    assert_eq!(stage.text()[0].trim(), "Adler-Gruppe");
    stage.keys("g t").types("organisation").keys("Enter");
    assert!(
        stage.text()[1].starts_with("organisation"),
        "{}",
        stage.shown()
    );
    stage.keys("w");
    assert!(stage.text()[1].contains("watched"), "{}", stage.shown());
    stage.keys("w");
    assert!(!stage.text()[1].contains("watched"));
    stage.keys("g -");
    assert!(!stage.text()[0].starts_with("Adler-Gruppe"));
    assert!(stage.filter_row().contains("all articles"));
}

#[test]
fn an_entity_of_a_page_leads_to_its_page_and_a_quote_to_its_article() {
    let mut stage = Stage::new(120, 40);
    stage.keys("g e");
    let first = stage.text()[0].clone();
    stage.keys("Enter");
    assert_ne!(stage.text()[0], first);
    stage.keys("h");
    assert_eq!(stage.text()[0], first);
    stage.keys("h p k e s Enter");
    let filter = stage.filter_row();
    assert!(filter.starts_with("person:\"Anna Kestrel\""), "{filter}");
    stage
        .keys("Enter g e")
        .types("kestrel")
        .keys("Enter G Enter");
    assert!(
        stage.shown().contains("“A crane that talks"),
        "the oldest quote stands last: {}",
        stage.shown()
    );
}

#[test]
fn who_is_quoted_is_asked_for_and_follows_a_merge() {
    let mut stage = Stage::new(120, 40);
    let said = |stage: &mut Stage, name: &str, count: &str| {
        stage
            .keys("X F")
            .types(&format!("said:{name}"))
            .keys("Enter");
        let filter = stage.filter_row();
        assert!(filter.contains(count), "{filter}");
        stage.keys("X");
    };
    said(&mut stage, "Kestrel", "2 of 12");
    said(&mut stage, "Lindqvist", "0 of 12");
    stage.keys("p k e s Enter Enter g m");
    stage.types("kestrel").keys("Enter");
    stage.types("lindqvist").keys("Enter");
    let row = stage.last_row();
    assert!(row.starts_with("Anna Kestrel is Peter Lindqvist"), "{row}");
    stage.keys("h");
    said(&mut stage, "Lindqvist", "2 of 12");
}

#[test]
fn nothing_chosen_and_nothing_new_change_nothing() {
    let mut stage = Stage::new(120, 40);
    stage.keys("g n Enter");
    assert_eq!(stage.last_row().trim_end(), "nothing was changed");
    stage.keys("g t").types("company").keys("Enter");
    assert!(
        stage
            .last_row()
            .starts_with("Stahlbau Adler is a company already")
    );
    stage.keys("g m").types("qqqqq").keys("Enter");
    assert!(stage.last_row().starts_with("nothing is called “qqqqq”"));
    stage.keys("u");
    assert!(stage.last_row().starts_with("there is nothing left"));
    let changes = |effect: &Effect| matches!(effect, Effect::Change(_));
    assert!(!stage.asked.iter().any(changes));
    stage.send(Msg::StoreChanged);
}
