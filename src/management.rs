//! Logto's Management API, as far as phone sign-in in the app's own design needs it: codes by text message, people, and
//! tokens in their name. <https://openapi.logto.io>
//!
//! Whoever holds the application behind it may do everything in the tenant: its secret and its tokens stay on the server,
//! and what a visitor may cause here (texts, people) is for the caller to limit.

use std::sync::Arc;

use crate::provider::Provider;
#[cfg(feature = "management")]
use crate::{Clock, Origin, http::HttpSetupError};

mod access_token;
mod call;
mod config;
mod error;
mod managed_user;
mod memberships;
mod refusal;
mod sign_in_experience;
mod subject_tokens;
#[cfg(feature = "management")]
pub mod tenant;
mod users;
mod verification_codes;

use access_token::ManagementToken;

pub use config::ManagementConfig;
pub use error::ManagementError;
pub use managed_user::ManagedUser;
pub use memberships::UserOrganization;
pub use users::UserError;
pub use verification_codes::{SendCodeError, VerifyCodeError};

/// The Management API of a tenant. Cheap to clone; clones share the access token.
#[derive(Clone, Debug)]
pub struct ManagementApi(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    provider: Arc<Provider>,
    access_token: ManagementToken,
}

impl ManagementApi {
    /// The Management API of the tenant at this endpoint, without the rest of the client.
    ///
    /// # Errors
    ///
    /// [`HttpSetupError`] when the TLS library cannot be set up.
    #[cfg(feature = "management")]
    pub fn connect(endpoint: &Origin, config: ManagementConfig, clock: Clock) -> Result<Self, HttpSetupError> {
        Ok(Self::new(config, Arc::new(Provider::new(endpoint, clock)?)))
    }

    pub(crate) fn new(config: ManagementConfig, provider: Arc<Provider>) -> Self {
        let access_token = ManagementToken::new(config, Arc::clone(&provider));
        Self(Arc::new(Inner { provider, access_token }))
    }
}
