//! The session store: `tower-sessions` over one SQLite file.
//!
//! Not `tower-sessions-sqlx-store`: there `save` is an upsert, with which a request that is still under way while the
//! person signs out writes the session back (docs/decisions/0003-session-store.md). Here only `create` makes a row.

use std::{path::Path, time::Duration};

use async_trait::async_trait;
use logto::Clock;
use sha2::{Digest, Sha256};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tower_sessions::{
    ExpiredDeletion, SessionStore,
    session::{Id, Record},
    session_store::{self, Error},
};

use crate::settings::StoreLocation;

/// How long a query waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a request waits for a connection before the store counts as out of order.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// Readers do not wait for each other.
const CONNECTIONS: u32 = 4;

/// Sessions in SQLite.
#[derive(Clone, Debug)]
pub struct SqliteSessions {
    pool: SqlitePool,
    clock: Clock,
}

/// The database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder of the file cannot be made.
    #[error("the folder of {file} cannot be made: {source}; choose a writable place, for example sqlite:data/app.db")]
    Folder {
        /// The database file.
        file: String,
        /// The reason.
        source: std::io::Error,
    },
    /// The file cannot be opened, is no database, or cannot be written.
    #[error("{file} cannot be used as a database: {source}; choose a writable place, for example sqlite:data/app.db")]
    Database {
        /// The database file.
        file: String,
        /// The reason.
        source: sqlx::Error,
    },
}

impl SqliteSessions {
    /// Opens the database, makes it where there is none, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// [`OpenError`], naming the file.
    pub async fn open(location: &StoreLocation, clock: Clock) -> Result<Self, OpenError> {
        let (options, pool, file) = match location {
            StoreLocation::Memory => {
                // Each connection would have a memory of its own: one, and it stays.
                let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
                (SqliteConnectOptions::new().in_memory(true), pool, ":memory:".to_owned())
            }
            StoreLocation::Sqlite(file) => {
                let name = file.display().to_string();
                make_folder(file).map_err(|source| OpenError::Folder { file: name.clone(), source })?;
                let options = SqliteConnectOptions::new()
                    .filename(file)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // A session that a browser has heard of survives a power cut too.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(BUSY_TIMEOUT);
                (options, SqlitePoolOptions::new().max_connections(CONNECTIONS), name)
            }
        };
        let database = |source: sqlx::Error| OpenError::Database { file: file.clone(), source };
        let pool = pool.acquire_timeout(ACQUIRE_TIMEOUT).connect_with(options).await.map_err(database)?;
        sqlx::migrate!("./migrations").run(&pool).await.map_err(|error| database(error.into()))?;
        Ok(Self { pool, clock })
    }

    /// Whether the store answers.
    ///
    /// # Errors
    ///
    /// The database's, when it does not.
    pub async fn ping(&self) -> Result<(), sqlx::Error> {
        sqlx::query("SELECT 1 FROM sessions LIMIT 1").fetch_optional(&self.pool).await.map(|_| ())
    }

    async fn insert(&self, record: &Record) -> session_store::Result<bool> {
        let inserted =
            sqlx::query("INSERT INTO sessions (id, record, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .bind(key(&record.id))
                .bind(encode(record)?)
                .bind(record.expiry_date.unix_timestamp())
                .execute(&self.pool)
                .await
                .map_err(backend)?;
        Ok(inserted.rows_affected() == 1)
    }
}

#[async_trait]
impl SessionStore for SqliteSessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        while !self.insert(record).await? {
            record.id = Id::default();
        }
        Ok(())
    }

    /// Changes the row, if it is still there. A session that has been signed out stays signed out.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        sqlx::query("UPDATE sessions SET record = ?, expires_at = ? WHERE id = ?")
            .bind(encode(record)?)
            .bind(record.expiry_date.unix_timestamp())
            .bind(key(&record.id))
            .execute(&self.pool)
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT record FROM sessions WHERE id = ? AND expires_at > ?")
            .bind(key(id))
            .bind(self.clock.now().unix_timestamp())
            .fetch_optional(&self.pool)
            .await
            .map_err(backend)?;
        Ok(row.and_then(|(bytes,)| match serde_json::from_slice::<Record>(&bytes) {
            // The row knows its id only as a hash.
            Ok(record) => Some(Record { id: *id, ..record }),
            Err(error) => {
                tracing::warn!(%error, "a damaged session record is left alone; its owner signs in again");
                None
            }
        }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        sqlx::query("DELETE FROM sessions WHERE id = ?").bind(key(id)).execute(&self.pool).await.map_err(backend)?;
        Ok(())
    }
}

#[async_trait]
impl ExpiredDeletion for SqliteSessions {
    async fn delete_expired(&self) -> session_store::Result<()> {
        sqlx::query("DELETE FROM sessions WHERE expires_at <= ?")
            .bind(self.clock.now().unix_timestamp())
            .execute(&self.pool)
            .await
            .map_err(backend)?;
        Ok(())
    }
}

/// What stands in the table instead of the id. The id has 128 random bits: no salt is needed.
fn key(id: &Id) -> Vec<u8> {
    Sha256::digest(id.0.to_be_bytes()).to_vec()
}

fn encode(record: &Record) -> session_store::Result<Vec<u8>> {
    let without_id = Record { id: Id(0), ..record.clone() };
    serde_json::to_vec(&without_id).map_err(|error| Error::Encode(error.to_string()))
}

fn backend(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}

fn make_folder(file: &Path) -> std::io::Result<()> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;
    use time::OffsetDateTime;

    use super::*;

    async fn sessions() -> (SqliteSessions, TempDir) {
        let folder = TempDir::new().unwrap();
        let location = StoreLocation::Sqlite(folder.path().join("new/app.db"));
        (SqliteSessions::open(&location, Clock::system()).await.unwrap(), folder)
    }

    fn record() -> Record {
        let expiry_date = Clock::system().now() + time::Duration::hours(1);
        let data = [("session".to_owned(), "sealed".into())].into();
        Record { id: Id::default(), data, expiry_date }
    }

    #[tokio::test]
    async fn loads_what_it_created() {
        let (sessions, _folder) = sessions().await;
        let mut record = record();
        sessions.create(&mut record).await.unwrap();
        let loaded = sessions.load(&record.id).await.unwrap().unwrap();
        assert_eq!((loaded.id, &loaded.data), (record.id, &record.data));
    }

    #[tokio::test]
    async fn a_save_after_sign_out_does_not_bring_the_session_back() {
        let (sessions, _folder) = sessions().await;
        let mut record = record();
        sessions.create(&mut record).await.unwrap();
        sessions.delete(&record.id).await.unwrap();
        sessions.save(&record).await.unwrap();
        assert!(sessions.load(&record.id).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn forgets_what_has_expired() {
        let (sessions, _folder) = sessions().await;
        let mut record = record();
        record.expiry_date = OffsetDateTime::UNIX_EPOCH;
        sessions.create(&mut record).await.unwrap();
        assert!(sessions.load(&record.id).await.unwrap().is_none());
        sessions.delete_expired().await.unwrap();
        assert!(sessions.insert(&record).await.unwrap(), "the row is still there");
    }

    #[tokio::test]
    async fn shows_no_session_id_to_a_reader_of_the_file() {
        let (sessions, folder) = sessions().await;
        let mut record = record();
        sessions.create(&mut record).await.unwrap();
        sessions.pool.close().await;
        let mut seen = Vec::new();
        for file in std::fs::read_dir(folder.path().join("new")).unwrap() {
            seen.extend(std::fs::read(file.unwrap().path()).unwrap());
        }
        let text = String::from_utf8_lossy(&seen);
        assert!(text.contains("sealed"), "the record is not where this test looks");
        assert!(!text.contains(&record.id.to_string()));
        assert!(!text.contains(&record.id.0.to_string()));
    }

    #[tokio::test]
    async fn a_damaged_record_is_no_session() {
        let (sessions, _folder) = sessions().await;
        let mut record = record();
        sessions.create(&mut record).await.unwrap();
        sqlx::query("UPDATE sessions SET record = x'00ff'").execute(&sessions.pool).await.unwrap();
        assert!(sessions.load(&record.id).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn names_the_file_that_cannot_be_used() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "no database, but long enough to be looked at as one: ".repeat(20)).unwrap();
        for location in [file.clone(), file.join("app.db")] {
            let error = SqliteSessions::open(&StoreLocation::Sqlite(location), Clock::system()).await.unwrap_err();
            assert!(error.to_string().contains(&*file.display().to_string()), "{error}");
        }
    }

    #[tokio::test]
    async fn works_in_memory() {
        let sessions = SqliteSessions::open(&StoreLocation::Memory, Clock::system()).await.unwrap();
        let mut record = record();
        sessions.create(&mut record).await.unwrap();
        sessions.ping().await.unwrap();
        assert!(sessions.load(&record.id).await.unwrap().is_some());
    }
}
