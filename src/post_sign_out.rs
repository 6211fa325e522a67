//! Back from the provider's sign-out: the `state` says whether it was this browser's. RP-Initiated Logout 1.0, 2.

use http::{HeaderMap, HeaderValue};

use crate::{Secret, cookie};

/// How long the way through the provider may take (seconds).
const LIFE: i64 = 600;
/// A `state` of ours is below this; a query is not searched for longer ones (bytes).
const LONGEST_QUERY: usize = 2048;

/// The cookie that remembers the `state` of a sign-out.
#[derive(Clone, Copy, Debug)]
pub struct SignOutCookie {
    secure: bool,
}

impl SignOutCookie {
    /// `secure`: whether the app's base URL is https.
    pub fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// The `Set-Cookie` value that remembers the `state`.
    pub fn keep(&self, state: &Secret) -> Option<HeaderValue> {
        cookie::set(self.name(), state.reveal(), LIFE, self.secure)
    }

    /// The `Set-Cookie` value that forgets it: a `state` is good for one return.
    pub fn removal(&self) -> Option<HeaderValue> {
        cookie::set(self.name(), "", 0, self.secure)
    }

    /// Whether a request with this query is this browser's return from a sign-out that began here. Anybody can write the
    /// query; only the browser that signed out has the cookie.
    pub fn confirms(&self, headers: &HeaderMap, query: &str) -> bool {
        if query.len() > LONGEST_QUERY {
            return false;
        }
        let Some(state) = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "state") else {
            return false;
        };
        let kept = cookie::all(headers).find(|(name, _)| *name == self.name());
        kept.is_some_and(|(_, kept)| !kept.is_empty() && Secret::new(kept).is(&state.1))
    }

    fn name(&self) -> &'static str {
        if self.secure { "__Host-sign_out" } else { "sign_out" }
    }
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;

    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(cookie).unwrap())])
    }

    #[test]
    fn confirms_the_state_of_this_browser_alone() {
        let cookie = SignOutCookie::new(false);
        let set = cookie.keep(&Secret::new("s1")).unwrap();
        assert!(set.to_str().unwrap().starts_with("sign_out=s1; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"));
        assert!(cookie.confirms(&headers("a=b; sign_out=s1"), "state=s1"));
        for (held, query) in
            [("sign_out=s1", "state=s2"), ("sign_out=s1", ""), ("", "state=s1"), ("sign_out=", "state=")]
        {
            assert!(!cookie.confirms(&headers(held), query), "{held} {query}");
        }
    }

    #[test]
    fn is_bound_to_the_host_where_the_site_is_https() {
        let removal = SignOutCookie::new(true).removal().unwrap();
        assert_eq!(removal, "__Host-sign_out=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure");
    }
}
