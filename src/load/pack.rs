//! Takes off compression (gzip, Zstandard), once or twice, within limits. It does not look at what is inside.

use std::borrow::Cow;
use std::io::Read;

use crate::say::{Said, say};

/// Unpacked bytes may be this many times the packed ones; real news text stays under ten.
const MAX_RATIO: u64 = 40;
/// This much is always allowed, so that small files of much repetition pass.
const ALWAYS_ALLOWED: u64 = 16 << 20;
/// More than this is never held in memory.
const NEVER_MORE: u64 = 1 << 30;
/// `x.gz.zst` happens; deeper nesting is an attack.
const MAX_LAYERS: usize = 2;
/// After so many damaged members nothing sound is expected any more.
const MAX_DAMAGED: usize = 200;

/// The bytes without compression, and what was odd about it.
///
/// # Errors
///
/// One sentence, when nothing could be unpacked or the size limit was passed.
pub(super) fn unpack(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Option<Said>), Said> {
    let mut current = Cow::Borrowed(bytes);
    let mut trouble = None;
    for _ in 0..MAX_LAYERS {
        let Some(unpacked) = unpack_layer(&current) else {
            return Ok((current, trouble));
        };
        let (unpacked, odd) = unpacked?;
        trouble = trouble.or(odd);
        current = Cow::Owned(unpacked);
    }
    if unpack_layer(&current[..current.len().min(64)]).is_some() {
        return Err(say!("is compressed more than twice; it was left out"));
    }
    Ok((current, trouble))
}

type Layer = Result<(Vec<u8>, Option<Said>), Said>;

fn unpack_layer(bytes: &[u8]) -> Option<Layer> {
    let limit = (bytes.len() as u64)
        .saturating_mul(MAX_RATIO)
        .clamp(ALWAYS_ALLOWED, NEVER_MORE);
    if is_gzip(bytes) {
        return Some(gunzip(bytes, limit));
    }
    if bytes.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        return Some(match zstd::stream::read::Decoder::with_buffer(bytes) {
            Ok(mut reader) => {
                // A frame may ask for gigabytes of window; 2^27 is what the command line tool allows.
                let _ = reader.window_log_max(27);
                read_limited(reader, limit)
            }
            Err(_) => Err(say!("is damaged Zstandard data; it was left out")),
        });
    }
    None
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1F, 0x8B, 0x08])
}

/// All members of a gzip file; after a damaged one reading goes on at the next (web archives have one a record).
fn gunzip(bytes: &[u8], limit: u64) -> Layer {
    let mut out = Vec::new();
    let mut damaged = 0_usize;
    let mut rest = bytes;
    while is_gzip(rest) && damaged < MAX_DAMAGED {
        let mut member = flate2::bufread::GzDecoder::new(rest);

        if append(&mut member, &mut out, limit)? {
            rest = member.into_inner();
        } else {
            damaged += 1;
            // What was torn off must not run into the next line or record.
            out.extend_from_slice(b"\n\n");
            let next = rest[3..]
                .windows(4)
                .position(|w| is_gzip(w) && w[3] & 0xE0 == 0);
            rest = next.map_or(&[], |at| &rest[at + 3..]);
        }
    }
    finish(out, damaged > 0)
}

fn read_limited(mut reader: impl Read, limit: u64) -> Layer {
    let mut out = Vec::new();
    let whole = append(&mut reader, &mut out, limit)?;
    finish(out, !whole)
}

fn finish(out: Vec<u8>, damaged: bool) -> Layer {
    if !damaged {
        Ok((out, None))
    } else if out.iter().all(u8::is_ascii_whitespace) {
        Err(say!(
            "is damaged compressed data; nothing could be unpacked"
        ))
    } else {
        let trouble = say!("is damaged compressed data; what could be unpacked was read");
        Ok((out, Some(trouble)))
    }
}

/// Appends what a reader gives; says whether it came to a sound end.
fn append(reader: &mut impl Read, out: &mut Vec<u8>, limit: u64) -> Result<bool, Said> {
    let mut chunk = vec![0; 64 << 10];
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => return Ok(true),
            Ok(n) => {
                if (out.len() + n) as u64 > limit {
                    return Err(say!(
                        "unpacks to more than {limit} MiB, far more than text does; it was left out",
                        limit = limit >> 20
                    ));
                }
                out.extend_from_slice(&chunk[..n]);
            }
            Err(_) => return Ok(false),
        }
    }
}

/// The body of an HTTP answer with `Content-Encoding: deflate`, with or without the zlib header; `None` when damaged.
pub(super) fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let zlib = append(
        &mut flate2::read::ZlibDecoder::new(bytes),
        &mut out,
        ALWAYS_ALLOWED,
    )
    .ok()?;
    if !zlib {
        out.clear();
        append(
            &mut flate2::read::DeflateDecoder::new(bytes),
            &mut out,
            ALWAYS_ALLOWED,
        )
        .ok()?;
    }
    (!out.is_empty()).then_some(out)
}

/// The body of an HTTP answer with `Content-Encoding: br` (RFC 7932); `None` when damaged or a bomb.
pub(super) fn unbrotli(bytes: &[u8]) -> Option<Vec<u8>> {
    const BUFFER: usize = 4 << 10;
    let mut out = Vec::new();
    let mut reader = brotli_decompressor::Decompressor::new(bytes, BUFFER);
    let limit = (bytes.len() as u64)
        .saturating_mul(MAX_RATIO)
        .clamp(ALWAYS_ALLOWED, NEVER_MORE);
    (append(&mut reader, &mut out, limit).ok()? && !out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn gzip_in_zstandard_is_unpacked_and_a_third_layer_is_refused() {
        let twice = zstd::encode_all(&gzip(b"Text")[..], 1).unwrap();
        assert_eq!(&*unpack(&twice).unwrap().0, b"Text");
        assert!(unpack(&gzip(&twice)).is_err());
    }

    #[test]
    fn a_bomb_is_refused_with_a_sentence() {
        let bomb = gzip(&vec![b'a'; 20 << 20]);
        assert!(unpack(&bomb).unwrap_err().contains("MiB"));
    }

    #[test]
    fn a_truncated_file_gives_what_came_before_the_damage() {
        let text: Vec<u8> = (0..200_000_u32)
            .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
            .collect();
        let whole = gzip(&text);
        let (got, trouble) = unpack(&whole[..whole.len() / 2]).unwrap();
        assert!(!got.is_empty() && text.starts_with(got.trim_ascii_end()));
        assert!(trouble.is_some());
    }
}
