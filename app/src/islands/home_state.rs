//! The home page's first words: an invitation for a visitor, a greeting for a person who is signed in.

use leptos::{either::Either, prelude::*};

use super::current_user::current_user;
use crate::{
    components::{greeting::Greeting, invitation::Invitation},
    user::User,
};

/// Shows `user`, or the invitation to sign in, and follows the session.
#[island]
pub fn HomeState(
    /// The person who was signed in when the page was rendered.
    user: Option<User>,
) -> impl IntoView {
    let user = current_user(user);
    let announced = RwSignal::new("");
    let changes = user.clone();
    // Only changes are announced; what the page shows from the start is read anyway.
    Effect::watch(
        move || changes.read().is_some(),
        move |signed_in, _, _| announced.set(if *signed_in { "You are signed in." } else { "You are signed out." }),
        false,
    );

    view! {
        <p class="visually-hidden" role="status">
            {announced}
        </p>
        {move || match user.get() {
            Some(user) => Either::Left(view! { <Greeting user=user/> }),
            None => Either::Right(view! { <Invitation/> }),
        }}
    }
}
