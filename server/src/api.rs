//! `/api/v1`: the example of an API for other programs. It takes Logto's access tokens, not the session cookie. RFC 6750.
//!
//! Its resource indicator is `<BASE_URL>/api/v1`: register that in Logto as an API resource with the permission
//! [`READ_ME`], and name it in `LOGTO_RESOURCES`.

use axum::{Json, Router, routing::get};
use logto::{
    Audience, LogtoClient,
    axum::{Bearer, BearerRejection},
};
use serde_json::{Value, json};

/// The path of the API, and of its resource indicator.
pub const API_PATH: &str = "/api/v1";
/// The permission to ask who one is.
pub const READ_ME: &str = "read:me";

/// The routes.
pub fn routes(client: &LogtoClient) -> Router {
    let resource = client.config().base_url.join(API_PATH);
    let verifier = client.access_token_verifier(Audience::Resource(resource.into()));
    Router::new().route(&format!("{API_PATH}/me"), get(me)).with_state(verifier)
}

/// `GET /api/v1/me`: whose token this is, and what it may do. Needs the permission `read:me`.
async fn me(Bearer(claims): Bearer) -> Result<Json<Value>, BearerRejection> {
    claims.require_scopes([READ_ME])?;
    let scope: Vec<&str> = claims.scope.iter().map(String::as_str).collect();
    Ok(Json(json!({ "sub": claims.sub, "client_id": claims.client_id, "scope": scope })))
}
