//! Where to go after sign-in: a path of this very app, never another site (open redirect; RFC 9700, 4.11).

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

/// The longest path that is remembered (bytes). It travels in a cookie; beyond this the home page is better.
const LONGEST: usize = 512;

/// A path with query on the app's own origin, safe as a `Location`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct ReturnTo(String);

impl ReturnTo {
    /// The home page.
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    /// Takes a path given by the request; whatever is not surely a path of this origin becomes the home page.
    ///
    /// Browsers read `//host`, `/\host`, control characters and white space in surprising ways, so the rule is strict:
    /// - begins with one `/` that no `/` or `\` follows;
    /// - has no backslash, no control character, no white space, no character beyond ASCII;
    /// - resolved against an origin, it stays there (the URL standard's own parser decides);
    /// - is no route that starts or ends a sign-in, which would go round in a circle.
    pub fn parse(given: &str) -> Self {
        Self::checked(given).unwrap_or_else(Self::home)
    }

    fn checked(given: &str) -> Option<Self> {
        let plain = given.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        if !plain || given.len() > LONGEST || !given.starts_with('/') || given.starts_with("//") {
            return None;
        }
        let base = Url::parse("https://app.invalid").ok()?;
        let url = base.join(given).ok()?;
        if url.origin() != base.origin() || url.path().starts_with("//") {
            return None;
        }
        let circular = ["/sign-in", "/sign-up", "/sign-out", "/callback", "/sign-in-failed"];
        if circular.contains(&url.path().trim_end_matches('/')) {
            return None;
        }
        // What the parser understood, not what was written: `/a/..//evil` has been resolved by now.
        let understood = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        // The parser writes `%3E` for `>`: what it understood may be three times as long.
        (understood.len() <= LONGEST).then_some(Self(understood))
    }

    /// The path, with its query.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for ReturnTo {
    fn default() -> Self {
        Self::home()
    }
}

impl From<String> for ReturnTo {
    fn from(given: String) -> Self {
        Self::parse(&given)
    }
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_paths_of_this_app() {
        for path in ["/", "/account", "/account?tab=phone&x=%2F", "/a/b/c", "/a:b@c", "/?next=https://evil.example"] {
            assert_eq!(ReturnTo::parse(path).as_str(), path);
        }
    }

    #[test]
    fn drops_the_fragment() {
        assert_eq!(ReturnTo::parse("/account#phone").as_str(), "/account");
    }

    #[test]
    fn sends_open_redirects_home() {
        for payload in [
            "",
            "account",
            "https://evil.example",
            "http:evil.example",
            "https:/evil.example",
            "//evil.example",
            "///evil.example",
            "////evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "\\\\evil.example",
            "/\\/evil.example",
            "/\tevil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r\nSet-Cookie: a=b",
            " //evil.example",
            "/ /evil.example",
            "/..//evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "/%2e%2e//evil.example",
            "/./\\evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "?x",
            "#x",
            "/\u{2028}/evil",
            "/é",
            "/\u{0}",
            "@evil.example",
            "/sign-in",
            "/sign-in?return_to=/",
            "/sign-up",
            "/callback?code=x",
            "/sign-out/",
            "/x/../callback",
        ] {
            assert_eq!(ReturnTo::parse(payload), ReturnTo::home(), "{payload:?}");
        }
        assert_eq!(ReturnTo::parse(&format!("/{}", "a".repeat(LONGEST))), ReturnTo::home());
    }

    #[test]
    fn sends_home_what_becomes_too_long_by_encoding() {
        let given = format!("/{}", ">".repeat(LONGEST / 2));
        assert_eq!(ReturnTo::parse(&given), ReturnTo::home());
        assert_eq!(ReturnTo::parse("/>").as_str(), "/%3E");
    }

    #[test]
    fn is_checked_again_when_it_comes_back_from_a_cookie() {
        let back: ReturnTo = serde_json::from_str("\"//evil.example\"").unwrap();
        assert_eq!(back, ReturnTo::home());
    }
}
