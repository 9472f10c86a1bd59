//! On a VT100, which knows places, clearing, bold, underlined, blinking and reverse, and nothing that came later.

use super::Home;
use super::window::Window;

/// Presses keys and waits for what they are to show.
fn sit(window: &mut Window, steps: &[(&str, &str)]) {
    for (keys, shown) in steps {
        window.press(keys);
        window.wait_for(shown);
    }
}

/// The control sequences of a log.
///
/// # Panics
/// At any that a VT100 does not know (its user guide, chapter 3), and at any colour.
fn old_sequences(log: &str) -> usize {
    let mut found = 0;
    let mut rest = log;
    while let Some(at) = rest.find('\x1b') {
        let sequence = rest[at..]
            .strip_prefix("\x1b[")
            .unwrap_or_else(|| panic!("{:?}", &rest[at..rest.floor_char_boundary(at + 20)]));
        let end = sequence
            .find(|c: char| c.is_ascii_alphabetic())
            .expect("an end");
        let (parameters, last) = (&sequence[..end], &sequence[end..=end]);
        let numbers: Vec<u16> = parameters
            .split(';')
            .map(|number| number.parse().expect("a number and nothing private"))
            .collect();
        let known = match last {
            "H" => numbers.len() == 2,
            "J" => numbers == [2],
            "m" => numbers.iter().all(|code| matches!(code, 0 | 1 | 4 | 5 | 7)),
            _ => false,
        };
        assert!(known, "a VT100 does not know CSI {parameters}{last}");
        found += 1;
        rest = &sequence[end + 1..];
    }
    found
}

#[test]
fn a_vt100_gets_no_sequence_it_does_not_know_and_every_pane_can_be_used_on_it() {
    let home = Home::new();
    for (columns, rows) in [(80, 24), (40, 10)] {
        let around = [("TERM", "vt100"), ("COLORTERM", "truecolor")];
        let size = (columns, rows);
        let mut window = Window::open(size, home.path(), super::PROGRAM, &[], &around);
        window.wait_for("Quillfeather buys");
        sit(
            &mut window,
            &[
                ("\r", "would buy"),
                ("\t", "Odile Marchbanks"),
                ("hh", "Oxlip"),
                ("?", "next row"),
                ("q", "Oxlip"),
                ("c", "companies"),
                ("oxl", "Oxlip Robotics Inc"),
                ("\r", "company:"),
                ("x", "all articles"),
                ("F", "article"),
                ("\x03zt", "contrast"),
                ("paper\r", "paper from now on"),
                ("y", "link"),
            ],
        );
        // The selected row is seen without colours.
        let reversed = window.ask(|screen| {
            let (rows, columns) = screen.size();
            let mut cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
            cells.any(|(row, column)| screen.cell(row, column).is_some_and(vt100::Cell::inverse))
        });
        assert!(reversed, "{}", window.text());
        window.press("Q");
        assert_eq!(window.status(), 0);
        window.drained();
        let log = String::from_utf8(window.log()).expect("text");
        assert!(old_sequences(&log) > 20);
        assert!(window.is_cooked() && window.text().trim().is_empty());
    }
}
