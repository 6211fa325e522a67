//! Who may not sign in any more is signed out here too, when the access token's life ends at the latest.

use time::Duration;

use crate::{
    house::{House, NEARLY_AN_HOUR, api},
    storages::Kind,
};

#[tokio::test]
async fn suspended_person_is_signed_out_at_the_next_refresh() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in().await;
        assert!(house.provider.suspend_user(&house.sub(&key).await));
        assert!(house.sessions.current(&key).await.unwrap().is_some(), "page views do not ask the provider");
        house.advance(NEARLY_AN_HOUR);
        assert!(house.sessions.current(&key).await.unwrap().is_none());
        assert!(house.sessions.find(&key).await.unwrap().is_none());
        assert_eq!(house.token_requests(), 1);
    }
}

#[tokio::test]
async fn deleted_person_is_signed_out_when_any_token_is_asked_for() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    assert!(house.provider.delete_user(&house.sub(&key).await));
    assert_eq!(house.sessions.access_token(&key, &api()).await.unwrap_err().code(), "session.signed_out");
    assert!(house.sessions.find(&key).await.unwrap().is_none());
}

#[tokio::test]
async fn deleted_person_is_signed_out_by_user_info() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    assert!(house.provider.delete_user(&house.sub(&key).await));
    assert_eq!(house.sessions.fetch_user_info(&key).await.unwrap_err().code(), "session.signed_out");
    assert!(house.sessions.find(&key).await.unwrap().is_none());
}

#[tokio::test]
async fn session_ends_after_its_idle_time_and_after_its_longest_life() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let idle = house.sign_in().await;
        let busy = house.sign_in().await;
        for _ in 0..3 {
            house.advance(Duration::hours(8) + Duration::seconds(1));
            let found = house.sessions.current(&busy).await.unwrap().unwrap();
            assert!(house.sessions.touch(&found).await.unwrap());
        }
        assert!(house.sessions.find(&idle).await.unwrap().is_none(), "{kind:?}");
        let began = house.find(&busy).await.unwrap().began;
        while house.clock().now() + Duration::hours(23) < began + Duration::days(14) {
            house.advance(Duration::hours(23));
            let found = house.sessions.current(&busy).await.unwrap().unwrap();
            house.sessions.touch(&found).await.unwrap();
        }
        house.advance(Duration::hours(23));
        assert!(house.sessions.current(&busy).await.unwrap().is_none(), "{kind:?}");
    }
}

#[tokio::test]
async fn visit_is_noted_once_an_hour() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    let found = house.sessions.find(&key).await.unwrap().unwrap();
    house.advance(Duration::minutes(59));
    assert!(!house.sessions.touch(&found).await.unwrap());
    house.advance(Duration::minutes(2));
    assert!(house.sessions.touch(&found).await.unwrap());
    let again = house.sessions.find(&key).await.unwrap().unwrap();
    assert!(again.seen_at > found.seen_at);
    assert!(!house.sessions.touch(&again).await.unwrap());
}
