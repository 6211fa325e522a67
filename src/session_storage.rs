//! Where sessions are kept: a trait with a closed set of operations, each of them atomic.
//!
//! Three rules, which an upsert would break:
//! - only [`create`](SessionStorage::create) makes a session; whatever else finds none leaves none: a request that is
//!   under way while the person signs out cannot bring the session back;
//! - what is kept of the sign-in (tokens, claims) changes only from a known version to the next, so that no request writes
//!   an old refresh token over a new one;
//! - the storage knows keys that are hashes, and sealed values: who reads it can take over nobody's session.
//!
//! Beside the sessions it keeps what signing in by phone must know across processes: how often a thing was done, and who
//! may try a code. A limit that each process counts for itself is none where there are several, or where one restarts.
//!
//! What the official SDKs' storages call `idToken`, `accessToken`, `refreshToken` is here one sealed value; their
//! `signInSession` is the [`Transaction`](crate::Transaction), which lives in a cookie.

mod memory;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "sqlite")]
mod sqlite;

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

pub use self::memory::MemorySessions;
#[cfg(feature = "redis")]
pub use self::redis::{RedisOpenError, RedisSessions};
#[cfg(feature = "sqlite")]
pub use self::sqlite::{SqliteOpenError, SqliteSessions};

/// Which session: the SHA-256 of the id in the browser's cookie. The id itself is never stored.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionKey([u8; 32]);

/// What sessions are found by besides their key: the SHA-256 of a subject or of Logto's own session. Or what is used once,
/// counted or verified: that of a logout token, an address, a phone number.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct IndexKey([u8; 32]);

/// A session, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// Which.
    pub key: SessionKey,
    /// The app's own data of this session, not read by this crate.
    pub data: Vec<u8>,
    /// The sealed [`Session`](crate::Session); `None` while nobody is signed in.
    pub sealed: Option<String>,
    /// How often `sealed` was changed.
    pub version: i64,
    /// When the person was last here (UTC, whole seconds).
    pub seen_at: OffsetDateTime,
    /// From when on the session is none (UTC, whole seconds).
    pub expires_at: OffsetDateTime,
}

/// How often a thing was done, and until when that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How often since the window began, this time included.
    pub number: u32,
    /// When the window ends, and the count starts anew (UTC, whole seconds).
    pub ends_at: OffsetDateTime,
}

/// The storage does not answer, or refuses.
#[derive(Debug, thiserror::Error)]
#[error("the session storage does not answer: {0}")]
pub struct StorageError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// A place for sessions, and for what must be counted across processes. What has expired is never returned and never counted, whether it has been deleted yet or not.
#[async_trait]
pub trait SessionStorage: std::fmt::Debug + Send + Sync + 'static {
    /// Makes an empty session. `false`: the key is taken (a session that has expired takes none).
    async fn create(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool, StorageError>;

    /// The session.
    async fn load(&self, key: &SessionKey) -> Result<Option<StoredSession>, StorageError>;

    /// Changes the app's data. `expires_at` counts only while nobody is signed in. `false`: there is no such session.
    async fn save_data(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool, StorageError>;

    /// Signs a person in on a session that exists; `version` becomes 1, or one more where somebody was signed in, so that
    /// no request under way has a version that is valid. `seen_at` is the time of the call by the storage's clock.
    /// `false`: there is no such session.
    async fn sign_in(
        &self,
        key: &SessionKey,
        sealed: &str,
        subject: &IndexKey,
        provider_session: Option<&IndexKey>,
        expires_at: OffsetDateTime,
    ) -> Result<bool, StorageError>;

    /// Puts `sealed` in the place of what has this `version`, which becomes one more. `false`: the session is gone, or
    /// was changed by another.
    async fn replace(&self, key: &SessionKey, version: i64, sealed: &str) -> Result<bool, StorageError>;

    /// Notes that the person is here. `false`: there is no such session.
    async fn touch(&self, key: &SessionKey, expires_at: OffsetDateTime) -> Result<bool, StorageError>;

    /// Ends the session. `false`: there was none.
    async fn delete(&self, key: &SessionKey) -> Result<bool, StorageError>;

    /// The sessions of a person, in no order.
    async fn of_subject(&self, subject: &IndexKey) -> Result<Vec<StoredSession>, StorageError>;

    /// The sessions that belong to a session at the provider (`sid`), in no order.
    async fn of_provider_session(&self, provider_session: &IndexKey) -> Result<Vec<StoredSession>, StorageError>;

    /// Takes the lease on a session, across processes. `false`: `holder` is not the first, and the lease is not over
    /// yet; or there is no such session. Who has the lease may renew it.
    async fn lock(&self, key: &SessionKey, holder: &str, lease: Duration) -> Result<bool, StorageError>;

    /// Gives the lease back, if `holder` has it.
    async fn unlock(&self, key: &SessionKey, holder: &str) -> Result<(), StorageError>;

    /// Notes a thing that may be used once, until it is of no use any more. `false`: it was used before.
    async fn use_once(&self, thing: &IndexKey, expires_at: OffsetDateTime) -> Result<bool, StorageError>;

    /// Adds one to the count of a thing. The window begins with the first, and ends `window` later, however many follow:
    /// then the count starts anew. No two callers of one window get the same number, in whatever process they are, so
    /// that who lets the first five pass lets five pass.
    async fn count(&self, thing: &IndexKey, window: Duration) -> Result<Count, StorageError>;

    /// Begins the verification of a thing (a phone number) by one holder (a browser), in the place of any other, with no
    /// try used up. A code must be tried by the browser alone that asked for it: whoever else learns the number could
    /// guess along, or use up the tries of the person whose number it is.
    async fn begin_verification(
        &self,
        thing: &IndexKey,
        holder: &IndexKey,
        expires_at: OffsetDateTime,
    ) -> Result<(), StorageError>;

    /// Counts a try, before it is made: guesses that are sent at once are counted one by one, across processes. `Some(n)`:
    /// this is the n-th. `None`: `holder` has no verification of the thing. It expired or ended, or another holder took
    /// its place.
    async fn try_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<Option<u32>, StorageError>;

    /// Ends the verification of a thing by this holder. `true` for exactly one caller: a code that is sent twice at once
    /// signs in once. `false`: `holder` has none.
    async fn end_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<bool, StorageError>;

    /// Deletes what has expired.
    async fn delete_expired(&self) -> Result<(), StorageError>;

    /// Whether the storage answers.
    async fn ping(&self) -> Result<(), StorageError>;
}

impl SessionKey {
    /// The key of the session with this id. The id must be unguessable: no salt is needed.
    pub fn of(id: &str) -> Self {
        Self(Sha256::digest(id.as_bytes()).into())
    }

    /// The key.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key that a storage gave out.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl IndexKey {
    /// The key of a thing in its realm: `IndexKey::of("sub", [issuer, sub])`.
    pub fn of<const N: usize>(kind: &str, parts: [&str; N]) -> Self {
        let mut digest = Sha256::new();
        for part in std::iter::once(kind).chain(parts) {
            // With its length, so that no two lists of parts are one text.
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        Self(digest.finalize().into())
    }

    /// The key.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl StorageError {
    /// What went wrong in a storage.
    pub fn new(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

/// Not the bytes: a log is no place for what finds a session.
impl std::fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionKey")
    }
}

impl std::fmt::Debug for IndexKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IndexKey")
    }
}

/// When a window ends that begins now.
fn window_end(now: OffsetDateTime, window: Duration) -> OffsetDateTime {
    whole_seconds(now.saturating_add(window))
}

/// A number that was counted, as the caller gets it.
#[cfg(any(feature = "redis", feature = "sqlite"))]
fn counted(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// What every storage keeps of a time, so that all of them answer alike.
fn whole_seconds(time: OffsetDateTime) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(time.unix_timestamp()).unwrap_or(time)
}
