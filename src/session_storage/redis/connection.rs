//! The connection to Redis. It is made when it is first needed, and again after it was lost: an app starts, and heals,
//! whether or not Redis is there.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionInfo, ErrorKind, FromRedisValue, IntoConnectionInfo, ProtocolVersion,
    PushInfo, PushKind, RedisError, RedisResult, ScriptInvocation, ServerErrorKind, aio::MultiplexedConnection,
};
use tokio::{
    sync::Mutex,
    time::{error::Elapsed, timeout},
};

use super::RedisOpenError;
use crate::StorageError;

/// How long an operation takes at most, with the connection that it may have to make.
const LIMIT: Duration = Duration::from_secs(2);

pub(super) struct Connection {
    client: Client,
    /// Host and port. The URL has the password in it.
    address: String,
    current: Mutex<Option<Line>>,
}

/// A connection that all operations share.
#[derive(Clone)]
struct Line {
    connection: MultiplexedConnection,
    lost: Arc<AtomicBool>,
}

/// What Redis says, with the address that it is about.
#[derive(Debug, thiserror::Error)]
#[error("Redis at {address}: {source}")]
struct Failed {
    address: String,
    source: RedisError,
}

/// Redis says nothing.
#[derive(Debug, thiserror::Error)]
#[error("Redis at {address} does not answer within {LIMIT:?}")]
struct Silent {
    address: String,
}

impl Connection {
    pub(super) fn new(url: &str) -> Result<Self, RedisOpenError> {
        // Not the error's text: it may quote the URL.
        let info: ConnectionInfo = url.into_connection_info().map_err(|_| RedisOpenError::Url)?;
        let address = info.addr().to_string();
        // With RESP 3 the driver tells of a lost connection at once, so that no operation is sent into it.
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        // For `rediss://`. Fails when the application has chosen a provider already: then that one is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::open(info.set_redis_settings(settings)).map_err(|_| RedisOpenError::Url)?;
        Ok(Self { client, address, current: Mutex::new(None) })
    }

    /// Runs a script.
    pub(super) async fn script<T: FromRedisValue>(&self, script: &ScriptInvocation<'_>) -> Result<T, StorageError> {
        let mut used = None;
        let answer = timeout(LIMIT, async { script.invoke_async(&mut self.line(&mut used).await?).await }).await;
        self.answered(used, answer)
    }

    /// Runs a command.
    pub(super) async fn command<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StorageError> {
        let mut used = None;
        let answer = timeout(LIMIT, async { command.query_async(&mut self.line(&mut used).await?).await }).await;
        self.answered(used, answer)
    }

    /// The answer, or the error as the caller gets it. Where the connection is at fault, the next who asks makes another.
    fn answered<T>(&self, used: Option<Line>, answer: Result<RedisResult<T>, Elapsed>) -> Result<T, StorageError> {
        let address = self.address.clone();
        let (is_lost, error) = match answer {
            Ok(Ok(answer)) => return Ok(answer),
            Ok(Err(source)) => (is_about_the_connection(&source), StorageError::new(Failed { address, source })),
            Err(_) => (true, StorageError::new(Silent { address })),
        };
        if let Some(line) = used.filter(|_| is_lost) {
            line.lost.store(true, Ordering::Relaxed);
        }
        Err(error)
    }

    /// The connection, which it leaves in `used`.
    async fn line(&self, used: &mut Option<Line>) -> RedisResult<MultiplexedConnection> {
        let mut current = self.current.lock().await;
        let line = match current.as_ref().filter(|line| !line.lost.load(Ordering::Relaxed)) {
            Some(line) => line,
            None => current.insert(self.connect().await?),
        };
        Ok(used.insert(line.clone()).connection.clone())
    }

    async fn connect(&self) -> RedisResult<Line> {
        let lost = Arc::new(AtomicBool::new(false));
        let sender = {
            let lost = Arc::clone(&lost);
            move |push: PushInfo| -> Result<(), ()> {
                if push.kind == PushKind::Disconnection {
                    lost.store(true, Ordering::Relaxed);
                }
                Ok(())
            }
        };
        // The limit is on the operation as a whole.
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(None)
            .set_response_timeout(None)
            .set_push_sender(sender);
        let connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        Ok(Line { connection, lost })
    }
}

/// Whether another connection may succeed where this one failed: after a failover it leads to another server.
fn is_about_the_connection(error: &RedisError) -> bool {
    match error.kind() {
        ErrorKind::Server(kind) => kind == ServerErrorKind::ReadOnly,
        _ => true,
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Connection").field(&self.address).finish()
    }
}
