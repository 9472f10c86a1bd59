//! Web archives: WARC (ISO 28500) and the older ARC. Each page in them is loaded as if it had just been fetched.
//!
//! Lengths in headers are not believed beyond the bytes there are; after a damaged record reading goes on at the next.

use super::{Hint, Input, Loaded, load_into, pack};
use crate::say::say;
use crate::text::Clean;

/// Whether the bytes are a web archive.
pub(super) fn looks(input: &Input) -> bool {
    input.bytes.starts_with(b"WARC/") || input.bytes.starts_with(b"filedesc://")
}

/// Reads the pages of an archive.
pub(super) fn read(input: &Input, loaded: &mut Loaded) {
    if input.bytes.starts_with(b"filedesc://") {
        read_arc(input, loaded);
        return;
    }
    let mut rest = input.bytes;
    let mut number = 0_usize;
    let mut damaged = 0_usize;
    while let Some(start) = record_start(rest) {
        damaged += usize::from(!rest[..start].trim_ascii().is_empty());
        rest = &rest[start..];
        number += 1;
        let Some((headers, body)) = split_headers(rest) else {
            damaged += 1;
            break;
        };
        let length = header(headers, "content-length").and_then(|value| value.parse::<u64>().ok());
        // A length is right when a record, or nothing, comes after it.
        let whole = length
            .and_then(|length| usize::try_from(length).ok())
            .filter(|length| {
                body.get(*length..).is_some_and(|after| {
                    let after = after.trim_ascii_start();
                    after.is_empty() || after.starts_with(b"WARC/")
                })
            });
        let end = whole.unwrap_or_else(|| {
            damaged += 1;
            // Up to the next record, as far as there is one.
            record_start(body).unwrap_or(body.len())
        });
        record(headers, &body[..end], input, loaded);
        rest = &body[end..];
    }
    if !rest.trim_ascii().is_empty() && number == 0 {
        damaged += 1;
    }
    if damaged > 0 {
        loaded.complain(
            &input.hint.name,
            say!(
                "{damaged} of its records are damaged; what could be read of them was read",
                damaged
            ),
        );
    }
}

/// Where the next record begins: at the start of a line.
fn record_start(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(b"WARC/") {
        return Some(0);
    }
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| *b == b'\n') {
        at += found + 1;
        if bytes[at..].starts_with(b"WARC/1.") || bytes[at..].starts_with(b"WARC/0.") {
            return Some(at);
        }
    }
    None
}

/// Splits at the first empty line.
fn split_headers(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    const LONGEST: usize = 64 << 10;
    let mut at = 0;
    for line in bytes[..bytes.len().min(LONGEST)].split_inclusive(|b| *b == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() {
            return Some((&bytes[..at], &bytes[at..]));
        }
    }
    None
}

fn header(headers: &[u8], name: &str) -> Option<String> {
    headers.split(|b| *b == b'\n').skip(1).find_map(|line| {
        let colon = line.iter().position(|b| *b == b':')?;
        line[..colon]
            .trim_ascii()
            .eq_ignore_ascii_case(name.as_bytes())
            .then(|| String::from_utf8_lossy(line[colon + 1..].trim_ascii()).into_owned())
    })
}

fn record(headers: &[u8], body: &[u8], input: &Input, loaded: &mut Loaded) {
    let kind = header(headers, "warc-type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let address = header(headers, "warc-target-uri").unwrap_or_default();
    let address = address
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim()
        .to_owned();
    let media_type = header(headers, "content-type").unwrap_or_default();
    match kind.as_str() {
        "response" if media_type.contains("http") || body.starts_with(b"HTTP/") => {
            response(body, &address, input, loaded);
        }
        "response" | "resource" | "conversion" if is_text(&media_type) => {
            page(body, &address, &media_type, input, loaded);
        }
        _ => {}
    }
}

/// An HTTP response as it came over the wire.
fn response(bytes: &[u8], address: &str, input: &Input, loaded: &mut Loaded) {
    let Some((headers, body)) = split_headers(bytes) else {
        return;
    };
    let status = headers.split(|b| *b == b' ').nth(1).unwrap_or_default();
    let media_type = header(headers, "content-type").unwrap_or_default();
    if !status.starts_with(b"200") || !is_text(&media_type) {
        return;
    }
    let chunked = header(headers, "transfer-encoding")
        .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let joined = if chunked { join_chunks(body) } else { None };
    let body = joined.as_deref().unwrap_or(body);
    match header(headers, "content-encoding")
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "" | "identity" | "gzip" | "x-gzip" | "zstd" => {
            page(body, address, &media_type, input, loaded);
        }
        "deflate" => unpacked(pack::inflate(body), address, &media_type, input, loaded),
        "br" => unpacked(pack::unbrotli(body), address, &media_type, input, loaded),
        other => loaded.complain(Clean::line(address).as_str(), say!("is compressed as “{other}”, which depesche does not read in archives; it was left out", other = Clean::line(other))),
    }
}

fn unpacked(
    body: Option<Vec<u8>>,
    address: &str,
    media_type: &str,
    input: &Input,
    loaded: &mut Loaded,
) {
    match body {
        Some(body) => page(&body, address, media_type, input, loaded),
        None => loaded.complain(
            Clean::line(address).as_str(),
            say!("is damaged compressed data; it was left out"),
        ),
    }
}

fn is_text(media_type: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    ["html", "xml", "json", "text/plain"]
        .iter()
        .any(|part| media_type.contains(part))
        && !media_type.contains("svg")
}

fn page(body: &[u8], address: &str, media_type: &str, input: &Input, loaded: &mut Loaded) {
    if body.trim_ascii().is_empty() {
        return;
    }
    let hint = Hint {
        name: Clean::line(address).to_string(),
        media_type: Some(media_type.to_owned()),
        mapping: None,
    };
    load_into(body, &hint, input.depth + 1, loaded);
}

/// A chunked body in one piece (RFC 9112, 7.1); `None` when it is not chunked after all.
fn join_chunks(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = bytes.iter().take(40).position(|b| *b == b'\n')?;
        let line = std::str::from_utf8(bytes[..end].trim_ascii()).ok()?;
        let Ok(length) = usize::from_str_radix(line.split(';').next()?.trim(), 16) else {
            return (!out.is_empty()).then_some(out);
        };
        bytes = &bytes[end + 1..];
        if length == 0 || bytes.is_empty() {
            return Some(out);
        }
        let length = length.min(bytes.len());
        out.extend_from_slice(&bytes[..length]);
        bytes = bytes[length..]
            .strip_prefix(b"\r\n")
            .or_else(|| bytes[length..].strip_prefix(b"\n"))
            .unwrap_or(&bytes[length..]);
    }
}

/// ARC: a line "address ip date type length", then so many bytes.
fn read_arc(input: &Input, loaded: &mut Loaded) {
    let mut rest = input.bytes;
    loop {
        rest = rest.trim_ascii_start();
        let Some(end) = rest.iter().take(8192).position(|b| *b == b'\n') else {
            break;
        };
        let line = String::from_utf8_lossy(rest[..end].trim_ascii()).into_owned();
        let mut fields = line.rsplitn(5, ' ');
        let length = fields
            .next()
            .and_then(|length| length.parse::<usize>().ok());
        let address = fields.nth(3).unwrap_or("").to_owned();
        let body = &rest[end + 1..];
        let Some(length) = length.filter(|length| *length <= body.len() && !address.is_empty())
        else {
            loaded.complain(
                &input.hint.name,
                say!("has a damaged record; what comes after it was left out"),
            );
            break;
        };
        if length > body.len() {
            loaded.complain(
                &input.hint.name,
                say!("breaks off within a record; what there is of it was read"),
            );
        }
        let length = length.min(body.len());
        if body.starts_with(b"HTTP/") {
            response(&body[..length], &address, input, loaded);
        }
        rest = &body[length..];
    }
}
