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
    fn notes(&mut self) -> Vec<Note> {
        let rows = Ask::Rows {
            query: Query::default(),
            window: Window::Top,
            limit: 1,
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
