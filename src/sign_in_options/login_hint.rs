//! `login_hint`: what Logto's page has in its field already. OpenID Connect Core 3.1.2.1.

use std::fmt;

use super::InvalidOption;

/// The digits of a phone number with country code (ITU-T E.164, 6.2.1).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 6..=15;
/// The longest hint that goes into a URL (bytes).
const LONGEST: usize = 128;

/// An identifier to fill in. Only that: nothing is sent to it before the person submits.
#[derive(Clone, PartialEq, Eq)]
pub struct LoginHint(String);

impl LoginHint {
    /// A phone number with its country code, however it is written: `+1 (201) 555-0123`. Logto takes digits without plus.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`] when there are letters in it, or fewer than 6 or more than 15 digits.
    pub fn phone(number: &str) -> Result<Self, InvalidOption> {
        let international = number.trim().trim_start_matches('+');
        let plain = international.chars().all(|char| char.is_ascii_digit() || " ()-./\u{a0}".contains(char));
        let digits: String = international.chars().filter(char::is_ascii_digit).collect();
        let digits = digits.strip_prefix("00").map(str::to_owned).unwrap_or(digits);
        if plain && PHONE_DIGITS.contains(&digits.len()) {
            Ok(Self(digits))
        } else {
            Err(invalid("must be a phone number with its country code, like +1 201-555-0123"))
        }
    }

    /// An email address or a user name, as it is.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`] when it is empty, has control characters, or is longer than 128 bytes.
    pub fn text(hint: &str) -> Result<Self, InvalidOption> {
        let hint = hint.trim();
        if hint.is_empty() || hint.len() > LONGEST || hint.chars().any(char::is_control) {
            return Err(invalid("must be an email address or a user name of at most 128 bytes"));
        }
        Ok(Self(hint.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Not the value: phone numbers and addresses are kept out of logs.
impl fmt::Debug for LoginHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginHint([redacted])")
    }
}

fn invalid(reason: &'static str) -> InvalidOption {
    InvalidOption { name: "login_hint", reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sends_a_phone_number_as_digits_without_plus() {
        for number in ["+1 (201) 555-0123", "12015550123", "0012015550123", " +1.201.555.0123 "] {
            assert_eq!(LoginHint::phone(number).unwrap().as_str(), "12015550123", "{number}");
        }
    }

    #[test]
    fn refuses_what_is_no_phone_number() {
        for number in
            ["", "+", "12345", "1201555012312345", "1201CALLME", "+1 201 555 0123&prompt=none", "+1+2015550123"]
        {
            assert!(LoginHint::phone(number).is_err(), "{number}");
        }
    }

    #[test]
    fn takes_other_identifiers_as_they_are() {
        assert_eq!(LoginHint::text(" ada@example.com ").unwrap().as_str(), "ada@example.com");
        for hint in ["", "a\nb", &"a".repeat(129)] {
            assert!(LoginHint::text(hint).is_err(), "{hint:?}");
        }
    }

    #[test]
    fn is_not_shown_by_debug() {
        assert!(!format!("{:?}", LoginHint::phone("+12015550123").unwrap()).contains("555"));
    }
}
