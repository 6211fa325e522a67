//! A row as a session or a count. A session that cannot be read is none: its owner signs in again, and nobody else notices.

use sqlx::{Row, sqlite::SqliteRow};
use time::OffsetDateTime;

use crate::{
    SessionKey, StoredSession,
    session_storage::{Count, counted},
};

/// The columns that [`read_session`] reads, in its order.
macro_rules! select_sessions {
    () => {
        "SELECT key, data, sealed, version, seen_at, expires_at FROM sessions"
    };
}
pub(super) use select_sessions;

pub(super) fn read_session(row: &SqliteRow) -> Option<StoredSession> {
    match decode(row) {
        Ok(session) => Some(session),
        Err(error) => {
            tracing::warn!(%error, "a damaged session record is left alone; its owner signs in again");
            None
        }
    }
}

/// The columns `number` and `expires_at` of a count.
pub(super) fn read_count(row: &SqliteRow) -> Result<Count, sqlx::Error> {
    let ends_at =
        OffsetDateTime::from_unix_timestamp(row.try_get(1)?).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Count { number: counted(row.try_get(0)?), ends_at })
}

fn decode(row: &SqliteRow) -> Result<StoredSession, Box<dyn std::error::Error>> {
    let key: [u8; 32] = row.try_get::<&[u8], _>(0)?.try_into()?;
    Ok(StoredSession {
        key: SessionKey::from_bytes(key),
        data: row.try_get(1)?,
        sealed: row.try_get(2)?,
        version: row.try_get(3)?,
        seen_at: OffsetDateTime::from_unix_timestamp(row.try_get(4)?)?,
        expires_at: OffsetDateTime::from_unix_timestamp(row.try_get(5)?)?,
    })
}
