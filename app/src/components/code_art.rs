//! The picture beside the home page's first words: a text message with a code, and the code typed in.

use leptos::prelude::*;

/// `<CodeArt/>`: decoration, hidden from assistive technology. The stylesheet shows it half typed for a
/// visitor and accepted for a person who is signed in.
#[component]
pub fn CodeArt() -> impl IntoView {
    let digits = ["4", "8", "2", "9", "1", "7"].map(|digit| view! { <span class="code-art__digit">{digit}</span> });

    view! {
        <div class="code-art" aria-hidden="true">
            <div class="code-art__text">
                <span class="code-art__sender">"Text message · now"</span>
                <span>"Your code is " <b>"482 917"</b></span>
            </div>
            <div class="code-art__digits">{digits.collect_view()}</div>
            <div class="code-art__foot"></div>
        </div>
    }
}
