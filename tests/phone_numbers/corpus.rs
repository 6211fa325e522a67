//! `corpus.json`: numbers of many countries, valid and not, as people type them. The tests of the server and of the
//! browser read the same file.
//!
//! They are nobody's: kept for fiction by the regulator (Australia, Germany, Sweden, North America) or libphonenumber's
//! examples.

use std::collections::{BTreeMap, BTreeSet};

use logto::{PhoneNumber, Region};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    region: Region,
    typed: String,
    digits: Option<String>,
    error: Option<String>,
}

fn corpus() -> Vec<Typed> {
    serde_json::from_str(include_str!("corpus.json")).unwrap()
}

#[test]
fn reads_every_number_of_the_corpus_as_meant() {
    let mut wrong = Vec::new();
    for Typed { region, typed, digits, error } in corpus() {
        let (read, code) = match PhoneNumber::parse(&typed, region) {
            Ok(number) => (Some(number.digits().to_owned()), None),
            Err(error) => (None, Some(error.code().to_owned())),
        };
        if (&read, &code) != (&digits, &error) {
            wrong.push(format!("{region} {typed:?}: {read:?} {code:?}, not {digits:?} {error:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn has_forty_countries_with_several_ways_of_typing_and_each_kind_of_mistake() {
    let mut ways: BTreeMap<(Region, String), BTreeSet<String>> = BTreeMap::new();
    let mut mistakes: BTreeMap<String, BTreeSet<Region>> = BTreeMap::new();
    for Typed { region, typed, digits, error } in corpus() {
        assert!(digits.is_some() != error.is_some(), "{region} {typed:?}");
        if let Some(digits) = digits {
            ways.entry((region, digits)).or_default().insert(typed.clone());
        }
        if let Some(error) = error {
            mistakes.entry(error).or_default().insert(region);
        }
    }
    let countries: BTreeSet<_> =
        ways.iter().filter(|(_, typed)| typed.len() >= 3).map(|((region, _), _)| region).collect();
    assert!(countries.len() >= 40, "{countries:?}");
    for code in ["too_short", "too_long", "not_mobile"] {
        let of = &mistakes[&format!("phone_number.{code}")];
        assert!(of.len() >= 40, "{code}: {of:?}");
    }
    for code in ["missing", "not_a_number", "unknown_country_code", "not_of_region", "extension"] {
        assert!(mistakes.contains_key(&format!("phone_number.{code}")), "{code}");
    }
}
