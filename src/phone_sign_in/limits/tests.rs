//! A thousand texts are asked for: so many are sent.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use tokio::task::JoinSet;

use super::*;
use crate::{Clock, MemorySessions};

const BEGAN: OffsetDateTime = time::macros::datetime!(2026-11-22 12:00 UTC);
const APP: &str = "client!+ID";

/// A storage by a clock that the test moves.
#[derive(Clone)]
struct Case {
    sessions: MemorySessions,
    milliseconds: Arc<AtomicI64>,
}

impl Case {
    fn new() -> Self {
        let milliseconds = Arc::new(AtomicI64::new(0));
        let moved = milliseconds.clone();
        let now = move || BEGAN + Duration::milliseconds(moved.load(Ordering::SeqCst));
        Self { sessions: MemorySessions::new(Clock::from_fn(now)), milliseconds }
    }

    fn advance(&self, by: Duration) {
        self.milliseconds.fetch_add(by.whole_milliseconds().try_into().unwrap(), Ordering::SeqCst);
    }

    async fn ask_by(&self, limits: TextLimits, app: &str, number: u64, address: &str) -> Result<(), TooMany> {
        let number = PhoneNumber::from_digits(&(12_015_550_000 + number).to_string()).unwrap();
        let address = (!address.is_empty()).then(|| address.parse().unwrap());
        let now = BEGAN + Duration::milliseconds(self.milliseconds.load(Ordering::SeqCst));
        let keyring = crate::Keyring::parse(&"0c".repeat(32)).unwrap();
        match limits.take(&self.sessions, (app, &keyring), &number, address, now).await {
            Ok(()) => Ok(()),
            Err(LimitError::TooMany(too_many)) => Err(too_many),
            Err(LimitError::Storage(error)) => panic!("{error}"),
        }
    }

    async fn ask(&self, number: u64, address: &str) -> Result<(), TooMany> {
        self.ask_by(TextLimits::default(), APP, number, address).await
    }

    /// Of a thousand texts asked for at once, the numbers and addresses by their turn: how many are sent, and why the
    /// others are not.
    async fn a_thousand(&self, of: impl Fn(u64) -> (u64, String)) -> (usize, Vec<&'static str>) {
        let mut tasks = JoinSet::new();
        for (number, address) in (0..1000).map(of) {
            let case = self.clone();
            tasks.spawn(async move { case.ask(number, &address).await });
        }
        let answers = tasks.join_all().await;
        let mut refused: Vec<_> = answers.iter().filter_map(|answer| Some(answer.err()?.code())).collect();
        refused.sort_unstable();
        refused.dedup();
        (answers.iter().filter(|answer| answer.is_ok()).count(), refused)
    }
}

fn wait(minutes: i64) -> Duration {
    Duration::minutes(minutes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_requests_for_one_number_send_five_texts() {
    let sent = Case::new().a_thousand(|n| (1, format!("198.51.{}.{}", n / 250, n % 250))).await;
    assert_eq!(sent, (5, vec!["phone.too_many_texts.number"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_requests_from_one_address_send_twenty_texts() {
    let sent = Case::new().a_thousand(|n| (n, "198.51.100.7".to_owned())).await;
    assert_eq!(sent, (20, vec!["phone.too_many_texts.address"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_requests_from_one_address_for_one_number_send_five_texts() {
    let sent = Case::new().a_thousand(|_| (1, "198.51.100.7".to_owned())).await;
    assert_eq!(sent, (5, vec!["phone.too_many_texts.address", "phone.too_many_texts.number"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_requests_from_a_crowd_send_three_hundred_texts() {
    let sent = Case::new().a_thousand(|n| (n, format!("198.51.{}.{}", n / 250, n % 250))).await;
    assert_eq!(sent, (300, vec!["phone.too_many_texts.overall"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_requests_from_nowhere_are_limited_by_number_and_overall() {
    assert_eq!(Case::new().a_thousand(|_| (1, String::new())).await, (5, vec!["phone.too_many_texts.number"]));
    assert_eq!(Case::new().a_thousand(|n| (n, String::new())).await, (300, vec!["phone.too_many_texts.overall"]));
}

#[tokio::test]
async fn two_numbers_do_not_share() {
    let case = Case::new();
    for number in [1, 2] {
        for _ in 0..5 {
            assert_eq!(case.ask(number, "").await, Ok(()));
        }
        assert_eq!(case.ask(number, "").await, Err(TooMany::Number { wait: wait(10) }));
    }
}

#[tokio::test]
async fn a_number_gets_twenty_texts_a_day_however_slowly_they_are_asked_for() {
    let case = Case::new();
    let mut sent = 0;
    for _ in 0..24 * 4 - 1 {
        sent += u32::from(case.ask(1, "").await.is_ok());
        case.advance(wait(15));
    }
    assert_eq!(sent, 20);
    assert_eq!(case.ask(1, "").await, Err(TooMany::Number { wait: wait(15) }));
    case.advance(wait(15));
    assert_eq!(case.ask(1, "").await, Ok(()));
}

#[tokio::test]
async fn an_address_gets_a_hundred_texts_a_day_however_slowly_they_are_asked_for() {
    let case = Case::new();
    let mut sent = 0;
    for number in 0..24 * 20 - 1 {
        sent += u32::from(case.ask(number, "198.51.100.7").await.is_ok());
        case.advance(wait(3));
    }
    assert_eq!(sent, 100);
    assert_eq!(case.ask(9999, "198.51.100.7").await, Err(TooMany::Address { wait: wait(3) }));
    assert_eq!(case.ask(9999, "198.51.100.8").await, Ok(()));
}

#[tokio::test]
async fn two_applications_do_not_share() {
    let (case, one) = (Case::new(), TextLimit::new(1, wait(10)));
    let limits =
        TextLimits { per_number: one, per_number_daily: one, per_address: one, per_address_daily: one, overall: one };
    for app in [APP, "client!+I", ""] {
        assert_eq!(case.ask_by(limits, app, 1, "198.51.100.7").await, Ok(()), "{app}");
        assert!(case.ask_by(limits, app, 1, "198.51.100.7").await.is_err(), "{app}");
    }
}

#[tokio::test]
async fn who_is_over_the_own_limit_locks_nobody_elses_number() {
    let case = Case::new();
    for number in 0..20 {
        assert_eq!(case.ask(number, "198.51.100.7").await, Ok(()));
    }
    for _ in 0..1000 {
        assert_eq!(case.ask(99, "198.51.100.7").await, Err(TooMany::Address { wait: wait(10) }));
    }
    for _ in 0..5 {
        assert_eq!(case.ask(99, "203.0.113.5").await, Ok(()));
    }
    // Nor uses up what all have: 275 are left.
    for n in 0..275 {
        assert_eq!(case.ask(100 + n, "").await, Ok(()));
    }
    assert_eq!(case.ask(999, "").await, Err(TooMany::Overall { wait: wait(10) }));
}

#[tokio::test]
async fn a_number_over_its_limit_uses_up_nothing_of_all() {
    let case = Case::new();
    for n in 0..500 {
        assert_eq!(case.ask(1, "").await.is_ok(), n < 5);
    }
    for n in 0..295 {
        assert_eq!(case.ask(100 + n, "").await, Ok(()));
    }
}

/// Whether a second address still gets a text once the first has used up the limit.
async fn is_apart(first: &str, second: &str) -> bool {
    let limits = TextLimits { per_address: TextLimit::new(1, wait(10)), ..TextLimits::default() };
    let case = Case::new();
    assert_eq!(case.ask_by(limits, APP, 1, first).await, Ok(()));
    case.ask_by(limits, APP, 2, second).await.is_ok()
}

#[tokio::test]
async fn addresses_of_one_ipv6_network_share() {
    assert!(!is_apart("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff").await);
    assert!(is_apart("2001:db8:1:2::1", "2001:db8:1:3::1").await);
    assert!(is_apart("2001:db8:1:2::1", "2001:db8:0:2::1").await);
}

#[tokio::test]
async fn an_ipv4_address_is_the_same_written_as_ipv6() {
    assert!(!is_apart("198.51.100.7", "::ffff:198.51.100.7").await);
    assert!(!is_apart("::ffff:c633:6407", "198.51.100.7").await);
    assert!(is_apart("::ffff:198.51.100.7", "::ffff:198.51.100.8").await);
    assert!(is_apart("198.51.100.7", "198.51.100.8").await);
    assert!(is_apart("0.0.0.0", "::").await);
}

#[tokio::test]
async fn the_wait_passes_by_the_clock_and_then_all_may_be_sent_again() {
    let case = Case::new();
    for _ in 0..3 {
        for _ in 0..5 {
            assert_eq!(case.ask(1, "").await, Ok(()));
        }
        for minutes in (1..=10).rev() {
            assert_eq!(case.ask(1, "").await, Err(TooMany::Number { wait: wait(minutes) }));
            case.advance(wait(1));
        }
    }
}

#[tokio::test]
async fn tells_the_wait_in_whole_seconds_rounded_up() {
    let case = Case::new();
    for _ in 0..5 {
        assert_eq!(case.ask(1, "").await, Ok(()));
    }
    let waits = [(500, 600), (499, 600), (1, 599), (598_000, 1), (999, 1)];
    for (milliseconds, seconds) in waits {
        case.advance(Duration::milliseconds(milliseconds));
        assert_eq!(case.ask(1, "").await, Err(TooMany::Number { wait: Duration::seconds(seconds) }));
    }
    case.advance(Duration::milliseconds(1));
    assert_eq!(case.ask(1, "").await, Ok(()));
    // By a clock that is ahead of the storage's.
    assert_eq!(whole_seconds_until(BEGAN, BEGAN + wait(1)), Duration::SECOND);
}

#[test]
fn limits_are_read_as_they_are_written() {
    for (text, texts, within) in [
        ("5/10m", 5, Duration::minutes(10)),
        ("300/1h", 300, Duration::HOUR),
        ("1/90s", 1, Duration::seconds(90)),
        ("4294967295/7d", u32::MAX, Duration::WEEK),
    ] {
        assert_eq!(text.parse(), Ok(TextLimit::new(texts, within)));
        assert_eq!(TextLimit::new(texts, within).to_string(), text);
    }
    assert_eq!(" 5 / 600s ".parse::<TextLimit>().unwrap().to_string(), "5/10m");
    let limits = TextLimits::default();
    let texts = [limits.per_number, limits.per_address, limits.overall].map(|limit| limit.to_string());
    assert_eq!(texts, ["5/10m", "20/10m", "300/10m"]);
}

#[test]
fn refuses_what_is_no_limit() {
    for text in [
        "",
        "/",
        "5",
        "5/",
        "/10m",
        "5/m",
        "5/10",
        "5/10w",
        "0/10m",
        "5/0m",
        "-5/10m",
        "5/-10m",
        "+5/10m",
        "5/+1m",
        "5/1m/1m",
        "4294967296/1m",
        "5/999999999999999d",
        "5/99999999999999999999s",
        "five/10m",
        "5/10é",
        "5/1.5h",
        "٥/10m",
    ] {
        assert_eq!(text.parse::<TextLimit>(), Err(TextLimitError), "{text}");
    }
    assert_eq!(TextLimitError.code(), "phone.text_limit");
}

#[test]
fn says_nothing_of_whom_it_is_about() {
    let error = LimitError::from(TooMany::Number { wait: wait(10) });
    assert_eq!(
        (error.code(), error.to_string()),
        ("phone.too_many_texts.number", "too many texts to one number".to_owned())
    );
    let error = LimitError::from(StorageError::new("gone"));
    assert_eq!(error.code(), "phone.storage_unavailable");
}
