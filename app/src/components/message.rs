//! A page that says one thing.

use leptos::prelude::*;

/// `<Message heading="Page not found" mark="404">…</Message>`
#[component]
pub fn Message(
    /// What happened.
    heading: &'static str,
    /// A few characters to recognise it by.
    #[prop(optional, into)]
    mark: Option<String>,
    /// The explanation with what to do next.
    children: Children,
) -> impl IntoView {
    view! {
        <article class="message stack">
            {mark.map(|mark| view! { <p class="message__mark">{mark}</p> })}
            <h1>{heading}</h1>
            {children()}
        </article>
    }
}
