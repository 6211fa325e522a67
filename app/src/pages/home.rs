//! The home page: what this is for a visitor, who you are for a person who is signed in.

use leptos::prelude::*;

use crate::{
    components::{
        code_art::CodeArt,
        page::{HeaderKind, Page},
        promises::Promises,
    },
    identity::signed_in,
    islands::home_state::HomeState,
};

/// The page at `/`.
#[component]
pub fn HomePage() -> impl IntoView {
    let user = signed_in().map(|signed_in| signed_in.user);

    view! {
        <Page
            title="Sign in with your phone"
            description="A Leptos starter with phone sign-in through Logto: no password, tokens on the server, complete without JavaScript."
            header=HeaderKind::Live
        >
            <div class="hero">
                <HomeState user=user/>
                <CodeArt/>
            </div>
            <Promises/>
        </Page>
    }
}
