//! Back from Logto's sign-out: whether it was this browser's.

use http::{header::SET_COOKIE, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use logto::Sessions;

/// Whether this browser comes back from a sign-out that began here: the `state` in the address is the one in its cookie,
/// which is taken away, so that it is said once.
pub fn sign_out_is_confirmed() -> bool {
    let Some((parts, sessions)) = use_context::<Parts>().zip(use_context::<Sessions>()) else { return false };
    let cookie = sessions.sign_out_cookie();
    let confirmed = cookie.confirms(&parts.headers, parts.uri.query().unwrap_or_default());
    if confirmed && let Some((response, removal)) = use_context::<ResponseOptions>().zip(cookie.removal()) {
        response.append_header(SET_COOKIE, removal);
    }
    confirmed
}
