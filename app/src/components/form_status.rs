//! Says aloud that a form is on its way.

use leptos::prelude::*;

use crate::islands::form_progress::FormProgress;

/// `<FormStatus/>`, once in a page whose forms have `data-sending`: what their button says while they are sent.
#[component]
pub fn FormStatus() -> impl IntoView {
    view! {
        <p class="visually-hidden" role="status" data-form-status></p>
        <FormProgress/>
    }
}
