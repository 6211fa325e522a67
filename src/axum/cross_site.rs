//! No form of another site changes anything here (cross-site request forgery).

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, header::ORIGIN};

use crate::Origin;

/// The middleware that refuses what changes something and comes from another site.
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
