//! What depesche understands of files, without storing anything.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use crate::article::Article;
use crate::desk::intake;
use crate::highlight::{Highlights, Kind};
use crate::load::Complaint;
use crate::recognise::Recogniser;
use crate::say::say;
use crate::theme::Role;

use super::Failure;
use super::add::{tell_complaints, unreadable as unreadable_paths};
use super::columns::ColumnOptions;
use super::json::ArticleJson;
use super::output::Output;
use super::places::Places;

/// Prints every article of the paths with everything recognised in it.
pub(super) fn inspect(
    places: &Places,
    paths: &[String],
    json: bool,
    columns: &ColumnOptions,
) -> Result<(), Failure> {
    let config = places.settings()?;
    let mapping = columns.mapping(&config)?;
    let recogniser = Recogniser::new();
    let mut out = Output::new(&config);
    let mut complaints: Vec<Complaint> = Vec::new();
    let mut written = Ok(());
    let mut articles = 0_usize;
    let mut print = |article: &Article| {
        let highlights = recogniser.recognise(article);
        if json {
            out.json(&ArticleJson::new(article, &highlights))
        } else {
            if articles > 0 {
                out.line("")?;
            }
            in_words(&mut out, article, &highlights)
        }?;
        articles += 1;
        Ok(())
    };
    let unreadable = intake::visit(paths, mapping.as_ref(), &mut |_, loaded| {
        complaints.extend(loaded.complaints);
        written = loaded.articles.iter().try_for_each(&mut print);
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    });
    written.map_err(|error: std::io::Error| Failure::from(error))?;
    out.finish()?;
    tell_complaints(places.tongue, &complaints);
    for sentence in &unreadable {
        places.tell(sentence);
    }
    match (unreadable.len(), articles, complaints.len()) {
        (0, 0, 0) => Err(Failure::Nothing(say!("there was no article in it"))),
        (0, 0, _) => Err(Failure::Input(say!(
            "none of it could be read as an article"
        ))),
        (0, ..) => Ok(()),
        (paths, ..) => Err(Failure::Input(unreadable_paths(paths))),
    }
}

/// The same for people: one line for each thing.
fn in_words(out: &mut Output, article: &Article, highlights: &Highlights) -> std::io::Result<()> {
    let tongue = out.tongue();
    let title = out.paint(Role::Headline, &article.title);
    out.line(&title)?;
    let known = [
        (
            say!("published"),
            article.published.map(|it| it.to_string()),
        ),
        (say!("language"), article.language.map(|it| it.to_string())),
        (
            say!("source"),
            article.source.as_ref().map(ToString::to_string),
        ),
        (say!("url"), article.url.as_ref().map(ToString::to_string)),
        (
            say!("byline"),
            article.byline.as_ref().map(ToString::to_string),
        ),
        (
            say!("credit"),
            article.credit.as_ref().map(ToString::to_string),
        ),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            let name = out.paint(Role::Dim, &format!("{:<12}", name.words(tongue)));
            out.line(&format!("  {name} {value}"))?;
        }
    }
    for kind in Kind::ALL {
        for entity in highlights.entities.iter().filter(|it| it.kind() == kind) {
            let word = format!("{:<12}", kind.said().words(tongue));
            let word = out.paint(Role::Dim, &word);
            let name = out.paint(Role::of(kind), &entity.name);
            let mut line = format!("  {word} {name}, {}×", entity.mentions.len());
            for role in highlights
                .roles
                .iter()
                .filter(|it| it.person == entity.name)
            {
                let _ = write!(line, ", {}", role.role);
                if let Some(of) = &role.of {
                    let _ = write!(line, " ({of})");
                }
            }
            if !entity.aliases.is_empty() {
                let also = say!(", also {names}", names = entity.aliases.join(", "));
                line.push_str(&also.words(tongue));
            }
            out.line(&line)?;
        }
    }
    let body = article.body.text();
    for quote in &highlights.quotes {
        let word = out.paint(Role::Dim, &format!("{:<12}", say!("quote").words(tongue)));
        let said = out.paint(Role::Quote, body.get(quote.range.clone()).unwrap_or(""));
        let nobody = say!("nobody named").words(tongue);
        let by = quote.speaker.as_deref().unwrap_or(&nobody);
        out.line(&format!("  {word} {by}: {said}"))?;
    }
    for figure in &highlights.figures {
        let word = out.paint(Role::Dim, &format!("{:<12}", say!("figure").words(tongue)));
        let words = out.paint(Role::Figure, body.get(figure.range.clone()).unwrap_or(""));
        out.line(&format!(
            "  {word} {words} = {} {}",
            figure.value, figure.unit
        ))?;
    }
    Ok(())
}
