//! Whether the ports are free, asked before the build: nobody should wait for minutes to read it.

use std::net::{SocketAddr, TcpListener};

use anyhow::{Result, bail};

use crate::settings::{PROVIDER_PORT, Settings};

/// Looks at the server's port and the development provider's. The reload port is taken for good
/// by [`crate::reload`].
///
/// # Errors
/// When one is taken, with what to do.
pub fn ensure_free(settings: &Settings) -> Result<()> {
    let site = settings.site_addr()?;
    if taken(site) {
        let port = site.port();
        bail!(
            "LEPTOS_SITE_ADDR: {site} is taken, maybe by another `cargo xtask dev`. Stop it, or \
             choose another port, say {other}: \
             LEPTOS_SITE_ADDR=127.0.0.1:{other} BASE_URL=http://localhost:{other}",
            other = port.saturating_add(10)
        );
    }
    if settings.dev_provider() && taken(SocketAddr::from(([127, 0, 0, 1], PROVIDER_PORT))) {
        bail!(
            "port {PROVIDER_PORT}, the development provider's, is taken. Stop what listens there; \
             if that is a Logto of yours, set LOGTO_ENDPOINT, LOGTO_APP_ID and LOGTO_APP_SECRET"
        );
    }
    Ok(())
}

fn taken(address: SocketAddr) -> bool {
    TcpListener::bind(address).is_err_and(|error| error.kind() == std::io::ErrorKind::AddrInUse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_somebody_listens_on_is_taken() -> Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        assert!(taken(address));
        drop(listener);
        assert!(!taken(address));
        Ok(())
    }
}
