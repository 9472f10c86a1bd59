//! What is known of single words: first name, surname, place, common word, and the class its company puts it in.
//!
//! The table holds hashes only, sorted, so that it is read into memory as it lies in the program. It answers for
//! single words; names of several words are the lexicon's.

/// What is known of a word, as bits.
pub type Flags = u8;

/// People are called so before their surname.
pub const FIRST_NAME: Flags = 1;
/// People are called so after their first name.
pub const SURNAME: Flags = 2;
/// A city, region or country is called so.
pub const PLACE: Flags = 4;
/// The word is also frequent in small letters.
pub const SMALL: Flags = 8;
/// The word is a first part of names of listed companies.
pub const LISTED: Flags = 16;

/// Words by hash.
#[derive(Debug, Default)]
pub struct Words {
    hashes: Vec<u32>,
    flags: Vec<Flags>,
    /// Where the hashes with each upper half begin.
    starts: Vec<u32>,
}

impl Words {
    /// Takes words as hash and flags, sorted by hash.
    pub fn new(entries: &[(u32, Flags)]) -> Self {
        let mut starts = vec![0; (1 << 16) + 1];
        for (hash, _) in entries {
            starts[(hash >> 16) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self {
            hashes: entries.iter().map(|(hash, _)| *hash).collect(),
            flags: entries.iter().map(|(_, flags)| *flags).collect(),
            starts,
        }
    }

    /// Reads what [`Words::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let count = bytes.len() / 5;
        let (hashes, flags) = bytes.split_at(count * 4);
        let entries: Vec<(u32, Flags)> = hashes
            .as_chunks::<4>()
            .0
            .iter()
            .zip(flags)
            .map(|(hash, flags)| (u32::from_le_bytes(*hash), *flags))
            .collect();
        Self::new(&entries)
    }

    /// All hashes, then all flags.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out: Vec<u8> = self.hashes.iter().flat_map(|h| h.to_le_bytes()).collect();
        out.extend(&self.flags);
        out
    }

    /// What is known of the word with this hash (of [`super::features::fingerprint`]).
    pub fn flags(&self, hash: u32) -> Flags {
        if self.starts.is_empty() {
            return 0;
        }
        let start = self.starts[(hash >> 16) as usize] as usize;
        let end = self.starts[(hash >> 16) as usize + 1] as usize;
        self.hashes[start..end]
            .iter()
            .position(|known| *known == hash)
            .map_or(0, |at| self.flags[start + at])
    }
}
