//! How a session begins and ends in this app.

use super::{SessionError, Sessions};
use crate::{
    CallbackError, CallbackParams, IndexKey, OpenedBy, ReturnTo, Session, SessionKey, SignOut, StorageError,
    StoredSession, Transaction, transaction::TRANSACTION_LIFE,
};

/// The most sessions of one person.
const MOST: usize = 50;

impl Sessions {
    /// Ends a sign-in, as [`LogtoClient::handle_sign_in_callback`](crate::LogtoClient::handle_sign_in_callback) does, and
    /// sees to it that a transaction serves once: a reload while the first callback is under way would send the code again,
    /// and a code that is used twice costs the whole grant (RFC 6749, 4.1.2).
    ///
    /// # Errors
    ///
    /// [`CallbackError`]; [`Replayed`](CallbackError::Replayed) for the second.
    pub async fn handle_sign_in_callback(
        &self,
        params: CallbackParams,
        transaction: Transaction,
    ) -> Result<(Session, ReturnTo), CallbackError> {
        let state = IndexKey::of("state", [transaction.state.reveal()]);
        if !self.0.storage.use_once(&state, transaction.began + TRANSACTION_LIFE).await? {
            return Err(CallbackError::Replayed);
        }
        self.0.client.handle_sign_in_callback(params, transaction).await
    }

    /// Signs a person in on a session that was just created, **under a new id** (session fixation), and waits until the
    /// storage has it: a session that a browser hears of is never lost.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when the storage does not answer, or the session was not created.
    pub async fn begin(&self, key: &SessionKey, session: &Session) -> Result<(), SessionError> {
        let sealed = session.seal(&self.0.keyring, key)?;
        let (subject, provider_session) = (self.subject(session), self.provider_session(session));
        let expires_at = self.expires_at(session);
        let begun = self.0.storage.sign_in(key, &sealed, &subject, provider_session.as_ref(), expires_at).await?;
        if !begun {
            return Err(SessionError::SignedOut);
        }
        self.end_oldest_beyond_most(&subject, key).await?;
        Ok(())
    }

    /// Nobody has more than [`MOST`] sessions: whoever signs in again and again, with no cookie, fills no storage.
    async fn end_oldest_beyond_most(&self, subject: &IndexKey, begun: &SessionKey) -> Result<(), StorageError> {
        let mut sessions = self.0.storage.of_subject(subject).await?;
        // The one that has just begun stays, though others were seen in the same second.
        sessions.sort_by_key(|stored| (stored.key != *begun, std::cmp::Reverse(stored.seen_at)));
        for stored in sessions.iter().skip(MOST) {
            self.0.storage.delete(&stored.key).await?;
        }
        Ok(())
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

    /// Ends a session that another one takes the place of, and [lets it go](Self::let_go).
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the storage does not answer.
    pub async fn supersede(&self, key: &SessionKey) -> Result<(), StorageError> {
        if let Some(session) = self.end(key).await? {
            self.let_go(session);
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

    /// Revokes the refresh token of a session that has ended here, in the background, so that no grant is left that nobody
    /// knows of - unless another session here lives by the same grant.
    pub fn let_go(&self, session: Session) {
        let sessions = self.clone();
        tokio::spawn(async move { sessions.revoke_unless_shared(&session).await });
    }

    /// Logto has one grant for each of its own sessions and client, and revoking a token ends the grant: whoever signs in
    /// again in one browser has two sessions here, one after the other, by one grant. The `sid` tells; without it any
    /// other session of the person may be one.
    pub(super) async fn revoke_unless_shared(&self, session: &Session) {
        let Some(refresh_token) = &session.tokens.refresh_token else { return };
        let storage = &self.0.storage;
        let sharing = match self.provider_session(session) {
            Some(provider_session) => storage.of_provider_session(&provider_session).await,
            None => storage.of_subject(&self.subject(session)).await,
        };
        // One that cannot be opened here may; one that was opened at the app's own page has no grant.
        let shares =
            |stored: &StoredSession| self.open(stored).is_none_or(|found| found.session.opened_by == OpenedBy::Hosted);
        match sharing {
            Ok(sharing) if !sharing.iter().any(shares) => self.revoke(refresh_token).await,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "a refresh token lives on at the provider"),
        }
    }
}
