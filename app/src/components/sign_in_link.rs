//! The way into sign-in.

use leptos::prelude::*;

/// `<SignInLink class="button">"Sign in"</SignInLink>`, a plain link that starts the flow.
#[component]
pub fn SignInLink(
    /// How the link looks.
    class: &'static str,
    /// What the link says.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class href="/sign-in">
            {children()}
        </a>
    }
}
