//! An address that Logto sends browsers to, or calls itself.

use url::Url;

use crate::Origin;

/// Why an address cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum WebUriError {
    #[error("is no absolute address; write it like https://example.com/callback")]
    NotAbsolute,
    #[error("must begin with https:// (http:// is allowed for localhost only)")]
    NotSecure,
    /// RFC 6749, 3.1.2, and OpenID Connect Back-Channel Logout 1.0, 2.2.
    #[error("must have no fragment; leave out the # and what follows it")]
    Fragment,
    /// Logto takes patterns. Whoever can put a page under one of the names is sent other people's codes (RFC 9700, 4.1.1).
    #[error("must have no wildcard; write each address out")]
    Wildcard,
    #[error("must have no user name and no password")]
    UserName,
    /// Logto refuses these.
    #[error("must have no . and no .. between its slashes")]
    DotSegments,
}

/// Reads an address. It is kept as the `url` crate writes it, because so the app writes it, too, and Logto compares addresses
/// character by character (RFC 9700, 2.1).
pub(super) fn parse(text: &str) -> Result<Url, WebUriError> {
    let text = text.trim();
    let url = Url::parse(text).map_err(|_| WebUriError::NotAbsolute)?;
    if text.contains('*') {
        return Err(WebUriError::Wildcard);
    }
    if url.fragment().is_some() {
        return Err(WebUriError::Fragment);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(WebUriError::UserName);
    }
    Origin::parse(&url.origin().ascii_serialization()).map_err(|_| WebUriError::NotSecure)?;
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let dots = |part: &str| matches!(part.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    if path.split(['/', '\\']).any(dots) { Err(WebUriError::DotSegments) } else { Ok(url) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_addresses_as_the_app_sends_them() {
        for (text, kept) in [
            ("https://example.com/callback", "https://example.com/callback"),
            ("https://Example.com:443/callback?x=1", "https://example.com/callback?x=1"),
            ("http://localhost:3000", "http://localhost:3000/"),
            ("http://127.0.0.1:3000/callback", "http://127.0.0.1:3000/callback"),
            ("http://[::1]:3000/callback", "http://[::1]:3000/callback"),
            ("https://example.com/a.b/..c", "https://example.com/a.b/..c"),
        ] {
            assert_eq!(parse(text).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn refuses_what_must_not_be_registered() {
        for (text, error) in [
            ("/callback", WebUriError::NotAbsolute),
            ("example.com/callback", WebUriError::NotAbsolute),
            ("http://example.com/callback", WebUriError::NotSecure),
            ("ftp://localhost/callback", WebUriError::NotSecure),
            ("io.logto.app://callback", WebUriError::NotSecure),
            ("data:text/html,x", WebUriError::NotSecure),
            ("https://example.com/callback#x", WebUriError::Fragment),
            ("https://example.com/callback#", WebUriError::Fragment),
            ("https://*.example.com/callback", WebUriError::Wildcard),
            ("https://example.com/*", WebUriError::Wildcard),
            ("https://u:p@example.com/callback", WebUriError::UserName),
            ("https://example.com/a/../callback", WebUriError::DotSegments),
            ("https://example.com/a/%2E%2e/callback", WebUriError::DotSegments),
            ("https://example.com/./callback", WebUriError::DotSegments),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }
}
