//! The account page, the example of a page for signed-in people only.

use leptos::{either::Either, prelude::*};

use crate::{
    components::{
        avatar::Avatar,
        date_time::DateTime,
        description_list::{DescriptionItem, DescriptionList},
        page::{HeaderKind, Page},
        session_list::SessionList,
        sign_out_everywhere_button::SignOutEverywhereButton,
    },
    identity::{SignedIn, own_sessions, require_user, session_ends},
};

/// The page at `/account`. An anonymous visitor gets the redirect of [`require_user`] and no page.
#[component]
pub fn AccountPage() -> impl IntoView {
    require_user().map(|signed_in| view! { <Account signed_in=signed_in/> })
}

#[component]
fn Account(signed_in: SignedIn) -> impl IntoView {
    let SignedIn { user, began } = signed_in;
    let label = user.label().to_owned();
    let ends = session_ends().map(|ends| view! { <DateTime at=ends/> });

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
                        {ends}
                    </DescriptionItem>
                </DescriptionList>
                <section id="sessions" class="stack" aria-labelledby="sessions-heading">
                    <h2 id="sessions-heading">"Where you are signed in"</h2>
                    <Sessions/>
                    <SignOutEverywhereButton/>
                </section>
                <p>
                    <a href="/access">"What you may do at APIs and in organisations"</a>
                </p>
                <p class="muted">
                    "This page is only for people who are signed in. Anyone else is taken through sign-in and brought back here."
                </p>
            </article>
        </Page>
    }
}

/// The list is read from the storage while the page is rendered; without it the rest of the page still serves.
#[component]
fn Sessions() -> impl IntoView {
    let sessions = own_sessions();
    Suspend::new(async move {
        match sessions.list().await {
            Some(list) => Either::Left(view! { <SessionList sessions=list/> }),
            None => Either::Right(view! { <p class="muted">"The list cannot be shown at the moment."</p> }),
        }
    })
}

fn not_given() -> String {
    "Not given".to_owned()
}
