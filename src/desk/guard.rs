//! Runs what reads outside bytes so that a panic in it becomes a sentence instead of the end of the program.
//!
//! It must not hide panics of anything else: only the thread inside [`guarded`] is quiet.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a job; `None` when it panicked. Nothing of the panic is printed.
pub(super) fn guarded<T>(job: impl FnOnce() -> T) -> Option<T> {
    static ONCE: Once = Once::new();
    ONCE.call_once(silence_guarded_panics);
    let before = GUARDED.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(job));
    GUARDED.set(before);
    result.ok()
}

/// Lays a panic hook over the present one that passes on every panic but those inside guarded jobs.
///
/// Whoever sets a panic hook of their own calls this afterwards.
pub fn silence_guarded_panics() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !GUARDED.get() {
            previous(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_is_none_and_the_thread_goes_on() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| -> u8 { panic!("the parser stumbled") }), None);
        assert_eq!(guarded(|| 2), Some(2));
        assert!(!GUARDED.get());
    }
}
