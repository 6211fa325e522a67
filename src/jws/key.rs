//! Which key of the provider verifies a signature. RFC 7517, 4; RFC 7518, 3.1.

use openidconnect::{
    JsonWebKey, JsonWebKeyAlgorithm, JsonWebKeyId, JsonWebKeyUse, JwsSigningAlgorithm,
    core::{CoreJsonCurveType, CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use serde::Deserialize;

/// The algorithm of this name, if it is asymmetric. With HMAC whoever knows the client secret, or takes a public key
/// for one, could sign (RFC 8725, 2.1); with `none` anybody.
pub(super) fn asymmetric(alg: &str) -> Option<CoreJwsSigningAlgorithm> {
    use CoreJwsSigningAlgorithm as Alg;
    Some(match alg {
        "ES256" => Alg::EcdsaP256Sha256,
        "ES384" => Alg::EcdsaP384Sha384,
        "ES512" => Alg::EcdsaP521Sha512,
        "RS256" => Alg::RsaSsaPkcs1V15Sha256,
        "RS384" => Alg::RsaSsaPkcs1V15Sha384,
        "RS512" => Alg::RsaSsaPkcs1V15Sha512,
        "PS256" => Alg::RsaSsaPssSha256,
        "PS384" => Alg::RsaSsaPssSha384,
        "PS512" => Alg::RsaSsaPssSha512,
        "EdDSA" => Alg::EdDsa,
        _ => return None,
    })
}

/// The key of this `kid`; without one, the only key that fits the algorithm.
pub(super) fn find<'s>(
    set: &'s CoreJsonWebKeySet,
    kid: Option<&JsonWebKeyId>,
    algorithm: &CoreJwsSigningAlgorithm,
) -> Result<&'s CoreJsonWebKey, &'static str> {
    let named = |key: &&CoreJsonWebKey| kid.is_none() || key.key_id() == kid;
    let mut fitting = set.keys().iter().filter(named).filter(|key| fits(key, algorithm));
    match (fitting.next(), fitting.next()) {
        (Some(key), None) => Ok(key),
        (None, _) => Err("none of the provider's keys is meant"),
        // Trying them all would let a weak or retired key speak for the others.
        (Some(_), Some(_)) => Err("it names no key, and several fit"),
    }
}

/// Whether there is a key for this algorithm, and it is an asymmetric one.
#[cfg(feature = "management")]
pub(super) fn any_fits(set: &CoreJsonWebKeySet, algorithm: &CoreJwsSigningAlgorithm) -> bool {
    !algorithm.uses_shared_secret() && set.keys().iter().any(|key| fits(key, algorithm))
}

/// Whether the key is for signatures of this algorithm: its use, its type, its curve, its own `alg`.
fn fits(key: &CoreJsonWebKey, algorithm: &CoreJwsSigningAlgorithm) -> bool {
    let curve = match algorithm {
        CoreJwsSigningAlgorithm::EcdsaP256Sha256 => Some(CoreJsonCurveType::P256),
        CoreJwsSigningAlgorithm::EcdsaP384Sha384 => Some(CoreJsonCurveType::P384),
        CoreJwsSigningAlgorithm::EdDsa => Some(CoreJsonCurveType::Ed25519),
        _ => None,
    };
    let algorithm_fits = match key.signing_alg() {
        JsonWebKeyAlgorithm::Algorithm(own) => own == algorithm,
        JsonWebKeyAlgorithm::Unspecified => true,
        JsonWebKeyAlgorithm::Unsupported => false,
    };
    key.key_use().is_none_or(JsonWebKeyUse::allows_signature)
        && algorithm.key_type().as_ref() == Some(key.key_type())
        && curve_of(key) == curve
        && algorithm_fits
}

/// `openidconnect` keeps the curve to itself, except in what it writes.
fn curve_of(key: &CoreJsonWebKey) -> Option<CoreJsonCurveType> {
    #[derive(Deserialize)]
    struct Curve {
        crv: Option<CoreJsonCurveType>,
    }
    let key = serde_json::to_value(key).ok()?;
    serde_json::from_value::<Curve>(key).ok()?.crv
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ES384: CoreJwsSigningAlgorithm = CoreJwsSigningAlgorithm::EcdsaP384Sha384;

    fn set(keys: &[Value]) -> CoreJsonWebKeySet {
        serde_json::from_value(json!({ "keys": keys })).unwrap()
    }

    fn ec(kid: &str, crv: &str) -> Value {
        json!({ "kty": "EC", "kid": kid, "crv": crv, "x": "AA", "y": "AA" })
    }

    fn with(mut key: Value, name: &str, value: &str) -> Value {
        key[name] = value.into();
        key
    }

    fn finds(keys: &[Value], kid: Option<&str>) -> bool {
        let kid = kid.map(|kid| JsonWebKeyId::new(kid.to_owned()));
        find(&set(keys), kid.as_ref(), &ES384).is_ok()
    }

    #[test]
    fn finds_by_kid() {
        let keys = [ec("a", "P-384"), ec("b", "P-384")];
        assert!(finds(&keys, Some("a")) && finds(&keys, Some("b")));
        assert!(!finds(&keys, Some("c")) && !finds(&keys, Some("")));
    }

    #[test]
    fn needs_no_kid_where_one_key_fits() {
        let rsa = json!({ "kty": "RSA", "kid": "r", "n": "AQAB", "e": "AQAB" });
        assert!(finds(&[ec("a", "P-384"), ec("b", "P-256"), rsa], None));
        assert!(!finds(&[ec("a", "P-384"), ec("b", "P-384")], None));
        assert!(!finds(&[], None));
    }

    #[test]
    fn refuses_keys_for_something_else() {
        let key = ec("a", "P-384");
        assert!(finds(&[with(key.clone(), "use", "sig")], Some("a")));
        assert!(finds(&[with(key.clone(), "alg", "ES384")], Some("a")));
        for (name, value) in [("use", "enc"), ("use", "other"), ("alg", "ES256"), ("crv", "P-256"), ("crv", "P-521")] {
            assert!(!finds(&[with(key.clone(), name, value)], Some("a")), "{name} {value}");
        }
        assert!(!finds(&[json!({ "kty": "oct", "kid": "a", "k": "AAAA" })], Some("a")));
        assert!(!finds(&[json!({ "kty": "RSA", "kid": "a", "n": "AQAB", "e": "AQAB" })], Some("a")));
    }

    #[test]
    fn refuses_keys_of_another_type_where_no_curve_tells_them_apart() {
        let rs256 = |key: Value| find(&set(&[key]), None, &CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256).is_ok();
        assert!(rs256(json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" })));
        assert!(!rs256(json!({ "kty": "oct", "k": "AAAA" })));
        assert!(!rs256(json!({ "kty": "EC", "x": "AA", "y": "AA" })));
    }

    #[test]
    fn refuses_two_keys_of_one_kid() {
        assert!(!finds(&[ec("a", "P-384"), ec("a", "P-384")], Some("a")));
    }
}
