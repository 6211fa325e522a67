//! `/api/applications` and their secrets.

use serde_json::{Value, json};

use crate::management::{Management, assert_refused};
use crate::support::{CLIENT_ID, CLIENT_SECRET, MACHINE_ID, answer, http, machine, start, text};
use logto::dev_provider::DevProvider;

const APPLICATIONS: &str = "/api/applications";

/// A tenant with nothing in it.
pub async fn bare() -> DevProvider {
    DevProvider::builder().bare().machine_to_machine(machine()).start().await.unwrap()
}

/// Registers a web application and returns it.
pub async fn web_application(management: &Management<'_>, redirect_uri: &str) -> Value {
    let metadata = json!({ "redirectUris": [redirect_uri], "postLogoutRedirectUris": [] });
    let body = json!({ "name": "Shop", "type": "Traditional", "oidcClientMetadata": metadata });
    let created = management.post(APPLICATIONS, body).await;
    assert_eq!(created.status, 200, "{}", created.body);
    created.body
}

fn path(application: &Value) -> String {
    format!("{APPLICATIONS}/{}", text(application, "id"))
}

#[tokio::test]
async fn a_new_application_is_answered_with_200_and_without_its_secret() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let answer = management.post(APPLICATIONS, json!({ "name": "Shop", "type": "Traditional" })).await;
    assert_eq!(answer.status, 200);
    let id = text(&answer.body, "id").to_owned();
    assert!(id.len() == 21 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{id}");
    assert!(answer.body["createdAt"].as_i64().is_some_and(|at| at > 1_600_000_000_000));
    let expected = json!({
        "tenantId": "default",
        "id": id,
        "name": "Shop",
        "description": null,
        "type": "Traditional",
        "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": [] },
        "customClientMetadata": {},
        "protectedAppMetadata": null,
        "customData": {},
        "isThirdParty": false,
        "appLevelAccessControlEnabled": false,
        "createdAt": answer.body["createdAt"],
    });
    assert_eq!(answer.body, expected);
    let mut read = management.get(&path(&answer.body)).await.body;
    assert_eq!(read.as_object_mut().unwrap().remove("isAdmin"), Some(json!(false)));
    assert_eq!(read, expected);
}

#[tokio::test]
async fn what_has_secrets_begins_with_a_default_secret() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    for (kind, count) in [("Traditional", 1), ("MachineToMachine", 1), ("SPA", 0), ("Native", 0)] {
        let created = management.post(APPLICATIONS, json!({ "name": "x", "type": kind })).await.body;
        assert_eq!(created["type"], kind);
        let secrets = management.get(&format!("{}/secrets", path(&created))).await.body;
        assert_eq!(secrets.as_array().unwrap().len(), count, "{kind}");
        if count == 1 {
            let secret = &secrets[0];
            assert_eq!((&secret["name"], &secret["expiresAt"]), (&json!("Default secret"), &Value::Null));
            assert_eq!((text(secret, "value").len(), &secret["applicationId"]), (32, &created["id"]));
        }
    }
}

#[tokio::test]
async fn a_field_of_the_wrong_form_is_named() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let metadata = |redirect_uris: Value| json!({ "redirectUris": redirect_uris, "postLogoutRedirectUris": [] });
    let with = |oidc: Value| json!({ "name": "x", "type": "Traditional", "oidcClientMetadata": oidc });
    let uris = |uri: &str| with(metadata(json!([uri])));
    let too_long = "x".repeat(257);
    for (body, key) in [
        (json!({ "type": "Traditional" }), "name"),
        (json!({ "name": "", "type": "Traditional" }), "name"),
        (json!({ "name": too_long, "type": "Traditional" }), "name"),
        (json!({ "name": "x" }), "type"),
        (json!({ "name": "x", "type": "Webby" }), "type"),
        (json!({ "name": "x", "type": "SPA", "description": 1 }), "description"),
        (uris("not a uri"), "oidcClientMetadata.redirectUris.0"),
        (uris("http://localhost/a/../b"), "oidcClientMetadata.redirectUris.0"),
        (uris("http://localhost/a/%2E%2e/b"), "oidcClientMetadata.redirectUris.0"),
        (with(json!({ "redirectUris": [] })), "oidcClientMetadata.postLogoutRedirectUris"),
        (with(json!({ "postLogoutRedirectUris": [] })), "oidcClientMetadata.redirectUris"),
        (with(json!({ "redirectUris": [], "postLogoutRedirectUris": [], "backchannelLogoutUri": "x" })), "backchannel"),
        (
            with(json!({ "redirectUris": [], "postLogoutRedirectUris": [], "backchannelLogoutUri": null })),
            "backchannel",
        ),
        (
            json!({ "name": "x", "type": "SPA", "customClientMetadata": { "allowTokenExchange": 1 } }),
            "allowTokenExchange",
        ),
        (json!({ "name": "x", "type": "SPA", "customClientMetadata": { "refreshTokenTtlInDays": 181 } }), "InDays"),
    ] {
        let answer = management.post(APPLICATIONS, body.clone()).await;
        assert_refused(&answer, 400, "guard.invalid_input");
        assert!(text(&answer.body, "details").contains(key), "{body} {}", answer.body);
    }
    let issue = management.post(APPLICATIONS, uris("nope")).await.body["data"]["issues"][0].clone();
    assert_eq!(issue["path"], json!(["oidcClientMetadata", "redirectUris", 0]));
    for (kind, code) in
        [("SAML", "application.saml.use_saml_app_api"), ("Protected", "application.protected_app_metadata_is_required")]
    {
        assert_refused(&management.post(APPLICATIONS, json!({ "name": "x", "type": kind })).await, 400, code);
    }
    let device = json!({ "name": "x", "type": "SPA", "customClientMetadata": { "isDeviceFlow": true } });
    assert_refused(&management.post(APPLICATIONS, device).await, 422, "application.device_flow_native_only");
    let third = json!({ "name": "x", "type": "SPA", "isThirdParty": true });
    assert_refused(&management.post(APPLICATIONS, third).await, 501, "request.feature_not_supported");
    assert_eq!(management.get(APPLICATIONS).await.body.as_array().unwrap().len(), 1, "nothing was made");
}

#[tokio::test]
async fn a_mobile_apps_own_scheme_is_a_redirect_uri() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    for uri in ["io.logto.app://callback", "app:/callback", "https://app.example/callback?a=b#c"] {
        web_application(&management, uri).await;
    }
}

#[tokio::test]
async fn a_change_replaces_what_it_names_whole_and_nothing_else() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let application = web_application(&management, "http://localhost:3000/callback").await;
    let path = path(&application);
    let with_backchannel = json!({
        "redirectUris": ["http://localhost:3000/callback", "https://app.example/callback"],
        "postLogoutRedirectUris": ["http://localhost:3000/"],
        "backchannelLogoutUri": "http://localhost:3000/backchannel-logout",
        "backchannelLogoutSessionRequired": true,
    });
    let answer = management.patch(&path, json!({ "oidcClientMetadata": with_backchannel })).await;
    assert_eq!((answer.status, &answer.body["oidcClientMetadata"]), (200, &with_backchannel));
    assert_eq!((&answer.body["name"], answer.body.get("isAdmin")), (&json!("Shop"), None));

    let half = json!({ "oidcClientMetadata": { "backchannelLogoutUri": "http://localhost:3000/backchannel-logout" } });
    assert_refused(&management.patch(&path, half).await, 400, "guard.invalid_input");
    let without = json!({ "redirectUris": [], "postLogoutRedirectUris": [] });
    let answer = management.patch(&path, json!({ "oidcClientMetadata": without })).await;
    assert_eq!(answer.body["oidcClientMetadata"], without, "what is not said again is gone");

    management.patch(&path, json!({ "customClientMetadata": { "allowTokenExchange": true } })).await;
    let other = json!({ "customClientMetadata": { "alwaysIssueRefreshToken": true, "unknown": 1 } });
    let answer = management.patch(&path, other).await;
    assert_eq!(answer.body["customClientMetadata"], json!({ "alwaysIssueRefreshToken": true }));

    let answer =
        management.patch(&path, json!({ "type": "SPA", "description": "What is sold", "name": "Store" })).await;
    let said = [&answer.body["type"], &answer.body["description"], &answer.body["name"]];
    assert_eq!(said, [&json!("Traditional"), &json!("What is sold"), &json!("Store")]);
    assert_eq!(management.patch(&path, json!({})).await.body, answer.body, "nothing to change is no error here");
    let cleared = management.patch(&path, json!({ "description": null })).await;
    assert_eq!(cleared.body["description"], Value::Null);
}

#[tokio::test]
async fn nothing_is_found_under_an_unknown_identifier() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let path = "/api/applications/nosuchapplication";
    for answer in [
        management.get(path).await,
        management.patch(path, json!({ "name": "y" })).await,
        management.delete(path).await,
        management.get(&format!("{path}/secrets")).await,
        management.post(&format!("{path}/secrets"), json!({ "name": "y" })).await,
    ] {
        assert_refused(&answer, 404, "entity.not_exists_with_id");
        assert_eq!(answer.body["message"], "The applications with ID `nosuchapplication` does not exist.");
    }
}

#[tokio::test]
async fn the_list_comes_whole_or_by_the_page_youngest_first() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    for index in 0..22 {
        provider.advance(std::time::Duration::from_millis(1));
        let kind = if index % 2 == 0 { "SPA" } else { "Traditional" };
        management.post(APPLICATIONS, json!({ "name": format!("many {index:02}"), "type": kind })).await;
    }
    let all = management.get(APPLICATIONS).await;
    assert_eq!(all.body.as_array().unwrap().len(), 23);
    assert_eq!((&all.body[0]["name"], &all.body[22]["id"]), (&json!("many 21"), &json!(MACHINE_ID)));
    let request = management.request(reqwest::Method::GET, &format!("{APPLICATIONS}?page=2&page_size=20"));
    let page = request.send().await.unwrap();
    assert_eq!(page.headers()["total-number"], "23");
    let page: Vec<Value> = serde_json::from_slice(&page.bytes().await.unwrap()).unwrap();
    assert_eq!((page.len(), &page[0]["name"]), (3, &json!("many 01")));
    assert_refused(&management.get(&format!("{APPLICATIONS}?page_size=101")).await, 400, "guard.invalid_pagination");
    for (query, count) in [
        ("types=SPA", 11),
        ("types=SPA&types=MachineToMachine", 12),
        ("search=%25MANY%25", 22),
        ("search=many+07", 1),
        ("search=many", 0),
        ("search.name=MANY+07&mode.name=exact", 1),
        ("search.name=many&mode=exact", 0),
        ("search.description=many+07", 0),
        ("search=%25many+1_&types=Traditional", 5),
    ] {
        let found = management.get(&format!("{APPLICATIONS}?{query}")).await.body;
        assert_eq!(found.as_array().unwrap().len(), count, "{query}");
    }
    assert_refused(&management.get(&format!("{APPLICATIONS}?types=Webby")).await, 400, "guard.invalid_input");
    assert_refused(&management.get(&format!("{APPLICATIONS}?search=")).await, 400, "request.invalid_input");
    let all_of_them = management.get(&format!("{APPLICATIONS}?search=a&joint=and")).await;
    assert_refused(&all_of_them, 501, "request.feature_not_supported");
}

#[tokio::test]
async fn one_more_secret_may_expire() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let application = web_application(&management, "http://localhost:3000/callback").await;
    let path = format!("{}/secrets", path(&application));
    let answer = management.post(&path, json!({ "name": "second", "expiresAt": 4_102_444_800_000_i64 })).await;
    assert_eq!((answer.status, &answer.body["expiresAt"]), (201, &json!(4_102_444_800_000_i64)));
    assert_eq!((text(&answer.body, "name"), text(&answer.body, "value").len()), ("second", 32));
    assert_eq!(management.get(&path).await.body.as_array().unwrap().len(), 2);
    let again = management.post(&path, json!({ "name": "second", "expiresAt": null })).await;
    assert_refused(&again, 422, "application.secret_name_exists");
    let past = management.post(&path, json!({ "name": "third", "expiresAt": 1000 })).await;
    assert_refused(&past, 400, "request.invalid_input");
    assert_eq!(past.body["message"], "Input is invalid. The value of `expiresAt` must be in the future.");
    let public = management.post(APPLICATIONS, json!({ "name": "x", "type": "SPA" })).await.body;
    let answer =
        management.post(&format!("{APPLICATIONS}/{}/secrets", text(&public, "id")), json!({ "name": "x" })).await;
    assert_refused(&answer, 422, "entity.db_constraint_violated");
}

#[tokio::test]
async fn applications_of_the_builder_are_there_too() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let encoded: String = url::form_urlencoded::byte_serialize(CLIENT_ID.as_bytes()).collect();
    let read = management.get(&format!("{APPLICATIONS}/{encoded}")).await.body;
    assert_eq!((text(&read, "id"), text(&read, "type")), (CLIENT_ID, "Traditional"));
    let secrets = management.get(&format!("{APPLICATIONS}/{encoded}/secrets")).await.body;
    assert_eq!(text(&secrets[0], "value"), CLIENT_SECRET);
    let without_token = answer(http().get(format!("{}{APPLICATIONS}", provider.endpoint()))).await;
    assert_refused(&without_token, 401, "auth.authorization_header_missing");
}
