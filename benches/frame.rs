//! How long a frame takes, and 500 held-down `j`, at 10,000 articles. Run with `cargo bench --bench frame`.
//!
//! A frame of the whole screen has 16 ms; 500 `j` in one write are to settle within 0.3 s.

use std::collections::VecDeque;

use depesche::app::{App, Effect, Msg};
use depesche::article::{Article, Body, Published};
use depesche::config::{Config, Themes};
use depesche::highlight::{Entity, EntityKey, Highlights, Kind};
use depesche::keymap::parse_keys;
use depesche::screen;
use depesche::store::{Incoming, Store};
use depesche::text::{Clean, key};
use depesche::theme::Theme;
use divan::{Bencher, black_box};
use jiff::civil::date;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const ARTICLES: usize = 10_000;
const SIZE: (u16, u16) = (200, 60);
const NAMES: [(Kind, &str); 4] = [
    (Kind::Company, "Norrcell"),
    (Kind::Company, "Quellbach Bank"),
    (Kind::Person, "Karin Kofler"),
    (Kind::Person, "Jonas Ährental"),
];

fn main() {
    divan::main();
}

fn incoming(number: usize) -> Incoming {
    let (kind, name) = NAMES[number % NAMES.len()];
    let paragraph = format!(
        "{name} bietet 2,1 Milliarden Euro, doch der Aufsichtsrat zögert. Die Behörden prüfen unterdessen, ob aus \
         dem Zusammenschluss eine marktbeherrschende Stellung entstünde; das sagte {name} in Meldung {number}."
    );
    let text = vec![paragraph; 10].join("\n\n");
    let mentions = text
        .match_indices(name)
        .map(|(at, _)| at..at + name.len())
        .collect();
    let at = jiff::Timestamp::from_second(1_700_000_000 - 600 * number as i64).unwrap_or_default();
    Incoming {
        identity: number.to_string(),
        article: Article {
            title: Clean::line(&format!("Meldung {number}: {name} bietet Milliarden")),
            published: Some(Published::Instant(at, 3600)),
            source: Some(Clean::line("Ticker")),
            body: Body::from_text(&text),
            ..Article::default()
        },
        highlights: Highlights {
            entities: vec![Entity {
                key: EntityKey {
                    kind,
                    name: key(name),
                },
                name: name.to_owned(),
                aliases: Vec::new(),
                salience: 0.8,
                mentions,
                in_title: Vec::new(),
            }],
            ..Highlights::default()
        },
    }
}

/// A store of so many articles and the application at its start, with everything answered.
fn sitting() -> (Store, App) {
    let mut store = Store::in_memory().expect("memory");
    store
        .add((0..ARTICLES).map(incoming).collect())
        .expect("memory");
    let mut app = App::new(Config::default(), SIZE, date(2024, 1, 1), "");
    let effects = app.start();
    settle(&mut app, &store, effects);
    (store, app)
}

/// Answers the questions of the application until it has none.
fn settle(app: &mut App, store: &Store, effects: Vec<Effect>) {
    let mut effects = VecDeque::from(effects);
    while let Some(effect) = effects.pop_front() {
        if let Effect::Ask(number, ask) = effect {
            let answer = store.answer(&ask).expect("memory");
            effects.extend(app.update(Msg::Answer(number, answer)));
        }
    }
}

fn dark() -> Theme {
    let themes = Themes::built_in();
    themes.get("dark").cloned().expect("the dark theme")
}

fn canvas() -> Buffer {
    Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1))
}

#[divan::bench]
fn draw_a_frame_200x60(bencher: Bencher<'_, '_>) {
    let (_store, app) = sitting();
    let theme = dark();
    let mut buffer = canvas();
    bencher.bench_local(|| {
        buffer.reset();
        black_box(screen::draw(&app, &theme, &mut buffer))
    });
}

/// What the thread of the screen does while the store's desk answers beside it.
#[divan::bench]
fn five_hundred_j_and_one_frame(bencher: Bencher<'_, '_>) {
    let (_store, app) = sitting();
    let theme = dark();
    let j = parse_keys("j").expect("a key")[0];
    bencher
        .with_inputs(|| app.clone())
        .bench_local_values(|mut app| {
            for _ in 0..500 {
                black_box(app.update(Msg::Key(j)));
            }
            let mut buffer = canvas();
            screen::draw(&app, &theme, &mut buffer);
            app
        });
}

/// The same with every question answered at once by the store, an article shown for each row passed.
#[divan::bench(sample_count = 10)]
fn five_hundred_j_with_the_store_and_one_frame(bencher: Bencher<'_, '_>) {
    let (store, app) = sitting();
    let theme = dark();
    let j = parse_keys("j").expect("a key")[0];
    bencher
        .with_inputs(|| app.clone())
        .bench_local_values(|mut app| {
            for _ in 0..500 {
                let effects = app.update(Msg::Key(j));
                settle(&mut app, &store, effects);
            }
            let mut buffer = canvas();
            screen::draw(&app, &theme, &mut buffer);
            app
        });
}

/// One `j` to its frame, its article asked for, set and drawn.
#[divan::bench]
fn one_j_to_its_frame(bencher: Bencher<'_, '_>) {
    let (store, mut app) = sitting();
    let theme = dark();
    let keys = parse_keys("j k").expect("keys");
    let mut buffer = canvas();
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let effects = app.update(Msg::Key(keys[turn % 2]));
        settle(&mut app, &store, effects);
        buffer.reset();
        black_box(screen::draw(&app, &theme, &mut buffer))
    });
}
