//! `/api/resources` and their permissions.

use serde_json::{Value, json};

use crate::management::{Management, assert_refused};
use crate::management_applications::bare;
use crate::support::{RESOURCE, start, text};

pub const RESOURCES: &str = "/api/resources";

/// Makes a resource with permissions and returns it with them.
pub async fn resource(management: &Management<'_>, indicator: &str, scopes: &[&str]) -> Value {
    let mut created = management.post(RESOURCES, json!({ "name": "Orders", "indicator": indicator })).await.body;
    let path = format!("{RESOURCES}/{}/scopes", text(&created, "id"));
    for name in scopes {
        let answer = management.post(&path, json!({ "name": name })).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        created["scopes"].as_array_mut().unwrap().push(answer.body);
    }
    created
}

#[tokio::test]
async fn every_tenant_has_its_management_api() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let expected = json!({
        "tenantId": "default",
        "id": "management-api",
        "name": "Logto Management API",
        "indicator": "https://default.logto.app/api",
        "isDefault": false,
        "accessTokenTtl": 3600,
    });
    assert_eq!(management.get(RESOURCES).await.body, json!([expected]));
    let with_scopes = management.get(&format!("{RESOURCES}?includeScopes=true")).await.body;
    let scope = &with_scopes[0]["scopes"][0];
    let said = ["id", "resourceId", "name"].map(|name| text(scope, name));
    assert_eq!(said, ["management-api-all", "management-api", "all"]);
    let path = format!("{RESOURCES}/management-api");
    assert_eq!(management.get(&path).await.body, expected);
    let change = management.patch(&path, json!({ "name": "x" })).await;
    let scope = management.post(&format!("{path}/scopes"), json!({ "name": "x" })).await;
    for answer in [change, scope] {
        assert_refused(&answer, 400, "resource.cannot_modify_management_api");
    }
}

#[tokio::test]
async fn a_resource_is_made_once_by_its_indicator() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let body = json!({ "name": "Orders", "indicator": "https://api.example/orders", "accessTokenTtl": 1800 });
    let created = management.post(RESOURCES, body.clone()).await;
    assert_eq!(
        (created.status, &created.body["accessTokenTtl"], &created.body["scopes"]),
        (201, &json!(1800), &json!([]))
    );
    assert_refused(&management.post(RESOURCES, body).await, 422, "resource.resource_identifier_in_use");
    for indicator in ["https://api.example/orders/", "not a uri"] {
        let answer = management.post(RESOURCES, json!({ "name": "Orders", "indicator": indicator })).await;
        assert_eq!((answer.status, &answer.body["accessTokenTtl"]), (201, &json!(3600)), "{indicator}");
    }
    for body in
        [json!({ "indicator": "https://x.example" }), json!({ "name": "x" }), json!({ "name": "", "indicator": "x" })]
    {
        assert_refused(&management.post(RESOURCES, body).await, 400, "guard.invalid_input");
    }
    assert_eq!(management.get(RESOURCES).await.body.as_array().unwrap().len(), 4, "whole, without a page");
    let page = management.get(&format!("{RESOURCES}?page=1&page_size=3")).await.body;
    assert_eq!(page.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn name_and_lifetime_of_a_resource_change_and_its_indicator_does_not() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let created = resource(&management, "https://api.example/", &[]).await;
    let path = format!("{RESOURCES}/{}", text(&created, "id"));
    let body = json!({ "name": "Orders API", "accessTokenTtl": 60, "indicator": "https://other.example/" });
    let answer = management.patch(&path, body).await;
    let said = [&answer.body["name"], &answer.body["accessTokenTtl"], &answer.body["indicator"]];
    assert_eq!(said, [&json!("Orders API"), &json!(60), &json!("https://api.example/")]);
    assert_eq!(management.get(&path).await.body, answer.body);
    assert_refused(&management.patch(&path, json!({})).await, 422, "entity.invalid_input");
    let unknown = format!("{RESOURCES}/nosuchresource");
    assert_refused(&management.get(&unknown).await, 404, "entity.not_exists_with_id");
    let unknown = management.patch(&unknown, json!({ "name": "x" })).await;
    assert_refused(&unknown, 404, "entity.not_exists_with_id");
    assert_eq!(unknown.body["message"], "The resources with ID `nosuchresource` does not exist.");
}

#[tokio::test]
async fn a_permission_has_one_name_in_its_resource_and_no_space_in_it() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let created = resource(&management, "https://api.example/", &["write:orders"]).await;
    let path = format!("{RESOURCES}/{}/scopes", text(&created, "id"));
    let read = management.post(&path, json!({ "name": "read:orders", "description": "Read orders" })).await;
    assert_eq!((read.status, text(&read.body, "description")), (201, "Read orders"));
    assert_eq!(created["scopes"][0]["description"], Value::Null);
    let one = format!("{path}/{}", text(&read.body, "id"));
    for (answer, status, code) in [
        (management.post(&path, json!({ "name": "read:orders" })).await, 422, "scope.name_exists"),
        (management.post(&path, json!({ "name": "read orders" })).await, 400, "scope.name_with_space"),
        (management.post(&path, json!({ "description": "x" })).await, 400, "guard.invalid_input"),
        (management.patch(&one, json!({ "name": "write:orders" })).await, 422, "scope.name_exists"),
        (management.patch(&one, json!({ "name": "a b" })).await, 400, "scope.name_with_space"),
        (management.patch(&one, json!({})).await, 422, "entity.invalid_input"),
        (management.patch(&format!("{path}/nosuchscope"), json!({ "name": "x" })).await, 404, "entity.not_exists"),
        (
            management.post(&format!("{RESOURCES}/x/scopes"), json!({ "name": "x" })).await,
            404,
            "entity.not_exists_with_id",
        ),
    ] {
        assert_refused(&answer, status, code);
    }
    let changed = management.patch(&one, json!({ "name": "read:orders", "description": null })).await;
    assert_eq!((changed.status, &changed.body["description"]), (200, &Value::Null));
    let all = management.get(&path).await.body;
    assert_eq!(all, json!([created["scopes"][0], changed.body]));
    let found = management.get(&format!("{path}?search=read%25")).await.body;
    assert_eq!(found, json!([changed.body]));
    let unknown = management.get(&format!("{RESOURCES}/nosuchresource/scopes")).await;
    assert_eq!((unknown.status, unknown.body), (200, json!([])), "an unknown resource has none, as at Logto");
}

#[tokio::test]
async fn resources_of_the_builder_are_there_and_take_more_permissions() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let all = management.get(&format!("{RESOURCES}?includeScopes=true")).await.body;
    let things = all.as_array().unwrap().iter().find(|resource| text(resource, "indicator") == RESOURCE).unwrap();
    assert_eq!(text(&things["scopes"][0], "name"), "read:things");
    let path = format!("{RESOURCES}/{}/scopes", text(things, "id"));
    assert_eq!(management.post(&path, json!({ "name": "write:things" })).await.status, 201);
    assert_eq!(management.get(&path).await.body.as_array().unwrap().len(), 2);
}
