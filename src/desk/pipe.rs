//! Hands an article's text to a program the reader named, and tells what it printed.
//!
//! The program is called with its arguments, never through a shell; what articles say reaches it on its standard
//! input and in its environment only, where nothing of it can be taken for an option or a command.

use std::io::{self, Read, Write as _};
use std::process::{Command, Stdio};
use std::thread;

use crossbeam_channel::Sender;

use crate::app::Msg;
use crate::say::say;
use crate::text::{Clean, clip};

/// So much of what a program prints is read; the rest is not waited for.
const READ: u64 = 64 * 1024;
/// Cells of what is told of it.
const TOLD: usize = 200;

/// Starts the program and tells later how it went; a program that never ends holds nobody up.
pub(super) fn hand_over(
    argv: Vec<String>,
    text: String,
    about: Vec<(String, String)>,
    out: Sender<Msg>,
) {
    thread::spawn(move || {
        let _ = out.send(run(&argv, &text, about));
    });
}

fn run(argv: &[String], text: &str, about: Vec<(String, String)>) -> Msg {
    let Some((program, arguments)) = argv.split_first() else {
        return Msg::Failed(say!("there is no program to hand the text to"));
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .envs(about)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        // The terminal's signals stay with this program.
        command.process_group(0);
    }
    let name = Clean::line(program);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            return Msg::Failed(say!("{name} could not be started: {error}", name, error));
        }
    };
    let (input, printed, complained) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let (printed, complained) = thread::scope(|scope| {
        // A program that does not read its input ends all the same.
        scope.spawn(|| input.map(|mut input| input.write_all(text.as_bytes())));
        let complained = scope.spawn(|| beginning(complained));
        (beginning(printed), complained.join().unwrap_or_default())
    });
    match child.wait() {
        Ok(status) if status.success() && printed.is_empty() => {
            Msg::Done(say!("{name} has taken the text", name))
        }
        Ok(status) if status.success() => Msg::Done(say!("{name}: {printed}", name, printed)),
        Ok(status) if complained.is_empty() => Msg::Failed(say!(
            "{name} failed ({status})",
            name,
            status = status.to_string()
        )),
        Ok(_) => Msg::Failed(say!("{name} failed: {complained}", name, complained)),
        Err(error) => Msg::Failed(say!("{name} could not be waited for: {error}", name, error)),
    }
}

/// The beginning of what is printed, as a line to show. All of it is read, so that the program does not wait.
fn beginning(from: Option<impl Read>) -> String {
    let mut bytes = Vec::new();
    if let Some(mut from) = from {
        let _ = from.by_ref().take(READ).read_to_end(&mut bytes);
        let _ = io::copy(&mut from, &mut io::sink());
    }
    let text = String::from_utf8_lossy(&bytes);
    clip(&Clean::line(&text), TOLD)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn words(argv: &[&str]) -> Vec<String> {
        argv.iter().map(ToString::to_string).collect()
    }

    fn done(argv: &[String], text: &str, about: Vec<(String, String)>) -> String {
        match run(argv, text, about) {
            Msg::Done(told) => told.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_the_program_prints_is_told() {
        assert_eq!(
            done(&words(&["tr", "a-z", "A-Z"]), "zwei\nworte\n", Vec::new()),
            "tr: ZWEI WORTE"
        );
        assert_eq!(
            done(&words(&["true"]), &"text ".repeat(100_000), Vec::new()),
            "true has taken the text"
        );
    }

    #[test]
    fn the_environment_says_what_the_text_is_and_no_shell_reads_it() {
        let title = "$(touch /tmp/x); `id` -rf \"'";
        let about = vec![("DEPESCHE_TITLE".to_owned(), title.to_owned())];
        assert_eq!(
            done(&words(&["printenv", "DEPESCHE_TITLE"]), "", about),
            format!("printenv: {title}")
        );
        assert_eq!(
            done(&words(&["echo", "$HOME", "*", ";", "id"]), "", Vec::new()),
            "echo: $HOME * ; id"
        );
    }

    #[test]
    fn a_program_that_fails_or_is_not_there_is_a_sentence() {
        let failed = |argv: &[&str]| match run(&words(argv), "", Vec::new()) {
            Msg::Failed(sentence) => sentence,
            other => panic!("{other:?}"),
        };
        assert!(failed(&["false"]).starts_with("false failed (exit status: 1)"));
        assert!(failed(&["cat", "/nowhere/at/all"]).contains("/nowhere/at/all"));
        assert!(failed(&["no-such-program-here"]).contains("could not be started"));
    }

    #[test]
    fn what_steers_a_terminal_does_not_come_back() {
        let Msg::Done(told) = run(&words(&["cat"]), "a\u{1b}[2Jb", Vec::new()) else {
            panic!("cat failed");
        };
        assert!(!told.contains("\u{1b}"), "{told:?}");
    }
}
