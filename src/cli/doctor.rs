//! Whether everything is in order: versions, places, settings, terminal, store.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;

use jiff::ToSpan as _;

use crate::config::{Config, Retention};
use crate::recognise::Recogniser;
use crate::store::{Leaving, Rules, Store};
use crate::text::Clean;

use super::Failure;
use super::output::{self, Ticker};
use super::places::{Places, surroundings, today};

/// Prints what is, and what is wrong; a store that is damaged is the failure. A sound one loses what the rules of the
/// settings drop, and the space of what is gone, if that is asked for.
pub(super) fn doctor(
    places: &Places,
    repair: bool,
    drop: bool,
    vacuum: bool,
) -> Result<(), Failure> {
    say("depesche", env!("CARGO_PKG_VERSION"))?;
    say("recogniser", &format!("version {}", Recogniser::VERSION))?;
    let config = tell_settings(places)?;
    tell_terminal(&config)?;
    let path = places.store_path()?;
    let size = std::fs::metadata(&path).map_or_else(
        |_| "not there yet; it is made now".to_owned(),
        |file| bytes(file.len()),
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
        0 => {
            retain(&mut store, config.retention, drop)?;
            if vacuum {
                give_space_back(&mut store)?;
            }
            Ok(())
        }
        _ if repair => Err(Failure::Store(
            "the store is damaged; what could be rebuilt was rebuilt".to_owned(),
        )),
        _ => Err(Failure::Store(
            "the store is damaged; `depesche doctor --repair` rebuilds what can be rebuilt"
                .to_owned(),
        )),
    }
}

/// Says what the rules drop, and drops it if that is asked for.
fn retain(store: &mut Store, retention: Retention, drop: bool) -> Result<(), Failure> {
    let rules = rules(retention);
    if rules == Rules::default() {
        if drop {
            return Err(Failure::Usage(
                "[retention] of the settings sets no limit, so there is nothing to drop; `depesche config --path` \
                 says where to set one"
                    .to_owned(),
            ));
        }
        return Ok(say(
            "retention",
            "no limit is set; nothing is ever dropped",
        )?);
    }
    if !drop {
        let leaving = store.leaving(&rules)?;
        let hint = match leaving.articles {
            0 => "",
            _ => "; `depesche doctor --drop` does it",
        };
        say(
            "retention",
            &format!("would drop {}{hint}", in_words(&leaving)),
        )?;
        return Ok(());
    }
    let mut ticker = Ticker::new();
    let left = store.drop_leaving(&rules, &mut |gone, all| {
        ticker.show(&format!("dropping  {gone} of {all} articles"));
    });
    ticker.clear();
    Ok(say("retention", &format!("dropped {}", in_words(&left?)))?)
}

fn rules(retention: Retention) -> Rules {
    let some = |limit: u32| (limit > 0).then_some(u64::from(limit));
    Rules {
        before: some(retention.days)
            .and_then(|days| today().checked_sub((days as i64).days()).ok()),
        articles: some(retention.articles),
        bytes: some(retention.megabytes).map(|megabytes| megabytes * 1_000_000),
    }
}

/// "12 articles (3 unread), 2020-01-02 to 2021-05-06, about 1.2 MB; 4 are kept because you did something with them".
fn in_words(leaving: &Leaving) -> String {
    let mut words = match leaving.articles {
        0 => "nothing".to_owned(),
        1 => "1 article".to_owned(),
        articles => format!("{articles} articles"),
    };
    if leaving.unread > 0 {
        let _ = write!(words, " ({} unread)", leaving.unread);
    }
    match leaving.days {
        Some((oldest, newest)) if oldest == newest => {
            let _ = write!(words, ", of {oldest}");
        }
        Some((oldest, newest)) => {
            let _ = write!(words, ", {oldest} to {newest}");
        }
        None => {}
    }
    if leaving.articles > 0 {
        let _ = write!(words, ", about {}", bytes(leaving.bytes));
    }
    match leaving.kept {
        0 => {}
        1 => words.push_str("; 1 more is kept because of what you did with it or watch"),
        kept => {
            let _ = write!(
                words,
                "; {kept} more are kept because of what you did with them or watch"
            );
        }
    }
    words
}

fn give_space_back(store: &mut Store) -> Result<(), Failure> {
    let mut ticker = Ticker::new();
    ticker.show("giving space back …");
    let outcome = store.vacuum();
    ticker.clear();
    let (before, after) = outcome?;
    say(
        "vacuum",
        &format!(
            "{} given back; the store is {} now",
            bytes(before.saturating_sub(after)),
            bytes(after)
        ),
    )?;
    Ok(())
}

/// "512 B", "13 kB", "1.2 MB".
fn bytes(number: u64) -> String {
    match number {
        0..1_000 => format!("{number} B"),
        1_000..1_000_000 => format!("{} kB", number.div_ceil(1_000)),
        _ => format!("{:.1} MB", number as f64 / 1e6),
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

/// Tells about the settings and gives back those in force.
fn tell_settings(places: &Places) -> Result<Config, Failure> {
    let path = places.config_path()?;
    let state = if path.exists() {
        ""
    } else {
        " (not there; the defaults hold)"
    };
    say("settings", &format!("{}{state}", path.display()))?;
    match places.read_config() {
        Ok((config, complaints)) => {
            for (file, complaint) in complaints {
                let told = if file == path {
                    complaint.to_string()
                } else {
                    format!("{}, {complaint}", file.display())
                };
                say("trouble", &told)?;
            }
            Ok(config)
        }
        Err(failure) => {
            say("trouble", &failure.sentence().unwrap_or_default())?;
            Ok(Config::default())
        }
    }
}

fn tell_terminal(config: &Config) -> std::io::Result<()> {
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
            around.suits(config.depth(&around)),
            config.themes.names().collect::<Vec<_>>().join(", ")
        ),
    )
}

fn say(name: &str, text: &str) -> std::io::Result<()> {
    output::say(&format!("{name:<12}{}", Clean::line(text)))
}
