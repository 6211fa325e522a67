//! The known name that was most likely meant.

/// Longer names are no typing errors, and comparing them costs time.
const LONGEST: usize = 64;

/// The known name that differs least, if it is near enough to be what was meant.
pub(super) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace('-', "_").chars().collect::<Vec<_>>();
    let written = plain(name);
    if written.len() > LONGEST {
        return None;
    }
    let candidates = known.iter().map(|known| (distance(&written, &plain(known)), *known));
    let (distance, nearest) = candidates.min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + written.len() / 4).then_some(nearest)
}

/// How many letters must be added, taken away or changed. <https://en.wikipedia.org/wiki/Levenshtein_distance>
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(other) {
            let above = *cell;
            let changed = diagonal + usize::from(letter != other);
            left = changed.min(left + 1).min(above + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or(one.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let known = ["name", "redirect_uris", "post_logout_redirect_uris", "token_exchange"];
        for (written, meant) in [
            ("nmae", Some("name")),
            ("redirect_uri", Some("redirect_uris")),
            ("redirectUris", Some("redirect_uris")),
            ("redirect-uris", Some("redirect_uris")),
            ("post_logout_uris", None),
            ("post_logout_redirect_uri", Some("post_logout_redirect_uris")),
            ("tokenexchange", Some("token_exchange")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(written, &known), meant, "{written}");
        }
    }

    #[test]
    fn counts_the_letters_that_differ() {
        let distance =
            |one: &str, other: &str| distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>());
        for (one, other, expected) in
            [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("a", "a", 0)]
        {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }
}
