//! The access page: what the person may do at APIs and in organisations.

use leptos::{either::Either, prelude::*};

use crate::{
    components::{
        date_time::DateTime,
        description_list::{DescriptionItem, DescriptionList},
        page::{HeaderKind, Page},
    },
    identity::{AccessTo, Said, accesses, require_user},
};

/// The page at `/access`. An anonymous visitor gets the redirect of [`require_user`] and no page.
///
/// The one page that may ask Logto for something while it is rendered: tokens that are not kept yet, once an hour.
///
/// Signing in again takes no page of Logto's while the session there lives. It is needed because a refresh token never brings
/// more than was granted when the person signed in: RFC 6749, 6.
#[component]
pub fn AccessPage() -> impl IntoView {
    require_user().map(|_| {
        let sections = accesses().into_iter().map(|access| view! { <Access access=access/> }).collect_view();
        view! {
            <Page title="Access" description="What you may do at APIs and in organisations." header=HeaderKind::Protected>
                <article class="account stack">
                    <h1>"Access"</h1>
                    <p class="lead">
                        "What you may do at APIs and in your organisations. The access tokens stay on the server; this is what they say."
                    </p>
                    {sections}
                    <form method="post" action="/renew-access">
                        <button class="button" type="submit">
                            "Ask for new tokens"
                        </button>
                    </form>
                    <p class="muted">
                        "What was changed shows within the hour, or at once with this button. A new permission may need you to "
                        <a href="/sign-in?return_to=%2Faccess">"sign in again"</a> "."
                    </p>
                </article>
            </Page>
        }
    })
}

#[component]
fn Access(access: AccessTo) -> impl IntoView {
    let heading = access.heading.clone();
    view! {
        <section class="stack">
            <h2>{heading}</h2>
            {Suspend::new(async move {
                match access.said().await {
                    Ok(said) => Either::Left(view! { <Sayings said=said/> }),
                    Err(reason) => Either::Right(view! { <p class="muted">{reason}</p> }),
                }
            })}
        </section>
    }
}

#[component]
fn Sayings(said: Said) -> impl IntoView {
    let permissions = if said.scope.is_empty() { "None".to_owned() } else { said.scope.join(", ") };
    view! {
        <DescriptionList>
            <DescriptionItem term="Audience">
                <code>{said.aud}</code>
            </DescriptionItem>
            <DescriptionItem term="Permissions">{permissions}</DescriptionItem>
            <DescriptionItem term="Valid until">
                <DateTime at=said.expires_at/>
            </DescriptionItem>
        </DescriptionList>
    }
}
