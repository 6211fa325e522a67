//! `/api/roles` and `/api/applications/{id}/roles`.

use logto::dev_provider::DevProvider;
use serde_json::{Value, json};

use crate::management::{Management, assert_refused};
use crate::management_applications::bare;
use crate::management_resources::resource;
use crate::support::{Answer, MACHINE_ID, MANAGEMENT_API, basic, builder, post, text};

pub const ROLES: &str = "/api/roles";

pub async fn role(management: &Management<'_>, body: Value) -> Value {
    let answer = management.post(ROLES, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn a_tenant_begins_with_the_role_for_its_management_api() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let roles = management.get(&format!("{ROLES}?type=MachineToMachine")).await;
    let [role] = <[Value; 1]>::try_from(roles.body.as_array().unwrap().clone()).unwrap();
    let expected = json!({
        "tenantId": "default",
        "id": role["id"],
        "name": "Logto Management API access",
        "description": "This default role grants access to the Logto management API.",
        "type": "MachineToMachine",
        "isDefault": false,
        "usersCount": 0,
        "featuredUsers": [],
        "applicationsCount": 1,
        "featuredApplications": [{ "id": MACHINE_ID, "name": MACHINE_ID, "type": "MachineToMachine" }],
    });
    assert_eq!(role, expected);
    assert_eq!(management.get(ROLES).await.body, json!([role]));
    assert_eq!(management.get(&format!("{ROLES}?type=User")).await.body, json!([]));
    let scopes = management.get(&format!("{ROLES}/{}/scopes", text(&role, "id"))).await.body;
    assert_eq!((text(&scopes[0], "name"), text(&scopes[0]["resource"], "indicator")), ("all", MANAGEMENT_API));
}

#[tokio::test]
async fn a_role_is_answered_with_200_and_shown_alike() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let created = role(&management, json!({ "name": "member", "description": "A member", "isDefault": true })).await;
    let id = text(&created, "id");
    let expected = json!({
        "tenantId": "default",
        "id": id,
        "name": "member",
        "description": "A member",
        "type": "User",
        "isDefault": true,
    });
    assert_eq!(created, expected);
    assert_eq!(management.get(&format!("{ROLES}/{id}")).await.body, created);
    let changed =
        management.patch(&format!("{ROLES}/{id}"), json!({ "description": "Pays", "isDefault": false })).await;
    assert_eq!((text(&changed.body, "description"), &changed.body["isDefault"]), ("Pays", &json!(false)));
    for query in ["search.name=member&mode.name=exact", "search=%25emb%25&type=User", "search.description=pays"] {
        let found = management.get(&format!("{ROLES}?{query}")).await.body;
        assert_eq!(found.as_array().unwrap().len(), 1, "{query}");
    }
    for query in ["search.name=memb&mode.name=exact", "search=emb", "search.id=member"] {
        assert_eq!(management.get(&format!("{ROLES}?{query}")).await.body, json!([]), "{query}");
    }
    let hidden = role(&management, json!({ "name": "#internal:x", "description": "x" })).await;
    assert_eq!(management.get(&format!("{ROLES}?type=User")).await.body.as_array().unwrap().len(), 1);
    assert_eq!(management.get(&format!("{ROLES}/{}", text(&hidden, "id"))).await.status, 200);
    let unknown_field = management.get(&format!("{ROLES}?search.colour=red")).await;
    assert_refused(&unknown_field, 400, "request.invalid_input");
}

#[tokio::test]
async fn what_is_refused_of_a_role_is_said() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    role(&management, json!({ "name": "member", "description": "A member" })).await;
    let long = "d".repeat(129);
    for (body, status, code) in [
        (json!({ "name": "member", "description": "x" }), 422, "role.name_in_use"),
        (json!({ "name": "x" }), 400, "guard.invalid_input"),
        (json!({ "name": "x", "description": "" }), 400, "guard.invalid_input"),
        (json!({ "name": "x", "description": long }), 400, "guard.invalid_input"),
        (json!({ "name": "x", "description": "x", "type": "Robot" }), 400, "guard.invalid_input"),
        (json!({ "name": "bad", "description": "x", "scopeIds": ["nosuchscope"] }), 404, "entity.not_exists_with_id"),
        (
            json!({ "name": "manager", "description": "x", "scopeIds": ["management-api-all"] }),
            400,
            "role.management_api_scopes_not_assignable_to_user_role",
        ),
    ] {
        assert_refused(&management.post(ROLES, body).await, status, code);
    }
    let all = management.get(ROLES).await.body;
    let names: Vec<_> = all.as_array().unwrap().iter().map(|role| text(role, "name")).collect();
    let expected = ["Logto Management API access", "member", "bad", "manager"];
    assert_eq!(names, expected, "as at Logto a role whose permissions were refused is there, without them");
    let unknown = format!("{ROLES}/nosuchrole");
    for answer in [
        management.get(&unknown).await,
        management.patch(&unknown, json!({ "description": "x" })).await,
        management.get(&format!("{unknown}/scopes")).await,
        management.post(&format!("{unknown}/scopes"), json!({ "scopeIds": ["x"] })).await,
    ] {
        assert_refused(&answer, 404, "entity.not_exists_with_id");
    }
    assert_refused(&management.get(&format!("{ROLES}?type=Robot")).await, 400, "guard.invalid_input");
    let taken = management.patch(&format!("{ROLES}/{}", text(&all[1], "id")), json!({ "name": "bad" })).await;
    assert_refused(&taken, 422, "role.name_in_use");
    let renamed = management.patch(&format!("{ROLES}/{}", text(&all[1], "id")), json!({ "name": "other" })).await;
    assert_refused(&renamed, 501, "request.feature_not_supported");
}

#[tokio::test]
async fn a_role_is_given_permissions_one_by_one() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let orders = resource(&management, "https://api.example/", &["read", "write"]).await;
    let [read, write] = [0, 1].map(|at| text(&orders["scopes"][at], "id"));
    let created = role(&management, json!({ "name": "clerk", "description": "x", "scopeIds": [read] })).await;
    let path = format!("{ROLES}/{}/scopes", text(&created, "id"));
    let answer = management.post(&path, json!({ "scopeIds": [write] })).await;
    assert_eq!((answer.status, &answer.body), (201, &orders["scopes"]));
    for (body, status, code) in [
        (json!({ "scopeIds": [write] }), 422, "role.scope_exists"),
        (json!({ "scopeIds": ["nosuchscope"] }), 404, "entity.not_exists_with_id"),
        (json!({ "scopeIds": ["management-api-all"] }), 400, "role.management_api_scopes_not_assignable_to_user_role"),
        (json!({ "scopeIds": [] }), 400, "guard.invalid_input"),
        (json!({}), 400, "guard.invalid_input"),
    ] {
        assert_refused(&management.post(&path, body).await, status, code);
    }
    let given = management.get(&path).await.body;
    let names: Vec<_> = given.as_array().unwrap().iter().map(|scope| text(scope, "name")).collect();
    assert_eq!(names, ["read", "write"]);
    assert_eq!(text(&given[1]["resource"], "indicator"), "https://api.example/");
    assert_eq!(management.get(&format!("{path}?search=wr%25")).await.body.as_array().unwrap().len(), 1);
}

async fn machine_token(provider: &DevProvider, id: &str, secret: &str, resource: &str, scope: &str) -> Answer {
    let form = [("grant_type", "client_credentials"), ("resource", resource), ("scope", scope)];
    post(provider, "/oidc/token", Some(&basic(id, secret)), &form).await
}

#[tokio::test]
async fn a_machine_has_the_permissions_of_its_roles() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let created =
        management.post("/api/applications", json!({ "name": "Cron", "type": "MachineToMachine" })).await.body;
    let id = text(&created, "id");
    let path = format!("/api/applications/{id}/roles");
    assert_eq!(management.get(&path).await.body, json!([]));
    let access = management.get(&format!("{ROLES}?type=MachineToMachine")).await.body[0].clone();
    let orders = resource(&management, "https://api.example/", &["read", "write"]).await;
    let read = text(&orders["scopes"][0], "id");
    let body = json!({ "name": "reader", "description": "x", "type": "MachineToMachine", "scopeIds": [read] });
    let reader = role(&management, body).await;
    let ids = [text(&access, "id"), text(&reader, "id")];
    let answer = management.post(&path, json!({ "roleIds": ids })).await;
    assert_eq!((answer.status, answer.body), (201, json!({ "roleIds": ids, "addedRoleIds": ids })));
    let again = management.post(&path, json!({ "roleIds": ids })).await;
    assert_eq!((again.status, &again.body["addedRoleIds"]), (201, &json!([])));
    assert_eq!(management.get(&path).await.body.as_array().unwrap().len(), 2);

    let secrets = management.get(&format!("/api/applications/{id}/secrets")).await.body;
    let secret = text(&secrets[0], "value");
    let token = machine_token(&provider, id, secret, MANAGEMENT_API, "all").await;
    let cron = Management::with(&provider, text(&token.body, "access_token"));
    assert_eq!(cron.get("/api/applications").await.status, 200);
    let token = machine_token(&provider, id, secret, "https://api.example/", "read write").await;
    assert_eq!(text(&token.body, "scope"), "read");
}

#[tokio::test]
async fn a_role_that_does_not_fit_is_not_given() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let created =
        management.post("/api/applications", json!({ "name": "Cron", "type": "MachineToMachine" })).await.body;
    let path = format!("/api/applications/{}/roles", text(&created, "id"));
    let of_people = role(&management, json!({ "name": "member", "description": "x" })).await;
    let unknown = management.post(&path, json!({ "roleIds": ["nosuchrole"] })).await;
    assert_refused(&unknown, 404, "entity.not_exists_with_id");
    assert_eq!(unknown.body["message"], "The roles with ID `nosuchrole` does not exist.");
    let people = management.post(&path, json!({ "roleIds": [of_people["id"]] })).await;
    assert_refused(&people, 422, "application.invalid_role_type");
    let web = management.post("/api/applications", json!({ "name": "Shop", "type": "Traditional" })).await.body;
    let web = format!("/api/applications/{}/roles", text(&web, "id"));
    assert_refused(&management.post(&web, json!({ "roleIds": [] })).await, 422, "application.invalid_type");
    assert_refused(&management.get(&web).await, 422, "application.invalid_type");
    assert_eq!(management.get(&path).await.body, json!([]));
}

#[tokio::test]
async fn roles_of_the_builder_have_their_names_for_identifiers() {
    let provider = builder().role("admin", crate::support::RESOURCE, &["read:things"]).start().await.unwrap();
    let management = Management::of(&provider).await;
    let admin = management.get(&format!("{ROLES}/admin")).await.body;
    assert_eq!((text(&admin, "name"), text(&admin, "type")), ("admin", "User"));
    let scopes = management.get(&format!("{ROLES}/admin/scopes")).await.body;
    assert_eq!(text(&scopes[0], "name"), "read:things");
}
