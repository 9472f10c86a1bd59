//! Random keys, pastes, sizes and late answers: nothing panics, and what must always hold holds.

use depesche::app::Msg;
use depesche::keymap::{Code, Gesture, Key, Mouse};
use depesche::say::Said;
use depesche::theme::Theme;

use super::{Stage, fixtures};

/// xorshift64: the same run every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

fn any_msg(dice: &mut Dice) -> Msg {
    const KEYS: &[u8] = b"jkgGnNqlhbBrdaituvxXcpefwWHLoyYzsADFJKO*#+-/:;?[]()|0123456789 ";
    let code = match dice.roll(40) {
        0 => Code::Esc,
        1 | 2 => Code::Enter,
        3 => Code::Tab,
        4 => Code::BackTab,
        5 => Code::Backspace,
        6 => Code::Up,
        7 => Code::Down,
        8 => Code::PageDown,
        9 => Code::PageUp,
        10 => Code::End,
        11 => Code::Char(['ä', 'ß', '日', '\u{301}', '"', '('][dice.roll(6) as usize]),
        12 => {
            let sizes = [
                (200, 60),
                (120, 40),
                (80, 24),
                (40, 10),
                (20, 5),
                (1, 1),
                (0, 0),
                (3, 200),
            ];
            let (columns, rows) = sizes[dice.roll(8) as usize];
            return Msg::Resize(columns, rows);
        }
        13 => return Msg::Paste("Ädler \u{1b}[2J\n\"x".to_owned()),
        14 => {
            return Msg::Mouse(Mouse {
                column: dice.roll(220) as u16,
                row: dice.roll(70) as u16,
                what: [Gesture::Press, Gesture::WheelDown, Gesture::WheelUp][dice.roll(3) as usize],
            });
        }
        15 => return Msg::StoreChanged,
        16 => return Msg::Edited(Ok("zwei\nZeilen".to_owned())),
        17 => return Msg::Edited(Err(Said::quoting("no editor"))),
        _ => Code::Char(char::from(KEYS[dice.roll(KEYS.len() as u64) as usize])),
    };
    Msg::Key(Key {
        code,
        ctrl: dice.roll(20) == 0,
        alt: dice.roll(50) == 0,
        shift: false,
    })
}

#[test]
fn twenty_thousand_random_events_break_nothing() {
    let theme = Theme::probe();
    let articles = || {
        let mut all = fixtures::articles();
        all.extend(fixtures::many(250));
        all
    };
    for seed in 1..=4 {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 + seed);
        let mut stage = Stage::with(120, 40, articles());
        for event in 0..5000 {
            let msg = any_msg(&mut dice);
            if let Msg::Resize(columns, rows) = msg {
                stage.size = (columns, rows);
            }
            // Now and then answers come late, all at once.
            match dice.roll(50) {
                0 if stage.held.is_none() => stage.hold(),
                1 => stage.let_go(),
                _ => {}
            }
            stage.send(msg);
            if event % 7 == 0 {
                let (_, cursor) = stage.draw(&theme);
                if let Some(at) = cursor {
                    assert!(
                        at.x < stage.size.0 && at.y < stage.size.1,
                        "seed {seed}, event {event}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_small_size_can_be_drawn_with_everything_open() {
    let theme = Theme::probe();
    for keys in [
        "",
        "Enter",
        "Enter Tab",
        "c",
        "?",
        "F",
        "/",
        "g e",
        "f",
        "C-p",
        "A",
        "Enter v w w",
        "Enter ;",
        "s",
        "|",
    ] {
        let mut stage = Stage::new(120, 40);
        if !keys.is_empty() {
            stage.keys(keys);
        }
        for columns in [0, 1, 2, 3, 7, 20, 79, 80, 119, 500] {
            for rows in [0, 1, 2, 3, 5, 9, 15, 16, 200] {
                stage.resize(columns, rows);
                stage.draw(&theme);
            }
        }
    }
}
