//! `POST /sign-out-everywhere`: ends every session of the person.

use leptos::prelude::*;
use logto::Sessions;

use super::sign_out::leave;
use crate::identity::session_key;

/// Signs the person out on every device. Anyone may; without a session it goes home.
///
/// Every session in this app ends before Logto is asked for anything; Logto's own sessions in other browsers live on.
/// Answers as [`sign_out`](super::sign_out()) does.
#[server(prefix = "", endpoint = "/sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), ServerFnError> {
    let sessions = expect_context::<Sessions>();
    let ended = match session_key() {
        Some(key) => sessions.sign_out_everywhere(&key).await?,
        None => None,
    };
    leave(&sessions, ended);
    Ok(())
}
