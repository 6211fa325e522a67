use std::time::Duration;

use logto::dev_provider::DevProvider;
use serde_json::{Value, json};

use crate::id_token::{key, verifies};
use crate::support::{CLIENT_ID, RESOURCE, jwt, refresh_for, start, text, tokens, userinfo};

async fn sign_in(provider: &DevProvider) -> Value {
    let scope = ("scope", "openid offline_access read:things");
    tokens(provider, &[scope, ("prompt", "consent"), ("resource", RESOURCE)]).await
}

async fn api_token(provider: &DevProvider, tokens: &Value) -> String {
    let answer = refresh_for(provider, tokens, &[("resource", RESOURCE)]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    text(&answer.body, "access_token").to_owned()
}

#[tokio::test]
async fn a_test_can_change_the_next_jwt_and_only_that() {
    let provider = start().await;
    let tokens = sign_in(&provider).await;
    let (_, key) = key(&provider).await;
    provider.next_access_token(|claims| {
        claims.insert("aud".to_owned(), "https://elsewhere.example/".into());
    });
    provider.next_access_token_header(|header| {
        header.insert("typ".to_owned(), "JWT".into());
    });
    let opaque = crate::support::refresh(&provider, text(&tokens, "refresh_token")).await.body;
    assert_eq!(text(&opaque, "access_token").len(), 43, "an opaque token leaves the changes to the next JWT");
    let changed = api_token(&provider, &tokens).await;
    let (header, claims) = jwt(&changed);
    assert_eq!((&header["typ"], &claims["aud"]), (&json!("JWT"), &json!("https://elsewhere.example/")));
    assert!(verifies(&changed, &key));

    provider.sign_next_access_token_with_other_key();
    let forged = api_token(&provider, &tokens).await;
    assert!(!verifies(&forged, &key));
    assert_eq!(jwt(&forged).0["kid"], provider.kid());

    let next = api_token(&provider, &tokens).await;
    assert_eq!(jwt(&next).1["aud"], RESOURCE);
    assert!(verifies(&next, &key));
}

#[tokio::test]
async fn a_test_can_change_the_next_userinfo_and_only_that() {
    let provider = start().await;
    let tokens = tokens(&provider, &[]).await;
    let access_token = text(&tokens, "access_token");
    provider.next_userinfo(|claims| {
        claims.insert("sub".to_owned(), "somebody else".into());
    });
    assert_eq!(userinfo(&provider, "unknown").await.status, 401);
    assert_eq!(userinfo(&provider, access_token).await.body["sub"], "somebody else");
    assert_eq!(userinfo(&provider, access_token).await.body["sub"], jwt(text(&tokens, "id_token")).1["sub"]);
}

#[tokio::test]
async fn a_jwt_lives_an_hour_of_the_providers_clock() {
    let provider = start().await;
    let tokens = sign_in(&provider).await;
    let first = jwt(&api_token(&provider, &tokens).await).1;
    assert_eq!(first["exp"].as_i64(), first["iat"].as_i64().map(|iat| iat + 3600));
    provider.advance(Duration::from_secs(3600));
    let second = jwt(&api_token(&provider, &tokens).await).1;
    assert!(second["iat"].as_i64() >= first["exp"].as_i64(), "{second:?} is issued after {first:?} has expired");
}

#[tokio::test]
async fn a_test_signs_what_it_likes() {
    let provider = start().await;
    let (kid, key) = key(&provider).await;
    let claims = json!({ "iss": "https://elsewhere.example/oidc", "aud": [CLIENT_ID, RESOURCE] });
    let header = json!({ "alg": "ES384", "kid": kid });
    let token = provider.jwt(header.clone(), claims.clone());
    assert!(verifies(&token, &key));
    assert_eq!(jwt(&token), (header.as_object().unwrap().clone(), claims.as_object().unwrap().clone()));
    assert!(!verifies(&provider.jwt_by_other_key(header, claims), &key));

    let unsigned = provider.jwt(json!({ "alg": "none" }), json!([]));
    assert!(unsigned.ends_with('.'));
    let hmac = provider.jwt(json!({ "alg": "HS256" }), json!({}));
    assert_eq!(hmac.rsplit('.').next().map(str::len), Some(43), "32 bytes of HMAC-SHA256");
}
