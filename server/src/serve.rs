//! Serving, and stopping without dropping anybody.

use std::{net::SocketAddr, time::Duration};

use axum::{Router, serve::ListenerExt};
use tokio::{net::TcpListener, time::timeout};

/// How long requests under way may take after the process has been told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until the process gets SIGTERM or Ctrl-C, then finishes what is under way.
pub async fn serve(listener: TcpListener, router: Router) -> std::io::Result<()> {
    // Without it each small answer waits 40 ms for the client's acknowledgement (Nagle's algorithm).
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
    });
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(async move {
                told_to_stop().await;
                let _ = stopping.send(());
            })
            .into_future(),
    );
    // Resolves when the process is told to stop, or when the server has ended by itself.
    let _ = stopped.await;
    match timeout(GRACE, server).await {
        Ok(Ok(result)) => result,
        Ok(Err(error)) => Err(std::io::Error::other(error)),
        Err(_) => {
            tracing::warn!("some requests were still under way");
            Ok(())
        }
    }
}

async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("stopping");
}
