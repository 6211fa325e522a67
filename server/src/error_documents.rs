//! The pages for 500 and 503: whatever fails, and however, a person sees a page of this site.

use app::pages::server_error::{ServerError, error_document};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, RETRY_AFTER},
};
use leptos::config::LeptosOptions;
use tower_http::catch_panic::CatchPanicLayer;

/// The documents, rendered once.
#[derive(Clone, Debug)]
pub struct ErrorDocuments {
    internal: axum::body::Bytes,
    unavailable: axum::body::Bytes,
}

impl ErrorDocuments {
    /// Renders them.
    pub fn new(options: &LeptosOptions) -> Self {
        let document = |error| error_document(options, error).into();
        Self { internal: document(ServerError::Internal), unavailable: document(ServerError::Unavailable) }
    }
}

/// Stands in for an answer of status 500 or 503 that has no content of its own.
pub async fn fill_in(State(documents): State<ErrorDocuments>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let has_content = response.headers().contains_key(http::header::CONTENT_TYPE);
    let document = match response.status() {
        StatusCode::INTERNAL_SERVER_ERROR if !has_content => documents.internal,
        StatusCode::SERVICE_UNAVAILABLE if !has_content => documents.unavailable,
        _ => return response,
    };
    let status = response.status();
    let mut answer = (status, [(CACHE_CONTROL, "no-store")], Html(document)).into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(RETRY_AFTER, http::HeaderValue::from_static("5"));
    }
    answer
}

/// Turns a panic into a 500, for [`fill_in`] to make a page of. The panic hook has logged it.
pub fn catch_panics() -> CatchPanicLayer<fn(Box<dyn std::any::Any + Send>) -> Response> {
    CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
