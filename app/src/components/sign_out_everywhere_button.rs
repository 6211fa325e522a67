//! The way out of every session.

use leptos::prelude::*;

/// `<SignOutEverywhereButton/>`: a form, because it changes state.
#[component]
pub fn SignOutEverywhereButton() -> impl IntoView {
    view! {
        <form method="post" action="/sign-out-everywhere">
            <button class="button" type="submit">
                "Sign out everywhere"
            </button>
        </form>
    }
}
