//! The terminal: modes taken and given back, frames and the clipboard written, keys and signals read.
//!
//! Only this room and the session touch the tty. What is taken (raw mode, alternate screen, bracketed paste, the
//! mouse, the cursor) is given back on every way out: return, error, panic, signal, suspension. The order is
//! always: give back first, then speak. Nothing here knows what is on the screen; cells come in a [`Buffer`] and
//! leave as text, positions and attributes only ([`paint`] is the second net under [`crate::text::Clean`]).

mod away;
mod clipboard;
mod crash;
mod keys;
mod link;
mod listen;
mod paint;

use std::fs::File;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::say::{Said, say};
use crate::theme::Depth;

pub use away::{Ears, Lent};
pub use clipboard::{LONGEST_COPY, NotCopied};
pub use crash::restore_on_panic;
pub use link::Linked;
pub use listen::{Input, listen, take_file_limits_as_errors};

use paint::Pen;

/// Whether the modes are taken just now; asked by the panic hook and by whoever gives them back first.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether the mouse was taken with them.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Whether links are written, of which one may be open when writing breaks off.
static LINKS: AtomicBool = AtomicBool::new(false);
/// Whether the terminal knows no more than a VT100 does.
static PLAIN: AtomicBool = AtomicBool::new(false);

/// Alternate screen, unambiguous keys (kitty's protocol, level 1; others skip it), bracketed paste, word of a change
/// between dark and light (DEC private mode 2031; others skip it), hidden cursor, cleared.
const TAKE: &str = "\x1b[?1049h\x1b[>1u\x1b[?2004h\x1b[?2031h\x1b[?25l\x1b[0m\x1b[2J";
/// The same for a VT100, which has none of these.
const TAKE_PLAIN: &str = "\x1b[0m\x1b[2J";
/// Clicks, drags and the wheel, in SGR coordinates.
const TAKE_MOUSE: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const GIVE_MOUSE: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// Ends a synchronized update and a string that may have been cut short, then undoes [`TAKE`] in reverse.
const GIVE: &str = "\x1b\\\x1b[?2026l\x1b[0m\x1b[?25h\x1b[?2031l\x1b[?2004l\x1b[<1u\x1b[?1049l";
/// What was drawn stands on the only screen there is: it makes room for the shell.
const GIVE_PLAIN: &str = "\x1b[0m\x1b[2J\x1b[1;1H";

/// Begins and ends a synchronized update: the terminal shows the frame at once (DEC private mode 2026).
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

/// Why the reader cannot run here, as one sentence; `None` when it can.
pub fn refusal() -> Option<Said> {
    if !io::stdout().is_terminal() {
        return Some(say!(
            "standard output is no terminal; `depesche ls` prints the list"
        ));
    }
    if !io::stdin().is_terminal() && File::open("/dev/tty").is_err() {
        return Some(say!(
            "there is no terminal to read keys from; run depesche in one, or use `depesche ls`"
        ));
    }
    match std::env::var("TERM").as_deref() {
        Ok("dumb" | "") | Err(_) => Some(say!(
            "the terminal (TERM) says it can only print lines; `depesche ls` prints the list"
        )),
        Ok(_) => None,
    }
}

/// Columns and rows; 80 by 24 when the terminal does not tell.
pub fn size() -> (u16, u16) {
    match crossterm::terminal::window_size() {
        Ok(size) if size.columns > 0 && size.rows > 0 => {
            // No screen is larger; a wild answer must not ask for gigabytes of cells.
            (size.columns.min(2000), size.rows.min(1000))
        }
        _ => (80, 24),
    }
}

/// Whether some other program, a shell, would let this one go on after a stop.
///
/// A session's leader has none above it on its terminal; stopped, it would hang for good.
pub fn has_shell() -> bool {
    // After the name in parentheses: state, parent, group, session (proc_pid_stat(5)).
    let Ok(stat) = std::fs::read_to_string("/proc/self/stat") else {
        return true;
    };
    let session = stat
        .rsplit_once(')')
        .and_then(|(_, fields)| fields.split_whitespace().nth(3)?.parse().ok());
    session != Some(std::process::id())
}

/// Whether a terminal of this name knows no more than a VT100 does: places, clearing, bold, underlined, reverse.
fn is_plain(term: &str) -> bool {
    term.starts_with("vt")
}

/// The terminal while the reader has it.
#[derive(Debug)]
pub struct Terminal {
    depth: Depth,
    /// Whether it knows no more than a VT100 does.
    plain: bool,
    /// Whether it shows links.
    links: bool,
    mouse: bool,
    /// What is on the screen, and the links on it.
    shown: Buffer,
    linked: Vec<Linked>,
    cursor: Option<Position>,
    /// Whether what is on the screen is unknown and the next frame must be whole.
    stale: bool,
    out: Vec<u8>,
}

impl Terminal {
    /// Takes the terminal, to which so many colours may be sent.
    ///
    /// # Errors
    /// When it refuses raw mode or to be written to.
    pub fn take(depth: Depth, mouse: bool) -> io::Result<Self> {
        let plain = std::env::var("TERM").is_ok_and(|term| is_plain(&term));
        let mut terminal = Self {
            depth,
            plain,
            links: !plain && link::is_known(|name| std::env::var(name).ok()),
            mouse: mouse && !plain,
            shown: Buffer::empty(Rect::ZERO),
            linked: Vec::new(),
            cursor: None,
            stale: true,
            out: Vec::with_capacity(64 << 10),
        };
        terminal.take_again()?;
        Ok(terminal)
    }

    /// Takes the modes again after they were given back; the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn take_again(&mut self) -> io::Result<()> {
        MOUSE.store(self.mouse, Ordering::SeqCst);
        PLAIN.store(self.plain, Ordering::SeqCst);
        LINKS.store(self.links, Ordering::SeqCst);
        TAKEN.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        let mut modes = if self.plain { TAKE_PLAIN } else { TAKE }.to_owned();
        if self.mouse {
            modes.push_str(TAKE_MOUSE);
        }
        self.redraw();
        write(modes.as_bytes())
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    pub fn redraw(&mut self) {
        self.stale = true;
        self.cursor = None;
    }

    /// Shows a frame of this size that `draw` fills; it returns where the cursor belongs. Only what differs is written.
    ///
    /// Some words of it lead somewhere, where the terminal shows links.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn show(
        &mut self,
        (columns, rows): (u16, u16),
        mut links: Vec<Linked>,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, columns, rows);
        let mut next = Buffer::empty(area);
        let cursor = draw(&mut next);
        // Drawing may have resized the buffer it was lent; cells outside the screen are nobody's.
        if *next.area() != area {
            next.resize(area);
        }
        if self.stale || *self.shown.area() != area {
            self.shown = Buffer::empty(area);
            self.stale = true;
        }
        links.retain(|_| self.links);
        link::keep_sound(&mut links);
        // A link that is new or gone is written with its words, though these are there already.
        let changed = |one: &[Linked], other: &[Linked]| -> Vec<Rect> {
            let lacks = one.iter().filter(|link| !other.contains(link));
            lacks.map(|(place, _)| *place).collect()
        };
        for place in [changed(&self.linked, &links), changed(&links, &self.linked)].concat() {
            for at in place.intersection(area).positions() {
                // A character that is never drawn differs from whatever is.
                self.shown[at].set_symbol("\u{F8FF}");
            }
        }
        self.out.clear();
        let (begin, end) = if self.plain { ("", "") } else { (BEGIN, END) };
        self.out.extend_from_slice(begin.as_bytes());
        let head = self.out.len();
        if self.stale {
            self.out.extend_from_slice(b"\x1b[0m\x1b[2J");
        }
        let pen = Pen {
            depth: self.depth,
            plain: self.plain,
        };
        paint::paint(&self.shown, &mut next, pen, &links, &mut self.out);
        let painted = self.out.len() > head;
        let cursor = cursor.filter(|at| at.x < columns && at.y < rows);
        if painted || cursor != self.cursor {
            match cursor {
                Some(at) => {
                    paint::go_to(at.x, at.y, &mut self.out);
                    if !self.plain {
                        self.out.extend_from_slice(b"\x1b[?25h");
                    }
                }
                // It cannot be hidden: the lower left corner is where it says least.
                None if self.plain => paint::go_to(0, rows.saturating_sub(1), &mut self.out),
                None => self.out.extend_from_slice(b"\x1b[?25l"),
            }
        }
        let something = self.out.len() > head;
        self.out.extend_from_slice(end.as_bytes());
        if something {
            write(&self.out)?;
        }
        self.shown = next;
        self.linked = links;
        self.cursor = cursor;
        self.stale = false;
        Ok(())
    }

    /// Asks the terminal for its background (OSC 11), if it is one that knows such questions.
    ///
    /// Nobody waits: the answer comes as [`Input::Background`], or never.
    pub fn ask_background(&self) {
        if self.depth >= Depth::Indexed && !self.plain {
            let _ = write(b"\x1b]11;?\x1b\\");
        }
    }

    /// Puts text on the clipboard of the terminal the reader sits at (OSC 52), over ssh too.
    ///
    /// # Errors
    /// When it is longer than terminals take, or the terminal has no clipboard.
    pub fn copy(&mut self, text: &str) -> Result<(), NotCopied> {
        if self.plain {
            return Err(NotCopied::NoClipboard);
        }
        let sequence = clipboard::sequence(text)?;
        // A terminal that is gone shows at the next frame.
        let _ = write(sequence.as_bytes());
        Ok(())
    }

    /// Gives the terminal back; dropping does so too.
    pub fn give_back(&mut self) {
        give_back();
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives everything back that was taken, once; from any thread, in any state.
pub(crate) fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    if MOUSE.load(Ordering::SeqCst) {
        let _ = write(GIVE_MOUSE.as_bytes());
    }
    if LINKS.load(Ordering::SeqCst) {
        let mut end = b"\x1b\\".to_vec();
        link::write(None, &mut end);
        let _ = write(&end);
    }
    let plain = PLAIN.load(Ordering::SeqCst);
    let _ = write(if plain { GIVE_PLAIN } else { GIVE }.as_bytes());
    let _ = disable_raw_mode();
}

/// Writes past the lock of standard output: a thread that panics or dies must never wait for one that draws.
fn write(bytes: &[u8]) -> io::Result<()> {
    static TTY: OnceLock<Option<File>> = OnceLock::new();
    let tty = TTY.get_or_init(|| {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd as _;
            let own = io::stdout().as_fd().try_clone_to_owned();
            own.ok().map(File::from)
        }
        #[cfg(not(unix))]
        None
    });
    if let Some(mut tty) = tty.as_ref() {
        return tty.write_all(bytes);
    }
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}
