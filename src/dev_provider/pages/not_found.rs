//! Everything that is not here. The most likely visitor opened the provider's address by hand.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use super::page::{Page, wants_html};

pub(crate) async fn get(headers: HeaderMap) -> Response {
    if wants_html(&headers) {
        Page::new("Page not found", "<p>Start at the app; it sends you here to sign in.</p>")
            .with_error(StatusCode::NOT_FOUND)
            .into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}
