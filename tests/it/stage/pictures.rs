//! The lead picture: fetched when it is asked for and at no other time, drawn in half blocks.

use std::io::Cursor;

use depesche::app::{Effect, Msg};
use depesche::article::Link;
use depesche::picture::Picture;
use depesche::say::say;
use depesche::theme::Theme;
use image::{ImageFormat, Rgb, RgbImage};
use ratatui::style::Color;

use super::{Stage, fixtures};

/// Blue above, green below.
fn picture() -> Picture {
    let halves = RgbImage::from_fn(40, 40, |_, y| {
        Rgb(if y < 20 { [0, 0, 250] } else { [0, 250, 0] })
    });
    let mut bytes = Cursor::new(Vec::new());
    halves.write_to(&mut bytes, ImageFormat::Png).unwrap();
    Picture::read(&bytes.into_inner()).unwrap()
}

fn pictured() -> (Stage, Link) {
    let link = Link::parse("https://img.example/lead.png").unwrap();
    let mut articles = fixtures::articles();
    articles[0].article.picture = Some(link.clone());
    (Stage::with(80, 24, articles), link)
}

#[test]
fn a_picture_is_fetched_only_when_asked_for_and_fills_the_page_in_half_blocks() {
    let (mut stage, link) = pictured();
    stage.keys("Enter Space j h");
    assert_eq!(stage.asked, [], "nothing is fetched silently");
    stage.keys("g g Enter z p");
    assert_eq!(stage.asked, [Effect::Picture(link.clone())]);
    assert!(stage.last_row().contains("img.example"));
    stage.send(Msg::Picture(link, Ok(picture())));
    let (buffer, cursor) = stage.draw(&Theme::plain());
    assert_eq!(cursor, None);
    let cell = |x, y| {
        let cell = &buffer[(x, y)];
        (cell.symbol().to_owned(), cell.fg, cell.bg)
    };
    let (blue, green) = (Color::Rgb(0, 0, 250), Color::Rgb(0, 250, 0));
    assert_eq!(cell(40, 2), ("▀".to_owned(), blue, blue));
    assert_eq!(cell(40, 19), ("▀".to_owned(), green, green));
    assert_eq!(cell(2, 2).0, " ");
    assert!(stage.shown().contains("img.example"), "{}", stage.shown());
    stage
        .resize(40, 10)
        .resize(3, 2)
        .resize(1, 1)
        .resize(80, 24);
    stage.keys("j Space Enter / q");
    assert!(stage.shown().contains("▸ reader"));
}

#[test]
fn a_picture_that_comes_late_or_not_at_all_disturbs_nothing() {
    let (mut stage, link) = pictured();
    stage.keys("Enter z p");
    let why = say!("the picture is broken");
    stage.send(Msg::Picture(link.clone(), Err(why)));
    assert_eq!(stage.last_row(), "the picture is broken");
    stage.keys("J");
    let before = stage.shown();
    stage.send(Msg::Picture(link, Ok(picture())));
    assert_eq!(stage.shown(), before, "another article is here now");
    stage.keys("z p");
    assert_eq!(stage.last_row(), "this article names no picture");
}
