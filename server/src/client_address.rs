//! From which address a request comes: the peer's, or what the proxies before this server say.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Once,
};

use app::phone::ClientAddress;
use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use http::{Extensions, HeaderMap, HeaderValue};

/// What proxies write, each at the end.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The middleware that notes it. `trusted_proxies`: how many stand before this server; each adds the address that it sees at
/// the end of `X-Forwarded-For`. What stands before those anyone can write.
pub async fn note(State(trusted_proxies): State<usize>, mut request: Request, next: Next) -> Response {
    if trusted_proxies == 0 && request.headers().contains_key(FORWARDED_FOR) {
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            tracing::warn!("there is a proxy before this server, or somebody says so: set TRUSTED_PROXIES, or everybody has one address");
        });
    }
    if let Some(address) = find(request.headers(), request.extensions(), trusted_proxies) {
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

fn find(headers: &HeaderMap, extensions: &Extensions, trusted_proxies: usize) -> Option<IpAddr> {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    let Some(behind) = trusted_proxies.checked_sub(1) else { return peer };
    // As bytes: what a visitor writes before the proxies' part must not make that part unreadable.
    let values = headers.get_all(FORWARDED_FOR).iter().map(HeaderValue::as_bytes);
    let addresses: Vec<&[u8]> = values.flat_map(|value| value.split(|byte| *byte == b',')).collect();
    let seen = addresses.iter().rev().nth(behind).and_then(|text| read(str::from_utf8(text).ok()?.trim()));
    // A request that came past the proxies, or a proxy that says nothing: the peer is what is known.
    seen.or(peer)
}

/// Some proxies write the port too.
fn read(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').split(']').next().unwrap_or_default();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(with_port).or_else(|| bare.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(forwarded: &[&str], trusted_proxies: usize) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 1234))));
        find(&headers, &extensions, trusted_proxies).unwrap().to_string()
    }

    #[test]
    fn believes_nobody_where_there_is_no_proxy() {
        assert_eq!(found(&["198.51.100.7"], 0), "192.0.2.1");
    }

    #[test]
    fn believes_the_proxies_and_not_what_was_written_before_them() {
        assert_eq!(found(&["203.0.113.9, 198.51.100.7"], 1), "198.51.100.7");
        assert_eq!(found(&["203.0.113.9, 198.51.100.7, 10.0.0.1"], 2), "198.51.100.7");
        assert_eq!(found(&["203.0.113.9", "198.51.100.7"], 1), "198.51.100.7");
    }

    #[test]
    fn reads_what_the_proxies_wrote_after_bytes_that_are_no_text() {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, HeaderValue::from_bytes(b"\xff\xfe, 198.51.100.7").unwrap());
        assert_eq!(find(&headers, &Extensions::new(), 1).unwrap().to_string(), "198.51.100.7");
    }

    #[test]
    fn falls_back_to_the_peer() {
        for forwarded in [&[][..], &["unknown"], &[""], &["198.51.100.7,<script>"]] {
            assert_eq!(found(forwarded, 1), "192.0.2.1", "{forwarded:?}");
        }
        assert_eq!(found(&["198.51.100.7"], 2), "192.0.2.1");
    }

    #[test]
    fn reads_addresses_with_ports_and_brackets() {
        for (text, address) in
            [("198.51.100.7:80", "198.51.100.7"), ("[2001:db8::1]:80", "2001:db8::1"), ("2001:db8::1", "2001:db8::1")]
        {
            assert_eq!(found(&[text], 1), address);
        }
    }
}
