//! A jar of what is unfinished, as a browser carries it.

use std::collections::BTreeMap;

use http::header::COOKIE;
use serde::Deserialize;

use super::*;

const NOW: OffsetDateTime = time::macros::datetime!(2026-11-22 12:00 UTC);
const LIFE: Duration = Duration::minutes(30);
const MOST: usize = 4;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Attempt {
    step: String,
    #[serde(with = "time::serde::timestamp")]
    began: OffsetDateTime,
}

impl SealedCookie for Attempt {
    fn began(&self) -> OffsetDateTime {
        self.began
    }
}

fn at(step: &str, began: OffsetDateTime) -> Attempt {
    Attempt { step: step.to_owned(), began }
}

fn jar_of(name_prefix: &'static str, purpose: Purpose, secure: bool) -> SealedCookies {
    SealedCookies::new(Keyring::parse(&"0c".repeat(32)).unwrap(), secure, name_prefix, purpose, LIFE, MOST)
}

fn jar() -> SealedCookies {
    jar_of("phone_sign_in_", Purpose::PhoneSignIn, false)
}

/// A browser: applies `Set-Cookie` to what it holds, in its order, and sends the rest back.
#[derive(Default)]
struct Browser(BTreeMap<String, String>);

impl Browser {
    fn take(&mut self, set: impl IntoIterator<Item = HeaderValue>) {
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

    fn keep(&mut self, jar: &SealedCookies, attempt: &Attempt, handle: &str, now: OffsetDateTime) {
        self.take(jar.keep(attempt, handle, &self.headers(), now).unwrap());
    }

    fn headers(&self) -> HeaderMap {
        let pairs: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        HeaderMap::from_iter([(COOKIE, pairs.join("; ").parse().unwrap())])
    }

    fn find(&self, jar: &SealedCookies, handle: &str, now: OffsetDateTime) -> Option<Attempt> {
        jar.find(&self.headers(), handle, now)
    }
}

fn max_age(set: &HeaderValue) -> String {
    set.to_str().unwrap().split("Max-Age=").nth(1).unwrap().split(';').next().unwrap().to_owned()
}

#[test]
fn finds_under_each_handle_its_own() {
    let mut browser = Browser::default();
    for handle in ["one", "two", "", "client!+ID; Path=/", "é"] {
        browser.keep(&jar(), &at(handle, NOW), handle, NOW);
        assert_eq!(browser.find(&jar(), handle, NOW), Some(at(handle, NOW)));
    }
    assert_eq!(browser.find(&jar(), "another", NOW), None);
}

#[test]
fn writes_a_handle_again_in_its_own_place() {
    let mut browser = Browser::default();
    for handle in ["a", "b", "c", "d"] {
        browser.keep(&jar(), &at("number", NOW), handle, NOW);
    }
    for n in 0..20 {
        let step = format!("step {n}");
        // The oldest of all, and it neither gives way nor drives away another.
        browser.keep(&jar(), &at(&step, NOW), "a", NOW + Duration::MINUTE);
        assert_eq!(browser.find(&jar(), "a", NOW), Some(at(&step, NOW)));
        assert_eq!(browser.0.len(), MOST);
    }
    for handle in ["b", "c", "d"] {
        assert_eq!(browser.find(&jar(), handle, NOW), Some(at("number", NOW)));
    }
}

#[test]
fn sets_the_cookie_of_a_handle_once_even_where_the_old_value_cannot_stay() {
    let mut browser = Browser::default();
    browser.0.insert(jar().name("a"), "garbage".to_owned());
    let set = jar().keep(&at("new", NOW), "a", &browser.headers(), NOW).unwrap();
    assert_eq!(set.len(), 1, "{set:?}");
    browser.keep(&jar(), &at("ended", NOW - LIFE), "a", NOW - LIFE);
    browser.keep(&jar(), &at("new", NOW), "a", NOW);
    assert_eq!(browser.find(&jar(), "a", NOW), Some(at("new", NOW)));
}

#[test]
fn ends_its_life_after_the_beginning_however_often_it_is_written() {
    let mut browser = Browser::default();
    let last = NOW + LIFE - Duration::SECOND;
    for now in [NOW, NOW + Duration::minutes(20), last] {
        browser.keep(&jar(), &at("code", NOW), "a", now);
    }
    assert!(browser.find(&jar(), "a", last).is_some());
    assert_eq!(browser.find(&jar(), "a", NOW + LIFE), None);
}

#[test]
fn tells_the_browser_how_long_it_lives_on() {
    let max_age_at = |now| max_age(&jar().keep(&at("code", NOW), "a", &HeaderMap::new(), now).unwrap()[0]);
    assert_eq!(max_age_at(NOW), "1800");
    assert_eq!(max_age_at(NOW + Duration::milliseconds(1)), "1800");
    assert_eq!(max_age_at(NOW + Duration::minutes(20)), "600");
    assert_eq!(max_age_at(NOW + LIFE - Duration::milliseconds(1)), "1");
    assert_eq!(max_age_at(NOW + LIFE), "0");
    assert_eq!(max_age_at(NOW + LIFE * 2), "0");
    assert_eq!(max_age_at(NOW - Duration::HOUR), "1800", "a clock that was put back");
}

#[test]
fn keeps_so_many_at_the_most_and_drops_the_oldest() {
    let mut browser = Browser::default();
    for (handle, minute) in [("a", 2), ("b", 1), ("c", 3), ("d", 4), ("e", 5)] {
        browser.keep(&jar(), &at(handle, NOW + Duration::minutes(minute)), handle, NOW + Duration::minutes(5));
    }
    assert_eq!(browser.0.len(), MOST);
    for handle in ["a", "c", "d", "e"] {
        assert!(browser.find(&jar(), handle, NOW + Duration::minutes(5)).is_some(), "{handle}");
    }
}

#[test]
fn drops_what_is_too_large_together_and_keeps_the_last() {
    let mut browser = Browser::default();
    for handle in ["a", "b", "c", "d"] {
        browser.keep(&jar(), &at(&"x".repeat(600), NOW), handle, NOW);
        assert!(browser.headers()[COOKIE].len() < MOST * SHARE + 100);
        assert!(browser.find(&jar(), handle, NOW).is_some());
    }
}

#[test]
fn takes_away_what_has_ended_or_is_garbage_and_nothing_else() {
    let mut browser = Browser::default();
    browser.keep(&jar(), &at("ended", NOW - LIFE), "ended", NOW - LIFE);
    browser.0.insert("phone_sign_in_garbage".to_owned(), "x".to_owned());
    browser.0.insert("sign_in_other".to_owned(), "x".to_owned());
    browser.keep(&jar(), &at("new", NOW), "new", NOW);
    let names: Vec<&String> = browser.0.keys().collect();
    assert_eq!(names, [&jar().name("new"), "sign_in_other"]);
}

#[test]
fn takes_few_planted_cookies_away_at_a_time() {
    let mut browser = Browser::default();
    for n in 0..200 {
        browser.0.insert(format!("phone_sign_in_{n}"), "x".to_owned());
    }
    let set = jar().keep(&at("new", NOW), "new", &browser.headers(), NOW).unwrap();
    assert_eq!(set.len(), MOST_REMOVALS + 1);
}

#[test]
fn opens_no_value_of_another_handle_purpose_or_secret() {
    let mut browser = Browser::default();
    browser.keep(&jar(), &at("thief's", NOW), "thief", NOW);
    let value = browser.0[&jar().name("thief")].clone();
    browser.0.insert(jar().name("victim"), value);
    assert_eq!(browser.find(&jar(), "victim", NOW), None);
    assert_eq!(browser.find(&jar_of("phone_sign_in_", Purpose::Transaction, false), "thief", NOW), None);
    let other = Keyring::parse(&"0d".repeat(32)).unwrap();
    let other = SealedCookies::new(other, false, "phone_sign_in_", Purpose::PhoneSignIn, LIFE, MOST);
    assert_eq!(browser.find(&other, "thief", NOW), None);
    assert!(browser.find(&jar(), "thief", NOW).is_some());
}

#[test]
fn finds_its_own_behind_a_planted_one_of_the_same_name() {
    let mut browser = Browser::default();
    browser.keep(&jar(), &at("mine", NOW), "a", NOW);
    let (name, value) = browser.0.first_key_value().unwrap();
    let cookie = format!("{name}=planted; {name}=; {name}={value}");
    let headers = HeaderMap::from_iter([(COOKIE, cookie.parse().unwrap())]);
    assert_eq!(jar().find(&headers, "a", NOW), Some(at("mine", NOW)));
}

#[test]
fn ends_at_once() {
    let mut browser = Browser::default();
    browser.keep(&jar(), &at("code", NOW), "a", NOW);
    browser.keep(&jar(), &at("code", NOW), "b", NOW);
    browser.take(jar().end("a"));
    assert_eq!(browser.find(&jar(), "a", NOW), None);
    assert!(browser.find(&jar(), "b", NOW).is_some());
}

#[test]
fn is_bound_to_the_host_where_the_site_is_https() {
    let jar = jar_of("phone_sign_in_", Purpose::PhoneSignIn, true);
    let set = jar.keep(&at("number", NOW), "a", &HeaderMap::new(), NOW).unwrap();
    for (set, max_age) in [(&set[0], 1800), (&jar.end("a").unwrap(), 0)] {
        let text = set.to_str().unwrap();
        assert!(text.starts_with("__Host-phone_sign_in_"), "{text}");
        assert!(text.ends_with(&format!("; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}; Secure")), "{text}");
    }
}

#[test]
fn says_nothing_of_what_it_holds() {
    let set = jar().keep(&at("12015550123", NOW), "the-handle", &HeaderMap::new(), NOW).unwrap();
    assert!(!format!("{set:?} {:?}", jar()).contains("12015550123"));
    assert!(!format!("{set:?}").contains("the-handle"));
}
