//! Who is signed in, as this page knows it: one signal, shared by all islands of the page.

use leptos::prelude::*;

use crate::user::User;

/// The person who is signed in. On the server that is settled; in the browser it follows the session
/// through changes made in other tabs.
#[cfg(not(feature = "hydrate"))]
pub fn current_user(at_rendering: Option<User>) -> ArcReadSignal<Option<User>> {
    ArcRwSignal::new(at_rendering).read_only()
}

/// The person who is signed in. On the server that is settled; in the browser it follows the session
/// through changes made in other tabs. The first island to ask brings the state the page was rendered with.
#[cfg(feature = "hydrate")]
pub fn current_user(at_rendering: Option<User>) -> ArcReadSignal<Option<User>> {
    use std::cell::OnceCell;

    thread_local! {
        static CURRENT_USER: OnceCell<ArcRwSignal<Option<User>>> = const { OnceCell::new() };
    }

    CURRENT_USER.with(|cell| {
        cell.get_or_init(|| {
            let user = ArcRwSignal::new(at_rendering);
            super::session_watch::follow(user.clone());
            user
        })
        .read_only()
    })
}
