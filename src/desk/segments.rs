//! Long files in pieces that fit into memory: JSON Lines at line ends, tables at record ends with their header again.
//!
//! Other formats are read whole. Nothing here understands what it cuts; where a cut would be wrong the piece
//! simply grows until a right one comes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Files up to this length are not worth cutting.
pub(super) const SHORT: u64 = 24 << 20;

/// A piece is at least this long, but for the last.
const PIECE: usize = 8 << 20;

/// No line or record of text is longer.
const LONGEST_RECORD: usize = 64 << 20;

/// What kind of long file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// Every line stands for itself.
    Lines,
    /// Records end at line ends outside quotation marks; the first may name the columns.
    Records { quote: u8 },
}

/// Cuts a file by its name into pieces; `None` when it is read whole.
///
/// # Errors
/// When it cannot be opened.
pub(super) fn pieces(path: &Path, length: u64, quote: Option<char>) -> io::Result<Option<Pieces>> {
    let name = path.to_string_lossy().to_ascii_lowercase();
    let packed = [".gz", ".zst"]
        .iter()
        .find(|ending| name.ends_with(**ending));
    let plain = packed.map_or(name.as_str(), |ending| &name[..name.len() - ending.len()]);
    // Text packs to a fifth or so.
    if length <= if packed.is_some() { SHORT / 5 } else { SHORT } {
        return Ok(None);
    }
    let cut = if [".jsonl", ".ndjson"]
        .iter()
        .any(|ending| plain.ends_with(ending))
    {
        Cut::Lines
    } else if [".csv", ".tsv"]
        .iter()
        .any(|ending| plain.ends_with(ending))
    {
        Cut::Records {
            quote: quote.and_then(|c| u8::try_from(c).ok()).unwrap_or(b'"'),
        }
    } else {
        return Ok(None);
    };
    let read = Arc::new(AtomicU64::new(0));
    let file = Counting {
        file: File::open(path)?,
        read: read.clone(),
    };
    let reader: Box<dyn Read + Send> = match packed {
        Some(&".gz") => Box::new(flate2::read::MultiGzDecoder::new(file)),
        Some(_) => Box::new(zstd::stream::read::Decoder::new(file)?),
        None => Box::new(file),
    };
    Ok(Some(Pieces {
        read,
        ..Pieces::new(reader, cut)
    }))
}

/// A file that tells how much of it was read.
struct Counting {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counting {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The pieces of a file, in order.
pub(super) struct Pieces {
    reader: BufReader<Box<dyn Read + Send>>,
    cut: Cut,
    /// The first record, put before every later piece of a table.
    header: Option<Vec<u8>>,
    ended: bool,
    /// Bytes of the file that were read, packed as they are.
    read: Arc<AtomicU64>,
}

impl Pieces {
    /// Bytes of the file that were read so far, packed as they are.
    pub(super) fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    fn new(reader: Box<dyn Read + Send>, cut: Cut) -> Self {
        Self {
            reader: BufReader::with_capacity(256 << 10, reader),
            cut,
            header: None,
            ended: false,
            read: Arc::default(),
        }
    }

    /// Appends a line or record; says whether there was one.
    fn record(&mut self, piece: &mut Vec<u8>) -> io::Result<bool> {
        let start = piece.len();
        let mut quotes = 0_usize;
        loop {
            let before = piece.len();
            let room = (LONGEST_RECORD - (before - start)) as u64;
            let read = (&mut self.reader).take(room).read_until(b'\n', piece)?;
            if read == 0 {
                return Ok(piece.len() > start);
            }
            if piece.len() - start >= LONGEST_RECORD {
                return Err(io::Error::other(
                    "a line or record of it is longer than 64 MiB; what came before was read",
                ));
            }
            match self.cut {
                Cut::Lines => return Ok(true),
                Cut::Records { quote } => {
                    quotes += piece[before..].split(|byte| *byte == quote).count() - 1;
                    // A stray quotation mark must not make one record of the rest of the file.
                    if quotes.is_multiple_of(2) || piece.len() - start > 1 << 20 {
                        return Ok(true);
                    }
                }
            }
        }
    }
}

impl Iterator for Pieces {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let mut piece = self.header.clone().unwrap_or_default();
        let head = piece.len();
        while piece.len() < PIECE {
            match self.record(&mut piece) {
                Ok(true) => {}
                Ok(false) => {
                    self.ended = true;
                    break;
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
            if matches!(self.cut, Cut::Records { .. }) && self.header.is_none() {
                self.header = Some(piece.clone());
            }
        }
        (piece.len() > head).then_some(Ok(piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, cut: Cut) -> Vec<String> {
        Pieces::new(Box::new(io::Cursor::new(text.to_owned().into_bytes())), cut)
            .map(|piece| String::from_utf8(piece.unwrap()).unwrap())
            .collect()
    }

    #[test]
    fn lines_are_never_cut_and_none_is_lost() {
        let line = format!("{{\"body\":\"{}\"}}\n", "x".repeat(100_000));
        let text = line.repeat(200);
        let pieces = cut(&text, Cut::Lines);
        assert!(pieces.len() > 1);
        assert!(pieces.iter().all(|piece| piece.ends_with("}\n")));
        assert_eq!(pieces.concat(), text);
    }

    #[test]
    fn records_with_line_breaks_stay_whole_and_every_piece_begins_with_the_header() {
        let record = format!("a,\"two\nlines {}\"\n", "x".repeat(100_000));
        let text = format!("title,body\n{}", record.repeat(200));
        let pieces = cut(&text, Cut::Records { quote: b'"' });
        assert!(pieces.len() > 1);
        let mut records = 0;
        for piece in &pieces {
            let body = piece.strip_prefix("title,body\n").unwrap();
            assert_eq!(body.len() % record.len(), 0);
            records += body.len() / record.len();
        }
        assert_eq!(records, 200);
    }

    #[test]
    fn the_last_line_needs_no_end_and_an_empty_file_has_no_pieces() {
        assert_eq!(cut("{}\n{}", Cut::Lines), ["{}\n{}"]);
        assert_eq!(cut("", Cut::Lines), [""; 0]);
    }
}
