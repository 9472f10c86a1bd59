//! The trained tagger: a linear-chain conditional random field over hashed features.
//!
//! It marks where names stand and of which kind they are, sentence by sentence; which names are the same is decided
//! by [`super::resolve`]. Weights are bytes; a row of the table holds one for each label.

use super::doc::Doc;
use super::features::{self, BITS, Sight};
use super::lexicon::Hit;
use super::span::Span;
use super::words::Words;
use crate::highlight::Kind;

/// Outside, and begin and inside of each kind.
pub const LABELS: usize = 11;

/// What a sure name of the lexicon adds to its kind: training hides some names, so the tagger trusts them less than
/// it may.
const LEXICON: f32 = 2.0;

/// Weights of one feature for all labels, padded to what a register takes.
pub type Row = [i8; 16];

/// The trained weights.
#[derive(Debug, Default)]
pub struct Weights {
    /// Which rows there are.
    blocks: Vec<Block>,
    /// The rows that are not empty, in order.
    rows: Vec<Row>,
    /// What a weight of one means.
    scale: f32,
    /// From label to label.
    steps: [[f32; LABELS]; LABELS],
    /// The same as factors.
    chances: [[f32; LABELS]; LABELS],
}

/// Sixty-four rows: which of them are not empty, and how many such are before.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    used: u64,
    before: u32,
}

/// The label that begins a kind.
pub fn begin(kind: Kind) -> usize {
    1 + 2 * kind as usize
}

/// The label that goes on with a kind.
pub fn inside(kind: Kind) -> usize {
    2 + 2 * kind as usize
}

/// Whether a label may follow another.
pub fn may_follow(before: usize, label: usize) -> bool {
    label == 0 || label % 2 == 1 || before == label || before + 1 == label
}

impl Weights {
    /// Takes the rows that are not empty, with their numbers in rising order.
    pub fn new(
        places: &[u32],
        rows: Vec<Row>,
        scale: f32,
        mut steps: [[f32; LABELS]; LABELS],
    ) -> Self {
        let mut blocks = vec![Block::default(); 1 << (BITS - 6)];
        for place in places {
            blocks[(place >> 6) as usize].used |= 1 << (place & 63);
        }
        let mut before = 0;
        for block in &mut blocks {
            block.before = before;
            before += block.used.count_ones();
        }
        for (before, steps) in steps.iter_mut().enumerate() {
            for (label, step) in steps.iter_mut().enumerate() {
                if !may_follow(before, label) {
                    *step = f32::NEG_INFINITY;
                }
            }
        }
        Self {
            blocks,
            rows,
            scale,
            steps,
            chances: steps.map(|row| row.map(f32::exp)),
        }
    }

    /// Marks the names of a text.
    pub fn spans(&self, doc: &Doc, words: &Words, hits: &[Hit]) -> Vec<Span> {
        if self.blocks.is_empty() {
            return Vec::new();
        }
        let stretches = features::stretches(doc, words, hits);
        let sight = Sight::new(doc, words, hits, &stretches);
        let mut rows = Vec::with_capacity(64);
        let mut scores: Vec<[f32; LABELS]> = Vec::new();
        let mut spans = Vec::new();
        let mut known = sure_hits(hits).peekable();
        for stretch in stretches {
            scores.clear();
            for token in stretch.clone() {
                rows.clear();
                sight.features(token, &mut rows);
                scores.push(self.score(&rows));
            }
            while let Some(hit) = known.next_if(|hit| hit.first_token < stretch.end) {
                for (n, score) in scores[hit.first_token - stretch.start..]
                    .iter_mut()
                    .take(hit.tokens)
                    .enumerate()
                {
                    score[if n == 0 {
                        begin(hit.kind)
                    } else {
                        inside(hit.kind)
                    }] += LEXICON;
                }
            }
            let labels = self.best(&scores);
            if labels.iter().all(|label| *label == 0) {
                continue;
            }
            let sure = self.marginals(&scores);
            let mut at = 0;
            while at < labels.len() {
                let label = labels[at];
                if label == 0 {
                    at += 1;
                    continue;
                }
                let start = at;
                let kind = Kind::ALL[(label - 1) / 2];
                at += 1;
                while at < labels.len() && labels[at] == inside(kind) {
                    at += 1;
                }
                let score = (start..at)
                    .map(|n| sure[n][labels[n]])
                    .fold(1.0_f32, f32::min);
                let odds = Kind::ALL.map(|kind| {
                    let of_kind = |n: usize| sure[n][begin(kind)] + sure[n][inside(kind)];
                    (start..at).map(of_kind).fold(1.0_f32, f32::min)
                });
                spans.push(Span {
                    range: doc.bytes(stretch.start + start..stretch.start + at),
                    kind,
                    score,
                    odds,
                });
            }
        }
        spans
    }

    fn score(&self, features: &[u32]) -> [f32; LABELS] {
        let mut sums = [0_i16; 16];
        for feature in features {
            let block = self.blocks[(feature >> 6) as usize];
            let bit = 1_u64 << (feature & 63);
            if block.used & bit == 0 {
                continue;
            }
            let rank = block.before + (block.used & (bit - 1)).count_ones();
            let row = &self.rows[rank as usize];
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i16::from(*weight);
            }
        }
        std::array::from_fn(|label| f32::from(sums[label]) * self.scale)
    }

    /// The best sequence of labels (Viterbi); outside stands before and after.
    fn best(&self, scores: &[[f32; LABELS]]) -> Vec<usize> {
        let mut from: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
        let mut best = [f32::NEG_INFINITY; LABELS];
        best[0] = 0.0;
        for score in scores {
            let mut next = [f32::NEG_INFINITY; LABELS];
            let mut back = [0_u8; LABELS];
            for (before, total) in best.iter().enumerate() {
                for label in 0..LABELS {
                    let reach = total + self.steps[before][label];
                    if reach > next[label] {
                        next[label] = reach;
                        back[label] = before as u8;
                    }
                }
            }
            for label in 0..LABELS {
                best[label] = next[label] + score[label];
            }
            from.push(back);
        }
        let mut label = (0..LABELS)
            .max_by(|a, b| {
                (best[*a] + self.steps[*a][0]).total_cmp(&(best[*b] + self.steps[*b][0]))
            })
            .unwrap_or(0);
        let mut labels = vec![0; scores.len()];
        for at in (0..scores.len()).rev() {
            labels[at] = label;
            label = usize::from(from[at][label]);
        }
        labels
    }

    /// How likely each label is at each place (forward-backward).
    fn marginals(&self, scores: &[[f32; LABELS]]) -> Vec<[f32; LABELS]> {
        let count = scores.len();
        let chances: Vec<[f32; LABELS]> = scores
            .iter()
            .map(|score| {
                let top = score.iter().copied().fold(f32::MIN, f32::max);
                score.map(|score| (score - top).exp())
            })
            .collect();
        let mut forward: Vec<[f32; LABELS]> = Vec::with_capacity(count);
        let mut before = [0.0; LABELS];
        before[0] = 1.0;
        for chance in &chances {
            let mut next = [0.0_f32; LABELS];
            for (from, weight) in before.iter().enumerate() {
                for label in 0..LABELS {
                    next[label] += weight * self.chances[from][label];
                }
            }
            let mut sum = 0.0;
            for label in 0..LABELS {
                next[label] *= chance[label];
                sum += next[label];
            }
            before = next.map(|value| value / sum.max(f32::MIN_POSITIVE));
            forward.push(before);
        }
        let mut after: [f32; LABELS] = std::array::from_fn(|label| self.chances[label][0]);
        let mut out = forward;
        for at in (0..count).rev() {
            let mut sum = 0.0;
            for label in 0..LABELS {
                out[at][label] *= after[label];
                sum += out[at][label];
            }
            for value in &mut out[at] {
                *value /= sum.max(f32::MIN_POSITIVE);
            }
            let ahead: [f32; LABELS] =
                std::array::from_fn(|label| chances[at][label] * after[label]);
            let back: [f32; LABELS] = std::array::from_fn(|label| {
                self.chances[label]
                    .iter()
                    .zip(ahead)
                    .map(|(step, ahead)| step * ahead)
                    .sum()
            });
            let most = back.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
            after = back.map(|value| value / most);
        }
        out
    }
}

/// The hits that mean one kind of thing wherever they stand.
fn sure_hits(hits: &[Hit]) -> impl Iterator<Item = &Hit> {
    hits.iter().enumerate().filter_map(|(n, hit)| {
        let place = |other: &Hit| (other.first_token, other.tokens);
        let alone = [n.wrapping_sub(1), n + 1]
            .into_iter()
            .filter_map(|near| hits.get(near))
            .all(|near| place(near) != place(hit) || near.kind == hit.kind);
        (alone && !hit.ambiguous).then_some(hit)
    })
}
