//! The cookies of unfinished sign-ins: one per `state`, encrypted, ten minutes, eight at the most.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::{
    Transaction, cookie,
    random::NoRandomness,
    seal::{Keyring, Purpose},
    transaction::TRANSACTION_LIFE,
};

/// The most unfinished sign-ins that one browser keeps. A ninth takes the oldest one's place.
const MOST: usize = 8;
/// The most that they may weigh together (bytes): proxies refuse requests with more than 8 kB of headers.
const LARGEST_TOTAL: usize = 4096;
/// The most cookies that one answer takes away: what another site of the same domain planted must not make an answer larger
/// than clients read. The next sign-in takes more.
const MOST_REMOVALS: usize = 16;
/// How the names begin. `__Host-` (RFC 6265bis, 4.1.3.2) stands before it where cookies can be `Secure`.
const NAME: &str = "sign_in_";

/// Reads and writes the cookies of unfinished sign-ins.
#[derive(Clone, Debug)]
pub struct TransactionCookies {
    keyring: Keyring,
    secure: bool,
}

/// A transaction that came with a request, and the name of its cookie.
struct Held {
    name: String,
    size: usize,
    transaction: Option<Transaction>,
}

impl TransactionCookies {
    /// `secure`: whether the app's base URL is https.
    pub fn new(keyring: Keyring, secure: bool) -> Self {
        Self { keyring, secure }
    }

    /// The transaction of this `state`, if this browser began it less than ten minutes ago.
    pub fn find(&self, headers: &HeaderMap, state: &str, now: OffsetDateTime) -> Option<Transaction> {
        let name = self.name(state);
        let (_, value) = cookie::all(headers).find(|(found, _)| *found == name)?;
        let transaction = self.open(&name, value)?;
        (transaction.state.is(state) && !transaction.is_expired(now)).then_some(transaction)
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
        let name = self.name(transaction.state.reveal());
        let plain = serde_json::to_vec(transaction).map_err(|_| NoRandomness)?;
        let value = self.keyring.seal(Purpose::Transaction, &name, &plain)?;
        let mut total = name.len() + value.len();
        let mut set = vec![self.set_cookie(&name, &value, TRANSACTION_LIFE.whole_seconds())];

        let mut held = self.held(headers);
        held.sort_by_key(|held| std::cmp::Reverse(held.transaction.as_ref().map(|transaction| transaction.began)));
        for (index, held) in held.into_iter().enumerate() {
            total += held.size;
            let fits = index + 1 < MOST && total <= LARGEST_TOTAL;
            let lives = held.transaction.is_some_and(|transaction| !transaction.is_expired(now));
            if !(fits && lives) && set.len() <= MOST_REMOVALS {
                set.push(self.set_cookie(&held.name, "", 0));
            }
        }
        Ok(set.into_iter().flatten().collect())
    }

    /// The `Set-Cookie` value that ends the transaction of this `state`: it can be used once.
    pub fn end(&self, state: &str) -> Option<HeaderValue> {
        self.set_cookie(&self.name(state), "", 0)
    }

    fn held(&self, headers: &HeaderMap) -> Vec<Held> {
        let prefix = self.prefix();
        cookie::all(headers)
            .filter(|(name, _)| name.starts_with(&prefix))
            .map(|(name, value)| Held {
                name: name.to_owned(),
                size: name.len() + value.len(),
                transaction: self.open(name, value),
            })
            .collect()
    }

    fn open(&self, name: &str, value: &str) -> Option<Transaction> {
        let plain = self.keyring.open(Purpose::Transaction, name, value)?;
        serde_json::from_slice(&plain).ok()
    }

    fn prefix(&self) -> String {
        format!("{}{NAME}", if self.secure { "__Host-" } else { "" })
    }

    /// Derived from the `state`, so that the callback finds its own cookie without opening the others.
    fn name(&self, state: &str) -> String {
        let digest = Sha256::digest(state.as_bytes());
        format!("{}{}", self.prefix(), URL_SAFE_NO_PAD.encode(&digest[..12]))
    }

    fn set_cookie(&self, name: &str, value: &str, max_age: i64) -> Option<HeaderValue> {
        cookie::set(name, value, max_age, self.secure)
    }
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;
    use time::Duration;

    use super::*;
    use crate::ReturnTo;

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
        browser.0.insert(jar.name(victim.state.reveal()), value);
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
        assert!(browser.headers()[COOKIE].len() < LARGEST_TOTAL + 100);
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
