//! A bare tenant becomes one where a person signs in by phone, by one run.

use std::fs;

use logto::{CallbackParams, Clock, LogtoClient, LogtoConfig, Origin, Scope, Secret, SignInOptions};

use url::Url;

use crate::{house::House, tenant_api::id, twilio::Message};

#[tokio::test]
async fn one_run_makes_a_bare_tenant_one_where_a_person_signs_in_by_phone() {
    let house = House::bare().await;
    let run = house.provision(&["--yes", "--write-env"]).await;
    assert_eq!(run.code, 0, "{}", run.everything());
    run.says("create  application \"Bakery & Café\"");
    run.says("create  SMS connector \"twilio-short-message-service\"");
    run.says("change  sign-in experience");
    run.says("who signs in by username cannot any longer");

    // What the run has written is all that the app is told.
    let env: Vec<(String, String)> =
        dotenvy::from_path_iter(house.path(".env")).unwrap().collect::<Result<_, _>>().unwrap();
    let variable = |name: &str| env.iter().find(|(known, _)| known == name).unwrap().1.clone();
    let config = LogtoConfig {
        scopes: vec![Scope::Phone],
        ..LogtoConfig::new(
            Origin::parse(&variable("LOGTO_ENDPOINT")).unwrap(),
            variable("LOGTO_APP_ID"),
            Secret::new(variable("LOGTO_APP_SECRET")),
            Origin::parse("http://localhost:3000").unwrap(),
        )
    };
    assert_eq!(variable("LOGTO_RESOURCES"), "https://api.example/recipes");
    assert_eq!(variable("LOGTO_SCOPES"), "phone read:recipes write:recipes");
    let client = LogtoClient::new(config, Clock::system()).unwrap();
    let request = client.sign_in(&SignInOptions::default()).await.unwrap();
    let callback = walk_the_hosted_pages(&house, request.url.as_str()).await;
    let params = CallbackParams::parse(callback.query().unwrap()).unwrap();
    let (session, _) = client.handle_sign_in_callback(params, request.transaction).await.unwrap();
    assert_eq!(session.claims.phone_number.as_deref(), Some("12015550123"));

    let texts = house.twilio.messages();
    let [Message { to, body, risk_check }] = texts.as_slice() else { panic!("{texts:?}") };
    assert_eq!((to.as_str(), risk_check.as_str()), ("+12015550123", "enable"));
    assert!(!body.contains("{{"), "{body}");
}

/// As a person does it, whose phone is Twilio's.
async fn walk_the_hosted_pages(house: &House, url: &str) -> Url {
    let browser = house.provider.browser().unwrap();
    browser.get(url).await.unwrap();
    browser.post("/sign-in", &[("phone", "12015550123")]).await.unwrap();
    let text = house.twilio.messages().pop().unwrap().body;
    let code: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take(6).collect();
    browser.post("/code", &[("code", &code)]).await.unwrap();
    let mut answer = browser.post("/create-account", &[]).await.unwrap();
    loop {
        let location = answer.headers()["location"].to_str().unwrap().to_owned();
        if location.starts_with("http://localhost:3000/") {
            return Url::parse(&location).unwrap();
        }
        answer = browser.get(&location).await.unwrap();
    }
}

#[tokio::test]
async fn a_second_run_has_nothing_to_do() {
    let house = House::bare().await;
    let run = house.provision(&["--check"]).await;
    assert_eq!((run.code, house.changes()), (1, 0), "{}", run.everything());
    house.set_up().await;
    let changes = house.changes();
    let run = house.set_up().await;
    run.says("Nothing to do");
    assert_eq!(house.changes(), changes);
    assert_eq!(house.provision(&["--check"]).await.code, 0);
}

#[tokio::test]
async fn what_others_have_set_up_stays() {
    let house = House::bare().await;
    house.set_up().await;
    let api = house.by_hand().await;
    api.change_application("oidcClientMetadata", |metadata| {
        metadata["redirectUris"].as_array_mut().unwrap().insert(0, "http://localhost:4000/callback".into());
        metadata["logoUri"] = "https://example.com/logo.svg".into();
    })
    .await;
    api.change_application("customClientMetadata", |metadata| metadata["refreshTokenTtlInDays"] = 30.into()).await;
    api.change_connector(|config| config["note"] = "by hand".into()).await;
    // Something is to be done in each of them, so that each is written.
    house.wish(&crate::program::WISHES.replace("opens the bakery", "opens it").replace("Bread", "Cake"));
    house.set_up().await;

    let application = api.application().await;
    assert_eq!(application["description"], "Cake");
    assert_eq!(application["oidcClientMetadata"]["redirectUris"][0], "http://localhost:4000/callback");
    assert_eq!(application["oidcClientMetadata"]["redirectUris"][1], "http://localhost:3000/callback");
    assert_eq!(application["oidcClientMetadata"]["logoUri"], "https://example.com/logo.svg");
    assert_eq!(application["oidcClientMetadata"]["backchannelLogoutUri"], "http://localhost:3000/backchannel-logout");
    assert_eq!(application["customClientMetadata"]["refreshTokenTtlInDays"], 30);
    assert_eq!(application["customClientMetadata"]["allowTokenExchange"], true);
    let connector = api.connector().await;
    assert_eq!(connector["config"]["note"], "by hand");
}

#[tokio::test]
async fn the_application_is_found_by_its_id_and_gets_its_name() {
    let mut house = House::bare().await;
    house.set_up().await;
    let api = house.by_hand().await;
    let application = api.application().await;
    house.set("LOGTO_APP_ID", id(&application));
    house.wish(&crate::program::WISHES.replace("Bakery & Café", "Patisserie"));
    let run = house.set_up().await;
    run.says("name: Bakery & Café -> Patisserie");
    assert_eq!(id(&api.find("applications", "name", "Patisserie").await), id(&application));
}

#[tokio::test]
async fn what_the_app_needs_is_written_beside_the_lines_that_are_there() {
    let house = House::bare().await;
    fs::write(house.path(".env"), "# mine\nLOGTO_APP_ID=\nOTHER=1\n").unwrap();
    let run = house.provision(&["--yes", "--write-env"]).await;
    assert_eq!(run.code, 0, "{}", run.everything());
    let text = fs::read_to_string(house.path(".env")).unwrap();
    assert!(text.starts_with("# mine\nLOGTO_APP_ID="), "{text}");
    assert!(text.contains("\nOTHER=1\n"), "{text}");
    let secret = text.lines().find_map(|line| line.strip_prefix("LOGTO_APP_SECRET=")).unwrap();
    assert!(!run.everything().contains(secret));
    house.provision(&["--show-secret"]).await.says(&format!("LOGTO_APP_SECRET={secret}"));
}

#[tokio::test]
async fn the_result_can_be_read_by_a_program() {
    let house = House::bare().await;
    let checked = house.provision(&["--check", "--json"]).await;
    let plan = checked.json();
    assert_eq!((checked.code, &plan["differs"], &plan["applied"]), (1, &true.into(), &false.into()));
    let applied = house.provision(&["--yes", "--json"]).await.json();
    assert_eq!(applied["applied"], true);
    assert_eq!(applied["plan"], plan["plan"]);
    let id = house.by_hand().await.application().await["id"].clone();
    assert_eq!(applied["environment"]["LOGTO_APP_ID"], id);
    assert!(applied["environment"]["LOGTO_APP_SECRET"].is_null());
    assert_eq!(house.provision(&["--yes", "--json"]).await.json()["differs"], false);
}
