//! Opens the place where sessions are kept.

use std::sync::Arc;

use logto::{Clock, MemorySessions, RedisSessions, SessionStorage, SqliteSessions};

use crate::settings::StoreLocation;

/// Opens it.
///
/// # Errors
///
/// What stands against it, for a person to read, without the password of a URL.
pub async fn open(location: &StoreLocation, clock: Clock) -> Result<Arc<dyn SessionStorage>, String> {
    Ok(match location {
        StoreLocation::Memory => Arc::new(MemorySessions::new(clock)),
        StoreLocation::Sqlite(file) => {
            Arc::new(SqliteSessions::open(file, clock).await.map_err(|error| error.to_string())?)
        }
        StoreLocation::Redis(url) => {
            Arc::new(RedisSessions::open(url.reveal(), clock).map_err(|error| error.to_string())?)
        }
    })
}
