//! Whatever somebody typed into Logto's console, the terminal does not obey it.

use serde_json::json;

use crate::house::House;

/// Clears the screen, sets the title, turns the direction round, hides.
const EVIL: &str = "evil\u{1b}[2J\u{1b}]0;pwned\u{7}\u{202e}\u{200b}";

#[tokio::test]
async fn texts_of_the_tenant_are_printed_without_what_a_terminal_obeys() {
    let mut house = House::bare().await;
    house.set_up().await;
    let api = house.by_hand().await;
    let application = api.application().await;
    let id = application["id"].as_str().unwrap().to_owned();
    api.patch(&format!("applications/{id}"), json!({ "name": EVIL, "description": EVIL })).await;
    api.change_connector(|config| config["fromMessagingServiceSID"] = EVIL.into()).await;
    let resource = api.find("resources", "name", "Recipes").await;
    api.patch(&format!("resources/{}", resource["id"].as_str().unwrap()), json!({ "name": EVIL })).await;
    house.set("LOGTO_APP_ID", &id);
    for arguments in [["--check"].as_slice(), &["--yes"], &["doctor"]] {
        let run = house.provision(arguments).await;
        let said = run.everything();
        assert!(arguments[0] == "doctor" || said.contains("evil·[2J"), "{said}");
        let obeyed = |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{202e}' | '\u{200b}');
        assert_eq!(said.chars().find(obeyed), None, "{arguments:?}: {said:?}");
    }
}
