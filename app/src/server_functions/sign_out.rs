//! `POST /sign-out`: ends the session, here first, then at Logto.

use http::header::SET_COOKIE;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use logto::{Sessions, SignOut as Ended, axum::session_cookie_removal};

use crate::see_other::see_other;

/// Signs out. Anyone may; without a session it goes home.
///
/// A form posts to it: never a link, as a link can be followed by a crawler or planted on another site. The session in
/// this app ends before Logto is asked for anything, so that an outage there leaves nobody signed in here.
/// Answers 303 to Logto's `/oidc/session/end`, or home when Logto is not reachable.
#[server(prefix = "", endpoint = "/sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    let sessions = expect_context::<Sessions>();
    let record: tower_sessions::Session = leptos_axum::extract().await?;
    let ended = logto::axum::end_session(&sessions, &record).await?;
    leave(&sessions, ended);
    Ok(())
}

/// Takes the cookie away and sends the browser to Logto's sign-out, which brings it home.
pub(super) fn leave(sessions: &Sessions, ended: Option<Ended>) {
    let response = expect_context::<ResponseOptions>();
    let set =
        |cookie: Option<http::HeaderValue>| cookie.into_iter().for_each(|it| response.append_header(SET_COOKIE, it));
    set(session_cookie_removal(sessions));
    let Some(sign_out) = ended else {
        see_other("/");
        return;
    };
    match &sign_out.revocation {
        Ok(()) => tracing::info!("a person signed out"),
        Err(error) => tracing::warn!(%error, "a person signed out; the refresh token lives on at the provider"),
    }
    match sign_out.end_session {
        Some(end_session) => {
            set(sessions.sign_out_cookie().keep(&end_session.state));
            see_other(end_session.url.as_str());
        }
        None => see_other("/"),
    }
}
