//! The briefing: what is new on the watch list since the last look, by entity.

use std::fmt::Write as _;

use serde::Serialize;

use crate::ask::{Answer, Ask, Briefing};
use crate::export::markdown_text;
use crate::row::Row;
use crate::say::{Tongue, say};
use crate::text::Clean;
use crate::theme::Role;

use super::Failure;
use super::ask::row_line;
use super::json::RowJson;
use super::output::Output;
use super::places::Places;

/// An article of the briefing.
#[derive(Serialize)]
struct BriefedJson<'a> {
    /// The watched entity it is most about.
    watched: &'a str,
    #[serde(flatten)]
    row: RowJson<'a>,
}

/// Prints the briefing; only what was printed counts as looked at.
pub(super) fn briefing(places: &Places, markdown: bool, json: bool) -> Result<(), Failure> {
    let config = places.settings()?;
    let mut store = places.open_store()?;
    let Answer::Briefing(briefing) = store.answer(&Ask::Briefing)? else {
        return Ok(());
    };
    if briefing.groups.is_empty() {
        return Err(Failure::Nothing(briefing.nothing("w")));
    }
    let mut out = Output::new(&config);
    if json {
        for group in &briefing.groups {
            for row in &group.rows {
                out.json(&BriefedJson {
                    watched: &group.facet.name,
                    row: RowJson::new(row, None),
                })?;
            }
        }
    } else if markdown {
        out.text(&as_markdown(&briefing, places.tongue))?;
    } else {
        print(&mut out, &briefing)?;
    }
    out.finish()?;
    store.looked(briefing.upto)?;
    Ok(())
}

fn print(out: &mut Output, briefing: &Briefing) -> Result<(), Failure> {
    let tongue = out.tongue();
    out.line(&briefing.heading().words(tongue))?;
    for group in &briefing.groups {
        let name = Clean::line(&group.facet.name);
        let name = out.paint(Role::of(group.facet.key.kind), &name);
        out.line("")?;
        out.line(&format!("{name}  {}", group.rows.len() as u64 + group.more))?;
        for row in &group.rows {
            let line = row_line(out, row);
            out.line(&line)?;
        }
        if group.more > 0 {
            let more = say!("and {more} more", more = group.more);
            out.line(&more.words(tongue))?;
        }
    }
    Ok(())
}

fn as_markdown(briefing: &Briefing, tongue: Tongue) -> String {
    let mut out = format!(
        "# Briefing\n\n{}\n",
        markdown_text(&briefing.heading().words(tongue))
    );
    for group in &briefing.groups {
        let name = markdown_text(&Clean::line(&group.facet.name));
        let _ = write!(out, "\n## {name}\n\n");
        for row in &group.rows {
            out.push_str(&item(row));
        }
        if group.more > 0 {
            let more = say!("and {more} more", more = group.more);
            let _ = writeln!(out, "- {}", more.words(tongue));
        }
    }
    out
}

fn item(row: &Row) -> String {
    let about = [
        row.published.map(|at| at.to_string()),
        row.source.as_ref().map(ToString::to_string),
        Some(format!("`{}`", row.id)),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let (id, about) = about
        .split_last()
        .map_or((String::new(), Vec::new()), |(id, rest)| {
            (
                id.clone(),
                rest.iter().map(|part| markdown_text(part)).collect(),
            )
        });
    let mut parts = about;
    parts.push(id);
    format!("- {} ({})\n", markdown_text(&row.title), parts.join(" · "))
}
