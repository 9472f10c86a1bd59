//! Takes articles out of the store as text: to a new file, to a program, to the clipboard.
//!
//! One article at a time is in memory, in the order of the list, so that the same store always gives the same text. A
//! file is never written over, and one that was not finished is taken away again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};

use crossbeam_channel::Sender;
use jiff::civil::Date;

use crate::app::{Export, Msg, To};
use crate::ask::{Answer, Ask};
use crate::change::Which;
use crate::export::{Exporter, Template};
use crate::say::{Said, say, says};
use crate::store::{Failure, Store};

use super::{outside, pipe};

/// Why articles could not be taken out.
#[derive(Debug)]
pub enum Trouble {
    /// The store refused.
    Store(Failure),
    /// What is written to refused.
    Writing(io::Error),
    /// The template cannot be filled: one sentence.
    Template(Said),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Store(failure)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Writing(error)
    }
}

/// What the articles become.
#[derive(Debug)]
pub enum Form {
    /// A format.
    Format(Box<Exporter>),
    /// A template of the reader's own: its file's name, what it is filled with, and what the whole is called.
    Template {
        /// The name of its file.
        name: String,
        /// The template.
        template: Box<Template>,
        /// What the whole is called.
        title: String,
    },
}

/// Writes articles in list order; says how many there were.
///
/// # Errors
/// When the store or what is written to refuses, or the template cannot be filled.
pub fn write(
    store: &Store,
    of: &Which,
    today: Date,
    mut form: Form,
    to: &mut dyn Write,
) -> Result<u64, Trouble> {
    let mut written = 0;
    if let Form::Format(exporter) = &form {
        to.write_all(exporter.begin().as_bytes())?;
    }
    for id in store.all(of, today)? {
        let Answer::Article(Some(opened)) = store.answer(&Ask::Article(id))? else {
            continue;
        };
        written += 1;
        match &mut form {
            Form::Format(exporter) => to.write_all(exporter.article(&opened).as_bytes())?,
            Form::Template { template, .. } => template.article(&opened),
        }
    }
    let end = match form {
        Form::Format(exporter) => exporter.end(),
        Form::Template {
            name,
            template,
            title,
        } => template.fill(&name, &title).map_err(Trouble::Template)?,
    };
    to.write_all(end.as_bytes())?;
    Ok(written)
}

/// Makes a new file for the reader's eyes only; its path with `~` written out comes back with it.
///
/// # Errors
/// One sentence, when it exists already or cannot be made.
pub fn new_file(path: &str) -> Result<(String, File), Said> {
    let path = outside::expand_home(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(&path) {
        Ok(file) => Ok((path, file)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(say!("{path} exists already; choose another name", path))
        }
        Err(error) => Err(say!("{path} could not be written: {error}", path, error)),
    }
}

/// Writes a new file whole or not at all; says how many articles are in it, and its path.
///
/// # Errors
/// One sentence; none where there is no article.
pub fn to_file(
    store: &Store,
    of: &Which,
    today: Date,
    form: Form,
    path: &str,
) -> Result<(u64, String), Option<Said>> {
    let (path, file) = new_file(path).map_err(Some)?;
    let mut to = BufWriter::new(file);
    let written = write(store, of, today, form, &mut to).and_then(|written| {
        to.flush()?;
        to.get_ref().sync_all()?;
        Ok(written)
    });
    match written {
        Ok(written) if written > 0 => Ok((written, path)),
        other => {
            // Nothing is better than half of it.
            let _ = fs::remove_file(&path);
            Err(match other {
                Err(trouble) => Some(sentence(&trouble, &path)),
                Ok(_) => None,
            })
        }
    }
}

/// What is said of trouble with a file.
fn sentence(trouble: &Trouble, path: &str) -> Said {
    match trouble {
        Trouble::Store(failure) => failure.said(),
        Trouble::Writing(error) => say!("{path} could not be written: {error}", path, error),
        Trouble::Template(sentence) => sentence.clone(),
    }
}

/// Carries out what the reader asked for; nothing is told at once when a program has it in hand.
pub(super) fn carry_out(
    store: &Store,
    export: Export,
    today: Date,
    out: &Sender<Msg>,
) -> Option<Msg> {
    let exporter = Exporter::new(export.format, &export.title, today, export.with_text);
    let form = Form::Format(Box::new(exporter));
    if let To::File(path) = &export.to {
        let none = || say!("there is no article to export; nothing was written");
        return Some(match to_file(store, &export.of, today, form, path) {
            Ok((articles, path)) => Msg::Done(says!(
                articles;
                "saved as {path}",
                "{articles} articles saved as {path}",
                path
            )),
            Err(sentence) => Msg::Failed(sentence.unwrap_or_else(none)),
        });
    }
    let mut text = Vec::new();
    match write(store, &export.of, today, form, &mut text) {
        Ok(0) => {
            return Some(Msg::Failed(say!(
                "there is no article to export; nothing was written"
            )));
        }
        Ok(_) => {}
        Err(trouble) => return Some(Msg::Failed(sentence(&trouble, "the export"))),
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    match export.to {
        To::Program(argv) => {
            let about = vec![("DEPESCHE_TITLE".to_owned(), export.title)];
            pipe::hand_over(argv, text, about, out.clone());
            None
        }
        _ => Some(Msg::Exported(text)),
    }
}
