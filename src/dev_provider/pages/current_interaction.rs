//! Finds the unfinished sign-in that a page belongs to, by the browser's cookie.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::json;

use super::page::{Page, wants_html};
use crate::dev_provider::clock::Millis;
use crate::dev_provider::cookies;
use crate::dev_provider::interaction::Interaction;
use crate::dev_provider::state::State;

/// The browser's interaction and its identifier, as long as it lives.
pub(crate) fn find<'a>(
    state: &'a mut State,
    headers: &HeaderMap,
    now: Millis,
) -> Option<(String, &'a mut Interaction)> {
    let id = cookies::read(headers, cookies::INTERACTION)?;
    let interaction = state.interactions.get_mut(&id)?;
    (now < interaction.expires_at).then_some((id, interaction))
}

/// What Logto answers once the interaction is finished, expired, or another tab's.
pub(crate) fn session_not_found(headers: &HeaderMap) -> Response {
    if wants_html(headers) {
        let content = "<p>It took too long, was finished in another tab, or this page was opened without one. \
                       Go back to the app and start again.</p>\n<p class=\"hint\">Code: session.not_found</p>";
        return Page::new("This sign-in has ended", content).with_error(StatusCode::BAD_REQUEST).into_response();
    }
    let body = json!({
        "code": "session.not_found",
        "message": "Session not found. Please go back and sign in again.",
    });
    let mut response = (StatusCode::BAD_REQUEST, Json(body)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
