//! A session begins in the callback and ends at sign-out: the cookie's side of it.

use super::current_session::session_key;
use crate::{Session, SessionError, Sessions, SignOut, StorageError};

/// What `tower-sessions` finds in a session of its own: it writes no cookie for an empty one.
const SIGNED_IN: &str = "signed_in";

/// A session could not be begun.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BeginSessionError {
    /// The record of `tower-sessions` could not be made.
    #[error("the session storage does not answer: {0}")]
    Record(#[from] tower_sessions::session::Error),
    /// The person could not be signed in on it.
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// Begins a session for this browser under a new id (session fixation), and waits until the storage has it. What the
/// browser was signed in with before ends.
///
/// # Errors
///
/// [`BeginSessionError`] when the storage does not answer.
pub async fn begin_session(
    sessions: &Sessions,
    record: &tower_sessions::Session,
    session: &Session,
) -> Result<(), BeginSessionError> {
    let mut before = None;
    if let Some(key) = session_key(record) {
        before = sessions.end(&key).await.map_err(SessionError::from)?;
        // Not `flush`: what is inserted after it is saved under the old id again.
        record.clear().await;
        record.cycle_id().await?;
    }
    record.insert(SIGNED_IN, true).await?;
    record.save().await?;
    let key = session_key(record).ok_or(SessionError::SignedOut)?;
    sessions.begin(&key, session).await?;
    // Not before the new one is there: it may live by the same grant.
    before.into_iter().for_each(|before| sessions.let_go(before));
    Ok(())
}

/// Signs this browser out: here first, then at the provider. `None`: nobody was signed in. The answer to the browser takes
/// the cookie away with [`session_cookie_removal`](super::session_cookie_removal).
///
/// # Errors
///
/// [`StorageError`] when the storage does not answer: then the person still is signed in.
pub async fn end_session(
    sessions: &Sessions,
    record: &tower_sessions::Session,
) -> Result<Option<SignOut>, StorageError> {
    match session_key(record) {
        Some(key) => sessions.sign_out(&key).await,
        None => Ok(None),
    }
}
