//! Every check of RFC 9068, 4, against tokens that bend one thing at a time.

use logto::Audience;
use serde_json::{Value, json};

use crate::tenant::{CLIENT_ID, RESOURCE, Tenant, with, without};

const ORGANIZATION: &str = "urn:logto:organization:org1";

/// The code of the error when a good access token has its claims changed.
async fn refused(change: impl Fn(&Tenant, &Value) -> Value) -> &'static str {
    let tenant = Tenant::start().await;
    let token = tenant.key.sign(&tenant.header("at+jwt"), &change(&tenant, &tenant.access_claims()));
    tenant.api().verify(&token).await.expect_err("accepted").code()
}

async fn refused_with(name: &str, value: impl Into<Value> + Clone) -> &'static str {
    refused(|_, claims| with(claims, name, value.clone())).await
}

async fn refused_without(name: &str) -> &'static str {
    refused(|_, claims| without(claims, name)).await
}

async fn accepts(change: impl Fn(&Tenant, &Value) -> Value) -> bool {
    let tenant = Tenant::start().await;
    let token = tenant.key.sign(&tenant.header("at+jwt"), &change(&tenant, &tenant.access_claims()));
    tenant.api().verify(&token).await.is_ok()
}

/// What a verifier of organisation tokens says to these claims.
async fn organization(change: impl Fn(&Value) -> Value) -> Result<Option<String>, &'static str> {
    let tenant = Tenant::start().await;
    let token = tenant.key.sign(&tenant.header("at+jwt"), &change(&tenant.access_claims()));
    let verified = tenant.verifier(Audience::Organization).verify(&token).await;
    verified.map(|claims| claims.organization_id).map_err(|error| error.code())
}

#[tokio::test]
async fn reads_the_claims_as_logto_writes_them() {
    let tenant = Tenant::start().await;
    let claims = tenant.api().verify(&tenant.access_token()).await.unwrap();
    assert_eq!(claims.iss, tenant.issuer());
    assert_eq!((claims.sub.as_str(), claims.client_id.as_str()), ("cugkrw5wiiif", CLIENT_ID));
    assert_eq!(claims.aud, [RESOURCE]);
    assert_eq!((claims.iat, claims.exp), (tenant.now(), tenant.now() + 3600));
    assert_eq!(claims.jti.as_deref(), Some("j"));
    assert_eq!(claims.organization_id, None);
    assert!(claims.has_scope("read:items") && claims.has_scope("write:items") && !claims.has_scope("items"));
}

#[tokio::test]
async fn reads_a_token_without_scopes_as_one_without_permissions() {
    let tenant = Tenant::start().await;
    for scope in [json!(null), json!(""), json!("   ")] {
        let token = tenant.key.sign(&tenant.header("at+jwt"), &with(&tenant.access_claims(), "scope", scope));
        assert!(tenant.api().verify(&token).await.unwrap().scope.is_empty());
    }
    assert!(accepts(|_, claims| without(claims, "scope")).await);
}

#[tokio::test]
async fn keeps_the_organisation_of_a_resource_token() {
    let tenant = Tenant::start().await;
    let claims = with(&tenant.access_claims(), "organization_id", "org1");
    let token = tenant.key.sign(&tenant.header("at+jwt"), &claims);
    assert_eq!(tenant.api().verify(&token).await.unwrap().organization_id.as_deref(), Some("org1"));
}

#[tokio::test]
async fn rejects_access_token_with_wrong_or_missing_iss() {
    for iss in ["https://evil.example/oidc", ""] {
        assert_eq!(refused_with("iss", iss).await, "access_token.iss_mismatched");
    }
    assert_eq!(
        refused(|tenant, claims| with(claims, "iss", tenant.endpoint.clone())).await,
        "access_token.iss_mismatched"
    );
    assert_eq!(refused_without("iss").await, "access_token.iss_mismatched");
}

#[tokio::test]
async fn rejects_access_token_for_another_resource() {
    for aud in [
        json!("https://api.example.com"),
        json!(format!("{RESOURCE}/")),
        json!(RESOURCE.to_uppercase()),
        json!(CLIENT_ID),
        json!(""),
        json!([]),
        json!(["https://other.example"]),
        json!(ORGANIZATION),
    ] {
        assert_eq!(refused_with("aud", aud.clone()).await, "access_token.aud_mismatched", "{aud}");
    }
    assert_eq!(refused_without("aud").await, "access_token.aud_mismatched");
    for aud in [json!(null), json!(1), json!({ RESOURCE: 1 }), json!([[RESOURCE]])] {
        assert_eq!(refused_with("aud", aud.clone()).await, "access_token.malformed", "{aud}");
    }
}

#[tokio::test]
async fn accepts_access_token_for_several_resources() {
    assert!(accepts(|_, claims| with(claims, "aud", json!(["https://other.example", RESOURCE]))).await);
}

#[tokio::test]
async fn reads_the_organisation_of_an_organisation_token() {
    assert_eq!(organization(|claims| with(claims, "aud", ORGANIZATION)).await, Ok(Some("org1".to_owned())));
    let same = |claims: &Value| with(&with(claims, "aud", ORGANIZATION), "organization_id", "org1");
    assert_eq!(organization(same).await, Ok(Some("org1".to_owned())));
}

#[tokio::test]
async fn rejects_an_organisation_token_that_is_none_or_ambiguous() {
    for aud in [
        json!(RESOURCE),
        json!("urn:logto:organization:"),
        json!("urn:logto:resource:organizations"),
        json!([ORGANIZATION, "urn:logto:organization:org2"]),
        json!([ORGANIZATION, RESOURCE]),
        json!([]),
    ] {
        let outcome = organization(|claims| with(claims, "aud", aud.clone())).await;
        assert_eq!(outcome, Err("access_token.aud_mismatched"), "{aud}");
    }
    let differs = |claims: &Value| with(&with(claims, "aud", ORGANIZATION), "organization_id", "org2");
    assert_eq!(organization(differs).await, Err("access_token.aud_mismatched"));
}

#[tokio::test]
async fn rejects_expired_access_token() {
    assert_eq!(refused(|tenant, claims| with(claims, "exp", tenant.now() - 60)).await, "access_token.expired");
    assert!(accepts(|tenant, claims| with(claims, "exp", tenant.now() - 59)).await);
    for exp in [json!(0), json!(-1), json!(i64::MIN)] {
        assert_eq!(refused_with("exp", exp).await, "access_token.expired");
    }
}

#[tokio::test]
async fn rejects_access_token_from_the_future() {
    assert_eq!(refused(|tenant, claims| with(claims, "iat", tenant.now() + 61)).await, "access_token.iat_out_of_range");
    assert!(accepts(|tenant, claims| with(claims, "iat", tenant.now() + 60)).await);
    assert_eq!(refused(|tenant, claims| with(claims, "nbf", tenant.now() + 61)).await, "access_token.not_yet_valid");
    assert!(accepts(|tenant, claims| with(claims, "nbf", tenant.now() + 60)).await);
    assert!(accepts(|tenant, claims| with(claims, "nbf", tenant.now() - 1_000_000)).await);
}

#[tokio::test]
async fn rejects_times_that_are_missing_or_no_whole_numbers() {
    for name in ["exp", "iat"] {
        assert_eq!(refused_without(name).await, "access_token.malformed");
    }
    for name in ["exp", "iat", "nbf"] {
        for time in
            [json!("1795348800"), json!(1_795_348_800.5), json!(1e300), json!(1_u64 << 63), json!(null), json!([1])]
        {
            assert_eq!(refused_with(name, time.clone()).await, "access_token.malformed", "{name} {time}");
        }
    }
}

#[tokio::test]
async fn rejects_access_token_of_nobody() {
    for name in ["sub", "client_id"] {
        assert_eq!(refused_without(name).await, "access_token.malformed");
        for value in [json!(""), json!(null), json!(1), json!(["x"])] {
            assert_eq!(refused_with(name, value.clone()).await, "access_token.malformed", "{name} {value}");
        }
    }
}

#[tokio::test]
async fn rejects_scopes_that_are_no_text() {
    for scope in [json!(["read:items"]), json!({ "read:items": true }), json!(1)] {
        assert_eq!(refused_with("scope", scope.clone()).await, "access_token.malformed", "{scope}");
    }
}

#[tokio::test]
async fn rejects_logout_token_and_id_token_offered_as_access_token() {
    let tenant = Tenant::start().await;
    let error = tenant.api().verify(&tenant.logout_token()).await.unwrap_err();
    assert_eq!(error.code(), "access_token.typ_mismatched");
    let id_token = tenant.key.sign(&without(&tenant.header("JWT"), "typ"), &tenant.access_claims());
    assert_eq!(tenant.api().verify(&id_token).await.unwrap_err().code(), "access_token.typ_mismatched");
}

#[tokio::test]
async fn says_that_a_token_is_opaque_without_asking_the_provider() {
    let tenant = Tenant::start().await;
    for opaque in ["Vnx3c9pQ1bZk0tO8Xj2Yw5uA7sD4fG6hJ1kL3zXcVbN", "", "Bearer", "null"] {
        let error = tenant.api().verify(opaque).await.unwrap_err();
        assert_eq!(error.code(), "access_token.opaque");
        assert!(error.to_string().contains("resource"), "{error}");
    }
    assert_eq!(tenant.key_requests(), 0);
}

#[tokio::test]
async fn shows_nothing_of_a_refused_token() {
    let tenant = Tenant::start().await;
    for (name, value) in [("sub", json!({ "s3cret": "s3cret" })), ("aud", json!("s3cret")), ("iss", json!("s3cret"))] {
        let token = tenant.key.sign(&tenant.header("at+jwt"), &with(&tenant.access_claims(), name, value));
        let error = tenant.api().verify(&token).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
}
