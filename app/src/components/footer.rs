//! The end of every page.

use leptos::prelude::*;

/// `<Footer/>`
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="footer">
            <p>"leptos-logto: a Leptos starter with phone sign-in through Logto."</p>
        </footer>
    }
}
