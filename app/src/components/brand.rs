//! The name, which leads home.

use leptos::prelude::*;

/// `<Brand/>`
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <img class="brand__mark" src="/favicon.svg" alt="" width="28" height="28"/>
            "leptos-logto"
        </a>
    }
}
