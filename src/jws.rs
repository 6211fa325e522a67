//! A signed token in compact form, and the one way to its payload. RFC 7515, 7.1 and 5.2; RFC 8725 for the threats.
//!
//! Each step takes the last one's type: [`Unverified`] gives no claims, only [`Payload`] does, and only a key of the
//! provider makes one. The cryptography itself is `openidconnect`'s.

mod key;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey, JsonWebKeyId,
    core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm},
};
use serde::{Deserialize, de::DeserializeOwned, de::IgnoredAny};

use crate::{
    provider::{Provider, ProviderUnavailable},
    unique_json,
};

/// The longest token that is read (bytes). Logto's are below 2 KiB.
const LONGEST: usize = 16 * 1024;
/// The longest `kid` that is looked for (bytes). Thumbprints (RFC 7638) have 43.
const LONGEST_KID: usize = 256;

/// Why a token is not to be trusted. The reasons are texts of this library: a forged token writes nothing into a log.
#[derive(Debug)]
pub(crate) enum JwsError {
    /// Not a compact JWS, or its JSON is not what it should be.
    Malformed(&'static str),
    /// The header says that the token is of another kind.
    TypMismatched,
    /// The signature is missing or wrong, its algorithm not allowed, or its key not one of the provider's.
    Signature(&'static str),
    /// The provider signs with an algorithm that `openidconnect` cannot verify.
    AlgorithmUnsupported(&'static str),
    /// The provider's keys cannot be had; nothing is known about the token.
    ProviderUnavailable(ProviderUnavailable),
}

/// The header's members that matter. `jwk`, `jku`, `x5c` and `x5u` are not read: the token does not choose its key.
#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default, deserialize_with = "unique_json::present")]
    kid: Option<JsonWebKeyId>,
    #[serde(default, deserialize_with = "unique_json::present")]
    typ: Option<String>,
    #[serde(default, deserialize_with = "unique_json::present")]
    crit: Option<IgnoredAny>,
}

/// A token that has been taken apart. Nothing in it is trusted yet.
pub(crate) struct Unverified<'t> {
    header: Header,
    payload: Vec<u8>,
    signature: Vec<u8>,
    signing_input: &'t str,
}

/// The payload of a token that a key of the provider signed.
#[derive(Debug)]
pub(crate) struct Payload(Vec<u8>);

impl<'t> Unverified<'t> {
    /// Takes a token apart:
    /// - at most 16 KiB, exactly three parts, none empty, each base64url without padding and without stray bits;
    /// - the header is a JSON object with unique members, among them `alg`;
    /// - there is no `crit`: this library understands no extension (RFC 7515, 4.1.11).
    ///
    /// # Errors
    ///
    /// [`JwsError::Malformed`] or [`JwsError::Signature`] (an empty one).
    pub(crate) fn parse(token: &'t str) -> Result<Self, JwsError> {
        use JwsError::Malformed;
        if token.len() > LONGEST {
            return Err(Malformed("it is longer than any token of Logto"));
        }
        let too_few = Malformed("it does not have exactly three parts");
        // A fourth part would leave a dot in the payload, and that is no base64url.
        let Some((signing_input, signature)) = token.rsplit_once('.') else { return Err(too_few) };
        let Some((header, payload)) = signing_input.split_once('.') else { return Err(too_few) };
        let decode =
            |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| Malformed("a part is not base64url without padding"));
        let header: Header = unique_json::from_slice(&decode(header)?)
            .map_err(|_| Malformed("the header is no JSON object with unique members, \"alg\" among them"))?;
        if header.crit.is_some() {
            return Err(Malformed("the header has \"crit\", and no extension is understood"));
        }
        if header.kid.as_ref().is_some_and(|kid| kid.len() > LONGEST_KID) {
            return Err(Malformed("the header's \"kid\" is too long"));
        }
        let (payload, signature) = (decode(payload)?, decode(signature)?);
        if signature.is_empty() {
            return Err(JwsError::Signature("it is empty"));
        }
        Ok(Self { header, payload, signature, signing_input })
    }

    /// Refuses tokens of another kind (RFC 8725, 3.11): an ID token is signed by the same keys, for another use.
    /// `application/` may stand before the `typ`, and case does not count (RFC 7515, 4.1.9).
    ///
    /// # Errors
    ///
    /// [`JwsError::TypMismatched`], also where there is no `typ`.
    pub(crate) fn expect_typ(self, expected: &str) -> Result<Self, JwsError> {
        let typ = self.header.typ.as_deref().unwrap_or_default().to_ascii_lowercase();
        let typ = typ.strip_prefix("application/").unwrap_or(&typ);
        if typ == expected { Ok(self) } else { Err(JwsError::TypMismatched) }
    }

    /// Verifies the signature with the provider's keys:
    /// - `alg` is one that discovery names, and an asymmetric one: never `none`, never HMAC;
    /// - the key is the one of this `kid`; without `kid`, the only one that fits the algorithm;
    /// - the key is for signatures, and of the algorithm's type and curve.
    ///
    /// An unknown `kid` makes the keys be fetched again, at most once a minute (key rotation).
    ///
    /// # Errors
    ///
    /// [`JwsError::Signature`], [`JwsError::AlgorithmUnsupported`] or [`JwsError::ProviderUnavailable`].
    pub(crate) async fn verify(self, provider: &Provider) -> Result<Payload, JwsError> {
        let keys = provider.keys(self.header.kid.as_ref()).await?;
        self.verify_with(keys.metadata.id_token_signing_alg_values_supported(), &keys.set)
    }

    /// The header's algorithm, if it is allowed.
    fn algorithm(&self, named: &[CoreJwsSigningAlgorithm]) -> Result<CoreJwsSigningAlgorithm, JwsError> {
        let not_allowed = JwsError::Signature("its algorithm is not allowed");
        let Some(algorithm) = key::asymmetric(&self.header.alg) else { return Err(not_allowed) };
        match algorithm {
            _ if !named.contains(&algorithm) => Err(not_allowed),
            CoreJwsSigningAlgorithm::EcdsaP521Sha512 => Err(JwsError::AlgorithmUnsupported("ES512")),
            _ => Ok(algorithm),
        }
    }

    /// [`verify`](Self::verify) with what is at hand; `named` is what discovery names.
    pub(crate) fn verify_with(
        self,
        named: &[CoreJwsSigningAlgorithm],
        set: &CoreJsonWebKeySet,
    ) -> Result<Payload, JwsError> {
        let algorithm = self.algorithm(named)?;
        let key = key::find(set, self.header.kid.as_ref(), &algorithm).map_err(JwsError::Signature)?;
        key.verify_signature(&algorithm, self.signing_input.as_bytes(), &self.signature)
            .map_err(|_| JwsError::Signature("it does not match"))?;
        Ok(Payload(self.payload))
    }
}

impl Payload {
    /// The claims: a JSON object with unique members.
    ///
    /// # Errors
    ///
    /// [`JwsError::Malformed`] where a claim is missing or of the wrong type.
    pub(crate) fn claims<T: DeserializeOwned>(&self) -> Result<T, JwsError> {
        unique_json::from_slice(&self.0)
            .map_err(|_| JwsError::Malformed("a claim is missing, of the wrong type, or there twice"))
    }
}

impl From<ProviderUnavailable> for JwsError {
    fn from(error: ProviderUnavailable) -> Self {
        Self::ProviderUnavailable(error)
    }
}

/// The algorithms of those that discovery names which can be verified, and for which there is a key.
#[cfg(feature = "management")]
pub(crate) fn verifiable(named: &[CoreJwsSigningAlgorithm], set: &CoreJsonWebKeySet) -> Vec<CoreJwsSigningAlgorithm> {
    let usable = |algorithm: &&CoreJwsSigningAlgorithm| {
        **algorithm != CoreJwsSigningAlgorithm::EcdsaP521Sha512 && key::any_fits(set, algorithm)
    };
    named.iter().filter(usable).cloned().collect()
}

#[cfg(feature = "fuzzing")]
impl Unverified<'_> {
    /// The payload that nobody vouches for: the fuzzer must reach the checks of claims.
    pub(crate) fn into_unsigned_payload(self) -> Payload {
        Payload(self.payload)
    }
}

#[cfg(feature = "fuzzing")]
impl Payload {
    /// A payload that nobody signed.
    pub(crate) fn unsigned(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str) -> String {
        format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode("{}"), URL_SAFE_NO_PAD.encode("s"))
    }

    fn is_malformed(token: &str) -> bool {
        matches!(Unverified::parse(token), Err(JwsError::Malformed(_)))
    }

    #[test]
    fn takes_a_token_apart() {
        let token = token(r#"{"alg":"ES384","kid":"k","typ":"at+jwt","jku":"https://evil.example"}"#);
        let parsed = Unverified::parse(&token).unwrap();
        assert_eq!(parsed.header.kid.as_deref().map(String::as_str), Some("k"));
        assert_eq!(parsed.payload, b"{}");
        assert_eq!(parsed.signature, b"s");
        assert_eq!(parsed.signing_input, token.rsplit_once('.').unwrap().0);
    }

    #[test]
    fn rejects_what_has_not_three_parts() {
        let good = token(r#"{"alg":"ES384"}"#);
        for bad in ["", ".", "..", "...", "a", "a.b", &format!("{good}."), &format!(".{good}"), &format!("{good}.e30")]
        {
            assert!(is_malformed(bad), "{bad}");
        }
    }

    #[test]
    fn rejects_padding_and_other_alphabets_and_stray_bits() {
        let good = token(r#"{"alg":"ES384"}"#);
        let (input, _) = good.rsplit_once('.').unwrap();
        // `cx` carries bits beyond the byte that `cw` is: two texts of one signature.
        for signature in ["cw==", "cw=", "c+8A", "c/8A", "cw\n", " cw", "cx", "cé"] {
            assert!(is_malformed(&format!("{input}.{signature}")), "{signature:?}");
        }
        assert!(Unverified::parse(&format!("{input}.cw")).is_ok());
    }

    #[test]
    fn rejects_an_empty_signature() {
        let good = token(r#"{"alg":"none"}"#);
        let (input, _) = good.rsplit_once('.').unwrap();
        let empty = format!("{input}.");
        assert!(matches!(Unverified::parse(&empty), Err(JwsError::Signature(_))));
    }

    #[test]
    fn rejects_headers_that_are_not_understood() {
        for header in [
            "",
            "null",
            "{}",
            r#"["ES384"]"#,
            r#"{"alg":null}"#,
            r#"{"alg":["ES384"]}"#,
            r#"{"alg":"ES384","alg":"ES384"}"#,
            r#"{"alg":"ES384","kid":null}"#,
            r#"{"alg":"ES384","kid":1}"#,
            r#"{"alg":"ES384","typ":{}}"#,
            r#"{"alg":"ES384","crit":["exp"]}"#,
            r#"{"alg":"ES384","crit":[]}"#,
            r#"{"alg":"ES384","x":{"y":1,"y":2}}"#,
        ] {
            assert!(is_malformed(&token(header)), "{header}");
        }
        assert!(is_malformed(&token(&format!(r#"{{"alg":"ES384","kid":"{}"}}"#, "k".repeat(LONGEST_KID + 1)))));
    }

    #[test]
    fn rejects_a_null_crit() {
        assert!(is_malformed(&token(r#"{"alg":"ES384","crit":null}"#)));
    }

    #[test]
    fn rejects_a_huge_token_before_reading_it() {
        assert!(is_malformed(&"a".repeat(LONGEST + 1)));
    }

    #[test]
    fn knows_the_typ_in_any_case_and_with_its_prefix() {
        let typ = |typ: &str| {
            let token = token(&format!(r#"{{"alg":"ES384","typ":"{typ}"}}"#));
            Unverified::parse(&token).unwrap().expect_typ("at+jwt").is_ok()
        };
        assert!(typ("at+jwt") && typ("AT+JWT") && typ("application/at+jwt") && typ("Application/AT+jwt"));
        assert!(!typ("jwt") && !typ("logout+jwt") && !typ("") && !typ("application/application/at+jwt"));
        assert!(Unverified::parse(&token(r#"{"alg":"ES384"}"#)).unwrap().expect_typ("at+jwt").is_err());
    }

    #[test]
    fn allows_only_asymmetric_algorithms_that_discovery_names() {
        use CoreJwsSigningAlgorithm as Alg;
        let named = [Alg::EcdsaP384Sha384, Alg::HmacSha256, Alg::None, Alg::EcdsaP521Sha512];
        let outcome = |alg: &str| {
            let token = token(&format!(r#"{{"alg":"{alg}"}}"#));
            Unverified::parse(&token).unwrap().algorithm(&named)
        };
        assert_eq!(outcome("ES384").unwrap(), Alg::EcdsaP384Sha384);
        assert!(matches!(outcome("ES512"), Err(JwsError::AlgorithmUnsupported("ES512"))));
        for alg in ["none", "None", "HS256", "HS384", "HS512", "RS256", "es384", "ES384 ", ""] {
            assert!(matches!(outcome(alg), Err(JwsError::Signature(_))), "{alg}");
        }
    }
}
