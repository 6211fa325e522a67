//! The authorization request, sent ahead from server to server. RFC 9126.

use serde::Deserialize;
use url::Url;

use crate::{
    LogtoConfig,
    client_authentication::post_form,
    http::{HttpClient, HttpError},
};

/// Why a request could not be pushed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PushedAuthorizationError {
    /// The provider did not answer.
    #[error("pushed authorization request: {0}")]
    Http(#[from] HttpError),
    /// The provider refused the request (RFC 9126, 2.3).
    #[error("pushed authorization request: the provider answered with status {status} and \"error\" {error:?}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The `error` parameter, at most 64 characters.
        error: String,
    },
    /// The answer has no `request_uri`.
    #[error("pushed authorization request: missing \"request_uri\"")]
    RequestUriMissing,
}

/// RFC 9126, 2.2 and 2.3.
#[derive(Deserialize)]
struct Answer {
    request_uri: Option<String>,
    error: Option<String>,
}

/// Sends the parameters of `url` ahead; what comes back names them by a `request_uri` that lives a minute.
pub(crate) async fn push(
    url: &Url,
    endpoint: &Url,
    config: &LogtoConfig,
    http: &HttpClient,
) -> Result<Url, PushedAuthorizationError> {
    let params: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let pairs = params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let answer = post_form(endpoint, pairs, config, http).await?;
    let status = answer.status().as_u16();
    let body: Answer = serde_json::from_slice(answer.body()).unwrap_or(Answer { request_uri: None, error: None });
    if !answer.status().is_success() {
        let error = body.error.unwrap_or_default().chars().take(64).collect();
        return Err(PushedAuthorizationError::Refused { status, error });
    }
    let request_uri = body.request_uri.ok_or(PushedAuthorizationError::RequestUriMissing)?;
    let mut short = url.clone();
    short.query_pairs_mut().clear().append_pair("client_id", &config.app_id).append_pair("request_uri", &request_uri);
    Ok(short)
}
