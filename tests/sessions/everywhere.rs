//! All sessions of a person: seen, and ended.

use logto::SessionKey;
use time::Duration;

use crate::{
    failing_deletes::FailingDeletes,
    house::{House, OTHER_PHONE, PHONE, distinct},
    storages::Kind,
};

const REVOCATION: &str = "/oidc/token/revocation";

async fn sign_in_on(house: &House, device: &str) -> SessionKey {
    let session = house.session(&house.provider.browser().unwrap(), PHONE).await.on_device(device);
    let key = house.begin(&session).await;
    house.advance(Duration::seconds(2));
    key
}

#[tokio::test]
async fn lists_this_one_first_then_by_last_visit_with_device() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let phone = sign_in_on(&house, "Safari on iPhone").await;
        let tablet = sign_in_on(&house, "").await;
        let laptop = sign_in_on(&house, "Firefox on\r\n Linux").await;
        house.sign_in_as(OTHER_PHONE).await;
        let list = house.sessions.list(&phone).await.unwrap();
        let devices: Vec<_> = list.iter().map(|session| session.device.as_deref()).collect();
        assert_eq!(devices, [Some("Safari on iPhone"), Some("Firefox on Linux"), None], "{kind:?}");
        assert_eq!(list.iter().map(|session| session.is_this_one).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(distinct(list.iter().map(|session| &session.handle)), 3);
        assert!(list[0].began <= list[0].seen_at && list[0].seen_at < list[0].ends_at);

        house.advance(Duration::hours(2));
        let found = house.sessions.find(&tablet).await.unwrap().unwrap();
        assert!(house.sessions.touch(&found).await.unwrap());
        let list = house.sessions.list(&laptop).await.unwrap();
        let devices: Vec<_> = list.iter().map(|session| session.device.as_deref()).collect();
        assert_eq!(devices, [Some("Firefox on Linux"), None, Some("Safari on iPhone")]);
        // The same handles, whoever asks.
        let again = house.sessions.list(&phone).await.unwrap();
        assert_eq!(distinct(list.iter().chain(&again).map(|session| &session.handle)), 3);
    }
}

#[tokio::test]
async fn ends_another_of_ones_own_and_revokes_its_refresh_token() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (here, there) = (house.sign_in().await, house.sign_in().await);
        let refresh_token = house.refresh_token(&there).await;
        let handle = house.sessions.list(&here).await.unwrap()[1].handle.clone();
        assert!(house.sessions.end_other(&here, &handle).await.unwrap());
        assert!(house.sessions.find(&there).await.unwrap().is_none(), "{kind:?}");
        assert!(house.sessions.find(&here).await.unwrap().is_some());
        house.arrived(REVOCATION, 1).await;
        assert!(house.is_revoked(&refresh_token).await);
        assert!(!house.is_revoked(&house.refresh_token(&here).await).await);
        assert!(!house.sessions.end_other(&here, &handle).await.unwrap(), "twice");
    }
}

#[tokio::test]
async fn handle_of_another_person_ends_nothing() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (mine, theirs) = (house.sign_in().await, house.sign_in_as(OTHER_PHONE).await);
        let handle = house.sessions.list(&theirs).await.unwrap()[0].handle.clone();
        assert!(!house.sessions.end_other(&mine, &handle).await.unwrap());
        for forged in ["", "*", "0", &"f".repeat(10_000)] {
            assert!(!house.sessions.end_other(&mine, forged).await.unwrap());
        }
        assert!(house.sessions.find(&theirs).await.unwrap().is_some(), "{kind:?}");
        let nobody = SessionKey::of("nobody");
        assert_eq!(house.sessions.end_other(&nobody, &handle).await.unwrap_err().code(), "session.signed_out");
        assert_eq!(house.sessions.list(&nobody).await.unwrap_err().code(), "session.signed_out");
        assert_eq!(house.count(REVOCATION), 0);
    }
}

#[tokio::test]
async fn sign_out_everywhere_ends_all_and_revokes_every_refresh_token() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let mut mine = Vec::new();
        for _ in 0..5 {
            mine.push(house.sign_in().await);
        }
        let theirs = house.sign_in_as(OTHER_PHONE).await;
        let mut refresh_tokens = Vec::new();
        for key in &mine {
            refresh_tokens.push(house.refresh_token(key).await);
        }
        assert_eq!(distinct(&refresh_tokens), 5);
        let sign_out = house.sessions.sign_out_everywhere(&mine[2]).await.unwrap().unwrap();
        assert!(sign_out.revocation.is_ok() && sign_out.end_session.is_some());
        for key in &mine {
            assert!(house.sessions.find(key).await.unwrap().is_none(), "{kind:?}");
        }
        assert!(house.sessions.find(&theirs).await.unwrap().is_some());
        house.arrived(REVOCATION, 5).await;
        for refresh_token in &refresh_tokens {
            assert!(house.is_revoked(refresh_token).await);
        }
        assert!(house.sessions.sign_out_everywhere(&mine[0]).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn sign_out_everywhere_ends_what_only_a_process_with_a_newer_secret_can_open() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let new = house.sessions_with(&format!("{},{}", "0b".repeat(32), house.cookie_secret)).await;
        let (here, there) = (house.sign_in().await, house.sign_in().await);
        // Sealed anew, by the process that has the newer secret already.
        new.clear_access_tokens(&there).await.unwrap();
        assert!(house.sessions.find(&there).await.unwrap().is_none());
        house.sessions.sign_out_everywhere(&here).await.unwrap().unwrap();
        assert!(new.find(&there).await.unwrap().is_none(), "{kind:?}");
        assert!(house.sessions.storage().load(&there).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn sign_out_everywhere_that_fails_halfway_can_be_tried_again() {
    let house = House::new(Kind::Memory).await;
    let (keyring, client) = (logto::Keyring::parse(&house.cookie_secret).unwrap(), house.sessions.client().clone());
    let mut keys = Vec::new();
    for _ in 0..6 {
        keys.push(house.sign_in().await);
    }
    for fails_after in 0..3 {
        let storage = FailingDeletes::new(house.sessions.storage().clone(), fails_after);
        let sessions = logto::Sessions::new(client.clone(), keyring.clone(), storage, house.sessions.life());
        assert!(sessions.sign_out_everywhere(&keys[0]).await.is_err());
        assert!(sessions.find(&keys[0]).await.unwrap().is_some(), "signed out here, with sessions left elsewhere");
    }
    house.sessions.sign_out_everywhere(&keys[0]).await.unwrap().unwrap();
    for key in &keys {
        assert!(house.sessions.find(key).await.unwrap().is_none());
    }
    house.arrived(REVOCATION, 6).await;
}

#[tokio::test]
async fn sign_out_everywhere_ends_sessions_here_while_the_provider_is_down() {
    let mut house = House::new(Kind::Redis).await;
    let (one, other) = (house.sign_in().await, house.sign_in().await);
    house.provider.pause();
    let sign_out = house.sessions.sign_out_everywhere(&one).await.unwrap().unwrap();
    assert!(sign_out.revocation.is_err() && sign_out.end_session.is_none());
    assert!(house.sessions.find(&one).await.unwrap().is_none());
    assert!(house.sessions.find(&other).await.unwrap().is_none());
}

#[tokio::test]
async fn sign_out_revokes_the_refresh_token_and_hands_over_the_way_through_the_provider() {
    let house = House::new(Kind::Sqlite).await;
    let (key, other) = (house.sign_in().await, house.sign_in().await);
    let refresh_token = house.refresh_token(&key).await;
    let end_session = house.sessions.sign_out(&key).await.unwrap().unwrap().end_session.unwrap();
    assert_eq!(house.requests_to(REVOCATION), 1);
    let query: std::collections::HashMap<_, _> = end_session.url.query_pairs().into_owned().collect();
    assert_eq!(query["state"], end_session.state.reveal());
    assert!(query.contains_key("id_token_hint"));
    assert!(house.is_revoked(&refresh_token).await);
    assert!(house.sessions.sign_out(&key).await.unwrap().is_none());
    assert!(house.sessions.find(&other).await.unwrap().is_some());
}

#[tokio::test]
async fn superseded_session_ends_and_its_refresh_token_is_revoked() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    let refresh_token = house.refresh_token(&key).await;
    house.sessions.supersede(&key).await.unwrap();
    assert!(house.sessions.find(&key).await.unwrap().is_none());
    house.arrived(REVOCATION, 1).await;
    assert!(house.is_revoked(&refresh_token).await);
}

#[tokio::test]
async fn nobody_has_more_than_fifty_sessions_and_the_new_one_is_among_them() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let session = house.session(&house.provider.browser().unwrap(), PHONE).await;
        let mut key = house.begin(&session).await;
        for _ in 0..55 {
            key = house.begin(&session).await;
            assert!(house.sessions.find(&key).await.unwrap().is_some(), "{kind:?}");
        }
        assert_eq!(house.sessions.list(&key).await.unwrap().len(), 50, "{kind:?}");
    }
}

#[tokio::test]
async fn sign_out_everywhere_leaves_another_application_on_the_same_storage_alone() {
    let house = House::new(Kind::Sqlite).await;
    let (key, session) = (house.sign_in().await, house.session(&house.provider.browser().unwrap(), PHONE).await);
    let config = logto::LogtoConfig { app_id: "other".to_owned(), ..house.sessions.client().config().clone() };
    let client = logto::LogtoClient::new(config, house.clock()).unwrap();
    let keyring = logto::Keyring::parse(&house.cookie_secret).unwrap();
    let storage = house.sessions.storage().clone();
    let other = logto::Sessions::shared(client, keyring, storage, house.sessions.life());
    let theirs = logto::SessionKey::of("of another application");
    other.storage().create(&theirs, b"", house.clock().now() + time::Duration::hours(1)).await.unwrap();
    other.begin(&theirs, &session).await.unwrap();
    house.sessions.sign_out_everywhere(&key).await.unwrap().unwrap();
    assert!(other.find(&theirs).await.unwrap().is_some());
}
