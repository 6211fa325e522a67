//! Whether this machine's clock and Logto's agree: ID tokens say when they were issued and when they expire (OpenID Connect
//! Core 3.1.3.7).

use time::{Duration, OffsetDateTime};

use crate::clock::LEEWAY;

use super::{Outcome, endpoint::Answer};

/// Clocks that are kept by NTP differ by less.
const UNUSUAL: Duration = Duration::seconds(5);

/// Compares the header `Date` (RFC 9110, 6.6.1) with this machine's clock.
pub(super) fn outcome(answer: &Answer) -> Outcome {
    let date = answer.date.as_deref().and_then(|date| chrono::DateTime::parse_from_rfc2822(date).ok());
    let date = date.and_then(|date| OffsetDateTime::from_unix_timestamp(date.timestamp()).ok());
    let Some(date) = date else { return Outcome::skipped("the answer has no header \"Date\" of Logto's own") };
    let skew = skew(date, answer.asked_at, answer.answered_at);
    let seconds = skew.whole_seconds().abs();
    let direction = if skew.is_negative() { "behind" } else { "ahead of" };
    let what = format!("this machine's clock is {seconds} s {direction} Logto's");
    let next_step = "let a time service keep both clocks (NTP, for example systemd-timesyncd or chrony)";
    if skew.abs() > LEEWAY {
        let leeway = LEEWAY.whole_seconds();
        Outcome::problem(format!("{what}; tokens are refused beyond {leeway} s"), next_step)
    } else if skew.abs() >= UNUSUAL {
        Outcome::warning(what, next_step)
    } else {
        Outcome::ok("this machine's clock and Logto's agree")
    }
}

/// How far this machine is ahead. `Date` has whole seconds, and was written at some time between question and answer.
fn skew(date: OffsetDateTime, asked_at: OffsetDateTime, answered_at: OffsetDateTime) -> Duration {
    let latest = date + Duration::SECOND;
    if asked_at > latest {
        asked_at - latest
    } else if answered_at < date {
        answered_at - date
    } else {
        Duration::ZERO
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const DATE: OffsetDateTime = datetime!(2026-11-22 12:00:00 UTC);

    fn outcome_at(asked_at: OffsetDateTime, took: Duration) -> Outcome {
        outcome(&Answer::dated("Sun, 22 Nov 2026 12:00:00 GMT", asked_at, asked_at + took))
    }

    #[test]
    fn a_second_of_rounding_and_the_time_of_the_answer_are_no_skew() {
        for (asked_at, took) in [
            (DATE, Duration::ZERO),
            (DATE + Duration::milliseconds(999), Duration::ZERO),
            (DATE - Duration::seconds(3), Duration::seconds(4)),
        ] {
            assert_eq!(skew(DATE, asked_at, asked_at + took), Duration::ZERO);
        }
        assert_eq!(skew(DATE, DATE + Duration::seconds(11), DATE + Duration::seconds(12)), Duration::seconds(10));
        assert_eq!(skew(DATE, DATE - Duration::seconds(12), DATE - Duration::seconds(10)), Duration::seconds(-10));
    }

    #[test]
    fn warns_from_five_seconds_and_refuses_beyond_the_leeway() {
        let at = |seconds: i64| outcome_at(DATE + Duration::seconds(seconds), Duration::ZERO);
        assert!(matches!(at(5), Outcome::Ok { .. }) && matches!(at(-4), Outcome::Ok { .. }));
        assert!(matches!(at(6), Outcome::Warning { .. }) && matches!(at(-5), Outcome::Warning { .. }));
        assert!(matches!(at(61), Outcome::Warning { .. }) && matches!(at(-60), Outcome::Warning { .. }));
        assert!(matches!(at(62), Outcome::Problem { .. }) && matches!(at(-61), Outcome::Problem { .. }));
        let Outcome::Problem { what, .. } = at(-90) else { panic!() };
        assert!(what.contains("90 s behind Logto's"), "{what}");
    }

    #[test]
    fn without_a_date_nothing_is_said() {
        assert!(matches!(outcome(&Answer::dated("yesterday", DATE, DATE)), Outcome::Skipped { .. }));
    }
}
