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

    /// The same number as Logto stored some of them once: with the zero that is dialled at home between the country code and
    /// the rest. `None` where that is no way, or another way, of writing this number: in Italy the zero makes another one.
    pub(crate) fn with_trunk_zero(&self) -> Option<Self> {
        let calling_code = self.region()?.calling_code().to_string();
        let with_zero = format!("{calling_code}0{}", self.digits().strip_prefix(&calling_code)?);
        let read = PHONE_NUMBER_UTIL.parse(format!("+{with_zero}"), None).ok()?;
        let is_same = read.format_as(PhoneNumberFormat::E164).trim_start_matches('+') == self.digits();
        Self::from_digits(&with_zero).filter(|_| is_same)
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
    fn knows_the_number_with_the_zero_of_home_where_it_is_the_same_number() {
        let with_zero = |digits| PhoneNumber::from_digits(digits).unwrap().with_trunk_zero();
        assert_eq!(with_zero("61412345678").unwrap().digits(), "610412345678");
        assert_eq!(with_zero("393123456789"), None, "in Italy the zero is part of a number");
        assert_eq!(with_zero("999123456789"), None);
    }

    #[test]
    fn shows_the_digits_of_a_number_that_the_library_does_not_know() {
        let number = PhoneNumber::from_digits("999123456789").unwrap();
        assert_eq!(number.international(), "+999123456789");
        assert_eq!(number.region(), None);
    }
}
