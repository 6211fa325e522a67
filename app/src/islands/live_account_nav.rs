//! The header's account links, following the session.

use leptos::prelude::*;

use super::current_user::current_user;
use crate::{components::account_nav::AccountNav, user::User};

/// [`AccountNav`] that follows the session through changes made in other tabs.
#[island]
pub fn LiveAccountNav(
    /// The person who was signed in when the page was rendered.
    user: Option<User>,
    /// Whether this page is for `user` only: then it is asked for anew when someone else, or no one, is
    /// signed in, and the server decides.
    protected: bool,
) -> impl IntoView {
    let user = current_user(user);
    if protected {
        let changes = user.clone();
        Effect::watch(
            move || changes.track(),
            |_, _, _| {
                // Fails only where a document has no address.
                let _ = location().reload();
            },
            false,
        );
    }

    move || view! { <AccountNav signed_in=user.read().is_some()/> }
}
