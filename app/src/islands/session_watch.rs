//! Keeps the page's idea of who is signed in true: asks the server again whenever the page comes back into
//! view, so that a sign-out in another tab shows here at once.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{PageTransitionEvent, Response, VisibilityState};

use super::{
    callback::{listen, then},
    rendered_session::user_from,
};
use crate::user::User;

/// Answers `null` or the [`User`].
const CURRENT_USER_URL: &str = "/api/current_user";

/// Updates `user` when the page becomes visible, or is restored from the back/forward cache. A `protected`
/// page is loaded anew instead when someone else, or no one, is signed in: then the server decides.
pub(super) fn follow(user: ArcRwSignal<Option<User>>, protected: bool) {
    let shown = user.clone();
    listen(&document(), "visibilitychange", move |_| {
        if document().visibility_state() == VisibilityState::Visible {
            refresh(shown.clone(), protected);
        }
    });
    listen(&window(), "pageshow", move |event| {
        if event.unchecked_into::<PageTransitionEvent>().persisted() {
            refresh(user.clone(), protected);
        }
    });
}

/// Asks once. Answers can overtake each other, so only the latest question counts.
fn refresh(user: ArcRwSignal<Option<User>>, protected: bool) {
    thread_local! {
        static LATEST: Cell<u32> = const { Cell::new(0) };
    }
    let number = LATEST.get().wrapping_add(1);
    LATEST.set(number);

    ask(move |answer| {
        if LATEST.get() != number || *user.read_untracked() == answer {
            return;
        }
        if protected {
            // Fails only where a document has no address.
            let _ = location().reload();
        } else {
            user.set(answer);
        }
    });
}

/// No answer is not a sign-out: then `answered` hears nothing, and the page stays as it is.
fn ask(answered: impl Fn(Option<User>) + Clone + 'static) {
    then(&window().fetch_with_str(CURRENT_USER_URL), move |response| {
        let response: Response = response.unchecked_into();
        let Some(json) = response.json().ok().filter(|_| response.ok()) else { return };
        let answered = answered.clone();
        then(&json, move |answer| match user_from(&answer) {
            None if !answer.is_null() => {}
            user => answered(user),
        });
    });
}
