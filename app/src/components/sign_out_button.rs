//! The way out.

use leptos::prelude::*;

/// `<SignOutButton/>`: a form, because signing out changes state and a link must not.
#[component]
pub fn SignOutButton() -> impl IntoView {
    view! {
        <form method="post" action="/sign-out">
            <button class="button" type="submit">
                "Sign out"
            </button>
        </form>
    }
}
