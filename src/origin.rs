//! A web origin that is safe to talk to: https, or http on this very machine.
//!
//! Both addresses of the configuration, Logto's endpoint and the app's own base URL, are one.

use std::fmt;

use url::{Host, Url};

/// `https://host[:port]`, or `http://` with a loopback host (RFC 8252, 7.3 calls for the exception).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(Url);

/// Why a text is no usable [`Origin`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// Not a URL at all.
    #[error("is not a URL; write it like https://example.com")]
    NotAUrl,
    /// `http:` to another machine, or some other scheme.
    #[error("must begin with https:// (http:// is allowed for localhost only)")]
    NotSecure,
    /// Something follows the host: a path, a query, a fragment, or a user name stands before it.
    #[error("must be an origin only, without path, query, fragment or user name: https://example.com")]
    NotAnOrigin,
}

impl Origin {
    /// Reads an origin; a single `/` at the end is taken away.
    ///
    /// # Errors
    ///
    /// [`OriginError`] says what is wrong and how to write it.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let url = Url::parse(text.trim()).map_err(|_| OriginError::NotAUrl)?;
        match (url.scheme(), url.host()) {
            (_, None) => return Err(OriginError::NotAUrl),
            ("https", Some(_)) => {}
            ("http", Some(host)) if is_loopback(&host) => {}
            _ => return Err(OriginError::NotSecure),
        }
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if bare { Ok(Self(url)) } else { Err(OriginError::NotAnOrigin) }
    }

    /// As the `Origin` header writes it: no slash at the end (RFC 6454, 6.2).
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Whether this origin is https, so that cookies can be `Secure`.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether the host is this machine.
    pub fn is_loopback(&self) -> bool {
        self.0.host().is_some_and(|host| is_loopback(&host))
    }

    /// A URL under this origin. `path` begins with `/`.
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }

    /// The port, given or the scheme's own.
    pub fn port(&self) -> Option<u16> {
        self.0.port_or_known_default()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_https_and_loopback_http() {
        for text in [
            "https://example.com",
            "https://example.com/",
            "https://example.com:8443",
            "http://localhost:3001",
            "http://127.0.0.1:3001",
            "http://[::1]:3001",
        ] {
            let origin = Origin::parse(text).unwrap();
            assert_eq!(origin.as_str(), text.trim_end_matches('/'));
        }
    }

    #[test]
    fn rejects_plain_http_to_another_machine() {
        for text in ["http://example.com", "http://localhost.evil.com", "http://10.0.0.1", "ftp://localhost"] {
            assert_eq!(Origin::parse(text), Err(OriginError::NotSecure), "{text}");
        }
    }

    #[test]
    fn rejects_what_is_no_origin() {
        assert_eq!(Origin::parse("example.com"), Err(OriginError::NotAUrl));
        assert_eq!(Origin::parse(""), Err(OriginError::NotAUrl));
        for text in
            ["https://example.com/app", "https://example.com?x=1", "https://example.com/#x", "https://u@example.com"]
        {
            assert_eq!(Origin::parse(text), Err(OriginError::NotAnOrigin), "{text}");
        }
    }
}
