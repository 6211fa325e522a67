//! One call of the API: a path of which every part is data, a bearer token, JSON both ways.

use std::time::Duration;

use http::{
    Method,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE},
};
use openidconnect::{HttpRequest, HttpResponse};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::{ManagementApi, ManagementError, refusal::Refusal};
use crate::{Secret, http::HttpError};

/// How long to wait for an answer. For a text message Logto waits for the SMS provider itself; who gives up before it does
/// sends two.
const TIMEOUT: Duration = Duration::from_secs(8);

/// What to ask for.
#[derive(Debug)]
pub(super) struct Call<'a> {
    method: Method,
    path: &'a [&'a str],
    query: Vec<(&'a str, &'a str)>,
    body: Option<Value>,
    timeout: Duration,
}

/// A success.
#[derive(Debug)]
pub(super) struct Answer(Vec<u8>);

impl<'a> Call<'a> {
    pub(super) fn get(path: &'a [&'a str]) -> Self {
        Self { method: Method::GET, path, query: Vec::new(), body: None, timeout: TIMEOUT }
    }

    pub(super) fn post(path: &'a [&'a str], body: Value) -> Self {
        Self { method: Method::POST, path, query: Vec::new(), body: Some(body), timeout: TIMEOUT }
    }

    pub(super) fn patch(path: &'a [&'a str], body: Value) -> Self {
        Self { method: Method::PATCH, path, query: Vec::new(), body: Some(body), timeout: TIMEOUT }
    }

    pub(super) fn query(mut self, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        self.query.extend(query);
        self
    }

    #[cfg(feature = "management")]
    pub(super) fn within(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    fn request(&self, api: Url, token: &Secret) -> Result<HttpRequest, HttpError> {
        let mut url = api;
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.extend(self.path);
        }
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        let mut request = http::Request::builder()
            .method(self.method.clone())
            .uri(url.as_str())
            .header(ACCEPT, "application/json")
            .header(AUTHORIZATION, format!("Bearer {}", token.reveal()));
        let mut body = Vec::new();
        if let Some(json) = &self.body {
            request = request.header(CONTENT_TYPE, "application/json");
            body = json.to_string().into_bytes();
        }
        request.body(body).map_err(HttpError::Request)
    }
}

impl Answer {
    /// Reads what came; `what` names it in the error, which shows nothing of it.
    pub(super) fn read<T: DeserializeOwned>(&self, what: &'static str) -> Result<T, ManagementError> {
        serde_json::from_slice(&self.0).map_err(|_| ManagementError::Malformed(what))
    }
}

impl ManagementApi {
    /// Calls the API. `Ok(Err(_))` is its own no.
    ///
    /// A call that it refuses for the access token's sake is sent once more with a new one: nothing was done then. No other
    /// call is repeated: a second text message, or a second user, may come of it.
    pub(super) async fn call(&self, call: &Call<'_>) -> Result<Result<Answer, Refusal>, ManagementError> {
        let token = self.0.access_token.get().await?;
        let refusal = match self.send(call, token.secret()).await? {
            Err(refusal) if refusal.is_unauthorized() || refusal.is_forbidden() => refusal,
            answer => return Ok(answer),
        };
        self.0.access_token.forget(&token);
        if refusal.is_forbidden() {
            // A token has the permissions that its application had when it was issued: the next call asks for a new one, so
            // that a role given since then counts at once.
            return Ok(Err(refusal));
        }
        let token = self.0.access_token.get().await?;
        self.send(call, token.secret()).await
    }

    async fn send(&self, call: &Call<'_>, token: &Secret) -> Result<Result<Answer, Refusal>, ManagementError> {
        let provider = &self.0.provider;
        let request = call.request(provider.endpoint.join("/api"), token)?;
        let answer: HttpResponse = provider.http.send_within(call.timeout, request).await?;
        let (parts, body) = answer.into_parts();
        if parts.status.is_success() {
            Ok(Ok(Answer(body)))
        } else {
            Ok(Err(Refusal::new(parts.status, &parts.headers, &body)))
        }
    }
}
