//! Bytes become text: byte order mark, then what the bytes prove, then what was declared, then detection.
//!
//! Declarations lie often (feeds that say ISO-8859-1 and are UTF-8, and the other way round), valid UTF-8
//! beyond ASCII hardly ever happens by chance; so it is believed before any declaration.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Decodes bytes; what cannot be decoded becomes U+FFFD. A byte order mark is taken off.
pub(crate) fn decode<'b>(bytes: &'b [u8], media_type: Option<&str>) -> Cow<'b, str> {
    if let Some(text) = decode_utf32(bytes) {
        return Cow::Owned(text);
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let declared = declared(bytes, media_type);
    match std::str::from_utf8(bytes) {
        // Seven-bit encodings with escapes (ISO-2022-JP) look like ASCII.
        Ok(text) if !bytes.contains(&0x1B) || declared.is_none_or(|d| d == UTF_8) => {
            Cow::Borrowed(text)
        }
        // A multi-byte character cut by the end of the bytes is no sign against UTF-8.
        Err(error)
            if error.error_len().is_none()
                && error.valid_up_to() + 4 > bytes.len()
                && !bytes[..error.valid_up_to()].is_ascii() =>
        {
            String::from_utf8_lossy(&bytes[..error.valid_up_to()])
        }
        _ => match declared {
            Some(encoding) if encoding != UTF_8 => encoding.decode_without_bom_handling(bytes).0,
            _ if mostly_utf8(bytes) => String::from_utf8_lossy(bytes),
            _ => detect(bytes).decode_without_bom_handling(bytes).0,
        },
    }
}

/// UTF-32 with or without a mark, which no browser reads but feeds in the wild have.
fn decode_utf32(bytes: &[u8]) -> Option<String> {
    let (big, start) = match bytes {
        [0, 0, 0xFE, 0xFF, ..] => (true, 4),
        [0xFF, 0xFE, 0, 0, ..] => (false, 4),
        [0, 0, 0, b'<' | b'{' | b'[', ..] => (true, 0),
        [b'<' | b'{' | b'[', 0, 0, 0, ..] => (false, 0),
        _ => return None,
    };
    Some(
        bytes[start..]
            .chunks_exact(4)
            .map(|unit| {
                let unit = [unit[0], unit[1], unit[2], unit[3]];
                let code = if big {
                    u32::from_be_bytes(unit)
                } else {
                    u32::from_le_bytes(unit)
                };
                char::from_u32(code).unwrap_or('\u{FFFD}')
            })
            .collect(),
    )
}

/// UTF-16 without a mark shows by zero bytes in every second place of its first, mostly Latin, characters.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(256) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let pairs = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (even, 0) if even * 10 >= pairs * 7 => Some(UTF_16BE),
        (0, odd) if odd * 10 >= pairs * 7 => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding named by the media type, an XML declaration or an HTML meta element, in this order.
fn declared(bytes: &[u8], media_type: Option<&str>) -> Option<&'static Encoding> {
    if let Some(encoding) = media_type.and_then(|m| label_after(m.as_bytes(), b"charset")) {
        return Some(encoding);
    }
    let head = &bytes[..bytes.len().min(4096)];
    let trimmed = head.trim_ascii_start();
    if trimmed.starts_with(b"<?xml") {
        let end = trimmed
            .iter()
            .position(|b| *b == b'>')
            .unwrap_or(trimmed.len());
        if let Some(encoding) = label_after(&trimmed[..end], b"encoding") {
            return Some(encoding);
        }
    }
    if trimmed.starts_with(b"<") {
        return label_after(head, b"charset");
    }
    None
}

/// The label after `key =`, quoted or not. UTF-16 labels in bytes that could be read as ASCII mean UTF-8
/// (WHATWG Encoding, "prescan a byte stream").
fn label_after(bytes: &[u8], key: &[u8]) -> Option<&'static Encoding> {
    let at = bytes
        .windows(key.len())
        .position(|w| w.eq_ignore_ascii_case(key))?;
    let rest = bytes[at + key.len()..].trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or_else(|| rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let end = rest
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b)))
        .unwrap_or(rest.len());
    let encoding = Encoding::for_label(&rest[..end])?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE {
        UTF_8
    } else {
        encoding
    })
}

/// Whether UTF-8 with a few broken places is the better reading: many whole characters for each broken one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken * 4
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(256 << 10)], true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    // Mac and Thai single-byte guesses are mostly noise in short Western text.
    if bytes.len() < 64 {
        WINDOWS_1252
    } else {
        guess
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_utf8_is_believed_before_a_declaration() {
        let feed = "<?xml version='1.0' encoding='iso-8859-1'?><rss>Österreich</rss>";
        assert!(decode(feed.as_bytes(), None).contains("Österreich"));
        assert!(
            decode(feed.as_bytes(), Some("text/xml; charset=windows-1252")).contains("Österreich")
        );
    }

    #[test]
    fn a_declared_charset_is_used_where_the_bytes_are_no_utf8() {
        let feed =
            b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss>\xCC\xEE\xF1\xEA\xE2\xE0</rss>";
        assert!(decode(feed, None).contains("Москва"));
        let page = b"<html><meta charset=iso-8859-1>\xD6sterreich";
        assert!(decode(page, None).contains("Österreich"));
    }

    #[test]
    fn a_wrong_utf8_declaration_does_not_spoil_the_text() {
        let feed = "<?xml version='1.0' encoding='utf-8'?><rss>Die \u{D6}sterreicher w\u{E4}hlen f\u{FC}r Europa und \u{FC}ber die Zukunft</rss>";
        let latin: Vec<u8> = feed.chars().map(|c| c as u8).collect();
        assert!(decode(&latin, None).contains("Österreicher wählen für Europa"));
    }

    #[test]
    fn utf16_and_utf32_are_read_with_and_without_a_mark() {
        let text = "<rss>Wörter</rss>";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide, None), text);
        let mut marked = vec![0xFF, 0xFE];
        marked.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&marked, None), text);
        let wide: Vec<u8> = text
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
        assert_eq!(decode(&wide, None), text);
    }

    #[test]
    fn a_character_cut_at_the_end_does_not_change_the_encoding() {
        let bytes = "Größe und Ö".as_bytes();
        assert_eq!(decode(&bytes[..bytes.len() - 1], None), "Größe und ");
    }
}
