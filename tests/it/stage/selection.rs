//! Selecting words in the reader, and letters on links.

use depesche::app::{Effect, Msg};
use depesche::article::{Article, BodyBuilder, Link, Style};
use depesche::ask::{Answer, Ask};
use depesche::change::Note;
use depesche::keymap::{Gesture, Mouse};
use depesche::query::Query;
use depesche::row::Window;
use depesche::store::Incoming;
use depesche::text::Clean;

use super::Stage;

impl Stage {
    /// The notes of the article that is first in the list.
    pub(super) fn notes(&mut self) -> Vec<Note> {
        let rows = Ask::Rows {
            query: Query::default(),
            window: Window::Top,
            limit: 1,
            stories: false,
        };
        let Answer::Rows(listing) = self.store.answer(&rows).unwrap() else {
            panic!("rows were asked for");
        };
        let article = Ask::Article(listing.rows[0].id);
        match self.store.answer(&article).unwrap() {
            Answer::Article(Some(opened)) => opened.notes,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_selection_begins_in_sight_and_grows_by_words_lines_and_sentences() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter v");
    assert!(
        stage
            .last_row()
            .contains("a highlights · i notes · y copies")
    );
    stage.keys("2 w y");
    assert_eq!(
        stage.asked,
        [Effect::Copy("Der Stahlbauer Stahlbau".into())]
    );
    stage.asked.clear();
    stage.keys("v w w b y");
    assert_eq!(stage.asked, [Effect::Copy("Der Stahlbauer".into())]);
    stage.asked.clear();
    stage.keys("v ) y");
    let sentence = "Der Stahlbauer Stahlbau Adler verkleinert sein Werk in Linden.";
    assert_eq!(stage.asked, [Effect::Copy(sentence.into())]);
    stage.asked.clear();
    stage.keys("v j k y");
    let [Effect::Copy(text)] = &stage.asked[..] else {
        panic!("{:?}", stage.asked);
    };
    assert!(sentence.starts_with(text.as_str()), "{text}");
}

#[test]
fn the_other_end_of_a_selection_moves_after_o() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter ] q v y");
    let quote = "Wir haben zu lange gehofft, dass die Aufträge zurückkommen";
    assert_eq!(stage.asked, [Effect::Copy(quote.into())]);
    stage.asked.clear();
    stage.keys("v w w o ) y");
    let [Effect::Copy(text)] = &stage.asked[..] else {
        panic!("{:?}", stage.asked);
    };
    assert!(text.ends_with("Ährental."), "{text}");
}

#[test]
fn selected_words_are_highlighted_noted_and_let_go_again() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter v w w w").matches("selecting-120x40");
    stage.keys("a").matches("selection-marked-120x40");
    let notes = stage.notes();
    assert_eq!(notes[0].passage, "Der Stahlbauer Stahlbau Adler");
    stage.keys("v w w w i").types("Prüfen").keys("Enter");
    assert_eq!(stage.notes()[0].text, "Prüfen");
    assert_eq!(stage.notes().len(), 1);
    stage.keys("v w i").types("Anderes").keys("Enter");
    assert_eq!(stage.notes().len(), 2);
}

#[test]
fn escape_leaves_the_selection_and_nothing_else() {
    let mut stage = Stage::new(120, 40);
    stage.keys("Enter v w Esc");
    assert!(stage.shown().contains("▸ reader"));
    stage.keys("j v Q Esc");
    assert_eq!(stage.asked, [], "Q means nothing while words are selected");
    stage.keys("v");
    stage.send(Msg::Mouse(Mouse {
        column: 3,
        row: 4,
        what: Gesture::Press,
    }));
    stage.keys("Enter");
    assert!(
        stage.shown().contains("▸ reader"),
        "a click selects nothing"
    );
    stage.keys("v G");
    assert!(stage.last_row().contains("G means nothing here"));
}

fn with_links() -> Vec<Incoming> {
    let link = |address: &str| Link::parse(address);
    let mut body = BodyBuilder::default();
    body.push_pieces(
        Style::Text,
        &[
            ("Mehr ", None),
            ("im Bericht", link("https://a.example/bericht")),
            (" und ", None),
            ("beim Amt", link("https://b.example/amt")),
            (".", None),
        ],
    );
    let article = Article {
        title: Clean::line("Ein Text mit Verweisen"),
        url: link("https://news.example/selbst"),
        body: body.finish(),
        ..Article::default()
    };
    vec![Incoming {
        identity: "links".to_owned(),
        highlights: depesche::highlight::Highlights::default(),
        article,
    }]
}

#[test]
fn letters_on_the_links_in_sight_open_them() {
    let mut stage = Stage::with(120, 40, with_links());
    stage.keys("Enter ;").matches("link-hints-120x40");
    stage.keys("s");
    assert_eq!(
        stage.asked,
        [Effect::Open(Link::parse("https://b.example/amt").unwrap())]
    );
    assert!(stage.last_row().contains("opening b.example"));
    stage.asked.clear();
    // The article's own address stands below the text.
    stage.keys("; d");
    assert_eq!(
        stage.asked,
        [Effect::Open(
            Link::parse("https://news.example/selbst").unwrap()
        )]
    );
    stage.asked.clear();
    stage.keys("; Esc q");
    assert_eq!(stage.asked, []);
    stage.keys("Enter ; x");
    assert!(stage.last_row().contains("no link has these letters"));
    assert_eq!(stage.asked, []);
}

#[test]
fn letters_go_when_the_screen_changes_under_them() {
    let mut stage = Stage::with(120, 40, with_links());
    stage.keys("Enter ;");
    stage.send(Msg::Resize(100, 30));
    stage.size = (100, 30);
    stage.keys("a");
    assert!(
        stage.asked.is_empty(),
        "a highlights again: {:?}",
        stage.asked
    );
}

fn mouse(stage: &mut Stage, what: Gesture, (column, row): (u16, u16)) {
    stage.send(Msg::Mouse(Mouse { column, row, what }));
}

/// Where a text stands on the screen, from 0.
fn place(stage: &Stage, text: &str) -> (u16, u16) {
    let rows = stage.text();
    let (row, line) = rows
        .iter()
        .enumerate()
        .find(|(_, line)| line.contains(text))
        .unwrap_or_else(|| panic!("{text} is not on the screen"));
    let before = line.split(text).next().unwrap_or_default();
    (depesche::text::width(before) as u16, row as u16)
}

#[test]
fn dragging_over_words_selects_them_as_v_does() {
    let mut stage = Stage::new(120, 40);
    let (from, to) = (place(&stage, "Linden. 250"), place(&stage, "Jahresende"));
    mouse(&mut stage, Gesture::Press, (from.0 + 2, from.1));
    mouse(&mut stage, Gesture::Drag, (from.0 + 4, from.1));
    mouse(&mut stage, Gesture::Drag, (to.0 + 3, to.1));
    mouse(&mut stage, Gesture::Release, (to.0 + 3, to.1));
    assert!(stage.last_row().contains("a highlights"));
    stage.keys("y");
    let words = "Linden. 250 Beschäftigte sollen bis zum Jahresende";
    assert_eq!(
        std::mem::take(&mut stage.asked),
        [Effect::Copy(words.into())]
    );
    // Backwards, and the end that moves is the one that was dragged.
    mouse(&mut stage, Gesture::Press, (to.0, to.1));
    mouse(&mut stage, Gesture::Drag, (from.0, from.1));
    stage.keys("w y");
    let words = "250 Beschäftigte sollen bis zum Jahresende";
    assert_eq!(stage.asked, [Effect::Copy(words.into())]);
}

#[test]
fn a_rule_between_panes_is_dragged_and_stays_where_it_was_let_go() {
    let mut stage = Stage::new(120, 40);
    let rules = |stage: &Stage| -> Vec<usize> {
        let row = stage.text()[20].clone();
        let rules = row.chars().enumerate().filter(|(_, c)| *c == '│');
        rules.map(|(column, _)| column).collect()
    };
    let before = rules(&stage);
    mouse(&mut stage, Gesture::Press, (before[0] as u16, 20));
    mouse(&mut stage, Gesture::Drag, (60, 20));
    assert_eq!(rules(&stage)[0], 60);
    mouse(&mut stage, Gesture::Drag, (2, 20));
    assert_eq!(rules(&stage)[0], 16, "a pane keeps some columns");
    mouse(&mut stage, Gesture::Drag, (30, 20));
    mouse(&mut stage, Gesture::Release, (30, 20));
    mouse(&mut stage, Gesture::Press, (before[1] as u16, 20));
    mouse(&mut stage, Gesture::Drag, (80, 20));
    mouse(&mut stage, Gesture::Release, (80, 20));
    assert_eq!(rules(&stage), [30, 80]);
    stage.keys("Enter Tab h");
    assert_eq!(rules(&stage), [30, 80]);
    stage.resize(80, 24).resize(120, 40);
    assert_eq!(rules(&stage), [30, 80]);
    mouse(&mut stage, Gesture::Drag, (50, 20));
    assert_eq!(rules(&stage), [30, 80], "nothing is dragged any more");
}

#[test]
fn a_click_in_a_picker_goes_to_a_name_one_more_takes_it_and_one_beside_it_leaves() {
    let mut stage = Stage::new(120, 40);
    stage.keys("c");
    let (column, row) = place(&stage, "Lumen Optics");
    mouse(&mut stage, Gesture::Press, (column, row));
    assert!(stage.shown().contains("companies"));
    mouse(&mut stage, Gesture::Press, (column, row));
    assert!(stage.filter_row().starts_with("company:\"Lumen Optics\""));
    stage.keys("c");
    mouse(&mut stage, Gesture::Press, (110, 20));
    assert!(!stage.shown().contains("companies  "));
}
