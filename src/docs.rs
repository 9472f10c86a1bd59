//! Printouts of the tables: keys for help, README and settings, looks for the settings.
//!
//! Nothing is told here that a table does not say; tests keep the printed parts of files equal to what this prints.

use std::fmt::Write as _;
use std::ops::Range;

use crate::action::{Group, TABLE};
use crate::config::{Config, EXAMPLE, Themes};
use crate::keymap::Keymap;
use crate::say::{Tongue, say};
use crate::text::{Clean, width};
use crate::theme::{Role, Theme, write_look};

/// The key table of the README: one Markdown table for each group.
pub fn keys_markdown(keymap: &Keymap, tongue: Tongue) -> String {
    let mut out = String::new();
    for group in Group::ALL {
        let _ = writeln!(
            out,
            "\n**{}**\n\n| {} | {} | {} |\n|---|---|---|",
            group.heading().words(tongue),
            say!("key").words(tongue),
            say!("action").words(tongue),
            say!("does").words(tongue),
        );
        for row in keymap.help_rows().iter().filter(|row| row.group == group) {
            let keys: Vec<String> = row.keys.iter().map(|key| code(key)).collect();
            let _ = writeln!(
                out,
                "| {} | `{}` | {} |",
                keys.join(" "),
                row.action,
                row.action.entry().said().words(tongue)
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
pub fn keys_plain(keymap: &Keymap, tongue: Tongue) -> String {
    let rows = keymap.help_rows();
    let keys_width = widest(rows.iter().map(|row| row.keys.join("  ")));
    let name_width = widest(TABLE.iter().map(|entry| entry.name.to_owned()));
    let mut out = String::new();
    for group in Group::ALL {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{}", group.heading().words(tongue));
        for row in rows.iter().filter(|row| row.group == group) {
            let keys = pad(&row.keys.join("  "), keys_width);
            let name = pad(row.action.name(), name_width);
            let _ = writeln!(
                out,
                "  {keys}  {name}  {}",
                row.action.entry().said().words(tongue)
            );
        }
    }
    out
}

/// The saved views for a terminal: keys, name, query; nothing where there are none.
pub fn views_plain(config: &Config, tongue: Tongue) -> String {
    if config.views.is_empty() {
        return String::new();
    }
    let keys = |number| config.keys.keys_of_view(number).join("  ");
    let all = config.views.iter().enumerate();
    let keys_width = widest(all.clone().map(|(number, _)| keys(number)));
    let name_width = widest(config.views.iter().map(|(name, _)| format!("@{name}")));
    let mut out = format!("\n{}\n", say!("Your views").words(tongue));
    for (number, (name, query)) in all {
        let keys = pad(&keys(number), keys_width);
        let name = pad(&format!("@{name}"), name_width);
        let _ = writeln!(
            out,
            "  {keys}  {}  {}",
            Clean::preformatted(&name),
            Clean::line(query)
        );
    }
    out
}

/// The keys for the manual page: a heading for each group, a tagged paragraph for each action that has keys.
pub fn keys_roff(keymap: &Keymap, tongue: Tongue) -> String {
    let rows = keymap.help_rows();
    let mut out = String::new();
    for group in Group::ALL {
        let _ = writeln!(out, ".SS \"{}\"", roff(&group.heading().words(tongue)));
        for row in rows.iter().filter(|row| row.group == group) {
            let keys: Vec<String> = row.keys.iter().map(|key| roff(key)).collect();
            if keys.is_empty() {
                continue;
            }
            let (keys, help) = (
                keys.join("\\fR, \\fB"),
                row.action.entry().said().words(tongue),
            );
            let _ = writeln!(
                out,
                ".TP\n\\fB{keys}\\fR\n{} ({})",
                roff(&help),
                roff(row.action.name())
            );
        }
    }
    out
}

/// Text in which nothing is a request or an escape of roff (groff(7)).
pub fn roff(text: &str) -> String {
    let escaped = text.replace('\\', "\\e").replace('-', "\\-");
    if escaped.starts_with(['.', '\'']) {
        format!("\\&{escaped}")
    } else {
        escaped
    }
}

/// A page of roff in ASCII, which every formatter reads alike: other characters by their numbers (`groff_char(7)`).
pub fn ascii_roff(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    for c in page.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let _ = write!(out, "\\[u{:04X}]", u32::from(c));
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
    let themes = Themes::built_in();
    let dark = themes.get("dark").cloned().unwrap_or_else(Theme::plain);
    let lines = Role::all().map(|role| {
        let look = quoted(&write_look(dark.style(role)));
        (format!("# {} = {look}", role.name()), role.help())
    });
    commented(lines)
}

/// The settings in force as a file: the example with the values that hold, and what the reader added.
pub fn settings_toml(config: &Config) -> String {
    let mut out = String::new();
    let mut part = String::new();
    for line in EXAMPLE.lines() {
        if let Some(name) = line.strip_prefix('[') {
            own_lines(config, &part, &mut out);
            name.trim_end_matches(']').clone_into(&mut part);
        }
        let value = line
            .split_once(" = ")
            .filter(|_| !line.starts_with('#'))
            .and_then(|(option, _)| Some((option, value_in_force(config, &part, option)?)));
        match (value, line.split_once("  # ")) {
            (Some((option, value)), Some((_, help))) => {
                let _ = writeln!(out, "{option} = {value}  # {help}");
            }
            (Some((option, value)), None) => {
                let _ = writeln!(out, "{option} = {value}");
            }
            (None, _) => {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    own_lines(config, &part, &mut out);
    out
}

/// What the reader added to a part in which the example has no lines.
fn own_lines(config: &Config, part: &str, out: &mut String) {
    let mut lines = Vec::new();
    match part {
        "views" => lines.extend(
            config
                .views
                .iter()
                .enumerate()
                .map(|(number, (name, query))| {
                    let (name, query) = (quoted(name), quoted(query));
                    let keys = config.keys.keys_of_view(number);
                    if keys.is_empty() {
                        return format!("{name} = {query}");
                    }
                    let keys: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
                    format!(
                        "{name} = {{ query = {query}, keys = [{}] }}",
                        keys.join(", ")
                    )
                }),
        ),
        "colours" => lines.extend(
            (config.colours.iter())
                .map(|(role, look)| format!("{} = {}", role.name(), quoted(&write_look(*look)))),
        ),
        "columns" => {
            for (name, columns) in &config.columns {
                lines.push(format!("[columns.{}]", quoted(name)));
                let fields = columns.fields.iter();
                lines.extend(fields.map(|(field, column)| format!("{field} = {}", quoted(column))));
                for (option, sign) in [("separator", columns.separator), ("quote", columns.quote)] {
                    lines.extend(
                        sign.map(|sign| format!("{option} = {}", quoted(&sign.to_string()))),
                    );
                }
                lines.extend(columns.header.map(|header| format!("header = {header}")));
            }
        }
        _ => {}
    }
    if lines.is_empty() {
        return;
    }
    // The blank line before the next part belongs after what was added.
    out.truncate(out.trim_end().len());
    let _ = write!(out, "\n{}\n\n", lines.join("\n"));
}

fn value_in_force(config: &Config, part: &str, option: &str) -> Option<String> {
    let list = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
        format!("[{}]", words.join(", "))
    };
    Some(match (part, option) {
        ("reader", "measure") => config.reader.measure.to_string(),
        ("reader", "hyphenate") => config.reader.hyphenate.to_string(),
        ("reader", "justify") => config.reader.justify.to_string(),
        ("reader", "mark-read") => config.reader.mark_read.to_string(),
        ("screen", "theme") => quoted(&config.screen.theme),
        ("screen", "depth") => quoted(&config.screen.depth),
        ("screen", "language") => quoted(&config.screen.language),
        ("screen", "links") => config.screen.links.to_string(),
        ("screen", "screen-reader") => config.screen.screen_reader.to_string(),
        ("screen", "mouse") => config.screen.mouse.to_string(),
        ("screen", "colours") => config.screen.colours.to_string(),
        ("screen", "highlights") => config.screen.highlights.to_string(),
        ("programs", "browser") => list(&config.programs.browser),
        ("programs", "clipboard") => list(&config.programs.clipboard),
        ("programs", "notifier") => list(&config.programs.notifier),
        ("programs", "editor") => list(&config.programs.editor),
        ("feeds", "refresh") => config.feeds.refresh.to_string(),
        ("feeds", "own-network") => config.feeds.own_network.to_string(),
        ("retention", "days") => config.retention.days.to_string(),
        ("retention", "articles") => config.retention.articles.to_string(),
        ("retention", "megabytes") => config.retention.megabytes.to_string(),
        ("keys", "preset") => quoted(config.preset.name()),
        ("keys", action) => list(&config.keys.keys_of(action.parse().ok()?)),
        _ => return None,
    })
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

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn widest(texts: impl Iterator<Item = String>) -> usize {
    texts.map(|text| width(&text)).max().unwrap_or(0)
}

fn pad(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_in_force_are_printed_as_a_file_that_says_the_same() {
        let text = r#"
            [reader]
            measure = 60
            [screen]
            theme = "light"
            mouse = true
            [programs]
            browser = ["my browser", "--new \"x\"\t"]
            [feeds]
            refresh = false
            own-network = true
            [retention]
            days = 365
            articles = 200000
            megabytes = 4000
            [views]
            "früh am Tag" = 'is:unread "vier milliarden"'
            markets = { query = "tag:markets", keys = ["g 1", "f"] }
            [columns.archive]
            title = "Head line"
            body = 3
            separator = "\t"
            header = false
            [colours]
            company = "red on #001122 bold"
            [keys]
            down = ["C-j"]
            quit = []
            mark = "|"
        "#;
        let (config, complaints) = Config::read(text);
        assert_eq!(complaints, []);
        let printed = settings_toml(&config);
        let (again, complaints) = Config::read(&printed);
        assert_eq!(complaints, [], "{printed}");
        assert_eq!(again.keys.help_rows(), config.keys.help_rows());
        assert_eq!(again.keys.keys_of_view(1), ["g 1", "f"]);
        assert!(views_plain(&config, Tongue::English).contains("  g 1  f  @markets"));
        assert_eq!(
            Config {
                keys: config.keys.clone(),
                ..again
            },
            config,
            "{printed}"
        );
        let defaults = settings_toml(&Config::default());
        assert_eq!(Config::read(&defaults).0, Config::default());
    }
}
