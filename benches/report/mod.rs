//! What was measured, line by line, and the table of it.

use std::fmt::Write as _;

/// What is to be reached, by the beginning of the line's name.
const GOALS: [(&str, &str); 15] = [
    ("load and recognise, by the clock", "600 a second"),
    ("load and recognise, of the CPU", "1.5 ms"),
    ("disk", "8,000 B"),
    ("start to first list", "50 ms"),
    ("memory after start", "60 MB"),
    ("memory after all", "150 MB"),
    ("filter: two entities", "20 ms"),
    ("filter: the most frequent company", "10 ms"),
    ("filter: a company", "10 ms"),
    ("picker: companies", "100 ms"),
    ("picker: sources of", "100 ms"),
    ("typing: 50 rows, 99 %", "16 ms"),
    ("typing: 50 best, 99 %", "150 ms"),
    ("open an article", "16 ms"),
    ("bookmark", "5 ms"),
];

/// One measured thing.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// What was measured.
    pub(crate) what: String,
    /// How much of it.
    pub(crate) value: f64,
    /// In what: "ms", "MB", "B", "a second".
    pub(crate) unit: String,
    /// Anything more, for the eye.
    pub(crate) more: String,
}

impl Line {
    pub(crate) fn new(what: impl Into<String>, value: f64, unit: &str, more: &str) -> Self {
        Self {
            what: what.into(),
            value,
            unit: unit.to_owned(),
            more: more.to_owned(),
        }
    }

    /// Prints it for the eye, with tabs by which [`Line::read`] reads it.
    pub(crate) fn print(&self) {
        println!(
            "{:<48}\t{:>11.3}\t{:<8}\t{}",
            self.what, self.value, self.unit, self.more
        );
    }

    /// Reads what another process printed; none if it is something else.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [what, value, unit, more] = fields[..] else {
            return None;
        };
        Some(Self::new(what, value.parse().ok()?, unit, more))
    }
}

/// A table in Markdown: what was measured, the goal, a column for every number of articles.
pub(crate) fn table(columns: &[(u64, Vec<Line>)]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for line in columns.iter().flat_map(|(_, lines)| lines) {
        if !names.contains(&line.what.as_str()) {
            names.push(&line.what);
        }
    }
    let mut out = "| | goal |".to_owned();
    for (size, _) in columns {
        let _ = write!(out, " {} |", thousands(*size));
    }
    out.push_str("\n|---|---:|");
    out.push_str(&"---:|".repeat(columns.len()));
    for name in names {
        let goal = GOALS
            .iter()
            .find(|(begin, _)| name.starts_with(begin))
            .map_or("", |(_, goal)| goal);
        let _ = write!(out, "\n| {name} | {goal} |");
        for (_, lines) in columns {
            let line = lines.iter().find(|line| line.what == name);
            let value = line.map_or(String::new(), |line| {
                format!("{} {}", figure(line.value), line.unit)
            });
            let _ = write!(out, " {value} |");
        }
    }
    out
}

/// A number with as many places as say something.
pub(crate) fn figure(value: f64) -> String {
    match value {
        value if value >= 100.0 => thousands(value.round() as u64),
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

/// A number with commas.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// CPU time of a process so far, all its threads together, in milliseconds; ended threads are not counted.
pub(crate) fn cpu_of(process: u32) -> f64 {
    let Ok(tasks) = std::fs::read_dir(format!("/proc/{process}/task")) else {
        return 0.0;
    };
    tasks
        .flatten()
        .filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok())
        .filter_map(|text| text.split(' ').next()?.parse::<f64>().ok())
        .sum::<f64>()
        / 1e6
}

/// A line of `/proc/PROCESS/status` in MB.
pub(crate) fn memory(process: &str, field: &str) -> f64 {
    std::fs::read_to_string(format!("/proc/{process}/status"))
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with(field))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        })
        .map_or(0.0, |kilobytes| kilobytes / 1024.0)
}
