//! What is wrong with a phone number that somebody typed.
//!
//! One variant is one sentence on the page: it says what to change about *this* number. None holds the number itself,
//! which has no place in logs.

use thiserror::Error;

use super::Region;

/// Why what was typed is not taken as a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PhoneNumberError {
    /// Nothing was typed.
    #[error("no phone number was typed")]
    Missing,
    /// There are letters in it, or signs that no phone number has, or no digits.
    #[error("what was typed is not a phone number")]
    NotANumber,
    /// Digits are missing.
    #[error("the phone number is too short for one of {region}")]
    TooShort {
        /// The region of its country code.
        region: Region,
    },
    /// There are too many digits.
    #[error("the phone number is too long for one of {region}")]
    TooLong {
        /// The region of its country code.
        region: Region,
    },
    /// No country has the country code that was typed. Satellite telephones and international services, which have
    /// codes of their own (ITU-T E.164, +800 to +999), are no country either.
    #[error("no country has the country code of the phone number")]
    UnknownCountryCode,
    /// It is as long as a number of that region, but the region gives out no such numbers.
    #[error("there is no such phone number in {region}")]
    NotOfRegion {
        /// The region of its country code.
        region: Region,
    },
    /// A fixed line, a toll-free number, a premium-rate number: texts do not reach it.
    #[error("the phone number of {region} cannot receive texts")]
    NotMobile {
        /// The region of the number.
        region: Region,
    },
    /// An extension follows the number: texts do not reach it.
    #[error("the phone number has an extension")]
    Extension,
}

impl PhoneNumberError {
    /// A stable name, for logs and for choosing the sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "phone_number.missing",
            Self::NotANumber => "phone_number.not_a_number",
            Self::TooShort { .. } => "phone_number.too_short",
            Self::TooLong { .. } => "phone_number.too_long",
            Self::UnknownCountryCode => "phone_number.unknown_country_code",
            Self::NotOfRegion { .. } => "phone_number.not_of_region",
            Self::NotMobile { .. } => "phone_number.not_mobile",
            Self::Extension => "phone_number.extension",
        }
    }

    /// The region that the error speaks about: of the number, where its country code says one.
    pub fn region(&self) -> Option<Region> {
        match *self {
            Self::TooShort { region }
            | Self::TooLong { region }
            | Self::NotOfRegion { region }
            | Self::NotMobile { region } => Some(region),
            Self::Missing | Self::NotANumber | Self::UnknownCountryCode | Self::Extension => None,
        }
    }
}
