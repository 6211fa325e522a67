//! Logto has one grant for each of its own sessions and client: two sessions here may live by one.

use crate::{
    house::{House, NEARLY_AN_HOUR, PHONE, api},
    storages::Kind,
};

const REVOCATION: &str = "/oidc/token/revocation";

#[tokio::test]
async fn signing_in_again_in_one_browser_leaves_the_new_session_its_grant() {
    let house = House::new(Kind::Sqlite).await;
    let browser = house.provider.browser().unwrap();
    let former = house.sign_in_with(&browser, PHONE).await;
    let ended = house.sessions.end(&former).await.unwrap().unwrap();
    let key = house.sign_in_with(&browser, PHONE).await;
    house.sessions.let_go(ended);
    // Another person's goes its way, after it in the queue: then the first has been decided on.
    let other = house.sign_in_as("12015550199").await;
    house.sessions.supersede(&other).await.unwrap();
    house.arrived(REVOCATION, 1).await;
    house.advance(NEARLY_AN_HOUR);
    house.sessions.access_token(&key, &api()).await.unwrap();
    assert_eq!(house.count(REVOCATION), 1, "the grant of the living session was revoked");
}

#[tokio::test]
async fn ending_an_older_session_of_the_same_browser_leaves_this_one_its_grant() {
    let house = House::new(Kind::Sqlite).await;
    let browser = house.provider.browser().unwrap();
    house.sign_in_with(&browser, PHONE).await;
    let this = house.sign_in_with(&browser, PHONE).await;
    let list = house.sessions.list(&this).await.unwrap();
    assert!(house.sessions.end_other(&this, &list[1].handle).await.unwrap());
    house.advance(NEARLY_AN_HOUR);
    house.sessions.access_token(&this, &api()).await.unwrap();
    assert_eq!(house.sessions.list(&this).await.unwrap().len(), 1);
}
