//! One guard for all server functions, because Leptos guards none: no cross-site post gets in, no inside gets out.

use app::server_functions::CallbackQuery;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    HeaderMap, Method, StatusCode, Uri,
    header::{ORIGIN, REFERER},
};
use logto::Origin;

/// Set by Leptos on the answer of a server function that failed.
const SERVER_FN_ERROR: &str = "serverfnerror";

/// Refuses what changes something and comes from another site (cross-site request forgery).
///
/// Browsers say where a request comes from: `Sec-Fetch-Site` where they have it (Fetch Metadata), else `Origin`. A
/// request that changes something and says neither is no form of this site.
pub async fn refuse_cross_site(State(base_url): State<Origin>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_same_origin(request.headers(), &base_url) {
        return next.run(request).await;
    }
    tracing::warn!(http.path = request.uri().path(), "a post from another site was refused");
    (
        StatusCode::FORBIDDEN,
        "This form was sent from another site, so it was not accepted. Open the page here and send it again.\n",
    )
        .into_response()
}

fn is_same_origin(headers: &HeaderMap, base_url: &Origin) -> bool {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (header("sec-fetch-site"), header(ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin == base_url.as_str(),
        (None, None) => false,
    }
}

/// Puts the callback's query aside for `logto`, and keeps errors to the log: Leptos would send an error's inside to the
/// client, or the client back to its `Referer`, which at the callback is Logto's page.
pub async fn contain(mut request: Request, next: Next) -> Response {
    if request.uri().path() == logto::CALLBACK_PATH {
        let query = CallbackQuery(request.uri().query().unwrap_or_default().to_owned());
        request.extensions_mut().insert(query);
        *request.uri_mut() = Uri::from_static(logto::CALLBACK_PATH);
    }
    request.headers_mut().remove(REFERER);
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if !response.headers().contains_key(SERVER_FN_ERROR) {
        return response;
    }
    let body = axum::body::to_bytes(response.into_body(), 4096).await.unwrap_or_default();
    let error = String::from_utf8_lossy(&body);
    tracing::error!(http.path = path, error = %error, "a server function failed");
    // The decoder of arguments says so by these names; everything else is ours.
    let malformed = ["Args", "MissingArg", "Deserialization"].iter().any(|kind| error.starts_with(kind));
    if malformed {
        (StatusCode::BAD_REQUEST, "The request's parameters cannot be read.\n").into_response()
    } else {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        is_same_origin(&headers, &Origin::parse("https://app.example").unwrap())
    }

    #[test]
    fn lets_forms_of_this_site_in() {
        assert!(allowed(&[("sec-fetch-site", "same-origin"), ("origin", "https://app.example")]));
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("origin", "https://app.example")]));
    }

    #[test]
    fn keeps_everything_else_out() {
        assert!(!allowed(&[]));
        assert!(!allowed(&[("origin", "null")]));
        assert!(!allowed(&[("origin", "https://evil.example")]));
        assert!(!allowed(&[("origin", "https://app.example.evil.example")]));
        assert!(!allowed(&[("origin", "http://app.example")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!allowed(&[("sec-fetch-site", site)]), "{site}");
        }
        assert!(!allowed(&[("sec-fetch-site", "cross-site"), ("origin", "https://app.example")]));
    }
}
