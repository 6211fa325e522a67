//! A refresh brings an ID token that is not to be trusted: none of what came with it is taken, and the session goes on as it
//! was. OpenID Connect Core 12.2.

use logto::dev_provider::DevProvider;
use serde_json::{Map, Value, json};
use time::Duration;

use crate::{
    house::{House, api},
    storages::Kind,
};

/// Refreshes with a bent ID token; the code of the error. Afterwards the session is as it was, and heals.
async fn code_of(bend: impl FnOnce(&DevProvider)) -> &'static str {
    let house = House::new(Kind::Memory).await;
    let key = house.sign_in_an_hour_ago().await;
    let before = house.find(&key).await.unwrap();
    bend(&house.provider);
    let code = house.sessions.access_token(&key, &api()).await.unwrap_err().code();
    let after = house.find(&key).await.expect("signed out");
    assert!(after.tokens.id_token.as_ref().unwrap().is(before.tokens.id_token.as_ref().unwrap().reveal()));
    assert_eq!(after.tokens.access_tokens().count(), 1, "the access token was taken");
    assert_eq!(json!(after.claims), json!(before.claims));
    assert!(house.sessions.current(&key).await.unwrap().is_some());
    house.advance(Duration::seconds(5));
    house.sessions.access_token(&key, &api()).await.unwrap();
    code
}

async fn with_claims(edit: impl FnOnce(&mut Map<String, Value>) + Send + 'static) -> &'static str {
    code_of(|provider| provider.next_id_token(edit)).await
}

async fn with_claim(name: &'static str, value: Value) -> &'static str {
    with_claims(move |claims| drop(claims.insert(name.to_owned(), value))).await
}

async fn with_alg(alg: &'static str) -> &'static str {
    let edit = move |header: &mut Map<String, Value>| drop(header.insert("alg".to_owned(), json!(alg)));
    code_of(|provider| provider.next_id_token_header(edit)).await
}

#[tokio::test]
async fn rejects_iss_of_another_issuer() {
    assert_eq!(with_claim("iss", json!("https://evil.example/oidc")).await, "id_token.iss_mismatched");
}

#[tokio::test]
async fn rejects_aud_of_another_client_or_of_several() {
    assert_eq!(with_claim("aud", json!("other")).await, "id_token.aud_mismatched");
    assert_eq!(with_claim("aud", json!([crate::house::CLIENT_ID, "other"])).await, "id_token.aud_mismatched");
}

#[tokio::test]
async fn rejects_azp_of_another_client() {
    assert_eq!(with_claim("azp", json!("other")).await, "id_token.azp_mismatched");
}

#[tokio::test]
async fn rejects_sub_of_another_person() {
    assert_eq!(with_claim("sub", json!("somebody-else")).await, "id_token.sub_mismatched");
}

#[tokio::test]
async fn rejects_nonce_of_another_sign_in_and_takes_none() {
    assert_eq!(with_claim("nonce", json!("another")).await, "id_token.nonce_mismatched");
    let house = House::new(Kind::Memory).await;
    let key = house.sign_in_an_hour_ago().await;
    house.provider.next_id_token(|claims| drop(claims.remove("nonce")));
    house.sessions.access_token(&key, &api()).await.unwrap();
}

#[tokio::test]
async fn rejects_exp_in_the_past() {
    let expired = with_claims(|claims| {
        let iat = claims["iat"].as_i64().unwrap();
        claims.insert("exp".to_owned(), json!(iat - 120));
    });
    assert_eq!(expired.await, "id_token.expired");
}

#[tokio::test]
async fn rejects_iat_in_the_future() {
    let early = with_claims(|claims| {
        let iat = claims["iat"].as_i64().unwrap();
        claims.insert("iat".to_owned(), json!(iat + 600));
    });
    assert_eq!(early.await, "id_token.iat_out_of_range");
}

#[tokio::test]
async fn rejects_at_hash_of_another_access_token() {
    assert_eq!(with_claim("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")).await, "id_token.at_hash_mismatched");
}

#[tokio::test]
async fn rejects_alg_none() {
    let code = with_alg("none").await;
    assert!(["id_token.algorithm_unsupported", "id_token.signature_invalid"].contains(&code), "{code}");
}

#[tokio::test]
async fn rejects_alg_hs256_with_the_client_secret() {
    let code = with_alg("HS256").await;
    assert!(["id_token.algorithm_unsupported", "id_token.signature_invalid"].contains(&code), "{code}");
}

#[tokio::test]
async fn rejects_the_signature_of_another_key() {
    let code = code_of(DevProvider::sign_next_id_token_with_other_key).await;
    assert_eq!(code, "id_token.signature_invalid");
}

#[tokio::test]
async fn bad_id_token_of_one_session_keeps_no_other_from_its_refresh() {
    let house = House::new(Kind::Memory).await;
    let one = house.sign_in().await;
    let other = house.sign_in_an_hour_ago().await;
    house.provider.next_id_token(|claims| drop(claims.insert("sub".to_owned(), json!("somebody-else"))));
    assert!(house.sessions.access_token(&one, &api()).await.is_err());
    house.sessions.access_token(&other, &api()).await.unwrap();
}
