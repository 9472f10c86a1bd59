//! Marks over a text become runs: interval arithmetic, the same for every kind of highlight.

use std::ops::Range;

/// A stretch of a text that looks different, whatever the look is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark<L> {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// How it looks.
    pub look: L,
    /// Where marks overlap, the higher layer lies over the lower.
    pub layer: u8,
}

/// A stretch of a text that looks the same throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run<L> {
    /// Bytes of the text; never empty.
    pub range: Range<usize>,
    /// The looks that lie there, lowest layer first; none for plain text.
    pub looks: Vec<L>,
}

/// Merges marks into runs that tile a text of this length exactly.
///
/// What a mark has beyond the end of the text is ignored. Of marks on the same layer the one that begins later
/// lies above; the same look twice at one place counts once.
pub fn overlay<L: Copy + PartialEq>(length: usize, marks: &[Mark<L>]) -> Vec<Run<L>> {
    let mut order: Vec<usize> = (0..marks.len())
        .filter(|&number| marks[number].range.start < marks[number].range.end.min(length))
        .collect();
    order.sort_by_key(|&number| (marks[number].range.start, number));
    let mut bounds: Vec<usize> = order
        .iter()
        .flat_map(|&number| {
            [
                marks[number].range.start,
                marks[number].range.end.min(length),
            ]
        })
        .chain([0, length])
        .collect();
    bounds.sort_unstable();
    bounds.dedup();

    let mut runs: Vec<Run<L>> = Vec::with_capacity(bounds.len());
    let mut open: Vec<usize> = Vec::new();
    let mut next = order.into_iter().peekable();
    for pair in bounds.windows(2) {
        let range = pair[0]..pair[1];
        open.retain(|&number| marks[number].range.end > range.start);
        while let Some(number) = next.next_if(|&number| marks[number].range.start <= range.start) {
            let layer = marks[number].layer;
            let above = open.partition_point(|&other| marks[other].layer <= layer);
            open.insert(above, number);
        }
        let mut looks: Vec<L> = Vec::with_capacity(open.len());
        for &number in &open {
            if !looks.contains(&marks[number].look) {
                looks.push(marks[number].look);
            }
        }
        match runs.last_mut() {
            Some(last) if last.looks == looks => last.range.end = range.end,
            _ => runs.push(Run { range, looks }),
        }
    }
    runs
}

/// The runs of one line: the stretches of a range of the text, in order, with their looks.
///
/// They tile the range as far as the runs reach.
pub fn cut<L>(runs: &[Run<L>], range: Range<usize>) -> impl Iterator<Item = (Range<usize>, &[L])> {
    let first = runs.partition_point(|run| run.range.end <= range.start);
    runs[first..]
        .iter()
        .take_while(move |run| run.range.start < range.end)
        .map(move |run| {
            let start = run.range.start.max(range.start);
            (start..run.range.end.min(range.end), run.looks.as_slice())
        })
        .filter(|(range, _)| !range.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(range: Range<usize>, look: char, layer: u8) -> Mark<char> {
        Mark { range, look, layer }
    }

    #[test]
    fn a_higher_layer_lies_over_a_lower_one_and_both_are_known() {
        let runs = overlay(
            10,
            &[mark(4..6, 'c', 2), mark(2..8, 'q', 1), mark(9..40, 'f', 0)],
        );
        let seen: Vec<_> = runs
            .iter()
            .map(|run| (run.range.clone(), run.looks.iter().collect::<String>()))
            .collect();
        assert_eq!(
            seen,
            [
                (0..2, String::new()),
                (2..4, "q".into()),
                (4..6, "qc".into()),
                (6..8, "q".into()),
                (8..9, String::new()),
                (9..10, "f".into()),
            ]
        );
    }

    #[test]
    fn touching_marks_of_one_look_are_one_run() {
        let runs = overlay(6, &[mark(0..3, 'c', 0), mark(3..6, 'c', 0)]);
        assert_eq!(runs.len(), 1);
        assert_eq!(overlay::<char>(0, &[]), []);
    }

    proptest! {
        #[test]
        fn runs_tile_every_line_exactly_and_know_every_mark(
            length in 0_usize..60,
            marks in prop::collection::vec((0_usize..70, 0_usize..70, 0_u8..4, 0_u8..5), 0..12),
            line in (0_usize..60, 0_usize..60),
        ) {
            let marks: Vec<_> = marks
                .into_iter()
                .map(|(start, end, layer, look)| Mark { range: start..end, look, layer })
                .collect();
            let runs = overlay(length, &marks);
            let line = line.0.min(length)..line.1.min(length);
            let mut at = line.start;
            for (range, looks) in cut(&runs, line.clone()) {
                prop_assert_eq!(range.start, at);
                prop_assert!(range.start < range.end);
                for byte in range.clone() {
                    for look in 0..5 {
                        let marked = marks.iter().any(|m| m.look == look && m.range.contains(&byte));
                        prop_assert_eq!(marked, looks.contains(&look));
                    }
                }
                at = range.end;
            }
            prop_assert_eq!(at, line.end.max(line.start));
        }
    }
}
