//! What a tenant in use has, and must not lose.

use std::fs;

use serde_json::{Value, json};

use crate::{house::House, program::WISHES};

fn keeping() -> String {
    WISHES.replace("other_methods = \"remove\"", "other_methods = \"keep\"")
}

/// The sign-up of the tenant after a run with `other_methods = "keep"`, and what the run said.
async fn kept(sign_up: Value, methods: &[&str]) -> (Value, String) {
    let house = House::bare().await;
    // With the connector, which a sign-up by phone needs.
    house.set_up().await;
    let way = |name: &&str| json!({ "identifier": name, "password": true, "verificationCode": *name == "phone", "isPasswordPrimary": false });
    let methods: Vec<Value> = methods.iter().map(way).collect();
    let api = house.by_hand().await;
    api.patch("sign-in-exp", json!({ "signUp": sign_up, "signIn": { "methods": methods } })).await;
    house.wish(&keeping());
    let said = house.set_up().await.everything();
    (api.get("sign-in-exp").await["signUp"].clone(), said)
}

#[tokio::test]
async fn a_sign_up_that_has_the_phone_stays_as_it_is() {
    let sign_up = json!({ "identifiers": ["phone"], "password": true, "verify": true });
    let (after, said) = kept(sign_up.clone(), &["phone", "username"]).await;
    assert_eq!(after["identifiers"], sign_up["identifiers"]);
    assert_eq!(after["password"], true);
    assert!(!said.contains("any longer"), "{said}");
}

#[tokio::test]
async fn who_cannot_register_any_longer_is_said() {
    let sign_up = json!({ "identifiers": ["username"], "password": true, "verify": false });
    let (after, said) = kept(sign_up, &["username"]).await;
    assert_eq!(after["identifiers"], json!(["phone"]));
    assert!(said.contains("nobody can register with username any longer"), "{said}");
}

#[tokio::test]
async fn a_closed_registration_leaves_the_sign_up_alone() {
    let house = House::bare().await;
    house.wish(&keeping().replace("registration = true", "registration = false"));
    house.set_up().await;
    let experience = house.by_hand().await.get("sign-in-exp").await;
    assert_eq!(experience["signInMode"], "SignIn");
    assert_eq!(experience["signUp"]["identifiers"], json!(["username"]));
}

#[tokio::test]
async fn a_secret_that_the_app_has_and_that_works_is_kept() {
    let mut house = House::bare().await;
    house.set_up().await;
    let api = house.by_hand().await;
    let id = api.application().await["id"].as_str().unwrap().to_owned();
    api.post(&format!("applications/{id}/secrets"), json!({ "name": "second", "expiresAt": null })).await;
    let secrets = api.get(&format!("applications/{id}/secrets")).await;
    for secret in secrets.as_array().unwrap() {
        let value = secret["value"].as_str().unwrap();
        house.set("LOGTO_APP_SECRET", value);
        house.provision(&["--yes", "--write-env"]).await;
        let text = fs::read_to_string(house.path(".env")).unwrap();
        assert!(text.contains(&format!("LOGTO_APP_SECRET={value}")), "{text}");
    }
}

#[tokio::test]
async fn what_another_endpoint_was_told_is_not_told_to_the_new_one_and_the_plan_says_so() {
    let mut house = House::bare().await;
    let wishes = |port: u16| {
        format!(
            "[application]\nname = \"a\"\n[sms]\nconnector = \"http-sms\"\nendpoint = \"http://localhost:{port}/texts\"\n"
        )
    };
    house.set("HTTP_SMS_AUTHORIZATION", "Bearer of-the-first");
    house.wish(&wishes(1));
    house.set_up().await;
    house.set("HTTP_SMS_AUTHORIZATION", "");
    assert_eq!(house.provision(&["--check"]).await.code, 0);
    house.wish(&wishes(2));
    house.set_up().await.says("authorization: a secret -> none");
    assert_eq!(house.by_hand().await.connector().await["config"], json!({ "endpoint": "http://localhost:2/texts" }));
}

#[tokio::test]
async fn roles_of_machines_are_not_taken_for_those_of_people() {
    let house = House::bare().await;
    let api = house.by_hand().await;
    api.post("roles", json!({ "name": "baker", "description": "An oven", "type": "MachineToMachine" })).await;
    api.post("organization-roles", json!({ "name": "editor", "type": "MachineToMachine" })).await;
    let changes = house.changes();
    let run = house.provision(&["--yes"]).await;
    assert_eq!((run.code, house.changes()), (2, changes), "{}", run.everything());
    run.says("the tenant has a role \"baker\" for machine-to-machine applications");
    run.says("the tenant has an organization role \"editor\" for machine-to-machine applications");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_seen_before_anything_is_changed() {
    let house = House::bare().await;
    let run = house.provision(&["--yes", "--write-env=nowhere/.env"]).await;
    assert_eq!((run.code, house.changes()), (2, 0), "{}", run.everything());
    run.says("nowhere/.env: ");
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_others_can_read_is_pointed_out() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::bare().await;
    fs::write(house.path(".env"), "A=1\n").unwrap();
    fs::set_permissions(house.path(".env"), fs::Permissions::from_mode(0o644)).unwrap();
    let run = house.provision(&["--yes", "--write-env"]).await;
    run.says("others on this machine can read it: chmod 600 .env");
    fs::set_permissions(house.path(".env"), fs::Permissions::from_mode(0o600)).unwrap();
    let run = house.provision(&["--yes", "--write-env"]).await;
    assert!(!run.everything().contains("chmod"), "{}", run.everything());
}

#[tokio::test]
async fn a_program_hears_what_was_done_before_an_error() {
    let house = House::bare().await;
    let refusal = json!({ "code": "connector.invalid_config" }).to_string();
    let canned = logto::dev_provider::Canned { status: 400, body: refusal, ..Default::default() };
    house.provider.next_response("POST /api/connectors", canned);
    let run = house.provision(&["--yes", "--json"]).await;
    assert_eq!(run.code, 3, "{}", run.everything());
    let outcome = run.json();
    assert_eq!(outcome["done"], json!(["application \"Bakery & Café\""]));
    assert_eq!(outcome["error"]["code"], "management.refused");
    assert!(outcome["error"]["next_step"].as_str().unwrap().contains("[sms]"), "{outcome}");
}
