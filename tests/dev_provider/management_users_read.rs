//! `GET /api/users`, `/api/users/{id}`, `/api/users/{id}/roles`, `/api/users/{id}/organizations`.

use std::time::Duration;

use logto::dev_provider::DevProvider;
use serde_json::{Value, json};

use crate::management::{Management, assert_refused};
use crate::management_users_create::{USERS, create, created};
use crate::support::{OTHER_PHONE, PHONE, start, text};

async fn found(management: &Management<'_>, query: &str) -> Vec<String> {
    let answer = management.get(&format!("{USERS}?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.body);
    answer.body.as_array().unwrap().iter().map(|user| text(user, "id").to_owned()).collect()
}

async fn two_users(provider: &DevProvider) -> (Management<'_>, String, String) {
    let management = Management::of(provider).await;
    let first = created(&management, PHONE).await;
    provider.advance(Duration::from_secs(1));
    let second = management.post(USERS, json!({ "primaryPhone": "61412345678", "name": "Ann & Bo" })).await;
    let second = text(&second.body, "id").to_owned();
    (management, first, second)
}

#[tokio::test]
async fn finds_a_user_by_number() {
    let provider = start().await;
    let (management, first, second) = two_users(&provider).await;
    let exact = |phone: &str| format!("search.primaryPhone={phone}&mode.primaryPhone=exact");
    assert_eq!(found(&management, &exact(PHONE)).await, [first.as_str()]);
    assert_eq!(found(&management, &exact("61412345678")).await, [second.as_str()]);
    for nobody in [OTHER_PHONE, "1201555012", "120155501234", "%2B12015550123", "610412345678"] {
        assert!(found(&management, &exact(nobody)).await.is_empty(), "{nobody}");
    }
    let user = management.get(&format!("{USERS}?{}", exact(PHONE))).await.body;
    assert_eq!(user[0], management.get(&format!("{USERS}/{first}")).await.body);
}

#[tokio::test]
async fn finds_users_by_other_fields_and_by_several_values() {
    let provider = start().await;
    let (management, first, second) = two_users(&provider).await;
    assert_eq!(found(&management, "search.name=ANN%20%26%20bo&mode=exact").await, [second.as_str()]);
    assert_eq!(found(&management, &format!("search.id={first}&mode.id=exact&joint=or")).await, [first.as_str()]);
    let either = format!("search.primaryPhone={PHONE}&search.primaryPhone=61412345678&mode.primaryPhone=exact");
    assert_eq!(found(&management, &either).await, [second.as_str(), first.as_str()]);
    assert_eq!(found(&management, &format!("search.primaryPhone={PHONE}")).await, [first.as_str()]);
    assert_eq!(found(&management, "").await, [second.as_str(), first.as_str()], "youngest first");
}

#[tokio::test]
async fn a_search_that_cannot_be_made_is_refused() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for query in ["search.primaryPhone=&mode.primaryPhone=exact", "search.shoe=1", "search.id=1&mode.id=fuzzy"] {
        assert_refused(&management.get(&format!("{USERS}?{query}")).await, 400, "request.invalid_input");
    }
    for query in ["search.primaryPhone=1201%25", "search=x", "search.username=x", "search.id=x&joint=and"] {
        let answer = management.get(&format!("{USERS}?{query}")).await;
        assert_refused(&answer, 501, "request.feature_not_supported");
    }
}

#[tokio::test]
async fn lists_come_by_the_page() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for index in 0..21 {
        management.post(USERS, json!({ "name": format!("{index}") })).await;
        provider.advance(Duration::from_millis(1));
    }
    assert_eq!(found(&management, "").await.len(), 20);
    assert_eq!(found(&management, "page=2").await.len(), 1);
    assert_eq!(found(&management, "page=3&page_size=10").await.len(), 1);
    assert_eq!(found(&management, "page=18446744073709551615&page_size=100").await.len(), 0);
    let response = management.request(reqwest::Method::GET, USERS).send().await.unwrap();
    assert_eq!(response.headers()["total-number"], "21");
    for query in ["page=0", "page=-1", "page=x", "page_size=101", "page_size=0"] {
        assert_refused(&management.get(&format!("{USERS}?{query}")).await, 400, "guard.invalid_pagination");
    }
}

#[tokio::test]
async fn a_user_is_read_by_identifier() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let user = create(&management, PHONE).await.body;
    let answer = management.get(&format!("{USERS}/{}", text(&user, "id"))).await;
    assert_eq!((answer.status, answer.body), (200, user));
}

#[tokio::test]
async fn nobody_is_not_found() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for path in ["", "/roles", "/organizations"] {
        let answer = management.get(&format!("{USERS}/nobody{path}")).await;
        assert_refused(&answer, 404, "entity.not_found");
    }
}

#[tokio::test]
async fn roles_have_their_names() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let id = created(&management, PHONE).await;
    let path = format!("{USERS}/{id}/roles");
    assert_eq!(management.get(&path).await.body, json!([]));
    provider.add_role(&id, "admin");
    provider.add_role(&id, "editor");
    let roles = management.get(&path).await;
    let expected = json!({
        "tenantId": "default", "id": "admin", "name": "admin", "description": "", "type": "User", "isDefault": false,
    });
    assert_eq!((roles.status, &roles.body[0], roles.body.as_array().unwrap().len()), (200, &expected, 2));
    assert_eq!(management.get(&format!("{path}?page=2&page_size=1")).await.body[0]["name"], "editor");
    assert_refused(&management.get(&format!("{path}?page=0")).await, 400, "guard.invalid_pagination");
}

#[tokio::test]
async fn who_is_no_member_has_no_organizations() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let id = created(&management, PHONE).await;
    let answer = management.get(&format!("{USERS}/{id}/organizations")).await;
    assert_eq!((answer.status, answer.body), (200, Value::Array(Vec::new())));
}
