//! Roles and organisations of a user.

use serde_json::{Value, json};

use crate::{house::House, stand_in::Reply};

const ROLES: &str = "GET /api/users/u1/roles";

/// So many roles, as a real Logto shows them.
fn roles(count: usize) -> Reply {
    let role =
        |n| json!({ "tenantId": "default", "id": format!("r{n}"), "name": format!("role {n}"), "description": "" });
    Reply::json(200, &(0..count).map(role).collect::<Vec<Value>>().into())
}

#[tokio::test]
async fn names_the_roles() {
    let house = House::new().await;
    house.server.on(ROLES, roles(2));
    assert_eq!(house.api().roles("u1").await.unwrap(), ["role 0", "role 1"]);
    house.server.on(ROLES, roles(0));
    assert!(house.api().roles("u1").await.unwrap().is_empty());
}

#[tokio::test]
async fn asks_for_every_page_of_roles() {
    let house = House::new().await;
    house.server.on_each(ROLES, [roles(100), roles(100), roles(7)]);
    assert_eq!(house.api().roles("u1").await.unwrap().len(), 207);
    let lines: Vec<String> = house.server.asked(ROLES).into_iter().map(|asked| asked.line).collect();
    assert_eq!(lines, [1, 2, 3].map(|page| format!("{ROLES}?page={page}&page_size=100")));
}

#[tokio::test]
async fn ends_where_the_pages_of_roles_do_not() {
    let house = House::new().await;
    house.server.on(ROLES, roles(100));
    assert_eq!(house.api().roles("u1").await.unwrap().len(), 1000);
    assert_eq!(house.server.asked_times(ROLES), 10);
}

#[tokio::test]
async fn names_the_organizations_with_the_roles_in_each() {
    let house = House::new().await;
    let body = json!([
        { "id": "o1", "name": "One", "description": null, "organizationRoles": [{ "id": "r", "name": "owner" }] },
        { "id": "o2", "name": "Two", "description": "x", "organizationRoles": [] },
    ]);
    house.server.on("GET /api/users/u1/organizations", Reply::json(200, &body));
    let found = house.api().organizations("u1").await.unwrap();
    let found: Vec<_> = found.iter().map(|found| (found.id.as_str(), found.roles.clone())).collect();
    assert_eq!(found, [("o1", vec!["owner".to_owned()]), ("o2", Vec::new())]);
}

#[tokio::test]
async fn says_that_there_is_no_such_user() {
    let house = House::new().await;
    house.server.on(ROLES, Reply::error(404, "entity.not_found"));
    house.server.on("GET /api/users/u1/organizations", Reply::error(404, "entity.not_found"));
    for error in [house.api().roles("u1").await.unwrap_err(), house.api().organizations("u1").await.unwrap_err()] {
        assert!(matches!(error, logto::ManagementError::Refused { status: 404, .. }), "{error:?}");
    }
}
