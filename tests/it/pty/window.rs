//! A terminal window for a program under test: a pseudo-terminal, what it shows, and all that was written to it.
//!
//! Waiting is for what the window shows, with a deadline; nothing sleeps.

use std::io::{Read as _, Write};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Far beyond what anything here takes on a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);

/// What the reader thread shares.
struct Seen {
    parser: vt100::Parser,
    log: Vec<u8>,
    closed: bool,
    /// Whether the window is to be closed over the program at the next thing it writes.
    closing: bool,
}

/// A window with a program in it.
pub(crate) struct Window {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

impl Window {
    /// Opens a window of so many columns and rows and runs a program with arguments in it.
    ///
    /// Its environment is empty but for `variables`, a `TERM` with 256 colours, `PATH`, and a home that is `home`.
    pub(crate) fn open(
        (columns, rows): (u16, u16),
        home: &Path,
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let pair = native_pty_system()
            .openpty(size(columns, rows))
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(home);
        command.env_clear();
        for (name, value) in environment(home)
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain(variables.iter().copied())
        {
            command.env(name, value);
        }
        let child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let seen = Arc::new((
            Mutex::new(Seen {
                parser: vt100::Parser::new(rows, columns, 0),
                log: Vec::new(),
                closed: false,
                closing: false,
            }),
            Condvar::new(),
        ));
        let shared = seen.clone();
        thread::spawn(move || {
            let mut bytes = [0; 16 << 10];
            loop {
                let read = reader.read(&mut bytes).unwrap_or(0);
                let mut seen = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
                seen.parser.process(&bytes[..read]);
                seen.log.extend_from_slice(&bytes[..read]);
                seen.closed = read == 0 || seen.closing;
                shared.1.notify_all();
                if seen.closed {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().expect("a writer");
        Self {
            master: Some(pair.master),
            keys: Some(keys),
            child,
            seen,
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Types.
    pub(crate) fn press(&mut self, keys: &str) {
        let writer = self.keys.as_mut().expect("an open window");
        writer
            .write_all(keys.as_bytes())
            .expect("the window takes keys");
        writer.flush().expect("the window takes keys");
    }

    /// Waits until the window shows what is asked for.
    ///
    /// # Panics
    /// When it does not within the deadline; prints what it shows instead.
    pub(crate) fn wait_until(&self, what: &str, shows: impl Fn(&vt100::Screen) -> bool) {
        let begun = Instant::now();
        let mut seen = self.seen();
        while !shows(seen.parser.screen()) {
            let left = DEADLINE.saturating_sub(begun.elapsed());
            assert!(
                !left.is_zero() && !seen.closed,
                "the window never showed {what} ({}); it shows:\n{}",
                if seen.closed {
                    "the program ended"
                } else {
                    "too late"
                },
                seen.parser.screen().contents()
            );
            seen = self
                .seen
                .1
                .wait_timeout(seen, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Waits until the window shows this text.
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    /// What it shows, as text.
    pub(crate) fn text(&self) -> String {
        self.seen().parser.screen().contents()
    }

    /// Asks the screen.
    pub(crate) fn ask<T>(&self, question: impl Fn(&vt100::Screen) -> T) -> T {
        question(self.seen().parser.screen())
    }

    /// Everything that was written to it so far.
    pub(crate) fn log(&self) -> Vec<u8> {
        self.seen().log.clone()
    }

    /// Gives the window another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.seen().parser.screen_mut().set_size(rows, columns);
        let master = self.master.as_ref().expect("an open window");
        master.resize(size(columns, rows)).expect("another size");
    }

    /// The number of the program's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    /// Sends a signal to the program, by name.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.process();
        let sent = Command::new("sh")
            .args(["-c", &format!("kill -{name} {process}")])
            .status();
        assert!(sent.is_ok_and(|status| status.success()), "kill -{name}");
    }

    /// Closes the window over the program, as when the connection breaks.
    ///
    /// The reader holds the window open until it wakes, which a new size makes it do.
    pub(crate) fn close(&mut self) {
        self.seen().closing = true;
        self.resize(70, 20);
        self.keys = None;
        self.master = None;
    }

    /// Waits for the program to end; its status as a shell tells it (128 and the number after a signal).
    pub(crate) fn status(&mut self) -> u32 {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return match status.signal() {
                    Some("Killed") => 137,
                    Some(other) => panic!("ended by {other}"),
                    None => status.exit_code(),
                };
            }
            assert!(
                begun.elapsed() < DEADLINE,
                "the program does not end; the window shows:\n{}",
                self.text()
            );
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits until all that the program wrote before it ended is in the window.
    pub(crate) fn drained(&self) {
        let mut seen = self.seen();
        while !seen.closed {
            let (next, late) = self
                .seen
                .1
                .wait_timeout(seen, DEADLINE)
                .unwrap_or_else(PoisonError::into_inner);
            assert!(!late.timed_out(), "the window stays open");
            seen = next;
        }
    }

    /// Whether keys typed now would be read line by line and echoed, as a shell wants it.
    #[cfg(unix)]
    pub(crate) fn is_cooked(&self) -> bool {
        let master = self.master.as_ref().expect("an open window");
        let modes = master.get_termios().expect("terminal modes");
        let modes = format!("{:?}", modes.local_flags);
        modes.contains("ICANON") && modes.contains("ECHO")
    }

    /// Whether the modes of the window are those a shell expects.
    pub(crate) fn is_given_back(&self) -> bool {
        self.ask(|screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        })
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What every program under test finds around it.
pub(crate) fn environment(home: &Path) -> Vec<(&'static str, String)> {
    let home = home.display();
    let mut all = vec![
        ("TERM", "xterm-256color".to_owned()),
        ("LANG", "en_GB.UTF-8".to_owned()),
        ("PATH", std::env::var("PATH").unwrap_or_default()),
        ("HOME", home.to_string()),
    ];
    for (name, folder) in [
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CACHE_HOME", "cache"),
    ] {
        all.push((name, format!("{home}/{folder}")));
    }
    all
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}
