//! `ui_locales`: the language of the hosted pages. OpenID Connect Core 3.1.2.1.

use super::InvalidOption;

/// A language tag (BCP 47): `en`, `fr-CA`, `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiLocale(String);

impl UiLocale {
    /// Reads a language tag.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`] when it has not the form of one (RFC 5646, 2.1: parts of letters and digits, hyphens between).
    pub fn parse(tag: &str) -> Result<Self, InvalidOption> {
        let part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let starts = tag.starts_with(|char: char| char.is_ascii_alphabetic());
        if starts && tag.len() <= 35 && tag.split('-').all(part) {
            Ok(Self(tag.to_owned()))
        } else {
            Err(InvalidOption { name: "ui_locales", reason: "must be a language tag, like en or fr-CA" })
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_language_tags_and_nothing_else() {
        for tag in ["en", "fr-CA", "zh-Hant-TW"] {
            assert_eq!(UiLocale::parse(tag).unwrap().as_str(), tag);
        }
        for tag in ["", "en fr", "en_US", "1x", "en-", "en&prompt=none", "abcdefghi"] {
            assert!(UiLocale::parse(tag).is_err(), "{tag}");
        }
    }
}
