//! A value as both dotenvy and a shell read it.

/// Quotes a value where it must be.
///
/// Single quotes keep everything, a `$` too (POSIX Shell Command Language, 2.2.2). Quotes and backslashes stand outside of them behind a
/// backslash: within, a shell cannot escape a quote, and dotenvy takes a backslash before the last quote for an escape.
pub(super) fn quote(value: &str) -> String {
    if value.chars().all(plain) {
        return value.to_owned();
    }
    let mut quoted = String::with_capacity(value.len() + 2);
    let mut open = false;
    for letter in value.chars() {
        let escaped = matches!(letter, '\'' | '\\');
        if open == escaped {
            quoted.push('\'');
            open = !open;
        }
        if escaped {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    if open {
        quoted.push('\'');
    }
    quoted
}

/// Means itself everywhere, also at the beginning.
fn plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "_-./:@%+,=".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_only_where_it_must() {
        for (value, quoted) in [
            ("", ""),
            ("https://abc.logto.app:8443/x?", "'https://abc.logto.app:8443/x?'"),
            ("http://localhost:3001", "http://localhost:3001"),
            ("a b", "'a b'"),
            ("$HOME", "'$HOME'"),
            ("#x", "'#x'"),
            ("~", "'~'"),
            ("it's", "'it'\\''s'"),
            ("a\\", "'a'\\\\"),
            ("\\'", "\\\\\\'"),
            ("é", "'é'"),
        ] {
            assert_eq!(quote(value), quoted);
        }
    }
}
