//! Where the sessions under test are kept, with what that stands on.

use std::{path::PathBuf, sync::Arc};

use logto::{Clock, MemorySessions, RedisSessions, SessionStorage, SqliteSessions};
use tempfile::TempDir;

use crate::redis_server::RedisServer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Memory,
    Sqlite,
    Redis,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Memory, Self::Sqlite, Self::Redis];
    /// Those that several processes can share.
    pub const SHARED: [Self; 2] = [Self::Sqlite, Self::Redis];
}

/// A new and empty storage.
pub enum Place {
    Memory(MemorySessions),
    Sqlite(TempDir),
    Redis(RedisServer),
}

impl Place {
    pub async fn new(kind: Kind, clock: &Clock) -> Self {
        match kind {
            Kind::Memory => Self::Memory(MemorySessions::new(clock.clone())),
            Kind::Sqlite => Self::Sqlite(TempDir::new().unwrap()),
            Kind::Redis => Self::Redis(RedisServer::start().await),
        }
    }

    /// The sessions, over connections of their own, as another process has them.
    pub async fn open(&self, clock: &Clock) -> Arc<dyn SessionStorage> {
        match self {
            Self::Memory(sessions) => Arc::new(sessions.clone()),
            Self::Sqlite(folder) => Arc::new(SqliteSessions::open(file(folder), clock.clone()).await.unwrap()),
            Self::Redis(server) => Arc::new(RedisSessions::open(&server.url(), clock.clone()).unwrap()),
        }
    }

    pub fn redis(&mut self) -> &mut RedisServer {
        match self {
            Self::Redis(server) => server,
            _ => panic!("not kept in Redis"),
        }
    }
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("app.db")
}
