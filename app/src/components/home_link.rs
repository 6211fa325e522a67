//! The way home from a page that has nothing more to offer.

use leptos::prelude::*;

/// `<HomeLink/>`
#[component]
pub fn HomeLink() -> impl IntoView {
    view! {
        <a class="button" href="/">
            "Back to home"
        </a>
    }
}
