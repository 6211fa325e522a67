//! How many text messages one text is sent as. Each is paid for.
//!
//! A message has 140 octets: 160 characters of the GSM 7-bit alphabet, or 70 of UCS-2 as soon as one character is not of that
//! alphabet. Longer texts are cut into parts of 153 and 67 (3GPP TS 23.038, 6.2.1, and TS 23.040, 9.2.3.24.1).

/// The GSM 7-bit default alphabet, without the escape.
const GSM_7: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Its extension table: each of these takes two places.
const GSM_7_EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// What to know about a text that does not fit into one message.
pub(super) fn too_long(text: &str) -> Option<String> {
    let foreign = text.chars().find(|letter| !GSM_7.contains(*letter) && !GSM_7_EXTENSION.contains(*letter));
    let (length, one, part) = match foreign {
        None => (text.chars().map(|letter| 1 + usize::from(GSM_7_EXTENSION.contains(letter))).sum::<usize>(), 160, 153),
        Some(_) => (text.encode_utf16().count(), 70, 67),
    };
    if length <= one {
        return None;
    }
    let messages = length.div_ceil(part);
    let reason = foreign.map(|letter| format!("; without {letter:?} it could have 160")).unwrap_or_default();
    Some(format!(
        "has {length} characters with its code and is sent, and paid for, as {messages} messages: one has {one}{reason}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_gsm_alphabet_in_sevens_and_others_in_sixteens() {
        for (text, fits) in [
            ("a".repeat(160), true),
            ("a".repeat(161), false),
            ("é".repeat(160), true),
            ("€".repeat(80), true),
            ("€".repeat(81), false),
            (format!("{}ы", "a".repeat(69)), true),
            (format!("{}ы", "a".repeat(70)), false),
            ("😀".repeat(35), true),
            ("😀".repeat(36), false),
        ] {
            assert_eq!(too_long(&text).is_none(), fits, "{text}");
        }
    }

    #[test]
    fn says_how_many_messages_and_which_character_makes_them_short() {
        assert!(too_long(&"a".repeat(306)).unwrap().contains("as 2 messages"));
        assert!(too_long(&"a".repeat(307)).unwrap().contains("as 3 messages"));
        assert!(too_long(&format!("{}’", "a".repeat(100))).unwrap().contains("without '’' it could have 160"));
    }

    #[test]
    fn the_alphabet_has_every_place_once() {
        let letters: std::collections::HashSet<char> = GSM_7.chars().collect();
        assert_eq!((GSM_7.chars().count(), letters.len()), (127, 127));
    }
}
