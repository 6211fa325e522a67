//! The one button a form is sent with.

use leptos::prelude::*;

/// `<SubmitButton>"Continue"</SubmitButton>`: as wide as its form. What it says while the form is on its way is the
/// form's `data-sending`.
#[component]
pub fn SubmitButton(
    /// What it does.
    children: Children,
) -> impl IntoView {
    view! {
        <button class="button button--primary button--wide" type="submit">
            {children()}
        </button>
    }
}
