//! The real program in a pseudo-terminal: start, sizes, signals, suspension, crashes, other instances.
//!
//! What a frame holds is tested on the stage; here it is only that the right thing reaches a real terminal and
//! that the terminal is given back.

#![cfg(unix)]

mod old;
mod spoken;
pub(crate) mod window;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use depesche::article::Link;
use depesche::feed::Subscription;
use depesche::store::Store;
use depesche::terminal::{Terminal, restore_on_panic};
use depesche::theme::Depth;
use ratatui::style::Color;
use tempfile::TempDir;

use crate::fetch::server::{Reply, Server};
use window::{Window, environment};

const PROGRAM: &str = env!("CARGO_BIN_EXE_depesche");

/// What the list shows beside a bookmarked article.
const BOOKMARK: &str = "★";

/// A home with a store of three articles.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self::empty();
        home.add(
            "quillfeather.md",
            "---\ntitle: Quillfeather buys Brambleton Mills\ndate: 2026-11-20\nlang: en\n---\n\n\
             Quillfeather plc said on Friday that it would buy Brambleton Mills for 40 million pounds. \
             “This is the day we worked for,” said chief executive Odile Marchbanks.\n",
        );
        home.add(
            "sandkrug.md",
            "---\ntitle: Sandkruger Werft entlässt niemanden\ndate: 2026-11-19\nlang: de\n---\n\n\
             Die Sandkruger Werft AG hält an allen Stellen fest, sagte Vorstandschef Enno Tiedeken.\n",
        );
        home.add(
            "oxlip.md",
            "---\ntitle: Oxlip Robotics raises money\ndate: 2026-11-18\nlang: en\n---\n\n\
             Oxlip Robotics Inc raised 12 million dollars, its founder Priya Vantongeren said.\n",
        );
        home
    }

    fn empty() -> Self {
        let home = Self::unused();
        // Whoever was here before has seen the first steps.
        let folder = home.path().join("state/depesche");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("memory.json"), r#"{"taught": true}"#).expect("a file");
        home
    }

    /// A home in which depesche never ran.
    fn unused() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn add(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::write(&path, text).expect("a file");
        let output = self.run(&["add", &path.display().to_string()]);
        assert!(output.status.success(), "{output:?}");
    }

    fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .env_clear()
            .envs(environment(self.path()))
            .current_dir(self.path())
            .stdin(Stdio::null());
        command
    }

    /// Runs the program without a terminal.
    fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("it runs")
    }

    fn lists(&self, query: &str) -> String {
        String::from_utf8(self.run(&["ls", query]).stdout).expect("text")
    }

    fn open(&self, arguments: &[&str]) -> Window {
        Window::open((120, 30), self.path(), PROGRAM, arguments, &[])
    }

    /// Opens the reader and waits for its list.
    fn open_list(&self) -> Window {
        let window = self.open(&[]);
        window.wait_for("Quillfeather buys");
        window
    }
}

#[test]
fn the_list_is_shown_at_the_start_and_q_gives_the_terminal_back() {
    let home = Home::new();
    let mut window = home.open_list();
    window.wait_for("Oxlip Robotics raises");
    assert!(window.ask(vt100::Screen::alternate_screen));
    assert!(window.ask(vt100::Screen::bracketed_paste));
    assert!(!window.is_cooked());
    window.press("Q");
    assert_eq!(window.status(), 0);
    window.drained();
    assert!(window.is_given_back() && window.is_cooked());
}

#[test]
fn a_new_size_is_drawn_whole_however_small() {
    let home = Home::new();
    let mut window = home.open_list();
    window.resize(40, 10);
    window.wait_until("the list in the small window", |screen| {
        screen.contents().contains("Quillfeather")
    });
    window.resize(1, 1);
    window.resize(200, 60);
    window.wait_for("Quillfeather buys Brambleton Mills");
    window.press("Q");
    assert_eq!(window.status(), 0);
}

#[test]
fn a_signal_to_end_gives_the_terminal_back_and_is_the_status() {
    let home = Home::new();
    for (name, status) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let mut window = home.open_list();
        window.signal(name);
        assert_eq!(window.status(), status, "{name}");
        window.drained();
        assert!(window.is_given_back() && window.is_cooked(), "{name}");
    }
}

#[test]
fn a_terminal_that_vanishes_ends_the_program_quietly() {
    let home = Home::new();
    let mut window = home.open_list();
    window.close();
    assert_eq!(window.status(), 129);
}

#[test]
fn suspended_it_leaves_the_terminal_to_the_shell_and_continued_it_draws_at_the_new_size() {
    let home = Home::new();
    let mut window = Window::open(
        (120, 30),
        home.path(),
        "sh",
        &["-i"],
        &[("PS1", "shell> "), ("ENV", "")],
    );
    window.wait_for("shell> ");
    window.press(&format!("{PROGRAM}\n"));
    window.wait_for("Quillfeather buys");
    window.press("\x1a");
    window.wait_until("the shell again", |screen| {
        !screen.alternate_screen() && screen.contents().trim_end().ends_with("shell>")
    });
    assert!(window.is_given_back());
    window.resize(100, 24);
    window.press("fg\n");
    window.wait_until("the list again", |screen| {
        screen.alternate_screen() && screen.contents().contains("Quillfeather buys")
    });
    window.press("Q");
    window.wait_until("the shell at the end", |screen| {
        !screen.alternate_screen() && screen.contents().trim_end().ends_with("shell>")
    });
    assert!(window.is_given_back());
}

#[test]
fn the_editor_has_the_terminal_and_every_key_until_it_is_left() {
    let home = Home::new();
    let script = home.path().join("edit");
    fs::write(
        &script,
        "stat -c 'mode %a' \"$1\"; cat \"$1\"; printf ' in the editor: '; read line\n\
         printf 'one\\n%s' \"$line\" > \"$1\"\n",
    )
    .expect("a file");
    let visual = format!("sh '{}'", script.display());
    let mut window = Window::open(
        (120, 30),
        home.path(),
        PROGRAM,
        &[],
        &[("VISUAL", visual.as_str())],
    );
    window.wait_for("Quillfeather buys");
    window.press("\r");
    window.wait_for("▸ reader");
    window.press("ifirst words");
    window.wait_for("note first words");
    window.press("\x05");
    window.wait_until("the editor", |screen| {
        !screen.alternate_screen() && screen.contents().contains("first words in the editor:")
    });
    assert!(window.text().contains("mode 600"));
    assert!(window.is_given_back());
    // Not one key is taken from the editor, the first ones least of all; the terminal's signals are its own.
    window.signal("INT");
    window.press("qQ and\x7fd typed there\n");
    window.wait_until("the note", |screen| {
        screen.alternate_screen() && screen.contents().contains("qQ and typed there")
    });
    window.press("?");
    window.wait_for("next row, or one line down");
    window.press("Q");
    assert_eq!(window.status(), 0);
}

#[test]
fn without_a_shell_to_suspend_to_it_says_so_and_goes_on() {
    let home = Home::new();
    let mut window = home.open_list();
    window.press("\x1a");
    window.wait_for("no shell");
    window.press("Q");
    assert_eq!(window.status(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn while_feeds_hang_every_key_is_answered_and_leaving_does_not_wait() {
    let home = Home::new();
    // Of 200 feeds 20 never answer.
    let server = Server::start(|request| {
        if request.path.ends_with('0') {
            return Reply::Hang(Vec::new());
        }
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>{0}</title><item><title>Feed {0}</title><guid>{0}</guid><pubDate>Fri, 20 Nov 2020 10:00:00 GMT</pubDate></item></channel></rss>",
            request.path
        );
        Reply::Whole(200, Vec::new(), feed.into_bytes())
    });
    let config = home.path().join("config.toml");
    fs::write(&config, "[feeds]\nown-network = true\n").expect("a file");
    let feeds: Vec<Subscription> = (1..=200)
        .filter_map(|number| Link::parse(&server.at_host(number, &format!("/feed/{number}"))))
        .map(|address| Subscription {
            typed: true,
            ..Subscription::new(address)
        })
        .collect();
    let mut store = Store::open(&home.path().join("data/depesche/depesche.db")).expect("the store");
    assert_eq!(store.subscribe(&feeds).expect("feeds"), 200);
    drop(store);
    let mut window = home.open(&["--config", &config.display().to_string()]);
    window.wait_for("Quillfeather buys");
    server.wait_for_hits(100);
    window.press("?");
    window.wait_for("first row or line");
    window.press("q");
    window.wait_for("Quillfeather buys");
    window.press("b");
    window.wait_for(BOOKMARK);
    window.press("Q");
    assert_eq!(window.status(), 0);
    assert!(home.lists("is:bookmarked").contains("Quillfeather buys"));
}

#[test]
fn a_bookmark_that_was_shown_survives_kill_9() {
    let home = Home::new();
    let mut window = home.open_list();
    window.press("b");
    window.wait_for(BOOKMARK);
    window.signal("KILL");
    assert_eq!(window.status(), 137);
    assert!(home.lists("is:bookmarked").contains("Quillfeather buys"));
}

#[test]
fn a_bookmark_pressed_just_before_leaving_is_kept() {
    let home = Home::new();
    let mut window = home.open_list();
    window.press("bQ");
    assert_eq!(window.status(), 0);
    assert!(home.lists("is:bookmarked").contains("Quillfeather buys"));
}

#[test]
fn two_instances_see_each_others_bookmarks() {
    let home = Home::new();
    let mut one = home.open_list();
    let mut two = home.open_list();
    one.press("b");
    two.wait_for(BOOKMARK);
    two.press("jb");
    one.press("B");
    one.wait_until("both bookmarks and no third article", |screen| {
        let text = screen.contents();
        text.contains("Quillfeather buys")
            && text.contains("Sandkruger Werft")
            && !text.contains("Oxlip Robotics raises")
    });
}

#[test]
fn keys_come_from_the_terminal_when_standard_input_is_a_pipe() {
    let home = Home::empty();
    fs::write(
        home.path().join("piped.txt"),
        "Larkspur Foods opens a mill\n\nLarkspur Foods GmbH opened a mill in Dunmore on Monday, it said.\n",
    )
    .expect("a file");
    let line = format!("cat piped.txt | {PROGRAM} read -");
    let mut window = Window::open((100, 24), home.path(), "sh", &["-c", &line], &[]);
    window.wait_for("Larkspur Foods");
    window.press("Q");
    assert_eq!(window.status(), 0);
}

#[test]
fn without_a_terminal_the_list_is_printed_without_escape_sequences() {
    let home = Home::new();
    let output = home.run(&[]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(
        text.contains("Quillfeather buys Brambleton Mills"),
        "{text}"
    );
    assert!(!text.contains('\x1b'));
}

#[test]
fn a_terminal_that_can_only_print_lines_gets_the_list() {
    let home = Home::new();
    let mut window = Window::open((120, 30), home.path(), PROGRAM, &[], &[("TERM", "dumb")]);
    assert_eq!(window.status(), 0);
    window.drained();
    assert!(window.text().contains("Quillfeather buys"));
    assert!(!window.log().contains(&0x1b));
}

#[test]
fn a_reader_of_the_list_that_goes_away_is_no_trouble() {
    let home = Home::new();
    let line = format!("{PROGRAM} ls | true; {PROGRAM} ls --json | head -c 1 >/dev/null");
    let output = Command::new("sh")
        .args(["-c", &line])
        .env_clear()
        .envs(environment(home.path()))
        .output()
        .expect("a shell");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_terminal_that_says_its_background_is_light_gets_the_light_theme() {
    let home = Home::new();
    let mut window = home.open_list();
    let colours = |screen: &vt100::Screen| {
        let (rows, columns) = screen.size();
        (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (row, column)))
            .filter_map(|(row, column)| screen.cell(row, column).map(vt100::Cell::fgcolor))
            .collect::<Vec<_>>()
    };
    let before = window.ask(colours);
    window.press("\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    window.wait_until("other colours", |screen| colours(screen) != before);
    assert!(window.text().contains("Quillfeather buys"));
}

#[test]
fn a_theme_chosen_in_the_reader_is_tried_at_once_and_worn_again_the_next_time() {
    let home = Home::new();
    let page = |screen: &vt100::Screen| screen.cell(20, 1).map(vt100::Cell::bgcolor);
    let nearest = Depth::Indexed.nearest(Color::Rgb(0xf7, 0xf1, 0xdc));
    let Some(Color::Indexed(nearest)) = nearest else {
        panic!("{nearest:?}");
    };
    let paper = Some(vt100::Color::Idx(nearest));
    let mut window = home.open_list();
    let before = window.ask(page);
    window.press("ztpaper");
    window.wait_until("paper", |screen| page(screen) == paper);
    window.press("\x1b");
    window.wait_until("the page as it was", |screen| page(screen) == before);
    window.press("ztpaper\r");
    window.wait_for("paper from now on");
    window.press("Q");
    assert_eq!(window.status(), 0);
    let kept = home.path().join("state/depesche/theme.toml");
    let kept = fs::read_to_string(kept).expect("the choice is kept");
    assert!(kept.contains("theme = \"paper\""), "{kept}");
    let mut window = home.open_list();
    window.wait_until("paper", |screen| page(screen) == paper);
    window.press("Q");
    assert_eq!(window.status(), 0);
    // The settings are the reader's own file; what they say now is newer than the choice.
    let themes = home.path().join("config/depesche/themes");
    fs::create_dir_all(&themes).expect("a folder");
    fs::write(themes.join("mine.toml"), "[looks]\ntext = \"on 17\"\n").expect("a theme");
    let settings = home.path().join("config/depesche/config.toml");
    fs::write(&settings, "[screen]\ntheme = \"mine\"\n").expect("settings");
    let mut window = home.open_list();
    let mine = Some(vt100::Color::Idx(17));
    window.wait_until("the reader's own theme", |screen| page(screen) == mine);
    window.press("Q");
    assert_eq!(window.status(), 0);
    fs::write(themes.join("mine.toml"), "[looks]\ncompny = \"on 17\"\n").expect("a theme");
    let checked = home.run(&["config", "--check"]);
    let told = String::from_utf8_lossy(&checked.stdout);
    let wanted = "mine.toml, line 2: [looks] “compny” is no role, company was probably meant";
    assert!(told.contains(wanted), "{told}");
}

#[test]
fn no_color_is_heeded_and_attributes_stay() {
    let home = Home::new();
    let mut window = Window::open((120, 30), home.path(), PROGRAM, &[], &[("NO_COLOR", "1")]);
    window.wait_for("Quillfeather buys");
    window.press("Q");
    window.status();
    window.drained();
    let log = String::from_utf8(window.log()).expect("text");
    let mut looks = 0;
    for sequence in sequences(&log) {
        if let Some(codes) = sequence.strip_suffix('m') {
            looks += usize::from(codes != "0");
            for code in codes.split(';') {
                let number: u8 = code.parse().expect("a number");
                assert!(number < 30, "a colour in {sequence}");
            }
        }
    }
    assert!(looks > 0, "the selected row must still be seen");
}

#[test]
fn a_limit_on_the_size_of_files_is_a_sentence_and_not_the_end() {
    let home = Home::new();
    fs::write(
        home.path().join("more.md"),
        "# More\n\nLarkspur Foods GmbH has more.\n",
    )
    .expect("a file");
    let line = format!("ulimit -f 2; {PROGRAM} add more.md");
    let output = Command::new("sh")
        .args(["-c", &line])
        .env_clear()
        .envs(environment(home.path()))
        .current_dir(home.path())
        .output()
        .expect("a shell");
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    assert!(
        String::from_utf8_lossy(&output.stderr).starts_with("depesche: "),
        "{output:?}"
    );
    assert!(home.lists("").contains("Quillfeather buys"));
}

/// The control sequences of a log without their introducer, in order.
///
/// # Panics
/// At any control that the program has no business to write.
fn sequences(log: &str) -> Vec<&str> {
    const MODES: [&str; 10] = [
        "?1049h", "?1049l", "?2004h", "?2004l", "?2031h", "?2031l", "?25h", "?25l", "?2026h",
        "?2026l",
    ];
    let mut found = Vec::new();
    let mut rest = log;
    while let Some(at) = rest.find(|c: char| c.is_control()) {
        let (_, control) = rest.split_at(at);
        if let Some(after) = control.strip_prefix("\x1b[") {
            let end = after
                .find(|c: char| ('\x40'..='\x7e').contains(&c))
                .expect("an end of the sequence");
            let sequence = &after[..=end];
            let (parameters, last) = sequence.split_at(end);
            let numbers = parameters
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ';' | ':'));
            let allowed = MODES.contains(&sequence)
                || (numbers && matches!(last, "m" | "H"))
                || matches!(sequence, "2J" | ">1u" | "<1u");
            assert!(allowed, "the program wrote CSI {sequence:?}");
            found.push(sequence);
            rest = &after[end + 1..];
        } else if let Some(after) = control.strip_prefix("\x1b]11;?\x1b\\") {
            rest = after;
        } else if let Some(after) = control.strip_prefix("\x1b]8;;") {
            let (address, after) = after.split_once("\x1b\\").expect("an end of the link");
            let led = address.is_empty() || Link::parse(address).is_some();
            let sound = led && address.bytes().all(|byte| (0x21..=0x7e).contains(&byte));
            assert!(sound, "the program wrote a link to {address:?}");
            rest = after;
        } else if let Some(after) = control.strip_prefix("\x1b\\") {
            rest = after;
        } else {
            panic!(
                "the program wrote {:?}",
                control.chars().take(8).collect::<String>()
            );
        }
    }
    let hidden = |c: &char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    assert_eq!(log.chars().find(hidden), None, "an invisible character");
    found
}

/// One of each kind of thing that has steered terminals from a newsreader.
const HOSTILE: &[&str] = &[
    "\x1b]0;owned\x07",
    "\x1b]52;c;cm0gLXJmIH4=\x07",
    "\x1b[2J\x1b[1;1H",
    "\x1b[?1049l",
    "\x1bc",
    "\x1bP$q\"p\x1b\\",
    "\x1b]8;;file:///etc/passwd\x1b\\",
    "\u{9b}31m",
    "\u{9d}0;owned\u{9c}",
    "\u{202e}desrever",
    "\u{2066}\u{2028}\u{200b}",
    "\u{e0041}\u{e0042}",
    "\x08\x08\x08\x0b\x0c\x0e\x0f\x7f",
];

#[test]
fn whatever_articles_hold_only_known_sequences_reach_the_terminal() {
    let home = Home::empty();
    for (number, payload) in HOSTILE.iter().enumerate() {
        let text = payload.escape_default().to_string();
        let json = serde_json::json!({
            "title": format!("Hostile{number} {payload}title"),
            "source": format!("Paper {payload}"),
            "byline": format!("{payload}Author"),
            "published": "2026-11-20",
            "url": format!("https://hostile.example/{number}/{payload}"),
            "body": format!("Marrowby Ltd {payload} said. {text}\n\nSecond {payload}paragraph"),
        });
        home.add(&format!("{number}.jsonl"), &format!("{json}\n"));
    }
    let kitty = [("TERM", "xterm-kitty")];
    let mut window = Window::open((120, 30), home.path(), PROGRAM, &[], &kitty);
    window.wait_for("Hostile");
    for _ in HOSTILE {
        let before = window.text();
        window.press("\r");
        window.wait_until("an article", |screen| screen.contents() != before);
        window.press("hj");
    }
    window.press("c");
    window.wait_for("companies");
    // Esc and a key in one read would be Alt and that key.
    window.press("\x1b");
    window.wait_until("no picker", |screen| {
        !screen.contents().contains("companies  ")
    });
    window.press("Q");
    assert_eq!(window.status(), 0);
    window.drained();
    let log = String::from_utf8(window.log()).expect("text");
    assert!(sequences(&log).len() > 10);
    assert!(log.contains("\x1b]8;;https://hostile.example/0/"));
}

#[test]
fn links_lead_somewhere_only_where_the_terminal_shows_them_and_the_reader_wants_it() {
    let home = Home::new();
    home.add(
        "larkspur.md",
        "---\ntitle: Larkspur Foods opens a mill\ndate: 2026-11-21\nurl: https://paper.example/mill\n---\n\n\
         More in [the report](https://paper.example/report?a=b).\n",
    );
    let settings = home.path().join("config/depesche/config.toml");
    let written = |term: &str, wanted: bool| {
        fs::create_dir_all(settings.parent().expect("a folder")).expect("a folder");
        fs::write(&settings, format!("[screen]\nlinks = {wanted}\n")).expect("settings");
        let mut window = Window::open((120, 30), home.path(), PROGRAM, &[], &[("TERM", term)]);
        window.wait_for("Larkspur Foods");
        window.press("\r");
        window.wait_for("the report");
        window.press("?");
        window.wait_for("next row");
        window.press("Q");
        assert_eq!(window.status(), 0);
        window.drained();
        let log = String::from_utf8(window.log()).expect("text");
        assert!(sequences(&log).len() > 10);
        log.contains("\x1b]8;;https://paper.example/report?a=b\x1b\\")
    };
    assert!(written("xterm-kitty", true));
    assert!(!written("xterm-kitty", false));
    assert!(!written("xterm-256color", true));
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks_and_keeps_no_article_text() {
    let home = Home::empty();
    let notes = home.path().join("notes").display().to_string();
    let itself = std::env::current_exe().expect("this program");
    let mut window = Window::open(
        (100, 24),
        home.path(),
        &itself.display().to_string(),
        &[
            "--ignored",
            "--exact",
            "pty::panics_in_a_terminal",
            "--nocapture",
        ],
        &[("DEPESCHE_TEST_NOTES", &notes)],
    );
    assert_eq!(window.status(), 101);
    window.drained();
    assert!(window.is_given_back() && window.is_cooked());
    assert!(window.text().contains("bug"), "{}", window.text());
    assert!(!window.text().contains("secret"), "{}", window.text());
    let note = fs::read_to_string(home.path().join("notes/crash-1.txt")).expect("a note");
    assert!(
        note.contains("pty.rs") && !note.contains("secret"),
        "{note}"
    );
}

/// What the test above runs in its pseudo-terminal.
#[test]
#[ignore = "runs only in the pseudo-terminal of another test"]
fn panics_in_a_terminal() {
    let Ok(notes) = std::env::var("DEPESCHE_TEST_NOTES") else {
        return;
    };
    restore_on_panic(Some(notes.into()));
    let _terminal = Terminal::take(Depth::Indexed, true).expect("a terminal");
    panic!("the reader stumbled over “secret words of an article”");
}

#[test]
fn a_repair_made_in_the_reader_is_in_the_file_and_there_after_a_restart() {
    let home = Home::new();
    let mut window = home.open_list();
    window.press("ge");
    window.wait_for("first seen");
    window.press("gn");
    window.press("\u{15}Federkiel\r");
    window.wait_for("is Federkiel in every article");
    window.press("qQ");
    assert_eq!(window.status(), 0);
    let file = home.path().join("config/depesche/repairs.toml");
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept.contains("name = \"Federkiel\""), "{kept}");
    let again = home.run(&["recognise", "--all"]);
    assert!(again.status.success(), "{again:?}");
    assert!(home.lists("entity:Federkiel").contains("Quillfeather"));
    let mut window = home.open_list();
    window.press("u");
    window.wait_for("taken back");
    window.press("Q");
    assert_eq!(window.status(), 0);
    assert!(!home.lists("entity:Federkiel").contains("Quillfeather"));
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(!kept.contains("Federkiel"), "{kept}");
}
