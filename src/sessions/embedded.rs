//! Sessions that were opened at the app's own phone page: what stands in the place of the ID token and of the refresh.
//!
//! Once an hour the Management API is asked for the user again, so that who was suspended or deleted is signed out by then, as
//! a refresh would. Access tokens for APIs come by a subject token and token exchange (RFC 8693).
//! <https://docs.logto.io/developers/user-impersonation>

use time::Duration;

use super::Sessions;
use crate::{
    AccessTokenFor, IdTokenClaims, ManagedUser, ManagementApi, ManagementError, RefreshError, Scope, Session,
    refresh::Refreshed, token_exchange,
};

/// How long the claims of a user count as the user's: as long as Logto's ID token.
const FRESH_FOR: Duration = Duration::hours(1);

impl Sessions {
    /// What a refresh would bring.
    pub(super) async fn ask_anew_embedded(
        &self,
        session: &Session,
        what_for: &AccessTokenFor,
    ) -> Result<Refreshed, RefreshError> {
        let client = &self.0.client;
        let management = client.management().ok_or(RefreshError::NoManagementApi)?;
        let nothing = Refreshed { access_token: None, refresh_token: None, id_token: None, claims: None };
        if *what_for == AccessTokenFor::UserInfo {
            let user = management.user(&session.claims.sub).await?.filter(|user| !user.is_suspended);
            let mut claims = self.claims_of(user.ok_or(RefreshError::UserGone)?, management).await?;
            claims.auth_time = session.claims.auth_time;
            return Ok(Refreshed { claims: Some(claims), ..nothing });
        }
        let subject_token = management.subject_token(&session.claims.sub).await?.ok_or(RefreshError::UserGone)?;
        let exchanged = token_exchange::exchange(&subject_token, what_for, client.config(), client.provider()).await?;
        Ok(Refreshed { access_token: Some(exchanged), ..nothing })
    }

    /// The claims that an ID token would have for these scopes.
    pub(crate) async fn claims_of(
        &self,
        user: ManagedUser,
        management: &ManagementApi,
    ) -> Result<IdTokenClaims, ManagementError> {
        let config = self.0.client.config();
        let asked = |scope: Scope| config.scopes.contains(&scope);
        let ManagedUser { id: sub, claims: mut user, .. } = user;
        if asked(Scope::Roles) {
            user.roles = management.roles(&sub).await?;
        }
        if asked(Scope::Organizations) || asked(Scope::OrganizationRoles) {
            for organization in management.organizations(&sub).await? {
                let roles = organization.roles.iter().map(|role| format!("{}:{role}", organization.id));
                if asked(Scope::OrganizationRoles) {
                    user.organization_roles.extend(roles);
                }
                if asked(Scope::Organizations) {
                    user.organizations.push(organization.id);
                }
            }
        }
        // All claims are read with every page view: what nobody asked for is not kept.
        user.custom_data = user.custom_data.filter(|_| asked(Scope::CustomData));
        user.identities = user.identities.filter(|_| asked(Scope::Identities));
        let now = self.now().unix_timestamp();
        let exp = now + FRESH_FOR.whole_seconds();
        Ok(IdTokenClaims { iss: config.issuer(), sub, iat: now, exp, auth_time: Some(now), sid: None, user })
    }
}
