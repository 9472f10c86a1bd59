//! Which of the valid names was probably meant.

/// The valid name nearest to what was written, if it is near enough to have been meant.
pub(super) fn nearest<'a>(
    written: &str,
    valid: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let written = written.to_lowercase().replace('_', "-");
    valid
        .into_iter()
        .map(|name| (distance(&written, name), name))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, name)| *distance * 3 <= name.chars().count().max(3))
        .map(|(_, name)| name)
}

/// Letters to insert, remove, replace or swap with their neighbour (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut least = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood_and_a_foreign_word_is_not() {
        let valid = ["measure", "hyphenate", "mark-read"];
        assert_eq!(nearest("mesure", valid), Some("measure"));
        assert_eq!(nearest("mark_read", valid), Some("mark-read"));
        assert_eq!(nearest("hyphentae", valid), Some("hyphenate"));
        assert_eq!(nearest("colour", valid), None);
    }
}
