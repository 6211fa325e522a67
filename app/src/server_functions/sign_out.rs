//! `POST /sign-out`: ends the session, here first, then at Logto.

use http::header::SET_COOKIE;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::{identity::Identity, see_other::see_other};

/// Signs out. Anyone may; without a session it goes home.
///
/// A form posts to it: never a link, as a link can be followed by a crawler or planted on another site. The session in
/// this app ends before Logto is asked for anything, so that an outage there leaves nobody signed in here.
/// Answers 303 to Logto's `/oidc/session/end`, or home when Logto is not reachable.
#[server(prefix = "", endpoint = "/sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    let identity = expect_context::<Identity>();
    let response = expect_context::<ResponseOptions>();
    let record: tower_sessions::Session = leptos_axum::extract().await?;
    let session = identity.end_session(&record).await?;
    response.append_header(SET_COOKIE, identity.session_cookie_removal());

    let Some(session) = session else {
        see_other("/");
        return Ok(());
    };
    let sign_out = identity.client.sign_out(session).await;
    match &sign_out.revocation {
        Ok(()) => tracing::info!("a person signed out"),
        Err(error) => tracing::warn!(%error, "a person signed out; the refresh token lives on at the provider"),
    }
    see_other(sign_out.url.as_ref().map_or("/", |url| url.as_str()));
    Ok(())
}
