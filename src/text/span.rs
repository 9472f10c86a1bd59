//! Lengths of time in words.

/// "8 s", "2 min", "1 h 5 min": seconds as precise as one wants to know how long something still takes.
pub fn span_in_words(seconds: u64) -> String {
    let minutes = (seconds + 30) / 60;
    match (seconds, minutes / 60, minutes % 60) {
        (0..90, ..) => format!("{seconds} s"),
        (_, 0, minutes) => format!("{minutes} min"),
        (_, hours @ 1..24, minutes) => format!("{hours} h {minutes} min"),
        (_, hours, _) => format!("{} d {} h", hours / 24, hours % 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_the_two_units_that_matter() {
        for (seconds, words) in [
            (0, "0 s"),
            (89, "89 s"),
            (90, "2 min"),
            (3_569, "59 min"),
            (3_570, "1 h 0 min"),
            (90_000, "1 d 1 h"),
        ] {
            assert_eq!(span_in_words(seconds), words);
        }
    }
}
