//! Stories on the screen: one row for several sources, going to the others, marking all of it.

use depesche::app::Msg;
use depesche::article::{Article, BodyBuilder, Language, Status, Style};
use depesche::highlight::Highlights;
use depesche::store::Incoming;
use depesche::text::Clean;

use super::{Stage, fixtures};

const TEXT: [&str; 3] = [
    "Die Kerzenmacher von Linden legen zum Herbst ihre beiden Werke zusammen, wie die Geschäftsführung am Montag nach einer langen Sitzung des Aufsichtsrats mitteilte.",
    "Betroffen sind nach Angaben der Gewerkschaft alle Abteilungen, von der Gießerei bis zum Versand. Kündigungen soll es nicht geben, wohl aber weitere Wege für die Belegschaft, die ihre Schichten danach neu einteilen muss und dafür mehr Zeit bekommen soll.",
    "„Wir ziehen zusammen, was zusammengehört“, sagte der Betriebsrat. Der Bürgermeister sprach von einer guten Nachricht für den Ort und kündigte eine neue Buslinie an.",
];

fn piece(hour: u32, source: &str, title: &str, lines: &[&str]) -> Incoming {
    let mut body = BodyBuilder::default();
    for line in lines {
        body.push(Style::Text, line);
    }
    Incoming {
        identity: format!("{source} {title}"),
        article: Article {
            title: Clean::line(title),
            published: format!("2024-03-25T{hour:02}:00:00+01:00").parse().ok(),
            language: Some(Language::GERMAN),
            source: Some(Clean::line(source)),
            body: body.finish(),
            ..Article::default()
        },
        highlights: Highlights::default(),
    }
}

/// The articles of the stage, and among them an agency's text in four papers.
fn stage(columns: u16, rows: u16) -> Stage {
    let mut articles = fixtures::articles();
    articles.push(piece(
        5,
        "Agentur",
        "Kerzenmacher legen Werke zusammen",
        &TEXT,
    ));
    articles.push(piece(7, "Abendpost", "Kerzen aus einem Haus", &TEXT));
    articles.push(piece(8, "Gerstenblatt", "Ein Werk statt zwei", &TEXT[..2]));
    articles.push(piece(
        10,
        "Lindener Bote",
        "Linden bekommt eine neue Buslinie",
        &TEXT,
    ));
    Stage::with(columns, rows, articles)
}

fn rows_with(stage: &Stage, words: &str) -> usize {
    stage
        .text()
        .iter()
        .filter(|row| row.contains(words))
        .count()
}

#[test]
fn an_embargo_is_said_until_it_ends_and_a_withdrawal_for_ever() {
    let mut embargoed = piece(6, "Agentur", "Bilanz", &TEXT[..1]);
    embargoed.article.embargo = "2024-03-25T12:00:00Z".parse().ok();
    let mut withdrawn = piece(7, "Agentur", "Irrtum", &TEXT[..1]);
    withdrawn.article.status = Status::Withdrawn;
    withdrawn.article.urgency = Some(2);
    withdrawn.article.subjects = vec![Clean::line("Wirtschaft"), Clean::line("Kerzen")];
    let mut stage = Stage::with(200, 60, vec![embargoed, withdrawn]);
    assert!(
        stage.shown().contains("EMBARGO Bilanz"),
        "{}",
        stage.shown()
    );
    stage.send(Msg::Clock("2024-03-25T11:59:00Z".parse().unwrap()));
    assert!(stage.shown().contains("EMBARGO Bilanz"));
    stage.send(Msg::Clock("2024-03-25T12:00:00Z".parse().unwrap()));
    assert!(!stage.shown().contains("EMBARGO"), "{}", stage.shown());
    for said in [
        "WITHDRAWN Irrtum",
        "Withdrawn by its source: not to be used any more.",
        "urgency 2",
        "Subjects: Wirtschaft, Kerzen",
    ] {
        assert!(stage.shown().contains(said), "{said}\n{}", stage.shown());
    }
    stage.keys("j");
    assert!(
        stage
            .shown()
            .contains("Not for publication before 2024-03-25 12:00 UTC.")
    );
}

#[test]
fn z_s_makes_one_row_of_a_story_and_back() {
    let mut stage = stage(120, 40);
    let apart = stage.print();
    assert!(stage.shown().contains("Ein Werk statt zwei"));
    stage.keys("z s");
    assert!(stage.last_row().contains("one row for each story"));
    let shown = stage.shown();
    assert!(shown.contains("×4 Linden bekommt"), "{shown}");
    assert!(!shown.contains("Kerzen aus einem Haus"), "{shown}");
    stage.matches("stories-120x40");
    stage.keys("z s j k");
    assert_eq!(stage.print().replace("a row for every article", ""), apart);
}

#[test]
fn stories_at_other_sizes() {
    stage(200, 60).keys("z s").matches("stories-200x60");
    stage(80, 24).keys("z s Enter").matches("story-80x24");
    stage(40, 10).keys("z s").matches("stories-40x10");
}

#[test]
fn the_cursor_stays_on_the_story_when_its_rows_become_one() {
    let mut stage = stage(120, 40);
    while !stage.cursor_row().contains("Kerzen aus einem Haus") {
        stage.keys("j");
    }
    stage.keys("z s");
    assert!(
        stage.cursor_row().contains("Linden bekommt"),
        "{}",
        stage.cursor_row()
    );
}

#[test]
fn opening_a_story_marks_all_of_it_and_one_step_takes_it_back() {
    let mut stage = stage(120, 40);
    let unread = |stage: &Stage| {
        let filter = stage.filter_row();
        filter
            .split(" unread")
            .next()
            .unwrap()
            .rsplit([' ', '·'])
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(unread(&stage), "16");
    stage.keys("z s Enter");
    assert_eq!(unread(&stage), "12");
    stage.keys("h u");
    assert_eq!(unread(&stage), "16");
    // A row for every article marks that one alone.
    stage.keys("z s Enter");
    assert_eq!(unread(&stage), "15");
}

#[test]
fn a_key_goes_round_the_sources_of_a_piece() {
    let mut stage = stage(120, 40);
    stage.keys("z s Enter");
    assert!(
        stage
            .shown()
            .contains("Also in Gerstenblatt, Abendpost, Agentur."),
        "{}",
        stage.shown()
    );
    for title in [
        "Ein Werk statt zwei",
        "Kerzen aus einem Haus",
        "Kerzenmacher legen Werke zusammen",
    ] {
        stage.keys("] s");
        assert_eq!(rows_with(&stage, title), 1, "{title}\n{}", stage.shown());
    }
    stage.keys("] s [ s");
    assert_eq!(rows_with(&stage, "Kerzenmacher legen Werke zusammen"), 1);
    // Back in the list the row of the story has the cursor still.
    stage.keys("h");
    assert!(stage.cursor_row().contains("Linden bekommt"));
}

#[test]
fn the_highlights_lead_to_the_other_sources() {
    let mut stage = stage(200, 60);
    stage.keys("z s Tab Tab");
    while !stage.cursor_row().contains("Abendpost") {
        stage.keys("j");
    }
    stage.keys("Enter");
    assert!(
        stage
            .shown()
            .contains("Also in Lindener Bote, Gerstenblatt, Agentur."),
        "{}",
        stage.shown()
    );
}
