//! Logto says that a session of its own has ended. OpenID Connect Back-Channel Logout 1.0.

use time::OffsetDateTime;

use super::Sessions;
use crate::{
    IndexKey, LogoutTokenError, OpenedBy, Session, StorageError, StoredSession, clock::LEEWAY, logout_token::OLDEST,
};

/// Why a logout token ended no session.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackChannelLogoutError {
    /// The token is not to be trusted.
    #[error(transparent)]
    LogoutToken(#[from] LogoutTokenError),
    /// The token was used before.
    #[error("the logout token was used before")]
    Replayed,
    /// The storage does not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl BackChannelLogoutError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::LogoutToken(error) => error.code(),
            Self::Replayed => "logout_token.replayed",
            Self::Storage(_) => "session.storage_unavailable",
        }
    }
}

impl Sessions {
    /// Ends the sessions that a logout token names: those of its `sid`, or, without one, all of its `sub`. Returns how many.
    ///
    /// The refresh tokens are not revoked: those of `offline_access` are not to be (2.7). With their sessions they are gone
    /// from here.
    ///
    /// # Errors
    ///
    /// [`BackChannelLogoutError`]: answer 400, or 503 when it is the storage or the provider.
    pub async fn back_channel_logout(&self, logout_token: &str) -> Result<usize, BackChannelLogoutError> {
        let token = self.0.client.verify_logout_token(logout_token).await?;
        let iss = self.0.client.config().issuer();
        let useless_after = token.exp.max(token.iat + OLDEST.whole_seconds());
        let expires_at = OffsetDateTime::from_unix_timestamp(useless_after).map_err(StorageError::new)? + LEEWAY;
        let once = IndexKey::of("logout_token", [&iss, &token.jti]);
        if !self.0.storage.use_once(&once, expires_at).await? {
            return Err(BackChannelLogoutError::Replayed);
        }
        let mut stored = Vec::new();
        if let Some(sid) = &token.sid {
            stored.extend(self.0.storage.of_provider_session(&self.provider_session_of(&iss, sid)).await?);
        }
        if let Some(sub) = &token.sub {
            let of_person = self.0.storage.of_subject(&self.subject_of(&iss, sub)).await?;
            // A session without `sid`, from before the application asked for one, may be the one that has ended. One that
            // was opened at the app's own page belongs to none of Logto's.
            let may_be_it = |session: &Session| session.opened_by == OpenedBy::Hosted && session.claims.sid.is_none();
            let meant = |stored: &StoredSession| {
                token.sid.is_none() || self.open(stored).is_some_and(|found| may_be_it(&found.session))
            };
            stored.extend(of_person.into_iter().filter(meant));
        }
        let mut ended = 0;
        for stored in stored {
            ended += usize::from(self.0.storage.delete(&stored.key).await?);
        }
        Ok(ended)
    }
}
