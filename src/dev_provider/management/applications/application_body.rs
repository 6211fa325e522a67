//! An application as the Management API shows one. The secret is not part of it: see `/secrets`.

use serde_json::{Value, json};

use crate::dev_provider::client::Client;

pub(super) fn application_body(client: &Client) -> Value {
    json!({
        "tenantId": "default",
        "id": client.client_id,
        "name": client.name,
        "description": client.description,
        "type": client.kind,
        "oidcClientMetadata": client.oidc,
        "customClientMetadata": client.custom_client_metadata,
        "protectedAppMetadata": null,
        "customData": client.custom_data,
        "isThirdParty": false,
        "appLevelAccessControlEnabled": false,
        "createdAt": client.created_at,
    })
}
