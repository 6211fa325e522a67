//! Random values: tokens, identifiers, verification codes. All from the operating system.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng as _;
use rand::rngs::OsRng;

/// 256 random bits as 43 characters, the length of Logto's opaque tokens.
pub(crate) fn token() -> String {
    let bytes: [u8; 32] = OsRng.r#gen();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A subject identifier in Logto's form: twelve characters, a letter first.
pub(crate) fn subject() -> String {
    identifier(12)
}

/// Lower-case letters and digits, a letter first: Logto's identifiers.
pub(crate) fn identifier(length: usize) -> String {
    const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    (0..length)
        .map(|position| {
            let choices = if position == 0 { 26 } else { ALPHABET.len() };
            char::from(ALPHABET[OsRng.gen_range(0..choices)])
        })
        .collect()
}

/// Six digits for a text message, leading zeros included.
pub(crate) fn verification_code() -> String {
    format!("{:06}", OsRng.gen_range(0..1_000_000))
}

/// A secret in Logto's form: 32 letters and digits.
pub(crate) fn secret() -> String {
    (0..32).map(|_| char::from(OsRng.sample(rand::distributions::Alphanumeric))).collect()
}
