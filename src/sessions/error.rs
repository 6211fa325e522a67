//! Why a session could not do what it was asked.

use crate::{NoRandomness, RefreshError, StorageError, UserInfoError};

/// Why a session could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// Nobody is signed in on this session: it has ended, here or at the provider.
    #[error("nobody is signed in on this session")]
    SignedOut,
    /// The storage does not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// There is no new access token.
    #[error(transparent)]
    Refresh(#[from] RefreshError),
    /// The provider's word on the person cannot be had.
    #[error(transparent)]
    UserInfo(#[from] UserInfoError),
    /// A session that was opened at the app's own page has no token for the userinfo endpoint.
    #[error("this session has no access token for userinfo; fetch_user_info asks the Management API")]
    NoUserInfoToken,
    /// The provider failed a moment ago, or another process has been waiting for it too long.
    #[error("token endpoint: the provider could not be reached a moment ago")]
    ProviderQuiet,
    /// The session could not be sealed.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl SessionError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignedOut => "session.signed_out",
            Self::Storage(_) => "session.storage_unavailable",
            Self::Refresh(error) => error.code(),
            Self::UserInfo(error) => error.code(),
            Self::NoUserInfoToken => "session.no_user_info_token",
            Self::ProviderQuiet => "refresh.unavailable",
            Self::NoRandomness(_) => "session.no_randomness",
        }
    }

    /// Whether waiting helps: the provider or the storage is out of order, or this app's own settings are. Else it is about
    /// this person: they are signed out, or have no such access.
    pub fn is_outage(&self) -> bool {
        match self {
            Self::SignedOut
            | Self::NoUserInfoToken
            | Self::Refresh(RefreshError::Refused(_) | RefreshError::NoRefreshToken) => false,
            Self::UserInfo(error) => matches!(error.code(), "user_info.unavailable" | "user_info.malformed"),
            _ => true,
        }
    }
}
