//! A real Redis (or Valkey) on a free port, which ends with the test.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

const PROGRAMS: [&str; 2] = ["redis-server", "valkey-server"];
const START: Duration = Duration::from_secs(10);

/// A server of this test's own. Nothing is kept over a restart.
pub struct RedisServer {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

impl RedisServer {
    /// Starts a server and waits until it answers.
    pub async fn start() -> Self {
        // Between finding a free port and listening there another process may take it: then once more.
        for _ in 0..5 {
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            let mut server = Self { folder: TempDir::new().unwrap(), port, child: None };
            if server.launch().await {
                return server;
            }
        }
        panic!("no Redis starts on a free port");
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Kills the server as `kill -9` does.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Starts the server again on its port.
    pub async fn restart(&mut self) {
        self.stop();
        assert!(self.launch().await, "Redis does not start again on port {}", self.port);
    }

    /// Keeps the server from answering, with its connections open.
    pub fn pause(&self) {
        self.signal("-STOP");
    }

    pub fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let child = self.child.as_ref().expect("the server was stopped");
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success(), "kill {signal}: {sent}");
    }

    /// `false`: the server ended instead of listening.
    async fn launch(&mut self) -> bool {
        let mut child = self.spawn();
        let began = Instant::now();
        while began.elapsed() < START {
            if child.try_wait().unwrap().is_some() {
                return false;
            }
            if self.answers() {
                self.child = Some(child);
                return true;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let _ = child.kill();
        let _ = child.wait();
        panic!("Redis does not answer on port {} within {START:?}", self.port);
    }

    fn spawn(&self) -> Child {
        for program in PROGRAMS {
            let mut command = Command::new(program);
            command.args(["--bind", "127.0.0.1", "--port", &self.port.to_string(), "--save", ""]);
            command.arg("--dir").arg(self.folder.path()).args(["--appendonly", "no"]);
            match command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
                Ok(child) => return child,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => panic!("{program} cannot be run: {error}"),
            }
        }
        panic!("these tests need Redis or Valkey: `apt-get install redis-server`, or put `valkey-server` into PATH");
    }

    fn answers(&self) -> bool {
        let limit = Duration::from_secs(1);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let ping = || -> std::io::Result<bool> {
            let mut stream = TcpStream::connect_timeout(&address, limit)?;
            stream.set_read_timeout(Some(limit))?;
            stream.write_all(b"PING\r\n")?;
            let mut answer = [0; 5];
            stream.read_exact(&mut answer)?;
            Ok(&answer == b"+PONG")
        };
        ping().unwrap_or(false)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.stop();
    }
}
