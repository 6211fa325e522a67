//! The keys that sign tokens: ES384 only, as a Logto tenant has them by default.
//!
//! [RFC 7517](https://www.rfc-editor.org/rfc/rfc7517) (JWK), [RFC 7638](https://www.rfc-editor.org/rfc/rfc7638) (the thumbprint used as `kid`).

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p384::SecretKey;
use p384::ecdsa::signature::{Signer as _, Verifier as _};
use p384::ecdsa::{Signature, SigningKey as EcdsaKey};
use p384::elliptic_curve::sec1::ToEncodedPoint as _;
use p384::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, LineEnding};
use rand::rngs::OsRng;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

pub(crate) struct SigningKey {
    kid: String,
    secret: SecretKey,
    /// Kept with its public half, which takes long to compute.
    ecdsa: EcdsaKey,
}

impl SigningKey {
    pub(crate) fn generate() -> Self {
        Self::new(SecretKey::random(&mut OsRng))
    }

    /// Reads a PKCS #8 key from PEM, or nothing where it is none for P-384.
    pub(crate) fn from_pem(pem: &str) -> Option<Self> {
        SecretKey::from_pkcs8_pem(pem).ok().map(Self::new)
    }

    fn new(secret: SecretKey) -> Self {
        let (x, y) = coordinates(&secret);
        let members = format!(r#"{{"crv":"P-384","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(Sha256::digest(members));
        let ecdsa = EcdsaKey::from(&secret);
        Self { kid, secret, ecdsa }
    }

    pub(crate) fn to_pem(&self) -> Option<String> {
        let pem = self.secret.to_pkcs8_pem(LineEnding::LF).ok()?;
        Some(pem.as_str().to_owned())
    }

    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    pub(crate) fn public_jwk(&self) -> Value {
        let (x, y) = coordinates(&self.secret);
        json!({ "kty": "EC", "use": "sig", "kid": self.kid, "alg": "ES384", "crv": "P-384", "x": x, "y": y })
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let signature: Signature = self.ecdsa.sign(message);
        signature.to_bytes().to_vec()
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        let key = self.ecdsa.verifying_key();
        Signature::from_slice(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
    }
}

fn coordinates(secret: &SecretKey) -> (String, String) {
    let point = secret.public_key().to_encoded_point(false);
    let encode =
        |bytes: Option<&_>| bytes.map_or_else(String::new, |bytes: &p384::FieldBytes| URL_SAFE_NO_PAD.encode(bytes));
    (encode(point.x()), encode(point.y()))
}

/// The tenant's keys, newest first. Tokens are signed with the first; rotated ones stay published.
pub(crate) struct KeyRing {
    keys: Vec<SigningKey>,
    /// Tokens whose signature was right once: keys never leave, so it still is. To verify one takes longer than to serve a
    /// request.
    verified: Mutex<HashSet<String>>,
}

impl KeyRing {
    pub(crate) fn generate() -> Self {
        Self { keys: vec![SigningKey::generate()], verified: Mutex::default() }
    }

    /// Keys read back from storage; without any there is nothing to sign with.
    pub(crate) fn from_pems(pems: &[String]) -> Option<Self> {
        let keys: Vec<_> = pems.iter().map(|pem| SigningKey::from_pem(pem)).collect::<Option<_>>()?;
        (!keys.is_empty()).then(|| Self { keys, verified: Mutex::default() })
    }

    pub(crate) fn to_pems(&self) -> Vec<String> {
        self.keys.iter().filter_map(SigningKey::to_pem).collect()
    }

    pub(crate) fn current(&self) -> &SigningKey {
        &self.keys[0]
    }

    pub(crate) fn rotate(&mut self) {
        self.keys.insert(0, SigningKey::generate());
    }

    pub(crate) fn public_jwks(&self) -> Value {
        json!({ "keys": self.keys.iter().map(SigningKey::public_jwk).collect::<Vec<_>>() })
    }

    /// Whether `verify` says so, now or when this token was seen before.
    pub(crate) fn verifies(&self, token: &str, verify: impl FnOnce() -> bool) -> bool {
        let mut verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        verified.contains(token) || (verify() && verified.insert(token.to_owned()))
    }

    pub(crate) fn find(&self, kid: &str) -> Option<&SigningKey> {
        self.keys.iter().find(|key| key.kid == kid)
    }
}
