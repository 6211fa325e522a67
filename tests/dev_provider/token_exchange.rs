use std::time::Duration;

use logto::dev_provider::{ApiResource, Application, DevProvider, Organization};
use serde_json::json;

use crate::management_subject_tokens::subject_token;
use crate::support::{
    Answer, CLIENT_ID, MANAGEMENT_API, PHONE, RESOURCE, application, assert_invalid_grant, basic, jwt, machine,
    other_application, post, post_token, start, text, userinfo,
};

const TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:access_token";
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// A tenant whose first application may exchange, and whose only user is a baker.
async fn start_with_baker() -> (DevProvider, String) {
    let provider = DevProvider::builder()
        .application(Application { allow_token_exchange: true, ..application() })
        .application(other_application())
        .machine_to_machine(machine())
        .resource(ApiResource { indicator: RESOURCE.to_owned(), scopes: vec!["read:things".to_owned()] })
        .organization(Organization {
            id: "bakery".to_owned(),
            scopes: vec!["bake".to_owned()],
            ..Organization::default()
        })
        .organization(Organization { id: "mill".to_owned(), ..Organization::default() })
        .organization_role("baker", &["bake"])
        .organization_role_for("baker", RESOURCE, &["read:things"])
        .start()
        .await
        .unwrap();
    let sub = provider.add_user(PHONE, Some("Zoë")).unwrap();
    assert!(provider.add_member("bakery", &sub, &["baker"]));
    (provider, sub)
}

fn form<'a>(subject_token: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let form = [("grant_type", GRANT_TYPE), ("subject_token", subject_token), ("subject_token_type", TOKEN_TYPE)];
    [&form[..], more].concat()
}

async fn exchange(provider: &DevProvider, subject_token: &str, more: &[(&str, &str)]) -> Answer {
    post_token(provider, &form(subject_token, more)).await
}

#[tokio::test]
async fn brings_an_access_token_for_an_api_and_nothing_else() {
    let (provider, sub) = start_with_baker().await;
    let subject = subject_token(&provider, &sub).await;
    let answer = exchange(&provider, &subject, &[("resource", RESOURCE), ("scope", "openid read:things other")]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let token = text(&answer.body, "access_token");
    let expected = json!({ "access_token": token, "expires_in": 3600, "scope": "read:things", "token_type": "Bearer" });
    assert_eq!(answer.body, expected);
    let (header, claims) = jwt(token);
    assert_eq!((&header["alg"], &header["typ"]), (&json!("ES384"), &json!("at+jwt")));
    assert_eq!((&claims["sub"], &claims["client_id"]), (&json!(sub), &json!(CLIENT_ID)));
    assert_eq!((&claims["aud"], &claims["scope"]), (&json!(RESOURCE), &json!("read:things")));
}

#[tokio::test]
async fn without_a_resource_the_token_is_for_userinfo() {
    let (provider, sub) = start_with_baker().await;
    let subject = subject_token(&provider, &sub).await;
    let answer = exchange(&provider, &subject, &[("scope", "openid profile phone offline_access read:things")]).await;
    assert_eq!(answer.body["scope"], "offline_access openid phone profile");
    assert_eq!(answer.body.get("refresh_token").or(answer.body.get("id_token")), None);
    let token = text(&answer.body, "access_token");
    assert_eq!(token.len(), 43);
    let claims = userinfo(&provider, token).await.body;
    assert_eq!((&claims["sub"], &claims["name"], &claims["phone_number"]), (&json!(sub), &json!("Zoë"), &json!(PHONE)));
    provider.advance(Duration::from_secs(3600));
    assert_eq!(userinfo(&provider, token).await.status, 401);
}

#[tokio::test]
async fn without_openid_the_token_is_not_enough_for_userinfo() {
    let (provider, sub) = start_with_baker().await;
    let answer = exchange(&provider, &subject_token(&provider, &sub).await, &[]).await;
    assert_eq!((answer.status, &answer.body["scope"]), (200, &json!("")));
    assert_eq!(userinfo(&provider, text(&answer.body, "access_token")).await.status, 403);
}

#[tokio::test]
async fn a_token_for_userinfo_dies_with_the_suspension_and_can_be_revoked() {
    let (provider, sub) = start_with_baker().await;
    let openid = [("scope", "openid")];
    let first = exchange(&provider, &subject_token(&provider, &sub).await, &openid).await.body;
    let second = exchange(&provider, &subject_token(&provider, &sub).await, &openid).await.body;
    let secret = basic(CLIENT_ID, crate::support::CLIENT_SECRET);
    let form = [("token", text(&first, "access_token"))];
    assert_eq!(post(&provider, "/oidc/token/revocation", Some(&secret), &form).await.status, 200);
    assert_eq!(userinfo(&provider, text(&first, "access_token")).await.status, 401);
    assert_eq!(userinfo(&provider, text(&second, "access_token")).await.status, 200, "another grant");
    provider.suspend_user(&sub);
    assert_eq!(userinfo(&provider, text(&second, "access_token")).await.status, 401);
}

#[tokio::test]
async fn an_organization_gives_its_members_a_token() {
    let (provider, sub) = start_with_baker().await;
    let bakery = [("organization_id", "bakery"), ("scope", "bake read:things")];
    let answer = exchange(&provider, &subject_token(&provider, &sub).await, &bakery).await;
    assert_eq!((answer.status, &answer.body["scope"]), (200, &json!("bake")), "{}", answer.body);
    assert_eq!(jwt(text(&answer.body, "access_token")).1["aud"], "urn:logto:organization:bakery");

    let for_api = [&bakery[..], &[("resource", RESOURCE)]].concat();
    let answer = exchange(&provider, &subject_token(&provider, &sub).await, &for_api).await;
    let claims = jwt(text(&answer.body, "access_token")).1;
    assert_eq!((&claims["aud"], &claims["scope"]), (&json!(RESOURCE), &json!("read:things")));
    assert_eq!(claims["organization_id"], "bakery");

    let subject = subject_token(&provider, &sub).await;
    for organization in ["mill", "unknown"] {
        let answer = exchange(&provider, &subject, &[("organization_id", organization)]).await;
        assert_eq!((answer.status, text(&answer.body, "code")), (403, "oidc.access_denied"), "{organization}");
    }
    assert_eq!(exchange(&provider, &subject, &[]).await.status, 200, "a refusal does not use it up");
}

#[tokio::test]
async fn an_unknown_resource_is_refused_and_the_subject_token_kept() {
    let (provider, sub) = start_with_baker().await;
    let subject = subject_token(&provider, &sub).await;
    for resource in ["https://unknown.example/", "urn:logto:resource:unknown"] {
        let answer = exchange(&provider, &subject, &[("resource", resource)]).await;
        assert_eq!((answer.status, text(&answer.body, "code")), (400, "oidc.invalid_target"));
    }
    let two = exchange(&provider, &subject, &[("resource", RESOURCE), ("resource", MANAGEMENT_API)]).await;
    assert_eq!((two.status, text(&two.body, "code")), (400, "oidc.invalid_target"));
    assert_eq!(exchange(&provider, &subject, &[("resource", RESOURCE)]).await.status, 200);
}

#[tokio::test]
async fn nobody_acts_for_a_person_at_the_management_api() {
    let (provider, sub) = start_with_baker().await;
    let subject = subject_token(&provider, &sub).await;
    let answer = exchange(&provider, &subject, &[("resource", MANAGEMENT_API), ("scope", "all")]).await;
    assert_eq!((answer.status, &answer.body["scope"]), (200, &json!("")));
}

#[tokio::test]
async fn a_subject_token_works_once() {
    let (provider, sub) = start_with_baker().await;
    let subject = subject_token(&provider, &sub).await;
    assert_eq!(exchange(&provider, &subject, &[]).await.status, 200);
    assert_invalid_grant(&exchange(&provider, &subject, &[]).await);
}

#[tokio::test]
async fn a_subject_token_lives_ten_minutes() {
    let (provider, sub) = start_with_baker().await;
    let (early, late) = (subject_token(&provider, &sub).await, subject_token(&provider, &sub).await);
    provider.advance(Duration::from_secs(595));
    assert_eq!(exchange(&provider, &early, &[]).await.status, 200);
    provider.advance(Duration::from_secs(6));
    assert_invalid_grant(&exchange(&provider, &late, &[]).await);
}

#[tokio::test]
async fn a_token_that_is_no_subject_token_is_refused() {
    let (provider, sub) = start_with_baker().await;
    let access_token = exchange(&provider, &subject_token(&provider, &sub).await, &[("scope", "openid")]).await.body;
    for token in ["sub_unknown", "x", text(&access_token, "access_token")] {
        assert_invalid_grant(&exchange(&provider, token, &[]).await);
    }
}

#[tokio::test]
async fn the_type_of_the_subject_token_is_needed() {
    let (provider, sub) = start_with_baker().await;
    let subject = subject_token(&provider, &sub).await;
    let of_type =
        |token_type| [("grant_type", GRANT_TYPE), ("subject_token", &subject), ("subject_token_type", token_type)];
    for (token_type, error) in [
        ("", "invalid_request"),
        ("urn:ietf:params:oauth:token-type:id_token", "invalid_grant"),
        ("access_token", "invalid_grant"),
    ] {
        let answer = post_token(&provider, &of_type(token_type)).await;
        assert_eq!((answer.status, text(&answer.body, "error")), (400, error), "{token_type}");
    }
    let without = post_token(&provider, &[("grant_type", GRANT_TYPE), ("subject_token_type", TOKEN_TYPE)]).await;
    assert_eq!((without.status, text(&without.body, "error")), (400, "invalid_request"));
    let older = of_type("urn:logto:token-type:impersonation_token");
    assert_eq!(post_token(&provider, &older).await.status, 200);
}

#[tokio::test]
async fn nobody_acts_for_a_user_who_is_suspended_or_deleted() {
    let (provider, sub) = start_with_baker().await;
    provider.suspend_user(&sub);
    let suspended = subject_token(&provider, &sub).await;
    assert_invalid_grant(&exchange(&provider, &suspended, &[]).await);
    provider.resume_user(&sub);
    assert_eq!(exchange(&provider, &suspended, &[]).await.status, 200, "a refusal does not use it up");
    let deleted = subject_token(&provider, &sub).await;
    provider.delete_user(&sub);
    assert_invalid_grant(&exchange(&provider, &deleted, &[]).await);
}

#[tokio::test]
async fn an_application_may_exchange_only_where_it_is_allowed_to() {
    let by_default = start().await;
    let sub = by_default.add_user(PHONE, None).unwrap();
    let refused = exchange(&by_default, &subject_token(&by_default, &sub).await, &[]).await;
    assert_eq!((refused.status, text(&refused.body, "code")), (400, "oidc.unauthorized_client"));
    assert_eq!(refused.body["error_description"], "requested grant type is not allowed for this client");

    let (provider, sub) = start_with_baker().await;
    let subject = subject_token(&provider, &sub).await;
    let other = basic("other", "other-secret");
    let machine = basic(crate::support::MACHINE_ID, crate::support::MACHINE_SECRET);
    for client in [other, machine] {
        let refused = post(&provider, "/oidc/token", Some(&client), &form(&subject, &[])).await;
        assert_eq!((refused.status, text(&refused.body, "error")), (400, "unauthorized_client"));
    }
    assert_eq!(exchange(&provider, &subject, &[]).await.status, 200);
}
