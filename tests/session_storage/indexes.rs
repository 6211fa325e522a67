//! Finding sessions by their subject and by the session at the provider.

use logto::{SessionKey, StoredSession};
use time::Duration;
use tokio::task::JoinSet;

use crate::storages::{Case, provider_session, subject};

fn keys(found: Vec<StoredSession>) -> Vec<[u8; 32]> {
    let mut keys: Vec<_> = found.iter().map(|session| *session.key.as_bytes()).collect();
    keys.sort_unstable();
    keys
}

fn sorted<const N: usize>(keys: [SessionKey; N]) -> Vec<[u8; 32]> {
    let mut keys = keys.map(|key| *key.as_bytes()).to_vec();
    keys.sort_unstable();
    keys
}

pub async fn finds_the_sessions_of_a_subject(case: Case) {
    let phone = case.signed_in("phone", "client!+ID").await;
    let laptop = case.signed_in("laptop", "client!+ID").await;
    case.signed_in("other", "client!+I").await;
    case.anonymous("anonymous").await;
    let found = case.storage.of_subject(&subject("client!+ID")).await.unwrap();
    for session in &found {
        assert_eq!(Some(session), case.load(&session.key).await.as_ref());
    }
    assert_eq!(keys(found), sorted([phone, laptop]));
    assert_eq!(case.storage.of_subject(&subject("nobody")).await.unwrap(), []);
}

pub async fn finds_the_sessions_of_a_provider_session(case: Case) {
    let mut of_sid = Vec::new();
    for (id, sid) in [("first", Some("sid")), ("second", Some("sid")), ("other", Some("si")), ("none", None)] {
        let key = case.anonymous(id).await;
        let sid_key = sid.map(provider_session);
        let expires_at = case.clock.in_an_hour();
        assert!(case.storage.sign_in(&key, id, &subject("sub"), sid_key.as_ref(), expires_at).await.unwrap());
        if sid == Some("sid") {
            of_sid.push(key);
        }
    }
    let found = case.storage.of_provider_session(&provider_session("sid")).await.unwrap();
    assert_eq!(keys(found), sorted([of_sid[0], of_sid[1]]));
    assert_eq!(case.storage.of_subject(&subject("sub")).await.unwrap().len(), 4);
    let subject_as_sid = case.storage.of_provider_session(&subject("sub")).await.unwrap();
    assert_eq!(subject_as_sid, []);
}

pub async fn finds_no_session_after_sign_out(case: Case) {
    let gone = case.signed_in("gone", "sub").await;
    let stays = case.signed_in("stays", "sub").await;
    assert!(case.storage.delete(&gone).await.unwrap());
    assert_eq!(keys(case.storage.of_subject(&subject("sub")).await.unwrap()), sorted([stays]));
    let again = case.anonymous("gone").await;
    assert_eq!(again, gone);
    assert_eq!(keys(case.storage.of_subject(&subject("sub")).await.unwrap()), sorted([stays]));
}

pub async fn finds_no_expired_session(case: Case) {
    let long = case.signed_in("long", "sub").await;
    let short = case.signed_in("short", "sub").await;
    assert!(case.storage.touch(&short, case.clock.now() + Duration::MINUTE).await.unwrap());
    case.clock.advance(Duration::MINUTE);
    for _ in 0..2 {
        assert_eq!(keys(case.storage.of_subject(&subject("sub")).await.unwrap()), sorted([long]));
    }
}

pub async fn finds_a_session_as_long_as_it_is_touched(case: Case) {
    let key = case.signed_in("session", "sub").await;
    for _ in 0..5 {
        case.clock.advance(Duration::minutes(50));
        assert!(case.storage.touch(&key, case.clock.in_an_hour()).await.unwrap());
        assert_eq!(keys(case.storage.of_subject(&subject("sub")).await.unwrap()), sorted([key]));
    }
}

pub async fn finds_a_session_under_its_last_subject_only(case: Case) {
    let key = case.anonymous("session").await;
    let expires_at = case.clock.in_an_hour();
    let (sub, other, sid) = (subject("sub"), subject("other"), provider_session("sid"));
    assert!(case.storage.sign_in(&key, "sealed", &sub, Some(&sid), expires_at).await.unwrap());
    assert!(case.storage.sign_in(&key, "sealed", &other, None, expires_at).await.unwrap());
    assert_eq!(case.storage.of_subject(&sub).await.unwrap(), []);
    assert_eq!(case.storage.of_provider_session(&sid).await.unwrap(), []);
    assert_eq!(keys(case.storage.of_subject(&other).await.unwrap()), sorted([key]));
}

pub async fn finds_what_is_signed_in_while_others_sign_out(case: Case) {
    let mut tasks = JoinSet::new();
    let expires_at = case.clock.in_an_hour();
    for n in 0..64 {
        let storage = case.process(n);
        tasks.spawn(async move {
            let key = SessionKey::of(&n.to_string());
            assert!(storage.create(&key, b"", expires_at).await.unwrap());
            assert!(storage.sign_in(&key, "sealed", &subject("sub"), None, expires_at).await.unwrap());
            // Reading the index must not take from it what comes in meanwhile.
            assert!(storage.of_subject(&subject("sub")).await.unwrap().iter().any(|session| session.key == key));
            if n % 2 == 0 {
                assert!(storage.delete(&key).await.unwrap());
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(case.storage.of_subject(&subject("sub")).await.unwrap().len(), 32);
}
