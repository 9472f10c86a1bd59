//! The outside desk: the reader's browser, the clipboard program, files the reader saves to.
//!
//! Programs are called with a list of arguments, never through a shell, with nothing of the terminal in their
//! hands; only http, https and mailto addresses are handed over, which [`Link`] guarantees.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;

use crossbeam_channel::{Receiver, Sender};

use crate::app::Msg;
use crate::article::Link;
use crate::config::Programs;
use crate::say::say;

use super::repairs::replace;
use super::{export, pipe};

/// What the outside desk is asked to do.
#[derive(Debug)]
pub(super) enum Job {
    /// Open a link.
    Open(Link),
    /// Hand text to the configured clipboard program; nothing if there is none.
    Copy(String),
    /// Write a new file.
    Save { path: String, text: String },
    /// Write a file of the program's own.
    Keep(PathBuf, String),
    /// Hand text to a program the reader named.
    Pipe {
        argv: Vec<String>,
        text: String,
        about: Vec<(String, String)>,
    },
}

/// Does jobs until the program ends.
pub(super) fn work(programs: &Programs, jobs: &Receiver<Job>, out: &Sender<Msg>) {
    while let Ok(job) = jobs.recv() {
        let told = match job {
            Job::Open(link) => open(programs, &link, out),
            Job::Copy(text) => copy(programs, text, out),
            Job::Save { path, text } => Some(save(&path, &text)),
            Job::Keep(path, text) => replace(&path, &text).err().map(|error| {
                Msg::Failed(say!("{path} could not be written: {error}", path, error))
            }),
            Job::Pipe { argv, text, about } => {
                pipe::hand_over(argv, text, about, out.clone());
                None
            }
        };
        if let Some(msg) = told {
            let _ = out.send(msg);
        }
    }
}

fn open(programs: &Programs, link: &Link, out: &Sender<Msg>) -> Option<Msg> {
    let environment = std::env::var("BROWSER").unwrap_or_default();
    let mut last = None;
    for argv in openers(&programs.browser, &environment, link) {
        match start(&argv, Stdio::null()) {
            Ok(child) => {
                watch(child, argv[0].clone(), out.clone());
                return None;
            }
            Err(error) => last = Some(refused(&argv[0], &error)),
        }
    }
    last
}

/// What to try, in order: the configured program, else those of $BROWSER, else the system's.
fn openers(configured: &[String], environment: &str, link: &Link) -> Vec<Vec<String>> {
    let address = link.as_str().to_owned();
    if !configured.is_empty() {
        let mut argv = configured.to_vec();
        argv.push(address);
        return vec![argv];
    }
    let mut all: Vec<Vec<String>> = environment
        .split(':')
        .map(|command| {
            // By custom `%s` stands for the address; without it the address comes last.
            let mut placed = false;
            let mut argv: Vec<String> = command
                .split_whitespace()
                .map(|word| {
                    placed |= word.contains("%s");
                    word.replace("%s", &address)
                })
                .collect();
            if !argv.is_empty() && !placed {
                argv.push(address.clone());
            }
            argv
        })
        .filter(|argv| !argv.is_empty())
        .collect();
    let system = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    all.push(vec![system.to_owned(), address]);
    all
}

fn copy(programs: &Programs, text: String, out: &Sender<Msg>) -> Option<Msg> {
    let argv = &programs.clipboard;
    let program = argv.first()?.clone();
    match start(argv, Stdio::piped()) {
        Ok(mut child) => {
            let input = child.stdin.take();
            let out = out.clone();
            // A program that does not read must not hold up the desk.
            thread::spawn(move || {
                if let Some(mut input) = input {
                    let _ = input.write_all(text.as_bytes());
                }
                wait(child, &program, &out);
            });
            None
        }
        Err(error) => Some(refused(&program, &error)),
    }
}

/// `~` and `~/…` as shells expand them: the reader types paths here as there.
pub(super) fn expand_home(path: &str) -> String {
    let Some(rest) = path.strip_prefix('~') else {
        return path.to_owned();
    };
    match std::env::home_dir() {
        Some(home) if rest.is_empty() || rest.starts_with('/') => {
            format!("{}{rest}", home.display())
        }
        _ => path.to_owned(),
    }
}

/// Never over an existing file, and for the reader's eyes only.
fn save(path: &str, text: &str) -> Msg {
    let (path, mut file) = match export::new_file(path) {
        Ok(made) => made,
        Err(sentence) => return Msg::Failed(sentence),
    };
    let saved = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    match saved {
        Ok(()) => Msg::Done(say!("saved as {path}", path)),
        Err(error) => Msg::Failed(say!("{path} could not be written: {error}", path, error)),
    }
}

/// In a process group of its own, so that the terminal's signals stay with this program.
pub(super) fn start(argv: &[String], input: Stdio) -> io::Result<Child> {
    let (program, arguments) = argv.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(input)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        command.process_group(0);
    }
    command.spawn()
}

/// A browser may run for hours; somebody has to take its exit status, and to say when it failed.
fn watch(child: Child, program: String, out: Sender<Msg>) {
    thread::spawn(move || wait(child, &program, &out));
}

fn wait(mut child: Child, program: &str, out: &Sender<Msg>) {
    if let Ok(status) = child.wait()
        && !status.success()
    {
        let _ = out.send(Msg::Failed(say!(
            "{program} failed ({status}); [programs] in the configuration can name another",
            program,
            status = status.to_string()
        )));
    }
}

fn refused(program: &str, error: &io::Error) -> Msg {
    Msg::Failed(say!(
        "{program} could not be started ({error}); name a program in [programs] of the configuration",
        program,
        error
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Link {
        Link::parse("https://example.org/a?b=$(c);d").unwrap()
    }

    fn words(argv: &[&str]) -> Vec<String> {
        argv.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_configured_browser_comes_alone_and_the_address_last() {
        assert_eq!(
            openers(&words(&["firefox", "--new-tab"]), "lynx", &link()),
            [words(&["firefox", "--new-tab", link().as_str()])]
        );
    }

    #[test]
    fn the_environment_is_split_into_arguments_never_given_to_a_shell() {
        let all = openers(&[], "w3m -M %s:firefox;rm", &link());
        assert_eq!(all[0], words(&["w3m", "-M", link().as_str()]));
        assert_eq!(all[1], words(&["firefox;rm", link().as_str()]));
        assert_eq!(all.len(), 3);
        assert_eq!(openers(&[], "", &link()).len(), 1);
    }

    #[test]
    fn a_file_is_saved_once_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt").display().to_string();
        assert!(matches!(save(&path, "one"), Msg::Done(_)));
        assert!(matches!(save(&path, "two"), Msg::Failed(_)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
    }

    #[cfg(unix)]
    #[test]
    fn the_clipboard_program_gets_the_text_on_its_standard_input() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copied");
        let programs = Programs {
            clipboard: vec!["tee".to_owned(), path.display().to_string()],
            ..Programs::default()
        };
        let (out, told) = crossbeam_channel::unbounded();
        assert_eq!(copy(&programs, "words; $(x)".to_owned(), &out), None);
        drop(out);
        // Disconnected once the program has ended.
        assert!(told.recv().is_err());
        assert_eq!(std::fs::read_to_string(path).unwrap(), "words; $(x)");
    }
}
