//! Words for screen readers: they hear what others see change.

use leptos::prelude::*;

/// Says it politely, through the page's `FormStatus`.
pub(super) fn announce(says: &str) {
    if let Ok(Some(status)) = document().query_selector("[data-form-status]") {
        status.set_text_content(Some(says));
    }
}
