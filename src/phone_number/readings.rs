//! Reading what a person typed as the phone number that they mean, by libphonenumber's rules: those of Logto's page.

use rlibphonenumber::{
    NumberLengthType, PHONE_NUMBER_UTIL, ParseError, PhoneNumber as Parsed, PhoneNumberFormat, PhoneNumberType,
    ValidationError,
};

use super::{PhoneNumber, PhoneNumberError, Region, typed::Typed};

/// The longest country code. ITU-T E.164, 6.2.1.
const COUNTRY_CODE_DIGITS: usize = 3;

impl PhoneNumber {
    /// Reads a number in any way of typing: with `+`, `00` or the region's own international prefix, in national form
    /// with or without the trunk prefix, with separators, in digits of any script, as a `tel:` link. The region counts
    /// where no country code is typed; a country code that is typed counts more than the region.
    ///
    /// Whether a number can exist is decided by libphonenumber's rules
    /// ([falsehoods](https://github.com/google/libphonenumber/blob/master/FALSEHOODS.md)), and whether it does, by a text.
    ///
    /// # Errors
    ///
    /// What is wrong with this number: see [`PhoneNumberError`].
    pub fn parse(typed: &str, region: Region) -> Result<Self, PhoneNumberError> {
        let Typed { plus, digits } = Typed::read(typed)?;
        let abroad = format!("+{digits}");
        if plus {
            return reading(&abroad, region);
        }
        // What people mean without a plus, the likeliest first: a number of the region, then one with the region's
        // country code before it, then one with the prefix that most of the world dials before a country code.
        let mut readings = vec![digits.clone()];
        if digits.starts_with(&region.calling_code().to_string()) {
            readings.push(abroad);
        }
        if let Some(after_prefix) = digits.strip_prefix("00") {
            readings.push(format!("+{after_prefix}"));
        }
        let mut nearest = PhoneNumberError::NotANumber;
        for text in readings {
            match reading(&text, region) {
                Ok(number) => return Ok(number),
                Err(error) if nearness(error) >= nearness(nearest) => nearest = error,
                Err(_) => {}
            }
        }
        Err(nearest)
    }
}

/// How near to a number that can be texted. Of several readings that fail, the nearest is what was meant.
fn nearness(error: PhoneNumberError) -> u8 {
    match error {
        PhoneNumberError::Missing | PhoneNumberError::NotANumber | PhoneNumberError::Extension => 0,
        PhoneNumberError::UnknownCountryCode => 1,
        PhoneNumberError::TooShort { .. } | PhoneNumberError::TooLong { .. } => 2,
        PhoneNumberError::NotOfRegion { .. } => 3,
        PhoneNumberError::NotMobile { .. } => 4,
    }
}

/// One reading: digits, after a plus where they begin with a country code.
fn reading(text: &str, chosen: Region) -> Result<PhoneNumber, PhoneNumberError> {
    let number = PHONE_NUMBER_UTIL.parse(text, Some(chosen.of_library())).map_err(|error| {
        let region = main_region(text, chosen);
        match error {
            ParseError::InvalidCountryCode => PhoneNumberError::UnknownCountryCode,
            // Digits are all it gets: a single one is what it calls no number.
            ParseError::NotANumber(_) | ParseError::TooShortAfterIdd | ParseError::TooShortNsn => {
                PhoneNumberError::TooShort { region }
            }
            ParseError::TooLongNsn => PhoneNumberError::TooLong { region },
        }
    })?;
    let known = PHONE_NUMBER_UTIL.get_region_for_number(&number);
    let region = match known {
        Some(region) => Region::from_library(region).ok_or(PhoneNumberError::UnknownCountryCode)?,
        None => sharing(number.country_code, chosen).unwrap_or(chosen),
    };
    match number.get_type() {
        PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile => {
            let e164 = number.format_as(PhoneNumberFormat::E164);
            PhoneNumber::from_digits(e164.trim_start_matches('+')).ok_or(PhoneNumberError::TooLong { region })
        }
        PhoneNumberType::Unknown => Err(unknown(&number, region)),
        _ => Err(PhoneNumberError::NotMobile { region }),
    }
}

/// What is wrong with a number that nobody can have, measured against mobile numbers: of those one was meant.
fn unknown(number: &Parsed, region: Region) -> PhoneNumberError {
    match PHONE_NUMBER_UTIL.is_possible_number_for_type_with_reason(number, PhoneNumberType::Mobile) {
        Ok(NumberLengthType::IsPossible) => PhoneNumberError::NotOfRegion { region },
        Ok(NumberLengthType::IsPossibleLocalOnly) | Err(ValidationError::TooShort) => {
            PhoneNumberError::TooShort { region }
        }
        Err(ValidationError::TooLong) => PhoneNumberError::TooLong { region },
        Err(ValidationError::InvalidCountryCode) => PhoneNumberError::UnknownCountryCode,
        Err(ValidationError::InvalidLength) => between_lengths(number, region),
    }
}

/// Numbers of the region are longer or shorter, but none has this many digits: nearest to its example.
fn between_lengths(number: &Parsed, region: Region) -> PhoneNumberError {
    let length = |number: &Parsed| number.get_national_significant_number().len();
    let example =
        PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(region.of_library(), PhoneNumberType::Mobile);
    match example {
        Ok(example) if length(number) < length(&example) => PhoneNumberError::TooShort { region },
        Ok(example) if length(number) > length(&example) => PhoneNumberError::TooLong { region },
        Ok(_) | Err(_) => PhoneNumberError::NotOfRegion { region },
    }
}

/// The region that a number is of as far as its first digits tell: the chosen one, where it has that country code.
fn main_region(text: &str, chosen: Region) -> Region {
    let Some(digits) = text.strip_prefix('+') else { return chosen };
    (1..=COUNTRY_CODE_DIGITS)
        .filter_map(|length| digits.get(..length)?.parse().ok())
        .find_map(|country_code| sharing(country_code, chosen))
        .unwrap_or(chosen)
}

/// A region with that country code: the chosen one, or else the largest.
fn sharing(country_code: i32, chosen: Region) -> Option<Region> {
    if i32::from(chosen.calling_code()) == country_code {
        return Some(chosen);
    }
    PHONE_NUMBER_UTIL.get_region_for_country_code(country_code).and_then(Region::from_library)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(typed: &str, region: &str) -> Result<String, PhoneNumberError> {
        PhoneNumber::parse(typed, Region::parse(region).unwrap()).map(|number| number.digits().to_owned())
    }

    fn error(typed: &str, region: &str) -> String {
        let error = parse(typed, region).unwrap_err();
        let code = error.code().trim_start_matches("phone_number.");
        error.region().map_or_else(|| code.to_owned(), |region| format!("{code} {region}"))
    }

    #[test]
    fn takes_what_the_hosted_page_takes() {
        assert_eq!(parse("12015550123", "US").unwrap(), "12015550123");
        assert_eq!(error("15551230003", "US"), "not_of_region US");
    }

    #[test]
    fn lets_a_typed_country_code_count_more_than_the_chosen_region() {
        for typed in ["+49 151 23456789", "0049 151 23456789", "00 49 (0) 151 23456789", "tel:+4915123456789"] {
            assert_eq!(parse(typed, "US").unwrap(), "4915123456789", "{typed}");
        }
        assert_eq!(parse("011 49 151 23456789", "US").unwrap(), "4915123456789");
        assert_eq!(parse("tel:0151-23456789;phone-context=+49", "US").unwrap(), "4915123456789");
        assert_eq!(parse("TEL:+12015550123;isub=1;phone-context=+49", "DE").unwrap(), "12015550123");
    }

    #[test]
    fn takes_the_country_code_of_the_region_without_a_plus() {
        assert_eq!(parse("49 151 23456789", "DE").unwrap(), "4915123456789");
        assert_eq!(parse("610412345678", "AU").unwrap(), "61412345678");
        assert_eq!(error("12015550123", "DE"), "not_of_region DE");
    }

    #[test]
    fn reads_the_prefix_dialled_in_the_region_before_the_one_of_most_of_the_world() {
        // 001 is dialled in South Korea for abroad, and "00 1" is typed by everybody for North America.
        assert_eq!(parse("001 44 7400 123456", "KR").unwrap(), "447400123456");
        assert_eq!(parse("00 1 201 555 0123", "KR").unwrap(), "12015550123");
        assert_eq!(parse("010 44 7400 123456", "JP").unwrap(), "447400123456");
    }

    #[test]
    fn says_what_is_wrong_with_this_number() {
        for (typed, region, expected) in [
            ("", "US", "missing"),
            (" \u{200e}\u{feff} ", "US", "missing"),
            ("+", "US", "not_a_number"),
            ("five", "US", "not_a_number"),
            ("1-800-FLOWERS", "US", "not_a_number"),
            ("201 555\u{7}0123", "US", "not_a_number"),
            ("5", "US", "too_short US"),
            ("+1", "DE", "too_short US"),
            ("555 0123", "US", "too_short US"),
            ("201 555 01234", "US", "too_long US"),
            ("0151 234567", "DE", "too_short DE"),
            ("0044 7400 12345", "US", "too_short GB"),
            ("+999 123456789", "US", "unknown_country_code"),
            ("+0", "US", "too_short US"),
            ("+881 612 345 678", "US", "unknown_country_code"),
            ("+800 1234 5678", "US", "unknown_country_code"),
            // Mobile numbers have nine or eleven digits in the Netherlands, seven or nine in the Congo.
            ("06 12345678 9", "NL", "too_long NL"),
            ("099 123456", "CD", "too_short CD"),
            ("1+2015550123", "US", "not_a_number"),
            ("030 123456", "DE", "not_mobile DE"),
            ("0049 30 123456", "US", "not_mobile DE"),
            ("800 234 5678", "US", "not_mobile US"),
            ("201 555 0123 x12", "US", "extension"),
            ("201 555 0123 ext. 12", "US", "extension"),
            ("tel:+12015550123;ext=12", "US", "extension"),
            ("+12015550123;ext=12", "US", "extension"),
            ("201 555 0123, 12", "US", "extension"),
        ] {
            assert_eq!(error(typed, region), expected, "{typed:?}");
        }
    }

    #[test]
    fn does_not_panic_where_the_library_does() {
        assert_eq!(error(";phone-context=a.com;tel:", "US"), "not_a_number");
        assert_eq!(error("tel:1;phone-context=a.com;tel:", "US"), "too_short US");
    }

    #[test]
    fn ignores_what_copying_brings_along() {
        assert_eq!(parse("\u{202a}+1 (201)\u{a0}555\u{2011}0123\u{202c}", "DE").unwrap(), "12015550123");
        assert_eq!(parse("２０１－５５５－０１２３", "US").unwrap(), "12015550123");
        assert_eq!(parse("٠١٠٠ ١٢٣ ٤٥٦٧", "EG").unwrap(), "201001234567");
    }

    #[test]
    fn looks_at_no_more_than_a_number_can_need() {
        let spaced = format!("2 0 1 5 5 5 0 1 2 3{}", " ".repeat(100));
        assert_eq!(parse(&spaced, "US").unwrap(), "12015550123");
        assert_eq!(error(&"1".repeat(64), "US"), "too_long US");
        assert_eq!(error(&"1".repeat(65), "US"), "not_a_number");
        assert_eq!(error(&"\u{feff}1".repeat(1_000_000), "US"), "not_a_number");
    }
}
