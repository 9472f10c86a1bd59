use super::*;
use crate::highlight::Kind;
use crate::pane::print::print;
use crate::row::Facet;
use crate::say::Tongue;

fn facet(kind: Kind, name: &str, articles: u64) -> Facet {
    Facet {
        key: EntityKey {
            kind,
            name: crate::text::key(name),
        },
        name: name.into(),
        aliases: Vec::new(),
        articles,
    }
}

fn portrait() -> Portrait {
    let mut norrcell = facet(Kind::Company, "Norrcell", 24);
    norrcell.aliases = vec!["Bruenn Zellen".into(), "Norrcell AB".into()];
    let months = [0, 2, 0, 8, 4, 1, 9, 0];
    Portrait {
        facet: norrcell,
        watched: true,
        months: (1..)
            .zip(months)
            .map(|(month, count)| (format!("2026-{month:02}"), count))
            .collect(),
        seen: None,
        together: vec![
            facet(Kind::Company, "Voltaris", 12),
            facet(Kind::Person, "Karin Kofler", 7),
        ],
        roles: Vec::new(),
        quotes: vec![(
            ArticleId(9),
            "Wir zahlen pünktlich, und das wird auch so bleiben.".into(),
        )],
        about: Vec::new(),
        sources: vec![("Der Morgen".into(), 15), ("Technikblatt".into(), 9)],
    }
}

fn page(columns: u16, rows: u16) -> EntityPage {
    let mut page = EntityPage::new(portrait());
    page.resize(columns, rows);
    page
}

fn screen(page: &EntityPage) -> String {
    print(page.columns, page.rows, |area, buffer| {
        page.draw(area, buffer, &Theme::probe());
    })
}

#[test]
fn a_page_shows_name_months_company_words_and_sources() {
    assert_eq!(
        screen(&page(44, 17)),
        "\
|Norrcell
 cccccccc
|company · 24 articles · watched
 ddddddd d dd dddddddd d bbbbbbb
|also: Bruenn Zellen, Norrcell AB
 ddddd
|
|2026-02 ▂ █▄▁█ 2026-07
 ttttttt f ffff ttttttt
|at most 9 a month
 dd dddd d d ddddd
|
|Together with
 hhhhhhhh hhhh
| Voltaris                                 12
  cccccccc                                 dd
 CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC
| Karin Kofler                              7
  ppppp pppppp                              d
|
|Said
 hhhh
| Wir zahlen pünktlich, und das wird auch so…
  qqq qqqqqq qqqqqqqqqq qqq qqq qqqq qqqq qqq
|
|Sources
 hhhhhhh
| Der Morgen                               15
  sss ssssss                               dd
| Technikblatt                              9
  ssssssssssss                              d
"
    );
}

#[test]
fn a_page_shows_when_it_was_seen_and_what_others_say_of_it() {
    let mut page = page(44, 22);
    let mut more = portrait();
    more.seen = Some(("2026-02-03".into(), "2026-07-30".into()));
    more.about = vec![(ArticleId(7), "Norrcell wird liefern.".into())];
    page.renew(more);
    let shown = screen(&page);
    assert!(
        shown.contains("|first seen 2026-02-03, last 2026-07-30\n"),
        "{shown}"
    );
    assert!(
        shown.contains("|Said by others\n hhhh hh hhhhhh\n| Norrcell wird liefern.\n"),
        "{shown}"
    );
    let rows = EntityPage::rows(page.portrait().unwrap(), 44, Tongue::English);
    let text = |row: &Row| -> String { row.pieces.iter().map(|(text, _)| text.as_str()).collect() };
    assert_eq!(text(&rows[0]), "Norrcell");
    assert!(rows.iter().any(|row| row.right == "12"));
}

#[test]
fn a_page_told_anew_keeps_its_row() {
    let mut page = page(44, 22);
    page.scroll(Motion::Down, None);
    let selected = page.selected();
    let mut other = portrait();
    other.facet.name = "Norrcell Group".into();
    other.facet.aliases.push("Norrcell".into());
    page.renew(other);
    assert_eq!(page.selected(), selected);
    assert!(screen(&page).starts_with("|Norrcell Group"));
}

#[test]
fn a_row_opens_the_other_entity_or_the_article() {
    let first = Some(Target::Entity(portrait().together[0].key.clone()));
    let mut page = page(44, 8);
    assert!(screen(&page).starts_with("|Norrcell"));
    assert_eq!(
        page.selected(),
        None,
        "the first row that opens something is not in sight yet"
    );
    assert!(page.scroll(Motion::Down, None));
    assert_eq!(page.selected(), first);
    assert!(page.scroll(Motion::Down, Some(2)));
    assert_eq!(page.selected(), Some(Target::Article(ArticleId(9))));
    assert!(page.cursor(Rect::new(0, 0, 44, 8)).is_some());
    assert!(
        page.scroll(Motion::Down, None),
        "what lies below the last row comes into sight"
    );
    assert!(screen(&page).contains("Technikblatt"));
    assert!(!page.scroll(Motion::Down, None));
    assert!(page.scroll(Motion::Up, Some(9)));
    assert_eq!(page.selected(), first);
    assert!(page.scroll(Motion::Up, None));
    assert!(screen(&page).starts_with("|Norrcell"));
    page.resize(30, 30);
    assert!(screen(&page).starts_with("|Norrcell"));
    assert_eq!(page.selected(), first);
    assert!(page.scroll(Motion::Bottom, None));
    assert_eq!(page.selected(), Some(Target::Article(ArticleId(9))));
}

#[test]
fn going_on_down_past_the_last_row_never_turns_back() {
    let mut page = page(44, 3);
    let mut top = 0;
    while page.scroll(Motion::Down, None) {
        assert!(page.top >= top);
        top = page.top;
    }
    assert_eq!(page.top, page.last_top());
    while page.scroll(Motion::Up, None) {
        assert!(page.top <= top);
        top = page.top;
    }
    assert_eq!(page.top, 0);
}

#[test]
fn a_long_history_is_summed_until_it_fits() {
    let months: Vec<(String, u64)> = (0..50).map(|month| (format!("m{month}"), month)).collect();
    let (bars, together) = sparkline(&months, 20);
    assert_eq!((bars.chars().count(), together), (17, 3));
    assert!(bars.ends_with('█') || bars.ends_with('▇') || bars.ends_with('▆'));
    assert_eq!(sparkline(&months[..3], 20), (" ▄█".into(), 1));
}

#[test]
fn nothing_breaks_at_any_size() {
    for columns in (0..12).chain([20, 44, 200]) {
        for rows in [0, 1, 2, 5, 30] {
            let mut page = page(columns, rows);
            for motion in [
                Motion::Down,
                Motion::HalfDown,
                Motion::PageUp,
                Motion::Bottom,
                Motion::Up,
                Motion::Top,
            ] {
                page.scroll(motion, None);
                screen(&page);
                let area = Rect::new(1, 1, columns, rows);
                assert!(page.cursor(area).is_none_or(|at| area.contains(at)));
            }
        }
    }
    let mut bare = portrait();
    (bare.together, bare.quotes) = (Vec::new(), Vec::new());
    bare.months = vec![("2026-03".into(), 2)];
    let mut page = EntityPage::new(bare);
    page.resize(40, 3);
    assert_eq!(page.selected(), None);
    assert!(
        page.scroll(Motion::Down, None)
            && page.scroll(Motion::Up, None)
            && !page.scroll(Motion::Up, None)
    );
}
