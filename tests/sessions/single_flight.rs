//! Many at once on one session whose access token has expired: one refresh, and everybody is served.

use std::time::Duration as RealTime;

use logto::{SessionKey, SessionStorage, Sessions};
use time::Duration;
use tokio::task::JoinSet;

use crate::{
    house::{House, NEARLY_AN_HOUR, api, distinct},
    storages::Kind,
};

const AT_ONCE: usize = 200;

/// So many ask at once, page views and API calls in turn, on these processes in turn. The refresh takes its time.
async fn ask_at_once(house: &House, processes: &[Sessions], key: SessionKey) {
    house.provider.delay_next("/oidc/token", RealTime::from_millis(300));
    let mut tasks = JoinSet::new();
    for n in 0..AT_ONCE {
        let sessions = processes[n % processes.len()].clone();
        tasks.spawn(async move { sessions.current(&key).await.unwrap().expect("signed out").session });
    }
    let now = house.clock().now();
    let tokens = tasks.join_all().await.into_iter().map(|session| {
        let token = session.tokens.access_token(&logto::AccessTokenFor::UserInfo).unwrap().clone();
        assert!(token.is_fresh(now), "somebody was not served");
        token.token.reveal().to_owned()
    });
    assert_eq!(distinct(tokens), 1);
}

async fn api_calls_at_once(house: &House, processes: &[Sessions], key: SessionKey) {
    house.provider.delay_next("/oidc/token", RealTime::from_millis(300));
    let mut tasks = JoinSet::new();
    for n in 0..AT_ONCE {
        let sessions = processes[n % processes.len()].clone();
        tasks.spawn(async move { sessions.access_token(&key, &api()).await.unwrap().token.reveal().to_owned() });
    }
    assert_eq!(distinct(tasks.join_all().await), 1);
}

/// Page views, then API calls, then page views an hour later; every refresh once.
async fn refreshes_once(kind: Kind, processes: usize, rotation: bool) {
    let house = House::new(kind).await;
    if rotation {
        house.provider.rotate_refresh_tokens();
    }
    let mut all = vec![house.sessions.clone()];
    while all.len() < processes {
        all.push(house.other_process().await);
    }
    let key = house.sign_in_an_hour_ago().await;
    ask_at_once(&house, &all, key).await;
    assert_eq!(house.token_requests(), 1);
    api_calls_at_once(&house, &all, key).await;
    assert_eq!(house.token_requests(), 1);
    house.advance(NEARLY_AN_HOUR);
    ask_at_once(&house, &all, key).await;
    assert_eq!(house.token_requests(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_refreshes_once() {
    refreshes_once(Kind::Memory, 1, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_refreshes_once_with_rotation() {
    refreshes_once(Kind::Memory, 1, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_on_one_redis_refresh_once() {
    refreshes_once(Kind::Redis, 2, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_on_one_redis_refresh_once_with_rotation() {
    refreshes_once(Kind::Redis, 2, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_on_one_sqlite_file_refresh_once() {
    refreshes_once(Kind::Sqlite, 2, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_on_one_sqlite_file_refresh_once_with_rotation() {
    refreshes_once(Kind::Sqlite, 2, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_do_not_wait_for_each_other() {
    let house = House::new(Kind::Memory).await;
    let one = house.sign_in().await;
    let other = house.sign_in_an_hour_ago().await;
    let mut held = house.provider.hold_next("/oidc/token");
    let sessions = house.sessions.clone();
    let waiting = tokio::spawn(async move { sessions.current(&one).await });
    held.made().await;
    assert!(house.sessions.current(&other).await.unwrap().is_some());
    assert!(!waiting.is_finished());
    held.release();
    assert!(waiting.await.unwrap().unwrap().is_some());
    assert_eq!(house.token_requests(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_refresh_is_tried_once_by_many() {
    let house = House::new(Kind::Redis).await;
    let key = house.sign_in_an_hour_ago().await;
    let silent = logto::dev_provider::Canned { delay: RealTime::from_secs(25), ..Default::default() };
    house.provider.next_response("/oidc/token", silent);
    let asked = std::time::Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..AT_ONCE {
        let sessions = house.sessions.clone();
        tasks.spawn(async move { sessions.current(&key).await.unwrap().is_some() });
    }
    assert!(tasks.join_all().await.into_iter().all(|stays| stays));
    assert_eq!(house.token_requests(), 1);
    assert!(asked.elapsed() < RealTime::from_secs(8), "{:?}", asked.elapsed());
}

/// A process that died with the lease, and whether others get through in the meantime.
async fn overtakes(house: &House, storage: &dyn SessionStorage, lease: Duration, pass: impl AsyncFnOnce()) {
    let key = house.sign_in_an_hour_ago().await;
    assert!(storage.lock(&key, "a process that died", lease).await.unwrap());
    let sessions = house.sessions.clone();
    let waiting = tokio::spawn(async move { sessions.access_token(&key, &api()).await });
    tokio::task::yield_now().await;
    assert_eq!(house.count("/oidc/token"), 0);
    pass().await;
    waiting.await.unwrap().unwrap();
    assert_eq!(house.token_requests(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn lease_of_a_dead_process_is_overtaken_when_it_is_over() {
    for kind in [Kind::Memory, Kind::Sqlite] {
        let house = House::new(kind).await;
        let lease = Duration::seconds(20);
        overtakes(&house, &**house.sessions.storage(), lease, async || house.advance(Duration::seconds(21))).await;
    }
    // Redis goes by its own clock.
    let house = House::new(Kind::Redis).await;
    overtakes(&house, &**house.sessions.storage(), Duration::milliseconds(700), async || {}).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_goes_on_with_what_it_has_while_a_dead_process_has_the_lease() {
    let house = House::new(Kind::Memory).await;
    let key = house.sign_in_an_hour_ago().await;
    assert!(house.sessions.storage().lock(&key, "a process that died", Duration::HOUR).await.unwrap());
    let asked = std::time::Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let sessions = house.sessions.clone();
        tasks.spawn(async move { sessions.current(&key).await.unwrap().is_some() });
    }
    assert!(tasks.join_all().await.into_iter().all(|stays| stays));
    assert!(asked.elapsed() < RealTime::from_secs(14), "{:?}", asked.elapsed());
    assert_eq!(house.token_requests(), 0);
}
