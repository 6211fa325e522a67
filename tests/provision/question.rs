//! The question before the changes: a no changes nothing, and nobody's work is written over while it stands.

use std::{io::Read, process::Stdio};

use tokio::task::spawn_blocking;

use crate::{
    house::House,
    terminal::{Screen, answer},
};

#[tokio::test]
async fn a_yes_applies_and_anything_else_does_not() {
    let house = House::bare().await;
    for no in ["n", "", "maybe"] {
        let Screen { code, text } = answer(house.command(&[]), async {}, &[no]).await;
        assert_eq!((code, house.changes()), (1, 0), "{text}");
        assert!(text.contains("Nothing was changed."), "{text}");
    }
    let Screen { code, text } = answer(house.command(&[]), async {}, &["y"]).await;
    assert_eq!(code, 0, "{text}");
    assert_eq!(house.provision(&["--check"]).await.code, 0);
}

#[tokio::test]
async fn what_others_register_while_the_question_stands_stays() {
    let house = House::bare().await;
    house.set_up().await;
    house.wish(&crate::program::WISHES.replace("Bread", "Cake").replace("opens the bakery", "opens it"));
    let api = house.by_hand().await;
    let meanwhile = async {
        api.change_application("oidcClientMetadata", |metadata| {
            metadata["redirectUris"].as_array_mut().unwrap().push("http://localhost:4000/callback".into());
        })
        .await;
        api.change_connector(|config| config["note"] = "by hand".into()).await;
    };
    let Screen { code, text } = answer(house.command(&[]), meanwhile, &["y"]).await;
    assert_eq!(code, 0, "{text}");
    let uris = house.by_hand().await.application().await["oidcClientMetadata"]["redirectUris"].clone();
    assert_eq!(uris, serde_json::json!(["http://localhost:3000/callback", "http://localhost:4000/callback"]));
    assert_eq!(house.by_hand().await.connector().await["config"]["note"], "by hand");
}

#[tokio::test]
async fn a_plan_that_has_become_another_is_shown_and_asked_for_again() {
    let house = House::bare().await;
    house.set_up().await;
    house.wish(&crate::program::WISHES.replace("Bread", "Cake"));
    let api = house.by_hand().await;
    let meanwhile = async {
        api.patch("sign-in-exp", serde_json::json!({ "signInMode": "SignIn" })).await;
    };
    let changes = house.changes();
    let Screen { code, text } = answer(house.command(&[]), meanwhile, &["y", "n"]).await;
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("The tenant has changed since."), "{text}");
    assert!(text.contains("signInMode: SignIn -> SignInAndRegister"), "{text}");
    // The one by hand.
    assert_eq!(house.changes(), changes + 1);
}

#[tokio::test]
async fn a_reader_that_goes_away_stops_nothing() {
    let house = House::bare().await;
    let mut command = house.command(&["--yes"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ended = spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let mut complaints = String::new();
        child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
        (child.wait().unwrap().code().unwrap(), complaints)
    });
    assert_eq!(ended.await.unwrap(), (0, String::new()));
    assert_eq!(house.provision(&["--check"]).await.code, 0);
}
