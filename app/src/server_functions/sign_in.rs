//! `GET /sign-in`: starts a sign-in and sends the browser to Logto.

use http::{header::SET_COOKIE, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use logto::{FirstScreen, Identifier, ReturnTo, Sessions, SignInOptions};

use super::sign_in_failed::{UNAVAILABLE, sign_in_failed};
use crate::see_other::see_other;

/// Starts a sign-in. Anyone may; it changes nothing on the server and touches no session that exists.
///
/// - `return_to`: a path of this site to come back to; anything else becomes the home page.
/// - `identifier`: `phone` opens Logto's page with the phone number field alone.
///
/// Answers 303 to Logto's `/oidc/auth`, or to `/sign-in-failed?error=sign_in.unavailable` when Logto is not reachable.
#[server(prefix = "", endpoint = "/sign-in", input = server_fn::codec::GetUrl)]
pub async fn sign_in(return_to: Option<String>, identifier: Option<String>) -> Result<(), ServerFnError> {
    let by_phone = identifier.as_deref() == Some("phone");
    start(SignInOptions {
        first_screen: by_phone.then_some(FirstScreen::IdentifierSignIn),
        identifiers: if by_phone { vec![Identifier::Phone] } else { Vec::new() },
        return_to: ReturnTo::parse(return_to.as_deref().unwrap_or("/")),
        ..SignInOptions::default()
    })
    .await
}

/// What `/sign-in` and `/sign-up` have in common.
pub(super) async fn start(options: SignInOptions) -> Result<(), ServerFnError> {
    let sessions = expect_context::<Sessions>();
    let response = expect_context::<ResponseOptions>();
    let headers = expect_context::<Parts>().headers;
    let request = match sessions.client().sign_in(&options).await {
        Ok(request) => request,
        Err(error) => {
            tracing::warn!(error.code = error.code(), %error, "a sign-in could not be started");
            sign_in_failed(UNAVAILABLE);
            return Ok(());
        }
    };
    let now = sessions.client().clock().now();
    for cookie in sessions.transactions().keep(&request.transaction, &headers, now)? {
        response.append_header(SET_COOKIE, cookie);
    }
    see_other(request.url.as_str());
    Ok(())
}
