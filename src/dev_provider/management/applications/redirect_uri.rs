//! Which addresses Logto registers: of the web, wildcards included, or a mobile app's own scheme.
//!
//! <https://docs.logto.io/integrate-logto/application-data-structure#redirect-uris>. A wildcard is registered here and
//! never matches: the provider redirects to what it has, character by character.

use url::Url;

/// Whether Logto takes it [source].
pub(super) fn is_redirect_uri(uri: &str) -> bool {
    let is_of_the_web = if uri.contains('*') { is_wildcard(uri) } else { has_web_scheme(uri) };
    (is_of_the_web && !has_dot_segment(uri)) || is_of_an_app(uri)
}

fn has_web_scheme(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// A scheme other than the web's, whose parts are not empty: `io.logto.app`.
fn is_of_an_app(uri: &str) -> bool {
    let is_named = |scheme: &str| scheme.split('.').all(|part| !part.is_empty());
    Url::parse(uri).is_ok_and(|url| !matches!(url.scheme(), "http" | "https") && is_named(url.scheme()))
}

/// A wildcard may be in a host with a dot, or in a path.
fn is_wildcard(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return false;
    };
    let in_query = uri.find(['?', '#']).is_some_and(|at| uri[at..].contains('*'));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let is_too_broad = host.contains('*') && !host.contains('.');
    let is_odd = scheme.contains('*') || port.contains('*') || authority.contains('@') || authority.starts_with('[');
    !in_query && !is_too_broad && !is_odd && has_web_scheme(&uri.replace('*', "wildcard"))
}

/// Browsers resolve them, so that two spellings of one address could pass for two.
fn has_dot_segment(uri: &str) -> bool {
    let Some((_, rest)) = uri.split_once("://") else {
        return false;
    };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    path.split('/').skip(1).any(|segment| {
        matches!(segment, "." | "..") || segment.eq_ignore_ascii_case("%2e") || segment.eq_ignore_ascii_case("%2e%2e")
    })
}

#[cfg(test)]
mod tests {
    use super::is_redirect_uri;

    #[test]
    fn takes_addresses_of_the_web_and_of_apps() {
        for uri in [
            "http://localhost:3000/callback",
            "https://app.example/callback?a=b#c",
            "https://*.app.example/callback",
            "https://pr-*-app.example/a/*",
            "io.logto.app://callback",
            "app:/callback",
        ] {
            assert!(is_redirect_uri(uri), "{uri}");
        }
    }

    #[test]
    fn refuses_what_is_none_or_could_be_read_in_two_ways() {
        for uri in [
            "",
            "callback",
            "not a uri",
            "http://",
            "http://localhost/a/../b",
            "http://localhost/./b",
            "http://localhost/a/%2E%2e/b",
            "https://*/callback",
            "https://localhost:*/callback",
            "https://*.app.example/?a=*",
            "http*://app.example/",
            "https://me@*.app.example/",
            "app..x://callback",
        ] {
            assert!(!is_redirect_uri(uri), "{uri}");
        }
    }
}
