//! One guard for all server functions, because Leptos guards none: no inside gets out. (That no cross-site post gets in is
//! the work of `logto::axum::refuse_cross_site`, for every route.)

use app::server_functions::CallbackQuery;
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    StatusCode, Uri,
    header::{ACCEPT, REFERER},
};

/// Set by Leptos on the answer of a server function that failed.
const SERVER_FN_ERROR: &str = "serverfnerror";

/// Puts the callback's query aside for `logto`, and keeps errors to the log.
///
/// To a client that takes HTML, Leptos answers every server function with a redirect to the `Referer`, errors included:
/// at the callback that is Logto's page. These functions say themselves where to go, so both headers are kept from it.
pub async fn contain(mut request: Request, next: Next) -> Response {
    if request.uri().path() == logto::CALLBACK_PATH {
        let query = CallbackQuery(request.uri().query().unwrap_or_default().to_owned());
        request.extensions_mut().insert(query);
        *request.uri_mut() = Uri::from_static(logto::CALLBACK_PATH);
    }
    request.headers_mut().remove(ACCEPT);
    request.headers_mut().remove(REFERER);
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if !response.headers().contains_key(SERVER_FN_ERROR) {
        return response;
    }
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap_or_default();
    let error = String::from_utf8_lossy(&body);
    // What `identity::requirements` has refused: its sentences are for people.
    let sentence = match status {
        StatusCode::UNAUTHORIZED => Some("Sign in first.\n"),
        StatusCode::FORBIDDEN => Some("Your account may not do this.\n"),
        _ => None,
    };
    if let Some(sentence) = sentence {
        tracing::warn!(http.path = path, http.status = status.as_u16(), "a server function was refused");
        return (status, sentence).into_response();
    }
    tracing::error!(http.path = path, error = %error, "a server function failed");
    // The decoder of arguments says so by these names; everything else is ours.
    let malformed = ["Args", "MissingArg", "Deserialization"].iter().any(|kind| error.starts_with(kind));
    if malformed {
        (StatusCode::BAD_REQUEST, "The request's parameters cannot be read.\n").into_response()
    } else {
        let failed = if status == StatusCode::SERVICE_UNAVAILABLE { status } else { StatusCode::INTERNAL_SERVER_ERROR };
        failed.into_response()
    }
}
