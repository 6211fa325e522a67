//! Where a sign-in lands that did not lead to a session: what happened, and what to do next.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        home_link::HomeLink,
        message::Message,
        page::{HeaderKind, Page},
        sign_in_link::SignInLink,
    },
    render::set_status,
    sign_in_failure::SignInFailure,
};

/// The page at `/sign-in-failed?error=<code>`. The code chooses the text and is never part of it.
#[component]
pub fn SignInFailedPage() -> impl IntoView {
    let failure = SignInFailure::from_code(&use_query_map().read_untracked().get("error").unwrap_or_default());
    set_status(failure.status());

    view! {
        <Page
            title=failure.heading()
            description="What happened to this sign-in, and what you can do next."
            header=HeaderKind::Plain
        >
            <Message heading=failure.heading()>
                <p>{failure.explanation()} " " {failure.next_step()}</p>
                <div class="actions">
                    <SignInLink class="button button--primary">"Try again"</SignInLink>
                    <HomeLink/>
                </div>
            </Message>
        </Page>
    }
}
