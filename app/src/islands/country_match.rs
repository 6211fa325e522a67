//! Which countries a search finds, and which number belongs to which.
//!
//! Pure, so that it is tested outside a browser. Strings are compared as [`simplified`] makes them.

/// A country as it is searched for.
pub(super) struct Searchable {
    /// Its ISO 3166-1 code in small letters.
    pub code: String,
    /// Its calling code, digits only.
    pub calling_code: String,
    /// Its name and what else it is called, each simplified.
    pub names: Vec<String>,
}

/// The ranks of [`rank`], the best one first.
pub(super) const RANKS: std::ops::RangeInclusive<u8> = 0..=3;

/// How well a country answers a simplified search: by its whole name or code, the beginning of its name, the beginning of
/// a word, the middle of one.
pub(super) fn rank(country: &Searchable, search: &str) -> Option<u8> {
    if search.is_empty() {
        return Some(*RANKS.start());
    }
    if let Some(digits) = international(search).or_else(|| digits_only(search)) {
        return rank_calling_code(&country.calling_code, &digits);
    }
    if country.code == search {
        return Some(0);
    }
    country.names.iter().filter_map(|name| rank_name(name.as_bytes(), search.as_bytes())).min()
}

fn rank_calling_code(calling_code: &str, digits: &str) -> Option<u8> {
    match () {
        () if calling_code == digits => Some(0),
        () if calling_code.starts_with(digits) => Some(1),
        // A whole number typed into the search.
        () if digits.starts_with(calling_code) => Some(2),
        () => None,
    }
}

fn rank_name(name: &[u8], search: &[u8]) -> Option<u8> {
    let places = name.windows(search.len()).enumerate().filter(|(_, window)| *window == search);
    places
        .map(|(place, _)| match place.checked_sub(1).and_then(|before| name.get(before)) {
            None if name.len() == search.len() => 0,
            None => 1,
            // The word that `&` stands for is no word to look for.
            Some(b' ') if !name.get(place..).is_some_and(|rest| rest.starts_with(b"and ")) => 2,
            Some(_) => 3,
        })
        .min()
}

/// The place of the country whose calling code a number begins with, if there is one to change to: the number is in
/// international format, no other country has the code, and the chosen one has another code.
pub(super) fn country_of_number(typed: &str, calling_codes: &[&str], chosen: usize) -> Option<usize> {
    let digits = international(typed)?;
    let mut places = calling_codes.iter().enumerate().filter(|(_, code)| digits.starts_with(**code));
    let (place, code) = places.next()?;
    let shared = places.next().is_some() || calling_codes.get(chosen) == Some(code);
    (!shared).then_some(place)
}

/// The digits after `+`, or after `00`, the most common way of dialling it.
fn international(typed: &str) -> Option<String> {
    let typed = typed.trim_start();
    let rest = typed.strip_prefix('+').or_else(|| typed.strip_prefix("00"))?;
    Some(rest.chars().filter(char::is_ascii_digit).collect())
}

fn digits_only(search: &str) -> Option<String> {
    search.bytes().all(|byte| byte.is_ascii_digit()).then(|| search.to_owned())
}

/// What is left of text in small letters whose accents are characters of their own (Unicode NFD): no accents, no
/// punctuation but `+`, `&` as a word, one space between words.
pub(super) fn simplified(decomposed: &str) -> String {
    let mut simple = String::with_capacity(decomposed.len());
    for character in decomposed.chars() {
        match character {
            '\u{300}'..='\u{36f}' | '.' | '\'' | '‘' | '’' => {}
            '&' => simple.push_str("and"),
            ' ' | '-' | ',' | '(' | ')' => {
                if !simple.is_empty() && !simple.ends_with(' ') {
                    simple.push(' ');
                }
            }
            character => simple.push(character),
        }
    }
    simple.truncate(simple.trim_end_matches(' ').len());
    simple
}

#[cfg(test)]
mod tests {
    use super::*;

    fn countries() -> Vec<Searchable> {
        [
            ("au", "61", "australia"),
            ("at", "43", "austria,osterreich"),
            ("ci", "225", "cote divoire,ivory coast"),
            ("de", "49", "germany,deutschland"),
            ("dk", "45", "denmark"),
            ("nl", "31", "netherlands,holland"),
            ("ua", "380", "ukraine"),
            ("ba", "387", "bosnia and herzegovina"),
            ("gb", "44", "united kingdom,uk,england"),
            ("us", "1", "united states,usa"),
            ("ca", "1", "canada"),
        ]
        .map(|(code, calling_code, names)| Searchable {
            code: code.to_owned(),
            calling_code: calling_code.to_owned(),
            names: names.split(',').map(str::to_owned).collect(),
        })
        .into()
    }

    fn found(search: &str) -> Vec<String> {
        let countries = countries();
        let of_rank = |wanted| countries.iter().filter(move |country| rank(country, search) == Some(wanted));
        RANKS.flat_map(of_rank).map(|country| country.code.clone()).collect()
    }

    #[test]
    fn finds_by_name_by_code_and_by_calling_code() {
        for (search, expected) in [
            ("germ", vec!["de"]),
            ("us", vec!["us", "au", "at"]),
            ("uk", vec!["gb", "ua"]),
            ("de", vec!["de", "dk"]),
            ("states", vec!["us"]),
            ("rland", vec!["nl"]),
            ("an", vec!["de", "nl", "ba", "gb", "ca"]),
            ("bosnia and h", vec!["ba"]),
            ("deutsch", vec!["de"]),
            ("4", vec!["at", "de", "dk", "gb"]),
            ("49", vec!["de"]),
            ("+49", vec!["de"]),
            ("0049", vec!["de"]),
            ("+49 151 2345", vec!["de"]),
            ("+1", vec!["us", "ca"]),
            ("atlantis", vec![]),
        ] {
            assert_eq!(found(search), expected, "{search:?}");
        }
        assert_eq!(found("").len(), countries().len());
    }

    #[test]
    fn accents_and_punctuation_do_not_count() {
        for (decomposed, expected) in [
            ("co\u{302}te d’ivoire", "cote divoire"),
            ("bosnia & herzegovina", "bosnia and herzegovina"),
            (" congo - kinshasa ", "congo kinshasa"),
            ("st. barthe\u{301}lemy", "st barthelemy"),
            ("+49", "+49"),
            ("日本", "日本"),
        ] {
            assert_eq!(simplified(decomposed), expected);
        }
    }

    #[test]
    fn a_number_chooses_the_only_country_with_its_calling_code() {
        let countries = countries();
        let codes: Vec<&str> = countries.iter().map(|country| country.calling_code.as_str()).collect();
        let place = |code: &str| countries.iter().position(|country| country.code == code);
        let (us, de) = (place("us").unwrap(), place("de").unwrap());
        for (typed, chosen, expected) in [
            ("+49", us, Some(de)),
            ("+49 (151) 23", us, Some(de)),
            ("0049151", us, Some(de)),
            // Already chosen.
            ("+49", de, None),
            // Shared with another country.
            ("+1 201", de, None),
            ("+1 201", us, None),
            // Not complete, not international, nothing.
            ("+4", us, None),
            ("49", us, None),
            ("0151", us, None),
            ("", us, None),
            ("+", us, None),
        ] {
            assert_eq!(country_of_number(typed, &codes, chosen), expected, "{typed:?}");
        }
    }
}
