//! `GET /oidc/.well-known/openid-configuration`.
//!
//! Logto's document, less what the stand-in does not do.
//! [OpenID Connect Discovery, section 4](https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use serde_json::{Value, json};

use crate::dev_provider::authorization_request::SCOPES_SUPPORTED;
use crate::dev_provider::loopback::host;
use crate::dev_provider::provider::Provider;

pub(crate) async fn get(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Json<Value> {
    // As at Logto, the endpoints follow the name the document was asked under; the issuer does not.
    let origin = host(&headers).map_or_else(|| provider.endpoint.clone(), |host| format!("http://{host}"));
    let at = |path: &str| format!("{origin}/oidc{path}");
    Json(json!({
        "issuer": provider.issuer(),
        "authorization_endpoint": at("/auth"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"),
        "userinfo_endpoint": at("/me"),
        "revocation_endpoint": at("/token/revocation"),
        "end_session_endpoint": at("/session/end"),
        "pushed_authorization_request_endpoint": at("/request"),
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "claims_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "claim_types_supported": ["normal"],
        "code_challenge_methods_supported": ["S256"],
        "grant_types_supported": [
            "authorization_code", "refresh_token", "client_credentials",
            "urn:ietf:params:oauth:grant-type:token-exchange",
        ],
        "id_token_signing_alg_values_supported": ["ES384"],
        "response_modes_supported": ["query"],
        "response_types_supported": ["code"],
        "scopes_supported": SCOPES_SUPPORTED,
        "subject_types_supported": ["public"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "claims_supported": [
            "sub", "name", "picture", "username", "updated_at", "created_at", "email", "email_verified",
            "phone_number", "phone_number_verified", "custom_data", "identities", "sso_identities", "roles",
            "organizations", "organization_data", "organization_roles", "sid", "auth_time", "iss",
        ],
    }))
}
