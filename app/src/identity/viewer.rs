//! The viewer: read once per request, before rendering, so that pages know at once who is asking.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{StatusCode, request::Parts};
use leptos::prelude::*;
use logto::Session;
use time::OffsetDateTime;
use tower_sessions::{Expiry, session};

use super::Identity;
use crate::{see_other::see_other, user::User};

/// Where the sealed session stands in the record of the store.
const SESSION: &str = "session";
/// Where the record says when the person was last here (seconds since 1970).
const SEEN: &str = "seen";
/// A visit is written down when the last one written is this part of the idle time ago: reading stays reading.
const TOUCHES_PER_IDLE_TIME: i32 = 24;

/// A person with a living session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The person.
    pub user: User,
    /// When the session began (UTC).
    pub began: OffsetDateTime,
    /// When the session ends at the latest (UTC).
    pub ends: OffsetDateTime,
}

/// The answer to "who is asking?", in the extensions of every request.
#[derive(Clone, Debug, Default)]
pub struct Viewer(pub Option<SignedIn>);

/// The person who asked for this page, `None` for an anonymous visitor. Costs nothing: the session was read before
/// rendering began.
pub fn signed_in() -> Option<SignedIn> {
    let parts = use_context::<Parts>()?;
    parts.extensions.get::<Viewer>().and_then(|viewer| viewer.0.clone())
}

/// The person who asked for this page. An anonymous visitor is sent through `/sign-in` and back here: render nothing.
pub fn require_user() -> Option<SignedIn> {
    let viewer = signed_in();
    if viewer.is_none()
        && let Some(parts) = use_context::<Parts>()
    {
        let here = parts.uri.path_and_query().map_or("/", |here| here.as_str());
        let return_to: String = url::form_urlencoded::byte_serialize(here.as_bytes()).collect();
        see_other(&format!("/sign-in?return_to={return_to}"));
    }
    viewer
}

/// The middleware that reads the [`Viewer`]. No cookie: no question to the store. Store out of order: 503 for those who
/// bring a cookie, as nobody can tell who they are.
pub async fn read_viewer(
    State(identity): State<Identity>,
    session: tower_sessions::Session,
    mut request: Request,
    next: Next,
) -> Response {
    match identity.viewer(&session).await {
        Ok(viewer) => {
            request.extensions_mut().insert(viewer);
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(%error, "the session store does not answer");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

impl Identity {
    async fn viewer(&self, record: &tower_sessions::Session) -> Result<Viewer, session::Error> {
        let Some(session) = self.session(record).await? else { return Ok(Viewer(None)) };
        let now = self.client.clock().now();
        let ends = session.began + self.session_max;
        if now >= ends {
            record.flush().await?;
            return Ok(Viewer(None));
        }
        let seen: i64 = record.get(SEEN).await?.unwrap_or_default();
        if now.unix_timestamp() - seen >= (self.session_idle / TOUCHES_PER_IDLE_TIME).whole_seconds() {
            self.touch(record, ends, now).await?;
        }
        Ok(Viewer(Some(SignedIn { user: User::from(&session.claims), began: session.began, ends })))
    }

    /// The session in the store's record. A record that no secret opens any more is as good as none.
    async fn session(&self, record: &tower_sessions::Session) -> Result<Option<Session>, session::Error> {
        let sealed: Option<String> = record.get(SESSION).await?;
        Ok(sealed.and_then(|sealed| Session::open(&self.keyring, &sealed)))
    }

    /// Writes down that the person is here, which moves the end of the idle time.
    async fn touch(
        &self,
        record: &tower_sessions::Session,
        ends: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Result<(), session::Error> {
        record.insert(SEEN, now.unix_timestamp()).await?;
        record.set_expiry(Some(Expiry::AtDateTime(ends.min(now + self.session_idle))));
        Ok(())
    }

    /// Begins a session under a new id (session fixation), and waits until the store has it: a session that a browser
    /// hears of is never lost.
    pub(crate) async fn begin_session(
        &self,
        record: &tower_sessions::Session,
        session: &Session,
    ) -> Result<(), BeginSessionError> {
        let sealed = session.seal(&self.keyring)?;
        if record.id().is_some() {
            // Not `flush`: what is inserted after it is saved under the old id again.
            record.clear().await;
            record.cycle_id().await?;
        }
        record.insert(SESSION, sealed).await?;
        self.touch(record, session.began + self.session_max, session.began).await?;
        record.save().await?;
        Ok(())
    }

    /// Ends the session and hands it over, for the sign-out at the provider.
    pub(crate) async fn end_session(
        &self,
        record: &tower_sessions::Session,
    ) -> Result<Option<Session>, session::Error> {
        let session = self.session(record).await?;
        if record.id().is_some() {
            record.flush().await?;
        }
        Ok(session)
    }

    /// The `Set-Cookie` that takes the session cookie away.
    pub(crate) fn session_cookie_removal(&self) -> http::HeaderValue {
        super::session_cookie::removal(self.is_https())
    }
}

/// A session could not be begun.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BeginSessionError {
    /// The store does not answer.
    #[error("the session store does not answer: {0}")]
    Store(#[from] session::Error),
    /// It could not be sealed.
    #[error(transparent)]
    NoRandomness(#[from] logto::NoRandomness),
}

#[cfg(test)]
#[path = "viewer_tests.rs"]
mod tests;
