//! 303 See Other: the one way in which a server function or a page sends the browser elsewhere.

use http::{HeaderValue, StatusCode, header::LOCATION};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Answers with 303 and this `Location`, whatever the client accepts. (`leptos_axum::redirect` answers 200 to a client
/// that does not say it takes HTML, and panics on an address that is no header value.)
pub fn see_other(location: &str) {
    let Some(response) = use_context::<ResponseOptions>() else { return };
    match HeaderValue::from_str(location) {
        Ok(location) => {
            response.set_status(StatusCode::SEE_OTHER);
            response.insert_header(LOCATION, location);
        }
        // Never seen: every address is percent-encoded where it is made.
        Err(_) => response.set_status(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
