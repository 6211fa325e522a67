//! The way to a new account.

use leptos::prelude::*;

/// `<SignUpLink/>`, a plain link that starts the flow at the provider's registration.
#[component]
pub fn SignUpLink() -> impl IntoView {
    view! {
        <a class="button" href="/sign-up">
            "Create an account"
        </a>
    }
}
