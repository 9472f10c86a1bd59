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

/// Written so, with its capital, the word was often seen in the training texts and never in a name.
pub const NEVER: Flags = 32;

/// What company a capitalised word keeps in a language: the class of words used alike, and how frequent it is.
pub type Class = u16;

/// What is known of words.
#[derive(Debug, Default)]
pub struct Words {
    /// By [`super::features::fingerprint`].
    pub flags: Table<Flags>,
    /// Of German words as they are written, by [`super::features::imprint`].
    pub german: Table<Class>,
    /// The same of English ones.
    pub english: Table<Class>,
}

/// Something known of words, by the hash of the word.
#[derive(Debug, Default)]
pub struct Table<T> {
    hashes: Vec<u32>,
    known: Vec<T>,
    /// Where the hashes with each upper half begin.
    starts: Vec<u32>,
}

impl<T: Copy + Default> Table<T> {
    /// Takes what is known, sorted by hash.
    pub fn new(entries: &[(u32, T)]) -> Self {
        let mut starts = vec![0; (1 << 16) + 1];
        for (hash, _) in entries {
            starts[(hash >> 16) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self {
            hashes: entries.iter().map(|(hash, _)| *hash).collect(),
            known: entries.iter().map(|(_, known)| *known).collect(),
            starts,
        }
    }

    /// Hashes and what is known, sorted.
    pub fn entries(&self) -> impl Iterator<Item = (u32, T)> + '_ {
        self.hashes.iter().copied().zip(self.known.iter().copied())
    }

    /// What is known of the word with this hash; nothing by default.
    pub fn get(&self, hash: u32) -> T {
        if self.starts.is_empty() {
            return T::default();
        }
        let start = self.starts[(hash >> 16) as usize] as usize;
        let end = self.starts[(hash >> 16) as usize + 1] as usize;
        self.hashes[start..end]
            .iter()
            .position(|known| *known == hash)
            .map_or_else(T::default, |at| self.known[start + at])
    }
}

impl Words {
    /// Whether a word as it is written is among the frequent ones of either language.
    pub fn is_frequent(&self, word: &str) -> bool {
        let hash = super::features::imprint(word);
        self.german.get(hash) != 0 || self.english.get(hash) != 0
    }

    /// Three times the number of words, all hashes, all that is known.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut hashes = |hashes: &[u32]| {
            out.extend((hashes.len() as u32).to_le_bytes());
            out.extend(hashes.iter().flat_map(|hash| hash.to_le_bytes()));
        };
        hashes(&self.flags.hashes);
        hashes(&self.german.hashes);
        hashes(&self.english.hashes);
        out.extend(&self.flags.known);
        for table in [&self.german, &self.english] {
            out.extend(table.known.iter().map(|class| *class as u8));
            out.extend(table.known.iter().map(|class| (class >> 8) as u8));
        }
        out
    }

    /// Reads what [`Words::to_bytes`] wrote; none where the bytes are others.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        let mut hashes = || {
            let (count, tail) = rest.split_first_chunk::<4>()?;
            let count = u32::from_le_bytes(*count) as usize;
            let (hashes, tail) = tail.split_at_checked(count.checked_mul(4)?)?;
            rest = tail;
            let hashes = hashes.as_chunks::<4>().0.iter();
            Some(hashes.map(|hash| u32::from_le_bytes(*hash)).collect())
        };
        let all: [Vec<u32>; 3] = [hashes()?, hashes()?, hashes()?];
        let mut column = |count: usize| {
            let (column, tail) = rest.split_at_checked(count)?;
            rest = tail;
            Some(column)
        };
        let [flags, german, english] = all;
        let known = column(flags.len())?;
        let flags: Vec<(u32, Flags)> = flags.into_iter().zip(known.iter().copied()).collect();
        let mut classes = |hashes: Vec<u32>| {
            let low = column(hashes.len())?;
            let high = column(hashes.len())?;
            let classes = low.iter().zip(high);
            let classes = classes.map(|(low, high)| Class::from_le_bytes([*low, *high]));
            Some(hashes.into_iter().zip(classes).collect::<Vec<_>>())
        };
        Some(Self {
            flags: Table::new(&flags),
            german: Table::new(&classes(german)?),
            english: Table::new(&classes(english)?),
        })
    }
}
