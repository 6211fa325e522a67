//! The home page: what this is for a visitor, who you are for a person who is signed in.

use leptos::prelude::*;

use crate::{
    components::{
        code_art::CodeArt,
        page::{HeaderKind, Page},
        promises::Promises,
        signed_out_notice::SignedOutNotice,
    },
    islands::home_state::HomeState,
};

/// The page at `/`.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <Page
            title="Sign in with your phone"
            description="A Leptos starter with phone sign-in through Logto: no password, tokens on the server, complete without JavaScript."
            header=HeaderKind::Live
        >
            <SignedOutNotice/>
            <div class="hero">
                <HomeState/>
                <CodeArt/>
            </div>
            <Promises/>
        </Page>
    }
}
