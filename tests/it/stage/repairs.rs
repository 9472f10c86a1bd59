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

/// Everything a repair can change: list, text and highlights, picker, entity page.
fn everywhere(stage: &mut Stage) -> String {
    let mut out = stage.shown();
    for picker in ["c", "p"] {
        out += &stage.keys(picker).shown();
        stage.keys("Esc");
    }
    out += &stage.keys("Enter").shown();
    stage.keys("h");
    out
}

#[test]
fn a_repair_changes_list_reader_highlights_and_pickers_at_once_and_undo_takes_it_back() {
    for (repair, gone, come) in [
        ("g m lumen Enter", "Stahlbau Adler ", "Lumen Optics"),
        ("g n C-u Adler-Gruppe Enter", "zzz", "Adler-Gruppe"),
        ("g -", "zzz", "no entity"),
    ] {
        let mut stage = Stage::new(200, 60);
        let before = everywhere(&mut stage);
        for keys in repair.split(' ') {
            match keys {
                "lumen" | "Adler-Gruppe" => stage.types(keys),
                keys => stage.keys(keys),
            };
        }
        let said = stage.last_row();
        assert!(said.starts_with("Stahlbau Adler is "), "{said}");
        assert!(
            said.contains("in every article — u takes it back"),
            "{said}"
        );
        assert!(said.contains(come), "{said}");
        assert!(!stage.shown().contains(gone) || gone == "Stahlbau Adler ");
        let picker = stage.keys("c").shown();
        stage.keys("Esc");
        assert_eq!(
            picker.contains("Stahlbau Adler  "),
            false,
            "{repair}: {picker}"
        );
        let after = everywhere(&mut stage);
        assert_ne!(after, before, "{repair}");
        stage.keys("u");
        let quiet = |text: String| -> Vec<String> {
            text.lines()
                .filter(|line| !line.contains("taken back") && !line.contains("marks"))
                .map(|line| line.replace('•', " ").trim_end().to_owned())
                .collect()
        };
        stage.keys("r r");
        let undone = everywhere(&mut stage);
        let strip = |text: String| -> Vec<String> {
            quiet(text)
                .into_iter()
                .filter(|line| line.contains("Adler"))
                .collect()
        };
        assert_eq!(strip(undone), strip(before), "{repair}");
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
    let mut stage = Stage::new(120, 40);
    stage
        .keys("F")
        .types("person:Ährental")
        .keys("Enter Enter e");
    stage.types("ährental").keys("Esc");
    stage.keys("X F").types("said:Kestrel").keys("Enter");
    assert!(
        stage.filter_row().contains("2 of 12"),
        "{}",
        stage.filter_row()
    );
    stage.keys("Enter g e");
    stage.types("").keys("G Enter");
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
