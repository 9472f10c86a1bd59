use super::*;
use crate::article::{Article, Body};
use crate::change::Note;
use crate::highlight::{self, Entity, Figure, Kind, Quote};
use crate::pane::print::print;

const TEXT: &str = "Karin Kofler, Chefin von Voltaris, lehnt ab. Norrcell, vormals Bruenn, bietet 2,1 Milliarden Euro. \
„Das ist zu wenig“, sagt Kofler. Norrcell zahlt 40 Prozent in Aktien, 40 Prozent bar.";

fn all(words: &str) -> Vec<Range<usize>> {
    let found = TEXT.match_indices(words);
    found.map(|(at, _)| at..at + words.len()).collect()
}

fn entity(kind: Kind, name: &str, salience: f32, mentions: Vec<Range<usize>>) -> Entity {
    Entity {
        key: EntityKey {
            kind,
            name: crate::text::key(name),
        },
        name: name.into(),
        aliases: Vec::new(),
        salience,
        mentions,
        in_title: Vec::new(),
    }
}

fn opened() -> Opened {
    let mut norrcell = entity(Kind::Company, "Norrcell", 0.5, all("Norrcell"));
    norrcell.aliases = vec!["Bruenn".into()];
    let figure = |words: &str, value, unit: &'static str| {
        all(words).into_iter().map(move |range| Figure {
            range,
            value,
            unit: unit.into(),
        })
    };
    Opened {
        twins: Vec::new(),
        id: ArticleId(3),
        article: Article {
            body: Body::from_text(TEXT),
            ..Article::default()
        },
        highlights: highlight::Highlights {
            entities: vec![
                entity(Kind::Person, "Karin Kofler", 0.9, all("Kofler")),
                norrcell,
                entity(Kind::Company, "Voltaris", 0.8, all("Voltaris")),
            ],
            quotes: vec![Quote {
                range: all("Das ist zu wenig").remove(0),
                speaker: Some("Karin Kofler".into()),
            }],
            figures: figure("2,1 Milliarden Euro", 2.1e9, "EUR")
                .chain(figure("40 Prozent", 40.0, "%"))
                .collect(),
            roles: vec![highlight::Role {
                person: "Karin Kofler".into(),
                role: "Chefin".into(),
                of: Some("Voltaris".into()),
                range: all("Chefin").remove(0),
            }],
        },
        read: false,
        bookmarked: false,
        tags: Vec::new(),
        notes: vec![Note {
            number: 1,
            id: ArticleId(3),
            range: Some(all("zu wenig").remove(0)),
            passage: "zu wenig".into(),
            text: "nachfragen".into(),
            colour: 0,
        }],
    }
}

fn pane(columns: u16, rows: u16) -> Highlights {
    let mut pane = Highlights::default();
    pane.resize(columns, rows);
    pane.show(&opened());
    pane
}

fn screen(pane: &Highlights, focused: bool) -> String {
    print(pane.columns, pane.height, |area, buffer| {
        pane.draw(area, buffer, &Theme::probe(), focused);
    })
}

#[test]
fn sections_show_the_most_salient_first_in_aligned_columns() {
    assert_eq!(
        screen(&pane(40, 16), true),
        "\
|Companies                              2
 hhhhhhhhh                              d
| Voltaris                              1
  cccccccc                              d
 CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC
| Norrcell  = Bruenn                    2
  cccccccc  d dddddd                    d
|
|Persons                                1
 hhhhhhh                                d
| Karin Kofler  Chefin, Voltaris        2
  ppppp pppppp  rrrrrrr rrrrrrrr        d
|
|Quotes                                 1
 hhhhhh                                 d
| Das ist zu wenig  — Karin Kofler
  qqq qqq qq qqqqq  p ppppp pppppp
|
|Figures                                2
 hhhhhhh                                d
| 2,1 Milliarden Euro  EUR 2,100,000,000
  fff ffffffffff ffff  ddd ddddddddddddd
| 40 Prozent                            2
  ff fffffff                            d
|
|Yours                                  1
 hhhhh                                  d
| nachfragen  zu wenig
  nnnnnnnnnn  dd ddddd
"
    );
}

#[test]
fn a_narrow_pane_puts_on_a_second_line_what_has_no_room() {
    assert_eq!(
        screen(&pane(20, 21), false),
        "\
|Companies          2
 hhhhhhhhh          d
| Voltaris          1
  cccccccc          d
 IIIIIIIIIIIIIIIIIIII
| Norrcell          2
  cccccccc          d
|   = Bruenn
    d dddddd
|
|Persons            1
 hhhhhhh            d
| Karin Kofler      2
  ppppp pppppp      d
|   Chefin, Voltaris
    rrrrrrr rrrrrrrr
|
|Quotes             1
 hhhhhh             d
| Das ist zu wenig
  qqq qqq qq qqqqq
|   — Karin Kofler
    p ppppp pppppp
|
|Figures            2
 hhhhhhh            d
| 2,1 Milliarden Euro
  fff ffffffffff ffff
|   EUR 2,100,000,000
    ddd ddddddddddddd
| 40 Prozent        2
  ff fffffff        d
|
|Yours              1
 hhhhh              d
| nachfragen
  nnnnnnnnnn
|   zu wenig
    dd ddddd
"
    );
}

#[test]
fn the_selection_moves_over_rows_only_and_brings_its_heading_along() {
    let mut pane = pane(30, 5);
    assert!(!pane.scroll(Motion::Up, None));
    assert_eq!(pane.entity().unwrap().name, "voltaris");
    assert!(pane.scroll(Motion::Down, None));
    assert_eq!(pane.entity().unwrap().name, "norrcell");
    assert!(pane.scroll(Motion::Down, None));
    assert_eq!(pane.entity().unwrap().kind, Kind::Person);
    let area = Rect::new(0, 0, 30, 5);
    assert!(pane.cursor(area).is_some());
    assert!(pane.scroll(Motion::Bottom, None));
    assert!(screen(&pane, true).contains("nachfragen"));
    assert!(!pane.scroll(Motion::PageDown, None));
    assert!(pane.scroll(Motion::Top, Some(3)));
    assert!(
        screen(&pane, true).contains("| Karin Kofler") || screen(&pane, true).contains("Persons")
    );
    assert!(pane.scroll(Motion::Top, None));
    assert!(screen(&pane, true).starts_with("|Companies"));
}

#[test]
fn pressing_again_goes_to_the_next_mention_and_round() {
    let mut pane = pane(30, 10);
    pane.scroll(Motion::Down, None);
    let places = all("Norrcell");
    assert_eq!(pane.next_place(), Some(places[0].clone()));
    assert_eq!(pane.next_place(), Some(places[1].clone()));
    assert_eq!(pane.next_place(), Some(places[0].clone()));
    pane.scroll(Motion::Up, None);
    assert_eq!(pane.next_place(), all("Voltaris").first().cloned());
}

#[test]
fn the_selected_row_stays_when_the_same_article_is_shown_again() {
    let mut pane = pane(30, 10);
    pane.scroll(Motion::Down, Some(2));
    let key = pane.entity().unwrap().clone();
    let mut again = opened();
    again
        .highlights
        .entities
        .insert(0, entity(Kind::Company, "Helvia Bank", 1.0, Vec::new()));
    pane.show(&again);
    assert_eq!(pane.entity(), Some(&key));
    again.id = ArticleId(4);
    pane.show(&again);
    assert_eq!(pane.entity().unwrap().name, crate::text::key("Helvia Bank"));
    assert_eq!(pane.next_place(), None, "named only in the headline");
    pane.clear();
    assert!(pane.is_empty() && pane.entity().is_none() && pane.next_place().is_none());
}

#[test]
fn a_click_selects_the_row_under_it_and_nothing_else() {
    let mut pane = pane(40, 20);
    assert!(!pane.select_at(0));
    assert!(pane.select_at(2));
    assert_eq!(pane.entity().unwrap().name, crate::text::key("Norrcell"));
    assert!(!pane.select_at(19));
}

#[test]
fn nothing_breaks_at_any_size() {
    for columns in (0..12).chain([19, 20, 33, 60]) {
        for rows in [0, 1, 2, 3, 5, 9, 30] {
            let mut pane = pane(columns, rows);
            for _ in 0..12 {
                screen(&pane, true);
                if let Some(at) = pane.cursor(Rect::new(2, 2, columns, rows)) {
                    assert!(Rect::new(2, 2, columns, rows).contains(at));
                }
                pane.scroll(Motion::Down, None);
            }
        }
    }
}
