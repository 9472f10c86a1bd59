//! The help of the command line in the reader's tongue. Names of commands, options and values are the same in all.

use clap::Command;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::say::{Said, Tongue, say};

/// Hands over every text of a command and those below it that the catalogue has to have.
pub fn helps(command: &Command, each: &mut dyn FnMut(&str)) {
    let mut command = command.clone();
    command.build();
    visit(&mut command, &mut |text| {
        each(text);
        None
    });
}

/// The command with its texts in a tongue.
pub(super) fn speaking(mut command: Command, tongue: Tongue) -> Command {
    if tongue == Tongue::English {
        return command;
    }
    command.build();
    visit(&mut command, &mut |text| {
        Some(Said::in_catalogue(text).words(tongue))
    });
    headed(command, tongue)
}

/// The command with its headings in a tongue.
fn headed(command: Command, tongue: Tongue) -> Command {
    let words = |said: Said| said.words(tongue);
    let usage = words(say!("Usage:"));
    let (options, arguments) = (words(say!("Options")), words(say!("Arguments")));
    command
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .subcommand_help_heading(words(say!("Commands")))
        .mut_args(|arg| {
            if arg.get_help_heading().is_some() {
                arg
            } else if arg.is_positional() {
                arg.help_heading(arguments.clone())
            } else {
                arg.help_heading(options.clone())
            }
        })
        .mut_subcommands(|command| headed(command, tongue))
}

/// Visits the texts; what is given back stands in their place.
fn visit(command: &mut Command, each: &mut dyn FnMut(&str) -> Option<String>) {
    let mut taken = std::mem::take(command);
    let mut text = |text: Option<&StyledStr>| each(&text?.to_string());
    if let Some(about) = text(taken.get_about()) {
        taken = taken.about(about);
    }
    if let Some(about) = text(taken.get_long_about()) {
        taken = taken.long_about(about);
    }
    if let Some(after) = text(taken.get_after_help()) {
        taken = taken.after_help(after);
    }
    taken = taken.mut_args(|mut arg| {
        if let Some(help) = text(arg.get_help()) {
            arg = arg.help(help);
        }
        if let Some(help) = text(arg.get_long_help()) {
            arg = arg.long_help(help);
        }
        arg
    });
    *command = taken.mut_subcommands(|mut command| {
        visit(&mut command, each);
        command
    });
}

/// What is wrong with the command line, for the kinds of mistakes that people make; none for help that was asked for.
pub(super) fn said_of(error: &clap::Error) -> Option<Said> {
    let context = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    };
    let meant = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    let meant = meant.into_iter().find_map(context);
    let argument = || context(ContextKind::InvalidArg);
    let said = match error.kind() {
        ErrorKind::UnknownArgument => say!("there is no “{argument}” here", argument = argument()?),
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand)?;
            say!("“{command}” is no command", command)
        }
        ErrorKind::MissingRequiredArgument => say!("{argument} is missing", argument = argument()?),
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue)?.is_empty() => {
            say!("{argument} needs a value", argument = argument()?)
        }
        ErrorKind::InvalidValue => {
            let value = context(ContextKind::InvalidValue)?;
            let argument = argument()?;
            match context(ContextKind::ValidValue) {
                Some(valid) => {
                    say!(
                        "“{value}” is nothing for {argument}; it takes {valid}",
                        value,
                        argument,
                        valid
                    )
                }
                None => say!("“{value}” is nothing for {argument}", value, argument),
            }
        }
        ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue)?;
            say!(
                "“{value}” is nothing for {argument}",
                value,
                argument = argument()?
            )
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg)?;
            say!(
                "{argument} and {other} exclude each other",
                argument = argument()?,
                other
            )
        }
        ErrorKind::MissingSubcommand => say!("a command is missing"),
        _ => return None,
    };
    let said = match meant {
        Some(meant) => say!("{said}; “{meant}” was probably meant", said, meant),
        None => said,
    };
    Some(say!("{said}; --help shows what there is", said))
}
