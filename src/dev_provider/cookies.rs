//! The provider's cookies.
//!
//! Cookies do not tell ports apart: the app on another port of the same host sees these and sends
//! its own. Names of its own keep the two from overwriting each other.

use http::{HeaderMap, HeaderValue, header};

/// Says who is signed in at the provider.
pub(crate) const SESSION: &str = "dev_provider_session";
/// Says which unfinished sign-in this browser is in.
pub(crate) const INTERACTION: &str = "dev_provider_interaction";
/// Says which sign-out this browser was asked to confirm.
pub(crate) const SIGN_OUT: &str = "dev_provider_sign_out";

pub(crate) fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
}

/// Sets a cookie to a random identifier. No `Secure`: the provider speaks http on loopback only.
pub(crate) fn set(headers: &mut HeaderMap, name: &str, value: &str, max_age_ms: i64) {
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}", max_age_ms / 1_000);
    // Identifiers are base64url: always a valid header value.
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

pub(crate) fn clear(headers: &mut HeaderMap, name: &str) {
    set(headers, name, "", 0);
}
