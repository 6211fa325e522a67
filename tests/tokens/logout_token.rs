//! Every check of OpenID Connect Back-Channel Logout 1.0, 2.6, against tokens that bend one thing at a time.

use serde_json::{Value, json};
use time::Duration;

use crate::tenant::{CLIENT_ID, Tenant, with, without};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The code of the error when a good logout token has its claims changed.
async fn refused(change: impl Fn(&Tenant, &Value) -> Value) -> &'static str {
    let tenant = Tenant::start().await;
    let token = tenant.key.sign(&tenant.header("logout+jwt"), &change(&tenant, &tenant.logout_claims()));
    tenant.client().verify_logout_token(&token).await.expect_err("accepted").code()
}

async fn refused_with(name: &str, value: impl Into<Value> + Clone) -> &'static str {
    refused(|_, claims| with(claims, name, value.clone())).await
}

async fn refused_without(name: &str) -> &'static str {
    refused(|_, claims| without(claims, name)).await
}

/// Whether a token is accepted whose claims are changed.
async fn accepts(change: impl Fn(&Tenant, &Value) -> Value) -> bool {
    let tenant = Tenant::start().await;
    let token = tenant.key.sign(&tenant.header("logout+jwt"), &change(&tenant, &tenant.logout_claims()));
    tenant.client().verify_logout_token(&token).await.is_ok()
}

#[tokio::test]
async fn reads_whose_sessions_end() {
    let tenant = Tenant::start().await;
    let token = tenant.client().verify_logout_token(&tenant.logout_token()).await.unwrap();
    assert_eq!(token.sub.as_deref(), Some("cugkrw5wiiif"));
    assert_eq!(token.sid.as_deref(), Some("a-session"));
    assert_eq!(token.jti, "once");
    assert_eq!((token.iat, token.exp), (tenant.now(), tenant.now() + 120));
}

#[tokio::test]
async fn accepts_logout_token_with_sub_or_sid_alone_and_with_unknown_claims() {
    assert!(accepts(|_, claims| without(claims, "sub")).await);
    assert!(accepts(|_, claims| without(claims, "sid")).await);
    assert!(accepts(|_, claims| with(claims, "trace_id", json!({ "a": [1, null] }))).await);
    assert!(accepts(|_, claims| with(claims, "aud", json!([CLIENT_ID]))).await);
    assert!(accepts(|_, claims| with(claims, "events", json!({ EVENT: { "x": 1 }, "urn:other": {} }))).await);
}

#[tokio::test]
async fn rejects_logout_token_with_wrong_or_missing_iss() {
    for iss in ["https://evil.example/oidc", ""] {
        assert_eq!(refused_with("iss", iss).await, "logout_token.iss_mismatched");
    }
    assert_eq!(
        refused(|tenant, claims| with(claims, "iss", format!("{}/", tenant.issuer()))).await,
        "logout_token.iss_mismatched"
    );
    assert_eq!(refused_without("iss").await, "logout_token.iss_mismatched");
    assert_eq!(refused_with("iss", json!(null)).await, "logout_token.malformed");
}

#[tokio::test]
async fn rejects_logout_token_for_another_application_or_for_several() {
    for aud in [json!("another-app"), json!([]), json!(""), json!([CLIENT_ID, "another-app"]), json!(["client!+id"])] {
        assert_eq!(refused_with("aud", aud.clone()).await, "logout_token.aud_mismatched", "{aud}");
    }
    assert_eq!(refused_without("aud").await, "logout_token.aud_mismatched");
    for aud in [json!(null), json!(1), json!({ CLIENT_ID: true }), json!([[CLIENT_ID]])] {
        assert_eq!(refused_with("aud", aud.clone()).await, "logout_token.malformed", "{aud}");
    }
}

#[tokio::test]
async fn rejects_expired_logout_token() {
    assert_eq!(refused(|tenant, claims| with(claims, "exp", tenant.now() - 60)).await, "logout_token.expired");
    assert!(accepts(|tenant, claims| with(claims, "exp", tenant.now() - 59)).await);
    for exp in [json!(0), json!(-1), json!(i64::MIN)] {
        assert_eq!(refused_with("exp", exp).await, "logout_token.expired");
    }
}

#[tokio::test]
async fn rejects_logout_token_that_lives_too_long() {
    assert_eq!(
        refused(|tenant, claims| with(claims, "exp", tenant.now() + 301)).await,
        "logout_token.exp_out_of_range"
    );
    assert!(accepts(|tenant, claims| with(claims, "exp", tenant.now() + 300)).await);
    assert_eq!(refused_with("exp", i64::MAX).await, "logout_token.exp_out_of_range");
}

#[tokio::test]
async fn rejects_logout_token_issued_long_ago_or_in_the_future() {
    for shift in [-301, 61, 1_000_000] {
        assert_eq!(
            refused(|tenant, claims| with(claims, "iat", tenant.now() + shift)).await,
            "logout_token.iat_out_of_range",
            "{shift}"
        );
    }
    assert!(accepts(|tenant, claims| with(claims, "iat", tenant.now() + 60)).await);
    assert!(accepts(|tenant, claims| with(&with(claims, "iat", tenant.now() - 300), "exp", tenant.now())).await);
    for iat in [json!(i64::MIN), json!(-1), json!(i64::MAX)] {
        assert_eq!(refused_with("iat", iat).await, "logout_token.iat_out_of_range");
    }
}

#[tokio::test]
async fn rejects_an_old_logout_token_that_was_good_once() {
    let tenant = Tenant::start().await;
    let (client, token) = (tenant.client(), tenant.logout_token());
    client.verify_logout_token(&token).await.unwrap();
    tenant.advance(Duration::seconds(120 + 60));
    assert_eq!(client.verify_logout_token(&token).await.unwrap_err().code(), "logout_token.expired");
}

#[tokio::test]
async fn rejects_times_that_are_missing_or_no_whole_numbers() {
    for name in ["exp", "iat"] {
        assert_eq!(refused_without(name).await, "logout_token.malformed");
        for time in
            [json!("1795348800"), json!(1_795_348_800.5), json!(1e300), json!(1_u64 << 63), json!(null), json!([1])]
        {
            assert_eq!(refused_with(name, time.clone()).await, "logout_token.malformed", "{name} {time}");
        }
    }
}

#[tokio::test]
async fn rejects_logout_token_without_the_event() {
    assert_eq!(refused_without("events").await, "logout_token.events_missing");
    for events in [
        json!(null),
        json!({}),
        json!([]),
        json!([EVENT]),
        json!(EVENT),
        json!({ EVENT: null }),
        json!({ EVENT: true }),
        json!({ EVENT: [] }),
        json!({ EVENT: "{}" }),
        json!({ "http://schemas.openid.net/event/backchannel-logout/": {} }),
        json!({ "x": { EVENT: {} } }),
    ] {
        assert_eq!(refused_with("events", events.clone()).await, "logout_token.events_missing", "{events}");
    }
}

#[tokio::test]
async fn rejects_logout_token_with_nonce() {
    for nonce in [json!("n"), json!(""), json!(null), json!(0)] {
        assert_eq!(refused_with("nonce", nonce.clone()).await, "logout_token.nonce_present", "{nonce}");
    }
}

#[tokio::test]
async fn rejects_logout_token_that_means_nobody() {
    assert_eq!(refused(|_, claims| without(&without(claims, "sub"), "sid")).await, "logout_token.subject_missing");
    for name in ["sub", "sid"] {
        for value in [json!(""), json!(null), json!(1), json!(["x"]), json!("x".repeat(256))] {
            assert_eq!(refused_with(name, value.clone()).await, "logout_token.malformed", "{name} {value}");
        }
        assert!(accepts(|_, claims| with(claims, name, "x".repeat(255))).await);
    }
}

#[tokio::test]
async fn rejects_logout_token_without_jti() {
    assert_eq!(refused_without("jti").await, "logout_token.jti_missing");
    assert_eq!(refused_with("jti", "").await, "logout_token.jti_missing");
    assert_eq!(refused_with("jti", "j".repeat(256)).await, "logout_token.malformed");
    assert_eq!(refused_with("jti", 7).await, "logout_token.malformed");
}

#[tokio::test]
async fn rejects_access_token_and_id_token_offered_as_logout_token() {
    let tenant = Tenant::start().await;
    let error = tenant.client().verify_logout_token(&tenant.access_token()).await.unwrap_err();
    assert_eq!(error.code(), "logout_token.typ_mismatched");
    // An ID token has no `typ`, and everything else could be made to fit.
    let id_token = tenant.key.sign(&without(&tenant.header("JWT"), "typ"), &tenant.logout_claims());
    let error = tenant.client().verify_logout_token(&id_token).await.unwrap_err();
    assert_eq!(error.code(), "logout_token.typ_mismatched");
}

#[tokio::test]
async fn shows_nothing_of_a_refused_token() {
    let tenant = Tenant::start().await;
    let claims = with(&tenant.logout_claims(), "sub", json!({ "s3cret": "s3cret" }));
    let token = tenant.key.sign(&tenant.header("logout+jwt"), &claims);
    let error = tenant.client().verify_logout_token(&token).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"));
}
