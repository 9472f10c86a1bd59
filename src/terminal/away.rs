//! The terminal lent to another program: nothing is read from it in the meantime, and its signals are that program's.

use std::io::{self, PipeReader, PipeWriter, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};

/// Whether another program has the terminal.
static AWAY: AtomicBool = AtomicBool::new(false);

/// Reading ends within this time unless the reader of bytes is gone.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether another program has the terminal just now.
pub(super) fn is_away() -> bool {
    AWAY.load(Ordering::SeqCst)
}

/// Stops what listens to the terminal's keys.
#[derive(Debug)]
pub struct Ears {
    wake: PipeWriter,
    hold: Sender<Receiver<()>>,
}

/// The other end, with whoever reads the terminal.
#[derive(Debug)]
pub(super) struct Holds {
    pub(super) woken: PipeReader,
    pub(super) holds: Receiver<Receiver<()>>,
}

/// The terminal is lent as long as this is kept.
#[derive(Debug)]
pub struct Lent {
    _over: Sender<()>,
}

/// A pair of ends.
pub(super) fn ends() -> io::Result<(Ears, Holds)> {
    let (woken, wake) = io::pipe()?;
    let (hold, holds) = bounded(0);
    Ok((Ears { wake, hold }, Holds { woken, holds }))
}

impl Ears {
    /// Lends the terminal: returns when nothing reads from it any more.
    pub fn lend(&mut self) -> Lent {
        AWAY.store(true, Ordering::SeqCst);
        let (over, until) = bounded(0);
        if self.wake.write_all(b".").is_ok() {
            // Handed over when the reader takes it, which then waits until the other end is dropped.
            let _ = self.hold.send_timeout(until, PATIENCE);
        }
        Lent { _over: over }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        AWAY.store(false, Ordering::SeqCst);
    }
}
