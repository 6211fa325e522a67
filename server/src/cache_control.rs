//! Who may keep a page: nobody where there is personal data, nobody without asking otherwise.

use app::identity::Viewer;
use axum::{extract::Request, middleware::Next, response::Response};
use http::{
    HeaderValue,
    header::{CACHE_CONTROL, COOKIE, SET_COOKIE, VARY},
};

/// The middleware for pages and server functions. It stands inside the one that reads the viewer.
pub async fn set(request: Request, next: Next) -> Response {
    let personal = request.extensions().get::<Viewer>().is_some_and(|viewer| viewer.0.is_some());
    let mut response = next.run(request).await;
    let personal = personal || response.headers().contains_key(SET_COOKIE) || response.status().is_redirection();
    // Anonymous pages: kept by the browser alone, which asks before it shows them again, as the person may sign in.
    let value = if personal { "no-store" } else { "private, no-cache" };
    let headers = response.headers_mut();
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(value));
    if !headers.contains_key(VARY) {
        headers.insert(VARY, COOKIE.into());
    }
    response
}
