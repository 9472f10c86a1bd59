//! The real program for a screen reader, in German, at its first start, and telling the desktop.

use std::fs;

use depesche::article::Link;
use depesche::change::Change;
use depesche::feed::Subscription;
use depesche::highlight::{EntityKey, Kind};
use depesche::store::Store;
use jiff::civil::date;

use super::window::Window;
use super::{Home, PROGRAM};
use crate::fetch::server::{Reply, Server};

#[test]
fn for_a_screen_reader_the_cursor_is_on_the_row_and_no_frame_is_written() {
    let home = Home::new();
    let mut window = home.open(&["--screen-reader"]);
    window.wait_until("the cursor on the first row", |screen| {
        !screen.hide_cursor() && row_of_cursor(screen).starts_with("Quillfeather buys")
    });
    window.press("j");
    window.wait_until("the cursor on the next row", |screen| {
        row_of_cursor(screen).starts_with("Sandkruger Werft")
    });
    window.press("\r");
    window.wait_for("article: Sandkruger Werft");
    window.press("j");
    window.wait_until("the cursor on a line of the text", |screen| {
        screen.cursor_position().0 > 0 && !screen.hide_cursor()
    });
    window.press("?");
    window.wait_for("a page to read");
    window.press("Q");
    assert_eq!(window.status(), 0);
    window.drained();
    let log = String::from_utf8_lossy(&window.log()).into_owned();
    let frame = log.chars().find(|c| ('\u{2500}'..='\u{259F}').contains(c));
    assert_eq!(frame, None);
}

#[test]
fn a_step_rewrites_no_row_but_those_that_change() {
    let home = Home::new();
    let mut window = home.open(&["--screen-reader"]);
    window.wait_until("the cursor on the first row", |screen| {
        !screen.hide_cursor() && row_of_cursor(screen).starts_with("Quillfeather buys")
    });
    let before = window.log().len();
    window.press("j");
    window.wait_until("the cursor on the next row", |screen| {
        row_of_cursor(screen).starts_with("Sandkruger Werft")
    });
    let written = String::from_utf8_lossy(&window.log()[before..]).into_owned();
    assert!(!written.contains("Oxlip"), "{written:?}");
    window.press("Q");
    assert_eq!(window.status(), 0);
}

fn row_of_cursor(screen: &vt100::Screen) -> String {
    let row = screen.cursor_position().0;
    let columns = screen.size().1;
    screen
        .rows(0, columns)
        .nth(usize::from(row))
        .unwrap_or_default()
}

#[test]
fn the_locale_decides_the_language_of_reader_and_commands() {
    let home = Home::new();
    let german = [("LC_ALL", ""), ("LC_MESSAGES", "de_DE.UTF-8")];
    let mut window = Window::open((120, 30), home.path(), PROGRAM, &[], &german);
    window.wait_for("▸ Liste");
    window.press("b");
    window.wait_for("Lesezeichen gesetzt — u nimmt es zurück");
    window.press("Q");
    assert_eq!(window.status(), 0);
    let told = |arguments: &[&str]| {
        let output = home
            .command()
            .env("LANG", "de_AT.UTF-8")
            .args(arguments)
            .output();
        let output = output.expect("it runs");
        let both = [output.stdout, output.stderr].concat();
        String::from_utf8(both).expect("text")
    };
    assert!(told(&["ls", "nirgends"]).contains("kein Artikel zu „nirgends“"));
    assert!(told(&["--help"]).contains("Befehle:"));
    assert!(told(&["lss"]).contains("„lss“ ist kein Befehl"));
    assert!(told(&["keys"]).contains("letzte Änderung zurücknehmen"));
    // The settings come before the locale, and JSON is the same in every language.
    let config = home.path().join("config.toml");
    fs::write(&config, "[screen]\nlanguage = \"english\"\n").expect("a file");
    let config = config.display().to_string();
    assert!(told(&["--config", &config, "ls", "nirgends"]).contains("no article answers"));
    assert!(told(&["entities", "--json", "--kind", "person"]).contains("\"kind\":\"person\""));
}

#[test]
fn the_first_start_teaches_six_keys_and_the_second_does_not() {
    let home = Home::unused();
    let mut window = home.open(&[]);
    window.wait_for("Six more keys");
    window.press("q");
    window.wait_for("There are no articles yet");
    window.press(":filter is:unread\r");
    window.wait_for("is:unread");
    window.press("Q");
    assert_eq!(window.status(), 0);
    let mut window = home.open(&[]);
    window.wait_for("There are no articles yet");
    assert!(!window.text().contains("Six more keys"));
    window.press(":\x1b[A");
    window.wait_for(":filter is:unread");
    window.press("\x1bQ");
    assert_eq!(window.status(), 0);
}

#[test]
fn the_desktop_is_told_whom_of_the_watched_the_feeds_name() {
    let home = Home::new();
    let feed = "<rss version='2.0'><channel><title>Wire</title><item><title>Quillfeather plc cuts jobs</title>\
                <link>https://wire.example/1</link><description>Quillfeather plc said it would cut 40 jobs.\
                </description></item></channel></rss>";
    let server = Server::start(move |_| {
        let headers = vec![("Content-Type", "application/rss+xml".to_owned())];
        Reply::Whole(200, headers, feed.as_bytes().to_vec())
    });
    let told = home.path().join("told");
    let notifier = home.path().join("notifier");
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" > '{0}.new'\nmv '{0}.new' '{0}'\n",
        told.display()
    );
    fs::write(&notifier, script).expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&notifier, fs::Permissions::from_mode(0o755)).expect("its mode");
    }
    let config = home.path().join("config.toml");
    let settings = format!(
        "[feeds]\nown-network = true\n[programs]\nnotifier = [{:?}, \"--app-name=depesche\"]\n",
        notifier.display().to_string()
    );
    fs::write(&config, settings).expect("a file");
    let mut store = Store::open(&home.path().join("data/depesche/depesche.db")).expect("the store");
    let name = "Quillfeather plc".to_owned();
    let key = EntityKey {
        kind: Kind::Company,
        name: depesche::text::key("Quillfeather"),
    };
    let watch = Change::Watch {
        key,
        name,
        watch: true,
    };
    assert_eq!(
        store.change(&watch, date(2026, 11, 25)).expect("a change"),
        1
    );
    let address = Link::parse(&server.at("/feed")).expect("an address");
    let subscription = Subscription {
        typed: true,
        ..Subscription::new(address)
    };
    store.subscribe(&[subscription]).expect("a feed");
    drop(store);
    let mut window = home.open(&["--config", &config.display().to_string()]);
    window.wait_for("1 new article from 1 feed");
    let begun = std::time::Instant::now();
    while !told.exists() {
        assert!(
            begun.elapsed().as_secs() < 30,
            "the notifier was not called"
        );
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let text = fs::read_to_string(&told).expect("what it was told");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..2], ["3", "--app-name=depesche"]);
    assert!(
        lines[2].starts_with("depesche: Quillfeather") && lines[2].ends_with("(1)"),
        "{text}"
    );
    assert_eq!(lines[3], "new about one name that you watch");
    window.press("Q");
    assert_eq!(window.status(), 0);
}
