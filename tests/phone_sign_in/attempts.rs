//! The cookie of an attempt: sealed, of one browser and one handle, for half an hour, a few at a time.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderValue, header::COOKIE};
use logto::{
    Clock, Keyring, PhoneAttempt, PhoneAttempts, PhoneProblem, PhonePurpose, PhoneSignIn, Region, ReturnTo, Typed,
};
use time::{Duration, OffsetDateTime};

use crate::{
    house::{House, PHONE},
    storages::Kind,
};

/// What a proxy or a server takes of one header line at the least (bytes).
const LARGEST_COOKIE: usize = 4096;

/// A browser's cookies, as `Set-Cookie` leaves them.
#[derive(Default)]
struct Cookies(BTreeMap<String, String>);

impl Cookies {
    fn take(&mut self, set: impl IntoIterator<Item = HeaderValue>) {
        for value in set {
            let text = value.to_str().unwrap();
            assert!(text.contains("; HttpOnly; SameSite=Lax; "), "{text}");
            let (name, rest) = text.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if text.contains("Max-Age=0") {
                self.0.remove(name);
            } else {
                assert!(name.len() + value.len() < LARGEST_COOKIE, "no browser keeps so much");
                self.0.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn headers(&self) -> HeaderMap {
        let all: Vec<_> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        HeaderMap::from_iter([(COOKIE, all.join("; ").parse().unwrap())])
    }

    fn keep(&mut self, attempts: &PhoneAttempts, attempt: &PhoneAttempt, now: OffsetDateTime) {
        let set = attempts.keep(attempt, &self.headers(), now).unwrap();
        self.take(set);
    }
}

fn attempts() -> PhoneAttempts {
    attempts_with("0a")
}

fn attempts_with(secret: &str) -> PhoneAttempts {
    PhoneAttempts::new(Keyring::parse(&secret.repeat(32)).unwrap(), false)
}

fn now() -> OffsetDateTime {
    Clock::system().now()
}

fn begin(now: OffsetDateTime) -> PhoneAttempt {
    PhoneAttempt::begin(PhonePurpose::SignIn(ReturnTo::parse("/items?page=2")), now).unwrap()
}

#[test]
fn attempt_comes_back_as_it_was_kept() {
    let (attempts, now, mut browser) = (attempts(), now(), Cookies::default());
    let mut attempt = begin(now);
    attempt.typed = Typed::new("0151 234");
    attempt.region = Region::parse("DE");
    attempt.problem = Some(PhoneProblem::named("phone.code_mismatched"));
    browser.keep(&attempts, &attempt, now);
    let found = attempts.find(&browser.headers(), &attempt.handle, now).unwrap();
    assert_eq!(found.typed.as_str(), "0151 234");
    assert_eq!((found.region, found.purpose, found.problem), (attempt.region, attempt.purpose, attempt.problem));
    browser.take(attempts.end(&attempt.handle));
    assert!(attempts.find(&browser.headers(), &attempt.handle, now).is_none());
}

#[test]
fn tampered_attempt_is_none() {
    let (attempts, now, mut browser) = (attempts(), now(), Cookies::default());
    let attempt = begin(now);
    browser.keep(&attempts, &attempt, now);
    let (name, value) = browser.0.first_key_value().map(|(name, value)| (name.clone(), value.clone())).unwrap();
    for at in 0..value.len() {
        let mut bytes = value.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        browser.0.insert(name.clone(), String::from_utf8(bytes).unwrap());
        assert!(attempts.find(&browser.headers(), &attempt.handle, now).is_none(), "byte {at}");
    }
    for forged in ["", "e30", &value[..value.len() - 1], &format!("{value}A"), &"A".repeat(100_000)] {
        browser.0.insert(name.clone(), forged.to_owned());
        assert!(attempts.find(&browser.headers(), &attempt.handle, now).is_none(), "{forged}");
    }
    browser.0.insert(name, value);
    assert!(attempts.find(&browser.headers(), &attempt.handle, now).is_some());
}

#[test]
fn attempt_of_another_browser_handle_or_secret_is_none() {
    let (attempts, now) = (attempts(), now());
    let (mut mine, mut theirs) = (Cookies::default(), Cookies::default());
    let (attempt, other) = (begin(now), begin(now));
    assert_ne!(attempt.handle, other.handle);
    mine.keep(&attempts, &attempt, now);
    theirs.keep(&attempts, &other, now);
    assert!(attempts.find(&theirs.headers(), &attempt.handle, now).is_none(), "by the address alone");
    assert!(attempts.find(&mine.headers(), &other.handle, now).is_none());
    // Their value under the name of mine.
    let (name, value) = (mine.0.keys().next().unwrap().clone(), theirs.0.values().next().unwrap().clone());
    let mixed = Cookies(BTreeMap::from([(name, value)]));
    for handle in [&attempt.handle, &other.handle] {
        assert!(attempts.find(&mixed.headers(), handle, now).is_none());
    }
    assert!(attempts_with("0b").find(&mine.headers(), &attempt.handle, now).is_none());
    for handle in ["", "*", "../", "\0", &"h".repeat(100_000)] {
        assert!(attempts.find(&mine.headers(), handle, now).is_none());
    }
}

#[test]
fn attempt_ends_after_half_an_hour_however_often_it_is_kept() {
    let (attempts, begun, mut browser) = (attempts(), now(), Cookies::default());
    let attempt = begin(begun);
    for minutes in [0, 10, 20, 29] {
        let now = begun + Duration::minutes(minutes);
        browser.keep(&attempts, &attempt, now);
        assert!(attempts.find(&browser.headers(), &attempt.handle, now).is_some());
    }
    let last = begun + Duration::seconds(1798);
    assert!(attempts.find(&browser.headers(), &attempt.handle, last).is_some());
    assert!(attempts.find(&browser.headers(), &attempt.handle, begun + Duration::minutes(30)).is_none());
}

#[test]
fn browser_keeps_the_newest_four() {
    let (attempts, begun, mut browser) = (attempts(), now(), Cookies::default());
    let mut handles = Vec::new();
    for n in 0..8 {
        let now = begun + Duration::seconds(n);
        let attempt = begin(now);
        browser.keep(&attempts, &attempt, now);
        handles.push(attempt.handle);
        assert!(browser.0.len() <= 4, "{}", browser.0.len());
    }
    let found = |handle: &String| attempts.find(&browser.headers(), handle, begun + Duration::MINUTE).is_some();
    let found: Vec<_> = handles.iter().map(found).collect();
    assert_eq!(found, [false, false, false, false, true, true, true, true]);
}

#[test]
fn oversized_text_is_cut_and_control_characters_are_dropped() {
    let (attempts, now, mut browser) = (attempts(), now(), Cookies::default());
    for typed in ["1".repeat(1_000_000), "\u{1f600}".repeat(10_000), "\r\n\0".repeat(10_000)] {
        let mut attempt = begin(now);
        attempt.typed = Typed::new(&typed);
        assert!(attempt.typed.as_str().chars().count() <= 64);
        assert!(!attempt.typed.as_str().chars().any(char::is_control));
        browser.keep(&attempts, &attempt, now);
        let found = attempts.find(&browser.headers(), &attempt.handle, now).unwrap();
        assert_eq!(found.typed.as_str(), attempt.typed.as_str());
    }
    assert!(!format!("{:?}", Typed::new("0151 2345678")).contains("2345678"));
}

#[tokio::test]
async fn verification_that_browsers_keep_can_neither_be_read_nor_called_proven() {
    let house = House::new(Kind::Memory).await;
    let (attempts, now, mut browser) = (attempts(), house.clock().now(), Cookies::default());
    let mut attempt = begin(now);
    let verification = house.send(PHONE).await.unwrap();
    let kept = serde_json::to_value(&verification).unwrap();
    attempt.verification = Some(verification);
    browser.keep(&attempts, &attempt, now);
    let cookies = format!("{:?}", browser.headers());
    for secret in [PHONE, kept["holder"].as_str().unwrap(), "proven"] {
        assert!(!cookies.contains(secret) && !format!("{attempt:?}").contains(&format!("\"{secret}\"")));
    }
    // Sealed by another secret, with what is proven said so.
    let mut forged = attempt.clone();
    let mut proven = kept.clone();
    proven["proven"] = true.into();
    forged.verification = Some(serde_json::from_value(proven).unwrap());
    let mut forger = Cookies::default();
    forger.keep(&attempts_with("0b"), &forged, now);
    assert!(attempts.find(&forger.headers(), &attempt.handle, now).is_none());

    let mut found = attempts.find(&browser.headers(), &attempt.handle, now).unwrap().verification.unwrap();
    assert!(!found.is_proven());
    house.way.finish(&mut found, &house.code(PHONE)).await.unwrap();
}
