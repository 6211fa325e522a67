//! Sessions in one SQLite file: nothing else to install, and a session that a browser has heard of survives a power cut.
//!
//! Each operation is one statement with its conditions inside, so each is atomic, across processes too
//! (<https://sqlite.org/isolation.html>). Only `create` inserts a session.

mod database;
mod rows;

use std::path::Path;

use async_trait::async_trait;
use sqlx::{
    Row,
    sqlite::{SqliteArguments, SqliteRow},
};
use time::{Duration, OffsetDateTime};

pub use self::database::SqliteOpenError;
use self::{
    database::Database,
    rows::{read_count, read_session, select_sessions},
};
use super::{Count, IndexKey, SessionKey, SessionStorage, StorageError, StoredSession, counted, window_end};
use crate::Clock;

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments<'q>>;

/// How many expired rows go at once: between two such statements others get to write.
const SWEEP: u64 = 1000;

/// Sessions in SQLite. Clones share the connections.
#[derive(Clone, Debug)]
pub struct SqliteSessions {
    database: Database,
    clock: Clock,
}

impl SqliteSessions {
    /// Opens the file, makes it and its folder where there are none, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// [`SqliteOpenError`], naming the file.
    pub async fn open(file: impl AsRef<Path>, clock: Clock) -> Result<Self, SqliteOpenError> {
        Ok(Self { database: Database::open(file.as_ref()).await?, clock })
    }

    /// Closes the connections, once their work is done. What is asked of this storage afterwards opens them again.
    pub async fn close(&self) {
        self.database.close().await;
    }

    fn now(&self) -> i64 {
        self.clock.now().unix_timestamp()
    }

    async fn changes_one(&self, query: Query<'_>) -> Result<bool, StorageError> {
        Ok(self.database.execute(query).await? == 1)
    }

    async fn sessions(&self, query: Query<'_>) -> Result<Vec<StoredSession>, StorageError> {
        let rows: Vec<SqliteRow> = self.database.fetch(query).await?;
        Ok(rows.iter().filter_map(read_session).collect())
    }
}

#[async_trait]
impl SessionStorage for SqliteSessions {
    async fn create(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        let now = self.now();
        // A row that has expired is no session: the new one takes its place, and nothing of it stays.
        let query = sqlx::query(
            "INSERT OR REPLACE INTO sessions (key, data, version, seen_at, expires_at) SELECT ?1, ?2, 0, ?3, ?4 \
             WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE key = ?1 AND expires_at > ?3)",
        );
        self.changes_one(query.bind(&key.0[..]).bind(data).bind(now).bind(expires_at.unix_timestamp())).await
    }

    async fn load(&self, key: &SessionKey) -> Result<Option<StoredSession>, StorageError> {
        let query = sqlx::query(concat!(select_sessions!(), " WHERE key = ? AND expires_at > ?"));
        Ok(self.sessions(query.bind(&key.0[..]).bind(self.now())).await?.pop())
    }

    async fn save_data(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        let query = sqlx::query(
            "UPDATE sessions SET data = ?, expires_at = CASE WHEN sealed IS NULL THEN ? ELSE expires_at END \
             WHERE key = ? AND expires_at > ?",
        );
        let query = query.bind(data).bind(expires_at.unix_timestamp());
        self.changes_one(query.bind(&key.0[..]).bind(self.now())).await
    }

    async fn sign_in(
        &self,
        key: &SessionKey,
        sealed: &str,
        subject: &IndexKey,
        provider_session: Option<&IndexKey>,
        expires_at: OffsetDateTime,
    ) -> Result<bool, StorageError> {
        let now = self.now();
        let query = sqlx::query(
            "UPDATE sessions SET sealed = ?, version = version + 1, subject = ?, provider_session = ?, \
             seen_at = ?, expires_at = ? WHERE key = ? AND expires_at > ?",
        );
        let query = query.bind(sealed).bind(&subject.0[..]).bind(provider_session.map(|key| &key.0[..]));
        self.changes_one(query.bind(now).bind(expires_at.unix_timestamp()).bind(&key.0[..]).bind(now)).await
    }

    async fn replace(&self, key: &SessionKey, version: i64, sealed: &str) -> Result<bool, StorageError> {
        let query = sqlx::query(
            "UPDATE sessions SET sealed = ?, version = version + 1 \
             WHERE key = ? AND version = ? AND sealed IS NOT NULL AND expires_at > ?",
        );
        self.changes_one(query.bind(sealed).bind(&key.0[..]).bind(version).bind(self.now())).await
    }

    async fn touch(&self, key: &SessionKey, expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        let now = self.now();
        let query = sqlx::query("UPDATE sessions SET seen_at = ?, expires_at = ? WHERE key = ? AND expires_at > ?");
        self.changes_one(query.bind(now).bind(expires_at.unix_timestamp()).bind(&key.0[..]).bind(now)).await
    }

    async fn delete(&self, key: &SessionKey) -> Result<bool, StorageError> {
        let query = sqlx::query("DELETE FROM sessions WHERE key = ? AND expires_at > ?");
        self.changes_one(query.bind(&key.0[..]).bind(self.now())).await
    }

    async fn of_subject(&self, subject: &IndexKey) -> Result<Vec<StoredSession>, StorageError> {
        let query = sqlx::query(concat!(select_sessions!(), " WHERE subject = ? AND expires_at > ?"));
        self.sessions(query.bind(&subject.0[..]).bind(self.now())).await
    }

    async fn of_provider_session(&self, provider_session: &IndexKey) -> Result<Vec<StoredSession>, StorageError> {
        let query = sqlx::query(concat!(select_sessions!(), " WHERE provider_session = ? AND expires_at > ?"));
        self.sessions(query.bind(&provider_session.0[..]).bind(self.now())).await
    }

    async fn lock(&self, key: &SessionKey, holder: &str, lease: Duration) -> Result<bool, StorageError> {
        let now = self.clock.now();
        let query = sqlx::query(
            "UPDATE sessions SET lease_holder = ?1, lease_until = ?2 WHERE key = ?3 AND expires_at > ?4 \
             AND (lease_holder IS NULL OR lease_holder = ?1 OR lease_until <= ?5)",
        );
        let query = query.bind(holder).bind(milliseconds(now.saturating_add(lease))).bind(&key.0[..]);
        self.changes_one(query.bind(now.unix_timestamp()).bind(milliseconds(now))).await
    }

    async fn unlock(&self, key: &SessionKey, holder: &str) -> Result<(), StorageError> {
        let query = sqlx::query(
            "UPDATE sessions SET lease_holder = NULL, lease_until = NULL WHERE key = ? AND lease_holder = ?",
        );
        self.database.execute(query.bind(&key.0[..]).bind(holder)).await.map(|_| ())
    }

    async fn use_once(&self, thing: &IndexKey, expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        let query = sqlx::query(
            "INSERT INTO used_once (thing, expires_at) VALUES (?, ?) ON CONFLICT (thing) \
             DO UPDATE SET expires_at = excluded.expires_at WHERE used_once.expires_at <= ?",
        );
        self.changes_one(query.bind(&thing.0[..]).bind(expires_at.unix_timestamp()).bind(self.now())).await
    }

    async fn count(&self, thing: &IndexKey, window: Duration) -> Result<Count, StorageError> {
        let now = self.clock.now();
        let query = sqlx::query(
            "INSERT INTO counts (thing, number, expires_at) VALUES (?1, 1, ?2) ON CONFLICT (thing) DO UPDATE SET \
             number = CASE WHEN expires_at > ?3 THEN number + 1 ELSE 1 END, \
             expires_at = CASE WHEN expires_at > ?3 THEN expires_at ELSE ?2 END RETURNING number, expires_at",
        );
        let query = query.bind(&thing.0[..]).bind(window_end(now, window).unix_timestamp());
        let row = self.database.change(query.bind(now.unix_timestamp())).await?.pop();
        row.as_ref().ok_or(sqlx::Error::RowNotFound).and_then(read_count).map_err(StorageError::new)
    }

    async fn begin_verification(
        &self,
        thing: &IndexKey,
        holder: &IndexKey,
        expires_at: OffsetDateTime,
    ) -> Result<(), StorageError> {
        let query =
            sqlx::query("INSERT OR REPLACE INTO verifications (thing, holder, tries, expires_at) VALUES (?, ?, 0, ?)");
        let query = query.bind(&thing.0[..]).bind(&holder.0[..]).bind(expires_at.unix_timestamp());
        self.database.execute(query).await.map(|_| ())
    }

    async fn try_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<Option<u32>, StorageError> {
        let query = sqlx::query(
            "UPDATE verifications SET tries = tries + 1 WHERE thing = ? AND holder = ? AND expires_at > ? \
             RETURNING tries",
        );
        let query = query.bind(&thing.0[..]).bind(&holder.0[..]).bind(self.now());
        let row = self.database.change(query).await?.pop();
        row.map(|row| row.try_get(0).map(counted)).transpose().map_err(StorageError::new)
    }

    async fn end_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<bool, StorageError> {
        let query = sqlx::query("DELETE FROM verifications WHERE thing = ? AND holder = ? AND expires_at > ?");
        self.changes_one(query.bind(&thing.0[..]).bind(&holder.0[..]).bind(self.now())).await
    }

    async fn delete_expired(&self) -> Result<(), StorageError> {
        let now = self.now();
        for sweep in [
            "DELETE FROM sessions WHERE key IN (SELECT key FROM sessions WHERE expires_at <= ? LIMIT ?)",
            "DELETE FROM used_once WHERE thing IN (SELECT thing FROM used_once WHERE expires_at <= ? LIMIT ?)",
            "DELETE FROM counts WHERE thing IN (SELECT thing FROM counts WHERE expires_at <= ? LIMIT ?)",
            "DELETE FROM verifications WHERE thing IN (SELECT thing FROM verifications WHERE expires_at <= ? LIMIT ?)",
        ] {
            while self.database.execute(sqlx::query(sweep).bind(now).bind(SWEEP as i64)).await? == SWEEP {}
        }
        Ok(())
    }

    async fn ping(&self) -> Result<(), StorageError> {
        self.database.fetch(sqlx::query("SELECT 1 FROM sessions LIMIT 1")).await.map(|_| ())
    }
}

fn milliseconds(time: OffsetDateTime) -> i64 {
    i64::try_from(time.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}
