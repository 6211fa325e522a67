//! Entry points for `fuzz/`: each takes what an attacker writes, does no input or output, and panics on a broken promise.

use http::{HeaderMap, HeaderValue, header};
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use time::OffsetDateTime;
use url::Url;

use crate::{
    Audience, CallbackParams, Keyring, ReturnTo, TransactionCookies, access_token_verifier,
    axum::bearer_token as authorization_bearer,
    jws::{JwsError, Payload, Unverified},
    logout_token as logout,
};

const ISSUER: &str = "https://tenant.example/oidc";
const CLIENT_ID: &str = "client!+ID";
const RESOURCE: &str = "https://api.example";
/// 2026-11-22 12:00 UTC: the seeds in `fuzz/corpus` are of this moment.
const NOW: OffsetDateTime = time::macros::datetime!(2026-11-22 12:00 UTC);
/// The public keys of RFC 7517, appendix A.1, RFC 8032, 7.1 (test 2) and P-384's base point: nobody signs for the fuzzer.
const KEYS: &str = r#"{"keys":[
    {"kty":"EC","kid":"p256","use":"sig","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
     "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},
    {"kty":"OKP","kid":"ed","crv":"Ed25519","x":"PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw"},
    {"kty":"EC","kid":"p384","alg":"ES384","crv":"P-384",
     "x":"qofKIr6LBTeOscce8yCtdG4dO2KLp5uYWfdB4IJUKjhVAvJdv1UpbDpUXjhydgq3",
     "y":"NhfeSpYmLG9dnpi_kpLcKfj0Hb0omhR86doxE7XwuMAKYLHOHX6BnXpDHXyQ6g5f"}]}"#;

/// A logout token: taken apart, its signature checked, its claims checked as if the signature were good.
pub fn logout_token(text: &str) {
    refuses_signature(text, logout::TYP);
    for payload in payloads(text) {
        if let Ok(token) = logout::read(&payload, ISSUER, CLIENT_ID, NOW) {
            assert!(token.sub.is_some() || token.sid.is_some());
            assert!(!token.jti.is_empty() && token.exp > NOW.unix_timestamp() - 61);
        }
    }
}

/// An access token, the same way; before that the text is an `Authorization` header.
pub fn bearer_token(text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value)]);
        if let Ok(token) = authorization_bearer(&headers) {
            assert!(!token.is_empty() && text.contains(token));
            refuses_signature(token, access_token_verifier::TYP);
        }
    }
    refuses_signature(text, access_token_verifier::TYP);
    for payload in payloads(text) {
        for audience in [Audience::Resource(RESOURCE.to_owned()), Audience::Organization] {
            if let Ok(claims) = access_token_verifier::read(&payload, ISSUER, &audience, NOW) {
                assert!(!claims.sub.is_empty() && !claims.scope.contains(""));
                assert!(audience != Audience::Organization || claims.organization_id.is_some());
            }
        }
    }
}

/// The query of the callback.
pub fn callback_params(query: &str) {
    if let Ok(params) = CallbackParams::parse(query) {
        assert!(!params.state().is_empty());
        assert!(!format!("{params:?}").is_empty());
    }
}

/// A `Cookie` header: nobody but the keyring's owner makes one that opens.
pub fn cookies(header: &[u8]) {
    let Ok(keyring) = Keyring::parse(&"0c".repeat(32)) else { return };
    let Ok(value) = HeaderValue::from_bytes(header) else { return };
    let headers = HeaderMap::from_iter([(header::COOKIE, value)]);
    for secure in [false, true] {
        let cookies = TransactionCookies::new(keyring.clone(), secure);
        let state = String::from_utf8_lossy(header);
        assert!(cookies.find(&headers, "state", NOW).is_none());
        assert!(cookies.find(&headers, &state, NOW).is_none());
        let Ok(transaction) = crate::Transaction::begin(ReturnTo::home(), NOW) else { return };
        assert!(cookies.keep(&transaction, &headers, NOW).is_ok_and(|set| !set.is_empty()));
    }
}

/// A path to return to: it stays on this origin.
pub fn return_to(given: &str) {
    let path = ReturnTo::parse(given);
    assert_eq!(ReturnTo::parse(path.as_str()), path, "not idempotent");
    assert!(path.as_str().bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\'));
    for base in ["https://app.example", "http://localhost:3000"] {
        let Ok(base) = Url::parse(base) else { return };
        assert!(base.join(path.as_str()).is_ok_and(|url| url.origin() == base.origin()), "another site");
    }
}

/// Verifies with the fixed keys; a signature that does is a forgery.
fn refuses_signature(text: &str, typ: &str) {
    use CoreJwsSigningAlgorithm as Alg;
    let Ok(keys) = serde_json::from_str::<CoreJsonWebKeySet>(KEYS) else { return };
    let named =
        [Alg::EcdsaP256Sha256, Alg::EcdsaP384Sha384, Alg::EcdsaP521Sha512, Alg::EdDsa, Alg::HmacSha256, Alg::None];
    // Whatever its `typ`, so that the fuzzer need not guess it.
    let verified = Unverified::parse(text).and_then(|token| token.verify_with(&named, &keys));
    assert!(verified.is_err(), "a forged signature");
    let _: Result<Unverified<'_>, JwsError> = Unverified::parse(text).and_then(|token| token.expect_typ(typ));
}

/// The text as the payload itself, and what stands in the payload's place.
fn payloads(text: &str) -> Vec<Payload> {
    let unsigned = Unverified::parse(text).ok().map(Unverified::into_unsigned_payload);
    [Payload::unsigned(text.as_bytes().to_vec())].into_iter().chain(unsigned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A seed's text. The seeds are not in the published crate, so they are read when the test runs.
    fn seed(name: &str) -> String {
        std::fs::read_to_string(format!("{}/fuzz/corpus/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    #[test]
    fn seeds_of_logout_tokens_pass_every_check_of_claims() {
        for name in ["token-as-logto-sends-it", "payload-alone"] {
            let text = seed(&format!("logout_tokens/{name}"));
            assert!(
                payloads(&text).iter().any(|payload| logout::read(payload, ISSUER, CLIENT_ID, NOW).is_ok()),
                "{name}"
            );
            logout_token(&text);
        }
    }

    #[test]
    fn seeds_of_bearer_tokens_pass_every_check_of_claims() {
        let resource = Audience::Resource(RESOURCE.to_owned());
        for (name, audience) in [
            ("token-of-resource", &resource),
            ("token-of-organization", &Audience::Organization),
            ("payload-alone", &resource),
            ("payload-of-organization", &Audience::Organization),
        ] {
            let text = seed(&format!("bearer_tokens/{name}"));
            let read = |payload: &Payload| access_token_verifier::read(payload, ISSUER, audience, NOW).is_ok();
            assert!(payloads(&text).iter().any(read), "{name}");
            bearer_token(&text);
        }
    }

    #[test]
    fn every_fixed_key_can_be_meant() {
        for (name, kind) in [
            ("logout_tokens/token-as-logto-sends-it", "ES384"),
            ("logout_tokens/token-with-ed25519-key", "EdDSA"),
            ("logout_tokens/token-with-p256-key-and-no-kid", "ES256"),
        ] {
            let keys: CoreJsonWebKeySet = serde_json::from_str(KEYS).unwrap();
            let text = seed(name);
            let named = [
                CoreJwsSigningAlgorithm::EcdsaP256Sha256,
                CoreJwsSigningAlgorithm::EcdsaP384Sha384,
                CoreJwsSigningAlgorithm::EdDsa,
            ];
            let verified = Unverified::parse(&text).and_then(|token| token.verify_with(&named, &keys));
            assert!(matches!(verified, Err(JwsError::Signature("it does not match"))), "{kind}");
        }
    }
}
