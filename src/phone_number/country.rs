//! The countries that people choose from: by name and flag, sorted as they look for them.

use std::sync::LazyLock;

use super::{Region, country_names::NAMES, country_other_names::ALSO};

/// One line of the list of countries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its code.
    pub region: Region,
    /// What it is called in English: `Türkiye`.
    pub name: &'static str,
    /// Other names that people search it by, separated by commas: `Turkey`. Often none.
    pub also: &'static str,
    /// Two regional indicators, which a system shows as a flag or as the two letters.
    pub flag: String,
    /// The country code of its numbers, without plus.
    pub calling_code: u16,
}

static BY_NAME: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let mut all: Vec<_> = Region::all().iter().copied().map(Country::of).collect();
    all.sort_by_cached_key(|country| folded(country.name));
    all
});

/// The countries to choose from in the order of their names: all, or those that the configuration allows.
///
/// Numbers of regions that share a country code and a range (Åland and Finland, the Vatican and Italy) are numbers of
/// the larger one for libphonenumber: who allows one of them allows it by the larger.
pub fn countries(allowed: Option<&[Region]>) -> Vec<Country> {
    let is_allowed = |country: &&Country| allowed.is_none_or(|allowed| allowed.contains(&country.region));
    BY_NAME.iter().filter(is_allowed).cloned().collect()
}

impl Country {
    fn of(region: Region) -> Self {
        Self {
            region,
            name: region.name(),
            also: found(ALSO, region).unwrap_or_default(),
            flag: region.flag(),
            calling_code: region.calling_code(),
        }
    }
}

impl Region {
    /// What it is called in English: `Côte d’Ivoire`.
    pub fn name(self) -> &'static str {
        found(NAMES, self).unwrap_or("Another country")
    }

    /// Its flag: two regional indicators.
    /// [UTS #51, Annex B](https://www.unicode.org/reports/tr51/#Flags).
    pub fn flag(self) -> String {
        /// REGIONAL INDICATOR SYMBOL LETTER A.
        const INDICATOR_A: u32 = 0x1F1E6;
        let indicator = |letter: char| char::from_u32(INDICATOR_A + (u32::from(letter) - u32::from('A')));
        self.as_str().chars().filter_map(indicator).collect()
    }
}

fn found(table: &'static [(&str, &str)], region: Region) -> Option<&'static str> {
    let place = table.binary_search_by_key(&region.as_str(), |(code, _)| code).ok()?;
    table.get(place).map(|(_, text)| *text)
}

/// For sorting: small letters without their accents. Only those that occur in the names.
fn folded(name: &str) -> String {
    let plain = |c| match c {
        'ã' | 'å' => 'a',
        'ç' => 'c',
        'é' => 'e',
        'í' => 'i',
        'ô' => 'o',
        'ü' => 'u',
        _ => c,
    };
    name.to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(countries: &[Country]) -> Vec<&str> {
        countries.iter().map(|country| country.region.as_str()).collect()
    }

    #[test]
    fn names_every_region_once_and_no_other() {
        let named: Vec<_> = NAMES.iter().map(|(code, _)| *code).collect();
        let known: Vec<_> = Region::all().iter().map(Region::as_str).collect();
        assert_eq!(named, known);
        assert!(ALSO.is_sorted() && ALSO.iter().all(|(code, _)| Region::parse(code).is_some()));
    }

    #[test]
    fn sorts_by_name_as_people_do() {
        let all = countries(None);
        let at = |name| all.iter().position(|country| country.name == name).unwrap();
        assert_eq!(all.first().unwrap().name, "Afghanistan");
        assert_eq!(at("Åland Islands"), at("Afghanistan") + 1);
        assert_eq!(at("Réunion"), at("Qatar") + 1);
        assert_eq!(at("Curaçao"), at("Cuba") + 1);
        assert_eq!(at("Turkmenistan"), at("Türkiye") + 1);
        assert!(all.iter().all(|country| folded(country.name).chars().all(|c| c.is_ascii() || c == '’')));
    }

    #[test]
    fn has_the_flag_the_calling_code_and_other_names() {
        let all = countries(None);
        let britain = all.iter().find(|country| country.region.as_str() == "GB").unwrap();
        assert_eq!((britain.flag.as_str(), britain.calling_code), ("🇬🇧", 44));
        assert!(britain.also.contains("England"));
        assert_eq!(Region::parse("CI").unwrap().name(), "Côte d’Ivoire");
    }

    #[test]
    fn offers_only_what_the_configuration_allows_in_the_order_of_names() {
        let allowed = ["US", "DE", "AT"].map(|code| Region::parse(code).unwrap());
        assert_eq!(codes(&countries(Some(&allowed))), ["AT", "DE", "US"]);
        assert!(countries(Some(&[])).is_empty());
        assert_eq!(countries(None).len(), Region::all().len());
    }
}
