//! What comes from the terminal and the system: keys, pastes, the mouse, sizes, signals.
//!
//! One thread reads keys (from /dev/tty when standard input is a pipe), one waits for signals; both only send.

use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, unbounded};
use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use crate::keymap::{Code, Gesture, Key, Mouse};

/// Something came from the terminal or the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed or repeats.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has another size now.
    Resize,
    /// A signal asks the program to end; its number.
    End(i32),
    /// A signal asks the program to stop for now.
    Stop,
    /// The program goes on after it was stopped.
    Continue,
    /// The terminal is gone.
    Gone,
}

/// After a signal to end, the program has this long to end by itself.
const GRACE: Duration = Duration::from_millis(900);

/// Starts the threads that listen.
///
/// # Errors
/// When signals cannot be caught or the system starts no more threads.
pub fn listen() -> std::io::Result<Receiver<Input>> {
    let (heard, inputs) = unbounded();
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let tell = heard.clone();
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                match signal {
                    SIGTSTP => drop(tell.send(Input::Stop)),
                    SIGCONT => drop(tell.send(Input::Continue)),
                    signal => end(signal, &tell),
                }
            }
        })?;
    thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || read(&heard))?;
    Ok(inputs)
}

/// The session normally ends the program long before the grace is over; a stuck one is ended here.
fn end(signal: i32, tell: &Sender<Input>) {
    let _ = tell.send(Input::End(signal));
    thread::sleep(GRACE);
    super::give_back();
    std::process::exit(128 + signal);
}

fn read(heard: &Sender<Input>) {
    loop {
        let input = match crossterm::event::read() {
            Ok(event) => translate(event),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => None,
            Err(_) => {
                let _ = heard.send(Input::Gone);
                return;
            }
        };
        if let Some(input) = input
            && heard.send(input).is_err()
        {
            return;
        }
    }
}

fn translate(event: Event) -> Option<Input> {
    match event {
        Event::Key(event) if event.kind != KeyEventKind::Release => key(event).map(Input::Key),
        Event::Mouse(event) => mouse(event).map(Input::Mouse),
        Event::Paste(text) => Some(Input::Paste(text)),
        // The size is asked for when it is needed: of many sizes only the last counts.
        Event::Resize(..) => Some(Input::Resize),
        Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    // Shift is in the character itself, and BackTab is Tab with it.
    let shift = event.modifiers.contains(KeyModifiers::SHIFT)
        && !matches!(code, Code::Char(_) | Code::BackTab);
    Some(Key {
        code,
        ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
        alt: event.modifiers.contains(KeyModifiers::ALT),
        shift,
    })
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let what = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Gesture::Press,
        MouseEventKind::Drag(MouseButton::Left) => Gesture::Drag,
        MouseEventKind::Up(MouseButton::Left) => Gesture::Release,
        MouseEventKind::ScrollUp => Gesture::WheelUp,
        MouseEventKind::ScrollDown => Gesture::WheelDown,
        _ => return None,
    };
    Some(Mouse {
        column: event.column,
        row: event.row,
        what,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Option<Input> {
        translate(Event::Key(KeyEvent::new(code, modifiers)))
    }

    fn plain(code: Code) -> Key {
        Key {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    #[test]
    fn shift_is_told_only_where_the_character_does_not_say_it() {
        assert_eq!(
            pressed(KeyCode::Char('G'), KeyModifiers::SHIFT),
            Some(Input::Key(plain(Code::Char('G'))))
        );
        assert_eq!(
            pressed(KeyCode::BackTab, KeyModifiers::SHIFT),
            Some(Input::Key(plain(Code::BackTab)))
        );
        assert_eq!(
            pressed(KeyCode::Up, KeyModifiers::SHIFT),
            Some(Input::Key(Key {
                shift: true,
                ..plain(Code::Up)
            }))
        );
    }

    #[test]
    fn control_and_alt_are_told_and_releases_are_not_keys() {
        assert_eq!(
            pressed(
                KeyCode::Char('d'),
                KeyModifiers::CONTROL | KeyModifiers::ALT
            ),
            Some(Input::Key(Key {
                ctrl: true,
                alt: true,
                ..plain(Code::Char('d'))
            }))
        );
        let mut event = KeyEvent::new(KeyCode::Char('d'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert_eq!(translate(Event::Key(event)), None);
    }
}
