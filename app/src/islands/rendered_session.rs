//! What the server knew of the session when it rendered the page, as the header carries it.
//!
//! The browser's own JSON parser reads it: that costs no WebAssembly.

use js_sys::{JSON, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::user::User;

/// The header's `data-user` and `data-protected`.
pub(super) struct RenderedSession {
    /// The person who was signed in.
    pub user: Option<User>,
    /// Whether the page is for `user` only.
    pub protected: bool,
}

impl RenderedSession {
    /// Reads the header; a page without it is an anonymous one.
    pub fn read() -> Self {
        let header = document().query_selector("[data-user]").ok().flatten();
        let attribute = |name| header.as_ref().and_then(|header| header.get_attribute(name));
        Self {
            user: attribute("data-user").and_then(|json| JSON::parse(&json).ok()).and_then(|user| user_from(&user)),
            protected: attribute("data-protected").is_some(),
        }
    }
}

/// The [`User`] in parsed JSON; `None` for anything else.
pub(super) fn user_from(value: &JsValue) -> Option<User> {
    let text = |name: &str| Reflect::get(value, &name.into()).ok().and_then(|text| text.as_string());
    Some(User { sub: text("sub")?, name: text("name"), phone_number: text("phone_number"), picture: text("picture") })
}
