//! How long it takes to set a page and to draw a frame of the reader. Run with `cargo bench --bench page`.
//!
//! Opening an article and resizing set a page; each has one frame of 16 ms, of which drawing takes its part.

use depesche::article::{Article, ArticleId, BodyBuilder, Language, Style};
use depesche::ask::Opened;
use depesche::highlight::{Entity, EntityKey, Highlights, Kind};
use depesche::page::{Measure, set};
use depesche::pane::Motion;
use depesche::pane::highlights::Highlights as HighlightsPane;
use depesche::pane::reader::{Reader, Stop};
use depesche::theme::Theme;
use depesche::{config, text};
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const PARAGRAPH: &str = "Der Zellhersteller Norrcell bietet 2,1 Milliarden Euro für Voltaris, doch der Aufsichtsrat \
zögert. „Das ist zu wenig für ein Unternehmen mit diesen Entwicklungsmöglichkeiten“, sagt Vorstandschefin Karin \
Kofler am Montagabend vor den Beschäftigten in Brünn. Die Wettbewerbsbehörden prüfen unterdessen, ob aus dem \
Zusammenschluss eine marktbeherrschende Stellung entstünde; ihre Entscheidung wird im Frühjahr erwartet.";

const MEASURE: Measure = Measure {
    columns: 80,
    text: Some(72),
    hyphenate: true,
    justify: false,
};

fn main() {
    divan::main();
}

/// An article of about so many bytes.
fn article(bytes: usize) -> Article {
    let mut body = BodyBuilder::default();
    for _ in 0..bytes.div_ceil(PARAGRAPH.len()) {
        body.push(Style::Text, PARAGRAPH);
    }
    Article {
        title: "Norrcell bietet 2,1 Milliarden Euro für Voltaris".into(),
        language: Some(Language::GERMAN),
        body: body.finish(),
        ..Article::default()
    }
}

fn opened(bytes: usize) -> Opened {
    let article = article(bytes);
    let entity = |kind, name: &str| {
        let places = article.body.text().match_indices(name);
        Entity {
            key: EntityKey {
                kind,
                name: text::key(name),
            },
            name: name.to_owned(),
            aliases: Vec::new(),
            salience: 0.5,
            mentions: places.map(|(at, _)| at..at + name.len()).collect(),
            in_title: Vec::new(),
        }
    };
    let entities = vec![
        entity(Kind::Company, "Norrcell"),
        entity(Kind::Company, "Voltaris"),
        entity(Kind::Person, "Karin Kofler"),
        entity(Kind::Place, "Brünn"),
    ];
    Opened {
        twins: Vec::new(),
        id: ArticleId(1),
        highlights: Highlights {
            entities,
            ..Highlights::default()
        },
        article,
        read: false,
        bookmarked: false,
        tags: Vec::new(),
        notes: Vec::new(),
    }
}

fn reader(bytes: usize) -> Reader {
    let settings = config::Reader {
        measure: 72,
        hyphenate: true,
        justify: false,
        mark_read: false,
        mark_story: false,
    };
    let mut reader = Reader::new(&settings, true);
    reader.resize(200, 60);
    reader.show(opened(bytes));
    reader
}

#[divan::bench(args = [3_000, 100_000])]
fn set_a_page(bencher: Bencher<'_, '_>, bytes: usize) {
    let article = article(bytes);
    bencher.bench(|| set(black_box(&article), MEASURE));
}

#[divan::bench(args = [3_000, 100_000])]
fn open_an_article(bencher: Bencher<'_, '_>, bytes: usize) {
    let opened = opened(bytes);
    bencher
        .with_inputs(|| (Reader::default(), opened.clone()))
        .bench_values(|(mut reader, opened)| {
            reader.show(opened);
            reader
        });
}

#[divan::bench(args = [3_000, 100_000])]
fn step_to_the_next_mention(bencher: Bencher<'_, '_>, bytes: usize) {
    bencher
        .with_inputs(|| reader(bytes))
        .bench_refs(|reader| reader.step(Stop::Mention, true, 5));
}

#[divan::bench(args = [3_000, 100_000])]
fn search_in_the_article(bencher: Bencher<'_, '_>, bytes: usize) {
    bencher
        .with_inputs(|| reader(bytes))
        .bench_refs(|reader| reader.search("entwicklungsmoeglichkeiten"));
}

#[divan::bench]
fn draw_a_frame_200x60(bencher: Bencher<'_, '_>) {
    let mut reader = reader(100_000);
    reader.scroll(Motion::PageDown, None);
    let area = Rect::new(0, 0, 200, 60);
    let theme = Theme::probe();
    let mut buffer = Buffer::empty(area);
    bencher.bench_local(|| {
        buffer.reset();
        reader.draw(black_box(area), &mut buffer, &theme, true);
    });
}

#[divan::bench]
fn draw_highlights_40x60(bencher: Bencher<'_, '_>) {
    let mut pane = HighlightsPane::default();
    pane.resize(40, 60);
    pane.show(&opened(100_000));
    let area = Rect::new(0, 0, 40, 60);
    let theme = Theme::probe();
    let mut buffer = Buffer::empty(area);
    bencher.bench_local(|| pane.draw(black_box(area), &mut buffer, &theme, true));
}
