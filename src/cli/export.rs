//! Taking articles out of the store: any query, in any format, to standard output or a new file.

use std::path::PathBuf;

use crate::change::Which;
use crate::desk::export::{Form, Trouble, to_file, write};
use crate::export::{Exporter, Format, Template};
use crate::query::Query;
use crate::say::{say, says};

use super::Failure;
use super::ask::{nothing_of, understood};
use super::output::Output;
use super::places::{Places, today};

/// The formats as the command line names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum FormatName {
    /// Front matter with all that is known, headings, links, notes as quotations
    Markdown,
    /// One JSON object a line, with the whole text
    Json,
    /// One row an article, for spreadsheets
    Csv,
    /// A page
    Html,
    /// A file of bookmarks, which browsers import
    Bookmarks,
    /// Org mode, with properties
    Org,
    /// BibLaTeX entries
    Bibtex,
    /// CSL-JSON for reference managers
    CslJson,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Markdown => Self::Markdown,
            FormatName::Json => Self::Json,
            FormatName::Csv => Self::Csv,
            FormatName::Html => Self::Html,
            FormatName::Bookmarks => Self::Bookmarks,
            FormatName::Org => Self::Org,
            FormatName::Bibtex => Self::Bibtex,
            FormatName::CslJson => Self::CslJson,
        }
    }
}

/// How to export.
#[derive(Debug, clap::Args)]
pub(super) struct ExportOptions {
    /// In which format; by default the one that --output's ending says, else Markdown
    #[arg(long, value_enum)]
    format: Option<FormatName>,
    /// A template of your own (Jinja): it sees title and articles, each with the fields of `show --json`, and key.
    /// What it puts in is escaped for the kind of file its name ends in; |safe puts it in as it is
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    template: Option<PathBuf>,
    /// Into this new file rather than to standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<String>,
    /// With the whole texts, where the format can do without
    #[arg(long)]
    text: bool,
}

/// Exports the articles of a written query.
pub(super) fn export(
    places: &Places,
    written: &str,
    options: &ExportOptions,
) -> Result<(), Failure> {
    let query = understood(places.tongue, written, &places.settings()?);
    let title = match query.to_string() {
        text if text.is_empty() => "Articles".to_owned(),
        text => text,
    };
    export_query(places, &query, &title, options)
}

/// Exports the articles of a query under a title.
pub(super) fn export_query(
    places: &Places,
    query: &Query,
    title: &str,
    options: &ExportOptions,
) -> Result<(), Failure> {
    let config = places.settings()?;
    let form = form(title, options)?;
    let store = places.open_store()?;
    let of = Which::Query {
        query: query.to_string(),
        between: None,
    };
    if let Some(path) = &options.output {
        let (articles, path) =
            to_file(&store, &of, today(), form, path).map_err(|sentence| match sentence {
                Some(sentence) => Failure::Input(sentence),
                None => Failure::Nothing(nothing_of(query)),
            })?;
        let said = says!(
            articles;
            "1 article exported as {path}",
            "{articles} articles exported as {path}",
            path
        );
        places.say(&said)?;
        return Ok(());
    }
    let mut out = Output::new(&config);
    let written =
        write(&store, &of, today(), form, out.writer()).map_err(|trouble| match trouble {
            Trouble::Store(failure) => failure.into(),
            Trouble::Writing(error) => error.into(),
            Trouble::Template(sentence) => Failure::Usage(sentence),
        })?;
    out.finish()?;
    if written == 0 {
        return Err(Failure::Nothing(nothing_of(query)));
    }
    Ok(())
}

fn form(title: &str, options: &ExportOptions) -> Result<Form, Failure> {
    if let Some(path) = &options.template {
        let name = path.display().to_string();
        let source = std::fs::read_to_string(path).map_err(|error| {
            Failure::Input(say!(
                "the template {name} could not be read: {error}",
                name,
                error
            ))
        })?;
        let template = Template::new(&name, source).map_err(Failure::Usage)?;
        return Ok(Form::Template {
            name,
            template: Box::new(template),
            title: title.to_owned(),
        });
    }
    let by_name = || options.output.as_deref().and_then(Format::of_name);
    let format = options.format.map(Format::from).or_else(by_name);
    let format = format.unwrap_or(Format::Markdown);
    let exporter = Exporter::new(format, title, today(), options.text);
    Ok(Form::Format(Box::new(exporter)))
}
