//! `POST /api/users`.

use std::time::Duration;

use logto::dev_provider::Organization;
use serde_json::{Value, json};

use crate::management::{Management, assert_refused};
use crate::support::{
    Answer, CLIENT_ID, OTHER_PHONE, PHONE, assert_invalid_grant, builder, code, exchange, jwt, start, text, tokens,
};

pub const USERS: &str = "/api/users";

pub async fn create(management: &Management<'_>, phone: &str) -> Answer {
    management.post(USERS, json!({ "primaryPhone": phone, "name": "Zoë" })).await
}

/// The identifier of a new user.
pub async fn created(management: &Management<'_>, phone: &str) -> String {
    let answer = create(management, phone).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    text(&answer.body, "id").to_owned()
}

#[tokio::test]
async fn answers_with_the_user() {
    let provider = start().await;
    let answer = create(&Management::of(&provider).await, PHONE).await;
    assert_eq!(answer.status, 200);
    let (id, created_at) = (text(&answer.body, "id"), answer.body["createdAt"].as_i64().unwrap());
    assert_eq!(id.len(), 12);
    assert!(created_at > 1_000_000_000_000, "milliseconds");
    let expected = json!({
        "id": id,
        "username": null,
        "primaryEmail": null,
        "primaryPhone": PHONE,
        "name": "Zoë",
        "avatar": null,
        "customData": {},
        "identities": {},
        "lastSignInAt": null,
        "createdAt": created_at,
        "updatedAt": created_at,
        "profile": {},
        "applicationId": null,
        "isSuspended": false,
        "hasPassword": false,
    });
    assert_eq!(answer.body, expected);
}

#[tokio::test]
async fn everything_may_be_absent() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let first = management.post(USERS, json!({})).await;
    assert_eq!((&first.body["primaryPhone"], &first.body["name"]), (&Value::Null, &Value::Null));
    let second = management.post(USERS, json!({ "customData": { "plan": "large" }, "unknown": 1 })).await;
    assert_eq!((second.status, &second.body["customData"]), (200, &json!({ "plan": "large" })));
    assert_ne!(first.body["id"], second.body["id"], "nobody's number is not everybody's");
}

#[tokio::test]
async fn a_number_is_stored_without_its_national_prefix() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    assert_eq!(create(&management, "610412345678").await.body["primaryPhone"], "61412345678");
    for same in ["61412345678", "610412345678"] {
        assert_refused(&create(&management, same).await, 422, "user.phone_already_in_use");
    }
}

#[tokio::test]
async fn a_number_that_no_page_would_take_is_taken() {
    let provider = start().await;
    let answer = create(&Management::of(&provider).await, "15551230003").await;
    assert_eq!((answer.status, &answer.body["primaryPhone"]), (200, &json!("15551230003")));
}

#[tokio::test]
async fn a_number_that_somebody_has_is_refused() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    provider.add_user(PHONE, None).unwrap();
    assert_refused(&create(&management, PHONE).await, 422, "user.phone_already_in_use");
    assert_eq!(create(&management, OTHER_PHONE).await.status, 200);
    assert_refused(&create(&management, OTHER_PHONE).await, 422, "user.phone_already_in_use");
}

#[tokio::test]
async fn digits_that_are_no_number_are_refused() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for phone in ["12", "0123", "999123456789"] {
        assert_refused(&create(&management, phone).await, 422, "user.invalid_phone");
    }
}

#[tokio::test]
async fn what_is_not_of_its_form_is_refused() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for body in [
        json!({ "primaryPhone": "+12015550123" }),
        json!({ "primaryPhone": "" }),
        json!({ "primaryPhone": null }),
        json!({ "primaryPhone": 1 }),
        json!({ "name": null }),
        json!({ "name": 1 }),
        json!({ "customData": [] }),
        json!([]),
    ] {
        assert_refused(&management.post(USERS, body).await, 400, "guard.invalid_input");
    }
    let name = json!({ "name": "é".repeat(129) });
    assert_refused(&management.post(USERS, name).await, 422, "entity.value_too_long");
    assert_eq!(management.post(USERS, json!({ "name": "é".repeat(128) })).await.status, 200);
}

#[tokio::test]
async fn what_this_provider_does_not_have_is_refused_and_not_ignored() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for field in ["username", "primaryEmail", "password", "avatar", "profile"] {
        let answer = management.post(USERS, json!({ field: "x" })).await;
        assert_refused(&answer, 501, "request.feature_not_supported");
        assert!(text(&answer.body, "details").contains(field));
    }
}

#[tokio::test]
async fn the_hosted_page_knows_the_user_and_the_api_knows_who_registered_there() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let id = created(&management, PHONE).await;
    provider.advance(Duration::from_secs(60));
    let claims = jwt(text(&tokens(&provider, &[]).await, "id_token")).1;
    assert_eq!((&claims["sub"], &claims["name"]), (&json!(id), &json!("Zoë")));
    let user = management.get(&format!("{USERS}/{id}")).await.body;
    assert_eq!(user["applicationId"], Value::Null);
    assert!(user["lastSignInAt"].as_i64() >= user["createdAt"].as_i64().map(|at| at + 60_000));

    let browser = provider.browser().unwrap();
    let url = crate::support::authorization_url(&provider, &[]);
    browser.authorize(&url, OTHER_PHONE).await.unwrap();
    let found = management.get(&format!("{USERS}?search.primaryPhone={OTHER_PHONE}")).await.body;
    assert_eq!((&found[0]["primaryPhone"], &found[0]["applicationId"]), (&json!(OTHER_PHONE), &json!(CLIENT_ID)));
    assert!(found[0]["lastSignInAt"].is_i64());
    assert_refused(&create(&management, OTHER_PHONE).await, 422, "user.phone_already_in_use");
}

#[tokio::test]
async fn joins_the_organizations_that_everybody_joins() {
    let of = |id: &str, roles: Option<&[&str]>| Organization {
        id: id.to_owned(),
        name: format!("{id} & sons"),
        everybody_joins_as: roles.map(|roles| roles.iter().map(|role| (*role).to_owned()).collect()),
        ..Organization::default()
    };
    let builder = builder().organization(of("bakery", Some(&["member", "baker"]))).organization(of("mill", None));
    let provider = builder.start().await.unwrap();
    let management = Management::of(&provider).await;
    let id = created(&management, PHONE).await;
    let organizations = management.get(&format!("{USERS}/{id}/organizations")).await.body;
    let [bakery] = &organizations.as_array().unwrap()[..] else { panic!("{organizations}") };
    let roles = json!([{ "id": "member", "name": "member" }, { "id": "baker", "name": "baker" }]);
    assert_eq!((&bakery["id"], &bakery["organizationRoles"]), (&json!("bakery"), &roles));
    provider.add_member("mill", &id, &[]);
    let organizations = management.get(&format!("{USERS}/{id}/organizations")).await.body;
    assert_eq!(
        (&organizations[1]["name"], &organizations[1]["organizationRoles"]),
        (&json!("mill & sons"), &json!([]))
    );
}

#[tokio::test]
async fn a_user_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("provider.json");
    let provider = builder().data(&path).start().await.unwrap();
    let before = create(&Management::of(&provider).await, PHONE).await.body;
    drop(provider);
    let provider = builder().data(&path).start().await.unwrap();
    let after = Management::of(&provider).await.get(&format!("{USERS}/{}", text(&before, "id"))).await;
    assert_eq!(after.body, before);
}

#[tokio::test]
async fn a_code_of_before_a_suspension_is_worth_nothing() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let id = created(&management, PHONE).await;
    let code = code(&provider, &[]).await;
    management.patch(&format!("{USERS}/{id}/is-suspended"), json!({ "isSuspended": true })).await;
    assert_invalid_grant(&exchange(&provider, &code).await);
}
