//! Learning the weights: conditional random field, FTRL-proximal (McMahan et al. 2013), partial labels.
//!
//! Everything runs in one thread in a fixed order, so that two runs give the same bytes.

use depesche::highlight::Kind;
use depesche::recognise::features::BITS;
use depesche::recognise::tagger::{LABELS, Row, begin, inside, may_follow};

const ALPHA: f32 = 0.08;
const BETA: f32 = 1.0;
const L1: f32 = 0.15;
const L2: f32 = 0.5;

/// Sums of gradients of the weights of one feature.
#[derive(Clone, Copy, Default)]
struct Sums {
    z: [f32; LABELS],
    n: [f32; LABELS],
}

impl Sums {
    fn weights(&self) -> [f32; LABELS] {
        std::array::from_fn(|label| {
            let z = self.z[label];
            let shrunk = (z.abs() - L1).max(0.0).copysign(z);
            -shrunk / ((BETA + self.n[label].sqrt()) / ALPHA + L2)
        })
    }

    fn learn(&mut self, gradient: &[f32; LABELS], weights: &[f32; LABELS]) {
        for label in 0..LABELS {
            let g = gradient[label];
            let n = self.n[label];
            let sigma = ((n + g * g).sqrt() - n.sqrt()) / ALPHA;
            self.z[label] += g - sigma * weights[label];
            self.n[label] = n + g * g;
        }
    }
}

/// A stretch of words to learn from.
pub struct Example {
    /// The features of each word.
    pub rows: Vec<Vec<u32>>,
    /// The labels each word may have, one bit each.
    pub allowed: Vec<u16>,
    pub weight: f32,
}

pub struct Learner {
    sums: Vec<Sums>,
    steps: [Sums; LABELS],
}

impl Learner {
    pub fn new() -> Self {
        Self {
            sums: vec![Sums::default(); 1 << BITS],
            steps: [Sums::default(); LABELS],
        }
    }

    /// Takes one step; returns the loss before it.
    pub fn learn(&mut self, example: &Example) -> f32 {
        let step_weights = self.steps.map(|sums| sums.weights());
        let mut steps = step_weights;
        for (before, row) in steps.iter_mut().enumerate() {
            for (label, step) in row.iter_mut().enumerate() {
                if !may_follow(before, label) {
                    *step = f32::NEG_INFINITY;
                }
            }
        }
        let weights: Vec<Vec<[f32; LABELS]>> = example
            .rows
            .iter()
            .map(|rows| {
                rows.iter()
                    .map(|row| self.sums[*row as usize].weights())
                    .collect()
            })
            .collect();
        let scores: Vec<[f32; LABELS]> = weights
            .iter()
            .map(|weights| {
                let mut sum = [0.0; LABELS];
                for weights in weights {
                    for label in 0..LABELS {
                        sum[label] += weights[label];
                    }
                }
                sum
            })
            .collect();
        let (guess, guess_steps, all) = expect(&scores, &steps, None);
        let (truth, truth_steps, right) = expect(&scores, &steps, Some(&example.allowed));
        for (at, rows) in example.rows.iter().enumerate() {
            let gradient: [f32; LABELS] =
                std::array::from_fn(|label| (guess[at][label] - truth[at][label]) * example.weight);
            if gradient.iter().all(|g| g.abs() < 1e-5) {
                continue;
            }
            for (row, weights) in rows.iter().zip(&weights[at]) {
                self.sums[*row as usize].learn(&gradient, weights);
            }
        }
        for before in 0..LABELS {
            let gradient: [f32; LABELS] = std::array::from_fn(|label| {
                (guess_steps[before][label] - truth_steps[before][label]) * example.weight
            });
            self.steps[before].learn(&gradient, &step_weights[before]);
        }
        all - right
    }

    /// The rows that are not empty as bytes, what a weight of one means, and the steps.
    pub fn finish(&self) -> (Vec<(u32, Row)>, f32, [[f32; LABELS]; LABELS]) {
        let scale = 1.0 / 40.0;
        let rows = self
            .sums
            .iter()
            .zip(0_u32..)
            .filter_map(|(sums, place)| {
                let mut row = [0_i8; 16];
                for (to, weight) in row.iter_mut().zip(sums.weights()) {
                    *to = (weight / scale).round().clamp(-127.0, 127.0) as i8;
                }
                (row != [0; 16]).then_some((place, row))
            })
            .collect();
        (rows, scale, self.steps.map(|sums| sums.weights()))
    }
}

/// The bits of the labels a word may have that begins or goes on with a name of some kinds.
pub fn labels(kinds: u8, begins: bool) -> u16 {
    Kind::ALL
        .into_iter()
        .filter(|kind| kinds >> *kind as u8 & 1 == 1)
        .map(|kind| 1_u16 << if begins { begin(kind) } else { inside(kind) })
        .sum()
}

type Expected = (Vec<[f32; LABELS]>, [[f32; LABELS]; LABELS], f32);

/// How often each label and step is expected, and the logarithm of the sum over all allowed sequences.
fn expect(
    scores: &[[f32; LABELS]],
    steps: &[[f32; LABELS]; LABELS],
    allowed: Option<&[u16]>,
) -> Expected {
    let count = scores.len();
    let steps: [[f32; LABELS]; LABELS] = steps.map(|row| row.map(f32::exp));
    let mut total = 0.0_f32;
    let mut chance: Vec<[f32; LABELS]> = Vec::with_capacity(count);
    for (at, score) in scores.iter().enumerate() {
        let top = score.iter().copied().fold(f32::MIN, f32::max);
        total += top;
        chance.push(std::array::from_fn(|label| {
            if allowed.is_none_or(|allowed| allowed[at] >> label & 1 == 1) {
                (score[label] - top).exp().max(1e-30)
            } else {
                0.0
            }
        }));
    }
    let mut outside = [0.0; LABELS];
    outside[0] = 1.0;
    let mut forward = vec![outside];
    for chance in &chance {
        let before = forward[forward.len() - 1];
        let mut next = [0.0_f32; LABELS];
        for from in 0..LABELS {
            for label in 0..LABELS {
                next[label] += before[from] * steps[from][label];
            }
        }
        let mut sum = 0.0;
        for label in 0..LABELS {
            next[label] *= chance[label];
            sum += next[label];
        }
        let sum = sum.max(1e-30);
        total += sum.ln();
        forward.push(next.map(|value| value / sum));
    }
    let mut after: [f32; LABELS] = std::array::from_fn(|label| steps[label][0]);
    let last = forward[count];
    let end: f32 = (0..LABELS).map(|label| last[label] * after[label]).sum();
    total += end.max(1e-30).ln();
    let mut nodes = vec![[0.0; LABELS]; count];
    let mut edges = [[0.0; LABELS]; LABELS];
    // The step out of the last word.
    for label in 0..LABELS {
        edges[label][0] += last[label] * after[label] / end.max(1e-30);
    }
    for at in (0..count).rev() {
        let mut sum = 0.0;
        for label in 0..LABELS {
            nodes[at][label] = forward[at + 1][label] * after[label];
            sum += nodes[at][label];
        }
        let sum = sum.max(1e-30);
        for value in &mut nodes[at] {
            *value /= sum;
        }
        let mut pairs = [[0.0; LABELS]; LABELS];
        let mut pair_sum = 0.0;
        let mut back = [0.0_f32; LABELS];
        let mut most = 1e-30_f32;
        for from in 0..LABELS {
            for label in 0..LABELS {
                let weight = steps[from][label] * chance[at][label] * after[label];
                back[from] += weight;
                pairs[from][label] = forward[at][from] * weight;
                pair_sum += pairs[from][label];
            }
            most = most.max(back[from]);
        }
        let pair_sum = pair_sum.max(1e-30);
        for from in 0..LABELS {
            for label in 0..LABELS {
                edges[from][label] += pairs[from][label] / pair_sum;
            }
        }
        after = back.map(|value| value / most);
    }
    (nodes, edges, total)
}
