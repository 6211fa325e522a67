//! A storage that breaks while sessions are being ended.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use async_trait::async_trait;
use logto::{Count, IndexKey, SessionKey, SessionStorage, StorageError, StoredSession};
use time::{Duration, OffsetDateTime};

type Result<T> = std::result::Result<T, StorageError>;

/// The storage below, of which only so many sessions are deleted.
#[derive(Debug)]
pub struct FailingDeletes {
    below: Arc<dyn SessionStorage>,
    left: AtomicI64,
}

impl FailingDeletes {
    pub fn new(below: Arc<dyn SessionStorage>, deletes: i64) -> Self {
        Self { below, left: AtomicI64::new(deletes) }
    }
}

#[async_trait]
impl SessionStorage for FailingDeletes {
    async fn delete(&self, key: &SessionKey) -> Result<bool> {
        if self.left.fetch_sub(1, Ordering::SeqCst) <= 0 {
            return Err(StorageError::new("broken by the test"));
        }
        self.below.delete(key).await
    }

    async fn create(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool> {
        self.below.create(key, data, expires_at).await
    }

    async fn load(&self, key: &SessionKey) -> Result<Option<StoredSession>> {
        self.below.load(key).await
    }

    async fn save_data(&self, key: &SessionKey, data: &[u8], expires_at: OffsetDateTime) -> Result<bool> {
        self.below.save_data(key, data, expires_at).await
    }

    async fn sign_in(
        &self,
        key: &SessionKey,
        sealed: &str,
        subject: &IndexKey,
        provider_session: Option<&IndexKey>,
        expires_at: OffsetDateTime,
    ) -> Result<bool> {
        self.below.sign_in(key, sealed, subject, provider_session, expires_at).await
    }

    async fn replace(&self, key: &SessionKey, version: i64, sealed: &str) -> Result<bool> {
        self.below.replace(key, version, sealed).await
    }

    async fn touch(&self, key: &SessionKey, expires_at: OffsetDateTime) -> Result<bool> {
        self.below.touch(key, expires_at).await
    }

    async fn of_subject(&self, subject: &IndexKey) -> Result<Vec<StoredSession>> {
        self.below.of_subject(subject).await
    }

    async fn of_provider_session(&self, provider_session: &IndexKey) -> Result<Vec<StoredSession>> {
        self.below.of_provider_session(provider_session).await
    }

    async fn lock(&self, key: &SessionKey, holder: &str, lease: Duration) -> Result<bool> {
        self.below.lock(key, holder, lease).await
    }

    async fn unlock(&self, key: &SessionKey, holder: &str) -> Result<()> {
        self.below.unlock(key, holder).await
    }

    async fn use_once(&self, thing: &IndexKey, expires_at: OffsetDateTime) -> Result<bool> {
        self.below.use_once(thing, expires_at).await
    }

    async fn count(&self, thing: &IndexKey, window: Duration) -> Result<Count> {
        self.below.count(thing, window).await
    }

    async fn begin_verification(&self, thing: &IndexKey, holder: &IndexKey, expires_at: OffsetDateTime) -> Result<()> {
        self.below.begin_verification(thing, holder, expires_at).await
    }

    async fn try_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<Option<u32>> {
        self.below.try_verification(thing, holder).await
    }

    async fn end_verification(&self, thing: &IndexKey, holder: &IndexKey) -> Result<bool> {
        self.below.end_verification(thing, holder).await
    }

    async fn delete_expired(&self) -> Result<()> {
        self.below.delete_expired().await
    }

    async fn ping(&self) -> Result<()> {
        self.below.ping().await
    }
}
