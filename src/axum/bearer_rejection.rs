//! What a request is answered whose token does not do. RFC 6750, 3.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use super::authorization_header::NoBearerToken;
use crate::{AccessTokenError, Audience, ProviderUnavailable, access_token_claims::InsufficientScope};

/// When to try again while the provider cannot be reached (seconds).
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");
/// The longest text in a challenge (bytes): header lines have limits.
const LONGEST: usize = 1024;

/// Why the handler did not run. As a response it is what RFC 6750, 3 asks for; nothing in it comes from the token.
#[derive(Debug)]
#[non_exhaustive]
pub enum BearerRejection {
    /// There is no token: 401, and no error, because nothing was wrong yet.
    TokenMissing {
        /// The API's name, for the challenge.
        realm: String,
    },
    /// The `Authorization` header cannot be read: 400 `invalid_request`.
    InvalidRequest(&'static str),
    /// The token is not to be trusted: 401 `invalid_token`.
    InvalidToken(AccessTokenError),
    /// The token is good, and does not reach this far: 403 `insufficient_scope`.
    InsufficientScope(InsufficientScope),
    /// The provider's keys cannot be had: 503. Not 401, which would make clients throw away a good token.
    ProviderUnavailable(ProviderUnavailable),
}

impl BearerRejection {
    pub(super) fn no_token(error: NoBearerToken, audience: &Audience) -> Self {
        match (error, audience) {
            (NoBearerToken::Malformed(reason), _) => Self::InvalidRequest(reason),
            (NoBearerToken::Missing, Audience::Resource(resource)) => Self::TokenMissing { realm: resource.clone() },
            (NoBearerToken::Missing, Audience::Organization) => {
                Self::TokenMissing { realm: "urn:logto:resource:organizations".to_owned() }
            }
        }
    }

    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TokenMissing { .. } => "bearer.token_missing",
            Self::InvalidRequest(_) => "bearer.invalid_request",
            Self::InvalidToken(error) => error.code(),
            Self::InsufficientScope(error) => error.code(),
            Self::ProviderUnavailable(_) => "access_token.provider_unavailable",
        }
    }

    fn log(&self) {
        let code = self.code();
        match self {
            Self::ProviderUnavailable(error) => {
                tracing::warn!(error.code = code, %error, "an access token could not be verified");
            }
            // No client can mend it: the tenant's key and this library do not go together.
            Self::InvalidToken(error @ AccessTokenError::AlgorithmUnsupported(_)) => {
                tracing::warn!(error.code = code, %error, "an access token could not be verified");
            }
            _ => tracing::debug!(error.code = code, "a request was refused for its access token"),
        }
    }
}

impl From<AccessTokenError> for BearerRejection {
    fn from(error: AccessTokenError) -> Self {
        match error {
            AccessTokenError::ProviderUnavailable(error) => Self::ProviderUnavailable(error),
            error => Self::InvalidToken(error),
        }
    }
}

impl From<InsufficientScope> for BearerRejection {
    fn from(error: InsufficientScope) -> Self {
        Self::InsufficientScope(error)
    }
}

impl IntoResponse for BearerRejection {
    fn into_response(self) -> Response {
        self.log();
        let (status, error, description) = match &self {
            Self::TokenMissing { .. } => {
                (StatusCode::UNAUTHORIZED, "unauthorized", "an access token is needed".to_owned())
            }
            Self::InvalidRequest(reason) => (StatusCode::BAD_REQUEST, "invalid_request", (*reason).to_owned()),
            Self::InvalidToken(error) => (StatusCode::UNAUTHORIZED, "invalid_token", error.to_string()),
            Self::InsufficientScope(_) => {
                (StatusCode::FORBIDDEN, "insufficient_scope", "the access token lacks a scope".to_owned())
            }
            // Why is for the log: the caller can do nothing about it.
            Self::ProviderUnavailable(_) => {
                let description = "the access token cannot be verified at the moment";
                (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", description.to_owned())
            }
        };
        let description = quotable(&description);
        let challenge = match &self {
            Self::TokenMissing { realm } => Some(format!("Bearer realm=\"{}\"", quotable(realm))),
            Self::InsufficientScope(InsufficientScope { required }) => {
                let scope = quotable(&required.join(" "));
                Some(format!("Bearer error=\"{error}\", error_description=\"{description}\", scope=\"{scope}\""))
            }
            Self::ProviderUnavailable(_) => None,
            _ => Some(format!("Bearer error=\"{error}\", error_description=\"{description}\"")),
        };
        let body = json!({ "error": error, "error_description": description }).to_string();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(challenge) = challenge.and_then(|challenge| HeaderValue::try_from(challenge).ok()) {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if matches!(self, Self::ProviderUnavailable(_)) {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}

/// A text that can stand between quotes: the characters of RFC 6750, 3 (`error_description`, `scope`), of limited length.
fn quotable(text: &str) -> String {
    let kept = text.chars().map(|c| if c == '"' { '\'' } else { c });
    kept.filter(|c| matches!(c, '\u{20}'..='\u{7e}') && *c != '\\').take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge(rejection: BearerRejection) -> String {
        rejection.into_response().headers()[header::WWW_AUTHENTICATE].to_str().unwrap().to_owned()
    }

    #[test]
    fn lets_nothing_out_of_the_quotes() {
        let realm = "a\"b\\c\r\nSet-Cookie: d=e\u{e9}\u{7f}".to_owned();
        assert_eq!(challenge(BearerRejection::TokenMissing { realm }), "Bearer realm=\"a'bcSet-Cookie: d=e\"");
    }

    #[test]
    fn limits_the_length_of_a_header() {
        let required = vec!["s".repeat(100_000)];
        assert!(challenge(InsufficientScope { required }.into()).len() < 2 * LONGEST);
    }

    #[test]
    fn names_the_needed_scopes_in_the_challenge() {
        let required = vec!["read:items".to_owned(), "write:items".to_owned()];
        let rejection = BearerRejection::from(InsufficientScope { required });
        assert_eq!(
            challenge(rejection),
            "Bearer error=\"insufficient_scope\", error_description=\"the access token lacks a scope\", \
             scope=\"read:items write:items\""
        );
    }
}
