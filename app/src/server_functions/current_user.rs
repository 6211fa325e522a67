//! `GET /api/current_user`: who is signed in, for the islands.

use leptos::prelude::*;

use crate::{identity::signed_in, user::User};

/// The person who is signed in, as JSON; `null` for an anonymous visitor. Anyone may ask: the answer is about the asker.
#[server(prefix = "/api", endpoint = "/current_user", input = server_fn::codec::GetUrl)]
pub async fn current_user() -> Result<Option<User>, ServerFnError> {
    Ok(signed_in().map(|signed_in| signed_in.user))
}
