//! `GET /sign-up`: the same as sign-in, with Logto's registration page first.

use leptos::prelude::*;
use logto::{FirstScreen, Identifier, ReturnTo, SignInOptions};

use super::sign_in::start;

/// Starts a sign-in on the registration page, by phone. Anyone may; it changes nothing on the server.
///
/// `return_to`: a path of this site to come back to; anything else becomes the home page.
#[server(prefix = "", endpoint = "/sign-up", input = server_fn::codec::GetUrl)]
pub async fn sign_up(return_to: Option<String>) -> Result<(), ServerFnError> {
    start(SignInOptions {
        first_screen: Some(FirstScreen::IdentifierRegister),
        identifiers: vec![Identifier::Phone],
        return_to: ReturnTo::parse(return_to.as_deref().unwrap_or("/")),
        ..SignInOptions::default()
    })
    .await
}
