//! Live reload: tells the pages that something has changed.
//!
//! Speaks what Leptos' `AutoReload` expects: a WebSocket at `/live_reload` of the reload port, with
//! messages `{"css": "pkg/leptos-logto.css"}` (swaps the stylesheet) and `{"all": true}` (reloads).

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use anyhow::{Context, Result};
use tungstenite::{
    Message, WebSocket,
    handshake::server::{ErrorResponse, Request, Response},
    http::StatusCode,
};

use crate::project::{OUTPUT_NAME, PKG};

type Pages = Arc<Mutex<Vec<WebSocket<TcpStream>>>>;

/// The pages that are open.
pub struct Reload {
    pages: Pages,
}

impl Reload {
    /// Listens on the loopback addresses.
    ///
    /// # Errors
    /// When the port is taken, with what to do.
    pub fn listen(port: u16) -> Result<Self> {
        let pages = Pages::default();
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| {
            format!(
                "LEPTOS_RELOAD_PORT: {port} cannot be had, maybe because another `cargo xtask dev` \
                 runs. Stop it, or choose another port: LEPTOS_RELOAD_PORT={}",
                port.saturating_add(10)
            )
        })?;
        // Where `localhost` means ::1. Machines without IPv6 do well without.
        let v6 = TcpListener::bind((Ipv6Addr::LOCALHOST, port)).ok();
        for listener in [Some(v4), v6].into_iter().flatten() {
            let pages = Arc::clone(&pages);
            thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    let pages = Arc::clone(&pages);
                    thread::spawn(move || welcome(stream, &pages));
                }
            });
        }
        Ok(Self { pages })
    }

    /// Swaps the stylesheet in every open page.
    pub fn stylesheet(&self) {
        self.send(&format!(r#"{{"css":"{PKG}/{OUTPUT_NAME}.css"}}"#));
    }

    /// Reloads every open page.
    pub fn page(&self) {
        self.send(r#"{"all":true}"#);
    }

    /// Pages that are gone are dropped where sending fails.
    fn send(&self, message: &str) {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain_mut(|page| page.send(Message::text(message)).is_ok());
    }
}

fn welcome(stream: TcpStream, pages: &Pages) {
    // Neither a silent connection nor a page that no longer reads may hold anything up.
    let patience = Some(Duration::from_secs(2));
    let ready = stream.set_read_timeout(patience).and(stream.set_write_timeout(patience));
    if ready.is_ok()
        && let Ok(page) = tungstenite::accept_hdr(stream, only_local_pages)
    {
        pages.lock().unwrap_or_else(PoisonError::into_inner).push(page);
    }
}

/// Any site the person visits can open a WebSocket to this port: it has no business here. Browsers
/// always say who asks.
#[expect(clippy::result_large_err, reason = "tungstenite's callback has this signature")]
fn only_local_pages(request: &Request, response: Response) -> Result<Response, ErrorResponse> {
    let origin = request.headers().get("origin");
    if origin.is_none_or(|origin| origin.to_str().is_ok_and(is_local)) {
        return Ok(response);
    }
    let mut refusal = ErrorResponse::new(None);
    *refusal.status_mut() = StatusCode::FORBIDDEN;
    Err(refusal)
}

fn is_local(origin: &str) -> bool {
    let Some((_, authority)) = origin.split_once("://") else {
        return false;
    };
    if let Ok(address) = authority.parse::<SocketAddr>() {
        return address.ip().is_loopback();
    }
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_machine_are_local() {
        for origin in ["http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"] {
            assert!(is_local(origin), "{origin}");
        }
        for origin in ["https://example.com", "http://localhost.example.com:3000", "null"] {
            assert!(!is_local(origin), "{origin}");
        }
    }
}
