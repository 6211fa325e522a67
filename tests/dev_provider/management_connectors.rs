//! `/api/connectors` and `/api/connector-factories`.

use serde_json::{Value, json};

use crate::management::{Management, assert_refused};
use crate::management_applications::bare;
use crate::support::{start, text};

pub const CONNECTORS: &str = "/api/connectors";
pub const TWILIO: &str = "twilio-short-message-service";

/// A configuration that Logto takes.
pub fn twilio_config() -> Value {
    let template = |usage: &str| json!({ "usageType": usage, "content": format!("{usage}: {{{{code}}}}.") });
    let templates = ["SignIn", "Register", "ForgotPassword", "Generic"].map(template);
    json!({
        "accountSID": "AC00000000000000000000000000000000",
        "authToken": "t0ken:+/% &=é",
        "fromMessagingServiceSID": "MG00000000000000000000000000000000",
        "templates": templates,
    })
}

#[tokio::test]
async fn a_new_tenant_has_no_connector() {
    let provider = bare().await;
    let answer = Management::of(&provider).await.get(CONNECTORS).await;
    assert_eq!((answer.status, answer.body), (200, json!([])));
}

#[tokio::test]
async fn two_kinds_of_connectors_can_be_made() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let factories = management.get("/api/connector-factories").await.body;
    let ids: Vec<_> = factories.as_array().unwrap().iter().map(|factory| text(factory, "id")).collect();
    assert_eq!(ids, ["http-sms", TWILIO]);
    let twilio = management.get(&format!("/api/connector-factories/{TWILIO}")).await.body;
    assert_eq!((&twilio["type"], &twilio["target"]), (&json!("Sms"), &json!("twilio-sms")));
    let keys: Vec<_> = twilio["formItems"].as_array().unwrap().iter().map(|item| text(item, "key")).collect();
    assert_eq!(keys, ["accountSID", "authToken", "fromMessagingServiceSID", "disableRiskCheck", "templates"]);
    assert_eq!(twilio, factories[1]);
    assert_refused(&management.get("/api/connector-factories/nosuchfactory").await, 404, "entity.not_found");
}

#[tokio::test]
async fn a_connector_shows_its_configuration_in_clear() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let created = management.post(CONNECTORS, json!({ "connectorId": TWILIO, "config": twilio_config() })).await;
    assert_eq!((created.status, &created.body["config"]), (200, &twilio_config()));
    let said = ["connectorId", "type", "target", "isDemo", "syncProfile", "metadata"].map(|name| &created.body[name]);
    assert_eq!(json!(said), json!([TWILIO, "Sms", "twilio-sms", false, false, {}]));
    let id = text(&created.body, "id");
    assert_eq!(id.len(), 12);
    assert_eq!(management.get(&format!("{CONNECTORS}/{id}")).await.body, created.body);
    assert_eq!(management.get(CONNECTORS).await.body, json!([created.body]));
}

#[tokio::test]
async fn a_second_connector_takes_the_place_of_the_first_and_a_refused_one_does_not() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let first = management.post(CONNECTORS, json!({ "connectorId": TWILIO, "config": twilio_config() })).await.body;
    let second = json!({ "connectorId": "http-sms", "config": { "endpoint": "http://localhost:1/" } });
    let second = management.post(CONNECTORS, second).await.body;
    assert_eq!(management.get(CONNECTORS).await.body, json!([second]));
    let gone = management.get(&format!("{CONNECTORS}/{}", text(&first, "id"))).await;
    assert_refused(&gone, 404, "entity.not_found");
    let same_id = json!({ "id": second["id"], "connectorId": TWILIO, "config": twilio_config() });
    let same_id = management.post(CONNECTORS, same_id).await;
    assert_eq!((same_id.status, same_id.body), (500, json!({ "message": "Internal server error." })));
    let bad = management.post(CONNECTORS, json!({ "connectorId": TWILIO, "config": {} })).await;
    assert_refused(&bad, 400, "connector.invalid_config");
    assert_eq!(management.get(CONNECTORS).await.body, json!([second]));
}

#[tokio::test]
async fn a_configuration_that_the_guard_refuses_is_named() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let without = |name: &str| {
        let mut config = twilio_config();
        config.as_object_mut().unwrap().remove(name);
        config
    };
    let with = |name: &str, value: Value| {
        let mut config = twilio_config();
        config[name] = value;
        config
    };
    let two = json!([{ "usageType": "SignIn", "content": "x" }, { "usageType": "Register", "content": "x" }]);
    for (config, detail) in [
        (without("accountSID"), "\"accountSID\""),
        (without("authToken"), "\"authToken\""),
        (without("fromMessagingServiceSID"), "\"fromMessagingServiceSID\""),
        (without("templates"), "\"templates\""),
        (with("disableRiskCheck", json!("yes")), "\"disableRiskCheck\""),
        (with("templates", json!([{ "usageType": "SignIn" }])), "\"templates.0.content\""),
        (with("templates", two), "Template with UsageType (ForgotPassword, Generic) should be provided!"),
    ] {
        let answer = management.post(CONNECTORS, json!({ "connectorId": TWILIO, "config": config })).await;
        assert_refused(&answer, 400, "connector.invalid_config");
        assert_eq!(answer.body["message"], "The connector's config is invalid.");
        assert!(text(&answer.body, "details").contains(detail), "{}", answer.body);
        assert!(!answer.body.to_string().contains("t0ken"), "a secret is not repeated");
    }
    let http_sms = json!({ "connectorId": "http-sms", "config": { "authorization": "x" } });
    assert_refused(&management.post(CONNECTORS, http_sms).await, 400, "connector.invalid_config");
    let unknown = json!({ "connectorId": "nosuchfactory", "config": {} });
    assert_refused(&management.post(CONNECTORS, unknown).await, 422, "connector.not_found_with_connector_id");
    for body in [json!({ "config": {} }), json!({ "connectorId": TWILIO, "config": "x" })] {
        assert_refused(&management.post(CONNECTORS, body).await, 400, "guard.invalid_input");
    }
}

#[tokio::test]
async fn what_is_empty_is_not_kept() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let config = json!({ "endpoint": "http://localhost:1/", "authorization": "", "extra": [null, {}], "from": "x" });
    let answer = management.post(CONNECTORS, json!({ "connectorId": "http-sms", "config": config })).await;
    assert_eq!(answer.body["config"], json!({ "endpoint": "http://localhost:1/", "from": "x" }));
    let nothing = management.post(CONNECTORS, json!({ "connectorId": "http-sms" })).await;
    assert_eq!((nothing.status, &nothing.body["config"]), (200, &json!({})));
    let answer = management.post("/api/verification-codes", json!({ "phone": "12015550123" })).await;
    assert_refused(&answer, 400, "connector.invalid_config");
}

#[tokio::test]
async fn a_change_replaces_the_configuration_whole() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let config = json!({ "endpoint": "http://localhost:1/", "authorization": "Bearer x" });
    let created = management.post(CONNECTORS, json!({ "connectorId": "http-sms", "config": config })).await.body;
    let path = format!("{CONNECTORS}/{}", text(&created, "id"));
    let config = json!({ "endpoint": "http://localhost:2/" });
    let answer = management.patch(&path, json!({ "config": config })).await;
    assert_eq!((answer.status, &answer.body["config"], &answer.body["id"]), (200, &config, &created["id"]));
    for (body, status, code) in [
        (json!({ "config": {} }), 400, "connector.invalid_config"),
        (json!({}), 422, "entity.invalid_input"),
        (
            json!({ "metadata": { "target": "x" } }),
            400,
            "connector.cannot_overwrite_metadata_for_non_standard_connector",
        ),
        (json!({ "syncProfile": true }), 422, "connector.invalid_type_for_syncing_profile"),
        (json!({ "config": 1 }), 400, "guard.invalid_input"),
    ] {
        assert_refused(&management.patch(&path, body).await, status, code);
    }
    assert_eq!(management.get(&path).await.body["config"], config);
    let unknown = management.patch(&format!("{CONNECTORS}/nosuchconnector"), json!({ "config": config })).await;
    assert_refused(&unknown, 404, "entity.not_found");
}

#[tokio::test]
async fn a_deleted_connector_sends_nothing_and_the_sign_in_experience_stays() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let [connector] =
        <[Value; 1]>::try_from(management.get(CONNECTORS).await.body.as_array().unwrap().clone()).unwrap();
    assert_eq!(connector["config"], json!({ "endpoint": format!("{}/inbox/http-sms", provider.endpoint()) }));
    let experience = management.get("/api/sign-in-exp").await.body;
    let path = format!("{CONNECTORS}/{}", text(&connector, "id"));
    assert_eq!(management.delete(&path).await.status, 204);
    assert_refused(&management.delete(&path).await, 404, "entity.not_found");
    assert_eq!(management.get(CONNECTORS).await.body, json!([]));
    assert_eq!(management.get("/api/sign-in-exp").await.body, experience);
    let answer = management.post("/api/verification-codes", json!({ "phone": "12015550123" })).await;
    assert_refused(&answer, 501, "connector.not_found");
}
