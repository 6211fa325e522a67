//! Users: found, created, changed; and never somebody else.

use logto::{ManagedUser, UserError};
use serde_json::{Value, json};

use crate::{
    house::{House, PHONE, phone},
    stand_in::Reply,
};

/// As a real Logto shows a user who has just been created.
fn user() -> Value {
    json!({
        "id": "cugkrw5wiiif", "username": null, "primaryEmail": null, "primaryPhone": PHONE, "name": null,
        "avatar": null, "customData": {}, "identities": {}, "lastSignInAt": null, "createdAt": 1_795_363_245_852_i64,
        "updatedAt": 1_795_363_245_996_i64, "profile": {}, "applicationId": null, "isSuspended": false, "hasPassword": false,
    })
}

const ID: &str = "cugkrw5wiiif";
const ONE: &str = "/api/users/cugkrw5wiiif";

fn with(field: &str, value: Value) -> Value {
    let mut user = user();
    user[field] = value;
    user
}

async fn read(body: Value) -> ManagedUser {
    let house = House::new().await;
    house.server.on(&format!("GET {ONE}"), Reply::json(200, &body));
    house.api().user(ID).await.unwrap().unwrap()
}

#[tokio::test]
async fn reads_a_user_with_nulls() {
    let user = read(user()).await;
    assert_eq!((user.id.as_str(), user.is_suspended), (ID, false));
    assert_eq!(user.claims.phone_number.as_deref(), Some(PHONE));
    assert_eq!(user.claims.phone_number_verified, Some(true));
    assert_eq!((&user.claims.name, &user.claims.username, &user.claims.picture), (&None, &None, &None));
    assert_eq!((&user.claims.email, user.claims.email_verified), (&None, None));
    assert_eq!(user.claims.created_at, Some(1_795_363_245_852));
    assert_eq!(user.claims.updated_at, Some(1_795_363_245_996));
}

#[tokio::test]
async fn reads_a_user_with_everything() {
    let mut body = user();
    for (field, value) in [
        ("name", json!("Ada")),
        ("username", json!("ada")),
        ("avatar", json!("https://example.com/ada.png")),
        ("primaryEmail", json!("ada@example.com")),
        ("customData", json!({ "plan": "pro" })),
        ("identities", json!({ "github": { "userId": "1" } })),
        ("isSuspended", json!(true)),
    ] {
        body[field] = value;
    }
    let user = read(body).await;
    assert!(user.is_suspended);
    assert_eq!(user.claims.name.as_deref(), Some("Ada"));
    assert_eq!(user.claims.username.as_deref(), Some("ada"));
    assert_eq!(user.claims.picture.as_deref(), Some("https://example.com/ada.png"));
    assert_eq!((user.claims.email.as_deref(), user.claims.email_verified), (Some("ada@example.com"), Some(true)));
    assert_eq!(user.claims.custom_data.unwrap()["plan"], "pro");
    assert_eq!(user.claims.identities.unwrap()["github"]["userId"], "1");
}

#[tokio::test]
async fn reads_a_user_without_a_phone_as_one_whose_phone_is_not_verified() {
    for none in [Value::Null, json!("")] {
        let user = read(with("primaryPhone", none)).await;
        assert_eq!((user.claims.phone_number, user.claims.phone_number_verified), (None, None));
    }
    let bare = read(json!({ "id": ID, "isSuspended": false })).await;
    assert_eq!(bare.claims, logto::UserClaims::default());
}

#[tokio::test]
async fn takes_nobody_for_not_suspended_by_default() {
    let house = House::new().await;
    for value in [Value::Null, json!("false"), json!(0)] {
        house.server.on(&format!("GET {ONE}"), Reply::json(200, &with("isSuspended", value)));
        assert_eq!(house.api().user(ID).await.unwrap_err().code(), "management.malformed");
    }
}

#[tokio::test]
async fn takes_only_logtos_own_word_that_a_user_is_gone() {
    for (reply, gone) in [
        (Reply::error(404, "entity.not_found"), true),
        (Reply::error(404, "entity.not_exists_with_id"), true),
        (Reply::text(404, "<h1>No such site</h1>"), false),
        (Reply::error(404, ""), false),
        (Reply::error(410, "entity.not_found"), false),
    ] {
        let house = House::new().await;
        house.server.on(&format!("GET {ONE}"), reply.clone());
        match house.api().user(ID).await {
            Ok(user) => assert!(gone && user.is_none(), "{reply:?}"),
            Err(error) => assert!(!gone && error.code() == "management.refused", "{reply:?}"),
        }
    }
}

#[tokio::test]
async fn takes_no_answer_about_somebody_else() {
    let house = House::new().await;
    house.server.on(&format!("GET {ONE}"), Reply::json(200, &with("id", json!("other"))));
    house.server.on(&format!("PATCH {ONE}"), Reply::json(200, &with("id", json!("other"))));
    assert_eq!(house.api().user(ID).await.unwrap_err().code(), "management.malformed");
    assert_eq!(house.api().set_name(ID, None).await.unwrap_err().code(), "management.malformed");
}

#[tokio::test]
async fn asks_for_nothing_that_is_no_id() {
    let house = House::new().await;
    let long = "a".repeat(129);
    for id in ["", ".", "..", "a/b", "../roles", "a?x=1", "a#b", "%2e%2e", "a b", "ä", "a\\b", "a\nb", &long] {
        assert!(house.api().user(id).await.unwrap().is_none(), "{id:?}");
        assert!(matches!(house.api().set_name(id, Some("x")).await, Err(UserError::NotFound)), "{id:?}");
        assert!(matches!(house.api().set_primary_phone(id, &phone()).await, Err(UserError::NotFound)), "{id:?}");
        assert_eq!(house.api().roles(id).await.unwrap_err().code(), "management.refused", "{id:?}");
        assert_eq!(house.api().organizations(id).await.unwrap_err().code(), "management.refused", "{id:?}");
    }
    assert!(house.server.api_calls().is_empty());
}

#[tokio::test]
async fn finds_the_user_whose_phone_it_is_exactly() {
    let house = House::new().await;
    house.server.on("GET /api/users", Reply::json(200, &json!([user()])));
    let found = house.api().user_with_phone(&phone()).await.unwrap().unwrap();
    assert_eq!(found.id, ID);
    let line = &house.server.asked("GET /api/users")[0].line;
    assert_eq!(line, &format!("GET /api/users?search.primaryPhone={PHONE}&mode.primaryPhone=exact"));
}

#[tokio::test]
async fn finds_nobody_where_the_phone_is_anothers() {
    let others = json!([
        with("primaryPhone", json!("12015550124")),
        with("primaryPhone", json!(format!("{PHONE}0"))),
        with("primaryPhone", Value::Null),
    ]);
    for body in [json!([]), others] {
        let house = House::new().await;
        house.server.on("GET /api/users", Reply::json(200, &body));
        assert_eq!(house.api().user_with_phone(&phone()).await.unwrap(), None);
    }
}

#[tokio::test]
async fn creates_a_user_with_a_phone() {
    let house = House::new().await;
    house.server.on("POST /api/users", Reply::json(200, &user()));
    let user = house.api().create_user(&phone()).await.unwrap();
    assert_eq!((user.id.as_str(), user.claims.phone_number.as_deref()), (ID, Some(PHONE)));
    let body: Value = serde_json::from_str(&house.server.asked("POST /api/users")[0].body).unwrap();
    assert_eq!(body, json!({ "primaryPhone": PHONE }));
}

#[tokio::test]
async fn changes_the_name_and_the_phone() {
    let house = House::new().await;
    let change = format!("PATCH {ONE}");
    house.server.on(&change, Reply::json(200, &with("name", json!("Ada"))));
    assert_eq!(house.api().set_name(ID, Some("Ada")).await.unwrap().claims.name.as_deref(), Some("Ada"));
    house.api().set_name(ID, None).await.unwrap();
    house.api().set_primary_phone(ID, &phone()).await.unwrap();
    let bodies: Vec<Value> =
        house.server.asked(&change).iter().map(|asked| serde_json::from_str(&asked.body).unwrap()).collect();
    assert_eq!(bodies, [json!({ "name": "Ada" }), json!({ "name": null }), json!({ "primaryPhone": PHONE })]);
}

#[tokio::test]
async fn says_why_a_user_was_not_created_or_changed() {
    for (status, logtos, code) in [
        (422, "user.phone_already_in_use", "user.phone_in_use"),
        (422, "user.invalid_phone", "user.invalid_phone"),
        (400, "guard.invalid_input", "user.invalid_phone"),
        (404, "entity.not_found", "user.not_found"),
        (404, "", "management.refused"),
        (422, "entity.db_constraint_violated", "management.refused"),
        (500, "", "management.unavailable"),
    ] {
        let house = House::new().await;
        house.server.on("POST /api/users", Reply::error(status, logtos));
        house.server.on(&format!("PATCH {ONE}"), Reply::error(status, logtos));
        assert_eq!(house.api().create_user(&phone()).await.unwrap_err().code(), code, "{status} {logtos}");
        assert_eq!(house.api().set_primary_phone(ID, &phone()).await.unwrap_err().code(), code, "{status} {logtos}");
    }
}

#[tokio::test]
async fn refuses_a_name_that_logto_would_fail_over() {
    let house = House::new().await;
    let change = format!("PATCH {ONE}");
    house.server.on(&change, Reply::json(200, &user()));
    house.api().set_name(ID, Some(&"ä".repeat(128))).await.unwrap();
    let error = house.api().set_name(ID, Some(&"ä".repeat(129))).await.unwrap_err();
    assert_eq!(error.code(), "user.invalid_name");
    assert_eq!(house.server.asked_times(&change), 1);
    house.server.on(&change, Reply::error(400, "guard.invalid_input"));
    assert_eq!(house.api().set_name(ID, Some("x")).await.unwrap_err().code(), "user.invalid_name");
}
