//! The provider: reachable, Logto's, with a clock and keys that can be relied on.

use serde_json::json;
use time::Duration;
use tokio::net::TcpListener;

use super::clinic::{Clinic, assert_has, assert_only_problem, ok, problem, skipped, warning};

const WELL_KNOWN: &str = "/oidc/.well-known/openid-configuration";

#[tokio::test]
async fn settings_that_are_missing_are_named_together() {
    let mut clinic = Clinic::sound().await;
    clinic.set("LOGTO_ENDPOINT", "").set("LOGTO_APP_SECRET", "").set("LOGTO_PAR", "yes").set("PHONE_SIGN_IN", "mine");
    clinic.set("LOGTO_RESOURCES", "recipes").set("BASE_URL", "http://example.com").set("LOGTO_SCOPES", "a\"b");
    clinic.set("LOGTO_MANAGEMENT_RESOURCE", "api").set("LOGTO_M2M_APP_ID", "");
    let report = clinic.report().await;
    let found = problem(&report, "settings");
    for part in [
        "LOGTO_ENDPOINT is not set",
        "LOGTO_APP_SECRET is not set, and LOGTO_APP_ID is",
        "LOGTO_PAR must be on or off",
        "PHONE_SIGN_IN must be hosted or embedded",
        "LOGTO_RESOURCES: \"recipes\" must be an absolute URI",
        "BASE_URL: \"http://example.com\" must begin with https://",
        "LOGTO_SCOPES: \"a\\\"b\" must be a scope",
        "LOGTO_MANAGEMENT_RESOURCE: \"api\" must be an absolute URI",
        "LOGTO_M2M_APP_ID is not set, and LOGTO_M2M_APP_SECRET is",
    ] {
        assert_has(&found, part);
    }
    assert_eq!(skipped(&report, "endpoint"), "LOGTO_ENDPOINT is not set");
    let mut clinic = Clinic::sound().await;
    let report = clinic.set("LOGTO_RESOURCES", "").report().await;
    let expected =
        "LOGTO_SCOPES: \"read:recipes\" is no scope of Logto's own; a permission counts only with LOGTO_RESOURCES";
    assert_has(&problem(&report, "settings"), expected);
}

#[tokio::test]
async fn an_endpoint_where_nobody_listens_refuses_the_connection() {
    let mut clinic = Clinic::sound().await;
    clinic.provider.pause();
    let report = clinic.report().await;
    assert_has(&problem(&report, "endpoint"), "refused -> start Logto");
    assert_only_problem(&report, "endpoint");
    assert_eq!(skipped(&report, "clock"), "the endpoint cannot be reached");
    assert_eq!(skipped(&report, "app_secret"), "the endpoint does not answer as Logto does");
    clinic.provider.resume().unwrap();
    assert!(clinic.report().await.is_well());
}

#[tokio::test]
async fn an_endpoint_that_speaks_no_tls_is_told_apart() {
    let mut clinic = Clinic::sound().await;
    let https = clinic.provider.endpoint().replace("http://", "https://");
    let report = clinic.set("LOGTO_ENDPOINT", &https).report().await;
    assert_has(&problem(&report, "endpoint"), "no trusted connection (TLS)");
}

#[tokio::test]
async fn an_endpoint_that_hangs_up_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            drop(connection);
        }
    });
    let mut clinic = Clinic::sound().await;
    let report = clinic.set("LOGTO_ENDPOINT", &format!("http://{address}")).report().await;
    assert_has(&problem(&report, "endpoint"), "broke before there was an answer");
}

#[tokio::test]
async fn an_endpoint_of_another_name_has_another_issuer() {
    let mut clinic = Clinic::sound().await;
    let own = clinic.provider.endpoint().to_owned();
    let report = clinic.set("LOGTO_ENDPOINT", &own.replace("localhost", "127.0.0.1")).report().await;
    ok(&report, "endpoint");
    assert_has(&problem(&report, "issuer"), &format!("the issuer is {own}/oidc"));
    assert_has(&problem(&report, "issuer"), &format!("set LOGTO_ENDPOINT={own},"));
    ok(&report, "clock");
    assert_eq!(skipped(&report, "signing_keys"), "the endpoint does not answer as Logto does");
}

#[tokio::test]
async fn what_is_not_logto_is_told_by_its_answer() {
    let clinic = Clinic::sound().await;
    for (status, body, expected) in [
        (404, "{}", "answers with status 404"),
        (302, "", "answers with status 302"),
        (200, "<!doctype html>", "is no OpenID Provider metadata"),
        (200, r#"{"issuer":"https://example.com/\u0007"}"#, "the issuer is https://example.com/, expected"),
    ] {
        clinic.answer(WELL_KNOWN, status, body);
        let report = clinic.report().await;
        assert_has(&problem(&report, "issuer"), expected);
        assert_only_problem(&report, "issuer");
    }
    let issuer = format!("{}/oidc", clinic.provider.endpoint());
    clinic.answer(WELL_KNOWN, 200, &json!({ "issuer": issuer }).to_string());
    assert_has(&problem(&clinic.report().await, "issuer"), "is no OpenID Provider metadata");
}

#[tokio::test]
async fn a_clock_that_is_off_is_a_warning_and_beyond_the_leeway_a_problem() {
    let mut clinic = Clinic::sound().await;
    clinic.advance(Duration::seconds(30));
    let report = clinic.report().await;
    assert_has(&warning(&report, "clock"), "s ahead of Logto's -> let a time service");
    assert!(report.is_well());
    clinic.advance(Duration::seconds(-90));
    let report = clinic.report().await;
    assert_has(&problem(&report, "clock"), "s behind Logto's; tokens are refused beyond 60 s");
    assert_only_problem(&report, "clock");
}

#[tokio::test]
async fn keys_that_cannot_be_used_are_a_problem() {
    let clinic = Clinic::sound().await;
    clinic.answer("/oidc/jwks", 200, r#"{"keys":[]}"#);
    let report = clinic.report().await;
    assert_has(&problem(&report, "signing_keys"), "no published key fits the algorithms that Logto names (ES384)");
    clinic.answer("/oidc/jwks", 500, "");
    assert_has(&problem(&clinic.report().await, "signing_keys"), "keys: ");
    assert!(clinic.report().await.is_well());
}

#[tokio::test]
async fn es512_is_named() {
    const NAMED: &str = "id_token_signing_alg_values_supported";
    let clinic = Clinic::sound().await;
    clinic.publish(|metadata| metadata[NAMED] = json!(["ES512"])).await;
    let report = clinic.report().await;
    assert_has(&problem(&report, "signing_keys"), "Logto signs with ES512, which this app cannot verify");
    let clinic = Clinic::sound().await;
    clinic.publish(|metadata| metadata[NAMED] = json!(["ES384", "ES512"])).await;
    assert_has(&warning(&clinic.report().await, "signing_keys"), "names ES512 among its algorithms");
    let clinic = Clinic::sound().await;
    clinic.publish(|metadata| metadata[NAMED] = json!(["HS256"])).await;
    clinic.answer("/oidc/jwks", 200, r#"{"keys":[{"kty":"oct","k":"AAAA","kid":"shared"}]}"#);
    assert_has(&problem(&clinic.report().await, "signing_keys"), "no published key fits");
}

#[tokio::test]
async fn refresh_tokens_need_their_scope_and_their_grant() {
    for (member, values, expected) in [
        ("scopes_supported", json!(["openid", "profile"]), "the scope offline_access"),
        ("grant_types_supported", json!(["authorization_code"]), "the grant type refresh_token"),
    ] {
        let clinic = Clinic::sound().await;
        clinic.publish(|metadata| metadata[member] = values.clone()).await;
        let report = clinic.report().await;
        assert_has(&problem(&report, "refresh_tokens"), expected);
        assert_only_problem(&report, "refresh_tokens");
    }
}
