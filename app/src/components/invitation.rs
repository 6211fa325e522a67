//! The home page's words for a visitor.

use leptos::prelude::*;

use super::sign_up_link::SignUpLink;

/// `<Invitation/>`: what happens when you sign in, and where it begins.
#[component]
pub fn Invitation() -> impl IntoView {
    view! {
        <div class="hero__words stack">
            <h1>"Sign in with your phone"</h1>
            <p class="lead">"We text you a code, you type it in. There is no password to choose, and none to lose."</p>
            <div class="actions">
                <a class="button button--primary" href="/phone">
                    "Continue with phone"
                </a>
                <SignUpLink/>
            </div>
        </div>
    }
}
