//! The end of a session: by sign-out, by its time. Nothing but `create` makes one.

use logto::SessionKey;
use time::Duration;

use crate::storages::{Case, provider_session, subject};

/// Whatever changes a session, tried on one that is none.
async fn nothing_changes(case: &Case, key: &SessionKey) {
    let later = case.clock.in_an_hour();
    let (sub, sid) = (subject("sub"), provider_session("sid"));
    assert!(!case.storage.save_data(key, b"again", later).await.unwrap(), "save_data");
    assert!(!case.storage.sign_in(key, "sealed", &sub, Some(&sid), later).await.unwrap(), "sign_in");
    for version in 0..3 {
        assert!(!case.storage.replace(key, version, "again").await.unwrap(), "replace");
    }
    assert!(!case.storage.touch(key, later).await.unwrap(), "touch");
    assert!(!case.storage.lock(key, "holder", Duration::MINUTE).await.unwrap(), "lock");
    case.storage.unlock(key, "holder").await.unwrap();
    assert!(!case.storage.delete(key).await.unwrap(), "delete");
    assert_eq!(case.load(key).await, None);
    assert_eq!(case.storage.of_subject(&sub).await.unwrap(), []);
    assert_eq!(case.storage.of_provider_session(&sid).await.unwrap(), []);
}

pub async fn nothing_makes_a_session_that_was_never_created(case: Case) {
    nothing_changes(&case, &SessionKey::of("session")).await;
}

pub async fn nothing_brings_a_deleted_session_back(case: Case) {
    let keys = [case.anonymous("anonymous").await, case.signed_in("signed in", "sub").await];
    for key in &keys {
        assert!(case.storage.delete(key).await.unwrap());
    }
    for key in &keys {
        nothing_changes(&case, key).await;
    }
}

pub async fn nothing_brings_an_expired_session_back(case: Case) {
    let keys = [case.anonymous("anonymous").await, case.signed_in("signed in", "sub").await];
    case.clock.advance(Duration::HOUR);
    for key in keys {
        nothing_changes(&case, &key).await;
    }
}

pub async fn expired_sessions_are_never_returned(case: Case) {
    let key = case.signed_in("session", "sub").await;
    case.clock.advance(Duration::HOUR - Duration::SECOND);
    assert!(case.load(&key).await.is_some());
    case.clock.advance(Duration::milliseconds(999));
    assert!(case.load(&key).await.is_some());
    case.clock.advance(Duration::milliseconds(1));
    assert_eq!(case.load(&key).await, None);
    let past = SessionKey::of("past");
    assert!(case.storage.create(&past, b"", case.clock.now()).await.unwrap());
    assert_eq!(case.load(&past).await, None);
}

pub async fn delete_says_whether_there_was_a_session(case: Case) {
    let key = case.signed_in("session", "sub").await;
    assert!(case.storage.delete(&key).await.unwrap());
    assert!(!case.storage.delete(&key).await.unwrap());
}

pub async fn a_key_is_free_again_after_expiry_and_keeps_nothing(case: Case) {
    let key = case.signed_in("session", "sub").await;
    assert!(case.storage.lock(&key, "holder", Duration::DAY).await.unwrap());
    case.clock.advance(Duration::HOUR);
    assert!(case.storage.create(&key, b"new", case.clock.in_an_hour()).await.unwrap());
    let session = case.load(&key).await.unwrap();
    assert_eq!((&session.data[..], session.sealed, session.version), (&b"new"[..], None, 0));
    assert_eq!(case.storage.of_subject(&subject("sub")).await.unwrap(), []);
    assert!(case.storage.lock(&key, "another", Duration::MINUTE).await.unwrap());
}

pub async fn delete_expired_spares_the_living(case: Case) {
    let soon = case.clock.now() + Duration::MINUTE;
    for n in 0..50 {
        assert!(case.storage.create(&SessionKey::of(&n.to_string()), b"", soon).await.unwrap());
    }
    let living = case.signed_in("living", "sub").await;
    case.clock.advance(Duration::MINUTE);
    case.storage.delete_expired().await.unwrap();
    assert!(case.load(&living).await.is_some());
    assert_eq!(case.load(&SessionKey::of("0")).await, None);
}
