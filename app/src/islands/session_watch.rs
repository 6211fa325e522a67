//! Keeps the page's idea of who is signed in true: asks the server again whenever the page comes back into
//! view, so that a sign-out in another tab shows here at once.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{PageTransitionEvent, Response, VisibilityState};

use crate::user::User;

/// Answers `null` or the [`User`].
const CURRENT_USER_URL: &str = "/api/current_user";

/// Updates `user` when the page becomes visible, or is restored from the back/forward cache.
pub(super) fn follow(user: ArcRwSignal<Option<User>>) {
    let shown = user.clone();
    listen(&document(), "visibilitychange", move |_| {
        if document().visibility_state() == VisibilityState::Visible {
            refresh(shown.clone());
        }
    });
    listen(&window(), "pageshow", move |event| {
        if event.unchecked_into::<PageTransitionEvent>().persisted() {
            refresh(user.clone());
        }
    });
}

/// The listener stays for the life of the page.
fn listen(target: &web_sys::EventTarget, event: &str, handler: impl Fn(web_sys::Event) + 'static) {
    let handler = Closure::<dyn Fn(web_sys::Event)>::new(handler).into_js_value();
    // Only an invalid call could fail, and there is nothing to do about it but go without.
    let _ = target.add_event_listener_with_callback(event, handler.unchecked_ref());
}

/// Asks once. Answers can overtake each other, so only the latest question counts.
fn refresh(user: ArcRwSignal<Option<User>>) {
    thread_local! {
        static LATEST: Cell<u32> = const { Cell::new(0) };
    }
    let number = LATEST.get().wrapping_add(1);
    LATEST.set(number);

    spawn_local(async move {
        // No answer is not a sign-out: the page stays as it is.
        if let Ok(answer) = ask().await
            && LATEST.get() == number
            && *user.read_untracked() != answer
        {
            user.set(answer);
        }
    });
}

async fn ask() -> Result<Option<User>, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(CURRENT_USER_URL)).await?.unchecked_into();
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let body = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    leptos::serde_json::from_str(&body).map_err(|_| JsValue::NULL)
}
