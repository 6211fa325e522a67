//! Sessions in Redis 6 or later, or Valkey: for several processes or machines.
//!
//! Set there `appendonly yes`, or a restart forgets sessions, and `maxmemory-policy noeviction`, or it forgets some when
//! memory is short, and with an index of them the means to sign a person out everywhere. Not for Redis Cluster: a
//! script changes a session and its indexes together, and they have no slot in common.
//!
//! Nothing is written but by a script, which looks first whether the session is there (`redis/*.lua`).

mod connection;
mod scripts;

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use redis::Script;
use time::{Duration, OffsetDateTime};

use self::{connection::Connection, scripts::Scripts};
use super::{Count, IndexKey, SessionKey, SessionStorage, StorageError, StoredSession, counted, window_end};
use crate::Clock;

/// A session's fields, as they are stored: data, sealed, version, seen_at, expires_at.
type Fields = (Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>, Option<Vec<u8>>);

/// Sessions in Redis. Clones share the connection.
#[derive(Clone)]
pub struct RedisSessions(Arc<Inner>);

struct Inner {
    connection: Connection,
    scripts: Scripts,
    clock: Clock,
}

/// The address of Redis cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RedisOpenError {
    /// It is no URL of a Redis. It is not quoted, for it may hold a password.
    #[error("this is no address of a Redis; write redis://host:6379, or rediss://host:6379 with TLS")]
    Url,
}

impl RedisOpenError {
    /// The stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Url => "session_storage.redis.url",
        }
    }
}

impl RedisSessions {
    /// Sessions in the Redis at this URL: `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS with the
    /// system's certificates. The connection is made when it is first needed.
    ///
    /// # Errors
    ///
    /// [`RedisOpenError::Url`] when that is no URL of a Redis.
    pub fn open(url: &str, clock: Clock) -> Result<Self, RedisOpenError> {
        Ok(Self(Arc::new(Inner { connection: Connection::new(url)?, scripts: Scripts::new(), clock })))
    }

    fn now(&self) -> i64 {
        self.0.clock.now().unix_timestamp()
    }

    fn scripts(&self) -> &Scripts {
        &self.0.scripts
    }

    /// Runs a script on a session, with what comes after its key and the time.
    async fn change(&self, script: &Script, key: &SessionKey, arguments: &[&[u8]]) -> Result<bool, StorageError> {
        let mut invocation = script.arg(hex(&key.0));
        invocation.arg(self.now()).arg(arguments);
        self.0.connection.script(&invocation).await
    }

    async fn find(&self, index: &str, name: &IndexKey) -> Result<Vec<StoredSession>, StorageError> {
        let mut invocation = self.scripts().find.arg(index);
        invocation.arg(hex(&name.0)).arg(self.now());
        let found: Vec<(String, Fields)> = self.0.connection.script(&invocation).await?;
        Ok(found.into_iter().filter_map(|(key, fields)| read_session(SessionKey(unhex(&key)?), fields)).collect())
    }
}

#[async_trait]
impl SessionStorage for RedisSessions {
    async fn create(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        self.change(&self.scripts().create, key, &[data, &seconds(expires_at)]).await
    }

    async fn load(&self, key: &SessionKey) -> Result<Option<StoredSession>, StorageError> {
        let mut invocation = self.scripts().load.arg(hex(&key.0));
        invocation.arg(self.now());
        let fields: Option<Fields> = self.0.connection.script(&invocation).await?;
        Ok(fields.and_then(|fields| read_session(*key, fields)))
    }

    async fn save_data(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        self.change(&self.scripts().save_data, key, &[data, &seconds(expires_at)]).await
    }

    async fn sign_in(
        &self,
        key: &SessionKey,
        sealed: &str,
        subject: &IndexKey,
        provider_session: Option<&IndexKey>,
        expires_at: OffsetDateTime,
    ) -> Result<bool, StorageError> {
        let provider_session = provider_session.map(|key| hex(&key.0)).unwrap_or_default();
        let subject = hex(&subject.0);
        let arguments = [sealed.as_bytes(), &seconds(expires_at), subject.as_bytes(), provider_session.as_bytes()];
        self.change(&self.scripts().sign_in, key, &arguments).await
    }

    async fn replace(&self, key: &SessionKey, version: i64, sealed: &str) -> Result<bool, StorageError> {
        self.change(&self.scripts().replace, key, &[version.to_string().as_bytes(), sealed.as_bytes()]).await
    }

    async fn touch(&self, key: &SessionKey, expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        self.change(&self.scripts().touch, key, &[&seconds(expires_at)]).await
    }

    async fn delete(&self, key: &SessionKey) -> Result<bool, StorageError> {
        self.change(&self.scripts().delete, key, &[]).await
    }

    async fn of_subject(&self, subject: &IndexKey) -> Result<Vec<StoredSession>, StorageError> {
        self.find("subject", subject).await
    }

    async fn of_provider_session(&self, provider_session: &IndexKey) -> Result<Vec<StoredSession>, StorageError> {
        self.find("provider_session", provider_session).await
    }

    /// By the server's clock, which all processes share.
    async fn lock(&self, key: &SessionKey, holder: &str, lease: Duration) -> Result<bool, StorageError> {
        // Redis refuses a lease of no time.
        let lease = lease.whole_milliseconds().max(1).to_string();
        self.change(&self.scripts().lock, key, &[holder.as_bytes(), lease.as_bytes()]).await
    }

    async fn unlock(&self, key: &SessionKey, holder: &str) -> Result<(), StorageError> {
        let mut invocation = self.scripts().unlock.arg(hex(&key.0));
        self.0.connection.script(invocation.arg(holder)).await
    }

    async fn use_once(&self, thing: &IndexKey, expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        let mut invocation = self.scripts().use_once.arg(hex(&thing.0));
        self.0.connection.script(invocation.arg(self.now()).arg(seconds(expires_at))).await
    }

    async fn count(&self, thing: &IndexKey, window: Duration) -> Result<Count, StorageError> {
        let now = self.0.clock.now();
        let mut invocation = self.scripts().count.arg(hex(&thing.0));
        invocation.arg(now.unix_timestamp()).arg(seconds(window_end(now, window)));
        let (number, ends_at): (i64, i64) = self.0.connection.script(&invocation).await?;
        let ends_at = OffsetDateTime::from_unix_timestamp(ends_at).map_err(StorageError::new)?;
        Ok(Count { number: counted(number), ends_at })
    }

    async fn begin_verification(
        &self,
        thing: &IndexKey,
        holder: &IndexKey,
        expires_at: OffsetDateTime,
    ) -> Result<(), StorageError> {
        let mut invocation = self.scripts().begin_verification.arg(hex(&thing.0));
        self.0.connection.script(invocation.arg(hex(&holder.0)).arg(seconds(expires_at))).await
    }

    async fn try_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<Option<u32>, StorageError> {
        let mut invocation = self.scripts().try_verification.arg(hex(&thing.0));
        let tries: Option<i64> = self.0.connection.script(invocation.arg(self.now()).arg(hex(&holder.0))).await?;
        Ok(tries.map(counted))
    }

    async fn end_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<bool, StorageError> {
        let mut invocation = self.scripts().end_verification.arg(hex(&thing.0));
        self.0.connection.script(invocation.arg(self.now()).arg(hex(&holder.0))).await
    }

    /// Nothing to do: Redis forgets by itself what has expired.
    async fn delete_expired(&self) -> Result<(), StorageError> {
        Ok(())
    }

    async fn ping(&self) -> Result<(), StorageError> {
        self.0.connection.command(&redis::cmd("PING")).await
    }
}

/// A record as a session. What cannot be read is none: its owner signs in again, and nobody else notices.
fn read_session(key: SessionKey, fields: Fields) -> Option<StoredSession> {
    let (data, sealed, version, seen_at, expires_at) = fields;
    let read = || -> Option<StoredSession> {
        Some(StoredSession {
            key,
            data: data?,
            sealed: sealed.map(String::from_utf8).transpose().ok()?,
            version: number(version)?,
            seen_at: OffsetDateTime::from_unix_timestamp(number(seen_at)?).ok()?,
            expires_at: OffsetDateTime::from_unix_timestamp(number(expires_at)?).ok()?,
        })
    };
    let session = read();
    if session.is_none() {
        tracing::warn!("a damaged session record is left alone; its owner signs in again");
    }
    session
}

fn number(field: Option<Vec<u8>>) -> Option<i64> {
    std::str::from_utf8(&field?).ok()?.parse().ok()
}

fn seconds(time: OffsetDateTime) -> Vec<u8> {
    time.unix_timestamp().to_string().into_bytes()
}

fn hex(bytes: &[u8; 32]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text.chars().map(|digit| Some(digit.to_digit(16)? as u8)).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    bytes.try_into().ok()
}

/// Neither the URL, which may hold a password, nor what is kept.
impl fmt::Debug for RedisSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RedisSessions").field(&self.0.connection).finish()
    }
}
