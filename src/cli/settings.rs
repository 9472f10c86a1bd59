//! Printouts: settings, keys, completions, the manual page.

use std::io::{self, Write as _};

use crate::docs;
use crate::keymap::{Keymap, Preset};
use crate::query::parse_with;
use crate::say::{Said, Tongue, say, says};
use crate::text::Clean;

use super::Failure;
use super::output::{Output, say};
use super::places::{Places, today};

/// Prints the settings in force, or what is wrong with the file, or where it is.
pub(super) fn config(places: &Places, print: bool, check: bool) -> Result<(), Failure> {
    let path = places.config_path()?;
    if check {
        return check_file(places);
    }
    if print {
        let config = places.settings()?;
        let mut out = Output::new(&config);
        out.text(&docs::settings_toml(&config))?;
        return Ok(out.finish()?);
    }
    Ok(say(&path.display().to_string())?)
}

fn check_file(places: &Places) -> Result<(), Failure> {
    let path = places.config_path()?;
    let shown = Clean::line(&path.display().to_string());
    let (config, complaints) = places.read_config()?;
    for (path, complaint) in &complaints {
        let complaint = complaint.said();
        places.say(&say!("{path}, {complaint}", path, complaint))?;
    }
    let mut wrong = complaints.len();
    for (name, query) in &config.views {
        for complaint in parse_with(query, today(), &config.views).complaints {
            let message = complaint.message;
            places.say(&say!(
                "{shown}: [views] {name}: {message}",
                shown,
                name,
                message
            ))?;
            wrong += 1;
        }
    }
    match wrong {
        0 if path.exists() => places.say(&say!("{shown} is fine", shown))?,
        0 => places.say(&say!("{shown} is not there; the defaults hold", shown))?,
        many => {
            return Err(Failure::Usage(says!(
                many;
                "one thing in {shown} is wrong",
                "{many} things in {shown} are wrong",
                shown
            )));
        }
    }
    Ok(())
}

/// The preset of this name.
pub(super) fn preset(name: &str) -> Result<Preset, Said> {
    Preset::named(name).ok_or_else(|| {
        let names = Preset::ALL.map(Preset::name).join(", ");
        say!("the presets are {names}", names)
    })
}

/// Prints the keys in force, or those of a preset.
pub(super) fn keys(places: &Places, markdown: bool, preset: Option<Preset>) -> Result<(), Failure> {
    let config = places.settings()?;
    let mut out = Output::new(&config);
    let keys = preset.map_or_else(|| config.keys.clone(), |preset| Keymap::over(preset, &[]).0);
    let printed = if markdown {
        docs::keys_markdown(&keys, places.tongue)
    } else {
        docs::keys_plain(&keys, places.tongue)
    };
    out.text(&printed)?;
    if !markdown && preset.is_none() {
        out.text(&docs::views_plain(&config, places.tongue))?;
    }
    Ok(out.finish()?)
}

/// Prints completions for a shell.
pub(super) fn completions(
    shell: clap_complete::Shell,
    command: &mut clap::Command,
) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "depesche", &mut script);
    io::stdout().write_all(&script)?;
    Ok(())
}

/// Prints the manual page: the program, its commands with their options, the keys, and what is the same for all.
pub(super) fn man(command: &clap::Command) -> Result<(), Failure> {
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    man_commands(command, "depesche", &mut page)?;
    writeln!(page, ".SH KEYS")?;
    page.extend(docs::keys_roff(&Keymap::default(), Tongue::English).bytes());
    for (heading, text) in [
        (
            "EXIT STATUS",
            "0 done, 1 nothing found, 2 usage, 3 input unreadable, 4 store.",
        ),
        (
            "ENVIRONMENT",
            "DEPESCHE_STORE: the store. LC_ALL, LC_MESSAGES, LANG: the language. TERM, COLORTERM, NO_COLOR: colours. \
             VISUAL, EDITOR: for notes. BROWSER: for links.",
        ),
        (
            "FILES",
            "`depesche config \\-\\-path` prints where the settings are, `depesche doctor` where the store is.",
        ),
    ] {
        write!(page, ".SH \"{heading}\"\n{text}\n")?;
    }
    let page = String::from_utf8_lossy(&page);
    io::stdout().write_all(docs::ascii_roff(&page).as_bytes())?;
    Ok(())
}

/// The commands below one, with those below them.
fn man_commands(above: &clap::Command, path: &str, page: &mut Vec<u8>) -> io::Result<()> {
    for command in above.get_subcommands().filter(|it| it.get_name() != "help") {
        let path = format!("{path} {}", command.get_name());
        writeln!(page, ".SS \"{path}\"")?;
        if let Some(about) = command.get_about() {
            writeln!(page, "{}", docs::roff(&about.to_string()))?;
        }
        let mut options = Vec::new();
        let alone = command.clone().disable_help_flag(true);
        clap_mangen::Man::new(alone).render_options_section(&mut options)?;
        let options = String::from_utf8_lossy(&options)
            .replace(".SH OPTIONS\n", "")
            .replace(".SH ", ".PP\n.B ");
        page.extend(options.bytes());
        man_commands(command, &path, page)?;
    }
    Ok(())
}
