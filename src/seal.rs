//! Sealing: what leaves the process (a cookie, a database row) is encrypted and authenticated.
//!
//! XChaCha20-Poly1305 under keys derived with HKDF-SHA-256 (RFC 5869), one per purpose, so that a value made for one
//! purpose opens for no other. Several secrets may be given, newest first: the first seals, each may open (rotation).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    Key, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use hkdf::Hkdf;
use sha2::Sha256;

use crate::random::NoRandomness;

/// Length of a nonce of XChaCha20-Poly1305 (bytes).
const NONCE: usize = 24;
/// The least length of a secret (bytes): 256 bits.
pub const LEAST_SECRET: usize = 32;

/// What a sealed value is for. Part of the key: values cannot change places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The transaction of an unfinished sign-in, in a cookie.
    Transaction,
    /// The tokens and claims of a session, in the session store.
    Session,
    /// An unfinished phone sign-in in the app's own design, in a cookie.
    PhoneSignIn,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Transaction => b"logto/transaction/1",
            Self::Session => b"logto/session/1",
            Self::PhoneSignIn => b"logto/phone-sign-in/1",
        }
    }
}

/// The keys that seal and open, made from `COOKIE_SECRET`.
#[derive(Clone)]
pub struct Keyring(Vec<Keys>);

#[derive(Clone)]
struct Keys {
    transaction: XChaCha20Poly1305,
    session: XChaCha20Poly1305,
    /// For pseudonyms (a key of HMAC-SHA-256).
    #[cfg(feature = "phone")]
    pseudonyms: [u8; 32],
    phone_sign_in: XChaCha20Poly1305,
}

/// The text of a `COOKIE_SECRET` cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    /// No secret at all.
    #[error("is empty; write 64 or more hexadecimal digits, for example from: openssl rand -hex 32")]
    Empty,
    /// A secret has other characters than hexadecimal digits, or an odd number of them.
    #[error(
        "must be hexadecimal digits (several secrets: comma-separated, newest first); make one with: openssl rand -hex 32"
    )]
    NotHex,
    /// A secret is shorter than 256 bits.
    #[error("is too short: each secret needs 64 or more hexadecimal digits; make one with: openssl rand -hex 32")]
    TooShort,
}

impl Keyring {
    /// Reads secrets of 64 or more hexadecimal digits, comma-separated, newest first.
    ///
    /// # Errors
    ///
    /// [`KeyringError`] says what is wrong and how to make a good one.
    pub fn parse(text: &str) -> Result<Self, KeyringError> {
        let texts: Vec<&str> = text.split(',').map(str::trim).filter(|text| !text.is_empty()).collect();
        if texts.is_empty() {
            return Err(KeyringError::Empty);
        }
        texts
            .into_iter()
            .map(|text| {
                let secret = decode_hex(text).ok_or(KeyringError::NotHex)?;
                if secret.len() < LEAST_SECRET { Err(KeyringError::TooShort) } else { Ok(Keys::derive(&secret)) }
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// A fresh secret, as [`parse`](Self::parse) reads it: 64 hexadecimal digits.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when the operating system has none to give.
    pub fn random_secret() -> Result<String, NoRandomness> {
        let mut secret = [0; LEAST_SECRET];
        getrandom::fill(&mut secret).map_err(|_| NoRandomness)?;
        Ok(secret.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Seals `plain` for a purpose. `context` (a cookie's name, a row's key) is bound to the value: it opens nowhere else.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when no nonce can be made.
    pub fn seal(&self, purpose: Purpose, context: &str, plain: &[u8]) -> Result<String, NoRandomness> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| NoRandomness)?;
        // `parse` refuses an empty list, and encryption fails only beyond 256 GiB.
        let keys = self.0.first().ok_or(NoRandomness)?;
        let payload = Payload { msg: plain, aad: context.as_bytes() };
        let boxed = keys.of(purpose).encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| NoRandomness)?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &boxed].concat()))
    }

    /// Opens what [`seal`](Self::seal) made for the same purpose and context; `None` for anything else.
    pub fn open(&self, purpose: Purpose, context: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, boxed) = bytes.split_at_checked(NONCE)?;
        self.0.iter().find_map(|keys| {
            let payload = Payload { msg: boxed, aad: context.as_bytes() };
            keys.of(purpose).decrypt(XNonce::from_slice(nonce), payload).ok()
        })
    }
}

#[cfg(feature = "phone")]
impl Keyring {
    /// A name for something that is not to be read in the storage. There are few enough phone numbers and addresses to try
    /// them all against a plain hash; this one needs the secret. The newest secret's: after a rotation it is another.
    pub(crate) fn pseudonym(&self, of: &str) -> String {
        let mut name = [0; 32];
        if let Some(hkdf) = self.0.first().and_then(|keys| Hkdf::<Sha256>::from_prk(&keys.pseudonyms).ok()) {
            // Fails only for outputs beyond 255 hash lengths.
            let _ = hkdf.expand(of.as_bytes(), &mut name);
        }
        URL_SAFE_NO_PAD.encode(name)
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring([redacted]; {})", self.0.len())
    }
}

impl Keys {
    fn derive(secret: &[u8]) -> Self {
        let cipher = |purpose: Purpose| {
            let mut key = Key::default();
            // Fails only for outputs beyond 255 hash lengths; a key is one.
            let _ = Hkdf::<Sha256>::new(None, secret).expand(purpose.label(), &mut key);
            XChaCha20Poly1305::new(&key)
        };
        #[cfg(feature = "phone")]
        let mut pseudonyms = [0; 32];
        #[cfg(feature = "phone")]
        let _ = Hkdf::<Sha256>::new(None, secret).expand(b"logto/pseudonyms/1", &mut pseudonyms);
        Self {
            #[cfg(feature = "phone")]
            pseudonyms,
            transaction: cipher(Purpose::Transaction),
            session: cipher(Purpose::Session),
            phone_sign_in: cipher(Purpose::PhoneSignIn),
        }
    }

    fn of(&self, purpose: Purpose) -> &XChaCha20Poly1305 {
        match purpose {
            Purpose::Transaction => &self.transaction,
            Purpose::Session => &self.session,
            Purpose::PhoneSignIn => &self.phone_sign_in,
        }
    }
}

fn decode_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    fn old() -> String {
        "0a".repeat(32)
    }

    fn new() -> String {
        "0b".repeat(32)
    }

    #[test]
    fn opens_what_it_sealed() {
        let keyring = Keyring::parse(&old()).unwrap();
        let sealed = keyring.seal(Purpose::Session, "id", b"tokens").unwrap();
        assert_eq!(keyring.open(Purpose::Session, "id", &sealed).unwrap(), b"tokens");
    }

    #[cfg(feature = "phone")]
    #[test]
    fn names_a_thing_by_a_pseudonym_that_needs_the_secret() {
        let (one, other) = (Keyring::parse(&old()).unwrap(), Keyring::parse(&new()).unwrap());
        assert_eq!(one.pseudonym("12015550123"), one.pseudonym("12015550123"));
        assert_ne!(one.pseudonym("12015550123"), one.pseudonym("12015550124"));
        assert_ne!(one.pseudonym("12015550123"), other.pseudonym("12015550123"));
        assert!(!one.pseudonym("12015550123").contains("12015550123"));
    }

    #[test]
    fn opens_for_no_other_purpose_or_context() {
        let keyring = Keyring::parse(&old()).unwrap();
        let purposes = [Purpose::Transaction, Purpose::Session, Purpose::PhoneSignIn];
        for sealed_for in purposes {
            let sealed = keyring.seal(sealed_for, "id", b"tokens").unwrap();
            for purpose in purposes {
                assert_eq!(keyring.open(purpose, "id", &sealed).is_some(), purpose == sealed_for, "{purpose:?}");
            }
            assert!(keyring.open(sealed_for, "other", &sealed).is_none());
        }
    }

    #[test]
    fn opens_no_tampered_value() {
        let keyring = Keyring::parse(&old()).unwrap();
        let sealed = keyring.seal(Purpose::Session, "id", b"tokens").unwrap();
        for at in 0..sealed.len() - 1 {
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let tampered = String::from_utf8(bytes).unwrap();
            assert!(keyring.open(Purpose::Session, "id", &tampered).is_none(), "byte {at}");
        }
        assert!(keyring.open(Purpose::Session, "id", "").is_none());
        assert!(keyring.open(Purpose::Session, "id", "é%%").is_none());
    }

    #[test]
    fn opens_with_an_older_secret_and_seals_with_the_newest() {
        let before = Keyring::parse(&old()).unwrap();
        let during = Keyring::parse(&format!("{}, {}", new(), old())).unwrap();
        let after = Keyring::parse(&new()).unwrap();
        let sealed_before = before.seal(Purpose::Session, "id", b"x").unwrap();
        let sealed_during = during.seal(Purpose::Session, "id", b"x").unwrap();
        assert!(during.open(Purpose::Session, "id", &sealed_before).is_some());
        assert!(after.open(Purpose::Session, "id", &sealed_during).is_some());
        assert!(after.open(Purpose::Session, "id", &sealed_before).is_none());
    }

    #[test]
    fn makes_secrets_that_it_reads() {
        assert!(Keyring::parse(&Keyring::random_secret().unwrap()).is_ok());
    }

    #[test]
    fn names_what_is_wrong_with_a_secret() {
        assert_eq!(Keyring::parse(" ").unwrap_err(), KeyringError::Empty);
        assert_eq!(Keyring::parse("xyz").unwrap_err(), KeyringError::NotHex);
        assert_eq!(Keyring::parse(&"é".repeat(32)).unwrap_err(), KeyringError::NotHex);
        assert_eq!(Keyring::parse("0a0b").unwrap_err(), KeyringError::TooShort);
        assert_eq!(Keyring::parse(&format!("{},0a", old())).unwrap_err(), KeyringError::TooShort);
    }
}
