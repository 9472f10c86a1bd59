//! Whether everything is in order: versions, places, settings, terminal, store.

use std::io::IsTerminal as _;
use std::path::Path;

use crate::recognise::Recogniser;
use crate::text::Clean;
use crate::theme::Theme;

use super::Failure;
use super::output;
use super::places::{Places, surroundings};

/// Prints what is, and what is wrong; a store that is damaged is the failure.
pub(super) fn doctor(places: &Places, repair: bool) -> Result<(), Failure> {
    say("depesche", env!("CARGO_PKG_VERSION"))?;
    say("recogniser", &format!("version {}", Recogniser::VERSION))?;
    tell_settings(places)?;
    tell_terminal()?;
    let path = places.store_path()?;
    let size = std::fs::metadata(&path).map_or_else(
        |_| "not there yet; it is made now".to_owned(),
        |file| format!("{} kB", file.len().div_ceil(1024)),
    );
    say("store", &format!("{} ({size})", path.display()))?;
    let mut store = places.open_store()?;
    let findings = store.check(repair)?;
    for finding in &findings {
        say(
            if finding.trouble { "trouble" } else { "" },
            &finding.message,
        )?;
    }
    match findings.iter().filter(|finding| finding.trouble).count() {
        0 => Ok(()),
        _ if repair => Err(Failure::Store(
            "the store is damaged; what could be rebuilt was rebuilt".to_owned(),
        )),
        _ => Err(Failure::Store(
            "the store is damaged; `depesche doctor --repair` rebuilds what can be rebuilt"
                .to_owned(),
        )),
    }
}

/// Saves what can be read of a damaged store into the one at hand; the damaged file is only read.
pub(super) fn salvage(places: &Places, damaged: &Path) -> Result<(), Failure> {
    if !damaged.is_file() {
        return Err(Failure::Input(format!(
            "{} is not there; name the damaged store",
            damaged.display()
        )));
    }
    // The repairs of the reader's file come at the next start: they must not number entities before the old ones do.
    let saved = places.open_bare()?.salvage(damaged)?;
    output::say(&format!(
        "{} articles and {} bookmarks, notes, marks and other things of yours were saved{}",
        saved.articles,
        saved.state,
        match saved.gaps {
            0 => String::new(),
            1 => "; one place could not be read".to_owned(),
            gaps => format!("; {gaps} places could not be read"),
        }
    ))?;
    Ok(())
}

fn tell_settings(places: &Places) -> Result<(), Failure> {
    let path = places.config_path()?;
    let state = if path.exists() {
        ""
    } else {
        " (not there; the defaults hold)"
    };
    say("settings", &format!("{}{state}", path.display()))?;
    match places.read_config() {
        Ok((_, complaints)) => {
            for complaint in complaints {
                say("trouble", &complaint.to_string())?;
            }
        }
        Err(failure) => say("trouble", &failure.sentence().unwrap_or_default())?,
    }
    Ok(())
}

fn tell_terminal() -> std::io::Result<()> {
    let around = surroundings();
    let unset = || "not set".to_owned();
    let kind = if std::io::stdout().is_terminal() {
        ""
    } else {
        ", output goes elsewhere"
    };
    say(
        "terminal",
        &format!(
            "TERM {}, COLORTERM {}{kind}",
            around.term.clone().unwrap_or_else(unset),
            around.colorterm.clone().unwrap_or_else(unset),
        ),
    )?;
    say(
        "theme",
        &format!(
            "“auto” is {} here; there are {}",
            around.suits(),
            Theme::NAMES.join(", ")
        ),
    )
}

fn say(name: &str, text: &str) -> std::io::Result<()> {
    output::say(&format!("{name:<12}{}", Clean::line(text)))
}
