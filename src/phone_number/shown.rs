//! A phone number as it is shown to people, and where it is from.

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber as Parsed, PhoneNumberFormat};

use super::{PhoneNumber, Region};

impl PhoneNumber {
    /// Where the number is from, whatever was chosen when it was typed. `None`: libphonenumber knows no such number.
    pub fn region(&self) -> Option<Region> {
        PHONE_NUMBER_UTIL.get_region_for_number(&self.parsed()?).and_then(Region::from_library)
    }

    /// For people anywhere: `+1 201-555-0123`. ITU-T E.123, 2.3.
    pub fn international(&self) -> String {
        self.formatted(PhoneNumberFormat::International)
    }

    /// For people there: `(201) 555-0123`. ITU-T E.123, 2.3.
    pub fn national(&self) -> String {
        self.formatted(PhoneNumberFormat::National)
    }

    fn formatted(&self, format: PhoneNumberFormat) -> String {
        self.parsed().map_or_else(|| format!("+{}", self.digits()), |number| number.format_as(format).into_owned())
    }

    fn parsed(&self) -> Option<Parsed> {
        PHONE_NUMBER_UTIL.parse(format!("+{}", self.digits()), None).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_a_number_as_it_is_written_abroad_and_at_home() {
        let number = PhoneNumber::from_digits("12015550123").unwrap();
        assert_eq!(number.international(), "+1 201-555-0123");
        assert_eq!(number.national(), "(201) 555-0123");
        assert_eq!(number.region(), Some(Region::US));
    }

    #[test]
    fn shows_the_digits_of_a_number_that_the_library_does_not_know() {
        let number = PhoneNumber::from_digits("999123456789").unwrap();
        assert_eq!(number.international(), "+999123456789");
        assert_eq!(number.region(), None);
    }
}
