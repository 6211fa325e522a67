//! A text goes through the tenant's connector, wherever it was asked for.

use logto::dev_provider::DevProvider;
use reqwest::Method;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::hosted_pages::begin;
use crate::management::{Management, assert_refused};
use crate::management_applications::bare;
use crate::management_connectors::{CONNECTORS, TWILIO, twilio_config};
use crate::service::{Arrived, Service, nobody};
use crate::support::{Answer, PHONE, answer, builder, http, machine, start};

async fn connect(management: &Management<'_>, factory: &str, config: Value) {
    let answer = management.post(CONNECTORS, json!({ "connectorId": factory, "config": config })).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

async fn send(management: &Management<'_>) -> Answer {
    management.post("/api/verification-codes", json!({ "phone": PHONE })).await
}

async fn test(management: &Management<'_>, factory: &str, config: Value) -> Answer {
    management.post(&format!("{CONNECTORS}/{factory}/test"), json!({ "phone": PHONE, "config": config })).await
}

/// One request, and nothing else.
fn only(service: &Service) -> Arrived {
    let [arrived] = <[Arrived; 1]>::try_from(service.arrived()).unwrap();
    arrived
}

fn posted(arrived: &Arrived) -> Vec<(String, String)> {
    form_urlencoded::parse(arrived.body.as_bytes()).into_owned().collect()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

async fn with_twilio(twilio: &str) -> DevProvider {
    builder().twilio_at(twilio).start().await.unwrap()
}

#[tokio::test]
async fn twilio_is_asked_as_logto_asks_it() {
    let twilio = Service::start().await;
    let provider = with_twilio(&twilio.url).await;
    let management = Management::of(&provider).await;
    connect(&management, TWILIO, twilio_config()).await;
    assert_eq!(send(&management).await.status, 204);
    let arrived = only(&twilio);
    let path = "/2010-04-01/Accounts/AC00000000000000000000000000000000/Messages.json";
    assert_eq!((arrived.method.clone(), arrived.path.as_str()), (Method::POST, path));
    assert_eq!(arrived.header("content-type"), "application/x-www-form-urlencoded");
    // Base64 of the account's SID, a colon and the token, each as it is: unlike a client's, they are not encoded before.
    let expected = "Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDp0MGtlbjorLyUgJj3DqQ==";
    assert_eq!(arrived.header("authorization"), expected);
    let form = posted(&arrived);
    let code: String = form[2].1.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(code.len(), 6);
    let expected = [
        pair("To", &format!("+{PHONE}")),
        pair("MessagingServiceSid", "MG00000000000000000000000000000000"),
        pair("Body", &format!("Generic: {code}.")),
        pair("RiskCheck", "enable"),
    ];
    assert_eq!(form, expected);
    let body = json!({ "phone": PHONE, "verificationCode": code });
    assert_eq!(management.post("/api/verification-codes/verify", body).await.status, 204);
    assert!(provider.messages(PHONE).is_empty(), "it went to Twilio, not to the inbox");
}

#[tokio::test]
async fn the_hosted_pages_send_by_the_template_of_their_usage() {
    let twilio = Service::start().await;
    let provider = with_twilio(&twilio.url).await;
    let management = Management::of(&provider).await;
    let mut config = twilio_config();
    config["disableRiskCheck"] = json!(true);
    connect(&management, TWILIO, config).await;
    for (path, screen, usage) in [("/sign-in", "sign_in", "SignIn"), ("/register", "register", "Register")] {
        let browser = begin(&provider, &[("first_screen", screen)]).await;
        assert_eq!(browser.post(path, &[("phone", PHONE)]).await.unwrap().status(), 303);
        let form = posted(&only(&twilio));
        assert!(form[2].1.starts_with(&format!("{usage}: ")), "{form:?}");
        assert_eq!(form[3], pair("RiskCheck", "disable"));
    }
}

#[tokio::test]
async fn a_refusal_of_twilio_is_handed_on_as_it_is() {
    let twilio = Service::start().await;
    let provider = with_twilio(&twilio.url).await;
    let management = Management::of(&provider).await;
    let raw = r#"{"code":21211,"message":"Invalid 'To' Phone Number","status":400}"#;
    twilio.answer_with(400, raw);
    connect(&management, TWILIO, twilio_config()).await;
    for answer in [send(&management).await, test(&management, TWILIO, twilio_config()).await] {
        assert_refused(&answer, 400, "connector.general");
        assert_eq!(answer.body["data"], json!({ "message": raw }));
        let message = format!("Error occurred in connector: {}", json!({ "message": raw }));
        assert_eq!(answer.body["message"], message);
    }
    let browser = begin(&provider, &[]).await;
    let page = browser.post("/sign-in", &[("phone", PHONE)]).await.unwrap();
    assert_eq!(page.status(), 400);
    let page = page.text().await.unwrap();
    assert!(page.contains("connector.general") && !page.contains("21211"), "{page}");
    twilio.answer_with(201, "{}");
    for _ in 0..10 {
        assert_eq!(send(&management).await.status, 204, "what was refused does not count");
    }
    assert_refused(&send(&management).await, 429, "request.message_rate_limited");
}

#[tokio::test]
async fn an_unreachable_twilio_is_a_bare_500() {
    let provider = with_twilio(&nobody()).await;
    let management = Management::of(&provider).await;
    connect(&management, TWILIO, twilio_config()).await;
    for answer in [send(&management).await, test(&management, TWILIO, twilio_config()).await] {
        assert_eq!((answer.status, answer.body), (500, json!({ "message": "Internal server error." })));
    }
}

#[tokio::test]
async fn without_a_stand_in_for_twilio_the_text_ends_in_the_inbox() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let mut config = twilio_config();
    config["templates"][3]["content"] = json!("{{ code }} or {{code}}, not {{ link }} {{");
    assert_eq!(test(&management, TWILIO, config.clone()).await.status, 204);
    assert_eq!(provider.messages(PHONE)[0].body, "000000 or 000000, not {{ link }} {{");
    connect(&management, TWILIO, config).await;
    assert_eq!(send(&management).await.status, 204);
    let message = &provider.messages(PHONE)[0];
    assert_eq!(message.body, format!("{0} or {0}, not {{{{ link }}}} {{{{", message.code));
}

#[tokio::test]
async fn twilios_stand_in_is_on_this_machine() {
    let error = DevProvider::builder().twilio_at("https://api.twilio.com").start().await.err().unwrap();
    assert!(error.to_string().contains("https://api.twilio.com is not a loopback address"), "{error}");
}

#[tokio::test]
async fn an_endpoint_is_told_to_whom_what_is_to_be_said() {
    let service = Service::start().await;
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let config = json!({ "endpoint": format!("{}/texts", service.url), "authorization": "Bearer inbox-token" });
    assert_eq!(test(&management, "http-sms", config.clone()).await.status, 204);
    let arrived = only(&service);
    assert_eq!((arrived.method.clone(), arrived.path.as_str()), (Method::POST, "/texts"));
    assert_eq!(arrived.header("authorization"), "Bearer inbox-token");
    assert_eq!(arrived.header("content-type"), "application/json");
    let body: Value = serde_json::from_str(&arrived.body).unwrap();
    let payload = json!({ "code": "000000" });
    assert_eq!(body, json!({ "to": PHONE, "type": "Generic", "payload": payload, "ip": "127.0.0.1" }));

    connect(&management, "http-sms", json!({ "endpoint": format!("{}/texts", service.url) })).await;
    assert_eq!(send(&management).await.status, 204);
    let arrived = only(&service);
    assert_eq!(arrived.header("authorization"), "");
    let body: Value = serde_json::from_str(&arrived.body).unwrap();
    let verify = json!({ "phone": PHONE, "verificationCode": body["payload"]["code"] });
    assert_eq!(management.post("/api/verification-codes/verify", verify).await.status, 204);

    service.answer_with(503, r#"{"error":"closed"}"#);
    let refused = send(&management).await;
    assert_refused(&refused, 400, "connector.general");
    assert_eq!(refused.body["data"]["message"], r#"{"error":"closed"}"#);
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_called_is_a_connector_error() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    for (endpoint, reason) in
        [(nobody(), ""), ("https://sms.example/".to_owned(), "loopback addresses only"), ("not a url".to_owned(), "")]
    {
        let answer = test(&management, "http-sms", json!({ "endpoint": endpoint })).await;
        assert_refused(&answer, 400, "connector.general");
        let message = answer.body["data"]["message"].as_str().unwrap();
        assert!(!message.is_empty() && message.contains(reason), "{message}");
    }
}

#[tokio::test]
async fn an_endpoint_that_says_nothing_is_waited_for() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let request = test(&management, "http-sms", json!({ "endpoint": endpoint }));
    tokio::select! {
        answer = request => panic!("answered {} before the endpoint did", answer.status),
        accepted = listener.accept() => drop(accepted.unwrap()),
    }
}

#[tokio::test]
async fn a_test_is_refused_for_what_cannot_be_sent() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    let config = json!({ "endpoint": "http://localhost:1/" });
    let post = async |factory: &str, body: Value| management.post(&format!("{CONNECTORS}/{factory}/test"), body).await;
    for body in
        [json!({ "phone": "+12015550123", "config": config }), json!({ "config": config }), json!({ "phone": PHONE })]
    {
        assert_refused(&post("http-sms", body).await, 400, "guard.invalid_input");
    }
    let unknown = post("nosuchfactory", json!({ "phone": PHONE, "config": {} })).await;
    assert_refused(&unknown, 400, "connector.not_found");
    assert_eq!(unknown.body["message"], "Cannot find any available connector for type: Sms.");
    let email = post("http-sms", json!({ "email": "a@b.example", "config": config })).await;
    assert_refused(&email, 400, "connector.unexpected_type");
    assert_refused(&test(&management, "http-sms", json!({})).await, 400, "connector.invalid_config");
}

#[tokio::test]
async fn the_inbox_is_an_endpoint_for_texts() {
    let provider = start().await;
    let url = format!("{}/inbox/http-sms", provider.endpoint());
    let post = async |usage: &str| {
        let body = json!({ "to": "610412345678", "type": usage, "payload": { "code": "123456" }, "ip": "127.0.0.1" });
        answer(http().post(&url).header("content-type", "application/json").body(body.to_string())).await.status
    };
    assert_eq!(post("SignIn").await, 204);
    let [message] = provider.messages("61412345678").try_into().unwrap();
    assert_eq!(message.code, "123456");
    assert!(message.body.starts_with("Your Logto sign-in verification code is 123456."), "{}", message.body);
    assert_eq!(post("MfaVerification").await, 204);
    assert_eq!(post("NoSuchUsage").await, 422);
    let foreign = http().post(&url).header("content-type", "application/json").header("origin", "https://x.example");
    assert_eq!(answer(foreign.body("{}")).await.status, 403);
}

#[tokio::test]
async fn a_connector_may_point_to_the_providers_own_inbox() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    connect(&management, "http-sms", json!({ "endpoint": format!("{}/inbox/http-sms", provider.endpoint()) })).await;
    for _ in 0..10 {
        assert_eq!(send(&management).await.status, 204);
    }
    assert_eq!(provider.messages(PHONE).len(), 10);
    assert_refused(&send(&management).await, 429, "request.message_rate_limited");
}

#[tokio::test]
async fn a_connector_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("provider.json");
    let start = async || {
        let builder = DevProvider::builder().bare().machine_to_machine(machine()).data(&path);
        builder.start().await.unwrap()
    };
    let provider = start().await;
    let management = Management::of(&provider).await;
    connect(&management, TWILIO, twilio_config()).await;
    let policy = json!({ "verificationCodePolicy": { "expirationDuration": 120 } });
    management.patch("/api/sign-in-exp", policy).await;
    management.post("/api/applications", json!({ "name": "Shop", "type": "Traditional" })).await;
    let paths = ["/api/connectors", "/api/sign-in-exp", "/api/applications?search=Shop"];
    let mut before = Vec::new();
    for path in paths {
        before.push(management.get(path).await.body);
    }
    drop(provider);
    let provider = start().await;
    let management = Management::of(&provider).await;
    for (path, before) in paths.iter().zip(before) {
        assert_eq!(management.get(path).await.body, before, "{path}");
    }
    assert_eq!(management.get("/api/applications").await.body.as_array().unwrap().len(), 2);
}
