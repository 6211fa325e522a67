//! Signs anything: the tests need tokens that no provider would issue.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use p384::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};

/// A key of P-384 with a name. The same seed gives the same key.
pub struct Key {
    pub kid: &'static str,
    secret: SigningKey,
}

impl Key {
    pub fn new(kid: &'static str, seed: u8) -> Self {
        Self { kid, secret: SigningKey::from_slice(&[seed; 48]).unwrap() }
    }

    /// As the key set publishes it.
    pub fn jwk(&self) -> Value {
        let point = self.secret.verifying_key().to_encoded_point(false);
        let encode = |coordinate: &[u8]| URL_SAFE_NO_PAD.encode(coordinate);
        json!({ "kty": "EC", "use": "sig", "kid": self.kid, "alg": "ES384", "crv": "P-384",
                "x": encode(point.x().unwrap()), "y": encode(point.y().unwrap()) })
    }

    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), &claims.to_string())
    }

    /// Signs what need not be JSON.
    pub fn sign_text(&self, header: &str, payload: &str) -> String {
        let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let signature: Signature = self.secret.sign(input.as_bytes());
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

/// A token with an HMAC where the signature belongs.
pub fn sign_hs256(header: &Value, claims: &Value, secret: &[u8]) -> String {
    let input =
        format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret).unwrap();
    mac.update(input.as_bytes());
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}
