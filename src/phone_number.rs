//! A phone number as Logto has it everywhere: digits with the country code, no plus (E.164 less its plus).

#[cfg(feature = "phone")]
mod accept_language;
#[cfg(feature = "phone")]
mod country;
#[cfg(feature = "phone")]
mod country_names;
#[cfg(feature = "phone")]
mod country_other_names;
#[cfg(feature = "phone")]
mod error;
#[cfg(feature = "phone")]
mod likely_region;
#[cfg(feature = "phone")]
mod readings;
#[cfg(feature = "phone")]
mod region;
#[cfg(feature = "phone")]
mod shown;
#[cfg(feature = "phone")]
mod typed;

use std::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "phone")]
pub use self::{
    accept_language::preferred_region,
    country::{Country, countries},
    error::PhoneNumberError,
    region::{Region, UnknownRegion},
};

/// The fewest and the most digits of a number with its country code (E.164, 6.2.1; the shortest in use has seven).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A phone number: digits with the country code, no plus.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads what Logto says. `None`: it is no number.
    pub fn from_digits(digits: &str) -> Option<Self> {
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        (plain && DIGITS.contains(&digits.len())).then(|| Self(digits.to_owned()))
    }

    /// What Logto is told: `12015550123`.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// Not the number: phone numbers are kept out of logs.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber([redacted])")
    }
}
