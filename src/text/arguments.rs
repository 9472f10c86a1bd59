//! A written command as a list of arguments, the way people quote them. No shell reads it, before or after.

use crate::say::{Said, say};

/// Splits a command into program and arguments: at white space, with quotation marks and backslashes as shells
/// read them. Nothing is expanded.
///
/// # Errors
/// One sentence, when a quotation mark has no partner or a sign of a shell stands unquoted, which would not do here
/// what it does there.
pub fn arguments(command: &str) -> Result<Vec<String>, Said> {
    let mut out = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        None => return Err(say!("the quotation mark {c} has no partner", c)),
                        Some(end) if end == c => break,
                        Some('\\') if c == '"' => word.extend(chars.next()),
                        Some(other) => word.push(other),
                    }
                }
            }
            '\\' => word.get_or_insert_default().extend(chars.next()),
            '|' | '>' | '<' | '&' | ';' | '`' => {
                return Err(say!(
                    "no shell reads this, so {c} would not do what it does there; put it in quotation marks, or call a script",
                    c
                ));
            }
            c if c.is_whitespace() => out.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    out.extend(word);
    match out.first() {
        Some(program) if program.starts_with('-') || program.is_empty() => {
            Err(say!("“{program}” is no program", program))
        }
        _ => Ok(out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_at_white_space_outside_quotation_marks() {
        let split = |command| arguments(command).unwrap();
        assert_eq!(split("  wc  -w "), ["wc", "-w"]);
        assert_eq!(
            split(r#"a 'b c' "d \"e" f\ g '' h"i"#.trim_end_matches("\"i")),
            ["a", "b c", "d \"e", "f g", "", "h"]
        );
        assert_eq!(split(r"sh -c 'echo $TITLE | wc'")[2], "echo $TITLE | wc");
        assert_eq!(split("echo $HOME *"), ["echo", "$HOME", "*"]);
        assert_eq!(split(""), Vec::<String>::new());
    }

    #[test]
    fn what_only_a_shell_could_do_is_refused_with_a_sentence() {
        for command in ["a | b", "a > b", "a; b", "a && b", "a `b`"] {
            assert!(arguments(command).unwrap_err().contains("no shell"));
        }
        assert!(arguments("a 'b").unwrap_err().contains("no partner"));
        assert!(arguments("-rf /").unwrap_err().contains("is no program"));
    }
}
