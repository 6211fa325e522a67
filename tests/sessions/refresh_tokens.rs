//! Refresh tokens that are replaced when they are used. RFC 9700, 4.14.2.

use time::Duration;

use crate::{
    house::{House, NEARLY_AN_HOUR, api},
    storages::Kind,
};

#[tokio::test]
async fn new_refresh_token_is_kept_and_used_next() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        house.provider.rotate_refresh_tokens();
        let key = house.sign_in().await;
        let mut seen = vec![house.refresh_token(&key).await];
        for _ in 0..5 {
            // Beyond the three seconds that an old one works longer: using it again would end the grant.
            house.advance(NEARLY_AN_HOUR);
            assert!(house.sessions.current(&key).await.unwrap().is_some(), "{kind:?}");
            seen.push(house.refresh_token(&key).await);
        }
        assert_eq!(crate::house::distinct(seen), 6);
        assert_eq!(house.token_requests(), 5);
    }
}

#[tokio::test]
async fn ended_grant_ends_the_session() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        house.provider.rotate_refresh_tokens();
        let key = house.sign_in().await;
        let stolen = house.refresh_token(&key).await;
        house.advance(NEARLY_AN_HOUR);
        assert!(house.sessions.current(&key).await.unwrap().is_some());
        house.advance(Duration::seconds(10));
        // A thief uses the old one, and the provider ends the grant.
        assert!(house.is_revoked(&stolen).await);
        assert!(house.sessions.find(&key).await.unwrap().is_some());
        assert_eq!(house.sessions.access_token(&key, &api()).await.unwrap_err().code(), "session.signed_out");
        assert!(house.sessions.find(&key).await.unwrap().is_none(), "{kind:?}");
        assert!(house.sessions.storage().load(&key).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn forgetting_access_tokens_during_a_refresh_loses_no_refresh_token() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        house.provider.rotate_refresh_tokens();
        let key = house.sign_in().await;
        for round in 0..20 {
            house.advance(NEARLY_AN_HOUR);
            let mut held = house.provider.hold_next("/oidc/token");
            let (sessions, other) = (house.sessions.clone(), house.other_process().await);
            let refresh = tokio::spawn(async move { sessions.current(&key).await });
            held.made().await;
            let clear = tokio::spawn(async move { other.clear_access_tokens(&key).await });
            if round % 2 == 0 {
                tokio::task::yield_now().await;
            } else {
                // Let it be first.
                crate::house::eventually(async || house.find(&key).await.unwrap().tokens.access_tokens().count() == 0)
                    .await;
            }
            held.release();
            clear.await.unwrap().unwrap();
            assert!(refresh.await.unwrap().unwrap().is_some(), "{kind:?}, round {round}");
        }
        // An old refresh token written over a new one would show here.
        house.advance(NEARLY_AN_HOUR);
        assert!(house.sessions.current(&key).await.unwrap().is_some(), "{kind:?}");
        assert_eq!(house.token_requests(), 21);
    }
}

#[tokio::test]
async fn person_who_may_no_longer_use_the_application_is_signed_out_and_keeps_nobody_waiting() {
    let house = House::new(Kind::Sqlite).await;
    let (denied, other) = (house.sign_in().await, house.sign_in_as("12015550199").await);
    house.advance(NEARLY_AN_HOUR);
    let body = r#"{"code":"oidc.access_denied","message":"m","error":"access_denied","error_description":"d"}"#;
    let canned = logto::dev_provider::Canned { status: 403, body: body.to_owned(), ..Default::default() };
    house.provider.next_response("/oidc/token", canned);
    assert!(house.sessions.current(&denied).await.unwrap().is_none());
    assert!(house.sessions.find(&denied).await.unwrap().is_none());
    house.sessions.access_token(&other, &api()).await.unwrap();
}

#[tokio::test]
async fn rotated_refresh_token_is_kept_though_its_id_token_is_refused() {
    let house = House::new(Kind::Sqlite).await;
    house.provider.rotate_refresh_tokens();
    let key = house.sign_in().await;
    house.advance(NEARLY_AN_HOUR);
    house.provider.next_id_token(|claims| drop(claims.insert("exp".to_owned(), 1.into())));
    let error = house.sessions.access_token(&key, &api()).await.unwrap_err();
    assert_eq!(error.code(), "id_token.expired");
    // Beyond the five seconds of quiet, and the three that the old one works longer.
    house.advance(Duration::seconds(10));
    house.sessions.access_token(&key, &api()).await.unwrap();
}
