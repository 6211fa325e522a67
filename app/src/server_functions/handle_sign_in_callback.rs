//! `GET /callback`: ends a sign-in.

use http::{header::SET_COOKIE, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use logto::{CallbackError, CallbackParams, Sessions};

use super::sign_in_failed::{INVALID_PARAMETERS, STATE_MISMATCHED, page_code, sign_in_failed};
use crate::{
    identity::{device, signed_in},
    see_other::see_other,
};

/// The raw query of the callback, put aside before the argument decoder of server functions sees it: its parameters are
/// read by `logto` alone, which refuses repeated and absurd ones by name.
#[derive(Clone, Debug, Default)]
pub struct CallbackQuery(pub String);

/// Ends a sign-in: checks what Logto sent, exchanges the code, begins a session under a new id.
///
/// Anyone may call it; only the browser that began the sign-in has the transaction that makes it do anything.
/// Answers 303 to where the person wanted to go, or to `/sign-in-failed?error=…`. Somebody who is signed in and reloads
/// the callback, or comes back to it, goes home.
#[server(prefix = "", endpoint = "/callback", input = server_fn::codec::GetUrl)]
pub async fn handle_sign_in_callback() -> Result<(), ServerFnError> {
    let sessions = expect_context::<Sessions>();
    let response = expect_context::<ResponseOptions>();
    let parts = expect_context::<Parts>();
    let query = parts.extensions.get::<CallbackQuery>().cloned().unwrap_or_default();

    let params = match CallbackParams::parse(&query.0) {
        Ok(params) => params,
        Err(error) => {
            tracing::warn!(error.code = INVALID_PARAMETERS, %error, "a callback was refused");
            sign_in_failed(INVALID_PARAMETERS);
            return Ok(());
        }
    };
    let now = sessions.client().clock().now();
    let Some(transaction) = sessions.transactions().find(&parts.headers, params.state(), now) else {
        if signed_in().is_some() {
            see_other("/");
        } else {
            tracing::warn!(error.code = STATE_MISMATCHED, "a callback of an unknown sign-in was refused");
            sign_in_failed(STATE_MISMATCHED);
        }
        return Ok(());
    };
    // Whatever comes of it, this transaction is used up.
    if let Some(cookie) = sessions.transactions().end(params.state()) {
        response.append_header(SET_COOKIE, cookie);
    }
    match sessions.handle_sign_in_callback(params, transaction).await {
        Ok((session, return_to)) => {
            let record: tower_sessions::Session = leptos_axum::extract().await?;
            let session = session.on_device(&device(&parts.headers));
            logto::axum::begin_session(&sessions, &record, &session).await?;
            tracing::info!("a person signed in");
            see_other(return_to.as_str());
        }
        // A reload while the first callback was under way, and that one has ended well.
        Err(CallbackError::Replayed) if signed_in().is_some() => see_other("/"),
        Err(error) => {
            tracing::warn!(error.code = error.code(), %error, "a sign-in failed");
            sign_in_failed(page_code(&error));
        }
    }
    Ok(())
}
