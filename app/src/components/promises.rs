//! What this starter gives, in three points.

use leptos::prelude::*;

// Outlines on a field of 24 by 24.
const MESSAGE: &str = "M6 4h12a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-6l-5 4v-4H6a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zM8 10.5h.01M12 10.5h.01M16 10.5h.01";
const LOCK: &str = "M6.5 11h11a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 19.5v-7A1.5 1.5 0 0 1 6.5 11zM8 11V7a4 4 0 0 1 8 0v4M12 15v2";
const PAGE: &str = "M7 3h7l5 5v11a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM14 3v5h5M9 15l2 2 4-4.5";

/// `<Promises/>`
#[component]
pub fn Promises() -> impl IntoView {
    view! {
        <section class="promises" aria-labelledby="promises">
            <h2 id="promises">"What you start with"</h2>
            <ul class="promises__list">
                <Promise name="A code instead of a password" icon=MESSAGE>
                    "People sign in with their phone number and a six-digit code. Logto sends it and checks it."
                </Promise>
                <Promise name="Tokens stay on the server" icon=LOCK>
                    "The browser holds one random identifier. Every token is sealed in the session store."
                </Promise>
                <Promise name="Whole without JavaScript" icon=PAGE>
                    "Pages arrive complete. Links and forms work at once; WebAssembly only makes them better."
                </Promise>
            </ul>
        </section>
    }
}

#[component]
fn Promise(name: &'static str, icon: &'static str, children: Children) -> impl IntoView {
    view! {
        <li class="promise">
            <svg class="promise__icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d=icon></path>
            </svg>
            <h3>{name}</h3>
            <p>{children()}</p>
        </li>
    }
}
