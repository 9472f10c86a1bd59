//! The trained model as it lies in the program: weights of the tagger and what is known of single words.
//!
//! The file is written by `examples/train` and only read here: four bytes of layout, the XXH3 hash of the rest, and a
//! zstd frame. In it stand, little-endian, the meaning of a weight of one, the steps from label to label, the rows that are not empty (their numbers as
//! differences, then all weights label by label), and the words.

use xxhash_rust::xxh3::xxh3_64;

use super::features::BITS;
use super::tagger::{LABELS, Row, Weights};
use super::words::Words;

/// The file compiled into the program.
pub const FILE: &[u8] = include_bytes!("../../assets/model/names.model");

/// How a model file of this layout begins.
const MAGIC: [u8; 4] = *b"dpm1";

/// Weights and words.
#[derive(Debug, Default)]
pub struct Model {
    /// The tagger's weights.
    pub weights: Weights,
    /// What is known of single words.
    pub words: Words,
}

/// Why a file is no model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged;

impl Model {
    /// Reads a model file; one that is damaged is an error.
    ///
    /// # Errors
    /// [`Damaged`] when the bytes are not what [`write()`] makes.
    pub fn read(file: &[u8]) -> Result<Self, Damaged> {
        let mut file = file;
        if take(&mut file)? != MAGIC || u64::from_le_bytes(take(&mut file)?) != xxh3_64(file) {
            return Err(Damaged);
        }
        let bytes = zstd::decode_all(file).map_err(|_| Damaged)?;
        let mut rest = &bytes[..];
        let scale = f32::from_le_bytes(take(&mut rest)?);
        let mut steps = [[0.0; LABELS]; LABELS];
        for step in steps.iter_mut().flatten() {
            *step = f32::from_le_bytes(take(&mut rest)?);
        }
        let count = u32::from_le_bytes(take(&mut rest)?) as usize;
        if count > 1 << BITS {
            return Err(Damaged);
        }
        let mut places = Vec::with_capacity(count);
        let mut place = 0_u32;
        for _ in 0..count {
            let mut difference = 0_u32;
            loop {
                let [byte] = take(&mut rest)?;
                difference = difference << 7 | u32::from(byte & 0x7F);
                if byte & 0x80 == 0 {
                    break;
                }
            }
            place = place.checked_add(difference).ok_or(Damaged)?;
            if place >= 1 << BITS {
                return Err(Damaged);
            }
            places.push(place);
        }
        let mut rows: Vec<Row> = vec![[0; 16]; count];
        for label in 0..LABELS {
            let (column, tail) = rest.split_at_checked(count).ok_or(Damaged)?;
            rest = tail;
            for (row, weight) in rows.iter_mut().zip(column) {
                row[label] = weight.cast_signed();
            }
        }
        Ok(Self {
            weights: Weights::new(&places, rows, scale, steps),
            words: Words::from_bytes(rest).ok_or(Damaged)?,
        })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], Damaged> {
    let (head, tail) = rest.split_first_chunk().ok_or(Damaged)?;
    *rest = tail;
    Ok(*head)
}

/// The model file for weights as trained and the words.
///
/// # Errors
/// What the compressor says.
pub fn write(
    rows: &[(u32, Row)],
    scale: f32,
    steps: &[[f32; LABELS]; LABELS],
    words: &Words,
) -> std::io::Result<Vec<u8>> {
    let mut out = scale.to_le_bytes().to_vec();
    for step in steps.iter().flatten() {
        out.extend(step.to_le_bytes());
    }
    out.extend((rows.len() as u32).to_le_bytes());
    let mut last = 0;
    for (place, _) in rows {
        let difference = place - last;
        last = *place;
        for shift in [21, 14, 7] {
            if difference >> shift > 0 {
                out.push((difference >> shift) as u8 & 0x7F | 0x80);
            }
        }
        out.push(difference as u8 & 0x7F);
    }
    for label in 0..LABELS {
        out.extend(rows.iter().map(|(_, row)| row[label].cast_unsigned()));
    }
    out.extend(words.to_bytes());
    let packed = zstd::encode_all(&out[..], 19)?;
    let mut file = MAGIC.to_vec();
    file.extend(xxh3_64(&packed).to_le_bytes());
    file.extend(packed);
    Ok(file)
}
