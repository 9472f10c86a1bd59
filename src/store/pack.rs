//! Values to small bytes and back: JSON, compressed with zstd, before it the number of the dictionary used.

use std::cell::{Cell, RefCell};

use rusqlite::Connection;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zstd::bulk::{Compressor, Decompressor};

use super::failure::Failure;

/// Beyond this no packed value of a sound store unpacks; it keeps a damaged length from taking all memory.
const LARGEST: usize = 256 << 20;
const LEVEL: i32 = 3;
/// Bytes of a dictionary; a larger one costs more time than it saves room.
const DICTIONARY: usize = 64 << 10;

/// Compresses and decompresses; keeps its working memory between values.
pub(super) struct Packer {
    press: RefCell<Compressor<'static>>,
    /// The number of the dictionary that `press` uses; 0 for none.
    current: Cell<u8>,
    /// One for every dictionary of the store, by its number; 0 is without one.
    open: RefCell<Vec<(u8, Decompressor<'static>)>>,
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Packer")
    }
}

impl Packer {
    pub(super) fn new() -> Result<Self, Failure> {
        Ok(Self {
            press: RefCell::new(Compressor::new(LEVEL).map_err(Failure::damaged)?),
            current: Cell::new(0),
            open: RefCell::new(vec![(0, Decompressor::new().map_err(Failure::damaged)?)]),
        })
    }

    /// Takes up the dictionaries of a store that are not known yet; the newest one is used from now on.
    pub(super) fn read_dictionaries(&self, connection: &Connection) -> Result<(), Failure> {
        let mut statement = connection.prepare_cached(
            "SELECT number, bytes FROM dictionary WHERE number > ?1 ORDER BY number",
        )?;
        let mut rows = statement.query([self.current.get()])?;
        while let Some(row) = rows.next()? {
            let number: u8 = row.get(0)?;
            let bytes: Vec<u8> = row.get(1)?;
            let press = Compressor::with_dictionary(LEVEL, &bytes).map_err(Failure::damaged)?;
            let open = Decompressor::with_dictionary(&bytes).map_err(Failure::damaged)?;
            *self.press.borrow_mut() = press;
            self.open.borrow_mut().push((number, open));
            self.current.set(number);
        }
        Ok(())
    }

    /// Whether values are packed with a dictionary.
    pub(super) fn has_dictionary(&self) -> bool {
        self.current.get() > 0
    }

    pub(super) fn pack(&self, value: &impl Serialize) -> Result<Vec<u8>, Failure> {
        let plain = serde_json::to_vec(value).map_err(Failure::damaged)?;
        let frame = self
            .press
            .borrow_mut()
            .compress(&plain)
            .map_err(Failure::damaged)?;
        let mut packed = Vec::with_capacity(frame.len() + 1);
        packed.push(self.current.get());
        packed.extend(frame);
        Ok(packed)
    }

    /// Reads a packed value; the connection is asked for a dictionary that another process has added.
    pub(super) fn unpack<T: DeserializeOwned>(
        &self,
        connection: &Connection,
        packed: &[u8],
    ) -> Result<T, Failure> {
        let (dictionary, frame) = packed
            .split_first()
            .ok_or_else(|| Failure::damaged("an empty record"))?;
        let size = Decompressor::upper_bound(frame)
            .filter(|size| *size <= LARGEST)
            .ok_or_else(|| Failure::damaged("a record without a length"))?;
        if *dictionary > self.current.get() {
            self.read_dictionaries(connection)?;
        }
        let mut open = self.open.borrow_mut();
        let (_, decompressor) = open
            .iter_mut()
            .find(|(number, _)| number == dictionary)
            .ok_or_else(|| Failure::damaged("a record made with an unknown dictionary"))?;
        let plain = decompressor
            .decompress(frame, size)
            .map_err(Failure::damaged)?;
        serde_json::from_slice(&plain).map_err(Failure::damaged)
    }
}

/// A dictionary out of samples: their ends to each other, the last ones nearest. zstd takes any text as a
/// dictionary, and finds in it the words and the shape of the records that short texts repeat.
pub(super) fn dictionary(samples: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for sample in samples {
        out.extend(&sample[..sample.len().min(DICTIONARY / samples.len().max(1))]);
    }
    out
}

/// What the row of `named` says of one entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    /// The number of the entity as recognised, before repairs.
    pub(super) entity: i64,
    /// Its kind as a number ([`super::entities::kind_number`]).
    pub(super) kind: u8,
    /// 0 to 100.
    pub(super) salience: u8,
    /// Whether a quotation is by it.
    pub(super) said: bool,
}

/// Entities of an article as bytes: number (LEB128), salience, kind and whether it is quoted.
pub(super) fn write_named(named: &[Named]) -> Vec<u8> {
    let mut out = Vec::with_capacity(named.len() * 5);
    for one in named {
        let mut rest = one.entity as u64;
        while rest >= 0x80 {
            out.push((rest & 0x7F) as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
        out.push(one.salience);
        out.push(one.kind << 1 | u8::from(one.said));
    }
    out
}

/// Reads what [`write_named`] wrote; stops at the first thing that makes no sense.
pub(super) fn read_named(bytes: &[u8]) -> impl Iterator<Item = Named> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut entity = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = *bytes.get(at)?;
            at += 1;
            entity |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                break;
            }
        }
        let (salience, last) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        at += 2;
        Some(Named {
            entity: entity as i64,
            kind: last >> 1,
            salience,
            said: last & 1 == 1,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_of_an_article_are_read_as_they_were_written() {
        let named: Vec<Named> = [0, 1, 127, 128, 70_000, i64::from(u32::MAX)]
            .into_iter()
            .enumerate()
            .map(|(i, entity)| Named {
                entity,
                kind: (i % 5) as u8,
                salience: 100 - i as u8,
                said: i % 2 == 0,
            })
            .collect();
        let bytes = write_named(&named);
        assert_eq!(read_named(&bytes).collect::<Vec<_>>(), named);
        assert_eq!(
            read_named(&bytes[..bytes.len() - 1]).count(),
            named.len() - 1
        );
    }
}
