//! `provision test-sms`: what Twilio answers, through Logto, in words.

use serde_json::json;

use crate::{house::House, program::Run, twilio::Says};

const NUMBER: &str = "+12015550123";

async fn set_up() -> House {
    let house = House::bare().await;
    house.set_up().await;
    house
}

/// The number of the person who tests is not anybody else's business: neither Twilio's message nor the number is repeated.
fn says_nothing_of_the_number(run: &Run) {
    assert!(!run.everything().contains("2015550123"), "{}", run.everything());
}

#[tokio::test]
async fn a_text_is_sent() {
    let house = set_up().await;
    let run = house.provision(&["test-sms", "+1 201 555 0123"]).await;
    assert_eq!(run.code, 0, "{}", run.everything());
    run.says("000000");
    let texts = house.twilio.messages();
    assert_eq!((texts.len(), texts[0].to.as_str()), (1, NUMBER));
    assert!(texts[0].body.contains("000000"));
}

async fn is_explained(says: Says, meaning: &str) {
    let house = set_up().await;
    house.twilio.says(says);
    let run = house.provision(&["test-sms", NUMBER]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    run.says(meaning);
    says_nothing_of_the_number(&run);
}

#[tokio::test]
async fn a_wrong_auth_token() {
    is_explained(Says::No(401, 20003), "set TWILIO_AUTH_TOKEN to the one in Twilio's console").await;
}

#[tokio::test]
async fn a_trial_account_and_a_number_that_is_not_verified() {
    is_explained(Says::No(400, 21608), "Verified Caller IDs").await;
}

#[tokio::test]
async fn a_region_without_permission() {
    is_explained(Says::No(400, 21408), "Geo permissions").await;
}

#[tokio::test]
async fn too_many_requests_to_twilio() {
    is_explained(Says::No(429, 20429), "wait a minute").await;
}

#[tokio::test]
async fn a_code_that_is_not_known_here() {
    is_explained(Says::No(400, 29999), "https://www.twilio.com/docs/api/errors/29999").await;
}

#[tokio::test]
async fn twilio_out_of_order() {
    is_explained(Says::Broken, "the SMS provider's own log").await;
}

#[tokio::test]
async fn twilio_does_not_answer() {
    let house = set_up().await;
    house.twilio.says(Says::Nothing);
    let run = house.provision(&["test-sms", "--timeout", "1", NUMBER]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    run.says("no answer within 1 s");
    run.says("may arrive all the same");
}

#[tokio::test]
async fn twilio_cannot_be_reached() {
    let house = House::with(|builder| builder.twilio_at("http://127.0.0.1:1")).await;
    house.set_up().await;
    let run = house.provision(&["test-sms", NUMBER]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    run.says("check that the machine Logto runs on can reach the SMS provider");
}

#[tokio::test]
async fn an_endpoint_of_ones_own_that_cannot_be_reached() {
    let house = House::bare().await;
    house.wish("[application]\nname = \"a\"\nredirect_uris = [\"http://localhost:3000/callback\"]\n[sms]\nconnector = \"http-sms\"\nendpoint = \"http://localhost:1/texts\"\n");
    house.set_up().await;
    let run = house.provision(&["test-sms", NUMBER]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    run.says("check that the machine Logto runs on can reach the SMS provider");
}

#[tokio::test]
async fn numbers_of_another_provider_are_not_taken_for_twilios() {
    let house = House::bare().await;
    house.wish(&format!(
        "[application]\nname = \"a\"\n[sms]\nconnector = \"http-sms\"\nendpoint = \"{}\"\n",
        house.twilio.url()
    ));
    house.set_up().await;
    house.twilio.says(Says::No(400, 20003));
    let run = house.provision(&["test-sms", NUMBER]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    run.says("with the code 20003");
    run.says("the SMS provider's own log");
    assert!(!run.everything().contains("TWILIO"), "{}", run.everything());
}

#[tokio::test]
async fn a_tenant_without_a_connector() {
    let house = House::bare().await;
    let run = house.provision(&["test-sms", NUMBER]).await;
    assert_eq!(run.code, 2, "{}", run.everything());
    run.says("describe it under [sms] in logto.toml");
}

#[tokio::test]
async fn a_number_without_its_country_is_not_guessed() {
    let house = set_up().await;
    for number in ["2015550123", "12015550123", "+120155", "hello"] {
        let run = house.provision(&["test-sms", number]).await;
        assert_eq!(run.code, 2, "{}", run.everything());
        run.says("no text was sent");
    }
    assert!(house.twilio.messages().is_empty());
}

#[tokio::test]
async fn the_result_can_be_read_by_a_program() {
    let house = set_up().await;
    let sent = house.provision(&["test-sms", "--json", NUMBER]).await;
    assert_eq!(sent.json(), json!({ "connector": "twilio-short-message-service", "sent": true }));
    house.twilio.says(Says::No(400, 21408));
    let refused = house.provision(&["test-sms", "--json", NUMBER]).await.json();
    assert_eq!(refused["error"]["code"], "connector_test.provider_refused");
    assert!(refused["error"]["next_step"].as_str().unwrap().contains("21408"), "{refused}");
}
