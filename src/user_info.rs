//! What the provider says of the person now. OpenID Connect Core 5.3.

use http::{
    Method, StatusCode,
    header::{ACCEPT, AUTHORIZATION},
};
use openidconnect::AsyncHttpClient;
use serde::{Deserialize, Serialize};

use crate::{AccessToken, ProviderUnavailable, UserClaims, http::HttpError, provider::Provider};

/// The answer of the userinfo endpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserInfo {
    /// The subject; the same as the session's.
    pub sub: String,
    /// What is known of the person.
    #[serde(flatten)]
    pub user: UserClaims,
}

/// Why the provider's word on the person cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UserInfoError {
    /// The provider's metadata cannot be had.
    #[error(transparent)]
    ProviderUnavailable(#[from] ProviderUnavailable),
    /// The metadata names no userinfo endpoint.
    #[error("userinfo: the provider has no \"userinfo_endpoint\"")]
    NoEndpoint,
    /// The provider did not answer.
    #[error("userinfo: {0}")]
    Http(#[from] HttpError),
    /// The access token is not taken (RFC 6750, 3.1): expired, revoked, or the person is gone.
    #[error("userinfo: the provider refuses the access token")]
    TokenRefused,
    /// The provider answered with another status than 200.
    #[error("userinfo: the provider answered with status {0}")]
    Status(u16),
    /// The answer is no set of claims.
    #[error("userinfo: the provider's answer cannot be read")]
    Malformed,
    /// The answer is about somebody else: token substitution (OpenID Connect Core 5.3.2 and 16.11).
    #[error("unexpected userinfo \"sub\" claim value")]
    SubMismatched,
}

impl UserInfoError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProviderUnavailable(_) | Self::Http(_) | Self::Status(500..) => "user_info.unavailable",
            Self::NoEndpoint => "user_info.no_endpoint",
            Self::TokenRefused => "user_info.token_refused",
            Self::Status(_) => "user_info.status",
            Self::Malformed => "user_info.malformed",
            Self::SubMismatched => "user_info.sub_mismatched",
        }
    }
}

/// Asks, and checks that the answer is about `sub`.
pub(crate) async fn fetch(
    access_token: &AccessToken,
    sub: &str,
    provider: &Provider,
) -> Result<UserInfo, UserInfoError> {
    let metadata = provider.metadata().await.map_err(ProviderUnavailable::from)?;
    let endpoint = metadata.userinfo_endpoint().ok_or(UserInfoError::NoEndpoint)?;
    let request = http::Request::builder()
        .method(Method::GET)
        .uri(endpoint.as_str())
        .header(ACCEPT, "application/json")
        .header(AUTHORIZATION, format!("Bearer {}", access_token.token.reveal()))
        .body(Vec::new())
        .map_err(HttpError::Request)?;
    let answer = provider.http.call(request).await?;
    match answer.status() {
        StatusCode::OK => {}
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(UserInfoError::TokenRefused),
        status => return Err(UserInfoError::Status(status.as_u16())),
    }
    let user_info: UserInfo = serde_json::from_slice(answer.body()).map_err(|_| UserInfoError::Malformed)?;
    if user_info.sub == sub { Ok(user_info) } else { Err(UserInfoError::SubMismatched) }
}
