//! The lease on a session, which one request has at a time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use logto::SessionKey;
use time::Duration;
use tokio::task::{JoinSet, yield_now};

use crate::storages::Case;

pub async fn one_holder_has_the_lease(case: Case) {
    let key = case.signed_in("session", "sub").await;
    let another = case.signed_in("another", "sub").await;
    assert!(case.storage.lock(&key, "first", Duration::MINUTE).await.unwrap());
    assert!(!case.storage.lock(&key, "second", Duration::MINUTE).await.unwrap());
    assert!(case.storage.lock(&another, "second", Duration::MINUTE).await.unwrap());
    case.storage.unlock(&key, "first").await.unwrap();
    assert!(case.storage.lock(&key, "second", Duration::MINUTE).await.unwrap());
    assert!(!case.storage.lock(&key, "first", Duration::MINUTE).await.unwrap());
}

pub async fn the_holder_may_renew_its_lease(case: Case) {
    let key = case.signed_in("session", "sub").await;
    assert!(case.storage.lock(&key, "first", Duration::milliseconds(1)).await.unwrap());
    assert!(case.storage.lock(&key, "first", Duration::MINUTE).await.unwrap());
    case.clock.advance(Duration::SECOND);
    assert!(!case.storage.lock(&key, "second", Duration::MINUTE).await.unwrap());
}

pub async fn a_lease_ends_by_itself(case: Case) {
    let key = case.signed_in("session", "sub").await;
    assert!(case.storage.lock(&key, "first", Duration::milliseconds(200)).await.unwrap());
    assert!(!case.storage.lock(&key, "second", Duration::MINUTE).await.unwrap());
    case.clock.advance(Duration::milliseconds(200));
    // Redis goes by its own clock.
    let began = Instant::now();
    while !case.storage.lock(&key, "second", Duration::MINUTE).await.unwrap() {
        assert!(began.elapsed() < Duration::seconds(5), "the lease does not end");
        yield_now().await;
    }
    case.storage.unlock(&key, "first").await.unwrap();
    assert!(!case.storage.lock(&key, "first", Duration::MINUTE).await.unwrap());
}

pub async fn nobody_gives_back_the_lease_of_another(case: Case) {
    let key = case.signed_in("session", "sub").await;
    assert!(case.storage.lock(&key, "first", Duration::MINUTE).await.unwrap());
    case.storage.unlock(&key, "second").await.unwrap();
    assert!(!case.storage.lock(&key, "second", Duration::MINUTE).await.unwrap());
}

pub async fn no_lease_on_a_session_that_is_none(case: Case) {
    let key = SessionKey::of("session");
    assert!(!case.storage.lock(&key, "first", Duration::MINUTE).await.unwrap());
    case.signed_in("session", "sub").await;
    assert!(case.storage.lock(&key, "first", Duration::MINUTE).await.unwrap());
    assert!(case.storage.delete(&key).await.unwrap());
    case.signed_in("session", "sub").await;
    assert!(case.storage.lock(&key, "second", Duration::MINUTE).await.unwrap(), "the lease outlived its session");
}

pub async fn exactly_one_gets_the_lease(case: Case) {
    for round in 0..20 {
        let key = case.signed_in(&format!("session {round}"), "sub").await;
        let mut tasks = JoinSet::new();
        for n in 0..32 {
            let storage = case.process(n);
            tasks.spawn(async move { storage.lock(&key, &n.to_string(), Duration::MINUTE).await.unwrap() });
        }
        assert_eq!(tasks.join_all().await.into_iter().filter(|got| *got).count(), 1);
    }
}

pub async fn one_at_a_time_holds_the_lease(case: Case) {
    let key = case.signed_in("session", "sub").await;
    let held = Arc::new(AtomicBool::new(false));
    let mut tasks = JoinSet::new();
    for n in 0..6 {
        let (storage, held) = (case.process(n), held.clone());
        tasks.spawn(async move {
            let holder = n.to_string();
            for _ in 0..10 {
                while !storage.lock(&key, &holder, Duration::MINUTE).await.unwrap() {
                    yield_now().await;
                }
                assert!(!held.swap(true, Ordering::SeqCst), "two have the lease");
                yield_now().await;
                held.store(false, Ordering::SeqCst);
                storage.unlock(&key, &holder).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    assert!(case.storage.lock(&key, "last", Duration::MINUTE).await.unwrap());
}
