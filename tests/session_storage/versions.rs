//! What is kept of the sign-in changes only from a known version to the next.

use tokio::task::JoinSet;

use crate::storages::{Case, subject};

pub async fn signs_in_with_version_one(case: Case) {
    let key = case.signed_in("session", "sub").await;
    let session = case.load(&key).await.unwrap();
    assert_eq!((session.version, session.sealed.as_deref(), &session.data[..]), (1, Some("sealed"), &b"data"[..]));
}

pub async fn signing_in_again_leaves_no_version_valid_that_was_read_before(case: Case) {
    let key = case.signed_in("session", "sub").await;
    let before = case.load(&key).await.unwrap().version;
    assert!(case.storage.sign_in(&key, "new", &subject("sub"), None, case.clock.in_an_hour()).await.unwrap());
    assert!(!case.storage.replace(&key, before, "old").await.unwrap());
    assert_eq!(case.load(&key).await.unwrap().sealed.as_deref(), Some("new"));
}

pub async fn replaces_a_known_version_only(case: Case) {
    let key = case.signed_in("session", "sub").await;
    assert!(case.storage.replace(&key, 1, "second").await.unwrap());
    for version in [i64::MIN, -1, 0, 1, 3, i64::MAX] {
        assert!(!case.storage.replace(&key, version, "wrong").await.unwrap(), "{version}");
    }
    let session = case.load(&key).await.unwrap();
    assert_eq!((session.version, session.sealed.as_deref()), (2, Some("second")));
}

pub async fn replaces_nothing_while_nobody_is_signed_in(case: Case) {
    let key = case.anonymous("session").await;
    assert!(!case.storage.replace(&key, 0, "sealed").await.unwrap());
    let session = case.load(&key).await.unwrap();
    assert_eq!((session.version, session.sealed), (0, None));
}

pub async fn exactly_one_replaces_a_version(case: Case) {
    let key = case.signed_in("session", "sub").await;
    for version in 1..=20 {
        let mut tasks = JoinSet::new();
        for n in 0..32 {
            let storage = case.process(n);
            tasks.spawn(async move { (n, storage.replace(&key, version, &n.to_string()).await.unwrap()) });
        }
        let winners: Vec<u64> = tasks.join_all().await.into_iter().filter_map(|(n, won)| won.then_some(n)).collect();
        let session = case.load(&key).await.unwrap();
        assert_eq!((winners.len(), session.version), (1, version + 1));
        assert_eq!(session.sealed, Some(winners[0].to_string()));
    }
}

pub async fn every_replacement_counts(case: Case) {
    let key = case.signed_in("session", "sub").await;
    let mut tasks = JoinSet::new();
    for n in 0..8 {
        let storage = case.process(n);
        tasks.spawn(async move {
            let mut done = 0;
            while done < 10 {
                let session = storage.load(&key).await.unwrap().unwrap();
                let next = format!("{}+", session.sealed.unwrap());
                done += i32::from(storage.replace(&key, session.version, &next).await.unwrap());
            }
        });
    }
    tasks.join_all().await;
    let session = case.load(&key).await.unwrap();
    assert_eq!((session.version, session.sealed.unwrap()), (81, format!("sealed{}", "+".repeat(80))));
}
