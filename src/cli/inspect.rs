//! What depesche understands of files, without storing anything.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use crate::article::Article;
use crate::desk::intake;
use crate::highlight::{Highlights, Kind};
use crate::load::Complaint;
use crate::recognise::Recogniser;
use crate::theme::Role;

use super::Failure;
use super::add::tell_complaints;
use super::columns::ColumnOptions;
use super::json::ArticleJson;
use super::output::{Output, tell};
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
    tell_complaints(&complaints);
    for sentence in &unreadable {
        tell(sentence);
    }
    match (unreadable.len(), articles, complaints.len()) {
        (0, 0, 0) => Err(Failure::Nothing("there was no article in it".to_owned())),
        (0, 0, _) => Err(Failure::Input(
            "none of it could be read as an article".to_owned(),
        )),
        (0, ..) => Ok(()),
        (1, ..) => Err(Failure::Input("one path could not be read".to_owned())),
        (paths, ..) => Err(Failure::Input(format!("{paths} paths could not be read"))),
    }
}

/// The same for people: one line for each thing.
fn in_words(out: &mut Output, article: &Article, highlights: &Highlights) -> std::io::Result<()> {
    let title = out.paint(Role::Headline, &article.title);
    out.line(&title)?;
    let known = [
        ("published", article.published.map(|it| it.to_string())),
        ("language", article.language.map(|it| it.to_string())),
        ("source", article.source.as_ref().map(ToString::to_string)),
        ("url", article.url.as_ref().map(ToString::to_string)),
        ("byline", article.byline.as_ref().map(ToString::to_string)),
        ("credit", article.credit.as_ref().map(ToString::to_string)),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            let name = out.paint(Role::Dim, &format!("{name:<12}"));
            out.line(&format!("  {name} {value}"))?;
        }
    }
    for kind in Kind::ALL {
        for entity in highlights.entities.iter().filter(|it| it.kind() == kind) {
            let word = out.paint(Role::Dim, &format!("{kind:<12}"));
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
                let _ = write!(line, ", also {}", entity.aliases.join(", "));
            }
            out.line(&line)?;
        }
    }
    let body = article.body.text();
    for quote in &highlights.quotes {
        let word = out.paint(Role::Dim, &format!("{:<12}", "quote"));
        let said = out.paint(Role::Quote, body.get(quote.range.clone()).unwrap_or(""));
        let by = quote.speaker.as_deref().unwrap_or("nobody named");
        out.line(&format!("  {word} {by}: {said}"))?;
    }
    for figure in &highlights.figures {
        let word = out.paint(Role::Dim, &format!("{:<12}", "figure"));
        let words = out.paint(Role::Figure, body.get(figure.range.clone()).unwrap_or(""));
        out.line(&format!(
            "  {word} {words} = {} {}",
            figure.value, figure.unit
        ))?;
    }
    Ok(())
}
