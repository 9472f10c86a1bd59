//! The command line: its definition, the headless commands, one file for each group, and the way into the reader.
//!
//! The commands are thin: loading, recognising, asking and keeping are done by the rooms that own them. What is
//! printed as JSON is a contract and stands in one file ([`json`]).

mod add;
mod ask;
mod bookmarks;
mod briefing;
mod columns;
mod doctor;
mod entities;
mod export;
mod feeds;
mod help;
mod inspect;
mod output;
mod places;
mod reader;
mod recognise;
pub mod samples;
mod settings;
mod show;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::highlight::Kind;
use crate::say::{Said, Tongue, say};
use crate::store;

pub use crate::export::json;
pub use help::helps;

use columns::ColumnOptions;
use places::Places;

/// A news reader for the terminal that knows who an article is about.
///
/// Without a command it opens the reader on the store; without a terminal it prints the list.
#[derive(Debug, Parser)]
#[command(name = "depesche", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Arguments {
    /// What to do
    #[command(subcommand)]
    command: Option<Command>,
    // The name of the variable is read by people as it stands, hence no backticks and no doc comment.
    #[arg(
        long,
        global = true,
        value_name = "PATH",
        help = "The store to use instead of the one in your data directory [env: DEPESCHE_STORE]"
    )]
    store: Option<PathBuf>,
    /// The settings to use instead of the file in your configuration directory
    #[arg(long, global = true, value_name = "PATH")]
    config: Option<PathBuf>,
    /// Show the reader for a screen reader: one pane at a time, no frames, the cursor on the row
    #[arg(long, global = true)]
    screen_reader: bool,
}

const EXIT_CODES: &str =
    "Exit codes: 0 done, 1 nothing found, 2 usage, 3 input unreadable, 4 store.";

/// What can be done.
#[derive(Debug, Subcommand)]
enum Command {
    /// Load files or addresses and open the reader on them, without keeping them
    Read {
        /// Files, folders and web addresses; - is standard input
        #[arg(required = true)]
        paths: Vec<String>,
        #[command(flatten)]
        columns: ColumnOptions,
    },
    /// Load files or addresses into the store; a feed's address subscribes to it
    Add {
        /// Files, folders and web addresses; - is standard input
        #[arg(required = true)]
        paths: Vec<String>,
        /// Also those that the rules of [retention] dropped
        #[arg(long)]
        again: bool,
        #[command(flatten)]
        columns: ColumnOptions,
    },
    /// Visit the feeds now
    Fetch,
    /// The list of subscriptions
    Feeds {
        #[command(subcommand)]
        command: feeds::FeedsCommand,
    },
    /// Print the list
    Ls {
        /// What to print, in the language of the filter line; everything if nothing is said; @NAME is a view of yours
        query: Vec<String>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
        /// At most this many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
        /// One line for the same piece from several sources
        #[arg(long)]
        stories: bool,
    },
    /// Print what is new on the watch list since the last look, by entity
    Briefing {
        /// As Markdown
        #[arg(long, conflicts_with = "json")]
        markdown: bool,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Print an article
    Show {
        /// Its number, as `depesche ls` prints it
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        /// As JSON, with everything recognised in it
        #[arg(long, conflicts_with_all = ["markdown", "plain"])]
        json: bool,
        /// As Markdown
        #[arg(long, conflicts_with = "plain")]
        markdown: bool,
        /// As plain text: no colours, no line breaks within paragraphs
        #[arg(long)]
        plain: bool,
    },
    /// Print what depesche understands of files, without storing anything
    Inspect {
        /// Files and folders; - is standard input
        #[arg(required = true)]
        paths: Vec<String>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        columns: ColumnOptions,
    },
    /// Print the companies, persons and other entities of articles, with counts; or show one and put it right
    #[command(args_conflicts_with_subcommands = true)]
    Entities {
        #[command(subcommand)]
        one: Option<entities::EntitiesCommand>,
        /// Of which articles, in the language of the filter line; all if nothing is said
        query: Vec<String>,
        /// Only this kind
        #[arg(long, value_enum)]
        kind: Vec<KindName>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
        /// At most this many
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Find companies, persons and quotes in stored articles again, where an older version of depesche did it last
    Recognise {
        /// In which articles, in the language of the filter line; all if nothing is said
        query: Vec<String>,
        /// In those too that are up to date
        #[arg(long)]
        all: bool,
    },
    /// Print the bookmarked articles, or export them
    Bookmarks {
        #[command(subcommand)]
        export: Option<BookmarksCommand>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Print articles with tags and notes in a format for other programs, or by a template of your own
    Export {
        /// Which articles, in the language of the filter line; all if nothing is said
        query: Vec<String>,
        #[command(flatten)]
        options: export::ExportOptions,
    },
    /// Open the reader on sample articles in a store that is thrown away afterwards
    Demo,
    /// Print the settings, check your file, or say where it is
    #[command(group = clap::ArgGroup::new("what").required(true))]
    Config {
        /// Print the settings in force, as a file that you can keep
        #[arg(long, group = "what")]
        print: bool,
        /// Say what is wrong with your file, and where
        #[arg(long, group = "what")]
        check: bool,
        /// Print where your file is, or would be
        #[arg(long, group = "what")]
        path: bool,
    },
    /// Print the keys in force
    Keys {
        /// As a Markdown table
        #[arg(long)]
        markdown: bool,
        /// Those of a preset, without your own: vim, newsboat or less
        #[arg(long, value_name = "NAME", value_parser = settings::preset)]
        preset: Option<crate::keymap::Preset>,
    },
    /// Check the store, the settings and the terminal; say what the rules of [retention] would drop
    Doctor {
        /// Rebuild what can be rebuilt
        #[arg(long)]
        repair: bool,
        /// Drop what the rules of [retention] in the settings say; undo does not bring it back
        #[arg(long)]
        drop: bool,
        /// Give the space of what is gone back to the disk
        #[arg(long)]
        vacuum: bool,
        /// Save what can be read of a damaged store into the one at hand, which must be new
        #[arg(long, value_name = "DAMAGED", conflicts_with_all = ["repair", "drop", "vacuum"])]
        salvage: Option<PathBuf>,
    },
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// What can be done with bookmarks.
#[derive(Debug, Subcommand)]
enum BookmarksCommand {
    /// Print the bookmarked articles with tags and notes in a format for other programs
    Export {
        #[command(flatten)]
        options: export::ExportOptions,
    },
}

/// The kinds as the command line names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum KindName {
    Company,
    Person,
    Organisation,
    Place,
    Product,
}

impl From<KindName> for Kind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Company => Self::Company,
            KindName::Person => Self::Person,
            KindName::Organisation => Self::Organisation,
            KindName::Place => Self::Place,
            KindName::Product => Self::Product,
        }
    }
}

/// Why a command did not do what it was asked to; each with its exit code.
#[derive(Debug)]
pub enum Failure {
    /// Nothing was found: 1.
    Nothing(Said),
    /// The command line or the settings are wrong: 2.
    Usage(Said),
    /// Clap has said what is wrong with the command line, or printed the help it was asked for.
    Told(u8),
    /// Some input could not be read: 3.
    Input(Said),
    /// The store refused: 4.
    Store(Said),
    /// Whoever read the output has left; that is no failure: 0.
    Left,
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Left => 0,
            Self::Nothing(_) => 1,
            Self::Usage(_) => 2,
            Self::Input(_) => 3,
            Self::Store(_) => 4,
            Self::Told(code) => *code,
        }
    }

    /// The one sentence to say, if there is anything left to say.
    pub fn said(&self) -> Option<&Said> {
        match self {
            Self::Nothing(said) | Self::Usage(said) | Self::Input(said) | Self::Store(said) => {
                Some(said)
            }
            Self::Told(_) | Self::Left => None,
        }
    }
}

impl From<std::io::Error> for Failure {
    /// Errors of writing; reading has its own sentences.
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::Left
        } else {
            Self::Input(say!("the output could not be written: {error}", error))
        }
    }
}

impl From<store::Failure> for Failure {
    fn from(failure: store::Failure) -> Self {
        Self::Store(failure.said())
    }
}

/// Does what the command line says, and says in one sentence why if it cannot be done; gives the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let mut tongue = locale();
    match carry_out(arguments, &mut tongue) {
        Ok(()) => 0,
        Err(failure) => {
            if let Some(said) = failure.said() {
                output::tell(tongue, said);
            }
            failure.code()
        }
    }
}

/// The tongue of the locale.
fn locale() -> Tongue {
    Tongue::of_locale(|name| std::env::var(name).ok())
}

/// Does what the command line says; `tongue` becomes that of the settings.
fn carry_out(
    arguments: impl IntoIterator<Item = OsString>,
    tongue: &mut Tongue,
) -> Result<(), Failure> {
    crate::terminal::take_file_limits_as_errors();
    *tongue = Places::new(None, None, *tongue).tongue;
    let arguments = help::speaking(Arguments::command(), *tongue)
        .try_get_matches_from(hide_minus(arguments))
        .and_then(|matches| Arguments::from_arg_matches(&matches))
        .map_err(|told| {
            if let Some(said) = help::said_of(&told).filter(|_| *tongue != Tongue::English) {
                return Failure::Usage(said);
            }
            // Help that was asked for goes to standard output, everything else to standard error.
            let _ = told.print();
            Failure::Told(u8::try_from(told.exit_code()).unwrap_or(2))
        })?;
    let mut places = Places::new(arguments.store, arguments.config, *tongue);
    places.screen_reader = arguments.screen_reader;
    *tongue = places.tongue;
    let Some(command) = arguments.command else {
        return reader::open(&places);
    };
    match command {
        Command::Read { paths, columns } => reader::read(&places, &paths, &columns),
        Command::Add {
            paths,
            again,
            columns,
        } => add::add(&places, &paths, again, &columns),
        Command::Fetch => feeds::fetch(&places),
        Command::Feeds { command } => feeds::feeds(&places, command),
        Command::Ls {
            query,
            json,
            limit,
            stories,
        } => ask::list(&places, &written(&query), json, limit, stories),
        Command::Briefing { markdown, json } => briefing::briefing(&places, markdown, json),
        Command::Show {
            ids,
            json,
            markdown,
            plain,
        } => {
            let form = match (json, markdown, plain) {
                (true, ..) => show::Form::Json,
                (_, true, _) => show::Form::Markdown,
                (_, _, true) => show::Form::Plain,
                _ => show::Form::Page,
            };
            show::show(&places, &ids, form)
        }
        Command::Inspect {
            paths,
            json,
            columns,
        } => inspect::inspect(&places, &paths, json, &columns),
        Command::Entities { one: Some(one), .. } => entities::one(&places, &one),
        Command::Entities {
            one: None,
            query,
            kind,
            json,
            limit,
        } => {
            let kinds: Vec<Kind> = kind.into_iter().map(Kind::from).collect();
            ask::entities(&places, &written(&query), &kinds, json, limit)
        }
        Command::Recognise { query, all } => recognise::recognise(&places, &written(&query), all),
        Command::Bookmarks { export: None, json } => bookmarks::list(&places, json),
        Command::Bookmarks {
            export: Some(BookmarksCommand::Export { options }),
            ..
        } => bookmarks::export(&places, &options),
        Command::Export { query, options } => export::export(&places, &written(&query), &options),
        Command::Demo => reader::demo(&places),
        Command::Config { print, check, .. } => settings::config(&places, print, check),
        Command::Keys { markdown, preset } => settings::keys(&places, markdown, preset),
        Command::Doctor {
            salvage: Some(damaged),
            ..
        } => doctor::salvage(&places, &damaged),
        Command::Doctor {
            repair,
            drop,
            vacuum,
            ..
        } => doctor::doctor(&places, repair, drop, vacuum),
        Command::Completions { shell } => settings::completions(shell, &mut Arguments::command()),
        Command::Man => settings::man(&Arguments::command()),
    }
}

/// Stands for the minus before a term of a query while clap looks at it; no text that is typed holds it.
const MINUS: char = '\u{f8ff}';

/// Hides the minus of `ls -lang:en` from clap, which would take it for a run of short options.
fn hide_minus(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut within_query = false;
    let hide = |argument: OsString| {
        let text = argument.to_str().unwrap_or("");
        within_query |= matches!(text, "ls" | "entities" | "recognise");
        match text.strip_prefix('-') {
            Some(term)
                if within_query && !matches!(term, "" | "h" | "V") && !term.starts_with('-') =>
            {
                format!("{MINUS}{term}").into()
            }
            _ => argument,
        }
    };
    arguments.into_iter().map(hide).collect()
}

/// The query as it was written.
fn written(words: &[String]) -> String {
    words.join(" ").replace(MINUS, "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[track_caller]
    fn parsed(arguments: &[&str]) -> (String, bool, Option<usize>) {
        let arguments = hide_minus(arguments.iter().map(OsString::from));
        match Arguments::try_parse_from(arguments).map(|arguments| arguments.command) {
            Ok(Some(Command::Ls {
                query, json, limit, ..
            })) => (written(&query), json, limit),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_query_may_begin_with_a_minus_and_options_stand_where_they_like() {
        let said = parsed(&["depesche", "ls", "-lang:en", "strom", "--json"]);
        assert_eq!(said, ("-lang:en strom".to_owned(), true, None));
        let said = parsed(&[
            "depesche",
            "--store",
            "x",
            "ls",
            "--limit",
            "3",
            "strom OR -netz",
        ]);
        assert_eq!(said, ("strom OR -netz".to_owned(), false, Some(3)));
        let said = parsed(&["depesche", "ls", "--", "--json"]);
        assert_eq!(said, ("--json".to_owned(), false, None));
    }
}
