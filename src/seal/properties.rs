//! Sealing, for every input.

use proptest::prelude::*;

use super::*;

fn keyring() -> Keyring {
    Keyring::parse(&"0c".repeat(32)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn opens_what_it_sealed_whatever_it_is(plain in any::<Vec<u8>>(), context in any::<String>()) {
        let sealed = keyring().seal(Purpose::Session, &context, &plain).unwrap();
        prop_assert_eq!(keyring().open(Purpose::Session, &context, &sealed), Some(plain));
        prop_assert_eq!(keyring().open(Purpose::Transaction, &context, &sealed), None);
    }

    #[test]
    fn opens_nothing_that_was_changed(
        plain in any::<Vec<u8>>(),
        at in any::<prop::sample::Index>(),
        replacement in any::<char>(),
    ) {
        let sealed = keyring().seal(Purpose::Session, "", &plain).unwrap();
        let mut characters: Vec<char> = sealed.chars().collect();
        let at = at.index(characters.len());
        prop_assume!(characters[at] != replacement);
        characters[at] = replacement;
        let changed: String = characters.into_iter().collect();
        prop_assert_eq!(keyring().open(Purpose::Session, "", &changed), None);
    }

    #[test]
    fn opens_in_no_other_context(plain in any::<Vec<u8>>(), one in any::<String>(), other in any::<String>()) {
        prop_assume!(one != other);
        let sealed = keyring().seal(Purpose::Session, &one, &plain).unwrap();
        prop_assert_eq!(keyring().open(Purpose::Session, &other, &sealed), None);
    }

    #[test]
    fn opens_nothing_that_it_did_not_seal(text in any::<String>(), base64 in "[A-Za-z0-9_-]{0,200}") {
        prop_assert_eq!(keyring().open(Purpose::Session, "", &text), None);
        prop_assert_eq!(keyring().open(Purpose::Session, "", &base64), None);
    }

    #[test]
    fn reads_any_text_as_a_secret_or_says_why_not(text in any::<String>()) {
        prop_assert!(Keyring::parse(&text).is_err());
    }
}
