//! Making a session, and what it keeps.

use logto::{SessionKey, StoredSession};
use time::Duration;

use crate::storages::{Case, subject};

pub async fn creates_an_empty_session(case: Case) {
    let key = case.anonymous("session").await;
    let expected = StoredSession {
        key,
        data: b"data".to_vec(),
        sealed: None,
        version: 0,
        seen_at: case.clock.now(),
        expires_at: case.clock.in_an_hour(),
    };
    assert_eq!(case.load(&key).await, Some(expected));
}

pub async fn creates_no_session_twice(case: Case) {
    let key = case.anonymous("session").await;
    assert!(!case.storage.create(&key, b"other", case.clock.in_an_hour()).await.unwrap());
    assert_eq!(case.load(&key).await.unwrap().data, b"data");
}

pub async fn loads_none_that_was_not_created(case: Case) {
    case.anonymous("session").await;
    assert_eq!(case.load(&SessionKey::of("another")).await, None);
}

pub async fn saves_opaque_data(case: Case) {
    let key = case.anonymous("session").await;
    let large = (0..100_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    for data in [Vec::new(), b"\0\xff\r\n$-1".to_vec(), large] {
        assert!(case.storage.save_data(&key, &data, case.clock.in_an_hour()).await.unwrap());
        assert_eq!(case.load(&key).await.unwrap().data, data);
    }
}

pub async fn save_data_moves_expiry_while_nobody_is_signed_in(case: Case) {
    let key = case.anonymous("session").await;
    let later = case.clock.in_an_hour() + Duration::HOUR;
    assert!(case.storage.save_data(&key, b"data", later).await.unwrap());
    assert_eq!(case.load(&key).await.unwrap().expires_at, later);
    case.clock.advance(Duration::minutes(90));
    assert!(case.load(&key).await.is_some());
}

pub async fn save_data_keeps_expiry_of_a_signed_in_session(case: Case) {
    let key = case.signed_in("session", "sub").await;
    let expires_at = case.clock.in_an_hour();
    for other in [expires_at + Duration::HOUR, expires_at - Duration::MINUTE] {
        assert!(case.storage.save_data(&key, b"new", other).await.unwrap());
        let session = case.load(&key).await.unwrap();
        assert_eq!((&session.data[..], session.expires_at), (&b"new"[..], expires_at));
    }
}

pub async fn touch_notes_when_the_person_was_here(case: Case) {
    let key = case.signed_in("session", "sub").await;
    let began = case.clock.now();
    case.clock.advance(Duration::MINUTE);
    assert!(case.storage.save_data(&key, b"data", case.clock.in_an_hour()).await.unwrap());
    assert!(case.storage.replace(&key, 1, "sealed").await.unwrap());
    assert_eq!(case.load(&key).await.unwrap().seen_at, began, "only a touch says that the person is here");
    assert!(case.storage.touch(&key, case.clock.in_an_hour()).await.unwrap());
    let session = case.load(&key).await.unwrap();
    assert_eq!((session.seen_at, session.expires_at), (case.clock.now(), case.clock.in_an_hour()));
}

pub async fn keeps_times_in_whole_seconds(case: Case) {
    let began = case.clock.now();
    case.clock.advance(Duration::milliseconds(700));
    let key = case.signed_in("session", "sub").await;
    let session = case.load(&key).await.unwrap();
    assert_eq!((session.seen_at, session.expires_at), (began, began + Duration::HOUR));
    assert_eq!(case.storage.of_subject(&subject("sub")).await.unwrap(), [session]);
}

pub async fn answers_a_ping(case: Case) {
    assert!(case.storage.ping().await.is_ok());
}
