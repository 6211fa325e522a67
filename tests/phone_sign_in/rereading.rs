//! An embedded session goes on as long as the Management API says once an hour that the user may.

use logto::{OpenedBy, SessionKey, SessionLife, Sessions};
use time::Duration;
use tokio::task::JoinSet;

use crate::{
    house::{A_WHILE, House, NEARLY_AN_HOUR, PHONE, TOKEN},
    storages::Kind,
    tenant::Setup,
};

const AT_ONCE: usize = 200;

#[tokio::test]
async fn session_says_that_it_is_embedded_and_has_no_tokens_of_a_sign_in() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in(PHONE).await;
        let session = house.find(&key).await.unwrap();
        assert_eq!(session.opened_by, OpenedBy::Embedded, "{kind:?}");
        assert!(session.tokens.refresh_token.is_none() && session.tokens.id_token.is_none());
        assert_eq!(session.tokens.access_tokens().count(), 0);
        assert_eq!(session.claims.phone_number.as_deref(), Some(PHONE));
        assert_eq!(session.claims.iss, house.provider.issuer());
        assert_eq!(session.claims.auth_time, Some(session.began.unix_timestamp()));
        assert!(session.claims.sid.is_none());
    }
}

#[tokio::test]
async fn user_is_read_again_once_an_hour_and_never_between() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in(PHONE).await;
        let (path, signed_in_at) = (house.user_path(&key).await, house.find(&key).await.unwrap().claims.auth_time);
        for hour in 1..=6 {
            for _ in 0..10 {
                assert!(house.is_current(&key).await);
            }
            assert_eq!(house.provider.requests(), [], "between, in hour {hour}");
            house.advance(Duration::minutes(58));
            assert!(house.is_current(&key).await);
            assert_eq!(house.provider.requests(), [], "a minute too early");
            house.advance(Duration::minutes(2));
            let before = house.clock().now().unix_timestamp();
            for _ in 0..10 {
                assert!(house.is_current(&key).await);
            }
            assert_eq!(house.requests_to(&path), 1, "{kind:?}, hour {hour}");
            let claims = house.find(&key).await.unwrap().claims;
            assert!(claims.iat >= before && claims.exp == claims.iat + 3600);
            assert_eq!(claims.auth_time, signed_in_at, "read again is not signed in again");
        }
    }
}

async fn ask_at_once(house: &House, processes: &[Sessions], key: SessionKey) {
    let mut tasks = JoinSet::new();
    for n in 0..AT_ONCE {
        let sessions = processes[n % processes.len()].clone();
        tasks.spawn(async move { sessions.current(&key).await.unwrap().expect("signed out").session.claims });
    }
    let now = house.clock().now().unix_timestamp();
    assert!(tasks.join_all().await.iter().all(|claims| now + 60 < claims.exp), "somebody was not served");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_read_the_user_again_once() {
    for (kind, processes) in [(Kind::Memory, 1), (Kind::Sqlite, 2), (Kind::Redis, 2)] {
        let house = House::new(kind).await;
        let mut all = vec![house.sessions.clone()];
        while all.len() < processes {
            all.push(house.other_process().await);
        }
        let key = house.sign_in(PHONE).await;
        let path = house.user_path(&key).await;
        house.advance(NEARLY_AN_HOUR);
        house.provider.delay_next(&path, std::time::Duration::from_millis(300));
        ask_at_once(&house, &all, key).await;
        assert_eq!(house.requests_to(&path), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn suspended_user_is_signed_out_when_read_again_and_not_before() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in(PHONE).await;
        let path = house.user_path(&key).await;
        assert!(house.provider.suspend_user(&house.sub(&key).await));
        house.advance(Duration::minutes(58));
        assert!(house.is_current(&key).await, "{kind:?}: page views do not ask");
        house.advance(Duration::minutes(2));
        assert!(!house.is_current(&key).await, "{kind:?}");
        assert!(house.find(&key).await.is_none());
        assert_eq!(house.requests_to(&path), 1);
    }
}

#[tokio::test]
async fn deleted_user_is_signed_out_when_read_again_and_not_before() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in(PHONE).await;
        let path = house.user_path(&key).await;
        assert!(house.provider.delete_user(&house.sub(&key).await));
        house.advance(Duration::minutes(58));
        assert!(house.is_current(&key).await, "{kind:?}: page views do not ask");
        house.advance(Duration::minutes(2));
        assert!(!house.is_current(&key).await, "{kind:?}");
        assert!(house.find(&key).await.is_none());
        assert_eq!(house.requests_to(&path), 1);
    }
}

#[tokio::test]
async fn suspended_user_is_signed_out_at_once_where_the_app_asks() {
    let house = House::new(Kind::Sqlite).await;
    let (key, asked) = (house.sign_in(PHONE).await, house.sign_in(PHONE).await);
    assert!(house.provider.suspend_user(&house.sub(&key).await));
    assert_eq!(house.sessions.reload(&key).await.unwrap_err().code(), "session.signed_out");
    assert_eq!(house.sessions.fetch_user_info(&asked).await.unwrap_err().code(), "session.signed_out");
    assert_eq!(house.are_signed_in([&key, &asked]).await, [false, false]);
}

#[tokio::test]
async fn session_ends_after_its_idle_time_and_after_its_longest_life() {
    for kind in [Kind::Memory, Kind::Sqlite] {
        let house = House::new(kind).await;
        let (idle, busy) = (house.sign_in(PHONE).await, house.sign_in(PHONE).await);
        let began = house.find(&busy).await.unwrap().began;
        let longest = house.sessions.life().max;
        while house.clock().now() + Duration::hours(23) < began + longest {
            house.advance(Duration::hours(23));
            let found = house.sessions.current(&busy).await.unwrap().unwrap();
            assert!(house.sessions.touch(&found).await.unwrap());
            assert_eq!(found.ends_at, began + longest, "moved by being read again");
        }
        assert!(house.find(&idle).await.is_none(), "{kind:?}");
        house.advance(began + longest - house.clock().now() - Duration::seconds(2));
        assert!(house.is_current(&busy).await);
        house.advance(Duration::seconds(3));
        assert!(!house.is_current(&busy).await, "{kind:?}");
        assert!(house.sessions.storage().load(&busy).await.unwrap().is_none(), "the storage keeps it for longer");
    }
}

#[tokio::test]
async fn session_of_somebody_who_was_away_for_days_goes_on_once_they_are_read_again() {
    let life = SessionLife { idle: Duration::days(10), max: Duration::days(14) };
    for kind in Kind::ALL {
        let mut house = House::with(kind, Setup { life, ..Setup::default() }).await;
        let key = house.sign_in(PHONE).await;
        let path = house.user_path(&key).await;
        house.advance(Duration::days(5));
        assert!(house.find(&key).await.is_none(), "{kind:?}: it counts though nobody has asked");
        house.provider.pause();
        assert!(!house.is_current(&key).await, "{kind:?}: it counts though nobody could say");
        house.provider.resume().unwrap();
        house.advance(A_WHILE);
        assert!(house.is_current(&key).await, "{kind:?}");
        assert!(house.find(&key).await.is_some());
        assert_eq!(house.requests_to(&path), 1);
        assert!(house.provider.suspend_user(&house.sub(&key).await));
        house.advance(Duration::days(2));
        assert!(!house.is_current(&key).await, "{kind:?}");
    }
}

#[tokio::test]
async fn session_is_over_for_a_client_without_management_api() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let key = house.sign_in(PHONE).await;
        let hosted = house.sign_in_hosted(PHONE).await;
        let without = house.other_process_with(Setup { has_management: false, ..house.setup.clone() }).await;
        assert!(without.current(&key).await.unwrap().is_some(), "page views ask nobody");
        house.advance(NEARLY_AN_HOUR);
        assert!(without.current(&key).await.unwrap().is_none(), "{kind:?}");
        // Nor did it keep anybody else from their refresh.
        house.provider.clear_requests();
        assert!(without.current(&hosted).await.unwrap().is_some());
        assert_eq!(house.requests_to(TOKEN), 1);
        assert_eq!(house.are_signed_in([&key, &hosted]).await, [false, true]);
    }
}

#[test]
fn what_ends_a_session_has_a_stable_name() {
    assert_eq!(logto::RefreshError::NoManagementApi.code(), "refresh.no_management_api");
    assert_eq!(logto::RefreshError::UserGone.code(), "refresh.user_gone");
}
