//! The way into sign-in.

use leptos::prelude::*;

/// `<SignInLink class="button">"Sign in"</SignInLink>`, a plain link that starts the flow.
#[component]
pub fn SignInLink(
    /// How the link looks.
    class: &'static str,
    /// Whether the provider's page asks for a phone number at once.
    #[prop(optional)]
    by_phone: bool,
    /// What the link says.
    children: Children,
) -> impl IntoView {
    let href = if by_phone { "/sign-in?identifier=phone" } else { "/sign-in" };
    view! {
        <a class=class href=href>
            {children()}
        </a>
    }
}
