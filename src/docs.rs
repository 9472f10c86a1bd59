//! Printouts of the tables: keys for help, README and settings, looks for the settings.
//!
//! Nothing is told here that a table does not say; tests keep the printed parts of files equal to what this prints.

use std::fmt::Write as _;
use std::ops::Range;

use crate::action::{Group, TABLE};
use crate::keymap::Keymap;
use crate::text::width;
use crate::theme::{Role, Theme, write_look};

/// The key table of the README: one Markdown table for each group.
pub fn keys_markdown(keymap: &Keymap) -> String {
    let mut out = String::new();
    for group in Group::ALL {
        let _ = writeln!(
            out,
            "\n**{}**\n\n| key | action | does |\n|---|---|---|",
            group.heading()
        );
        for row in keymap.help_rows().iter().filter(|row| row.group == group) {
            let keys: Vec<String> = row.keys.iter().map(|key| code(key)).collect();
            let _ = writeln!(
                out,
                "| {} | `{}` | {} |",
                keys.join(" "),
                row.action,
                row.help
            );
        }
    }
    out.push('\n');
    out
}

/// A code span in a cell of a Markdown table, where a bar would end the cell.
fn code(key: &str) -> String {
    let fence = if key.contains('`') { "`` " } else { "`" };
    let close: String = fence.chars().rev().collect();
    format!("{fence}{}{close}", key.replace('|', "\\|"))
}

/// The keys for a terminal of some width: aligned, one action a line.
pub fn keys_plain(keymap: &Keymap) -> String {
    let rows = keymap.help_rows();
    let keys_width = widest(rows.iter().map(|row| row.keys.join("  ")));
    let name_width = widest(TABLE.iter().map(|entry| entry.name.to_owned()));
    let mut out = String::new();
    for group in Group::ALL {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{}", group.heading());
        for row in rows.iter().filter(|row| row.group == group) {
            let keys = pad(&row.keys.join("  "), keys_width);
            let name = pad(row.action.name(), name_width);
            let _ = writeln!(out, "  {keys}  {name}  {}", row.help);
        }
    }
    out
}

/// The lines of `[keys]` in `config.example.toml`: the table's own keys.
pub fn keys_toml() -> String {
    let lines = TABLE.iter().map(|entry| {
        let keys: Vec<String> = entry.keys.iter().map(|key| quoted(key)).collect();
        (
            format!("{} = [{}]", entry.name, keys.join(", ")),
            entry.help,
        )
    });
    commented(lines)
}

/// The lines of `[colours]` in `config.example.toml`: every role, commented out.
pub fn colours_toml() -> String {
    let dark = Theme::named("dark").unwrap_or_else(Theme::plain);
    let lines = Role::all().map(|role| {
        let look = quoted(&write_look(dark.style(role)));
        (format!("# {} = {look}", role.name()), role.help())
    });
    commented(lines)
}

/// The bytes between the line that begins with one mark and the line that begins with the other.
pub fn between(text: &str, begin: &str, end: &str) -> Option<Range<usize>> {
    let at = text.find(begin)?;
    let start = at + text[at..].find('\n')? + 1;
    let stop = start + text[start..].find(end)?;
    Some(start..stop)
}

fn commented<'a>(lines: impl Iterator<Item = (String, &'a str)>) -> String {
    let lines: Vec<_> = lines.collect();
    let column = widest(lines.iter().map(|(line, _)| line.clone()));
    let mut out = String::new();
    for (line, help) in lines {
        let _ = writeln!(out, "{}  # {help}", pad(&line, column));
    }
    out
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn widest(texts: impl Iterator<Item = String>) -> usize {
    texts.map(|text| width(&text)).max().unwrap_or(0)
}

fn pad(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}
