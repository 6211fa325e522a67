//! A country or territory that has phone numbers, by its code in
//! [ISO 3166-1 alpha-2](https://www.iso.org/iso-3166-country-codes.html).

use std::{fmt, sync::LazyLock};

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A country or territory with a calling code: `US`. Two that share a code (`US` and `CA`) are two regions.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region([u8; 2]);

/// A text that names no region with phone numbers of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no region with a calling code has this ISO 3166-1 code")]
pub struct UnknownRegion;

/// In the order of their codes, so that they can be searched.
static ALL: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let mut all: Vec<_> =
        PHONE_NUMBER_UTIL.get_supported_regions().filter_map(|known| code(&known.as_region_str())).collect();
    all.sort_unstable();
    all
});

impl Region {
    /// The United States: where a choice must be made and nothing is known of the person.
    pub const US: Self = Self(*b"US");

    /// Reads an ISO 3166-1 alpha-2 code, in capitals or not. `None`: libphonenumber knows no such region.
    pub fn parse(text: &str) -> Option<Self> {
        code(text).filter(|region| ALL.binary_search(region).is_ok())
    }

    /// Every region that libphonenumber knows, in the order of their codes.
    pub fn all() -> &'static [Self] {
        &ALL
    }

    /// The country code of its numbers, without plus: `49`. Some share one: `1` is that of 25 regions.
    pub fn calling_code(self) -> u16 {
        let code = PHONE_NUMBER_UTIL.get_country_code_for_region(self.of_library());
        code.and_then(|code| u16::try_from(code).ok()).unwrap_or_default()
    }

    /// A mobile number as one is written there, for a hint beside the field: `(201) 555-0123`. Where nobody has a
    /// mobile phone (Tristan da Cunha), a fixed line.
    pub fn example(self) -> String {
        let of_type =
            |number_type| PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(self.of_library(), number_type).ok();
        of_type(PhoneNumberType::Mobile)
            .or_else(|| of_type(PhoneNumberType::FixedLine))
            .map(|number| number.format_as(PhoneNumberFormat::National).into_owned())
            .unwrap_or_default()
    }

    /// Its code: `US`.
    pub fn as_str(&self) -> &str {
        // Always ASCII letters: `code` makes no others.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    pub(super) fn of_library(self) -> rlibphonenumber::Region {
        rlibphonenumber::Region::from_code(self.as_str()).unwrap_or(rlibphonenumber::Region::World)
    }

    /// `None`: the "world" of satellite telephones and international services, which is no region.
    pub(super) fn from_library(region: rlibphonenumber::Region) -> Option<Self> {
        code(&region.as_region_str())
    }
}

/// Two ASCII letters, as capitals.
fn code(text: &str) -> Option<Region> {
    match text.as_bytes() {
        [first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
            Some(Region([first.to_ascii_uppercase(), second.to_ascii_uppercase()]))
        }
        _ => None,
    }
}

impl TryFrom<String> for Region {
    type Error = UnknownRegion;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(UnknownRegion)
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.as_str().to_owned()
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_codes_in_capitals_or_not() {
        assert_eq!(Region::parse("us"), Some(Region::US));
        assert_eq!(Region::parse("dE").unwrap().to_string(), "DE");
    }

    #[test]
    fn knows_no_regions_without_numbers() {
        for text in ["", "U", "USA", "ZZ", "AQ", "EU", "001", "1A", "ü", "ＵＳ", "\u{1f1fa}", "U\u{200e}S"] {
            assert_eq!(Region::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_region_has_a_calling_code_and_an_example() {
        assert!(Region::all().len() > 240);
        for &region in Region::all() {
            assert_eq!(Region::parse(region.as_str()), Some(region));
            assert_eq!(Region::from_library(region.of_library()), Some(region));
            assert!((1..1000).contains(&region.calling_code()), "{region}");
            assert!(region.example().bytes().filter(u8::is_ascii_digit).count() >= 4, "{region}");
        }
    }

    #[test]
    fn hints_with_a_mobile_number_as_written_there() {
        assert_eq!(Region::US.example(), "(201) 555-0123");
        assert_eq!(Region::parse("DE").unwrap().example(), "01512 3456789");
    }

    #[test]
    fn is_checked_when_it_comes_from_outside() {
        assert_eq!(serde_json::from_str::<Region>("\"gb\"").unwrap().as_str(), "GB");
        assert_eq!(serde_json::to_string(&Region::US).unwrap(), "\"US\"");
        assert!(serde_json::from_str::<Region>("\"ZZ\"").is_err());
    }
}
