//! Every check of OpenID Connect Core 3.1.3.7, against a provider that bends one thing at a time.
//! Cases follow the OpenID Foundation's conformance list for relying parties.

use crate::house::House;
use serde_json::{Map, Value, json};

/// The code of the error when the ID token has these claims changed.
async fn with_claims(edit: impl FnOnce(&mut Map<String, Value>) + Send + 'static) -> &'static str {
    let house = House::new().await;
    house.provider.next_id_token(edit);
    house.sign_in_error().await
}

/// The code of the error when the ID token has this header.
async fn with_header(edit: impl FnOnce(&mut Map<String, Value>) + Send + 'static) -> &'static str {
    let house = House::new().await;
    house.provider.next_id_token_header(edit);
    house.sign_in_error().await
}

fn set(name: &'static str, value: Value) -> impl FnOnce(&mut Map<String, Value>) + Send + 'static {
    move |map| drop(map.insert(name.to_owned(), value))
}

fn drop_claim(name: &'static str) -> impl FnOnce(&mut Map<String, Value>) + Send + 'static {
    move |map| drop(map.remove(name))
}

fn shift(name: &'static str, seconds: i64) -> impl FnOnce(&mut Map<String, Value>) + Send + 'static {
    move |map| {
        let time = map[name].as_i64().unwrap();
        map.insert(name.to_owned(), json!(time + seconds));
    }
}

#[tokio::test]
async fn rejects_id_token_with_wrong_iss() {
    assert_eq!(with_claims(set("iss", json!("https://evil.example/oidc"))).await, "id_token.iss_mismatched");
}

#[tokio::test]
async fn rejects_id_token_with_wrong_aud() {
    assert_eq!(with_claims(set("aud", json!("another-app"))).await, "id_token.aud_mismatched");
}

#[tokio::test]
async fn rejects_id_token_without_aud() {
    assert_eq!(with_claims(drop_claim("aud")).await, "id_token.aud_mismatched");
}

#[tokio::test]
async fn rejects_id_token_with_another_aud_beside_ours() {
    assert_eq!(with_claims(set("aud", json!(["client!+ID", "another-app"]))).await, "id_token.aud_mismatched");
}

#[tokio::test]
async fn rejects_id_token_with_wrong_azp() {
    assert_eq!(with_claims(set("azp", json!("another-app"))).await, "id_token.azp_mismatched");
}

#[tokio::test]
async fn accepts_id_token_with_our_azp() {
    let house = House::new().await;
    house.provider.next_id_token(set("azp", json!("client!+ID")));
    house.sign_in().await.unwrap();
}

#[tokio::test]
async fn rejects_id_token_with_wrong_nonce() {
    assert_eq!(with_claims(set("nonce", json!("another"))).await, "id_token.nonce_mismatched");
}

#[tokio::test]
async fn rejects_id_token_without_nonce() {
    assert_eq!(with_claims(drop_claim("nonce")).await, "id_token.nonce_mismatched");
}

#[tokio::test]
async fn rejects_expired_id_token() {
    assert_eq!(with_claims(shift("exp", -3600 - 61)).await, "id_token.expired");
}

#[tokio::test]
async fn accepts_id_token_that_expired_within_the_leeway() {
    let house = House::new().await;
    house.provider.next_id_token(shift("exp", -3600 - 50));
    house.sign_in().await.unwrap();
}

#[tokio::test]
async fn rejects_id_token_from_the_future() {
    assert_eq!(with_claims(shift("iat", 70)).await, "id_token.iat_out_of_range");
}

#[tokio::test]
async fn accepts_id_token_issued_by_a_clock_that_is_ahead_within_the_leeway() {
    let house = House::new().await;
    house.provider.next_id_token(shift("iat", 50));
    house.sign_in().await.unwrap();
}

#[tokio::test]
async fn rejects_id_token_issued_long_ago() {
    assert_eq!(with_claims(shift("iat", -700)).await, "id_token.iat_out_of_range");
}

#[tokio::test]
async fn rejects_id_token_without_required_claims() {
    for name in ["iss", "sub", "exp", "iat"] {
        let code = with_claims(drop_claim(name)).await;
        assert!(["token.malformed", "id_token.iss_mismatched"].contains(&code), "{name}: {code}");
    }
}

#[tokio::test]
async fn rejects_id_token_with_empty_sub() {
    assert_eq!(with_claims(set("sub", json!(""))).await, "id_token.malformed");
}

#[tokio::test]
async fn rejects_id_token_with_at_hash_of_another_access_token() {
    assert_eq!(
        with_claims(set("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))).await,
        "id_token.at_hash_mismatched"
    );
}

#[tokio::test]
async fn rejects_unsigned_id_token() {
    assert_eq!(with_header(set("alg", json!("none"))).await, "id_token.signature_invalid");
}

#[tokio::test]
async fn rejects_id_token_signed_with_the_client_secret() {
    assert_eq!(with_header(set("alg", json!("HS256"))).await, "id_token.signature_invalid");
}

#[tokio::test]
async fn rejects_id_token_that_names_an_algorithm_which_discovery_does_not() {
    assert_eq!(with_header(set("alg", json!("RS256"))).await, "id_token.signature_invalid");
}

#[tokio::test]
async fn rejects_id_token_signed_by_another_key() {
    let house = House::new().await;
    house.provider.sign_next_id_token_with_other_key();
    assert_eq!(house.sign_in_error().await, "id_token.signature_invalid");
}

#[tokio::test]
async fn rejects_id_token_without_kid_where_there_are_several_keys() {
    let house = House::new().await;
    house.provider.rotate_keys();
    house.provider.next_id_token_header(drop_claim("kid"));
    assert_eq!(house.sign_in_error().await, "id_token.signature_invalid");
}

#[tokio::test]
async fn accepts_id_token_without_kid_where_there_is_one_key() {
    let house = House::new().await;
    house.provider.next_id_token_header(drop_claim("kid"));
    house.sign_in().await.unwrap();
}

#[tokio::test]
async fn rejects_id_token_of_another_type() {
    assert_eq!(with_header(set("typ", json!("logout+jwt"))).await, "id_token.malformed");
}

#[tokio::test]
async fn rejects_id_token_with_critical_headers() {
    assert_eq!(with_header(set("crit", json!(["b64"]))).await, "id_token.malformed");
}

#[tokio::test]
async fn a_rejected_id_token_leaves_the_next_sign_in_alone() {
    let house = House::new().await;
    house.provider.next_id_token(set("nonce", json!("another")));
    assert_eq!(house.sign_in_error().await, "id_token.nonce_mismatched");
    house.sign_in().await.unwrap();
}
