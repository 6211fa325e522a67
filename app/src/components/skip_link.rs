//! The first stop of the Tab key.

use leptos::prelude::*;

/// `<SkipLink/>` leads past the header to `<main id="main">`.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="skip-link" href="#main">
            "Skip to content"
        </a>
    }
}
