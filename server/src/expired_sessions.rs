//! Sessions that nobody came back to are deleted now and then; none of them opens meanwhile.

use std::{sync::Arc, time::Duration};

use logto::SessionStorage;

/// Often enough that the storage holds little more than what lives.
const EVERY: Duration = Duration::from_secs(10 * 60);

/// Deletes in the background, from now on.
pub fn delete_regularly(storage: Arc<dyn SessionStorage>) {
    tokio::spawn(async move {
        let mut interval = tokio::time::interval(EVERY);
        loop {
            interval.tick().await;
            if let Err(error) = storage.delete_expired().await {
                tracing::warn!(%error, "expired sessions could not be deleted; the next round tries again");
            }
        }
    });
}
