//! Says that a sign-out is complete, to the browser that comes back from it.

use leptos::prelude::*;

use crate::identity::sign_out_is_confirmed;

/// `<SignedOutNotice/>`: nothing, unless this browser has just signed out.
#[component]
pub fn SignedOutNotice() -> impl IntoView {
    sign_out_is_confirmed()
        .then(|| view! { <p class="notice" role="status">"You are signed out, here and at Logto."</p> })
}
