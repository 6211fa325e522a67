//! Nobody keeps a page: what it shows depends on who asks.

use axum::response::Response;
use http::{
    HeaderValue,
    header::{CACHE_CONTROL, COOKIE, VARY},
};

/// The header for pages and answers of server functions. Anonymous pages too: with anything less the Back button shows,
/// after sign-in, the page of before.
pub async fn set(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(VARY, COOKIE.into());
    response
}
