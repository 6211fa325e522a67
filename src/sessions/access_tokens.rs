//! The access tokens of a session, and what they are good for at the provider. RFC 8707, 2.2; OpenID Connect Core 5.3.

use super::{SessionError, Sessions, refreshing::Unfit};
use crate::{
    AccessToken, AccessTokenFor, OpenedBy, OrganizationId, Resource, SessionKey, UserInfo, UserInfoError, user_info,
};

impl Sessions {
    /// An access token for this use that lives a minute longer, at least: the kept one, or a new one.
    ///
    /// # Errors
    ///
    /// [`SessionError`]: [`SignedOut`](SessionError::SignedOut) when the session is over,
    /// [`Refresh`](SessionError::Refresh) when the provider gives no such token,
    /// [`NoUserInfoToken`](SessionError::NoUserInfoToken) when that is what an embedded session is asked for.
    pub async fn access_token_for(
        &self,
        key: &SessionKey,
        what_for: &AccessTokenFor,
    ) -> Result<AccessToken, SessionError> {
        let found = self.find(key).await?.ok_or(SessionError::SignedOut)?;
        if found.session.opened_by == OpenedBy::Embedded && *what_for == AccessTokenFor::UserInfo {
            return Err(SessionError::NoUserInfoToken);
        }
        let found = if self.has_fresh(&found, what_for) {
            found
        } else {
            self.refreshed(key, &found, what_for.clone()).await?
        };
        found.session.tokens.access_token(what_for).cloned().ok_or(SessionError::SignedOut)
    }

    /// An access token for an API resource of the configuration (RFC 8707, 2.2): a JWT whose `aud` is the resource.
    ///
    /// # Errors
    ///
    /// As [`access_token_for`](Self::access_token_for).
    pub async fn access_token(&self, key: &SessionKey, resource: &Resource) -> Result<AccessToken, SessionError> {
        self.access_token_for(key, &AccessTokenFor::Resource(resource.clone())).await
    }

    /// An access token for an organisation: a JWT whose `aud` is `urn:logto:organization:<id>`. Needs the scope
    /// [`Organizations`](crate::Scope::Organizations) at sign-in.
    ///
    /// # Errors
    ///
    /// As [`access_token_for`](Self::access_token_for); `refresh.refused` when the person does not belong to it.
    pub async fn organization_token(&self, key: &SessionKey, id: &OrganizationId) -> Result<AccessToken, SessionError> {
        self.access_token_for(key, &AccessTokenFor::Organization(id.clone())).await
    }

    /// What the provider says of the person now. Asks the provider: not for a page view.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when nobody is signed in, or the provider does not say.
    pub async fn fetch_user_info(&self, key: &SessionKey) -> Result<UserInfo, SessionError> {
        let found = self.find(key).await?.ok_or(SessionError::SignedOut)?;
        if found.session.opened_by == OpenedBy::Embedded {
            // There is no token for the userinfo endpoint; the Management API says the same.
            let claims = self.reload(key).await?.session.claims;
            return Ok(UserInfo { sub: claims.sub, user: claims.user });
        }
        let token = self.access_token_for(key, &AccessTokenFor::UserInfo).await?;
        let found = self.find(key).await?.ok_or(SessionError::SignedOut)?;
        match user_info::fetch(&token, &found.session.claims.sub, self.0.client.provider()).await {
            Err(UserInfoError::TokenRefused) => {
                // Revoked before its time, or the person is gone: only a refresh can tell.
                let unfit = Unfit::AccessToken(token.token);
                let refreshed = self.refresh_now(key, AccessTokenFor::UserInfo, Some(unfit)).await?;
                let token = refreshed.session.tokens.access_token(&AccessTokenFor::UserInfo);
                let token = token.ok_or(SessionError::SignedOut)?;
                Ok(user_info::fetch(token, &refreshed.session.claims.sub, self.0.client.provider()).await?)
            }
            other => Ok(other?),
        }
    }

    /// Forgets the session's access tokens, for example after the person's permissions have changed: the next use asks for
    /// new ones. Where there is nothing to ask with, they stay.
    ///
    /// What was taken from the person is gone then. What was given to them in an organisation is there. A new permission of an
    /// API is not, where the session has a refresh token: that brings what was granted when the person signed in, or less
    /// (RFC 6749, 6), so they sign in again. A session that was opened on the app's own phone page gets it.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when nobody is signed in, or the storage does not answer.
    pub async fn clear_access_tokens(&self, key: &SessionKey) -> Result<(), SessionError> {
        self.change(key, |session| session.is_renewable() && session.tokens.clear_access_tokens()).await.map(drop)
    }
}
