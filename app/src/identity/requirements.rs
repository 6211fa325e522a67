//! What a server function may ask for in its first line, besides a signed-in person.

use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use logto::{Resource, SessionError, SessionKey, Sessions};

use super::viewer::{SignedIn, session, session_key};

/// The person may not do this. The guard of server functions answers with its status and sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nobody is signed in.
    #[error("sign in first")]
    SignedOut,
    /// The person lacks a role or a permission.
    #[error("your account may not do this")]
    Forbidden,
    /// Logto does not answer, so nobody can tell.
    #[error("the sign-in service does not answer at the moment")]
    Unavailable,
}

impl Refused {
    /// 401, 403 or 503, set on the answer.
    fn answer(self) -> Self {
        if let Some(response) = use_context::<ResponseOptions>() {
            response.set_status(match self {
                Self::SignedOut => StatusCode::UNAUTHORIZED,
                Self::Forbidden => StatusCode::FORBIDDEN,
                Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            });
        }
        self
    }
}

/// The person, if they have this role in the tenant. Needs the scope `roles` (`LOGTO_SCOPES`).
///
/// The roles are those of the last ID token: a change in Logto counts from the next refresh, within the hour.
///
/// # Errors
///
/// [`Refused`], its status set on the answer.
pub fn require_role(role: &str) -> Result<SignedIn, Refused> {
    let session = session().ok_or_else(|| Refused::SignedOut.answer())?;
    if session.claims.has_role(role) { Ok(SignedIn::from(&session)) } else { Err(Refused::Forbidden.answer()) }
}

/// The person, if they have this permission of an API resource, as its access token says. Asks Logto when there is no
/// fresh token: once an hour and session.
///
/// # Errors
///
/// [`Refused`], its status set on the answer.
pub async fn require_permission(resource: &Resource, permission: &str) -> Result<SignedIn, Refused> {
    let session = session().ok_or_else(|| Refused::SignedOut.answer())?;
    let (sessions, key) = use_context::<Sessions>().zip(session_key()).ok_or_else(|| Refused::SignedOut.answer())?;
    match may(&sessions, &key, resource, permission).await {
        Ok(()) => Ok(SignedIn::from(&session)),
        Err(refused) => Err(refused.answer()),
    }
}

async fn may(sessions: &Sessions, key: &SessionKey, resource: &Resource, permission: &str) -> Result<(), Refused> {
    match sessions.access_token(key, resource).await {
        Ok(token) if token.scope.iter().any(|granted| granted == permission) => Ok(()),
        Ok(_) => Err(Refused::Forbidden),
        Err(SessionError::SignedOut) => Err(Refused::SignedOut),
        Err(error) => {
            tracing::warn!(error.code = error.code(), %error, "no access token for a resource");
            Err(if error.is_outage() { Refused::Unavailable } else { Refused::Forbidden })
        }
    }
}

#[cfg(test)]
#[path = "requirements_tests.rs"]
mod tests;
