//! The session cookie: a random id and nothing else.

use http::HeaderValue;

/// The cookie's name. With https it is bound to this host: no sub-domain and no plain-http page can set it
/// (`__Host-`, RFC 6265bis, 4.1.3.2).
pub fn session_cookie_name(https: bool) -> &'static str {
    if https { "__Host-session" } else { "session" }
}

/// The `Set-Cookie` that takes the cookie away. `tower-sessions` writes one without `Secure`, which browsers ignore for
/// a `__Host-` name.
pub(super) fn removal(https: bool) -> HeaderValue {
    HeaderValue::from_static(if https {
        "__Host-session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure"
    } else {
        "session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_removed_under_its_own_name() {
        for https in [true, false] {
            let name = session_cookie_name(https);
            assert!(removal(https).to_str().unwrap().starts_with(&format!("{name}=;")));
        }
    }
}
