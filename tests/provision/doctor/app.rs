//! The application, as Logto answers it when people sign in and out.

use logto::dev_provider::{Application, Canned};

use super::clinic::{Clinic, application, assert_has, assert_only_problem, problem, skipped, warning};
use crate::house::{M2M_ID, M2M_SECRET};

#[tokio::test]
async fn a_wrong_secret_is_told_apart_from_a_code_that_does_not_exist() {
    let mut clinic = Clinic::sound().await;
    let report = clinic.set("LOGTO_APP_SECRET", "wrong").report().await;
    assert_has(&problem(&report, "app_secret"), "its secret is wrong or expired -> copy App ID");
    let expired = Application { expired_secrets: vec!["old".to_owned()], ..application() };
    let mut clinic = Clinic::with(expired, |builder| builder).await;
    let report = clinic.set("LOGTO_APP_SECRET", "old").report().await;
    assert_has(&problem(&report, "app_secret"), "its secret is wrong or expired");
    assert_eq!(skipped(&report, "pushed_authorization"), "Logto refuses the same request without it");
}

#[tokio::test]
async fn an_application_that_logto_does_not_know_is_one_problem_of_the_app_and_one_of_the_tenant() {
    let mut clinic = Clinic::sound().await;
    let report = clinic.set("LOGTO_APP_ID", "unknown").report().await;
    assert_has(&problem(&report, "app_secret"), "Logto does not know the application");
    assert_eq!(skipped(&report, "redirect_uri"), "Logto does not know the application");
    assert_eq!(skipped(&report, "post_sign_out_uri"), "Logto does not know the application");
    assert_has(&problem(&report, "application_type"), "the tenant has no application with the id unknown");
    assert_eq!(skipped(&report, "token_exchange"), "the tenant has no such application");
}

#[tokio::test]
async fn an_application_of_another_type_is_named() {
    let mut clinic = Clinic::sound().await;
    let report = clinic.set("LOGTO_APP_ID", M2M_ID).set("LOGTO_APP_SECRET", M2M_SECRET).report().await;
    assert_has(&problem(&report, "app_secret"), "must be that of a \"Traditional web\" application");
    assert_has(&problem(&report, "application_type"), "is of the type MachineToMachine");
}

#[tokio::test]
async fn a_redirect_uri_that_is_not_registered_is_written_out() {
    let mut clinic = Clinic::sound().await;
    clinic.set("BASE_URL", "http://localhost:4000").set("LOGTO_PAR", "");
    let report = clinic.report().await;
    assert_has(&problem(&report, "redirect_uri"), "http://localhost:4000/callback is not registered -> add http://");
    assert_has(&problem(&report, "post_sign_out_uri"), "http://localhost:4000/ is not registered");
}

#[tokio::test]
async fn an_application_without_redirect_uris_is_one_problem() {
    for (error, expected) in [
        (
            "invalid_redirect_uri",
            "http://localhost:3000/callback is not registered -> add http://localhost:3000/callback",
        ),
        ("invalid_client_metadata", "Logto does not take the application's own settings"),
    ] {
        let clinic = Clinic::sound().await;
        // So says Logto: it looks at what the application is registered with before anything else, its secret too.
        let body = format!("{{\"error\":\"{error}\"}}");
        for path in ["/oidc/auth", "/oidc/token", "/oidc/session/end"] {
            clinic.answer(path, 400, &body);
        }
        let report = clinic.report().await;
        assert_has(&problem(&report, "redirect_uri"), expected);
        assert_only_problem(&report, "redirect_uri");
        for name in ["app_secret", "post_sign_out_uri"] {
            assert_eq!(skipped(&report, name), "the application has no redirect URI that Logto takes");
        }
        // Of an application whose redirect URI Logto takes it is not to be expected, and not passed over.
        clinic.answer("/oidc/token", 400, &body);
        clinic.answer("/oidc/session/end", 400, &body);
        let report = clinic.report().await;
        assert_has(&problem(&report, "app_secret"), error);
        assert_has(&problem(&report, "post_sign_out_uri"), "answered with status 400");
    }
}

#[tokio::test]
async fn a_post_sign_out_uri_that_is_not_registered_is_a_problem_of_its_own() {
    let lacking = Application { post_logout_redirect_uris: Vec::new(), ..application() };
    let report = Clinic::with(lacking, |builder| builder).await.report().await;
    assert_only_problem(&report, "post_sign_out_uri");
}

#[tokio::test]
async fn a_resource_that_is_not_registered_is_named_as_the_reason() {
    let mut clinic = Clinic::sound().await;
    clinic.set("LOGTO_RESOURCES", "https://api.example/other").set("LOGTO_PAR", "off");
    let report = clinic.report().await;
    assert_has(&problem(&report, "redirect_uri"), "invalid_target: LOGTO_RESOURCES names an API resource");
    assert_only_problem(&report, "redirect_uri");
}

#[tokio::test]
async fn answers_that_say_nothing_are_problems_too() {
    for (path, name, expected) in [
        ("/oidc/token", "app_secret", "cannot answer at the moment"),
        ("/oidc/auth", "redirect_uri", "the authorization endpoint answered with status 503"),
        ("/oidc/session/end", "post_sign_out_uri", "the end-session endpoint answered with status 503"),
        ("/oidc/request", "pushed_authorization", "answered with status 503"),
    ] {
        let clinic = Clinic::sound().await;
        clinic.answer(path, 503, "");
        let report = clinic.report().await;
        assert_has(&problem(&report, name), expected);
        assert_only_problem(&report, name);
    }
    let clinic = Clinic::sound().await;
    let elsewhere = ("location".to_owned(), "http://localhost:4000/callback?error=login_required".to_owned());
    let canned = Canned { status: 303, headers: vec![elsewhere], ..Canned::default() };
    clinic.provider.next_response("/oidc/auth", canned);
    let report = clinic.report().await;
    assert_has(&problem(&report, "redirect_uri"), "the authorization endpoint answered with status 303");
    clinic.answer("/oidc/token", 200, "<html>");
    assert_has(&problem(&clinic.report().await, "app_secret"), "does not answer as OAuth 2.0 says");
}

#[tokio::test]
async fn pushed_requests_that_logto_does_not_take_are_named() {
    let clinic = Clinic::sound().await;
    clinic.answer("/oidc/request", 400, r#"{"error":"invalid_request"}"#);
    let report = clinic.report().await;
    assert_has(&problem(&report, "pushed_authorization"), "\"invalid_request\" -> set LOGTO_PAR=off");
    let clinic = Clinic::sound().await;
    clinic
        .publish(|metadata| {
            metadata.remove("pushed_authorization_request_endpoint").unwrap();
        })
        .await;
    assert_has(&warning(&clinic.report().await, "pushed_authorization"), "go through the browser");
}
