//! The cookies of unfinished sign-ins: what is kept is found, what was touched is not, and nothing panics.

use http::{HeaderMap, HeaderValue, header::COOKIE};
use logto::{Keyring, ReturnTo, Transaction, TransactionCookies};
use proptest::prelude::*;
use time::{Duration, OffsetDateTime, macros::datetime};

const NOW: OffsetDateTime = datetime!(2026-11-22 12:00 UTC);

fn jar(secure: bool) -> TransactionCookies {
    TransactionCookies::new(Keyring::parse(&"0c".repeat(32)).unwrap(), secure)
}

/// The `Cookie` header that a browser sends after it was given this `Set-Cookie` value.
fn pair(set_cookie: &HeaderValue) -> String {
    set_cookie.to_str().unwrap().split(';').next().unwrap().to_owned()
}

fn headers(cookie: &[u8]) -> HeaderMap {
    HeaderValue::from_bytes(cookie).map(|value| HeaderMap::from_iter([(COOKIE, value)])).unwrap_or_default()
}

fn kept(jar: &TransactionCookies, transaction: &Transaction) -> String {
    pair(&jar.keep(transaction, &HeaderMap::new(), NOW).unwrap()[0])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_it_keeps(
        given in any::<String>(),
        secure in any::<bool>(),
        before in "([a-z_]{1,8}=[!-:<-~]{0,20}; ){0,5}",
        after in "(;[a-z_]{0,8}=?[ -:<-~]{0,20}){0,5}",
        seconds in 0_i64..600,
    ) {
        let (jar, return_to) = (jar(secure), ReturnTo::parse(&given));
        let transaction = Transaction::begin(return_to.clone(), NOW).unwrap();
        let cookie = format!("{before}{}{after}", kept(&jar, &transaction));
        let found = jar.find(&headers(cookie.as_bytes()), transaction.state.reveal(), NOW + Duration::seconds(seconds));
        let found = found.expect("lost");
        prop_assert!(found.nonce.is(transaction.nonce.reveal()));
        prop_assert!(found.code_verifier.is(transaction.code_verifier.reveal()));
        prop_assert_eq!(found.return_to, return_to);
    }

    #[test]
    fn finds_nothing_once_a_byte_is_changed(at in any::<prop::sample::Index>(), flip in 1_u8..=255, secure in any::<bool>()) {
        let jar = jar(secure);
        let transaction = Transaction::begin(ReturnTo::parse("/account"), NOW).unwrap();
        let mut cookie = kept(&jar, &transaction).into_bytes();
        let at = at.index(cookie.len());
        cookie[at] ^= flip;
        prop_assert!(jar.find(&headers(&cookie), transaction.state.reveal(), NOW).is_none());
    }

    #[test]
    fn finds_nothing_once_cut_or_lengthened(cut in 1_usize..200, more in "[A-Za-z0-9_-]{1,8}") {
        let jar = jar(false);
        let transaction = Transaction::begin(ReturnTo::home(), NOW).unwrap();
        let (cookie, state) = (kept(&jar, &transaction), transaction.state.reveal());
        prop_assert!(jar.find(&headers(&cookie.as_bytes()[..cookie.len() - cut]), state, NOW).is_none());
        let longer = format!("{cookie}{more}");
        prop_assert!(jar.find(&headers(longer.as_bytes()), state, NOW).is_none());
    }

    #[test]
    fn finds_nothing_under_another_state_or_secret(state in any::<String>()) {
        let (jar, transaction) = (jar(false), Transaction::begin(ReturnTo::home(), NOW).unwrap());
        let headers = headers(kept(&jar, &transaction).as_bytes());
        prop_assert!(jar.find(&headers, &state, NOW).is_none());
        let other = TransactionCookies::new(Keyring::parse(&"0d".repeat(32)).unwrap(), false);
        prop_assert!(other.find(&headers, transaction.state.reveal(), NOW).is_none());
    }

    #[test]
    fn survives_any_cookie_header(cookie in any::<Vec<u8>>(), state in any::<String>(), secure in any::<bool>()) {
        let (jar, headers) = (jar(secure), headers(&cookie));
        prop_assert!(jar.find(&headers, &state, NOW).is_none());
        let transaction = Transaction::begin(ReturnTo::home(), NOW).unwrap();
        let set = jar.keep(&transaction, &headers, NOW).unwrap();
        prop_assert!(jar.find(&self::headers(pair(&set[0]).as_bytes()), transaction.state.reveal(), NOW).is_some());
    }

    #[test]
    fn drops_whatever_bears_its_name_and_is_not_its_own(garbage in "[!-:<-~]{0,40}", name in "[A-Za-z0-9_-]{1,16}") {
        prop_assume!(!name.contains('='));
        let (jar, transaction) = (jar(false), Transaction::begin(ReturnTo::home(), NOW).unwrap());
        let headers = headers(format!("sign_in_{name}={garbage}").as_bytes());
        let set = jar.keep(&transaction, &headers, NOW).unwrap();
        let dropped = format!("sign_in_{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
        prop_assert!(set.iter().any(|value| value.as_bytes() == dropped.as_bytes()));
    }
}
