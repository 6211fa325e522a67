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
            Self::ProviderQuiet => "refresh.unavailable",
            Self::NoRandomness(_) => "session.no_randomness",
        }
    }

    /// Whether it is the provider that cannot do its work, so that waiting helps.
    pub fn is_provider_unavailable(&self) -> bool {
        matches!(self.code(), "refresh.unavailable" | "user_info.unavailable")
    }
}
