//! Remembers which API calls were made, and nothing that is secret in them.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

use super::params::Params;
use super::provider::Provider;

/// No request of the protocol is larger.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

/// A request to a path below `/oidc`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedRequest {
    /// `GET` or `POST`.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Of a token request.
    pub grant_type: Option<String>,
}

/// Records the request, or answers it from the script.
pub(crate) async fn record(State(provider): State<Arc<Provider>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut request = request;
    if path.starts_with("/oidc/") {
        let (parts, body) = request.into_parts();
        let Ok(bytes) = to_bytes(body, BODY_LIMIT).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        let is_form = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
        let grant_type = (path == "/oidc/token" && is_form)
            .then(|| Params::parse(&bytes).get("grant_type").map(str::to_owned))
            .flatten();
        provider.state().recorded.push(RecordedRequest {
            method: parts.method.to_string(),
            path: path.clone(),
            grant_type,
        });
        request = Request::from_parts(parts, Body::from(bytes));
    }
    let canned = provider.state().canned.get_mut(&path).and_then(std::collections::VecDeque::pop_front);
    let Some(canned) = canned else {
        return next.run(request).await;
    };
    tokio::time::sleep(canned.delay).await;
    canned.into_response()
}
