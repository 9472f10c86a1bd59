//! What comes from the terminal and the system: keys, pastes, the mouse, sizes, signals.
//!
//! One thread reads bytes (from /dev/tty when standard input is a pipe), one makes keys of them, one waits for
//! signals; all only send. Reading is done here rather than by crossterm, whose reader forgets keys that come
//! together with a change of size and spins when the terminal is gone.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal as _, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use rustix::event::{PollFd, PollFlags, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use super::away::{self, Ears, Holds};
use super::keys::Parser;
use crate::keymap::{Key, Mouse};

/// Something came from the terminal or the system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed or repeats.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal answered what its background is, or told that it is another one now.
    Background {
        /// Light, or dark.
        light: bool,
    },
    /// The terminal has another size now; it is to be asked for it, since of many sizes only the last counts.
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

/// What follows an Esc later than this is a key of its own; slow connections need some of it.
const ESCAPE: Duration = Duration::from_millis(30);

/// Starts the threads that listen.
///
/// # Errors
/// When signals cannot be caught, there is no terminal to read, or the system starts no more threads.
pub fn listen() -> io::Result<(Receiver<Input>, Ears)> {
    let (heard, inputs) = unbounded();
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let tell = heard.clone();
    spawn("signals", move || {
        for signal in signals.forever() {
            match signal {
                // Another program has the terminal and deals with these; stopping it stops both.
                SIGINT | SIGQUIT if away::is_away() => {}
                SIGTSTP if away::is_away() => drop(emulate_default_handler(SIGTSTP)),
                SIGWINCH => drop(tell.send(Input::Resize)),
                SIGTSTP => drop(tell.send(Input::Stop)),
                SIGCONT => drop(tell.send(Input::Continue)),
                signal => end(signal, &tell),
            }
        }
    })?;
    let tty = tty()?;
    let (read_bytes, bytes) = bounded(64);
    let (ears, holds) = away::ends()?;
    spawn("bytes", move || read(tty, &read_bytes, &holds))?;
    spawn("keys", move || parse(&bytes, &heard))?;
    Ok((inputs, ears))
}

/// From now on a file that grows beyond its limit is an error of that write, as a full disk is, rather than the end.
pub fn take_file_limits_as_errors() {
    // A handler that does nothing but be there; where it cannot be set, the default holds.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

fn spawn(name: &str, job: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(job)
        .map(drop)
}

/// The terminal to read keys from, past the buffer of standard input.
fn tty() -> io::Result<File> {
    #[cfg(unix)]
    if io::stdin().is_terminal() {
        use std::os::fd::AsFd as _;
        return io::stdin().as_fd().try_clone_to_owned().map(File::from);
    }
    File::open("/dev/tty")
}

/// The session normally ends the program long before the grace is over; a stuck one is ended here.
fn end(signal: i32, tell: &Sender<Input>) {
    let _ = tell.send(Input::End(signal));
    thread::sleep(GRACE);
    super::give_back();
    std::process::exit(128 + signal);
}

/// Passes bytes on until the terminal is gone, which drops the channel.
fn read(mut tty: File, to: &Sender<Vec<u8>>, holds: &Holds) {
    let mut bytes = [0; 4096];
    loop {
        if is_held(&tty, holds) {
            continue;
        }
        match tty.read(&mut bytes) {
            Ok(0) => return,
            Ok(length) => {
                if to.send(bytes[..length].to_vec()).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Another program left the terminal in a mode that does not wait.
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                thread::sleep(Duration::from_millis(10));
            }
            Err(_) => return,
        }
    }
}

/// Waits until the terminal has something, or until it is lent: then waits until it is back and says so.
fn is_held(tty: &File, holds: &Holds) -> bool {
    let mut both = [
        PollFd::new(&holds.woken, PollFlags::IN),
        PollFd::new(tty, PollFlags::IN),
    ];
    // Where terminals cannot be polled the read itself waits.
    if poll(&mut both, None).is_err() || both[0].revents().is_empty() {
        return false;
    }
    let mut wake = [0];
    if (&holds.woken).read_exact(&mut wake).is_err() {
        // Nobody is left to lend it.
        return false;
    }
    if let Ok(until) = holds.holds.recv_timeout(ESCAPE) {
        // Nothing is ever sent; it ends when the other end is dropped.
        let _ = until.recv();
    }
    true
}

fn parse(bytes: &Receiver<Vec<u8>>, heard: &Sender<Input>) {
    let mut parser = Parser::default();
    loop {
        let came = if parser.waits() {
            bytes.recv_timeout(ESCAPE)
        } else {
            bytes.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        let inputs = match came {
            Ok(bytes) => parser.feed(&bytes),
            Err(RecvTimeoutError::Timeout) => parser.pause(),
            Err(RecvTimeoutError::Disconnected) => {
                let _ = heard.send(Input::Gone);
                return;
            }
        };
        for input in inputs {
            if heard.send(input).is_err() {
                return;
            }
        }
    }
}
