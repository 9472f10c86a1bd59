//! The reader's editor on a text: a file of its own, for the reader's eyes only, gone afterwards.
//!
//! Called by whoever has the terminal, which is the editor's in the meantime. The program is called with its
//! arguments, never through a shell.

use std::io::{self, Write as _};
use std::process::Command;

use crate::config::Programs;
use crate::say::{Said, say};
use crate::text::arguments;

/// More than this is not taken back.
const LONGEST: u64 = 1 << 20;

/// Lets the reader edit a text; gives what it is afterwards.
///
/// # Errors
/// One sentence: when there is no editor, it fails, or its text cannot be taken.
pub fn edit(programs: &Programs, text: &str) -> Result<String, Said> {
    let environment = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let named = environment("VISUAL").or_else(|| environment("EDITOR"));
    let argv = editor(programs, named.as_deref())?;
    edit_with(&argv, text)
}

/// The program and its arguments: of the settings, of the environment, or the one every system has.
fn editor(programs: &Programs, environment: Option<&str>) -> Result<Vec<String>, Said> {
    if !programs.editor.is_empty() {
        return Ok(programs.editor.clone());
    }
    let argv = arguments(environment.unwrap_or("vi"))
        .map_err(|wrong| say!("$VISUAL or $EDITOR cannot be used: {wrong}", wrong))?;
    if argv.is_empty() {
        return Ok(vec!["vi".to_owned()]);
    }
    Ok(argv)
}

fn edit_with(argv: &[String], text: &str) -> Result<String, Said> {
    let trouble = |error: io::Error| say!("the note could not be put into a file: {error}", error);
    // Such a file is made for this user alone (0600) under a name nobody can guess.
    let mut file = tempfile::Builder::new()
        .prefix("depesche-note-")
        .suffix(".md")
        .tempfile()
        .map_err(trouble)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(trouble)?;
    let (program, arguments) = argv
        .split_first()
        .ok_or_else(|| say!("there is no editor"))?;
    let status = Command::new(program)
        .args(arguments)
        .arg(file.path())
        .status()
        .map_err(|error| {
            say!("{program} could not be started ({error}); name an editor in [programs] of the settings", program, error)
        })?;
    if !status.success() {
        return Err(say!(
            "{program} failed ({status}); the note is as it was",
            program,
            status = status.to_string()
        ));
    }
    // Editors that write a new file in place of the old one are heeded: it is read by its name.
    let read = std::fs::metadata(file.path()).and_then(|about| {
        if about.len() > LONGEST {
            return Err(io::Error::other("it is longer than a note may be"));
        }
        std::fs::read_to_string(file.path())
    });
    read.map_err(|error| say!("what the editor left could not be read: {error}", error))
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    /// An editor that is a script.
    fn script(folder: &tempfile::TempDir, body: &str) -> Vec<String> {
        let path = folder.path().join("an editor");
        fs::write(&path, body).unwrap();
        vec!["sh".to_owned(), path.display().to_string()]
    }

    #[test]
    fn the_editor_gets_the_text_in_a_file_of_its_own_and_its_text_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let seen = folder.path().join("seen").display().to_string();
        let argv = script(
            &folder,
            &format!(
                "stat -c %a \"$1\" > '{seen}'\ncat \"$1\" >> '{seen}'\nprintf 'zwei\\nZeilen' > \"$1\"\n"
            ),
        );
        assert_eq!(edit_with(&argv, "alt").unwrap(), "zwei\nZeilen");
        assert_eq!(fs::read_to_string(&seen).unwrap(), "600\nalt");
        let mode = fs::metadata(&seen).unwrap().permissions().mode();
        assert_ne!(mode, 0);
    }

    #[test]
    fn an_editor_that_writes_a_new_file_is_heeded() {
        let folder = tempfile::tempdir().unwrap();
        let argv = script(&folder, "echo neu > \"$1.new\"; mv \"$1.new\" \"$1\"\n");
        assert_eq!(edit_with(&argv, "alt").unwrap(), "neu\n");
    }

    #[test]
    fn a_failing_or_missing_editor_is_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        assert!(edit_with(&script(&folder, "exit 3\n"), "x").is_err());
        let missing = edit_with(&["no-such-editor-here".to_owned()], "x").unwrap_err();
        assert!(missing.contains("[programs]"), "{missing}");
    }

    #[test]
    fn the_settings_come_before_the_environment_and_no_shell_reads_either() {
        let own = Programs {
            editor: vec!["my editor".to_owned(), "-f".to_owned()],
            ..Programs::default()
        };
        assert_eq!(editor(&own, Some("nano")).unwrap(), ["my editor", "-f"]);
        let none = Programs::default();
        assert_eq!(
            editor(&none, Some("code --wait '/a b'")).unwrap(),
            ["code", "--wait", "/a b"]
        );
        assert_eq!(editor(&none, None).unwrap(), ["vi"]);
        assert!(editor(&none, Some("vi; rm -rf /")).is_err());
    }
}
