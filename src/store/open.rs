//! Opening the file: its rights, its version, its settings; several processes may do it at the same moment.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::failure::Failure;
use super::schema::{APPLICATION_ID, VERSION, migrations};

/// How long to wait for another process that writes.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Opens the file, makes or migrates it where needed.
pub(super) fn open(path: &Path) -> Result<Connection, Failure> {
    let connection = match connect(path) {
        Err(Failure::ReadOnly) => return open_immutable(path),
        other => other?,
    };
    let found = version(&connection, path)?;
    if found == VERSION {
        settle(&connection)?;
        return Ok(connection);
    }
    if found > VERSION {
        return Err(newer(path, found));
    }
    drop(connection);
    migrate(path)
}

/// A store in memory with the newest schema.
pub(super) fn in_memory() -> Result<Connection, Failure> {
    let mut connection = Connection::open_in_memory()?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrations()
        .to_latest(&mut connection)
        .map_err(Failure::damaged)?;
    settle(&connection)?;
    Ok(connection)
}

/// Brings the file to the newest schema; only one process does it, the others wait for it.
fn migrate(path: &Path) -> Result<Connection, Failure> {
    let _lock = lock(path)?;
    let mut connection = connect(path)?;
    // Another process may have been faster.
    let found = version(&connection, path)?;
    if found > VERSION {
        return Err(newer(path, found));
    }
    if found < VERSION {
        let refused = |error: &dyn std::fmt::Display| Failure::open(path, error);
        connection
            .pragma_update(None, "page_size", 4096)
            .and_then(|()| connection.pragma_update(None, "journal_mode", "WAL"))
            .and_then(|()| connection.pragma_update(None, "application_id", APPLICATION_ID))?;
        migrations()
            .to_latest(&mut connection)
            .map_err(|error| refused(&error))?;
    }
    settle(&connection)?;
    Ok(connection)
}

fn connect(path: &Path) -> Result<Connection, Failure> {
    prepare(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| {
        match error.sqlite_error_code() {
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
                if path.is_file() =>
            {
                Failure::ReadOnly
            }
            _ => Failure::open(path, error),
        }
    })?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// Makes the folder and an empty file that only its owner may read.
fn prepare(path: &Path) -> Result<(), Failure> {
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(folder)
            .map_err(|error| Failure::open(path, error))?;
    }
    private()
        .open(path)
        .map(drop)
        .map_err(|error| Failure::open(path, error))
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The lock under which the schema is made; it lies beside the store and is empty.
fn lock(path: &Path) -> Result<File, Failure> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let file = private()
        .open(&name)
        .map_err(|error| Failure::open(&name, error))?;
    let since = Instant::now();
    loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => return Err(Failure::Busy),
            // A file system without locks: SQLite's own lock on the file still keeps writers apart.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// The version of the schema; 0 for an empty file. Refuses a file that is no store.
fn version(connection: &Connection, path: &Path) -> Result<i32, Failure> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let read = || -> rusqlite::Result<(i32, i32, i64)> {
        let tables =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((number("user_version")?, number("application_id")?, tables))
    };
    let (found, application, tables) = read().map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => Failure::Foreign {
            path: path.display().to_string(),
        },
        _ => Failure::from(error),
    })?;
    if tables > 0 && application != APPLICATION_ID {
        return Err(Failure::Foreign {
            path: path.display().to_string(),
        });
    }
    Ok(found)
}

fn newer(path: &Path, found: i32) -> Failure {
    Failure::Newer {
        path: path.display().to_string(),
        found,
        known: VERSION,
    }
}

/// Settings of a connection, not of the file.
fn settle(connection: &Connection) -> Result<(), Failure> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // Bulk loading would otherwise leave a write-ahead log as large as its largest moment.
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// A file in a folder where nothing may be written: read as it is, without log and locks.
fn open_immutable(path: &Path) -> Result<Connection, Failure> {
    let name: String = path
        .to_string_lossy()
        .chars()
        .map(|c| match c {
            '%' => "%25".to_owned(),
            '?' => "%3f".to_owned(),
            '#' => "%23".to_owned(),
            c => c.to_string(),
        })
        .collect();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)
        .map_err(|error| Failure::open(path, error))?;
    match version(&connection, path)? {
        VERSION => {}
        found if found > VERSION => return Err(newer(path, found)),
        _ => return Err(Failure::open(path, "it is older and cannot be written")),
    }
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}
