//! Logto's error bodies: `{code, message, error, error_description}`.
//!
//! `error` is OAuth's ([RFC 6749, section 5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2)), `code` and `message` are Logto's own.

use std::borrow::Cow;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

#[derive(Debug, Clone)]
pub(crate) struct OidcError {
    pub(crate) status: StatusCode,
    pub(crate) error: &'static str,
    pub(crate) description: Cow<'static, str>,
}

impl OidcError {
    pub(crate) fn new(error: &'static str, description: impl Into<Cow<'static, str>>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, error, description: description.into() }
    }

    fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// One answer for every reason a grant is refused, so that nobody can tell them apart.
    pub(crate) fn invalid_grant() -> Self {
        Self::new("invalid_grant", "grant request is invalid")
    }

    pub(crate) fn invalid_request(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new("invalid_request", description)
    }

    pub(crate) fn missing(parameter: &str) -> Self {
        Self::invalid_request(format!("missing required parameter(s) '{parameter}'"))
    }

    pub(crate) fn unknown_client() -> Self {
        Self::new("invalid_client", "client is invalid")
    }

    pub(crate) fn client_authentication_failed() -> Self {
        Self::new("invalid_client", "client authentication failed").with_status(StatusCode::UNAUTHORIZED)
    }

    pub(crate) fn invalid_token() -> Self {
        Self::new("invalid_token", "invalid token provided").with_status(StatusCode::UNAUTHORIZED)
    }

    pub(crate) fn insufficient_scope() -> Self {
        Self::new("insufficient_scope", "access token missing openid scope").with_status(StatusCode::FORBIDDEN)
    }

    pub(crate) fn invalid_target() -> Self {
        Self::new("invalid_target", "resource indicator is missing, or unknown")
    }

    /// Logto checks membership before anything else of an organization token.
    pub(crate) fn not_a_member() -> Self {
        Self::new("access_denied", "user is not a member of the organization").with_status(StatusCode::FORBIDDEN)
    }

    /// Of a machine-to-machine application.
    pub(crate) fn not_of_the_organization() -> Self {
        Self::new("access_denied", "app has not associated with the organization").with_status(StatusCode::FORBIDDEN)
    }

    pub(crate) fn refresh_token_missing_scope() -> Self {
        Self::new("insufficient_scope", "refresh token missing required scope").with_status(StatusCode::FORBIDDEN)
    }

    fn message(&self) -> &'static str {
        match self.error {
            "invalid_grant" => "Grant request is invalid.",
            "invalid_client" => "Client is invalid.",
            "invalid_redirect_uri" => "`redirect_uri` did not match any of the client's registered `redirect_uris`.",
            "invalid_scope" => "Scope is invalid.",
            "invalid_target" => "Invalid resource indicator.",
            "invalid_token" => "Invalid token provided.",
            "insufficient_scope" => "Access token missing requested scope.",
            "unsupported_grant_type" => "Unsupported `grant_type` requested.",
            "access_denied" => "Access denied.",
            _ => "Request is invalid.",
        }
    }
}

impl IntoResponse for OidcError {
    fn into_response(self) -> Response {
        let body = json!({
            "code": format!("oidc.{}", self.error),
            "message": self.message(),
            "error": self.error,
            "error_description": self.description,
        });
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = match self.error {
                "invalid_token" => r#"Bearer error="invalid_token", error_description="invalid token provided""#,
                _ => "Basic",
            };
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}
