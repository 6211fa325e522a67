//! Remembers which API calls were made, and nothing that is secret in them.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{StatusCode, header};

use super::cut::answer_unless_cut;
use super::params::Params;
use super::provider::Provider;
use super::script::names;

/// No request of the protocol is larger.
pub(crate) const BODY_LIMIT: usize = 64 * 1024;

/// A request to a path below `/oidc` or `/api`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordedRequest {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: String,
    /// Without the query: a search by phone number is there.
    pub path: String,
    /// Of a token request.
    pub grant_type: Option<String>,
    /// The API that a token request wants a token for.
    pub resource: Option<String>,
    /// The organization that a token request wants a token for.
    pub organization_id: Option<String>,
    /// The scope that a token request asks for.
    pub scope: Option<String>,
}

impl RecordedRequest {
    /// Of a token request these parameters and no others: codes, tokens and secrets are not kept.
    fn new(parts: &Parts, body: &[u8]) -> Self {
        let path = parts.uri.path().to_owned();
        let is_form = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
        let params = if path == "/oidc/token" && is_form { Params::parse(body) } else { Params::default() };
        let param = |name| params.get(name).map(str::to_owned);
        Self {
            method: parts.method.to_string(),
            path,
            grant_type: param("grant_type"),
            resource: param("resource"),
            organization_id: param("organization_id"),
            scope: param("scope"),
        }
    }
}

/// Records the request; answers it, or lets the script do so.
pub(crate) async fn record(State(provider): State<Arc<Provider>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let names = names(request.method(), path);
    let is_api = ["/oidc/", "/api/"].iter().any(|api| path.starts_with(api));
    let mut request = request;
    if is_api {
        let (parts, body) = request.into_parts();
        let Ok(bytes) = to_bytes(body, BODY_LIMIT).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        provider.state().recorded.push(RecordedRequest::new(&parts, &bytes));
        request = Request::from_parts(parts, Body::from(bytes));
    }
    let (canned, delay) = {
        let mut state = provider.state();
        let canned = names.iter().find_map(|name| state.canned.get_mut(name)?.pop_front());
        // A delay is for the next real answer.
        let delay = match canned {
            Some(_) => None,
            None => names.iter().find_map(|name| state.delays.get_mut(name)?.pop_front()),
        };
        (canned, delay)
    };
    if let Some(canned) = canned {
        tokio::time::sleep(canned.delay).await;
        return canned.into_response();
    }
    let response = answer_unless_cut(&provider, request, next).await;
    if let Some(delay) = delay {
        delay.pass().await;
    }
    response
}
