//! `grant_type=authorization_code`.
//!
//! [RFC 6749, section 4.1.3](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3),
//! [RFC 7636, section 4.6](https://www.rfc-editor.org/rfc/rfc7636#section-4.6).

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::access_token::Audience;
use super::token_response;
use crate::dev_provider::client::Client;
use crate::dev_provider::grant::RefreshToken;
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;

/// Exchanges a code. It must
/// - be known, younger than a minute, and this client's;
/// - have been asked for with the challenge of this `code_verifier` and this `redirect_uri`;
/// - not have been exchanged before: if it was, its grant is revoked (RFC 6749, section 4.1.2);
/// - be for a user who still may sign in.
///
/// Only a passed check uses it up: whoever guesses a verifier must not take the code away.
pub(super) fn exchange(provider: &Provider, client: &Client, params: &Params) -> Result<Response, OidcError> {
    let code_value = params.get("code").ok_or_else(|| OidcError::missing("code"))?;
    let redirect_uri = params.get("redirect_uri").ok_or_else(|| OidcError::missing("redirect_uri"))?;
    let now = provider.clock.now();
    let mut state = provider.state();
    let code = state.codes.get(code_value).ok_or_else(OidcError::invalid_grant)?.clone();
    if code.authorization.client_id != client.client_id || now >= code.expires_at {
        return Err(OidcError::invalid_grant());
    }
    let verifier = params.get("code_verifier").ok_or_else(OidcError::invalid_grant)?;
    if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != code.code_challenge || code.redirect_uri != redirect_uri {
        return Err(OidcError::invalid_grant());
    }
    if code.consumed {
        state.revoke_grant(&code.authorization.grant_id);
        provider.save(&state);
        return Err(OidcError::invalid_grant());
    }
    if !state.grants.contains_key(&code.authorization.grant_id) || state.active_user(&code.authorization.sub).is_none()
    {
        return Err(OidcError::invalid_grant());
    }
    let audience = Audience::requested(params, &code.authorization, None)?;
    if let Some(code) = state.codes.get_mut(code_value) {
        code.consumed = true;
    }
    let refresh_token = code.authorization.is_offline().then(|| {
        let value = random::token();
        let record = RefreshToken { authorization: code.authorization.clone(), issued_at: now, replaced_at: None };
        state.refresh_tokens.insert(value.clone(), record);
        value
    });
    token_response::respond(provider, &mut state, client, &code.authorization, &audience, refresh_token)
}
