//! The storages under test, each new and empty, by a clock that the test moves.

use std::{
    any::Any,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

#[cfg(feature = "redis")]
use logto::RedisSessions;
#[cfg(feature = "sqlite")]
use logto::SqliteSessions;
use logto::{Clock, IndexKey, MemorySessions, SessionKey, SessionStorage, StoredSession};
use time::{Duration, OffsetDateTime};

/// A storage, with what it stands on.
pub struct Case {
    pub storage: Arc<dyn SessionStorage>,
    /// The same sessions, as another process has them, with connections of its own.
    other: Arc<dyn SessionStorage>,
    pub clock: TestClock,
    _stands_on: Box<dyn Any + Send + Sync>,
}

/// Stands still until it is moved.
#[derive(Clone)]
pub struct TestClock {
    began: OffsetDateTime,
    milliseconds: Arc<AtomicI64>,
}

pub async fn memory() -> Case {
    let clock = TestClock::new();
    let sessions = Arc::new(MemorySessions::new(clock.clock()));
    Case { storage: sessions.clone(), other: sessions, clock, _stands_on: Box::new(()) }
}

#[cfg(feature = "sqlite")]
pub async fn sqlite() -> Case {
    let clock = TestClock::new();
    let folder = tempfile::TempDir::new().unwrap();
    let open = async || Arc::new(SqliteSessions::open(folder.path().join("app.db"), clock.clock()).await.unwrap());
    Case { storage: open().await, other: open().await, clock, _stands_on: Box::new(folder) }
}

#[cfg(feature = "redis")]
pub async fn redis() -> Case {
    let clock = TestClock::new();
    let server = crate::redis_server::RedisServer::start().await;
    let open = || Arc::new(RedisSessions::open(&server.url(), clock.clock()).unwrap());
    Case { storage: open(), other: open(), clock, _stands_on: Box::new(server) }
}

impl TestClock {
    pub fn new() -> Self {
        // A Redis expires by its own clock: this one begins with it.
        let now = Clock::system().now();
        Self { began: now - Duration::nanoseconds(now.nanosecond().into()), milliseconds: Arc::default() }
    }

    pub fn clock(&self) -> Clock {
        let clock = self.clone();
        Clock::from_fn(move || clock.now())
    }

    pub fn now(&self) -> OffsetDateTime {
        self.began + Duration::milliseconds(self.milliseconds.load(Ordering::SeqCst))
    }

    pub fn advance(&self, by: Duration) {
        self.milliseconds.fetch_add(by.whole_milliseconds().try_into().unwrap(), Ordering::SeqCst);
    }

    pub fn in_an_hour(&self) -> OffsetDateTime {
        self.now() + Duration::hours(1)
    }
}

impl Case {
    /// The one process or the other.
    pub fn process(&self, n: u64) -> Arc<dyn SessionStorage> {
        if n.is_multiple_of(2) { self.storage.clone() } else { self.other.clone() }
    }

    /// A new session with nobody signed in.
    pub async fn anonymous(&self, id: &str) -> SessionKey {
        let key = SessionKey::of(id);
        assert!(self.storage.create(&key, b"data", self.clock.in_an_hour()).await.unwrap());
        key
    }

    /// A new session of this subject, at version 1.
    pub async fn signed_in(&self, id: &str, sub: &str) -> SessionKey {
        let key = self.anonymous(id).await;
        assert!(self.storage.sign_in(&key, "sealed", &subject(sub), None, self.clock.in_an_hour()).await.unwrap());
        key
    }

    pub async fn load(&self, key: &SessionKey) -> Option<StoredSession> {
        self.storage.load(key).await.unwrap()
    }
}

pub fn subject(sub: &str) -> IndexKey {
    IndexKey::of("sub", ["https://logto.example/oidc", sub])
}

pub fn provider_session(sid: &str) -> IndexKey {
    IndexKey::of("sid", ["https://logto.example/oidc", sid])
}
