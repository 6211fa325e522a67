//! A phone number as the hosted page takes it and as Logto stores it.

use std::fmt;

use rlibphonenumber::{PhoneNumber as Parsed, PhoneNumberFormat};
use serde::{Deserialize, Serialize};

/// A number: digits with country code, no plus.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads what a person typed: a country code is needed, `+` or `00` before it is not.
    ///
    /// Checked with libphonenumber's rules, as Logto's page does: `12015550123` is a number,
    /// `15551230003` is not.
    pub(crate) fn parse(typed: &str) -> Option<Self> {
        // The longest number has 15 digits; nothing four times as long is one.
        if typed.len() > 64 {
            return None;
        }
        let compact: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let without_prefix = compact.strip_prefix('+').or_else(|| compact.strip_prefix("00")).unwrap_or(&compact);
        let number: Parsed = format!("+{without_prefix}").parse().ok()?;
        let has_extension = number.extension.is_some();
        if has_extension || !number.is_valid() {
            return None;
        }
        Some(Self::from_parsed(&number))
    }

    /// Reads what the Management API is told. Digits with a known country code are enough [source]: the API takes
    /// `15551230003`, which the hosted page does not.
    pub(crate) fn from_api(digits: &str) -> Option<Self> {
        if digits.len() > 64 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        format!("+{digits}").parse().ok().map(|number| Self::from_parsed(&number))
    }

    /// Without the national prefix: `610412345678` becomes `61412345678`.
    fn from_parsed(number: &Parsed) -> Self {
        Self(number.format_as(PhoneNumberFormat::E164).trim_start_matches('+').to_owned())
    }

    pub(crate) fn digits(&self) -> &str {
        &self.0
    }

    /// For people: `+1 201-555-0123`.
    pub(crate) fn display(&self) -> String {
        format!("+{}", self.0).parse::<Parsed>().map_or_else(
            |_| format!("+{}", self.0),
            |number| number.format_as(PhoneNumberFormat::International).into_owned(),
        )
    }
}

/// Not the number: phone numbers are kept out of logs.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::PhoneNumber;

    fn digits(typed: &str) -> Option<String> {
        PhoneNumber::parse(typed).map(|number| number.digits().to_owned())
    }

    #[test]
    fn takes_a_number_with_or_without_plus_spaces_and_international_prefix() {
        for typed in ["12015550123", "+1 201 555 0123", "0012015550123", "+1 (201) 555-0123", " 1 201 5550123 "] {
            assert_eq!(digits(typed).as_deref(), Some("12015550123"), "{typed}");
        }
    }

    #[test]
    fn stores_a_number_without_its_national_prefix() {
        assert_eq!(digits("610412345678").as_deref(), Some("61412345678"));
    }

    #[test]
    fn refuses_what_is_no_valid_number() {
        for typed in ["15551230003", "", "+", "abc", "1", "<script>", "+1", &"1".repeat(65)] {
            assert_eq!(digits(typed), None, "{typed}");
        }
    }

    #[test]
    fn takes_digits_of_the_api_that_no_page_would_take_and_stores_them_alike() {
        let digits = |typed| PhoneNumber::from_api(typed).map(|number| number.digits().to_owned());
        for (typed, stored) in [("15551230003", "15551230003"), ("610412345678", "61412345678")] {
            assert_eq!(digits(typed).as_deref(), Some(stored), "{typed}");
        }
        for typed in ["", "1", "12", "0123", "999123456", "+12015550123", "1 2015550123", "١٢٣٤٥٦٧", &"1".repeat(65)]
        {
            assert_eq!(digits(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_number_is_not_shown_in_a_log() {
        assert_eq!(format!("{:?}", PhoneNumber::parse("12015550123")), "Some(PhoneNumber([redacted]))");
    }

    #[test]
    fn shows_a_number_in_international_format() {
        let shown = PhoneNumber::parse("12015550123").map(|number| number.display());
        assert_eq!(shown.as_deref(), Some("+1 201-555-0123"));
    }
}
