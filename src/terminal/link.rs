//! OSC 8: words that lead somewhere when they are clicked, for terminals that know it.
//!
//! Nothing but an http, https or mailto address of plain characters is ever sent, whoever hands it in.

use ratatui::layout::Rect;

/// Longer addresses are not sent: terminals drop them, some with what follows (VTE takes 2083 bytes).
const LONGEST: usize = 2000;

/// The terminal's own names for those that show links, as `TERM` and `TERM_PROGRAM` have them.
const KNOWN: [&str; 12] = [
    "alacritty",
    "contour",
    "foot",
    "ghostty",
    "iterm",
    "kitty",
    "konsole",
    "mintty",
    "tmux",
    "vscode",
    "wezterm",
    "rio",
];

/// Whether the terminal shows links, by its environment; those that do not say so may print the address instead.
pub(super) fn is_known(variable: impl Fn(&str) -> Option<String>) -> bool {
    let names = |name| {
        let value = variable(name).unwrap_or_default().to_ascii_lowercase();
        KNOWN.iter().any(|known| value.contains(known))
    };
    let since = |name, version: u32| {
        let number = variable(name).and_then(|value| value.parse::<u32>().ok());
        number.is_some_and(|number| number >= version)
    };
    names("TERM")
        || names("TERM_PROGRAM")
        || since("VTE_VERSION", 5000)
        || since("KONSOLE_VERSION", 201_200)
        || variable("WT_SESSION").is_some()
}

/// Words on the screen that lead somewhere: where they stand, and the address.
pub type Linked = (Rect, String);

/// The address of the words at a cell, if it may be sent.
pub(super) fn at(links: &[Linked], x: u16, y: u16) -> Option<&str> {
    let found = links.iter().find(|(area, _)| area.contains((x, y).into()));
    found.map(|(_, address)| address.as_str())
}

/// Keeps those whose address may be sent.
pub(super) fn keep_sound(links: &mut Vec<Linked>) {
    links.retain(|(_, address)| {
        let scheme = ["http://", "https://", "mailto:"];
        scheme.iter().any(|scheme| address.starts_with(scheme))
            && address.len() <= LONGEST
            && address.bytes().all(|byte| (0x21..=0x7E).contains(&byte))
    });
}

/// Begins the words of a link, or ends them.
pub(super) fn write(address: Option<&str>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b]8;;");
    out.extend_from_slice(address.unwrap_or_default().as_bytes());
    out.extend_from_slice(b"\x1b\\");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_that_are_known_to_show_links_get_them() {
        let known = |name: &'static str, value: &'static str| {
            is_known(|asked| (asked == name).then(|| value.to_owned()))
        };
        assert!(known("TERM", "xterm-kitty") && known("TERM_PROGRAM", "iTerm.app"));
        assert!(known("VTE_VERSION", "7402") && !known("VTE_VERSION", "4800"));
        assert!(!known("TERM", "xterm-256color") && !known("TERM", "linux"));
    }

    #[test]
    fn no_address_that_could_steer_is_sent() {
        let place = Rect::new(0, 0, 4, 1);
        let sent = |address: &str| {
            let mut links = vec![(place, address.to_owned())];
            keep_sound(&mut links);
            !links.is_empty()
        };
        assert!(sent("https://paper.example/a?b=c#d") && sent("mailto:a@b.example"));
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://a.example/\x1b]52;c;x\x07",
            "https://a.example/a b",
            "https://ä.example/",
            "",
        ] {
            assert!(!sent(address), "{address:?}");
        }
        assert!(!sent(&format!("https://a.example/{}", "a".repeat(3000))));
    }
}
