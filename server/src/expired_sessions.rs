//! Sessions that nobody came back to are deleted now and then; none of them opens meanwhile.

use std::time::Duration;

use tower_sessions::ExpiredDeletion;

use crate::session_store::SqliteSessions;

/// Often enough that the table holds little more than what lives.
const EVERY: Duration = Duration::from_secs(10 * 60);

/// Deletes in the background, from now on.
pub fn delete_regularly(sessions: SqliteSessions) {
    tokio::spawn(async move {
        let mut interval = tokio::time::interval(EVERY);
        loop {
            interval.tick().await;
            if let Err(error) = sessions.delete_expired().await {
                tracing::warn!(%error, "expired sessions could not be deleted; the next round tries again");
            }
        }
    });
}
