//! The header's links to the account, or to sign-in.

use leptos::{either::Either, prelude::*};

use super::{sign_in_link::SignInLink, sign_out_button::SignOutButton};

/// `<AccountNav signed_in=true/>`: "Account" and "Sign out", or else "Sign in".
#[component]
pub fn AccountNav(
    /// Whether a person is signed in.
    signed_in: bool,
) -> impl IntoView {
    if signed_in {
        Either::Left(view! {
            <a class="button button--quiet" href="/account">
                "Account"
            </a>
            <SignOutButton/>
        })
    } else {
        Either::Right(view! { <SignInLink class="button">"Sign in"</SignInLink> })
    }
}
