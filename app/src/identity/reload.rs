//! After the person has changed something about themselves.

use logto::Sessions;

use super::viewer::session_key;

/// Has this session show what was changed; the person's others do within the hour.
pub(crate) async fn reload(sessions: &Sessions) {
    if let Some(key) = session_key()
        && let Err(error) = sessions.reload(&key).await
    {
        tracing::warn!(error.code = error.code(), %error, "a change of the account shows later");
    }
}
