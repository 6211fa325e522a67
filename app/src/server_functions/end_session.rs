//! `POST /end-session`: ends another session of the person.

use leptos::prelude::*;
use logto::{SessionError, Sessions};

use crate::{identity::session_key, see_other::see_other};

/// Ends the session with this handle, as the account page lists it. Only its owner can: the handle is looked for among the
/// sessions of whoever asks. Without a session, or with an unknown handle, nothing happens. Answers 303 to `/account`.
#[server(prefix = "", endpoint = "/end-session")]
pub async fn end_session(handle: String) -> Result<(), ServerFnError> {
    let sessions = expect_context::<Sessions>();
    if let Some(key) = session_key() {
        match sessions.end_other(&key, &handle).await {
            Ok(ended) => tracing::info!(session.ended = ended, "a person ended another session"),
            Err(SessionError::SignedOut) => {}
            Err(error) => return Err(error.into()),
        }
    }
    see_other("/account#sessions");
    Ok(())
}
