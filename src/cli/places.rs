//! Where things are: the store, the settings, the surroundings. The only place that asks the environment for them.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use jiff::ZonedDateTime;
use jiff::civil::Date;

use crate::config::{Complaint, Config, Themes};
use crate::desk::RepairsFile;
use crate::say::{Said, Tongue, say};
use crate::store::Store;
use crate::text::Clean;
use crate::theme::Surroundings;

use super::Failure;
use super::output::{say, tell};

/// What the command line says about places.
#[derive(Debug)]
pub(super) struct Places {
    pub(super) store: Option<PathBuf>,
    pub(super) config: Option<PathBuf>,
    /// The language that the settings and the locale come to.
    pub(super) tongue: Tongue,
    /// Whether the screen is to be one for a screen reader whatever the settings say.
    pub(super) screen_reader: bool,
}

impl Places {
    /// What the command line says, and the language the settings choose; `locale` where they leave it to that.
    pub(super) fn new(store: Option<PathBuf>, config: Option<PathBuf>, locale: Tongue) -> Self {
        let mut places = Self {
            store,
            config,
            tongue: locale,
            screen_reader: false,
        };
        // Settings that cannot be read are complained about by the command that needs them.
        if let Ok((config, _)) = places.read_config() {
            places.tongue = Tongue::named(&config.screen.language).unwrap_or(locale);
        }
        places
    }

    /// Says a sentence on standard error.
    pub(super) fn tell(&self, said: &Said) {
        tell(self.tongue, said);
    }

    /// Prints a sentence on standard output.
    pub(super) fn say(&self, said: &Said) -> std::io::Result<()> {
        say(&said.words(self.tongue))
    }

    /// The file of the store: as the command line says, as `DEPESCHE_STORE` says, or in the data directory.
    pub(super) fn store_path(&self) -> Result<PathBuf, Failure> {
        if let Some(path) = &self.store {
            return Ok(path.clone());
        }
        if let Some(path) = std::env::var_os("DEPESCHE_STORE").filter(|path| !path.is_empty()) {
            return Ok(path.into());
        }
        let dirs = project_dirs().ok_or_else(|| {
            Failure::Store(say!(
                "there is no home directory to keep the store in; say where with --store PATH"
            ))
        })?;
        Ok(dirs.data_dir().join("depesche.db"))
    }

    /// Opens the store, making it and the folder it lies in where needed, and takes over the reader's file of repairs.
    pub(super) fn open_store(&self) -> Result<Store, Failure> {
        Ok(self.open_mended()?.0)
    }

    /// Opens the store like [`Places::open_store`]; what of the file of repairs could not be taken is said on standard
    /// error and returned.
    pub(super) fn open_mended(&self) -> Result<(Store, Vec<Said>), Failure> {
        let mut store = self.open_bare()?;
        let complaints = match self.repairs() {
            // A store that takes no repairs now can be read all the same.
            Some(file) => file
                .take_over(&mut store)
                .unwrap_or_else(|failure| vec![failure.said()]),
            None => Vec::new(),
        };
        for complaint in &complaints {
            self.tell(complaint);
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
                Failure::Store(say!("the folder {folder} could not be made: {error}; say --store PATH for another place", folder = folder.display(), error))
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
            Failure::Usage(say!(
                "there is no home directory to look for settings in; say where with --config PATH"
            ))
        })?;
        Ok(dirs.config_dir().join("config.toml"))
    }

    /// The settings in force, and what of which file could not be taken: theirs and those of the reader's own themes.
    ///
    /// Without a file the defaults hold; a file named on the command line has to be there.
    pub(super) fn read_config(&self) -> Result<(Config, Vec<(PathBuf, Complaint)>), Failure> {
        let Ok(path) = self.config_path() else {
            return Ok((Config::default(), Vec::new()));
        };
        let (themes, mut complaints) = own_themes(&path.with_file_name("themes"));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && self.config.is_none() => {
                String::new()
            }
            Err(error) => {
                return Err(Failure::Input(say!(
                    "the settings {path} could not be read: {error}",
                    path,
                    error
                )));
            }
        };
        let (config, told) = Config::read_with(themes, &text);
        complaints.extend(told.into_iter().map(|complaint| (path.clone(), complaint)));
        Ok((config, complaints))
    }

    /// The settings in force; what of the files could not be taken is said on standard error, and again in the reader.
    pub(super) fn settings(&self) -> Result<Config, Failure> {
        let (mut config, complaints) = self.read_config()?;
        for (path, complaint) in &complaints {
            let complaint = complaint.said();
            self.tell(&say!("{path}, {complaint}", path, complaint));
        }
        if let Some((path, first)) = complaints.first() {
            let name = path.file_name().unwrap_or(path.as_os_str()).display();
            let name = Clean::line(&name.to_string());
            let first = first.said();
            config.trouble = Some(match complaints.len() - 1 {
                0 => say!("{name}, {first}", name, first),
                more => say!(
                    "{name}, {first} ({more} more: `depesche config --check`)",
                    name,
                    first,
                    more
                ),
            });
        }
        config.tongue = self.tongue;
        config.screen.screen_reader |= self.screen_reader;
        Ok(config)
    }
}

/// No theme's file is larger, in bytes.
const LARGEST_THEME: u64 = 64 << 10;

/// The themes that come with the program and those in a folder, and what of these could not be taken.
fn own_themes(folder: &Path) -> (Themes, Vec<(PathBuf, Complaint)>) {
    let mut themes = Themes::built_in();
    let mut complaints = Vec::new();
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = files.map(|file| file.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "toml"));
    paths.sort();
    for path in paths {
        let name = path
            .file_stem()
            .map(|name| Clean::line(&name.to_string_lossy()));
        let size = std::fs::metadata(&path).map_or(0, |file| file.len());
        let text = if size > LARGEST_THEME {
            Err("it is too large for a theme".to_owned())
        } else {
            std::fs::read_to_string(&path).map_err(|error| error.to_string())
        };
        let told = match (name, text) {
            (Some(name), Ok(text)) => themes.read(&name, &text),
            (_, Err(error)) => vec![Complaint {
                line: 1,
                message: say!(
                    "this could not be read ({error}); there is no such theme",
                    error
                ),
            }],
            (None, Ok(_)) => Vec::new(),
        };
        complaints.extend(told.into_iter().map(|complaint| (path.clone(), complaint)));
    }
    (themes, complaints)
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
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
