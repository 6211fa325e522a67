//! `POST /oidc/token/revocation`.
//!
//! [RFC 7009](https://www.rfc-editor.org/rfc/rfc7009).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};

use crate::dev_provider::client_authentication::authenticate;
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;

/// Revokes the whole grant of an opaque token. An unknown token is as good as revoked: 200.
pub(crate) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, OidcError> {
    let params = Params::parse(&body);
    let client = authenticate(&provider, &headers, &params)?;
    let token = params.get("token").ok_or_else(|| OidcError::missing("token"))?;
    // Opaque tokens are base64url: only a JWT has dots.
    if token.matches('.').count() == 2 {
        return Err(OidcError::new(
            "unsupported_token_type",
            "Structured JWT Tokens cannot be revoked via the revocation_endpoint",
        ));
    }
    let mut state = provider.state();
    let of_access = state.access_tokens.get(token).map(|record| record.grant_id.clone());
    let of_refresh = state.refresh_tokens.get(token).map(|record| record.authorization.grant_id.clone());
    if let Some(grant_id) = of_access.or(of_refresh)
        && state.grants.get(&grant_id).is_some_and(|grant| grant.client_id == client.client_id)
    {
        state.revoke_grant(&grant_id);
        provider.save(&state);
    }
    Ok(StatusCode::OK)
}
