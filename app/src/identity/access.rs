//! What this session may do at APIs and in organisations, as its access tokens say.

use leptos::prelude::*;
use logto::{AccessTokenFor, Audience, OrganizationId, SessionError, SessionKey, Sessions};
use time::OffsetDateTime;

use super::viewer::{current_session, session_key};

/// The most that one page asks for.
const MOST: usize = 20;

/// An API or an organisation, and the way to what its token says.
#[derive(Clone, Debug)]
pub struct AccessTo {
    /// What it is, for a heading.
    pub heading: String,
    what_for: AccessTokenFor,
    sessions: Sessions,
    key: SessionKey,
}

/// What an access token says, once it has been verified as the API would.
#[derive(Clone, Debug)]
pub struct Said {
    /// Whom the token is for.
    pub aud: String,
    /// The permissions.
    pub scope: Vec<String>,
    /// When it expires (UTC).
    pub expires_at: OffsetDateTime,
}

/// Every resource of the configuration, and every organisation of the person; nothing for an anonymous visitor.
pub fn accesses() -> Vec<AccessTo> {
    let Some(((current, sessions), key)) = current_session().zip(use_context::<Sessions>()).zip(session_key()) else {
        return Vec::new();
    };
    let resources = sessions.client().config().resources.iter();
    let resources = resources.map(|resource| (format!("API {resource}"), AccessTokenFor::Resource(resource.clone())));
    let organizations = current.session.claims.organizations.iter().filter_map(|id| OrganizationId::parse(id).ok());
    let organizations = organizations.map(|id| (format!("Organisation {id}"), AccessTokenFor::Organization(id)));
    let access = |(heading, what_for)| AccessTo { heading, what_for, sessions: sessions.clone(), key };
    resources.chain(organizations).take(MOST).map(access).collect()
}

impl AccessTo {
    /// Reads the token. Asks Logto when none is kept: once an hour and session.
    ///
    /// # Errors
    ///
    /// A sentence for the person.
    pub async fn said(self) -> Result<Said, &'static str> {
        let Self { what_for, sessions, key, .. } = self;
        let token = sessions.access_token_for(&key, &what_for).await.map_err(|error| {
            tracing::warn!(error.code = error.code(), %error, "no access token for the access page");
            match error {
                SessionError::SignedOut => "You are signed out.",
                error if error.is_outage() => "The sign-in service does not answer at the moment.",
                _ => "You have no access here.",
            }
        })?;
        let audience = match what_for {
            AccessTokenFor::Resource(resource) => Audience::Resource(resource.as_str().to_owned()),
            _ => Audience::Organization,
        };
        let verified = sessions.client().access_token_verifier(audience).verify(token.token.reveal()).await;
        let claims = verified.map_err(|error| {
            tracing::warn!(error.code = error.code(), %error, "an access token of Logto's is not to be trusted");
            "The token cannot be read."
        })?;
        let scope = claims.scope.into_iter().collect();
        Ok(Said { aud: claims.aud.join(", "), scope, expires_at: token.expires_at })
    }
}
