//! The options that say how a table's columns map to an article's fields.

use clap::Args;

use crate::config::{Columns, Config};
use crate::load::Mapping;
use crate::say::say;

use super::Failure;

/// How to read CSV, TSV and JSON whose columns are not found by looking.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Tables (CSV, TSV, JSON)")]
pub(super) struct ColumnOptions {
    /// Which column holds what, by name or by number from 1, such as title=Headline,body=3; or the name of a
    /// [columns.NAME] of the settings
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    columns: Vec<String>,
    /// What separates columns: a character, or tab
    #[arg(long, value_name = "CHAR")]
    separator: Option<String>,
    /// What stands around texts: a character
    #[arg(long, value_name = "CHAR")]
    quote: Option<String>,
    /// Whether the first line names the columns
    #[arg(long, value_name = "yes|no", value_parser = ["yes", "no"])]
    header: Option<String>,
}

impl ColumnOptions {
    /// The mapping, if anything was said about it.
    pub(super) fn mapping(&self, config: &Config) -> Result<Option<Mapping>, Failure> {
        let mut mapping = Mapping::default();
        for part in self.columns.iter().flat_map(|columns| columns.split(',')) {
            match part.split_once('=') {
                Some((field, column)) => {
                    mapping
                        .columns
                        .push((known_field(field.trim())?, column.trim().to_owned()));
                }
                None => take_saved(part.trim(), config, &mut mapping)?,
            }
        }
        if let Some(separator) = &self.separator {
            mapping.separator = Some(one_character("--separator", separator)?);
        }
        if let Some(quote) = &self.quote {
            mapping.quote = Some(one_character("--quote", quote)?);
        }
        if let Some(header) = &self.header {
            mapping.header = Some(header == "yes");
        }
        Ok((mapping != Mapping::default()).then_some(mapping))
    }
}

fn take_saved(name: &str, config: &Config, mapping: &mut Mapping) -> Result<(), Failure> {
    let saved = config.columns.iter().find(|(saved, _)| saved == name);
    let Some((_, saved)) = saved else {
        return Err(Failure::Usage(say!(
            "“{name}” is neither FIELD=COLUMN nor a [columns.{name}] of your settings",
            name
        )));
    };
    mapping.columns.extend(saved.fields.iter().cloned());
    mapping.separator = saved.separator.or(mapping.separator);
    mapping.quote = saved.quote.or(mapping.quote);
    mapping.header = saved.header.or(mapping.header);
    Ok(())
}

fn known_field(field: &str) -> Result<String, Failure> {
    if Columns::FIELDS.contains(&field) {
        return Ok(field.to_owned());
    }
    Err(Failure::Usage(say!(
        "“{field}” is no field of an article; these are: {fields}",
        field,
        fields = Columns::FIELDS.join(", ")
    )))
}

fn one_character(option: &str, text: &str) -> Result<char, Failure> {
    let mut chars = text.chars();
    match (text, chars.next(), chars.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(c), None) => Ok(c),
        _ => Err(Failure::Usage(say!(
            "{option} takes a single character or “tab”, not “{text}”",
            option,
            text
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(columns: &[&str]) -> ColumnOptions {
        ColumnOptions {
            columns: columns.iter().map(|it| (*it).to_owned()).collect(),
            ..ColumnOptions::default()
        }
    }

    #[test]
    fn nothing_said_is_no_mapping() {
        let none = options(&[]).mapping(&Config::default()).unwrap();
        assert_eq!(none, None);
    }

    #[test]
    fn columns_are_named_or_numbered_and_saved_ones_can_be_added_to() {
        let (config, _) = Config::read("[columns.wire]\nbody = 3\nseparator = ';'\n");
        let mut options = options(&["wire,title=Head Line"]);
        options.quote = Some("'".to_owned());
        options.header = Some("no".to_owned());
        let mapping = options.mapping(&config).unwrap().unwrap();
        let pairs = [("body", "3"), ("title", "Head Line")];
        assert_eq!(
            mapping.columns,
            pairs.map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
        assert_eq!((mapping.separator, mapping.quote), (Some(';'), Some('\'')));
        assert_eq!(mapping.header, Some(false));
    }

    #[test]
    fn an_unknown_field_is_told_with_those_there_are() {
        let told = options(&["titel=1"])
            .mapping(&Config::default())
            .unwrap_err();
        assert!(told.said().unwrap().to_string().contains("title, body"));
        assert_eq!(told.code(), 2);
    }
}
