//! A new code, for a text that does not come.

use leptos::prelude::*;

use crate::islands::resend_countdown::{ResendCountdown, clock};

/// `<ResendForm handle=handle resend_after=27/>`: posts to `/phone/resend-code`.
///
/// The button works at all times: without JavaScript nothing could enable it later, and the server decides anyway.
#[component]
pub fn ResendForm(
    /// The unfinished sign-in.
    handle: String,
    /// Seconds until the server sends another one.
    resend_after: u32,
) -> impl IntoView {
    let wait = (resend_after > 0).then(|| {
        view! {
            // The clock is for the eyes: a screen reader hears it with the button, not every second.
            <p class="resend__wait" id="resend-wait">
                "New code in " <span class="resend__clock" role="timer" aria-live="off">{clock(resend_after)}</span>
            </p>
            <noscript>
                <p class="resend__wait">{format!("You can ask for a new code in {resend_after} seconds.")}</p>
            </noscript>
            <ResendCountdown/>
        }
    });
    view! {
        <form
            class="resend"
            method="post"
            action="/phone/resend-code"
            data-sending="Sending…"
            data-resend-after=(resend_after > 0).then_some(resend_after)
        >
            <input type="hidden" name="v" value=handle/>
            <button class="button button--wide" type="submit" aria-describedby=(resend_after > 0).then_some("resend-wait")>
                "Send a new code"
            </button>
            {wait}
        </form>
    }
}
