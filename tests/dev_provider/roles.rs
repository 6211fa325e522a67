use logto::dev_provider::{ApiResource, DevProvider};
use serde_json::{Value, json};

use crate::support::{PHONE, RESOURCE, builder, jwt, refresh_for, start, text, tokens, userinfo};

const THINGS: &str = "https://things.example/";

/// An API whose `write` is an admin's and whose `read` is everybody's.
async fn start_with_roles() -> (DevProvider, String) {
    let scopes = vec!["read".to_owned(), "write".to_owned()];
    let provider = builder()
        .resource(ApiResource { indicator: THINGS.to_owned(), scopes })
        .role("admin", THINGS, &["write"])
        .start()
        .await
        .unwrap();
    let sub = provider.add_user(PHONE, None).unwrap();
    (provider, sub)
}

async fn sign_in(provider: &DevProvider) -> Value {
    let scope = ("scope", "openid offline_access roles read write unknown");
    tokens(provider, &[scope, ("prompt", "consent"), ("resource", THINGS)]).await
}

async fn scope(provider: &DevProvider, tokens: &Value) -> String {
    let answer = refresh_for(provider, tokens, &[("resource", THINGS)]).await;
    let claims = jwt(text(&answer.body, "access_token")).1;
    assert_eq!(claims["scope"], answer.body["scope"]);
    text(&answer.body, "scope").to_owned()
}

#[tokio::test]
async fn a_token_for_an_api_has_the_permissions_the_person_has() {
    let (provider, sub) = start_with_roles().await;
    assert_eq!(scope(&provider, &sign_in(&provider).await).await, "read");
    assert!(provider.add_role(&sub, "admin"));
    assert_eq!(scope(&provider, &sign_in(&provider).await).await, "read write");
}

#[tokio::test]
async fn a_role_given_later_helps_from_the_next_sign_in_and_one_taken_away_is_felt_at_the_refresh() {
    let (provider, sub) = start_with_roles().await;
    let before = sign_in(&provider).await;
    provider.add_role(&sub, "admin");
    assert_eq!(scope(&provider, &before).await, "read");
    let after = sign_in(&provider).await;
    assert_eq!(scope(&provider, &after).await, "read write");
    assert!(provider.remove_role(&sub, "admin"));
    assert_eq!(scope(&provider, &after).await, "read");
}

#[tokio::test]
async fn a_refresh_takes_only_a_resource_of_the_authorization_request() {
    let (provider, _) = start_with_roles().await;
    let tokens = sign_in(&provider).await;
    for resource in [RESOURCE, "https://unknown.example/"] {
        let answer = refresh_for(&provider, &tokens, &[("resource", resource)]).await;
        assert_eq!((answer.status, text(&answer.body, "error")), (400, "invalid_target"), "{resource}");
    }
    let both = refresh_for(&provider, &tokens, &[("resource", THINGS), ("resource", RESOURCE)]).await;
    assert_eq!((both.status, text(&both.body, "error")), (400, "invalid_target"));
}

#[tokio::test]
async fn roles_are_a_claim_of_their_scope() {
    let (provider, sub) = start_with_roles().await;
    for role in ["admin", "editor", "admin"] {
        assert!(provider.add_role(&sub, role));
    }
    let tokens = sign_in(&provider).await;
    assert_eq!(jwt(text(&tokens, "id_token")).1["roles"], json!(["admin", "editor"]));
    let userinfo = userinfo(&provider, text(&tokens, "access_token")).await.body;
    assert_eq!(userinfo["roles"], json!(["admin", "editor"]));
    let without = crate::support::tokens(&provider, &[]).await;
    assert_eq!(jwt(text(&without, "id_token")).1.get("roles"), None);
    assert!(!provider.add_role("nobody", "admin"));
}

#[tokio::test]
async fn custom_data_and_identities_are_userinfos_unless_the_tenant_puts_them_into_id_tokens() {
    let scope = [("scope", "openid custom_data identities email roles")];
    let data = json!({ "plan": "größte", "seats": 3 });
    for (switched_on, builder) in
        [(false, builder()), (true, builder().id_token_claims(&["custom_data", "identities"]))]
    {
        let provider = builder.start().await.unwrap();
        let sub = provider.add_user(PHONE, None).unwrap();
        assert!(provider.set_custom_data(&sub, data.clone()));
        let tokens = tokens(&provider, &scope).await;
        let claims = jwt(text(&tokens, "id_token")).1;
        assert_eq!(claims.get("custom_data"), switched_on.then_some(&data));
        assert_eq!(claims.get("identities"), switched_on.then_some(&json!({})));
        assert_eq!(claims.get("roles"), (!switched_on).then_some(&json!([])));
        assert_eq!((&claims["email"], &claims["email_verified"]), (&Value::Null, &json!(false)));
        let userinfo = userinfo(&provider, text(&tokens, "access_token")).await.body;
        assert_eq!(userinfo["custom_data"], data);
        assert_eq!((&userinfo["identities"], &userinfo["sso_identities"]), (&json!({}), &json!([])));
    }
}

#[tokio::test]
async fn custom_data_is_an_object() {
    let provider = start().await;
    let sub = provider.add_user(PHONE, None).unwrap();
    for data in [json!([]), json!("text"), Value::Null] {
        assert!(!provider.set_custom_data(&sub, data));
    }
    let tokens = tokens(&provider, &[("scope", "openid custom_data")]).await;
    assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.body["custom_data"], json!({}));
}
