//! `POST /account/name`: changes what the person is called.

use leptos::prelude::*;
use logto::{Sessions, UserError};

use crate::{
    identity::{reload, require_user_for},
    phone::{NAME_NOT_SAVED, NAME_TOO_LONG, PhoneService},
    see_other::see_other,
};

/// Gives the account of who is signed in another name; an empty one takes it away. Needs the Management API.
/// Answers 303 to `/account`, which says what came of it.
#[server(prefix = "", endpoint = "/account/name")]
pub async fn change_name(name: String) -> Result<(), ServerFnError> {
    let Some(viewer) = require_user_for("/account") else { return Ok(()) };
    let (service, sessions) = (expect_context::<PhoneService>(), expect_context::<Sessions>());
    let Some(verifier) = &service.verifier else {
        see_other("/account");
        return Ok(());
    };
    let name: String = name.chars().filter(|char| !char.is_control()).collect();
    let name = Some(name.trim()).filter(|name| !name.is_empty());
    let problem = match verifier.change_name(&viewer.user.sub, name).await {
        Ok(()) => None,
        Err(UserError::InvalidName) => Some(NAME_TOO_LONG),
        Err(error) => {
            tracing::warn!(error.code = error.code(), %error, "a name was not changed");
            Some(NAME_NOT_SAVED)
        }
    };
    // Who is suspended by now is signed out by it.
    reload(&sessions).await;
    see_other(&problem.map_or_else(|| "/account?changed=name".to_owned(), |code| format!("/account?problem={code}")));
    Ok(())
}
