use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use logto::dev_provider::{Application, DevProvider};
use p384::ecdsa::signature::Verifier as _;
use p384::ecdsa::{Signature, VerifyingKey};
use serde_json::{Map, Value};

use crate::support::{CLIENT_ID, PHONE, answer, application, http, jwt, start, text, tokens};

pub async fn key(provider: &DevProvider) -> (String, VerifyingKey) {
    let jwks = answer(http().get(format!("{}/oidc/jwks", provider.endpoint()))).await.body;
    let jwk = &jwks["keys"][0];
    let coordinate = |name| URL_SAFE_NO_PAD.decode(text(jwk, name)).unwrap();
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    (text(jwk, "kid").to_owned(), VerifyingKey::from_sec1_bytes(&point).unwrap())
}

pub fn verifies(token: &str, key: &VerifyingKey) -> bool {
    let (input, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    Signature::from_slice(&signature).is_ok_and(|signature| key.verify(input.as_bytes(), &signature).is_ok())
}

fn names(claims: &Map<String, Value>) -> BTreeSet<&str> {
    claims.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn is_exactly_logtos() {
    let provider = start().await;
    let tokens = tokens(&provider, &[]).await;
    let token = text(&tokens, "id_token");
    let (kid, key) = key(&provider).await;
    assert!(verifies(token, &key));
    let (header, claims) = jwt(token);
    assert_eq!(Value::Object(header), serde_json::json!({ "alg": "ES384", "kid": kid }));
    assert_eq!(
        names(&claims),
        BTreeSet::from([
            "sub",
            "name",
            "picture",
            "username",
            "updated_at",
            "created_at",
            "phone_number",
            "phone_number_verified",
            "nonce",
            "aud",
            "exp",
            "iat",
            "iss",
        ])
    );
    for name in ["name", "picture", "username"] {
        assert_eq!(claims[name], Value::Null, "{name}");
    }
    let iat = claims["iat"].as_i64().unwrap();
    assert_eq!(claims["exp"], iat + 3600);
    for name in ["updated_at", "created_at"] {
        let milliseconds = claims[name].as_i64().unwrap();
        assert!((milliseconds - iat * 1000).abs() < 60_000, "{name} {milliseconds}");
    }
    assert_eq!(claims["phone_number"], PHONE);
    assert_eq!(claims["phone_number_verified"], true);
    assert_eq!(claims["nonce"], "nonce!");
    assert_eq!(claims["aud"], CLIENT_ID);
    assert_eq!(claims["iss"], provider.issuer());
    assert_eq!(claims["sub"].as_str().unwrap().len(), 12);
}

#[tokio::test]
async fn carries_the_claims_of_the_granted_scopes_only() {
    let provider = start().await;
    let tokens = tokens(&provider, &[("scope", "openid"), ("nonce", "")]).await;
    let claims = jwt(text(&tokens, "id_token")).1;
    assert_eq!(names(&claims), BTreeSet::from(["sub", "aud", "exp", "iat", "iss"]));
}

#[tokio::test]
async fn there_is_none_without_scope_openid() {
    let provider = start().await;
    let tokens = tokens(&provider, &[("scope", "profile")]).await;
    assert_eq!(tokens.get("id_token"), None);
}

#[tokio::test]
async fn says_auth_time_only_with_max_age() {
    let provider = start().await;
    let tokens = tokens(&provider, &[("max_age", "100")]).await;
    let claims = jwt(text(&tokens, "id_token")).1;
    assert!((claims["auth_time"].as_i64().unwrap() - claims["iat"].as_i64().unwrap()).abs() < 60);
}

#[tokio::test]
async fn says_sid_only_where_the_application_has_a_backchannel_logout_uri() {
    let provider = DevProvider::builder()
        .application(Application {
            backchannel_logout_uri: Some("http://localhost:3000/backchannel-logout".to_owned()),
            ..application()
        })
        .start()
        .await
        .unwrap();
    let tokens = crate::support::offline_tokens(&provider).await;
    let sid = jwt(text(&tokens, "id_token")).1["sid"].clone();
    assert!(sid.is_string());
    let refreshed = crate::support::refresh(&provider, text(&tokens, "refresh_token")).await.body;
    assert_eq!(jwt(text(&refreshed, "id_token")).1["sid"], sid);
}

#[tokio::test]
async fn a_users_name_is_a_claim() {
    let provider = start().await;
    let sub = provider.add_user(PHONE, Some("Zoë <b>")).unwrap();
    let claims = jwt(text(&tokens(&provider, &[]).await, "id_token")).1;
    assert_eq!((&claims["sub"], &claims["name"]), (&Value::from(sub), &Value::from("Zoë <b>")));
}

#[tokio::test]
async fn after_a_rotation_the_new_key_signs() {
    let provider = start().await;
    provider.rotate_keys();
    let tokens = tokens(&provider, &[]).await;
    let (kid, key) = key(&provider).await;
    assert_eq!(jwt(text(&tokens, "id_token")).0["kid"], kid.as_str());
    assert!(verifies(text(&tokens, "id_token"), &key));
}

#[tokio::test]
async fn a_test_can_change_the_next_one_and_only_that() {
    let provider = start().await;
    let (_, key) = key(&provider).await;
    provider.next_id_token(|claims| {
        claims.insert("aud".to_owned(), "somebody else".into());
    });
    let changed = tokens(&provider, &[]).await;
    assert_eq!(jwt(text(&changed, "id_token")).1["aud"], "somebody else");
    assert!(verifies(text(&changed, "id_token"), &key));

    provider.sign_next_id_token_with_other_key();
    let forged = tokens(&provider, &[]).await;
    assert!(!verifies(text(&forged, "id_token"), &key));

    provider.next_id_token_header(|header| {
        header.insert("alg".to_owned(), "none".into());
    });
    let unsigned = tokens(&provider, &[]).await;
    assert!(text(&unsigned, "id_token").ends_with('.'));

    let next = tokens(&provider, &[]).await;
    assert_eq!(jwt(text(&next, "id_token")).1["aud"], CLIENT_ID);
    assert!(verifies(text(&next, "id_token"), &key));
}
