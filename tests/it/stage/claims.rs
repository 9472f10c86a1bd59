//! What holds of the application whatever it looks like.

use depesche::app::{Effect, Msg};
use depesche::article::Extent;
use depesche::change::Change;
use depesche::keymap::{Gesture, Mouse};
use depesche::say::Said;

use super::{Stage, fixtures};

#[test]
fn three_letters_and_enter_show_only_the_articles_of_a_company() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c s t a Enter");
    let filter = stage.filter_row();
    assert!(filter.starts_with("company:\"Stahlbau Adler\""), "{filter}");
    assert!(filter.contains("3 of 12"), "{filter}");
    stage.keys("x");
    assert!(stage.filter_row().contains("all articles"));
}

#[test]
fn names_are_found_without_umlauts() {
    let mut stage = Stage::new(120, 40);
    stage.keys("p a h r e n Enter");
    assert!(stage.filter_row().contains("person:\"Jonas Ährental\""));
    stage.keys("X p o z c Enter");
    assert!(stage.filter_row().contains("person:\"Mira Özcan\""));
}

#[test]
fn the_pickers_count_within_the_present_filter() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c s t a Enter p");
    let shown = stage.shown();
    assert!(shown.contains("Jonas Ährental"), "{shown}");
    assert!(!shown.contains("Anna Kestrel"), "{shown}");
}

#[test]
fn several_chosen_names_are_alternatives_and_an_excluded_one_is_none() {
    let mut stage = Stage::new(200, 60);
    stage.keys("c l u m Tab h a r b Tab q u e l C-x Enter");
    let filter = stage.filter_row();
    assert!(filter.contains(" OR "), "{filter}");
    assert!(filter.contains("-company:\"Quellbach Bank\""), "{filter}");
}

#[test]
fn a_name_that_nothing_matches_is_taken_as_it_is_written() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c").types("zzz").keys("Enter");
    assert!(stage.filter_row().starts_with("company:zzz"));
}

#[test]
fn late_answers_are_dropped() {
    let mut stage = Stage::new(120, 40);
    stage.hold();
    stage.keys("F").types("adler").keys("Enter");
    let late = stage.held.take().unwrap();
    stage.keys("X F").types("lumen").keys("Enter");
    let before = stage.print();
    for msg in late {
        stage.send(msg);
    }
    assert_eq!(stage.print(), before);
}

#[test]
fn the_list_does_not_jump_when_articles_are_added() {
    let mut stage = Stage::with(120, 40, fixtures::many(300));
    stage.keys("5 0 j");
    let (row, text) = (stage.cursor_row(), stage.text());
    stage.store.add(fixtures::articles()).unwrap();
    stage.send(Msg::StoreChanged);
    assert_eq!(stage.cursor_row(), row);
    let panes = |text: &[String]| text[..text.len() - 2].to_vec();
    assert_eq!(panes(&stage.text()), panes(&text));
    assert!(stage.filter_row().contains("312"));
}

#[test]
fn an_article_that_drops_out_of_the_view_stays_while_the_cursor_is_on_it() {
    let mut stage = Stage::new(120, 40);
    stage.keys("f u j");
    let row = stage.cursor_row();
    stage.keys("r");
    stage.send(Msg::StoreChanged);
    assert_eq!(
        row.replace('•', " ").trim_end(),
        stage.cursor_row().replace('•', " ").trim_end()
    );
}

#[test]
fn moves_beyond_the_loaded_rows_are_made_up_for() {
    let mut stage = Stage::with(120, 40, fixtures::many(3000));
    stage.hold();
    for _ in 0..500 {
        stage.keys("j");
    }
    stage.let_go();
    assert!(
        stage.cursor_row().contains("Meldung 500:"),
        "{}",
        stage.cursor_row()
    );
    stage.keys("1 2 3 4 G");
    assert!(
        stage.cursor_row().contains("Meldung 1233:"),
        "{}",
        stage.cursor_row()
    );
    stage.keys("G");
    assert!(stage.cursor_row().contains("Meldung 2999:"));
    stage.keys("1 0 0 0 k");
    assert!(
        stage.cursor_row().contains("Meldung 1999:"),
        "{}",
        stage.cursor_row()
    );
    stage.keys("g g");
    assert!(stage.cursor_row().contains("Meldung 0:"));
}

#[test]
fn a_held_key_asks_for_one_article_at_a_time() {
    let mut stage = Stage::with(120, 40, fixtures::many(300));
    stage.hold();
    stage.keys("1 0 0 j");
    let key = depesche::keymap::parse_keys("j").unwrap()[0];
    let mut asked = 0;
    for _ in 0..100 {
        let effects = stage.app.update(Msg::Key(key));
        asked += effects
            .iter()
            .filter(|effect| matches!(effect, Effect::Ask(_, depesche::ask::Ask::Article(_))))
            .count();
    }
    assert_eq!(asked, 0, "one is under way since the first move");
}

#[test]
fn a_bookmark_is_shown_when_it_is_on_disk_and_not_before() {
    let mut stage = Stage::new(120, 40);
    stage.hold();
    stage.keys("b");
    assert!(!stage.shown().contains('★'));
    stage.let_go();
    assert!(stage.shown().contains('★'));
    assert!(stage.last_row().starts_with("bookmarked — u takes it back"));
    stage.keys("u");
    assert!(!stage.shown().contains('★'));
    stage.keys("C-r");
    assert!(stage.shown().contains('★'));
}

#[test]
fn opening_marks_read_without_a_word() {
    let mut stage = Stage::new(120, 40);
    assert!(stage.filter_row().contains("12 unread"));
    stage.keys("Enter");
    assert!(
        stage.filter_row().contains("11 unread"),
        "{}",
        stage.filter_row()
    );
    assert_eq!(stage.last_row(), "");
}

#[test]
fn looking_from_the_list_marks_nothing_read() {
    let mut stage = Stage::new(120, 40);
    stage.keys("j j k");
    assert!(stage.filter_row().contains("12 unread"));
}

#[test]
fn space_pages_and_at_the_end_goes_to_the_next_unread_article() {
    let mut stage = Stage::new(80, 24);
    stage.keys("j r k Enter");
    for _ in 0..20 {
        if stage.shown().contains("Nordwind Energie will die") {
            return;
        }
        stage.keys("Space");
    }
    panic!(
        "never came to the article after the read one:\n{}",
        stage.shown()
    );
}

#[test]
fn escape_goes_back_one_step_at_a_time_and_never_leaves() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c s t a Enter Enter Tab ?");
    stage.keys("Esc");
    assert!(stage.shown().contains("▸ highlights"));
    stage.keys("q");
    assert!(stage.shown().contains("▸ list"));
    stage.keys("h");
    assert!(stage.filter_row().contains("all articles"));
    stage.keys("q");
    assert!(stage.last_row().contains("Q leaves"));
    assert!(stage.asked.is_empty());
    stage.keys("Q");
    assert_eq!(stage.asked, [Effect::Quit]);
}

#[test]
fn back_and_forward_keep_query_and_article() {
    let mut stage = Stage::new(120, 40);
    stage.keys("j j");
    let row = stage.cursor_row();
    stage.keys("f u B H H");
    assert_eq!(stage.cursor_row(), row);
    stage.keys("L");
    assert!(stage.filter_row().contains("is:unread"));
}

#[test]
fn the_entity_under_the_cursor_narrows_and_where_there_is_none_it_is_chosen() {
    let mut stage = Stage::new(120, 40);
    stage.keys("*");
    assert!(
        stage.filter_row().starts_with("company:\"Stahlbau Adler\""),
        "{}",
        stage.filter_row()
    );
    stage.keys("X Enter #");
    assert!(
        stage.shown().contains("only articles without"),
        "{}",
        stage.shown()
    );
    stage.keys("o z c Esc ] e #");
    assert!(
        stage
            .filter_row()
            .starts_with("-company:\"Stahlbau Adler\""),
        "{}",
        stage.filter_row()
    );
}

#[test]
fn more_than_a_hundred_articles_are_not_marked_read_without_asking() {
    let mut stage = Stage::with(120, 40, fixtures::many(150));
    stage.keys("A");
    assert!(
        stage.last_row().contains("150 articles"),
        "{}",
        stage.last_row()
    );
    stage.keys("n");
    assert!(stage.filter_row().contains("150 unread"));
    stage.keys("A y");
    assert!(
        stage.filter_row().contains("0 unread"),
        "{}",
        stage.filter_row()
    );
    stage.keys("u");
    assert!(stage.filter_row().contains("150 unread"));
}

#[test]
fn links_are_opened_and_copied() {
    let mut stage = Stage::new(60, 24);
    stage.keys("o y");
    assert!(matches!(&stage.asked[0], Effect::Open(link) if link.as_str().ends_with("/1")));
    assert!(matches!(&stage.asked[1], Effect::Copy(text) if text.ends_with("/1")));
}

#[test]
fn tags_are_set_and_taken_away() {
    let mut stage = Stage::new(120, 40);
    stage.keys("t").types("stahl werk").keys("Enter f t");
    assert!(stage.shown().contains("werk"));
    stage.keys("w e r Enter");
    assert!(
        stage.filter_row().starts_with("tag:werk"),
        "{}",
        stage.filter_row()
    );
    stage.keys("t C-u Enter");
    assert!(
        stage.last_row().contains("−stahl −werk"),
        "{}",
        stage.last_row()
    );
}

#[test]
fn what_is_watched_is_listed_with_what_is_unread() {
    let mut stage = Stage::new(120, 40);
    stage.keys("w W");
    assert!(stage.shown().contains("Stahlbau Adler"));
    stage.keys("Enter");
    assert!(stage.filter_row().starts_with("company:\"Stahlbau Adler\""));
    stage.keys("X w");
    assert!(
        stage.last_row().contains("no longer watching"),
        "{}",
        stage.last_row()
    );
}

#[test]
fn about_is_asked_for_and_taken_back() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c q u e l Enter +");
    assert!(
        stage.filter_row().starts_with("about:\"Quellbach Bank\""),
        "{}",
        stage.filter_row()
    );
    stage.keys("-");
    assert!(
        stage.filter_row().starts_with("company:\"Quellbach Bank\""),
        "{}",
        stage.filter_row()
    );
}

#[test]
fn above_a_teaser_stands_the_key_that_fetches_the_whole_text() {
    let mut articles = fixtures::articles();
    for one in &mut articles {
        one.article.extent = Extent::Teaser;
    }
    let mut stage = Stage::with(120, 40, articles);
    stage.keys("Enter");
    assert!(
        stage
            .shown()
            .contains("Only a summary; gf fetches the whole text."),
        "{}",
        stage.shown()
    );
    stage.keys("g f");
    assert!(matches!(stage.asked.pop(), Some(Effect::Complete(_))));
    assert!(
        stage.last_row().contains("fetching news.example"),
        "{}",
        stage.last_row()
    );
}

#[test]
fn commands_filter_load_and_go_to_rows() {
    let mut stage = Stage::new(120, 40);
    stage.keys(":").types("filter lang:en").keys("Enter");
    assert!(stage.filter_row().starts_with("lang:en"));
    stage.keys(":").types("open /tmp/news.xml").keys("Enter");
    assert_eq!(
        stage.asked.pop(),
        Some(Effect::Load("/tmp/news.xml".to_owned()))
    );
    stage.keys("X :").types("3").keys("Enter");
    assert!(
        stage.cursor_row().contains("Nordwind Energie und"),
        "{}",
        stage.cursor_row()
    );
    stage.keys(":").types("toggle-rea").keys("Tab Enter");
    assert!(stage.last_row().starts_with("read"), "{}", stage.last_row());
    stage.keys(":").types("q").keys("Enter");
    assert_eq!(stage.asked.pop(), Some(Effect::Quit));
}

#[test]
fn a_day_in_the_list_is_gone_to_however_far_it_is() {
    // An hour apart, so twelve hundred reach from the end of 2023 to the middle of November.
    let mut stage = Stage::with(80, 24, fixtures::many(1200));
    for (written, first) in [
        ("2023-11-20", "Meldung 983:"),
        ("24.12.2023", "Meldung 167:"),
        ("2023-11", "Meldung 743:"),
        // Beyond either end: the last row and the first.
        ("2020", "Meldung 1199:"),
        ("2025", "Meldung 0:"),
    ] {
        stage
            .keys(":")
            .types(&format!("date {written}"))
            .keys("Enter");
        let row = stage.cursor_row();
        assert!(row.contains(first), "{written}: {row}");
    }
    stage.keys(":").types("date 2023-13").keys("Enter");
    assert!(
        stage.last_row().contains("is no date"),
        "{}",
        stage.last_row()
    );
}

#[test]
fn pasted_text_never_stands_for_keys() {
    let mut stage = Stage::new(120, 40);
    let before = stage.text()[..30].to_vec();
    stage.send(Msg::Paste("Qb\u{1b}[2Jdd".to_owned()));
    assert_eq!(stage.text()[..30], before);
    assert!(stage.asked.is_empty());
    stage.keys("F");
    stage.send(Msg::Paste("lang:\nen\u{1b}[31m".to_owned()));
    assert!(
        stage.last_row().starts_with("filter lang: en"),
        "{}",
        stage.last_row()
    );
}

#[test]
fn a_note_is_kept_edited_and_dropped() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter ] q i").types("Prüfen").keys("Enter");
    assert!(
        stage.last_row().starts_with("note kept"),
        "{}",
        stage.last_row()
    );
    stage.keys("i");
    assert!(
        stage.last_row().starts_with("note Prüfen"),
        "{}",
        stage.last_row()
    );
    stage.keys("C-u Enter");
    assert!(
        stage.last_row().starts_with("taken away"),
        "{}",
        stage.last_row()
    );
}

#[test]
fn a_failed_change_is_told_and_nothing_is_shown_as_kept() {
    let mut stage = Stage::new(120, 40);
    let key = depesche::keymap::parse_keys("b").unwrap()[0];
    let effects = stage.app.update(Msg::Key(key));
    assert!(matches!(
        &effects[..],
        [Effect::Change(Change::Bookmark { .. })]
    ));
    stage.send(Msg::Failed(Said::quoting(
        "the disk is full; make room and try again",
    )));
    assert!(stage.last_row().starts_with("the disk is full"));
    assert!(!stage.shown().contains('★'));
}

#[test]
fn a_click_selects_and_another_one_opens() {
    let mut stage = Stage::new(120, 40);
    let press = Mouse {
        column: 5,
        row: 4,
        what: Gesture::Press,
    };
    stage.send(Msg::Mouse(press));
    assert!(
        stage.cursor_row().contains("Harbour Robotics raises"),
        "{}",
        stage.cursor_row()
    );
    stage.send(Msg::Mouse(press));
    assert!(stage.shown().contains("▸ reader"));
}

#[test]
fn nothing_in_the_panes_moves_when_a_message_comes_or_goes() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut stage = Stage::new(columns, rows);
        let panes = |stage: &Stage| stage.text()[..usize::from(rows) - 2].to_vec();
        let before = panes(&stage);
        stage.send(Msg::Done(Said::quoting("12 articles loaded")));
        assert_eq!(panes(&stage), before);
        stage.keys("F");
        assert_eq!(panes(&stage), before);
        stage.keys("Esc g");
        assert_eq!(panes(&stage), before);
    }
}

#[test]
fn a_theme_is_worn_while_the_cursor_is_on_it_and_only_enter_keeps_it() {
    let mut stage = Stage::new(120, 40);
    let theme = |name: &str| Effect::Theme(name.to_owned());
    stage.keys("z t").matches("theme-picker-120x40");
    assert_eq!(stage.asked, [], "the cursor is on the theme that is worn");
    stage.keys("Down Down Up Esc");
    let tried = [theme("dark"), theme("light"), theme("dark"), theme("auto")];
    assert_eq!(std::mem::take(&mut stage.asked), tried);
    stage.keys("z t p a p e r Enter");
    let kept = Effect::KeepTheme("paper".to_owned());
    assert_eq!(std::mem::take(&mut stage.asked), [theme("paper"), kept]);
    assert_eq!(stage.last_row(), "the theme is paper from now on");
    stage.keys("z t Up Esc");
    let tried = [theme("light"), theme("paper")];
    assert_eq!(std::mem::take(&mut stage.asked), tried);
    stage.keys("C-p").types("choose a theme").keys("Enter");
    assert!(stage.shown().contains("low contrast: brown ink"));
}

#[test]
fn lines_grow_shorter_and_longer_and_the_words_at_the_top_stay() {
    let mut stage = Stage::with(120, 40, fixtures::long());
    stage.keys("Enter z f 7 j");
    let top = |stage: &Stage| stage.text()[0].trim().to_owned();
    let before = top(&stage);
    let first: String = before.chars().take(12).collect();
    stage.keys("<");
    assert_eq!(stage.last_row(), "lines of 68 columns");
    assert!(
        top(&stage).contains(&first),
        "{} has no {first}",
        top(&stage)
    );
    stage.keys(">");
    assert_eq!(top(&stage), before);
    stage.keys("9 9 >");
    assert!(
        stage
            .last_row()
            .starts_with("lines of 200 columns; the pane has room for 118")
    );
    stage.keys("9 9 <");
    assert_eq!(stage.last_row(), "lines of 40 columns");
    stage.keys("9 >");
    assert_eq!(stage.last_row(), "lines of 76 columns");
}

#[test]
fn justified_lines_end_together_and_ragged_ones_do_not() {
    let mut stage = Stage::with(100, 40, fixtures::long());
    stage.keys("Enter z f");
    let ends = |stage: &Stage| {
        let text = stage.text();
        let rows = text.iter().skip(4).take(30);
        let widths = rows.map(|row| depesche::text::width(row));
        let widest = widths.clone().max().unwrap_or(0);
        (widths.filter(|width| *width == widest).count(), widest)
    };
    let ragged = ends(&stage);
    stage.keys("z j");
    assert!(stage.last_row().contains("end with the measure: on"));
    let justified = ends(&stage);
    assert!(justified.0 > 2 * ragged.0, "{ragged:?} {justified:?}");
    stage.keys("z j");
    assert_eq!(ends(&stage), ragged);
}
