//! What is kept is sealed: damaged, moved or sealed with an unknown secret it is nobody's session, and nothing breaks.

use logto::SessionKey;

use crate::{
    house::{House, OTHER_PHONE, api},
    storages::Kind,
};

async fn overwrite(house: &House, key: &SessionKey, sealed: &str) {
    let stored = house.sessions.storage().load(key).await.unwrap().unwrap();
    assert!(house.sessions.storage().replace(key, stored.version, sealed).await.unwrap());
}

async fn sealed(house: &House, key: &SessionKey) -> String {
    house.sessions.storage().load(key).await.unwrap().unwrap().sealed.unwrap()
}

#[tokio::test]
async fn damaged_value_is_nobody() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (key, other) = (house.sign_in().await, house.sign_in().await);
        let whole = sealed(&house, &key).await;
        let tampered = if whole.starts_with('A') { whole.replacen('A', "B", 1) } else { format!("A{}", &whole[1..]) };
        let half = &whole[..whole.len() / 2];
        for damaged in ["", "nonsense", "é%\0", half, &tampered, &"A".repeat(100_000)] {
            overwrite(&house, &key, damaged).await;
            assert!(house.sessions.find(&key).await.unwrap().is_none(), "{kind:?}");
            assert!(house.sessions.current(&key).await.unwrap().is_none());
            assert_eq!(house.sessions.access_token(&key, &api()).await.unwrap_err().code(), "session.signed_out");
            assert!(house.sessions.sign_out_everywhere(&key).await.unwrap().is_none());
        }
        // Neither is it in the way of the person's other sessions.
        assert_eq!(house.sessions.list(&other).await.unwrap().len(), 1);
        assert_eq!(house.token_requests(), 0);
        // Whole again, it is somebody again: it was the value, and nothing else.
        overwrite(&house, &key, &whole).await;
        assert!(house.sessions.find(&key).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn value_moved_to_another_session_does_not_open() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (mine, theirs) = (house.sign_in().await, house.sign_in_as(OTHER_PHONE).await);
        let moved = sealed(&house, &theirs).await;
        overwrite(&house, &mine, &moved).await;
        assert!(house.sessions.find(&mine).await.unwrap().is_none(), "{kind:?}");
        assert!(house.sessions.find(&theirs).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn storage_holds_no_token_and_no_name_in_clear() {
    let house = House::new(Kind::Redis).await;
    let key = house.sign_in().await;
    let session = house.find(&key).await.unwrap();
    let stored = house.sessions.storage().load(&key).await.unwrap().unwrap();
    let text = format!("{stored:?}");
    for secret in [
        session.tokens.refresh_token.unwrap().reveal(),
        session.tokens.id_token.as_ref().unwrap().reveal(),
        &session.claims.sub,
    ] {
        assert!(!text.contains(secret));
    }
}

#[tokio::test]
async fn rotated_secret_opens_old_sessions_while_it_is_the_second_and_unknown_ones_are_nobody() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in().await;
        let new = "0b".repeat(32);
        let during = house.sessions_with(&format!("{new},{}", house.cookie_secret)).await;
        let after = house.sessions_with(&new).await;
        assert!(after.current(&key).await.unwrap().is_none(), "{kind:?}");
        assert!(after.sign_out(&key).await.is_ok_and(|ended| ended.is_none()));

        let key = house.sign_in().await;
        assert!(during.current(&key).await.unwrap().is_some());
        // What is written is sealed with the newest.
        during.access_token(&key, &api()).await.unwrap();
        assert!(after.current(&key).await.unwrap().is_some());
        assert!(house.sessions.current(&key).await.unwrap().is_none());
    }
}
