//! Bytes from the terminal become keys, pastes and the mouse.
//!
//! Understood are UTF-8, the sequences of xterm, rxvt and the Linux console, `modifyOtherKeys`, the keyboard
//! protocol of kitty, SGR mouse reports and bracketed paste. Whatever else comes (answers nobody asked for, broken
//! sequences) is dropped. Pure; the thread that reads is in [`super::listen`].

use super::listen::Input;
use crate::keymap::{Code, Gesture, Key, Mouse};

/// A paste is cut off here; no line of input is longer.
const LONGEST_PASTE: usize = 1 << 20;

/// No sequence is longer; what does not end by then is dropped.
const LONGEST_SEQUENCE: usize = 4096;

const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";

/// Takes bytes in as they come and gives what they mean.
#[derive(Debug, Default)]
pub(super) struct Parser {
    /// The beginning of something that has not ended yet.
    pending: Vec<u8>,
    /// A paste under way.
    paste: Option<Vec<u8>>,
}

/// What stands at the beginning of some bytes.
enum Token {
    /// So many bytes that mean this, or nothing.
    Whole(usize, Option<Input>),
    /// The beginning of a paste of so many bytes.
    Paste(usize),
    /// More bytes are needed to tell.
    Part,
}

impl Parser {
    /// Takes bytes in.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        self.pending.extend_from_slice(bytes);
        let mut out = Vec::new();
        loop {
            if let Some(paste) = &mut self.paste {
                let (taken, ended) = match find(&self.pending, PASTED) {
                    Some(at) => (at, true),
                    // The end mark itself may have come in part.
                    None => (self.pending.len().saturating_sub(PASTED.len() - 1), false),
                };
                let room = LONGEST_PASTE - paste.len();
                paste.extend_from_slice(&self.pending[..taken.min(room)]);
                self.pending
                    .drain(..taken + if ended { PASTED.len() } else { 0 });
                if !ended {
                    return out;
                }
                let text =
                    String::from_utf8_lossy(&self.paste.take().unwrap_or_default()).into_owned();
                out.push(Input::Paste(text.replace("\r\n", "\n").replace('\r', "\n")));
            }
            if self.pending.is_empty() {
                return out;
            }
            match token(&self.pending) {
                Token::Whole(length, input) => {
                    self.pending.drain(..length);
                    out.extend(input);
                }
                Token::Paste(length) => {
                    self.pending.drain(..length);
                    self.paste = Some(Vec::new());
                }
                Token::Part if self.pending.len() > LONGEST_SEQUENCE => self.pending.clear(),
                Token::Part => return out,
            }
        }
    }

    /// Whether something has begun that a pause would end: an Esc that is no more than that.
    pub(super) fn waits(&self) -> bool {
        self.paste.is_none() && !self.pending.is_empty()
    }

    /// Nothing more came for a while: what has begun is all there is.
    pub(super) fn pause(&mut self) -> Vec<Input> {
        let pending = std::mem::take(&mut self.pending);
        match pending.as_slice() {
            [0x1B] => vec![Input::Key(plain(Code::Esc))],
            // Alt and one of the characters that begin sequences.
            [
                0x1B,
                byte @ (b'[' | b']' | b'O' | b'P' | b'X' | b'^' | b'_'),
            ] => {
                vec![Input::Key(Key {
                    alt: true,
                    ..plain(Code::Char(char::from(*byte)))
                })]
            }
            _ => Vec::new(),
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn plain(code: Code) -> Key {
    Key {
        code,
        ctrl: false,
        alt: false,
        shift: false,
    }
}

fn token(bytes: &[u8]) -> Token {
    if bytes.starts_with(PASTE) {
        return Token::Paste(PASTE.len());
    }
    match bytes {
        [0x1B] => Token::Part,
        [0x1B, b'[', rest @ ..] => csi(rest),
        [0x1B, b'O', rest @ ..] => match rest.first() {
            None => Token::Part,
            Some(last) => Token::Whole(3, ss3(*last).map(|code| Input::Key(plain(code)))),
        },
        // Answers of the terminal: a string up to BEL or ST.
        [0x1B, b']' | b'P' | b'X' | b'^' | b'_', rest @ ..] => string(rest),
        // Esc twice is Esc, and the second may begin something.
        [0x1B, 0x1B, ..] => Token::Whole(1, Some(Input::Key(plain(Code::Esc)))),
        [0x1B, rest @ ..] => match character(rest) {
            Token::Whole(length, input) => Token::Whole(
                length + 1,
                input.map(|input| match input {
                    Input::Key(key) => Input::Key(Key { alt: true, ..key }),
                    other => other,
                }),
            ),
            other => other,
        },
        _ => character(bytes),
    }
}

/// A control or a character of UTF-8; the bytes are never empty.
fn character(bytes: &[u8]) -> Token {
    let control = |c: char| Key {
        ctrl: true,
        ..plain(Code::Char(c))
    };
    let first = bytes[0];
    let key = match first {
        0 => control(' '),
        b'\r' => plain(Code::Enter),
        b'\t' => plain(Code::Tab),
        // Terminals differ on which of them the key sends; nobody presses C-h for help here.
        0x08 | 0x7F => plain(Code::Backspace),
        0x01..=0x1A => control(char::from(first - 1 + b'a')),
        0x1C..=0x1F => control(char::from(first + 0x40)),
        _ => {
            let length = match first {
                0x20..=0x7E => 1,
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => return Token::Whole(1, None),
            };
            let whole = bytes.get(..length).unwrap_or(bytes);
            return match std::str::from_utf8(whole) {
                Ok(text) => Token::Whole(
                    length,
                    text.chars()
                        .find(|c| !c.is_control())
                        .map(|c| Input::Key(plain(Code::Char(c)))),
                ),
                Err(error) if error.error_len().is_none() => Token::Part,
                Err(_) => Token::Whole(1, None),
            };
        }
    };
    Token::Whole(1, Some(Input::Key(key)))
}

/// What follows the introducer of a string; only one answer means something: the background's colour.
fn string(rest: &[u8]) -> Token {
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            0x07 => return Token::Whole(at + 3, background(&rest[..at])),
            0x1B => {
                return match rest.get(at + 1) {
                    None => Token::Part,
                    Some(b'\\') => Token::Whole(at + 4, background(&rest[..at])),
                    // Something else begins: the string broke off.
                    Some(_) => Token::Whole(at + 2, None),
                };
            }
            _ => {}
        }
    }
    Token::Part
}

/// `11;rgb:ffff/ffff/ffff` with one to four digits a part (xterm's answer to OSC 11).
fn background(answer: &[u8]) -> Option<Input> {
    let answer = std::str::from_utf8(answer).ok()?;
    let mut parts = answer.strip_prefix("11;rgb:")?.split('/').map(|part| {
        let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)? - 1;
        let value = u32::from_str_radix(part, 16).ok()?;
        Some(f64::from(value) / f64::from(most.max(1)))
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    // How bright it looks (ITU-R BT.709).
    let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5;
    Some(Input::Background { light })
}

/// What follows `ESC [`: parameters, intermediates, a final byte (ECMA-48, 5.4).
fn csi(rest: &[u8]) -> Token {
    // The Linux console's F1 to F5.
    if let [b'[', last, ..] = rest {
        let code = matches!(last, b'A'..=b'E').then(|| Code::F(last - b'A' + 1));
        return Token::Whole(4, code.map(|code| Input::Key(plain(code))));
    }
    if rest == b"[" {
        return Token::Part;
    }
    let Some(at) = rest.iter().position(|byte| !(0x20..=0x3F).contains(byte)) else {
        return Token::Part;
    };
    let last = rest[at];
    if !(0x40..=0x7E).contains(&last) {
        // Broken off by something that begins anew.
        return Token::Whole(at + 2, None);
    }
    let whole = at + 3;
    let parameters = &rest[..at];
    // The mouse before SGR: three bytes follow.
    if last == b'M' && parameters.is_empty() {
        return if rest.len() < 4 {
            Token::Part
        } else {
            Token::Whole(6, None)
        };
    }
    let text = std::str::from_utf8(parameters).unwrap_or_default();
    if let Some(report) = text.strip_prefix('<') {
        return Token::Whole(whole, mouse(report, last == b'm').map(Input::Mouse));
    }
    // Word that the terminal is dark (1) or light (2) now (DEC private mode 2031).
    if let (Some(dark), b'n') = (text.strip_prefix("?997;"), last) {
        let said = matches!(dark, "1" | "2");
        return Token::Whole(
            whole,
            said.then_some(Input::Background { light: dark == "2" }),
        );
    }
    Token::Whole(whole, sequence(text, last).map(Input::Key))
}

fn ss3(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'P'..=b'S' => Code::F(last - b'P' + 1),
        b'M' => Code::Enter,
        // The number block in application mode.
        b'j'..=b'y' => Code::Char(char::from(last - 0x40)),
        _ => return None,
    })
}

/// A key told as a sequence of numbers: which, modifiers (1 and a bit for each), and for kitty what happened to it.
fn sequence(parameters: &str, last: u8) -> Option<Key> {
    const RELEASED: u32 = 3;
    let mut fields = parameters.split(';').map(|field| {
        let mut parts = field.split(':').map(|part| part.parse::<u32>().ok());
        (parts.next().flatten(), parts.next().flatten())
    });
    let (first, _) = fields.next().unwrap_or_default();
    let (modifiers, event) = fields.next().unwrap_or_default();
    let (third, _) = fields.next().unwrap_or_default();
    if event == Some(RELEASED) {
        return None;
    }
    let held = modifiers.unwrap_or(1).saturating_sub(1);
    let (shift, alt, ctrl) = (held & 1 != 0, held & 2 != 0, held & 4 != 0);
    let code = match (last, first) {
        (b'~', Some(27)) => from_number(third?, shift)?,
        (b'~', Some(number)) => tilde(number)?,
        (b'u', Some(number)) => from_number(number, shift)?,
        (b'Z', _) => Code::BackTab,
        // With one parameter it would be an answer about the cursor's place.
        (b'R', Some(1)) | (b'A'..=b'D' | b'F' | b'H' | b'P' | b'Q' | b'S', _) => match last {
            b'R' => Code::F(3),
            _ => ss3(last)?,
        },
        _ => return None,
    };
    // What these are on every other terminal, where they cannot be told apart.
    let same = match code {
        Code::Char('[') => Some(Code::Esc),
        Code::Char('m') => Some(Code::Enter),
        Code::Char('i') => Some(Code::Tab),
        Code::Char('h') => Some(Code::Backspace),
        _ => None,
    };
    if let Some(code) = same.filter(|_| ctrl && !alt && !shift) {
        return Some(plain(code));
    }
    let told = matches!(code, Code::Char(_) | Code::BackTab);
    Some(Key {
        code,
        ctrl,
        alt,
        // Shift is in the character itself, and BackTab is Tab with it.
        shift: shift && !told,
    })
}

fn tilde(number: u32) -> Option<Code> {
    let number = u8::try_from(number).ok()?;
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(number - 10),
        17..=21 => Code::F(number - 11),
        23..=26 => Code::F(number - 12),
        28 | 29 => Code::F(number - 13),
        31..=34 => Code::F(number - 14),
        _ => return None,
    })
}

/// A key by its Unicode number, as kitty and `modifyOtherKeys` tell it: the one without shift.
fn from_number(number: u32, shift: bool) -> Option<Code> {
    Some(match number {
        9 if shift => Code::BackTab,
        9 => Code::Tab,
        13 | 57414 => Code::Enter,
        27 => Code::Esc,
        8 | 127 => Code::Backspace,
        // Kitty's numbers for keys of the number block, in the private use area.
        57399..=57408 => Code::Char(char::from_digit(number - 57399, 10)?),
        57417 => Code::Left,
        57418 => Code::Right,
        57419 => Code::Up,
        57420 => Code::Down,
        57421 => Code::PageUp,
        57422 => Code::PageDown,
        57423 => Code::Home,
        57424 => Code::End,
        57425 => Code::Insert,
        57426 => Code::Delete,
        57344..=63743 => return None,
        number => {
            let c = char::from_u32(number).filter(|c| !c.is_control())?;
            let mut upper = c.to_uppercase();
            match (shift, upper.next(), upper.next()) {
                (true, Some(upper), None) => Code::Char(upper),
                _ => Code::Char(c),
            }
        }
    })
}

/// An SGR report: buttons, column and row from 1.
fn mouse(report: &str, released: bool) -> Option<Mouse> {
    let mut numbers = report.split(';').map(str::parse::<u16>);
    let (buttons, column, row) = (
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
        numbers.next()?.ok()?,
    );
    // Shift, alt and control, which terminals mostly keep for themselves.
    let what = match (buttons & !0b1_1100, released) {
        (0, false) => Gesture::Press,
        (32, false) => Gesture::Drag,
        (0 | 32, true) => Gesture::Release,
        (64, _) => Gesture::WheelUp,
        (65, _) => Gesture::WheelDown,
        _ => return None,
    };
    Some(Mouse {
        column: column.checked_sub(1)?,
        row: row.checked_sub(1)?,
        what,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(bytes: &[u8]) -> Vec<Input> {
        let mut parser = Parser::default();
        let mut inputs = parser.feed(bytes);
        if parser.waits() {
            inputs.extend(parser.pause());
        }
        inputs
    }

    fn key(code: Code) -> Input {
        Input::Key(plain(code))
    }

    fn held(code: Code, modifiers: &str) -> Input {
        Input::Key(Key {
            code,
            ctrl: modifiers.contains('C'),
            alt: modifiers.contains('A'),
            shift: modifiers.contains('S'),
        })
    }

    #[test]
    fn characters_and_controls_are_keys() {
        let c = |c| key(Code::Char(c));
        assert_eq!(all("aß日🦀".as_bytes()), [c('a'), c('ß'), c('日'), c('🦀')]);
        assert_eq!(
            all(b"\r\t\x7f\x08"),
            [Code::Enter, Code::Tab, Code::Backspace, Code::Backspace].map(key)
        );
        assert_eq!(
            all(b"\x04\x0a\x1a\x00\x1d"),
            ['d', 'j', 'z', ' ', ']'].map(|c| held(Code::Char(c), "C"))
        );
    }

    #[test]
    fn sequences_of_all_terminals_are_keys() {
        for (bytes, input) in [
            ("\x1b[A", key(Code::Up)),
            ("\x1bOB", key(Code::Down)),
            ("\x1b[H", key(Code::Home)),
            ("\x1b[1~", key(Code::Home)),
            ("\x1b[4~", key(Code::End)),
            ("\x1b[3~", key(Code::Delete)),
            ("\x1b[5~", key(Code::PageUp)),
            ("\x1bOP", key(Code::F(1))),
            ("\x1b[[A", key(Code::F(1))),
            ("\x1b[15~", key(Code::F(5))),
            ("\x1b[24~", key(Code::F(12))),
            ("\x1b[Z", key(Code::BackTab)),
            ("\x1b[1;5C", held(Code::Right, "C")),
            ("\x1b[1;2A", held(Code::Up, "S")),
            ("\x1b[6;3~", held(Code::PageDown, "A")),
            ("\x1b[27u", key(Code::Esc)),
            ("\x1b[100;5u", held(Code::Char('d'), "C")),
            ("\x1b[91;5u", key(Code::Esc)),
            ("\x1b[105;5u", key(Code::Tab)),
            ("\x1b[97;4u", held(Code::Char('A'), "A")),
            ("\x1b[9;2u", key(Code::BackTab)),
            ("\x1b[57417u", key(Code::Left)),
            ("\x1b[27;5;44~", held(Code::Char(','), "C")),
            ("\x1bx", held(Code::Char('x'), "A")),
            ("\x1b\x04", held(Code::Char('d'), "AC")),
            ("\x1b[", held(Code::Char('['), "A")),
        ] {
            assert_eq!(all(bytes.as_bytes()), [input], "{bytes:?}");
        }
    }

    #[test]
    fn a_lone_escape_is_the_key_once_nothing_follows() {
        let mut parser = Parser::default();
        assert_eq!(parser.feed(b"\x1b"), []);
        assert!(parser.waits());
        assert_eq!(parser.pause(), [key(Code::Esc)]);
        assert_eq!(all(b"\x1b\x1b[A"), [key(Code::Esc), key(Code::Up)]);
        assert_eq!(all(b"\x1b\x1b"), [key(Code::Esc), key(Code::Esc)]);
    }

    #[test]
    fn answers_releases_and_broken_sequences_are_nothing() {
        for bytes in [
            "\x1b[?1;2c",
            "\x1b[12;40R",
            "\x1b]10;rgb:0000/0000/0000\x07",
            "\x1bP1$r0m\x1b\\",
            "\x1b[97;1:3u",
            "\x1b[I",
            "\x1b[O",
            "\x1b[M !!",
            "\u{9b}",
            "\x1b[57441u",
            "\x1b[999~",
        ] {
            assert_eq!(all(bytes.as_bytes()), [], "{bytes:?}");
        }
        assert_eq!(all(b"\xff\xfea"), [key(Code::Char('a'))]);
        assert_eq!(all(b"\x1b[12\x1b[A"), [key(Code::Up)]);
    }

    #[test]
    fn the_background_is_told_light_or_dark_in_every_length_of_the_answer() {
        for (answer, light) in [
            ("\x1b]11;rgb:ffff/ffff/dddd\x1b\\", true),
            ("\x1b]11;rgb:1e1e/1e1e/2e2e\x07", false),
            ("\x1b]11;rgb:ff/fa/f0\x07", true),
            ("\x1b]11;rgb:0/0/0\x07", false),
            ("\x1b[?997;1n", false),
            ("\x1b[?997;2n", true),
        ] {
            assert_eq!(all(answer.as_bytes()), [Input::Background { light }]);
        }
        assert_eq!(
            all(b"\x1b]11;rgb:red/0/0\x07\x1b]11;rgb:\x07\x1b[?997;9n"),
            []
        );
    }

    #[test]
    fn the_mouse_is_told_in_cells_from_0() {
        let mouse = |column, row, what| Input::Mouse(Mouse { column, row, what });
        assert_eq!(
            all(b"\x1b[<0;10;5M\x1b[<32;11;5M\x1b[<0;11;5m\x1b[<64;1;1M\x1b[<2;1;1M"),
            [
                mouse(9, 4, Gesture::Press),
                mouse(10, 4, Gesture::Drag),
                mouse(10, 4, Gesture::Release),
                mouse(0, 0, Gesture::WheelUp),
            ]
        );
    }

    #[test]
    fn a_paste_is_text_whatever_is_in_it_and_may_come_in_pieces() {
        let bytes = b"x\x1b[200~one\r\ntwo \x1b[A Q\x1b[201~y";
        let expected = [
            key(Code::Char('x')),
            Input::Paste("one\ntwo \x1b[A Q".to_owned()),
            key(Code::Char('y')),
        ];
        assert_eq!(all(bytes), expected);
        let mut parser = Parser::default();
        let mut inputs = Vec::new();
        for byte in bytes {
            inputs.extend(parser.feed(&[*byte]));
        }
        assert_eq!(inputs, expected);
    }

    proptest! {
        #[test]
        fn bytes_cut_anywhere_mean_the_same(bytes in proptest::collection::vec(prop_oneof![Just(0x1b_u8), Just(b'['), Just(b';'), Just(b'<'), any::<u8>()], 0..60), at in 0_usize..60) {
            let at = at.min(bytes.len());
            let mut whole = Parser::default();
            let mut cut = Parser::default();
            let expected = (whole.feed(&bytes), whole.pause());
            let mut inputs = cut.feed(&bytes[..at]);
            inputs.extend(cut.feed(&bytes[at..]));
            prop_assert_eq!((inputs, cut.pause()), expected);
        }
    }
}
