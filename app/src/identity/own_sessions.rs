//! The sessions of the person who asks.

use leptos::prelude::*;
pub use logto::{OpenedBy, SessionSummary};
use logto::{SessionKey, Sessions};

use super::viewer::session_key;

/// The way to the list.
#[derive(Clone, Debug)]
pub struct OwnSessions(Option<(Sessions, SessionKey)>);

/// The sessions of the person who asked for this page.
pub fn own_sessions() -> OwnSessions {
    OwnSessions(use_context::<Sessions>().zip(session_key()))
}

impl OwnSessions {
    /// The list, this session first; `None` when the storage does not answer.
    pub async fn list(self) -> Option<Vec<SessionSummary>> {
        let (sessions, key) = self.0?;
        let list = sessions.list(&key).await;
        let failed = |error: &logto::SessionError| {
            tracing::warn!(error.code = error.code(), %error, "a person's sessions could not be listed");
        };
        list.inspect_err(failed).ok()
    }
}
