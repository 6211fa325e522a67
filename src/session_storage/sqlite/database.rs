//! The connections to the file. They are opened anew after an error that says that the file is not what it was: put back
//! the file, and the storage works again.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sqlx::{
    SqlitePool,
    migrate::MigrateError,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};
use tokio::{
    sync::Mutex,
    time::{Instant, sleep, timeout},
};

use super::Query;
use crate::StorageError;

/// How long a query waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
/// How long between two tries where SQLite itself does not wait.
const BUSY_PAUSE: Duration = Duration::from_millis(20);
/// How long a request waits for a connection before the storage counts as out of order.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// Readers do not wait for each other, nor for the writer (<https://sqlite.org/wal.html>).
const READERS: u32 = 4;
/// One writes at a time whatever one does: in the pool's queue they wait in turn, in SQLite's busy loop they do not.
const WRITERS: u32 = 1;

/// The database file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SqliteOpenError {
    /// The folder of the file cannot be made.
    #[error("the folder of {file} cannot be made: {source}; choose a writable place, for example data/app.db")]
    Folder {
        /// The database file.
        file: String,
        /// The reason.
        source: std::io::Error,
    },
    /// The file cannot be opened, is no database, or cannot be written.
    #[error("{file} cannot be used as a database: {source}; choose a writable place, for example data/app.db")]
    Database {
        /// The database file.
        file: String,
        /// The reason.
        source: sqlx::Error,
    },
}

impl SqliteOpenError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Folder { .. } => "session_storage.sqlite.folder",
            Self::Database { .. } => "session_storage.sqlite.database",
        }
    }
}

/// What the database says, with the file that it is about.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {source}")]
struct QueryError {
    file: String,
    source: sqlx::Error,
}

/// No connection became free in time.
#[derive(Debug, thiserror::Error)]
#[error("{file} is not opened in time")]
struct OpenTimeout {
    file: String,
}

#[derive(Clone)]
pub(super) struct Database(Arc<Inner>);

struct Inner {
    file: PathBuf,
    pools: Mutex<Option<Pools>>,
}

#[derive(Clone)]
struct Pools {
    readers: SqlitePool,
    writer: SqlitePool,
}

impl Database {
    pub(super) async fn open(file: &Path) -> Result<Self, SqliteOpenError> {
        let pools = Pools::open(file).await?;
        Ok(Self(Arc::new(Inner { file: file.to_owned(), pools: Mutex::new(Some(pools)) })))
    }

    pub(super) async fn close(&self) {
        if let Some(pools) = self.0.pools.lock().await.take() {
            // Readers first: who closes last tidies the write-ahead log, and only the writer may write.
            for pool in [pools.readers, pools.writer] {
                // A connection on its way back while `close` begins is left over by it: then once more.
                while pool.size() > 0 {
                    pool.close().await;
                }
                pool.close().await;
            }
        }
    }

    /// Runs a statement that changes something, and says how many rows it changed.
    pub(super) async fn execute(&self, query: Query<'_>) -> Result<u64, StorageError> {
        let pools = self.pools().await?;
        match query.execute(&pools.writer).await {
            Ok(done) => Ok(done.rows_affected()),
            Err(error) => Err(self.failed(error).await),
        }
    }

    /// Runs a statement that changes something, and returns what it says of the rows that it changed.
    pub(super) async fn change(&self, query: Query<'_>) -> Result<Vec<SqliteRow>, StorageError> {
        let pools = self.pools().await?;
        match query.fetch_all(&pools.writer).await {
            Ok(rows) => Ok(rows),
            Err(error) => Err(self.failed(error).await),
        }
    }

    /// Reads rows.
    pub(super) async fn fetch(&self, query: Query<'_>) -> Result<Vec<SqliteRow>, StorageError> {
        let pools = self.pools().await?;
        match query.fetch_all(&pools.readers).await {
            Ok(rows) => Ok(rows),
            Err(error) => Err(self.failed(error).await),
        }
    }

    async fn pools(&self) -> Result<Pools, StorageError> {
        let opened = timeout(ACQUIRE_TIMEOUT, async {
            let mut pools = self.0.pools.lock().await;
            match &*pools {
                Some(open) => Ok(open.clone()),
                None => Ok(pools.insert(Pools::open(&self.0.file).await?).clone()),
            }
        });
        match opened.await {
            Ok(opened) => opened.map_err(|error: SqliteOpenError| StorageError::new(error)),
            Err(_) => Err(StorageError::new(OpenTimeout { file: self.file() })),
        }
    }

    /// The error as the caller gets it. Where the file is at fault, the next who asks opens it anew.
    async fn failed(&self, error: sqlx::Error) -> StorageError {
        if is_about_the_file(&error) {
            // What others are doing on these connections they may finish.
            self.0.pools.lock().await.take();
        }
        StorageError::new(QueryError { file: self.file(), source: error })
    }

    fn file(&self) -> String {
        self.0.file.display().to_string()
    }
}

impl Pools {
    async fn open(file: &Path) -> Result<Self, SqliteOpenError> {
        let name = || file.display().to_string();
        make_folder(file).map_err(|source| SqliteOpenError::Folder { file: name(), source })?;
        let began = Instant::now();
        loop {
            match Self::connect(file).await {
                // A new file's change to the write-ahead log does not wait for others who make it too.
                Err(error) if primary_code(&error) == Some(BUSY) && began.elapsed() < BUSY_TIMEOUT => {
                    sleep(BUSY_PAUSE).await;
                }
                connected => return connected.map_err(|source| SqliteOpenError::Database { file: name(), source }),
            }
        }
    }

    async fn connect(file: &Path) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A session that a browser has heard of survives a power cut too.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT);
        let pool = |size| SqlitePoolOptions::new().max_connections(size).acquire_timeout(ACQUIRE_TIMEOUT);
        let writer = pool(WRITERS).connect_with(options.clone()).await?;
        migrate(&writer).await?;
        Ok(Self { readers: pool(READERS).connect_lazy_with(options), writer })
    }
}

/// Brings the tables up to date: all of it or nothing, and one process at a time.
async fn migrate(pool: &SqlitePool) -> Result<(), MigrateError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    // Not `run`: the compiler cannot see that its future may go to another thread.
    sqlx::migrate!("src/session_storage/migrations").run_direct(&mut *transaction).await?;
    Ok(transaction.commit().await?)
}

const BUSY: i32 = 5;

/// Whether the file is damaged, gone, or another than the one that was opened.
fn is_about_the_file(error: &sqlx::Error) -> bool {
    const ERROR: i32 = 1; // no such table: somebody has put an empty file in its place
    const READONLY: i32 = 8;
    const IOERR: i32 = 10;
    const CORRUPT: i32 = 11;
    const CANTOPEN: i32 = 14;
    const NOTADB: i32 = 26;
    matches!(primary_code(error), Some(ERROR | READONLY | IOERR | CORRUPT | CANTOPEN | NOTADB))
}

/// SQLite's primary result code (<https://sqlite.org/rescode.html>).
fn primary_code(error: &sqlx::Error) -> Option<i32> {
    Some(error.as_database_error()?.code()?.parse::<i32>().ok()? & 0xff)
}

fn make_folder(file: &Path) -> std::io::Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder),
        _ => Ok(()),
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Database").field(&self.0.file).finish()
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[tokio::test]
    async fn full_disk_is_an_error_and_heals() {
        let folder = TempDir::new().unwrap();
        let database = Database::open(&folder.path().join("app.db")).await.unwrap();
        let write = || sqlx::query("INSERT INTO used_once (thing, expires_at) VALUES (randomblob(100000), 0)");
        // SQLite answers SQLITE_FULL here as it does when the disk is full.
        database.execute(sqlx::query("PRAGMA max_page_count = 1")).await.unwrap();
        for _ in 0..3 {
            let error = database.execute(write()).await.unwrap_err().to_string();
            assert!(error.contains("full") && error.contains("app.db"), "{error}");
        }
        database.execute(sqlx::query("PRAGMA max_page_count = 100000")).await.unwrap();
        assert_eq!(database.execute(write()).await.unwrap(), 1);
    }
}
