//! The viewer: read once per request, before rendering, so that pages know at once who is asking.

use std::sync::Arc;

use http::request::Parts;
use leptos::prelude::*;
use logto::{Session, SessionKey, axum::CurrentSession};
use time::OffsetDateTime;

use crate::{see_other::see_other, user::User};

/// A person with a living session, as pages show them.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The person.
    pub user: User,
    /// When the session began (UTC).
    pub began: OffsetDateTime,
}

impl From<&Session> for SignedIn {
    fn from(session: &Session) -> Self {
        Self { user: User::from(&session.claims), began: session.began }
    }
}

/// The person who asked for this page, `None` for an anonymous visitor. Costs nothing: the session was read before
/// rendering began.
pub fn signed_in() -> Option<SignedIn> {
    current_session().map(|current| SignedIn::from(&current.session))
}

/// The session behind this request, with all that the ID token says. For the server: nothing of it goes to a browser.
pub fn session() -> Option<Session> {
    current_session().map(|current| current.session.clone())
}

/// When the session behind this request ends at the latest (UTC).
pub fn session_ends() -> Option<OffsetDateTime> {
    current_session().map(|current| current.ends_at)
}

/// By what the storage knows the session behind this request.
pub(crate) fn session_key() -> Option<SessionKey> {
    use_context::<Parts>()?.extensions.get().and_then(logto::axum::session_key)
}

/// The session behind this request, as it was read before rendering began.
pub(super) fn current_session() -> Option<Arc<logto::SignedIn>> {
    use_context::<Parts>()?.extensions.get::<CurrentSession>().and_then(|current| current.0.clone())
}

/// The person who asked for this page. An anonymous visitor is sent through `/sign-in` and back here: render nothing.
pub fn require_user() -> Option<SignedIn> {
    let parts = use_context::<Parts>();
    let here = parts.as_ref().and_then(|parts| parts.uri.path_and_query()).map_or("/", |here| here.as_str());
    require_user_for(here)
}

/// The person who sent this form. An anonymous visitor is sent through `/sign-in` and to `page`: do nothing.
pub fn require_user_for(page: &str) -> Option<SignedIn> {
    let viewer = signed_in();
    if viewer.is_none() {
        let return_to: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
        see_other(&format!("/sign-in?return_to={return_to}"));
    }
    viewer
}
