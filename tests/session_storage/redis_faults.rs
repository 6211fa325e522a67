//! Redis down, silent, full or locked: errors at once, and all is well when the cause is gone.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use logto::{RedisOpenError, RedisSessions, SessionKey, SessionStorage};
use tokio::task::JoinSet;

use crate::{
    redis_records::redis,
    redis_server::RedisServer,
    storages::{TestClock, subject},
};

const SOON: Duration = Duration::from_secs(3);

fn open(url: &str) -> RedisSessions {
    RedisSessions::open(url, TestClock::new().clock()).unwrap()
}

/// Every operation fails, and soon.
async fn all_fail(sessions: &RedisSessions) {
    let began = Instant::now();
    let (key, thing, at) = (SessionKey::of("session"), subject("sub"), TestClock::new().in_an_hour());
    let lease = time::Duration::MINUTE;
    let failed = tokio::join!(
        async { sessions.ping().await.is_err() },
        async { sessions.create(&key, b"", at).await.is_err() },
        async { sessions.load(&key).await.is_err() },
        async { sessions.save_data(&key, b"", at).await.is_err() },
        async { sessions.sign_in(&key, "", &thing, None, at).await.is_err() },
        async { sessions.replace(&key, 1, "").await.is_err() },
        async { sessions.touch(&key, at).await.is_err() },
        async { sessions.delete(&key).await.is_err() },
        async { sessions.of_subject(&thing).await.is_err() },
        async { sessions.of_provider_session(&thing).await.is_err() },
        async { sessions.lock(&key, "", lease).await.is_err() },
        async { sessions.unlock(&key, "").await.is_err() },
        async { sessions.use_once(&thing, at).await.is_err() },
        async { sessions.count(&thing, lease).await.is_err() },
        async { sessions.begin_verification(&thing, &thing, at).await.is_err() },
        async { sessions.try_verification(&thing, &thing).await.is_err() },
        async { sessions.end_verification(&thing, &thing).await.is_err() },
    );
    let (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q) = failed;
    assert_eq!([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q], [true; 17]);
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
}

async fn works(sessions: &RedisSessions, id: &str) {
    let key = SessionKey::of(id);
    assert!(sessions.create(&key, b"", TestClock::new().in_an_hour()).await.unwrap());
    assert!(sessions.load(&key).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_stopped_fails_soon_and_heals_with_its_restart() {
    let mut server = RedisServer::start().await;
    let sessions = open(&server.url());
    works(&sessions, "before").await;
    for _ in 0..3 {
        server.stop();
        let began = Instant::now();
        let error = sessions.ping().await.unwrap_err();
        assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
        assert!(error.to_string().contains(server.url().trim_start_matches("redis://")), "{error}");
        all_fail(&sessions).await;
        server.restart().await;
        works(&sessions, "after").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_redis_fails_soon_and_heals_when_it_speaks() {
    let server = RedisServer::start().await;
    let sessions = open(&server.url());
    works(&sessions, "before").await;
    server.pause();
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..200 {
        let sessions = sessions.clone();
        tasks.spawn(async move { sessions.load(&SessionKey::of("before")).await.is_err() });
    }
    assert!(tasks.join_all().await.into_iter().all(|failed| failed));
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    // Now the connection itself cannot be made.
    all_fail(&sessions).await;
    server.resume();
    works(&sessions, "after").await;
}

/// A way to the server which can lose the connections that are open, so that neither side hears of it.
struct Way {
    url: String,
    lost: Arc<Mutex<Arc<AtomicBool>>>,
}

impl Way {
    fn to(server: &RedisServer) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let url = format!("redis://{}", listener.local_addr().unwrap());
        let target = server.url().replace("redis://", "");
        let way = Self { url, lost: Arc::default() };
        let current = way.lost.clone();
        thread::spawn(move || {
            for here in listener.incoming() {
                let (here, there) = (here.unwrap(), TcpStream::connect(&target).unwrap());
                let lost = current.lock().unwrap().clone();
                for (from, to) in [(&here, &there), (&there, &here)] {
                    let (from, to, lost) = (from.try_clone().unwrap(), to.try_clone().unwrap(), lost.clone());
                    thread::spawn(move || carry(from, to, &lost));
                }
            }
        });
        way
    }

    fn lose_open_connections(&self) {
        std::mem::take(&mut *self.lost.lock().unwrap()).store(true, Ordering::SeqCst);
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, lost: &AtomicBool) {
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        if !lost.load(Ordering::SeqCst) && to.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_leads_nowhere_is_replaced() {
    let server = RedisServer::start().await;
    let way = Way::to(&server);
    let sessions = open(&way.url);
    works(&sessions, "before").await;
    way.lose_open_connections();
    assert!(sessions.ping().await.unwrap_err().to_string().contains("does not answer"));
    works(&sessions, "after").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn starts_while_redis_is_down() {
    let mut server = RedisServer::start().await;
    server.stop();
    let sessions = open(&server.url());
    all_fail(&sessions).await;
    server.restart().await;
    works(&sessions, "session").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn redis_without_memory_changes_nothing_by_halves_and_still_signs_out() {
    let server = RedisServer::start().await;
    let sessions = open(&server.url());
    let mut redis = redis(&server).await;
    let (key, at) = (SessionKey::of("session"), TestClock::new().in_an_hour());
    assert!(sessions.create(&key, b"data", at).await.unwrap());
    let before = sessions.load(&key).await.unwrap();

    let _: () = ::redis::cmd("CONFIG").arg(&["SET", "maxmemory", "1"]).query_async(&mut redis).await.unwrap();
    assert!(sessions.sign_in(&key, "sealed", &subject("sub"), None, at).await.is_err());
    assert!(sessions.save_data(&key, b"new", at).await.is_err());
    assert!(sessions.create(&SessionKey::of("other"), b"", at).await.is_err());
    assert!(sessions.count(&subject("sub"), time::Duration::MINUTE).await.is_err());
    assert!(sessions.begin_verification(&subject("sub"), &subject("holder"), at).await.is_err());
    assert_eq!(sessions.try_verification(&subject("sub"), &subject("holder")).await.unwrap(), None);
    assert_eq!(sessions.load(&key).await.unwrap(), before);
    assert!(sessions.delete(&key).await.unwrap());

    let _: () = ::redis::cmd("CONFIG").arg(&["SET", "maxmemory", "0"]).query_async(&mut redis).await.unwrap();
    works(&sessions, "session").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_turned_replica_is_asked_anew() {
    let server = RedisServer::start().await;
    let sessions = open(&server.url());
    works(&sessions, "before").await;
    let mut redis = redis(&server).await;
    let _: () = ::redis::cmd("REPLICAOF").arg(&["127.0.0.1", "1"]).query_async(&mut redis).await.unwrap();
    let at = TestClock::new().in_an_hour();
    assert!(sessions.create(&SessionKey::of("session"), b"", at).await.is_err());
    let _: () = ::redis::cmd("REPLICAOF").arg(&["NO", "ONE"]).query_async(&mut redis).await.unwrap();
    works(&sessions, "after").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_password_in_errors_and_debug() {
    let mut server = RedisServer::start().await;
    let mut redis = redis(&server).await;
    let _: () =
        ::redis::cmd("CONFIG").arg(&["SET", "requirepass", "p4ss!+word"]).query_async(&mut redis).await.unwrap();
    let url = |password: &str| server.url().replace("//", &format!("//:{password}@"));
    let right = open(&url("p4ss%21%2Bword"));
    works(&right, "session").await;
    let wrong = open(&url("wr0ng!+word"));
    let mut texts = vec![format!("{right:?} {wrong:?}")];
    texts.extend(wrong.ping().await.err().map(|error| format!("{error} {error:?}")));
    server.stop();
    texts.extend(right.ping().await.err().map(|error| format!("{error} {error:?}")));
    for url in ["http://:p4ss!+word@host", "redis://:p4ss!+word@host:port", "redis://:p4ss!+word@host/db", "p4ss!+word"]
    {
        let error = RedisSessions::open(url, TestClock::new().clock()).unwrap_err();
        assert!(matches!(error, RedisOpenError::Url), "{url}");
        texts.push(format!("{error} {error:?}"));
    }
    assert_eq!(texts.len(), 7, "a password was accepted that is none: {texts:?}");
    for text in texts {
        assert!(!text.contains("p4ss") && !text.contains("wr0ng"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_to_a_server_without_it_fails_soon() {
    let server = RedisServer::start().await;
    let sessions = open(&server.url().replace("redis://", "rediss://"));
    all_fail(&sessions).await;
}
