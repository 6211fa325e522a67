//! A length of time, as people write it: `90s`, `30m`, `12h`, `14d`.

use time::Duration;

/// A session shorter than this could not be used, longer than this would be no session.
const RANGE: std::ops::RangeInclusive<Duration> = Duration::minutes(1)..=Duration::days(400);

/// Reads a number with its unit.
pub fn parse(text: &str) -> Result<Duration, &'static str> {
    const HOW: &str = "is no length of time between 1m and 400d; write it like 30m, 12h or 14d";
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or(HOW)?;
    let number: i64 = number.trim().parse().map_err(|_| HOW)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return Err(HOW),
    };
    let duration = number.checked_mul(seconds).map(Duration::seconds).ok_or(HOW)?;
    if RANGE.contains(&duration) { Ok(duration) } else { Err(HOW) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_unit() {
        for (text, expected) in [
            ("90s", Duration::seconds(90)),
            ("30m", Duration::minutes(30)),
            ("12h", Duration::hours(12)),
            ("14d", Duration::days(14)),
        ] {
            assert_eq!(parse(text), Ok(expected));
        }
    }

    #[test]
    fn refuses_anything_else() {
        for text in ["", "d", "14", "1w", "-1d", "0s", "59s", "401d", "99999999999999999d", "1é", "é"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
