//! What the Management API set up is in the tokens of whoever signs in.

use std::time::Duration;

use logto::dev_provider::DevProvider;
use serde_json::{Value, json};

use crate::management::Management;
use crate::management_organizations::{ORGANIZATIONS, ROLES, SCOPES, created};
use crate::management_resources::{RESOURCES, resource};
use crate::management_roles::role;
use crate::support::{
    CLIENT_ID, PHONE, application, authorization_url, builder, code_in, exchange, http, jwt, machine, refresh_for,
    start, text, tokens, userinfo,
};

const ORDERS: &str = "https://api.example/orders";
const ORGANIZATION: &str = "urn:logto:resource:organizations";

async fn sign_in(provider: &DevProvider, scope: &str, resource: &str) -> Value {
    tokens(provider, &[("scope", scope), ("prompt", "consent"), ("resource", resource)]).await
}

async fn scope(provider: &DevProvider, tokens: &Value, params: &[(&str, &str)]) -> String {
    let answer = refresh_for(provider, tokens, params).await;
    text(&answer.body, "scope").to_owned()
}

#[tokio::test]
async fn a_permission_that_no_role_gives_is_nobodys() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let orders = resource(&management, ORDERS, &["read", "write"]).await;
    let [read, write] = [0, 1].map(|at| orders["scopes"][at]["id"].clone());
    let asked = "openid offline_access read write";
    let to_orders = [("resource", ORDERS)];
    assert_eq!(scope(&provider, &sign_in(&provider, asked, ORDERS).await, &to_orders).await, "");
    role(&management, json!({ "name": "clerk", "description": "x", "scopeIds": [read] })).await;
    assert_eq!(scope(&provider, &sign_in(&provider, asked, ORDERS).await, &to_orders).await, "");
    let sub = management.get("/api/users").await.body[0]["id"].as_str().unwrap().to_owned();
    provider.add_role(&sub, "clerk");
    assert_eq!(scope(&provider, &sign_in(&provider, asked, ORDERS).await, &to_orders).await, "read");
    let roles = management.get(&format!("/api/users/{sub}/roles")).await.body;
    let path = format!("/api/roles/{}/scopes", text(&roles[0], "id"));
    management.post(&path, json!({ "scopeIds": [write] })).await;
    assert_eq!(scope(&provider, &sign_in(&provider, asked, ORDERS).await, &to_orders).await, "read write");
}

#[tokio::test]
async fn whoever_registers_gets_the_default_roles() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    role(&management, json!({ "name": "member", "description": "x", "isDefault": true })).await;
    role(&management, json!({ "name": "other", "description": "x" })).await;
    let robots = json!({ "name": "robot", "description": "x", "isDefault": true, "type": "MachineToMachine" });
    role(&management, robots).await;
    let on_page = sign_in(&provider, "openid offline_access roles", ORGANIZATION).await;
    assert_eq!(jwt(text(&on_page, "id_token")).1["roles"], json!(["member"]));
    let by_api = management.post("/api/users", json!({ "primaryPhone": "12015550199" })).await.body;
    let roles = management.get(&format!("/api/users/{}/roles", text(&by_api, "id"))).await.body;
    assert_eq!((roles.as_array().unwrap().len(), text(&roles[0], "name")), (1, "member"));
}

#[tokio::test]
async fn a_member_has_the_permissions_of_the_template() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let invite = created(&management, SCOPES, json!({ "name": "invite:member" })).await;
    created(&management, SCOPES, json!({ "name": "remove:member" })).await;
    let orders = resource(&management, ORDERS, &["read"]).await;
    let read = &orders["scopes"][0]["id"];
    let body = json!({ "name": "owner", "organizationScopeIds": [invite["id"]], "resourceScopeIds": [read] });
    let owner = created(&management, ROLES, body).await;
    let acme = created(&management, ORGANIZATIONS, json!({ "name": "Acme" })).await;
    let id = text(&acme, "id");
    let sub = provider.add_user(PHONE, None).unwrap();
    assert!(provider.add_member(id, &sub, &["owner"]));
    let asked = "openid offline_access urn:logto:scope:organizations invite:member remove:member read";
    let changes = [("scope", asked), ("prompt", "consent"), ("resource", ORGANIZATION)];
    let url = format!("{}&resource=https%3A%2F%2Fapi.example%2Forders", authorization_url(&provider, &changes));
    let callback = provider.complete_authorization(&url, PHONE).await.unwrap();
    let tokens = exchange(&provider, &crate::support::query(&callback)["code"]).await.body;
    assert_eq!(scope(&provider, &tokens, &[("organization_id", id)]).await, "invite:member");
    assert_eq!(scope(&provider, &tokens, &[("organization_id", id), ("resource", ORDERS)]).await, "read");
    let data = userinfo(&provider, text(&tokens, "access_token")).await.body["organization_data"].clone();
    assert_eq!(data, json!([{ "id": id, "name": "Acme", "description": null }]));
    let memberships = management.get(&format!("/api/users/{sub}/organizations")).await.body;
    assert_eq!(memberships[0]["organizationRoles"], json!([{ "id": owner["id"], "name": "owner" }]));
}

#[tokio::test]
async fn a_token_lives_as_long_as_its_resource_says() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let orders = resource(&management, ORDERS, &[]).await;
    let path = format!("{RESOURCES}/{}", text(&orders, "id"));
    management.patch(&path, json!({ "accessTokenTtl": 1800 })).await;
    let tokens = sign_in(&provider, "openid offline_access", ORDERS).await;
    let answer = refresh_for(&provider, &tokens, &[("resource", ORDERS)]).await.body;
    let claims = jwt(text(&answer, "access_token")).1;
    let lifetime = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!((answer["expires_in"].as_i64(), lifetime), (Some(1800), 1800));
}

#[tokio::test]
async fn what_was_set_up_survives_a_restart_beside_what_the_builder_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("provider.json");
    let start = async |role: &str| {
        let builder = builder().role(role, crate::support::RESOURCE, &["read:things"]).data(&path);
        builder.start().await.unwrap()
    };
    let provider = start("admin").await;
    let management = Management::of(&provider).await;
    let all = management.get(&format!("{RESOURCES}?includeScopes=true")).await.body;
    let things = all[1].clone();
    let more = format!("{RESOURCES}/{}/scopes", text(&things, "id"));
    let more = management.post(&more, json!({ "name": "write:things" })).await.body;
    management.post("/api/roles/admin/scopes", json!({ "scopeIds": [more["id"]] })).await;
    resource(&management, ORDERS, &["read"]).await;
    role(&management, json!({ "name": "clerk", "description": "x", "scopeIds": [things["scopes"][0]["id"]] })).await;
    let invite = created(&management, SCOPES, json!({ "name": "invite:member" })).await;
    created(&management, ROLES, json!({ "name": "owner", "organizationScopeIds": [invite["id"]] })).await;
    created(&management, ORGANIZATIONS, json!({ "name": "Acme" })).await;
    let paths = [
        "/api/resources?includeScopes=true",
        "/api/roles",
        "/api/roles/admin/scopes",
        "/api/organization-scopes",
        "/api/organization-roles",
        "/api/organizations",
    ];
    let mut before = Vec::new();
    for path in paths {
        before.push(management.get(path).await.body);
    }
    drop(provider);

    let provider = start("admin").await;
    let management = Management::of(&provider).await;
    for (path, before) in paths.iter().zip(before) {
        let mut after = management.get(path).await.body;
        // The builder makes its own at every start, at another time.
        let mut before = before;
        for list in [&mut before, &mut after] {
            list.as_array_mut().unwrap().sort_by_key(|item| text(item, "id").to_owned());
            for scope in list.as_array_mut().unwrap().iter_mut().flat_map(|it| it["scopes"].as_array_mut()).flatten() {
                scope.as_object_mut().unwrap().remove("createdAt");
            }
            for scope in list.as_array_mut().unwrap() {
                scope.as_object_mut().unwrap().remove("createdAt");
            }
        }
        assert_eq!(after, before, "{path}");
    }
    drop(provider);

    let provider = start("other").await;
    let management = Management::of(&provider).await;
    let roles = management.get("/api/roles?search=clerk").await.body;
    let clerk = format!("/api/roles/{}/scopes", text(&roles[0], "id"));
    assert_eq!(text(&management.get(&clerk).await.body[0], "name"), "read:things");
    provider.advance(Duration::from_secs(1));
    let refused = http().get(authorization_url(&provider, &[("resource", "https://unknown.example/")])).send().await;
    assert!(refused.unwrap().headers()["location"].to_str().unwrap().contains("invalid_target"));
}

#[tokio::test]
async fn a_bare_tenant_can_be_set_up_until_somebody_signs_in() {
    let provider = DevProvider::builder().bare().machine_to_machine(machine()).start().await.unwrap();
    let management = Management::of(&provider).await;
    let metadata = json!({ "redirectUris": application().redirect_uris, "postLogoutRedirectUris": [] });
    let body = json!({ "name": "Shop", "type": "Traditional", "oidcClientMetadata": metadata });
    let shop = management.post("/api/applications", body).await.body;
    let config = json!({ "endpoint": format!("{}/inbox/http-sms", provider.endpoint()) });
    management.post("/api/connectors", json!({ "connectorId": "http-sms", "config": config })).await;
    let method =
        json!({ "identifier": "phone", "verificationCode": true, "password": false, "isPasswordPrimary": false });
    let by_phone = json!({
        "signUp": { "identifiers": ["phone"], "password": false, "verify": true },
        "signIn": { "methods": [method] },
    });
    assert_eq!(management.patch("/api/sign-in-exp", by_phone).await.status, 200);
    let browser = provider.browser().unwrap();
    assert_ne!(text(&shop, "id"), CLIENT_ID);
    let code = code_in(&browser, &provider, &[("client_id", text(&shop, "id"))]).await;
    assert!(!code.is_empty());
    assert_eq!(provider.messages(PHONE).len(), 1, "the code came through the connector");
}
