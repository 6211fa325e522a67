//! Sessions in this process's memory, for tests: they end with it, and no other process sees them.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use time::{Duration, OffsetDateTime};

use super::{Count, IndexKey, SessionKey, SessionStorage, StorageError, StoredSession, whole_seconds, window_end};
use crate::Clock;

/// Sessions in memory. Clones share them.
#[derive(Clone)]
pub struct MemorySessions {
    clock: Clock,
    tables: Arc<Mutex<Tables>>,
}

#[derive(Default)]
struct Tables {
    sessions: HashMap<SessionKey, Row>,
    used_once: HashMap<IndexKey, OffsetDateTime>,
    counts: HashMap<IndexKey, Count>,
    verifications: HashMap<IndexKey, Verification>,
}

struct Row {
    session: StoredSession,
    subject: Option<IndexKey>,
    provider_session: Option<IndexKey>,
    lease: Option<(String, OffsetDateTime)>,
}

struct Verification {
    holder: IndexKey,
    tries: u32,
    expires_at: OffsetDateTime,
}

impl MemorySessions {
    /// An empty storage that goes by this clock.
    pub fn new(clock: Clock) -> Self {
        Self { clock, tables: Arc::default() }
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        // Nothing below panics between two changes that belong together.
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the session, if there is one: `change` says whether it did.
    fn change(&self, key: &SessionKey, change: impl FnOnce(&mut Row) -> bool) -> Result<bool, StorageError> {
        let now = self.clock.now();
        Ok(self.tables().sessions.get_mut(key).is_some_and(|row| row.is_alive(now) && change(row)))
    }

    fn find(&self, wanted: impl Fn(&Row) -> bool) -> Result<Vec<StoredSession>, StorageError> {
        let now = self.clock.now();
        let tables = self.tables();
        let found = tables.sessions.values().filter(|row| row.is_alive(now) && wanted(row));
        Ok(found.map(|row| row.session.clone()).collect())
    }
}

impl Row {
    fn is_alive(&self, now: OffsetDateTime) -> bool {
        self.session.expires_at > now
    }
}

impl Verification {
    fn is_of(&self, holder: &IndexKey, now: OffsetDateTime) -> bool {
        self.holder == *holder && self.expires_at > now
    }
}

#[async_trait]
impl SessionStorage for MemorySessions {
    async fn create(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        let now = self.clock.now();
        let mut tables = self.tables();
        if tables.sessions.get(key).is_some_and(|row| row.is_alive(now)) {
            return Ok(false);
        }
        let session = StoredSession {
            key: *key,
            data: data.to_vec(),
            sealed: None,
            version: 0,
            seen_at: whole_seconds(now),
            expires_at: whole_seconds(expires_at),
        };
        tables.sessions.insert(*key, Row { session, subject: None, provider_session: None, lease: None });
        Ok(true)
    }

    async fn load(&self, key: &SessionKey) -> Result<Option<StoredSession>, StorageError> {
        let now = self.clock.now();
        Ok(self.tables().sessions.get(key).filter(|row| row.is_alive(now)).map(|row| row.session.clone()))
    }

    async fn save_data(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        self.change(key, |row| {
            row.session.data = data.to_vec();
            if row.session.sealed.is_none() {
                row.session.expires_at = whole_seconds(expires_at);
            }
            true
        })
    }

    async fn sign_in(
        &self,
        key: &SessionKey,
        sealed: &str,
        subject: &IndexKey,
        provider_session: Option<&IndexKey>,
        expires_at: OffsetDateTime,
    ) -> Result<bool, StorageError> {
        let seen_at = whole_seconds(self.clock.now());
        self.change(key, |row| {
            let session = &mut row.session;
            session.sealed = Some(sealed.to_owned());
            session.version = session.version.saturating_add(1);
            session.seen_at = seen_at;
            session.expires_at = whole_seconds(expires_at);
            row.subject = Some(*subject);
            row.provider_session = provider_session.copied();
            true
        })
    }

    async fn replace(&self, key: &SessionKey, version: i64, sealed: &str) -> Result<bool, StorageError> {
        self.change(key, |row| {
            let session = &mut row.session;
            if session.sealed.is_none() || session.version != version {
                return false;
            }
            session.sealed = Some(sealed.to_owned());
            session.version = session.version.saturating_add(1);
            true
        })
    }

    async fn touch(&self, key: &SessionKey, expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        let seen_at = whole_seconds(self.clock.now());
        self.change(key, |row| {
            row.session.seen_at = seen_at;
            row.session.expires_at = whole_seconds(expires_at);
            true
        })
    }

    async fn delete(&self, key: &SessionKey) -> Result<bool, StorageError> {
        let now = self.clock.now();
        Ok(self.tables().sessions.remove(key).is_some_and(|row| row.is_alive(now)))
    }

    async fn of_subject(&self, subject: &IndexKey) -> Result<Vec<StoredSession>, StorageError> {
        self.find(|row| row.subject.as_ref() == Some(subject))
    }

    async fn of_provider_session(&self, provider_session: &IndexKey) -> Result<Vec<StoredSession>, StorageError> {
        self.find(|row| row.provider_session.as_ref() == Some(provider_session))
    }

    async fn lock(&self, key: &SessionKey, holder: &str, lease: Duration) -> Result<bool, StorageError> {
        let now = self.clock.now();
        self.change(key, |row| {
            if row.lease.as_ref().is_some_and(|(other, until)| other != holder && *until > now) {
                return false;
            }
            row.lease = Some((holder.to_owned(), now.saturating_add(lease)));
            true
        })
    }

    async fn unlock(&self, key: &SessionKey, holder: &str) -> Result<(), StorageError> {
        self.change(key, |row| row.lease.take_if(|(other, _)| other == holder).is_some()).map(|_| ())
    }

    async fn use_once(&self, thing: &IndexKey, expires_at: OffsetDateTime) -> Result<bool, StorageError> {
        let now = self.clock.now();
        let mut tables = self.tables();
        if tables.used_once.get(thing).is_some_and(|until| *until > now) {
            return Ok(false);
        }
        tables.used_once.insert(*thing, whole_seconds(expires_at));
        Ok(true)
    }

    async fn count(&self, thing: &IndexKey, window: Duration) -> Result<Count, StorageError> {
        let now = self.clock.now();
        let first = Count { number: 0, ends_at: window_end(now, window) };
        let mut tables = self.tables();
        let count = tables.counts.entry(*thing).or_insert(first);
        if count.ends_at <= now {
            *count = first;
        }
        count.number = count.number.saturating_add(1);
        Ok(*count)
    }

    async fn begin_verification(
        &self,
        thing: &IndexKey,
        holder: &IndexKey,
        expires_at: OffsetDateTime,
    ) -> Result<(), StorageError> {
        let verification = Verification { holder: *holder, tries: 0, expires_at: whole_seconds(expires_at) };
        self.tables().verifications.insert(*thing, verification);
        Ok(())
    }

    async fn try_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<Option<u32>, StorageError> {
        let now = self.clock.now();
        let mut tables = self.tables();
        let held = tables.verifications.get_mut(thing).filter(|verification| verification.is_of(holder, now));
        Ok(held.map(|verification| {
            verification.tries = verification.tries.saturating_add(1);
            verification.tries
        }))
    }

    async fn end_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<bool, StorageError> {
        let now = self.clock.now();
        let mut tables = self.tables();
        let is_held = tables.verifications.get(thing).is_some_and(|verification| verification.is_of(holder, now));
        Ok(is_held && tables.verifications.remove(thing).is_some())
    }

    async fn delete_expired(&self) -> Result<(), StorageError> {
        let now = self.clock.now();
        let mut tables = self.tables();
        tables.sessions.retain(|_, row| row.is_alive(now));
        tables.used_once.retain(|_, until| *until > now);
        tables.counts.retain(|_, count| count.ends_at > now);
        tables.verifications.retain(|_, verification| verification.expires_at > now);
        Ok(())
    }

    async fn ping(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

/// Not what is kept: a log is no place for it.
impl fmt::Debug for MemorySessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemorySessions")
    }
}
