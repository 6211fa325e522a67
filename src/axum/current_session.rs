//! Who is asking: read once per request, before any handler runs.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http::{
    HeaderValue, Method, StatusCode,
    header::{RETRY_AFTER, SET_COOKIE},
    request::Parts,
};

use super::{
    session_cookie::{renewal, session_cookie_name},
    tower_store,
};
use crate::{SessionKey, Sessions, SignedIn};

/// The answer to "who is asking?", in the extensions of every request. Shared, as extensions are cloned.
#[derive(Clone, Debug, Default)]
pub struct CurrentSession(pub Option<Arc<SignedIn>>);

/// The key of the session that this request belongs to; `None` where it brought no cookie.
pub fn session_key(record: &tower_sessions::Session) -> Option<SessionKey> {
    record.id().map(|id| tower_store::key(&id))
}

/// The middleware that reads the [`CurrentSession`], inside [`session_layer`](super::session_layer).
///
/// No cookie: no question to the storage. An access token about to expire is refreshed here, before any page is rendered.
/// Storage out of order: 503 for those who bring a cookie, as nobody can tell who they are.
pub async fn read_session(
    State(sessions): State<Sessions>,
    record: tower_sessions::Session,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(id) = record.id() else {
        request.extensions_mut().insert(CurrentSession(None));
        return next.run(request).await;
    };
    let found = match sessions.current(&tower_store::key(&id)).await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(error.code = error.code(), %error, "nobody can tell who is asking");
            return (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "5")]).into_response();
        }
    };
    let noted = match &found {
        Some(signed_in) => sessions.touch(signed_in).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "a visit could not be noted; the session ends sooner");
            false
        }),
        None => false,
    };
    request.extensions_mut().insert(CurrentSession(found.map(Arc::new)));
    let mut response = next.run(request).await;
    // Unless the request ended this session, or began another.
    let name = session_cookie_name(sessions.client().config().base_url.is_https());
    let sets_it = |cookie: &HeaderValue| cookie.as_bytes().starts_with(format!("{name}=").as_bytes());
    let is_the_same = record.id() == Some(id) && !response.headers().get_all(SET_COOKIE).iter().any(sets_it);
    if let Some(cookie) = renewal(&sessions, &id).filter(|_| noted && is_the_same) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Nobody is signed in: a page that is asked for leads through `/sign-in` and back; anything else is refused.
#[derive(Clone, Debug)]
pub struct SignInRequired {
    return_to: Option<String>,
}

impl IntoResponse for SignInRequired {
    fn into_response(self) -> Response {
        match self.return_to {
            Some(here) => {
                let here: String = url::form_urlencoded::byte_serialize(here.as_bytes()).collect();
                Redirect::to(&format!("/sign-in?return_to={here}")).into_response()
            }
            None => (StatusCode::UNAUTHORIZED, "Sign in first.\n").into_response(),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = SignInRequired;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, SignInRequired> {
        let here = || parts.uri.path_and_query().map_or("/", |here| here.as_str()).to_owned();
        let reads = matches!(parts.method, Method::GET | Method::HEAD);
        current(parts).ok_or_else(|| SignInRequired { return_to: reads.then(here) })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for SignedIn {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Self::Rejection> {
        Ok(current(parts))
    }
}

fn current(parts: &Parts) -> Option<SignedIn> {
    parts.extensions.get::<CurrentSession>().and_then(|current| current.0.as_deref().cloned())
}
