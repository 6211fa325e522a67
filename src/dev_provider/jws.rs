//! Compact JSON Web Signatures, written and read back.
//!
//! [RFC 7515, section 7.1](https://www.rfc-editor.org/rfc/rfc7515#section-7.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use serde_json::{Map, Value};
use sha2::Sha256;

use super::signing_key::{KeyRing, SigningKey};

/// Signs as the header's `alg` says.
///
/// A scripted header may ask for what Logto never does, because a relying party has to refuse it:
/// `none` gets an empty signature, `HS256` one made with the client secret. All else is ES384.
pub(crate) fn sign(header: &Value, claims: &Value, key: &SigningKey, client_secret: &str) -> String {
    let signing_input = format!("{}.{}", encode(header), encode(claims));
    let signature = match header.get("alg").and_then(Value::as_str) {
        Some("none") => Vec::new(),
        Some("HS256") => hmac_sha256(client_secret.as_bytes(), signing_input.as_bytes()),
        _ => key.sign(signing_input.as_bytes()),
    };
    format!("{signing_input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The claims of a token that one of our keys signed. Expiry is the caller's to judge.
pub(crate) fn verified_claims(token: &str, keys: &KeyRing) -> Option<Map<String, Value>> {
    let (signing_input, signature) = token.rsplit_once('.')?;
    let (header, claims) = signing_input.split_once('.')?;
    let header: Map<String, Value> = decode(header)?;
    if header.get("alg").and_then(Value::as_str) != Some("ES384") {
        return None;
    }
    let key = keys.find(header.get("kid")?.as_str()?)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    keys.verifies(token, || key.verifies(signing_input.as_bytes(), &signature)).then(|| decode(claims))?
}

fn encode(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

fn decode(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

fn hmac_sha256(secret: &[u8], message: &[u8]) -> Vec<u8> {
    // HMAC takes a key of any length, so the error cannot occur; an empty signature is refused too.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return Vec::new();
    };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}
