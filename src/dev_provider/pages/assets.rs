//! The stylesheet and the icon, compiled in.

use axum::response::{IntoResponse, Response};
use http::header;

pub(crate) async fn stylesheet() -> Response {
    asset("text/css; charset=utf-8", include_str!("dev-provider.css"))
}

pub(crate) async fn icon() -> Response {
    asset("image/svg+xml", include_str!("dev-provider.svg"))
}

fn asset(content_type: &'static str, body: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, body).into_response()
}
