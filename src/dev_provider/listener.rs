//! The provider's sockets and the thread that serves them.
//!
//! A runtime of its own serves the provider, whatever runtime started it: stopping it closes every
//! connection at once, as a provider that went down would.

use std::future::IntoFuture as _;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener as StdListener};
use std::thread::JoinHandle;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::line::{Line, Lines};

/// Bound sockets: 127.0.0.1, and [::1] where the machine has it, because `localhost` is either.
pub(crate) struct Listeners {
    sockets: Vec<StdListener>,
    pub(crate) port: u16,
}

impl Listeners {
    pub(crate) fn bind(port: u16) -> io::Result<Self> {
        // A free port for IPv4 may be taken for IPv6; another draw helps.
        const DRAWS: u32 = 16;
        let mut result = Self::bind_both(port);
        for _ in 1..DRAWS {
            match &result {
                Err(error) if port == 0 && error.kind() == io::ErrorKind::AddrInUse => {
                    result = Self::bind_both(port);
                }
                _ => break,
            }
        }
        result
    }

    fn bind_both(port: u16) -> io::Result<Self> {
        let v4 = StdListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
        let port = v4.local_addr()?.port();
        let mut sockets = vec![v4];
        match StdListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))) {
            Ok(v6) => sockets.push(v6),
            // Somebody else would answer half of the requests to localhost.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            // No IPv6 here: then `localhost` does not mean it either.
            Err(_) => {}
        }
        for socket in &sockets {
            socket.set_nonblocking(true)?;
        }
        Ok(Self { sockets, port })
    }

    /// Serves until the [`Server`] is stopped.
    pub(crate) fn serve(self, router: Router) -> io::Result<Server> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("dev-provider")
            .enable_all()
            .build()?;
        let listeners = {
            let _guard = runtime.enter();
            self.sockets.into_iter().map(TcpListener::from_std).collect::<io::Result<Vec<_>>>()?
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new().name("dev-provider".to_owned()).spawn(move || {
            for listener in listeners {
                let service = router.clone().into_make_service_with_connect_info::<Line>();
                runtime.spawn(axum::serve(Lines(listener), service).into_future());
            }
            // Ends on the signal, or when the sender is dropped. Dropping the runtime then drops
            // its tasks, and with them the sockets.
            drop(runtime.block_on(stopped));
        })?;
        Ok(Server { stop: Some(stop), thread: Some(thread) })
    }
}

/// A running server. Stops when dropped.
pub(crate) struct Server {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the development provider's thread panicked");
        }
    }
}
