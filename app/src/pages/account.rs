//! The account page, the example of a page for signed-in people only.

use leptos::{either::Either, prelude::*};

use crate::{
    components::{
        account_form::AccountForm,
        avatar::Avatar,
        date_time::DateTime,
        description_list::{DescriptionItem, DescriptionList},
        form_status::FormStatus,
        page::{HeaderKind, Page},
        session_list::SessionList,
        sign_out_everywhere_button::SignOutEverywhereButton,
    },
    identity::{SignedIn, own_sessions, require_user, session_ends},
    phone::{name_step, step::NameStep},
};

/// The page at `/account`. An anonymous visitor gets the redirect of [`require_user`] and no page.
#[component]
pub fn AccountPage() -> impl IntoView {
    require_user().map(|signed_in| view! { <Account signed_in=signed_in name_step=name_step()/> })
}

#[component]
fn Account(
    signed_in: SignedIn,
    /// None: the account cannot be edited here, only at Logto.
    name_step: Option<NameStep>,
) -> impl IntoView {
    let SignedIn { user, began } = signed_in;
    let editable = name_step.is_some();
    let problem = name_step.as_ref().is_some_and(|step| step.problem.is_some());
    let label = user.label().to_owned();
    let ends = session_ends().map(|ends| view! { <DateTime at=ends/> });

    view! {
        <Page
            title="Account"
            description="Who you are signed in as, and until when."
            header=HeaderKind::Protected
            problem=problem
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
                        {user.phone_number.unwrap_or_else(not_given)} {editable.then(|| view! { <ChangeNumber/> })}
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
                {name_step.map(|step| view! { <NameSection step=step/> })}
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

#[component]
fn ChangeNumber() -> impl IntoView {
    view! {
        <a class="description-list__action" href="/account/phone">
            "Change" <span class="visually-hidden">" phone number"</span>
        </a>
    }
}

#[component]
fn NameSection(step: NameStep) -> impl IntoView {
    view! {
        <section id="name-section" class="stack" aria-labelledby="name-heading">
            <h2 id="name-heading">"Your name"</h2>
            <AccountForm step=step/>
            <FormStatus/>
        </section>
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
