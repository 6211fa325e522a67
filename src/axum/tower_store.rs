//! `tower-sessions` on a [`SessionStorage`]: it keeps the cookie and the app's own data of a session, in the same place as
//! the sign-in, so that both end together.

use std::sync::Arc;

use async_trait::async_trait;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{SessionKey, SessionStorage, StorageError};

/// A store for `tower_sessions::SessionManagerLayer`. It never brings a session back: saving changes what is there.
#[derive(Clone, Debug)]
pub struct TowerStore(Arc<dyn SessionStorage>);

impl TowerStore {
    /// The store over this storage.
    pub fn new(storage: Arc<dyn SessionStorage>) -> Self {
        Self(storage)
    }
}

#[async_trait]
impl SessionStore for TowerStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // Another id in the unlikely case that this one is taken.
        while !self.0.create(&key(&record.id), &encode(record)?, record.expiry_date).await.map_err(backend)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.0.save_data(&key(&record.id), &encode(record)?, record.expiry_date).await.map(drop).map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(stored) = self.0.load(&key(id)).await.map_err(backend)? else { return Ok(None) };
        match serde_json::from_slice::<Record>(&stored.data) {
            Ok(record) => Ok(Some(Record { id: *id, ..record })),
            Err(error) => {
                tracing::warn!(%error, "the app's data of a session is damaged; it starts empty");
                Ok(Some(Record { id: *id, data: Default::default(), expiry_date: stored.expires_at }))
            }
        }
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.0.delete(&key(id)).await.map(drop).map_err(backend)
    }
}

/// The key under which the storage has the session with this id.
pub(super) fn key(id: &Id) -> SessionKey {
    SessionKey::of(&id.to_string())
}

/// Without the id: the storage knows its hash only.
fn encode(record: &Record) -> Result<Vec<u8>> {
    let without_id = Record { id: Id(0), ..record.clone() };
    serde_json::to_vec(&without_id).map_err(|error| Error::Encode(error.to_string()))
}

fn backend(error: StorageError) -> Error {
    Error::Backend(error.to_string())
}
