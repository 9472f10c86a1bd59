//! Where things are: the store, the settings, the surroundings. The only place that asks the environment for them.

use std::io::ErrorKind;
use std::path::PathBuf;

use directories::ProjectDirs;
use jiff::ZonedDateTime;
use jiff::civil::Date;

use crate::config::{Complaint, Config};
use crate::desk::RepairsFile;
use crate::store::Store;
use crate::text::Clean;
use crate::theme::Surroundings;

use super::Failure;
use super::output::tell;

/// What the command line says about places.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) store: Option<PathBuf>,
    pub(super) config: Option<PathBuf>,
}

impl Places {
    /// The file of the store: as the command line says, as `DEPESCHE_STORE` says, or in the data directory.
    pub(super) fn store_path(&self) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.store {
            return Ok(path.clone());
        }
        if let Some(path) = std::env::var_os("DEPESCHE_STORE").filter(|path| !path.is_empty()) {
            return Ok(path.into());
        }
        let dirs = project_dirs().ok_or_else(|| {
            Failure::Store(
                "there is no home directory to keep the store in; say where with --store PATH"
                    .to_owned(),
            )
        })?;
        Ok(dirs.data_dir().join("depesche.db"))
    }

    /// Opens the store, making it and the folder it lies in where needed, and takes over the reader's file of repairs.
    pub(super) fn open_store(&self) -> Result<Store, Failure> {
        Ok(self.open_mended()?.0)
    }

    /// Opens the store like [`Places::open_store`]; what of the file of repairs could not be taken is said on standard
    /// error and returned.
    pub(super) fn open_mended(&self) -> Result<(Store, Vec<String>), Failure> {
        let mut store = self.open_bare()?;
        let complaints = match self.repairs() {
            // A store that takes no repairs now can be read all the same.
            Some(file) => file
                .take_over(&mut store)
                .unwrap_or_else(|failure| vec![failure.to_string()]),
            None => Vec::new(),
        };
        for complaint in &complaints {
            tell(complaint);
        }
        Ok((store, complaints))
    }

    /// The file that keeps the reader's repairs, beside the settings; none where there is no home.
    pub(super) fn repairs(&self) -> Option<RepairsFile> {
        let settings = self.config_path().ok()?;
        Some(RepairsFile::at(settings.with_file_name("repairs.toml")))
    }

    /// Opens the store and leaves the file of repairs alone.
    pub(super) fn open_bare(&self) -> Result<Store, Failure> {
        let path = self.store_path()?;
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            make_private(folder).map_err(|error| {
                Failure::Store(format!(
                    "the folder {} could not be made: {error}; say --store PATH for another place",
                    folder.display()
                ))
            })?;
        }
        Ok(Store::open(&path)?)
    }

    /// The file of the settings, whether it is there or not.
    pub(super) fn config_path(&self) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.config {
            return Ok(path.clone());
        }
        let dirs = project_dirs().ok_or_else(|| {
            Failure::Usage(
                "there is no home directory to look for settings in; say where with --config PATH"
                    .to_owned(),
            )
        })?;
        Ok(dirs.config_dir().join("config.toml"))
    }

    /// The settings in force, and what of the file could not be taken.
    ///
    /// Without a file the defaults hold; a file named on the command line has to be there.
    pub(super) fn read_config(&self) -> Result<(Config, Vec<Complaint>), Failure> {
        let Ok(path) = self.config_path() else {
            return Ok((Config::default(), Vec::new()));
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Config::read(&text)),
            Err(error) if error.kind() == ErrorKind::NotFound && self.config.is_none() => {
                Ok((Config::default(), Vec::new()))
            }
            Err(error) => Err(Failure::Input(format!(
                "the settings {} could not be read: {error}",
                path.display()
            ))),
        }
    }

    /// The settings in force; what of the file could not be taken is said on standard error, and again in the reader.
    pub(super) fn settings(&self) -> Result<Config, Failure> {
        let (mut config, complaints) = self.read_config()?;
        if let (Some(first), Ok(path)) = (complaints.first(), self.config_path()) {
            for complaint in &complaints {
                tell(&format!("{}, {complaint}", path.display()));
            }
            let name = path.file_name().unwrap_or(path.as_os_str()).display();
            let more = match complaints.len() - 1 {
                0 => String::new(),
                more => format!(" ({more} more: `depesche config --check`)"),
            };
            let sentence = format!("{name}, {first}{more}");
            config.trouble = Some(Clean::line(&sentence).to_string());
        }
        Ok(config)
    }
}

/// The reader's local day; what "7d" counts from.
pub(super) fn today() -> Date {
    ZonedDateTime::now().date()
}

/// What the environment says about the terminal.
pub(super) fn surroundings() -> Surroundings {
    Surroundings::read(|name| std::env::var(name).ok())
}

fn project_dirs() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "depesche")
}

/// Makes a folder that only its owner can look into; one that is there stays as it is.
fn make_private(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
