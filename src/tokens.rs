//! The tokens of a session. They never leave the server.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{OrganizationId, Resource, Secret};

/// An access token is replaced this long before it expires: it must live until the API that it is sent to has read it.
pub(crate) const REFRESH_AHEAD: Duration = Duration::seconds(60);

/// The most access tokens that a session keeps: all of them are read with every page view.
const MOST: usize = 32;

/// What an access token is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessTokenFor {
    /// The provider itself: its userinfo endpoint. Opaque.
    UserInfo,
    /// An API resource: a JWT whose `aud` is the resource.
    Resource(Resource),
    /// An organisation: a JWT whose `aud` is `urn:logto:organization:<id>`.
    Organization(OrganizationId),
    /// An API resource, with the permissions that the person has in an organisation: a JWT whose `aud` is the resource,
    /// with the claim `organization_id`.
    ResourceInOrganization(Resource, OrganizationId),
}

impl AccessTokenFor {
    /// The parameters of the token request. RFC 8707, 2.2; `organization_id` is Logto's own.
    pub(crate) fn params(&self) -> Vec<(&'static str, String)> {
        let resource = |resource: &Resource| ("resource", resource.as_str().to_owned());
        let organization = |id: &OrganizationId| ("organization_id", id.as_str().to_owned());
        match self {
            Self::UserInfo => Vec::new(),
            Self::Resource(api) => vec![resource(api)],
            Self::Organization(id) => vec![organization(id)],
            Self::ResourceInOrganization(api, id) => vec![resource(api), organization(id)],
        }
    }
}

/// An access token, with what the provider said of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccessToken {
    /// The token. For an API only: what it says is not for the client to read.
    pub token: Secret,
    /// When it expires (UTC).
    #[serde(with = "time::serde::timestamp")]
    pub expires_at: OffsetDateTime,
    /// The granted scopes.
    pub scope: Vec<String>,
}

impl AccessToken {
    /// Whether it lives a minute longer, at least.
    pub fn is_fresh(&self, now: OffsetDateTime) -> bool {
        now + REFRESH_AHEAD < self.expires_at
    }
}

/// The tokens of a session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tokens {
    /// For new access tokens. Logto gives one with `offline_access` and `prompt=consent`.
    pub refresh_token: Option<Secret>,
    /// The ID token as it came last, for `id_token_hint`; `None` where the session was opened without one.
    pub id_token: Option<Secret>,
    /// The `nonce` of the sign-in: an ID token of a refresh that has one must have this one (OpenID Connect Core 12.2).
    pub nonce: Option<Secret>,
    access_tokens: Vec<(AccessTokenFor, AccessToken)>,
}

impl Tokens {
    pub(crate) fn new(refresh_token: Option<Secret>, id_token: Secret, nonce: Secret, user_info: AccessToken) -> Self {
        let access_tokens = vec![(AccessTokenFor::UserInfo, user_info)];
        Self { refresh_token, id_token: Some(id_token), nonce: Some(nonce), access_tokens }
    }

    /// Of a session that was opened without any.
    #[cfg(feature = "phone")]
    pub(crate) fn none() -> Self {
        Self { refresh_token: None, id_token: None, nonce: None, access_tokens: Vec::new() }
    }

    /// The access token that is kept for this use, fresh or not.
    pub fn access_token(&self, what_for: &AccessTokenFor) -> Option<&AccessToken> {
        self.access_tokens.iter().find(|(kept, _)| kept == what_for).map(|(_, token)| token)
    }

    /// Every access token that is kept.
    pub fn access_tokens(&self) -> impl Iterator<Item = (&AccessTokenFor, &AccessToken)> {
        self.access_tokens.iter().map(|(what_for, token)| (what_for, token))
    }

    /// Keeps a token in the place of the one for the same use. What has expired goes; of very many the oldest.
    pub(crate) fn keep(&mut self, what_for: AccessTokenFor, token: AccessToken, now: OffsetDateTime) {
        let is_of_use = |token: &AccessToken| now < token.expires_at;
        self.access_tokens.retain(|(kept, token)| *kept != what_for && is_of_use(token));
        let too_many = (self.access_tokens.len() + 1).saturating_sub(MOST);
        self.access_tokens.drain(..too_many);
        self.access_tokens.push((what_for, token));
    }

    /// Forgets the access tokens. `false`: there are none.
    pub(crate) fn clear_access_tokens(&mut self) -> bool {
        let clears = !self.access_tokens.is_empty();
        self.access_tokens.clear();
        clears
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = time::macros::datetime!(2026-11-22 12:00 UTC);

    fn token(life: Duration) -> AccessToken {
        AccessToken { token: Secret::new("t"), expires_at: NOW + life, scope: Vec::new() }
    }

    fn of(name: &str) -> AccessTokenFor {
        AccessTokenFor::Organization(OrganizationId::parse(name).unwrap())
    }

    #[test]
    fn keeps_one_token_for_each_use_none_that_has_expired_and_not_very_many() {
        let mut tokens = Tokens::new(None, Secret::new("i"), Secret::new("n"), token(-Duration::SECOND));
        tokens.keep(of("a"), token(Duration::HOUR), NOW);
        tokens.keep(of("a"), token(Duration::HOUR), NOW);
        assert_eq!(tokens.access_tokens().count(), 1, "the expired one, or the first of two, is kept");
        for n in 0..100 {
            tokens.keep(of(&format!("o{n}")), token(Duration::HOUR), NOW);
        }
        assert_eq!(tokens.access_tokens().count(), MOST);
        assert!(tokens.access_token(&of("o99")).is_some() && tokens.access_token(&of("a")).is_none());
    }
}
