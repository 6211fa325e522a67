//! [`ReturnTo`] never leads to another site, whatever it is made of. RFC 9700, 4.11.

use logto::ReturnTo;
use proptest::{collection::vec, prelude::*, sample::select};
use url::Url;

/// What open redirects are built from.
const PIECES: &[&str] = &[
    "/",
    "//",
    "\\",
    "/\\",
    "..",
    ".",
    "./",
    "../",
    "@",
    ":",
    "?",
    "#",
    "&",
    "=",
    ";",
    "%",
    "\t",
    "\n",
    "\r",
    " ",
    "\0",
    "\u{7f}",
    "é",
    "\u{2028}",
    "\u{feff}",
    "／",
    "。",
    "%2f",
    "%2F",
    "%5c",
    "%2e",
    "%2e%2e",
    "%09",
    "%0d%0a",
    "%00",
    "%25",
    "%252f",
    "evil.example",
    "app.example",
    "localhost:3000",
    "https:",
    "http:",
    "javascript:",
    "data:",
    "file:",
    "[::1]",
    "account",
    "callback",
    "sign-in",
    "sign-out",
    "a",
    "0",
];

fn hostile() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

/// As long as the longest, so that what grows by encoding meets the limit.
fn long() -> impl Strategy<Value = String> {
    vec(select(&["a", "/", "./", ">", "\"", "<", "?", "'", "`", "{", "^"][..]), 150..400)
        .prop_map(|pieces| pieces.concat())
}

fn percent_encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

fn check(given: &str) -> Result<(), TestCaseError> {
    let path = ReturnTo::parse(given);
    let text = path.as_str();
    for base in ["https://app.example", "http://localhost:3000"] {
        let base = Url::parse(base).unwrap();
        let resolved = base.join(text).unwrap();
        prop_assert_eq!(resolved.origin(), base.origin());
        prop_assert!(resolved.username().is_empty() && resolved.password().is_none());
        // Relative to whatever page the browser is on, not only to the root.
        prop_assert_eq!(base.join("/a/b/c?d#e").unwrap().join(text).unwrap(), resolved);
    }
    prop_assert!(text.starts_with('/') && !text.starts_with("//"));
    prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\'));
    prop_assert!(http::HeaderValue::from_str(text).is_ok());
    prop_assert_eq!(ReturnTo::parse(text), path.clone());
    // Through the cookie and back.
    let kept: ReturnTo = serde_json::from_str(&serde_json::to_string(&path).unwrap()).unwrap();
    prop_assert_eq!(kept, path);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn stays_on_this_origin_for_any_text(given in any::<String>()) {
        check(&given)?;
    }

    #[test]
    fn stays_on_this_origin_for_any_path(rest in any::<String>()) {
        check(&format!("/{rest}"))?;
    }

    #[test]
    fn stays_on_this_origin_for_what_open_redirects_are_built_from(given in hostile()) {
        check(&given)?;
        check(&format!("/{given}"))?;
    }

    #[test]
    fn stays_on_this_origin_for_percent_encoded_texts(given in hostile(), twice in any::<bool>()) {
        let encoded = percent_encoded(&given);
        check(&encoded)?;
        check(&format!("/{}", if twice { percent_encoded(&encoded) } else { encoded }))?;
    }

    #[test]
    fn stays_itself_however_long(rest in long()) {
        check(&format!("/{rest}"))?;
    }

    #[test]
    fn keeps_ordinary_paths(path in "(/[a-z0-9_-]{1,12}){1,5}(\\?[a-z]{1,8}=[a-z0-9%2F]{0,8})?") {
        prop_assume!(!path.starts_with("/sign-") && !path.starts_with("/callback"));
        let parsed = ReturnTo::parse(&path);
        prop_assert_eq!(parsed.as_str(), path.as_str());
    }
}
