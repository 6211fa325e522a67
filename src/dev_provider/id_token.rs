//! ID tokens exactly as Logto's: no `typ` in the header, no `at_hash`, explicit nulls.

use serde_json::{Map, Value, json};

use super::client::Client;
use super::clock::{HOUR, SECOND};
use super::grant::Authorization;
use super::oidc_error::OidcError;
use super::provider::Provider;
use super::state::State;
use super::user_claims;

/// Issues an ID token, with the changes a test has asked for.
///
/// # Errors
/// `invalid_grant` where the user is gone.
pub(crate) fn issue(
    provider: &Provider,
    state: &mut State,
    client: &Client,
    authorization: &Authorization,
) -> Result<String, OidcError> {
    let now = provider.clock.now() / SECOND;
    let user = state.active_user(&authorization.sub).ok_or_else(OidcError::invalid_grant)?;
    let mut claims = user_claims::for_id_token(provider, state, user, &authorization.scopes);
    claims.extend(authorization.nonce.as_ref().map(|nonce| ("nonce".to_owned(), json!(nonce))));
    claims.extend(authorization.sid.as_ref().map(|sid| ("sid".to_owned(), json!(sid))));
    claims.extend(authorization.auth_time.map(|at| ("auth_time".to_owned(), json!(at))));
    claims.insert("aud".into(), json!(authorization.client_id));
    claims.insert("exp".into(), json!(now + HOUR / SECOND));
    claims.insert("iat".into(), json!(now));
    claims.insert("iss".into(), json!(provider.issuer()));
    let header: Map<String, Value> =
        Map::from_iter([("alg".to_owned(), json!("ES384")), ("kid".to_owned(), json!(state.keys.current().kid()))]);
    let edits = std::mem::take(&mut state.id_token_edits);
    Ok(edits.sign(header, claims, state.keys.current(), client.first_secret()))
}
