//! For a person who opens the phone page and is signed in: what there is to choose.

use leptos::prelude::*;

use super::{phone_card::PhoneCard, sign_out_button::SignOutButton};
use crate::phone::step::AlreadySignedIn as Model;

/// `<AlreadySignedIn model=model/>`: continue, use another number, or sign out.
#[component]
pub fn AlreadySignedIn(
    /// What it shows.
    model: Model,
) -> impl IntoView {
    let Model { number, return_to } = model;
    let who = number.map(|number| {
        view! { " as " <strong class="phone-card__number">{number}</strong> }
    });
    let another: String = url::form_urlencoded::byte_serialize(return_to.as_bytes()).collect();
    view! {
        <PhoneCard heading="Already signed in">
            <p class="phone-card__lead">"You are signed in" {who} "."</p>
            <div class="phone-card__form">
                <a class="button button--primary button--wide" href=return_to>
                    "Continue"
                </a>
                <a class="button button--wide" href=format!("/phone?another=1&return_to={another}")>
                    "Use another number"
                </a>
                <SignOutButton/>
            </div>
        </PhoneCard>
    }
}
