use logto::provision::doctor::Outcome;
use serde_json::Value;

use super::clinic::{APP_SECRET, Clinic, skipped};
use crate::house::M2M_SECRET;

/// In the order in which a sign-in needs them.
const CHECKS: [&str; 19] = [
    "settings",
    "endpoint",
    "issuer",
    "clock",
    "signing_keys",
    "refresh_tokens",
    "app_secret",
    "redirect_uri",
    "post_sign_out_uri",
    "pushed_authorization",
    "management_api",
    "application_type",
    "token_exchange",
    "backchannel_logout",
    "sms_connector",
    "phone_sign_in",
    "registration",
    "second_factor",
    "code_policy",
];

#[tokio::test]
async fn every_check_of_a_sound_set_up_is_ok() {
    let report = Clinic::sound().await.report().await;
    assert_eq!(report.checks.iter().map(|check| check.name).collect::<Vec<_>>(), CHECKS);
    assert!(report.checks.iter().all(|check| matches!(check.outcome, Outcome::Ok { .. })), "{report}");
    assert!(report.is_well() && report.to_string().ends_with("No problem was found."));
}

#[tokio::test]
async fn every_check_has_its_line_whatever_cannot_be_made() {
    for (name, value) in [
        ("LOGTO_ENDPOINT", ""),
        ("LOGTO_ENDPOINT", "http://localhost:1"),
        ("LOGTO_APP_ID", ""),
        ("BASE_URL", "http://example.com"),
        ("LOGTO_M2M_APP_ID", ""),
        ("LOGTO_M2M_APP_SECRET", "wrong"),
        ("LOGTO_APP_ID", "unknown"),
    ] {
        let mut clinic = Clinic::sound().await;
        let report = clinic.set(name, value).report().await;
        assert_eq!(report.checks.iter().map(|check| check.name).collect::<Vec<_>>(), CHECKS, "{name}={value}");
        assert!(!report.is_well(), "{name}={value}: {report}");
    }
}

#[tokio::test]
async fn without_an_application_of_machines_the_tenant_is_not_looked_at_and_nothing_is_wrong() {
    let mut clinic = Clinic::sound().await;
    let report = clinic.set("LOGTO_M2M_APP_ID", "").set("LOGTO_M2M_APP_SECRET", "").report().await;
    assert!(report.is_well(), "{report}");
    assert_eq!(skipped(&report, "sms_connector"), "there is no machine-to-machine application");
    let calls = clinic.provider.requests();
    assert!(calls.iter().all(|request| !request.path.starts_with("/api/")), "{calls:?}");
}

#[tokio::test]
async fn nothing_is_created_and_no_text_is_sent() {
    let clinic = Clinic::sound().await;
    clinic.report().await;
    let requests = clinic.provider.requests();
    let posts: Vec<_> =
        requests.iter().filter(|request| request.method != "GET").map(|request| &request.path).collect();
    assert_eq!(posts, ["/oidc/token", "/oidc/request", "/oidc/token"], "tokens, and a request that nobody uses");
    assert!(clinic.provider.messages("12015550123").is_empty());
}

#[tokio::test]
async fn no_secret_is_in_the_report() {
    let mut clinic = Clinic::sound().await;
    let sound = clinic.report().await;
    clinic.set("LOGTO_APP_SECRET", "wr0ng-secret").set("LOGTO_M2M_APP_SECRET", "wr0ng-secret");
    let broken = clinic.report().await;
    for report in [&sound, &broken] {
        let shown = format!("{report} {report:?} {}", serde_json::to_string(report).unwrap());
        assert!(![APP_SECRET, M2M_SECRET, "wr0ng-secret"].iter().any(|secret| shown.contains(secret)), "{shown}");
    }
}

#[tokio::test]
async fn the_report_is_json_for_programs_and_lines_for_people() {
    let mut clinic = Clinic::sound().await;
    let report = clinic.set("BASE_URL", "http://localhost:4000").set("LOGTO_PAR", "").report().await;
    let json: Value = serde_json::to_value(&report).unwrap();
    let check = |name: &str| json["checks"].as_array().unwrap().iter().find(|check| check["name"] == name).unwrap();
    assert_eq!(check("endpoint")["outcome"], "ok");
    assert_eq!(check("pushed_authorization")["outcome"], "skipped");
    assert_eq!(check("pushed_authorization")["why"], "LOGTO_PAR is off");
    assert_eq!(check("backchannel_logout")["outcome"], "warning");
    assert_eq!(check("redirect_uri")["outcome"], "problem");
    assert!(check("redirect_uri")["next_step"].as_str().unwrap().contains("http://localhost:4000/callback"));
    let text = report.to_string();
    assert!(
        text.contains("\nPROBLEM  redirect_uri: http://localhost:4000/callback is not registered\n         -> add "),
        "{text}"
    );
    assert!(text.contains("\nskipped  pushed_authorization: not checked, because LOGTO_PAR is off\n"), "{text}");
    assert!(text.ends_with("\n2 problems were found."), "{text}");
}
