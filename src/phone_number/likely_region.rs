//! The region where a language is spoken most, as far as phones go: the likely subtags of
//! [Unicode CLDR](https://www.unicode.org/reports/tr35/#Likely_Subtags) 48 (© Unicode, Inc., under the Unicode License v3).

use super::Region;

/// A language and its region, in the order of the languages. `in`, `iw` and `tl` are older tags that systems still send.
#[rustfmt::skip]
const LIKELY: &[(&str, &str)] = &[
    ("af", "ZA"), ("am", "ET"), ("ar", "EG"), ("as", "IN"), ("az", "AZ"), ("be", "BY"), ("bg", "BG"), ("bn", "BD"),
    ("bs", "BA"), ("ca", "ES"), ("ckb", "IQ"), ("cs", "CZ"), ("cy", "GB"), ("da", "DK"), ("de", "DE"), ("el", "GR"),
    ("en", "US"), ("es", "ES"), ("et", "EE"), ("eu", "ES"), ("fa", "IR"), ("fi", "FI"), ("fil", "PH"), ("fr", "FR"),
    ("ga", "IE"), ("gl", "ES"), ("gu", "IN"), ("ha", "NG"), ("he", "IL"), ("hi", "IN"), ("hr", "HR"), ("hu", "HU"),
    ("hy", "AM"), ("id", "ID"), ("ig", "NG"), ("in", "ID"), ("is", "IS"), ("it", "IT"), ("iw", "IL"), ("ja", "JP"),
    ("jv", "ID"), ("ka", "GE"), ("kk", "KZ"), ("km", "KH"), ("kn", "IN"), ("ko", "KR"), ("ku", "TR"), ("ky", "KG"),
    ("lb", "LU"), ("lo", "LA"), ("lt", "LT"), ("lv", "LV"), ("mk", "MK"), ("ml", "IN"), ("mn", "MN"), ("mr", "IN"),
    ("ms", "MY"), ("mt", "MT"), ("my", "MM"), ("nb", "NO"), ("ne", "NP"), ("nl", "NL"), ("nn", "NO"), ("no", "NO"),
    ("or", "IN"), ("pa", "IN"), ("pl", "PL"), ("ps", "AF"), ("pt", "BR"), ("ro", "RO"), ("ru", "RU"), ("sd", "PK"),
    ("si", "LK"), ("sk", "SK"), ("sl", "SI"), ("so", "SO"), ("sq", "AL"), ("sr", "RS"), ("sv", "SE"), ("sw", "TZ"),
    ("ta", "IN"), ("te", "IN"), ("tg", "TJ"), ("th", "TH"), ("tk", "TM"), ("tl", "PH"), ("tr", "TR"), ("uk", "UA"),
    ("ur", "PK"), ("uz", "UZ"), ("vi", "VN"), ("wo", "SN"), ("xh", "ZA"), ("yo", "NG"), ("yue", "HK"), ("zh", "CN"),
    ("zu", "ZA"),
];

/// The likeliest region of a language of which no region is named; what else the tag says may tell.
pub(super) fn likely_region(language: &str, subtags: &[&str]) -> Option<Region> {
    let language = language.to_ascii_lowercase();
    let says = |wanted: &str| subtags.iter().any(|subtag| subtag.eq_ignore_ascii_case(wanted));
    match language.as_str() {
        "zh" if says("Hant") => return Region::parse("TW"),
        "pa" if says("Arab") => return Region::parse("PK"),
        // Latin America (UN M.49): of its countries with the language, the largest.
        "es" if says("419") => return Region::parse("MX"),
        _ => {}
    }
    let place = LIKELY.binary_search_by_key(&language.as_str(), |(language, _)| language).ok()?;
    LIKELY.get(place).and_then(|(_, region)| Region::parse(region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_can_be_found_and_has_a_region_with_phones() {
        for (language, region) in LIKELY {
            assert_eq!(likely_region(language, &[]), Region::parse(region), "{language}");
            assert!(likely_region(language, &[]).is_some(), "{language}");
        }
    }

    #[test]
    fn knows_what_script_or_continent_tell() {
        assert_eq!(likely_region("ZH", &["hant"]), Region::parse("TW"));
        assert_eq!(likely_region("pa", &["Arab"]), Region::parse("PK"));
        assert_eq!(likely_region("es", &["419"]), Region::parse("MX"));
        assert_eq!(likely_region("eo", &[]), None);
    }
}
