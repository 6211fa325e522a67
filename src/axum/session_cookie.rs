//! The session cookie: a random id and nothing else.

use http::HeaderValue;
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite, session::Id};

use super::tower_store::TowerStore;
use crate::{Sessions, cookie};

/// The cookie's name. With https it is bound to this host: no sub-domain and no plain-http page can set it
/// (`__Host-`, RFC 6265bis, 4.1.3.2).
pub fn session_cookie_name(https: bool) -> &'static str {
    if https { "__Host-session" } else { "session" }
}

/// The `tower-sessions` layer for these sessions. It reads and writes the cookie; [`read_session`](super::read_session)
/// goes inside it.
pub fn session_layer(sessions: &Sessions) -> SessionManagerLayer<TowerStore> {
    let https = is_https(sessions);
    SessionManagerLayer::new(TowerStore::new(sessions.storage().clone()))
        .with_name(session_cookie_name(https))
        .with_secure(https)
        // Strict, the default, would leave the cookie out when Logto sends the browser back.
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(sessions.life().idle))
}

/// The `Set-Cookie` that makes the browser keep the session for another idle time.
pub(super) fn renewal(sessions: &Sessions, id: &Id) -> Option<HeaderValue> {
    set_cookie(sessions, &id.to_string(), sessions.life().idle.whole_seconds())
}

/// The `Set-Cookie` that takes the session cookie away. `tower-sessions` writes one without `Secure`, which browsers ignore
/// for a `__Host-` name.
pub fn session_cookie_removal(sessions: &Sessions) -> Option<HeaderValue> {
    set_cookie(sessions, "", 0)
}

fn set_cookie(sessions: &Sessions, value: &str, max_age: i64) -> Option<HeaderValue> {
    let https = is_https(sessions);
    cookie::set(session_cookie_name(https), value, max_age, https)
}

fn is_https(sessions: &Sessions) -> bool {
    sessions.client().config().base_url.is_https()
}
