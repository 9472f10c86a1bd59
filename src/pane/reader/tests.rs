use super::*;
use crate::article::{Article, BodyBuilder, Extent, Language, Link, Style as Paragraph};
use crate::change::Note;
use crate::highlight::{EntityKey, Figure, Highlights, Kind, Quote};
use crate::pane::print::print;
use crate::text::Sought;
use proptest::prelude::*;

const TEXT: &str =
    "Norrcell bietet 2,1 Milliarden Euro für Voltaris. „Das ist zu wenig“, sagt Karin Kofler.";

fn range_of(text: &str, words: &str) -> Range<usize> {
    let at = text.find(words).expect("the words stand in the text");
    at..at + words.len()
}

fn entity(kind: Kind, name: &str, title: &str, body: &str) -> Entity {
    let places = |text: &str| {
        let found = text.match_indices(name);
        found.map(|(at, _)| at..at + name.len()).collect()
    };
    Entity {
        key: EntityKey {
            kind,
            name: crate::text::key(name),
        },
        name: name.into(),
        aliases: Vec::new(),
        salience: 1.0,
        mentions: places(body),
        in_title: places(title),
    }
}

fn opened(paragraphs: &[&str]) -> Opened {
    let mut body = BodyBuilder::default();
    for text in paragraphs {
        body.push(Paragraph::Text, text);
    }
    let article = Article {
        title: "Kofler nennt das Angebot von Norrcell zu niedrig".into(),
        published: "2026-11-16T18:30:00+01:00".parse().ok(),
        language: Some(Language::GERMAN),
        source: Some("Der Morgen".into()),
        byline: Some("Reto Caduff".into()),
        body: body.finish(),
        ..Article::default()
    };
    let text = article.body.text();
    let title = article.title.as_str();
    let highlights = Highlights {
        entities: vec![
            entity(Kind::Company, "Norrcell", title, text),
            entity(Kind::Company, "Voltaris", title, text),
            entity(Kind::Person, "Karin Kofler", title, text),
        ],
        quotes: text
            .find("Das ist")
            .map(|at| Quote {
                range: at..at + "Das ist zu wenig".len(),
                speaker: Some("Karin Kofler".into()),
            })
            .into_iter()
            .collect(),
        figures: text
            .find("2,1")
            .map(|at| Figure {
                range: at..at + "2,1 Milliarden Euro".len(),
                value: 2.1e9,
                unit: "EUR".into(),
            })
            .into_iter()
            .collect(),
        roles: Vec::new(),
    };
    Opened {
        twins: Vec::new(),
        id: ArticleId(7),
        article,
        highlights,
        read: false,
        bookmarked: false,
        tags: Vec::new(),
        notes: Vec::new(),
    }
}

fn reader(opened: Opened, columns: u16, rows: u16) -> Reader {
    let settings = config::Reader {
        measure: 72,
        hyphenate: true,
        justify: false,
        mark_read: false,
        mark_story: false,
    };
    let mut reader = Reader::new(&settings, true);
    reader.resize(columns, rows);
    reader.show(opened);
    reader
}

fn screen(reader: &Reader) -> String {
    let theme = Theme::probe();
    print(reader.look.columns, reader.look.rows, |area, buffer| {
        reader.draw(area, buffer, &theme, true);
    })
}

fn long() -> Opened {
    let paragraphs: Vec<String> = (1..=30)
        .map(|number| {
            format!("Absatz {number} beginnt. Er nennt Voltaris und dann noch vieles mehr.")
        })
        .collect();
    opened(&paragraphs.iter().map(String::as_str).collect::<Vec<_>>())
}

fn top_row(reader: &Reader) -> String {
    screen(reader).lines().next().unwrap_or("").to_owned()
}

#[test]
fn an_article_is_headline_origin_and_text_with_everything_marked() {
    let reader = reader(opened(&[TEXT]), 32, 11);
    assert_eq!(
        screen(&reader),
        "\
| Kofler nennt das Angebot von
  HHHHHH HHHHH HHH HHHHHHH HHH
| Norrcell zu niedrig
  cccccccc HH HHHHHHH
| 2026-11-16 18:30 +01:00
  tttttttttt ttttt tttttt
| Der Morgen · Reto Caduff
  sss ssssss d aaaa aaaaaa
|
| Norrcell bietet 2,1 Milliarden
  cccccccc        fff ffffffffff
| Euro für Voltaris. „Das ist zu
  ffff     cccccccc   qqq qqq qq
| wenig“, sagt Karin Kofler.
  qqqqq        ppppp pppppp
|
|
|
"
    );
}

#[test]
fn a_name_across_a_line_break_is_marked_on_both_lines() {
    let reader = reader(opened(&["Das Wort hat nun Karin Kofler."]), 24, 12);
    let screen = screen(&reader);
    assert!(
        screen
            .contains("| Das Wort hat nun Karin\n                   ppppp\n| Kofler.\n  pppppp\n"),
        "{screen}"
    );
}

#[test]
fn head_tells_what_is_special_and_the_foot_where_it_stands() {
    let mut opened = opened(&["Nur der Anfang."]);
    let article = &mut opened.article;
    article.kicker = Some("WIRTSCHAFT".into());
    article.credit = Some("APA/NAME".into());
    article.extent = Extent::Paywall;
    article.embargo = "2026-11-17T06:00:00Z".parse().ok();
    article.url = Link::parse("https://dermorgen.example/kofler");
    opened.bookmarked = true;
    opened.tags = vec!["Zelle".into()];
    let screen = screen(&reader(opened, 60, 14));
    for line in [
        "| WIRTSCHAFT\n  dddddddddd\n| Kofler",
        "| Credit: APA/NAME\n  aaaaaaa aaaaaaaa\n| bookmarked · #Zelle\n  bbbbbbbbbb d bbbbbb\n",
        "| Not for publication before 2026-11-17 06:00 UTC.\n  EEE",
        "| Only the beginning; the rest stands behind a paywall.\n  mmmm",
        "|\n| https://dermorgen.example/kofler\n  kkkkk",
    ] {
        assert!(screen.contains(line), "{line}\n{screen}");
    }
}

#[test]
fn own_highlights_lie_under_the_names_and_notes_stand_below_their_paragraph() {
    let mut opened = opened(&[TEXT, "Mehr folgt."]);
    let note = |number, range: Option<Range<usize>>, text: &str| Note {
        number,
        id: ArticleId(7),
        range,
        passage: String::new(),
        text: text.into(),
        colour: 0,
    };
    opened.notes = vec![
        note(1, None, "nochmals lesen"),
        note(
            2,
            Some(range_of(TEXT, "bietet 2,1 Milliarden")),
            "stimmt\tdas?\u{1b}[31m",
        ),
        note(3, Some(range_of(TEXT, "zu wenig")), ""),
    ];
    let mut reader = reader(opened, 100, 16);
    let screen = screen(&reader);
    assert!(screen.contains("Note: nochmals lesen"), "{screen}");
    assert!(screen.contains("Note: stimmt das?\n"), "{screen}");
    assert!(
        screen.contains(&format!(
            "
{}{}",
            " ".repeat(24),
            "M".repeat(21)
        )),
        "{screen}"
    );
    let (note, next) = (
        screen.find("stimmt").unwrap(),
        screen.find("Mehr folgt").unwrap(),
    );
    assert!(note < next);

    assert!(reader.step(Stop::Own, true, 1));
    assert_eq!(
        reader.cursor(Rect::new(0, 0, 100, 16)),
        Some(Position::new(16, 3))
    );
    assert!(reader.step(Stop::Own, true, 2));
    assert!(!reader.step(Stop::Own, true, 1));
}

#[test]
fn the_words_at_the_top_stay_at_the_top_whatever_the_width() {
    let mut reader = reader(long(), 80, 10);
    assert!(reader.scroll(Motion::Down, Some(41)));
    let before = top_row(&reader);
    assert!(before.contains("Absatz"), "{before}");
    for columns in [30, 17, 200, 5, 61] {
        reader.resize(columns, 10);
    }
    reader.resize(80, 10);
    assert_eq!(top_row(&reader), before);
    reader.resize(30, 10);
    let first: String = before.chars().filter(char::is_ascii_digit).collect();
    assert!(top_row(&reader).contains(&first));
    reader.show(long());
    assert!(
        top_row(&reader).contains(&first),
        "the same article shown again"
    );
    let mut other = long();
    other.id = ArticleId(8);
    reader.show(other);
    assert!(top_row(&reader).contains("Kofler"));
}

#[test]
fn scrolling_counts_and_knows_both_ends() {
    let mut reader = reader(long(), 80, 10);
    assert!(!reader.scroll(Motion::Up, None));
    assert!(!reader.at_end());
    assert!(reader.scroll(Motion::PageDown, None));
    assert!(top_row(&reader).contains("Absatz 4"));
    assert!(reader.scroll(Motion::Bottom, None));
    assert!(reader.at_end());
    assert_eq!(reader.percent(), 100);
    assert!(!reader.scroll(Motion::Down, Some(3)));
    assert!(reader.scroll(Motion::Top, Some(4)));
    assert!(top_row(&reader).contains("Absatz 1 "));
    assert!(reader.scroll(Motion::Top, None));
    assert!(reader.percent() < 20);
}

#[test]
fn stops_are_walked_in_the_order_of_the_page_and_name_the_entity() {
    let mut reader = reader(opened(&[TEXT]), 80, 20);
    assert!(reader.entity().is_none());
    let mut names = Vec::new();
    while reader.step(Stop::Mention, true, 1) {
        names.push(reader.entity().unwrap().name.clone());
    }
    assert_eq!(names, ["Norrcell", "Norrcell", "Voltaris", "Karin Kofler"]);
    assert!(reader.step(Stop::Mention, false, 2));
    assert_eq!(reader.entity().unwrap().name, "Norrcell");
    assert!(reader.step(Stop::Quote, true, 1));
    assert!(reader.entity().is_none());
    assert!(
        screen(&reader).contains("SSS SSS SS SSSSS")
            || screen(&reader).contains("SSSSSSSSSSSSSSSS")
    );
}

#[test]
fn the_entity_is_forgotten_once_its_place_is_out_of_sight() {
    let mut reader = reader(long(), 80, 10);
    let body = reader.opened().unwrap().article.body.text().to_owned();
    let last = body.rfind("Voltaris").unwrap();
    reader.jump(last..last + 8);
    assert_eq!(reader.entity().unwrap().name, "Voltaris");
    assert_eq!(
        reader
            .sentence()
            .map(|range| body[range].to_owned())
            .unwrap(),
        "Er nennt Voltaris und dann noch vieles mehr."
    );
    reader.scroll(Motion::Top, None);
    assert!(reader.entity().is_none());
    assert_eq!(
        reader
            .sentence()
            .map(|range| body[range].to_owned())
            .unwrap(),
        "Absatz 1 beginnt."
    );
    assert!(reader.step(Stop::Mention, true, 3));
    assert_eq!(reader.entity().unwrap().name, "Voltaris");
}

#[test]
fn a_jump_out_of_sight_lands_a_third_from_the_top() {
    let mut reader = reader(long(), 80, 12);
    let body = reader.opened().unwrap().article.body.text().to_owned();
    let place = range_of(&body, "Absatz 20");
    reader.jump(place);
    assert_eq!(reader.cursor(Rect::new(0, 0, 80, 12)).unwrap().y, 4);
    reader.jump(range_of(&body, "Absatz 21"));
    assert_eq!(
        reader.cursor(Rect::new(0, 0, 80, 12)).unwrap().y,
        6,
        "in sight: nothing moves"
    );
}

#[test]
fn a_search_marks_all_hits_and_goes_round() {
    let mut reader = reader(opened(&[TEXT, "Und NORRCELL schweigt."]), 80, 20);
    assert_eq!(reader.hits(), None);
    assert_eq!(reader.search("norrcell"), 3);
    assert_eq!(reader.hits(), Some((1, 3)));
    assert_eq!(screen(&reader).matches("XXXXXXXX").count(), 2);
    assert_eq!(screen(&reader).matches("SSSSSSSS").count(), 1);
    assert!(reader.search_step(true, 2));
    assert_eq!(reader.hits(), Some((3, 3)));
    assert!(reader.search_step(true, 1));
    assert_eq!(reader.hits(), Some((1, 3)));
    assert!(reader.search_step(false, 1));
    assert_eq!(reader.hits(), Some((3, 3)));
    assert_eq!(reader.search("gibt es nicht"), 0);
    assert!(!reader.search_step(true, 1));
    assert_eq!(reader.search(""), 0);
    assert_eq!(reader.hits(), None);
}

#[test]
fn words_of_the_query_are_marked_without_moving() {
    let mut reader = reader(long(), 80, 10);
    reader.scroll(Motion::Down, Some(20));
    let before = top_row(&reader);
    let sought = Sought::word("beginn", true).unwrap();
    reader.set_query_words(vec![sought], Vec::new());
    assert_eq!(top_row(&reader), before);
    assert!(screen(&reader).contains("XXXXXX"));
    reader.set_query_words(Vec::new(), Vec::new());
    assert!(!screen(&reader).contains('X'));
}

#[test]
fn colours_and_measure_are_switched_in_place() {
    let mut reader = reader(opened(&[TEXT]), 120, 10);
    assert!(screen(&reader).contains("cccccccc"));
    assert!(!reader.toggle_colours());
    assert!(!screen(&reader).contains("cccccccc"));
    assert!(reader.toggle_colours());
    assert!(top_row(&reader).starts_with(&format!("|{}Kofler", " ".repeat(24))));
    assert!(!reader.toggle_measure());
    assert!(top_row(&reader).starts_with("| Kofler"));
    assert!(reader.toggle_measure());
}

#[test]
fn a_click_takes_the_name_under_it_else_the_sentence() {
    let mut reader = reader(opened(&[TEXT]), 32, 11);
    assert!(reader.select_at(3, 5));
    assert_eq!(reader.entity().unwrap().name, "Norrcell");
    assert!(reader.select_at(3, 1));
    assert_eq!(
        reader.cursor(Rect::new(0, 0, 32, 11)),
        Some(Position::new(1, 1))
    );
    assert!(reader.select_at(12, 7));
    assert_eq!(
        reader.cursor(Rect::new(0, 0, 32, 11)),
        Some(Position::new(20, 6))
    );
    for (column, row) in [(0, 5), (31, 5), (3, 2), (3, 4), (3, 10)] {
        assert!(!reader.select_at(column, row), "{column} {row}");
    }
}

#[test]
fn an_empty_pane_says_what_to_do() {
    let mut reader = Reader::default();
    reader.resize(30, 8);
    assert!(screen(&reader).contains("No article is open."));
    assert!(reader.at_end() && !reader.scroll(Motion::Down, None) && reader.search("x") == 0);
    assert_eq!(reader.cursor(Rect::new(0, 0, 30, 8)), None);
}

proptest! {
    #[test]
    fn nothing_breaks_at_any_size(columns in 0_u16..120, rows in 0_u16..40, down in 0_usize..80, wide in 0_u16..90) {
        let mut opened = opened(&[TEXT, "日本語の見出し 👩‍🚒 e\u{301}"]);
        opened.notes.push(Note {
            number: 1,
            id: ArticleId(7),
            range: Some(1..9000),
            passage: String::new(),
            text: "weiß nicht".into(),
            colour: 4,
        });
        let mut reader = reader(opened, columns, rows);
        reader.scroll(Motion::Down, Some(down));
        reader.step(Stop::Own, true, 1);
        reader.search("日本");
        // Drawn into another area than it was set for, as in the frame of a resize.
        let area = Rect::new(1, 1, wide, rows / 2);
        let mut buffer = Buffer::empty(Rect::new(0, 0, wide.max(1), rows.max(1)));
        reader.draw(area, &mut buffer, &Theme::probe(), true);
        if let Some(at) = reader.cursor(area) {
            prop_assert!(area.contains(at));
        }
        reader.sentence();
        reader.entity();
    }
}
