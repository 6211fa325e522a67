//! The organization template and `/api/organizations`.

use serde_json::{Value, json};

use crate::management::{Management, assert_refused};
use crate::management_applications::bare;
use crate::management_resources::resource;
use crate::support::text;

pub const SCOPES: &str = "/api/organization-scopes";
pub const ROLES: &str = "/api/organization-roles";
pub const ORGANIZATIONS: &str = "/api/organizations";

pub async fn created(management: &Management<'_>, path: &str, body: Value) -> Value {
    let answer = management.post(path, body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| text(item, "name")).collect()
}

#[tokio::test]
async fn a_permission_of_the_template_has_a_name_of_its_own() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    assert_eq!(management.get(SCOPES).await.body, json!([]));
    let invite = created(&management, SCOPES, json!({ "name": "invite:member", "description": "Invite" })).await;
    let expected = json!({
        "tenantId": "default",
        "id": invite["id"],
        "name": "invite:member",
        "description": "Invite",
    });
    assert_eq!(invite, expected);
    let spaced = created(&management, SCOPES, json!({ "name": "a space" })).await;
    assert_eq!(spaced["description"], Value::Null);
    let path = format!("{SCOPES}/{}", text(&invite, "id"));
    let changed = management.patch(&path, json!({ "description": "Invite members" })).await;
    assert_eq!((changed.status, text(&changed.body, "description")), (200, "Invite members"));
    assert_eq!(management.get(&path).await.body, changed.body);
    let unknown = format!("{SCOPES}/nosuchscope");
    for (answer, status, code) in [
        (management.post(SCOPES, json!({ "name": "invite:member" })).await, 422, "entity.unique_integrity_violation"),
        (management.post(SCOPES, json!({ "description": "x" })).await, 400, "guard.invalid_input"),
        (management.patch(&path, json!({ "name": "a space" })).await, 422, "entity.unique_integrity_violation"),
        (management.patch(&path, json!({})).await, 422, "entity.invalid_input"),
        (management.patch(&unknown, json!({ "name": "x" })).await, 404, "entity.not_exists"),
        (management.get(&unknown).await, 404, "entity.not_exists_with_id"),
    ] {
        assert_refused(&answer, status, code);
    }
    assert_eq!(names(&management.get(SCOPES).await.body), ["a space", "invite:member"], "whole, by name");
    assert_eq!(names(&management.get(&format!("{SCOPES}?q=VITE")).await.body), ["invite:member"]);
}

#[tokio::test]
async fn a_role_of_the_template_is_made_with_its_permissions_or_not_at_all() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let invite = created(&management, SCOPES, json!({ "name": "invite:member" })).await;
    let orders = resource(&management, "https://api.example/", &["read"]).await;
    let read = &orders["scopes"][0]["id"];
    let body = json!({ "name": "owner", "organizationScopeIds": [invite["id"]], "resourceScopeIds": [read] });
    let owner = created(&management, ROLES, body).await;
    let expected =
        json!({ "tenantId": "default", "id": owner["id"], "name": "owner", "description": null, "type": "User" });
    assert_eq!(owner, expected);
    for (body, status, code) in [
        (json!({ "name": "owner" }), 422, "entity.unique_integrity_violation"),
        (json!({ "name": "bad", "organizationScopeIds": ["x"] }), 422, "entity.relation_foreign_key_not_found"),
        (json!({ "name": "bad", "resourceScopeIds": ["x"] }), 422, "entity.relation_foreign_key_not_found"),
        (json!({ "description": "x" }), 400, "guard.invalid_input"),
    ] {
        assert_refused(&management.post(ROLES, body).await, status, code);
    }
    let path = format!("{ROLES}/{}", text(&owner, "id"));
    assert_eq!(management.get(&path).await.body, owner);
    let mut listed = owner.clone();
    listed["scopes"] = json!([{ "id": invite["id"], "name": "invite:member" }]);
    let of = json!({ "id": orders["id"], "name": "Orders" });
    listed["resourceScopes"] = json!([{ "id": read, "name": "read", "resource": of }]);
    assert_eq!(management.get(ROLES).await.body, json!([listed]), "the refused ones are not there");
    assert_refused(&management.get(&format!("{ROLES}/nosuchrole")).await, 404, "entity.not_found");
    let changed = management.patch(&path, json!({ "description": "Owns it" })).await;
    assert_eq!(text(&changed.body, "description"), "Owns it");
    let renamed = management.patch(&path, json!({ "name": "other" })).await;
    assert_refused(&renamed, 501, "request.feature_not_supported");
}

#[tokio::test]
async fn permissions_are_given_to_a_role_of_the_template_any_number_of_times() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let invite = created(&management, SCOPES, json!({ "name": "invite:member" })).await;
    let orders = resource(&management, "https://api.example/", &["read"]).await;
    let role = created(&management, ROLES, json!({ "name": "owner" })).await;
    for (relation, name, scope) in
        [("scopes", "organizationScopeIds", &invite), ("resource-scopes", "scopeIds", &orders["scopes"][0])]
    {
        let path = format!("{ROLES}/{}/{relation}", text(&role, "id"));
        assert_eq!(management.get(&path).await.body, json!([]));
        for _ in 0..2 {
            assert_eq!(management.post(&path, json!({ name: [scope["id"]] })).await.status, 201);
        }
        assert_eq!(management.get(&path).await.body, json!([scope]));
        let unknown = management.post(&path, json!({ name: ["nosuchscope"] })).await;
        assert_refused(&unknown, 422, "entity.relation_foreign_key_not_found");
        for body in [json!({ name: [] }), json!({ "otherIds": [scope["id"]] })] {
            assert_refused(&management.post(&path, body).await, 400, "guard.invalid_input");
        }
        let nowhere = format!("{ROLES}/nosuchrole/{relation}");
        assert_refused(&management.get(&nowhere).await, 404, "entity.not_found");
        let nowhere = management.post(&nowhere, json!({ name: [scope["id"]] })).await;
        assert_refused(&nowhere, 422, "entity.relation_foreign_key_not_found");
    }
}

#[tokio::test]
async fn organizations_may_have_one_name() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let acme = created(&management, ORGANIZATIONS, json!({ "name": "Acme", "description": "A test" })).await;
    let expected = json!({
        "tenantId": "default",
        "id": acme["id"],
        "name": "Acme",
        "description": "A test",
        "customData": {},
        "isMfaRequired": false,
        "color": {},
        "branding": {},
        "customCss": null,
        "createdAt": acme["createdAt"],
    });
    assert_eq!((&acme, text(&acme, "id").len()), (&expected, 12));
    provider.advance(std::time::Duration::from_secs(1));
    let other = created(&management, ORGANIZATIONS, json!({ "name": "Acme" })).await;
    assert_eq!(management.get(ORGANIZATIONS).await.body, json!([other, acme]), "youngest first");
    let path = format!("{ORGANIZATIONS}/{}", text(&acme, "id"));
    let changed = management.patch(&path, json!({ "customData": { "plan": "gold" }, "name": "Acme 100%" })).await;
    assert_eq!((changed.status, &changed.body["customData"]), (200, &json!({ "plan": "gold" })));
    assert_eq!(management.get(&path).await.body, changed.body);
    assert_eq!(management.get(&format!("{ORGANIZATIONS}?q=100%25")).await.body, json!([changed.body]));
    assert_eq!(management.get(&format!("{ORGANIZATIONS}?q=A%25e")).await.body, json!([]), "no pattern");
    let unknown = format!("{ORGANIZATIONS}/nosuchorg");
    for (answer, status, code) in [
        (management.post(ORGANIZATIONS, json!({ "description": "x" })).await, 400, "guard.invalid_input"),
        (management.patch(&path, json!({})).await, 422, "entity.invalid_input"),
        (management.patch(&path, json!({ "isMfaRequired": true })).await, 501, "request.feature_not_supported"),
        (management.patch(&unknown, json!({ "name": "x" })).await, 404, "entity.not_exists"),
        (management.get(&unknown).await, 404, "entity.not_exists_with_id"),
    ] {
        assert_refused(&answer, status, code);
    }
}
