//! The access token of the M2M application: asked for once by one caller, kept, replaced in time. RFC 6749, 4.4;
//! <https://docs.logto.io/integrate-logto/interact-with-management-api>

use std::sync::Arc;

use time::OffsetDateTime;

use super::{ManagementConfig, ManagementError};
use crate::{
    AccessToken, Secret,
    cached::{Cached, Unavailable},
    provider::Provider,
    token_request::{self, TokenRequestError},
    tokens::REFRESH_AHEAD,
};

/// The one permission that the Management API has.
const ALL: &str = "all";

#[derive(Debug)]
pub(super) struct ManagementToken {
    config: ManagementConfig,
    provider: Arc<Provider>,
    cached: Cached<Kept>,
}

/// A token, and when to have another.
#[derive(Debug)]
pub(super) struct Kept {
    token: AccessToken,
    replace_at: OffsetDateTime,
}

impl Kept {
    fn new(token: AccessToken, now: OffsetDateTime) -> Self {
        // One that lives a minute only would be replaced with every call otherwise.
        let ahead = REFRESH_AHEAD.min((token.expires_at - now) / 2);
        Self { replace_at: token.expires_at - ahead, token }
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.token.token
    }
}

impl ManagementToken {
    pub(super) fn new(config: ManagementConfig, provider: Arc<Provider>) -> Self {
        let cached = Cached::new(provider.clock.clone());
        Self { config, provider, cached }
    }

    /// The token: the kept one, or a new one. Of many callers one asks; for a second after a failure nobody does.
    pub(super) async fn get(&self) -> Result<Arc<Kept>, ManagementError> {
        let now = || self.provider.clock.now();
        let error = match self.cached.get_while(|kept| now() < kept.replace_at, || self.request()).await {
            Ok(kept) => return Ok(kept),
            Err(error) => error,
        };
        // Its last minute has begun, and there is no other: it is good for that minute.
        match self.cached.kept().filter(|kept| now() < kept.token.expires_at) {
            Some(kept) => Ok(kept),
            None => Err(error.into()),
        }
    }

    /// Throws this token away: the API does not take it. One that has taken its place meanwhile stays.
    pub(super) fn forget(&self, refused: &Arc<Kept>) {
        self.cached.forget(refused);
    }

    async fn request(&self) -> Result<Kept, ManagementError> {
        let resource = self.config.resource.as_str();
        let params = [("grant_type", "client_credentials"), ("resource", resource), ("scope", ALL)];
        let token = token_request::request(params, &self.config, &self.provider).await?;
        Ok(Kept::new(token, self.provider.clock.now()))
    }
}

impl From<Unavailable<Self>> for ManagementError {
    fn from(unavailable: Unavailable<Self>) -> Self {
        match unavailable {
            Unavailable::Failed(error) => error,
            Unavailable::JustFailed => Self::JustFailed,
        }
    }
}

impl From<TokenRequestError> for ManagementError {
    fn from(error: TokenRequestError) -> Self {
        match error {
            TokenRequestError::Discovery(error) => Self::Discovery(error),
            TokenRequestError::Configuration(_) | TokenRequestError::Malformed => Self::Malformed("token endpoint"),
            TokenRequestError::Http(error) => Self::Http(error),
            TokenRequestError::Unable => Self::Unavailable,
            TokenRequestError::InvalidClient => Self::InvalidClient,
            TokenRequestError::Refused { status, error, .. } => match error.as_str() {
                "invalid_target" => Self::InvalidTarget,
                _ => Self::refused(status, &error),
            },
        }
    }
}
