//! The country to preselect: where somebody with these languages most likely has a phone.
//!
//! `Accept-Language` ([RFC 9110, 12.5.4](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4)) is a guess that costs
//! nothing and looks up no address. Language tags are those of
//! [RFC 5646](https://www.rfc-editor.org/rfc/rfc5646#section-2.1).

use http::{HeaderMap, header::ACCEPT_LANGUAGE};

use super::{Region, likely_region::likely_region};

/// More languages than a browser sends, and fewer than cost anything.
const MOST_RANGES: usize = 32;

/// The longest tag that is looked at. RFC 5646, 4.4.1.
const LONGEST_TAG: usize = 35;

/// The longest header that is looked at, in bytes.
const LONGEST_HEADER: usize = 4096;

/// The region of the language that the person prefers most and the configuration allows: `en-GB` names it, for `de` it
/// is the likeliest. Without one, the United States or the first that is allowed.
pub fn preferred_region(headers: &HeaderMap, allowed: Option<&[Region]>) -> Region {
    let is_allowed = |region: &Region| allowed.is_none_or(|allowed| allowed.contains(region));
    let mut ranges: Vec<(u16, &str)> = headers
        .get_all(ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|value| value.to_str().ok().filter(|text| text.len() <= LONGEST_HEADER))
        .flat_map(|text| text.split(','))
        .take(MOST_RANGES)
        .filter_map(weighted)
        .collect();
    // Stable: of languages with one weight, the first counts.
    ranges.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    ranges
        .into_iter()
        .filter_map(|(_, tag)| region_of(tag))
        .find(is_allowed)
        .or_else(|| Some(Region::US).filter(is_allowed))
        .or_else(|| allowed?.first().copied())
        .unwrap_or(Region::US)
}

/// A language range and its weight in thousandths. `None`: it is none, or is not wanted (`q=0`).
fn weighted(range: &str) -> Option<(u16, &str)> {
    let (tag, weight) = match range.split_once(';') {
        None => (range, 1000),
        Some((tag, parameter)) => (tag, thousandths(parameter.trim())?),
    };
    let tag = tag.trim();
    (weight > 0 && !tag.is_empty() && tag.len() <= LONGEST_TAG).then_some((weight, tag))
}

/// `q=0.8` is 800. RFC 9110, 12.4.2: at most three decimals, and at most 1.
fn thousandths(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    let plain = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    if !name.eq_ignore_ascii_case("q") || !plain {
        return None;
    }
    let weight = match whole {
        "0" => format!("{decimals:0<3}").parse().ok()?,
        "1" => 1000,
        _ => return None,
    };
    Some(weight)
}

/// The region that a tag names, or else the likeliest of its language. RFC 5646, 2.1: language, script, region.
fn region_of(tag: &str) -> Option<Region> {
    let mut subtags = tag.split('-');
    // One letter begins a private tag: `x-de` is no German.
    let language = subtags.next().filter(|language| language.len() > 1)?;
    // A subtag of one letter begins an extension, where two letters no longer are a region.
    let subtags: Vec<_> = subtags.take_while(|subtag| subtag.len() > 1).collect();
    subtags.iter().find_map(|subtag| Region::parse(subtag)).or_else(|| likely_region(language, &subtags))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn preferred(header: &str, allowed: Option<&[&str]>) -> String {
        let allowed: Option<Vec<_>> =
            allowed.map(|codes| codes.iter().map(|code| Region::parse(code).unwrap()).collect());
        let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, HeaderValue::from_bytes(header.as_bytes()).unwrap())]);
        preferred_region(&headers, allowed.as_deref()).to_string()
    }

    #[test]
    fn takes_the_region_of_the_language_preferred_most() {
        for (header, expected) in [
            ("en-GB,en;q=0.9,de;q=0.8", "GB"),
            ("de", "DE"),
            ("ja", "JP"),
            ("pt", "BR"),
            ("pt-PT", "PT"),
            ("sv", "SE"),
            ("en", "US"),
            ("fr;q=0.3, de-AT;q=0.9, it;q=0.5", "AT"),
            ("da;q=0, nb", "NO"),
            ("zh-Hant", "TW"),
            ("zh-Hant-HK", "HK"),
            ("zh-Hans", "CN"),
            ("es-419", "MX"),
            ("DE-ch-1996", "CH"),
            ("en-001,fr;q=0.5", "US"),
            ("de-u-co-phonebk", "DE"),
            ("sr-Latn-RS;q=1.000", "RS"),
            ("de ; q=0.7,fi ;q=0.8", "FI"),
            ("de;q=0.7,fi;q=0.7", "DE"),
        ] {
            assert_eq!(preferred(header, None), expected, "{header}");
        }
    }

    #[test]
    fn takes_the_first_that_is_allowed() {
        assert_eq!(preferred("en-GB,de;q=0.8,fr;q=0.7", Some(&["FR", "DE"])), "DE");
        assert_eq!(preferred("en-GB,en;q=0.9", Some(&["DE", "US"])), "US");
        assert_eq!(preferred("ja", Some(&["DE", "US"])), "US");
        assert_eq!(preferred("ja", Some(&["DE", "AT"])), "DE");
        assert_eq!(preferred("ja", Some(&[])), "US");
    }

    #[test]
    fn falls_back_for_garbage() {
        let long = format!("{},de", "x".repeat(LONGEST_HEADER));
        let many = format!("{}de", "xx,".repeat(MOST_RANGES));
        for header in [
            "",
            "*",
            ",",
            ";",
            "de;q=",
            "de;q=2",
            "de;q=0",
            "de;q=0.1234",
            "de;q=0.0000",
            "de;q=-1",
            "de;q=NaN",
            "de;q=1e0",
            "de;x=1",
            "q=1",
            "-",
            "-DE",
            "x-de",
            "i-klingon",
            "é",
            "\u{ff}",
            &long,
            &many,
        ] {
            assert_eq!(preferred(header, None), "US", "{header:?}");
        }
        assert_eq!(preferred_region(&HeaderMap::new(), None), Region::US);
    }

    #[test]
    fn reads_several_headers_as_one_list() {
        let mut both = HeaderMap::new();
        both.append(ACCEPT_LANGUAGE, HeaderValue::from_static("en;q=0.5"));
        both.append(ACCEPT_LANGUAGE, HeaderValue::from_static("de;q=0.9"));
        assert_eq!(preferred_region(&both, None).as_str(), "DE");
    }
}
