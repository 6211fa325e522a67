//! `POST /renew-access`: forgets the session's access tokens, and reads the person anew.

use leptos::prelude::*;
use logto::{SessionError, Sessions};

use crate::{
    identity::{reload, session_key},
    see_other::see_other,
};

/// Forgets the access tokens of this session, so that the next use asks Logto for new ones, and asks who the person is now: that
/// says which organisations they belong to. What a new permission of an API may need, `Sessions::clear_access_tokens` says.
/// Without a session nothing happens. Answers 303 to `/access`.
#[server(prefix = "", endpoint = "/renew-access")]
pub async fn renew_access() -> Result<(), ServerFnError> {
    let sessions = expect_context::<Sessions>();
    if let Some(key) = session_key() {
        match sessions.clear_access_tokens(&key).await {
            Ok(()) => reload(&sessions).await,
            Err(SessionError::SignedOut) => {}
            Err(error) => return Err(error.into()),
        }
    }
    see_other("/access");
    Ok(())
}
