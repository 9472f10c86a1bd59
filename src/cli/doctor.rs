//! Whether everything is in order: versions, places, settings, terminal, store.

use std::io::IsTerminal as _;
use std::path::Path;

use jiff::ToSpan as _;

use crate::config::{Config, Retention};
use crate::recognise::Recogniser;
use crate::say::{Said, Tongue, say, says};
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
    let facts = Facts(places);
    facts.tell(&say!("depesche"), &Said::quoting(env!("CARGO_PKG_VERSION")))?;
    let version = Recogniser::VERSION;
    facts.tell(&say!("recogniser"), &say!("version {version}", version))?;
    let config = tell_settings(places, &facts)?;
    tell_terminal(&facts, &config)?;
    let path = places.store_path()?;
    let size = std::fs::metadata(&path).map_or_else(
        |_| say!("not there yet; it is made now"),
        |file| Said::quoting(bytes(file.len())),
    );
    facts.tell(&say!("store"), &say!("{path} ({size})", path, size))?;
    let mut store = places.open_store()?;
    let findings = store.check(repair)?;
    for finding in &findings {
        let name = if finding.trouble {
            say!("trouble")
        } else {
            Said::default()
        };
        facts.tell(&name, &finding.message)?;
    }
    match findings.iter().filter(|finding| finding.trouble).count() {
        0 => {
            retain(&facts, &mut store, config.retention, drop)?;
            if vacuum {
                give_space_back(&facts, &mut store)?;
            }
            Ok(())
        }
        _ if repair => Err(Failure::Store(say!(
            "the store is damaged; what could be rebuilt was rebuilt"
        ))),
        _ => Err(Failure::Store(say!(
            "the store is damaged; `depesche doctor --repair` rebuilds what can be rebuilt"
        ))),
    }
}

/// Says what the rules drop, and drops it if that is asked for.
fn retain(
    facts: &Facts,
    store: &mut Store,
    retention: Retention,
    drop: bool,
) -> Result<(), Failure> {
    let rules = rules(retention);
    if rules == Rules::default() {
        if drop {
            return Err(Failure::Usage(say!(
                "[retention] of the settings sets no limit, so there is nothing to drop; `depesche config --path` says where to set one"
            )));
        }
        let told = say!("no limit is set; nothing is ever dropped");
        return Ok(facts.tell(&say!("retention"), &told)?);
    }
    if !drop {
        let leaving = store.leaving(&rules)?;
        let what = in_words(&leaving);
        let told = match leaving.articles {
            0 => say!("would drop {what}", what),
            _ => say!("would drop {what}; `depesche doctor --drop` does it", what),
        };
        return Ok(facts.tell(&say!("retention"), &told)?);
    }
    let mut ticker = Ticker::new();
    let tongue = facts.0.tongue;
    let left = store.drop_leaving(&rules, &mut |gone, all| {
        ticker.show(&say!("dropping  {gone} of {all} articles", gone, all).words(tongue));
    });
    ticker.clear();
    let told = say!("dropped {what}", what = in_words(&left?));
    Ok(facts.tell(&say!("retention"), &told)?)
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
fn in_words(leaving: &Leaving) -> Said {
    let articles = leaving.articles;
    let mut told = match articles {
        0 => say!("nothing"),
        _ => says!(articles; "1 article", "{articles} articles"),
    };
    if leaving.unread > 0 {
        told = say!("{told} ({unread} unread)", told, unread = leaving.unread);
    }
    told = match leaving.days {
        Some((oldest, newest)) if oldest == newest => {
            say!("{told}, of {day}", told, day = oldest.to_string())
        }
        Some((oldest, newest)) => say!(
            "{told}, {oldest} to {newest}",
            told,
            oldest = oldest.to_string(),
            newest = newest.to_string()
        ),
        None => told,
    };
    if articles > 0 {
        told = say!("{told}, about {size}", told, size = bytes(leaving.bytes));
    }
    match leaving.kept {
        0 => told,
        kept => says!(
            kept;
            "{told}; 1 more is kept because of what you did with it or watch",
            "{told}; {kept} more are kept because of what you did with them or watch",
            told
        ),
    }
}

fn give_space_back(facts: &Facts, store: &mut Store) -> Result<(), Failure> {
    let mut ticker = Ticker::new();
    ticker.show(&say!("giving space back …").words(facts.0.tongue));
    let outcome = store.vacuum();
    ticker.clear();
    let (before, after) = outcome?;
    let told = say!(
        "{given} given back; the store is {size} now",
        given = bytes(before.saturating_sub(after)),
        size = bytes(after)
    );
    facts.tell(&say!("vacuum"), &told)?;
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
        return Err(Failure::Input(say!(
            "{damaged} is not there; name the damaged store",
            damaged
        )));
    }
    // The repairs of the reader's file come at the next start: they must not number entities before the old ones do.
    let saved = places.open_bare()?.salvage(damaged)?;
    let told = say!(
        "{articles} articles and {state} bookmarks, notes, marks and other things of yours were saved",
        articles = saved.articles,
        state = saved.state
    );
    places.say(&match saved.gaps {
        0 => told,
        gaps => says!(
            gaps;
            "{told}; one place could not be read",
            "{told}; {gaps} places could not be read",
            told
        ),
    })?;
    Ok(())
}

/// Tells about the settings and gives back those in force.
fn tell_settings(places: &Places, facts: &Facts) -> Result<Config, Failure> {
    let path = places.config_path()?;
    let told = if path.exists() {
        say!("{path}", path)
    } else {
        say!("{path} (not there; the defaults hold)", path)
    };
    facts.tell(&say!("settings"), &told)?;
    match places.read_config() {
        Ok((config, complaints)) => {
            for (file, complaint) in complaints {
                let told = if file == path {
                    complaint.said()
                } else {
                    say!("{file}, {complaint}", file, complaint = complaint.said())
                };
                facts.tell(&say!("trouble"), &told)?;
            }
            Ok(config)
        }
        Err(failure) => {
            facts.tell(&say!("trouble"), failure.said().unwrap_or(&Said::default()))?;
            Ok(Config::default())
        }
    }
}

fn tell_terminal(facts: &Facts, config: &Config) -> std::io::Result<()> {
    let around = surroundings();
    let said = |value: &Option<String>| value.as_ref().map_or(say!("not set"), Said::quoting);
    let (term, colours) = (said(&around.term), said(&around.colorterm));
    let told = say!("TERM {term}, COLORTERM {colours}", term, colours);
    let told = if std::io::stdout().is_terminal() {
        told
    } else {
        say!("{told}, output goes elsewhere", told)
    };
    facts.tell(&say!("terminal"), &told)?;
    let told = say!(
        "“auto” is {theme} here; there are {themes}",
        theme = around.suits(config.depth(&around)),
        themes = config.themes.names().collect::<Vec<_>>().join(", ")
    );
    facts.tell(&say!("theme"), &told)
}

/// Facts under their names, a line each.
struct Facts<'a>(&'a Places);

impl Facts<'_> {
    fn tell(&self, name: &Said, told: &Said) -> std::io::Result<()> {
        let tongue = self.0.tongue;
        let (name, told) = (name.words(tongue), told.words(tongue));
        let cells = match tongue {
            Tongue::English => 12,
            Tongue::German => 15,
        };
        output::say(&format!("{name:<cells$}{}", Clean::line(&told)))
    }
}
