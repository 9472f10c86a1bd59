//! How fast a load goes, and how long it will still take, from what the last while brought.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What happened longer ago says nothing about now: known articles pass quickly, new ones do not.
const WHILE: Duration = Duration::from_secs(20);

/// Nothing is said about less than this.
const LEAST: Duration = Duration::from_secs(1);

/// So far apart the moments that are remembered are at least.
const APART: Duration = Duration::from_millis(250);

/// Moments of a load: when, bytes done, articles done.
#[derive(Debug, Default)]
pub(super) struct Pace {
    moments: VecDeque<(Instant, u64, u64)>,
}

impl Pace {
    /// Remembers how far it is now.
    pub(super) fn note(&mut self, now: Instant, bytes: u64, articles: u64) {
        let last = self.moments.back().map(|(at, ..)| *at);
        if last.is_some_and(|last| now.duration_since(last) < APART) {
            return;
        }
        self.moments.push_back((now, bytes, articles));
        while self.moments.len() > 2 && now.duration_since(self.moments[0].0) > WHILE {
            self.moments.pop_front();
        }
    }

    /// Articles a second, and the time that the rest of so many bytes takes; none while too little is known.
    pub(super) fn told(&self, all: u64) -> Option<(u64, Duration)> {
        let (first, last) = (self.moments.front()?, self.moments.back()?);
        let since = last.0.duration_since(first.0);
        let bytes = last.1.saturating_sub(first.1);
        if since < LEAST || bytes == 0 {
            return None;
        }
        let rate = (last.2 - first.2) as f64 / since.as_secs_f64();
        let left = since.as_secs_f64() * all.saturating_sub(last.1) as f64 / bytes as f64;
        // A century is as good as for ever, and no overflow.
        let left = Duration::from_secs_f64(left.min(3e9));
        Some((rate.round() as u64, left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_while_counts_and_not_the_quick_beginning() {
        let start = Instant::now();
        let mut pace = Pace::default();
        let mut at = |second: u64, bytes, articles| {
            pace.note(start + Duration::from_secs(second), bytes, articles);
            pace.told(100_000)
        };
        assert_eq!(at(0, 0, 0), None);
        // Known ones: ten thousand in a second.
        assert_eq!(at(1, 50_000, 10_000).unwrap().0, 10_000);
        // New ones: a hundred a second, 250 bytes each second.
        for second in 2..30 {
            at(
                second,
                50_000 + (second - 1) * 250,
                10_000 + (second - 1) * 100,
            );
        }
        let (rate, left) = at(30, 57_250, 12_900).unwrap();
        assert_eq!(rate, 100);
        assert_eq!(left.as_secs(), (100_000 - 57_250) / 250);
    }

    #[test]
    fn nothing_is_said_while_nothing_moves() {
        let start = Instant::now();
        let mut pace = Pace::default();
        pace.note(start, 10, 1);
        pace.note(start + Duration::from_secs(5), 10, 1);
        assert_eq!(pace.told(100), None);
    }
}
