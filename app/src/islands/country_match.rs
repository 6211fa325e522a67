//! Which countries a search finds, and which number belongs to which.
//!
//! Pure, so that it is tested outside a browser. Bytes and not patterns: the standard library's search is made for longer
//! texts, and would be part of the WebAssembly.

/// A country as it is searched for.
pub(super) struct Searchable {
    /// Its ISO 3166-1 code in small letters.
    pub code: String,
    /// Its calling code, digits only.
    pub calling_code: String,
    /// Its name and what else it is called, [`simplified`].
    pub names: String,
}

/// How many ranks [`rank`] has. 0 is the best.
pub(super) const RANKS: u8 = 4;

/// How well a country answers a simplified search: by its whole name or code, the beginning of a name, the beginning of
/// a word, the middle of one.
pub(super) fn rank(country: &Searchable, search: &str) -> Option<u8> {
    let (digits, rest) = digits(search);
    match search.as_bytes() {
        [] => Some(0),
        [b'+', ..] | [b'0', b'0', ..] => rank_calling_code(country, international(search)?.as_bytes()),
        _ if rest.is_empty() => rank_calling_code(country, digits.as_bytes()),
        search if country.code.as_bytes() == search => Some(0),
        search => rank_names(country.names.as_bytes(), search),
    }
}

fn rank_calling_code(country: &Searchable, digits: &[u8]) -> Option<u8> {
    let calling_code = country.calling_code.as_bytes();
    match () {
        () if calling_code == digits => Some(0),
        () if calling_code.starts_with(digits) => Some(1),
        // A whole number typed into the search.
        () if digits.starts_with(calling_code) => Some(2),
        () => None,
    }
}

fn rank_names(names: &[u8], search: &[u8]) -> Option<u8> {
    let mut best = None;
    for place in 0..names.len() {
        let Some(rest) = names.get(place..).and_then(|rest| rest.strip_prefix(search)) else { continue };
        let before = place.checked_sub(1).and_then(|before| names.get(before));
        let rank = match (before, rest.first()) {
            (None | Some(b','), None | Some(b',')) => 0,
            (None | Some(b','), _) => 1,
            (Some(b' '), _) => 2,
            _ => 3,
        };
        best = Some(best.map_or(rank, |best: u8| best.min(rank)));
    }
    best
}

/// The place of the country whose calling code a number begins with, if there is one to change to: the number is in
/// international format, no other country has the code, and the chosen one has another code.
pub(super) fn country_of_number<'a>(
    typed: &str,
    calling_codes: impl Iterator<Item = &'a str>,
    chosen: usize,
) -> Option<usize> {
    let digits = international(typed)?;
    let mut only = None;
    for (place, code) in calling_codes.enumerate() {
        if digits.as_bytes().starts_with(code.as_bytes()) {
            // The second one, or the chosen one itself.
            if only.is_some() || place == chosen {
                return None;
            }
            only = Some(place);
        }
    }
    only
}

/// The digits after `+`, or after `00`, the most common way of dialling it.
fn international(typed: &str) -> Option<String> {
    let (digits, rest) = digits(typed);
    match (rest.as_bytes(), digits.as_bytes()) {
        ([b'+', ..], _) => Some(digits),
        (_, [b'0', b'0', ..]) if typed.starts_with('0') => digits.get(2..).map(str::to_owned),
        _ => None,
    }
}

/// The digits, and what stands between them less the spaces.
fn digits(text: &str) -> (String, String) {
    text.chars().filter(|character| *character != ' ').partition(char::is_ascii_digit)
}

/// What is left of names in small letters whose accents are characters of their own (Unicode NFD): no accents, no
/// punctuation but `+` and the comma between names, one space between words.
pub(super) fn simplified(decomposed: &str) -> String {
    let mut simple = String::with_capacity(decomposed.len());
    let mut gap = false;
    for character in decomposed.chars() {
        match character {
            '\u{300}'..='\u{36f}' | '.' | '\'' | '‘' | '’' => {}
            ' ' | '-' | '&' | '(' | ')' => gap = true,
            character => {
                if gap && !simple.is_empty() && character != ',' && !simple.ends_with(',') {
                    simple.push(' ');
                }
                gap = false;
                simple.push(character);
            }
        }
    }
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
            ("ba", "387", "bosnia herzegovina,bosnia and herzegovina"),
            ("gb", "44", "united kingdom,uk,england"),
            ("us", "1", "united states,usa"),
            ("ca", "1", "canada"),
        ]
        .map(|(code, calling_code, names)| Searchable {
            code: code.to_owned(),
            calling_code: calling_code.to_owned(),
            names: names.to_owned(),
        })
        .into()
    }

    fn found(search: &str) -> Vec<String> {
        let countries = countries();
        let of_rank = |wanted| countries.iter().filter(move |country| rank(country, search) == Some(wanted));
        (0..RANKS).flat_map(of_rank).map(|country| country.code.clone()).collect()
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
            ("bosnia h", vec!["ba"]),
            ("bosnia and h", vec!["ba"]),
            ("deutsch", vec!["de"]),
            ("4", vec!["at", "de", "dk", "gb"]),
            ("49", vec!["de"]),
            ("+49", vec!["de"]),
            ("0049", vec!["de"]),
            ("+49 151 2345", vec!["de"]),
            ("+1", vec!["us", "ca"]),
            ("atlantis", vec![]),
            ("5", vec![]),
        ] {
            assert_eq!(found(search), expected, "{search:?}");
        }
        assert_eq!(found("").len(), countries().len());
    }

    #[test]
    fn accents_and_punctuation_do_not_count() {
        for (decomposed, expected) in [
            ("co\u{302}te d’ivoire", "cote divoire"),
            ("bosnia & herzegovina", "bosnia herzegovina"),
            (" congo - kinshasa , drc ", "congo kinshasa,drc"),
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
        let codes = || countries.iter().map(|country| country.calling_code.as_str());
        let place = |code: &str| countries.iter().position(|country| country.code == code);
        let (us, de) = (place("us").unwrap(), place("de").unwrap());
        for (typed, chosen, expected) in [
            ("+49", us, Some(de)),
            ("+49 (151) 23", us, Some(de)),
            (" (+49) 151", us, None),
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
            assert_eq!(country_of_number(typed, codes(), chosen), expected, "{typed:?}");
        }
    }
}
