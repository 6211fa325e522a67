//! Who is asking: the one file of the app that knows `logto`.

use leptos::prelude::*;
use time::OffsetDateTime;

use crate::user::User;

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

/// The answer to "who is asking?", put into the request's extensions by the session layer.
#[derive(Clone, Debug, Default)]
pub struct Viewer(pub Option<SignedIn>);

/// The person who asked for this page, `None` for an anonymous visitor. Costs nothing: the session
/// was read before rendering began.
pub fn signed_in() -> Option<SignedIn> {
    let parts = use_context::<http::request::Parts>()?;
    parts
        .extensions
        .get::<Viewer>()
        .and_then(|viewer| viewer.0.clone())
}

/// The person who asked for this page; an anonymous visitor is sent through `/sign-in` and back here.
pub fn require_user() -> Option<SignedIn> {
    signed_in()
}
