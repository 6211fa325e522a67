//! A length of time, as people write it: `600s`, `10m`, `1h`, `14d`.

use std::{fmt, ops::RangeInclusive};

use time::Duration;

use super::{problem::Problems, table::Item};

/// The text is no length of time, or not one in the range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be a length of time from {} to {}, in quotes, like \"600s\", \"10m\" or \"1h\"", Written(*.0.start()), Written(*.0.end()))]
struct DurationError(RangeInclusive<Duration>);

/// A length of time in the longest unit that divides it.
struct Written(Duration);

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.whole_seconds();
        let (length, unit) = [(86_400, 'd'), (3600, 'h'), (60, 'm')]
            .into_iter()
            .find(|(length, _)| seconds % length == 0)
            .unwrap_or((1, 's'));
        write!(f, "{}{unit}", seconds / length)
    }
}

/// Reads a length of time within the range.
pub(super) fn read(item: &Item<'_>, range: RangeInclusive<Duration>, problems: &mut Problems) -> Option<Duration> {
    item.parse(|text| parse(text, range), problems)
}

fn parse(text: &str, range: RangeInclusive<Duration>) -> Result<Duration, DurationError> {
    let text = text.trim();
    let seconds = text.char_indices().last().and_then(|(end, unit)| {
        let number: i64 = text.get(..end)?.trim_end().parse().ok()?;
        let length = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            _ => return None,
        };
        number.checked_mul(length)
    });
    seconds.map(Duration::seconds).filter(|duration| range.contains(duration)).ok_or(DurationError(range))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_TO_HOUR: RangeInclusive<Duration> = Duration::minutes(1)..=Duration::hours(1);

    #[test]
    fn reads_every_unit() {
        for (text, expected) in [
            ("600s", Duration::seconds(600)),
            ("10m", Duration::minutes(10)),
            ("1h", Duration::hours(1)),
            (" 10 m ", Duration::minutes(10)),
        ] {
            assert_eq!(parse(text, MINUTE_TO_HOUR), Ok(expected));
        }
        assert_eq!(parse("14d", Duration::ZERO..=Duration::days(30)), Ok(Duration::days(14)));
    }

    #[test]
    fn refuses_anything_else() {
        for text in
            ["", "m", "10", "59s", "61m", "2h", "-1m", "1w", "10M", "9999999999999999999s", "99999999999999d", "é"]
        {
            let error = parse(text, MINUTE_TO_HOUR).unwrap_err();
            assert!(error.to_string().starts_with("must be a length of time from 1m to 1h, in quotes"), "{text}");
        }
    }
}
