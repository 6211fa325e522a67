//! Who is signed in, as this page knows it: one signal, shared by all islands of the page.
//!
//! Islands take it from here and not as properties: those would be in the page once for every island, and
//! reading them would bring serde_json into the browser (a quarter of the WebAssembly, measured).

use leptos::prelude::*;

use crate::user::User;

/// The person who is signed in, for the page that is being rendered.
#[cfg(feature = "ssr")]
pub fn current_user() -> ArcReadSignal<Option<User>> {
    let user = crate::identity::signed_in().map(|signed_in| signed_in.user);
    ArcRwSignal::new(user).read_only()
}

/// The person who is signed in: at first as the page was rendered, then following the session through
/// changes made in other tabs.
#[cfg(not(feature = "ssr"))]
pub fn current_user() -> ArcReadSignal<Option<User>> {
    use std::cell::OnceCell;

    use super::{rendered_session::RenderedSession, session_watch};

    thread_local! {
        static CURRENT_USER: OnceCell<ArcRwSignal<Option<User>>> = const { OnceCell::new() };
    }

    CURRENT_USER.with(|cell| {
        cell.get_or_init(|| {
            let RenderedSession { user, protected } = RenderedSession::read();
            let user = ArcRwSignal::new(user);
            session_watch::follow(user.clone(), protected);
            user
        })
        .read_only()
    })
}
