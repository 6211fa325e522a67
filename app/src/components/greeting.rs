//! The home page's words for a person who is signed in.

use leptos::{either::Either, prelude::*};

use super::avatar::Avatar;
use crate::user::User;

/// `<Greeting user=user/>`: who you are, and where to go.
#[component]
pub fn Greeting(
    /// The person who is signed in.
    user: User,
) -> impl IntoView {
    let phone_number = user.phone_number.clone();
    let label = match &user {
        User { name: None, phone_number: Some(phone_number), .. } => {
            Either::Left(view! { <span class="hero__phone-number">{phone_number.clone()}</span> })
        }
        _ => Either::Right(user.label().to_owned()),
    };

    view! {
        <div class="hero__words hero__words--signed-in stack">
            <Avatar user=user/>
            <h1>"Hello, " {label}</h1>
            {phone_number.map(|phone_number| view! { <p class="lead">"Signed in as " {phone_number}</p> })}
            <div class="actions">
                <a class="button button--primary" href="/account">
                    "View your account"
                </a>
            </div>
        </div>
    }
}
