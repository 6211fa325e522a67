//! The cookies of unfinished sign-ins: one per `state`, encrypted, ten minutes, eight at the most.

use http::{HeaderMap, HeaderValue};
use time::OffsetDateTime;

use crate::{
    Transaction,
    random::NoRandomness,
    seal::{Keyring, Purpose},
    sealed_cookies::{SealedCookie, SealedCookies},
    transaction::TRANSACTION_LIFE,
};

/// The most unfinished sign-ins that one browser keeps. A ninth takes the oldest one's place.
const MOST: usize = 8;
/// How the names begin.
const NAME: &str = "sign_in_";

/// Reads and writes the cookies of unfinished sign-ins.
#[derive(Clone, Debug)]
pub struct TransactionCookies(SealedCookies);

impl SealedCookie for Transaction {
    fn began(&self) -> OffsetDateTime {
        self.began
    }
}

impl TransactionCookies {
    /// `secure`: whether the app's base URL is https.
    pub fn new(keyring: Keyring, secure: bool) -> Self {
        Self(SealedCookies::new(keyring, secure, NAME, Purpose::Transaction, TRANSACTION_LIFE, MOST))
    }

    /// The transaction of this `state`, if this browser began it less than ten minutes ago.
    pub fn find(&self, headers: &HeaderMap, state: &str, now: OffsetDateTime) -> Option<Transaction> {
        self.0.find(headers, state, now).filter(|transaction: &Transaction| transaction.state.is(state))
    }

    /// The `Set-Cookie` values that keep `transaction`, and drop what is expired, unreadable or too much.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when the value cannot be sealed.
    pub fn keep(
        &self,
        transaction: &Transaction,
        headers: &HeaderMap,
        now: OffsetDateTime,
    ) -> Result<Vec<HeaderValue>, NoRandomness> {
        self.0.keep(transaction, transaction.state.reveal(), headers, now)
    }

    /// The `Set-Cookie` value that ends the transaction of this `state`: it can be used once.
    pub fn end(&self, state: &str) -> Option<HeaderValue> {
        self.0.end(state)
    }
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;
    use time::Duration;

    use super::*;
    use crate::{ReturnTo, sealed_cookies::MOST_REMOVALS};

    const NOW: OffsetDateTime = time::macros::datetime!(2026-11-22 12:00 UTC);

    fn jar(secure: bool) -> TransactionCookies {
        TransactionCookies::new(Keyring::parse(&"0c".repeat(32)).unwrap(), secure)
    }

    /// A browser: applies `Set-Cookie` to what it holds and sends the rest back.
    #[derive(Default)]
    struct Browser(std::collections::BTreeMap<String, String>);

    impl Browser {
        fn take(&mut self, set: Vec<HeaderValue>) {
            for value in set {
                let text = value.to_str().unwrap().to_owned();
                let (name, rest) = text.split_once('=').unwrap();
                if text.contains("Max-Age=0") {
                    self.0.remove(name);
                } else {
                    self.0.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
                }
            }
        }

        fn headers(&self) -> HeaderMap {
            let mut headers = HeaderMap::new();
            let pairs: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
            headers.insert(COOKIE, pairs.join("; ").parse().unwrap());
            headers
        }
    }

    fn begin(at: OffsetDateTime) -> Transaction {
        Transaction::begin(ReturnTo::parse("/account"), at).unwrap()
    }

    #[test]
    fn finds_each_of_several_sign_ins() {
        let (jar, mut browser) = (jar(false), Browser::default());
        let (one, two) = (begin(NOW), begin(NOW));
        browser.take(jar.keep(&one, &browser.headers(), NOW).unwrap());
        browser.take(jar.keep(&two, &browser.headers(), NOW).unwrap());
        for transaction in [one, two] {
            let found = jar.find(&browser.headers(), transaction.state.reveal(), NOW).unwrap();
            assert!(found.nonce.is(transaction.nonce.reveal()));
            assert_eq!(found.return_to.as_str(), "/account");
        }
    }

    #[test]
    fn finds_nothing_after_ten_minutes_or_once_ended() {
        let (jar, mut browser) = (jar(false), Browser::default());
        let transaction = begin(NOW);
        browser.take(jar.keep(&transaction, &browser.headers(), NOW).unwrap());
        let state = transaction.state.reveal();
        assert!(jar.find(&browser.headers(), state, NOW + TRANSACTION_LIFE - Duration::SECOND).is_some());
        assert!(jar.find(&browser.headers(), state, NOW + TRANSACTION_LIFE).is_none());
        browser.take(jar.end(state).into_iter().collect());
        assert!(jar.find(&browser.headers(), state, NOW).is_none());
    }

    #[test]
    fn opens_no_value_under_another_name() {
        let (jar, mut browser) = (jar(false), Browser::default());
        let (victim, thief) = (begin(NOW), begin(NOW));
        browser.take(jar.keep(&thief, &browser.headers(), NOW).unwrap());
        let value = browser.0.values().next().unwrap().clone();
        browser.0.insert(jar.0.name(victim.state.reveal()), value);
        assert!(jar.find(&browser.headers(), victim.state.reveal(), NOW).is_none());
    }

    #[test]
    fn keeps_eight_at_the_most_and_drops_the_oldest() {
        let (jar, mut browser) = (jar(false), Browser::default());
        let sign_ins: Vec<Transaction> = (0..9).map(|n| begin(NOW + Duration::seconds(n))).collect();
        for transaction in &sign_ins {
            browser.take(jar.keep(transaction, &browser.headers(), NOW).unwrap());
        }
        assert_eq!(browser.0.len(), MOST);
        assert!(jar.find(&browser.headers(), sign_ins[0].state.reveal(), NOW).is_none());
        assert!(jar.find(&browser.headers(), sign_ins[8].state.reveal(), NOW).is_some());
    }

    #[test]
    fn stays_below_what_proxies_accept() {
        let (jar, mut browser) = (jar(true), Browser::default());
        for n in 0..20 {
            let long = ReturnTo::parse(&format!("/{}", "a".repeat(500)));
            let transaction = Transaction::begin(long, NOW + Duration::seconds(n)).unwrap();
            browser.take(jar.keep(&transaction, &browser.headers(), NOW).unwrap());
        }
        assert!(browser.headers()[COOKIE].len() < 4096 + 100);
    }

    #[test]
    fn drops_garbage_with_its_own_names() {
        let (jar, mut browser) = (jar(false), Browser::default());
        browser.0.insert("sign_in_garbage".to_owned(), "x".to_owned());
        browser.0.insert("other".to_owned(), "x".to_owned());
        browser.take(jar.keep(&begin(NOW), &browser.headers(), NOW).unwrap());
        assert!(!browser.0.contains_key("sign_in_garbage"));
        assert!(browser.0.contains_key("other"));
    }

    #[test]
    fn takes_few_planted_cookies_away_at_a_time() {
        let (jar, mut browser) = (jar(false), Browser::default());
        for n in 0..200 {
            browser.0.insert(format!("sign_in_{n}"), "x".to_owned());
        }
        let set = jar.keep(&begin(NOW), &browser.headers(), NOW).unwrap();
        assert_eq!(set.len(), MOST_REMOVALS + 1);
    }

    #[test]
    fn is_bound_to_the_host_where_the_site_is_https() {
        let set = jar(true).keep(&begin(NOW), &HeaderMap::new(), NOW).unwrap();
        let text = set[0].to_str().unwrap();
        assert!(text.starts_with("__Host-sign_in_"));
        assert!(text.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure"));
    }
}
