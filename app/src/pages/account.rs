//! The account page, the example of a page for signed-in people only.

use leptos::prelude::*;

use crate::{
    components::{
        avatar::Avatar,
        date_time::DateTime,
        description_list::{DescriptionItem, DescriptionList},
        page::{HeaderKind, Page},
    },
    identity::{SignedIn, require_user},
};

/// The page at `/account`. An anonymous visitor gets the redirect of [`require_user`] and no page.
#[component]
pub fn AccountPage() -> impl IntoView {
    require_user().map(|signed_in| view! { <Account signed_in=signed_in/> })
}

#[component]
fn Account(signed_in: SignedIn) -> impl IntoView {
    let SignedIn { user, began, ends } = signed_in;
    let label = user.label().to_owned();

    view! {
        <Page
            title="Account"
            description="Who you are signed in as, and until when."
            header=HeaderKind::Protected
        >
            <article class="account stack">
                <header class="account__header">
                    <Avatar user=user.clone()/>
                    <div>
                        <h1>"Account"</h1>
                        <p class="muted">{label}</p>
                    </div>
                </header>
                <DescriptionList>
                    <DescriptionItem term="Phone number">
                        {user.phone_number.unwrap_or_else(not_given)}
                    </DescriptionItem>
                    <DescriptionItem term="Name">{user.name.unwrap_or_else(not_given)}</DescriptionItem>
                    <DescriptionItem term="Subject">
                        <code>{user.sub}</code>
                    </DescriptionItem>
                    <DescriptionItem term="Session began">
                        <DateTime at=began/>
                    </DescriptionItem>
                    <DescriptionItem term="Session ends">
                        <DateTime at=ends/>
                    </DescriptionItem>
                </DescriptionList>
                <p class="muted">
                    "This page is only for people who are signed in. Anyone else is taken through sign-in and brought back here."
                </p>
            </article>
        </Page>
    }
}

fn not_given() -> String {
    "Not given".to_owned()
}
