//! OSC 52: text for the clipboard, sent through the terminal. It is only ever written, never asked for.

use crate::say::{Said, say};

/// The longest text that is sent: its base 64 just fits into what xterm and tmux accept (100,000 bytes).
pub const LONGEST_COPY: usize = 74_991;

/// Why the terminal's clipboard does not hold a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCopied {
    /// The text is longer than terminals take.
    TooLong,
    /// Terminals of this kind have none.
    NoClipboard,
}

impl NotCopied {
    /// What is said of it.
    pub fn said(self) -> Said {
        match self {
            Self::TooLong => {
                say!(
                    "the text is too long for the terminal's clipboard; save it with :save instead"
                )
            }
            Self::NoClipboard => {
                say!(
                    "this terminal (TERM) has no clipboard; name a program in [programs] of the settings"
                )
            }
        }
    }
}

/// The sequence that puts the text on the clipboard.
pub(super) fn sequence(text: &str) -> Result<String, NotCopied> {
    if text.len() > LONGEST_COPY {
        return Err(NotCopied::TooLong);
    }
    Ok(format!("\x1b]52;c;{}\x07", base64(text.as_bytes())))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - group.len()));
        for digit in 0..4 {
            if digit <= group.len() {
                out.push(char::from(DIGITS[(bits >> (18 - 6 * digit) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_that_of_rfc_4648() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("ü→", "w7zihpI="),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn what_no_terminal_takes_is_refused_and_the_longest_fits() {
        let longest = "x".repeat(LONGEST_COPY);
        assert!(sequence(&longest).is_ok_and(|sequence| sequence.len() <= 100_000));
        assert_eq!(sequence(&format!("{longest}x")), Err(NotCopied::TooLong));
    }
}
