//! Templates of the reader's own (Jinja as `minijinja` reads it).
//!
//! A template sees `title`, and `articles` in list order; each article has the fields of `show --json` and the key by
//! which citations name it, `key`. What is put in is escaped for the kind of file that the template's name ends in: HTML
//! and XML, JSON, Markdown, CSV (as a quoted cell), Org, BibTeX and LaTeX; `|safe` puts it in as it is. In files of other
//! kinds nothing has a meaning to break out of, and nothing is escaped.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, context,
};

use crate::ask::Opened;
use crate::say::{Said, say};

use super::json::OpenedJson;
use super::{Keys, cite, csv, html, markdown, org};

/// The name under which the template is kept.
const NAME: &str = "template";

/// A template that was read, and what it is to be filled with.
#[derive(Debug)]
pub struct Template {
    environment: Environment<'static>,
    articles: Vec<Value>,
    keys: Keys,
}

impl Template {
    /// Reads a template; its name says how to escape what is put in.
    ///
    /// # Errors
    /// One sentence with the line when it is no template.
    pub fn new(name: &str, source: String) -> Result<Self, Said> {
        let mut environment = Environment::new();
        let (engines, own) = escape_of(name);
        environment.set_auto_escape_callback(move |_| engines.clone());
        environment.set_formatter(move |out, state, value| format(out, state, value, own));
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        // Lines that hold nothing but a statement leave nothing behind.
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .map_err(|error| sentence(name, &error))?;
        environment.set_syntax(syntax);
        environment
            .add_template_owned(NAME, source)
            .map_err(|error| sentence(name, &error))?;
        Ok(Self {
            environment,
            articles: Vec::new(),
            keys: Keys::default(),
        })
    }

    /// One more article.
    pub fn article(&mut self, opened: &Opened) {
        let key = self.keys.next(opened);
        let whole = Value::from(Serde(OpenedJson::new(opened)));
        self.articles.push(context! { key, ..whole });
    }

    /// The filled template.
    ///
    /// # Errors
    /// One sentence with the line when the template asks for what there is not.
    pub fn fill(self, name: &str, title: &str) -> Result<String, Said> {
        let articles = self.articles;
        self.environment
            .get_template(NAME)
            .and_then(|template| template.render(context! { title, articles }))
            .map_err(|error| sentence(name, &error))
    }
}

fn sentence(name: &str, error: &Error) -> Said {
    let what = error.detail().map_or_else(
        || error.kind().to_string(),
        |detail| format!("{}: {detail}", error.kind()),
    );
    match error.line() {
        Some(line) => say!(
            "the template {name}, line {line}, cannot be filled: {what}",
            name,
            line = line as u64,
            what
        ),
        None => say!("the template {name} cannot be filled: {what}", name, what),
    }
}

/// How text is escaped for a kind of file; none where nothing has a meaning or the engine knows how itself.
type Escape = Option<fn(&str) -> String>;

fn escape_of(name: &str) -> (AutoEscape, Escape) {
    let name = name.strip_suffix(".j2").unwrap_or(name);
    let own: Escape = match name.rsplit('.').next().unwrap_or("") {
        "html" | "htm" | "xml" | "opml" => Some(html::escaped),
        "json" | "jsonl" => return (AutoEscape::Json, None),
        "md" | "markdown" => Some(markdown::escaped),
        "csv" => Some(csv::cell),
        "org" => Some(org::escaped),
        "bib" | "tex" => Some(cite::tex),
        _ => None,
    };
    (AutoEscape::None, own)
}

fn format(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
    escape: Escape,
) -> Result<(), Error> {
    let Some(escape) = escape.filter(|_| !value.is_safe()) else {
        return minijinja::escape_formatter(out, state, value);
    };
    let text = if value.is_none() || value.is_undefined() {
        String::new()
    } else {
        value.to_string()
    };
    out.write_str(&escape(&text)).map_err(|error| {
        Error::new(
            ErrorKind::WriteFailure,
            "the text could not be put together",
        )
        .with_source(error)
    })
}
