//! Cookies, read and written (RFC 6265).

use http::{HeaderMap, HeaderValue, header::COOKIE};

/// The cookies of a request, name and value (RFC 6265, 5.4).
pub(crate) fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// A `Set-Cookie` value. `max_age` in seconds; 0 takes the cookie away. `None` never happens for names and values of our own
/// making; they are base64url.
pub(crate) fn set(name: &str, value: &str, max_age: i64, secure: bool) -> Option<HeaderValue> {
    // Lax: the cookie must come along when Logto sends the browser back.
    let secure = if secure { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")).ok()
}
