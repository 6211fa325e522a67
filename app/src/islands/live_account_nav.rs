//! The header's account links, following the session.

use leptos::prelude::*;

use super::current_user::current_user;
use crate::components::account_nav::AccountNav;

/// [`AccountNav`] that follows the session through changes made in other tabs.
#[island]
pub fn LiveAccountNav() -> impl IntoView {
    let user = current_user();

    move || view! { <AccountNav signed_in=user.read().is_some()/> }
}
