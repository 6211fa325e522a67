//! Which key is taken, and how often the provider is asked for them. RFC 7517, 4; OpenID Connect Core 10.1.1.

use logto::AccessTokenError;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    signer::Key,
    tenant::{Tenant, with, without},
};

async fn code(tenant: &Tenant, token: &str) -> &'static str {
    tenant.api().verify(token).await.expect_err("accepted").code()
}

fn without_kid(tenant: &Tenant) -> String {
    tenant.key.sign(&without(&tenant.header("at+jwt"), "kid"), &tenant.access_claims())
}

#[tokio::test]
async fn takes_a_token_without_kid_where_one_key_fits() {
    let tenant = Tenant::start().await;
    tenant.api().verify(&without_kid(&tenant)).await.unwrap();
    let rsa = json!({ "kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB" });
    let p256 = json!({ "kty": "EC", "kid": "p", "crv": "P-256", "x": "AA", "y": "AA" });
    tenant.publish(vec![rsa, p256, tenant.key.jwk()]);
    tenant.api().verify(&without_kid(&tenant)).await.unwrap();
}

#[tokio::test]
async fn rejects_a_token_without_kid_where_several_keys_fit() {
    let tenant = Tenant::start().await;
    tenant.publish(vec![tenant.key.jwk(), Key::new("other", 9).jwk()]);
    assert_eq!(code(&tenant, &without_kid(&tenant)).await, "access_token.signature_invalid");
}

#[tokio::test]
async fn rejects_a_kid_that_is_no_text_or_too_long() {
    let tenant = Tenant::start().await;
    for kid in [json!(null), json!(1), json!(["current"]), json!({}), json!("k".repeat(10_000))] {
        let token = tenant.key.sign(&with(&tenant.header("at+jwt"), "kid", kid), &tenant.access_claims());
        assert_eq!(code(&tenant, &token).await, "access_token.malformed");
    }
}

#[tokio::test]
async fn rejects_a_kid_that_would_be_a_path_or_a_query_elsewhere() {
    let tenant = Tenant::start().await;
    for kid in ["", "../../dev/null", "' OR 1=1 --", "/proc/self/environ", "current\0", "CURRENT", " current"] {
        let token = tenant.key.sign(&with(&tenant.header("at+jwt"), "kid", kid), &tenant.access_claims());
        assert_eq!(code(&tenant, &token).await, "access_token.signature_invalid", "{kid}");
    }
}

#[tokio::test]
async fn rejects_a_key_of_another_type_curve_use_or_algorithm() {
    let tenant = Tenant::start().await;
    let key = tenant.key.jwk();
    let changed = |name: &str, value: &str| with(&key, name, value);
    let keys: Vec<Value> = vec![
        changed("use", "enc"),
        changed("use", "signature"),
        changed("alg", "ES256"),
        changed("alg", "ECDH-ES"),
        changed("crv", "P-256"),
        changed("crv", "P-521"),
        json!({ "kty": "RSA", "kid": "current", "n": key["x"], "e": "AQAB" }),
        json!({ "kty": "oct", "kid": "current", "k": key["x"] }),
        json!({ "kty": "OKP", "kid": "current", "crv": "Ed25519", "x": key["x"] }),
    ];
    for key in keys {
        tenant.publish(vec![key.clone()]);
        assert_eq!(code(&tenant, &tenant.access_token()).await, "access_token.signature_invalid", "{key}");
    }
    tenant.publish(vec![without(&without(&key, "use"), "alg")]);
    tenant.api().verify(&tenant.access_token()).await.unwrap();
}

#[tokio::test]
async fn rejects_every_token_while_the_key_set_is_broken() {
    let tenant = Tenant::start().await;
    let key = tenant.key.jwk();
    for broken in [with(&key, "x", "AA"), with(&key, "y", key["x"].clone()), without(&key, "x"), with(&key, "x", "%")] {
        tenant.publish(vec![broken.clone()]);
        assert_eq!(code(&tenant, &tenant.access_token()).await, "access_token.signature_invalid", "{broken}");
    }
    tenant.publish(Vec::new());
    assert_eq!(code(&tenant, &tenant.access_token()).await, "access_token.signature_invalid");
}

#[tokio::test]
async fn asks_for_the_keys_once_for_many_tokens() {
    let tenant = Tenant::start().await;
    let api = tenant.api();
    for _ in 0..5 {
        api.verify(&tenant.access_token()).await.unwrap();
    }
    assert_eq!(tenant.key_requests(), 1);
}

#[tokio::test]
async fn asks_for_an_unknown_kid_once_a_minute_at_the_most() {
    let tenant = Tenant::start().await;
    let api = tenant.api();
    api.verify(&tenant.access_token()).await.unwrap();
    assert_eq!(tenant.key_requests(), 1);
    let forge = |n: i32| {
        let header = with(&tenant.header("at+jwt"), "kid", format!("forged-{n}"));
        tenant.key.sign(&header, &tenant.access_claims())
    };
    for n in 0..5 {
        assert_eq!(api.verify(&forge(n)).await.unwrap_err().code(), "access_token.signature_invalid");
    }
    assert_eq!(tenant.key_requests(), 0, "the keys were younger than a minute");
    tenant.advance(Duration::seconds(61));
    for n in 0..5 {
        assert_eq!(api.verify(&forge(n)).await.unwrap_err().code(), "access_token.signature_invalid");
    }
    assert_eq!(tenant.key_requests(), 1);
}

#[tokio::test]
async fn follows_a_key_rotation() {
    let tenant = Tenant::start().await;
    let api = tenant.api();
    api.verify(&tenant.access_token()).await.unwrap();
    let next = Key::new("next", 9);
    tenant.publish(vec![next.jwk(), tenant.key.jwk()]);
    tenant.advance(Duration::minutes(2));
    let token = next.sign(&with(&tenant.header("at+jwt"), "kid", "next"), &tenant.access_claims());
    api.verify(&token).await.unwrap();
    api.verify(&tenant.access_token()).await.unwrap();
    // The old key is withdrawn: its tokens are refused once the key set has been read again.
    tenant.publish(vec![next.jwk()]);
    tenant.advance(Duration::minutes(61));
    assert_eq!(api.verify(&tenant.access_token()).await.unwrap_err().code(), "access_token.signature_invalid");
}

#[tokio::test]
async fn says_that_the_provider_is_unavailable_and_heals() {
    let tenant = Tenant::start().await;
    tenant.go_down();
    let (api, client) = (tenant.api(), tenant.client());
    let error = api.verify(&tenant.access_token()).await.unwrap_err();
    assert!(matches!(error, AccessTokenError::ProviderUnavailable(_)));
    assert_eq!(error.code(), "access_token.provider_unavailable");
    let error = client.verify_logout_token(&tenant.logout_token()).await.unwrap_err();
    assert_eq!(error.code(), "logout_token.provider_unavailable");
    tenant.come_back();
    tenant.advance(Duration::seconds(2));
    api.verify(&tenant.access_token()).await.unwrap();
    client.verify_logout_token(&tenant.logout_token()).await.unwrap();
}

#[tokio::test]
async fn verifies_with_the_kept_keys_while_the_provider_is_down() {
    let tenant = Tenant::start().await;
    let api = tenant.api();
    api.verify(&tenant.access_token()).await.unwrap();
    tenant.go_down();
    tenant.advance(Duration::hours(2));
    api.verify(&tenant.access_token()).await.unwrap();
}

#[tokio::test]
async fn shares_the_keys_between_a_client_and_its_verifiers() {
    let tenant = Tenant::start().await;
    let client = tenant.client();
    client.verify_logout_token(&tenant.logout_token()).await.unwrap();
    let audience = tenant.api().audience().clone();
    client.access_token_verifier(audience).verify(&tenant.access_token()).await.unwrap();
    assert_eq!(tenant.key_requests(), 1);
}
