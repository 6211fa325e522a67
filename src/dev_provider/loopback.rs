//! Keeps the provider to this machine.
//!
//! It signs anybody in, so nobody else may reach it: it listens on loopback addresses only, and it
//! answers only to loopback names. The second stops DNS rebinding, where a web page makes the
//! browser call this port under the page's own name.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, header};
use url::Url;

/// Refuses requests made under any other name.
pub(crate) async fn require_loopback_host(request: Request, next: Next) -> Response {
    let authority = request.uri().authority().map(http::uri::Authority::as_str);
    let is_loopback =
        host(request.headers()).is_some_and(is_loopback_authority) && authority.is_none_or(is_loopback_authority);
    if is_loopback {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "The development provider answers on localhost only.\n").into_response()
    }
}

/// Refuses forms that another site posts (CSRF). The token endpoints carry no cookie and are open.
pub(crate) async fn require_same_origin(request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN);
    let is_same = origin.is_none_or(|origin| {
        host(request.headers()).is_some_and(|host| origin.as_bytes() == format!("http://{host}").as_bytes())
    });
    if request.method() == Method::POST && !is_same {
        (StatusCode::FORBIDDEN, "This form was not posted by the provider's own page.\n").into_response()
    } else {
        next.run(request).await
    }
}

pub(crate) fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

/// Whether a browser that follows this address stays on this machine.
pub(crate) fn is_loopback_uri(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    })
}

fn is_loopback_authority(authority: &str) -> bool {
    let name = match authority.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => authority,
    };
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]"
}

#[cfg(test)]
mod tests {
    use super::{is_loopback_authority, is_loopback_uri};

    #[test]
    fn takes_loopback_names_with_and_without_a_port() {
        for authority in ["localhost", "LOCALHOST:3001", "127.0.0.1:3001", "[::1]", "[::1]:3001"] {
            assert!(is_loopback_authority(authority), "{authority}");
        }
    }

    #[test]
    fn refuses_names_that_only_look_like_loopback() {
        for authority in
            ["localhost.example:3001", "127.0.0.1.example", "example", "", "[::1", "a@localhost", "127.0.0.1:x"]
        {
            assert!(!is_loopback_authority(authority), "{authority}");
        }
    }

    #[test]
    fn refuses_addresses_of_other_machines() {
        assert!(is_loopback_uri("http://localhost:3000/callback"));
        assert!(is_loopback_uri("http://127.0.0.1:3000/callback"));
        for uri in ["https://app.example/callback", "http://localhost.example/", "/callback", "mailto:a@b"] {
            assert!(!is_loopback_uri(uri), "{uri}");
        }
    }
}
