//! What is written in the line below: names completed from the store, headlines sought beyond the rows at hand.

use depesche::app::{Effect, Msg};
use depesche::say::Said;
use jiff::civil::date;

use super::{Stage, fixtures};

#[test]
fn tab_in_the_filter_line_puts_in_the_name_that_goes_on_from_what_is_written() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("company:stah").keys("Tab Enter");
    let filter = stage.filter_row();
    assert!(filter.starts_with("company:\"Stahlbau Adler\""), "{filter}");
    assert!(filter.contains("3 of 12"), "{filter}");
    // A surname finds its person, another name its company.
    stage.keys("X F").types("person:ährent").keys("Tab Enter");
    assert!(stage.filter_row().contains("person:\"Jonas Ährental\""));
    stage.keys("X F").types("-company:adl").keys("Tab Enter");
    let filter = stage.filter_row();
    assert!(
        filter.starts_with("-company:\"Stahlbau Adler\""),
        "{filter}"
    );
}

#[test]
fn tab_again_puts_in_the_next_name_and_all_are_told() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("company:").keys("Tab");
    let first = stage.last_row();
    stage.keys("Tab");
    let second = stage.last_row();
    assert!(first.starts_with("filter company:"), "{first}");
    assert_ne!(first, second);
    assert!(stage.shown().contains("Quellbach Bank"));
    stage.types(" x").keys("Tab Enter");
    assert!(stage.filter_row().starts_with("company:"));
}

#[test]
fn names_are_those_of_the_articles_that_the_rest_of_the_line_leaves() {
    let mut stage = Stage::new(120, 40);
    stage
        .keys("F")
        .types("company:\"Stahlbau Adler\" person:kes")
        .keys("Tab");
    assert!(
        stage.shown().contains("no person here begins so"),
        "{}",
        stage.shown()
    );
    stage.keys("C-u").types("source:harb").keys("Tab");
    assert!(
        stage
            .last_row()
            .starts_with("filter source:\"Harbour Courier\""),
        "{}",
        stage.last_row()
    );
}

#[test]
fn names_that_come_when_the_line_went_on_change_nothing() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("company:stah");
    stage.hold();
    stage.keys("Tab");
    stage.types("l");
    stage.let_go();
    assert!(stage.last_row().starts_with("filter company:stahl "));
}

#[test]
fn a_headline_beyond_the_loaded_rows_is_found_and_so_is_the_one_before() {
    let mut stage = Stage::with(120, 40, fixtures::many(3000));
    stage.keys("/").types("1234");
    assert!(stage.last_row().ends_with("1 hit"), "{}", stage.last_row());
    stage.keys("Enter");
    assert!(
        stage.cursor_row().contains("Meldung 1234:"),
        "{}",
        stage.cursor_row()
    );
    stage.keys("/").types("meldung 12").keys("Enter N");
    let here = stage.cursor_row();
    assert!(here.contains("Meldung 12"), "{here}");
    stage.keys("g g / ").types("2999").keys("Enter n");
    assert!(stage.cursor_row().contains("Meldung 2999:"));
    assert!(
        stage.last_row().contains("no headline below has “2999”; N"),
        "{}",
        stage.last_row()
    );
    stage.keys("/").types("5").keys("Enter N");
    stage.keys("/").types("nirgends").keys("Enter");
    assert!(stage.last_row().contains("no headline here has “nirgends”"));
}

#[test]
fn a_filter_that_counts_from_today_follows_the_day() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("after:1d").keys("Enter");
    let before = stage.filter_row();
    assert!(stage.shown().contains("today · Monday, 25 March 2024"));
    stage.send(Msg::Day(date(2024, 3, 26)));
    assert!(stage.shown().contains("yesterday · Monday, 25 March 2024"));
    let after = stage.filter_row();
    assert!(after.starts_with("after:1d"), "{after}");
    assert_ne!(before, after, "yesterday's are not among them any more");
    stage.send(Msg::Day(date(2024, 3, 26)));
    assert_eq!(stage.filter_row(), after);
}

#[test]
fn an_article_opened_from_an_entity_page_is_marked_read_though_it_is_not_in_the_list() {
    let mut stage = Stage::new(120, 40);
    // The one article in the list names her; the page has her words from another one.
    stage.keys("F").types("title:raises").keys("Enter");
    stage.keys("Enter / k e s t r e l Enter g e");
    assert!(stage.shown().contains("Anna Kestrel"), "{}", stage.shown());
    stage.keys("G Enter");
    assert!(
        stage.shown().contains("why our cranes will not talk"),
        "{}",
        stage.shown()
    );
    stage.keys("h X");
    assert!(
        stage.filter_row().contains("10 unread"),
        "{}",
        stage.filter_row()
    );
}

#[test]
fn a_watched_entity_has_a_sign_wherever_it_is_named() {
    let mut stage = Stage::new(200, 60);
    assert!(!stage.shown().contains('◉'));
    stage.keys("w");
    let shown = stage.shown();
    // Three rows of the list name it, and the highlights of the article do.
    assert_eq!(shown.matches('◉').count(), 4, "{shown}");
    stage.keys("u");
    assert!(!stage.shown().contains('◉'));
}

#[test]
fn what_is_done_again_can_be_taken_back_and_says_how() {
    let mut stage = Stage::new(120, 40);
    stage.keys("b u C-r");
    assert!(
        stage.last_row().ends_with("u takes it back"),
        "{}",
        stage.last_row()
    );
}

#[test]
fn a_note_goes_on_in_the_editor_and_comes_back_with_all_its_lines() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter ] q i").types("Anfang").keys("C-e");
    assert_eq!(stage.asked, [Effect::Edit("Anfang".to_owned())]);
    stage.asked.clear();
    stage.send(Msg::Edited(Ok("Anfang\n\nund \u{1b}[2Jmehr\n".to_owned())));
    let shown = stage.shown();
    assert!(shown.contains("Note: Anfang"), "{shown}");
    assert!(shown.contains("und mehr"), "{shown}");
    assert!(
        stage.last_row().starts_with("note kept — u takes it back"),
        "{}",
        stage.last_row()
    );
    // A note of several lines would not survive the line: it goes to the editor at once.
    stage.keys("i");
    assert_eq!(stage.asked, [Effect::Edit("Anfang\n\nund mehr".to_owned())]);
    stage.send(Msg::Edited(Err(Said::quoting("vi failed"))));
    assert!(stage.last_row().starts_with("vi failed"));
    assert!(stage.shown().contains("und mehr"));
}

#[test]
fn without_an_editor_the_note_line_is_back_as_it_was() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter i").types("halb").keys("C-e");
    stage.send(Msg::Edited(Err(Said::quoting("vi could not be started"))));
    let row = stage.last_row();
    assert!(
        row.starts_with("note halb") && row.ends_with("vi could not be started"),
        "{row}"
    );
    stage.types(" fertig").keys("Enter");
    assert!(stage.shown().contains("Note: halb fertig"));
}

#[test]
fn in_other_lines_the_key_of_the_editor_goes_to_the_end() {
    let mut stage = Stage::new(120, 40);
    stage.keys("F").types("dler").keys("Home").types("a");
    stage.keys("C-e").types("x");
    assert!(stage.last_row().starts_with("filter adlerx"));
    assert_eq!(stage.asked, []);
}

#[test]
fn an_article_is_saved_under_a_proposed_name_and_reads_back_as_it_was() {
    let mut stage = Stage::new(120, 40);
    stage.keys("s");
    assert!(
        stage
            .last_row()
            .starts_with("save as 2024-03-25-stahlbau-adler-streicht-werk-in-linden-zusammen.md"),
        "{}",
        stage.last_row()
    );
    stage.keys("Enter");
    let [Effect::Save { path, text }] = &stage.asked[..] else {
        panic!("{:?}", stage.asked);
    };
    let loaded = depesche::load::load(
        text.as_bytes(),
        &depesche::load::Hint {
            name: path.clone(),
            ..depesche::load::Hint::default()
        },
    );
    let article = &loaded.articles[0];
    assert_eq!(
        article.title.as_str(),
        "Stahlbau Adler streicht Werk in Linden zusammen"
    );
    assert_eq!(article.source.as_deref(), Some("Abendpost"));
    assert_eq!(article.byline.as_deref(), Some("Klara Weiß"));
    assert_eq!(article.published, "2024-03-25T09:14:00+01:00".parse().ok());
    assert_eq!(article.body.paragraphs().len(), 4);
    assert!(article.url.is_some());
}

#[test]
fn a_proposed_name_holds_nothing_but_letters_digits_and_dashes() {
    let mut stage = Stage::new(120, 40);
    for _ in 0..11 {
        stage.keys("s");
        let row = stage.last_row();
        let name = row
            .strip_prefix("save as ")
            .and_then(|name| name.strip_suffix(".md"))
            .unwrap_or_else(|| panic!("{row}"));
        assert!(name.len() <= 80 && name.starts_with("202"), "{name}");
        assert!(
            name.bytes().all(|b| b == b'-' || b.is_ascii_alphanumeric()),
            "{name}"
        );
        stage.keys("Esc j");
    }
}

#[test]
fn the_text_is_handed_to_a_program_as_its_input_and_to_no_shell() {
    let mut stage = Stage::new(120, 40);
    stage.keys("|").types("grep -c 'a b'").keys("Enter");
    let [Effect::Remember(_), Effect::Pipe { argv, text, about }] = &stage.asked[..] else {
        panic!("{:?}", stage.asked);
    };
    assert_eq!(argv[..], ["grep", "-c", "a b"]);
    assert!(text.starts_with("Der Stahlbauer Stahlbau Adler"));
    let about: Vec<_> = about
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        about[..2],
        [
            (
                "DEPESCHE_TITLE",
                "Stahlbau Adler streicht Werk in Linden zusammen"
            ),
            ("DEPESCHE_LINK", "https://news.example/1"),
        ]
    );
    assert!(about[2].1.starts_with("2024-03-25T09:14"), "{about:?}");
    stage.asked.clear();
    let ran = |stage: &Stage| {
        let pipes = stage
            .asked
            .iter()
            .filter(|effect| matches!(effect, Effect::Pipe { .. }));
        pipes.count()
    };
    for refused in ["wc | sort", "-rf x", "a 'b"] {
        stage.keys("|").types(refused).keys("Enter");
        assert_eq!(ran(&stage), 0, "{refused}");
        assert_ne!(stage.last_row(), "");
    }
    stage.keys("| Up Up Up Up Enter");
    assert_eq!(ran(&stage), 1, "the history has the first");
}
