//! What Logto answers, as sentences: what it is about, and what to do next. Nobody is shown a stack trace or a bare number.

use logto::dev_provider::Canned;
use serde_json::json;
use tokio::net::TcpListener;

use crate::{house::House, program::WISHES};

fn no(status: u16, code: &str) -> Canned {
    Canned { status, body: json!({ "code": code, "message": "no" }).to_string(), ..Canned::default() }
}

/// Answers one call otherwise and looks what the run says. The others of the run are answered as always.
async fn says(call: &str, canned: Canned, about: &str, next_step: &str) {
    let house = House::bare().await;
    house.provider.next_response(call, canned);
    let run = house.provision(&["--yes", "--attempts", "1"]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    run.says(about);
    run.says(next_step);
    house.set_up().await;
}

#[tokio::test]
async fn settings_that_the_connector_does_not_take() {
    says(
        "POST /api/connectors",
        no(400, "connector.invalid_config"),
        "SMS connector \"twilio-short-message-service\": ",
        "compare [sms] in logto.toml",
    )
    .await;
}

#[tokio::test]
async fn a_logto_without_the_connector() {
    let code = "connector.not_found_with_connector_id";
    says("POST /api/connectors", no(422, code), "SMS connector", "logto connector add --official").await;
}

#[tokio::test]
async fn a_connector_that_was_deleted_meanwhile() {
    says(
        "PATCH /api/sign-in-exp",
        no(400, "sign_in_experiences.enabled_connector_not_found"),
        "sign-in experience",
        "needs an SMS connector",
    )
    .await;
}

#[tokio::test]
async fn a_plan_that_allows_no_more() {
    says("POST /api/roles", no(403, "subscription.limit_exceeded"), "role \"baker\"", "the tenant's plan").await;
}

#[tokio::test]
async fn a_value_that_logto_does_not_take() {
    says("POST /api/applications", no(400, "guard.invalid_input"), "application", "does not take one of the values")
        .await;
}

#[tokio::test]
async fn something_that_somebody_made_at_the_same_time() {
    says(
        "POST /api/organization-scopes",
        no(422, "entity.unique_integrity_violation"),
        "organization permission",
        "run again, and it is found",
    )
    .await;
}

#[tokio::test]
async fn a_thing_that_is_gone() {
    says("POST /api/organizations", no(404, "entity.not_found"), "organization", "run again").await;
}

#[tokio::test]
async fn a_server_error() {
    let canned = Canned { status: 500, body: "Internal server error.".to_owned(), ..Canned::default() };
    says("POST /api/organizations", canned, "organization", "Logto has done it is not known").await;
}

#[tokio::test]
async fn too_many_requests() {
    let canned = Canned { headers: vec![("retry-after".to_owned(), "3600".to_owned())], ..no(429, "request.limited") };
    says("GET /api/connectors", canned, "could not be read; nothing was changed", "run again in a while").await;
}

#[tokio::test]
async fn a_role_that_lacks_the_permission() {
    says(
        "GET /api/applications",
        no(403, "auth.forbidden"),
        "nothing was changed",
        "a role with the permission \"all\"",
    )
    .await;
}

#[tokio::test]
async fn a_wrong_secret() {
    let mut house = House::bare().await;
    house.set("LOGTO_M2M_APP_SECRET", "wrong-secret");
    let run = house.provision(&["--yes"]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    run.says("check LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET");
    assert_eq!(house.changes(), 0);
}

#[tokio::test]
async fn a_tenant_that_is_not_there() {
    let mut house = House::bare().await;
    house.set("LOGTO_ENDPOINT", "http://localhost:1");
    let run = house.provision(&["--yes", "--attempts", "1"]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    run.says("nobody listens there: the connection was refused: start Logto, or check the port in LOGTO_ENDPOINT");
}

#[tokio::test]
async fn a_name_a_scheme_and_a_silence_are_told_apart() {
    let mut house = House::bare().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = format!("http://{}", silent.local_addr().unwrap());
    let https = house.provider.endpoint().replace("http://", "https://");
    // Without a resolver a name takes its time.
    let no_name = ["the name cannot be found (DNS)", "no answer in time"];
    for (endpoint, expected) in [
        ("https://nothing.invalid", &no_name[..]),
        (&https, &["what answers there does not speak https: check scheme and port in LOGTO_ENDPOINT"]),
        (&silent, &["no answer in time: check the network and its firewall"]),
    ] {
        house.set("LOGTO_ENDPOINT", endpoint);
        let run = house.provision(&["--yes", "--attempts", "1"]).await;
        assert_eq!(run.code, 3, "{}", run.everything());
        assert!(expected.iter().any(|text| run.everything().contains(text)), "{endpoint}: {}", run.everything());
        run.says("Then run again");
    }
}

#[tokio::test]
async fn an_outage_of_seconds_is_waited_for() {
    let house = House::bare().await;
    for _ in 0..2 {
        house.provider.next_response("GET /api/applications", no(503, ""));
    }
    house.provider.next_response("PATCH /api/sign-in-exp", no(503, ""));
    house.set_up().await;
}

#[tokio::test]
async fn nothing_is_made_twice_when_logto_may_have_done_it() {
    let house = House::bare().await;
    house.provider.next_response("POST /api/applications", no(503, ""));
    let run = house.provision(&["--yes"]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    let requests = house.provider.requests();
    let posts = requests.iter().filter(|request| request.path == "/api/applications" && request.method == "POST");
    assert_eq!(posts.count(), 1);
}

#[tokio::test]
async fn everything_that_is_missing_is_said_at_once() {
    let mut house = House::bare().await;
    for name in ["LOGTO_ENDPOINT", "LOGTO_M2M_APP_ID", "LOGTO_M2M_APP_SECRET"] {
        house.set(name, "");
    }
    let run = house.provision(&["--check"]).await;
    assert_eq!(run.code, 2, "{}", run.everything());
    for name in ["LOGTO_ENDPOINT is not set", "LOGTO_M2M_APP_ID is not set", "LOGTO_M2M_APP_SECRET is not set"] {
        run.says(name);
    }
}

#[tokio::test]
async fn a_file_with_mistakes_changes_nothing() {
    let house = House::bare().await;
    house.wish(&WISHES.replace("code_tries = 7", "code_tires = 7").replace("\"5m\"", "\"5 days\""));
    let run = house.provision(&["--yes"]).await;
    assert_eq!(run.code, 2, "{}", run.everything());
    run.says("sign_in.code_tires");
    run.says("sign_in.code_lifetime");
    assert!(house.provider.requests().is_empty());
}

#[tokio::test]
async fn nobody_is_asked_where_nobody_can_answer() {
    let house = House::bare().await;
    let run = house.provision(&[]).await;
    assert_eq!((run.code, house.changes()), (2, 0), "{}", run.everything());
    run.says("run with --yes, or with --check");
}

#[tokio::test]
async fn a_connector_is_not_made_without_its_secret() {
    let mut house = House::bare().await;
    house.set("TWILIO_AUTH_TOKEN", "");
    let run = house.provision(&["--yes"]).await;
    assert_eq!((run.code, house.changes()), (2, 0), "{}", run.everything());
    run.says("set TWILIO_AUTH_TOKEN in the environment");
}

#[tokio::test]
async fn a_connector_keeps_its_secret() {
    let mut house = House::bare().await;
    house.set_up().await;
    house.set("TWILIO_AUTH_TOKEN", "");
    assert_eq!(house.provision(&["--check"]).await.code, 0);
    house.wish(&WISHES.replace("opens the bakery", "opens it"));
    house.set_up().await;
    let connector = house.by_hand().await.connector().await;
    assert_eq!(connector["config"]["authToken"], crate::house::AUTH_TOKEN);
}

#[tokio::test]
async fn the_auth_token_of_one_account_is_not_sent_to_another() {
    let mut house = House::bare().await;
    house.set_up().await;
    house.set("TWILIO_AUTH_TOKEN", "");
    house.set("TWILIO_ACCOUNT_SID", "ACffffffffffffffffffffffffffffffff");
    let run = house.provision(&["--yes"]).await;
    assert_eq!(run.code, 2, "{}", run.everything());
    run.says("set TWILIO_AUTH_TOKEN in the environment");
}

#[tokio::test]
async fn two_applications_of_one_name_are_told_apart_by_the_app_id() {
    let mut house = House::bare().await;
    let api = house.by_hand().await;
    let metadata = json!({ "redirectUris": [], "postLogoutRedirectUris": [] });
    let body = json!({ "name": "Bakery & Café", "type": "Traditional", "oidcClientMetadata": metadata });
    let first = api.post("applications", body.clone()).await;
    api.post("applications", body).await;
    let run = house.provision(&["--yes"]).await;
    assert_eq!(run.code, 2, "{}", run.everything());
    run.says("the tenant has 2 \"Traditional web\" applications called \"Bakery & Café\"; set LOGTO_APP_ID");
    house.set("LOGTO_APP_ID", first["id"].as_str().unwrap());
    house.set_up().await;
}

#[tokio::test]
async fn an_app_id_of_another_tenant_is_no_reason_to_make_an_application() {
    let mut house = House::bare().await;
    house.set("LOGTO_APP_ID", "of-another-tenant");
    let run = house.provision(&["--yes"]).await;
    assert_eq!((run.code, house.changes()), (2, 0), "{}", run.everything());
    run.says("no application with the app ID \"of-another-tenant\"");
}
