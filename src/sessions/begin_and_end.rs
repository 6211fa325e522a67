//! How a session begins and ends in this app.

use super::{SessionError, Sessions};
use crate::{Session, SessionKey, SignOut, StorageError};

impl Sessions {
    /// Signs a person in on a session that was just created, **under a new id** (session fixation), and waits until the
    /// storage has it: a session that a browser hears of is never lost.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when the storage does not answer, or the session was not created.
    pub async fn begin(&self, key: &SessionKey, session: &Session) -> Result<(), SessionError> {
        let sealed = session.seal(&self.0.keyring, key)?;
        let (subject, provider_session) = (session.subject(), session.provider_session());
        let expires_at = self.expires_at(session);
        let begun = self.0.storage.sign_in(key, &sealed, &subject, provider_session.as_ref(), expires_at).await?;
        if begun { Ok(()) } else { Err(SessionError::SignedOut) }
    }

    /// Ends the session in this app, and hands over who was signed in. What is left at the provider is not touched.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the storage does not answer: then the person still is signed in.
    pub async fn end(&self, key: &SessionKey) -> Result<Option<Session>, StorageError> {
        let found = self.find(key).await?;
        self.0.storage.delete(key).await?;
        Ok(found.map(|found| found.session))
    }

    /// Ends a session that another one takes the place of: the same browser has signed in again. Its refresh token is
    /// revoked in the background, so that no grant is left that nobody knows of.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the storage does not answer.
    pub async fn supersede(&self, key: &SessionKey) -> Result<(), StorageError> {
        if let Some(session) = self.end(key).await? {
            self.revoke_in_background(session);
        }
        Ok(())
    }

    /// Signs out: here first, then the refresh token at the provider. Where to send the browser is in the answer, `None`
    /// if nobody was signed in.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the storage does not answer: then the person still is signed in.
    pub async fn sign_out(&self, key: &SessionKey) -> Result<Option<SignOut>, StorageError> {
        match self.end(key).await? {
            Some(session) => Ok(Some(self.0.client.sign_out(session).await)),
            None => Ok(None),
        }
    }

    pub(super) fn revoke_in_background(&self, session: Session) {
        let Some(refresh_token) = session.tokens.refresh_token else { return };
        let sessions = self.clone();
        tokio::spawn(async move { sessions.revoke(&refresh_token).await });
    }
}
